"""Every hub network: the published names and shapes, a strict load of random tensors, answers of the right kind."""

from __future__ import annotations

import json
import tomllib

import cv2
import numpy as np
import pytest
import torch

from engine.faces import tags
from engine.faces.attributes import Attributes
from engine.faces.hub import abpn, danbooru, fairface, retinaface, rts
from engine.faces.hub.aligned import PLACES, aligned
from engine.faces.types import Face
from engine.lab.faces.published import builders, listing, main, same
from tests.engine.faces.hub.random_states import random_state

SURE = 1e6  # larger than what random weights add up to
BUILDERS = builders()


def filled(name, net):
    """Load random published tensors strictly."""
    net.load_state_dict(random_state(name), strict=True)
    return net.eval()


@pytest.mark.parametrize("name", [*BUILDERS, "m2fp"])
def test_names_and_shapes_are_the_published_ones(name):
    """A published checkpoint loads strictly: nothing is missing, nothing is left over."""
    assert same(name)


def test_a_tensor_more_is_noticed(monkeypatch):
    """The control of the line above."""
    wrong = {**listing("detect"), "extra.weight": (1,)}
    monkeypatch.setattr("engine.lab.faces.published.listing", lambda name: wrong)
    assert not same("detect")


def test_the_bench_counts_them_all(capsys):
    """Eight networks, and the names of those that are off."""
    main()
    assert json.loads(capsys.readouterr().out) == {"right": len(BUILDERS) + 1, "wrong": []}


class Packaged:
    """A reader that always gives the same answer."""

    name = "fixed"

    def __init__(self, age):
        self.age = age

    def read(self, rgb, face, embedding=None):
        return Attributes(woman=0.5, age=self.age)


def test_fairface_gives_shares_and_years(astronaut, astronaut_face):
    """Gender and ages are each a distribution, races are not looked at, and the crop matters."""
    net = filled("fairface", fairface.network())
    reader = fairface.FairFaceReader(net, Packaged(40))
    woman, age = reader.estimate(aligned(astronaut, astronaut_face.mesh.five))
    assert 0 <= woman <= 1
    assert fairface.YEARS[0] <= age <= fairface.YEARS[-1]
    with torch.no_grad():
        net.fc.weight[:7] = 99.0
        net.fc.bias[fairface.GENDERS] = torch.tensor([-SURE, SURE])
        net.fc.bias[fairface.AGES] = torch.tensor([-SURE] * 5 + [SURE] + [-SURE] * 3)
    assert reader.read(astronaut, astronaut_face) == Attributes(woman=pytest.approx(1), age=pytest.approx(45, abs=0.5))


def test_a_second_model_never_loosens_the_age_check(astronaut, astronaut_face):
    """Where the reader the check was measured on says young, an older guess does not count."""
    net = filled("fairface", fairface.network())
    with torch.no_grad():
        net.fc.bias[fairface.AGES] = torch.tensor([-SURE] * 8 + [SURE])
    assert fairface.FairFaceReader(net, Packaged(15.0)).read(astronaut, astronaut_face).age == 15.0
    assert fairface.FairFaceReader(net, Packaged(30.0)).read(astronaut, astronaut_face).age > 70


def test_rts_embeds_on_the_unit_sphere_with_a_strangeness(astronaut, astronaut_face):
    """Length 1, another face elsewhere on the sphere, a positive score; the width of the spare head is read off."""
    state = random_state("rts")
    net = rts.network(state)
    net.load_state_dict(state, strict=True)
    with torch.no_grad():  # random layers make the score tens of millions, which exp cannot tell from 0 or infinity
        for layer in net.modules():
            if isinstance(layer, torch.nn.Linear) and layer.out_features == 1:
                layer.weight /= 1e8
    embedder = rts.RtsEmbedder(net)
    one = embedder.recognise(astronaut, astronaut_face)
    other = embedder.recognise(np.ascontiguousarray(astronaut[:, :, ::-1]), astronaut_face)
    assert one.embedding.shape == (512,)
    assert one.embedding.dtype == np.float32
    assert np.linalg.norm(one.embedding) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(one.embedding - other.embedding) > 0.01
    assert one.strangeness > 0
    assert one.strangeness != other.strangeness
    bare = Face(box=astronaut_face.box, score=1.0)
    with pytest.raises(ValueError, match="no mesh"):
        embedder.embed(astronaut, bare)


