"""Numbers that ran away are told, and tried once more in full precision: a black picture is never delivered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from diffusers import DiffusionPipeline
from diffusers.pipelines.stable_diffusion import StableDiffusionSafetyChecker
from torch import nn
from transformers import CLIPConfig, CLIPImageProcessor

from engine.bases.memory import MemoryPlan
from engine.diffusion import finite, portions
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import NotANumberError
from engine.training import face_lora
from tests.engine.diffusion import tiny
from tests.engine.training.people import LOOKS, samples

SHOT = GenerationRequest(prompt="a portrait photo of a woman", seed=3)
HALF = {"bfloat16": torch.bfloat16, "float16": torch.float16}


@pytest.fixture(scope="module", params=HALF)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base in each half precision."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"), "sd15", HALF[request.param])


@contextmanager
def spoilt(network: nn.Module, *, always: bool = False) -> Iterator[None]:
    """Let one layer overflow wherever it computes in half precision, or always."""

    def overflow(layer: nn.Module, inputs: tuple, out: torch.Tensor) -> torch.Tensor:
        return out * torch.inf if always or out.dtype != torch.float32 else out

    hook = network.register_forward_hook(overflow)
    try:
        yield
    finally:
        hook.remove()


PARTS = {"unet": lambda pipe: pipe.unet.conv_out, "decoder": lambda pipe: pipe.vae.decoder.conv_out}


@pytest.mark.parametrize("part", PARTS)
def test_a_picture_that_overflows_is_drawn_in_full_precision(pipeline: PortraitPipeline, part: str):
    """Where half precision is too small the picture is the one of float32, and the base is half again afterwards."""
    whole = tiny.pipeline(pipeline.weights_folder, "sd15").draw([SHOT])[0].astype(int)
    before = {name: value.clone() for name, value in pipeline.pipe.unet.state_dict().items()}
    with spoilt(PARTS[part](pipeline.pipe)):
        made = pipeline.draw([SHOT])[0]
    assert made.std() > 1  # not one colour
    assert np.abs(made - whole).mean() < 12
    after = pipeline.pipe.unet.state_dict()
    assert {name: value.dtype for name, value in after.items()} == {name: v.dtype for name, v in before.items()}
    assert all(torch.equal(after[name], value) for name, value in before.items())
    assert pipeline.pipe.vae.dtype == pipeline.dtype != torch.float32


@pytest.mark.parametrize("part", PARTS)
def test_what_has_no_numbers_at_all_is_an_error(pipeline: PortraitPipeline, part: str):
    """A damaged file: the person is told, and nothing is delivered. The next job finds the base as it was."""
    before = pipeline.draw([SHOT])[0]
    with spoilt(PARTS[part](pipeline.pipe), always=True), pytest.raises(NotANumberError) as caught:
        pipeline.draw([SHOT])
    assert caught.value.data["stage"] == {"unet": "draw", "decoder": "decode"}[part]
    assert np.array_equal(pipeline.draw([SHOT])[0], before)


def test_encoding_tells_too(pipeline: PortraitPipeline):
    """An enrolment must not learn from nothing."""
    pictures = np.full((2, tiny.SIDE, tiny.SIDE, 3), 90, np.uint8)
    encoder = pipeline.pipe.vae.encoder.conv_out
    with spoilt(encoder):
        assert pipeline.encode(pictures).isfinite().all()
    with spoilt(encoder, always=True), pytest.raises(NotANumberError):
        pipeline.encode(pictures)


def _learn(pipeline: PortraitPipeline) -> face_lora.Trained:
    return face_lora.train(pipeline, samples(2), LOOKS, seed=4, steps=4, step=lambda *_: None, cancelled=lambda: False)[
        1
    ]


def test_a_training_begins_again_in_full_precision(pipeline: PortraitPipeline):
    """And one without numbers ends with the error instead of a face that draws black."""
    network = pipeline.pipe.unet.conv_in
    usual = _learn(pipeline)
    seen: list[torch.dtype] = []
    hook = network.register_forward_hook(lambda layer, inputs, out: seen.append(out.dtype))
    try:
        with spoilt(pipeline.pipe.unet.mid_block.resnets[0].conv1):
            told = _learn(pipeline)
    finally:
        hook.remove()
    assert seen[0] == pipeline.dtype
    assert seen[-1] == torch.float32
    assert told.last_loss == pytest.approx(usual.last_loss, rel=0.2)
    with spoilt(network, always=True), pytest.raises(NotANumberError):
        _learn(pipeline)
    assert pipeline.pipe.unet.conv_in.weight.dtype == pipeline.dtype
    assert _learn(pipeline).last_loss == pytest.approx(usual.last_loss, rel=0.05)


def test_an_autoencoder_that_asks_for_it_is_widened_before_it_fails(tmp_path):
    """XL's overflows in float16 on every picture: one pass in float32, not a failure first."""
    made = tiny.pipeline(tmp_path, "sdxl", torch.float16)
    assert made.pipe.vae.config.force_upcast
    seen: list[torch.dtype] = []
    hook = made.pipe.vae.decoder.register_forward_pre_hook(lambda layer, inputs: seen.append(inputs[0].dtype))
    try:
        assert made.decode(made.encode(np.full((1, tiny.SIDE, tiny.SIDE, 3), 90, np.uint8))).std() > 0
    finally:
        hook.remove()
    assert seen == [torch.float32]
    assert made.pipe.vae.dtype == torch.float16


