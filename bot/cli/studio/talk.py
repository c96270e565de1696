"""``python -m bot studio talk``: a talking portrait without a chat.

python -m bot studio talk --portrait me.png --text "Hello!" --language en --out hello.mp4
python -m bot studio talk --portrait me.png --audio voice.ogg --style 7 --out hello.mp4 --gif
python -m bot studio voices
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.cli import ranges
from bot.settings import Settings
from bot.wiring import voices as usable_voices
from engine.requests import to_json
from engine.tasks.inspect.request import PHOTO_ENDINGS
from engine.tasks.talk.request import Talk, TalkingClip

NOTE_SECONDS = 60.0


def add_arguments(actions: Any) -> list[argparse.ArgumentParser]:
    """Add the actions ``talk`` and ``voices``; returns their parsers."""
    talk = actions.add_parser("talk", help="make a portrait speak")
    talk.add_argument("--portrait", type=Path, required=True, metavar="FILE")
    talk.add_argument(
        "--photos", type=Path, metavar="FOLDER", help="of the same person: one that smiles lends its teeth"
    )
    talk.add_argument("--text", help="what a voice says; with --audio what is said in it, for lips that fit better")
    talk.add_argument("--audio", type=Path, metavar="FILE", help="a voice message, audio or video file")
    talk.add_argument("--language", default="en")
    talk.add_argument(
        "--voice", default="auto", help="a name from `studio voices`; auto takes the best of the language"
    )
    talk.add_argument("--out", type=Path, required=True, metavar="FILE", help="the MP4 to write")
    talk.add_argument("--backend", default="auto", help="auto, mesh or sadtalker")
    talk.add_argument("--size", type=int, default=512, choices=(256, 512, 640), help="pixels of the longer side")
    talk.add_argument("--style", type=ranges.POSE, default=0, help="way of moving the head, 0 to 45")
    talk.add_argument("--expression", type=float, default=1.0, help="how far the mouth moves, 0.5 to 2")
    talk.add_argument("--blinks", type=float, default=16.0, help="blinks a minute")
    talk.add_argument("--still", action="store_true", help="move lips and lids only")
    talk.add_argument("--full", action="store_true", help="the whole picture instead of head and shoulders")
    talk.add_argument("--enhance", action="store_true", help="twice the pixels by Real-ESRGAN, slow")
    talk.add_argument("--note", action="store_true", help="a square video note of at most a minute")
    talk.add_argument("--gif", action="store_true", help="a moving preview beside the clip")
    talk.add_argument("--seed", type=ranges.SEED, default=0)
    talk.add_argument("--most-bytes", type=int, default=50_000_000, help="a larger file is made smaller")
    voices = actions.add_parser("voices", help="the voices that can speak here")
    return [talk, voices]


def request_of(args: argparse.Namespace, folder: Path, most_seconds: float) -> Talk:
    """Return what the arguments ask for; the clip is written into ``folder``."""
    return Talk(
        portrait=args.portrait.resolve(),
        out=folder.resolve(),
        audio=args.audio.resolve() if args.audio else None,
        photos=_photos(args.photos),
        text=args.text or "",
        voice=args.voice,
        language=args.language,
        backend=args.backend,
        size=args.size,
        pose_style=args.style,
        expression=args.expression,
        blink_rate=args.blinks,
        still=args.still,
        framing="full" if args.full else "crop",
        enhance=args.enhance,
        note=args.note,
        gif=args.gif,
        seed=args.seed,
        most_seconds=min(most_seconds, NOTE_SECONDS) if args.note else most_seconds,
        most_bytes=args.most_bytes,
    )


def _photos(folder: Path | None) -> tuple[Path, ...]:
    if folder is None:
        return ()
    return tuple(sorted(file.resolve() for file in folder.iterdir() if file.suffix.lower() in PHOTO_ENDINGS))


async def talk(settings: Settings, args: argparse.Namespace, run: Callable[..., Any]) -> dict[str, Any]:
    """Make one clip; ``run(request, scratch)`` runs a request in a worker process and returns its result."""
    args.out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=args.out.parent) as scratch:
        request = request_of(args, Path(scratch), settings.engine.talk_seconds)
        made: TalkingClip = await run(request, Path(scratch))
        shutil.move(made.file, args.out)
        preview = Path(shutil.move(made.gif, args.out.with_suffix(".gif"))) if made.gif else None
    size = args.out.stat().st_size
    print(f"{args.out}  {made.seconds:.1f} s, {made.width}x{made.height}, {size / 1e6:.1f} MB", file=sys.stderr)
    made = replace(
        made, file=args.out, gif=preview, cover=None
    )  # the cover is for chats, it went with the scratch folder
    return {**to_json(made), "bytes": size}


def voices(settings: Settings) -> dict[str, Any]:
    """List the voices."""
    found = usable_voices(settings)
    for voice in found:
        print(f"{voice.name:14} {voice.language}  {voice.kind:8} {voice.title}", file=sys.stderr)
    return {"voices": [voice.name for voice in found]}
