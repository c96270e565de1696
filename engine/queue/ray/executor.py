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
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.errors import DeviceMemoryError, EngineError, JobCancelledError, WorkerDiedError
from engine.queue.executor import OnProgress
from engine.queue.failures import describe
from engine.queue.local import CANCEL_GRACE_SECONDS
from engine.queue.ray.cluster import find_ray, prepare
from engine.queue.ray.fleet import Arm, Crew, Fleet, NodeReport
from engine.queue.ray.luggage import Luggage, StrayFileError
from engine.queue.ray.memory import keep_freed
from engine.queue.ray.parcels import LARGE_BYTES, AnswerLine, BrokenParcelError, Parcel, Sealed, in_store, seal_for
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Result, from_json, read_result, to_json
from engine.settings import EngineSettings

log = logging.getLogger("engine.ray")
DEAF_SECONDS = 10.0  # beyond the grace of a cancel, until an actor that does not end the job is itself ended


class RayExecutor:
    """`engine.queue.executor.Executor` over Ray actors. ``token``: the file with the token the cluster asks for."""

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
    ) -> None:
        prepare(address, token)
        keep_freed()
        self._errors = find_ray().exceptions
        self._grace = cancel_grace
        crew = Crew(lane=lane, settings=settings, module=module, warm=warm, grace=cancel_grace)
        self._fleet = Fleet(crew, address)
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

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job, see `Executor.run`; an actor that still holds the same adapter is preferred."""
        arm = await self._fleet.take(job.affinity, cancel)
        self._runs += 1
        run = f"{job.id}-{job.token}-{self._runs}"
        watch = asyncio.create_task(self._cancel_later(arm, run, cancel))
        broken = False
        try:
            return await self._follow(arm, run, job, on_progress)
        except (self._errors.RayError, TimeoutError) as error:
            broken = True
            if cancel.is_set() and not self._fleet.closed:
                raise JobCancelledError from None
            if isinstance(error, (self._errors.OutOfMemoryError, self._errors.ObjectStoreFullError)):
                raise DeviceMemoryError from None
            raise WorkerDiedError(worker=f"ray-{arm.place.node[:8]}", reason=type(error).__name__) from None
        except (BrokenParcelError, StrayFileError) as error:
            broken = True
            raise WorkerDiedError(worker=f"ray-{arm.place.node[:8]}", reason=type(error).__name__) from None
        except asyncio.CancelledError:
            with suppress(Exception):
                arm.handle.abort.remote(run)  # the job must not go on
            raise
        except OSError as error:  # no room for what came
            raise describe(error) from error
        finally:
            watch.cancel()
            arm.affinity = job.affinity
            await asyncio.shield(self._fleet.give_back(arm, broken=broken))

    async def _follow(self, arm: Arm, run: str, job: ClaimedJob, on_progress: OnProgress) -> Result:
        luggage = Luggage(job.scratch.absolute().parent)
        scratch = luggage.place(job.scratch)
        kept = [place for place in luggage.named(job.request) if not place.is_relative_to(scratch)]
        answer = AnswerLine.new_key()
        line = AnswerLine(answer)
        sealed = await asyncio.to_thread(_sealed, arm.key, job, luggage, kept, answer)
        async for reference in arm.handle.run.options(num_returns="streaming").remote(run, in_store(sealed)):
            frame = await _received(line, await reference, luggage, [scratch, *kept])
            if frame["op"] == "log":
                facts = {"worker": f"ray-{arm.place.node[:8]}", "job": job.id}
                logging.getLogger(frame["name"]).log(frame["level"], "%s", frame["text"], extra=facts)
            elif frame["op"] == "progress":
                on_progress(luggage.here(from_json(Progress, frame["progress"])))
            elif frame["op"] == "error":
                raise EngineError.from_json(frame["error"])
            else:
                result: Result = luggage.here(read_result(frame["kind"], frame["result"]))
                return result
        raise WorkerDiedError(worker="ray", reason="ended")

    async def _cancel_later(self, arm: Arm, run: str, cancel: asyncio.Event) -> None:
        await cancel.wait()
        arm.handle.cancel.remote(run)
        await asyncio.sleep(self._grace + DEAF_SECONDS)
        log.warning("an actor did not end a job within %.0f s and is replaced", self._grace + DEAF_SECONDS)
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


def _sealed(key: bytes, job: ClaimedJob, luggage: Luggage, kept: list[Path], answer: bytes) -> bytes:
    """Return a job and its files as a parcel for the actor with this key."""
    message = {
        "job": job.id,
        "token": job.token,
        "attempt": job.attempt,
        "affinity": job.affinity,
        "kind": job.request.kind,
        "request": to_json(luggage.away(job.request)),
        "stamp": to_json(job.stamp),
        "scratch": luggage.place(job.scratch).as_posix(),
        "kept": [place.as_posix() for place in kept],
        "answer": answer.hex(),
    }
    return seal_for(key, Parcel(message=message, files=luggage.collect(dict.fromkeys(luggage.named(job.request)))))
