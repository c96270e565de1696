"""What runs inside an actor, here without one: sealed jobs in, sealed answers out, and nothing left behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.queue.ray import node
from engine.queue.ray.node import NodeWorker
from engine.queue.ray.parcels import AnswerLine, BrokenParcelError, Parcel, seal_for
from engine.requests import Lane, to_json
from engine.safety.stamp import Stamp
from engine.settings import EngineSettings
from engine.tasks.portrait.request import Portrait
from tests.engine.queue import fake_worker

ROOT = Path(__file__).parents[4]


@pytest.fixture
async def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[NodeWorker]:
    """A prepared actor's inside, whose files lie in a folder of the test."""
    monkeypatch.setattr(node, "in_memory", lambda: tmp_path)
    made = NodeWorker(str(Lane.DEVICE), fake_worker.__name__, 0.5)
    met = await made.hello()
    settings = EngineSettings(weights=ROOT / "tests", device="cpu", threads=1)
    message = {"settings": to_json(settings), "warm": False, "hidden": [str(tmp_path / "hidden")]}
    assert await made.prepare(seal_for(met["key"], Parcel(message=message))) == ""
    yield made
    await made.close()
    assert [file for file in _files(tmp_path) if "portrait-node-" in str(file)] == []


async def _frames(worker: NodeWorker, style: str, count: int, files: dict[str, bytes]) -> AsyncIterator[Parcel]:
    request = Portrait(identity=Path("job-1/identity"), style=style, out=Path("job-1/out"), count=count)
    answer = AnswerLine.new_key()
    run, told = f"run-{style}", {
        "job": "job", "token": 1, "attempt": 1, "affinity": "", "kind": "portrait", "request": to_json(request),
        "stamp": to_json(Stamp()), "scratch": "job-1", "kept": ["job-training"],
    }  # fmt: skip
    message = {"jobs": [told], "answer": answer.hex()}
    sealed = seal_for((await worker.hello())["key"], Parcel(message=message, files=files))
    line = AnswerLine(answer)
    async for frame in worker.run(run, sealed):
        yield line.open(frame)


async def _run(worker: NodeWorker, style: str, count: int = 1, files: dict[str, bytes] | None = None) -> list[Parcel]:
    return [frame async for frame in _frames(worker, style, count, files or {})]


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]


async def test_progress_comes_before_the_result(worker: NodeWorker):
    """Each frame is yielded when it is there, and the result is the last."""
    frames = [each.message for each in await _run(worker, "draw", count=3) if each.message["op"] != "log"]
    assert [frame["op"] for frame in frames] == ["progress", "progress", "progress", "result"]
    assert frames[-1]["result"]["style"] == "draw"


async def test_an_error_is_the_last_frame(worker: NodeWorker):
    """Nothing is raised through Ray, which would wrap it in errors of its own."""
    assert (await _run(worker, "unknown"))[-1].message["error"]["code"] == "unknown-style"


async def test_a_bug_is_in_the_bots_log_under_the_id_the_person_reads(worker: NodeWorker):
    """The log of a node is on another machine, where nobody looks first."""
    frames = [each.message for each in await _run(worker, "bug")]
    trace = frames[-1]["error"]["data"]["trace"]
    assert [frame["name"] for frame in frames if frame["op"] == "log" and trace in frame["text"]] == ["engine.failures"]


async def test_files_go_in_come_out_and_are_gone(worker: NodeWorker, tmp_path: Path):
    """The picture the worker made travels with the result, half a training with its progress; then nothing is left."""
    frames = await _run(worker, "carry", files={"job-1/identity/face": b"ann"})
    assert frames[-1].message["result"]["pictures"][0]["file"] == "job-1/out/made.png"
    assert frames[-1].files == {"job-1/out/made.png": b"picture of ann"}
    assert {name: data for frame in frames[:-1] for name, data in frame.files.items()} == {
        "job-1/out/preview.png": b"preview of ann",
        "job-training/half": b"ann, half",
    }
    assert [file for file in _files(tmp_path) if b"ann" in file.read_bytes()] == []


async def test_a_worker_is_confined_to_its_folder_there_too(worker: NodeWorker, tmp_path: Path):
    """It opens strangers' files on whichever machine. Where the kernel has no such bounds there are none."""
    from engine.sandbox import landlock

    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "token").write_text("secret")
    said = (await _run(worker, "peek", files={"job-1/identity/path": str(tmp_path / "hidden" / "token").encode()}))[-1]
    expected = "PermissionError" if landlock.version() else "done"
    assert said.message["result"]["backends"] == {"hidden": expected, "own": "done"}


async def test_a_parcel_for_another_key_is_not_opened(worker: NodeWorker):
    """What was sealed for an actor that died is of no use to the next."""
    with pytest.raises(BrokenParcelError):
        _ = [frame async for frame in worker.run("run", b"x" * 200)]


async def test_an_aborted_job_ends_and_the_next_is_served(worker: NodeWorker):
    """Whoever asked is gone: nobody waits for the grace of a deaf task."""
    async with asyncio.timeout(60):
        async for frame in _frames(worker, "deaf", 1, {}):
            if frame.message["op"] == "progress":
                await worker.abort("run-deaf")
        assert (await _run(worker, "draw"))[-1].message["op"] == "result"


async def test_the_end_of_an_aborted_job_takes_nothing_of_the_next(worker: NodeWorker):
    """The next one may come while the worker of the last one is still being ended."""
    async with asyncio.timeout(60):
        first = _frames(worker, "deaf", 1, {})
        while (await anext(first)).message["op"] != "progress":
            pass
        ending = asyncio.create_task(worker.abort("run-deaf"))
        frames = await _run(worker, "carry", files={"job-1/identity/face": b"ann"})
        await ending
        await first.aclose()
    assert frames[-1].files == {"job-1/out/made.png": b"picture of ann"}
