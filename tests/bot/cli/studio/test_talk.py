"""The command line of talking portraits, with an engine that answers on cue."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import talk
from bot.settings import load
from engine.tasks.talk.request import Talk, TalkingClip


def parsed(*line: str) -> argparse.Namespace:
    """Return the arguments of a command line."""
    parser = argparse.ArgumentParser()
    talk.add_arguments(parser.add_subparsers(dest="action"))
    return parser.parse_args(line)


def test_every_choice_of_the_engine_can_be_made(tmp_path):
    """Each option reaches its field, and the defaults are those of a request."""
    line = (
        "talk --portrait p.png --text hi --out o.mp4 --language de --voice de-max --backend mesh --size 256 --style 7"
    )
    line += " --expression 1.5 --blinks 4 --still --full --enhance --note --gif --seed 3 --most-bytes 1000000"
    made = talk.request_of(parsed(*line.split()), tmp_path, 600.0)
    assert made == Talk(
        portrait=Path("p.png").resolve(),
        out=tmp_path,
        text="hi",
        voice="de-max",
        language="de",
        backend="mesh",
        size=256,
        pose_style=7,
        expression=1.5,
        blink_rate=4.0,
        still=True,
        framing="full",
        enhance=True,
        note=True,
        gif=True,
        seed=3,
        most_seconds=60.0,  # a video note has no more, whatever the operator allows
        most_bytes=1_000_000,
    )
    plain = talk.request_of(parsed("talk", "--portrait", "p.png", "--text", "hi", "--out", "o.mp4"), tmp_path, 60)
    assert plain == Talk(portrait=Path("p.png").resolve(), out=tmp_path, text="hi", most_bytes=50_000_000)


async def test_the_clip_lands_where_it_was_asked_for_and_nothing_else_does(tmp_path, capsys):
    """The worker writes into a folder of its own, which is gone afterwards."""

    async def run(request: Talk, scratch: Path) -> TalkingClip:
        (scratch / "talk.mp4").write_bytes(b"clip")
        (scratch / "talk.gif").write_bytes(b"gif")
        return TalkingClip(
            file=scratch / "talk.mp4", gif=scratch / "talk.gif", seconds=2.0, width=512, height=512, fps=25, voice="x",
            cover=scratch / "cover.jpg",
        )  # fmt: skip

    out = tmp_path / "new" / "hello.mp4"
    args = parsed("talk", "--portrait", "p.png", "--audio", "v.ogg", "--out", str(out))
    said = await talk.talk(load(env_file=None), args, run)
    assert sorted(path.name for path in out.parent.iterdir()) == ["hello.gif", "hello.mp4"]
    assert (said["file"], said["bytes"]) == (str(out), 4)
    assert (said["gif"], said["cover"]) == (str(out.with_suffix(".gif")), None)  # no file is named that is gone
    assert "2.0 s, 512x512" in capsys.readouterr().err


def test_the_voices_are_those_that_can_speak_here(tmp_path, capsys):
    """Online ones only where they are allowed."""
    here = talk.voices(load(env_file=None, overrides={"WEIGHTS_DIR": str(tmp_path)}))["voices"]
    assert "de-anna" in here
    assert "en-ava" not in here
    allowed = {"WEIGHTS_DIR": str(tmp_path), "SPEECH_ONLINE": "yes"}
    assert "en-ava" in talk.voices(load(env_file=None, overrides=allowed))["voices"]
    shut = talk.voices(load(env_file=None, overrides={**allowed, "OFFLINE": "yes"}))["voices"]
    assert shut == here
    assert "Anna" in capsys.readouterr().err


def test_a_portrait_and_a_file_to_write_are_needed():
    """Said by the parser, with the usage."""
    with pytest.raises(SystemExit):
        parsed("talk", "--text", "hi")
