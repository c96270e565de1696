"""What is learnt of a photo: the framing of each kind of base, the weights, and that inspect shows just that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.bases import Family
from engine.faces import align, stages
from engine.faces.framing import eye_transform, geometry, warp
from engine.faces.regions import face_width
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.inspect import run as inspect
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem
from engine.training import dataset
from engine.training.prepare import HEAD_FACE, Sample, head_transform, prepare, sample_of, shape_of, whole_photo
from tests.engine.diffusion import tiny
from tests.engine.training.people import samples

FAMILIES = bases.families()
SD15, POCKET = FAMILIES["sd15"], FAMILIES["pocket"]


@pytest.fixture(scope="module")
def selfie(faces: Faces, astronaut: RGB) -> tuple[RGB, Sample]:
    """An arm's-length selfie: the face fills most of the photo, tilted by 15 degrees."""
    close = astronaut[20:250, 110:340]
    turned = cv2.getRotationMatrix2D((115, 115), 15, 1.0)
    photo = cv2.warpAffine(close, turned, (230, 230), borderMode=cv2.BORDER_REFLECT)
    photo = cv2.resize(photo, (640, 640), interpolation=cv2.INTER_CUBIC)
    face = faces.largest(photo)
    return photo, sample_of(faces, photo, face)


def test_a_head_is_framed_as_the_paper_says(faces: Faces, selfie: tuple[RGB, Sample]):
    """2.1.1: level, centred, 0.35 to 0.45 of the side, whatever the variation; around it one colour."""
    rng = np.random.default_rng(0)
    for jitter in (None, *rng.normal(size=(8, 4)) * 2):
        made = prepare(selfie[1], SD15, jitter)
        points = selfie[1].mesh.points[:, :2] @ made.transform[:, :2].T + made.transform[:, 2]
        assert 0.349 <= np.ptp(points, axis=0).max() / 512 <= 0.451
    made = prepare(selfie[1], SD15)
    seen = faces.mesh(made.picture)
    assert abs(align.rotation(seen.five)[1]) < 2
    assert abs(align.rotation(selfie[1].mesh.five)[1]) > 10, "the control: the photo is tilted"
    assert seen.box[[0, 2]].mean() / 512 == pytest.approx(0.5, abs=0.03)
    assert (made.picture[made.head == 0] == 255).all()


def test_nothing_that_the_photo_does_not_show_is_learnt(selfie: tuple[RGB, Sample]):
    """An arm's-length selfie ends where the training picture goes on: that is no smear, and counts nothing."""
    made = prepare(selfie[1], SD15)
    weight = made.weight((64, 64), SD15.face.outside)
    ended = cv2.resize(made.shown, (64, 64), interpolation=cv2.INTER_AREA) < 0.999
    assert ended.mean() > 0.05
    assert weight[ended].max() == 0
    outside = cv2.resize(made.head, (64, 64), interpolation=cv2.INTER_AREA) == 0
    assert weight[outside].sum() == 0, "half of the weight used to lie beside the head"
    assert weight[28, 32] == pytest.approx(1, abs=0.01)


def test_a_photo_without_a_head_mask_counts_where_the_face_is():
    """A person mask that finds nobody must not leave a training without any weight: its loss would be no number."""
    (sample,) = samples(1)
    made = prepare(replace(sample, head=np.zeros_like(sample.head)), replace(SD15, side=64))
    assert made.weight((8, 8), 0.0).sum() > 0


def _as_before(sample: Sample, family: Family, jitter: np.ndarray | None) -> tuple[np.ndarray, ...]:
    """The embedded base's framing as its faces were always learnt, written out."""
    moved = None if jitter is None else jitter * np.array([0.03, 0.03, 0.10, 0.06])
    transform = eye_transform(sample.mesh.points, 128, 0.44, 0.27, moved)
    head = cv2.warpAffine(sample.head.astype(np.float32), transform, (128, 128))
    masks = cv2.resize(head, (16, 16), interpolation=cv2.INTER_AREA)
    shape = geometry(sample.mesh.points, transform, 128, sample.mesh.blendshapes)
    return warp(sample.picture, transform, 128), 0.25 + 0.75 * masks, shape


def test_the_embedded_base_learns_exactly_what_it_always_did(selfie: tuple[RGB, Sample]):
    """To the byte: its likeness was measured on this framing, and adapters of before stay comparable."""
    for jitter in (None, np.array([0.2, -0.3, 0.1, 0.4])):
        made, old = prepare(selfie[1], POCKET, jitter), _as_before(selfie[1], POCKET, jitter)
        assert made.picture.tobytes() == old[0].tobytes()
        assert made.weight((16, 16), POCKET.face.outside).tobytes() == old[1].tobytes()
        assert made.geometry.tobytes() == old[2].tobytes()
    assert (POCKET.face.variants, POCKET.face.flips) == (4, True)


