"""What every backend of a capability promises, asked of the packaged one and of the hub's with small networks in it."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.faces.attributes import Attributes
from engine.faces.detect import Hog
from engine.faces.hub import abpn, danbooru, fairface, m2fp, retinaface, rts
from engine.faces.hub.onnx import Fqa, RotBgr
from engine.faces.quality import Composite
from tests.fakes import onnx_file


class Net(torch.nn.Module):
    """A network that answers with a function of what it is shown."""

    def __init__(self, answer):
        super().__init__()
        self.answer = answer

    def forward(self, *shown, **named):
        return self.answer(*shown, **named)


def grid(x, count):
    """``count`` numbers that depend on the picture: means of strips."""
    return torch.nn.functional.adaptive_avg_pool1d(x.reshape(1, 1, -1), count)[0]


def one_head(pixel_values):
    """Face and person over the middle of the picture."""
    height, width = (side // 4 for side in pixel_values.shape[2:])
    classes = torch.zeros(1, 2, len(m2fp.CLASSES) + 1)
    classes[0, 0, m2fp.CLASSES.index("Face")] = classes[0, 1, m2fp.CLASSES.index("Human")] = 20.0
    masks = torch.full((1, 2, height, width), -20.0)
    masks[:, :, height // 8 : height // 2, width // 4 : 3 * width // 4] = 20.0
    return SimpleNamespace(class_queries_logits=classes, masks_queries_logits=masks)


@pytest.fixture(params=["packaged", "hub"])
def backend(request, faces, astronaut_face, tmp_path):
    """Return name of a capability -> its backend, of one kind after the other."""
    if request.param == "packaged":
        return lambda name: getattr(faces, name)

    def onnx(name, shape, matrix, after=None):
        file = tmp_path / name
        file.write_bytes(onnx_file.linear(shape, matrix, after))
        return file

    seen = retinaface.Seen(box=astronaut_face.box, five=astronaut_face.mesh.five, score=0.99)
    turns = np.random.default_rng(0).normal(size=(3 * 224 * 224, 4))
    light = np.full((3 * 112 * 112, 1), 1e-4)
    made = {
        "orientation": lambda: RotBgr(onnx("rot.onnx", (1, 3, 224, 224), turns)),
        "detector": lambda: retinaface.RetinaAndMesh(SimpleNamespace(find=lambda rgb: [seen]), Hog(), faces.meshes),
        "parser": lambda: m2fp.M2fpParser(one_head),
        "retoucher": lambda: abpn.AbpnRetoucher(
            Net(lambda x: torch.full_like(x, 0.55)), Net(lambda x: torch.zeros_like(x[:, :1])), Net(lambda x, k: x)
        ),
        "tagger": lambda: danbooru.DanbooruTagger(Net(lambda x: torch.tensor([[0.9, 0.6]])), ["smile", "hat"]),
        "attribute_reader": lambda: fairface.FairFaceReader(
            Net(lambda x: grid(x, 18)), SimpleNamespace(read=lambda *_: Attributes(woman=0.5, age=30))
        ),
        "judge": lambda: Fqa(onnx("model.onnx", (1, 3, 112, 112), light, "Sigmoid"), Composite()),
        "ranker": lambda: rts.RtsEmbedder(Net(lambda x: (grid(x, 512), torch.zeros(1, 1)))),
    }
    return lambda name: made[name]()


def test_every_backend_has_a_name(backend):
    """A result says who made it."""
    for name in ("orientation", "detector", "parser", "retoucher", "tagger", "attribute_reader", "judge", "ranker"):
        assert isinstance(backend(name).name, str)


def test_orientation_gives_the_picture_it_says(backend, astronaut):
    """One of four turns, clockwise, and the pixels of exactly that turn."""
    upright, degrees = backend("orientation").upright(astronaut)
    assert degrees in (0, 90, 180, 270)
    assert np.array_equal(upright, np.rot90(astronaut, -degrees // 90))


def test_a_detector_gives_faces_with_meshes_in_pixels(backend, astronaut, astronaut_face):
    """Largest first, on the scale everything that judges faces was measured with."""
    found = backend("detector").faces(astronaut)
    assert [face.area for face in found] == sorted((face.area for face in found), reverse=True)
    assert found[0].box.dtype == np.float32
    assert found[0].box == pytest.approx(astronaut_face.box, abs=8)
    assert found[0].score == pytest.approx(astronaut_face.score, abs=0.3)
    assert found[0].mesh is not None


def test_a_head_mask_holds_the_nose_and_not_the_corner(backend, astronaut, astronaut_face):
    """(height, width) float32, 0..1."""
    mask = backend("parser").head_mask(astronaut, astronaut_face.mesh)
    x, y = astronaut_face.mesh.points[1, :2].astype(int)
    assert (mask.shape, mask.dtype) == ((512, 512), np.float32)
    assert 0 <= mask.min() <= mask.max() <= 1
    assert mask[y, x] > 0.8
    assert mask[500, 10] < 0.1


def test_retouching_keeps_size_and_surroundings(backend, astronaut, astronaut_face):
    """Something changes in the face, nothing far from it, and not the picture that was handed in."""
    before = astronaut.copy()
    out = backend("retoucher").retouch(astronaut, astronaut_face.mesh)
    assert (out.shape, out.dtype) == (astronaut.shape, np.uint8)
    assert np.array_equal(out[300:], astronaut[300:])
    assert not np.array_equal(out, astronaut)
    assert np.array_equal(astronaut, before)


def test_labels_are_words_with_certainties(backend, astronaut):
    """Whatever the tagger's vocabulary."""
    found = backend("tagger").labels(astronaut)
    assert found
    assert all(isinstance(name, str) and 0 <= value <= 1 for name, value in found.items())


def test_attributes_lie_in_their_ranges(backend, astronaut, astronaut_face):
    """A probability and a number of years."""
    seen = backend("attribute_reader").read(astronaut, astronaut_face)
    assert 0 <= seen.woman <= 1
    assert 0 < seen.age < 100


def test_quality_and_its_parts_lie_between_0_and_1(backend, astronaut, astronaut_face):
    """So that values of one photo can be compared with another's."""
    rated = backend("judge").rate(astronaut, astronaut_face)
    assert all(0 <= value <= 1 for value in (rated.score, *rated.parts.values()))
    assert len(rated.parts) >= 6


def test_an_embedding_is_repeatable_and_of_one_length(backend, astronaut, astronaut_face):
    """The same numbers for the same face, float32, other numbers for a changed one."""
    embedder = backend("ranker")
    one, again = (embedder.embed(astronaut, astronaut_face) for _ in range(2))
    other = embedder.embed(np.ascontiguousarray(astronaut[:, :, ::-1] // 2), astronaut_face)
    assert one.dtype == np.float32
    assert one.shape in ((128,), (512,))
    assert np.array_equal(one, again)
    assert np.linalg.norm(one - other) > 0.01
