"""The loop face and style adapters share (paper 2.2): cached inputs in, trained slots out.

Cosine rate (with restarts where the recipe says so) after a short warm-up, gradients clipped to 1, losses weighted by
cell (the head counts most) and, unless switched off, by signal-to-noise. The base stays frozen and keeps its type,
bfloat16 on a GPU; only the adapter's tensors, kept in float32, move. A batch too large for the memory is cut up.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import NoReturn

import torch

from engine.diffusion.portions import free_memory
from engine.errors import DeviceMemoryError, JobCancelledError, LaidAsideError, NotANumberError
from engine.training import aside, resume
from engine.training import optimiser as optimisers
from engine.training import plan as plans
from engine.training.dataset import Dataset
from engine.training.judge import Judge
from engine.training.likeness import Likeness
from engine.training.objective import Objective
from engine.training.plan import Plan
from engine.training.precision import autocast, scaler

WARM_UP = 0.05  # share of the steps
LEAST_RATE = 0.05  # of the full rate, at the end of an arc
SKIPPED = 20  # steps in a row without a usable gradient; looking for its scale, float16 skips a few


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What a training says of itself: mean loss of the first and last tenth of its steps, and its seconds.

    ``kept`` is the step the tensors are of, ``scores`` (step, distance to held-back photos) of each candidate.
    """

    steps: int
    first_loss: float
    last_loss: float
    seconds: float
    kept: int = 0
    scores: tuple[tuple[int, float], ...] = ()
    optimiser: str = optimisers.PLAIN
    resumed: int = 0  # step it went on from
    rows: int = 0  # samples that went through the network at once
    checkpointing: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """What was drawn for one step: ``rows`` (N,) of the data, their ``times`` (N,), ``noise`` (N, channels, h, w)."""

    rows: torch.Tensor
    times: torch.Tensor
    noise: torch.Tensor

    def part(self, places: torch.Tensor) -> Batch:
        """Return some of it."""
        return Batch(rows=self.rows[places], times=self.times[places], noise=self.noise[places])


def rate_at(number: int, steps: int, restarts: int = 1) -> float:
    """Return the share of the learning rate at step ``number``: warm-up, then ``restarts`` arcs of a cosine."""
    warm = min(1.0, (number + 1) / max(1.0, WARM_UP * steps))
    along = (number / steps * restarts) % 1.0
    return warm * (LEAST_RATE + (1 - LEAST_RATE) * (1 + math.cos(math.pi * along)) / 2)


def fit(
    network: torch.nn.Module,
    objective: Objective,
    values: list[torch.nn.Parameter],
    data: Dataset,
    *,
    steps: int,
    batch: int,
    rate: float,
    seed: int,
    step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    restarts: int = 1,
    judge: Judge | None = None,
    likeness: Likeness | None = None,
    place: resume.Place | None = None,
    free: Callable[[torch.device], int] = free_memory,
    whole: bool = False,
    read: Callable[[torch.Tensor], torch.Tensor] | None = None,
    shares: list[float] | None = None,
) -> Trained:
    """Train ``values`` of ``network`` on ``data`` towards ``objective``.

    ``judge`` compares candidates on the way and puts the best back at the end; ``likeness`` adds how far the face is
    from ``data.people`` to the loss of noisy samples; ``place`` is where the training can be continued from after the
    process was killed. ``whole``: nothing is computed in half precision. ``read`` returns the text states of rows
    anew, with a gradient, in place of those of ``data``; ``shares`` are the values' parts of the rate, one each.

    Raises:
        JobCancelledError: between two steps, when ``cancelled`` returns True.
        LaidAsideError: between two steps, when it is asked to lie aside and has a ``place`` to go on from.
        DeviceMemoryError: not even one sample without kept activations fits.
        NotANumberError: the network's numbers ran away; the values are as they were before that step.
    """
    run = Run(network, objective, values, data, batch=batch, rate=rate, seed=seed, judge=judge, shares=shares)
    run.whole, run.read = whole, read
    run.likeness = likeness  # before the plan: what it keeps in memory counts
    run.plan = run.planned(free)
    began, resumed = time.monotonic(), run.restore(place)
    done = resumed
    while done < steps:
        if cancelled():
            raise JobCancelledError
        if place is not None and aside.asked():
            run.lie_aside(place, done)
        run.step(rate * rate_at(done, steps, restarts))
        done += 1
        run.after(done, steps, place)
        step(done, steps)
    return run.trained(done, resumed, time.monotonic() - began, place)


