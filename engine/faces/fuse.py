"""Face fusion (paper 2.4; mission row 11): the look of a selfie is carried onto the face of a portrait.

The portrait keeps its pose, expression, light and surroundings; proportions, features and skin come from the selfie.
No network: both faces carry a mesh, the selfie's is turned in 3-D into the portrait's pose, the portrait is bent
toward the selfie's proportions, the selfie is warped onto the same points, and the two are joined band by band.

Steps of `fuse`: `shape.target_shape` (whose proportions) -> `shape.bend_picture`, `shape.warp_face` (onto the same
points) -> `mask_of` (where) -> `blend.even_light`, `blend.match_colour` (in the portrait's light) -> `blend.merge`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.faces import occlusion, shape
from engine.faces.blend import band_count, bands, even_light, match_colour, merge, restyle
from engine.faces.regions import (
    BETWEEN_EYES,
    INNER_LIPS,
    WHOLE_LIPS,
    Mask,
    Pixels,
    face_width,
    features,
    for_all,
    hull,
    lab,
    part,
    soften,
)
from engine.faces.types import NOSE_TIP, OVAL, RGB, Mesh, Points, as_bytes

HALF_ABOVE, NONE_ABOVE = 25.0, 35.0  # degrees of pose gap: half strength, and no fusion at all
SHRINK, FOREHEAD, FEATHER = 0.97, 0.90, 0.05  # outline of the mask, of its forehead, softness in face widths
JAW_APART = 0.17  # difference of jawOpen above which the inside of the mouth stays the portrait's
LIP_COLOUR = 0.8  # share of the lips that is matched on its own: make-up stays the portrait's
EVEN = 0.7  # share of one-sided light that is exchanged
BORDER_DETAIL, CENTRE_DETAIL = 1.0, 0.35  # how far fine detail follows the portrait's, at the border and inside
DETAIL_LIMITS = (0.2, 1.6)  # how much fine detail may be weakened or strengthened for that
TOO_LARGE = 1.5  # a selfie this many times larger is shrunk before warping, else it aliases

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


@dataclass(frozen=True, kw_only=True, eq=False)
class Selfie:
    """A photo of the person and the mesh of the face in it."""

    rgb: RGB
    mesh: Mesh


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
    below = shape.bend_picture(portrait, portrait_mesh.points, points, box)
    above = _onto(selfie, selfie_mesh, points, box)
    here = points - np.array([*box[:2], 0], np.float32)
    strokes = occlusion.strokes(below, above, here)
    mask, glasses = mask_of(below, above, here, portrait_mesh, selfie_mesh, box, strokes)
    above = _in_light_of(below, above, here, box, mask)
    foreign = for_all(strokes)
    above = above * (1 - foreign) + below * foreign  # a mask alone would leave its shadow in the coarse bands
    mixed = _merged(below, above, here, used * mask, light)
    if keep_style:
        mixed = restyle(mixed, below, here, mask, keep_style)
    note = note or ("glasses" if glasses else "")
    return _put_back(portrait, mixed, used * mask, points, box, used, note)


def _allowed(strength: float, gap: float) -> tuple[float, str]:
    if not 0 <= strength <= 1:
        raise ValueError(f"strength {strength} is not between 0 and 1")
    if gap > NONE_ABOVE:
        return 0.0, "turned-away"
    return (strength * 0.5, "turned") if gap > HALF_ABOVE else (strength, "")


def _onto(selfie: RGB, mesh: Mesh, points: Points, box: shape.Box) -> Pixels:
    source, larger = mesh.points, face_width(mesh.points) / face_width(points)
    if larger > TOO_LARGE:
        selfie = cv2.resize(selfie, None, fx=1 / larger, fy=1 / larger, interpolation=cv2.INTER_AREA)
        source = source / larger
    return shape.warp_face(selfie, source, points, box)


def mask_of(
    below: Pixels,
    above: Pixels,
    points: Points,
    portrait_mesh: Mesh,
    selfie_mesh: Mesh,
    box: shape.Box,
    strokes: Mask,
) -> tuple[Mask, bool]:
    """Return where the selfie may show, 0..1, and whether glasses of the portrait were spared.

    ``points`` are the common mesh in pixels of ``below`` and ``above``, which are the part ``box`` of the portrait;
    ``strokes`` is where `occlusion.strokes` of both may not show.
    """
    size, width = below.shape, face_width(points)
    mask = _outline(size, points) * occlusion.bare(below, above, points)
    mask = mask * (1 - strokes)
    kernel = int(max(3, FEATHER * width)) | 1
    mask = soften(cv2.erode(mask, np.ones((kernel, kernel))), FEATHER * width)
    if abs(portrait_mesh.blendshapes["jawOpen"] - selfie_mesh.blendshapes["jawOpen"]) > JAW_APART:
        mask = mask * (1 - soften(part(size, points, INNER_LIPS, 1.05), 0.012 * width))
    frames = occlusion.glasses(below, points)
    if frames is not None:
        mask = mask * (1 - frames)
    corner = np.array([*box[:2], 0], np.float32)
    open_to_camera = shape.seen(selfie_mesh.points, points + corner, box)
    return (mask * soften(open_to_camera, FEATHER * width)).astype(np.float32), frames is not None


def _outline(size: tuple[int, ...], points: Points) -> Mask:
    """Return the face's outline, drawn in a little, more on the forehead where hair begins."""
    centre = points[[NOSE_TIP, BETWEEN_EYES], :2].mean(0)
    up = points[10, :2] - points[BETWEEN_EYES, :2]
    up = up / (np.linalg.norm(up) + 1e-6)
    spokes = points[list(OVAL), :2] - centre
    high = np.clip(spokes @ up / (0.6 * face_width(points)), 0, 1)[:, None]
    return hull(size, spokes * (SHRINK - (SHRINK - FOREHEAD) * high) + centre)


