"""Size, shape and refinement of portraits: the base's own pixels, exact shapes, and detail where it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.diffusion import refining, sizes
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.fuse import Selfie
from engine.faces.types import RGB, Mesh
from engine.tasks.portrait import refine
from engine.tasks.portrait.request import Shape
from tests.engine.diffusion import tiny
from tests.engine.tasks.portrait import drawing
from tests.engine.training.people import samples

FAMILIES = bases.families()


@pytest.fixture(scope="module", params=["sd15", "sdxl"])
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture, twice as large as usual so that shapes differ."""
    made = tiny.pipeline(tmp_path_factory.mktemp("weights"), request.param)
    made.family = replace(made.family, side=256)
    return made


@pytest.mark.parametrize(
    ("name", "shape", "wanted"),
    [
        ("sd15", Shape.SQUARE, (512, 512)),
        ("sd15", Shape.UPRIGHT, (448, 576)),
        ("sd15", Shape.STORY, (384, 704)),
        ("sdxl", Shape.SQUARE, (1024, 1024)),
        ("sdxl", Shape.UPRIGHT, (896, 1152)),
        ("sdxl", Shape.STORY, (768, 1344)),
        ("pocket", Shape.STORY, (128, 128)),
    ],
)
def test_a_shape_is_drawn_with_the_bases_own_number_of_pixels(name: str, shape: Shape, wanted: tuple[int, int]):
    """Those of SDXL are buckets it was trained in; the embedded base knows only its square."""
    assert sizes.size(FAMILIES[name], shape) == wanted


@pytest.mark.parametrize("shape", list(Shape))
def test_a_finished_picture_has_exactly_the_shape_asked_for(pipeline: PortraitPipeline, tmp_path: Path, shape: Shape):
    """Drawn in sides of 64 pixels and cut to size; never squeezed, and told in the answer."""
    answer, _ = drawing.drawn(pipeline, tmp_path, "natural", shape=shape, side=None)
    width, height = Image.open(answer.pictures[0].file).size
    assert width / height == pytest.approx(sizes.ratio(shape), abs=0.01)
    assert max(width, height) >= 500
    assert answer.backends["shape"] == shape.value


def test_the_bases_own_size_is_delivered(pipeline: PortraitPipeline, tmp_path: Path):
    """SDXL drew 1024 pixels and delivered 512."""
    large = replace(pipeline.family, side=640)
    pipeline.family, own = large, pipeline.family
    try:
        answer, _ = drawing.drawn(pipeline, tmp_path, "natural", side=None)
    finally:
        pipeline.family = own
    assert Image.open(answer.pictures[0].file).size == (640, 640)


class Seeing(drawing.Listening):
    """Finds a face of a fifth of the picture in its middle."""

    def selfies(self, who: object, read: Callable[[], list[Selfie]]) -> list[Selfie]:
        """Read anew each time."""
        return read()

    def mesh(self, rgb: RGB) -> Mesh:
        """Return a mesh that fills the middle fifth."""
        mesh = samples(1)[0].mesh
        points = mesh.points / np.ptp(mesh.points, axis=0).max() * 0.2 * len(rgb)
        points += np.array([*rgb.shape[1::-1], 0]) / 2 - points.mean(0)
        return replace(mesh, points=points.astype(np.float32))


def test_a_face_is_drawn_again_at_full_size_and_only_there(pipeline: PortraitPipeline):
    """What is far from the face stays as it was, to the byte; there is no edge where the square ends."""
    pipeline.use(face=None, style=None)
    picture = pipeline.draw([GenerationRequest(prompt="a woman", seed=3)])[0]
    large = np.asarray(Image.fromarray(picture).resize((512, 512)))
    shot = GenerationRequest(prompt="a woman", seed=3)
    made = refine.refined(pipeline, Seeing(), shot, large, "face", sampler="quality", cancelled=lambda: False)
    changed = np.abs(made.astype(int) - large).max(2)
    assert changed[236:276, 236:276].max() > 2
    assert changed[:140].max() == changed[:, :140].max() == 0
    assert made.shape == large.shape
    again = refine.refined(pipeline, Seeing(), shot, large, "face", sampler="quality", cancelled=lambda: False)
    assert np.array_equal(made, again), "one seed, one picture"


def test_a_face_with_the_bases_pixels_already_is_left_alone(pipeline: PortraitPipeline):
    """Nothing is to be gained, and a second drawing would only move it away."""
    picture = np.full((1536, 1536, 3), 90, np.uint8)
    made = refine.refined(
        pipeline,
        Seeing(),
        GenerationRequest(prompt="a", seed=1),
        picture,
        "face",
        sampler="quality",
        cancelled=lambda: False,
    )
    assert made is picture


def test_a_picture_is_drawn_larger_by_half(pipeline: PortraitPipeline, tmp_path: Path):
    """As a wish of a person: through the portrait task, larger, and another picture than an enlarged one."""
    plain, _ = drawing.drawn(pipeline, tmp_path / "a", "natural", side=384)
    better, _ = drawing.drawn(pipeline, tmp_path / "b", "natural", side=384, refine="hires")
    one, other = (np.asarray(Image.open(answer.pictures[0].file)).astype(int) for answer in (plain, better))
    assert one.shape == other.shape == (384, 384, 3)
    assert np.abs(one - other).mean() > 0.5
    assert better.backends["refine"] == "hires"


def test_what_may_not_be_shown_is_not_refined(pipeline: PortraitPipeline):
    """The picture was looked at before; the one drawn from it is looked at too."""
    faces = Seeing()
    faces.nude = lambda rgb: 1.0
    picture = np.full((256, 256, 3), 90, np.uint8)
    made = refine.refined(
        pipeline,
        faces,
        GenerationRequest(prompt="a", seed=1),
        picture,
        "hires",
        sampler="quality",
        cancelled=lambda: False,
    )
    assert made is picture


def test_sides_can_be_drawn():
    """Latents are an eighth of a side."""
    assert [refining.multiple(side, 8) for side in (3, 100, 384)] == [8, 96, 384]
