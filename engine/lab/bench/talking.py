"""Talking portraits: lips against the language, lids, background, likeness, speed and memory (paper 3.2).

Five portraits, four of them of people who do not exist, times four sayings in three languages; teeth of five synthetic
people; then sentences that nothing was tuned on in all eight, and a minute's clip. About seven minutes of one core.
With ``--data`` up to twenty photos from that folder take the place of the portraits.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import child
from engine.lab.bench.row import Row, at_least, at_most, told

PORTRAITS, SAYINGS, PHOTOS = 5, 4, 20


def rows(folder: Path, data: Path | None = None) -> Iterable[Row]:
    """Measure everything."""
    return measured("talking", PORTRAITS, SAYINGS) if data is None else measured("talking", PHOTOS, 1, data)


def measured(name: str, portraits: int, sayings: int, photos: Path | None = None) -> Iterable[Row]:
    """Measure in a process of its own, since no picture library enters this one."""
    more = (photos,) if photos else ()
    yield from told_by(name, child("engine.lab.talking.bench", load().engine.weights, portraits, sayings, *more))


def told_by(name: str, said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured; of photos there is neither a long clip nor another sentence."""
    yield told(name, "clips", said["clips"], "")
    yield told(name, "portraits refused", said["refused"], "")
    yield at_least(name, "lip gap against intention, mean", said["correlation_mean"], "", 0.85)
    yield told(name, "the worst clip", said["correlation_min"], "")
    yield at_most(name, "lips late or early", said["lag_max"], "frames", 1)
    yield at_most(name, "control: shifted by 8 frames, mean", said["shifted_mean"], "", 0.3)
    yield at_most(name, "gap at p b m against open vowels", said["closure_max"], "", 0.4)
    yield at_most(name, "gap in pauses against the widest", said["pause_max"], "", 0.2)
    yield at_most(name, "blinks missed", said["blinks_missed_max"], "", 0)
    yield at_most(name, "blinks nobody asked for", said["blinks_extra_max"], "", 0)
    yield at_most(name, "background before encoding", said["background_max"], "0..255", 0)
    yield at_most(name, "background beside the person", said["behind_max"], "0..255", 0)
    yield at_least(name, "first blinks of ten clips, nearest two", said["blinks_apart"], "s", 0.001)
    yield at_most(name, "control: the same clip made twice", said["blinks_control"], "s", 0)
    yield at_most(name, "picture and sound apart", said["apart_max"], "frames", 1)
    yield at_most(name, "distance to the portrait, worst", said["distance_max"], "", 0.35)
    yield at_least(name, "512 px on one core, slowest", said["speed_min"], "frames/s", 30)
    if "memory" in said:
        yield at_least(name, "sentences nothing was tuned on, worst", said["others_min"], "", 0.85)
        yield told(name, "the same, mean", said["others_mean"], "")
        yield at_least(
            name, "teeth of two people, against one's", said["teeth_apart"] / max(said["teeth_control"], 1e-6), "", 1.5
        )
        yield told(name, "control: one person's in two portraits", said["teeth_control"], "")
        yield at_most(name, "memory of a 60 s clip", said["memory"], "MB", 400)
    yield told(name, "lips from a voice without its words", said["listened"], "")
