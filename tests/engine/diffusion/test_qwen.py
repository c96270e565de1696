"""Qwen-Image-Edit beyond the contract: the photos it is shown, the folder it is published in, weights in 4 bits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from diffusers import QwenImageEditPlusPipeline
from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as published

from engine import bases
from engine.bases.memory import MemoryPlan, Storage
from engine.diffusion import coarse, finite, loading, portions
from engine.diffusion.backbone.qwen import KEPT
from engine.diffusion.partway import partway
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.diffusion.step_preview import Preview
from engine.errors import BaseTooLargeError, NeedsCudaError, NotANumberError
from engine.settings import EngineSettings
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.diffusion.test_finite import spoilt

NAME = "qwen-image"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights."""
    return tmp_path_factory.mktemp("weights")


@pytest.fixture(scope="module")
def pipeline(folder: Path) -> PortraitPipeline:
    """A tiny base whose words count: those of its random reader are louder."""
    return tiny_flow.pipeline(folder, NAME)


def _shown(*seeds: int, prompt: str = "a woman") -> GenerationRequest:
    shape = (tiny.SIDE, tiny.SIDE, 3)
    pictures = tuple(np.random.default_rng(seed).integers(0, 255, shape).astype(np.uint8) for seed in seeds)
    return GenerationRequest(prompt=prompt, seed=7, references=pictures)


