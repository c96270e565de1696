"""Face fusion (paper 2.4; mission row 11): the look of a selfie is carried onto the face of a portrait.

The portrait keeps its pose, expression, light and surroundings; proportions, features and skin come from the selfie.
No network: both faces carry a mesh, the selfie's is turned in 3-D into the portrait's pose, the portrait is bent
toward the selfie's proportions, the selfie is warped onto the same points, and the two are joined band by band.

Steps of `fuse`: `shape.target_shape` (whose proportions) -> `shape.bend_picture`, `shape.warp_face` (onto the same
points) -> `mask_of` (where) -> `blend.even_light`, `blend.match_lab` (in the portrait's light) -> `blend.merge`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from scipy.spatial import Delaunay

from engine.faces import occlusion, shape
from engine.faces.blend import band_count, bands, even_light, match_lab, merge, restyle
from engine.faces.regions import (
    BETWEEN_EYES,
    INNER_LIPS,
    WHOLE_LIPS,
    Mask,
    Pixels,
    face_width,
    features,
    from_lab,
    hull,
    lab,
    mixed,
    part,
    soften,
    soften_wide,
)
from engine.faces.types import NOSE_TIP, OVAL, RGB, Mesh, Points, as_bytes

HALF_ABOVE, NONE_ABOVE = 25.0, 35.0  # degrees of pose gap: half strength, and no fusion at all
SHRINK, FOREHEAD, FEATHER = 0.97, 0.90, 0.05  # outline of the mask, of its forehead, softness in face widths
JAW_APART = 0.17  # difference of jawOpen above which the inside of the mouth stays the portrait's
LIP_COLOUR = 0.8  # share of the lips that is matched on its own: make-up stays the portrait's
EVEN = 0.7  # share of one-sided light that is exchanged
BORDER_DETAIL, CENTRE_DETAIL = 1.0, 0.35  # how far fine detail follows the portrait's, at the border and inside
DETAIL_LIMITS = (0.2, 1.6)  # how much fine detail may be weakened or strengthened for that
AROUND = 0.15  # of the face width: how far from the outline of the face the selfie is looked at
TOO_LARGE = 1.5  # a selfie this many times larger is shrunk before warping, else it aliases

Look = Callable[[RGB], RGB]  # of the same size

SHARP = 100.0  # variance of the Laplacian of a sharp face, brought to 128 px
EXPRESSION = (
    "eyeBlinkLeft",
    "eyeBlinkRight",
    "jawOpen",
    "mouthSmileLeft",
    "mouthSmileRight",
    "browDownLeft",
    "browDownRight",
    "mouthPucker",
    "mouthRollLower",
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Fused:
    """A portrait after fusion.

    ``picture``        (height, width, 3) uint8 RGB
    ``mask``           (height, width) float32: the selfie's share of each pixel; where it is 0, the portrait's pixel
                       is unchanged to the bit (1/255 where the portrait was only bent)
    ``strength_used``  0..1; 0 means nothing was done and ``note`` says why
    ``note``           "" or one of "turned-away", "turned", "glasses", "not-nearer": what kept the strength down
    """

    picture: RGB
    mask: Mask
    strength_used: float
    note: str = ""


class Selfie:
    """A photo of the person, the mesh of the face in it, and the look its pixels take on before they are fused.

    ``rgb`` (height, width, 3) uint8 RGB, or what reads it: then only of photos that are looked at, and once.
    """

    def __init__(self, *, rgb: RGB | Callable[[], RGB], mesh: Mesh, look: Look | None = None) -> None:
        self._rgb, self.mesh, self.look = rgb, mesh, look

    def lies_in(self, rgb: RGB | Callable[[], RGB]) -> None:
        """Take a photo that has not been read yet from there: the folder of an earlier job is gone."""
        self._rgb = rgb

    @cached_property
    def rgb(self) -> RGB:
        """The photo."""
        return self._rgb() if callable(self._rgb) else self._rgb

    @cached_property
    def looked(self) -> RGB:
        """The photo in its look, which some take seconds for: only of photos that may be fused, and once."""
        return self.rgb if self.look is None else self.look(self.rgb)


def fuse(
    portrait: RGB,
    portrait_mesh: Mesh,
    selfie: RGB,
    selfie_mesh: Mesh,
    *,
    strength: float = 1.0,
    move: float = 0.6,
    light: float = 0.7,
    keep_style: float = 0.0,
) -> Fused:
    """Carry the look of ``selfie`` onto ``portrait``; both (height, width, 3) uint8 RGB of any size.

    ``strength``    0..1, how much of the selfie; halved above `HALF_ABOVE` degrees of pose gap, 0 above `NONE_ABOVE`
    ``move``        0..1, how far the portrait's proportions go to the selfie's
    ``light``       0..1, how much of the portrait's light and colour stays
    ``keep_style``  0..1, how much the portrait's colours and flatness are put back: 0 for photos, 1 for drawings
    """
    used, note = _allowed(strength, shape.pose_gap(portrait_mesh, selfie_mesh))
    if used == 0:
        return Fused(picture=portrait, mask=np.zeros(portrait.shape[:2], np.float32), strength_used=0.0, note=note)
    box = shape.face_box(portrait_mesh.points, *portrait.shape[:2])
    points = shape.target_shape(portrait_mesh.points, selfie_mesh.points, used * move)
    bent = shape.bend_picture(portrait, portrait_mesh.points, points, box)
    near, surface = _near(points, box), shape.surface(points)
    inside = slice(near[1] - box[1], near[3] - box[1]), slice(near[0] - box[0], near[2] - box[0])
    below, here = bent[inside].astype(np.float32), points - np.array([*near[:2], 0], np.float32)
    above = _onto(selfie, selfie_mesh, points, near, surface)
    under, over = lab(below), lab(above)
    strokes = occlusion.strokes(under, over, here)
    seen = shape.seen(selfie_mesh.points, points, near, surface)
    mask, glasses = mask_of(below, under, over, here, portrait_mesh, selfie_mesh, strokes, seen)
    above = _in_light_of(under, over, here, mask)
    if strokes.any():
        above = mixed(above, below, strokes)  # a mask alone would leave its shadow in the coarse bands
    made = _merged(below, above, here, used * mask, light)
    if keep_style:
        made = restyle(made, below, here, mask, keep_style)
    bent[inside] = as_bytes(made)
    share = np.zeros(bent.shape[:2], np.float32)
    share[inside] = used * mask
    note = note or ("glasses" if glasses else "")
    return _put_back(portrait, bent, share, points, box, used, note)


def _near(points: Points, box: shape.Box) -> shape.Box:
    """Return the part of ``box`` in which the selfie shows: all else is only bent.

    It begins where the coarsest band of the box would have a pixel.
    """
    oval, width = points[list(OVAL), :2], face_width(points)
    grid = 2 ** band_count(width)
    low = np.floor((oval.min(0) - AROUND * width - box[:2]) / grid).astype(int) * grid + box[:2]
    high = np.ceil((oval.max(0) + AROUND * width - box[:2]) / grid).astype(int) * grid + box[:2]
    left, top = np.maximum(low, box[:2])
    right, bottom = np.minimum(high, box[2:])
    return int(left), int(top), int(right), int(bottom)


def _allowed(strength: float, gap: float) -> tuple[float, str]:
    if not 0 <= strength <= 1:
        raise ValueError(f"strength {strength} is not between 0 and 1")
    if gap > NONE_ABOVE:
        return 0.0, "turned-away"
    return (strength * 0.5, "turned") if gap > HALF_ABOVE else (strength, "")


def _onto(selfie: RGB, mesh: Mesh, points: Points, box: shape.Box, surface: Delaunay) -> Pixels:
    source, larger = mesh.points, face_width(mesh.points) / face_width(points)
    if larger > TOO_LARGE:
        selfie = cv2.resize(selfie, None, fx=1 / larger, fy=1 / larger, interpolation=cv2.INTER_AREA)
        source = source / larger
    return shape.warp_face(selfie, source, points, box, surface)


def mask_of(
    below: Pixels,
    under: Pixels,
    over: Pixels,
    points: Points,
    portrait_mesh: Mesh,
    selfie_mesh: Mesh,
    strokes: Mask,
    seen: Mask,
) -> tuple[Mask, bool]:
    """Return where the selfie may show, 0..1, and whether glasses of the portrait were spared.

    ``under`` and ``over`` are the portrait and the selfie in Lab, ``below`` the first in RGB, ``points`` the common
    mesh in their pixels; ``strokes`` is where `occlusion.strokes` of both may not show, ``seen`` how well the selfie's
    camera saw (`shape.seen`).
    """
    size, width = below.shape, face_width(points)
    mask = _outline(size, points) * occlusion.bare(under, over, points)
    mask = mask * (1 - strokes)
    kernel = int(max(3, FEATHER * width)) | 1
    mask = soften_wide(cv2.erode(mask, np.ones((kernel, kernel))), FEATHER * width)
    if abs(portrait_mesh.blendshapes["jawOpen"] - selfie_mesh.blendshapes["jawOpen"]) > JAW_APART:
        mask = mask * (1 - soften(part(size, points, INNER_LIPS, 1.05), 0.012 * width))
    frames = occlusion.glasses(below, points, under)
    if frames is not None:
        mask = mask * (1 - frames)
    return np.asarray(mask * soften_wide(seen, FEATHER * width), np.float32), frames is not None


def _outline(size: tuple[int, ...], points: Points) -> Mask:
    """Return the face's outline, drawn in a little, more on the forehead where hair begins."""
    centre = points[[NOSE_TIP, BETWEEN_EYES], :2].mean(0)
    up = points[10, :2] - points[BETWEEN_EYES, :2]
    up = up / (np.linalg.norm(up) + 1e-6)
    spokes = points[list(OVAL), :2] - centre
    high = np.clip(spokes @ up / (0.6 * face_width(points)), 0, 1)[:, None]
    return hull(size, spokes * (SHRINK - (SHRINK - FOREHEAD) * high) + centre)


