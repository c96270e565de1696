"""Clothes by the cut-out network (`engine.canvas.cutout`), colours and pose: what of the wearer is cloth, what skin.

The network knows heads, necks and chests. Further down, where a face is too small for it to look far, colours decide
between skin and cloth, and each sleeve and trouser leg has one end: before it the limb is covered, behind it bare.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.canvas.types import CutOut
from engine.faces.regions import Mask, Pixels, Plane, face_units, face_width, features, hull, lab
from engine.faces.types import RGB, Face, Mesh
from engine.garments import limbs
from engine.garments.body import Body, Hand
from engine.garments.tones import FEWEST, tones
from engine.garments.wearer import Flags, Wearer, _clean, _ground

SKIN_LIGHT, CLOTH_LIGHT = 0.4, 0.8  # weight of lightness beside colour: skin is the same in shade, cloth hardly
SKINS, CLOTHS = 4, 6  # colours each is known by
NET_SURE = 0.9  # share of the network from which its pixels lend their colour
APART = 9.0  # Lab distance from skin from which a pixel of the trunk lends its colour to cloth
STEP, MOST = 4.5, 4.5  # Lab distance that counts one, and what colour says at the most
FAR_OFF = 20.0  # Lab distance from which nothing is skin, whatever else it is
NEVER = 26.0  # and from which the network cannot say so either
SPILL, UNLIKE = 12.0, 5.0  # Lab distance from the ground up to which it is ground, and how much nearer than all else
AROUND, GROUNDS, SPECK = 0.6, 8, 0.05  # face widths around the wearer that are ground; its colours; what is too small
HANGS, STRAND = 0.4, 5.0  # face widths that strands hang from hair; how much nearer than cloth in Lab they are
TIPS = 0.12  # face widths: how long the tips of strands are
MIXED = (8.0, -12.0)  # Lab distance from cloth of what is partly a hair, and how much nearer to hair than to cloth
FRINGE = 0.03  # face widths beside hair in which cloth is mixed with it
COLLAR, BODICE = 1.6, 3.0  # face widths in which the network knows cloth best, and well
MUCH = 0.15  # share of it that makes skin-coloured cloth
BESIDE_CLOTH = 0.14  # face widths beside cloth in which skin must be nearer to skin than to it
CLEARLY = (1.0, 3.5)  # Lab distance by how much; and beside cloth of the skin's colour
HEM = 0.04  # face widths: half of how far an edge between skin and cloth may be off
LINING, REDNESS = 0.22, 0.55  # face widths beside cloth in which cloth may look like skin; of the face's redness
DOUBT = 0.93  # of the mask of people: below it somebody is there, perhaps
SUPPORTED, UNSUPPORTED = 2.0, 0.7  # with it the network says so many times what colour says beyond so much
FLOODS = 0.5  # what colour says of cloth up to which skin may grow
CERTAIN = 2.5  # what the network says of skin on a trunk in cloth of the skin's colour
ASIDE, THROAT = 0.8, 0.25  # face widths to either side in which a neckline lies, and how deep a throat is at least
BLIND = 0.4  # of a trunk that has rather the colour of skin: then colours do not tell both apart
TRUNKS, INNER = 1.12, 0.5  # times as wide as the joints: a trunk in cloth, and what surely is trunk
NET = 4.0  # what the network says at the most
TRUSTED, LOST = 1.7, 4.6  # face widths from the face: the network is wholly and hardly trusted there
LEAST_TRUST = 0.2
TRUNK = -1.5  # what lies on the trunk is cloth, if nothing speaks against it
LIMB = 0.16  # shoulder widths: how thick a bare limb is at the most
CORE = 0.06  # and what surely lies on it
ARM = 0.3  # and how far from its bone an arm and its hand end
BESIDE, BELOW = 1.7, 2.8  # face widths around the face beyond which hair is none
EVEN = 0.02  # face widths: reach of the smoothing along the picture's edges
RIM = 0.09  # face widths: how far off the mask of people may be
THREAD = 0.07  # face widths: what is thinner is no skin but the rim of something
BAREFOOT = 1.0  # what colour must say of a foot that is bare
SHIN = 0.4  # shoulder widths a shin of somebody who stands is long, at least
HAND_SKIN = 22.0  # Lab distance from the skin up to which a hand lends its colour


@dataclass(frozen=True, kw_only=True, eq=False)
class _Look:
    """What every step needs."""

    values: Pixels  # Lab
    cut: CutOut
    mesh: Mesh
    inside: Flags
    x: Plane  # face units
    y: Plane

    @property
    def unit(self) -> float:
        return face_width(self.mesh.points)


def parsed(rgb: RGB, cut: CutOut, person: Mask, face: Face, body: Body | None, hands: list[Hand]) -> Wearer:
    """Tell head, bare skin and clothes of (height, width, 3) uint8 RGB apart.

    ``cut`` is the wearer cut out of ``rgb``, ``person`` (height, width) the mask of them, ``face`` has a mesh.
    """
    mesh = face.mesh
    x, y = face_units(rgb.shape, mesh.points)
    values = lab(cv2.bilateralFilter(rgb, 5, 20, 3))
    look = _Look(values=values, cut=cut, mesh=mesh, inside=_inside(rgb, cut, person, face_width(mesh.points)), x=x, y=y)
    head = _head(look)
    colours = _colours(look, body, hands, head)
    look = replace(look, inside=look.inside & (head | ~_spill(colours, look, person)))
    head = head | _strands(look, head)
    bare = _bare(rgb, look, colours, body, hands, head) & look.inside & ~head
    chin = float(np.linalg.norm(mesh.points[152, :2] - mesh.eyes.mean(0))) / look.unit
    under = (y < -chin + 0.1 + np.clip(np.abs(x) - 0.4, 0, 0.8) * 1.2) | (cut.clothes > 0.6)
    clothes = look.inside & ~head & ~bare & (under | _raised(rgb.shape, body)) & ~_feet(rgb.shape, body)
    clothes = _clean(clothes & ~_ground(values, person, clothes, look.unit), look.unit) & look.inside & ~head & ~bare
    faint = bare & ~clothes & (_faint(look, clothes) | _rather_cloth(look, bare, clothes))
    clothes |= faint
    bare &= ~faint
    rim = 2 * max(1, round(FRINGE * look.unit)) + 1
    clothes &= cv2.dilate(((cut.hair > 0.5) & head).astype(np.uint8), np.ones((rim, rim), np.uint8)) == 0
    return Wearer(
        body=body, face=face, hands=tuple(hands), person=np.maximum(person, look.inside.astype(np.float32)),
        head=head.astype(np.float32),
        skin=(bare & ~clothes & ~_doubtful(colours, clothes, look.unit) & ~_arms(look, colours, body)).astype(
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


def _spill(colours: _Colours, look: _Look, person: Mask) -> Flags:
    """Return where the mask of people spills over: near its edge, or where it is not sure. Specks are left out."""
    size = max(3, round(SPECK * look.unit)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    reach = 2 * max(2, round(1.5 * RIM * look.unit)) + 1
    edge = cv2.erode(look.inside.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0
    unsure = cv2.blur(person, (reach, reach)) < DOUBT
    flags = (colours.spilled & (edge | unsure)).astype(np.uint8)
    flags = cv2.morphologyEx(flags, cv2.MORPH_CLOSE, kernel)
    return cv2.morphologyEx(flags, cv2.MORPH_OPEN, kernel) > 0


def _head(look: _Look) -> Flags:
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


def _skin_coloured(look: _Look, off_skin: Plane, head: Flags) -> Flags:
    """Return cloth of the skin's colour, where the network is sure of enough of it: a camel coat is no skin."""
    sure = (cv2.erode(look.cut.clothes, np.ones((7, 7), np.uint8)) > NET_SURE) & look.inside & ~head
    sure &= (look.y > -BODICE) & (np.abs(look.x) < BODICE)
    alike = sure & (off_skin <= APART)
    for reach in (COLLAR, BODICE):  # a shirt of another colour below must not outvote what is at the neck
        near = look.y > -reach
        if (alike & near).sum() > max(MUCH * (sure & near).sum(), FEWEST):
            return alike
    return np.zeros_like(sure)


