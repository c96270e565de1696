"""The child of the bench ``templates``, its try-on half: ``python -m engine.lab.tasks.bench_tryon WEIGHTS PEOPLE
WORK``.

PEOPLE holds one folder of photos per person (never shipped). People of few photos lend the clothes they wear; those of
many are known from some photos at once, without training, and compared with photos that were not used. Every picture is
measured before it is labelled; the controls are the wearer's own picture turned a little, which must be noticed, and
another person. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np

from engine.errors import EngineError
from engine.faces.embed import Embedding, distance
from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.garments.body import apart
from engine.garments.wardrobe import Seen
from engine.lab.tasks.likeness import mean_embedding
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.tryon import run as tryon
from engine.tasks.tryon.request import Background, TryOn

LEARNT, UNSEEN, ENOUGH = 8, 12, 14  # photos
FEW = 3  # photos of somebody whose clothes are lent
WORN = 0.1  # share of the picture the clothes cover at least
TURN = 30.0  # degrees: a wearer turned so far has moved, and nothing else has changed; of 12 joints tell half as much
BACKGROUNDS = (Background.KEEP, Background.STUDIO, Background.BEACH)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("people", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--garments", type=int, default=6)
    parser.add_argument("--identities", type=int, default=2)
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1))
    people = known(models, args.people, args.work, args.identities)
    clothes, looked = garments(models, args.people, args.garments)
    cases = [
        measure(models, file, seen, people, place, args.work, BACKGROUNDS[number % len(BACKGROUNDS)])
        for number, (file, seen) in enumerate(clothes)
        for place in range(len(people))
    ]
    turned = [moved(models, file, seen) for file, seen in clothes]
    print(json.dumps({**summed(cases, turned), "looked": looked}))


def known(models: Models, people: Path, work: Path, count: int) -> list[tuple[Path, Embedding]]:
    """Return (folder of a face, mean embedding of photos it was not made of) of ``count`` people."""
    found: list[tuple[Path, Embedding]] = []
    for folder in sorted(people.iterdir()):
        photos = sorted(folder.glob("*.jpg"))
        if len(photos) < ENOUGH or len(found) == count:
            continue
        request = Enrol(photos=tuple(photos[:LEARNT]), identity=work / folder.name, instant=True)
        try:
            enrol.run(request, models, lambda progress: None, lambda: False)
        except EngineError:  # somebody who looks too young is left out
            continue
        found.append((request.identity, mean_embedding(models.faces, photos[LEARNT : LEARNT + UNSEEN])))
    return found


def garments(models: Models, people: Path, count: int) -> tuple[list[tuple[Path, Seen]], int]:
    """Return ``count`` photos in which enough of somebody's clothes is seen, and how many were looked at."""
    found: list[tuple[Path, Seen]] = []
    looked = 0
    for folder in sorted(people.iterdir())[::7]:
        photos = sorted(folder.glob("*.jpg"))
        if not 0 < len(photos) <= FEW or len(found) == count:
            continue
        looked += 1
        try:
            seen = models.wardrobe.look(models.faces.load(photos[0]))
        except EngineError:
            continue
        able = seen.spot is not None and not seen.spot.problem and seen.wearer is not None
        if able and seen.wearer.body is not None and seen.wearer.clothes.mean() >= WORN:
            found.append((photos[0], seen))
    return found, looked


def measure(
    models: Models,
    file: Path,
    seen: Seen,
    people: list[tuple[Path, Embedding]],
    place: int,
    work: Path,
    background: Background,
) -> dict[str, float]:
    """Try one garment on one person and measure garment, pose and likeness."""
    folder, target = people[place]
    request = TryOn(garment=file, identity=folder, out=work, background=background, count=1, seed=1)
    scene, (made, *_) = tryon.draw(request, models, lambda progress: None, lambda: False)
    body = models.wardrobe.bodies.body(made.picture)
    own, drawn = models.faces.embed(scene.rgb), models.faces.embed(made.picture)
    others = [other for number, (_, other) in enumerate(people) if number != place]
    said = {
        "psnr": psnr(made.picture, scene.rgb, scene.garment),
        "equal": float((made.picture == scene.rgb).all(-1)[scene.garment > 0.5].mean()),
        "pose": apart(body, seen.wearer.body) if body is not None else float("inf"),
        "drawn": distance(drawn, target) if drawn is not None else 1.0,
        "model": distance(own, target) if own is not None else 1.0,
    }
    if others and drawn is not None:
        said["stranger"] = mean(distance(drawn, other) for other in others)
    return said


def psnr(one: RGB, other: RGB, where: Mask) -> float:
    """Return the peak signal to noise ratio inside a mask in dB, 99 where nothing differs."""
    error = float(((one.astype(np.float64) - other) ** 2)[where > 0.5].mean())
    return 99.0 if error == 0 else float(10 * np.log10(255**2 / error))


def moved(models: Models, file: Path, seen: Seen) -> float:
    """Return how far the joints of a wearer lie, once the picture is turned: two people in a photo often sit alike."""
    rgb = models.faces.load(file)
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), TURN, 1.0)
    body = models.wardrobe.bodies.body(cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE))
    return apart(body, seen.wearer.body) if body is not None else float("inf")


def summed(cases: list[dict[str, float]], turned: list[float]) -> dict[str, float]:
    """Return the worst and the usual of all cases, and the control of the pose: the wearers ``turned``."""
    return {
        "cases": len(cases),
        "psnr": min(case["psnr"] for case in cases),
        "equal": min(case["equal"] for case in cases),
        "pose": max(case["pose"] for case in cases),
        "other_pose": median(turned),
        "nearer": mean(case["drawn"] < case["model"] for case in cases),
        "drawn": median(case["drawn"] for case in cases),
        "model": median(case["model"] for case in cases),
        "stranger_further": mean(case["drawn"] < case["stranger"] for case in cases if "stranger" in case),
    }


if __name__ == "__main__":
    main()
