"""What a worker of the bot may touch: everything but the data folder to read, its scratch to write, no network.

The bot names the bounds on the worker's command line, and the worker sets them on itself before it starts a thread or
opens a file. Where the system has no such bounds (other than Linux, an old kernel) the worker runs as before;
``python -m bot doctor`` says so.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from engine.bases import own
from engine.queue.platform import moved_caches
from engine.sandbox import landlock, limits, network
from engine.settings import EngineSettings
from engine.weights import single

log = logging.getLogger("engine.sandbox")
TEMPORARY = "tmp"  # within scratch: what libraries write in passing is swept with it
NVIDIA, NVIDIA_MEMORY = Path("/proc/driver/nvidia/version"), Path("/dev/nvidia-uvm")


def arguments(settings: EngineSettings) -> list[str]:
    """Return how a worker with these settings is told its bounds; none where no folder is private."""
    if settings.private is None or settings.scratch is None:
        return []
    inside = (settings.weights, settings.styles, settings.scenes, settings.content)
    told = ["--private", str(settings.private), "--scratch", str(settings.scratch)]
    told += ["--private", str(settings.secret)] if settings.secret is not None else []
    told += [part for path in settings.hidden for part in ("--private", str(path))]
    told += [part for path in inside if path is not None for part in ("--read", str(path))]
    told += [part for path in [*_unpacked(settings), *moved_caches()] for part in ("--write", str(path))]
    return told if settings.speech_online else [*told, "--no-network"]


def environment(settings: EngineSettings) -> dict[str, str]:
    """Return the variables of such a worker, and make the folders it may write to."""
    if settings.private is None or settings.scratch is None:
        return {}
    folder = settings.scratch / TEMPORARY
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for place in _unpacked(settings):
        with suppress(OSError):  # weights that cannot be written to: whether that matters, the worker will say
            place.mkdir(exist_ok=True)
    for place in moved_caches():
        with suppress(OSError):  # not the operator's to make: then the library will say that it cannot
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {"TMPDIR": str(folder)}


def _unpacked(settings: EngineSettings) -> list[Path]:
    """Return where the worker unpacks an operator's own checkpoint files, where bases of their own are described."""
    described = (settings.weights / own.FILE).is_file()
    return [settings.weights / single.PLACE] if described else []


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `arguments` writes."""
    parser.add_argument("--private", type=Path, action="append", default=[])
    parser.add_argument("--scratch", type=Path)
    parser.add_argument("--read", type=Path, action="append", default=[])
    parser.add_argument("--write", type=Path, action="append", default=[])
    parser.add_argument("--no-network", action="store_true")


def confine(chosen: argparse.Namespace) -> None:
    """Set the bounds on this process. What the system refuses is logged, and the worker works without."""
    if not chosen.private:
        return
    if NVIDIA.exists() and not NVIDIA_MEMORY.exists():
        # Its driver makes that device by a program with more rights, which a confined process cannot start.
        log.warning("not confined: %s is missing, load nvidia-uvm before the bot starts", NVIDIA_MEMORY)
        return
    _attempt("view of other processes", limits.no_peeking)
    if chosen.no_network:
        _attempt("network", network.refuse)
    _attempt("files", lambda: landlock.restrict(_readable(chosen), _writable(chosen)))


def _readable(chosen: argparse.Namespace) -> list[Path]:
    return [*landlock.around(chosen.private), *chosen.read]


def _writable(chosen: argparse.Namespace) -> list[Path]:
    """Return where a worker writes: scratch, devices, and the caches of libraries that compile for one."""
    caches = _caches()
    paths = [chosen.scratch, *chosen.write, Path("/dev"), Path(f"/proc/{os.getpid()}"), *caches]
    hidden = [path.resolve() for path in chosen.private]
    return [path for path in paths if not any(each.is_relative_to(path.resolve()) for each in hidden)]


def _caches() -> list[Path]:
    """Return where libraries keep what they compiled; made beforehand on a GPU, for a confined process cannot."""
    try:
        caches = [Path.home() / name for name in (".cache", ".nv", ".triton")]
    except RuntimeError:  # a user without a home, as in a container
        return []
    for path in caches if NVIDIA.exists() else ():
        with suppress(OSError):  # a home that is read-only is no reason to stop
            path.mkdir(mode=0o700, exist_ok=True)
    return caches


def _attempt(what: str, step: Callable[[], bool | None]) -> None:
    try:
        done = step()
    except OSError as error:
        done = False
        print(f"sandbox: {what}: {error}", file=sys.stderr)
    if done is False:
        log.info("this system does not bound a worker's %s", what)
