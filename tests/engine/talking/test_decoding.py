"""Strangers' sounds and clips are opened by a process that can do nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image

from engine.errors import BadPhotoError
from engine.safety import frames
from engine.sandbox import landlock, network
from engine.talking import decoding, sound
from engine.talking.sound import Sound
from engine.talking.video import write, write_voice
from engine.tasks.talk.request import BadSoundError


@pytest.fixture(scope="module")
def real() -> Iterator[decoding.MediaDecoder]:
    """The decoder of the product."""
    made = decoding.MediaDecoder()
    yield made
    made.close()


@pytest.fixture
def tone() -> Sound:
    """Two seconds of a tone."""
    return Sound(played=(np.sin(np.arange(96_000) / 30) * 0.3).astype(np.float32))


def test_a_sound_comes_back_as_it_would_in_this_process(real, tone, tmp_path):
    """The same samples, whoever decodes them; a clip's too."""
    write_voice(tone, tmp_path / "a.ogg")
    write([np.zeros((64, 64, 3), np.uint8)] * 10, tone, tmp_path / "a.mp4", fps=5)
    for name in ("a.ogg", "a.mp4"):
        there, here = real.sound(tmp_path / name, 60.0), sound.read(tmp_path / name)
        assert np.array_equal(there.played, here.played)


def test_frames_come_back_as_they_would_in_this_process(real, tone, tmp_path):
    """The same pixels, of a clip and of a GIF."""
    pictures = [np.full((64, 96, 3), 20 * number, np.uint8) for number in range(10)]
    write(pictures, tone, tmp_path / "a.mp4", fps=5)
    first, *rest = [Image.fromarray(each) for each in pictures]
    first.save(tmp_path / "a.gif", save_all=True, append_images=rest, duration=100)
    for name in ("a.mp4", "a.gif"):
        there, here = real.frames(tmp_path / name), frames.some(tmp_path / name)
        assert len(there) == len(here) > 3
        assert all(np.array_equal(one, other) for one, other in zip(there, here, strict=True))


def test_a_refusal_keeps_its_reason(real, tone, tmp_path):
    """A person is told what is wrong with the file, not that a process refused it."""
    write_voice(tone, tmp_path / "long.ogg")
    (tmp_path / "words.ogg").write_bytes(b"words")
    for name, reason in (("long.ogg", "too-long"), ("words.ogg", "broken")):
        with pytest.raises(BadSoundError) as refused:
            real.sound(tmp_path / name, 1.0)
        assert refused.value.data["reason"] == reason
    with pytest.raises(BadPhotoError) as bad:
        real.frames(tmp_path / "words.ogg")
    assert bad.value.data["reason"] == "not-an-image"


@pytest.mark.parametrize("order", [b"hang", b"crash", b"lie", b"no json"])
def test_a_file_that_takes_its_decoder_down_is_refused(order, tmp_path):
    """A worker that hung or died with it took the job of whoever was next, three times."""
    hostile = decoding.MediaDecoder("tests.engine.talking.hostile_decoder", deadline=0.5)
    (tmp_path / "a").write_bytes(order)
    try:
        with pytest.raises(BadSoundError) as refused:
            hostile.sound(tmp_path / "a", 1.0)
        assert refused.value.data["reason"] == "broken"
        with pytest.raises(BadPhotoError):
            hostile.frames(tmp_path / "a")
        (tmp_path / "a").write_bytes(b"fine")
        assert hostile.sound(tmp_path / "a", 1.0).seconds == 1.0
    finally:
        hostile.close()


ATTEMPTS = """
import socket
from engine.talking import decoder
decoder._warm()
decoder.decoder.confine()
def attempt(what):
    try:
        what()
        print("done")
    except OSError as error:
        print("refused")
attempt(lambda: open("/etc/hostname"))
attempt(lambda: socket.socket(socket.AF_INET))
"""


@pytest.mark.skipif(
    not (landlock.version() and network.can_be_refused()), reason="needs Linux with Landlock and seccomp"
)
def test_it_can_open_neither_files_nor_connections():
    """Whoever takes it over with a file has nothing. Without the bounds both can be done (control)."""
    for text, said in ((ATTEMPTS, "refused"), (ATTEMPTS.replace("decoder.decoder.confine()", ""), "done")):
        ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True)
        assert ran.stdout.split() == [said, said]
