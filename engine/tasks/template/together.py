"""People drawn in a pose, each as themselves (paper 2.3, 2.5.3).

People of nobody's face are drawn under the bones, in a style; then each of those who agreed is put in their own place
by their own adapter, under 2.5's inferences, and judged by their own likeness (`engine.tasks.template.run`). Who takes
no place, or did not agree, is never drawn: that figure keeps the face of nobody it was drawn with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.bases import steering
from engine.diffusion import sizes
from engine.diffusion.pipeline import GenerationRequest
from engine.errors import JobCancelledError, UnsafePictureError
from engine.faces import forbidden, templates
from engine.faces.types import RGB
from engine.garments import poses
from engine.identity import Identity
from engine.models import Models
from engine.prompts import negative
from engine.requests import Progress
from engine.safety import content
from engine.safety.nudity import NUDE
from engine.styles import StyleBook
from engine.tasks.portrait import posed
from engine.tasks.portrait.request import PoseNotHereError, UnknownStyleError, plain
from engine.tasks.portrait.run import style_adapter
from engine.tasks.template.posing import people_of, where_head
from engine.tasks.template.request import FewerDrawnError, NobodyPlacedError, NoSuchFaceError, Template

TRIES = 4  # drawings until all faces are there
LONG = 1024  # pixels of the longer side at which faces are put in: of whole bodies they are small


def drawn(
    request: Template, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> tuple[RGB, Template]:
    """Return a picture of people of nobody's face, and the request with the number of the face each person takes.

    Raises:
        PoseNotHereError, NoPoseError: nothing steers this base, or there is no such pose.
        UnknownStyleError, StyleNotHereError, BadAdapterError: of the style.
        ContentRefusedError: the person's own words may not be drawn by.
        NobodyPlacedError, NoSuchFaceError: of the places.
        FewerDrawnError: not everybody's face came out, several times, or somebody looked under 18.
        UnsafePictureError: the nudity check refuses what was drawn.
        JobCancelledError: the owner took the job back.
    """
    content.require(request.prompt, content.DRAW, own=content.own(models.settings.content))
    family = models.family
    if not steering.draws_bodies(family):
        raise PoseNotHereError(family.name)
    width, height = sizes.size(family, request.shape)
    people = people_of(request.template.stem, request.bodies, request.ratio, width, height)
    _placed(request, len(people))
    hands = posed.hands_in_picture(request.hands, request.ratio, width, height)
    steered = posed.Posed(picture=poses.skeletons(height, width, people, hands), people=len(people))
    shot = _shot(request, models, steered, (width, height))
    withheld = False
    for number in range(TRIES):
        if cancelled():
            raise JobCancelledError
        progress(Progress(stage="drawing", done=number, total=TRIES))
        (picture,) = models.inpainter.draw(
            [replace(shot, seed=request.seed + number)], steered.control, cancelled=cancelled
        )
        if models.faces.nude(picture) >= NUDE:
            withheld = True
            continue
        large = models.faces.upscale(picture, max(LONG, *picture.shape[:2]))
        scale = large.shape[1] / width
        spots = templates.spots(models.faces, large)
        if any(spot.problem == templates.CHILD for spot in spots):  # in a free place, too: nobody asked for a child
            continue
        places = matched([where_head(body) * scale for body in people], spots)
        if all(number in places for number in request.places):
            forbidden.require_none(models.faces, large, request.forbidden)
            return large, replace(request, places=tuple(places[number] for number in request.places))
    raise UnsafePictureError if withheld else FewerDrawnError


def matched(heads: Sequence[NDArray[np.float32]], spots: Sequence[templates.Spot]) -> dict[int, int]:
    """Return place -> number of the face that was drawn there: the nearest that can be replaced, none twice."""
    able = [spot for spot in spots if not spot.problem]
    pairs = sorted(
        (float(np.linalg.norm(spot.face.centre - head)), place, spot.number, spot.face.side)
        for place, head in enumerate(heads, 1)
        for spot in able
    )
    places: dict[int, int] = {}
    for apart, place, number, side in pairs:
        if place not in places and number not in places.values() and apart <= 2 * side:
            places[place] = number
    return places


def _shot(request: Template, models: Models, steered: posed.Posed, size: tuple[int, int]) -> GenerationRequest:
    """Return the drawing of nobody in particular: the genders of who takes a place, the style, a person's own words."""
    family, book = models.family, StyleBook(models.settings.styles)
    style = book.get(request.style)
    if style is None:
        raise UnknownStyleError(request.style, book.closest(request.style))
    adapter = style_adapter(models, style, family)
    models.pipeline.use(face=None, style=adapter, style_weight=style.weight(family.name))
    who = dict(zip(request.places, map(Identity.load, request.people), strict=True))
    genders = [who[place].looks.gender if place in who else "person" for place in range(1, steered.people + 1)]
    subject = " and ".join(f"a {gender}" for gender in genders)
    words = style.text(genders[0], with_adapter=adapter is not None, own=bool(request.prompt))
    more = "".join(f", {part}" for part in (plain(request.prompt), words) if part)
    text = family.manner(style.is_in).prompt.format(subject=subject, style=more)
    unwanted = negative(family, style.is_in, style.negative)
    return GenerationRequest(prompt=steered.said(text), negative=unwanted, size=size, seed=request.seed)


def _placed(request: Template, count: int) -> None:
    if not request.people or len(request.people) != len(request.places):
        raise NobodyPlacedError
    wrong = next((n for n in request.places if not 1 <= n <= count or request.places.count(n) > 1), None)
    if wrong is not None:
        raise NoSuchFaceError(wrong, count)
