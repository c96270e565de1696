"""Jobs in child processes of this machine: the suite of all executors, and what only processes can do."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from engine.errors import BadPhotoError, EngineError, WorkerDiedError
from engine.queue.local import LOOK_SECONDS, LocalExecutor
from engine.requests import Lane
from engine.sandbox import landlock, network
from engine.sandbox import worker as sandbox
from engine.settings import EngineSettings
from engine.tasks.portrait.request import Portraits
from tests.engine.queue.executor_suite import SOON, ExecutorSuite, begin, job, run

SETTINGS = EngineSettings(weights=Path("weights"), device="cpu", threads=1)


def local(settings: EngineSettings = SETTINGS, *, grace: float = SOON, silence: float = SOON) -> LocalExecutor:
    """Return an executor whose workers run the fake tasks."""
    module = "tests.engine.queue.fake_worker"
    return LocalExecutor(Lane.LOOK, settings, module=module, cancel_grace=grace, silence=silence)


@pytest.fixture
async def executor() -> AsyncIterator[LocalExecutor]:
    """A started executor, closed afterwards."""
    made = local()
    await made.start()
    yield made
    await made.close()


class TestLocalExecutor(ExecutorSuite):
    """Runs the suite."""


async def _process(executor: LocalExecutor) -> int:
    result = await run(executor, "draw")
    assert isinstance(result, Portraits)
    return int(result.backends["process"])


async def test_the_look_lane_loads_no_torch(executor: LocalExecutor):
    """A worker that only looks at photos stays small and starts fast."""
    result = await run(executor, "draw")
    assert isinstance(result, Portraits)
    assert result.backends["torch"] == "False"


async def test_threads_are_what_the_settings_say():
    """Two workers with all cores each would fight for them."""
    executor = local(replace(SETTINGS, threads=3))
    await executor.start()
    result = await run(executor, "draw")
    await executor.close()
    assert isinstance(result, Portraits)
    assert result.backends["threads"] == "3"


async def test_the_worker_ends_with_the_bot():
    """A killed bot leaves no orphan that keeps a device: the end of the line ends the child, even in mid-job."""
    program = (
        "import asyncio, os\n"
        "from tests.engine.queue.test_local import begin, local, _process\n"
        "async def main():\n"
        "    executor = local()\n"
        "    await executor.start()\n"
        "    print(await _process(executor), flush=True)\n"
        "    await begin(executor, 'deaf')\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    bot = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE)
    said, _ = await asyncio.wait_for(bot.communicate(), SOON)
    worker = int(said)
    gone = await asyncio.to_thread(_wait_until_gone, worker)
    assert gone


def _wait_until_gone(process: int) -> bool:
    try:
        psutil.Process(process).wait(SOON)
    except psutil.NoSuchProcess:
        return True
    return not psutil.pid_exists(process)


async def test_a_worker_killed_between_jobs_is_replaced(executor: LocalExecutor):
    """The kernel may end an idle worker for its memory; nobody should notice."""
    before = await _process(executor)
    os.kill(before, 9)
    await asyncio.wait_for(asyncio.gather(*executor._idle[0]._tasks), SOON)  # the line has ended
    assert await _process(executor) != before


async def test_full_memory_gets_a_fresh_process(executor: LocalExecutor):
    """What filled the memory goes with the process, so that the next attempt has a chance."""
    before = await _process(executor)
    with pytest.raises(EngineError):
        await run(executor, "exhausted")
    assert await _process(executor) != before


async def test_a_silent_worker_is_given_up():
    """A task that hangs for ever must not block its lane for ever."""
    module = "tests.engine.queue.fake_worker"
    executor = LocalExecutor(Lane.DEVICE, SETTINGS, module=module, cancel_grace=0.2, silence=0.2)
    await executor.start()
    with pytest.raises(WorkerDiedError) as caught:
        await run(executor, "deaf")
    await executor.close()
    assert caught.value.data["reason"] == "silent"


async def test_a_file_that_keeps_a_look_busy_is_refused_and_the_next_is_looked_at():
    """It would do the same to the next worker: nobody behind it waits for three attempts of half an hour."""
    executor = local(silence=0.5)
    await executor.start()
    with pytest.raises(BadPhotoError) as caught:
        await run(executor, "deaf")
    assert (caught.value.data["reason"], caught.value.transient) == ("broken", False)
    executor._silence = SOON  # a new worker is given its time
    assert await run(executor, "draw")
    await executor.close()
    assert LocalExecutor(Lane.LOOK, SETTINGS)._silence == LOOK_SECONDS < LocalExecutor(Lane.DEVICE, SETTINGS)._silence


async def test_a_result_that_is_no_json_fails_its_job_only(executor: LocalExecutor):
    """A numpy float in a result is a bug of one task, not the end of the worker."""
    before = await _process(executor)
    with pytest.raises(EngineError):
        await run(executor, "unsayable")
    assert await _process(executor) == before


async def test_what_a_library_prints_goes_to_the_log(executor: LocalExecutor, caplog: pytest.LogCaptureFixture):
    """Neither a print nor an endless line may stop a worker, and the print is not lost."""
    with caplog.at_level(logging.DEBUG, logger="engine.worker"):
        assert await run(executor, "chatty")
        await executor.close()
    assert "printed by a library" in caplog.text


async def test_a_workers_log_line_names_its_job(executor: LocalExecutor, caplog: pytest.LogCaptureFixture):
    """A bug in a task is found by the id its person was given: the line has its level, traceback and job."""
    with pytest.raises(EngineError) as caught:
        await run(executor, "bug")
    record = next(record for record in caplog.records if caught.value.data["trace"] in record.getMessage())
    assert (record.levelno, vars(record)["job"], vars(record)["worker"]) == (logging.ERROR, "job", "look-0")
    assert "words nobody should read in a chat" in record.getMessage()


async def test_the_last_words_of_a_crash_are_logged(executor: LocalExecutor, caplog: pytest.LogCaptureFixture):
    """A segmentation fault in a native library leaves the stack that an issue report needs."""
    with pytest.raises(WorkerDiedError):
        await run(executor, "crash")
    record = next(record for record in caplog.records if "it last said" in record.getMessage())
    assert "fake_worker.py" in record.getMessage()


async def test_models_are_loaded_before_the_first_job():
    """Nobody should wait for models that could have been loaded while the bot was idle."""
    executor = LocalExecutor(Lane.DEVICE, SETTINGS, module="tests.engine.queue.fake_worker", warm=True)
    await executor.start()
    result = await run(executor, "draw")
    await executor.close()
    assert isinstance(result, Portraits)
    assert result.backends["warm"] == "True"


async def test_models_are_loaded_before_no_job_when_nobody_asks(executor: LocalExecutor):
    """The doctor asks for devices only and must not wait for models."""
    result = await run(executor, "draw")
    assert isinstance(result, Portraits)
    assert result.backends["warm"] == "False"


async def test_a_worker_that_cannot_start_says_so():
    """A broken installation is a clear error, not a hanging bot."""
    executor = LocalExecutor(Lane.LOOK, SETTINGS, module="tests.engine.queue.no_such_worker")
    with pytest.raises(WorkerDiedError) as caught:
        await executor.start()
    assert caught.value.data["exit_code"] == 1


async def test_cancelling_the_call_ends_the_workers_job(executor: LocalExecutor):
    """When the dispatcher is torn down, nothing goes on computing in secret."""
    before = await _process(executor)
    running, _ = await begin(executor, "deaf")
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not psutil.pid_exists(before)


async def test_a_warm_adapter_is_preferred():
    """Of two idle workers the one that drew this person last draws the next picture."""
    executor = local()
    await executor.start()
    executor._add(executor._worker("cpu"))  # as if the machine had two devices
    ada, bob = asyncio.Event(), asyncio.Event()
    await asyncio.gather(
        executor.run(job("draw", affinity="ada"), lambda _: ada.set(), ada),
        executor.run(job("draw", affinity="bob"), lambda _: bob.set(), bob),
    )
    answers = [await run(executor, "draw", affinity=who) for who in ("ada", "bob", "ada", "bob")]
    await executor.close()
    processes = [answer.backends["process"] for answer in answers if isinstance(answer, Portraits)]
    assert processes[0] == processes[2] != processes[1] == processes[3]


async def test_the_devices_are_asked_of_a_worker():
    """The bot never imports torch, so the worker says what there is; the CPU is always there."""
    executor = LocalExecutor(Lane.DEVICE, SETTINGS)
    await executor.start()
    devices = await executor.devices()
    await executor.close()
    assert devices[-1]["name"] == "cpu"


@pytest.mark.skipif(sys.platform == "win32", reason="the fake asks for a limit Windows has not")
@pytest.mark.parametrize("network", [False, True])
async def test_a_worker_sees_no_token_and_leaves_no_core(monkeypatch: pytest.MonkeyPatch, network: bool):
    """It opens strangers' files: what gets hold of it must not get hold of the bot."""
    hidden = {"TELEGRAM_TOKEN": "1:secret", "DISCORD_TOKEN": "secret", "DATA_DIR": "/somewhere", "AWS_SECRET_KEY": "x"}
    kept = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "CUDA_VISIBLE_DEVICES": "0", "ORT_DISABLE_TELEMETRY": "1"}
    for name, value in {**hidden, **kept, "WSS_PROXY": "http://user:word@proxy:1"}.items():
        monkeypatch.setenv(name, value)
    executor = local(replace(SETTINGS, speech_online=network))
    await executor.start()
    seen = (await run(executor, "environment")).backends
    await executor.close()
    assert seen.keys() & hidden.keys() == set()
    assert {name: seen[name] for name in kept} == kept
    assert ("WSS_PROXY" in seen) is network
    assert seen["core"] == "0"


@pytest.mark.skipif(sys.platform == "win32", reason="the fake asks for a limit Windows has not")
@pytest.mark.parametrize(("said", "count"), [(None, "3000"), ("7", "7")])
async def test_a_workers_threads_sleep_soon_while_they_wait(
    monkeypatch: pytest.MonkeyPatch, said: str | None, count: str
):
    """Spinning on, a training beside anything else took many times as long; the operator's own word is kept."""
    monkeypatch.delenv("GOMP_SPINCOUNT", raising=False)
    if said is not None:
        monkeypatch.setenv("GOMP_SPINCOUNT", said)
    executor = local()
    await executor.start()
    seen = (await run(executor, "environment")).backends
    await executor.close()
    assert seen["GOMP_SPINCOUNT"] == count


@pytest.mark.skipif(
    not (landlock.version() and network.can_be_refused()), reason="needs Linux with Landlock and seccomp"
)
@pytest.mark.parametrize("online", [False, True])
async def test_a_worker_that_was_taken_over_reaches_nobody_else(tmp_path: Path, online: bool):
    """It decodes strangers' files beside the key that opens everybody's; what it needs it still has (control)."""
    data = tmp_path / "data"
    for path in (data / "master.key", data / "media" / "x", data / "weights" / "file", data / "portrait.sqlite"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"secret")
    (tmp_path / "key").write_bytes(b"secret")
    bounds = {"private": data, "scratch": data / "scratch", "weights": data / "weights", "speech_online": online}
    bounds["secret"] = tmp_path / "key"
    executor = local(replace(SETTINGS, **bounds))
    await executor.start()
    seen = (await run(executor, "reach")).backends
    await executor.close()
    refused = {name for name, answer in seen.items() if answer == "PermissionError"}
    out_of_reach = {"key", "elsewhere", "others", "spoil", "program", "environment"}
    assert refused == out_of_reach | (set() if online else {"network"})
    assert seen["network"] in ("PermissionError", "ConnectionRefusedError")
    assert {seen[name] for name in ("weights", "scratch", "temporary", "libraries", "devices")} == {"done"}
    assert (data / "portrait.sqlite").read_bytes() == b"secret"


