"""Pictures of different people in one batch: each is the picture of that person alone, up to rounding (paper 2.3)."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion import adapters, compiling, mixed, portions, refining
from engine.diffusion.acting import FACE
from engine.diffusion.adapters import TEXT
from engine.diffusion.finite import widened
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.mixed import Worn
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.diffusion.stacked import StackedFaces
from engine.errors import JobCancelledError
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.diffusion.test_dora import _file as write_dora

WORDS = "a portrait photo of a sks woman"
APART = 20  # levels of 255 by which the control differs at least
LOUDNESS = {"qwen-image": 0.6}  # of a random face, where one of 0.3 hardly moves the tiny network


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
        name: torch.randn(value.shape, generator=generator) * LOUDNESS.get(pipeline.family.name, 0.3)
        for name, value in pipeline.face_tensors().items()
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


@pytest.mark.parametrize("name", ["sd15", *tiny_flow.NAMES])
def test_a_picture_drawn_again_is_of_its_own_person(tmp_path: Path, name: str):
    """Refined after somebody else's picture, on bases that go their own way from half of the noise too."""
    flow = name in tiny_flow.NAMES
    pipeline = tiny_flow.pipeline(tmp_path, name) if flow else tiny.pipeline(tmp_path, name)
    faces = [Worn(tensors=_face(pipeline, seed)) for seed in range(2)]
    (first, second), picture = _shots(2), np.full((tiny.SIDE, tiny.SIDE, 3), 128, np.uint8)
    with mixed.wearing(pipeline, faces):
        pipeline.draw([first])
        again = refining.again(pipeline, second, picture, strength=0.7)
    alone = []
    for face in reversed(faces):
        pipeline.load_face_lora(dict(face.tensors))
        pipeline.use(face=1.0, style=None)
        alone.append(refining.again(pipeline, second, picture, strength=0.7).astype(int))
    assert _worst(again, alone[0]) <= 1
    assert _worst(again, alone[1]) > APART


@pytest.mark.parametrize("whose", [None, 2, -1])
def test_a_picture_of_who_knows_whom_is_refused(base: PortraitPipeline, whose: int | None):
    """Not drawn with the first face there is: that is somebody."""
    shot = GenerationRequest(prompt=WORDS, seed=1, wears=whose)
    faces = [Worn(tensors=_face(base, seed)) for seed in range(2)]
    with mixed.wearing(base, faces), pytest.raises(ValueError, match="2 people"):
        base.draw([*_shots(1), shot])


def test_a_pass_of_other_rows_than_were_said_is_refused(base: PortraitPipeline):
    """Three rows of two people would be cut in the middle of one's picture."""
    with mixed.wearing(base, [Worn(tensors=_face(base, seed)) for seed in range(2)]):
        told = base.pipe_kwargs(_shots(2))
        states = told["prompt_embeds"]
        with pytest.raises(ValueError, match="3 rows"):
            base.pipe.unet(torch.zeros(3, 4, 8, 8), 500, states[[0, 1, 1]])


def test_words_are_read_by_everybodys_own_text_encoder(tmp_path: Path):
    """Faces that were learnt with the text encoder, beside one that was not; prompts longer than it reads at once."""
    small = tiny.small("sd15")
    family = replace(small, face=replace(small.face, text_rate=1e-2))
    tiny.write(tmp_path, "sd15")
    pipeline = PortraitPipeline(tiny.settings(tmp_path), family, dtype=torch.float32)
    faces = [Worn(tensors=_face(pipeline, seed)) for seed in range(3)]
    faces[2] = Worn(tensors={name: value for name, value in faces[2].tensors.items() if not name.startswith(TEXT)})
    words = f"{WORDS} {'in a red coat ' * 30}"
    shots = [GenerationRequest(prompt=words, seed=7 + number, wears=number) for number in range(3)]
    assert pipeline.backbone.parts([words]) > 1
    pipeline.use(face=None, style=None)
    with mixed.wearing(pipeline, faces):
        together = pipeline.draw(shots)
    for number, shot in enumerate(shots):
        assert _worst(together[number], _alone(pipeline, faces[number], shot)) <= 1
        text = {name: faces[(number + 1) % 2].tensors[name] if name.startswith(TEXT) else value
                for name, value in _all(faces[number], pipeline).items()}  # fmt: skip
        assert _worst(together[number], _alone(pipeline, Worn(tensors=text), shot)) > 1


def _all(face: Worn, pipeline: PortraitPipeline) -> dict[str, torch.Tensor]:
    return {name: face.tensors.get(name, torch.zeros_like(value)) for name, value in pipeline.face_tensors().items()}


