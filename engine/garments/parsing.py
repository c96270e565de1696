"""Clothes by the cut-out network (`engine.canvas.cutout`), colours and pose: what of the wearer is cloth, what skin.

`evidence` holds what network and colours say, `bareskin` where skin is seen below the head. Here both become masks: the
wearer's outline, the head with its strands, and the edge between skin and cloth.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.types import CutOut
from engine.faces.regions import Mask, face_units, face_width, features, hull, lab
from engine.faces.types import RGB, Face
from engine.garments.bareskin import bare_skin, doubted_arms, feet, raised_arms
from engine.garments.body import Body, Hand
from engine.garments.evidence import CLOTH_LIGHT, CLOTHS, MOST, NET_SURE, Colours, Look, colours_of
from engine.garments.tones import tones
from engine.garments.wearer import Flags, Wearer, _clean, _ground

HANGS, STRAND = 0.4, 5.0  # face widths that strands hang from hair; how much nearer than cloth in Lab they are
TIPS = 0.12  # face widths: how long the tips of strands are
MIXED = (8.0, -12.0)  # Lab distance from cloth of what is partly a hair, and how much nearer to hair than to cloth
FRINGE = 0.03  # face widths beside hair in which cloth is mixed with it
BESIDE_CLOTH = 0.14  # face widths beside cloth in which skin must be nearer to skin than to it
CLEARLY = (1.0, 3.5)  # Lab distance by how much it must; and where cloth has the skin's colour
HEM = 0.04  # face widths: half of how far an edge between skin and cloth may be off
NECK_SIDE = 1.3  # face widths under the eyes that the sides of a neck reach down
LINE = 0.012  # face widths: half of how wide a line of cloth is that is none
LINING, REDNESS = 0.22, 0.55  # face widths beside cloth in which cloth may look like skin; of the face's redness
DOUBT = 0.93  # of the mask of people: below it somebody is there, perhaps
BESIDE, BELOW = 1.7, 2.8  # face widths around the face beyond which hair is none
RIM, SPECK = 0.09, 0.05  # face widths: how far off the mask of people may be; what of it is too small to be changed


def parsed(rgb: RGB, cut: CutOut, person: Mask, face: Face, body: Body | None, hands: list[Hand]) -> Wearer:
    """Tell head, bare skin and clothes of (height, width, 3) uint8 RGB apart.

    ``cut`` is the wearer cut out of ``rgb``, ``person`` (height, width) the mask of them, ``face`` has a mesh.
    """
    mesh = face.mesh
    x, y = face_units(rgb.shape, mesh.points)
    values = lab(cv2.bilateralFilter(rgb, 5, 20, 3))
    look = Look(values=values, cut=cut, mesh=mesh, inside=_inside(rgb, cut, person, face_width(mesh.points)), x=x, y=y)
    head = _head(look)
    colours = colours_of(look, body, hands, head)
    look = replace(look, inside=look.inside & (head | ~_spill(colours, look, person)))
    head = head | _strands(look, head)
    bare = bare_skin(rgb, look, colours, body, hands, head) & look.inside & ~head
    chin = float(np.linalg.norm(mesh.points[152, :2] - mesh.eyes.mean(0))) / look.unit
    under = (y < -chin + 0.1 + np.clip(np.abs(x) - 0.4, 0, 0.8) * 1.2) | (cut.clothes > 0.6)
    clothes = look.inside & ~head & ~bare & (under | raised_arms(rgb.shape, body)) & ~feet(rgb.shape, body)
    clothes = _clean(clothes & ~_ground(values, person, clothes, look.unit), look.unit) & look.inside & ~head & ~bare
    faint = bare & ~clothes & (_faint(look, clothes) | _rather_cloth(look, bare, clothes))
    bare &= ~faint  # a line of it beside a neck, at the background, is neither
    beside = (look.y > -NECK_SIDE) & (cv2.dilate((~look.inside).astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)
    clothes |= faint & (_solid(clothes | faint, look.unit) | ~beside)
    rim = 2 * max(1, round(FRINGE * look.unit)) + 1
    clothes &= cv2.dilate(((cut.hair > 0.5) & head).astype(np.uint8), np.ones((rim, rim), np.uint8)) == 0
    return Wearer(
        body=body, face=face, hands=tuple(hands), person=np.maximum(person, look.inside.astype(np.float32)),
        head=head.astype(np.float32),
        skin=(bare & ~clothes & ~_doubtful(colours, clothes, look.unit) & ~doubted_arms(look, colours, body)).astype(
            np.float32
        ),
        clothes=clothes.astype(np.float32),
    )  # fmt: skip


def _inside(rgb: RGB, cut: CutOut, person: Mask, unit: float) -> Flags:
    """Return the wearer: the mask of people drawn to the picture's edges, with what the network adds to it."""
    radius = max(2, round(0.006 * max(rgb.shape[:2])))
    drawn = cv2.ximgproc.guidedFilter(rgb, person, radius, 90.0)
    near = cv2.dilate((person > 0.3).astype(np.uint8), np.ones((2 * radius + 1,) * 2, np.uint8)) > 0
    return _edged(rgb, (drawn > 0.5) | ((cut.alpha > 0.5) & near), cut.hair + cut.face > 0.5, unit)


