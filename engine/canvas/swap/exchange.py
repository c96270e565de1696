"""A person's face in a template's head, by their own pixels (paper 2.4 and 2.5 without anything drawn).

The selfie is warped through the mesh to a shape between both heads, its light divided out and the template's put on;
all skin of the template takes the person's tone; what lies before the face stays there; both are joined band by band.

    made = exchange(place, easel.subject(seen), Means())
    rgb[top:bottom, left:right] = made.rgb
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import display, linear, luminance
from engine.canvas.smooth import wide
from engine.canvas.swap import beards, fringe, front, geometry, inks, necks, tint, tone
from engine.canvas.swap.types import Exchanged, Means, Place
from engine.canvas.types import Linear, Plane, Subject
from engine.faces.blend import band_count, bands, joined
from engine.faces.regions import CHEEKS, Mask, Pixels, face_width, features, hull, part, skin_distance, soften
from engine.faces.types import OVAL, RGB, Mesh, Points, as_bytes

REMOVED = 0.95  # share of a photo's own light taken out
#: Skin differs from skin by this much of natural logarithm at the most, and of what differs less so much is light.
TONES, LIGHTER = 0.8, 0.25
COLOURED = 0.3  # how far the light's colour follows the template's skin
USUAL = 0.8  # how far a selfie of another tone than the person's other photos is brought to theirs
FADING = 1.2  # face widths over which skin keeps more and more of its tone where the looked at part ends
BARE, ROOM = 0.6, 1.5  # share from which skin is the face's, and how much around eyes, brows and lips is none
BUSH, LIGHT_HAIR = 0.06, 30.0  # face widths of a beard around a hair, and how much lighter it may be, 0..255
GLOW = 0.3  # face widths around a beard in which coarse bands would show it
BEARD = 36.0  # Lab distance from the cheeks from which it is none of the skin whose tone is compared
TOO_LARGE = 1.4  # a selfie this many times larger is shrunk before warping, else it aliases
DETAIL = (0.35, 1.5)  # how much fine detail may be weakened or strengthened to be as sharp as the template


@dataclass(frozen=True, kw_only=True, eq=False)
class _Below:
    """The template bent to the goal; linear light and planes of its part."""

    light: Linear
    shading: Plane
    hair: Plane
    skin: Plane  # face and other skin
    hands: Plane
    worn: Plane
    taken: Plane  # where its beard was


@dataclass(frozen=True, kw_only=True, eq=False)
class _Above:
    """The selfie warped to the goal."""

    light: Linear
    hair: Plane
    worn: Plane
    beard: Plane  # beyond the outline
    valid: Plane  # 0..1, the selfie shows skin or beard here: neither hair nor what stood behind


def usual(photos: Sequence[tuple[RGB, Mesh]]) -> np.ndarray:
    """Return (3,) the linear colour that the person's cheeks have on most of their photos; raises without any."""
    colours = [cheeks(linear(rgb), mesh.points).clip(1e-3) for rgb, mesh in photos]
    return np.exp(np.median(np.log(colours), axis=0))