def _in_light_of(under: Pixels, over: Pixels, points: Points, mask: Mask) -> Pixels:
    """Return the selfie in the portrait's light and colours, RGB, of both in Lab."""
    even = even_light(over, points, mask, under, EVEN)
    lips = soften(part(under.shape, points, WHOLE_LIPS), 0.012 * face_width(points))
    skin = from_lab(match_lab(even, under, mask * (lips < 0.3)))
    here = _bounds(lips)
    matched = from_lab(match_lab(even[here], under[here], (mask * (lips > 0.5))[here]))
    skin[here] = mixed(np.ascontiguousarray(skin[here]), matched, LIP_COLOUR * lips[here])
    return skin


def _bounds(mask: Mask) -> tuple[slice, slice]:
    """Return the rectangle outside of which a mask is 0."""
    left, top, width, height = cv2.boundingRect(np.asarray(cv2.compare(mask, 0, cv2.CMP_GT)))
    return slice(top, top + height), slice(left, left + width)


def _merged(below: Pixels, above: Pixels, points: Points, mask: Mask, light: float) -> Pixels:
    size, width = below.shape, face_width(points)
    inside = cv2.erode(hull(size, points[list(OVAL), :2]), np.ones((3, 3)))
    above = cv2.copyTo(above, inside.astype(np.uint8), below.copy())  # or the filters would ring at the mesh's edge
    portrait, selfie = (bands(picture, band_count(width)) for picture in (below, above))
    made = merge(portrait, selfie, mask, light=light, detail=_detail(portrait, selfie, points, mask))
    return mixed(below, made, np.clip(soften_wide(inside, 0.03 * width) * 2 - 0.2, 0, 1))


