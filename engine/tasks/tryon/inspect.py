"""Look at a picture of clothes before anybody wears them (paper 3.1): number the pieces, show what would stay."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from engine.bases import Family, steering
from engine.errors import UnsafePictureError
from engine.faces import templates
from engine.faces.forbidden import require_none
from engine.faces.images import save_clean
from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.garments.pieces import Piece
from engine.garments.preview import preview
from engine.garments.wardrobe import Seen, kept
from engine.models import Models
from engine.requests import Progress
from engine.safety.nudity import NUDE
from engine.settings import EngineSettings
from engine.tasks.tryon.request import Background, Garment, Garments, InspectGarment, Part

DRAWN = "drawn"  # what dresses people by drawing all but the garment, see `engine.tasks.tryon.dressers`
EDITS, NEVER = "edit", "never"  # there too, and of `EngineSettings.edits`
CHILD = "child"  # a problem of `engine.faces.templates.Spot`


def run(
    request: InspectGarment, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Garments:
    """Number the garments of ``request.photo`` and write the picture that shows them.

    Raises:
        BadPhotoError: the file is no picture, or too large.
        GarmentTooSmallError: it has too few pixels.
        NoGarmentError: no clothes are found, or the corrections leave none.
        NoSuchGarmentError: a number of ``keep`` is none of the pieces.
        BlockedFaceError: somebody in it has forbidden their face.
        UnsafePictureError: the nudity check refuses it.
        WeightMissingError: a ControlNet the drawing will need is not there: better now than after the wait.
    """
    faces, wardrobe = models.faces, models.wardrobe
    rgb = faces.load(request.photo)
    if faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    require_none(faces, rgb, request.forbidden)
    seen = wardrobe.look(rgb)
    mask = kept(rgb, seen, request.keep, request.taps)
    shown, columns, rows = preview(rgb, mask, seen.pieces, grid=request.grid)
    save_clean(shown, request.preview)
    family, draws = models.family, drawn_anew(models.family, models.settings)
    if steering.steered(family):
        steering.require(family, models.settings.weights, steering.GARMENT if draws else steering.TEMPLATE)
    puts = puts_on(family, models.settings)
    redrawn, stays = parts(draws, seen, Background.STUDIO, puts=puts)
    problem, reason = refused(models, family, rgb, seen)
    return Garments(
        garments=tuple(_told(piece, mask) for piece in seen.pieces),
        preview=request.preview,
        worn=seen.wearer is not None,
        face=seen.spot is not None and not seen.spot.problem,
        redrawn=redrawn,
        stays=stays,
        problem=problem,
        reason=reason,
        columns=columns,
        rows=rows,
        backends={**faces.backends, **wardrobe.backends},
    )


def parts(
    draws: bool, seen: Seen, background: Background, *, puts: bool = False
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return what of the picture is drawn anew, and what stays the model's.

    ``draws``: all around the garment is; ``puts``: `puts_on`, which draws clothes nobody wears, too.
    """
    behind = () if background == Background.KEEP else (Part.BACKGROUND,)
    rest = (Part.BACKGROUND,) if background == Background.KEEP else ()
    if puts and not draws and seen.wearer is None:
        return tuple(Part), ()
    if draws:
        return (Part.FACE, Part.HAIR, Part.SKIN, Part.BODY, *behind), rest
    tone = (Part.SKIN,) if seen.wearer is not None else ()
    return (Part.FACE, *tone, *behind), (Part.HAIR, Part.BODY, *rest)


def drawn_anew(family: Family, settings: EngineSettings) -> bool:
    """Say whether all around the garment is drawn under controls: the base can, and the operator chose nothing else."""
    return steering.draws_bodies(family) and (not settings.dressers or DRAWN in settings.dressers)


def puts_on(family: Family, settings: EngineSettings) -> bool:
    """Say whether clothes nobody wears are drawn on the person: by an edit model, if the operator lets it."""
    asked = not settings.dressers or EDITS in settings.dressers
    return steering.edits(family) and settings.edits != NEVER and asked


def refused(models: Models, family: Family, rgb: RGB, seen: Seen) -> tuple[str, str]:
    """Return `obstacle` of a picture (height, width, 3), or that somebody in it looks under 18.

    Where nobody wears the clothes an edit model is shown all of it, whoever else may be there.
    """
    puts = puts_on(family, models.settings)
    code, reason = obstacle(drawn_anew(family, models.settings), seen, puts)
    if code or not puts or seen.wearer is not None:
        return code, reason
    children = any(spot.problem == CHILD for spot in templates.spots(models.faces, rgb))
    return ("unfit-head", CHILD) if children else ("", "")


def obstacle(draws: bool, seen: Seen, puts: bool = False) -> tuple[str, str]:
    """Return the code and the reason of what keeps the clothes from being tried on; empty where nothing does.

    ``draws``: `drawn_anew`, and ``puts``: `puts_on`, need no wearer. Who looks under 18 is replaced by no means.
    """
    if seen.spot is not None and seen.spot.problem == CHILD:
        return "unfit-head", CHILD
    if draws:
        return "", ""
    if seen.wearer is None:
        return ("", "") if puts else ("garment-not-worn", "")
    if seen.spot is None:
        return "unfit-head", "no-face"
    return ("unfit-head", seen.spot.problem) if seen.spot.problem else ("", "")


def _told(piece: Piece, stays: Mask) -> Garment:
    """Say where a piece lies; it is kept where most of it is among what ``stays`` after every correction."""
    height, width = piece.mask.shape
    inside = cv2.resize(stays, (width, height), interpolation=cv2.INTER_NEAREST)[piece.mask > 0.5]
    left, top, across, down = cv2.boundingRect((piece.mask > 0.5).astype(np.uint8))
    box = (left / width, top / height, (left + across) / width, (top + down) / height)
    share = float((piece.mask > 0.5).mean())
    return Garment(number=piece.number, kind=piece.kind, box=box, share=share, kept=bool(inside.mean() > 0.5))