@pytest.mark.parametrize("streamed", [False, True])
def test_layers_that_come_as_copies_of_what_waits_are_not_widened(tmp_path, streamed):
    """They would come in half precision all the same, and stop at pictures in float32 with an error nobody knows.

    Without a stream of copies (control) the very weights move, and can be widened.
    """
    pipeline = tiny.pipeline(tmp_path, "sd15", torch.float16, memory=MemoryPlan(storage="group"))
    if streamed:
        next(portions._groups(pipeline.pipe.unet)).stream = object()
    seen: list[torch.dtype] = []

    def work() -> None:
        seen.append(pipeline.pipe.unet.dtype)
        raise NotANumberError("draw")

    with pytest.raises(NotANumberError):
        finite.steadily(pipeline, work, pipeline.networks)
    assert seen == ([torch.float16] if streamed else [torch.float16, torch.float32])
    assert pipeline.pipe.unet.dtype == torch.float16


def test_checked_lets_numbers_pass():
    """One that is none is enough."""
    good = torch.ones(3)
    assert finite.checked(good, "draw") is good
    for bad in (torch.nan, -torch.inf):
        with pytest.raises(NotANumberError):
            finite.checked(torch.tensor([1.0, bad]), "draw")


def test_the_judge_a_folder_brings_is_never_asked(tmp_path):
    """It answers with a black picture and a line in a log; nudity is told by our own check, with a sentence."""
    folder = tiny.write(tmp_path, "sd15")
    sizes = {"hidden_size": 8, "intermediate_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    judge = StableDiffusionSafetyChecker(
        CLIPConfig(projection_dim=8, vision_config={**sizes, "image_size": 32, "patch_size": 8}, text_config=sizes)
    )
    with torch.no_grad():
        for value in (judge.concept_embeds_weights, judge.special_care_embeds_weights):
            value.fill_(-2)  # everything is nearer than that
    made = DiffusionPipeline.from_pretrained(folder, local_files_only=True)
    made.register_modules(safety_checker=judge, feature_extractor=CLIPImageProcessor(size=32, crop_size=32))
    made.save_pretrained(folder)
    tiny.record(folder)
    drawn = tiny.pipeline(tmp_path, "sd15")
    assert drawn.pipe.components["safety_checker"] is None
    assert drawn.draw([SHOT])[0].max() > 0
