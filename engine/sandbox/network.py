"""No network: a filter of system calls (seccomp) that refuses internet sockets, for a process and all it starts.

The line to the bot is open already and stays; sockets of this machine (AF_UNIX), which accelerators use, stay too.
The filter is a program of eleven instructions the kernel runs before a call: it looks at the architecture, the number
of the call and its first argument.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
from types import MappingProxyType

NO_NEW_PRIVS, SET_SECCOMP, FILTER = 38, 22, 2  # of prctl
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: ld [offset], jeq, jge, ret value
IO_URING_SETUP, OTHER_NUMBERS = 425, 0x40000000  # from there on: a second set of calls of x86-64
NUMBER_AT, ARCHITECTURE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # in the kernel's `seccomp_data`
ALLOW, FAIL = 0x7FFF0000, 0x00050000
#: Machine -> (the kernel's word for it, the number of `socket`). Elsewhere nothing is refused, and that is said.
KNOWN = MappingProxyType({"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)})


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def can_be_refused() -> bool:
    """Say whether `refuse` has an effect on this machine."""
    return sys.platform.startswith("linux") and platform.machine() in KNOWN and sys.maxsize > 2**32


def refuse() -> bool:
    """Refuse this process every new internet socket, with "permission denied". Returns whether that could be done.

    Call it before a thread is started. Raises `OSError` when the kernel knows how and refuses.
    """
    if not can_be_refused():
        return False
    code = _filter(*KNOWN[platform.machine()])
    program = _Program(length=len(code) // 8, filter=code)
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in ((NO_NEW_PRIVS, 1, 0, 0, 0), (SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*arguments) < 0:
            number = ctypes.get_errno()
            if number in (errno.EINVAL, errno.ENOSYS):  # a kernel built without filters
                return False
            raise OSError(number, os.strerror(number))
    return True


def _filter(architecture: int, call: int) -> bytes:
    """Return the program: ``struct sock_filter`` is code, lines to skip if true and if false, value."""
    lines = [
        (LOAD, 0, 0, ARCHITECTURE_AT),
        (EQUAL, 0, 8, architecture),  # 32-bit calls have other numbers: none is used here, all are refused
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, 6, 0, OTHER_NUMBERS),
        (EQUAL, 5, 0, IO_URING_SETUP),  # it opens sockets too
        (EQUAL, 0, 3, call),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (EQUAL, 2, 0, int(socket.AF_INET)),
        (EQUAL, 1, 0, int(socket.AF_INET6)),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, FAIL | errno.EACCES),
    ]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)