CONFINED = """
import argparse, sys
from pathlib import Path
from engine.sandbox import worker
parser = argparse.ArgumentParser()
worker.add_arguments(parser)
parser.add_argument("places", nargs="+", type=Path)
chosen = parser.parse_args()
worker.confine(chosen)
for place in chosen.places:
    try:
        place.write_text("x")
        print("done")
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(not landlock.version(), reason="needs Linux with Landlock")
@pytest.mark.parametrize("described", [False, True])
def test_a_worker_may_unpack_a_base_of_the_operators_own(tmp_path: Path, described: bool):
    """Their checkpoint file is unpacked at the first picture, beside it; the weights themselves stay as they are."""
    bounds = {"private": tmp_path / "data", "scratch": tmp_path / "data" / "scratch", "weights": tmp_path / "weights"}
    for folder in bounds.values():
        folder.mkdir()
    if described:
        (tmp_path / "weights" / "families.toml").write_text("")
    settings = replace(SETTINGS, **bounds)
    sandbox.environment(settings)
    (tmp_path / "weights" / ".unpacked").mkdir(exist_ok=described)
    places = [tmp_path / "weights" / name for name in (".unpacked/dreamy.lock", "dreamy.safetensors")]
    command = [sys.executable, "-c", CONFINED, *sandbox.arguments(settings), *map(str, places)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said == ["done" if described else "PermissionError", "PermissionError"]


async def test_a_worker_without_a_private_folder_is_not_bounded(tmp_path: Path):
    """Benches and the studio work on the operator's own files."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "master.key").write_bytes(b"secret")
    assert sandbox.arguments(SETTINGS) == []
    assert sandbox.environment(SETTINGS) == {}


def test_everything_but_one_folder_is_named(tmp_path: Path):
    """Landlock knows no exceptions: what lies beside the way to the private folder is named one by one."""
    for name in ("a/b/private/x", "a/b/beside", "a/file", "other"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"") if name != "a/b/private/x" else (tmp_path / name).mkdir()
    named = {str(path.relative_to(tmp_path)) for path in landlock.around([tmp_path / "a/b/private"], tmp_path)}
    assert named == {"other", "a/file", "a/b/beside"}
    two = landlock.around([tmp_path / "a/b/private", tmp_path / "other"], tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in two} == {"a/file", "a/b/beside"}
