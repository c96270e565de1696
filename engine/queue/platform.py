"""The line to a worker process, in its two halves: POSIX hands over a socket, Windows connects back over loopback.

Parent: ``line = open_line()``, start the child with ``line.arguments`` and ``line.options``, then ``line.accept()``.
Child: ``connect(...)``. Either side sees the end of the stream when the other is gone, however it went.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from engine import quiet

SECRET_BYTES = 32
#: What every numerical library reads its number of threads from, before it is loaded.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")

# What a worker's libraries need of the environment: where programs and libraries are, the language, the accelerator.
# Everything else stays here: a worker opens strangers' files, and the bot's tokens are in its environment.
KEPT = frozenset(
    [
        "HOME",
        "PATH",
        "LANG",
        "LANGUAGE",
        "TZ",
        "TMPDIR",
        "TEMP",
        "TMP",
        "USER",
        "LOGNAME",
        "VIRTUAL_ENV",
        "SYSTEMROOT",
        "WINDIR",
        "COMSPEC",
        "PATHEXT",
        "SYSTEMDRIVE",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "PROGRAMDATA",
        "PROCESSOR_ARCHITECTURE",
        "NUMBER_OF_PROCESSORS",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE",
        "FONTCONFIG_PATH",
        "FONTCONFIG_FILE",
        "ESPEAK_DATA_PATH",
    ]
)
KEPT_KINDS: tuple[str, ...] = (
    "LC_",
    "LD_",
    "DYLD_",
    "XDG_",
    "PYTHON",
    "CUDA_",
    "NVIDIA_",
    "HIP_",
    "ROCR_",
    "HSA_",
    "GPU_",
)
KEPT_KINDS += ("PYTORCH_", "TORCH", "OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "NUMEXPR_", "TRITON_")
#: What moves the folders in which libraries keep what they compiled or fetched; workers are given these too.
MOVED = (
    "XDG_CACHE_HOME",
    "CUDA_CACHE_PATH",
    "TRITON_CACHE_DIR",
    "TRITON_HOME",
    "TORCHINDUCTOR_CACHE_DIR",
    "TORCH_HOME",
    "TORCH_EXTENSIONS_DIR",
    "PYTORCH_KERNEL_CACHE_PATH",
)
PROXIES = frozenset({"HTTP_PROXY", "HTTPS_PROXY", "WS_PROXY", "WSS_PROXY", "ALL_PROXY", "NO_PROXY"})
# Threads of a computation that wait for each other by spinning starve each other as soon as anything else wants the
# processor: a training step takes many times as long. Those that sleep at once are slow to wake on an idle machine. So
# they spin for some microseconds, then sleep (`python -m engine.lab.spinning`). An operator's own word is kept.
WAITING = MappingProxyType({"GOMP_SPINCOUNT": "3000"})
SECRET_SECONDS = 2.0


class Transport(Protocol):
    """The parent's end before the child has started."""

    arguments: list[str]  # for the child's command line
    options: dict[str, Any]  # for ``asyncio.create_subprocess_exec``
    stdin: bytes  # what the child must read from its standard input first

    async def accept(self) -> socket.socket:
        """Return the connected, non-blocking socket once the child has been started."""

    def close(self) -> None:
        """Give the child's half and the listener back; the accepted socket stays open."""


class HandedOver:
    """POSIX: one end of a socket pair is inherited by the child.

    The child leads its own process group: a Ctrl-C in the terminal reaches the bot alone, which then stops in order.
    """

    def __init__(self) -> None:
        self._ours, self._theirs = socket.socketpair()
        self._ours.setblocking(False)
        number = self._theirs.fileno()
        self.arguments = ["--socket", str(number)]
        self.options: dict[str, Any] = {"pass_fds": (number,), "start_new_session": True}
        self.stdin = b""

    async def accept(self) -> socket.socket:
        """Return our end of the pair."""
        return self._ours

    def close(self) -> None:
        """Close the child's end, so that the stream ends when the child does."""
        self._theirs.close()


class CalledBack:
    """Windows: the child connects to a loopback port and proves itself with a secret it read from standard input."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        self._secret = secrets.token_bytes(SECRET_BYTES)
        self.arguments = ["--port", str(self._listener.getsockname()[1])]
        flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows only
        self.options: dict[str, Any] = {"creationflags": flags} if flags else {"start_new_session": True}
        self.stdin = self._secret

    async def accept(self) -> socket.socket:
        """Return the first connection that knows the secret; anybody else's is closed."""
        loop = asyncio.get_running_loop()
        while True:
            connection, _ = await loop.sock_accept(self._listener)
            connection.setblocking(False)
            if hmac.compare_digest(await _read_secret(connection), self._secret):
                return connection
            connection.close()

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


async def _read_secret(connection: socket.socket) -> bytes:
    """Read what a caller shows; a silent one is given up on, so that it cannot keep the worker out."""
    loop = asyncio.get_running_loop()
    shown = b""
    try:
        async with asyncio.timeout(SECRET_SECONDS):
            while len(shown) < SECRET_BYTES and (part := await loop.sock_recv(connection, SECRET_BYTES - len(shown))):
                shown += part
    except (TimeoutError, ConnectionError):
        return b""
    return shown


def clean_environment(*, network: bool) -> dict[str, str]:
    """Return what of this process's environment a worker is given; proxies only where it may use the ``network``."""
    known = KEPT | PROXIES if network else KEPT
    chosen = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in known or name.upper().startswith(KEPT_KINDS)
    }
    return {**WAITING, **chosen, **quiet.VARIABLES}


def moved_caches() -> list[Path]:
    """Return the folders for compiled code that an operator named in the environment, where they are absolute."""
    named = [Path(os.environ[name]) for name in MOVED if os.environ.get(name)]
    return list(dict.fromkeys(path for path in named if path.is_absolute()))


def open_line() -> Transport:
    """Return this platform's kind of line."""
    return CalledBack() if sys.platform == "win32" else HandedOver()


def connect(socket_number: int | None, port: int | None, stdin: BinaryIO) -> socket.socket:
    """Return the child's end of the line from what its command line named."""
    if socket_number is not None:
        return socket.socket(fileno=socket_number)
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(stdin.read(SECRET_BYTES))
    return connection


def kill(process: asyncio.subprocess.Process) -> None:
    """End a worker at once, and on POSIX whatever it started as well."""
    if process.returncode is not None:
        return
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
