"""Several people's trainings as one gang, on a tiny random base: an adapter, a progress and an end for each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image
from safetensors.torch import load_file

from engine.diffusion.pipeline import PortraitPipeline
from engine.errors import DeviceMemoryError, JobCancelledError
from engine.identity import ADAPTER, Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety.stamp import Stamp
from engine.settings import EngineSettings
from engine.tasks.enrol import batch, run
from engine.tasks.enrol.request import Enrol, Enrolled, NotEnoughPhotosError
from engine.tasks.shared.member import Member
from engine.training import gang
from tests.engine.diffusion import tiny
from tests.engine.tasks.portrait.drawing import Listening
from tests.engine.training.people import LOOKS, samples
from tests.engine.training.test_together import ROUNDING, _apart

pytestmark = pytest.mark.slow
STEPS = 4


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny Stable Diffusion 1.5."""
    return tiny.pipeline(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def models(pipeline: PortraitPipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Models:
    """What a worker keeps; photos are made up, and nobody looks at them."""
    made = Models(EngineSettings(weights=tmp_path, device="cpu", threads=1))
    made.pipeline, made.faces, made.family = pipeline, Listening(), pipeline.family

    def prepared(request: Enrol, models: Models, progress: Any) -> run.Lesson:
        progress(Progress(stage="preparing", done=0, total=1))
        if not request.photos:
            raise NotEnoughPhotosError(0, 1)
        mine = samples(4)[request.seed :]
        return run.Lesson(request=request, samples=mine, best=mine[:1], photos=list(request.photos), looks=LOOKS)

    for module in (batch, run):
        monkeypatch.setattr(module, "prepared", prepared)
    monkeypatch.setattr(run, "require", lambda *_: None)
    monkeypatch.setattr(run.loading, "edition", lambda *_: "tiny")
    return made


class Caller:
    """Whoever waits for their face to be learnt; ``leaves`` after so many steps."""

    def __init__(self, folder: Path, seed: int, *, leaves: int | None = None, photos: int = 1, steps: int = STEPS):
        self.heard: list[Progress] = []
        self.ends: list[Any] = []
        self.identity = folder / f"who-{seed}"
        photo = folder / f"photo-{seed}.png"
        Image.fromarray(samples(1)[0].picture).save(photo)
        request = Enrol(photos=(photo,) * photos, identity=self.identity, seed=seed, steps=steps)
        trained = lambda: [step for step in self.heard if step.stage == "training"]  # noqa: E731
        self.member = Member(
            stamp=Stamp(), progress=self.heard.append, answer=self.ends.append, request=request,
            cancelled=lambda: leaves is not None and len(trained()) >= leaves,
        )  # fmt: skip


def _learnt_alone(models: Models, caller: Caller, folder: Path) -> dict[str, torch.Tensor]:
    request = caller.member.request
    again = Enrol(photos=request.photos, identity=folder / "alone", seed=request.seed, steps=request.steps)
    run.run(again, models, lambda step: None, lambda: False)
    return load_file(again.identity / ADAPTER)


def test_everybody_learns_what_they_would_alone(models: Models, tmp_path: Path):
    """Each has an identity folder of their own; the next person's adapter, as the control, is another one."""
    callers = [Caller(tmp_path, seed) for seed in range(3)]
    batch.run_batch([caller.member for caller in callers], models)
    made = [load_file(caller.identity / ADAPTER) for caller in callers]
    for caller, tensors in zip(callers, made, strict=True):
        (end,) = caller.ends
        assert isinstance(end, Enrolled)
        assert (end.identity, end.steps, end.photos) == (caller.identity, STEPS, 4 - caller.member.request.seed)
        assert Identity.load(caller.identity).seed == caller.member.request.seed
        assert [step.done for step in caller.heard if step.stage == "training"][-1] == STEPS
        assert _apart(_learnt_alone(models, caller, tmp_path), tensors) <= ROUNDING[torch.float32]
    assert _apart(made[0], made[1]) > 10 * ROUNDING[torch.float32]


def test_one_is_taken_back_one_fails_and_the_rest_are_learnt(models: Models, tmp_path: Path):
    """Who leaves hears of it at once and has no adapter; whose photos show nobody, before anything is learnt."""
    first, leaves, fails, last = (
        Caller(tmp_path, 0), Caller(tmp_path, 1, leaves=1), Caller(tmp_path, 2, photos=0), Caller(tmp_path, 3),
    )  # fmt: skip
    batch.run_batch([each.member for each in (first, leaves, fails, last)], models)
    ends = [type(each.ends[0]) for each in (first, leaves, fails, last)]
    assert ends == [Enrolled, JobCancelledError, NotEnoughPhotosError, Enrolled]
    assert not (leaves.identity / ADAPTER).exists()


def test_who_needs_fewer_steps_has_their_face_first(models: Models, tmp_path: Path):
    """Nobody waits for the end of the longest training of the gang."""
    long, short = Caller(tmp_path, 0, steps=2 * STEPS), Caller(tmp_path, 1, steps=2)
    seen: list[int] = []
    short.member.answer = lambda end: (short.ends.append(end), seen.append(len(long.ends)))
    batch.run_batch([long.member, short.member], models)
    assert seen == [0]
    assert isinstance(long.ends[0], Enrolled)


def test_a_gang_without_the_memory_leaves_everybody_for_alone(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Alone they are learnt in smaller parts; nobody hears of it."""

    def full(*_: object, **__: object) -> None:
        raise DeviceMemoryError

    monkeypatch.setattr(gang, "fit", full)
    callers = [Caller(tmp_path, seed) for seed in range(2)]
    with pytest.raises(DeviceMemoryError):
        batch.run_batch([caller.member for caller in callers], models)
    assert [caller.ends for caller in callers] == [[], []]


def test_who_leaves_while_anothers_photos_are_looked_at_hears_of_it_then(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """All photos of all others come first, and the worker of whoever is not answered in time is ended."""
    callers = [Caller(tmp_path, seed) for seed in range(3)]
    left: list[bool] = []
    seen: list[int] = []
    read = batch.prepared

    def prepared(request: Enrol, models: Models, progress: Any) -> run.Lesson:
        if request.seed == 1:
            left.append(True)
            progress(Progress(stage="preparing", done=0, total=2))
            seen.extend(len(caller.ends) for caller in callers)
        return read(request, models, progress)

    monkeypatch.setattr(batch, "prepared", prepared)
    for caller in (callers[0], callers[2]):
        caller.member.cancelled = lambda: bool(left)
    batch.run_batch([caller.member for caller in callers], models)
    assert seen == [1, 0, 1]
    assert [[type(end) for end in caller.ends] for caller in callers] == [[JobCancelledError], [], [JobCancelledError]]