def exchange(place: Place, selfie: Subject, means: Means, tone_of: np.ndarray | None = None) -> Exchanged:
    """Return the part of the template with the face of ``selfie``.

    ``tone_of`` (3,) is the person's `usual` colour; None: as on this selfie.
    """
    target = geometry.goal(place.points, selfie.mesh.points, means)
    width, size, ink = face_width(target), place.head.rgb.shape, inks.at(place)
    below, above = _below(place, target, means), _above(place, selfie, target, means)
    coloured, lamps = below.light, _lamps(below, target) if ink is None else np.float32(1)
    below = replace(below, light=coloured / lamps)
    mask = np.maximum(front.outline(size, target), front.jaw(size, target) * soften(below.taken, 0.05 * width))
    picture = display(below.light).astype(np.float32)
    covering = front.before(picture, target, below.hair, below.worn, below.hands)
    mask = beards.closed(np.maximum(mask, soften(above.beard, 0.01 * width)), above.beard, target)
    hidden = fringe.hides(np.maximum(above.hair, 1 - above.valid), above.worn, above.light, target)
    if fringe.share(hidden, target) > fringe.HIDES:  # what is made up reaches the hairline
        bare = fringe.forehead(below.skin, target)
        hidden, mask = np.maximum(hidden, bare * (1 - mask)), np.maximum(mask, bare)
    mask = mask * (1 - covering)
    lit = _lit(below, above, target, tone_of)
    known = _known(picture, display(lit).astype(np.float32), below, target, mask * (1 - hidden))
    face = lit
    lit = fringe.bared(lit, below.light, hidden, above.valid, below.skin, below.shading, target) * lamps
    over = display(lit).astype(np.float32)
    bare = (mask * (1 - hidden) > BARE) & beards.above(size, target) & (features(size, target, ROOM) == 0)
    ratio = tone.ratios(face, below.light, known, bare, width)
    skin = tone.skin(below.light, below.skin, known, width)
    skin = soften(skin, 0.006 * width) * _going_out(place, width)
    toned = tone.moved(coloured, ratio, skin)
    pasted = _joined(display(toned).astype(np.float32), over, mask, above.valid, target, hidden)
    ratio = ratio + _lacking(below, toned / lamps, linear(as_bytes(pasted)) / lamps, bare, mask, target)
    toned = tone.moved(coloured, ratio, skin)
    under = display(toned).astype(np.float32)
    mixed = _joined(under, over, mask, above.valid, target, hidden)
    mixed = _hung(mixed, under, over, beards.matte(above.beard, width), below.skin, target)
    share = (4 * np.maximum.reduce([mask, skin, place.head.cut.alpha, below.taken])).clip(0, 1)[..., None]
    mixed = mixed + (_printed(place, mixed, mask, below.taken, ink) - mixed) * share
    hair = np.maximum(below.hair, beards.whole(above.beard, lit, cheeks(lit, target), target))
    return _put_back(place, mixed, mask, hidden, skin, hair, below, target, means)


