"""What a cluster does to a job, on two nodes of this machine: ``make ray``. Not collected by name, as ``on_ray.py``.

The nodes are real: a raylet each, with a store, a memory and a death of its own; only the network between them is not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.errors import EngineError, WorkerDiedError
from engine.queue.ray import RayExecutor, fleet
from engine.queue.ray.cluster import ALONE
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress
from engine.settings import EngineSettings
from engine.tasks.portrait.request import Portrait, Portraits
from tests.engine.queue import fake_worker
from tests.engine.queue.executor_suite import Watcher

LONG = 600.0  # seconds until a test gives up; nothing here is timed
SETTINGS = EngineSettings(weights=Path("tests").absolute(), device="cpu", threads=1)
MARK = b"the face of nobody else "


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head that does no work, as the bot's machine would be, and one node; a test may add another."""
    os.environ.update(ALONE)
    os.environ.pop("RAY_AUTH_MODE")  # the token is for `on_ray.py`
    fleet.START_SECONDS, fleet.ANSWER_SECONDS = LONG, LONG / 10  # a slow machine is no lost one
    from ray.cluster_utils import Cluster

    made = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    made.add_node(num_cpus=1, object_store_memory=100 * 2**20)
    yield made
    import ray

    ray.shutdown()
    made.shutdown()


@pytest.fixture
async def executor(cluster: Any) -> AsyncIterator[RayExecutor]:
    """An executor that joined the cluster."""
    made = RayExecutor(Lane.DEVICE, SETTINGS, address=cluster.address, module=fake_worker.__name__, cancel_grace=0.5)
    await made.start()
    yield made
    await made.close()


def _job(scratch: Path, style: str, name: str, affinity: str = "") -> ClaimedJob:
    folder = scratch / f"{name}-1"
    request = Portrait(
        identity=folder / "identity", style=style, out=folder / "out", scene_picture=scratch / "job-training"
    )
    return ClaimedJob(id=name, token=1, request=request, scratch=folder, attempt=1, affinity=affinity)


async def _run(
    executor: RayExecutor, job: ClaimedJob, report: Callable[[Progress], None] = lambda _: None
) -> Portraits:
    async with asyncio.timeout(LONG):
        result = await executor.run(job, report, asyncio.Event())
    assert isinstance(result, Portraits)
    return result


async def _become(executor: RayExecutor, slots: int) -> None:
    async with asyncio.timeout(LONG):
        while executor.slots != slots:
            await executor.changed(executor.slots)


async def test_pictures_travel_without_a_shared_folder(executor: RayExecutor, tmp_path: Path):
    """Inputs and results, previews and half a training come and go by parcel; on the node nothing stays."""
    job = _job(tmp_path, "carry", "job")
    job.request.identity.mkdir(parents=True)  # type: ignore[attr-defined]
    (job.request.identity / "face").write_bytes(b"ann")  # type: ignore[attr-defined]
    previews: list[Path | None] = []
    result = await _run(executor, job, lambda step: previews.append(step.preview))
    assert result.pictures[0].file == job.scratch / "out" / "made.png"
    assert result.pictures[0].file.read_bytes() == b"picture of ann"
    assert previews == [job.scratch / "out" / "preview.png"]
    assert (tmp_path / "job-training" / "half").read_bytes() == b"ann, half"


