"""Pictures of different people in one batch: each is the picture of that person alone, up to rounding (paper 2.3)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion import compiling, mixed
from engine.diffusion.mixed import Worn
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import JobCancelledError
from tests.engine.diffusion import tiny, tiny_flow

WORDS = "a portrait photo of a sks woman"
APART = 20  # levels of 255 by which the control differs at least


KINDS = [*tiny.KINDS, ("pocket", "float32"), *[(name, "float32") for name in tiny_flow.NAMES]]


@pytest.fixture(scope="module", params=KINDS, ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base of each architecture, in types; the embedded one's has convolutions among its slots."""
    folder, (name, kind) = tmp_path_factory.mktemp("weights"), request.param
    if name in tiny_flow.NAMES:
        return tiny_flow.pipeline(folder, name, tiny.TYPES[kind])
    return tiny.pocket(folder) if name == "pocket" else tiny.pipeline(folder, name, tiny.TYPES[kind])


def _face(pipeline: PortraitPipeline, seed: int) -> dict[str, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {
        name: torch.randn(value.shape, generator=generator) * 0.3 for name, value in pipeline.face_tensors().items()
    }


def _shots(count: int) -> list[GenerationRequest]:
    return [GenerationRequest(prompt=WORDS, seed=7 + number, wears=number) for number in range(count)]


def _alone(pipeline: PortraitPipeline, face: Worn, shot: GenerationRequest, style: Path | None = None) -> np.ndarray:
    if face.tensors:
        pipeline.load_face_lora(dict(face.tensors))
    pipeline.use(face=face.weight if face.tensors else None, style=style)
    return pipeline.draw([shot])[0].astype(int)


def _worst(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other).max())


def test_each_picture_is_the_one_drawn_alone(pipeline: PortraitPipeline):
    """Four people, one with half the weight, one who is nobody; with the wrong face, as the control, it is another."""
    faces = [Worn(tensors=_face(pipeline, seed)) for seed in range(4)]
    faces[2], faces[3] = replace(faces[2], weight=0.5), Worn()
    pipeline.use(face=None, style=None)
    with mixed.wearing(pipeline, faces):
        together = pipeline.draw(_shots(4))
    allowed = tiny.ROUNDING[pipeline.dtype]
    for number, shot in enumerate(_shots(4)):
        assert _worst(together[number], _alone(pipeline, faces[number], shot)) <= allowed
    assert _worst(together[1], _alone(pipeline, faces[0], _shots(4)[1])) > APART
    assert _worst(together[2], _alone(pipeline, replace(faces[2], weight=1.0), _shots(4)[2])) > allowed


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """One base, for what is the same on all."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


def test_portions_and_several_pictures_of_one_person_keep_their_faces(base: PortraitPipeline):
    """Memory cuts a batch wherever it likes: in the middle of a person's pictures too."""
    faces = [Worn(tensors=_face(base, seed)) for seed in range(2)]
    whose = (1, 0, 0, 1, 1)
    shots = [GenerationRequest(prompt=WORDS, seed=seed, wears=person) for seed, person in enumerate(whose)]
    base.use(face=None, style=None)
    with mixed.wearing(base, faces):
        whole, cut = base.draw(shots), base.draw(shots, batch=2)
    for number, shot in enumerate(shots):
        alone = _alone(base, faces[shot.wears], shot)
        assert _worst(whole[number], alone) <= 1
        assert _worst(cut[number], alone) <= 1


def test_a_style_acts_beside_all_of_them(base: PortraitPipeline, tmp_path: Path):
    """One style a batch, whoever is in it."""
    style = tiny.write_style(base.weights_folder, tmp_path / "style.safetensors")
    faces = [Worn(tensors=_face(base, seed)) for seed in range(2)]
    base.use(face=None, style=style)
    with mixed.wearing(base, faces):
        together = base.draw(_shots(2))
    for number, shot in enumerate(_shots(2)):
        assert _worst(together[number], _alone(base, faces[number], shot, style)) <= 1
        assert _worst(together[number], _alone(base, faces[number], shot)) > APART


def test_nobody_of_them_is_left_in_the_base(base: PortraitPipeline):
    """Whoever is drawn next must not look like somebody of the batch before, also after an error in it."""
    base.use(face=None, style=None)
    bare = _alone(base, Worn(), _shots(1)[0])
    with pytest.raises(JobCancelledError), mixed.wearing(base, [Worn(tensors=_face(base, 1))]):
        base.draw(_shots(1), cancelled=lambda: True)
    assert np.array_equal(_alone(base, Worn(), _shots(1)[0]), bare)
    assert base.stacked is None


def test_a_face_of_another_base_is_refused_before_anything_is_drawn(base: PortraitPipeline):
    """As it is when it is put in alone."""
    strange = {"unet.nowhere.lora_A.weight": torch.zeros(4, 4)}
    with pytest.raises(KeyError), mixed.wearing(base, [Worn(tensors=strange)]):
        pass
    assert base.stacked is None


def test_a_compiled_base_says_that_it_cannot(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """Compiled blocks know one face in one place; the caller draws one after the other."""
    assert mixed.able(base)
    monkeypatch.setattr(base, "compiled", "yes")
    assert base.compiled != compiling.OFF
    assert not mixed.able(base)
    with pytest.raises(ValueError, match="one person"), mixed.wearing(base, [Worn()]):
        pass