@pytest.mark.parametrize("family", [POCKET, SD15], ids=lambda family: family.name)
def test_the_shape_of_a_face_is_that_of_its_training_picture(selfie: tuple[RGB, Sample], family: Family):
    """What a base is told of a face must be what it learnt, to the bit, also where no picture is made for it."""
    assert shape_of(selfie[1].mesh, family).tobytes() == prepare(selfie[1], family).geometry.tobytes()


class _Base:
    """Takes what a training would encode, as a painter of the family."""

    def __init__(self, family: Family) -> None:
        self.family, self.seen = family, np.zeros(0)

    def encode(self, pictures: np.ndarray) -> None:
        self.seen = pictures
        raise InterruptedError


@pytest.mark.parametrize("name", ["pocket", "sd15", "sdxl"])
def test_what_is_learnt_is_what_inspect_shows(faces: Faces, astronaut: RGB, tmp_path: Path, name: str):
    """Byte for byte: an operator who wonders why a face was learnt badly sees what was learnt."""
    models = Models(EngineSettings(weights=faces._settings.weights, device="cpu", threads=1))
    models.faces, models.family = faces, FAMILIES[name]
    Image.fromarray(cv2.resize(astronaut, None, fx=2.4, fy=2.4)).save(tmp_path / "photo.png")
    question = InspectPhoto(photo=tmp_path / "photo.png", cleaned=tmp_path / "accepted.png")
    verdict = inspect.run(question, models, lambda step: None, lambda: False)
    shown = stages.stages(faces, tmp_path / "photo.png", models.family, verdict.cleaned)[-1]
    base = _Base(models.family)
    sample = enrol._read(faces, faces.load(verdict.cleaned), models.family.side)[0]
    with pytest.raises(InterruptedError):
        dataset.build(base, [sample], ["a portrait"], 0)
    assert shown.name == "learnt"
    assert shown.picture.tobytes() == np.ascontiguousarray(base.seen[0]).tobytes()
    flips = 2 if name == "pocket" else 1
    assert len(base.seen) == 4 * flips, "mirror images only where the recipe wants them"


@pytest.mark.parametrize(("name", "smallest"), [("pocket", 72), ("sd15", 128), ("sdxl", 192)])
def test_a_face_too_small_for_the_base_is_refused_before_anything_is_learnt(
    faces: Faces, astronaut: RGB, astronaut_face: Face, tmp_path: Path, name: str, smallest: int
):
    """A face of 72 pixels in a picture of 1024 would be a blur five times as large."""
    models = Models(EngineSettings(weights=faces._settings.weights, device="cpu", threads=1))
    models.faces, models.family = faces, FAMILIES[name]
    for share, refused in ((0.85, True), (1.25, False)):
        grow = share * smallest / astronaut_face.side
        file = tmp_path / f"{refused}.png"
        Image.fromarray(cv2.resize(astronaut, None, fx=grow, fy=grow, interpolation=cv2.INTER_AREA)).save(file)
        question = InspectPhoto(photo=file, cleaned=tmp_path / "clean.png")
        problem = inspect.run(question, models, lambda step: None, lambda: False).problem
        assert (problem == PhotoProblem.FACE_TOO_SMALL) == refused


def test_a_picture_of_a_style_is_learnt_with_what_is_around_the_face(astronaut: RGB, astronaut_face: Face):
    """A style is more than a head; but no border is ever smeared outwards to make room."""
    picture, transform = whole_photo(astronaut, astronaut_face.mesh, SD15)
    corners = (np.array([[0, 0], [511, 511]]) - transform[:, 2]) / transform[0, 0]
    assert picture.shape == (512, 512, 3)
    assert corners.min() >= -0.01
    assert corners.max() <= 512
    narrow = astronaut[:, 150:350]
    framed, move = whole_photo(narrow, astronaut_face.mesh, SD15)
    assert 511 / move[0, 0] <= 200
    assert framed.std(axis=1).min() > 1


def test_tilt_is_taken_out_by_the_five_landmarks(selfie: tuple[RGB, Sample]):
    """Equation 1, not the line between the eyes."""
    move = head_transform(selfie[1].mesh, 512)
    assert abs(align.rotation(align.moved(selfie[1].mesh.five, move))[1]) < 0.1


def test_a_tiny_base_learns_without_half_of_its_weight_beside_the_head(tmp_path: Path):
    """Through the real dataset: cells beside the head count nothing, those of the head more than one on average."""
    pipeline = tiny.pipeline(tmp_path)
    data = dataset.build(pipeline, samples(2), ["a woman"] * 2, 0)
    assert len(data.latents) == 2 * pipeline.family.face.variants
    assert float(data.weights.mean()) == pytest.approx(1, abs=1e-5)
    assert float((data.weights == 0).float().mean()) > 0.3