def _edged(rgb: RGB, inside: Flags, head: Flags, unit: float) -> Flags:
    """Return ``inside`` with its edge where the colours of person and background part; the ``head`` keeps its own."""
    size = 2 * max(2, round(RIM * unit)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    flags = inside.astype(np.uint8)
    sure, near = cv2.erode(flags, kernel), cv2.dilate(flags, kernel)
    wide = cv2.dilate(near, kernel, iterations=3)
    left, top, across, down = cv2.boundingRect(wide)
    box = np.s_[top : top + down, left : left + across]
    marks = np.where(flags > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[(sure > 0) | (head & inside)] = cv2.GC_FGD
    marks[near == 0] = cv2.GC_BGD
    part = np.ascontiguousarray(marks[box])
    if not (part == cv2.GC_FGD).any() or not (part == cv2.GC_BGD).any():
        return inside
    cv2.setRNGSeed(0)
    picture = np.ascontiguousarray(rgb[box])
    cv2.grabCut(picture, part, None, np.zeros((1, 65)), np.zeros((1, 65)), 2, cv2.GC_INIT_WITH_MASK)
    out = np.zeros(inside.shape, np.uint8)
    out[box] = np.isin(part, (cv2.GC_FGD, cv2.GC_PR_FGD))
    small = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    return cv2.morphologyEx(out, cv2.MORPH_OPEN, small) > 0


def _spill(colours: Colours, look: Look, person: Mask) -> Flags:
    """Return where the mask of people spills over: near its edge, or where it is not sure. Specks are left out."""
    size = max(3, round(SPECK * look.unit)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    reach = 2 * max(2, round(1.5 * RIM * look.unit)) + 1
    edge = cv2.erode(look.inside.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0
    unsure = cv2.blur(person, (reach, reach)) < DOUBT
    flags = (colours.spilled & (edge | unsure)).astype(np.uint8)
    flags = cv2.morphologyEx(flags, cv2.MORPH_CLOSE, kernel)
    return cv2.morphologyEx(flags, cv2.MORPH_OPEN, kernel) > 0


def _head(look: Look) -> Flags:
    """Return face, ears, hair and hat: hair hangs together with the face and ends where hair can."""
    cut, mesh = look.cut, look.mesh
    near = (np.abs(look.x) < BESIDE) & (look.y > -BELOW)
    hair = (cut.hair > 0.5) & near
    worn = (cut.worn > 0.5) & (look.y > -0.4) & (np.abs(look.x) < 1.0)
    oval = hull(look.values.shape, mesh.oval) > 0
    ears = (cut.skin > 0.5) & (look.y > -0.35) & (np.abs(look.x) < 0.85)
    flags = (hair | worn | (cut.face > 0.5) | oval | ears) & look.inside
    _, names = cv2.connectedComponents(flags.astype(np.uint8))
    own = np.bincount(names[oval], minlength=2)
    own[0] = 0
    return names == int(own.argmax())


def _strands(look: Look, head: Flags) -> Flags:
    """Return the strands that hang from the hair over clothes: beside it, and of its colour rather than theirs."""
    hair = (look.cut.hair > NET_SURE) & head
    size = 2 * max(1, round(HANGS * look.unit)) + 1
    near = cv2.dilate(hair.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    own = tones(look.values, hair, weight=1.0, count=4)
    sure = cv2.erode((look.cut.clothes > NET_SURE).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    cloth = tones(look.values, sure & ~near & look.inside, weight=1.0, count=CLOTHS)
    if own is None or cloth is None:
        return np.zeros(head.shape, bool)
    off_cloth = cloth.apart(look.values)
    apart = off_cloth - 0.8 * own.apart(look.values)
    chin = look.mesh.points[152, 1]
    rows = np.arange(head.shape[0])[:, None] > chin - 0.2 * look.unit
    beside = near & look.inside & rows & (look.cut.hair + look.cut.clothes > 0.3) & (look.cut.skin < 0.4)
    strands = beside & (apart > STRAND)
    # Tips are hair and cloth at once: what lies between both in colour and hangs together with hair is hair.
    reach = 2 * max(1, round(TIPS * look.unit)) + 1
    next_to = cv2.dilate((strands | hair).astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    tips = beside & next_to & (off_cloth > MIXED[0]) & (apart > MIXED[1])
    joined = cv2.dilate((tips | strands | hair).astype(np.uint8), np.ones((3, 3), np.uint8))
    _, names = cv2.connectedComponents(joined, connectivity=8)
    return (strands | tips) & np.isin(names, np.unique(names[hair]))  # the shade of a collar is not held by hair


def _doubtful(colours: Colours, clothes: Flags, unit: float) -> Flags:
    """Return where, beside cloth, a colour is rather that of the cloth: the shaded inside of a collar is no skin."""
    size = 2 * max(1, round(BESIDE_CLOTH * unit)) + 1
    flags, least = clothes.astype(np.uint8), CLEARLY[1] if colours.alike else CLEARLY[0]
    near = cv2.dilate(flags, np.ones((size, size), np.uint8)) > 0
    # The last pixels before cloth are a mixture with it, and one more is where colour leaves any doubt.
    edge = cv2.dilate(flags, np.ones((3, 3), np.uint8)) > 0
    edge |= (cv2.dilate(flags, np.ones((5, 5), np.uint8)) > 0) & (colours.bare < MOST)
    return edge | near & (cv2.blur(colours.skin - colours.cloth, (3, 3)) > -least)


def _rather_cloth(look: Look, bare: Flags, clothes: Flags) -> Flags:
    """Return where, along their common edge, skin has rather the colour of the cloth right there: a hem in shade."""
    size = 2 * max(1, round(HEM * look.unit)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    values, sides = look.values * np.array([CLOTH_LIGHT, 1, 1], np.float32), []
    for flags in (bare, clothes):
        core = cv2.erode(flags.astype(np.uint8), kernel).astype(np.float32)
        weight = cv2.GaussianBlur(core, (0, 0), size)[..., None]
        mean = cv2.GaussianBlur(values * core[..., None], (0, 0), size) / weight.clip(1e-6)
        sides.append(np.where(weight[..., 0] > 1e-3, np.linalg.norm(values - mean, axis=-1), np.nan))
    near = cv2.dilate(clothes.astype(np.uint8), kernel, iterations=2) > 0
    return near & (sides[1] < sides[0])  # nothing is said where one of them is not seen


def _solid(flags: Flags, unit: float) -> Flags:
    """Return ``flags`` without lines: the mixture with the background along the side of a neck is no cloth."""
    size = 2 * max(1, round(LINE * unit)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0


def _faint(look: Look, clothes: Flags) -> Flags:
    """Return where, beside cloth, a colour is not as red as the wearer's skin: a collar's lining in the shade of it."""
    sure = (look.cut.face > NET_SURE) & (features(look.values.shape, look.mesh.points, 1.3) == 0)
    if not sure.any():
        return np.zeros(clothes.shape, bool)
    size = 2 * max(1, round(LINING * look.unit)) + 1
    near = cv2.dilate(clothes.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
    # Shade takes colour from skin as well, in proportion to its lightness.
    light = look.values[..., 0].clip(1)
    red = look.values[..., 1] / light
    # In the sun skin is pale: what is lighter than the face is in no shade.
    shaded = light < float(np.median(light[sure]))
    return near & shaded & (cv2.blur(red, (3, 3)) < REDNESS * float(np.median(red[sure])))
