"""The memory plan at work: a device that refuses above its size, and weights that wait elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.bases import memory
from engine.bases.memory import GIB, MemoryPlan
from engine.diffusion import adapters, portions, refining
from engine.diffusion import inpainter as inpainting
from engine.diffusion.acting import DRAWN, FACE
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.merging import size_of
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import DeviceMemoryError
from tests.engine.diffusion import tiny

SHOTS = [GenerationRequest(prompt="a portrait photo of a woman", seed=seed) for seed in range(5)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny bases lie."""
    return tmp_path_factory.mktemp("weights")


class Card:
    """A device of ``size`` bytes, as large for the tiny base as a real one is for the true one.

    Each pass asks for what the true base would take: weights as the pipeline's plan keeps them, and activations by row.
    """

    def __init__(self, pipeline: PortraitPipeline, size: float) -> None:
        self._pipeline, self._size = pipeline, size
        self._needs = memory.known()[pipeline.family.architecture]
        self.rows: dict[str, list[int]] = {"draw": [], "decode": [], "encode": []}

    def take(self, step: str, count: int) -> None:
        """Note a pass over ``count`` pictures, or refuse it."""
        taken = memory.resident(self._needs, self._pipeline.memory.storage, step) + count * getattr(self._needs, step)
        if taken > self._size:
            raise torch.OutOfMemoryError(f"{taken} of {self._size}")
        self.rows[step].append(count)


