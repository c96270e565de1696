"""LoRA files of every layout: put in whole, equal to a merge by hand, or refused without a trace."""

from __future__ import annotations

import copy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine.diffusion import acting, adapters, lora_keys
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadAdapterError
from tests.engine.diffusion import tiny

RANK, ALPHA = 4, 2.0
ATTENTION = ("to_q", "to_k", "to_v", "to_out.0", "proj_in")
TEXT = ("q_proj", "v_proj")  # a part that diffusers' own loader stumbles over


@pytest.fixture(scope="module", params=tiny.KINDS, ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture, in each type."""
    return tiny.each(tmp_path_factory.mktemp("weights"), request.param)


def _layers(pipeline: PortraitPipeline) -> dict[str, list[str]]:
    """Return part -> the layers an adapter of these tests touches."""
    wanted = {"unet": ATTENTION, "text_encoder": TEXT, "text_encoder_2": TEXT}
    return {
        part: [
            path
            for path, layer in network.named_modules()
            if path.endswith(wanted[part]) and hasattr(layer, "weight") and ".lora_" not in path
        ]
        for part, network in adapters.networks(pipeline.pipe).items()
    }


def _pairs(pipeline: PortraitPipeline) -> dict[tuple[str, str], tuple[torch.Tensor, torch.Tensor]]:
    generator = torch.Generator().manual_seed(1)
    made = {}
    for part, paths in _layers(pipeline).items():
        for path in paths:
            weight = getattr(pipeline.pipe, part).get_submodule(path).weight
            inside, outside = (RANK, *weight.shape[1:]), (weight.shape[0], RANK, *([1] * (weight.dim() - 2)))
            down, up = (torch.randn(shape, generator=generator) * 0.3 for shape in (inside, outside))
            made[part, path] = (down, up)
    return made


def _kohya(pairs: dict, xl: bool) -> dict[str, torch.Tensor]:
    names = {"unet": "lora_unet", "text_encoder": "lora_te1" if xl else "lora_te", "text_encoder_2": "lora_te2"}
    state = {}
    for (part, path), (down, up) in pairs.items():
        plain = path if part == "unet" else f"text_model.{path.removeprefix('text_model.')}"
        stem = f"{names[part]}_{plain.replace('.', '_')}"
        state |= {f"{stem}.lora_down.weight": down, f"{stem}.lora_up.weight": up, f"{stem}.alpha": torch.tensor(ALPHA)}
    return state


def _diffusers(pairs: dict, xl: bool) -> dict[str, torch.Tensor]:
    state = {}
    for (part, path), (down, up) in pairs.items():
        state |= {f"{part}.{path}.lora_A.weight": down, f"{part}.{path}.lora_B.weight": up}
        state[f"{part}.{path}.alpha"] = torch.tensor(ALPHA)
    return state


def _old_diffusers(pairs: dict, xl: bool) -> dict[str, torch.Tensor]:
    state = {}
    for (part, path), (down, up) in pairs.items():
        if part == "unet" and "attn" in path:
            head, _, tail = path.replace(".to_out.0", ".to_out").rpartition(".")
            path = f"{head}.processor.{tail}_lora"
            state |= {f"{part}.{path}.down.weight": down, f"{part}.{path}.up.weight": up * ALPHA / RANK}
        elif part == "unet":
            state |= {f"{part}.{path}.lora.down.weight": down, f"{part}.{path}.lora.up.weight": up * ALPHA / RANK}
        else:
            stem = f"{part}.text_model.{path.removeprefix('text_model.')}.lora_linear_layer"
            state |= {f"{stem}.down.weight": down, f"{stem}.up.weight": up * ALPHA / RANK}
    return state


LAYOUTS = {"kohya": _kohya, "diffusers": _diffusers, "old diffusers": _old_diffusers}


def _outputs(pipeline: PortraitPipeline) -> list[torch.Tensor]:
    """Return what text encoders and UNet say to one fixed input."""
    with torch.no_grad():
        read = pipeline.read(["a man"])
        latent = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2)).to(pipeline.dtype)
        seen = pipeline.pipe.unet(latent, torch.tensor([7]), read.states, added_cond_kwargs=read.added or None).sample
    return [read.states, *read.added.values(), seen]


def _apart(one: list[torch.Tensor], other: list[torch.Tensor]) -> float:
    return max(float((a - b).abs().max()) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_equals_a_merge_by_hand(pipeline: PortraitPipeline, tmp_path: Path, layout: str):
    """Both halves are applied, in every network, with the alpha the file states; switched off, nothing is left."""
    pairs, bare = _pairs(pipeline), _outputs(pipeline)
    file = tmp_path / "style.safetensors"
    save_file({k: v.contiguous() for k, v in LAYOUTS[layout](pairs, pipeline.family.xl).items()}, file)
    pipeline.use(face=None, style=file, style_weight=0.7)
    loaded = _outputs(pipeline)
    pipeline.use(face=None, style=None)
    by_hand = copy.copy(pipeline)
    by_hand.pipe = copy.deepcopy(pipeline.pipe)
    for part, layers in adapters.read_file(pipeline.pipe, file).items():
        adapters.merged(adapters.networks(by_hand.pipe)[part], layers, 0.7)
    apart, effect = _apart(loaded, _outputs(by_hand)), _apart(loaded, bare)
    # Merged into half precision weights, an adapter is rounded with them: what is left apart is rounding.
    assert apart < (1e-4 if pipeline.dtype == torch.float32 else 0.1 * effect)
    assert effect > 1e-2
    assert _apart(_outputs(pipeline), bare) == 0


def test_the_names_of_the_first_code_find_their_layers(pipeline: PortraitPipeline):
    """Most files for XL in the world are named that way."""
    paths = {"unet": lora_keys._aliases(pipeline.pipe.unet)}
    first = {
        "input_blocks_1_0_in_layers_2": "down_blocks.0.resnets.0.conv1",
        "input_blocks_3_0_op": "down_blocks.0.downsamplers.0.conv",
        "input_blocks_4_0_emb_layers_1": "down_blocks.1.resnets.0.time_emb_proj",
        "middle_block_1_transformer_blocks_0_attn1_to_q": "mid_block.attentions.0.transformer_blocks.0.attn1.to_q",
        "middle_block_2_out_layers_3": "mid_block.resnets.1.conv2",
        "output_blocks_2_2_conv": "up_blocks.0.upsamplers.0.conv",
        "output_blocks_3_0_skip_connection": "up_blocks.1.resnets.0.conv_shortcut",
    }
    level = 1 if pipeline.family.xl else 0
    first[f"input_blocks_{1 + 3 * level}_1_proj_in"] = f"down_blocks.{level}.attentions.0.proj_in"
    for written, path in first.items():
        other = lora_keys._from_first_code(written, pipeline.pipe.unet)
        assert paths["unet"][other] == path, written


def _drop_half(state: dict) -> str:
    del state[next(key for key in state if "lora_up" in key)]
    return "truncated"


def _unknown(state: dict) -> str:
    state["lora_unet_nowhere_at_all.lora_down.weight"] = torch.zeros(4, 4)
    return "unknown-keys"


def _wrong_shape(state: dict) -> str:
    key = [key for key in state if "lora_down" in key][-1]
    state[key] = torch.zeros(RANK, 3)
    return "other-base"


def _text_of_another(state: dict) -> str:
    state["lora_te3_x.lora_down.weight"] = torch.zeros(4, 4)
    return "unknown-keys"


@pytest.mark.parametrize("spoil", [_drop_half, _unknown, _wrong_shape, _text_of_another])
def test_a_bad_file_changes_nothing(pipeline: PortraitPipeline, tmp_path: Path, spoil):
    """Diffusers' own loader leaves the first half of such a file in the base."""
    state, bare = _kohya(_pairs(pipeline), pipeline.family.xl), _outputs(pipeline)
    reason = spoil(state)
    save_file({key: value.contiguous() for key, value in state.items()}, tmp_path / "bad.safetensors")
    with pytest.raises(BadAdapterError) as caught:
        pipeline.use(face=None, style=tmp_path / "bad.safetensors")
    assert caught.value.data["reason"] == reason
    assert _apart(_outputs(pipeline), bare) == 0


def test_a_failure_while_it_is_put_in_is_rolled_back(pipeline: PortraitPipeline, tmp_path: Path):
    """Memory may run out between two networks."""
    file = tmp_path / "x.safetensors"
    save_file({k: v.contiguous() for k, v in _kohya(_pairs(pipeline), pipeline.family.xl).items()}, file)
    bare, before = _outputs(pipeline), sum(1 for _ in pipeline.pipe.unet.parameters())
    broken = copy.copy(pipeline.pipe)
    broken.text_encoder = _Full(pipeline.pipe.text_encoder)
    with pytest.raises(MemoryError):
        adapters.put_in(broken, file, "x")
    assert sum(1 for _ in pipeline.pipe.unet.parameters()) == before
    assert _apart(_outputs(pipeline), bare) == 0


class _Full(torch.nn.Module):
    """A text encoder with no room for an adapter: its layers can be looked at, not changed."""

    def __init__(self, inner: torch.nn.Module) -> None:
        super().__init__()
        object.__setattr__(self, "inner", inner)

    def named_modules(self, *arguments, **named):
        return self.inner.named_modules(*arguments, **named)

    def get_submodule(self, target: str):
        return self.inner.get_submodule(target)

    def modules(self):
        return iter(())

    @property
    def config(self):
        raise MemoryError


def test_a_replaced_file_is_read_again(pipeline: PortraitPipeline, tmp_path: Path):
    """The operator drops a better version under the same name."""
    file, pairs = tmp_path / "x.safetensors", _pairs(pipeline)
    save_file({k: v.contiguous() for k, v in _kohya(pairs, pipeline.family.xl).items()}, file)
    pipeline.use(face=None, style=file)
    first = _outputs(pipeline)
    weaker = {key: (down, up * 0.5) for key, (down, up) in pairs.items()}
    save_file(
        {k: v.contiguous() for k, v in _kohya(weaker, pipeline.family.xl).items()} | {"x.alpha": torch.ones(1)}, file
    )
    with pytest.raises(BadAdapterError):
        pipeline.use(face=None, style=file)
    save_file({k: v.contiguous() for k, v in _diffusers(weaker, pipeline.family.xl).items()}, file)
    pipeline.use(face=None, style=file)
    assert _apart(_outputs(pipeline), first) > 1e-3
    pipeline.use(face=None, style=None)


@pytest.mark.parametrize("merge", [True, False])
def test_only_so_many_bytes_of_styles_stay_in_memory(
    pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, merge: bool
):
    """A worker runs for weeks; the styles used long ago are taken out again, by what they take and not by number."""
    pairs = _kohya(dict(list(_pairs(pipeline).items())[:2]), pipeline.family.xl)
    held = tiny.pipeline(pipeline._weights, pipeline.family.name, pipeline.dtype, merge=merge).acting
    files = [tmp_path / f"{number}.safetensors" for number in range(6)]
    for file in files:
        save_file({key: value.contiguous() for key, value in pairs.items()}, file)
    held.use(face=None, style=files[0])
    ((one, _),) = held._files.values()
    monkeypatch.setattr(acting, "STYLES_BYTES", 3 * one)
    for file in files:
        held.use(face=None, style=file)
    assert [key[0] for key in held._files] == files[-3:]
    names = {name for name in held._pipe.unet.peft_config if name.startswith("style_")}
    assert len(names) == (0 if merge else 3)
    left = {name.rpartition(".")[2] for name, _ in held._pipe.unet.named_modules() if ".style_" in name}
    assert left == names  # nothing of the others is left in any layer
    monkeypatch.setattr(acting, "STYLES_BYTES", 0)
    held.use(face=None, style=files[0])
    assert len(held._files) == acting.ALWAYS_KEPT  # what acts at the same time is kept however large it is


def test_both_samplers_draw_without_leaving_a_trace(pipeline: PortraitPipeline, tmp_path: Path):
    """Quality draws the same before and after a fast draw; the few-step adapter goes in and out."""
    shot = GenerationRequest(prompt="a portrait photo of a man", seed=4)
    before = pipeline.draw([shot])[0]
    component = pipeline.family.samplers["fast"].adapter
    folder = pipeline._weights / component
    folder.mkdir(exist_ok=True)
    pairs = _diffusers(_pairs(pipeline), pipeline.family.xl)
    save_file({key: value.contiguous() for key, value in pairs.items()}, folder / "pytorch_lora_weights.safetensors")
    fast = pipeline.draw([shot], sampler="fast")[0]
    again = pipeline.draw([GenerationRequest(prompt="a portrait photo of a woman", seed=9), shot], sampler="fast")[1]
    assert (
        np.abs(again.astype(int) - fast).max() <= tiny.ROUNDING[pipeline.dtype]
    )  # a seed is a picture, also where the sampler adds noise
    assert fast.shape == before.shape == (tiny.SIDE, tiny.SIDE, 3)
    assert not np.array_equal(fast, before)
    assert np.array_equal(pipeline.draw([shot])[0], before)


def test_a_first_look_never_waits_for_a_fetch(pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """These families' few steps need an adapter of the hub, the embedded base's is shipped; one may need none."""
    assert pipeline.quick == "quality"
    fast = pipeline.family.samplers["fast"]
    for adapter in ("pocket-fewstep", ""):
        samplers = {**pipeline.family.samplers, "fast": replace(fast, adapter=adapter)}
        monkeypatch.setattr(pipeline, "family", replace(pipeline.family, samplers=samplers))
        assert pipeline.quick == "fast"
    monkeypatch.setattr(pipeline, "family", replace(pipeline.family, samplers={"quality": fast}))
    assert pipeline.quick == "quality"


def test_a_learnt_face_stays_what_it_was_while_the_next_is_learnt(pipeline: PortraitPipeline):
    """What is kept of somebody is a copy: the slots go to the next person."""
    pipeline.clear_face(seed=1)
    first = pipeline.face_tensors()
    kept = {name: value.clone() for name, value in first.items()}
    pipeline.clear_face(seed=2)
    assert all(torch.equal(first[name], kept[name]) for name in kept)
    assert any(not torch.equal(value, kept[name]) for name, value in pipeline.face_tensors().items())
