"""The line of shadow where lips meet: every closed mouth has one, and a portrait that smiles has none to lend.

Measured on 18 photos of nine people with closed lips: the line has 0.44 of the light of the lips around it, is some
0.04 of the distance between the eyes' corners wide, and ends sharply on the lower lip, slowly on the upper one.
"""

from __future__ import annotations

import numpy as np

from engine.faces.regions import Pixels, Plane
from engine.talking.mesh.light import Palette

LIGHT = (0.25, 1.5)  # of the tongue's colour and times the dark mouth's: 0.4 of the light of lips, a little redder
ABOVE, BELOW = 0.013, 0.007  # units (standard deviations) over which the shadow ends on either lip
SHARE = 0.6  # of it where the lips touch: all of it takes a laughing face too far from its portrait
SOFTER = 0.15  # of the width of the picture's edges that softens it besides


def shade(layer: Pixels, below: Plane, touching: Plane, colours: Palette, pixel: float) -> None:
    """Darken ``layer`` (rows, columns, 3) 0..255 in place along the line between lips that touch.

    ``below`` (rows, columns) units below that line, ``touching`` likewise 0..1, ``pixel`` units. What is darker than
    the line already stays: lips of a painting may have one drawn.
    """
    soft = SOFTER * colours.edge * pixel
    reach = np.where(below < 0, np.hypot(ABOVE, soft), np.hypot(BELOW, soft))
    share = SHARE * touching * np.exp(-0.5 * (below / reach) ** 2)
    line = LIGHT[0] * colours.tongue + LIGHT[1] * colours.cavity
    np.minimum(layer, layer + (line - layer) * share[..., None], out=layer)
