"""Families without pipelines for pictures and masks go a part of the way through the seam."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.bases.memory import MemoryPlan
from engine.diffusion import refining
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.partway import partway
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import JobCancelledError
from tests.engine.diffusion import tiny, tiny_flow

SHOT = GenerationRequest(prompt="a photo of a woman", seed=7)


@pytest.fixture(scope="module", params=tiny_flow.NAMES)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each flow architecture."""
    return tiny_flow.pipeline(tmp_path_factory.mktemp("weights"), request.param)


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """Coloured squares."""
    cells = np.random.default_rng(1).integers(0, 256, (8, 8, 3), np.uint8)
    return np.ascontiguousarray(np.kron(cells, np.ones((tiny.SIDE // 8, tiny.SIDE // 8, 1), np.uint8)))


def _inpainter(pipeline: PortraitPipeline) -> Inpainter:
    return Inpainter(pipeline, tiny.settings(pipeline.weights_folder, pipeline.family.name))


def test_the_whole_way_is_the_pipelines_own(pipeline: PortraitPipeline, picture: np.ndarray):
    """At strength 1 nothing of the picture is left: the same seed draws what diffusers' pipeline draws of it."""
    (drawn,) = pipeline.draw([SHOT])
    latents = partway(pipeline, SHOT, pipeline.encode(picture[None]), strength=1.0, sampler=pipeline.family.sampler)
    (seen,) = pipeline.decode(latents)
    assert np.abs(seen.astype(int) - drawn).max() <= 2
    assert np.abs(seen.astype(int) - picture).max() > 40, "the control: it is not the picture"


def test_what_is_outside_the_mask_is_left_alone(
    pipeline: PortraitPipeline, picture: np.ndarray, monkeypatch: pytest.MonkeyPatch
):
    """Whoever is put into a picture changes no one beside them: to the bit before decoding; inside it is drawn anew."""
    inpainter, side, ended = _inpainter(pipeline), tiny.SIDE, []
    plain = pipeline.decode
    monkeypatch.setattr(pipeline, "decode", lambda latents: ended.append(latents) or plain(latents))
    mask = np.zeros((side, side), np.float32)
    mask[: side // 2] = 1
    (made,) = inpainter.redraw([SHOT], picture, mask, [], strength=0.9)
    assert made.shape == picture.shape
    clean, half = pipeline.encode(picture[None]), ended[0].shape[-2] // 2
    assert torch.equal(ended[0][..., half:, :], clean[..., half:, :])
    assert (ended[0] - clean)[..., :half, :].abs().mean() > 0.1


def test_less_strength_leaves_more_of_the_picture(pipeline: PortraitPipeline, picture: np.ndarray):
    """A face that is refined stays what it was; the control is the whole way."""
    clean, sampler = pipeline.encode(picture[None]), pipeline.family.sampler
    ends = [partway(pipeline, SHOT, clean, strength=share, sampler=sampler) for share in (0.05, 0.5, 1.0)]
    apart = [float((end - clean).abs().mean()) for end in ends]
    assert apart == sorted(apart)
    assert apart[0] < apart[2] / 4
    made = refining.again(pipeline, SHOT, picture, strength=0.5)
    assert made.shape == picture.shape
    assert not np.array_equal(made, pipeline.draw([SHOT])[0])


def test_it_is_cancelled_between_two_steps(pipeline: PortraitPipeline, picture: np.ndarray):
    """And the shares it goes begin where the strength says and end in the picture."""
    with pytest.raises(JobCancelledError):
        refining.again(pipeline, SHOT, picture, strength=0.5, cancelled=lambda: True)
    shares = pipeline.backbone.shares(8, tiny.SIDE, tiny.SIDE, 0.35)
    assert float(shares[0]) == pytest.approx(0.52, abs=0.01)
    assert float(shares[-1]) == 0
    assert (shares.diff() < 0).all()
    assert torch.equal(pipeline.backbone.shares(8, 64, 64, 1.0), pipeline.backbone.way(8, 64, 64))


def test_what_would_steer_is_left_out_and_the_base_says_so(pipeline: PortraitPipeline, picture: np.ndarray):
    """Nobody has ControlNets for it: the same picture with and without the bones."""
    inpainter = _inpainter(pipeline)
    assert not inpainter.steers
    mask = np.ones(picture.shape[:2], np.float32)
    plain, steered = (
        inpainter.redraw([SHOT], picture, mask, told, strength=0.6)[0]
        for told in ([], [Control(kind="openpose", picture=picture)])
    )
    assert np.array_equal(plain, steered)
    assert np.array_equal(
        inpainter.draw([SHOT], Control(kind="openpose", picture=picture))[0], pipeline.draw([SHOT])[0]
    )


@pytest.mark.parametrize(("name", "exact"), [("z-image", 1e-6), ("flux2-klein", 0.005)])
def test_the_moments_it_is_told_are_those_of_its_pipeline(tmp_path: Path, picture: np.ndarray, name: str, exact: float):
    """Kept in half precision too: klein's own are rounded there, those of Z-Image are not."""
    pipeline, told = tiny_flow.pipeline(tmp_path, name, torch.bfloat16), []

    def heard(network: object, arguments: tuple, named: dict) -> None:
        told.extend((named["timestep"] if "timestep" in named else arguments[1]).float().tolist())

    hook = pipeline.backbone.denoiser.register_forward_pre_hook(heard, with_kwargs=True)
    pipeline.draw([SHOT])
    own = sorted(told)
    told.clear()
    partway(pipeline, SHOT, pipeline.encode(picture[None]), strength=1.0, sampler=pipeline.family.sampler)
    hook.remove()
    assert sorted(told) == pytest.approx(own, abs=exact)
    assert len(set(own)) > 1


@pytest.mark.parametrize("storage", ["offload", "whole"])
def test_the_denoiser_leaves_after_each_picture_and_where_it_was_cancelled(
    tmp_path: Path, picture: np.ndarray, storage: str, monkeypatch: pytest.MonkeyPatch
):
    """The language model comes next and is as large: beside it there is no room."""
    pipeline = tiny_flow.pipeline(tmp_path, "flux2-klein", memory=MemoryPlan(storage=storage))
    left, leave = [], pipeline.pipe.maybe_free_model_hooks
    monkeypatch.setattr(pipeline.pipe, "maybe_free_model_hooks", lambda: left.append(1) or leave())
    mask = np.ones(picture.shape[:2], np.float32)
    _inpainter(pipeline).redraw([SHOT, replace(SHOT, seed=8)], picture, mask, [], strength=0.5)
    assert len(left) == (2 if storage == "offload" else 0)
    left.clear()
    with pytest.raises(JobCancelledError):
        pipeline.draw([SHOT], cancelled=lambda: True)
    assert len(left) == (1 if storage == "offload" else 0)


@pytest.mark.parametrize("name", tiny_flow.NAMES)
def test_weights_that_wait_elsewhere_draw_the_same(tmp_path: Path, picture: np.ndarray, name: str):
    """One network or layer at a time: the same picture, drawn and redrawn; 8 bits: nearly."""
    whole = tiny_flow.pipeline(tmp_path, name, torch.bfloat16)
    other = whole.draw([replace(SHOT, seed=8)])[0].astype(int)
    drawn = [pipe_draw(whole, picture) for pipe_draw in (_drawn, _again)]
    for storage in ("offload", "group", "small"):
        waiting = tiny_flow.pipeline(tmp_path, name, torch.bfloat16, memory=MemoryPlan(storage=storage))
        for expected, way in zip(drawn, (_drawn, _again), strict=True):
            apart = np.abs(way(waiting, picture) - expected).mean()
            assert apart < 0.5 * np.abs(other - drawn[0]).mean() if storage == "small" else apart == 0, storage


def _drawn(pipeline: PortraitPipeline, picture: np.ndarray) -> np.ndarray:
    return pipeline.draw([SHOT])[0].astype(int)


def _again(pipeline: PortraitPipeline, picture: np.ndarray) -> np.ndarray:
    return refining.again(pipeline, SHOT, picture, strength=0.5).astype(int)
