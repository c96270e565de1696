"""Several people's faces learnt at once: their batches go through the base together, each into their own slots.

A person's gradients, draws and steps are those they would have alone, up to the rounding of the kernels: the loss is
the sum of everybody's own, norms are clipped person by person, and each has an optimiser, a schedule, a judge and a
random number generator of their own. So somebody can leave at any step (cancelled, at their end, or their
numbers ran away) and the others do not notice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from engine.diffusion.portions import free_memory
from engine.diffusion.stacked import StackedFaces
from engine.errors import DeviceMemoryError, EngineError, JobCancelledError, LaidAsideError
from engine.training import aside, resume
from engine.training import plan as plans
from engine.training.dataset import Dataset
from engine.training.judge import Judge
from engine.training.likeness import Likeness
from engine.training.loop import Batch, Run, Trained, rate_at
from engine.training.objective import Objective
from engine.training.precision import autocast


@dataclass(frozen=True, kw_only=True, eq=False)
class Member:
    """One person in a gang; all as `engine.training.loop.fit` takes it."""

    data: Dataset
    steps: int
    seed: int
    step: Callable[[int, int], None]
    cancelled: Callable[[], bool]
    judge: Judge | None = None
    place: resume.Place | None = None


def together(members: Sequence[Dataset]) -> bool:
    """Say whether these people's rows can stand in one batch: pictures of one size, texts of one length."""
    shapes = {(data.latents.shape[1:], data.states.shape[1:], tuple(sorted(data.added))) for data in members}
    return len(shapes) == 1


def fit(
    network: nn.Module,
    objective: Objective,
    stacked: StackedFaces,
    members: Sequence[Member],
    *,
    batch: int,
    rate: float,
    restarts: int = 1,
    likeness: Likeness | None = None,
    whole: bool = False,
    free: Callable[[torch.device], int] = free_memory,
    left: Callable[[int, Trained | EngineError], None] = lambda number, end: None,
    shares: list[float] | None = None,
) -> list[Trained | EngineError]:
    """Train member ``i`` into the slots of person ``i`` of ``stacked``, which acts; return what came of each.

    What a member's own training would raise stands in their place: `JobCancelledError`, `NotANumberError`, or what
    their judge or ``step`` raises. ``likeness`` counts for those whose embedding is known. ``left`` hears of each end
    when it comes, while the others go on. ``shares``: each slot's part of the rate, the same for everybody.

    Raises:
        ValueError: their rows cannot stand in one batch, see `together`.
        DeviceMemoryError: not even one person's batch fits.
        LaidAsideError: all who still learn were asked to lie aside, and each has a place to go on from.
    """
    if not together([member.data for member in members]):
        raise ValueError("pictures of one size and texts of one length are learnt together")
    gang = _Gang(network, objective, stacked, whole, left)
    for number, member in enumerate(members):
        gang.join(number, member, batch=batch, rate=rate, likeness=likeness, shares=shares)
    gang.at_once = gang.planned(batch, free)
    while gang.present:
        gang.step(rate, restarts)
    return [gang.ends[number] for number in range(len(members))]


@dataclass(eq=False)
class _Pupil:
    """A member on their way."""

    number: int
    member: Member
    run: Run
    values: list[nn.Parameter]
    done: int = 0
    resumed: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def ready(self) -> bool:
        """Say whether nothing more is to be learnt."""
        return self.done >= self.member.steps