def test_a_head_is_looked_for_at_the_size_it_is_learnt_at(faces: Faces, selfie: tuple[RGB, Sample]):
    """Cutting every hair out of a phone's photo took most of the time photos are read in; 128 px are learnt."""
    photo, small = selfie
    seen: list[tuple[int, ...]] = []

    class Looking:
        def __getattr__(self, name: str) -> object:
            return getattr(faces, name)

        def head_mask(self, rgb: RGB, face: Face) -> np.ndarray:
            seen.append((*rgb.shape[:2], round(float(np.ptp(face.mesh.points[:, 0])))))
            return faces.head_mask(rgb, face)

    large = cv2.resize(photo, (2048, 2048), interpolation=cv2.INTER_CUBIC)
    face = faces.largest(large)
    sample = sample_of(Looking(), large, face)
    wide = float(np.ptp(face.mesh.points[:, 0]))
    assert seen == [(1024, 1024, round(wide / 2))], "the face is where it is in the smaller picture"
    assert sample.picture.shape == large.shape
    assert sample.head.shape == large.shape[:2], "what is kept of the photo has its own size"
    mine, other = (prepare(one, POCKET).head > 0.5 for one in (sample, small))
    assert (mine & other).sum() / (mine | other).sum() > 0.95, "it is the same head"
    assert (mine & ~other[:, ::-1]).sum() > (mine & ~other).sum(), "a control: another head is another one"
    sample_of(Looking(), photo, faces.largest(photo))
    assert seen[-1][:2] == (640, 640), "a small photo is seen as it is"
    coarse = sample_of(Looking(), large, face, side=POCKET.side)
    assert seen[-1][:2] == (512, 512), "a base of 128 pixels learns 16 by 16 cells"
    half, whole = (prepare(one, POCKET).weight((16, 16), 0.25) for one in (coarse, sample))
    assert np.abs(half - whole).mean() < 0.01
    assert np.abs(half[:, ::-1] - whole).mean() > 0.02, "a control: the head of somebody else"
    sample_of(Looking(), large, face, side=1024)
    assert seen[-1][:2] == (1024, 1024), "a larger base asks for no more than it did"


def test_somebody_far_away_in_a_large_photo_is_cut_out_of_all_its_pixels(faces: Faces, selfie: tuple[RGB, Sample]):
    """Their face is learnt larger than it is in the photo: half of its pixels would be a coarser head."""
    photo, _ = selfie
    seen: list[tuple[int, ...]] = []

    class Looking:
        def __getattr__(self, name: str) -> object:
            return getattr(faces, name)

        def head_mask(self, rgb: RGB, face: Face) -> np.ndarray:
            seen.append((*rgb.shape[:2], round(face_width(face.mesh.points))))
            return np.ones(rgb.shape[:2], np.float32)

    for side in (400, 1000):
        small = cv2.resize(photo, (side, side), interpolation=cv2.INTER_AREA)
        large = np.full((2048, 1536, 3), 200, np.uint8)
        large[500 : 500 + side, 300 : 300 + side] = small
        face = faces.largest(large)
        wide = face_width(face.mesh.points)
        sample_of(Looking(), large, face)
        assert seen[-1][2] >= min(HEAD_FACE, round(wide)) - 1
    assert seen[0][:2] == (2048, 1536), "a small face keeps every pixel"
    assert seen[1][0] < 2048, "a control: a larger one does not need them"


def test_age_and_face_are_read_from_the_whole_photo(faces: Faces, selfie: tuple[RGB, Sample]):
    """Only the head is looked for in a smaller picture: a child in a large photo must not be judged by fewer pixels."""
    seen: dict[str, tuple[int, ...]] = {}

    class Looking:
        def __getattr__(self, name: str) -> object:
            return getattr(faces, name)

        def head_mask(self, rgb: RGB, face: Face) -> np.ndarray:
            seen["head"] = rgb.shape[:2]
            return np.ones(rgb.shape[:2], np.float32)

        def embed(self, rgb: RGB, face: Face) -> np.ndarray:
            seen["embed"] = rgb.shape[:2]
            return np.ones(128, np.float32)

        def attributes(self, rgb: RGB, face: Face, embedding: np.ndarray) -> str:
            seen["age"] = rgb.shape[:2]
            return "looks"

    large = cv2.resize(selfie[0], (2048, 2048), interpolation=cv2.INTER_CUBIC)
    sample, looks, _ = enrol._read(Looking(), large, POCKET.side)
    assert looks == "looks"
    assert seen == {"head": (512, 512), "embed": (2048, 2048), "age": (2048, 2048)}
    assert sample.picture.shape == large.shape