def _below(place: Place, target: Points, means: Means) -> _Below:
    head, cut = place.head, place.head.cut
    hair = cut.hair
    if inks.engraving(place):
        hair = np.maximum(hair, beards.printed(head.rgb, place.points))
    inside = hull(head.rgb.shape, head.mesh.oval, 0.97)
    hands = cut.skin * cv2.erode(inside, np.ones((3, 3)))
    planes = (linear(head.rgb), head.shading, hair, (cut.face + cut.skin).clip(0, 1), hands, cut.worn)
    if not means.plain:
        where = geometry.bending(place.points, target, head.rgb.shape[:2], cut.alpha)
        planes = tuple(cv2.remap(one, where, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for one in planes)
    light, shading, hair, skin, hands, worn = planes
    grown = beards.beard(hair, target)
    shaved = beards.shaved(light, grown, skin, cheeks(light, target), target)
    bare = 1 - shaved.taken
    return _Below(
        light=shaved.light,
        shading=shading,
        hair=hair * bare,
        skin=np.maximum(skin * bare, shaved.neck),
        hands=hands,
        worn=worn,
        taken=shaved.taken,
    )


def _printed(place: Place, mixed: Pixels, mask: Mask, taken: Plane, ink: inks.Ink | None) -> Pixels:
    """Return ``mixed`` in the ``ink`` of the template, its face in the lines that has; without one as it is.

    Where a beard was ``taken`` off lines have to be made: those of the beard are all but black.
    """
    drawn = None if ink is None else inks.lines(place.head.rgb, place.points)
    if drawn is not None:
        laid = (taken * (1 - mask))[..., None]
        lines, tones = inks.hatched(drawn, place.points), as_bytes(mixed)
        mixed = mixed + (inks.engraved(mixed, drawn, place.head.rgb) - mixed) * mask[..., None]
        mixed = mixed + (inks.engraved(mixed, lines, tones) - mixed) * laid
    return inks.printed(mixed, ink)


def _lamps(below: _Below, target: Points) -> Linear | np.float32:
    """Return what coloured light multiplies the template's skin by, 1 where it is white."""
    return tint.lights(below.light, below.skin * (below.taken < 0.05), target)


def _above(place: Place, selfie: Subject, target: Points, means: Means) -> _Above:
    source, larger = selfie.mesh.points, face_width(selfie.mesh.points) / face_width(target)
    trust = REMOVED * means.relight
    planes = [
        linear(selfie.cut.colour) * selfie.exposure / (selfie.shading**trust)[..., None],
        selfie.cut.hair,
        selfie.cut.worn,
    ]
    grown = beards.beard(selfie.cut.hair, source)
    planes += [grown, (selfie.cut.face + selfie.cut.skin + grown).clip(0, 1)]
    if larger > TOO_LARGE:
        planes = [cv2.resize(one, None, fx=1 / larger, fy=1 / larger, interpolation=cv2.INTER_AREA) for one in planes]
        source = source / larger
    where = geometry.coming(geometry.with_rings(target, source), geometry.with_rings(source), place.head.rgb.shape[:2])
    light, hair, worn, beard, valid = (
        cv2.remap(
            one, where, None, cv2.INTER_CUBIC if one.ndim == 3 else cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
        )
        for one in planes
    )
    return _Above(light=light.clip(0), hair=hair, worn=worn, beard=beard * (not means.plain), valid=valid)


def _lit(below: _Below, above: _Above, target: Points, tone_of: np.ndarray | None) -> Linear:
    """Return the person's face in the template's light: its fall, its brightness and something of its colour."""
    here, there = (cheeks(light, target) for light in (below.light, above.light))
    own = there if tone_of is None else there * (tone_of / there.clip(1e-3)) ** USUAL
    apart = float(np.log(luminance(here).clip(1e-4) / luminance(own).clip(1e-4)))
    skin = float(np.clip(apart, -TONES, TONES))
    level = np.exp(LIGHTER * skin + apart - skin)
    tint = (here / luminance(here).clip(1e-4)) / (own / luminance(own).clip(1e-4))
    tint = tint.clip(0.3, 3) ** COLOURED
    gain = own / there.clip(1e-3) * level * tint / luminance(tint)
    return (above.light * below.shading[..., None] * gain.astype(np.float32)).astype(np.float32)


def cheeks(light: Linear, points: Points) -> np.ndarray:
    """Return the median colour of the cheeks, (3,) linear."""
    inside = part(light.shape, points, CHEEKS) > 0
    return np.median(light[inside], 0) if inside.any() else np.full(3, 0.3, np.float32)


def _going_out(place: Place, width: float) -> Plane:
    """Return 0..1, to 0 at the sides of the part beyond which the template goes on.

    An arm that goes on there would change its tone along a line.
    """
    tall, wide = place.head.rgb.shape[:2]
    left, top, right, bottom = place.cuts
    x, y = (np.arange(size, dtype=np.float32) / (FADING * width) for size in (wide, tall))
    rows, columns = np.ones(tall, np.float32), np.ones(wide, np.float32)
    for line, way, first, last in ((columns, x, left, right), (rows, y, top, bottom)):
        line[:] = np.minimum(way if first else 1, way[::-1] if last else 1).clip(0, 1)
    return np.asarray(np.outer(rows, columns), np.float32)


def _known(below_: Pixels, above_: Pixels, below: _Below, points: Points, mask: Mask) -> Plane:
    """Return 0..1 where both show bare skin: no features, no beard, nothing in front."""
    width = face_width(points)
    free = 1 - cv2.dilate(features(mask.shape, points, 1.3), np.ones((max(3, int(0.02 * width)) | 1,) * 2))
    alike = [np.clip(2 - skin_distance(one, points) / BEARD, 0, 1) for one in (below_, above_)]
    sure = soften(mask, 0.01 * width) ** 2 * free * below.skin * alike[0] * alike[1]
    return sure.astype(np.float32)


def _lacking(
    below: _Below, toned: Linear, pasted: Linear, bare: NDArray[np.bool_], mask: Mask, points: Points
) -> Linear:
    """Return (height, width, 3) natural logarithms: what a neck lacks to have changed as the pasted face has."""
    neck = necks.throat(necks.below(below.skin, points), np.maximum(mask, below.taken), face_width(points))
    rest = tone.rest(below.light, toned, pasted, bare, neck)
    return np.asarray(rest * necks.reach(mask, points)[..., None], np.float32)


def _joined(
    below: Pixels, above: Pixels, mask: Mask, valid: Plane, points: Points, hidden: Mask | float = 0.0
) -> Pixels:
    """Return ``above`` inside ``mask`` and ``below`` outside, band by band, as sharp as the template is.

    How sharp the photo is is told where it is ``valid``, not where skin was made up for what was ``hidden``.
    """
    width = face_width(points)
    count = band_count(width)
    # What stood around the selfie's face would shine through the coarse bands.
    solid = np.maximum(np.maximum(valid, hidden), cv2.erode(hull(mask.shape, points[list(OVAL), :2]), np.ones((3, 3))))
    solid = soften(np.minimum(solid, cv2.dilate(mask, np.ones((max(3, int(0.12 * width)) | 1,) * 2))), 0.004 * width)
    above = above * solid[..., None] + below * (1 - solid[..., None])
    shares = [mask]
    for _ in range(count):
        shares.append(cv2.pyrDown(shares[-1]))
    skin = (mask * (1 - hidden) > 0.6) & (features(mask.shape, points) == 0)
    out = []
    for level, (under, over) in enumerate(zip(bands(below, count), bands(above, count), strict=True)):
        share = shares[level][..., None]
        gain = _gain(under, over, skin) if level < 2 else 1.0
        out.append(under * (1 - share) + over * share * gain)
    return joined(out)


def _hung(mixed: Pixels, under: Pixels, over: Pixels, beard: Plane, skin: Plane, points: Points) -> Pixels:
    """Return ``mixed`` with a ``beard`` laid before what is no ``skin`` around the face.

    Joined band by band, a dark beard before a bright window stands in a grey glow, and is as pale as its coarse bands.
    """
    if not beard.any():
        return mixed
    width = face_width(points)
    # Where hairs end what is left of the selfie's light divided out is bright: no hair is much lighter than its beard.
    weight = beard**2
    usual = wide(over * weight[..., None], BUSH * width) / (wide(weight, BUSH * width)[..., None] + 1e-4)
    over = np.minimum(over, usual + LIGHT_HAIR)
    near = cv2.dilate(beard, np.ones((max(3, int(GLOW * width)) | 1,) * 2))
    inside = np.maximum(hull(beard.shape, points[list(OVAL), :2]), skin)
    away = (soften(near, 0.03 * width) * (1 - soften(inside, 0.01 * width)))[..., None]
    laid = under + (over - under) * beard[..., None]
    return np.asarray(mixed + (laid - mixed) * away, np.float32)


def _gain(under: Pixels, over: Pixels, skin: np.ndarray) -> float:
    where = cv2.resize(skin.astype(np.uint8), under.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0
    if where.sum() < 50:
        return 1.0
    there, here = (np.median(np.abs(one[where]).mean(-1)) + 0.15 for one in (under, over))
    return float(np.clip(there / here, *DETAIL))


def _put_back(
    place: Place,
    mixed: Pixels,
    mask: Mask,
    hidden: Mask,
    skin: Plane,
    hair: Plane,
    below: _Below,
    target: Points,
    means: Means,
) -> Exchanged:
    rgb = place.head.rgb.copy()
    bent = np.zeros_like(mask)
    if not means.plain:
        outline = place.points[list(OVAL), :2]
        bent = hull(mask.shape, outline, geometry.STILL)
    touched = np.maximum.reduce([mask, skin, bent / 255, below.taken])
    where = touched >= 1 / 255
    rgb[where] = as_bytes(mixed)[where]
    return Exchanged(
        rgb=rgb, face=mask * (1 - hidden), skin=skin, hair=hair, shaved=below.taken, touched=touched, points=target
    )
