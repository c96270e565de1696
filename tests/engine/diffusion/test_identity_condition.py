"""A likeness without a training: the embedding, reference pictures, or an IP-Adapter, behind one interface."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

from engine import bases, weights
from engine.bases import likeness
from engine.bases.memory import MemoryPlan
from engine.diffusion import identity_condition, ip_adapter, portions, refining
from engine.diffusion.acting import FACE
from engine.diffusion.backbone import FlowBackbone
from engine.diffusion.partway import partway
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import DeviceMemoryError, JobCancelledError, WeightMissingError
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.training.people import samples

SHOT = GenerationRequest(prompt="a photo of a woman", seed=7)
SEES, HIDDEN, QUERIES = 32, 64, 4
SIDE = 28  # of what the tiny eyes read


def _adapter(pipeline: PortraitPipeline, folder: Path) -> None:
    """Write a random adapter of the kind "plus", by its published names, and eyes for it."""
    component = pipeline.family.ip_adapter
    random, width = torch.Generator().manual_seed(1), pipeline.pipe.unet.config.cross_attention_dim

    def some(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=random) / shape[-1] ** 0.5

    state = {"latents": some(1, QUERIES, HIDDEN), "proj_in.weight": some(HIDDEN, SEES), "proj_in.bias": some(HIDDEN)}
    state |= {"proj_out.weight": some(width, HIDDEN), "proj_out.bias": some(width)}
    state |= {f"norm_out.{end}": some(width) for end in ("weight", "bias")}
    for layer in range(4):
        attention, forward = f"layers.{layer}.0", f"layers.{layer}.1"
        state |= {f"{attention}.norm{k}.{end}": some(HIDDEN) for k in (1, 2) for end in ("weight", "bias")}
        state |= {f"{attention}.to_q.weight": some(64, HIDDEN), f"{attention}.to_kv.weight": some(128, HIDDEN)}
        state |= {f"{attention}.to_out.weight": some(HIDDEN, 64)}
        state |= {f"{forward}.0.{end}": some(HIDDEN) for end in ("weight", "bias")}
        state |= {f"{forward}.1.weight": some(4 * HIDDEN, HIDDEN), f"{forward}.3.weight": some(HIDDEN, 4 * HIDDEN)}
    tensors = {f"image_proj.{name}": value for name, value in state.items()}
    number = 1
    for name, layer in pipeline.pipe.unet.named_modules():
        if name.endswith("attn2"):
            for end in ("k", "v"):
                tensors[f"ip_adapter.{number}.to_{end}_ip.weight"] = 3 * some(layer.to_k.weight.shape[0], width)
            number += 2
    (folder / component).mkdir()
    (item,) = weights.components()[component].files
    save_file(tensors, folder / component / item.file)
    tiny.record(folder / component)
    torch.manual_seed(2)
    eyes = CLIPVisionConfig(
        hidden_size=SEES, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2, image_size=SIDE,
        patch_size=14, projection_dim=16,
    )  # fmt: skip
    if not (folder / likeness.ENCODER).exists():
        CLIPVisionModelWithProjection(eyes).save_pretrained(folder / likeness.ENCODER)
        tiny.record(folder / likeness.ENCODER)


@pytest.fixture(scope="module", params=["sd15-float32", "sdxl-bfloat16", "flux2-klein-float32", "flux2-klein-bfloat16"])
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each kind that is shown pictures."""
    name, _, kind = request.param.rpartition("-")
    folder, dtype = tmp_path_factory.mktemp("weights"), tiny.TYPES[kind]
    if name in tiny_flow.NAMES:
        return tiny_flow.pipeline(folder, name, dtype)
    made = tiny.pipeline(folder, name, dtype)
    _adapter(made, folder)
    return made


def _condition(pipeline: PortraitPipeline, first: int = 0) -> identity_condition.IdentityCondition:
    seen = samples(4)[first : first + 2]
    photos = [(sample.picture, sample.mesh) for sample in seen]
    told = {"centre": np.zeros(128, np.float32), "geometry": [], "photos": photos}
    made = identity_condition.of(pipeline.family, pipeline.weights_folder, **told)
    assert made is not None
    return made


def _apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other).max())


