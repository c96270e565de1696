"""A base that takes reference pictures as an edit model: when it is asked, and with what words (paper 2.5, 3.1).

The picture is image 1, the person's photos follow it. Which of their photos, is what `IdentityCondition` says of any
other drawing; outside a mask the picture stays, and whoever asked judges what was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.bases import Family, steering
from engine.diffusion.identity_condition import Pictures, reference_side
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.identity import Identity
from engine.tasks.shared.identity_lora import condition, load_identity_lora

OWN, EDIT = "own", "edit"
AUTO, FIRST, NEVER = "auto", "first", "never"  # when it is asked, of `EngineSettings.edits`
WHOLE = 1.0  # strength: what was there is seen in image 1
FACE = (
    "Put the face of the {gender} from {photos} on the person in image 1. Keep the pose, the expression, the light, "
    "the hair, the clothes and the background of image 1."
)
PUT_ON = (
    "A photo of the {gender} from {photos} from head to knee, who wears exactly the clothes that are shown in "
    "image 1{behind}. Keep their colours, cut and pattern, and the face of {photos}."
)
CLOTHES = "The {gender} from {photos} wears the clothes of image 1{behind}. Keep the clothes and the pose of image 1."


def ways(draw: str, family: Family, edits: str) -> tuple[str, ...]:
    """Return how a face comes into a picture that is not drawn under controls, in the order in which it is tried.

    Empty: it is drawn under controls, or by its words (``draw`` "base"). By itself ("auto") nothing is drawn by a base
    that cannot be steered, for its face would look another way; an edit model sees which.

    Raises:
        ValueError: an edit by name, of a base that is no edit model: a mistake in the code, for nobody is offered it.
    """
    if draw == EDIT and not steering.edits(family):
        raise ValueError(f"{family.name} is no edit model")
    if draw == "base" or (draw == "auto" and not steering.own_pixels(family)):
        return ()
    if draw == "canvas" or not steering.edits(family):
        return (OWN,)
    if draw == EDIT:
        return (EDIT,)
    return {AUTO: (OWN, EDIT), FIRST: (EDIT, OWN)}.get(edits, (OWN,))


def who(
    pipeline: PortraitPipeline, faces: Faces, folder: Path, identity: Identity, weight: float
) -> tuple[RGB, ...] | None:
    """Put a learnt face in where there is one, and return the photos that are shown; None where there are none."""
    worn = load_identity_lora(pipeline, folder, identity)
    pipeline.use(face=weight if worn else None, style=None)
    known = condition(pipeline, faces, folder, identity)
    return known.pictures if isinstance(known, Pictures) else None


def shot(
    family: Family, words: str, identity: Identity, picture: RGB, photos: Sequence[RGB], seed: int, behind: str = ""
) -> GenerationRequest:
    """Return the request for one edit of ``picture`` (height, width, 3) after ``photos``.

    ``words`` are those above, ``behind`` what is to be seen behind the person, in words that go on with a sentence.
    """
    numbers = [str(number) for number in range(2, 2 + len(photos))]
    told = f"images {' and '.join(numbers)}" if len(numbers) > 1 else "image 2"
    text = words.format(gender=identity.looks.gender, photos=told, behind=behind)
    return GenerationRequest(prompt=text, seed=seed, references=(_reference(family, picture), *photos))


def _reference(family: Family, picture: RGB) -> RGB:
    """Return a picture as it is shown, its area that of a square reference; a side is a multiple of 16."""
    scale = reference_side(family) / np.sqrt(np.prod(picture.shape[:2]))
    height, width = (max(16, 16 * round(scale * side / 16)) for side in picture.shape[:2])
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
