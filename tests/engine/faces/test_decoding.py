"""Strangers' photos are opened by a process that can do nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from engine.errors import BadPhotoError
from engine.faces import decoding, images
from engine.faces.registry import Faces
from engine.sandbox import landlock, network
from engine.settings import EngineSettings
from tests.engine.faces.altered import encoded
from tests.engine.faces.hostile_decoder import NONSENSE

HOSTILE = "tests.engine.faces.hostile_decoder"


def picture(side: int = 200) -> np.ndarray:
    """Return (side, side, 3) uint8 that no two pixels share."""
    return np.random.default_rng(7).integers(0, 255, (side, side, 3), dtype=np.uint8)


@pytest.fixture
def hostile() -> Iterator[decoding.Decoder]:
    """A decoder that hangs, crashes or lies at will, with a short deadline."""
    made = decoding.Decoder(HOSTILE, deadline=0.5)
    yield made
    made.close()


@pytest.fixture(scope="module")
def real() -> Iterator[decoding.Decoder]:
    """The decoder of the product."""
    made = decoding.Decoder()
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF"])
def test_a_photo_comes_back_as_it_would_in_this_process(real, kind):
    """The same pixels, whoever decodes them."""
    data = encoded(picture(), kind)
    assert np.array_equal(real.load(data), images.load(data))


@pytest.mark.parametrize(("data", "reason"), [(b"words", "not-an-image"), (b"\x89PNG\r\n\x1a\nx", "broken")])
def test_a_refusal_keeps_its_reason(real, data, reason):
    """A person is told what is wrong with the file, not that a process refused it."""
    with pytest.raises(BadPhotoError) as refused:
        real.load(data)
    assert refused.value.data["reason"] == reason


@pytest.mark.parametrize("order", [b"hang", b"busy", b"crash", b"lie", *NONSENSE])
def test_a_photo_that_takes_its_decoder_down_is_refused_and_the_next_is_read(hostile, order):
    """A 7 MB JPEG kept the photo check busy for minutes, and everybody behind it. The file is the reason, once.

    Counted are the processor's seconds, to which a busy machine adds nothing; one that sleeps for minutes is killed.
    """
    hostile.load(b"fine")
    process, before = hostile._process, _spent()
    with pytest.raises(BadPhotoError) as refused:
        hostile.load(order)
    assert refused.value.data["reason"] == "broken"
    assert process.returncode is not None
    assert order not in (b"hang", b"busy") or process.returncode == -signal.SIGKILL
    assert _spent() - before < 5
    assert hostile.load(b"fine").tolist() == [[[1, 2, 3], [4, 5, 6]]]


def _spent() -> float:
    """Return the processor's seconds of all processes that were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def test_a_busy_machine_is_not_the_photos_fault(hostile):
    """A good JPEG was called broken beside other work: the deadline is of the processor's seconds."""
    assert hostile.load(b"waits").shape == (1, 2, 3)


def test_a_decoder_that_does_not_start_leaves_nothing_behind(monkeypatch):
    """A bot tries again with every photo: pipes and dead processes would pile up until nothing can be opened."""
    monkeypatch.setattr(decoding.subprocess, "Popen", started := _Started(subprocess.Popen))
    with pytest.raises(OSError, match="does not start"):
        decoding.Decoder("this").load(b"photo")  # prints a poem, and is not ready
    (process,) = started.processes
    assert process.returncode is not None
    assert process.stdin.closed
    assert process.stdout.closed


class _Started:
    def __init__(self, popen: type[subprocess.Popen]) -> None:
        self._popen, self.processes = popen, []

    def __call__(self, *arguments: object, **named: object) -> subprocess.Popen:
        self.processes.append(self._popen(*arguments, **named))
        return self.processes[-1]


def test_one_process_serves_photo_after_photo(hostile):
    """Starting Python for each would cost twenty times the decoding."""
    hostile.load(b"fine")
    first = hostile._process
    hostile.load(b"fine")
    assert hostile._process is first


def test_the_product_decodes_through_it(monkeypatch, tmp_path):
    """What a look, a template and clothes come in by."""
    monkeypatch.setattr(decoding, "_shared", asked := _Asked())
    assert Faces.load(Faces.__new__(Faces), b"photo") == "pixels"
    assert asked.photos == [b"photo"]
    assert EngineSettings(weights=tmp_path)


class _Asked:
    def __init__(self) -> None:
        self.photos: list[bytes] = []

    def load(self, photo: bytes) -> str:
        self.photos.append(photo)
        return "pixels"


ATTEMPTS = """
import sys, socket
from engine.faces import decoder
decoder.confine()
def attempt(what):
    try:
        what()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "done"
print(attempt(lambda: open(sys.argv[1]).read()), attempt(lambda: open(sys.argv[2], "w")),
      attempt(lambda: socket.create_connection(("127.0.0.1", 9))), attempt(lambda: socket.socket(socket.AF_INET6)),
      attempt(lambda: bytearray(2 * 2**30)), attempt(lambda: open(sys.argv[3]).read(1)))
"""


@pytest.mark.skipif(
    not (landlock.version() and network.can_be_refused()), reason="needs Linux with Landlock and seccomp"
)
def test_a_decoder_that_was_taken_over_reaches_nothing(tmp_path):
    """No file of anybody, no network, no memory to speak of; its own program it may read (control)."""
    secret = tmp_path / "master.key"
    secret.write_text("secret")
    run = [sys.executable, "-c", ATTEMPTS, str(secret), str(tmp_path / "new"), images.__file__]
    told = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    assert told == ["PermissionError"] * 4 + ["MemoryError", "done"]
    assert (
        subprocess.run([*run[:2], ATTEMPTS.replace("decoder.confine()", ""), *run[3:]], capture_output=True).stdout[:4]
        == b"done"
    )
