"""What acts on the base costs no kernel it need not, and leaves nothing behind: counted, and compared to the bit."""

from __future__ import annotations

import copy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from engine import bases
from engine.diffusion import acting, merging
from engine.diffusion.acting import Acting
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import BadAdapterError
from engine.lab.truesize.count import Cost, cost
from engine.selftest import made
from tests.engine.diffusion import tiny

SHOT = GenerationRequest(prompt="a portrait photo of a man", seed=4)
ATTENTION = ("to_q", "to_k", "to_v", "to_out.0")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny bases of both architectures."""
    place = tmp_path_factory.mktemp("weights")
    for name in ("sd15", "sdxl"):
        tiny.write(place, name)
    return place


@pytest.fixture(scope="module", params=tiny.KINDS, ids="-".join)
def both(request: pytest.FixtureRequest, folder: Path) -> tuple[PortraitPipeline, PortraitPipeline]:
    """The same base twice: adapters merged, and beside."""
    name, dtype = request.param[0], tiny.TYPES[request.param[1]]
    pair = tuple(tiny.pipeline(folder, name, dtype, merge=merge) for merge in (True, False))
    for pipeline in pair:
        _put_somebody(pipeline)
    return pair


def _put_somebody(pipeline: PortraitPipeline) -> None:
    generator = torch.Generator().manual_seed(2)
    for value in pipeline.face_parameters().values():
        value.data = (torch.randn(value.shape, generator=generator) * 0.2).to(value)


def _style(pipeline: PortraitPipeline, file: Path, seed: int = 1, size: float = 0.2) -> Path:
    """Write an adapter of every attention layer of the denoiser."""
    generator, tensors = torch.Generator().manual_seed(seed), {}
    for path, layer in pipeline.pipe.unet.named_modules():
        if path.endswith(ATTENTION) and hasattr(layer, "weight"):
            weight = layer.weight
            down = torch.randn(4, *weight.shape[1:], generator=generator) * size
            up = torch.randn(weight.shape[0], 4, generator=generator) * size
            tensors |= {f"unet.{path}.lora_A.weight": down, f"unet.{path}.lora_B.weight": up}
    save_file(tensors, file)
    return file


def _draw(pipeline: PortraitPipeline, face: float | None, style: Path | None, weight: float = 1.0) -> np.ndarray:
    pipeline.use(face=face, style=style, style_weight=weight)
    return pipeline.draw([SHOT])[0].astype(int)


def test_a_merged_style_draws_the_picture_of_one_beside(
    both: tuple[PortraitPipeline, PortraitPipeline], tmp_path: Path
):
    """Equal up to the rounding of the type; a style half as strong is another picture by far."""
    merged, beside = both
    style = _style(merged, tmp_path / "style.safetensors")
    one, other = (_draw(pipeline, 1.0, style) for pipeline in both)
    weaker = np.abs(one - _draw(beside, 1.0, style, 0.5)).mean()
    if merged.dtype == torch.float32:
        assert np.abs(one - other).max() <= 1
    assert np.abs(one - other).mean() < weaker / 8


def test_what_was_merged_leaves_nothing_behind(both: tuple[PortraitPipeline, PortraitPipeline], tmp_path: Path):
    """A hundred switches later the bare base is the same to the bit; taking an adapter away again would drift."""
    merged, _ = both
    styles = [_style(merged, tmp_path / f"{seed}.safetensors", seed) for seed in range(3)]
    merged.use(face=None, style=None)
    bare = {name: value.clone() for name, value in merged.pipe.unet.state_dict().items()}
    for number in range(100):
        merged.use(face=None, style=styles[number % 3], style_weight=0.1 + number % 7)
    merged.use(face=None, style=None)
    assert all(torch.equal(value, bare[name]) for name, value in merged.pipe.unet.state_dict().items())


def test_the_style_used_before_does_not_change_the_next(
    both: tuple[PortraitPipeline, PortraitPipeline], tmp_path: Path
):
    """Each sum begins at the untouched weights, whatever acted before it."""
    merged, _ = both
    one, other = (_style(merged, tmp_path / f"{seed}.safetensors", seed) for seed in (1, 2))
    first = _draw(merged, 1.0, one)
    _draw(merged, 1.0, other)
    merged.acting.merged._kept.clear()
    assert np.array_equal(_draw(merged, 1.0, one), first)


def test_a_damaged_file_leaves_the_base_bare(both: tuple[PortraitPipeline, PortraitPipeline], tmp_path: Path):
    """Also where another style acted when it was asked for."""
    merged, _ = both
    bare = _draw(merged, None, None)
    merged.use(face=None, style=_style(merged, tmp_path / "good.safetensors"))
    bad = tmp_path / "bad.safetensors"
    save_file({"lora_te3_x.lora_down.weight": torch.zeros(4, 4)}, bad)
    with pytest.raises(BadAdapterError):
        merged.use(face=None, style=bad)
    assert np.array_equal(_draw(merged, None, None), bare)


def test_a_sum_that_was_used_lately_is_copied_not_computed(folder: Path, tmp_path: Path):
    """Portraits alternate between two samplers and a few styles: nothing is read or multiplied for the second time."""
    pipeline = tiny.pipeline(folder, "sd15", merge=True)
    sums = pipeline.acting.merged
    styles = [_style(pipeline, tmp_path / f"{seed}.safetensors", seed) for seed in (1, 2)]
    for style in styles * 3:
        pipeline.use(face=None, style=style)
    assert sums.computed == 2
    sums._room = sums.bytes // 2  # room for one of the two
    pipeline.use(face=None, style=styles[0], style_weight=0.5)
    assert len(sums._kept) == 1
    sums._room = 0
    pipeline.use(face=None, style=styles[1], style_weight=0.5)  # too large to be kept, and acts all the same
    assert len(sums._kept) == 1
    assert sums.acting[0][1] == 0.5


def _pass(pipeline: PortraitPipeline) -> Cost:
    """Count one pass of the denoiser, with what acts now."""
    shots, unet, dtype = [SHOT], pipeline.pipe.unet, pipeline.dtype
    noise, read = pipeline.noise(shots), pipeline.read([SHOT.prompt])
    with torch.no_grad():
        return cost(
            lambda: unet(noise, torch.tensor([500]), read.states.to(dtype), added_cond_kwargs=read.added or None)
        )


def test_a_merged_style_costs_no_kernel(both: tuple[PortraitPipeline, PortraitPipeline], tmp_path: Path):
    """With the face it acts beside in the slots; unmerged, each of the two costs kernels in every layer."""
    merged, _ = both
    style = _style(merged, tmp_path / "style.safetensors")
    kernels = []
    for pipeline in both:
        for used in (None, style):
            pipeline.use(face=1.0, style=used)
            kernels.append(_pass(pipeline).kernels)
    assert kernels[0] == kernels[1] == kernels[2]
    layers = sum(1 for path, _ in merged.pipe.unet.named_modules() if path.endswith(ATTENTION))
    assert kernels[3] >= kernels[2] + 4 * layers


@pytest.mark.parametrize(("name", "bare", "most"), [("sd15", 727, 1239), ("sdxl", 1854, 4094)])
def test_a_face_is_drawn_in_the_type_of_the_base(name: str, bare: int, most: int):
    """Kernels of a pass at true size: float32 slots beside a bfloat16 base cast in every layer, the copy does not."""
    unet = made.unet_of(name, tiny=False).to(torch.bfloat16).eval().requires_grad_(False)
    call = made.call_of(unet, name)
    counted = {"bare": cost(call)}
    with torch.device("meta"):
        pipe, recipe = SimpleNamespace(unet=unet), bases.families()[name].face
        held = Acting(pipe, torch.device("cpu"), torch.bfloat16, recipe, merge=True)
        for kind, training in {"drawn": False, "trained": True}.items():
            held.use(face=1.0, style=None, training=training)
            counted[kind] = cost(call)
    assert (counted["bare"].kernels, counted["drawn"].kernels) == (bare, most)
    assert counted["drawn"].casts == counted["bare"].casts
    assert counted["trained"].kernels >= most + (most - bare) // 2
    assert counted["trained"].casts >= counted["bare"].casts + (most - bare) // 2


def test_the_drawn_face_is_the_trained_one_rounded(folder: Path):
    """What is learnt and kept stays float32; what draws is its copy."""
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16)
    _put_somebody(pipeline)
    pipeline.use(face=1.0, style=None)
    slots = pipeline.acting._slots
    assert {value.dtype for value in slots(acting.FACE)} == {torch.float32}
    pairs = zip(slots(acting.FACE), slots(acting.DRAWN), strict=True)
    assert all(torch.equal(one.to(torch.bfloat16), other) for one, other in pairs)
    assert {value.dtype for value in pipeline.face_tensors().values()} == {torch.float32}
    before = copy.deepcopy(pipeline.face_tensors())
    with pipeline.training_face() as values:
        assert all(any(value is slot for slot in slots(acting.FACE)) for value in values)
        layer = pipeline.pipe.unet.get_submodule(
            next(p for p, _ in pipeline.pipe.unet.named_modules() if p.endswith("to_q"))
        )
        assert layer.active_adapters == [acting.FACE]
    assert all(torch.equal(value, before[name]) for name, value in pipeline.face_tensors().items())


def test_merging_is_for_where_it_pays():
    """A card always, a processor for small bases only; never weights of 8 bits, which are too coarse to add to."""
    card, processor = torch.device("cuda"), torch.device("cpu")
    with torch.device("meta"):
        small, large = torch.nn.Linear(8, 8), torch.nn.Linear(20_000, 20_000)
    assert merging.pays(card, small)
    assert merging.pays(card, large)
    assert merging.pays(processor, small)
    assert not merging.pays(processor, large)
    assert not merging.pays(card, small.to(torch.float8_e4m3fn))


@pytest.mark.parametrize("kind", ["cuda", "xpu", "mps", "cpu"])
def test_every_kind_of_device_has_room_for_sums(kind: str, monkeypatch: pytest.MonkeyPatch):
    """It is asked when a base is loaded: an error here is a card on which nothing can be drawn at all."""
    card = SimpleNamespace(get_device_properties=lambda device: SimpleNamespace(total_memory=8_000_000_000))
    for name in ("cuda", "xpu"):
        monkeypatch.setattr(torch, name, card)
    assert 0 < acting._room(torch.device(kind)) < 8_000_000_000


def test_a_change_of_person_looks_for_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A base has thousands of modules: to go through them for the slots took ten times as long as the copying."""
    pipeline = tiny.pipeline(tmp_path, "sd15", torch.bfloat16)
    tensors = pipeline.face_tensors()
    pipeline.use(face=1.0, style=None)
    looked: list[str] = []
    original = torch.nn.Module.named_modules

    def noted(module: torch.nn.Module, *arguments: object, **named: object) -> object:
        looked.append(type(module).__name__)
        return original(module, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(torch.nn.Module, "named_modules", noted)
        pipeline.load_face_lora(tensors)
        pipeline.use(face=1.0, style=None)
    assert looked == []
    assert not any(value.requires_grad for value in pipeline.backbone.denoiser.parameters())
