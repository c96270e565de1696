"""The wired application, with a script for a person and scripted workers in this process."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot import databases, logs, stores, wiring
from bot.app import open_app, run_app
from bot.cli.run import main
from bot.frontends.base import FatalError, Intake
from bot.frontends.local.script import ScriptFrontEnd
from bot.settings import DATABASE, Settings, load, variables
from bot.wiring import CannotRunError
from engine.errors import JobCancelledError, WorkerDiedError
from engine.queue.executor import OnProgress
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Result
from engine.tasks.inspect.request import PhotoProblem, PhotoVerdict
from storage import jobs
from storage.database import Database
from storage.vault import Vault

SOON = 30.0


class Looker:
    """A worker that refuses every photo, after ``go`` is set."""

    slots = 1

    def __init__(self) -> None:
        self.forgot = asyncio.Event()
        self.go = asyncio.Event()
        self.go.set()
        self.working = asyncio.Event()
        self.closed = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def start(self) -> None:
        pass

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        self.working.set()
        waits = {asyncio.create_task(event.wait()): event for event in (self.go, cancel, self.closed)}
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        ended = {waits[task] for task in done}
        if self.go in ended:
            return PhotoVerdict(problem=PhotoProblem.NO_FACE)
        if cancel in ended:
            self.cancelled.set()
            raise JobCancelledError
        raise WorkerDiedError

    async def forget(self) -> None:
        self.forgot.set()

    async def close(self) -> None:
        self.closed.set()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(overrides={"DATA_DIR": tmp_path / "data"})


@asynccontextmanager
async def started(settings: Settings, looker: Looker, *frontends: Any) -> AsyncIterator[Callable[[], Any]]:
    """Run the application with workers of ours; yields a function that stops it in order."""
    stop, ready = asyncio.Event(), asyncio.Event()
    running = asyncio.create_task(
        run_app(settings, frontends, stop=stop, ready=ready.set, executors={Lane.LOOK: looker})
    )
    await asyncio.wait([asyncio.create_task(ready.wait()), running], return_when=asyncio.FIRST_COMPLETED)

    async def end() -> None:
        stop.set()
        await asyncio.wait_for(running, SOON)

    try:
        yield end
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _meet(chat: ScriptFrontEnd) -> None:
    await chat.say("/start")
    await chat.wait_for(lambda view: True, SOON)
    await chat.press("agree")
    await chat.wait_for(lambda view: True, SOON)


async def _job(settings: Settings) -> jobs.Job:
    async with Database.open(settings.data.folder / DATABASE) as db, db.reading() as rx:
        row = await rx.one("SELECT id FROM jobs")
        assert row is not None
        return await jobs.get(rx, row["id"])


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "selfie.jpg"
    path.write_bytes(b"whatever: the worker of these tests looks at nothing")
    return path


async def test_a_photo_goes_through_every_room_and_its_verdict_comes_back(settings: Settings, photo: Path):
    """Inbox, router, vault, queue, job store, delivery: one wrong wire and nothing arrives."""
    chat = ScriptFrontEnd()
    async with started(settings, Looker(), chat) as end:
        await _meet(chat)
        await chat.send(photo)
        await chat.wait_for(lambda view: "✗" in getattr(view, "text", ""), SOON)
        await end()
    assert (await _job(settings)).state == "done"


async def test_a_stop_gives_a_running_job_back(settings: Settings, photo: Path):
    """SIGTERM during a job: the next start takes it at once, with all its attempts left, and one verdict arrives."""
    looker, chat = Looker(), ScriptFrontEnd()
    looker.go.clear()
    async with started(settings, looker, chat) as end:
        await _meet(chat)
        await chat.send(photo)
        await asyncio.wait_for(looker.working.wait(), SOON)
        await end()
    job = await _job(settings)
    assert (job.state, job.attempts) == ("queued", 0)

    again = ScriptFrontEnd()
    async with started(settings, Looker(), again) as end:
        await again.wait_for(lambda view: "✗" in getattr(view, "text", ""), SOON)
        await end()
    assert (await _job(settings)).state == "done"


async def test_forgetting_ends_a_running_job(settings: Settings, photo: Path):
    """Nothing goes on computing about a person whose every trace was just erased."""
    looker, chat = Looker(), ScriptFrontEnd()
    looker.go.clear()
    async with started(settings, looker, chat) as end:
        await _meet(chat)
        await chat.send(photo)
        await asyncio.wait_for(looker.working.wait(), SOON)
        await chat.say("/forget")
        await chat.wait_for(lambda view: bool(getattr(view, "buttons", ())), SOON)
        await chat.press("v1:forget")
        await chat.wait_for(lambda view: "erased" in getattr(view, "text", ""), SOON)
        await asyncio.wait_for(looker.cancelled.wait(), SOON)
        await end()


async def test_lines_of_a_job_name_job_and_person(settings: Settings, photo: Path):
    """Whoever reads the log follows one job and one person through it."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream, chat = io.StringIO(), ScriptFrontEnd()
    logs.configure(load(overrides={"LOG_FORMAT": "json"}).logs, [], stream)
    async with started(settings, Looker(), chat) as end:
        await _meet(chat)
        await chat.send(photo)
        await chat.wait_for(lambda view: "✗" in getattr(view, "text", ""), SOON)
        await end()
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    job = await _job(settings)
    line = next(line for line in stream.getvalue().splitlines() if "starts" in line)
    assert f'"job": "{job.id}"' in line
    assert f'"user": "{logs.user_key(job.account)}"' in line