class Run:
    """One training: everything that changes from step to step."""

    def __init__(
        self,
        network: torch.nn.Module,
        objective: Objective,
        values: list[torch.nn.Parameter],
        data: Dataset,
        *,
        batch: int,
        rate: float,
        seed: int,
        judge: Judge | None,
        shares: list[float] | None = None,
    ) -> None:
        self._network, self._values, self._data, self._batch, self._judge = network, values, data, batch, judge
        self._objective = objective
        self.device = data.latents.device
        self._generator = torch.Generator().manual_seed(seed)
        groups = optimisers.grouped(values, shares) if shares else values
        self._optimiser, self.optimiser_name = optimisers.build(groups, rate, device=self.device)
        self.dtype = getattr(network, "dtype", None) or next(network.parameters()).dtype
        self._scaler, self._skipped = scaler(self.device, self.dtype), 0
        self.losses: list[torch.Tensor] = []
        self.likeness: Likeness | None = None
        self.whole = False
        self.read: Callable[[torch.Tensor], torch.Tensor] | None = None
        self.plan = Plan(rows=batch)

    @property
    def cells(self) -> int | None:
        """Return how many cells the latents of a picture have, by which attention is computed, see `autocast`.

        None where activations are computed twice: the second time lies outside the pass, and would go another way.
        """
        return None if self.plan.checkpointing else self._data.latents.shape[-2:].numel()

    def planned(self, free: Callable[[torch.device], int]) -> Plan:
        """Return how much of the batch goes through the network at once, from what one sample keeps."""
        try:
            one = plans.kept_bytes(self._network, self.probe)
        except torch.OutOfMemoryError:  # what remains is told by the first step
            return Plan(rows=1, checkpointing=True)
        return plans.choose(self._batch, one, free(self.device))

    def probe(self) -> torch.Tensor:
        """Return the loss of one sample, to see what its backward pass keeps; draws no random number."""
        noise = torch.zeros_like(self._data.latents[:1])
        batch = Batch(rows=torch.zeros(1, dtype=torch.long), times=self._objective.middle(), noise=noise)
        return self._loss(batch, jitter=False)

    def step(self, rate: float) -> None:
        """Draw a batch, sum its gradients part by part, move the values."""
        batch = self.drawn()
        while not self._summed(batch):
            smaller = self.plan.smaller()
            if smaller is None:
                raise DeviceMemoryError
            self.plan = smaller
            self.checkpoint(smaller.checkpointing)
        self.move(rate)

    def drawn(self) -> Batch:
        """Draw the next batch; what is drawn depends on the seed alone."""
        data, batch = self._data, self._batch
        return Batch(
            rows=torch.randint(len(data.latents), (batch,), generator=self._generator),
            times=self._objective.times(batch, self._generator),
            noise=torch.randn((batch, *data.latents.shape[1:]), generator=self._generator).to(self.device),
        )

    def move(self, rate: float) -> None:
        """Move the values by the gradient that lies in them, clipped.

        Raises:
            NotANumberError: it ran away, too many times in a row.
        """
        for group in self._optimiser.param_groups:
            group["lr"] = rate * group.get(optimisers.SHARE, 1.0)
        self._scaler.unscale_(self._optimiser)
        size = torch.nn.utils.clip_grad_norm_(self._values, 1.0)
        self._skipped = 0 if bool(size.isfinite()) else self._skipped + 1
        if self._skipped > (SKIPPED if self._scaler.is_enabled() else 0):
            self._optimiser.zero_grad()
            raise NotANumberError("train")
        self._scaler.step(self._optimiser)
        self._scaler.update()
        self._optimiser.zero_grad()

    def _summed(self, batch: Batch) -> bool:
        """Put the gradient of a batch into the values; False when memory ran out, and then nothing is there."""
        total = torch.zeros((), device=self.device)
        self.checkpoint(self.plan.checkpointing)
        try:
            for part in torch.arange(len(batch.rows)).split(self.plan.rows):
                loss = self._loss(batch.part(part)) * (len(part) / len(batch.rows))
                self.scaled(loss).backward()
                total += loss.detach()
        except torch.OutOfMemoryError:
            self._optimiser.zero_grad()
            if self.device.type == "cuda":
                torch.cuda.empty_cache()
            return False
        self.note(total)
        return True

    def scaled(self, loss: torch.Tensor) -> torch.Tensor:
        """Return a loss as it goes backward: in float16, so much larger that nothing vanishes."""
        return self._scaler.scale(loss)

    def note(self, loss: torch.Tensor) -> None:
        """Keep the loss of a step.

        Raises:
            NotANumberError: it is none; no gradient is left in the values.
        """
        if not bool(loss.isfinite()):
            self._optimiser.zero_grad()
            raise NotANumberError("train")
        self.losses.append(loss)

    def _loss(self, batch: Batch, *, jitter: bool = True) -> torch.Tensor:
        noisy, states, added = self.shown(batch)
        with nullcontext() if self.whole else autocast(self.device, self.dtype, self.cells):
            states = states if self.read is None else self.read(batch.rows)
            guess = self._objective.ask(self._network, noisy, batch.times, states, added)
        return self.judged(batch, noisy, guess.float(), jitter=jitter)

    def shown(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
        """Return what the network is shown of a batch: spoilt latents, states, and what is told beside them."""
        data = self._data
        noisy = self._objective.noised(data.latents[batch.rows], batch.noise, batch.times)
        return noisy, data.states[batch.rows], {name: value[batch.rows] for name, value in data.added.items()}

    def judged(self, batch: Batch, noisy: torch.Tensor, guess: torch.Tensor, *, jitter: bool = True) -> torch.Tensor:
        """Return the loss of what the network said of a batch, ``guess``, float32."""
        data, objective, rows, times = self._data, self._objective, batch.rows, batch.times
        target = objective.target(data.latents[rows], batch.noise, times)
        error = ((guess - target) ** 2).mean(1) * data.weights[rows]
        usual = (objective.weight(times).to(self.device) * error.mean((1, 2))).mean()
        if self.likeness is None:
            return usual
        return usual + self._unlike(objective.believed(noisy, guess, times), rows, times, jitter=jitter)

    def _unlike(self, clean: torch.Tensor, rows: torch.Tensor, times: torch.Tensor, *, jitter: bool) -> torch.Tensor:
        people = self._data.people[rows]
        judged = self._objective.noisy(times).to(self.device) & ~people.isnan().any(1)
        if not judged.any():
            return clean.new_zeros(())
        seen = judged.nonzero()[:, 0][: self.likeness.rows or None]  # moments are drawn at random: so are the first
        # Of half precision a processor alone makes use here: elsewhere decoder and embedder keep the type they are in.
        half = self.device.type == "cpu" and not self.whole
        with autocast(self.device, self.dtype) if half else nullcontext():
            apart = self.likeness.apart(clean[seen], people[seen], jitter=jitter, generator=self._generator)
        return self.likeness.weight * apart.float() * judged.float().mean()

    def after(self, done: int, steps: int, place: resume.Place | None) -> None:
        """Look at a candidate and write everything down, where it is time for that."""
        if self._judge is not None and done in self._judge.marks(steps):
            self._judge.look(done, self._values)
        if place is not None and done % place.every == 0 and done < steps:
            self.store(place, done)

    def trained(self, done: int, resumed: int, seconds: float, place: resume.Place | None) -> Trained:
        """Put the best candidate back and return what the training says of itself."""
        judge = self._judge
        kept = judge.put_back(self._values) if judge is not None and judge.scores else done
        if place is not None:
            place.clear()
        self.checkpoint(False)
        history = torch.stack(self.losses).tolist()
        tenth = max(1, done // 10)
        return Trained(
            steps=done,
            first_loss=sum(history[:tenth]) / tenth,
            last_loss=sum(history[-tenth:]) / tenth,
            seconds=seconds,
            kept=kept,
            scores=tuple(judge.scores) if judge is not None else (),
            optimiser=self.optimiser_name,
            resumed=resumed,
            rows=self.plan.rows,
            checkpointing=self.plan.checkpointing,
        )

    def checkpoint(self, wanted: bool) -> None:
        """Let the network keep its activations, or compute them twice."""
        if wanted != getattr(self._network, "is_gradient_checkpointing", False):
            (self._network.enable_gradient_checkpointing if wanted else self._network.disable_gradient_checkpointing)()

    def store(self, place: resume.Place, number: int) -> None:
        """Write everything the next step needs."""
        tensors = resume.pack(self._values, self._optimiser)
        tensors |= {"random": self._generator.get_state(), "losses": torch.stack(self.losses)}
        judged = self._judge.state() if self._judge is not None else ({}, [])
        tensors |= {f"best.{name}": value for name, value in judged[0].items()}
        place.save(tensors, {"step": number, "scores": judged[1], "scale": self._scaler.state_dict()})

    def lie_aside(self, place: resume.Place, number: int) -> NoReturn:
        """Write everything the next step needs, if a step was taken, and raise `LaidAsideError`."""
        if self.losses:
            self.store(place, number)
        raise LaidAsideError

    def restore(self, place: resume.Place | None) -> int:
        """Go on from what `store` wrote; return the step, 0 where there is nothing to go on from."""
        found = place.load() if place is not None else None
        if found is None:
            return 0
        tensors, state = found
        resume.unpack(tensors, self._values, self._optimiser)
        self._generator.set_state(tensors["random"])
        if self._scaler.is_enabled() and state.get("scale"):
            self._scaler.load_state_dict(state["scale"])
        self.losses = list(tensors["losses"].to(self.device))
        if self._judge is not None:
            best = {name.removeprefix("best."): v for name, v in tensors.items() if name.startswith("best.")}
            self._judge.restore(best, state["scores"])
        return state["step"]
