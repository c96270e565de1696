"""A decoder that doubles without enlarging draws the same picture, in both types, with fewer multiplications."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderKL
from diffusers.models.upsampling import Upsample2D
from torch import nn

from engine import bases
from engine.diffusion import doubling
from engine.lab.truesize.count import cost
from engine.lab.truesize.counted import TERA
from engine.selftest import made
from tests.engine.diffusion import tiny

SIZES = ((1, 1), (1, 5), (6, 4), (7, 9))


def _autoencoder() -> AutoencoderKL:
    torch.manual_seed(1)
    kinds = {"down_block_types": ("DownEncoderBlock2D",) * 3, "up_block_types": ("UpDecoderBlock2D",) * 3}
    return AutoencoderKL(block_out_channels=(8, 16, 24), norm_num_groups=4, **kinds).eval().requires_grad_(False)


def _farthest(one: torch.Tensor, other: torch.Tensor) -> float:
    return float((one.double() - other.double()).abs().max())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("bias", [True, False])
def test_every_pixel_is_as_before(size: tuple[int, int], bias: bool):
    """Edges and corners, where zeros are added, above all."""
    torch.manual_seed(2)
    plain = Upsample2D(6, use_conv=True, out_channels=10, bias=bias)
    folded = deepcopy(plain)
    assert doubling.fold(folded) == 1
    small = torch.randn(2, 6, *size)
    assert folded(small).shape == (2, 10, 2 * size[0], 2 * size[1])
    torch.testing.assert_close(folded(small), plain(small), rtol=1e-5, atol=1e-5)


def test_a_decoder_draws_the_same_picture():
    """All its enlargements are folded, and its weights keep their names and values."""
    plain = _autoencoder()
    folded = deepcopy(plain)
    assert doubling.fold(folded) == 2
    before, after = plain.state_dict(), folded.state_dict()
    assert before.keys() == after.keys()
    assert all(torch.equal(before[name], after[name]) for name in before)
    latents = torch.randn(1, 4, 6, 8)
    torch.testing.assert_close(folded.decode(latents).sample, plain.decode(latents).sample, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
def test_half_precision_is_no_rougher(dtype: torch.dtype):
    """Beside the picture in double precision, what is rounded at other places is as near as what was."""
    exact, plain = _autoencoder().double(), _autoencoder().to(dtype)
    folded = deepcopy(plain)
    doubling.fold(folded)
    latents = torch.randn(4, 4, 8, 8)
    wanted = exact.decode(latents.to(dtype).double()).sample
    rough, other = (wanted - one.decode(latents.to(dtype)).sample.double() for one in (plain, folded))
    assert folded.decode(latents.to(dtype)).sample.dtype == dtype
    assert 0 < other.square().mean().sqrt() < 1.2 * rough.square().mean().sqrt()


def test_weights_widened_or_reloaded_afterwards_are_used():
    """Half precision that overflows is drawn once more in float32, and weights may come anew: no sum is kept."""
    folded, other = _autoencoder(), _autoencoder()
    doubling.fold(folded)
    latents = torch.randn(1, 4, 4, 4)
    before = folded.to(torch.bfloat16).decode(latents.bfloat16()).sample
    with torch.no_grad():
        for value in other.parameters():
            value.mul_(0.9)
    folded.to(torch.float32).load_state_dict(other.state_dict())
    assert _farthest(folded.decode(latents).sample, before) > 1e-3
    torch.testing.assert_close(folded.decode(latents).sample, other.decode(latents).sample, rtol=1e-4, atol=1e-5)


def test_gradients_are_the_same():
    """Whoever guides by the decoded picture asks for them."""
    plain = _autoencoder()
    folded = deepcopy(plain)
    doubling.fold(folded)
    found = []
    for network in (plain, folded):
        latents = torch.linspace(-1, 1, 96).reshape(1, 4, 4, 6).requires_grad_(True)
        network.decode(latents).sample.square().sum().backward()
        found.append(latents.grad)
    torch.testing.assert_close(*found, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize(
    "conv",
    [
        nn.Conv2d(6, 6, 1),
        nn.Conv2d(6, 6, 3, padding=1, stride=2),
        nn.Conv2d(6, 6, 3, padding=2, dilation=2),
        nn.Conv2d(6, 6, 3, padding=1, groups=2),
        nn.Conv2d(6, 6, 3, padding=1, padding_mode="reflect"),
    ],
)
def test_other_convolutions_stay(conv: nn.Conv2d):
    """Only what the sums hold for is folded."""
    module = Upsample2D(6, use_conv=True)
    module.conv = conv
    assert doubling.fold(module) == 0
    assert module.conv is conv
    assert module.interpolate


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_the_record_of_a_base_says_what_its_decoder_costs(name: str):
    """Costs and sizing tables are computed from that record; before, a quarter of the decoder more stood there."""
    family, autoencoder = bases.families()[name], made.autoencoder_of(name).eval()
    latents = torch.empty(1, 4, family.side // 8, family.side // 8, device="meta")
    plain = cost(lambda: autoencoder.decode(latents)).flop / TERA
    assert doubling.fold(autoencoder) == 3
    folded = cost(lambda: autoencoder.decode(latents)).flop / TERA
    assert family.decode_tflop == pytest.approx(folded, rel=0.005)
    assert folded < 0.86 * plain


def test_a_pipeline_decodes_so(tmp_path: Path):
    """Every base that is loaded; in two types, as a processor and an accelerator have them."""
    for dtype in (torch.float32, torch.bfloat16):
        pipe = tiny.pipeline(tmp_path / str(dtype), dtype=dtype).pipe
        doubled = [module for module in pipe.vae.modules() if isinstance(module, doubling.DoublingConv2d)]
        assert len(doubled) == len(pipe.vae.config.block_out_channels) - 1
        assert {module.weight.dtype for module in doubled} == {dtype}


def test_it_multiplies_less():
    """Four windows of 2 x 2 are 16 of 36 multiplications."""
    with torch.device("meta"):
        plain, small = Upsample2D(64, use_conv=True), torch.empty(1, 64, 32, 32)
        folded = deepcopy(plain)
        doubling.fold(folded)
        assert cost(lambda: folded(small)).flop == pytest.approx(16 / 36 * cost(lambda: plain(small)).flop)
        assert cost(lambda: folded(small)).peak <= cost(lambda: plain(small)).peak