def _doubtful(colours: _Colours, clothes: Flags, unit: float) -> Flags:
    """Return where, beside cloth, a colour is rather that of the cloth: the shaded inside of a collar is no skin."""
    size = 2 * max(1, round(BESIDE_CLOTH * unit)) + 1
    flags, least = clothes.astype(np.uint8), CLEARLY[1] if colours.alike else CLEARLY[0]
    near = cv2.dilate(flags, np.ones((size, size), np.uint8)) > 0
    # The last pixels before cloth are a mixture with it, and one more is where colour leaves any doubt.
    edge = cv2.dilate(flags, np.ones((3, 3), np.uint8)) > 0
    edge |= (cv2.dilate(flags, np.ones((5, 5), np.uint8)) > 0) & (colours.bare < MOST)
    return edge | near & (cv2.blur(colours.skin - colours.cloth, (3, 3)) > -least)


def _rather_cloth(look: _Look, bare: Flags, clothes: Flags) -> Flags:
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


def _faint(look: _Look, clothes: Flags) -> Flags:
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


def _strands(look: _Look, head: Flags) -> Flags:
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


def _bare(rgb: RGB, look: _Look, colours: _Colours, body: Body | None, hands: list[Hand], head: Flags) -> Flags:
    """Return where the wearer's skin is seen below the head."""
    colour, said = colours.bare, _by_network(look)
    if colours.alike:  # then the network takes a coat for a chest, and only what colour supports is skin
        said = np.minimum(said, SUPPORTED * (colour - UNSUPPORTED).clip(0))
        colour = colour - UNSUPPORTED
    score = colour + np.where(colours.skin > NEVER, np.minimum(said, 0), said)
    seeds = _neck(look) & (colour > -1)
    for hand in hands:
        seeds |= (hull(rgb.shape, hand.points[:, :2]) > 0) & (colour > 0)
    if body is None:
        score = score + TRUNK * (look.y < -2.0)
    else:
        score, along = _by_pose(rgb.shape, score, look, body, head)
        seeds |= along & (colour > 0)
    radius = max(2, round(EVEN * 2 * look.unit))
    even = cv2.ximgproc.guidedFilter(rgb, np.asarray(score, np.float32), radius, 60.0)
    skin = (even > 0) & ~(_feet(rgb.shape, body) & (colour < BAREFOOT))
    if colours.alike:
        skin &= cv2.ximgproc.guidedFilter(rgb, np.asarray(colour, np.float32), radius, 60.0) > 0
        covered = _covered(look, colours, body) & ~head
        sure = _together(skin & look.inside & ~head & ~covered, seeds, look.unit)
        grown = _up_to_edges(look, sure, (colour < -FLOODS) & look.inside & ~head)
        return grown & ~covered & ~_over_the_neckline(look, covered, head)
    return _together(skin & look.inside & ~head, seeds, look.unit)


