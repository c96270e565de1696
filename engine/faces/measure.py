"""How the thresholds of the look were measured: ``python -m engine.faces.measure DATA --weights WEIGHTS``.

``DATA`` holds ``lfw-216.zip`` (``First_Last/First_Last_0001.jpg``) and ``utkface-adults-144.zip``
(``age_gender_race_date.jpg``). Prints one line per figure; changes nothing. The photos are for research and stay there.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from engine.faces import verdict
from engine.faces.embed import distance
from engine.faces.types import RGB
from engine.models import EngineSettings, Models
from engine.requests import InspectPhoto, PhotoVerdict
from engine.tasks.inspect import run

BANDS = ((18, 18), (19, 20), (21, 22), (23, 25), (26, 30), (31, 40), (41, 60), (61, 90))
UTK_MARGIN = 30  # pixels repeated around the tight crops: detectors want to see a whole head


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--count", type=int, default=100, help="photos per figure")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    models = Models(EngineSettings(weights=chosen.weights, threads=1))
    chance = random.Random(chosen.seed)
    people = _people(chosen.data / "lfw-216.zip")
    for line in _lines(models, people, chosen.data, chosen.count, chance):
        print(line, flush=True)


def _lines(
    models: Models, people: dict[str, list[bytes]], data: Path, count: int, chance: random.Random
) -> Iterator[str]:
    names = sorted(people)
    photos = [people[name][0] for name in chance.sample(names, count)]
    yield from accepted(models, photos)
    yield from turned(models, photos, chance)
    several = [name for name in names if len(people[name]) >= 4]
    yield from compared(models, [people[name][:4] for name in chance.sample(several, max(2, count // 4))])
    yield from refused_by_age(models, data / "utkface-adults-144.zip", count, chance)


def accepted(models: Models, photos: list[bytes]) -> Iterator[str]:
    """Ordinary photos: how many are refused, why, and how long a warm look takes."""
    look(models, photos[0])
    seconds, problems = [], Counter()
    for photo in photos:
        began = time.process_time()
        problems[str(look(models, photo).problem)] += 1
        seconds.append(time.process_time() - began)
    yield f"ordinary LFW photos: {len(photos)}, verdicts {dict(problems.most_common())}"
    yield f"processor seconds of a look: median {np.median(seconds):.2f}, longest {max(seconds):.2f}"


def turned(models: Models, photos: list[bytes], chance: random.Random) -> Iterator[str]:
    """Photos turned by chance: how many are stood up."""
    right = 0
    for photo in photos:
        quarters = chance.randrange(4)
        picture = np.ascontiguousarray(np.rot90(_decoded(photo), quarters))
        right += models.faces.upright(picture)[1] == 90 * quarters
    yield f"turned photos stood up: {right} of {len(photos)}"


def compared(models: Models, groups: list[list[bytes]]) -> Iterator[str]:
    """Pairs of photos of one and of two people against the border between people."""
    embedded = [[models.faces.embed(_decoded(photo)) for photo in group] for group in groups]
    embedded = [[one for one in group if one is not None] for group in embedded]
    own = [distance(a, b) for group in embedded for i, a in enumerate(group) for b in group[:i]]
    others = [distance(group[0], other[0]) for i, group in enumerate(embedded) for other in embedded[:i]]
    border = verdict.SOMEBODY_ELSE[1]
    kept_out, let_in = np.mean(np.array(own) >= border), np.mean(np.array(others) < border)
    yield f"pairs of one person: {len(own)}, median {np.median(own):.2f}, beyond {border}: {kept_out:.1%}"
    yield f"pairs of two people: {len(others)}, median {np.median(others):.2f}, within {border}: {let_in:.1%}"


def refused_by_age(models: Models, archive: Path, count: int, chance: random.Random) -> Iterator[str]:
    """Grown people the age check refuses, by true age."""
    for low, high in BANDS:
        estimates = []
        for photo in _of_age(archive, low, high, count, chance):
            picture = np.pad(_decoded(photo), ((UTK_MARGIN,) * 2, (UTK_MARGIN,) * 2, (0, 0)), mode="edge")
            face = models.faces.largest(picture)
            if face is not None:
                estimates.append(models.faces.attributes(picture, face).age)
        refused = np.mean([verdict.of_age(age) is not None for age in estimates])
        middle = np.median(estimates)
        yield f"UTKFace aged {low}-{high}: {len(estimates)}, median estimate {middle:.0f}, refused {refused:.1%}"


def look(models: Models, photo: bytes) -> PhotoVerdict:
    """Inspect one photo."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "photo").write_bytes(photo)
        request = InspectPhoto(photo=Path(folder) / "photo", cleaned=Path(folder) / "clean.png")
        return run(request, models, lambda step: None, lambda: False)


def _decoded(photo: bytes) -> RGB:
    return np.asarray(Image.open(io.BytesIO(photo)).convert("RGB"))


def _people(archive: Path) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = defaultdict(list)
    with zipfile.ZipFile(archive) as photos:
        for name in sorted(name for name in photos.namelist() if name.endswith(".jpg")):
            found[Path(name).parent.name].append(photos.read(name))
    return found


def _of_age(archive: Path, low: int, high: int, count: int, chance: random.Random) -> list[bytes]:
    with zipfile.ZipFile(archive) as photos:
        names = [name for name in sorted(photos.namelist()) if _age(name) in range(low, high + 1)]
        return [photos.read(name) for name in chance.sample(names, min(count, len(names)))]


def _age(name: str) -> int:
    first = Path(name).name.split("_")[0]
    return int(first) if first.isdigit() else -1


if __name__ == "__main__":
    main()
