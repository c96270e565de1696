"""``kill -9`` at every boundary between an update and its result: after a restart exactly one result is there."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.e2e.crash_child import afterwards, live, prepare
from tests.fakes.s3 import FakeS3

ROOT = Path(__file__).parents[2]
START = 1_800_000_000.0
AT_ONCE = 2  # processes; the machines that run this have two cores


async def child(folder, story, kill_at, start=START, endpoint=""):
    """Run the small bot in a process of its own; returns (killed, boundaries crossed)."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.e2e.crash_child", str(folder), story, str(kill_at), str(start), endpoint,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0 or kill_at, "a bot that is not killed ends well"
    return process.returncode != 0, output.decode().splitlines()


async def matrix(tmp_path, story):
    """Kill at every boundary, restart, and return (boundary, what is left) for each."""
    base = tmp_path / "base"
    await prepare(base)

    async def whole() -> list[str]:
        await asyncio.to_thread(shutil.copytree, base, tmp_path / "whole")
        _, crossed = await child(tmp_path / "whole", story, 0)
        return crossed

    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int, name: str):
        folder = tmp_path / f"kill-{number}"
        await asyncio.to_thread(shutil.copytree, base, folder)
        async with gate:
            killed, crossed = await child(folder, story, number)
        assert killed
        assert len(crossed) == number
        await live(folder, story, 0, START + 1000)  # the restart, in this process
        return f"{number}: {name}", await afterwards(folder)

    names = await whole()
    return await asyncio.gather(*(one(number, name) for number, name in enumerate(names, 1)))


async def test_a_portrait_survives_a_kill_anywhere(tmp_path):
    """One result on the screen, one charge, no file too many or too few, nothing in the clear, nothing left to do."""
    left = await matrix(tmp_path, "portrait")
    names = " ".join(name for name, _ in left)
    assert len(left) > 30, names
    for needed in ("COMMIT", "before 'portrait ready' arrives", "after 'portrait ready' arrived", "sealed", "claimed"):
        assert needed in names
    for name, world in left:
        assert world["screen"].count("portrait ready") == 1, (name, world)
        assert not any(text.startswith("draw") for text in world["screen"]), (name, world)
        assert world["jobs"] == {"done": 1}, (name, world)
        assert [entry for entry, _ in world["ledger"]] == ["reserve", "settle"], (name, world)
        assert world["media"] == world["files"], (name, world)
        assert len(world["media"]) == 1 + 2 * 2, (name, world)  # the adapter; two pictures, each finished and raw
        assert (world["scratch"], world["waiting"]) == ([], 0), (name, world)


async def test_only_the_first_message_of_a_job_may_appear_twice(tmp_path):
    """A platform without an idempotency key: a kill right after "waiting" arrived repeats it, nothing else."""
    base = tmp_path / "base"
    await prepare(base)
    _, names = await child(base, "portrait", 0)
    doubtful = names.index("after 'waiting' arrived") + 1
    for number in (doubtful, names.index("after 'portrait ready' arrived") + 1):
        folder = tmp_path / str(number)
        await prepare(folder)
        await child(folder, "portrait", number)
        await live(folder, "portrait", 0, START + 1000)
        screen = (await afterwards(folder))["screen"]
        assert screen == (["waiting", "portrait ready"] if number == doubtful else ["portrait ready"])


async def test_forget_survives_a_kill_anywhere(tmp_path):
    """After the restart nothing of the person is there: no row, no file, no wrapped key in any byte of the database."""
    left = await matrix(tmp_path, "forget")
    assert len(left) >= 5
    for name, world in left:
        assert (world["accounts"], world["media"], world["files"]) == (0, set(), set()), (name, world)


@pytest.mark.slow
@pytest.mark.parametrize("story", ["portrait", "forget"])
async def test_a_store_of_objects_is_as_whole_after_a_kill_at_each_of_its_effects(tmp_path, story):
    """Put and no row, row gone and object not: after the restart what is in the store is what the rows say."""
    with FakeS3().serving() as s3:
        base = tmp_path / "base"
        await prepare(base, s3.endpoint)

        def copied(name):
            shutil.copytree(base, tmp_path / name)
            for key in s3.names("base/"):
                s3.objects[f"{name}/{key.removeprefix('base/')}"] = s3.objects[key]
            return tmp_path / name

        _, crossed = await child(await asyncio.to_thread(copied, "whole"), story, 0, START, s3.endpoint)
        effects = [number for number, name in enumerate(crossed, 1) if name.startswith(("before a file", "after a file",
                   "before files", "after files"))]  # fmt: skip
        assert len(effects) >= (8 if story == "portrait" else 2), crossed
        for number in effects:
            folder = await asyncio.to_thread(copied, f"kill-{number}")
            killed, _ = await child(folder, story, number, START, s3.endpoint)
            assert killed
            await live(folder, story, 0, START + 1000, s3.endpoint)
            world = await afterwards(folder)
            there = {key.rpartition("/")[2] for key in s3.names(f"{folder.name}/media/")}
            assert there == world["media"], crossed[number - 1]
            assert len(there) == (5 if story == "portrait" else 0), crossed[number - 1]
            assert (world["files"], world["scratch"], world["waiting"]) == (set(), [], 0)
