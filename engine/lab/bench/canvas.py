"""Portraits made of a person's own photos: seconds, likeness, expression, light, and styles that are told apart.

Synthetic people (component ``people``); with ``--data DIR`` also people of LFW (``lfw*.zip``) and the edges of
held-back photos (``maps``, see `engine.lab.cutout.prepare`). Some twenty minutes on two idle cores; with ``--part
synthetic``, ``lfw``, ``light``, ``rim``, ``styles`` or ``judge`` one of them alone, and several at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

FIRST, MORE, MEGABYTES = 10.0, 12.0, 1500.0
LOST, LOST_MOVED = 0.02, 0.05  # distance to unseen photos above real photos' own
SHOWN, TURNED, WHOLE = 0.9, 0.95, 0.95
CLIPPED, TONES = 0.005, 2.0
UNMOVED = 0.03  # distances of the eyes: what the mesh itself is unsure of between two sizes of a photo
STYLES = 100
ALPHA, RIM = 0.03, 0.5
ALARMS, REFUSED = 0.05, 0.95  # of good portraits, and of those that were spoilt on purpose
JUDGED = {
    "": "judge",
    "held_": "judge, of people nothing was tuned on",
    "lfw_": "judge, LFW",
    "lfw_held_": "judge, LFW, of people nothing was tuned on",
}
SPOILT = {
    "eaten": "hair with a bite out of it",
    "swallowed": "a rim of the old background",
    "halo": "hair in a halo",
    "pieces": "a piece that floats beside the person",
    "ended": "the photo's end",
    "smeared": "smeared hair",
    "blur": "a melted face",
    "half": "half of a face melted",
    "mouth": "a melted mouth",
    "eyes": "crossed eyes",
    "erased": "an erased eye",
    "double": "every contour twice",
    "stranger": "somebody else's face",
}


def rows(
    folder: Path,
    data: Path | None = None,
    people: int | None = None,
    part: Sequence[str] = (),
    kept: Path | None = None,
    ask: Ask = child,
    weights: Path | None = None,
) -> Iterable[Row]:
    """Measure in a process of its own; ``folder`` is for the pictures, ``part`` what is measured, all where empty.

    Portraits that the judge is tried on lie beside ``kept`` and are not drawn again.
    """
    weights = weights or load().engine.weights
    if not (weights / "people").is_dir():
        name = "synthetic people: python -m bot weights fetch people"
        yield Row(bench="canvas", name=name, value=0, unit="", must="present", ok=False)
        return
    found = sorted(data.glob("lfw*.zip")) if data else []
    maps = data / "maps" if data else None
    wishes = (*(("--lfw", found[0]) if found else ()), *(("--people", people) if people else ()))
    wishes += ("--maps", maps) if maps and maps.is_dir() else ()
    wishes += tuple(word for name in part for word in ("--part", name))
    wishes += ("--kept", kept.resolve()) if kept is not None else ()
    yield from told_by(ask("engine.lab.canvas.bench", weights, folder, *wishes))


def told_by(said: dict[str, Any]) -> Iterable[Row]:
    """Return the rows of what was measured, each promise beside its control."""
    for kind in ("synthetic", "lfw"):
        if kind in said:
            yield from _of_people(kind, said[kind])
    if "light" in said:
        yield from _of_light(said["light"])
    if "judge" in said:
        yield from _of_judge(said["judge"])
    if "rim" in said:
        rim = said["rim"]
        yield at_most("canvas", "alpha of people put before known backgrounds, error", rim["alpha"], "", ALPHA)
        share = rim["removed"] / max(rim["without"], 1e-6)
        yield at_most("canvas", "rim's colour, of that without removal of the old background", share, "", RIM)
    if "styles" in said:
        yield from _of_styles(said["styles"])


def _of_styles(styles: dict[str, Any]) -> Iterable[Row]:
    yield at_least("canvas", "styles with a recipe", styles["styles"], "", STYLES)
    yield at_least("canvas", "pairs of styles told apart", styles["told"], "", styles["pairs"])
    yield told("canvas", "pairs further apart than people within a style", styles["wider"], "")
    yield at_most("canvas", "control: a style told from itself", styles["itself_told"], "", 0)


def _of_people(kind: str, said: dict[str, float]) -> Iterable[Row]:
    def name(text: str) -> str:
        return f"{text}, {kind}"

    yield told("canvas", name("people"), said["people"], "")
    if "four_more" in said:
        yield from _of_time(said)
    yield told("canvas", name("real photos' own distance to unseen ones"), said["own"], "")
    yield at_most("canvas", name("pictures above it"), said["apart"] - said["own"], "", LOST)
    others = said["photographic_apart"] - said["own"]
    yield at_most("canvas", name("in other photographic styles above it"), others, "", LOST)
    yield told("canvas", name("in hard or coloured light above it"), said["strong_apart"] - said["own"], "")
    yield at_most("canvas", name("with another expression above it"), said["moved_apart"] - said["own"], "", LOST_MOVED)
    yield at_least("canvas", name("control: above it against somebody else"), said["strangers"] - said["own"], "", 0.2)
    yield at_least("canvas", name("expression asked for is read back"), said["shown"], "", SHOWN)
    yield told("canvas", name("control: read where none was asked for"), said["shown_as_is"], "")
    yield at_most("canvas", name("landmarks moved, as I am"), said["landmarks"], "eyes", UNMOVED)
    yield told("canvas", name("control: landmarks moved by an expression"), said["landmarks_moved"], "eyes")
    for source, words in (("photo", "their own"), ("moved", "their pixels moved"), ("redrawn", "by the learnt face")):
        yield told("canvas", name(f"expressions that are {words}"), said[f"source_{source}"], "")
    yield at_least("canvas", name("one face with matching eyes"), said["whole"], "", WHOLE)
    yield at_most("canvas", name("control: one face where there are two"), said["whole_twice"], "", 0)


def _of_time(said: dict[str, float]) -> Iterable[Row]:
    yield at_most("canvas", "first four after Done, first person", said["first_four"], "s", FIRST)
    yield told("canvas", "of it on the processor", said["first_four_processor"], "s")
    yield at_most("canvas", "four more of 1024 pixels", said["four_more"], "s", MORE)
    yield told("canvas", "of them on the processor", said["four_more_processor"], "s")
    yield at_most("canvas", "peak memory of that process", said["megabytes"], "MB", MEGABYTES)


def _of_light(said: dict[str, float]) -> Iterable[Row]:
    yield at_least("canvas", "brighter side turns with the scene", said["turned"], "", TURNED)
    yield at_most("canvas", "control: it turns with a scene that stands still", said["turned, scene still"], "", 0.0)
    yield at_most("canvas", "skin clipped", said["clipped, mean"], "", CLIPPED)
    yield told("canvas", "delta E of skin, darkest third", said["change, darkest third"], "")
    yield told("canvas", "delta E of skin, lightest third", said["change, lightest third"], "")
    yield at_most("canvas", "the two thirds apart", said["apart"], "", TONES)


def _of_judge(said: dict[str, int]) -> Iterable[Row]:
    for half, words in JUDGED.items():
        if f"{half}cases" not in said:
            continue
        cases = max(said[f"{half}cases"], 1)
        yield told("canvas", f"{words}: portraits", said[f"{half}cases"], "")
        alarms = said[f"{half}good"] / cases
        if half.startswith("lfw_"):  # a neighbour's hair is left in some of these: that is rightly refused
            yield told("canvas", f"{words}: portraits refused as they are, rightly or not", alarms, "")
        else:
            yield at_most("canvas", f"{words}: false alarms, good portraits refused", alarms, "", ALARMS)
        for kind, name in SPOILT.items():
            yield at_least("canvas", f"{words}: control, {name}, refused", said[f"{half}{kind}"] / cases, "", REFUSED)
