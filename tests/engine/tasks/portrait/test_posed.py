"""Portraits in a pose, through the product's own request on tiny bases with their ControlNet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.diffusion.inpainter import Inpainter
from engine.diffusion.pipeline import GenerationRequest
from engine.errors import WeightMissingError
from engine.faces.registry import Faces
from engine.faces.templates import Spot
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.prompts import prompt
from engine.settings import EngineSettings
from engine.tasks.enrol.request import EnrolInstant
from engine.tasks.enrol.run import run as enrol
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait import posed, refine
from engine.tasks.portrait.request import NoPoseError, Portrait, PoseNotHereError, Shape
from engine.tasks.portrait.run import run
from engine.tasks.template.request import UnfitFaceError
from tests.engine.diffusion import tiny
from tests.engine.garments.figures import figure

_SHOT = GenerationRequest(prompt="", seed=0)
BASES = [("sd15", "openpose", "float32"), ("sdxl", "union", "bfloat16")]


def _silent(_step) -> None:
    """Hear nothing."""


@pytest.fixture(scope="module", params=BASES, ids=lambda one: one[0])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, faces: Faces,
    engine_settings: EngineSettings, astronaut: RGB,
) -> tuple[Models, Path]:  # fmt: skip
    """A worker with a tiny base and its ControlNet, and somebody known at once."""
    name, control, kind = request.param
    folder = Path(tmp_path_factory.mktemp("posed"))
    weights = folder / "weights"
    weights.mkdir()
    for component in engine_settings.weights.iterdir():
        (weights / component.name).symlink_to(component.resolve())
    pipeline = tiny.pipeline(weights, name, tiny.TYPES[kind])
    pipeline.family = replace(pipeline.family, candidates=1)
    tiny.write_control(weights, name, control)
    models = Models(replace(engine_settings, weights=weights, base=name))
    models.family, models.pipeline, models.faces = pipeline.family, pipeline, faces
    Image.fromarray(astronaut).save(folder / "photo.png")
    enrol(EnrolInstant(photos=(folder / "photo.png",), identity=folder / "who"), models, _silent, lambda: False)
    return models, folder


def _ask(folder: Path, **wish) -> Portrait:
    return Portrait(
        identity=folder / "who", style="natural", out=folder / "out", count=1, side=128, fuse_face=False, **wish
    )


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch):
    """Nothing is enlarged by a network, which takes longer than all else here."""
    monkeypatch.setattr(Faces, "upscale", lambda self, rgb, side: cv2.resize(rgb, (side, side)))


@pytest.mark.slow
def test_a_pose_steers_what_is_drawn(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """Another pose, another picture of the same seed; the answer says which, and steering off is the control."""
    models, folder = told
    asked: list[str] = []

    def refined(pipeline, faces, shot, picture, how, **_):
        asked.append(how)
        return picture

    monkeypatch.setattr(refine, "refined", refined)
    raw = {}
    for pose in ("standing", "couple"):
        made = run(_ask(folder, pose=pose), models, _silent, lambda: False)
        assert made.backends["pose"] == pose
        raw[pose] = np.asarray(Image.open(made.pictures[0].raw))
    assert not np.array_equal(raw["standing"], raw["couple"])
    assert set(asked) == {"faces"}, "faces of whole bodies are drawn again"
    monkeypatch.setattr(models.inpainter, "steer", 0.0)
    monkeypatch.setattr(posed.Posed, "said", lambda self, text: text)
    off = [np.asarray(Image.open(run(_ask(folder, pose=pose), models, _silent, lambda: False).pictures[0].raw))
           for pose in ("standing", "couple")]  # fmt: skip
    assert np.array_equal(*off)


@pytest.mark.slow
def test_the_pose_of_people_in_a_photo(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """Two figures side by side give two skeletons, of the shape that is drawn; a photo of nobody has a sentence."""
    models, folder = told
    both = np.hstack([figure()[0], figure(seed=1)[0]])
    Image.fromarray(both).save(folder / "two.png")
    seen = posed.posed(_ask(folder, pose_picture=folder / "two.png"), models, (96, 64))
    assert seen is not None
    assert seen.picture.shape == (64, 96, 3)
    assert seen.people == len(models.wardrobe.bodies.several(both))
    assert seen.people >= 1
    Image.fromarray(np.full((300, 300, 3), 200, np.uint8)).save(folder / "wall.png")
    with pytest.raises(NoPoseError):
        posed.posed(_ask(folder, pose_picture=folder / "wall.png"), models, (64, 64))
    with pytest.raises(NoPoseError):
        posed.posed(_ask(folder, pose="flying"), models, (64, 64))


@pytest.mark.slow
def test_no_body_is_taken_from_who_looks_under_age(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """A child's bones would give whoever is drawn a child's body."""
    models, folder = told
    Image.fromarray(figure()[0]).save(folder / "young.png")
    spot = Spot(number=1, face=Face(box=np.zeros(4, np.float32), score=1.0), problem="child")
    monkeypatch.setattr(posed.templates, "spots", lambda *_: [spot])
    with pytest.raises(UnfitFaceError):
        posed.posed(_ask(folder, pose_picture=folder / "young.png"), models, (64, 64))


@pytest.mark.slow
def test_shapes_other_than_a_square_are_drawn_under_a_pose(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """Whole bodies want a tall picture."""
    models, folder = told
    sizes, draw = [], Inpainter.draw
    monkeypatch.setattr(models.pipeline, "family", replace(models.pipeline.family, side=128))

    def noted(self, shots, control, **options):
        sizes.append((shots[0].size, control.picture.shape))
        return draw(self, shots, control, **options)

    monkeypatch.setattr(Inpainter, "draw", noted)
    monkeypatch.setattr(refine, "refined", lambda pipeline, faces, shot, picture, how, **_: picture)
    run(_ask(folder, pose="standing", shape=Shape.STORY), models, _silent, lambda: False)
    (((width, height), shape),) = sizes
    assert height > width
    assert shape == (height, width, 3)


@pytest.mark.slow
def test_every_small_face_is_drawn_again(told: tuple[Models, Path], astronaut: RGB, monkeypatch: pytest.MonkeyPatch):
    """Two people in one picture: both squares change, what is between them does not."""
    models, _ = told
    small = cv2.resize(astronaut, (256, 256), interpolation=cv2.INTER_AREA)
    both = np.hstack([small, small[:, ::-1]])
    monkeypatch.setattr(models.pipeline, "family", replace(models.pipeline.family, side=256))
    shots = []

    def again(pipeline, shot, square, **_):
        shots.append(shot)
        return 255 - square

    monkeypatch.setattr(refine.refining, "again", again)
    shot = replace(_SHOT, size=(512, 256))
    options = {"sampler": "quality", "cancelled": lambda: False}
    made = refine.refined(models.pipeline, models.faces, shot, both, "faces", **options)
    changed = (made != both).any(-1)
    assert len(shots) == 2
    assert changed[:, :256].any()
    assert changed[:, 256:].any()
    assert not changed[:, 250:262].any()
    assert all(each.size is None for each in shots)


def test_a_base_that_nothing_steers_says_so(tmp_path: Path, engine_settings: EngineSettings):
    """The embedded one draws heads, flow families have no ControlNet; and a missing file is named before the wait."""
    models = Models(replace(engine_settings, weights=tmp_path))
    for name in ("pocket", "z-image-turbo", "flux2-klein-4b"):
        with pytest.raises(PoseNotHereError) as caught:
            posed.require(_ask(tmp_path, pose="standing"), models, bases.families()[name])
        assert caught.value.data == {"base": name}
    with pytest.raises(WeightMissingError):
        posed.require(_ask(tmp_path, pose="standing"), models, bases.families()["sd15"])
    posed.require(_ask(tmp_path), models, bases.families()["pocket"])


def test_the_words_say_what_the_pose_shows():
    """Upper body and solo are a portrait's; two people are said to be two."""
    looks = Looks(gender="woman", age_band="adult", age=30.0)
    text = prompt(bases.families()["sd15"], looks, "in a bar")
    couple = posed.Posed(picture=np.zeros((8, 8, 3), np.uint8), people=2).said(text)
    assert "upper body" in text
    assert not {"upper body", "solo", "medium shot"} & set(couple.split(", "))
    assert "two people" in couple
    assert "in a bar" in couple
