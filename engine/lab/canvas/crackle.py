"""What lamps behind a person do to their hair: sparks and bleach (``python -m engine.lab.canvas.crackle``).

Smooth black hair once came out as gold crackle, and no judge saw it: its edge was right, its strands sharp. Here the
picture is compared with itself without the lamps behind: hair keeps its own texture, and stays about as dark.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.canvas import compose, draw
from engine.canvas.draw import Parts
from engine.canvas.linear import luminance
from engine.canvas.recipes import recipes
from engine.canvas.types import Light, Linear, Plane
from engine.lab.canvas.drawn import SHOWN, subject, warm

STYLES = ("golden-hour", "cyberpunk", "noir")  # those with the strongest lamps behind
FINE, COARSE = 250, 30  # of a face's width: texture of hair lies between these
LIT = 0.01  # linear light from which a lamp behind is seen
FEW = 200  # pixels of which something can be said
BRIGHTEST = 90  # percentile of what hair gains


@dataclass(frozen=True, kw_only=True)
class Crackle:
    """``texture``: contrast of fine detail against that without the lamps; ``lift``: lightness gained, 0..100."""

    texture: float
    lift: float


def crackle(parts: Parts, chosen: Light) -> Crackle | None:
    """Return what the lamps behind do to the hair of ``parts`` in the light ``chosen``; None where they reach none."""
    before = tuple(lamp for lamp in chosen.lamps if not lamp.rim)
    made, bare = (luminance(draw.lit(parts, light)) for light in (chosen, replace(chosen, lamps=before)))
    surface = parts.surface
    where = (surface.hair > 0.85) & (surface.alpha > 0.95) & (made - bare > LIT)
    if where.sum() < FEW:
        return None
    light, dark = _lightness(made), _lightness(bare)
    fine = [float(np.sqrt((_texture(plane, surface.span)[where] ** 2).mean())) for plane in (light, dark)]
    return Crackle(texture=fine[0] / max(fine[1], 1e-3), lift=float(np.percentile((light - dark)[where], BRIGHTEST)))


def _lightness(tone: Plane) -> Plane:
    """CIE L of linear luminance."""
    return np.asarray(116 * np.cbrt(tone.clip(0, 1)) - 16, np.float32)


def _texture(plane: Linear, span: float) -> Plane:
    return cv2.GaussianBlur(plane, (0, 0), span / FINE) - cv2.GaussianBlur(plane, (0, 0), span / COARSE)


def main() -> None:
    """Measure synthetic people and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    told = parser.parse_args()
    models, found = warm(told.weights), []
    for person in SHOWN:
        who = subject(models, person)
        parts = draw.framed(who, compose.frame(who, "shoulders", "4:5"))
        for style in STYLES:
            recipe = recipes()[style]
            first = recipe.scenes[0]
            lent = recipe.light or models.easel.scenes.scene(first.kind, first.name, **first.parameters).light
            seen = crackle(parts, lent)
            if seen is not None:
                found.append(seen)
                row = {"texture": round(seen.texture, 2), "lift": round(seen.lift, 1)}
                print(json.dumps({"person": person, "style": style, **row}), flush=True)
    means = {name: round(float(np.mean([getattr(one, name) for one in found])), 2) for name in ("texture", "lift")}
    worst = {f"worst {name}": round(max(getattr(one, name) for one in found), 2) for name in ("texture", "lift")}
    print(json.dumps({"pictures": len(found), **means, **worst}))


if __name__ == "__main__":
    main()
