"""Whose face goes into which picture: no filtered photo on a base that draws styles itself, none into a drawing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.diffusion.pipeline import PortraitPipeline
from engine.styles import StyleBook
from tests.engine.diffusion import tiny
from tests.engine.tasks.portrait import drawing
from tests.engine.training.people import samples


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


def test_a_photo_goes_unfiltered_into_a_photo(pipeline: PortraitPipeline, tmp_path: Path):
    """The filter of the embedded base made the face green, on a base that has drawn the neon light itself."""
    _, faces = drawing.drawn(pipeline, tmp_path, "cyberpunk")
    ((selfie,),) = faces.shown
    assert np.array_equal(selfie, samples(1)[0].picture)
    assert faces.fused[0]["keep_style"] == 0


def test_the_embedded_base_keeps_its_filters(
    pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Its adapters were trained on pictures that went through them. The control of the test above."""
    monkeypatch.setattr(pipeline, "family", replace(pipeline.family, small_vocabulary=True, name="pocket"))
    monkeypatch.setattr("engine.tasks.portrait.run.style_adapter", lambda *_: None)
    _, faces = drawing.drawn(pipeline, tmp_path, "cyberpunk")
    ((selfie,),) = faces.shown
    assert not np.array_equal(selfie, samples(1)[0].picture)


@pytest.mark.parametrize(("style", "kept"), [("oil", 1.0), ("renaissance", 1.0), ("natural", 0.0), ("sepia", 0.0)])
def test_a_painting_keeps_its_colours_and_flatness(pipeline: PortraitPipeline, tmp_path: Path, style: str, kept: float):
    """Paper 2.4 after a painted style: the person's features, the painter's colours."""
    _, faces = drawing.drawn(pipeline, tmp_path, style)
    assert faces.fused[0]["keep_style"] == kept


@pytest.mark.parametrize("style", ["pencil", "comic", "pixel-art", "stained-glass", "ink-hanfu"])
def test_no_photo_is_pasted_into_a_drawing(pipeline: PortraitPipeline, tmp_path: Path, style: str):
    """A photo's face in a mosaic is no likeness but a hole in the picture; the answer says why nothing was fused."""
    answer, faces = drawing.drawn(pipeline, tmp_path, style)
    assert faces.fused == []
    assert answer.pictures[0].fusion_note == "drawn"


def test_whether_it_came_nearer_is_judged_by_the_person(pipeline: PortraitPipeline, tmp_path: Path):
    """The mean of photos behind a filter is nobody: the guard once let a stranger pass for it."""
    _, faces = drawing.drawn(pipeline, tmp_path, "natural")
    assert np.allclose(faces.fused[0]["person"], samples(1)[0].embedding)


def test_every_style_that_is_no_photo_says_so():
    """What is drawn or painted is told from its words; a photograph in a family of art is the exception, by name."""
    words = ("painting", "drawing on", "comic book", "woodblock", "mosaic", "pixel art", "oil portrait", "sketch")
    for style in StyleBook().all().values():
        if any(word in style.prompt for word in words):
            assert style.is_in != "photo", style.name
    assert StyleBook().get("double-exposure").is_in == "photo"
    assert StyleBook().get("natural").is_in == "photo"