def _up_to_edges(look: _Look, skin: Flags, cloth: Flags) -> Flags:
    """Return ``skin`` grown as far as the picture has no edge before the ``cloth``: both have nearly one colour."""
    kernel = np.ones((3, 3), np.uint8)
    marks = np.where(look.inside, 0, 1).astype(np.int32)
    marks[cv2.erode(cloth.astype(np.uint8), kernel, iterations=2) > 0] = 2
    marks[cv2.erode(skin.astype(np.uint8), kernel) > 0] = 3
    parted = cv2.watershed(np.ascontiguousarray(look.values.clip(0, 255).astype(np.uint8)), marks)
    return (parted == 3) & look.inside


def _covered(look: _Look, colours: _Colours, body: Body | None) -> Flags:
    """Return the trunk where its cloth has the colour of skin: there only what the network is certain of is skin.

    Nothing is returned where colours tell both apart.
    """
    collar = (np.abs(look.x) < COLLAR) & (look.y < -0.5) & (look.y > -COLLAR)
    trunk, inner = (
        look.y <= -COLLAR if body is None else _trunk(look.inside.shape, body, size) for size in (TRUNKS, INNER)
    )
    doubted = (_by_network(look) < CERTAIN) & look.inside
    blind = (doubted & inner & (colours.bare > 0)).sum() > BLIND * max((doubted & inner).sum(), 1)
    return doubted & (collar | trunk) & bool(colours.alike and blind)