def _detail(below: Sequence[Pixels], above: Sequence[Pixels], points: Points, mask: Mask) -> list[Mask]:
    """Return for the two finest bands how much of the selfie's detail to take, so that skin is as sharp as around it.

    The border follows the portrait, the middle keeps most of what the photo has. Both come in `bands`.
    """
    width = face_width(points)
    skin = ((mask > 0.5) & (features(mask.shape, points) == 0)).astype(np.uint8)
    if not skin.any():
        return []
    inner = np.clip(soften_wide((mask > 0.6).astype(np.float32), 0.12 * width) * 2 - 1, 0, 1)
    follow = BORDER_DETAIL + (CENTRE_DETAIL - BORDER_DETAIL) * inner
    gains = []
    for one, other in zip(below[:2], above[:2], strict=True):
        where = cv2.resize(skin, one.shape[1::-1], interpolation=cv2.INTER_NEAREST)
        if not where.any():
            break
        ours, theirs = (sum(cv2.mean(np.abs(band), mask=where)) / 3 for band in (one, other))
        ratio = np.float32(np.clip(ours / (theirs + 1e-3), *DETAIL_LIMITS))
        gains.append(1 + (ratio - 1) * follow)
    return gains


def _put_back(portrait: RGB, made: RGB, mask: Mask, points: Points, box: shape.Box, used: float, note: str) -> Fused:
    left, top, right, bottom = box
    outline = points[list(OVAL), :2] - np.array(box[:2], np.float32)
    touched = hull(made.shape, outline, shape.RING)
    picture, share = portrait.copy(), np.zeros(portrait.shape[:2], np.float32)
    cv2.copyTo(made, touched.astype(np.uint8), picture[top:bottom, left:right])
    share[top:bottom, left:right] = np.maximum(mask, np.float32(1 / 255)) * touched
    return Fused(picture=picture, mask=share, strength_used=used, note=note)


