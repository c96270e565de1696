"""Where the wearer's skin is seen below the head: each sleeve and trouser leg has one end.

Before it the limb is covered, behind it bare. Where cloth has the skin's own colour, only what is surely skin is
called so: cloth must not be painted.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.regions import Plane, hull
from engine.faces.types import RGB
from engine.garments import limbs
from engine.garments.body import Body, Hand
from engine.garments.evidence import BODICE, COLLAR, NET_SURE, Colours, Look, by_network, neck_of, trunk_of
from engine.garments.wearer import Flags

NEVER = 26.0  # Lab distance from skin from which the network cannot call anything skin
SUPPORTED, UNSUPPORTED = 2.0, 0.7  # beside skin-coloured cloth the network says so many times what colour says beyond
FLOODS = 0.5  # what colour says of cloth up to which skin may grow
CERTAIN = 2.5  # what the network says of skin on a trunk in cloth of the skin's colour
ASIDE, THROAT = 0.8, 0.25  # face widths to either side in which a neckline lies, and how deep a throat is at least
BLIND = 0.4  # of a trunk that has rather the colour of skin: then colours do not tell both apart
TRUNKS, INNER = 1.12, 0.5  # times as wide as the joints: a trunk in cloth, and what surely is trunk
TRUNK = -1.5  # what lies on the trunk is cloth, if nothing speaks against it
LIMB = 0.16  # shoulder widths: how thick a bare limb is at the most
CORE = 0.06  # and what surely lies on it
ARM = 0.3  # and how far from its bone an arm and its hand end
EVEN = 0.02  # face widths: reach of the smoothing along the picture's edges
THREAD = 0.07  # face widths: what is thinner is no skin but the rim of something
BAREFOOT = 1.0  # what colour must say of a foot that is bare
SHIN = 0.4  # shoulder widths a shin of somebody who stands is long, at least


def bare_skin(rgb: RGB, look: Look, colours: Colours, body: Body | None, hands: list[Hand], head: Flags) -> Flags:
    """Return where the wearer's skin is seen below the head."""
    colour, said = colours.bare, by_network(look)
    if colours.alike:  # then the network takes a coat for a chest, and only what colour supports is skin
        said = np.minimum(said, SUPPORTED * (colour - UNSUPPORTED).clip(0))
        colour = colour - UNSUPPORTED
    score = colour + np.where(colours.skin > NEVER, np.minimum(said, 0), said)
    seeds = neck_of(look) & (colour > -1)
    for hand in hands:
        seeds |= (hull(rgb.shape, hand.points[:, :2]) > 0) & (colour > 0)
    if body is None:
        score = score + TRUNK * (look.y < -2.0)
    else:
        score, along = _by_pose(rgb.shape, score, look, body, head)
        seeds |= along & (colour > 0)
    radius = max(2, round(EVEN * 2 * look.unit))
    even = cv2.ximgproc.guidedFilter(rgb, np.asarray(score, np.float32), radius, 60.0)
    skin = (even > 0) & ~(feet(rgb.shape, body) & (colour < BAREFOOT))
    if colours.alike:
        skin &= cv2.ximgproc.guidedFilter(rgb, np.asarray(colour, np.float32), radius, 60.0) > 0
        covered = covered_trunk(look, colours, body) & ~head
        sure = _together(skin & look.inside & ~head & ~covered, seeds, look.unit)
        grown = _up_to_edges(look, sure, (colour < -FLOODS) & look.inside & ~head)
        return grown & ~covered & ~_over_the_neckline(look, covered, head)
    return _together(skin & look.inside & ~head, seeds, look.unit)


def _by_pose(shape: tuple[int, ...], score: Plane, look: Look, body: Body, head: Flags) -> tuple[Plane, Flags]:
    """Return ``score`` with what pose says of skin against cloth, and the middle of limbs where they are bare."""
    told, along, trunk = np.zeros_like(score), np.zeros(score.shape, bool), trunk_of(shape, body)
    for limb in limbs.limbs(shape, body):
        core = (limb.aside < CORE * body.shoulders) & look.inside & ~head
        end = limbs.ends(limb, score, core)
        says = limbs.says(limb, end)
        zone = (limb.aside < LIMB * body.shoulders * (1.0 if limb.arm else 1.5)) & look.inside
        told = np.where(zone & ((told == 0) | (says > told)), says, told)
        along |= core & (limb.along > end)
        trunk &= ~((limb.aside < 1.6 * CORE * body.shoulders) & (limb.along > end) & limb.arm)
    return score + told + TRUNK * trunk, along


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


def _up_to_edges(look: Look, skin: Flags, cloth: Flags) -> Flags:
    """Return ``skin`` grown as far as the picture has no edge before the ``cloth``: both have nearly one colour."""
    kernel = np.ones((3, 3), np.uint8)
    marks = np.where(look.inside, 0, 1).astype(np.int32)
    marks[cv2.erode(cloth.astype(np.uint8), kernel, iterations=2) > 0] = 2
    marks[cv2.erode(skin.astype(np.uint8), kernel) > 0] = 3
    parted = cv2.watershed(np.ascontiguousarray(look.values.clip(0, 255).astype(np.uint8)), marks)
    return (parted == 3) & look.inside


def covered_trunk(look: Look, colours: Colours, body: Body | None) -> Flags:
    """Return the trunk where its cloth has the colour of skin: there only what the network is certain of is skin.

    Nothing is returned where colours tell both apart.
    """
    collar = (np.abs(look.x) < COLLAR) & (look.y < -0.5) & (look.y > -COLLAR)
    trunk, inner = (
        look.y <= -COLLAR if body is None else trunk_of(look.inside.shape, body, size) for size in (TRUNKS, INNER)
    )
    doubted = (by_network(look) < CERTAIN) & look.inside
    blind = (doubted & inner & (colours.bare > 0)).sum() > BLIND * max((doubted & inner).sum(), 1)
    return doubted & (collar | trunk) & bool(colours.alike and blind)


def _over_the_neckline(look: Look, covered: Flags, head: Flags) -> Flags:
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


def doubted_arms(look: Look, colours: Colours, body: Body | None) -> Flags:
    """Return arms and hands beside cloth of the skin's colour: nobody knows where a sleeve ends.

    All of them keep the wearer's tone, or they would change it half way.
    """
    doubted = np.zeros(look.inside.shape, bool)
    if body is None or not covered_trunk(look, colours, body).any():
        return doubted
    found = limbs.limbs(look.inside.shape, body)
    legs = np.minimum.reduce([limb.aside for limb in found if not limb.arm] or [np.full(doubted.shape, np.inf)])
    for limb in found:
        if limb.arm:
            doubted |= limb.aside < np.minimum(ARM * body.shoulders, legs)
    return doubted


def raised_arms(shape: tuple[int, ...], body: Body | None) -> Flags:
    """Return the arms, which may be raised beside the head."""
    flags = np.zeros(shape[:2], bool)
    if body is not None:
        for limb in limbs.limbs(shape, body):
            flags |= limb.arm & (limb.aside < LIMB * body.shoulders)
    return flags


def feet(shape: tuple[int, ...], body: Body | None) -> Flags:
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