def test_photos_of_one_person_are_not_shown_with_the_picture_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A batch under a control is shown one set of photos; the control is two pictures of one person."""
    pipeline = tiny.pipeline(tmp_path)
    tiny.write_control(tmp_path, "sd15", "openpose")
    inpainter, groups, original = Inpainter(pipeline, tiny.settings(tmp_path)), [], pipeline.pipe_kwargs
    monkeypatch.setattr(pipeline, "shown_to", lambda _: nullcontext())
    monkeypatch.setattr(type(pipeline.backbone), "shown", lambda _, references: {})
    monkeypatch.setattr(pipeline, "pipe_kwargs", lambda group: groups.append(len(group)) or original(group))
    picture = np.zeros((tiny.SIDE, tiny.SIDE, 3), np.uint8)
    mine, theirs = (replace(shot, references=(picture,)) for shot in _shots(2))
    inpainter.draw([mine, theirs], Control(kind="openpose", picture=picture))
    inpainter.draw([mine, replace(mine, seed=9)], Control(kind="openpose", picture=picture))
    assert groups == [1, 1, 2]


@pytest.mark.parametrize("merge", [True, False])
def test_a_style_with_lengths_leaves_a_face_as_strong_as_it_is(tmp_path: Path, merge: bool):
    """A DoRA scales what it finds in a layer: the base, and nobody's face, whichever way the face acts."""
    pipeline = tiny.pipeline(tmp_path, merge=merge)
    style = write_dora(pipeline, tmp_path / "style.safetensors", "diffusers", lengths=3.0)
    faces = [Worn(tensors=_face(pipeline, seed)) for seed in range(2)]
    pipeline.use(face=None, style=style)
    with mixed.wearing(pipeline, faces):
        together = pipeline.draw(_shots(2))
    for number, shot in enumerate(_shots(2)):
        assert _worst(together[number], _alone(pipeline, faces[number], shot, style)) <= 1


def test_faces_lie_where_the_base_computes(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """Weights that come to a card one network at a time wait elsewhere when the faces are put in."""
    monkeypatch.setattr(base, "device", torch.device("meta"))
    with mixed.wearing(base, [Worn()]):
        assert {value.device.type for value in base.stacked.person(0).values()} == {"meta"}


def test_a_second_try_in_full_precision_is_one_of_faces_too(tmp_path: Path):
    """Slots in half precision would bring the numbers back that ran away."""
    pipeline = tiny.pipeline(tmp_path, dtype=torch.float16)
    faces = StackedFaces(pipeline.pipe, FACE, 1, device=pipeline.device, dtype=torch.float16)
    faces.fill(0, {name: torch.full_like(value, 200.0) for name, value in faces.person(0).items()})
    layer = pipeline.pipe.unet.mid_block.attentions[0].transformer_blocks[0].attn1.to_q
    given = torch.ones(1, 4, layer.in_features)
    faces.rows([0])
    faces.put_in()
    with torch.no_grad():
        assert not layer(given.half()).isfinite().all()
        with widened(pipeline, pipeline.networks):
            assert layer(given).isfinite().all()
    faces.take_out()


def test_the_slots_that_were_looked_up_once_stay_those_of_the_base(tmp_path: Path):
    """A face copied into values that are no longer the network's would be drawn as nobody."""
    pipeline = tiny.pipeline(tmp_path, merge=False)
    style = tiny.write_style(tmp_path, tmp_path / "style.safetensors")
    pipeline.use(face=1.0, style=style)
    adapters.take_out(pipeline.pipe, next(iter(pipeline.acting._files.values()))[1])
    with widened(pipeline, pipeline.networks):
        portions.by_layer(pipeline.backbone.denoiser, pipeline.device)
        pipeline.use(face=1.0, style=None)
    now = adapters.slots(pipeline.pipe, FACE)
    assert now.keys() == pipeline.face_parameters().keys()
    assert all(now[name] is value for name, value in pipeline.face_parameters().items())


def test_a_compiled_base_says_that_it_cannot(base: PortraitPipeline, monkeypatch: pytest.MonkeyPatch):
    """Compiled blocks know one face in one place; the caller draws one after the other."""
    assert mixed.able(base)
    monkeypatch.setattr(base, "compiled", "yes")
    assert base.compiled != compiling.OFF
    assert not mixed.able(base)
    with pytest.raises(ValueError, match="one person"), mixed.wearing(base, [Worn()]):
        pass