async def test_nobody_on_the_way_sees_a_face(executor: RayExecutor, cluster: Any, tmp_path: Path):
    """Neither a store, nor what it spills to disk, nor a log holds what was sent.

    Ten parcels together are larger than the store, so that it does spill. Control: what is put unsealed is found.
    """
    import ray

    job = _job(tmp_path, "carry", "large")
    job.request.identity.mkdir(parents=True)  # type: ignore[attr-defined]
    (job.request.identity / "face").write_bytes(MARK * (40 * 2**20 // len(MARK)))  # type: ignore[attr-defined]
    from engine.queue.ray.parcels import Parcel, ParcelKey, seal_for

    await _run(executor, job)
    folder = Path(cluster.head_node.get_session_dir_path())
    files = {"face": MARK * (40 * 2**20 // len(MARK))}
    held = [ray.put(seal_for(ParcelKey().public, Parcel(message={}, files=files))) for _ in range(10)]
    assert _spilt(folder), "nothing was spilt: the test would show nothing"
    assert _with(folder, MARK) == []
    del held
    plain = [ray.put(MARK * (40 * 2**20 // len(MARK)) + bytes([each])) for each in range(10)]
    assert [file for file in _with(folder, MARK) if "spill" in str(file)]
    del plain


def _files(folder: Path) -> list[Path]:
    """Return what lies in a folder that others share: one of theirs may go while it is looked through."""
    return [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]


def _spilt(folder: Path) -> list[Path]:
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        if found := [file for file in _files(folder) if "spill" in str(file) and file.is_file()]:
            return found
        time.sleep(0.2)
    return []


def _gone(folder: Path) -> bool:
    until = time.monotonic() + LONG
    while _with(folder, MARK) and time.monotonic() < until:
        time.sleep(0.1)
    return not _with(folder, MARK)


def _with(folder: Path, words: bytes) -> list[Path]:
    found = []
    for file in _files(folder):
        try:
            if file.is_file() and words in file.read_bytes():
                found.append(file)
        except OSError:  # deleted meanwhile
            continue
    return found


async def test_a_killed_actor_is_replaced_and_serves_again(executor: RayExecutor, tmp_path: Path):
    """kill -9, once with a job that gets its sentence, once with nobody there; then the next job is served."""
    (process,) = executor.processes
    watcher = Watcher()
    running = asyncio.create_task(executor.run(_job(tmp_path, "deaf", "a"), watcher, asyncio.Event()))
    await asyncio.wait_for(watcher.started.wait(), LONG)
    children = psutil.Process(process).children(recursive=True)
    os.kill(process, signal.SIGKILL)
    with pytest.raises(WorkerDiedError):
        await asyncio.wait_for(running, LONG)
    assert await _run(executor, _job(tmp_path, "draw", "b"))
    _, alive = psutil.wait_procs(children, timeout=LONG)
    assert alive == []  # its worker did not stay behind
    (process,) = executor.processes
    os.kill(process, signal.SIGKILL)
    assert await _run(executor, _job(tmp_path, "draw", "c"))


async def test_a_spare_actor_takes_over_and_leaves_another(executor: RayExecutor, cluster: Any, tmp_path: Path):
    """To begin its process is half of what a killed one is missed for; a spare that died too costs that, no more."""
    fleet, replaced = executor._fleet, []
    for _ in range(2):
        (spare,) = fleet._spares.values()
        begun = (await spare.hello.remote())["process"]
        os.kill(executor.processes[0], signal.SIGKILL)
        assert await _run(executor, _job(tmp_path, "draw", f"spare{begun}"))
        replaced.append(executor.processes == [begun])
    assert replaced == [True, True]
    (spare,) = fleet._spares.values()
    begun = (await spare.hello.remote())["process"]
    for process in (begun, executor.processes[0]):
        os.kill(process, signal.SIGKILL)
    assert await _run(executor, _job(tmp_path, "draw", "none"))
    assert begun not in executor.processes


async def test_a_face_in_the_clear_does_not_outlive_a_killed_actor(executor: RayExecutor, tmp_path: Path):
    """The worker removes the files of its job when its actor is gone."""
    from engine.queue.ray.node import PREFIX
    from engine.queue.ray.ownfolder import in_memory

    place = in_memory()
    if place is None:
        pytest.skip("no folder in memory (/dev/shm) with room here")
    job = _job(tmp_path, "deaf", "clear")
    job.request.identity.mkdir(parents=True)  # type: ignore[attr-defined]
    (job.request.identity / "face").write_bytes(MARK)  # type: ignore[attr-defined]
    watcher = Watcher()
    running = asyncio.create_task(executor.run(job, watcher, asyncio.Event()))
    await asyncio.wait_for(watcher.started.wait(), LONG)
    assert [file for file in _with(place, MARK) if PREFIX in str(file)]
    os.kill(executor.processes[0], signal.SIGKILL)
    with pytest.raises(WorkerDiedError):
        await asyncio.wait_for(running, LONG)
    assert await asyncio.to_thread(_gone, place)


async def test_a_node_joins_and_its_loss_costs_one_attempt(executor: RayExecutor, cluster: Any, tmp_path: Path):
    """Two people are served at once then; the jobs of a lost node get their sentence, the other's go on."""
    node = cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20)
    await _become(executor, 2)
    began = [Watcher(), Watcher()]
    cancels = [asyncio.Event(), asyncio.Event()]
    running = [
        asyncio.create_task(executor.run(_job(tmp_path, "wait", f"w{number}"), began[number], cancels[number]))
        for number in range(2)
    ]
    await asyncio.gather(*(asyncio.wait_for(each.started.wait(), LONG) for each in began))
    cluster.remove_node(node, allow_graceful=False)
    done, going = await asyncio.wait(running, timeout=LONG, return_when=asyncio.FIRST_COMPLETED)
    assert (len(done), len(going)) == (1, 1)
    assert isinstance(done.pop().exception(), WorkerDiedError)
    await _become(executor, 1)
    for cancel in cancels:
        cancel.set()
    with pytest.raises(EngineError):
        await asyncio.wait_for(going.pop(), LONG)
    assert await _run(executor, _job(tmp_path, "draw", "after"))


async def test_the_same_face_goes_where_it_is_warm(executor: RayExecutor, cluster: Any, tmp_path: Path):
    """Its adapter is in that actor's memory; another face goes to the one that was idle longest."""
    node = cluster.add_node(num_cpus=1, object_store_memory=100 * 2**20)
    await _become(executor, 2)
    served: dict[str, set[str]] = {"ann": set(), "bob": set()}
    for number in range(3):
        for who in served:
            result = await _run(executor, _job(tmp_path, "draw", f"{who}{number}", affinity=who))
            served[who].add(result.backends["process"])
    assert [len(each) for each in served.values()] == [1, 1]
    assert served["ann"] != served["bob"]
    cluster.remove_node(node, allow_graceful=False)
    await _become(executor, 1)
