"""Are the drawn pictures good pictures? Captions read back, faces looked at, and how far the whole is from photos.

``attributes``   gender, age band and smile asked for in the caption, read back by the packaged attribute models
``faces``        share with exactly one face, and with two eyes that match
``frechet``      distance between the face embeddings of drawn pictures and of photos, as two normal distributions:
                 near 0 for two sets of photos, falling from version to version. Comparable only at equal counts.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.linalg
from PIL import Image

from engine.diffusion.painter import Painter, Shot
from engine.faces import attributes
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh
from engine.pocket import words
from engine.requests import Looks
from engine.training.face_lora import prompt

ENLARGED = 256  # perception looks at the 128 px pictures at this size
BANDS = {"young": 25.0, "adult": 34.0, "mature": 52.0}
EYES_ALIKE = 0.6  # the smaller eye's opening and width, as a share of the larger one's
CLOSED = 0.12  # openings below this share of the eye's width: shut, whatever the other does
SMILE = 0.4  # mean of the two smile blendshapes from which a face smiles
OPENINGS = ((159, 145, 33, 133), (386, 374, 263, 362))  # lid above, lid below, both corners; right eye, left eye


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """One drawn picture (256, 256, 3) with what was asked for."""

    picture: RGB
    looks: Looks
    smiling: bool


def enlarged(picture: RGB) -> RGB:
    """Return the picture at the size perception is used to."""
    return np.asarray(Image.fromarray(picture).resize((ENLARGED, ENLARGED), Image.Resampling.BICUBIC))


def asked(count: int) -> Iterator[tuple[Looks, bool]]:
    """Yield ``count`` wishes that go evenly through gender, age band and smile."""
    wishes = itertools.cycle(itertools.product(("man", "woman"), BANDS, (False, True)))
    for gender, band, smiling in itertools.islice(wishes, count):
        yield Looks(gender=gender, age_band=band, age=BANDS[band]), smiling


def draw(painter: Painter, count: int, batch: int = 8) -> list[Drawn]:
    """Draw ``count`` pictures of nobody in particular from captions alone."""
    painter.use(face=None, style=None)
    wishes = list(asked(count))
    shots = [
        Shot(prompt=prompt(painter.family, looks, "smiling" if smiling else "", trigger=False), seed=1000 + number)
        for number, (looks, smiling) in enumerate(wishes)
    ]
    pictures = painter.draw(shots, batch=batch)
    return [
        Drawn(picture=enlarged(picture), looks=looks, smiling=smiling)
        for picture, (looks, smiling) in zip(pictures, wishes, strict=True)
    ]


def judge(faces: Faces, drawn: list[Drawn], photos: list[RGB]) -> dict[str, float]:
    """Return every figure of this module for ``drawn``, against ``photos`` (256, 256, 3) of people never learnt."""
    one_face, eyes, gender, band, smile, embeddings = [], [], [], [], [], []
    for each in drawn:
        found = faces.faces(each.picture)
        face = found[0] if found else None
        one_face.append(len(found) == 1)
        eyes.append(whole(found))
        if face is None or face.mesh is None:
            gender.append(False)
            band.append(False)
            smile.append(False)
            continue
        read = attributes.summed([faces.attributes(each.picture, face)])
        gender.append(read.gender == each.looks.gender)
        band.append(words.band(read.age) == each.looks.age_band)
        smile.append((face.mesh.shape("mouthSmileLeft", "mouthSmileRight") > SMILE) == each.smiling)
        embeddings.append(faces.embed(each.picture, face))
    real = [seen for photo in photos if (seen := faces.embed(photo)) is not None]
    return {
        "pictures": len(drawn),
        "one_face": float(np.mean(one_face)),
        "eyes_match": float(np.mean(eyes)),
        "gender": float(np.mean(gender)),
        "age_band": float(np.mean(band)),
        "smile": float(np.mean(smile)),
        "frechet": frechet(np.array(embeddings), np.array(real)),
        "frechet_photos": frechet(np.array(real[::2]), np.array(real[1::2])),
    }


def whole(found: list[Face]) -> bool:
    """Say whether a picture shows exactly one face, with two eyes that match."""
    return len(found) == 1 and found[0].mesh is not None and eyes_match(found[0].mesh)


def eyes_match(mesh: Mesh) -> bool:
    """Say whether both eyes are about equally open and, as far as the head's turn allows, equally wide."""
    opened, widths = [], []
    for above, below, outer, inner in OPENINGS:
        width = float(np.linalg.norm(mesh.points[outer, :3] - mesh.points[inner, :3]))
        opened.append(float(np.linalg.norm(mesh.points[above, :2] - mesh.points[below, :2])) / max(width, 1e-6))
        widths.append(width)
    wide = min(widths) >= EYES_ALIKE * max(widths)
    return wide and (max(opened) < CLOSED or min(opened) >= EYES_ALIKE * max(opened))


def frechet(one: np.ndarray, other: np.ndarray) -> float:
    """Return the squared Frechet distance between two sets of embeddings (N, 128), each read as a normal distribution.

    Few pictures make covariances too narrow, so each is mixed with its own diagonal by a fixed share.
    """
    means, spreads = [], []
    for rows in (one, other):
        spread = np.cov(rows.astype(np.float64), rowvar=False)
        means.append(rows.mean(0))
        spreads.append(0.5 * spread + 0.5 * np.diag(np.diag(spread)))
    root = scipy.linalg.sqrtm(spreads[0] @ spreads[1]).real
    return float(((means[0] - means[1]) ** 2).sum() + np.trace(spreads[0] + spreads[1] - 2 * root))
