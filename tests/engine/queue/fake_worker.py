"""A worker process whose tasks do what their request's style says; started as ``-m tests.engine.queue.fake_worker``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine import worker
from engine.errors import JobCancelledError, LaidAsideError
from engine.requests import Progress
from engine.tasks.portrait.request import Picture, Portrait, Portraits, UnknownStyleError
from engine.tasks.shared.member import Member
from engine.training import aside

FOR_EVER = threading.Event()  # nobody sets it
WARMED: list[Any] = []
LONG = ("wait", "learn")  # what ends only when somebody says so


def warm(models: Any) -> None:
    """Remember that the models were to be loaded ahead."""
    WARMED.append(models)


def act(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Any:
    """Do what ``request.style`` names."""
    return globals()[f"_{request.style}"](request, models, progress, cancelled)


def _draw(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Any) -> Portraits:
    for done in range(1, request.count + 1):
        progress(Progress(stage="draw", done=done, total=request.count))
    backends = {
        "process": str(os.getpid()),
        "threads": os.environ.get("OMP_NUM_THREADS", ""),
        "torch": str("torch" in sys.modules),
        "device": models.settings.device,
        "warm": str(bool(WARMED)),
    }
    return Portraits(pictures=(), style="draw", base="none", style_weight=0, face_weight=0, backends=backends)


class People:
    """Perception that remembers somebody, until it is told to forget."""

    known = ""

    def forget_people(self) -> None:
        """Forget."""
        self.known = ""


def _remember(request: Portrait, models: Any, progress: Any, cancelled: Any) -> Portraits:
    vars(models).setdefault("faces", People()).known = "ann"
    return _recall(request, models, progress, cancelled)


def _recall(request: Portrait, models: Any, progress: Any, cancelled: Any) -> Portraits:
    known = {"known": models.faces.known}
    return Portraits(pictures=(), style="", base="none", style_weight=0, face_weight=0, backends=known)


def _carry(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Any) -> Portraits:
    """Read what came, show a preview, keep half a training beside the scratch folder, write a picture."""
    who = b"".join(file.read_bytes() for file in sorted(request.identity.iterdir()))
    half = request.out.parent.parent / "job-training"
    for folder in (request.out, half):
        folder.mkdir(parents=True, exist_ok=True)
    (half / "half").write_bytes(who + b", half")
    (preview := request.out / "preview.png").write_bytes(b"preview of " + who)
    progress(Progress(stage="draw", done=1, total=1, preview=preview))
    (made := request.out / "made.png").write_bytes(b"picture of " + who)
    picture = Picture(
        file=made, raw=made, seed=0, likeness=1, likeness_before_fusion=1, distance=0, distance_before_fusion=0,
        likely=True,
    )  # fmt: skip
    return Portraits(pictures=(picture,), style="", base="none", style_weight=0, face_weight=0)


def _peek(request: Portrait, *_: Any) -> Portraits:
    """Try to read a file that is not the worker's, and its own input."""
    said = {}
    own = request.identity / "path"
    for name, path in (("hidden", Path(own.read_text())), ("own", own)):
        try:
            path.read_bytes()
            said[name] = "done"
        except OSError as error:
            said[name] = type(error).__name__
    return Portraits(pictures=(), style="", base="none", style_weight=0, face_weight=0, backends=said)


def _environment(*_: Any) -> Portraits:
    import resource

    seen = {**os.environ, "core": str(resource.getrlimit(resource.RLIMIT_CORE)[0])}
    return Portraits(pictures=(), style="", base="none", style_weight=0, face_weight=0, backends=seen)


