"""Landlock: a process gives up every right to files it does not name, for itself and all it starts (Linux 5.13).

No library and no privilege is needed: three system calls, numbered alike on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # system calls
VERSION_FLAG, PATH_BENEATH = 1, 1
NO_NEW_PRIVS = 38  # of prctl; without it the kernel asks for a privilege
EXECUTE, WRITE, READ, READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
LOOKING = EXECUTE | READ | READ_FOLDER
FILE_RIGHTS = EXECUTE | WRITE | READ | 1 << 14 | 1 << 15  # what a single file can be given: also truncate, ioctl
#: How many rights each version of the kernel's interface knows, from the first.
RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


class _Ruleset(ctypes.Structure):
    _fields_ = (("handled_access_fs", ctypes.c_uint64),)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed_access", ctypes.c_uint64), ("parent_fd", ctypes.c_int32))


def version() -> int:
    """Return the version of the kernel's interface, 0 where there is none."""
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, _libc().syscall(CREATE_RULESET, None, 0, VERSION_FLAG))


def restrict(readable: Iterable[Path], writable: Iterable[Path] = ()) -> bool:
    """Leave this process the right to read (and run) what is under ``readable``, and any right under ``writable``.

    Paths that do not exist are left out. Call it before a thread is started: others keep their rights. Returns
    whether the kernel has it. Raises `OSError` when it has and refuses.
    """
    known = version()
    if not known:
        return False
    handled = (1 << RIGHTS.get(known, RIGHTS[max(RIGHTS)])) - 1
    libc = _libc()
    ruleset = _Ruleset(handled_access_fs=handled)
    number = _checked(libc.syscall(CREATE_RULESET, ctypes.byref(ruleset), ctypes.sizeof(ruleset), 0))
    try:
        for path in readable:
            _allow(number, path, LOOKING & handled)
        for path in writable:
            _allow(number, path, handled)
        _checked(libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0))
        _checked(libc.syscall(RESTRICT_SELF, number, 0))
    finally:
        os.close(number)
    return True


def program() -> Iterator[Path]:
    """Yield where this program, Python and the system's libraries lie: code, and nothing about anybody."""
    yield Path(__file__).parents[1]
    yield from map(Path, {sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith("-packages"))})
    yield from map(Path, ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/dev/null", "/dev/urandom"))


def around(private: Iterable[Path], root: Path = Path("/")) -> Iterator[Path]:
    """Yield paths that together hold all under ``root`` but what is ``private``: Landlock knows no exceptions."""
    hidden = [path.resolve() for path in private]
    for path in sorted(root.resolve().iterdir()):
        there = path.resolve()  # a link beside the way may lead back onto it
        if any(there.is_relative_to(each) for each in hidden):
            continue
        if not any(each.is_relative_to(there) for each in hidden):
            yield path
        elif not path.is_symlink():
            yield from around(hidden, path)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not there, or not ours to look at
    try:
        if not path.is_dir():
            rights &= FILE_RIGHTS
        rule = _Beneath(allowed_access=rights, parent_fd=number)
        _checked(_libc().syscall(ADD_RULE, ruleset, PATH_BENEATH, ctypes.byref(rule), 0))
    finally:
        os.close(number)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer
