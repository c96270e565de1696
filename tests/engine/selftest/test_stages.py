"""The self-test says ok of what works, and sees what breaks: proved by breaking it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion.inpainter import Inpainter
from engine.diffusion.pipeline import PortraitPipeline
from engine.selftest import facts, made, stages
from engine.selftest.stages import Stage
from engine.settings import EngineSettings
from tests.engine.diffusion import glimpse


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights of a tiny Stable Diffusion 1.5."""
    place = tmp_path_factory.mktemp("weights")
    made.write(place, "sd15", tiny=True)
    return place


def _stages(folder: Path, name: str = "sd15") -> dict[str, Stage]:
    settings = EngineSettings(weights=folder, base=name, device="cpu", offline=True, threads=1)
    return {stage.name: stage for stage in stages.run(settings, made.family(name, tiny=True))}


@pytest.mark.slow
def test_every_stage_of_a_sound_base_is_ok(folder: Path):
    """Drawing, ten steps of learning, inpainting, the same picture again, and the two other number types."""
    found = _stages(folder)
    assert list(found) == ["draw", "train", "inpaint", "again", "draw bfloat16", "draw float16"]
    assert {stage.verdict for stage in found.values()} == {"ok"}, found
    assert all(stage.rate > 0 and stage.peak > 0 for stage in found.values())
    assert [stage.needed for stage in found.values()] == [True] * 4 + [False] * 2


@pytest.mark.slow
def test_an_inpainting_that_changes_the_base_fails_the_next_picture(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The defect the stage ``again`` is for: pipelines that brought the shared network to another type."""
    redraw = Inpainter.redraw

    def spoilt(self: Inpainter, *arguments: object, **named: object) -> list[np.ndarray]:
        pictures = redraw(self, *arguments, **named)
        self.pipeline.pipe.unet.to(torch.bfloat16)
        return pictures

    monkeypatch.setattr(Inpainter, "redraw", spoilt)
    found = _stages(folder)
    assert (found["inpaint"].verdict, found["again"].verdict) == ("ok", "failed")
    assert "dtype" in found["again"].note


@pytest.mark.slow
def test_numbers_that_are_none_fail_the_picture(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A black picture is what a person would have got."""
    monkeypatch.setattr(
        PortraitPipeline,
        "draw",
        lambda self, shots, **_: [np.zeros((64, 64, 3), np.uint8) for _ in shots],
        raising=True,
    )
    found = _stages(folder)
    assert found["draw"].verdict == found["again"].verdict == "failed"
    assert found["train"].verdict == "ok"  # the others are tried all the same


def test_a_missing_controlnet_is_absent_and_says_how_to_get_it(tmp_path: Path, folder: Path):
    """Nothing is broken: it has not been fetched."""
    (tmp_path / "base-sd15").symlink_to(folder / "base-sd15")
    settings = EngineSettings(weights=tmp_path, base="sd15", device="cpu", offline=True, threads=1)
    test = stages._Test(settings, made.family("sd15", tiny=True))
    found = test.judged("inpaint", test.inpaint)
    assert found.verdict == "absent"
    assert "python -m bot weights fetch sd15-control-openpose" in found.note


def test_the_facts_name_the_machine_and_nobody(folder: Path):
    """The line is pasted in public: device, memory and versions, no path and no name of a host."""
    found = facts.of(torch.device("cpu"))
    assert (found["device"], found["driver"]) == ("cpu", "CPU")
    assert found["bytes"] > 0
    assert set(found) == {"device", "title", "bytes", "driver", "torch", "diffusers", "system"}


def test_random_networks_of_true_shape_have_the_published_sizes():
    """859.5 million values in the denoiser of Stable Diffusion 1.5, 2,567 million in that of XL."""
    sizes = {name: sum(value.numel() for value in made.unet_of(name, tiny=False).parameters()) for name in made.TRUE}
    assert sizes == {"sd15": 859_520_964, "sdxl": 2_567_463_684}


def test_a_small_decoder_is_looked_through_too(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Its numbers are as much a card's as the base's; one that shows one colour fails the picture."""
    settings = EngineSettings(weights=folder, base="sd15", device="cpu", offline=True, threads=1)
    test = stages._Test(settings, made.family("sd15", tiny=True), torch.bfloat16)
    with glimpse.beside(test.pipeline):
        stage = test.judged("draw", test.draw)
    assert (stage.verdict, stage.note) == ("ok", "candidates are seen through sd15-preview-decoder")
    with glimpse.beside(test.pipeline, change=torch.ones_like):
        assert test.judged("draw", test.draw).verdict == "failed"
    assert test.judged("draw", test.draw).note == ""
