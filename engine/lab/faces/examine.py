"""The child of the bench ``studio``: ``python -m engine.lab.faces.examine WEIGHTS DATA [PART...]``, JSON at the end.

Without a PART (verdicts, attributes, orientation, angles, fusion, hard) all are measured. DATA holds two research sets
that are never shipped: ``lfw`` with a folder of photos per person, and ``utk`` with faces named
``age_gender_race_date.jpg``. Everything measured is picked by a fixed seed, on photos no threshold was chosen to fit
one by one.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces import align, images
from engine.faces.attributes import age_band
from engine.faces.embed import distance
from engine.faces.fuse import Selfie
from engine.faces.parse import frame_by_eyes
from engine.faces.registry import Faces
from engine.faces.shape import pose_gap
from engine.faces.types import RGB, Mesh
from engine.lab.faces import synthetic_defects
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.inspect import run as inspect
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem

TURNED, TILTED, AGED = 100, 100, 400  # pictures
MOST_TILT = 60  # degrees
CLOSE_ENOUGH = 2.0  # degrees left over
OWNERS, LENT, ALBUM = 4, 8, 12  # people with selfies, portraits for each, photos of each (half of them unseen)
HARD, HARD_OWNERS, HARD_LENT = ("glasses", "drawn", "shade", "turned"), 2, 5
SMALL, SIDE = 128, 512  # pixels of a portrait before and after it was enlarged
SAME_PIXELS = 0.01  # distance by which one face found twice may differ
GROWN, YOUNG, MATURE = 18, 20, 40  # years: who may be asked about, and the borders of table 1


def main(weights: Path, data: Path, wanted: list[str]) -> None:
    """Measure all, or the wanted parts, and print."""
    models = Models(EngineSettings(weights=weights, threads=1))
    faces, lfw = models.faces, data / "lfw"
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "verdicts": lambda: verdicts(models, _frontal(faces, lfw), data),
        "attributes": lambda: attributes(faces, data / "utk"),
        "orientation": lambda: orientation(faces, lfw),
        "angles": lambda: angles(faces, lfw),
        "fusion": lambda: fusion(faces, lfw),
        "hard": lambda: hard_fusion(faces, lfw),
    }
    said: dict[str, Any] = {}
    for name in wanted or parts:
        began = time.process_time()
        said |= (found := parts[name]())
        took = round(time.process_time() - began)
        print(json.dumps({"part": name, "seconds": took, **found}), flush=True)  # minutes pass: what is known is shown
    print(json.dumps(said))


def verdicts(models: Models, photos: list[tuple[Path, RGB, Mesh]], data: Path) -> dict[str, object]:
    """Return how many of 30 photos with a trouble got the right verdict and reason, and which did not."""
    wrong, asked = [], 0
    with tempfile.TemporaryDirectory() as place:
        for name, photo, expected, before in _troubled(models, photos, data, Path(place)):
            answer = _ask(models, photo, Path(place), before)
            asked += 1
            if answer != expected:
                wrong.append(f"{name}: {answer or 'accepted'}")
    return {"troubled": asked, "right_verdicts": asked - len(wrong), "wrong_verdicts": wrong}


def _troubled(
    models: Models, photos: list[tuple[Path, RGB, Mesh]], data: Path, place: Path
) -> Iterable[tuple[str, Path, PhotoProblem | None, InspectPhoto | None]]:
    """Yield (trouble, file, what must be said, what was accepted before) thirty times."""
    for number, name in enumerate((*synthetic_defects.MADE, *synthetic_defects.TWICE)):
        (make, expected), (_, rgb, mesh) = synthetic_defects.MADE[name], photos[number]
        file = place / f"{number}.bin"
        file.write_bytes(make(rgb, mesh))
        yield name, file, expected, None
    for file in _profiles(models.faces, data / "lfw", 1):
        yield "profile", file, PhotoProblem.TURNED_AWAY, None
    known = _known(models, photos[25][0], place)
    yield "somebody else", photos[26][0], PhotoProblem.OTHER_PERSON, known
    again = place / "again.jpg"
    again.write_bytes(synthetic_defects.jpeg(photos[25][1][4:-6, 3:-5], quality=60))
    yield "the same photo again", again, PhotoProblem.DUPLICATE, known
    good = place / "good.jpg"
    good.write_bytes(synthetic_defects.jpeg(np.rot90(photos[27][1])))
    yield "none, on its side", good, None, None
    yield "none", photos[28][0], None, None


def _ask(models: Models, photo: Path, place: Path, before: InspectPhoto | None) -> PhotoProblem | None:
    known = {"known_embeddings": before.known_embeddings, "known_hashes": before.known_hashes} if before else {}
    request = InspectPhoto(photo=photo, cleaned=place / "clean.png", **known)
    return inspect.run(request, models, lambda step: None, lambda: False).problem


def _known(models: Models, photo: Path, place: Path) -> InspectPhoto:
    """Return a request that knows ``photo`` already."""
    seen = inspect.run(InspectPhoto(photo=photo, cleaned=place / "k.png"), models, lambda step: None, lambda: False)
    embeddings = (seen.embedding,) if seen.embedding else ()
    return InspectPhoto(
        photo=photo, cleaned=photo, known_embeddings=embeddings, known_hashes=(seen.perceptual_hash or "",)
    )


def orientation(faces: Faces, lfw: Path) -> dict[str, float]:
    """Return how many of 100 photos, turned by a random quarter, come back upright."""
    rng, right = np.random.default_rng(2), 0
    for file in _somebody(lfw, TURNED, "turned"):
        rgb, quarters = images.load(file), int(rng.integers(4))
        right += faces.upright(np.ascontiguousarray(np.rot90(rgb, quarters)))[1] == 90 * quarters
    return {"turned": TURNED, "stood_up": right}


def angles(faces: Faces, lfw: Path) -> dict[str, float]:
    """Return the share of 100 faces, tilted by up to 60 degrees, that are level within 2 degrees after alignment.

    Level is judged against the same face before it was tilted, so that how a person holds the head is no error.
    """
    rng, errors = np.random.default_rng(3), []
    for file in _somebody(lfw, 4 * TILTED, "tilted"):
        if len(errors) == TILTED:
            break
        rgb = images.load(file)
        own = faces.mesh(rgb)
        if own is None:
            continue
        errors.append(_left_over(faces, rgb, own, float(rng.uniform(-MOST_TILT, MOST_TILT))))
    off = np.abs(errors)
    return {"tilted": len(off), "level": float((off <= CLOSE_ENOUGH).mean()), "tilt_left_median": float(np.median(off))}


def _left_over(faces: Faces, rgb: RGB, own: Mesh, tilt: float) -> float:
    """Return the degrees by which the levelled face differs from the upright one's levelled self; 90 if it is lost."""
    height, width = rgb.shape[:2]
    side = int(np.hypot(height, width))
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    turn[:, 2] += (side - width) / 2, (side - height) / 2
    tilted = cv2.warpAffine(rgb, turn, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    found = faces.mesh(tilted)
    if found is None:
        return 90.0
    applied = align.rotation(found.five)[1]  # clockwise, as the tilt was counter-clockwise
    return float(applied - tilt - align.rotation(own.five)[1])


def attributes(faces: Faces, utk: Path) -> dict[str, float]:
    """Return how often gender and age band are right on 400 grown-up faces, and the years of error."""
    women, bands, years, missed = [], [], [], 0
    confused: Counter[str] = Counter()
    for file, age, woman in _labelled(utk, AGED):
        rgb = images.load(file)
        face = faces.largest(rgb)
        if face is None:  # a person would be asked for another photo; here it counts as wrong
            missed += 1
            women.append(False)
            bands.append(False)
            continue
        seen = faces.attributes(rgb, face)
        women.append((seen.woman >= 0.5) == woman)
        bands.append(age_band(seen.age) == _true_band(age))
        confused[f"{_true_band(age)} as {age_band(seen.age)}"] += 1
        years.append(abs(seen.age - age))
    return {
        "aged": len(women),
        "aged_without_face": missed,
        "gender_right": float(np.mean(women)),
        "band_right": float(np.mean(bands)),
        "years_off": float(np.mean(years)),
        "bands": dict(confused),
    }


def fusion(faces: Faces, lfw: Path) -> dict[str, float]:
    """Return distances before and after fusion, to the photos fusion knows and to as many it has never seen.

    Stand-ins for drawn portraits are other people's photos, framed, shrunk to `SMALL` pixels and enlarged again.
    """
    rows = []
    owners = [one for one in _people(lfw, "owner") if len(list(one.glob("*.jpg"))) >= ALBUM][:OWNERS]
    portraits = [found for file in _somebody(lfw, 3 * LENT, "lent") if (found := _portrait(faces, file)) is not None]
    for owner in owners:
        album = [found for file in sorted(owner.glob("*.jpg"))[:ALBUM] if (found := _selfie(faces, file)) is not None]
        known, unseen = album[::2], album[1::2]
        person, others = (np.mean([one[1] for one in half], axis=0) for half in (known, unseen))
        for portrait in portraits[:LENT]:
            fused = faces.fuse(portrait, [one[0] for one in known], person=person)
            embedded = [faces.embed(portrait), None if fused is None else faces.embed(fused.picture)]
            if fused is None or any(one is None for one in embedded):
                continue
            rows.append([distance(one, to) for to in (person, others) for one in embedded])
    before, after, unseen_before, unseen_after = np.array(rows).T
    return {
        "pairs": len(rows),
        "before": float(np.median(before)),
        "after": float(np.median(after)),
        "unseen_before": float(np.median(unseen_before)),
        "unseen_after": float(np.median(unseen_after)),
        "not_further": float((after <= before + SAME_PIXELS).mean()),
        "unseen_nearer": float((unseen_after < unseen_before).mean()),
    }


def hard_fusion(faces: Faces, lfw: Path) -> dict[str, float]:
    """Return the median distance to unseen photos before and after fusion where fusion is hard, and how often it rose.

    glasses: frames on the portrait, which stay. drawn: a portrait in flat tones, whose style is put back. shade: every
    selfie half in the dark. turned: of all selfies only the one whose pose fits worst.
    """
    owners = [one for one in _people(lfw, "owner") if len(list(one.glob("*.jpg"))) >= ALBUM][:HARD_OWNERS]
    portraits = [found for file in _somebody(lfw, 3 * LENT, "lent") if (found := _portrait(faces, file)) is not None]
    rows: dict[str, list[tuple[float, float]]] = {kind: [] for kind in HARD}
    for owner in owners:
        album = [found for file in sorted(owner.glob("*.jpg"))[:ALBUM] if (found := _selfie(faces, file)) is not None]
        known, unseen = [one[0] for one in album[::2]], np.mean([one[1] for one in album[1::2]], axis=0)
        shaded = [
            Selfie(rgb=images.load(synthetic_defects.half_in_shade(one.rgb, one.mesh)), mesh=one.mesh) for one in known
        ]
        for portrait in portraits[:HARD_LENT]:
            mesh = faces.mesh(portrait)
            worst = max(known, key=lambda one: pose_gap(mesh, one.mesh))
            given = {
                "glasses": (synthetic_defects.framed(portrait, mesh), known, 0.0),
                "drawn": (synthetic_defects.drawn(portrait), known, 1.0),
                "shade": (portrait, shaded, 0.0),
                "turned": (portrait, [worst], 0.0),
            }
            for kind, (picture, selfies, keep_style) in given.items():
                fused = faces.fuse(picture, selfies, keep_style=keep_style)
                pair = [] if fused is None else [faces.embed(picture), faces.embed(fused.picture)]
                if len(pair) == 2 and all(one is not None for one in pair):
                    rows[kind].append((distance(pair[0], unseen), distance(pair[1], unseen)))
    said: dict[str, float] = {}
    for kind, pairs in rows.items():
        before, after = np.array(pairs).T
        said |= {f"{kind}_before": float(np.median(before)), f"{kind}_after": float(np.median(after))}
        said[f"{kind}_further"] = float((after > before + SAME_PIXELS).mean())
    return said


def _people(lfw: Path, salt: str) -> list[Path]:
    return sorted((one for one in lfw.iterdir() if one.is_dir()), key=lambda one: _shuffled(one, salt))


def _selfie(faces: Faces, file: Path) -> tuple[Selfie, NDArray[np.float32]] | None:
    rgb = cv2.resize(images.load(file), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    face = faces.largest(rgb)
    return None if face is None or face.mesh is None else (Selfie(rgb=rgb, mesh=face.mesh), faces.embed(rgb, face))


def _portrait(faces: Faces, file: Path) -> RGB | None:
    rgb = images.load(file)
    mesh = faces.mesh(rgb)
    if mesh is None:
        return None
    soft = cv2.resize(frame_by_eyes(rgb, mesh, SMALL)[0], (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return soft if faces.mesh(soft) is not None else None


def _true_band(age: int) -> str:
    return "young" if age < YOUNG else "adult" if age < MATURE else "mature"


def _labelled(utk: Path, count: int) -> list[tuple[Path, int, bool]]:
    """Return (file, years, whether a woman) of grown-up people, in an order nobody chose."""
    rows = []
    for file in sorted(utk.iterdir(), key=_shuffled):
        parts = file.name.split("_")
        if len(parts) >= 4 and parts[0].isdigit() and parts[1] in "01" and int(parts[0]) >= GROWN:
            rows.append((file, int(parts[0]), parts[1] == "1"))
        if len(rows) == count:
            break
    return rows


def _somebody(lfw: Path, count: int, salt: str) -> list[Path]:
    """Return one photo each of ``count`` people, in an order nobody chose."""
    return [sorted(one.glob("*.jpg"))[0] for one in _people(lfw, salt)[:count]]


def _frontal(faces: Faces, lfw: Path, count: int = 29) -> list[tuple[Path, RGB, Mesh]]:
    """Return photos without trouble: one large enough, frontal, open-eyed face."""
    found = []
    for file in _somebody(lfw, 20 * count, "frontal"):
        rgb = images.load(file)
        seen = faces.faces(rgb)
        mesh = seen[0].mesh if len(seen) == 1 else None
        if mesh is not None and max(abs(mesh.yaw), abs(mesh.pitch)) < 15 and faces.quality(rgb, seen[0]) > 0.7:
            found.append((file, rgb, mesh))
        if len(found) == count:
            break
    return found


def _profiles(faces: Faces, lfw: Path, count: int) -> list[Path]:
    """Return photos of people who look far to the side."""
    found = []
    for file in _somebody(lfw, 600, "profile"):
        meshes = faces.meshes.find(images.load(file))
        if len(meshes) == 1 and abs(meshes[0].yaw) > 50:
            found.append(file)
        if len(found) == count:
            break
    return found


def _shuffled(file: Path, salt: str = "") -> str:
    return hashlib.sha256((salt + file.name).encode()).hexdigest()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