def test_retinaface_answers_for_every_anchor():
    """Offsets, certainty and landmarks, twice per place of three maps, in the order of the anchors."""
    net = filled("retina", retinaface.RetinaFace())
    with torch.inference_mode():
        boxes, faces, points = net(torch.rand(1, 3, 72, 100) * 255 - 110)
    count = 2 * (9 * 13 + 5 * 7 + 3 * 4)
    assert boxes.shape == (1, count, 4)
    assert points.shape == (1, count, 10)
    assert faces.shape == (1, count)
    assert 0 <= float(faces.min()) <= float(faces.max()) <= 1
    assert retinaface.anchors(72, 100).shape == (count, 4)


def test_anchors_lie_where_they_are_decoded():
    """No offset gives the anchor itself; landmarks without offset lie in its middle."""
    priors = retinaface.anchors(64, 96)
    assert priors[0] == pytest.approx([4 / 96, 4 / 64, 16 / 96, 16 / 64])
    assert priors[1] == pytest.approx([4 / 96, 4 / 64, 32 / 96, 32 / 64])
    boxes, five = retinaface.decoded(np.zeros((len(priors), 4)), np.zeros((len(priors), 10)), priors)
    assert boxes[0] == pytest.approx([(4 - 8) / 96, (4 - 8) / 64, (4 + 8) / 96, (4 + 8) / 64])
    assert np.allclose(five, priors[:, None, :2])


def test_of_overlapping_boxes_the_better_one_stays():
    """And what lies elsewhere stays too."""
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [50, 50, 60, 60]], np.float32)
    assert retinaface.suppressed(boxes, np.array([0.91, 0.99, 0.95], np.float32)) == [1, 2]


class OneFace(torch.nn.Module):
    """A network that is sure of one anchor and of nothing else."""

    def forward(self, x):
        count = len(retinaface.anchors(*x.shape[2:]))
        faces = torch.zeros(1, count)
        faces[0, 4] = 0.97
        return torch.zeros(1, count, 4), faces, torch.zeros(1, count, 10)


@pytest.mark.parametrize("scale", [1, 4])
def test_what_retinaface_finds_is_in_pixels_of_the_picture(scale):
    """Also for a picture so large that it is shrunk first."""
    seen = retinaface.RetinaFinder(OneFace()).find(np.zeros((480 * scale, 640 * scale, 3), np.uint8))
    shrunk = 1 if scale == 1 else 2560 / 1000
    assert len(seen) == 1
    assert seen[0].box == pytest.approx(np.array([12, -4, 28, 12]) * shrunk, abs=0.1)
    assert seen[0].five == pytest.approx(np.tile([20 * shrunk, 4 * shrunk], (5, 1)), abs=0.1)


class Certain(torch.nn.Module):
    """A network that is as sure of each tag as it is told, and wants (1, 512, 512, 3) in 0..1."""

    def __init__(self, *values):
        super().__init__()
        self.values = values

    def forward(self, x):
        assert x.shape == (1, danbooru.SIDE, danbooru.SIDE, 3)
        assert 0 <= float(x.min()) <= float(x.max()) <= 1
        return torch.tensor([self.values])


def test_danbooru_names_what_it_is_sure_of(astronaut):
    """With words for names, without the ratings and without guesses."""
    names = ["open_mouth", "glasses", "hat", "rating:safe"]
    found = danbooru.DanbooruTagger(Certain(0.9, 0.5, 0.4, 1.0), names).labels(astronaut)
    assert found == {"open mouth": pytest.approx(0.9), "glasses": pytest.approx(0.5)}


def test_of_danboorus_tags_the_persons_are_dropped():
    """Image-specific ones stay as our words, identity-bound ones go: paper 2.1.2, first and second requirement."""
    labels = dict.fromkeys(
        ["smile", "glasses", "earrings", "1girl", "solo", "brown hair", "lips", "long hair", "blue eyes", "freckles"],
        0.9,
    )
    assert set(tags.tags(labels, None)) == {"smiling", "glasses", "earrings"}


