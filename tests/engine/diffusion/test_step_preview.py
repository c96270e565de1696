"""What is shown of a picture while it is drawn: the model's own guess, seldom, and only what may be shown."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    EulerDiscreteScheduler,
    LCMScheduler,
)
from PIL import Image

from engine.diffusion.step_preview import EVERY_SECONDS, Preview, finished, predict_x0
from engine.safety.provenance import detect_watermark, read_facts


class Watch:
    """A clock that looking moves."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("scheduler", [DDIMScheduler, DPMSolverMultistepScheduler, LCMScheduler])
def test_the_guess_of_a_perfect_model_is_the_finished_picture(scheduler, kind):
    """Whatever a model predicts, its guess is found from it."""
    chosen = scheduler(prediction_type=kind)
    generator = torch.Generator().manual_seed(1)
    picture, noise = (torch.randn(2, 4, 8, 8, generator=generator) for _ in range(2))
    kept = chosen.alphas_cumprod[500]
    noisy = kept.sqrt() * picture + (1 - kept).sqrt() * noise
    said = {"epsilon": noise, "sample": picture, "v_prediction": kept.sqrt() * noise - (1 - kept).sqrt() * picture}
    assert torch.allclose(finished(chosen, said[kind], torch.tensor(500), noisy), picture, atol=1e-4)


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction"])
@pytest.mark.parametrize("scheduler", [EulerDiscreteScheduler, EulerAncestralDiscreteScheduler])
def test_noise_laid_over_the_picture_is_understood_too(scheduler, kind):
    """These schedulers count in multiples of the noise, not in shares of the signal."""
    chosen = scheduler(prediction_type=kind, timestep_spacing="trailing")
    chosen.set_timesteps(10)
    generator = torch.Generator().manual_seed(1)
    picture, noise = (torch.randn(2, 4, 8, 8, generator=generator) for _ in range(2))
    at = chosen.timesteps[4]
    kept = chosen.alphas_cumprod[int(at)]
    said = {"epsilon": noise, "v_prediction": kept.sqrt() * noise - (1 - kept).sqrt() * picture}[kind]
    noisy = picture + chosen.sigmas[4] * noise
    assert torch.allclose(finished(chosen, said, at, noisy), picture, atol=1e-4)


def test_noting_the_guess_changes_no_step():
    """A preview must not change the picture, and nothing is left behind."""
    generator = torch.Generator().manual_seed(2)
    sample, output = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))
    plain, watched = DDIMScheduler(), DDIMScheduler()
    for one in (plain, watched):
        one.set_timesteps(10)
    expected = plain.step(output, plain.timesteps[3], sample).prev_sample
    with predict_x0(watched) as guess:
        assert guess.latents is None
        assert torch.equal(watched.step(output, watched.timesteps[3], sample).prev_sample, expected)
    assert guess.latents.shape == sample.shape
    assert "step" not in vars(watched)


def face(astronaut):
    """A picture as the embedded base draws it."""
    return np.ascontiguousarray(astronaut[40:168, 160:288])


def test_a_look_is_labelled_and_each_has_a_file_of_its_own(astronaut, tmp_path):
    """Half a picture is AI-made too; and the last one may still be on its way."""
    watch = Watch()
    preview = Preview(tmp_path, lambda rgb: True, {"style": "ink"}, watch)
    assert preview.file is None
    preview.look(lambda: face(astronaut))
    first = preview.file
    preview.look(lambda: face(astronaut))
    assert first != preview.file
    assert first.exists()
    assert read_facts(first)["style"] == "ink"
    with Image.open(first) as opened:
        assert opened.size == (256, 256)
        assert detect_watermark(np.asarray(opened.convert("RGB"))) > 0.5


def test_what_may_not_be_shown_is_not_shown_while_it_forms(astronaut, tmp_path):
    """The nudity check of results holds for looks as well."""
    preview = Preview(tmp_path, lambda rgb: False, {}, Watch())
    preview.look(lambda: face(astronaut))
    assert preview.file is None
    assert list(tmp_path.iterdir()) == []


def test_looks_are_neither_early_nor_frequent_nor_at_the_end(tmp_path):
    """The first steps are a blur, the last one is the result."""
    watch = Watch()
    preview = Preview(tmp_path, lambda rgb: False, {}, watch)
    assert [done for done in range(1, 11) if preview.due(done, 10)] == [3, 4, 5, 6, 7, 8, 9]
    preview.look(lambda: np.zeros((8, 8, 3), np.uint8))
    assert not preview.due(5, 10)
    watch.now += EVERY_SECONDS
    assert preview.due(5, 10)


def test_looking_takes_a_small_share_of_the_time(tmp_path):
    """Where decoding takes two seconds the next look is forty seconds away."""
    watch = Watch()
    preview = Preview(tmp_path, lambda rgb: False, {}, watch)

    def slow():
        watch.now += 2.0
        return np.zeros((8, 8, 3), np.uint8)

    preview.look(slow)
    watch.now += 39.0
    assert not preview.due(5, 10)
    watch.now += 1.0
    assert preview.due(5, 10)
