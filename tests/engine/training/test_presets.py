"""Recipes and presets of every base: the numbers of practice, and what they cost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import UNet2DConditionModel
from torch.utils.flop_counter import FlopCounterMode

from engine import bases
from engine.bases import BEST, GOOD, QUICK
from engine.training import face_lora, presets
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

FAMILIES = bases.families()
LARGE = [name for name, family in FAMILIES.items() if not family.small_vocabulary]


@pytest.mark.parametrize("name", LARGE)
def test_no_constant_of_the_embedded_base_acts_on_a_published_one(name: str):
    """Steps, batch, rank, mirror images and loss outside the head are those of practice with real weights."""
    family = FAMILIES[name]
    recipe = family.face
    assert (recipe.min_steps, recipe.max_steps) == (1500, 2500)
    assert 1 <= recipe.batch <= 4
    assert 16 <= recipe.rank <= 32
    assert not recipe.flips
    assert recipe.outside == 0
    assert recipe.prior_pictures > 0
    assert recipe.likeness == 0
    assert family.trigger == "ohwx"
    assert family.candidates in (2, 3)


def test_the_embedded_base_keeps_its_recipe():
    """Its learnt faces must not change, whatever preset is asked for."""
    family = FAMILIES["pocket"]
    assert (family.face.rank, family.face.batch, family.face.min_steps, family.face.max_steps) == (16, 4, 128, 192)
    assert (family.face.up_rate, family.face.likeness_rows, presets.steps(family.face, 8)) == (2.0, 0, 128)
    assert family.face.prior_pictures == 0
    assert all(family.recipe(preset) == family.face for preset in (QUICK, GOOD, BEST))


@pytest.mark.parametrize("name", LARGE)
def test_a_better_preset_costs_more_and_keeps_what_a_face_must_fit(name: str):
    """The slots of the warm base have one rank: a preset never changes it."""
    family = FAMILIES[name]
    ways = [family.recipe(preset) for preset in (QUICK, GOOD, BEST)]
    assert ways[1] == family.face
    assert len({(way.rank, way.targets) for way in ways}) == 1
    costs = [presets.tflop(family, way, 8) for way in ways]
    assert costs == sorted(costs)
    assert costs[0] < costs[1] / 2
    assert all(presets.steps(way, 1) < presets.steps(way, 20) for way in ways)


def test_the_work_of_a_step_is_twice_or_thrice_a_pass():
    """Forward and backward; once more forward where activations are computed again."""
    family = FAMILIES["sd15"]
    recipe = family.recipe(QUICK)
    more = presets.tflop(family, recipe, 8, checkpointing=True) - presets.tflop(family, recipe, 8)
    assert more == pytest.approx(640 * family.tflop)
    assert presets.seconds(family, recipe, 8, 100.0, checkpointing=False) == pytest.approx(
        presets.tflop(family, recipe, 8) / 30, rel=1e-6
    )


def test_a_pass_costs_what_the_family_says():
    """Counted on a network without weights of the true shape: the figures in docs/gpu.md rest on this one."""
    with torch.device("meta"), torch.no_grad():
        unet = UNet2DConditionModel(
            sample_size=64, cross_attention_dim=768, attention_head_dim=8, block_out_channels=(320, 640, 1280, 1280)
        )
        with FlopCounterMode(display=False) as counted:
            unet(torch.zeros(1, 4, 64, 64), torch.tensor([1]), torch.zeros(1, 77, 768))
    assert counted.get_total_flops() / 1e12 == pytest.approx(FAMILIES["sd15"].tflop, rel=0.01)


def test_a_preset_reaches_the_training(tmp_path: Path):
    """The steps of `quick` on a base that has it; pictures of anybody only where the preset wants them."""
    pipeline = tiny.pipeline(tmp_path)
    quick = bases.Preset(batch=1, steps_per_photo=1, min_steps=3, max_steps=3, prior_pictures=2)
    pipeline.family = replace(pipeline.family, presets={QUICK: quick})
    told = [
        face_lora.train(
            pipeline,
            samples(2),
            LOOKS,
            seed=1,
            steps=None,
            step=lambda *_: None,
            cancelled=lambda: False,
            preset=preset,
        )[1].steps
        for preset in (QUICK, GOOD)
    ]
    assert told == [3, 4]
