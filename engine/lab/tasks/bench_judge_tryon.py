"""Does a try-on know when it is bad? ``python -m engine.lab.tasks.bench_judge_tryon WEIGHTS WORK``; JSON in its last
line.

Synthetic people in clothes they never wore are judged as they are, and again spoilt on purpose: wall at the corners of
the collar, a neck nobody saw, one of two tones or of somebody lighter, old background in the rim of the hair, a blurred
head, and a beard painted over. Each kind counts how many of them are refused; of the good ones none should be. Pairs of
which no photo gave a good head are counted apart. The pictures lie in WORK: a false alarm is found among them by
looking.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

import engine
from engine import people, samples
from engine.errors import EngineError
from engine.faces.regions import face_width
from engine.faces.types import RGB
from engine.garments import judge
from engine.garments.judge import Shown
from engine.lab.talking.kept import Kept, mark_of
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.tryon import dressed
from engine.tasks.tryon.request import TryOn
from engine.tasks.tryon.run import scene_of

PAIRS = (
    ("black", "P010"), ("mustard", "P006"), ("red", "P008"), ("white-shirt", "P009"), ("navy", "P006"),
    ("summer", "P010"), ("stripes", "P010"), ("green", "P006"), ("black", "P005"), ("red", "P007"),
)  # fmt: skip
PHOTOS = 8
MEASURED = ("canvas", "faces", "garments", "tasks/tryon", "lab/tasks")  # whose code makes the figures that are kept
CORNER, TOP = 0.22, 0.35  # face widths from the middle and under the chin of a neck too slim for its collar
VIOLET, LOWER = (0.8, 0.72, 1.05), 0.3  # what a throat is multiplied by, down to so many face widths under the chin
PALER = 1.7  # times, in display values
WINDOW, RIM = 250, 0.05  # grey value of old background in hair, and face widths that it is wide
MELTED = 0.03  # face widths
BEARD = (0.34, 0.3, 0.22)  # face widths to either side of, above and under the chin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cases", type=int, default=len(PAIRS))
    parser.add_argument("--kept", type=Path, help="a file in which every case is kept, and looked for first")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    kept = Kept(args.kept, mark_of(Path(engine.__path__[0]) / name for name in MEASURED))
    said: dict[str, int] = dict.fromkeys(("cases", "none", "good", *SPOILS, "shaven"), 0)
    for garment, person in PAIRS[: args.cases]:
        measured = partial(case, models, garment, person, args.weights, args.work)
        faults = kept.of("tryon-judge", garment, person, measure=measured)
        print(json.dumps({"garment": garment, "person": person, **faults}), flush=True)
        said["cases" if faults else "none"] += 1
        for kind, found in faults.items():
            said[kind] += bool(found)
    print(json.dumps(said))


def case(models: Models, garment: str, person: str, weights: Path, work: Path) -> dict[str, tuple[str, ...]]:
    """Return what is found wrong with a head that was judged good, and with each kind of spoilt one; {} without one."""
    known = work / person
    if not known.exists():
        photos = people.selfies(weights, person, work / f"{person}-photos", PHOTOS)
        enrol.run(Enrol(photos=tuple(photos), identity=known, instant=True), models, _silent, _never)
    request = TryOn(garment=samples.HERE / "garments" / f"{garment}.jpg", identity=known, out=work, count=1)
    try:
        made = dressed.dressed(scene_of(request, models, _silent, _never))
    except EngineError:
        return {}
    if not made or made[0].judged is None:
        return {}
    shown = made[0].judged
    Image.fromarray(shown.picture).save(work / f"{garment}-{person}.png")
    told = {kind: judge.verdict(spoil(shown)).faults for kind, spoil in SPOILS.items()}
    return {"good": judge.verdict(shown).faults, **told, "shaven": ("shaven",) if shaven(shown) else ()}


def corners(shown: Shown) -> Shown:
    """Return it with a neck too slim for its collar: what is behind is seen at both corners."""
    x, deep = judge.about_chin(shown.points, shown.picture.shape)
    gone = (np.abs(x) > CORNER) & (deep < TOP) & (shown.bare > 0.5) & (shown.head < 0.5)
    wall = np.uint8(np.median(shown.picture[:20], axis=(0, 1)))
    return replace(shown, picture=np.where(gone[..., None], wall, shown.picture), bare=shown.bare * ~gone)


def unseen(shown: Shown) -> Shown:
    """Return it with a neck that neither photo shows down to its collar."""
    _, deep = judge.about_chin(shown.points, shown.picture.shape)
    return replace(shown, seen=np.asarray(shown.seen * (deep > LOWER), np.float32))


def violet(shown: Shown) -> Shown:
    """Return it with a throat of another tone than the chest."""
    _, deep = judge.about_chin(shown.points, shown.picture.shape)
    throat = (shown.bare > 0.5) & (deep < LOWER) & (shown.head < 0.5)
    other = (shown.picture * np.float32(VIOLET)).clip(0, 255).astype(np.uint8)
    return replace(shown, picture=np.where(throat[..., None], other, shown.picture))


def pale(shown: Shown) -> Shown:
    """Return it with the neck and chest of somebody lighter."""
    skin = (shown.bare > 0.5) & (shown.worn < 0.5) & (shown.head < 0.5)
    light = (shown.picture * np.float32(PALER)).clip(0, 255).astype(np.uint8)
    return replace(shown, picture=np.where(skin[..., None], light, shown.picture))


def window(shown: Shown) -> Shown:
    """Return it with a bright rim around the hair, as a window behind it leaves one."""
    size = 2 * max(1, round(RIM * face_width(shown.points))) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    somebody = np.maximum.reduce([shown.head, shown.bare, shown.worn])
    rim = (shown.hair > 0.4) & (cv2.dilate((somebody < 0.3).astype(np.uint8), kernel) > 0)
    return replace(shown, picture=np.where(rim[..., None], np.uint8(WINDOW), shown.picture))


def melted(shown: Shown) -> Shown:
    """Return it with a head from a photo three times too small."""
    soft = cv2.GaussianBlur(shown.picture, (0, 0), MELTED * face_width(shown.points))
    return replace(shown, picture=np.where(shown.head[..., None] > 0.5, soft, shown.picture), enlarged=3.0)


def shaven(shown: Shown) -> bool:
    """Say whether a beard is missed that the picture before had, drawn here, and this one has no more."""
    x, deep = judge.about_chin(shown.points, shown.picture.shape)
    beard = ((np.abs(x) < BEARD[0]) & (deep > -BEARD[1]) & (deep < BEARD[2])).astype(np.float32)
    before: RGB = np.where(beard[..., None] > 0.5, shown.picture // 5, shown.picture)
    return judge.shaven(before, shown.picture, beard, shown.points) > judge.SHAVEN


def _silent(_progress: object) -> None:
    pass


def _never() -> bool:
    return False


SPOILS: dict[str, Callable[[Shown], Shown]] = {
    "corners": corners, "unseen": unseen, "violet": violet, "window": window, "melted": melted, "pale": pale,
}  # fmt: skip


if __name__ == "__main__":
    main()