@contextmanager
def on(card: Card, pipeline: PortraitPipeline, monkeypatch: pytest.MonkeyPatch) -> Iterator[Card]:
    """Let the base's networks run on the card; guided pictures go through the denoiser as two rows each."""
    vae, unet = pipeline.pipe.vae, pipeline.pipe.unet
    encode, decode = vae.encode, vae.decode
    with monkeypatch.context() as patch:
        hook = unet.register_forward_pre_hook(lambda net, inputs: card.take("draw", (len(inputs[0]) + 1) // 2))
        patch.setattr(vae, "encode", lambda value, *a, **k: card.take("encode", len(value)) or encode(value, *a, **k))
        patch.setattr(vae, "decode", lambda value, *a, **k: card.take("decode", len(value)) or decode(value, *a, **k))
        try:
            yield card
        finally:
            hook.remove()


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
@pytest.mark.parametrize("size", [8, 12, 24])
def test_a_plan_is_never_refused_by_the_card_it_was_made_for(
    folder: Path, name: str, size: int, monkeypatch: pytest.MonkeyPatch
):
    """Five pictures are drawn and encoded, and nothing is tried twice."""
    plan = memory.choose(memory.known()[name], size * GIB)
    pipeline = tiny.pipeline(folder, name, torch.bfloat16, memory=plan)
    with on(Card(pipeline, size * GIB), pipeline, monkeypatch) as card:
        pictures = pipeline.draw(SHOTS)
        pipeline.encode(np.stack(pictures))
    assert pipeline.memory == plan
    assert max(card.rows["draw"]) == plan.draw
    assert max(card.rows["decode"]) == max(card.rows["encode"]) == 2


def test_what_is_too_much_is_halved_and_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Somebody else took the memory: the pictures are the same, and the next job begins with the smaller plan."""
    pipeline = tiny.pipeline(folder, "sd15", memory=MemoryPlan(draw=4, decode=4, encode=16))
    expected = pipeline.draw(SHOTS)
    needs = memory.known()["sd15"]
    size = memory.resident(needs, "whole", "draw") + 1.5 * needs.decode  # room to decode one, to draw four
    told: list[tuple[int, int]] = []
    with on(Card(pipeline, size), pipeline, monkeypatch) as card:
        pictures = pipeline.draw(SHOTS, step=lambda done, total: told.append((done, total)))
        latents = pipeline.encode(np.stack(pictures))
        assert (pipeline.memory.draw, pipeline.memory.decode, pipeline.memory.encode) == (4, 1, 1)
        before = {step: len(rows) for step, rows in card.rows.items()}
        pipeline.draw(SHOTS[:2])
        assert len(card.rows["decode"]) == before["decode"] + 2
    assert all(np.abs(a.astype(int) - b).max() <= 1 for a, b in zip(pictures, expected, strict=True))
    assert latents.shape[0] == 5
    assert told[-1][0] == told[-1][1]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_a_device_too_small_for_one_picture_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """The person hears that memory is short."""
    pipeline = tiny.pipeline(folder, "sd15")
    with on(Card(pipeline, 1000), pipeline, monkeypatch), pytest.raises(DeviceMemoryError):
        pipeline.draw(SHOTS[:1])
    assert pipeline.memory.draw == 1


@pytest.mark.parametrize("name", ["sd15", "sdxl"])
@pytest.mark.parametrize("storage", ["offload", "group", "small"])
def test_weights_that_wait_elsewhere_draw_the_same(folder: Path, name: str, storage: str):
    """One network or layer at a time gives the same picture, 8-bit weights nearly the same; a face acts on all."""
    whole = tiny.pipeline(folder, name, torch.bfloat16)
    waiting = tiny.pipeline(folder, name, torch.bfloat16, memory=MemoryPlan(storage=storage))
    for pipeline in (whole, waiting):
        pipeline.clear_face(seed=1)
    expected, other = (whole.draw([shot])[0].astype(int) for shot in SHOTS[:2])
    for _ in range(2):
        made = waiting.draw(SHOTS[:1])[0]
    apart, different = np.abs(made - expected).mean(), np.abs(other - expected).mean()
    assert apart < 0.5 * different if storage == "small" else apart == 0
    stored = {value.dtype for name, value in waiting.pipe.unet.named_parameters() if ".face." not in name}
    assert (torch.float8_e4m3fn in stored) == (storage == "small")
    generator = torch.Generator().manual_seed(2)
    strong = {key: torch.randn(value.shape, generator=generator) for key, value in waiting.face_tensors().items()}
    waiting.load_face_lora(strong)
    waiting.use(face=1.0, style=None)
    assert not np.array_equal(waiting.draw(SHOTS[:1])[0], made)
    waiting.use(face=None, style=None)
    assert np.array_equal(waiting.draw(SHOTS[:1])[0], made)


@pytest.mark.parametrize(
    ("storage", "controls"), [("whole", "group"), ("offload", "whole"), ("group", "group"), ("small", "whole")]
)
def test_templates_are_redrawn_with_weights_that_wait_elsewhere(folder: Path, storage: str, controls: str):
    """A ControlNet comes when it is wanted, whole or by layer, and leaves before the decoding."""
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16, memory=MemoryPlan(storage=storage, controls=controls))
    tiny.write_control(folder, "sd15", "openpose")
    before = pipeline.draw(SHOTS[:1])[0]
    control = Control(kind="openpose", picture=np.full((tiny.SIDE, tiny.SIDE, 3), 90, np.uint8))
    mask = np.ones((tiny.SIDE, tiny.SIDE), np.float32)
    inpainter = Inpainter(pipeline, tiny.settings(folder))
    assert inpainter.draw(SHOTS[:2], control)[0].shape == before.shape
    assert inpainter.redraw(SHOTS[:1], before, mask, [control], strength=0.65)[0].shape == before.shape
    assert np.array_equal(pipeline.draw(SHOTS[:1])[0], before)


def test_layers_come_one_after_the_other(folder: Path):
    """Else a network counted as a few layers would lie on the device whole: each layer has a hook of its own."""
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16, memory=MemoryPlan(storage="group"))
    layers = [layer for layer in pipeline.pipe.unet.modules() if isinstance(layer, (torch.nn.Linear, torch.nn.Conv2d))]
    hooked = [getattr(layer, "_diffusers_hook", None) for layer in layers if not hasattr(layer, "base_layer")]
    assert all(hook is not None and hook.get_hook("group_offloading") is not None for hook in hooked)
    with pytest.raises(DeviceMemoryError), pipeline.training_face():
        pass
    whole = tiny.pipeline(folder, "sd15", torch.bfloat16)
    assert not hasattr(whole.pipe.unet.conv_in, "_diffusers_hook")


def test_a_style_acts_on_weights_that_come_by_layer(folder: Path, tmp_path: Path):
    """It is merged into them, in the machine's memory; an adapter beside them would stay behind."""
    file = tiny.write_style(folder, tmp_path / "style.safetensors")
    drawn = []
    for storage in ("whole", "group"):
        pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16, memory=MemoryPlan(storage=storage), merge=True)
        bare = pipeline.draw(SHOTS[:1])[0]
        pipeline.use(face=None, style=file)
        drawn.append(pipeline.draw(SHOTS[:1])[0])
        assert not np.array_equal(drawn[-1], bare)
        pipeline.use(face=None, style=None)
        assert np.array_equal(pipeline.draw(SHOTS[:1])[0], bare)
    assert np.array_equal(*drawn)


def test_a_picture_is_refined_though_memory_ran_out(folder: Path):
    """It has more pixels than the plan was made for: what is kept for later is given back, and it goes on."""
    pipeline = tiny.pipeline(folder, "sd15")
    picture = np.full((tiny.SIDE, tiny.SIDE, 3), 90, np.uint8)
    expected = refining.again(pipeline, SHOTS[0], picture, strength=0.5)
    given: list[int] = []
    pipeline.lenders.append(lambda: given.append(1) or 1)

    def full(*_: object) -> None:
        if not given:
            raise torch.OutOfMemoryError

    hook = pipeline.pipe.unet.register_forward_pre_hook(full)
    try:
        made = refining.again(pipeline, SHOTS[0], picture, strength=0.5)
    finally:
        hook.remove()
    assert given == [1]
    assert np.array_equal(made, expected)


def _as_on_a_card(pipeline: PortraitPipeline) -> dict[torch.Tensor, torch.Tensor]:
    """Let every layer have come and not left, as diffusers' streams leave it; return what waits, by its weight."""
    waiting = {}
    for group in portions._groups(pipeline.pipe.unet):
        held = [*group.parameters, *group.buffers]
        held += [value for module in group.modules for value in (*module.parameters(), *module.buffers())]
        group.stream, group.record_stream = object(), True
        group.cpu_param_dict = {value: value.data for value in held}
        waiting |= group.cpu_param_dict
        for value in held:
            value.data = value.data.clone()
    return waiting


def test_a_face_is_written_where_its_layers_come_from(folder: Path):
    """Drawn once, a face's layers come ahead of their turn; in a picture of nobody they have none, and stay.

    Written there, the next person's face would be lost at the next fetch, and the one before be drawn.
    """
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16, memory=MemoryPlan(storage="group"))
    generator = torch.Generator().manual_seed(2)
    strong = {key: torch.randn(value.shape, generator=generator) for key, value in pipeline.face_tensors().items()}
    waiting = _as_on_a_card(pipeline)
    pipeline.load_face_lora(strong)
    pipeline.use(face=1.0, style=None)
    drawn, learnt = adapters.slots(pipeline.pipe, DRAWN), adapters.slots(pipeline.pipe, FACE)
    for path, value in drawn.items():
        assert torch.equal(waiting[value], learnt[path.replace(DRAWN, FACE)].to(torch.bfloat16)), path
        assert waiting[value].any(), path