@pytest.mark.parametrize("tag", sorted(set(tomllib.loads(tags.DANBOORU.read_text("utf-8"))["kept"].values())))
def test_no_kept_tag_of_danbooru_is_a_persons(tag):
    """A slip in the table would teach the model to leave the person out."""
    own = {"hair", "eyes", "lips", "skin", "beard"} & set(tag.split())
    assert not own or tag in {
        "closed eyes",
        "half-closed eyes",
        "parted lips",
        "pursed lips",
        "flower in the hair",
        "ribbon in the hair",
        "hair clip",
        "hair ornament",
    }


@pytest.mark.slow
def test_danbooru_runs_at_its_full_width():
    """161 million random numbers load strictly and answer."""
    net = filled("danbooru", danbooru.DeepDanbooru())
    with torch.inference_mode():
        found = net(torch.rand(1, 128, 128, 3))
    assert found.shape == (1, danbooru.TAGS)
    assert 0 <= float(found.min()) < float(found.max()) <= 1


@pytest.mark.parametrize("name", ["detect", "repaint", "blend"])
def test_retouching_networks_keep_the_size(name):
    """A map as large as the face, in the range that is blended."""
    net = filled(name, BUILDERS[name]())
    face = torch.rand(1, 3, 64, 128) * 2 - 1
    with torch.inference_mode():
        out = net(face, torch.ones(1, 1, 64, 128)) if name == "repaint" else net(face)
    assert out.shape == (1, 1 if name == "detect" else 3, 64, 128)
    assert (-1 if name == "repaint" else 0) <= float(out.min()) < float(out.max()) <= 1


class Answer(torch.nn.Module):
    """Gives one value everywhere, on ``channels`` channels."""

    def __init__(self, channels, value):
        super().__init__()
        self.channels, self.value = channels, value

    def forward(self, x, *_):
        return torch.full((1, self.channels, *x.shape[2:]), self.value)


def test_a_neutral_layer_changes_nothing(astronaut, astronaut_face):
    """0.5 everywhere and no blemish: the picture comes back."""
    same = abpn.AbpnRetoucher(Answer(3, 0.5), Answer(1, 0.0), Answer(3, 0.0))
    assert np.abs(same.retouch(astronaut, astronaut_face.mesh).astype(int) - astronaut).max() <= 1


def test_a_layer_lightens_the_face_and_only_the_crop(astronaut, astronaut_face):
    """Above 0.5 is lighter, the border fades out, outside every pixel is the same; half strength is half as much."""
    lighter = abpn.AbpnRetoucher(Answer(3, 0.7), Answer(1, 0.0), Answer(3, 0.0))
    out = lighter.retouch(astronaut, astronaut_face.mesh)
    x, y = astronaut_face.centre.astype(int)
    change = out.astype(int) - astronaut
    assert change[y, x].min() > 5
    top, bottom = astronaut_face.box[[1, 3]]
    assert not change[: int(top - 0.3 * (bottom - top))].any()
    half = lighter.retouch(astronaut, astronaut_face.mesh, strength=0.5)
    assert half[y, x].astype(int) == pytest.approx(astronaut[y, x] + change[y, x] / 2, abs=1)


def test_marked_blemishes_are_painted_over(astronaut, astronaut_face):
    """Everything marked and grey painted in: the middle of the face is grey."""
    grey = abpn.AbpnRetoucher(Answer(3, 0.5), Answer(1, 1.0), Answer(3, 0.0))
    x, y = astronaut_face.centre.astype(int)
    assert grey.retouch(astronaut, astronaut_face.mesh)[y, x] == pytest.approx([128] * 3, abs=1)


def test_the_aligned_crop_has_its_landmarks_in_place(faces, astronaut, astronaut_face):
    """However the photo is turned: eyes level, at the published places."""
    turn = cv2.getRotationMatrix2D((256, 256), 25, 0.8)
    turned = cv2.warpAffine(np.ascontiguousarray(astronaut), turn, (512, 512))
    five = (astronaut_face.mesh.five @ turn[:, :2].T + turn[:, 2]).astype(np.float32)
    upright, crop = (aligned(*pair) for pair in ((astronaut, astronaut_face.mesh.five), (turned, five)))
    assert crop.shape == (112, 112, 3)
    assert np.abs(crop.astype(int) - upright).mean() < 8
    found = faces.meshes.find(cv2.resize(upright, (448, 448)))
    assert (
        np.abs(found[0].five / 4 - PLACES).max() < 8
    )  # the mesh puts the tip of the nose lower than those landmarks do
