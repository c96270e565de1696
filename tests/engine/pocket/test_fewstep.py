"""The arithmetic of the few-step adapter's training, against diffusers' own scheduler."""

from __future__ import annotations

import torch
from diffusers import LCMScheduler

from engine.pocket.base import build_scheduler
from engine.pocket.fewstep import GRID, boundary, ddim_step, grid_times


def _scheduler() -> LCMScheduler:
    return LCMScheduler.from_config(build_scheduler().config)


def test_it_is_trained_at_the_times_it_is_drawn_at():
    """A jump from a time it never saw would be a guess."""
    scheduler = _scheduler()
    for steps in (1, 4, 8):
        scheduler.set_timesteps(steps, original_inference_steps=GRID)
        assert set(scheduler.timesteps.tolist()) <= set(grid_times().tolist())


def test_the_boundary_is_the_one_of_the_scheduler_that_draws():
    """Else the network would learn one parametrisation and be read in another; at time 0 nothing may change."""
    scheduler = _scheduler()
    for time in (0, 19, 499, 999):
        skip, out = boundary(torch.tensor([time]))
        theirs = scheduler.get_scalings_for_boundary_condition_discrete(torch.tensor(time))
        torch.testing.assert_close(skip.flatten()[0], theirs[0].float())
        torch.testing.assert_close(out.flatten()[0], theirs[1].float())
    skip, out = boundary(torch.tensor([0]))
    assert (skip.item(), out.item()) == (1.0, 0.0)


def test_a_step_with_the_true_velocity_stays_on_the_way():
    """From clean + noise at one level to the same clean + noise at the next, also from pure noise."""
    torch.manual_seed(0)
    clean, noise = torch.randn(2, 8, 4, 4), torch.randn(2, 8, 4, 4)
    keep = torch.tensor([0.0, 0.4])[:, None, None, None]
    later = torch.tensor([0.1, 1.0])[:, None, None, None]
    latent = keep.sqrt() * clean + (1 - keep).sqrt() * noise
    velocity = keep.sqrt() * noise - (1 - keep).sqrt() * clean
    wanted = later.sqrt() * clean + (1 - later).sqrt() * noise
    torch.testing.assert_close(ddim_step(latent, velocity, keep, later), wanted)
