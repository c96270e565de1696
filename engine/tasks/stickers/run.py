"""Stickers: the person of a finished picture without its background, with a white edge, as messengers show them.

The visible label of a picture stands in a corner and goes with the background, so each sticker gets one of its own.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import weights
from engine.errors import JobCancelledError
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import Mask
from engine.faces.types import RGB, as_bytes
from engine.models import Models
from engine.requests import Progress
from engine.safety.lettering import letters, unwritten
from engine.safety.origin import short
from engine.safety.provenance import marked, origin_of, save_cut_out, says_origin, words, words_on
from engine.tasks.stickers.request import CutOut, Stickers

SURE, UNSURE = 0.75, 0.35  # of the person mask: opaque above, transparent below
LEAST = 0.03  # share of the picture a person covers; below it there is none
EDGE = 9  # pixels of white around the person
LETTERS = 15  # pixels
SPIKES = 2  # times as wide as a speck: what is thinner and sticks out of a person is no part of them
ROUND, CRISP = 0.5, 2.5  # how far the outline is rounded, in specks, and how steep it is then
SIDE = 512  # pixels of the longer side, as messengers want it
MODEL = ("segmenter", "selfie_segmenter.tflite")

RGBA = NDArray[np.uint8]  # (height, width, 4)


def run(
    request: Stickers, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> CutOut:
    """Cut the person out of each picture.

    Raises:
        BadPhotoError: a picture cannot be read.
        WeightMissingError, WeightCorruptError: the person mask's model.
        JobCancelledError: the owner took the job back.
        DiskFullError: no room for the stickers.
    """
    parser = PersonSegmenter(weights.path(models.settings.weights, *MODEL))
    request.out.mkdir(parents=True, exist_ok=True)
    made = []
    for number, picture in enumerate(request.pictures):
        if cancelled():
            raise JobCancelledError
        progress(Progress(stage="cutting", done=number, total=len(request.pictures)))
        rgb = models.faces.load(picture)
        if says_origin(picture):  # beside its label the sticker's own would be doubled
            rgb = unwritten(rgb, words_on(picture))
        origin = origin_of(picture)
        cut = sticker(rgb, parser.person_mask(rgb), SIDE, words(origin))
        if cut is not None:
            made.append(request.out / f"sticker-{number}.webp")
            save_cut_out(cut, made[-1], origin=origin)
    skipped = len(request.pictures) - len(made)
    return CutOut(stickers=tuple(made), skipped=skipped, backends={"segmenter": parser.name})


def sticker(rgb: RGB, person: Mask, side: int, text: str = "") -> RGBA | None:
    """Return the person with a white edge, the longer side exactly ``side`` pixels; None where there is nobody.

    ``rgb`` (height, width, 3) uint8, ``person`` (height, width) float32 0..1; ``text`` is what the label says,
    that it was drawn by itself.
    """
    alpha = _whole(person)
    if (alpha > 0.5).mean() < LEAST:
        return None
    left, top, width, height = cv2.boundingRect((alpha > 0.5).astype(np.uint8))
    scale = (side - 2 * EDGE) / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    rgb = cv2.resize(rgb[top : top + height, left : left + width], size, interpolation=how)
    alpha = cv2.resize(alpha[top : top + height, left : left + width], size, interpolation=cv2.INTER_LINEAR)
    rgb = cv2.copyMakeBorder(rgb, EDGE, EDGE, EDGE, EDGE, cv2.BORDER_REPLICATE)
    alpha = cv2.copyMakeBorder(np.clip(alpha, 0, 1), EDGE, EDGE, EDGE, EDGE, cv2.BORDER_CONSTANT)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * EDGE - 1, 2 * EDGE - 1))
    around = cv2.GaussianBlur(cv2.dilate(alpha, disc), (0, 0), 1.0)
    whole = marked(rgb) * alpha[..., None] + 255.0 * (1 - alpha[..., None])
    shown = np.maximum(alpha, around)
    return np.dstack([_labelled(as_bytes(whole), shown, text or words()), np.round(shown * 255).astype(np.uint8)])


def _whole(person: Mask) -> Mask:
    """Return a mask with a smooth outline, without holes in the person, spikes on them or specks beside them.

    A poster's torn paper is half a person to the model: what is left of it must look as if cut with scissors.
    """
    steep = np.clip((person - UNSURE) / (SURE - UNSURE), 0, 1).astype(np.float32)
    size = max(3, round(min(person.shape) / 60)) | 1
    disc, wide = (
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (across, across)) for across in (size, SPIKES * size + 1)
    )
    steep = cv2.morphologyEx(steep, cv2.MORPH_CLOSE, disc)
    rim = 2 * size  # where a picture ends a person does not: there nothing is a spike
    padded = cv2.copyMakeBorder(steep, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    padded = cv2.morphologyEx(padded, cv2.MORPH_OPEN, wide)
    count, names, facts, _ = cv2.connectedComponentsWithStats((padded > 0.5).astype(np.uint8))
    if count > 1:
        largest = 1 + int(np.argmax(facts[1:, cv2.CC_STAT_AREA]))
        padded = padded * cv2.dilate((names == largest).astype(np.uint8), disc)
    soft = cv2.GaussianBlur(padded, (0, 0), max(0.5, ROUND * size))
    return np.clip(0.5 + CRISP * (soft - 0.5), 0, 1)[rim:-rim, rim:-rim].astype(np.float32)


def _labelled(rgb: RGB, shown: Mask, text: str) -> RGB:
    """Write the label where the person is widest near the bottom: in a corner it would be cut away."""
    height = len(shown)
    band = shown[height - EDGE - 2 * LETTERS : height - EDGE].min(0) > 0.9
    columns = np.flatnonzero(band) if band.any() else np.flatnonzero(shown.max(0) > 0.9)
    ink = letters(text, LETTERS, 1)
    if ink.shape[1] + 2 * LETTERS >= len(columns):
        ink = letters(short(text), LETTERS, 1)
    rows, wide = ink.shape[:2]
    top, left = height - EDGE - LETTERS // 2 - rows, max(0, int(np.median(columns)) - wide // 2)
    drawn = rgb.astype(np.float32)
    part = drawn[top : top + rows, left : left + wide]
    ink = ink[: part.shape[0], : part.shape[1]]
    share = ink[..., 3:] / 255
    part[:] = part * (1 - share) + ink[..., :3] * share
    return as_bytes(drawn)