def test_whose_photos_they_are_decides_the_picture(pipeline: PortraitPipeline):
    """The same words and seed: two people are two pictures, one person is one, in any batch; nobody stays behind."""
    pipeline.use(face=None, style=None)
    nobody = pipeline.draw([SHOT])[0]
    one, other = (_condition(pipeline, first).shown(SHOT, 0) for first in (0, 2))
    mine, theirs, both = pipeline.draw([one])[0], pipeline.draw([other])[0], pipeline.draw([other, one])
    assert not np.array_equal(mine, theirs)
    assert not np.array_equal(mine, nobody)
    assert _apart(both[1], mine) <= tiny.ROUNDING[pipeline.dtype]
    assert np.array_equal(pipeline.draw([SHOT])[0], nobody)


def test_it_acts_beside_a_trained_face_and_leaves_its_slots_alone(pipeline: PortraitPipeline):
    """Both together are an option; diffusers brings a UNet to one type, and the slots must keep theirs and numbers."""
    pipeline.clear_face(3)
    with torch.no_grad():
        for name, value in pipeline.face_parameters().items():
            if "lora_B" in name:
                value.normal_(std=0.3, generator=torch.Generator().manual_seed(len(name)))
    before = {name: value.clone() for name, value in pipeline.face_parameters().items()}
    pipeline.use(face=1.0, style=None)
    shown = _condition(pipeline).shown(SHOT, 0)
    both, learnt = pipeline.draw([shown])[0], pipeline.draw([SHOT])[0]
    pipeline.use(face=None, style=None)
    photos = pipeline.draw([shown])[0]
    pipeline.clear_face()
    assert _apart(both, learnt) > 0
    assert _apart(both, photos) > 0
    assert all(f".{FACE}." in name and value.dtype == torch.float32 for name, value in before.items())


def test_a_picture_is_refined_with_the_photos_in_view(pipeline: PortraitPipeline):
    """An adapter that needs a picture must find one there too, and be gone afterwards."""
    picture = np.random.default_rng(1).integers(0, 255, (tiny.SIDE, tiny.SIDE, 3)).astype(np.uint8)
    shots = [_condition(pipeline).shown(SHOT, 0), _condition(pipeline, 2).shown(SHOT, 0), SHOT]
    mine, theirs, nobodys = (refining.again(pipeline, shot, picture, strength=0.8) for shot in shots)
    assert mine.shape == picture.shape
    assert not np.array_equal(mine, theirs), "whose photos they are counts here too"
    assert not np.array_equal(mine, nobodys)


def test_the_whole_way_with_photos_in_view_is_the_pipelines_own(pipeline: PortraitPipeline):
    """A family that goes its way without a pipeline for pictures is told of the photos as its own pipeline is."""
    if not isinstance(pipeline.backbone, FlowBackbone):
        return
    shown = _condition(pipeline).shown(SHOT, 0)
    clean = pipeline.encode(np.zeros((1, tiny.SIDE, tiny.SIDE, 3), np.uint8))
    made = pipeline.decode(partway(pipeline, shown, clean, strength=1.0, sampler=pipeline.family.sampler))[0]
    assert _apart(made, pipeline.draw([shown])[0]) <= 1 + tiny.ROUNDING[pipeline.dtype]
    other = pipeline.decode(partway(pipeline, SHOT, clean, strength=1.0, sampler=pipeline.family.sampler))[0]
    assert not np.array_equal(made, other), "the control: without them it is another picture"


def test_nothing_is_put_in_where_weights_are_kept_in_8_bits(
    pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch
):
    """Nothing exact stands between them; what is shown without an adapter does not mind."""
    monkeypatch.setattr(pipeline, "memory", MemoryPlan(storage="small"))
    shown = _condition(pipeline).shown(SHOT, 0)
    if pipeline.family.ip_adapter:
        with pytest.raises(DeviceMemoryError):
            pipeline.draw([shown])
    else:
        assert len(pipeline.draw([shown])) == 1


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
def test_layer_by_layer_an_adapter_comes_and_goes_too(name: str, tmp_path: Path):
    """A small card draws the very picture a large one does; before and after it nobody's face is in the base."""
    whole = tiny.pipeline(tmp_path, name, memory=MemoryPlan(draw=1))
    _adapter(whole, tmp_path)
    layered = tiny.pipeline(tmp_path, name, memory=MemoryPlan(storage="group", draw=1))
    nobody = layered.draw([SHOT])[0]
    shots = [_condition(layered, first).shown(SHOT, 0) for first in (0, 2)]
    pictures = [layered.draw([shot])[0] for shot in shots]
    assert all(_apart(made, whole.draw([shot])[0]) <= 1 for made, shot in zip(pictures, shots, strict=True))
    assert not np.array_equal(*pictures)
    assert np.array_equal(layered.draw([SHOT])[0], nobody)
    with ip_adapter.seeing(layered):
        own = [one for one in layered.pipe.unet.attn_processors.values() if isinstance(one, torch.nn.Module)]
        assert own
        assert all(next(portions._groups(one), None) is not None for one in (*own, layered.pipe.image_encoder))


