"""Several people's faces learnt as a gang: what each gets alone, and an end of their own (paper 2.1, 2.2)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from engine.errors import EngineError, JobCancelledError
from engine.models import Models
from engine.requests import Progress
from engine.tasks.enrol.run import Lesson, Pace, first_picture, learnt, prepared, write_adapter
from engine.tasks.shared.member import Member, look_round
from engine.training.together import Learnt, Pupil, able, train_together

log = logging.getLogger(__name__)


@dataclass(eq=False, kw_only=True)
class _Learner:
    member: Member
    lesson: Lesson
    step: Callable[[int, int], None]


def run_batch(members: Sequence[Member], models: Models) -> None:
    """Look at everybody's photos, then learn all faces at once; each member's end comes when their training's does.

    Where the gang itself fails (too little memory, words of different lengths) whoever has no end is left without one:
    alone they go on from what they kept.
    """
    if not able(models.pipeline):
        return
    with ExitStack() as pictures:
        learners = [each for member in members if (each := _learner(member, members, models, pictures)) is not None]
        learners = [each for each in learners if not each.member.gone()]
        if len(learners) < 2:
            return
        pupils, preset = [_pupil(learner, members, models) for learner in learners], learners[0].lesson.request.preset
        try:
            train_together(models.pipeline, pupils, preset=preset)
        except ValueError:  # words of different lengths, above all
            log.info("these %d people are learnt one by one", len(learners))


def _learner(member: Member, members: Sequence[Member], models: Models, pictures: ExitStack) -> _Learner | None:
    """Look at somebody's photos; None where they ended. Of the others, whoever leaves meanwhile hears of it."""

    gone = partial(_gone, member, members)

    def progress(step: Progress) -> None:
        if gone():
            raise JobCancelledError
        member.progress(step)

    if gone():
        return None
    with member.own():
        lesson = prepared(member.request, models, progress)
        instant = pictures.enter_context(first_picture(lesson, models, progress, gone))
        return _Learner(member=member, lesson=lesson, step=Pace(member.progress, instant))
    return None


def _gone(member: Member, members: Sequence[Member]) -> bool:
    look_round(members)
    return member.ended


def _pupil(learner: _Learner, members: Sequence[Member], models: Models) -> Pupil:
    member, request = learner.member, learner.lesson.request

    def left(end: Learnt | EngineError) -> None:
        if isinstance(end, EngineError):
            member.end(end)
        if member.gone():  # their folder may have been cleared: nothing more is written there
            return
        assert not isinstance(end, EngineError)
        tensors, told = end
        with member.own():
            write_adapter(learner.lesson, models, tensors, told)
            member.end(learnt(learner.lesson, models, told))

    return Pupil(
        samples=learner.lesson.samples,
        looks=learner.lesson.looks,
        seed=request.seed,
        steps=request.steps,
        step=learner.step,
        cancelled=partial(_gone, member, members),
        look=models.faces.embed,
        work=request.work,
        left=left,
    )
