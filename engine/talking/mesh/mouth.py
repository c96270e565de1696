"""What is seen between parted lips: the portrait's own teeth where it shows some, else those of another photo of the
person (`teeth.Lent`), else painted ones.

The inside belongs to the skull: the upper teeth stay where they are while the jaw goes down; tongue and lower teeth go
with the jaw. Everything is painted in units of the face, so a turned face gets a turned mouth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from engine.faces.regions import Pixels, Plane
from engine.faces.types import RGB
from engine.talking.mesh.anatomy import CORNERS, LOWER_INNER, UPPER_INNER, Anatomy
from engine.talking.mesh.light import COLOURLESS, YELLOW, Palette
from engine.talking.mesh.teeth import Lent, character, lay, lit

OPEN = 0.03  # units between the lips from which a portrait counts as showing the inside of its mouth
TOOTH_EDGE = 0.026  # units below the closed lips where the upper teeth end
LOWER_EDGE = -0.004  # units below the closed lips where the lower teeth begin, when the jaw is shut
FADE = 0.05  # units of opening over which a portrait's own dark mouth gives way to the painted one
LOWER_WIDTHS = (0.056, 0.115, 0.18, 0.245)
LIGHT_TEETH = 1.2  # of the light of the tongue: what is darker between the lips of a portrait is not teeth
SEARCH = 0.03  # units above and below the mesh's line in which the dark line between closed lips is looked for
CURVE_POINTS = 33
LINE = 0.024  # units above and below the closed lips' line that lie in its shadow
LEANS = 0.6  # of the bow of closed lips that teeth of another photo follow
SHADED = 0.72  # light of teeth right under the lip
SOFTER = 0.22  # of the width of the picture's edges: how far the paint is blurred to be as soft as they are


def nobody() -> None:
    """No photo lends teeth."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Contour:
    """The inner edges of the lips in the portrait, (33, 2) pixels each, from the picture's left corner to its right."""

    upper: NDArray[np.float64]
    lower: NDArray[np.float64]


def contour(rgb: RGB, face: Anatomy) -> Contour:
    """Find the inner edges: by the mesh for parted lips, by the dark line between them for closed ones."""
    upper, lower = (_curve(face.points[list(names)]) for names in (UPPER_INNER, LOWER_INNER))
    if face.gap >= OPEN:
        return Contour(upper=upper, lower=lower)
    line = _dark_line(rgb, face, (upper + lower) / 2)
    return Contour(upper=line, lower=line)