def _over_the_neckline(look: _Look, covered: Flags, head: Flags) -> Flags:
    """Return what an edge of the picture parts from the throat and none from the ``covered`` trunk.

    There the network may be as certain of skin as it likes: who is right cannot be known, and cloth must not be
    painted.
    """
    bare = look.inside & ~head & ~covered & (np.abs(look.x) < ASIDE) & (look.y > -BODICE)
    certain = bare & (look.cut.skin > NET_SURE)
    if not certain.any():
        return np.zeros_like(covered)
    throat = certain & (look.y > float(look.y[certain].max()) - THROAT)
    kernel = np.ones((3, 3), np.uint8)
    marks = np.where(look.inside & ~head, 0, 1).astype(np.int32)
    marks[cv2.erode(covered.astype(np.uint8), kernel, iterations=2) > 0] = 2
    marks[throat] = 3
    parted = cv2.watershed(np.ascontiguousarray(look.values.clip(0, 255).astype(np.uint8)), marks)
    return bare & (cv2.dilate((parted == 2).astype(np.uint8), kernel) > 0)


def _arms(look: _Look, colours: _Colours, body: Body | None) -> Flags:
    """Return arms and hands beside cloth of the skin's colour: nobody knows where a sleeve ends.

    All of them keep the wearer's tone, or they would change it half way.
    """
    doubted = np.zeros(look.inside.shape, bool)
    if body is None or not _covered(look, colours, body).any():
        return doubted
    found = limbs.limbs(look.inside.shape, body)
    legs = np.minimum.reduce([limb.aside for limb in found if not limb.arm] or [np.full(doubted.shape, np.inf)])
    for limb in found:
        if limb.arm:
            doubted |= limb.aside < np.minimum(ARM * body.shoulders, legs)
    return doubted


def _by_pose(shape: tuple[int, ...], score: Plane, look: _Look, body: Body, head: Flags) -> tuple[Plane, Flags]:
    """Return ``score`` with what pose says of skin against cloth, and the middle of limbs where they are bare."""
    told, along, trunk = np.zeros_like(score), np.zeros(score.shape, bool), _trunk(shape, body)
    for limb in limbs.limbs(shape, body):
        core = (limb.aside < CORE * body.shoulders) & look.inside & ~head
        end = limbs.ends(limb, score, core)
        says = limbs.says(limb, end)
        zone = (limb.aside < LIMB * body.shoulders * (1.0 if limb.arm else 1.5)) & look.inside
        told = np.where(zone & ((told == 0) | (says > told)), says, told)
        along |= core & (limb.along > end)
        trunk &= ~((limb.aside < 1.6 * CORE * body.shoulders) & (limb.along > end) & limb.arm)
    return score + told + TRUNK * trunk, along


def _neck(look: _Look) -> Flags:
    """Return the neck, where the network knows it."""
    return (look.cut.skin > NET_SURE) & (look.y < -0.4) & (look.y > -TRUSTED)


