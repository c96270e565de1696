"""Frames: what goes in comes out, and nonsense is noticed."""

from __future__ import annotations

import asyncio
import io

import pytest

from engine.queue import frames


def test_a_message_survives_the_line():
    """Requests and results are JSON; nothing may be lost in between."""
    message = {"op": "run", "request": {"photo": "é.png", "numbers": [1, 2.5, None]}}
    assert frames.read(io.BytesIO(frames.pack(message))) == message


def test_messages_follow_each_other():
    """Progress comes in bursts: one frame must not swallow the next."""
    stream = io.BytesIO(frames.pack({"done": 1}) + frames.pack({"done": 2}))
    assert [frames.read(stream), frames.read(stream), frames.read(stream)] == [{"done": 1}, {"done": 2}, None]


@pytest.mark.parametrize("cut", [0, 2, 7])
def test_half_a_frame_is_the_end(cut: int):
    """A process killed while it wrote leaves half a frame, which means that it is gone."""
    assert frames.read(io.BytesIO(frames.pack({"op": "run"})[:cut])) is None


async def test_half_a_frame_is_the_end_in_the_event_loop():
    """The bot's side of the line sees a killed worker the same way."""
    reader = asyncio.StreamReader()
    reader.feed_data(frames.pack({"op": "ready"}) + frames.pack({"op": "result"})[:-1])
    reader.feed_eof()
    assert [await frames.receive(reader), await frames.receive(reader)] == [{"op": "ready"}, None]


@pytest.mark.parametrize("body", [b"no json", b"[1]"])
def test_a_frame_without_an_object_is_refused(body: bytes):
    """Only objects mean something here."""
    with pytest.raises(frames.BrokenFrameError):
        frames.read(io.BytesIO(frames.LENGTH.pack(len(body)) + body))


def test_an_absurd_length_is_refused_before_it_is_read():
    """Text on the line instead of frames must not make the bot reserve gigabytes."""
    with pytest.raises(frames.BrokenFrameError, match="announced"):
        frames.read(io.BytesIO(b"\xff\xff\xff\xff"))


def test_a_message_too_long_is_refused_where_it_is_made():
    """Pictures do not travel in frames."""
    with pytest.raises(frames.BrokenFrameError, match="allowed"):
        frames.pack({"picture": "x" * (frames.LARGEST + 1)})
