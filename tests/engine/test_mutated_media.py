"""Files that were whole once: bits flipped, lengths changed, cut, joined with others. Each is read or clearly refused.

No example may take longer than the deadline of its decoder, raise anything but the refusal a person is told, or spoil
the next file. The product's own decoding processes are asked, as the worker asks them.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from engine.errors import BadPhotoError
from engine.faces import images
from engine.faces.decoding import DEADLINE_SECONDS, START_SECONDS, Decoder
from engine.safety import frames
from engine.talking.decoding import MediaDecoder
from engine.talking.sound import Sound
from engine.talking.video import write, write_voice
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.talk.request import BadSoundError, SoundProblem
from tests.examples import examples

SIDE = 160
PHOTOS = ("JPEG", "progressive", "PNG", "palette", "WEBP", "GIF", "moving", "AVIF", "HEIF", "TIFF", "BMP")
CLIPS = ("mp4", "ogg", "wav", "gif")
LENGTHS = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
STEPS = ("flip", "byte", "cut", "length", "repeat", "drop", "head", "tail")
place = st.floats(0, 1, exclude_max=True)
steps = st.lists(st.tuples(st.sampled_from(STEPS), place, place, st.integers(0, 2**32 - 1)), max_size=6)


@cache
def photo(kind: str) -> bytes:
    """Return a whole picture of a kind, with colours, edges and noise in it."""
    pixels = np.random.default_rng(5).integers(0, 255, (SIDE, SIDE, 3), dtype=np.uint8)
    pixels[: SIDE // 2] = np.linspace(0, 255, SIDE, dtype=np.uint8)[None, :, None]
    image, out, more = Image.fromarray(pixels), io.BytesIO(), {}
    if kind == "progressive":
        kind, more = "JPEG", {"progressive": True}
    elif kind == "palette":
        kind, image = "PNG", image.convert("P")
    elif kind == "moving":
        kind, more = "WEBP", {"save_all": True, "append_images": [image.rotate(90)]}
    image.save(out, kind, **more)
    return out.getvalue()


@cache
def clip(kind: str, folder: Path) -> bytes:
    """Return a whole recording or clip of half a second."""
    file = folder / f"whole.{kind}"
    tone = Sound(played=(np.sin(np.arange(24_000) / 30) * 0.3).astype(np.float32))
    pictures = [np.full((64, 96, 3), 20 * number, np.uint8) for number in range(10)]
    if kind == "mp4":
        write(pictures, tone, file, fps=20)
    elif kind == "gif":
        first, *rest = [Image.fromarray(each) for each in pictures]
        first.save(file, save_all=True, append_images=rest, duration=100)
    elif kind == "ogg":
        write_voice(tone, file)
    else:
        import wave

        with wave.open(str(file), "wb") as out:
            out.setparams((1, 2, 16_000, 0, "NONE", ""))
            out.writeframes((tone.played[::3] * 32_000).astype("<i2").tobytes())
    return file.read_bytes()


def spoilt(data: bytes, other: bytes, changes: list[tuple[str, float, float, int]]) -> bytes:
    """Return ``data`` after some changes; ``other`` is a whole file, whose head or tail may be put to it."""
    for how, first, second, number in changes:
        # Most of what a decoder believes stands at the beginning: half of all places are there.
        here = int(first * min(len(data), 512) if number % 2 else first * len(data))
        there = here + int(second * 64)
        if how == "flip" and data:
            data = data[:here] + bytes([data[here] ^ 1 << number % 8]) + data[here + 1 :]
        elif how == "byte":
            data = data[:here] + bytes([number % 256]) + data[here + 1 :]
        elif how == "cut":
            data = data[: int(second * len(data))]
        elif how == "length":
            length = LENGTHS[number % len(LENGTHS)].to_bytes(4, "big" if number % 4 < 2 else "little")
            data = data[:here] + length + data[here + 4 :]
        elif how == "repeat":
            data = data[:there] + data[here:there] * (1 + number % 40) + data[there:]
        elif how == "drop":
            data = data[:here] + data[there:]
        elif how == "head":
            data = other[: int(second * 64)] + data[int(second * 64) :]
        else:
            data += other[int(second * len(other)) :]
    return data


@pytest.fixture(scope="module")
def photos() -> Iterator[Decoder]:
    """The decoder of photos."""
    made = Decoder()
    yield made
    made.close()


@pytest.fixture(scope="module")
def clips() -> Iterator[MediaDecoder]:
    """The decoder of sounds and clips."""
    made = MediaDecoder()
    yield made
    made.close()


def _answer(ask: Callable[..., Any], *asked: Any) -> tuple[Any, str | None]:
    """Return what was read, or why it was refused; anything else that is raised is a fault."""
    try:
        return ask(*asked), None
    except (BadPhotoError, BadSoundError) as refused:
        return None, refused.data["reason"]


@examples(60)
@given(kind=st.sampled_from(PHOTOS), other=st.sampled_from(PHOTOS), changes=steps)
def test_a_spoilt_photo_is_a_picture_or_a_refusal(photos, kind, other, changes):
    """Whatever was done to it; and the decoder, or its successor, reads the next one."""
    data, begun = spoilt(photo(kind), photo(other), changes), time.monotonic()
    rgb, reason = _answer(photos.load, data)
    assert reason is None or reason in set(PhotoProblem)
    assert rgb is None or (rgb.dtype == np.uint8 and max(rgb.shape[:2]) <= images.MAX_SIDE)
    assert time.monotonic() - begun < DEADLINE_SECONDS + START_SECONDS
    assert photos.load(photo("PNG")).shape == (SIDE, SIDE, 3)


@examples(25)
@given(kind=st.sampled_from(CLIPS), other=st.sampled_from(CLIPS), changes=steps, watched=st.booleans())
def test_a_spoilt_clip_is_sound_frames_or_a_refusal(clips, tmp_path_factory, kind, other, changes, watched):
    """The same of what is heard and of what moves."""
    folder = tmp_path_factory.getbasetemp()
    file, whole = folder / f"spoilt.{kind}", folder / "whole.wav"
    file.write_bytes(spoilt(clip(kind, folder), clip(other, folder), changes))
    clip("wav", folder)
    heard, reason = _answer(clips.sound, file, 60.0)
    assert reason is None or reason in set(SoundProblem)
    assert heard is None or np.isfinite(heard.played).all()
    frames.kind(file)  # read by the worker itself: the first bytes only
    seen, reason = _answer(clips.watched if watched else clips.frames, file)
    assert reason is None or reason in set(PhotoProblem)
    assert all(max(each.shape[:2]) <= images.MAX_SIDE for each in seen or ())
    assert len(clips.sound(whole, 60.0).played)


def test_what_is_whole_is_neither_refused_nor_changed(photos, clips, tmp_path_factory):
    """The control: without a change every kind but the moving ones is a picture, every recording a sound."""
    folder = tmp_path_factory.getbasetemp()
    assert {photos.load(photo(kind)).shape for kind in PHOTOS if kind != "moving"} == {(SIDE, SIDE, 3)}
    for kind in CLIPS[:3]:
        clip(kind, folder)
        assert len(clips.sound(folder / f"whole.{kind}", 60.0).played)
