"""Which portraits are drawn in one batch, said without loading what draws them: the bot's own process asks."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine import bases
from engine.bases import Family
from engine.settings import EngineSettings
from engine.styles import Style, StyleBook
from engine.styles.book import standing
from engine.styles.canvas import canvases
from engine.tasks.portrait.request import Portrait, Shape


def on_canvas(request: Portrait, style: Style, family: Family) -> bool:
    """Say whether a wish is for a canvas: by its word, else where the base is small and the style can be one."""
    if request.draw == "auto":
        return family.small_vocabulary and request.use_face_lora and not style.own and style.name in canvases()
    return request.draw == "canvas"


def sampler(request: Portrait, settings: EngineSettings, family: Family) -> str:
    """Return the kind of sampler: the request's, else the operator's, else the base's own for portraits."""
    return family.kind(settings.sampler if request.sampler == "auto" else request.sampler)


def mates(request: Portrait, settings: EngineSettings) -> str | None:
    """Return what portraits of one batch have in common: size, sampler, and the style's adapter with its weight.

    Styles that are words alone go together. None for a canvas, and where the base is told of the person by more than
    their own face and words (photos, a pose), tries weights first, or is compiled with one face in it.
    """
    if settings.compile or request.adapt or request.posed or request.photos or not request.use_face_lora:
        return None
    accelerator = bases.accelerator_likely(settings.device)
    family = bases.choose(settings.base, settings.weights, accelerator=accelerator)
    style = _book(settings.styles).get(request.style)
    if style is None or on_canvas(request, style, family):
        return None
    known = standing(style, family, settings.weights)
    if not known.drawn:
        return None
    weight = style.weight(family.name) if request.style_weight is None else request.style_weight
    adapter = f"{style.name} {weight}" if known.adapter else "words"
    shape = Shape.SQUARE if family.square_only else request.shape
    return f"{shape} {sampler(request, settings, family)} {adapter}"


@cache
def _book(own: Path | None) -> StyleBook:
    return StyleBook(own)
