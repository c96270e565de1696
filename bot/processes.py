"""Whose is what among the processes of one bot: a folder for what lies in the clear, a name in the job table.

With a database in a file there is one process. Those that share a server each take the first free number; who was
killed takes its own again, and with it what it left.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot.settings import Settings
from bot.wiring import LOCK, SCRATCH, CannotRunError, alone
from storage.files import make_private_folder, write_whole

MOST = 64
START_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Process:
    """This one: ``scratch`` is its folder, ``owner`` its name, ``starting`` keeps others from starting meanwhile.

    ``sole`` says, while it starts, whether no other process of the bot runs.
    """

    scratch: Path
    owner: str
    shared: bool
    starting: AbstractContextManager[None]
    sole: Callable[[], bool]


@contextmanager
def entered(settings: Settings) -> Iterator[Process]:
    """Be a process of the bot while the block runs. Raises `CannotRunError` where there is no place for another."""
    folder = settings.data.folder
    make_private_folder(folder)
    if settings.data.database_url is None:
        with alone(folder):
            owner = f"bot-{secrets.token_hex(4)}"
            yield Process(
                scratch=folder / SCRATCH, owner=owner, shared=False, starting=nullcontext(), sole=lambda: False
            )
        return
    number, lock = _number(folder)
    try:
        yield Process(
            scratch=folder / SCRATCH / str(number),
            owner=_name(folder, number),
            shared=True,
            starting=_one_by_one(folder),
            sole=lambda: _nobody_else(folder, number),
        )
    finally:
        lock.release()


def _number(folder: Path) -> tuple[int, FileLock]:
    for number in range(1, MOST + 1):
        lock = FileLock(folder / f"bot-{number}.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            continue
        return number, lock
    raise CannotRunError(f"{MOST} processes run on {folder} already.")


def _nobody_else(folder: Path, number: int) -> bool:
    for file in folder.glob("bot-*.lock"):
        if file.name == f"bot-{number}.lock":
            continue
        try:
            with FileLock(file, timeout=0):
                pass
        except Timeout:
            return False
    return True


def _name(folder: Path, number: int) -> str:
    """Return the name of a number on this machine; another machine with a folder of its own has another."""
    file = folder / f"bot-{number}.id"
    if not file.exists():
        write_whole(file, secrets.token_hex(4).encode())
    return f"bot-{number}-{file.read_text('ascii')}"


@contextmanager
def _one_by_one(folder: Path) -> Iterator[None]:
    """Let processes start one after the other: the first one makes the keys and tables."""
    lock = FileLock(folder / LOCK, timeout=START_SECONDS)
    try:
        lock.acquire()
    except Timeout as error:
        raise CannotRunError(f"Another bot is starting on {folder}, or works on its keys: try again later.") from error
    try:
        yield
    finally:
        lock.release()
