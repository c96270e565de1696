"""Runs jobs on a Ray cluster: an actor on every GPU, or where there is none one for every few processors of a node.

The job table stays the durable truth and its owner retries; Ray only carries. What an actor does stands in
`engine.queue.ray.node`, what it is sent in `engine.queue.ray.parcels`: whatever travels is sealed, and no folder is
shared. Nodes may come and go. An actor that died is replaced by another on the same node, and one at which the same
face is still warm is preferred.

Needs the optional extra: ``pip install "portrait-bot[ray]"``. Without an address the cluster is one of this machine
alone, which listens on loopback and asks for a token nobody else knows.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import DeviceMemoryError, EngineError, JobCancelledError, WorkerDiedError
from engine.queue.batching import Batch, Batching, batching
from engine.queue.executor import Member, OnProgress
from engine.queue.failures import describe
from engine.queue.joint import alone
from engine.queue.local import ALONE_SECONDS, CANCEL_GRACE_SECONDS
from engine.queue.ray.cluster import find_ray, prepare
from engine.queue.ray.fleet import Arm, Crew, Fleet, NodeReport
from engine.queue.ray.luggage import Luggage, StrayFileError
from engine.queue.ray.memory import keep_freed
from engine.queue.ray.parcels import LARGE_BYTES, AnswerLine, BrokenParcelError, Parcel, Sealed, in_store, seal_for
from engine.queue.store import ClaimedJob, warmth
from engine.requests import Lane, Progress, Result, from_json, read_result, to_json
from engine.settings import EngineSettings

log = logging.getLogger("engine.ray")
DEAF_SECONDS = 10.0  # beyond the grace of a cancel, until an actor that does not end the job is itself ended


class RayExecutor:
    """`engine.queue.executor.Executor` over Ray actors. ``token``: the file with the token the cluster asks for.

    ``batch``: as `LocalExecutor` has it.
    """

    lays_aside = False  # an actor hears of no such wish yet: whoever waits for its worker waits for a training's end

    def __init__(
        self,
        lane: Lane,
        settings: EngineSettings,
        *,
        address: str | None = None,
        token: Path | None = None,
        module: str = "engine.worker",
        warm: bool = False,
        cancel_grace: float = CANCEL_GRACE_SECONDS,
        batch: Batch = "auto",
    ) -> None:
        prepare(address, token)
        keep_freed()
        self._errors = find_ray().exceptions
        self._grace = cancel_grace
        crew = Crew(lane=lane, settings=settings, module=module, warm=warm, grace=cancel_grace)
        self._fleet = Fleet(crew, address)
        self._batch = batch
        self._alone_until = 0.0  # monotonic seconds; after a batch was too large for the memory
        self._runs = 0

    @property
    def slots(self) -> int:
        """How many jobs run at once: one per actor. Rises and falls with the nodes."""
        return len(self._fleet)

    @property
    def processes(self) -> list[int]:
        """The process id of each actor, on its own machine."""
        return [arm.process for arm in self._fleet.arms]

    async def start(self) -> None:
        """Join the cluster, place the actors and wait for the first; from then on follow the nodes."""
        await self._fleet.start()

    async def survey(self) -> list[NodeReport]:
        """Say what there is to know of every node, without starting: `doctor` asks. Raises `WorkerDiedError`."""
        return await self._fleet.survey()

    async def changed(self, known: int) -> None:
        """Return once `slots` is not ``known``."""
        await self._fleet.changed(known)

    @property
    def crowded(self) -> bool:
        """See `BatchExecutor.crowded`."""
        return time.monotonic() < self._alone_until

    def batching(self, job: ClaimedJob) -> Batching | None:
        """See `BatchExecutor.batching`: what suits the cards of the nodes, if they have any."""
        settings = self._fleet.settings
        card = any(arm.place.gpu for arm in self._fleet.arms)
        here = replace(settings, device="cuda") if card else settings
        return None if self.crowded else batching(job.request, here, self._batch)

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job, see `Executor.run`; an actor that still holds the same adapter is preferred."""
        return await alone(self, job, on_progress, cancel)

    async def run_batch(self, members: Sequence[Member]) -> None:
        """See `BatchExecutor.run_batch`; all of them travel in one parcel to one actor."""
        warm = warmth(*(member.job.affinity for member in members))
        arm = await self._fleet.take(warm, members[0].cancel if len(members) == 1 else asyncio.Event())
        self._runs += 1
        first = members[0].job
        run = f"{first.id}-{first.token}-{self._runs}"
        grace = self._grace * len(members)
        watches = [
            asyncio.create_task(self._cancel_later(arm, run, number, member.cancel, grace))
            for number, member in enumerate(members)
        ]
        broken = False
        try:
            await self._follow(arm, run, members, watches)
        except (self._errors.RayError, TimeoutError) as error:
            broken = True
            memory = isinstance(error, (self._errors.OutOfMemoryError, self._errors.ObjectStoreFullError))
            if memory and len(members) > 1:
                self._alone_until = time.monotonic() + ALONE_SECONDS
            died = WorkerDiedError(worker=f"ray-{arm.place.node[:8]}", reason=type(error).__name__)
            for member in members:
                taken_back = member.cancel.is_set() and not self._fleet.closed
                member.answer(JobCancelledError() if taken_back else DeviceMemoryError() if memory else died)
        except (BrokenParcelError, StrayFileError) as error:
            broken = True
            raise WorkerDiedError(worker=f"ray-{arm.place.node[:8]}", reason=type(error).__name__) from None
        except asyncio.CancelledError:
            with suppress(Exception):
                arm.handle.abort.remote(run)  # the jobs must not go on
            raise
        except OSError as error:  # no room for what came
            raise describe(error) from error
        finally:
            for watch in watches:
                watch.cancel()
            arm.warm_for = warm
            await asyncio.shield(self._fleet.give_back(arm, broken=broken))

    async def _follow(
        self, arm: Arm, run: str, members: Sequence[Member], watches: Sequence[asyncio.Task[None]]
    ) -> None:
        jobs = [member.job for member in members]
        luggage = Luggage(jobs[0].scratch.absolute().parent)
        places = [_places(luggage, job) for job in jobs]
        answer = AnswerLine.new_key()
        line = AnswerLine(answer)
        sealed = await asyncio.to_thread(_sealed, arm.key, jobs, luggage, places, answer)
        left = len(members)
        async for reference in arm.handle.run.options(num_returns="streaming").remote(run, in_store(sealed)):
            frame = await _received(line, await reference, luggage, [place for each in places for place in each])
            if frame["op"] == "log":
                facts = {"worker": f"ray-{arm.place.node[:8]}", "job": ", ".join(job.id for job in jobs)}
                logging.getLogger(frame["name"]).log(frame["level"], "%s", frame["text"], extra=facts)
                continue
            member = members[frame["number"]]
            if frame["op"] == "progress":
                member.on_progress(luggage.here(from_json(Progress, frame["progress"])))
                continue
            if frame["crowded"]:
                self._alone_until = time.monotonic() + ALONE_SECONDS
            watches[frame["number"]].cancel()
            member.answer(_outcome(frame, luggage))
            left -= 1
            if not left:
                return
        raise WorkerDiedError(worker="ray", reason="ended")

    async def _cancel_later(self, arm: Arm, run: str, number: int, cancel: asyncio.Event, grace: float) -> None:
        await cancel.wait()
        arm.handle.cancel.remote(run, number)
        await asyncio.sleep(grace + DEAF_SECONDS)
        log.warning("an actor did not end a job within %.0f s and is replaced", grace + DEAF_SECONDS)
        self._fleet.end(arm)

    async def forget(self) -> None:
        """See `Executor.forget`."""
        self._fleet.forget()

    async def close(self) -> None:
        """See `Executor.close`."""
        await self._fleet.close()