def _reach(_request: Portrait, models: Any, *_: Any) -> Portraits:
    """Try what a worker that was taken over would try."""
    import socket
    import tempfile

    def attempt(what: Callable[[], Any]) -> str:
        try:
            what()
        except OSError as error:
            return type(error).__name__
        return "done"

    private, scratch, weights = (getattr(models.settings, name) for name in ("private", "scratch", "weights"))
    bot = os.getppid()
    seen = {
        "key": attempt((private / "master.key").read_bytes),
        "elsewhere": attempt(models.settings.secret.read_bytes),
        "others": attempt(lambda: list((private / "media").iterdir())),
        "spoil": attempt(lambda: (private / "portrait.sqlite").write_bytes(b"")),
        "program": attempt(lambda: (weights / "spoilt").write_bytes(b"")),
        "environment": attempt(Path(f"/proc/{bot}/environ").read_bytes),
        "network": attempt(lambda: socket.create_connection(("127.0.0.1", 9)).close()),
        "weights": attempt(lambda: (weights / "file").read_bytes()),
        "scratch": attempt(lambda: (scratch / "made").write_bytes(b"x")),
        "temporary": attempt(lambda: tempfile.TemporaryFile().close()),
        "libraries": attempt(Path(os.__file__).read_bytes),
        "devices": attempt(lambda: Path("/dev/null").write_bytes(b"")),
    }
    return Portraits(pictures=(), style="", base="none", style_weight=0, face_weight=0, backends=seen)


def _wait(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Any:
    """Work until the owner takes the job back."""
    progress(Progress(stage="draw", done=0, total=1))
    while not cancelled():
        FOR_EVER.wait(0.005)
    raise JobCancelledError


def _learn(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Any:
    """Take steps until the owner takes the job back, or it is to lie aside."""
    progress(Progress(stage="training", done=1, total=2))
    while not cancelled():
        if aside.asked():
            raise LaidAsideError
        FOR_EVER.wait(0.005)
    raise JobCancelledError


def _deaf(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Any) -> Any:
    """Work and never look at ``cancelled``."""
    progress(Progress(stage="draw", done=0, total=1))
    FOR_EVER.wait()


def _die(*_: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _crash(*_: Any) -> Any:
    os.kill(os.getpid(), signal.SIGSEGV)


def _unknown(*_: Any) -> Any:
    raise UnknownStyleError("cyberpnk", ["cyberpunk"])


def _exhausted(*_: Any) -> Any:
    raise MemoryError


def _lost(*_: Any) -> Any:
    global act
    act = _lost  # whatever comes next in this process
    raise RuntimeError("CUDA error: unspecified launch failure")


def _full(*_: Any) -> Any:
    raise OSError(28, "No space left on device")


def _bug(*_: Any) -> Any:
    raise KeyError("words nobody should read in a chat")


def _chatty(request: Portrait, models: Any, progress: Any, cancelled: Any) -> Portraits:
    print("printed by a library")
    sys.stderr.write("x" * 300_000 + "\n")
    return _draw(request, models, progress, cancelled)


def _unsayable(request: Portrait, models: Any, progress: Any, cancelled: Any) -> Portraits:
    return Portraits(pictures=(), style="", base="", style_weight=object(), face_weight=0)  # type: ignore[arg-type]


def _apart(request: Portrait, models: Any, progress: Callable[[Progress], None], cancelled: Any) -> Portraits:
    return _draw(request, models, progress, cancelled)


def act_together(members: Sequence[Member], models: Any) -> None:
    """Do what each style names, with everybody there at once; ``apart`` is too large for the memory."""
    if any(member.request.style == "apart" for member in members):
        raise MemoryError
    for member in members:
        if not member.gone() and member.request.style in LONG:
            member.progress(Progress(stage="draw", done=0, total=1))
    for member in members:
        with member.own():
            if member.request.style not in LONG:
                made = act(member.request, models, member.progress, member.cancelled)
                member.end(replace(made, backends={**made.backends, "beside": str(len(members))}))
    while not all(member.gone() for member in members):
        if aside.asked():
            raise LaidAsideError
        FOR_EVER.wait(0.005)


if __name__ == "__main__":
    worker.main(lambda kind: lambda *args: act(*args), find_batch=lambda kind: lambda *args: act_together(*args))
