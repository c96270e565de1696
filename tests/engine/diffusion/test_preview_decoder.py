"""The small decoder itself: the published shape, used where it was brought, refused where it is another file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save, save_file

from engine import bases, weights
from engine.diffusion import preview_decoder
from engine.errors import WeightCorruptError
from tests.engine.diffusion import tiny


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A random one, as published."""
    torch.manual_seed(4)
    made = tmp_path / "made.safetensors"
    save_file(AutoencoderTiny().state_dict(), made, metadata={"format": "pt"})
    return made


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_the_stated_size_is_that_of_these_networks(name: str):
    """To the byte: what is stated is this encoder and decoder, in float32."""
    component = weights.components()[bases.families()[name].preview_decoder]
    (row,) = component.files
    assert row.bytes == len(save(AutoencoderTiny().state_dict(), metadata={"format": "pt"}))
    assert (component.licence, component.commercial, component.needed) == ("MIT", "yes", False)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@torch.no_grad()
def test_it_decodes_as_its_own_autoencoder_does(file: Path, dtype: torch.dtype):
    """Read without its encoder; latents go in as the denoiser has them."""
    torch.manual_seed(4)
    whole = AutoencoderTiny().to(dtype).eval()
    decoder = preview_decoder.opened(file, dtype)
    latents = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(1)).to(dtype)
    assert torch.equal(decoder(latents), whole.decode(latents).sample)
    assert decoder(latents).shape == (2, 3, 64, 64)


def test_it_is_there_only_where_it_was_brought_and_is_wanted(file: Path, tmp_path: Path):
    """Nothing is fetched for it, and another file under its name is no decoder."""
    family, settings = bases.families()["sd15"], tiny.settings(tmp_path)
    assert preview_decoder.beside(settings, family, torch.float32) is None
    place = tmp_path / family.preview_decoder / preview_decoder.FILE
    place.parent.mkdir()
    place.write_bytes(file.read_bytes())
    assert preview_decoder.beside(replace(settings, preview_decoder=False), family, torch.float32) is None
    assert preview_decoder.beside(settings, bases.families()["pocket"], torch.float32) is None
    with pytest.raises(WeightCorruptError):
        preview_decoder.beside(settings, family, torch.float32)


def test_a_base_opens_with_what_was_brought(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """As `weights fetch --from` leaves it: in the base's type, frozen, and looked through."""
    family = tiny.small("sd15")
    monkeypatch.setattr(preview_decoder.weights, "path", lambda folder, component, name: file)
    monkeypatch.setattr(preview_decoder, "here", lambda folder, asked: bool(asked.preview_decoder))
    made = tiny.pipeline(tmp_path, dtype=torch.bfloat16)
    assert made.preview_decoder is not None
    assert {value.dtype for value in made.preview_decoder.parameters()} == {torch.bfloat16}
    assert not any(value.requires_grad for value in made.preview_decoder.parameters())
    latents = torch.randn(3, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    assert made.look(latents).shape == (3, family.side, family.side, 3)
    assert (made.look(latents) != made.decode(latents)).any()


def test_every_family_of_one_architecture_looks_through_the_same():
    """Latents of one kind; a base of other latents has none, and none is invented for it."""
    by_kind = {}
    for family in bases.families().values():
        by_kind.setdefault(family.architecture, set()).add(family.preview_decoder)
    assert by_kind["sd15"] == {"sd15-preview-decoder"}
    assert by_kind["sdxl"] == {"sdxl-preview-decoder"}
    assert {name for kind, names in by_kind.items() if kind not in ("sd15", "sdxl") for name in names} == {""}
