"""A result knows when it is bad: seam, tone of the neck, eyes, sharpness, hidden parts, likeness; each has a limit.

Every measure compares the result with the template at the same place, so what the template itself has is no fault, or
with the photo the face is of (`engine.canvas.swap.own`), from which it differs by light, place and size alone.
The limits lie between pictures that were looked at and pictures spoilt on purpose.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.canvas.linear import linear, luminance
from engine.canvas.smooth import wide
from engine.canvas.swap import beards, inks, necks, tint
from engine.canvas.swap.own import SAME, own
from engine.canvas.swap.types import Exchanged, Place
from engine.canvas.symmetry import lopsided, vergence
from engine.canvas.types import Linear, Plane, Subject
from engine.faces import occlusion, shape
from engine.faces.face_quality import eyes_match
from engine.faces.regions import (
    CHEEKS,
    LEFT_BROW,
    RIGHT_BROW,
    WHOLE_LIPS,
    Mask,
    face_units,
    face_width,
    features,
    hull,
    lab,
    part,
    skin_distance,
)
from engine.faces.types import LEFT_EYE, OVAL, RGB, RIGHT_EYE, Mesh, Points

EDGE = (0.05, 0.6)  # shares of a face between which its border lies
SEAM = 1.6  # times as steep along the border as the template was
RIDGE = 1.5  # and across its steepest line; good pictures have 1.35 at most, faces laid on hard 1.6 at least
JAW, LOW = 2.2, -0.35  # the same along the jaw; good pictures have 1.9 at most; and face units below which it begins
BEARDED = 0.2  # of a jaw that is hair: a beard
LINES, LINE = 8, 200  # lines a border is cut into, and the fewest pixels of one
STEP = 0.33  # natural logarithm by which the light of chin and throat may part; good pictures have 0.32 at most
BESIDE = 0.1  # face widths, across a hair and both its sides: a border there is the hair's
SURE = 0.9  # of a share: the face itself
AROUND, WITHIN = 0.08, 0.7  # face widths in which hair is compared with what it borders on; of it, and nothing is seen
JUST = (0.01, 0.06)  # face widths from a chin's border to either side in which they are compared
NECK = 6.0  # delta E of the neck, against the face, beyond what the template's own light does
CAST = 0.5  # natural logarithms of red and blue; good pictures have 0.47 at most, a face that lost its magenta 1.4
GREY = 0.03  # of display white: what is darker has less and less of a colour
ASIDE = 0.06  # face widths from its middle from which a half of a face is looked at: each may be lit by another lamp
CROOKED = 0.05  # distances of the eyes by which the result may be more lopsided than person and template
CROSSED = 0.025  # eye widths by which both irises may lie nearer to the nose than in person and template
SOFT, HARD = 0.3, 3.5  # fine contrast of eyes, brows and lips against the template's
EVEN = 0.45  # of the sharpest part of a face: less sharp is melted; good pictures have 0.77 at least, melted ones 0.28
ALIKE = 0.9  # to the photo it is of; good pictures have 0.96 at least, doubled and crooked ones 0.85 at most
TINT = 0.22  # the same of its colour; good pictures have 0.17 at most, grey bands 0.26 at least
SPOT = 0.3  # natural logarithm; good pictures have spots of 0.23 at most, stains and a stranger's hair 0.35 at least
ODD, BAND = 0.45, 0.012  # natural logarithms by which a forehead may change otherwise than cheeks; squared face widths
RIM, BROWS, CROWN, TEMPLES = 0.04, 0.05, 0.9, 0.4  # of its hairline, above brows and eyes, and from its middle
STRAND = 46.0  # in Lab from the template's cheeks: what is further is its own fringe, also where called skin
FINE = 0.015  # face widths: pores and wrinkles
SHAVEN = 0.12  # squared face widths beside face and neck where a beard hung; a grey wall 0.1, smeared bushes 0.14
HATCHED = 0.5  # of what lies there in an engraving: lines on paper go on as lines on paper
BEARD = 0.06  # squared face widths of a template's beard that is left below somebody who has none
CLEAN = 0.75  # of the cheeks' light that a bare chin has at least
ENLARGED = 3.2  # pixels of the template for one of the photo: more is a smear with eyes, and 2.8 none, by eye
ENOUGH = 540  # pixels a face is wide from which more is not asked of a photo: sharp ones of 220 bear 1030, by eye
HIDDEN = 0.3  # of the face: more was not open to the selfie's camera
FAR = 0.55  # distance to the person: beyond it nobody would know them
NEAREST = 0.0  # and how much nearer than the template's own face it must come
FEW = 40  # pixels of which something can be said


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was measured of one exchange; ``faults`` are names of sentences ``spoilt-<fault>``, () for a good one."""

    seam: float
    ridge: float
    jaw: float
    chin: float
    neck: float
    cast: float
    crooked: float
    sharp: float
    even: float
    alike: float
    spot: float
    tint: float
    forehead: float
    shaven: float
    beard: float
    hidden: float
    enlarged: float
    distance: float
    faults: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether it may be shown."""
        return not self.faults


def judge(
    place: Place,
    made: Exchanged,
    selfie: Subject | None,
    look: Callable[[RGB], Mesh | None],
    distance: Callable[[RGB], float],
    before: float,
) -> Verdict:
    """Judge an exchange with the face of ``selfie``; None: one that was drawn, and is compared with the template alone.

    ``look`` finds the mesh in the part's picture, ``distance`` tells how far its face is from the person; ``before`` is
    that of the template's own face.
    """
    template, mesh = place.head.rgb, look(made.rgb)
    kept, theirs = (SAME, place.head.mesh) if selfie is None else (own(place, made, selfie), selfie.mesh)
    measured = {
        "seam": seam(template, made.rgb, made.face),
        "ridge": ridge(template, made.rgb, made.face, made.hair, face_width(made.points)),
        "jaw": jaw(template, made),
        "chin": chin(template, made, place),
        "neck": neck(template, made, place),
        "cast": cast(template, made, place),
        "crooked": crooked(mesh, place.head.mesh, theirs),
        "sharp": sharpness(template, made.rgb, place.points, made.points),
        "even": kept.even,
        "alike": kept.alike,
        "spot": kept.spot,
        "tint": kept.tint,
        "forehead": forehead(place, made),
        "shaven": shaven(made) * (HATCHED if inks.engraving(place) else 1.0),
        "beard": beard(place, made, selfie),
        "hidden": hidden(theirs.points, made),
        "enlarged": 1.0 if selfie is None else enlarged(made, selfie),
        "distance": distance(made.rgb),
    }
    return Verdict(**measured, faults=faults(measured, mesh, place.head.mesh, theirs, before))


def faults(
    measured: dict[str, float], mesh: Mesh | None, template: Mesh, selfie: Mesh, before: float
) -> tuple[str, ...]:
    """Return what is wrong, worst first."""
    eyes = mesh is None or (not eyes_match(mesh) and eyes_match(template) and eyes_match(selfie))
    wrong = {
        "eyes": eyes or measured["crooked"] > CROOKED or crossed(mesh, template, selfie) > CROSSED,
        "turned": measured["hidden"] > HIDDEN,
        "likeness": measured["distance"] > min(FAR, before - NEAREST),
        "blur": not SOFT < measured["sharp"] < HARD or measured["even"] < EVEN or measured["enlarged"] > ENLARGED,
        "marred": measured["alike"] < ALIKE
        or measured["spot"] > SPOT
        or measured["tint"] > TINT
        or measured["forehead"] > BAND,
        "neck": measured["neck"] > NECK or measured["cast"] > CAST,
        "seam": measured["seam"] > SEAM
        or measured["ridge"] > RIDGE
        or measured["jaw"] > JAW
        or measured["chin"] > STEP
        or measured["shaven"] > SHAVEN
        or measured["beard"] > BEARD,
    }
    return tuple(name for name, bad in wrong.items() if bad)


def seam(before: RGB, after: RGB, share: Mask) -> float:
    """Return how much steeper lightness is along the border of ``share`` than it was there before; 1 is as before."""
    band = (share > EDGE[0]) & (share < EDGE[1])
    if band.sum() < FEW:
        return 1.0
    return float((steepness(after)[band].mean() + 1) / (steepness(before)[band].mean() + 1))


def hairy(hair: Plane, across: float) -> np.ndarray:
    """Return (height, width) bool: so near to ``hair`` 0..1 that it is what a border of the face borders on.

    ``across`` a single hair and both its sides, pixels.
    """
    return cv2.dilate((hair > 0.3).astype(np.uint8), np.ones((max(3, int(across)) | 1,) * 2)) > 0


def jaw(before: RGB, made: Exchanged) -> float:
    """Return the `ridge` of a border along the jaw alone: a seam there is thin among all that is well around it.

    1 for a beard: its border is all hair, and a seam in it is a spot.
    """
    _, y = face_units(made.face.shape, made.points)
    chin = (y < LOW) & (made.face > SURE)
    if chin.any() and float(made.hair[chin].mean()) > BEARDED:
        return 1.0
    return ridge(before, made.rgb, made.face, made.hair, face_width(made.points), y < LOW)


def ridge(before: RGB, after: RGB, shown: Mask, hair: Plane, width: float, where: np.ndarray | None = None) -> float:
    """Return how much steeper lightness is across the steepest line of a border than it was there before.

    A face laid on hard is steep along a line far thinner than its border, and only across it: a mean hides that. What
    ``hair`` (height, width) 0..1 explains is left out: light skin below black curls is steeper than dark skin is, and a
    beard than a bare chin, and neither is a seam. Nor is it that on lighter skin the same light makes larger steps.
    ``width`` of the face in pixels; ``where`` (height, width) bool it is looked at, None: everywhere.
    """
    share = shown.astype(np.float32)
    near, slopes = hairy(hair, BESIDE * width), [across(rgb, share) for rgb in (before, after)]
    old, new = (
        np.where(near, np.minimum(slope, unexplained(rgb, hair, width)), slope)
        for slope, rgb in zip(slopes, (before, after), strict=True)
    )
    new = new / lighter(before, after, share)
    levels = np.linspace(*EDGE, LINES + 1)
    bare = (hair < WITHIN) if where is None else (hair < WITHIN) & where
    lines = [(share > low) & (share <= high) & bare for low, high in itertools.pairwise(levels)]
    told = [float((new[line].mean() + 1) / (old[line].mean() + 1)) for line in lines if line.sum() >= LINE]
    return max(told, default=1.0)


def lighter(before: RGB, after: RGB, share: Mask) -> float:
    """Return how many times as light a face became, 1 where it became darker."""
    inside = share > SURE
    if inside.sum() < FEW:
        return 1.0
    was, is_ = (float(np.median(lab(rgb)[..., 0][inside])) for rgb in (before, after))
    return max(1.0, is_ / max(was, 1.0))


def unexplained(rgb: RGB, hair: Plane, width: float) -> Mask:
    """Return (height, width) the slope of lightness away from ``hair``, or towards it, whichever hair does not make.

    Where hair begins lightness nears that of the hair: what goes the other way is something else's edge.
    """
    light, inside = lab(rgb)[..., 0], (hair > 0.3).astype(np.uint8)
    depth = cv2.distanceTransform(inside, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    depth = cv2.GaussianBlur(depth, (0, 0), 2)
    x, y = cv2.Sobel(depth, cv2.CV_32F, 1, 0), cv2.Sobel(depth, cv2.CV_32F, 0, 1)
    slope = (cv2.Sobel(light, cv2.CV_32F, 1, 0) * x + cv2.Sobel(light, cv2.CV_32F, 0, 1) * y) / (np.hypot(x, y) + 1e-6)
    shares = (inside.astype(np.float32), 1 - inside.astype(np.float32))
    within, around = (wide(light * share, AROUND * width) / (wide(share, AROUND * width) + 1e-4) for share in shares)
    return np.asarray(np.maximum(0, np.where(within < around, slope, -slope)), np.float32)


def across(rgb: RGB, share: Mask) -> Mask:
    """Return (height, width) the slope of lightness in the direction in which ``share`` rises or falls."""
    light, soft = lab(rgb)[..., 0], cv2.GaussianBlur(share, (0, 0), 2)
    x, y = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    slope = cv2.Sobel(light, cv2.CV_32F, 1, 0) * x + cv2.Sobel(light, cv2.CV_32F, 0, 1) * y
    return np.asarray(np.abs(slope / (np.hypot(x, y) + 1e-6)), np.float32)


def steepness(rgb: RGB) -> Plane:
    """Return (height, width) the slope of lightness."""
    light = lab(rgb)[..., 0]
    return np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))


def chin(before: RGB, made: Exchanged, place: Place) -> float:
    """Return by how much more the light of the chin and that of the throat right below it part than they did before.

    In natural logarithms; 0 where no throat is seen, or a beard is between. A border may be too soft to be steep, and
    yet end on another tone.
    """
    width = face_width(made.points)
    x, y = face_units(made.face.shape, made.points)
    skin = (place.head.cut.skin + place.head.cut.face > 0.7) & (np.abs(x) < 0.2) & (y < -0.45)
    skin &= ~hairy(made.hair, JUST[0] * 2 * width)
    sides = []
    for side in (made.face > 0.5, made.face <= 0.5):
        away = cv2.distanceTransform(side.astype(np.uint8), cv2.DIST_L2, 5) / width
        sides.append(skin & (away > JUST[0]) & (away < JUST[1]))
    if min(side.sum() for side in sides) < FEW:
        return 0.0
    was, is_ = (np.log(luminance(linear(rgb)).clip(0) + 0.02) for rgb in (before, made.rgb))
    steps = [float(np.median(light[sides[0]]) - np.median(light[sides[1]])) for light in (was, is_)]
    return abs(steps[1] - steps[0])


def neck(before: RGB, made: Exchanged, place: Place) -> float:
    """Return delta E of the neck to what it would be if all skin had changed as the face has; 0 without a neck.

    A neck lies in the shade of the chin, so it is not compared with the face itself: the template tells by how much. In
    white light: lamps of two colours make two of what is one.
    """
    below, face = throat(place, made), bare_face(made)
    if below.sum() < FEW or face.sum() < FEW:
        return 0.0
    lamps = tint.at(place)
    was, is_ = linear(before) / lamps, linear(made.rgb) / lamps
    ratio = _middle(is_, face) / _middle(was, face)
    return delta_e(_middle(was, below) * ratio, _middle(is_, below))


def cast(before: RGB, made: Exchanged, place: Place) -> float:
    """Return how far the colour of the light on face and neck is from that in the template.

    Natural logarithms of red and blue. Between two people all skin changes alike: by how much more one half of the
    face, or the neck, changed than another. And by how much less there is of a colour that only lamps have. A face in
    white light above a neck in magenta may have the tones that `neck` asks for: the template has such a neck too.
    """
    if inks.at(place) is not None:
        return 0.0
    x, _ = face_units(made.face.shape, made.points)
    face = bare_face(made)
    parts = [where for where in (face & (x < -ASIDE), face & (x > ASIDE), throat(place, made)) if where.sum() >= FEW]
    if not parts:
        return 0.0
    was, is_ = (np.stack([_middle(linear(rgb), where) for where in parts]) for rgb in (before, made.rgb))
    changed = np.subtract(tint.chroma(is_ + GREY), tint.chroma(was + GREY))
    apart = np.linalg.norm(changed[:, None] - changed[None], axis=-1).max()
    lost = [np.linalg.norm(tint.excess(colours), axis=-1).mean() for colours in (was, is_)]
    return float(max(apart, lost[0] - lost[1]))


def throat(place: Place, made: Exchanged) -> np.ndarray:
    """Return (height, width) bool: the neck, away from the face and from a beard that was taken off."""
    return necks.throat(neck_of(place), np.maximum(made.face, made.shaved), face_width(made.points))


def neck_of(place: Place) -> np.ndarray:
    """Return (height, width) bool: skin right below the chin."""
    return necks.below(place.head.cut.skin, place.points)


def bare_face(made: Exchanged) -> np.ndarray:
    """Return (height, width) bool: cheeks, nose and forehead without eyes and brows; no beard grows there."""
    above = beards.above(made.face.shape, made.points)
    return (made.face > 0.6) & above & (features(made.face.shape, made.points, 1.5) == 0)


def _middle(light: Linear, where: np.ndarray) -> np.ndarray:
    return np.median(light[where], 0).clip(1e-3)


def shaven(made: Exchanged) -> float:
    """Return how much of a beard that was taken off lay over what nobody saw, neither face nor neck; face widths^2."""
    covered = np.maximum(made.face, made.skin) < 0.5
    inside = hull(made.face.shape, made.points[list(OVAL), :2], 0.97) > 0
    return float(((made.shaved > 0.5) & covered & ~inside).sum() / face_width(made.points) ** 2)


def beard(place: Place, made: Exchanged, selfie: Subject | None) -> float:
    """Return how much of the template's beard is still there below somebody who has none; squared face widths.

    What is dark around the jaw, was so in the template and hung together with its dark chin there. Clothes that the
    cut-out knows are none. 0 for somebody with a beard of their own.
    """
    if selfie is None or not _beardless(selfie):
        return 0.0
    was = beards.printed(place.head.rgb, place.points) * (place.head.cut.clothes < 0.5)
    outside = (made.face < 0.5) & (beards.around(made.face.shape, made.points) > 0.5)
    still = (was > 0.5) & outside & beards.dark(made.rgb, made.points)
    return float(still.sum() / face_width(made.points) ** 2)


def _beardless(selfie: Subject) -> bool:
    chin = beards.chin(selfie.rgb.shape, selfie.mesh.points)
    cheek = part(selfie.rgb.shape, selfie.mesh.points, CHEEKS) > 0
    if min(chin.sum(), cheek.sum()) < FEW or beards.beard(selfie.cut.hair, selfie.mesh.points).any():
        return False
    light = luminance(linear(selfie.rgb))
    return float(np.median(light[chin])) > CLEAN * float(np.median(light[cheek]))


def forehead(place: Place, made: Exchanged) -> float:
    """Return how much of a bare forehead is lighter or darker than face and template let expect; squared face widths.

    A fringe that came along is on the photo as well, and no comparison with that tells. What was skin in the template
    has to change as the cheeks have. Looked at is what shows skin there, from the brows to the hairline, and looks
    like the template's cheeks: the ends of its own fringe are often called skin, and stay or go.
    """
    size, width = made.face.shape, face_width(made.points)
    x, y = face_units(size, made.points)
    skin = (place.head.cut.face + place.head.cut.skin) * (features(size, place.points, 1.5) == 0)
    bare = cv2.erode((skin > SURE).astype(np.uint8), np.ones((max(3, int(RIM * width)) | 1,) * 2, np.uint8)) > 0
    above = bare & (y > occlusion.height_of_brows(made.points) + BROWS) & (y < CROWN) & (np.abs(x) < TEMPLES)
    above &= (features(size, made.points, 1.5) == 0) & (skin_distance(place.head.rgb, place.points) < STRAND)
    cheek = part(size, made.points, CHEEKS) > 0
    if above.sum() < FEW or not cheek.any():
        return 0.0
    fine = max(1.0, FINE * width)
    was, is_ = (
        np.log(cv2.GaussianBlur(luminance(linear(rgb)), (0, 0), fine) + GREY) for rgb in (place.head.rgb, made.rgb)
    )
    # A highlight of the template may stay or go: of its picture and its light alone the better is believed.
    odd = [np.abs(one - np.median(one[cheek])) for one in (is_ - was, is_ - np.log(place.head.shading.clip(0.1)))]
    return float((np.minimum(*odd) > ODD)[above].sum() / width**2)


def delta_e(one: np.ndarray, other: np.ndarray) -> float:
    """Return delta E (CIE 1976) of two linear colours (3,)."""
    pair = np.stack([one, other]).astype(np.float32).clip(0, 1)[None]
    values = cv2.cvtColor(pair, cv2.COLOR_LRGB2LAB)[0]
    return float(np.linalg.norm(values[0] - values[1]))


def crooked(mesh: Mesh | None, template: Mesh, selfie: Mesh) -> float:
    """Return how much more lopsided a result is than both it was made of, in distances of the eyes; 1: no face."""
    return 1.0 if mesh is None else max(0.0, lopsided(mesh) - max(lopsided(template), lopsided(selfie)))


def crossed(mesh: Mesh | None, template: Mesh, selfie: Mesh) -> float:
    """Return how much nearer to the nose both irises lie than midway between both it was made of, in widths of an eye.

    1: no face. The mesh shows less than half of what an iris moves, so the limit is low. Outwards it is not asked: good
    results differ by more than that.
    """
    if mesh is None:
        return 1.0
    return max(0.0, vergence(mesh) - (vergence(template) + vergence(selfie)) / 2)


def sharpness(before: RGB, after: RGB, points: Points, target: Points) -> float:
    """Return the fine contrast of eyes, brows and lips against the template's, which suits its surroundings."""
    there, here = (_fine(rgb, where) for rgb, where in ((before, points), (after, target)))
    return here / max(there, 1e-3)


def _fine(rgb: RGB, points: Points) -> float:
    light, width = lab(rgb)[..., 0], face_width(points)
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), max(1.0, 0.012 * width)))
    names = (RIGHT_EYE, LEFT_EYE, RIGHT_BROW, LEFT_BROW, WHOLE_LIPS)
    inside = np.maximum.reduce([part(rgb.shape, points, one, 1.1) for one in names]) > 0
    return float(np.sqrt((fine[inside] ** 2).mean())) if inside.any() else 0.0


def enlarged(made: Exchanged, selfie: Subject) -> float:
    """Return how many pixels of the picture, up to `ENOUGH`, one of the photo became, as it was sent.

    Subjects are no larger than `engine.canvas.subjects.LARGEST`: else no photo at all would do for a close template.
    """
    return selfie.enlarged * min(face_width(made.points), ENOUGH) / face_width(selfie.mesh.points)


def hidden(selfie: Points, made: Exchanged) -> float:
    """Return the share of the face that the selfie's camera hardly saw."""
    open_ = shape.seen(selfie, made.points, (0, 0, made.face.shape[1], made.face.shape[0]))
    sure = made.face > 0.5
    return float((open_[sure] < 0.5).mean()) if sure.any() else 1.0