@torch.no_grad()
def test_photos_are_shown_as_its_own_pipeline_shows_them(pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """The published way beside photos, brought to their own size and told the same words, draws the same picture."""
    monkeypatch.setattr(published, "VAE_IMAGE_SIZE", tiny.SIDE**2)
    shot, base, sampler = _shown(1, 2), pipeline.pipe, pipeline.family.sampler
    parts = {name: base.components[name] for name in ("scheduler", "vae", "text_encoder", "tokenizer", "transformer")}
    whole = QwenImageEditPlusPipeline(**parts, processor=None)
    whole.set_progress_bar_config(disable=True)
    from PIL import Image

    told = pipeline.backbone.told(*pipeline.reads([shot]))
    latents = whole(
        image=[Image.fromarray(picture) for picture in shot.references], **told, height=tiny.SIDE, width=tiny.SIDE,
        num_inference_steps=sampler.steps, true_cfg_scale=sampler.guidance, output_type="latent",
        latents=pipeline.backbone.begun(pipeline.noise([shot])),
    ).images  # fmt: skip
    own = partway(
        pipeline, shot, torch.zeros(1, *pipeline.backbone.shape(tiny.SIDE, tiny.SIDE)), strength=1.0, sampler=sampler
    )
    assert torch.allclose(pipeline.backbone.made(latents, tiny.SIDE, tiny.SIDE), own, atol=1e-3)
    other = partway(pipeline, replace(shot, references=shot.references[:1]), own, strength=1.0, sampler=sampler)
    assert not torch.allclose(other, own, atol=1e-3), "the control: fewer photos"


@torch.no_grad()
def test_the_reader_sees_the_photos_in_their_places(pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """Its states depend on what is in a photo; which tokens are a photo's is said, on which their places depend."""
    shots = [_shown(1), _shown(2)]
    one, other = (pipeline.reads([shot])[0] for shot in shots)
    assert one.states.shape == other.states.shape
    assert not torch.allclose(one.states, other.states)
    asked: list[torch.Tensor] = []
    reader = pipeline.pipe.text_encoder
    plain = reader.forward
    monkeypatch.setattr(reader, "forward", lambda **told: asked.append(told["mm_token_type_ids"]) or plain(**told))
    pipeline.reads([shots[0]])
    assert int(asked[0].sum()) == 14**2, "a photo of 384 x 384 pixels, a token for 28 x 28"
    assert bool(one.added[KEPT].all())


def test_what_forms_beside_photos_can_be_looked_at(pipeline: PortraitPipeline, tmp_path: Path):
    """It goes its own way there, which tells what it believes as the sampler of a pipeline does."""
    clock = iter(range(0, 1000, 100))
    looks: list[np.ndarray] = []
    preview = Preview(tmp_path, lambda rgb: bool(looks.append(rgb)) or True, {}, clock=lambda: float(next(clock)))
    heard: list[tuple[int, int]] = []
    pictures = pipeline.draw([_shown(1), _shown(2)], preview=preview, step=lambda *told: heard.append(told))
    assert len(pictures) == 2
    assert heard[-1] == (4, 4)
    assert looks[0].shape == pictures[0].shape
    assert preview.file is not None


def test_the_published_folder_is_opened(folder: Path, pipeline: PortraitPipeline):
    """It names the pipeline for pictures, and a part that needs torchvision; both are passed over."""
    file = pipeline.family.path(folder) / "model_index.json"
    kept = file.read_text()
    index = json.loads(kept) | {
        "_class_name": "QwenImageEditPlusPipeline", "processor": ["transformers", "Qwen2VLProcessor"]
    }  # fmt: skip
    file.write_text(json.dumps(index))
    tiny.record(file.parent)
    try:
        again = tiny_flow.pipeline(folder, NAME)
    finally:
        file.write_text(kept)
        tiny.record(file.parent)
    shot = GenerationRequest(prompt="a woman", seed=3)
    assert np.array_equal(again.draw([shot])[0], pipeline.draw([shot])[0])


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
def test_in_4_bits_it_draws_nearly_the_same_with_a_style_and_a_face(folder: Path, tmp_path: Path, kind: torch.dtype):
    """A quarter of the weights; adapters act beside them, to whose layers a packed weight does not tell its shape."""
    whole = tiny_flow.pipeline(folder, NAME, kind)
    packed = tiny_flow.pipeline(folder, NAME, kind, memory=MemoryPlan(storage="nf4"))
    plain, tight = (
        sum(value.nbytes for name, value in one.backbone.denoiser.named_parameters() if ".lora_" not in name)
        for one in (whole, packed)
    )
    assert tight < 0.9 * plain, "of tiny layers few are long enough to be packed"
    shot = GenerationRequest(prompt="a woman", seed=3)
    bare = packed.draw([shot])[0]
    assert np.abs(bare.astype(int) - whole.draw([shot])[0]).mean() < 8
    layer = "transformer_blocks.0.img_mlp.net.2"
    assert packed.backbone.denoiser.get_submodule(layer).weight.dtype == torch.uint8
    assert coarse.shape_of(packed.backbone.denoiser.get_submodule(layer)) == (32, 128)
    from safetensors.torch import save_file

    file = tmp_path / "style.safetensors"
    random = torch.Generator().manual_seed(1)
    pair = {end: torch.randn(shape, generator=random) for end, shape in {"A": (2, 128), "B": (32, 2)}.items()}
    save_file({f"transformer.{layer}.lora_{end}.weight": value for end, value in pair.items()}, file)
    packed.use(face=None, style=file)
    styled = packed.draw([shot])[0]
    packed.use(face=None, style=None)
    assert not np.array_equal(styled, bare)
    assert np.array_equal(packed.draw([shot])[0], bare)


def test_what_fits_nowhere_is_not_even_read(folder: Path, pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """57 GB read into a machine of 32 would end the worker before it could say why; and what was read is not free."""
    read: list[Path] = []

    def too_large(*_):
        assert not read
        raise BaseTooLargeError(NAME)

    monkeypatch.setattr(loading, "open_pipeline", lambda place, *_: read.append(place))
    monkeypatch.setattr(portions, "plan_for", too_large)
    settings = EngineSettings(weights=folder, base=NAME, device="cpu")
    with pytest.raises(BaseTooLargeError):
        PortraitPipeline(settings, pipeline.family)
    assert read == []


def test_without_cuda_it_is_not_even_read(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Its real record on a processor: the sentence comes before 57 GB are."""
    read: list[Path] = []
    monkeypatch.setattr(loading, "open_pipeline", lambda place, *_: read.append(place))
    settings = EngineSettings(weights=folder, base=NAME, device="cpu")
    marked = replace(tiny_flow.family(NAME), cuda_only=bases.families()["qwen-image-edit"].cuda_only)
    with pytest.raises(NeedsCudaError):
        PortraitPipeline(settings, marked)
    assert read == []


def test_a_base_larger_than_the_machine_is_not_read_either(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Without a card there is no other place for it. A file there says how large it is."""
    tight = SimpleNamespace(total=2**20, available=2**20)
    monkeypatch.setattr(portions.psutil, "virtual_memory", lambda: tight)
    family = tiny_flow.family(NAME)
    told = torch.device("cpu"), torch.float32, family.path(folder)
    with pytest.raises(BaseTooLargeError):
        portions.plan_for(family, *told)
    tight.total = 2**33
    assert portions.plan_for(family, *told).storage == "whole", "the control"


def test_an_intel_card_is_not_taken_for_a_machine_without_one(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """There weights are half as large, and lie on the card."""
    monkeypatch.setattr(portions.psutil, "virtual_memory", lambda: SimpleNamespace(total=2**20, available=2**20))
    family = tiny_flow.family(NAME)
    told = torch.device("xpu"), torch.bfloat16, family.path(folder)
    assert portions.plan_for(family, *told).storage == "whole"


@pytest.mark.parametrize("storage", ["nf4", "small"])
@pytest.mark.parametrize("part", ["denoiser", "decoder"])
def test_stored_in_few_bits_it_is_drawn_in_full_precision_where_half_overflows(
    folder: Path, storage: Storage, part: str
):
    """Cards before bfloat16 compute in float16: what is stored stays to the bit, and computes in float32."""
    packed = tiny_flow.pipeline(folder, NAME, torch.float16, memory=MemoryPlan(storage=storage))
    wide = tiny_flow.pipeline(folder, NAME, memory=MemoryPlan(storage=storage))
    shot = GenerationRequest(prompt="a woman", seed=3)
    usual = packed.draw([shot])[0]
    spoils = {"denoiser": packed.backbone.denoiser.proj_out, "decoder": packed.pipe.vae.decoder.conv_in}[part]
    before = {name: value.clone() for name, value in packed.backbone.denoiser.state_dict().items()}
    with spoilt(spoils):
        made = packed.draw([shot])[0]
    assert np.abs(made.astype(int) - wide.draw([shot])[0]).mean() < 2
    after = packed.backbone.denoiser.state_dict()
    assert {name: value.dtype for name, value in after.items()} == {name: v.dtype for name, v in before.items()}
    assert all(torch.equal(after[name].view(torch.uint8), value.view(torch.uint8)) for name, value in before.items())
    assert np.array_equal(packed.draw([shot])[0], usual), "the next picture is drawn as ever"
    with spoilt(spoils, always=True), pytest.raises(NotANumberError):
        packed.draw([shot])


def test_a_reader_there_is_no_memory_to_widen_stays_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """A machine of 32 GB takes 4 bits because it is small: its reader of 17 GB in float32 would end the worker."""
    packed = tiny_flow.pipeline(folder, NAME, torch.float16, memory=MemoryPlan(storage="nf4"))
    sizes = {name: sum(v.nbytes for v in finite._narrow(getattr(packed.pipe, name))) for name in packed.pipe.components
             if isinstance(getattr(packed.pipe, name), torch.nn.Module)}  # fmt: skip
    seen: list[torch.dtype] = []
    hook = packed.pipe.text_encoder.register_forward_hook(lambda network, *_: seen.append(network.dtype))
    shot, free = GenerationRequest(prompt="a woman", seed=3), sum(sizes.values()) - 1
    monkeypatch.setattr(finite.psutil, "virtual_memory", lambda: SimpleNamespace(available=free))
    try:
        with spoilt(packed.backbone.denoiser.proj_out):
            assert packed.draw([shot])[0].std() > 1
        assert set(seen) == {torch.float16}
        free = 0
        with spoilt(packed.backbone.denoiser.proj_out), pytest.raises(NotANumberError):
            packed.draw([shot])
        free = sum(sizes.values())
        with spoilt(packed.backbone.denoiser.proj_out):
            packed.draw([shot])
        assert torch.float32 in seen, "the control: where there is memory, words are read in full precision, too"
    finally:
        hook.remove()
