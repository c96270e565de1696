"""Talking portraits: lips against the language, lids, background, likeness, speed and memory (paper 3.2).

Five portraits, four of them of people who do not exist, times four sayings in three languages; laughing photos of five
synthetic people; teeth of five; sentences that nothing was tuned on in all eight, and a minute's clip. About seven
minutes of one core; with ``--part`` clips, grin, blinks, teeth, sentences or long one of them alone, several at once.
With ``--kept FILE`` a run that was ended goes on where it was.
With ``--data`` up to twenty photos from that folder take the place of the portraits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

PHOTOS = 20
APART, CLEAN = 0.35, 38.0  # distance to the portrait, and dB of a background after encoding


def rows(
    folder: Path, data: Path | None = None, part: Sequence[str] = (), kept: Path | None = None, ask: Ask = child
) -> Iterable[Row]:
    """Measure ``part`` of it, everything where that is empty; of photos there are clips alone.

    What the file ``kept`` knows already is not measured again.
    """
    words = tuple(word for name in part for word in ("--part", name))
    words += ("--kept", kept) if kept is not None else ()
    if data is not None:
        words += ("--photos", data, "--portraits", PHOTOS, "--sayings", 1)
    yield from measured("talking", *words, ask=ask)


def measured(name: str, *words: object, ask: Ask = child) -> Iterable[Row]:
    """Measure in a process of its own, since no picture library enters this one."""
    yield from told_by(name, ask("engine.lab.talking.bench", load().engine.weights, *words))


def told_by(name: str, said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured, and of nothing else."""
    if "clips" in said:
        yield from _of_clips(name, said)
    if "grin_clips" in said:
        grins = {key.removeprefix("grin_"): value for key, value in said.items() if key.startswith("grin_")}
        yield from _of_grins(name, grins)
    if "blinks_apart" in said:
        yield at_least(name, "first blinks of ten clips, nearest two", said["blinks_apart"], "s", 0.001)
        yield at_most(name, "control: the same clip made twice", said["blinks_control"], "s", 0)
    if "others_min" in said:
        yield at_least(name, "sentences nothing was tuned on, worst", said["others_min"], "", 0.85)
        yield told(name, "the same, mean", said["others_mean"], "")
    if "teeth_apart" in said:
        times = said["teeth_apart"] / max(said["teeth_control"], 1e-6)
        yield at_least(name, "teeth of two people, against one's", times, "times", 1.5)
        yield told(name, "control: one person's in two portraits", said["teeth_control"], "")
    if "memory" in said:
        yield at_most(name, "memory of a 60 s clip", said["memory"], "MB", 400)


def _of_clips(name: str, said: dict[str, float]) -> Iterable[Row]:
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
    yield at_least(name, "background after encoding, worst", said["encoded_min"], "dB", CLEAN)
    yield at_most(name, "picture and sound apart", said["apart_max"], "frames", 1)
    yield at_most(name, "distance to the portrait, eyes open, worst", said["distance_max"], "", APART)
    yield told(name, "the same while lids close", said.get("distance_shut_max", 0.0), "")
    yield at_least(name, "512 px on one core, slowest", said["speed_min"], "frames/s", 60)
    yield told(name, "lips from a voice without its words", said["listened"], "")


def _of_grins(name: str, said: dict[str, float]) -> Iterable[Row]:
    yield told(name, "laughing photos", said["clips"] + said["refused"], "")
    yield at_least(name, "grins: lip gap against intention, worst", said["correlation_min"], "", 0.85)
    yield at_most(name, "grins: gap at p b m against open vowels", said["closure_max"], "", 0.4)
    yield at_most(name, "grins: distance to the portrait, eyes open, worst", said["distance_max"], "", APART)
    yield at_most(name, "grins: blinks missed", said["blinks_missed_max"], "", 0)