def _faceid(pipeline: PortraitPipeline, folder: Path) -> None:
    """Write a random IP-Adapter FaceID by its published names and shapes, and its attention adapter beside it."""
    component, width = pipeline.family.faceid, pipeline.pipe.unet.config.cross_attention_dim
    random = torch.Generator().manual_seed(3)

    def some(*shape: int) -> torch.Tensor:
        return torch.randn(shape, generator=random) / shape[-1] ** 0.5

    seen = {"proj.0.weight": some(1024, 512), "proj.0.bias": some(1024), "proj.2.weight": some(4 * width, 1024)}
    seen |= {"proj.2.bias": some(4 * width), "norm.weight": torch.ones(width), "norm.bias": torch.zeros(width)}
    told, beside = {}, {}
    number = 0
    for name, layer in pipeline.pipe.unet.named_modules():
        if not name.endswith(("attn1", "attn2")):
            continue
        for part in ("q", "k", "v", "out"):
            linear = layer.to_out[0] if part == "out" else getattr(layer, f"to_{part}")
            outside, inside = linear.weight.shape
            down, up = some(4, inside), some(outside, 4)
            told |= {f"{number}.to_{part}_lora.down.weight": down, f"{number}.to_{part}_lora.up.weight": up}
            key = f"lora_unet_{name}.to_{part}{'.0' if part == 'out' else ''}".replace(".", "_")
            beside |= {f"{key}.lora_down.weight": down, f"{key}.lora_up.weight": up, f"{key}.alpha": torch.tensor(4.0)}
        if name.endswith("attn2"):
            for end in ("k", "v"):
                told[f"{number}.to_{end}_ip.weight"] = 3 * some(layer.to_k.weight.shape[0], width)
        number += 1
    checkpoint, adapter = (item.file for item in weights.components()[component].files)
    (folder / component).mkdir()
    torch.save({"image_proj": seen, "ip_adapter": told}, folder / component / checkpoint)
    save_file(beside, folder / component / adapter)
    tiny.record(folder / component)


@pytest.mark.parametrize(("name", "kind"), [("sd15", "float32"), ("sdxl", "bfloat16"), ("sd15", "group")])
def test_a_faces_numbers_decide_the_picture_where_an_operator_brought_what_reads_them(
    name: str, kind: str, tmp_path: Path
):
    """FaceID by its published names: in any batch, with a trained face, layer by layer; and without a trace after."""
    storage = "group" if kind == "group" else "whole"
    base = {"tmp": tmp_path}
    tiny.write(tmp_path, name)
    dtype = tiny.TYPES.get(kind, torch.float32)
    pipeline = tiny.pipeline(base["tmp"], name, dtype, memory=MemoryPlan(storage=storage))
    _faceid(pipeline, tmp_path)
    nobody = pipeline.draw([SHOT])[0]
    people = np.random.default_rng(5).normal(size=(2, 512)).astype(np.float32)
    one, other = (replace(SHOT, face_ids=(row / np.linalg.norm(row),)) for row in people)
    mine, theirs, both = pipeline.draw([one])[0], pipeline.draw([other])[0], pipeline.draw([other, one])
    assert not np.array_equal(mine, theirs)
    assert not np.array_equal(mine, nobody)
    assert _apart(both[1], mine) <= tiny.ROUNDING[pipeline.dtype]
    unguided = replace(pipeline.family.sampler, guidance=1.0)
    pipeline.family.samplers["fast"] = unguided
    pipeline._schedulers["fast"] = pipeline._schedulers["quality"]
    assert pipeline.draw([one], sampler="fast")[0].shape == mine.shape
    again = refining.again(pipeline, one, mine, strength=0.8)
    assert not np.array_equal(again, refining.again(pipeline, other, mine, strength=0.8))
    assert _apart(pipeline.draw([SHOT])[0], nobody) <= 1, "its own attention adapter is gone too"