def choose(portrait_mesh: Mesh, candidates: Sequence[Selfie]) -> int:
    """Return the index of the selfie that suits a portrait best: pose, then expression, free skin and sharpness.

    One unit of cost is one degree of pose gap. Raises ValueError without a candidate.
    """
    if not candidates:
        raise ValueError("no selfie to choose from")
    return cheapest([(misfit(portrait_mesh, one.mesh), one) for one in candidates], 1)[0]


def cheapest(candidates: Sequence[tuple[float, Selfie]], count: int) -> list[int]:
    """Return the indices of the ``count`` cheapest of (part of the cost that is known, selfie), best first.

    Pixels are looked at only where they could still make somebody one of them: `flaws` only add.
    """
    kept: list[tuple[float, int]] = []
    for known, number in sorted((known, number) for number, (known, _) in enumerate(candidates)):
        if len(kept) >= count and known > kept[count - 1][0]:
            break
        kept = sorted([*kept, (known + flaws(candidates[number][1]), number)])
    return [number for _, number in kept[:count]]


def cost(portrait_mesh: Mesh, selfie: Selfie) -> float:
    """Return how badly a selfie suits a portrait, in degrees of pose gap; lower is better."""
    return misfit(portrait_mesh, selfie.mesh) + flaws(selfie)


def misfit(portrait_mesh: Mesh, selfie_mesh: Mesh) -> float:
    """Return the part of `cost` that two meshes tell: pose and expression."""
    apart = sum(abs(portrait_mesh.blendshapes[k] - selfie_mesh.blendshapes[k]) for k in EXPRESSION)
    shut = max(selfie_mesh.blendshapes[k] - portrait_mesh.blendshapes[k] for k in ("eyeBlinkLeft", "eyeBlinkRight"))
    return shape.pose_gap(portrait_mesh, selfie_mesh) + 6 * apart + 25 * max(0.0, shut - 0.15)


def flaws(selfie: Selfie) -> float:
    """Return the part of `cost` that pixels tell, never below 0: what covers the face, and blur. It takes longer."""
    blur = max(0.0, np.log10(SHARP / (_sharpness(selfie) + 1)))
    return 25 * occlusion.covered(selfie.looked, selfie.mesh.points) + 15 * blur


def _sharpness(selfie: Selfie) -> float:
    left, top, right, bottom = (int(v) for v in np.maximum(selfie.mesh.box, 0))
    face = cv2.cvtColor(selfie.looked[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(cv2.resize(face, (128, 128)), cv2.CV_64F).var())