class _Gang:
    """Who is still learning, and what became of the others."""

    def __init__(
        self,
        network: nn.Module,
        objective: Objective,
        stacked: StackedFaces,
        whole: bool,
        left: Callable[[int, Trained | EngineError], None],
    ) -> None:
        self._left = left
        self._network, self._objective, self._stacked, self._whole = network, objective, stacked, whole
        self.present: list[_Pupil] = []
        self.ends: dict[int, Trained | EngineError] = {}
        self.at_once = 1  # people whose batches go through the network together

    def join(
        self,
        number: int,
        member: Member,
        *,
        batch: int,
        rate: float,
        likeness: Likeness | None,
        shares: list[float] | None,
    ) -> None:
        """Let a member begin, or go on from where they were."""
        values = list(self._stacked.person(number).values())
        run = Run(
            self._network, self._objective, values, member.data, batch=batch, rate=rate, seed=member.seed,
            judge=member.judge, shares=shares,
        )  # fmt: skip
        run.likeness, run.whole = likeness if member.data.people is not None else None, self._whole
        pupil = _Pupil(number, member, run, values)
        pupil.done = pupil.resumed = run.restore(member.place)
        self.present.append(pupil)

    def planned(self, batch: int, free: Callable[[torch.device], int]) -> int:
        """Return how many people's batches fit at once, from what one sample keeps for its way back.

        Raises:
            DeviceMemoryError: not one: a processor's memory does not say so when it runs out, the system ends who asks.
        """
        largest = max(self.present, key=lambda pupil: pupil.run.likeness is not None)  # it keeps more than a loss does
        self._stacked.rows([largest.number])
        try:
            size = plans.kept_bytes(self._network, largest.run.probe)
        except torch.OutOfMemoryError:
            raise DeviceMemoryError from None
        plan = plans.choose(batch * len(self.present), size, free(largest.run.device))
        if plan.rows < batch:
            raise DeviceMemoryError
        return plan.rows // batch

    def step(self, rate: float, restarts: int) -> None:
        """Take one step with everybody who is still here."""
        for pupil in list(self.present):
            if pupil.ready:
                self._leave(pupil, self._trained(pupil))
            elif pupil.member.cancelled():
                self._leave(pupil, JobCancelledError())
        if not self.present:
            return
        if aside.asked():
            self._lie_aside()
        drawn = {pupil.number: pupil.run.drawn() for pupil in self.present}
        losses = self._summed(drawn)
        self._stacked.hand_out({pupil.number: pupil.values for pupil in self.present})
        for pupil in list(self.present):
            try:
                pupil.run.note(losses[pupil.number])
                pupil.run.move(rate * rate_at(pupil.done, pupil.member.steps, restarts))
                pupil.done += 1
                self._stacked.rows([pupil.number])  # a judge draws them alone
                pupil.run.after(pupil.done, pupil.member.steps, pupil.member.place)
                pupil.member.step(pupil.done, pupil.member.steps)
            except EngineError as error:
                self._leave(pupil, error)

    def _lie_aside(self) -> None:
        """Write down where everybody is and raise `LaidAsideError`; nobody stops of whom nothing could be kept."""
        places = [(pupil, pupil.member.place) for pupil in self.present]
        if any(place is None for _, place in places):
            return
        for pupil, place in places:
            if place is not None and pupil.run.losses:
                pupil.run.store(place, pupil.done)
        raise LaidAsideError

    def _summed(self, drawn: dict[int, Batch]) -> dict[int, Tensor]:
        """Put everybody's gradient into the stack and return the losses, halving the groups when memory runs out."""
        while True:
            losses: dict[int, Tensor] = {}
            try:
                for first in range(0, len(self.present), self.at_once):
                    losses |= self._backward(self.present[first : first + self.at_once], drawn)
                return losses
            except torch.OutOfMemoryError:
                self._stacked.learn(True)  # what was summed so far is of half the people
                if self.at_once == 1:
                    raise DeviceMemoryError from None
            if self.present[0].run.device.type == "cuda":
                torch.cuda.empty_cache()
            self.at_once //= 2

    def _backward(self, group: Sequence[_Pupil], drawn: dict[int, Batch]) -> dict[int, Tensor]:
        batches = [drawn[pupil.number] for pupil in group]
        shown = [pupil.run.shown(batch) for pupil, batch in zip(group, batches, strict=True)]
        noisy, states = torch.cat([each[0] for each in shown]), torch.cat([each[1] for each in shown])
        added = {name: torch.cat([each[2][name] for each in shown]) for name in shown[0][2]}
        self._stacked.rows([pupil.number for pupil, batch in zip(group, batches, strict=True) for _ in batch.rows])
        run = group[0].run
        with nullcontext() if self._whole else autocast(run.device, run.dtype, run.cells):
            times = torch.cat([batch.times for batch in batches])
            guess = self._objective.ask(self._network, noisy, times, states, added).float()
        losses, parts = {}, guess.split([len(batch.rows) for batch in batches])
        total = guess.new_zeros(())
        for pupil, batch, each, said in zip(group, batches, shown, parts, strict=True):
            loss = pupil.run.judged(batch, each[0], said)
            losses[pupil.number] = loss.detach()
            total = total + pupil.run.scaled(loss)
        total.backward()
        return losses

    def _trained(self, pupil: _Pupil) -> Trained:
        return pupil.run.trained(pupil.done, pupil.resumed, time.monotonic() - pupil.began, pupil.member.place)

    def _leave(self, pupil: _Pupil, end: Trained | EngineError) -> None:
        self.present.remove(pupil)
        self.ends[pupil.number] = end
        self._left(pupil.number, end)