def _together(flags: Flags, seeds: Flags, unit: float) -> Flags:
    """Return the pieces of ``flags`` that hold some of what is surely skin, without threads."""
    size = max(3, round(THREAD * unit)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    solid = cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, names, sizes, _ = cv2.connectedComponentsWithStats(solid)
    held = np.bincount(names[seeds & (solid > 0)], minlength=count)
    kept = (held > 0.01 * sizes[:, cv2.CC_STAT_AREA]) & (held > 4)
    kept[0] = False
    near = cv2.dilate(kept[names].astype(np.uint8), kernel) > 0
    return flags & near


def _by_network(look: _Look) -> Plane:
    """Return what the network says of skin against cloth, less and less far from the face."""
    said = np.log((look.cut.skin + look.cut.face + 0.02) / (look.cut.clothes + 0.02)).clip(-NET, NET)
    far = np.maximum(np.abs(look.x), -look.y)
    trust = ((LOST - far) / (LOST - TRUSTED)).clip(0, 1)
    seen = look.cut.alpha > 0.3
    return np.asarray(said * (LEAST_TRUST + (1 - LEAST_TRUST) * trust) * seen, np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Colours:
    """How far every pixel is from the wearer's skin, clothes and from what is behind them, Lab distance."""

    skin: Plane
    cloth: Plane
    ground: Plane
    alike: bool = False  # cloth of the skin's colour is worn

    @property
    def bare(self) -> Plane:
        """What colour says of skin against cloth, above 0 for skin; 0 where the two cannot be told apart."""
        unlike = ((self.skin - FAR_OFF) / STEP).clip(0)
        return np.asarray(((self.cloth - self.skin) / STEP - unlike).clip(-MOST, MOST), np.float32)

    @property
    def spilled(self) -> Flags:
        """Where the colour is that of the ground, and neither of skin nor of cloth."""
        return (self.ground < SPILL) & (self.ground + UNLIKE < np.minimum(self.skin, self.cloth))


def _colours(look: _Look, body: Body | None, hands: list[Hand], head: Flags) -> _Colours:
    cut, values = look.cut, look.values
    nowhere = np.full(values.shape[:2], 1e3, np.float32)
    fine = features(values.shape, look.mesh.points, 1.3) > 0
    sure = (cut.face > NET_SURE) & ~fine
    skin = tones(values, sure, weight=SKIN_LIGHT, count=SKINS)
    if skin is None:
        return _Colours(skin=nowhere, cloth=np.zeros_like(nowhere), ground=nowhere)
    first = skin.apart(values)
    sure |= _neck(look) & (first < HAND_SKIN)
    for hand in hands:
        # Between fingers a coat is seen, which may have the skin's colour.
        sure |= (hull(values.shape, hand.points[:, :2]) > 0) & (first < HAND_SKIN) & (cut.clothes < 0.5)
    off_skin = (tones(values, sure, weight=SKIN_LIGHT, count=SKINS + 1) or skin).apart(values)
    trunk = _trunk(values.shape, body) if body is not None else (look.y < -1.6) & (np.abs(look.x) < 1.2)
    cloth = (trunk | (cut.clothes > NET_SURE)) & look.inside & ~head & (off_skin > APART) & (cut.skin < 0.5)
    alike = _skin_coloured(look, off_skin, head)
    cloth |= alike
    size = 2 * max(2, round(AROUND * look.unit)) + 1
    core = cv2.erode(cloth.astype(np.uint8), np.ones((max(3, size // 6),) * 2, np.uint8)) > 0
    # Cloth that differs from skin by its hue alone is that cloth in shade as well.
    light = SKIN_LIGHT if alike.any() else CLOTH_LIGHT
    known = tones(values, core, weight=light, count=CLOTHS) or tones(values, cloth, weight=light, count=CLOTHS)
    flags = look.inside.astype(np.uint8)
    around = (cv2.dilate(flags, np.ones((size, size), np.uint8)) > 0) & (
        cv2.dilate(flags, np.ones((7, 7), np.uint8)) == 0
    )
    ground = tones(values, around, weight=CLOTH_LIGHT, count=GROUNDS)
    return _Colours(
        skin=off_skin,
        cloth=off_skin if known is None else known.apart(values),
        ground=nowhere if ground is None else ground.apart(values),
        alike=bool(alike.any()),
    )


def _trunk(shape: tuple[int, ...], body: Body, size: float = 0.85) -> Flags:
    """Return the part between shoulders and hips, its inner one if nothing else is said."""
    names = ("right-shoulder", "left-shoulder", "left-hip", "right-hip")
    corners = np.stack([body.where(name) for name in names])
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(drawn, np.round((corners - corners.mean(0)) * size + corners.mean(0)).astype(np.int32), 1)
    return drawn > 0


def _raised(shape: tuple[int, ...], body: Body | None) -> Flags:
    """Return the arms, which may be raised beside the head."""
    flags = np.zeros(shape[:2], bool)
    if body is not None:
        for limb in limbs.limbs(shape, body):
            flags |= limb.arm & (limb.aside < LIMB * body.shoulders)
    return flags


def _feet(shape: tuple[int, ...], body: Body | None) -> Flags:
    """Return what lies under the ankles: shoes are no part of a garment."""
    flags = np.zeros(shape[:2], bool)
    if body is None:
        return flags
    y, x = np.mgrid[: shape[0], : shape[1]]
    for side in ("right", "left"):
        hip, knee, ankle = (body.at(f"{side}-{name}") for name in ("hip", "knee", "ankle"))
        if hip is None or knee is None or ankle is None or ankle[1] - knee[1] < SHIN * body.shoulders:
            continue  # somebody who sits, or whose legs are guessed
        other = body.where(f"{'left' if side == 'right' else 'right'}-ankle")
        nearer = np.hypot(x - ankle[0], y - ankle[1]) <= np.hypot(x - other[0], y - other[1])
        way = (ankle - knee) / max(float(np.linalg.norm(ankle - knee)), 1.0)
        beyond = (x - ankle[0]) * way[0] + (y - ankle[1]) * way[1]
        flags |= nearer & (beyond > 0.02 * body.shoulders)
    return flags
