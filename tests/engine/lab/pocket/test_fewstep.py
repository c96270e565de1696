"""The few-step adapter: the arithmetic of its training, and that the shipped one does what it is shipped for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from engine import bases
from engine.bases import FAST, QUALITY
from engine.diffusion.pipeline import ADAPTER, GenerationRequest, PortraitPipeline
from engine.lab.pocket import fewstep
from engine.lab.pocket.export import start
from engine.lab.pocket.fewstep import FewStepTrainer, sampler, velocity_between
from engine.lab.pocket.judge import alike
from engine.settings import EngineSettings
from tests.engine.lab.pocket.prepared import prepare


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A work folder with the shipped base, in which a file holds two trajectories."""
    start(tmp_path)
    prepare(tmp_path)
    monkeypatch.setattr(fewstep, "CHUNK", 2)
    monkeypatch.setattr(fewstep.Teacher, "batch", 2)
    return tmp_path


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


def test_a_trajectory_file_is_a_function_of_its_number_and_belongs_to_one_base(work: Path):
    """What was drawn by another base, or for other samplers, is never learnt from."""
    fewstep.draw_trajectories(work / "data", work, 0)
    (file,) = fewstep.place(work).iterdir()
    first = load_file(file)
    assert first["latents"].shape == (2, 5, 8, 16, 16)
    assert abs(first["latents"][:, 0].float().std().item() - 1) < 0.1  # it begins as pure noise
    file.unlink()
    fewstep.draw_trajectories(work / "data", work, 0)
    assert all(torch.equal(value, first[name]) for name, value in load_file(file).items())
    fewstep.draw_trajectories(work / "data", work, 0)
    assert not torch.equal(load_file(file.with_name("0001.safetensors"))["latents"], first["latents"])
    before = fewstep.place(work)
    unet = work / "pipeline" / "unet" / "diffusion_pytorch_model.safetensors"
    save_file({name: value + 1 for name, value in load_file(unet).items()}, unet)
    assert fewstep.place(work) != before


@pytest.mark.slow
def test_only_the_adapter_learns_and_it_learns(work: Path):
    """From files on disk to the file that is shipped; the first trajectories are never learnt from."""
    for _ in range(2):
        fewstep.draw_trajectories(work / "data", work, 0)
    run = FewStepTrainer(work / "data", work)
    run.batch = 8
    unchanged = {name: value.clone() for name, value in run.unet.state_dict().items() if "lora_" not in name}
    rng = np.random.default_rng(0)
    segments = torch.arange(8) % 4
    rows = torch.tensor([2, 3]).repeat_interleave(4)
    before = run.error(rows, segments).item()
    run.optimiser.param_groups[0]["lr"] = 1e-3
    for _ in range(25):
        run.loss(rng).backward()
        run.optimiser.step()
        run.optimiser.zero_grad()
    assert run.error(rows, segments).item() < 0.8 * before
    assert all(
        torch.equal(value, unchanged[name]) for name, value in run.unet.state_dict().items() if name in unchanged
    )
    run.store([])
    written = load_file(work / fewstep.NAME / ADAPTER)
    assert {value.shape[0] for name, value in written.items() if "lora_A" in name} == {fewstep.KEPT_RANK}


@pytest.mark.slow
def test_four_steps_come_nearer_to_the_picture_of_all_steps_than_without_the_adapter(engine_settings: EngineSettings):
    """The same noise, the same words; the control is the same sampler with nothing learnt."""
    family = bases.families()["pocket"]
    plain = replace(family.samplers[FAST], adapter="")
    pipeline = PortraitPipeline(engine_settings, replace(family, samplers=family.samplers | {"plain": plain}))
    shots = [
        GenerationRequest(prompt=f"a portrait photo of a {who}", seed=seed)
        for who in ("man", "woman")
        for seed in range(4)
    ]
    whole, fast, bare = (pipeline.draw(shots, batch=8, sampler=kind) for kind in (QUALITY, FAST, "plain"))
    assert alike(fast, whole) > alike(bare, whole) + 2
