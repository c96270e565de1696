"""Which messages of a delivery are already out: a delivery that was interrupted goes on, it does not begin again.

Telegram knows no idempotency key. A delivery of several messages that stops half-way (a limit, a lost connection, a
killed process) would repeat the first ones, so every message is written down the moment Telegram confirms it. What
stays open is the instant between Telegram's effect and its answer. There the front end prefers edits, which may
repeat; what cannot be one is written down before it is sent too, so that afterwards the doubt is known, and with it the
newest id of its chat, above which a lost copy lies. Deliveries and chats are named by marks only their bot can make:
the key of a delivery may name an account, which may be erased, and nobody takes lines out of this file.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

BEGUN, REFUSED = "begun", "refused"
KEEP = 2000  # deliveries remembered before the older half is dropped
MARK = re.compile("[0-9a-f]{16}")  # anything else was written before there were marks


class Journal:
    """Message ids per delivery key and step, in memory and, with a file, across restarts. Holds no content.

    ``mark`` makes the name of a delivery, 16 hexadecimal digits, out of its key.
    """

    def __init__(self, mark: Callable[[str], str], file: Path | None = None) -> None:
        self._mark = mark
        self._file = file
        self._steps: dict[str, list[list[int]]] = {}
        self._begun: dict[str, int | None] = {}  # deliveries whose next step may have arrived -> newest id before it
        self._newest: dict[str, int] = {}  # mark of a chat -> newest id sent there
        self._open()

    def _open(self) -> None:
        file = self._file
        if file is not None and file.exists():
            for line in file.read_text("utf-8").splitlines():
                self._read(line)
            self._rewrite()  # a process killed while writing leaves half a line; nothing may be appended to that

    def steps(self, key: str) -> list[list[int]]:
        """Return the message ids of each finished step of a delivery."""
        self._look()
        return list(self._steps.get(self._mark(key), ()))

    def begun(self, key: str) -> bool:
        """Say whether the next step was begun and nobody knows how it ended."""
        self._look()
        return self._mark(key) in self._begun

    def begin(self, key: str, after: int | None = None) -> None:
        """Write down that the next step is about to be sent, and the ``after`` it; on disk when this returns."""
        self._begun[name := self._mark(key)] = after
        self._write(json.dumps([name, BEGUN, after]))

    def after(self, key: str) -> int | None:
        """Return the newest message id of the chat before the next step was begun, None when it is not known."""
        self._look()
        return self._begun.get(self._mark(key))

    def refused(self, key: str) -> None:
        """Write down that what was begun certainly had no effect."""
        self._begun.pop(name := self._mark(key), None)
        self._write(json.dumps([name, REFUSED]))

    def newest(self, chat: str) -> int | None:
        """Return the newest message id that was sent to the chat of this mark, None when none is known."""
        self._look()
        return self._newest.get(chat)

    def add(self, key: str, ids: list[int], chat: str = "") -> None:
        """Write down one more finished step, in the chat of that mark; on disk when this returns."""
        self._begun.pop(name := self._mark(key), None)
        self._steps.setdefault(name, []).append(ids)
        self._see(chat, ids)
        if len(self._steps) > KEEP:
            for old in list(self._steps)[: KEEP // 2]:
                del self._steps[old]
                self._begun.pop(old, None)
            self._rewrite()
        else:
            self._write(json.dumps([name, ids, chat] if chat else [name, ids]))

    def _look(self) -> None:
        """See what others wrote: nobody else writes here."""

    def _read(self, line: str) -> None:
        try:
            key, ids, *rest = json.loads(line)
        except ValueError:
            return  # the last line of a process that was killed while writing it
        key = key if not key or MARK.fullmatch(key) else self._mark(key)
        if ids == BEGUN:
            self._begun[key] = rest[0] if rest else None
            return
        self._begun.pop(key, None)
        if ids == REFUSED:
            return
        if key:
            self._steps.setdefault(key, []).append(ids)
        self._see(rest[0] if rest else "", ids)

    def _see(self, chat: str, ids: list[int]) -> None:
        if chat:
            self._newest[chat] = max([*ids, self._newest.pop(chat, 0)])
        if len(self._newest) > KEEP:
            del self._newest[next(iter(self._newest))]

    def _write(self, line: str) -> None:
        if self._file is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")
            out.flush()
            os.fsync(out.fileno())

    def _rewrite(self) -> None:
        if self._file is None:
            return
        fresh = self._file.with_suffix(".new")
        lines = [json.dumps([key, ids]) for key, steps in self._steps.items() for ids in steps]
        lines += [json.dumps(["", [number], chat]) for chat, number in self._newest.items()]
        lines += [json.dumps([key, BEGUN, after]) for key, after in sorted(self._begun.items())]
        fresh.write_text("".join(line + "\n" for line in lines), "utf-8")
        os.replace(fresh, self._file)


class SharedJournal(Journal):
    """A journal several processes write, of whom each may go on with what another had begun.

    Whoever writes locks a file beside it, reads what is new, and appends. What is dropped is dropped by writing the
    file anew, which the others notice by its number.
    """

    def _open(self) -> None:
        self._place = (0, 0)  # number of the file, and how far it was read
        self._mine = threading.RLock()  # steps are written in threads
        self._look()

    def begin(self, key: str, after: int | None = None) -> None:
        """See `Journal.begin`."""
        with self._locked():
            super().begin(key, after)

    def refused(self, key: str) -> None:
        """See `Journal.refused`."""
        with self._locked():
            super().refused(key)

    def add(self, key: str, ids: list[int], chat: str = "") -> None:
        """See `Journal.add`."""
        with self._locked():
            super().add(key, ids, chat)

    def _look(self) -> None:
        if self._file is None or not self._file.exists():
            return
        with self._mine, self._file.open("rb") as file:
            self._look_in(file)

    def _look_in(self, file: BinaryIO) -> None:
        there = os.fstat(file.fileno())
        number = there.st_ino
        if number != self._place[0] or there.st_size < self._place[1]:
            self._place = (number, 0)
            for known in (self._steps, self._begun, self._newest):
                known.clear()
        file.seek(self._place[1])
        new = file.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._place = (number, self._place[1] + len(whole))
        for line in whole.decode("utf-8").splitlines():
            self._read(line)

    def _write(self, line: str) -> None:
        if self._file is not None and self._file.exists():
            with self._file.open("rb+") as file:
                file.truncate(self._place[1])  # half a line of a process that was killed
        super()._write(line)
        self._read_to_the_end()

    def _rewrite(self) -> None:
        super()._rewrite()
        self._read_to_the_end()

    def _read_to_the_end(self) -> None:
        """Note that everything is known: it was written here."""
        if self._file is not None:
            found = self._file.stat()
            self._place = (found.st_ino, found.st_size)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        if self._file is None:
            yield
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._mine, FileLock(self._file.with_suffix(".lock")):
            self._look()
            yield
