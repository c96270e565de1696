"""The few-step adapter: the arithmetic of its training, and that the shipped one does what it is shipped for."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from engine import bases
from engine.bases import FAST, QUALITY
from engine.diffusion.painter import Painter, Shot
from engine.models import EngineSettings
from engine.pocket.fewstep import sampler, velocity_between
from engine.pocket.judge import alike


def test_the_base_passes_every_time_the_adapter_starts_from():
    """Else the trajectories had no point to cut there."""
    few, many = (sampler(kind).timesteps.tolist() for kind in (FAST, QUALITY))
    assert len(few) < len(many)
    assert set(few) <= set(many)


def test_the_velocity_leads_in_one_step_of_the_sampler_from_start_to_end():
    """From pure noise, in between, and to the finished picture."""
    torch.manual_seed(0)
    scheduler = sampler(FAST)
    kept = torch.cat([scheduler.alphas_cumprod[scheduler.timesteps].float(), torch.ones(1)])
    for segment, when in enumerate(scheduler.timesteps):
        start, end = torch.randn(2, 3, 8, 4, 4)
        velocity = velocity_between(start, end, kept[segment].expand(3), kept[segment + 1].expand(3))
        torch.testing.assert_close(scheduler.step(velocity, when, start).prev_sample, end, atol=1e-4, rtol=1e-4)


@pytest.mark.slow
def test_four_steps_come_nearer_to_the_picture_of_all_steps_than_without_the_adapter(engine_settings: EngineSettings):
    """The same noise, the same words; the control is the same sampler with nothing learnt."""
    family = bases.families()["pocket"]
    plain = replace(family.samplers[FAST], adapter="")
    painter = Painter(engine_settings, replace(family, samplers=family.samplers | {"plain": plain}))
    shots = [Shot(prompt=f"a portrait photo of a {who}", seed=seed) for who in ("man", "woman") for seed in range(4)]
    whole, fast, bare = (painter.draw(shots, batch=8, sampler=kind) for kind in (QUALITY, FAST, "plain"))
    assert alike(fast, whole) > alike(bare, whole) + 2