async def _received(line: AnswerLine, sealed: Sealed, luggage: Luggage, places: list[Path]) -> dict[str, Any]:
    """Open a frame and write its files, a large one in a thread: the bot talks on meanwhile."""

    def receive() -> dict[str, Any]:
        parcel = line.open(sealed)
        luggage.unpack(parcel.files, places)
        return parcel.message

    return receive() if len(sealed) < LARGE_BYTES else await asyncio.to_thread(receive)


def _outcome(frame: dict[str, Any], luggage: Luggage) -> Result | EngineError:
    """Return the end a frame tells of. Raises `StrayFileError`."""
    if frame["op"] == "error":
        return EngineError.from_json(frame["error"])
    try:
        result: Result = read_result(frame["kind"], frame["result"])
    except Exception as error:  # one person's result that cannot be read is not the others' end
        return describe(error)
    return luggage.here(result)


def _places(luggage: Luggage, job: ClaimedJob) -> list[Path]:
    """Return where files of a job may come to lie: its scratch folder, and what outlives an attempt."""
    scratch = luggage.place(job.scratch)
    return [scratch, *(place for place in luggage.named(job.request) if not place.is_relative_to(scratch))]


def _sealed(
    key: bytes, jobs: Sequence[ClaimedJob], luggage: Luggage, places: Sequence[list[Path]], answer: bytes
) -> bytes:
    """Return jobs and their files as a parcel for the actor with this key."""
    told = [
        {
            "job": job.id,
            "token": job.token,
            "attempt": job.attempt,
            "affinity": job.affinity,
            "kind": job.request.kind,
            "request": to_json(luggage.away(job.request)),
            "stamp": to_json(job.stamp),
            "scratch": scratch.as_posix(),
            "kept": [place.as_posix() for place in kept],
        }
        for job, (scratch, *kept) in zip(jobs, places, strict=True)
    ]
    named = [place for job in jobs for place in luggage.named(job.request)]
    message = {"jobs": told, "answer": answer.hex()}
    return seal_for(key, Parcel(message=message, files=luggage.collect(dict.fromkeys(named))))