def _in_light_of(below: Pixels, above: Pixels, points: Points, box: shape.Box, mask: Mask) -> Pixels:
    size, width = below.shape, face_width(points)
    corner = np.array([*box[:2], 0], np.float32)
    wanted = lab(below)
    above = even_light(above, points + corner, box, mask, wanted, EVEN)
    lips = soften(part(size, points, WHOLE_LIPS), 0.012 * width)
    values = lab(above), wanted
    skin = match_colour(above, below, mask * (lips < 0.3), known=values)
    matched = match_colour(above, below, mask * (lips > 0.5), known=values)
    return skin + (matched - skin) * for_all(LIP_COLOUR * lips)


def _merged(below: Pixels, above: Pixels, points: Points, mask: Mask, light: float) -> Pixels:
    size, width = below.shape, face_width(points)
    inside = cv2.erode(hull(size, points[list(OVAL), :2]), np.ones((3, 3)))
    above = above * for_all(inside) + below * for_all(1 - inside)  # or the filters would ring at the mesh's edge
    count = band_count(width)
    mixed = merge(below, above, mask, count=count, light=light, detail=_detail(below, above, points, mask))
    edge = for_all(np.clip(soften(inside, 0.03 * width) * 2 - 0.2, 0, 1))
    return below * (1 - edge) + mixed * edge


def _detail(below: Pixels, above: Pixels, points: Points, mask: Mask) -> list[Mask]:
    """Return for the two finest bands how much of the selfie's detail to take, so that skin is as sharp as around it.

    The border follows the portrait, the middle keeps most of what the photo has.
    """
    width = face_width(points)
    skin = (mask > 0.5) & (features(below.shape, points) == 0)
    if not skin.any():
        return []
    inner = np.clip(soften((mask > 0.6).astype(np.float32), 0.12 * width) * 2 - 1, 0, 1)
    follow = BORDER_DETAIL + (CENTRE_DETAIL - BORDER_DETAIL) * inner
    gains = []
    for one, other in zip(bands(below, 2)[:2], bands(above, 2)[:2], strict=True):
        where = cv2.resize(skin.astype(np.uint8), one.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
        if not where.any():
            break
        ratio = np.clip(np.abs(one[where]).mean() / (np.abs(other[where]).mean() + 1e-3), *DETAIL_LIMITS)
        gains.append((1 + (ratio - 1) * follow).astype(np.float32))
    return gains


def _put_back(
    portrait: RGB, mixed: Pixels, mask: Mask, points: Points, box: shape.Box, used: float, note: str
) -> Fused:
    left, top, right, bottom = box
    outline = points[list(OVAL), :2] - np.array(box[:2], np.float32)
    touched = hull(mixed.shape, outline, shape.RING) > 0
    picture, share = portrait.copy(), np.zeros(portrait.shape[:2], np.float32)
    picture[top:bottom, left:right][touched] = as_bytes(mixed)[touched]
    share[top:bottom, left:right][touched] = np.maximum(mask, 1 / 255)[touched]
    return Fused(picture=picture, mask=share, strength_used=used, note=note)


def choose(portrait_mesh: Mesh, candidates: Sequence[Selfie]) -> int:
    """Return the index of the selfie that suits a portrait best: pose, then expression, free skin and sharpness.

    One unit of cost is one degree of pose gap. Raises ValueError without a candidate.
    """
    if not candidates:
        raise ValueError("no selfie to choose from")
    return cheapest([(misfit(portrait_mesh, one), one) for one in candidates], 1)[0]


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
    return misfit(portrait_mesh, selfie) + flaws(selfie)


def misfit(portrait_mesh: Mesh, selfie: Selfie) -> float:
    """Return the part of `cost` that two meshes tell: pose and expression."""
    apart = sum(abs(portrait_mesh.blendshapes[k] - selfie.mesh.blendshapes[k]) for k in EXPRESSION)
    shut = max(selfie.mesh.blendshapes[k] - portrait_mesh.blendshapes[k] for k in ("eyeBlinkLeft", "eyeBlinkRight"))
    return shape.pose_gap(portrait_mesh, selfie.mesh) + 6 * apart + 25 * max(0.0, shut - 0.15)


def flaws(selfie: Selfie) -> float:
    """Return the part of `cost` that pixels tell, never below 0: what covers the face, and blur. It takes longer."""
    blur = max(0.0, np.log10(SHARP / (_sharpness(selfie) + 1)))
    return 25 * occlusion.covered(selfie.rgb, selfie.mesh.points) + 15 * blur


def _sharpness(selfie: Selfie) -> float:
    left, top, right, bottom = (int(v) for v in np.maximum(selfie.mesh.box, 0))
    face = cv2.cvtColor(selfie.rgb[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    return float(cv2.Laplacian(cv2.resize(face, (128, 128)), cv2.CV_64F).var())
