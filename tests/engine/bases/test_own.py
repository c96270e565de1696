"""A base of an operator's own, in six lines beside its files."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import DiffusionPipeline

from engine import bases
from engine.bases import own
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadBaseError, WeightMissingError
from tests.engine.diffusion import tiny, tiny_flow

LINES = """
[dreamy]
like = "sd15"
title = "Dreamy"
file = "dreamy"
licence = "CreativeML OpenRAIL-M"
commercial = false
"""
SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)


def _described(folder: Path, lines: str = LINES) -> Path:
    (folder / own.FILE).write_text(lines)
    return folder


def test_six_lines_make_a_base(tmp_path: Path):
    """Chosen by its name, drawn with like any other; what the lines do not say is as the base it is like."""
    tiny.write(tmp_path, "sd15")
    shutil.move(tmp_path / "base-sd15", tmp_path / "dreamy")
    family = bases.choose("dreamy", _described(tmp_path), accelerator=False)
    assert (family.title, family.side, family.architecture) == ("Dreamy", 512, "sd15")
    small = tiny.shrunk(family)
    pipeline = PortraitPipeline(tiny.settings(tmp_path, "dreamy"), small)
    assert pipeline.draw([SHOT])[0].shape == (tiny.SIDE, tiny.SIDE, 3)
    assert len(pipeline.edition) == 12


@pytest.mark.parametrize(("like", "architecture"), [("z-image-turbo", "z-image"), ("flux2-klein-4b", "flux2-klein")])
def test_six_lines_make_a_base_of_a_flow_family(tmp_path: Path, like: str, architecture: str):
    """An operator's own klein or Z-Image is no other than their Stable Diffusion; a training aid is their choice."""
    tiny_flow.write(tmp_path, architecture, "dreamy")
    family = bases.choose("dreamy", _described(tmp_path, LINES.replace("sd15", like)), accelerator=False)
    assert (family.side, family.architecture) == (1024, architecture)
    pipeline = PortraitPipeline(tiny.settings(tmp_path, "dreamy"), tiny.shrunk(family))
    assert pipeline.draw([SHOT])[0].shape == (tiny.SIDE, tiny.SIDE, 3)
    aid = "taught_with" if family.taught_with else "taught_on"
    free = bases.choose(
        "dreamy", _described(tmp_path, LINES.replace("sd15", like) + f'{aid} = ""\n'), accelerator=False
    )
    assert not free.taught_with
    assert not free.taught_on


def test_the_text_encoder_is_learnt_where_the_record_says_so(tmp_path: Path):
    """Else as the kind has it: not at all."""
    told = bases.choose("dreamy", _described(tmp_path, LINES + "text_rate = 5e-5\n"), accelerator=False)
    assert told.face.text_rate == 5e-5
    assert bases.choose("dreamy", _described(tmp_path), accelerator=False).face.text_rate == 0.0


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_half_precision_files_are_found(tmp_path: Path, name: str):
    """As published: `.fp16.safetensors` and no others. The picture is that of the plain files, but for rounding."""
    plain = tiny.pipeline(tmp_path, name).draw([SHOT])[0]
    made = tmp_path / "dreamy"
    pipe = DiffusionPipeline.from_pretrained(tmp_path / f"base-{name}", dtype=torch.float16, local_files_only=True)
    pipe.save_pretrained(made, variant="fp16")
    assert not list(made.rglob("diffusion_pytorch_model.safetensors"))
    family = bases.choose("dreamy", _described(tmp_path, LINES.replace("sd15", name)), accelerator=False)
    drawn = PortraitPipeline(tiny.settings(tmp_path, "dreamy"), tiny.shrunk(family)).draw([SHOT])[0]
    assert np.abs(drawn.astype(int) - plain).mean() < 8


def test_files_that_are_not_there_are_missing(tmp_path: Path):
    """The sentence names the base and the place."""
    family = bases.choose("dreamy", _described(tmp_path), accelerator=False)
    with pytest.raises(WeightMissingError) as caught:
        PortraitPipeline(tiny.settings(tmp_path, "dreamy"), family)
    assert "dreamy" in caught.value.data["how"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('like = "sd15"', 'like = "sd99"'),
        ('like = "sd15"', 'like = "pocket"'),
        ('file = "dreamy"', 'file = "../dreamy"'),
        ('file = "dreamy"', ""),
        ('file = "dreamy"', 'file = "dreamy.ckpt"'),
        ("commercial = false", 'commercial = "no"'),
        ("commercial = false", "colour = 3"),
        ("commercial = false", "text_rate = 3"),
        ("commercial = false", 'taught_with = "nobody-has-it"'),
        ("[dreamy]", "[sdxl]"),
        ("[dreamy]", "[dreamy"),
    ],
)
def test_a_record_that_cannot_be_meant_is_refused(tmp_path: Path, old: str, new: str):
    """With the name and a reason for whoever wrote it, before any weight is read."""
    with pytest.raises(BadBaseError) as caught:
        bases.choose("auto", _described(tmp_path, LINES.replace(old, new)), accelerator=False)
    assert caught.value.data["reason"]
