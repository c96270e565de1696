"""Which cluster there is, and where on it the actors are to be."""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import logging
import os
import queue
import secrets
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from engine.queue.ray.ownfolder import OwnFolder
from engine.requests import Lane

NAMESPACE = "portrait-bot"
STORE_BYTES = 256 * 2**20  # of a private cluster: sealed inputs and results on their way
LONGEST_BYTES = 12  # of the folder Ray's own is made in: the names of its sockets may have 107
OF_RAY = (Path("/tmp/ray"), Path.home() / ".ray")  # noqa: S108 - where it keeps sockets, logs and its token by default

SIGNALS = (signal.SIGTERM, signal.SIGINT)  # by which the bot is told to stop
HANDLER_BYTES = 512  # more than the `struct sigaction` of any system; nobody looks into it here

# A cluster of this machine alone: Ray listens on loopback only where it takes the system for a desktop's.
ALONE: Mapping[str, str] = MappingProxyType({"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0", "RAY_AUTH_MODE": "token"})
_FOLDERS: list[OwnFolder] = []  # of the private cluster of this process


class RayMissingError(Exception):
    """``ENGINE_EXECUTOR=ray`` without Ray; the text says what to do."""

    def __init__(self) -> None:
        super().__init__('Ray is not installed: pip install "portrait-bot[ray]", or set ENGINE_EXECUTOR=local')


class RayAddressError(Exception):
    """An address of Ray's client: what it offers does not stream. The text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "RAY_ADDRESS=ray://... does not do: let this machine join (docs/cluster.md) and name host:6379"
        )


def find_ray() -> ModuleType:
    """Import Ray. Raises `RayMissingError`."""
    try:
        return import_module("ray")
    except ModuleNotFoundError as error:
        raise RayMissingError from error


def prepare(address: str | None, token: Path | None) -> None:
    """Set what Ray reads when it is loaded: where it listens, and the token of the cluster.

    Raises `RayMissingError`, and `RayAddressError` for an address that does not do.
    """
    if address is not None and address.startswith("ray://"):
        raise RayAddressError
    if find_spec("ray") is None:
        raise RayMissingError
    if address is None:
        os.environ.update(ALONE)
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    elif token is not None:
        os.environ.update({"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN_PATH": str(token.expanduser())})


class LastingThread:
    """A thread that lives as long as the program: what Ray starts ends with the thread that started it.

    A daemon: those of a pool have ended before a program's last calls, which are to leave the cluster in order.
    """

    def __init__(self) -> None:
        self._calls: queue.SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = queue.SimpleQueue()
        self._begun = False

    def _serve(self) -> None:
        while True:
            call, answer = self._calls.get()
            try:
                answer.set_result(call())
            except BaseException as error:
                answer.set_exception(error)

    async def do(self, call: Callable[[], Any]) -> Any:
        """Return what ``call`` returns there, one call after the other."""
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._serve, name="ray", daemon=True).start()
        answer: Future[Any] = Future()
        self._calls.put((call, answer))
        return await asyncio.shield(asyncio.wrap_future(answer))


@contextmanager
def kept_signals() -> Iterator[None]:
    """Put the handlers of `SIGNALS` back that were there before: Ray sets its own, by which a stop would be a crash."""
    if sys.platform == "win32":
        yield
        return
    change = ctypes.CDLL(None).sigaction
    before = {number: ctypes.create_string_buffer(HANDLER_BYTES) for number in SIGNALS}
    for number, handler in before.items():
        change(number, None, handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            change(number, handler, None)


def join(ray: ModuleType, address: str | None, *, processors: int) -> None:
    """Join the cluster at ``address``, or start one of this machine alone. Call it in one lasting thread only."""
    if ray.is_initialized():
        return
    with kept_signals():
        _start(ray, address, processors)


def _start(ray: ModuleType, address: str | None, processors: int) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.WARNING, "namespace": NAMESPACE}
    if address:
        ray.init(address=address, **options)
        return
    folder = _own_folder()
    atexit.register(_leave, ray, folder)
    ray.init(
        **options,
        include_dashboard=False,
        num_cpus=processors,
        object_store_memory=STORE_BYTES,
        _temp_dir=str(folder.path / "r"),  # Ray opens its folder to every user; nobody else can enter this one
    )


def _own_folder() -> OwnFolder:
    """Return a private folder with a short path for what Ray writes; it goes with this process."""
    temporary = Path(tempfile.gettempdir())
    short = len(str(temporary)) <= LONGEST_BYTES or sys.platform == "win32"
    folder = OwnFolder("p-ray-", within=temporary if short else Path("/tmp"))  # noqa: S108 - private, see OwnFolder
    _FOLDERS.append(folder)
    return folder


def _leave(ray: ModuleType, folder: OwnFolder) -> None:
    """End the private cluster, then remove what it wrote."""
    ray.shutdown()
    folder.remove()


def folders() -> list[Path]:
    """Return where the Ray of this process keeps its sockets, logs and token: nothing for a worker to read."""
    return [*OF_RAY, *(folder.path for folder in _FOLDERS)]


@dataclass(frozen=True, kw_only=True)
class Place:
    """A node, as far as this matters here."""

    node: str
    arms: int  # how many actors of a lane it is to hold
    gpu: bool


def places(nodes: list[dict[str, Any]], lane: Lane, threads: int) -> list[Place]:
    """Return where actors are to be, from what Ray says of its nodes.

    Drawing goes to the GPUs, an actor each; where the whole cluster has none, to the processors, ``threads`` to an
    actor. What only looks goes to processors everywhere. A node without either does no work.
    """
    alive = [(node["NodeID"], node.get("Resources", {})) for node in nodes if node.get("Alive")]
    gpus = [Place(node=name, arms=int(has["GPU"]), gpu=True) for name, has in alive if has.get("GPU", 0) >= 1]
    if lane is Lane.DEVICE and gpus:
        return gpus
    return [
        Place(node=name, arms=max(1, int(has["CPU"]) // max(1, threads)), gpu=False)
        for name, has in alive
        if has.get("CPU", 0) >= 1
    ]