class BadToken(ScriptFrontEnd):
    """A platform that refuses the operator's token."""

    async def run(self, intake: Intake) -> None:
        raise FatalError(self.name, "the token is wrong")


async def test_a_platform_that_is_off_leaves_the_others_on(settings: Settings):
    """A Telegram token with a typo does not take the web chat down."""
    chat = ScriptFrontEnd()
    async with started(settings, Looker(), BadToken(name="other"), chat) as end:
        await _meet(chat)
        await end()
    assert "selfies" in chat.transcript()


async def test_a_bot_that_can_serve_nobody_ends(settings: Settings):
    """Running on without any platform would look like health."""
    with pytest.raises(CannotRunError, match="No platform can be served"):
        await asyncio.wait_for(run_app(settings, [BadToken()], executors={Lane.LOOK: Looker()}), SOON)


async def test_two_bots_on_one_folder_are_refused(settings: Settings):
    """The second would take the first one's running jobs for a dead program's."""
    async with started(settings, Looker(), ScriptFrontEnd()):
        with pytest.raises(CannotRunError, match="Another bot"):
            await run_app(settings, [ScriptFrontEnd()], executors={})


async def test_a_newer_database_is_left_alone(settings: Settings):
    """An older program would misread it; it says so and changes nothing."""
    path = settings.data.folder / DATABASE
    async with Database.open(path) as db, db.transaction() as tx:
        await tx.run("PRAGMA user_version=999")
    before = path.read_bytes()
    with pytest.raises(CannotRunError, match="newer program"):
        await run_app(settings, [ScriptFrontEnd()], executors={})
    assert path.read_bytes() == before


async def test_a_foreign_key_is_told(settings: Settings, photo: Path):
    """A data folder copied without its key can open nothing; starting would hide that until somebody asks."""
    chat = ScriptFrontEnd()
    async with started(settings, Looker(), chat) as end:
        await _meet(chat)
        await chat.send(photo)
        await chat.wait_for(lambda view: True, SOON)
        await end()
    (settings.data.folder / "master.key").write_bytes(b"x" * 32)
    with pytest.raises(CannotRunError, match="restore the key"):
        await run_app(settings, [chat], executors={})


@pytest.mark.parametrize(("base", "instant"), [("pocket", True), ("sd15", False)])
def test_only_a_base_that_reads_a_person_draws_from_photos_alone(tmp_path: Path, base: str, instant: bool):
    """Where words are all it reads, nothing is offered before the training is done."""
    settings = load(overrides={"DATA_DIR": tmp_path, "ENGINE_BASE": base})
    deps = wiring.deps(settings, Vault.open(tmp_path), wiring.retention(settings))
    assert deps.instant is instant