@pytest.mark.slow
def test_nothing_of_an_adapter_stays_in_where_a_drawing_and_its_end_both_fail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Memory that ran out in a drawing may run out again at its end; half an adapter would fail every later job."""
    tiny.write(tmp_path, "sd15")
    pipeline = tiny.pipeline(tmp_path, "sd15", torch.float32)
    _faceid(pipeline, tmp_path)
    nobody = pipeline.draw([SHOT])[0]
    person = np.random.default_rng(5).normal(size=512).astype(np.float32)
    lend = pipeline.acting.lend

    def fails_at_the_end(file: Path | None) -> None:
        if file is None:
            raise torch.OutOfMemoryError
        lend(file)

    monkeypatch.setattr(pipeline.acting, "lend", fails_at_the_end)
    with pytest.raises(torch.OutOfMemoryError):
        pipeline.draw([replace(SHOT, face_ids=(person / np.linalg.norm(person),))])
    monkeypatch.undo()
    pipeline.acting.lend(None)
    pipeline.use(face=None, style=None)
    assert _apart(pipeline.draw([SHOT])[0], nobody) <= 1


@pytest.mark.slow
def test_a_job_taken_back_leaves_no_numbers_in_the_base(tmp_path: Path):
    """Whoever is drawn next is drawn as if nobody had been told of."""
    tiny.write(tmp_path, "sd15")
    pipeline = tiny.pipeline(tmp_path, "sd15", torch.float32)
    _faceid(pipeline, tmp_path)
    nobody = pipeline.draw([SHOT])[0]
    person = np.random.default_rng(5).normal(size=512).astype(np.float32)
    with pytest.raises(JobCancelledError):
        pipeline.draw([replace(SHOT, face_ids=(person / np.linalg.norm(person),))], cancelled=lambda: True)
    assert pipeline.acting._files_acting == {}
    assert _apart(pipeline.draw([SHOT])[0], nobody) <= 1


def test_the_numbers_are_off_unless_the_operator_says_research(tmp_path: Path):
    """Though the files are there: they may not be used in commerce."""
    family = bases.families()["sd15"]
    for component in (family.faceid, likeness.EMBEDDER):
        row = weights.components()[component]
        assert row.commercial == "no"
        (tmp_path / component).mkdir()
        for item in row.files:
            (tmp_path / component / item.file).write_bytes(b"brought")
        tiny.record(tmp_path / component)
    assert likeness.here(family, tmp_path) == ""
    assert likeness.here(family, tmp_path, faceid=True) == likeness.FACEID
    assert likeness.here(bases.families()["z-image"], tmp_path, faceid=True) == ""
    seen = samples(2)
    told = {"centre": None, "geometry": [], "photos": [(sample.picture, sample.mesh) for sample in seen]}
    assert identity_condition.of(family, tmp_path, **told) is None
    made = identity_condition.of(family, tmp_path, **told, numbers=lambda rgb, mesh: rgb.reshape(-1)[:512])
    assert isinstance(made, identity_condition.Numbers)
    assert len(made.shown(SHOT, 0).face_ids) == 2


def test_every_family_says_its_way(tmp_path: Path):
    """The embedded base by its tokens, klein by photos, Stable Diffusion where an adapter is; Z-Image not at all."""
    known = bases.families()
    ways = {name: likeness.way(family) for name, family in known.items()}
    assert ways == {
        "pocket": "tokens", "sd15": "ip-adapter", "majicmix": "ip-adapter", "sdxl": "ip-adapter", "z-image-turbo": "",
        "z-image": "", "flux2-klein-4b": "references", "flux2-klein-base-4b": "references",
        "qwen-image-edit": "references",
    }  # fmt: skip
    there = {name for name, family in known.items() if likeness.here(family, tmp_path)}
    assert there == {"pocket", "flux2-klein-4b", "flux2-klein-base-4b", "qwen-image-edit"}
    nothing = {"centre": None, "geometry": [], "photos": []}
    assert identity_condition.of(known["sd15"], tmp_path, **nothing) is None
    assert identity_condition.of(known["flux2-klein-4b"], tmp_path, **nothing) is None


def test_an_adapter_that_is_missing_is_named(tmp_path: Path):
    """Asked of the engine without looking first: no picture of somebody else."""
    pipeline = tiny.pipeline(tmp_path)
    with pytest.raises(WeightMissingError) as caught:
        pipeline.draw([replace(SHOT, references=(np.zeros((16, 16, 3), np.uint8),))])
    assert caught.value.data["component"] == "sd15-ip-adapter"
