"""A PostgreSQL server of its own for the tests: Debian's programs, a folder that is thrown away, a socket in it.

`why_not` says why there is none. Nothing is faked but the disk: it is not waited for.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OWNERS = ("postgres", "nobody")  # whom the server runs as where we are root: it refuses to be
MEMORY = "/dev/shm"  # a database is a few hundred files: on a disk each test would wait a second for its own
ROOM = 10**9  # bytes it takes there at most; a container has 64 MB unless it is given more
SECONDS = 300  # for one of the programs, on a busy machine
CLEAN = {"PATH": os.defpath, "TZ": "UTC"}
SETTINGS = {
    "fsync": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "lc_messages": "C",
}
# Whoever runs the tests may be killed, and a server would stay: it ends, and its folder goes, with their end of a pipe.
KEEPER = 'trap "" INT TERM; folder=$1; shift; "$@" & cat >/dev/null; kill -QUIT $!; wait $!; rm -rf "$folder"'


def programs() -> Path | None:
    """Return the folder of the newest server's programs, None where there is none."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found:
        return max(found, key=lambda path: int(path.parent.name))
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


def why_not() -> str:
    """Say why no server can be started here; empty where one can."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        return "psycopg is not installed (the extra: postgres)"
    if programs() is None:
        return "no PostgreSQL server is installed (Debian: apt-get install postgresql)"
    if os.getuid() == 0 and _owner() is None:
        return "a PostgreSQL server does not run as root, and there is nobody else"
    return ""


def _owner() -> pwd.struct_passwd | None:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next((names[name] for name in OWNERS if name in names), None)


NOT_HERE = 75  # how the question whether there is one ends where there is none; else it is a fault


class Server:
    """A running server; databases are made of a template in a moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count(1)

    def url(self, name: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql:///{name}?host={self.folder}&user=tester"

    def fresh(self, template: str = "template1") -> str:
        """Make a database and return its address."""
        name = f"t{next(self._numbers)}"
        self._alone(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Throw a database away, whoever still looks at it."""
        self._alone(f"DROP DATABASE {url.removeprefix('postgresql:///').partition('?')[0]} WITH (FORCE)")

    def _alone(self, statement: str) -> None:
        """Run what wants a database to itself: for others to be gone the server waits five seconds, and we longer."""
        import psycopg

        end = time.monotonic() + SECONDS
        while True:
            try:
                self.run(statement)
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > end:
                    raise
            else:
                return

    def run(self, statement: str, name: str = "postgres") -> list[Any]:
        """Run one statement by itself and return its rows."""
        import psycopg

        with psycopg.connect(self.url(name), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def serving(*, durable: bool = False) -> Iterator[Server]:
    """Run a server while the block runs; ``durable``: on the disk, which is waited for, as an operator's does."""
    where, owner = programs(), _owner() if os.getuid() == 0 else None
    assert where is not None
    memory = MEMORY if not durable and _has_room(MEMORY) else None
    settings = {**SETTINGS, "fsync": "on", "autovacuum": "on"} if durable else SETTINGS
    with tempfile.TemporaryDirectory(prefix="pg-", dir=memory, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data, chosen = folder / "data", [f"--{key}={value}" for key, value in settings.items()]
        run = _Running(owner)
        run.call([where / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"])
        keeper = run.begin([where / "postgres", "-D", data, "-k", folder, *chosen], folder)
        try:
            _until_ready(run, where, folder)
            yield Server(folder)
        finally:
            _end(keeper)


def _end(keeper: subprocess.Popen[bytes]) -> None:
    try:
        keeper.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(keeper.pid, signal.SIGKILL)
        keeper.wait()


def _has_room(folder: str) -> bool:
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


class _Running:
    """Runs programs as the server's owner."""

    def __init__(self, owner: pwd.struct_passwd | None) -> None:
        self._as: dict[str, Any] = {} if owner is None else {"user": owner.pw_uid, "group": owner.pw_gid}

    def call(self, command: list[Any], *, check: bool = True) -> bool:
        """Run one to its end; returns whether it went well."""
        done = subprocess.run(
            [str(part) for part in command], check=check, capture_output=True, timeout=SECONDS, cwd="/", env=CLEAN,
            **self._as,
        )  # fmt: skip
        return done.returncode == 0

    def begin(self, command: list[Any], folder: Path) -> subprocess.Popen[bytes]:
        """Start one that stays until the pipe to its keeper is closed, and ``folder`` with it."""
        kept = ["sh", "-c", KEEPER, "keeper", folder, *command]
        with (folder / "log").open("wb") as out:
            return subprocess.Popen(
                [str(part) for part in kept], stdin=subprocess.PIPE, stdout=out, stderr=out, cwd="/", env=CLEAN,
                start_new_session=True, **self._as,
            )  # fmt: skip


def _until_ready(run: _Running, where: Path, folder: Path) -> None:
    end = time.monotonic() + SECONDS
    while not run.call([where / "pg_isready", "-q", "-h", folder, "-U", "tester", "-d", "postgres"], check=False):
        if time.monotonic() > end:
            raise RuntimeError((folder / "log").read_text("utf-8", "replace"))
        time.sleep(0.1)


if __name__ == "__main__":
    if missing := why_not():
        print(f"No PostgreSQL server: {missing}. Its tests are skipped.")
    sys.exit(NOT_HERE if missing else 0)