def _curve(points: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return `CURVE_POINTS` points on a smooth curve through ``points`` (n, 2)."""
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    keep = np.concatenate([[True], np.diff(along) > 1e-6])
    return CubicSpline(along[keep], points[keep])(np.linspace(0, along[-1], CURVE_POINTS))


def _dark_line(rgb: RGB, face: Anatomy, middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``middle`` moved up or down onto the darkest path near it; at the corners it stays."""
    grey = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), 0.012 * face.unit)
    offsets = np.linspace(-SEARCH, SEARCH, 25)
    places = (middle[:, None] + offsets[None, :, None] * face.flat[1]).astype(np.float32)
    light = cv2.remap(grey, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    contrast = np.maximum(light.std(axis=1, keepdims=True), 2.0)
    ends = np.minimum(np.arange(CURVE_POINTS), np.arange(CURVE_POINTS)[::-1]) / 5
    loose = np.clip(ends, 0, 1)[:, None]
    cost = (light - light.mean(axis=1, keepdims=True)) / contrast * loose + 0.5 * (offsets / SEARCH) ** 2
    cost += 20 * (1 - loose) * (offsets / SEARCH) ** 2
    chosen = _cheapest_path(cost)
    smooth = np.convolve(np.pad(offsets[chosen], 2, mode="edge"), [0.1, 0.2, 0.4, 0.2, 0.1], mode="valid")
    return middle + smooth[:, None] * face.flat[1]


def _cheapest_path(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the column of each row of the path that costs least and moves one column a row at most."""
    total, came = cost.copy(), np.zeros(cost.shape, np.intp)
    columns = np.arange(cost.shape[1])
    for row in range(1, len(cost)):
        before = np.pad(total[row - 1], 1, constant_values=np.inf)
        three = np.stack([before[:-2] + 0.15, before[1:-1], before[2:] + 0.15])
        step = three.argmin(axis=0)
        came[row] = columns + step - 1
        total[row] += three.min(axis=0)
    path = np.empty(len(cost), np.intp)
    path[-1] = total[-1].argmin()
    for row in range(len(cost) - 1, 0, -1):
        path[row - 1] = came[row, path[row]]
    return path


def without_line(rgb: RGB, face: Anatomy, edges: Contour) -> RGB:
    """Return the portrait without the dark line between its closed lips: a shadow that goes when they part.

    Left on the upper lip it is taken for the mouth itself: the thin lip of a painting vanished behind it. Each lip is
    carried on over it from above and below, where that is lighter.
    """
    if face.gap >= OPEN:
        return rgb
    own = face.to_own(edges.upper)
    low = np.floor(edges.upper.min(0) - 4 * LINE * face.unit).astype(int).clip(0)
    high = np.ceil(edges.upper.max(0) + 4 * LINE * face.unit).astype(int)
    part = rgb[low[1] : high[1], low[0] : high[0]]
    y, x = np.mgrid[low[1] : low[1] + part.shape[0], low[0] : low[0] + part.shape[1]].astype(np.float64)
    places = face.to_own(np.stack([x, y], axis=-1).reshape(-1, 2)).reshape(*part.shape[:2], 2)
    below = places[..., 1] - np.interp(places[..., 0], own[:, 0], own[:, 1])
    ends = np.clip(np.minimum(places[..., 0] - own[0, 0], own[-1, 0] - places[..., 0]) / (4 * LINE), 0, 1)
    away = np.where(below < 0, -LINE - below, LINE - below) * (np.abs(below) < LINE)
    down = face.flat[1] * away[..., None]
    pixels = (x + down[..., 0]).astype(np.float32), (y + down[..., 1]).astype(np.float32)
    lip = cv2.remap(rgb, *pixels, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    lip = cv2.GaussianBlur(lip, (0, 0), 0.25 * LINE * face.unit)
    lighter = np.clip((lip.mean(axis=2) - part.mean(axis=2)) / 12, 0, 1)
    share = lighter * np.clip(2 - 2 * np.abs(below) / LINE, 0, 1) * ends
    made = rgb.copy()
    made[low[1] : high[1], low[0] : high[0]] = np.round(part + (lip - part) * share[..., None]).astype(np.uint8)
    return made


class Inside:
    """The inside of one portrait's mouth, painted in the place and light of each frame.

    ``teeth`` says whose they are: of the "portrait", of another "photo", or "painted".
    """

    def __init__(
        self,
        rgb: RGB,
        face: Anatomy,
        edges: Contour,
        colours: Palette,
        lender: Callable[[], Lent | None] = nobody,
    ) -> None:
        """``lender`` is asked only where the portrait itself shows no teeth."""
        self._face, self._colours = face, colours
        middle = (edges.upper + edges.lower) / 2
        own = face.to_own(middle)
        self._line = own[:, 1]  # height of the closed lips, across
        self._across = own[:, 0]
        self._centre = float(face.own[list(CORNERS), 0].mean())
        self._half = face.mouth_width / 2
        self._shown = _own_inside(rgb, face, edges) if face.gap >= OPEN else None
        self._teeth_shown = self._shown is not None and _has_teeth(self._shown[2], colours)
        self._character = character(face)
        self._lent = None if self._teeth_shown else lender()
        self.teeth = "portrait" if self._teeth_shown else "painted" if self._lent is None else "photo"
        if self._lent is not None:
            self._texture = lit(self._lent, colours.skin, bool(np.ptp(colours.skin) < COLOURLESS))
        self._middle_line = float(np.interp(self._centre, self._across, self._line))
        self._soft = SOFTER * colours.edge
        noise = np.random.default_rng(0).normal(0, 1, (64, 128)).astype(np.float32)
        self._noise = cv2.GaussianBlur(noise, (0, 0), 0.6)
        self._noise *= colours.grain / max(float(self._noise.std()), 1e-6)

    def paint(
        self, places: NDArray[np.float32], drop: float, upper: NDArray[np.float64], lower: NDArray[np.float64]
    ) -> NDArray[np.float32]:
        """Return colours (rows, columns, 3) float32 for pixels that lie at ``places`` of the skull.

        ``places``  (rows, columns, 2) right and down of the face, head movement taken out
        ``drop``    units that the jaw has gone down
        ``upper``, ``lower``  (33, 2) the moved edges of the lips, right and down of the face
        """
        right, down = places[..., 0], places[..., 1]
        aside = right - np.float32(self._centre)
        line = np.interp(right, self._across, self._line).astype(np.float32)
        high = np.interp(right, upper[:, 0], upper[:, 1]).astype(np.float32)
        low = np.interp(right, lower[:, 0], lower[:, 1]).astype(np.float32)
        # The arch of the teeth goes back to the sides and leaves the light.
        bend = np.clip(1 - (aside / (1.08 * self._half)) ** 2, 0, 1)
        picture = np.broadcast_to(self._colours.cavity, (*right.shape, 3)).copy()
        self._tongue(picture, aside, (down - line - drop), bend, drop)
        self._lower_teeth(picture, aside, down - line - drop, bend, low - down)
        if self._lent is not None:
            lips = self._middle_line + LEANS * (line - self._middle_line)
            lay(picture, self._texture, self._lent, aside, down - lips - TOOTH_EDGE)
            shade = (SHADED + (1 - SHADED) * np.clip((down - high) / 0.02, 0, 1)) * (SHADED + (1 - SHADED) * bend)
            picture *= shade[..., None]
        elif not self._teeth_shown:
            self._upper_teeth(picture, aside, down - line, bend, down - high)
        picture *= (1 + self._colours.side * np.clip(aside / self._half, -1, 1))[..., None]
        picture = cv2.GaussianBlur(picture, (0, 0), self._soft)
        if self._shown is not None:
            self._own(picture, places, 1.0 if self._teeth_shown else float(np.clip(1 - drop / FADE, 0, 1)))
        rows, columns = right.shape
        grain = np.tile(self._noise, (-(-rows // 64), -(-columns // 128)))[:rows, :columns]
        # Noise of a camera and a painter's strokes both fade in the dark, where they would be dots.
        lit_up = np.clip(picture[..., 1] / max(float(self._colours.skin[1]), 1.0), 0, 1)
        return picture + (grain * lit_up)[..., None]

    def _tongue(self, picture: Pixels, aside: Plane, below: Plane, bend: Plane, drop: float) -> None:
        """Lay the tongue on the floor of the mouth: it shows from a middling opening on."""
        top = -0.5 * drop + 1.2 * aside**2
        share = np.clip((below - top) / (0.03 + 0.35 * drop), 0, 1) * bend * np.clip(drop / 0.06, 0, 1)
        groove = 1 - 0.15 * np.exp(-((aside / 0.025) ** 2))
        light = 0.5 + 0.45 * np.clip((below - top) / 0.09, 0, 1)
        colour = self._colours.tongue * (light * groove)[..., None]
        picture += (colour - picture) * (0.8 * share * share * (3 - 2 * share))[..., None]

    def _lower_teeth(self, picture: Pixels, aside: Plane, below: Plane, bend: Plane, over_lip: Plane) -> None:
        edge = LOWER_EDGE + 0.5 * aside**2 + 0.003 * _between(aside, LOWER_WIDTHS)
        share = np.clip((below - edge) / 0.008 + 0.5, 0, 1) * np.clip((bend - 0.3) / 0.3, 0, 1)
        light = (0.2 + 0.3 * bend) * (0.6 + 0.4 * np.clip(over_lip / 0.02, 0, 1))
        light *= 1 - 0.12 * _between(aside, LOWER_WIDTHS)
        picture += (self._colours.teeth * light[..., None] - picture) * (0.7 * share)[..., None]

    def _upper_teeth(self, picture: Pixels, aside: Plane, below: Plane, bend: Plane, under_lip: Plane) -> None:
        own = self._character
        gaps = _between(aside, own.sides)
        each = np.searchsorted(own.sides, np.abs(aside)).clip(max=len(own.sides) - 1)
        edge = TOOTH_EDGE + np.array(own.lengths, np.float32)[each] - own.bow * aside**2 - 0.006 * gaps
        share = np.clip((edge - below) / 0.007 + 0.5, 0, 1) * np.clip((bend - 0.12) / 0.3, 0, 1)
        light = own.tone * (0.3 + 0.7 * bend) * (0.7 + 0.3 * np.clip(under_lip / 0.025, 0, 1))
        light *= 1 - own.gaps * gaps - 0.05 * np.clip((edge - below - 0.02) / 0.02, 0, 1)
        light *= np.array([1.0, 0.95, 0.88, 0.8, 0.72], np.float32)[each]
        warm = 1 - own.warm * YELLOW
        picture += (self._colours.teeth * warm * light[..., None] - picture) * share[..., None]

    def _own(self, picture: Pixels, places: NDArray[np.float32], trust: float) -> None:
        """Lay what the portrait shows between its lips over the painted inside, ``trust`` 0..1 of it."""
        assert self._shown is not None  # asked for only where the portrait shows something
        corner, scale, texture = self._shown
        x = (places[..., 0] - corner[0]) * scale
        y = (places[..., 1] - corner[1]) * scale
        shown = cv2.remap(texture, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
        share = shown[..., 3:]
        picture += trust * (shown[..., :3] - picture * share)


def _own_inside(rgb: RGB, face: Anatomy, edges: Contour) -> tuple[NDArray[np.float32], np.float32, NDArray[np.float32]]:
    """Cut out what the portrait shows between its lips.

    Returns the place (right, down) of the first texel, texels per unit, and (rows, columns, 4) float32: colours
    multiplied by their share, and the share. What the lips hide is continued upward and to the sides, and fades out
    downward, where the teeth end.
    """
    upper, lower = face.to_own(edges.upper), face.to_own(edges.lower)
    margin = np.array([0.05, 0.09])
    corner = np.minimum(upper.min(0), lower.min(0)) - margin
    size = np.maximum(upper.max(0), lower.max(0)) + margin - corner
    scale = 1.5 * face.unit
    columns, rows = (int(v) for v in np.ceil(size * scale))
    y, x = np.mgrid[:rows, :columns].astype(np.float64)
    own = np.stack([corner[0] + x / scale, corner[1] + y / scale], axis=-1)
    pixels = face.to_picture(own.reshape(-1, 2)).reshape(rows, columns, 2).astype(np.float32)
    texture = cv2.remap(rgb, pixels[..., 0], pixels[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    high = np.interp(own[..., 0], upper[:, 0], upper[:, 1])
    low = np.interp(own[..., 0], lower[:, 0], lower[:, 1])
    lip = 0.012  # units of the edge that show lip, not tooth
    inside = (own[..., 1] > high + lip) & (own[..., 1] < low - lip)
    inside &= (own[..., 0] > upper[0, 0] + lip) & (own[..., 0] < upper[-1, 0] - lip)
    filled = _continued(texture, inside)
    share = 1 - np.clip((own[..., 1] - low + lip) / 0.02, 0, 1)
    share *= 1 - 0.5 * np.clip((high - own[..., 1]) / 0.08, 0, 1)
    return (
        corner.astype(np.float32),
        np.float32(scale),
        np.dstack([filled * share[..., None], share]).astype(np.float32),
    )


def _has_teeth(texture: NDArray[np.float32], colours: Palette) -> bool:
    """Whether a texture of `_own_inside` shows teeth: something light against the tongue, and less red."""
    kept = texture[texture[..., 3] > 0.99][:, :3]
    if not len(kept):
        return False
    light = kept.mean(axis=1)
    lightest = kept[light >= np.quantile(light, 0.6)].mean(axis=0)
    red, tongue_red = (float(one[0] / max(float(one.mean()), 1.0)) for one in (lightest, colours.tongue))
    return bool(lightest.mean() > LIGHT_TEETH * colours.tongue.mean() and red <= tongue_red + 0.02)


def _continued(texture: RGB, inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the texture with the colours of ``inside`` carried outward to the nearest pixels, smoothed there."""
    if not inside.any():
        return texture.astype(np.float32)
    _, names = cv2.distanceTransformWithLabels(
        (~inside).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros((int(names.max()) + 1, 3), np.float32)
    known[names[inside]] = texture[inside]
    filled = known[names]
    blurred = cv2.GaussianBlur(filled, (0, 0), 2.0)
    return np.where(inside[..., None], filled, blurred)


def _between(aside: NDArray[np.floating], sides: tuple[float, ...]) -> NDArray[np.floating]:
    """Return 0..1: 1 in the gaps between teeth whose sides lie that far from the middle, thin lines."""
    away = np.abs(aside)
    lines = np.exp(-((aside / 0.006) ** 2))
    for side in sides:
        lines = np.maximum(lines, np.exp(-(((away - side) / 0.007) ** 2)))
    return lines
