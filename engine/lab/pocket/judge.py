"""Are the drawn pictures good pictures? Captions read back, faces looked at, and how far the whole is from photos.

``attributes``   gender, age band and smile asked for in the caption, read back by the packaged attribute models
``words``        hair, glasses and background likewise, by the rules that named them for the training
``faces``        share with exactly one face, and with two eyes that match
``frechet``      distance between the face embeddings of drawn pictures and of photos, as two normal distributions,
                 falling from version to version. Comparable only at equal counts. Photos of twenty people are a
                 narrow set: other photos of the kind asked for are as far from it as 0.06 (``frechet_photos``: two
                 halves of it). "asked" is the same to photos with the captions' mix of gender and age, of many people
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.linalg

from engine.bases import QUALITY
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces import attributes
from engine.faces.face_quality import large_enough, whole
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.lab.pocket import words
from engine.lab.pocket.descriptions import SPOKEN, Description
from engine.prompts import prompt
from engine.tasks.inspect.request import Looks

BANDS = {"young": 25.0, "adult": 34.0, "mature": 52.0}
SMILE = 0.4  # mean of the two smile blendshapes from which a face smiles


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """One drawn picture (256, 256, 3) with what was asked for."""

    picture: RGB
    looks: Looks
    smiling: bool


def asked(count: int) -> Iterator[tuple[Looks, bool]]:
    """Yield ``count`` wishes that go evenly through gender, age band and smile."""
    wishes = itertools.cycle(itertools.product(("man", "woman"), BANDS, (False, True)))
    for gender, band, smiling in itertools.islice(wishes, count):
        yield Looks(gender=gender, age_band=band, age=BANDS[band]), smiling


def draw(pipeline: PortraitPipeline, count: int, *, sampler: str = QUALITY, batch: int = 8) -> list[Drawn]:
    """Draw ``count`` pictures of nobody in particular from captions alone; the noise is the same for every sampler."""
    pipeline.use(face=None, style=None)
    wishes = list(asked(count))
    shots = [
        GenerationRequest(
            prompt=prompt(pipeline.family, looks, "smiling" if smiling else "", trigger=False), seed=1000 + number
        )
        for number, (looks, smiling) in enumerate(wishes)
    ]
    pictures = pipeline.draw(shots, batch=batch, sampler=sampler)
    return [
        Drawn(picture=large_enough(picture), looks=looks, smiling=smiling)
        for picture, (looks, smiling) in zip(pictures, wishes, strict=True)
    ]


def judge(faces: Faces, drawn: list[Drawn], photos: np.ndarray, many: np.ndarray) -> dict[str, float]:
    """Return every figure of this module for ``drawn``.

    Set beside the embeddings (N, 128) of ``photos`` of people never learnt, and of ``many`` of the kind asked for; of
    these the last ``len(drawn)`` are compared with the rest, for what photos themselves would get.
    """
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
    beside, rest = many[-len(drawn) :], many[: -len(drawn)]
    return {
        "pictures": len(drawn),
        "one_face": float(np.mean(one_face)),
        "eyes_match": float(np.mean(eyes)),
        "gender": float(np.mean(gender)),
        "age_band": float(np.mean(band)),
        "smile": float(np.mean(smile)),
        "frechet": frechet(np.array(embeddings), photos),
        "frechet_photos": frechet(photos[::2], photos[1::2]),
        "asked": frechet(np.array(embeddings), rest),
        "asked_photos": frechet(beside, rest),
    }


def seen_in(faces: Faces, pictures: list[RGB]) -> np.ndarray:
    """Return the embeddings (N, 128) of the pictures with a face."""
    return np.array([seen for picture in pictures if (seen := faces.embed(picture)) is not None])


def obeyed(pipeline: PortraitPipeline, read: Callable[[RGB], Description], each: int = 8) -> dict[str, float]:
    """Draw ``each`` pictures with every word of `SPOKEN`; return how often ``read`` sees it, and without the word.

    ``said_<field>`` is the share of pictures that show what was asked for, ``unsaid_<field>`` what the same seeds show
    of the same words when nothing was asked for: the control.
    """
    pipeline.use(face=None, style=None)
    drawn: dict[tuple[str, bool], list[Description]] = {}

    def look(word: str, *, men: bool) -> list[Description]:
        """Draw half men and half women, or only men; each set once."""
        if (word, men) not in drawn:
            shots = []
            for number in range(each):
                looks = Looks(gender="man" if men or number % 2 else "woman", age_band="adult", age=BANDS["adult"])
                shots.append(
                    GenerationRequest(prompt=prompt(pipeline.family, looks, word, trigger=False), seed=2000 + number)
                )
            drawn[word, men] = [read(large_enough(picture)) for picture in pipeline.draw(shots, batch=8)]
        return drawn[word, men]

    told: dict[str, float] = {}
    for field, spoken in SPOKEN.items():
        said, unsaid = [], []
        for word in spoken:
            men = word == "bald"  # no photo of a bald woman was learnt from
            said += [getattr(seen, field) == word for seen in look(word, men=men)]
            unsaid += [getattr(seen, field) == word for seen in look("", men=men)]
        told |= {f"said_{field}": float(np.mean(said)), f"unsaid_{field}": float(np.mean(unsaid))}
    return told


def alike(pictures: list[RGB], others: list[RGB]) -> float:
    """Return the mean PSNR in dB between pictures of the same noise, e.g. of two samplers; no two may be the same."""
    error = [np.square(one.astype(float) - other).mean() for one, other in zip(pictures, others, strict=True)]
    return float(np.mean(20 * np.log10(255) - 10 * np.log10(error)))


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