def test_a_full_disk_is_one_sentence(settings: Settings):
    """Not a traceback: what is full and what to do."""
    with pytest.raises(CannotRunError, match=r"is full: make room"), wiring.explained(settings):
        raise OSError(28, "No space left on device")


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """The command says it and exits with 1."""
    monkeypatch.setattr("bot.cli.run._lacking", lambda _: "")
    (tmp_path / "data").write_text("a file where the folder should be")
    assert main(None) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_without_models_it_does_not_start_and_says_how_to_get_them(capsys: pytest.CaptureFixture[str]):
    """Serving without them would tell everybody to send it again, for ever."""
    assert main(None) == 1
    assert "python -m bot weights fetch" in capsys.readouterr().err


async def test_no_platform_at_all_is_one_sentence(tmp_path: Path):
    """An empty .env with the chat switched off."""
    settings = load(overrides={"DATA_DIR": tmp_path / "data", "LOCAL_CHAT": False})
    with pytest.raises(CannotRunError, match="No platform is configured"):
        async with open_app(settings):
            pass


async def test_ray_that_is_not_installed_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The optional extra is named with its command."""
    monkeypatch.setitem(sys.modules, "ray", None)
    settings = load(overrides={"DATA_DIR": tmp_path / "data", "ENGINE_EXECUTOR": "ray"})
    with pytest.raises(CannotRunError, match=r"pip install"):
        async with open_app(settings, []):
            pass


async def test_every_configured_platform_is_made_and_no_other(settings: Settings, tmp_path: Path):
    """Tokens in .env decide; nothing connects before the application runs."""
    tokens = {"TELEGRAM_TOKEN": "123456:abc", "DISCORD_TOKEN": "abc.def.ghi", "LOCAL_CHAT_PORT": 0}
    async with open_app(load(overrides={"DATA_DIR": tmp_path / "data", **tokens}), executors={}) as app:
        assert set(app.frontends) == {"telegram", "discord", "local"}
    async with open_app(settings, executors={}) as app:
        assert set(app.frontends) == {"local"}


async def test_sigterm_stops_in_order(tmp_path: Path):
    """What a service manager sends ends the real process with code 0, and its workers with it."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data"), "LOCAL_CHAT_PORT": "0"}
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environment, cwd=Path(__file__).parents[2],
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert bot.stderr is not None
    said = b""
    async with asyncio.timeout(4 * SOON):
        while b"the local chat is on http://127.0.0.1:" not in said:
            said += await bot.stderr.readline()
        bot.send_signal(signal.SIGTERM)
        said += await bot.stderr.read()
        assert await bot.wait() == 0
    assert b"stopped" in said
    assert b"127.0.0.1:0" not in said


async def test_whoever_is_erased_leaves_the_workers_memory_too(settings: Settings):
    """Files and rows are gone with the commit; what a warm worker drew last would stay until its next person."""
    looker, chat = Looker(), ScriptFrontEnd()
    async with started(settings, looker, chat) as end:
        await _meet(chat)
        await chat.say("/forget")
        await chat.wait_for(lambda view: "Erase everything" in view.text, SOON)
        await chat.press("v1:forget")
        await chat.wait_for(lambda view: "Everything is erased" in view.text, SOON)
        await end()
    assert looker.forgot.is_set()


async def test_whoever_another_process_erased_leaves_the_workers_memory_too(tmp_path: Path, server_url: str):
    """The one that is asked tells the others through the database: a person does not know which process answers."""
    settings = load(env_file=None, overrides={"DATA_DIR": tmp_path / "data", "DATABASE_URL": server_url})
    looker, chat = Looker(), ScriptFrontEnd()
    async with started(settings, looker, chat) as end:
        await _meet(chat)
        async with databases.opened(settings) as other:
            assert not looker.forgot.is_set()
            async with other.transaction() as tx:
                account = await tx.value("SELECT id FROM accounts")
                await stores.vault(settings).forget(tx, account)
            await asyncio.wait_for(looker.forgot.wait(), SOON)
        await end()
