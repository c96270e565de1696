"""Portraits of several people in one batch, on a tiny random base: what each gets alone, and an end of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import EngineError, JobCancelledError, NoIdentityError
from engine.identity import ADAPTER
from engine.models import Models
from engine.requests import Progress
from engine.safety.stamp import Stamp
from engine.settings import EngineSettings
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.batch import run_batch
from engine.tasks.portrait.request import Portrait, Portraits
from engine.tasks.shared.member import Member
from tests.engine.diffusion import tiny
from tests.engine.tasks.portrait import drawing

PEOPLE = ("ann", "bob", "cyd")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def models(pipeline: PortraitPipeline, tmp_path: Path) -> Models:
    """What a worker keeps, with perception that only listens, and three learnt people."""
    made = Models(EngineSettings(weights=tmp_path, device="cpu", threads=1))
    made.pipeline, made.faces, made.family = pipeline, drawing.Listening(), pipeline.family
    for seed, who in enumerate(PEOPLE):
        identity = replace(drawing.identity(tmp_path / who), instant=False)
        identity.save(tmp_path / who)
        chance = torch.Generator().manual_seed(seed)
        face = {n: torch.randn(v.shape, generator=chance) * 0.3 for n, v in pipeline.face_tensors().items()}
        save_file(face, tmp_path / who / ADAPTER)
    return made


class Caller:
    """Whoever asked for one of the jobs."""

    def __init__(self, request: Portrait, leaves: bool = False) -> None:
        self.heard: list[Progress] = []
        self.ends: list[Any] = []
        self.leaves = leaves  # they take it back at their first step
        self.member = Member(
            stamp=Stamp(), progress=self.heard.append, cancelled=lambda: self.leaves and bool(self.heard),
            answer=self.ends.append, request=request,
        )  # fmt: skip


def _wish(folder: Path, who: str, **changed: Any) -> Portrait:
    usual = {"count": 1, "side": 64, "draw": "base", "seed": 5, "style": "oil", "out": folder / f"out-{who}"}
    return Portrait(identity=folder / who, **{**usual, **changed})


def _raw(end: Portraits, number: int = 0) -> np.ndarray:
    return np.asarray(Image.open(end.pictures[number].raw)).astype(int)


def _alone(models: Models, wish: Portrait) -> Portraits:
    return portrait.run(replace(wish, out=wish.out.parent / "alone"), models, lambda step: None, lambda: False)


def test_everybody_gets_the_picture_they_would_get_alone(models: Models, tmp_path: Path):
    """Other styles, seeds and counts; the picture of the next person, as the control, is another one."""
    wishes = [
        _wish(tmp_path, "ann"), _wish(tmp_path, "bob", style="natural", count=2), _wish(tmp_path, "cyd", seed=9),
    ]  # fmt: skip
    callers = [Caller(wish) for wish in wishes]
    run_batch([caller.member for caller in callers], models)
    ends = [caller.ends[0] for caller in callers]
    allowed = tiny.ROUNDING[torch.float32]
    for wish, end in zip(wishes, ends, strict=True):
        alone = _alone(models, wish)
        assert [picture.seed for picture in end.pictures] == [picture.seed for picture in alone.pictures]
        assert np.abs(_raw(end) - _raw(alone)).max() <= allowed
        assert end.pictures[0].file.parent == wish.out
    other = _alone(models, replace(wishes[0], identity=tmp_path / "bob"))
    assert np.abs(_raw(ends[0]) - _raw(other)).max() > allowed


def test_progress_is_everybodys_own(models: Models, tmp_path: Path):
    """Counted in the steps of their own pictures, to the last one."""
    callers = [Caller(_wish(tmp_path, "ann")), Caller(_wish(tmp_path, "bob", count=3))]
    run_batch([caller.member for caller in callers], models)
    last = [[step for step in caller.heard if step.stage == "drawing"][-1] for caller in callers]
    assert [step.done for step in last] == [step.total for step in last]
    assert last[1].total == 3 * last[0].total


def test_one_is_taken_back_one_fails_and_the_third_is_drawn(models: Models, tmp_path: Path):
    """Who leaves hears of it during the drawing; whose face is gone, before it."""
    stays, leaves, fails = (
        Caller(_wish(tmp_path, "ann")), Caller(_wish(tmp_path, "bob"), leaves=True),
        Caller(_wish(tmp_path, "nobody")),
    )  # fmt: skip
    run_batch([stays.member, leaves.member, fails.member], models)
    assert [type(each.ends[0]) for each in (stays, leaves, fails)] == [Portraits, JobCancelledError, NoIdentityError]
    assert not any(leaves.member.request.out.glob("portrait-*"))
    assert [len(each.ends) for each in (stays, leaves, fails)] == [1, 1, 1]


def test_who_cannot_be_drawn_beside_the_others_is_left_for_alone(models: Models, tmp_path: Path):
    """In another size; the two others go together."""
    callers = [Caller(_wish(tmp_path, who)) for who in ("ann", "bob")]
    tall = Caller(_wish(tmp_path, "cyd", sampler="fast"))
    run_batch([each.member for each in (*callers, tall)], models)
    assert [len(each.ends) for each in (*callers, tall)] == [1, 1, 0]


def test_a_drawing_that_fails_leaves_everybody_for_alone(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Numbers that ran away are one person's, and nobody knows whose: each learns by themselves."""

    def broken(*_: object, **__: object) -> list[np.ndarray]:
        raise EngineError

    callers = [Caller(_wish(tmp_path, who)) for who in ("ann", "bob")]
    with monkeypatch.context() as patched:
        patched.setattr(models.pipeline, "draw", broken)
        with pytest.raises(EngineError):
            run_batch([each.member for each in callers], models)
    assert [each.ends for each in callers] == [[], []]
    assert models.pipeline.stacked is None
    assert _alone(models, callers[0].member.request).pictures


def test_who_leaves_while_anothers_pictures_are_finished_hears_of_it_then(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """To finish somebody's pictures may take longer than a worker is given to answer."""
    first, second, last = (Caller(_wish(tmp_path, who)) for who in PEOPLE)
    seen: list[int] = []

    def heard(step: Progress) -> None:
        first.heard.append(step)
        if step.stage == "finishing":
            seen.append(len(last.ends))

    first.member.progress = heard
    last.member.cancelled = lambda: any(step.stage == "finishing" for step in first.heard) or bool(seen)
    finish = portrait.Setting.enlarged

    def enlarged(self: portrait.Setting, drawn: np.ndarray, seed: int, cancelled: Any) -> np.ndarray:
        cancelled()
        seen.append(len(last.ends))
        return finish(self, drawn, seed, cancelled)

    monkeypatch.setattr(portrait.Setting, "enlarged", enlarged)
    run_batch([each.member for each in (first, second, last)], models)
    assert seen[:2] == [0, 1]
    assert [type(each.ends[0]) for each in (first, second, last)] == [Portraits, Portraits, JobCancelledError]