def test_a_style_is_written_where_its_layers_come_from(folder: Path, tmp_path: Path):
    """After memory ran out in the middle of a pass, the layers that had come are still there."""
    file = tiny.write_style(folder, tmp_path / "style.safetensors")
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16, memory=MemoryPlan(storage="group"))
    before = {value: value.detach().clone() for value in pipeline.pipe.unet.parameters()}
    waiting = _as_on_a_card(pipeline)
    pipeline.use(face=None, style=file)
    assert sum(not torch.equal(waiting[value], was) for value, was in before.items() if value in waiting) > 4


def test_whoever_is_cleared_is_also_out_of_the_copy_that_is_drawn(folder: Path):
    """Somebody was erased: their adapter must not stay in the memory of a worker that draws nobody else."""
    pipeline = tiny.pipeline(folder, "sd15", torch.bfloat16)
    pipeline.load_face_lora({key: torch.ones_like(value) for key, value in pipeline.face_tensors().items()})
    pipeline.use(face=1.0, style=None)
    assert all(value.all() for value in adapters.slots(pipeline.pipe, DRAWN).values())
    pipeline.clear_face()
    assert not any(value.any() for value in adapters.slots(pipeline.pipe, DRAWN).values())


def test_controlnets_used_longest_ago_are_forgotten_by_their_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """They are of 0.7 to 2.5 GB: the number of files says nothing. Those in use stay, however large."""
    pipeline = tiny.pipeline(folder, "sd15")
    kinds = ("openpose", "canny", "depth")
    for kind in kinds:
        tiny.write_control(folder, "sd15", kind)
    inpainter = Inpainter(pipeline, tiny.settings(folder))
    pictures = {kind: Control(kind=kind, picture=np.full((tiny.SIDE, tiny.SIDE, 3), 90, np.uint8)) for kind in kinds}
    inpainter.draw(SHOTS[:1], pictures["openpose"])
    one = size_of(inpainter._nets["openpose"])
    monkeypatch.setattr(inpainting, "NETS_BYTES", 2 * one)
    mask, before = np.ones((tiny.SIDE, tiny.SIDE), np.float32), np.zeros((tiny.SIDE, tiny.SIDE, 3), np.uint8)
    inpainter.redraw(SHOTS[:1], before, mask, [pictures["openpose"], pictures["canny"]], strength=0.65)
    assert list(inpainter._nets) == ["openpose", "canny"]
    inpainter.draw(SHOTS[:1], pictures["depth"])
    assert list(inpainter._nets) == ["canny", "depth"]
    inpainter.redraw(SHOTS[:1], before, mask, list(pictures.values()), strength=0.65)
    assert set(inpainter._nets) == set(kinds)
    assert inpainter.give_back() == 3 * one


def test_sums_of_adapters_are_given_back_before_less_is_done_at_once(folder: Path, tmp_path: Path):
    """They are kept for the next picture in the same style, and computed again."""
    file = tiny.write_style(folder, tmp_path / "style.safetensors")
    pipeline = tiny.pipeline(folder, "sd15", merge=True)
    pipeline.use(face=None, style=file)
    first = pipeline.draw(SHOTS[:1])[0]
    kept = pipeline.acting.merged.bytes
    assert kept > 0
    assert pipeline.take_back() == kept
    pipeline.use(face=None, style=None)
    pipeline.use(face=None, style=file)
    assert np.array_equal(pipeline.draw(SHOTS[:1])[0], first)
