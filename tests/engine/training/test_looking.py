"""Pictures drawn in the middle of a training: in the few steps portraits are drawn in, and the training goes on."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.settings import EngineSettings
from engine.training.face_lora import likeness_to
from engine.training.taught import taught
from tests.engine.training import people

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """Return the embedded base: its few steps are an adapter that is shipped with it."""
    settings = EngineSettings(weights=tmp_path_factory.mktemp("weights"), base="pocket", device="cpu", threads=1)
    return PortraitPipeline(settings)


def _learning(pipeline: PortraitPipeline) -> list[bool]:
    return [value.requires_grad for value in pipeline.face_parameters().values()]


def _said(pipeline: PortraitPipeline) -> torch.Tensor:
    """Return what the network says as it is taught."""
    states = pipeline.read(["a portrait photo of a woman"]).states
    torch.manual_seed(0)
    with torch.no_grad():
        return pipeline.backbone.denoiser(torch.randn(1, 8, 16, 16), 500, states, return_dict=False)[0]


def test_a_look_is_drawn_as_portraits_are_and_leaves_no_trace(pipeline: PortraitPipeline, monkeypatch):
    """A few-step adapter that stayed would be learnt around; slots that froze would learn nothing more, unseen."""
    samples, kinds, draw = people.samples(6), [], pipeline.draw

    def heard(shots: list[GenerationRequest], **named: str) -> list[np.ndarray]:
        kinds.append(named["sampler"])
        return draw(shots, **named)

    monkeypatch.setattr(pipeline, "draw", heard)
    with pipeline.training_face():
        before = _said(pipeline)
        look = likeness_to(
            pipeline, taught(pipeline), samples[:5], samples[5:], people.LOOKS, lambda rgb: np.zeros(128)
        )
        pipeline.acting.use(face=1.0, style=None, training=True)  # `taught` switched everything off
        pipeline.learn_on()
        assert look() > 0
        assert kinds == ["fast"]
        assert all(_learning(pipeline))
        assert pipeline.backbone.denoiser.training
        assert torch.equal(_said(pipeline), before)
        draw([GenerationRequest(prompt="a woman", seed=1)], sampler="fast")
        assert not torch.equal(_said(pipeline), before), "a control: a picture drawn otherwise does leave its adapter"
        pipeline.learn_on()
    assert not any(_learning(pipeline))
