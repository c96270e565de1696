"""Who wears the garment, by rule: person, head, bare skin, and what is left of the person, the clothes (paper 3.1).

No network for clothes exists in any registry; the hub's M2FP has one (`engine.garments.wardrobe`). Here the person
mask says where somebody is, the pose which parts may be bare, the cheeks what colour bare skin has, and the torso what
colour the clothes have.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import CHEEKS, Mask, Pixels, face_units, hull, lab, part
from engine.faces.types import RGB, Face
from engine.garments.body import ARMS, LEGS, Body, Hand, limbs

Flags = NDArray[np.bool_]  # (height, width)

LIGHT = 0.45  # weight of lightness beside colour: a shaded arm is the same skin
NECK, BARE, TORSO = 24.0, 17.0, 11.0  # Lab distance from the cheeks up to which neck, limbs and chest are bare
ANYWHERE = 13.0  # the same for what lies neither along a limb nor on the trunk
HAND = 34.0  # hands are found by their shape, so that colour may differ more
LOOKS_BARE = 15.0  # Lab distance: clothes nearer than this to the skin's colour are told apart by place alone
CHEST = 1.5  # face widths under the chin that a neckline may reach
SKULL = (0.75, 1.15)  # half width and height in shoulder halves of a head without a readable face
RISE = 1.2  # how fast the line under which clothes begin rises beside the face
COLOURS, MAIN = 4, 0.06  # by which the clothes are known, and the share from which one counts
LEAK = (9.0, 5.0)  # Lab distance up to which cloth may be ground, and how much further it must lie from the clothes
HAIR_APART = 9.0  # Lab distance by which hair on the chest must be nearer to hair than to clothes
FEWEST = 30  # pixels a colour is taken from


@dataclass(frozen=True, kw_only=True, eq=False)
class Wearer:
    """What is seen of a person; every mask (height, width) float32 0..1 and apart from the others."""

    body: Body | None
    face: Face | None  # with a mesh
    hands: tuple[Hand, ...]
    person: Mask
    head: Mask  # face, hair and ears
    skin: Mask  # bare skin under the head
    clothes: Mask


def wearer(rgb: RGB, person: Mask, head: Mask, face: Face | None, body: Body | None, hands: list[Hand]) -> Wearer:
    """Tell head, bare skin and clothes of (height, width, 3) uint8 RGB apart.

    ``head`` is the head segmenter's mask, zeros without a readable face; ``face`` has a mesh or is None.
    """
    values = lab(cv2.bilateralFilter(rgb, 5, 20, 3))
    inside = person > 0.5
    if face is None:
        head = _skull(rgb.shape, body) * person
    below = _below_chin(rgb.shape, face, body)
    torso = _torso(rgb.shape, face, body) & inside
    tone = _tone(values, face, hands)
    cloth = _middle(values, torso & (_apart(values, tone) > LOOKS_BARE) & ~_on(head))
    hair = _hair(values, head, face, below, cloth)
    bare = _bare(values, tone, cloth, face, body, hands, torso) & inside & ~_on(hair)
    clothes = inside & ~_on(hair) & ~bare & (below | _sleeves(rgb.shape, body)) & ~_feet(rgb.shape, body)
    unit = _unit(rgb.shape, face, body)
    clothes = _clean(clothes & ~_ground(values, person, clothes, unit), unit)
    skin = bare & ~clothes
    return Wearer(
        body=body,
        face=face,
        hands=tuple(hands),
        person=person,
        head=hair,
        skin=skin.astype(np.float32),
        clothes=clothes.astype(np.float32),
    )


def _on(mask: Mask) -> Flags:
    return mask > 0.5


def _unit(shape: tuple[int, ...], face: Face | None, body: Body | None) -> float:
    """Return a face width in pixels, from the shoulders where no face is read."""
    if face is not None and face.mesh is not None:
        return float(face.mesh.box[2] - face.mesh.box[0])
    return body.shoulders / 2.4 if body is not None else min(shape[:2]) / 6


def _apart(values: Pixels, colour: NDArray[np.float32] | None) -> NDArray[np.float32]:
    if colour is None:
        return np.full(values.shape[:2], 1e3, np.float32)
    return np.linalg.norm((values - colour) * np.array([LIGHT, 1, 1], np.float32), axis=-1)


def _middle(values: Pixels, where: Flags) -> NDArray[np.float32] | None:
    return np.median(values[where], axis=0) if where.sum() >= FEWEST else None


def _tone(values: Pixels, face: Face | None, hands: list[Hand]) -> NDArray[np.float32] | None:
    """Return the skin's colour, from the cheeks or else the palms; None where neither is seen."""
    if face is not None and face.mesh is not None:
        return _middle(values, part(values.shape, face.mesh.points, CHEEKS) > 0)
    palms = [hull(values.shape, hand.points[[0, 5, 9, 13, 17], :2]) > 0 for hand in hands]
    return _middle(values, np.logical_or.reduce(palms)) if palms else None


def _below_chin(shape: tuple[int, ...], face: Face | None, body: Body | None) -> Flags:
    """Return what lies lower than the jaw: a line under the head, along its tilt."""
    if face is not None and face.mesh is not None:
        x, y = face_units(shape, face.mesh.points)
        chin, eyes = face.mesh.points[152, :2], face.mesh.eyes.mean(0)
        reach = float(np.linalg.norm(chin - eyes)) / _unit(shape, face, body)
        # Beside the face shoulders and collars rise to the mouth.
        return y < -reach + 0.05 + np.clip(np.abs(x) - 0.5, 0, 0.7) * RISE
    if body is None:
        return np.ones(shape[:2], bool)
    y = np.mgrid[: shape[0], : shape[1]][0]
    return y > body.where("neck")[1] - 0.12 * body.shoulders


def _skull(shape: tuple[int, ...], body: Body | None) -> Mask:
    """Return an ellipse where a head must be that shows no readable face."""
    drawn = np.zeros(shape[:2], np.float32)
    if body is None or not (body.seen[[0, 14, 15, 16, 17]]).any():
        return drawn
    ears = (body.where("right-ear") + body.where("left-ear") + body.where("nose")) / 3
    half = body.shoulders / 2
    axes = (max(1, round(SKULL[0] * half * 0.75)), max(1, round(SKULL[1] * half * 0.75)))
    cv2.ellipse(drawn, tuple(int(v) for v in ears), axes, 0, 0, 360, 1.0, -1)
    return drawn


def _torso(shape: tuple[int, ...], face: Face | None, body: Body | None) -> Flags:
    """Return where clothes are surest: between shoulders and hips, or else under the chin."""
    drawn = np.zeros(shape[:2], np.uint8)
    if body is not None:
        names = ("right-shoulder", "left-shoulder", "left-hip", "right-hip")
        corners = np.stack([body.where(name) for name in names])
        cv2.fillConvexPoly(drawn, np.round((corners - corners.mean(0)) * 0.8 + corners.mean(0)).astype(np.int32), 1)
        if drawn.sum() >= FEWEST:
            return drawn > 0
    if face is None or face.mesh is None:
        return drawn > 0
    x, y = face_units(shape, face.mesh.points)
    return (np.abs(x) < 0.9) & (y < -1.3)


def _hair(values: Pixels, head: Mask, face: Face | None, below: Flags, cloth: NDArray[np.float32] | None) -> Mask:
    """Return the head without what its segmenter took from the clothes.

    Under the chin only what has the hair's colour rather than the clothes' stays head.
    """
    if face is None or face.mesh is None or not (_on(head) & below).any():
        return head
    oval = hull(values.shape, face.mesh.oval, 1.05) > 0
    x, y = face_units(values.shape, face.mesh.points)
    sample = _middle(values, _on(head) & ~oval & (y > 0))
    if sample is None or cloth is None:
        return (head * ~(below & ~oval)).astype(np.float32)
    hair, clothes = (np.linalg.norm(values - colour, axis=-1) for colour in (sample, cloth))
    long = (hair + HAIR_APART < clothes) & (np.abs(x) < 1.2)
    beside = ~below & ((y > -0.1) | (hair < clothes + HAIR_APART))
    return (head * (beside | oval | long)).astype(np.float32)


def _bare(
    values: Pixels,
    tone: NDArray[np.float32] | None,
    cloth: NDArray[np.float32] | None,
    face: Face | None,
    body: Body | None,
    hands: list[Hand],
    torso: Flags,
) -> Flags:
    """Return bare skin: where the pose allows it and the colour agrees; a neckline must hang together with the neck."""
    shape, unit = values.shape, _unit(values.shape, face, body)
    apart = _apart(values, tone)
    bare = np.zeros(shape[:2], bool)
    alike = cloth is not None and tone is not None and float(_apart(cloth[None, None], tone)[0, 0]) < LOOKS_BARE
    if face is not None and face.mesh is not None:
        bare |= _neckline(values, apart, face, cloth, alike=alike)
    for hand in hands:
        grown = hull(shape, hand.points[:, :2], 1.15) > 0
        bare |= grown & (apart < HAND)
    if body is not None and tone is not None and not alike:
        thick = 0.45 * unit
        bare |= limbs(shape, body, ARMS, thick) & (apart < BARE)
        bare |= limbs(shape, body, LEGS, 1.3 * thick) & (apart < BARE)
        bare |= _fists(shape, body, 0.55 * unit) & (apart < BARE)
        bare |= ~torso & (apart < ANYWHERE)
    return _closed(bare, 0.06 * unit)


def _fists(shape: tuple[int, ...], body: Body, reach: float) -> Flags:
    """Return the surroundings of both wrists, where a hand may be that the hand finder missed."""
    drawn = np.zeros(shape[:2], np.uint8)
    for side in ("right", "left"):
        wrist, elbow = body.at(f"{side}-wrist"), body.where(f"{side}-elbow")
        if wrist is not None:
            along = (wrist - elbow) / max(float(np.linalg.norm(wrist - elbow)), 1.0)
            centre = tuple(int(v) for v in wrist + 0.6 * reach * along)
            cv2.circle(drawn, centre, max(1, round(reach)), 1, -1)
    return drawn > 0


def _neckline(
    values: Pixels, apart: NDArray[np.float32], face: Face, cloth: NDArray[np.float32] | None, *, alike: bool
) -> Flags:
    """Return neck and chest as far as they are bare and hang together with the chin."""
    mesh = face.mesh
    x, y = face_units(values.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[152, :2] - mesh.eyes.mean(0))) / _unit(values.shape, face, None)
    throat = (np.abs(x) < 0.42) & (y < chin + 0.25) & (y > chin - 0.4)
    chest = (np.abs(x) < 1.1) & (y < chin + 0.25) & (y > chin - CHEST)
    likely = throat & (apart < NECK)
    if not alike:
        likely |= chest & (apart < TORSO)
    if cloth is not None:  # a shaded neck is nearer to the cheeks than to the shirt, however dark
        likely &= apart < np.linalg.norm((values - cloth) * np.array([LIGHT, 1, 1], np.float32), axis=-1)
    seed = hull(values.shape, mesh.oval) > 0
    _, names = cv2.connectedComponents((likely | seed).astype(np.uint8))
    joined = np.isin(names, np.unique(names[seed])) & (names > 0)
    return joined & likely


def _sleeves(shape: tuple[int, ...], body: Body | None) -> Flags:
    """Return the arms, which may be raised beside the head."""
    if body is None:
        return np.zeros(shape[:2], bool)
    return limbs(shape, body, ARMS, 0.16 * body.shoulders)


def _feet(shape: tuple[int, ...], body: Body | None) -> Flags:
    """Return what lies under the ankles: shoes are no part of a garment."""
    flags = np.zeros(shape[:2], bool)
    ankles = (
        [] if body is None else [point for side in ("right", "left") if (point := body.at(f"{side}-ankle")) is not None]
    )
    if ankles:
        flags[int(max(point[1] for point in ankles)) :] = True
    return flags


def _ground(values: Pixels, person: Mask, clothes: Flags, unit: float) -> Flags:
    """Return where the person mask spills over: cloth with the colour of the ground beside it, not of the clothes."""
    core = cv2.erode(clothes.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    if core.sum() < FEWEST:
        return np.zeros(clothes.shape, bool)
    ground = (person < 0.2).astype(np.float32)
    share = cv2.GaussianBlur(ground, (0, 0), 0.4 * unit)
    behind = cv2.GaussianBlur(values * ground[..., None], (0, 0), 0.4 * unit) / (share[..., None] + 1e-6)
    off_ground, off_cloth = np.linalg.norm(values - behind, axis=-1), _nearest(values, values[core])
    return clothes & (share > 0.03) & (off_ground < LEAK[0]) & (off_cloth > off_ground + LEAK[1])


def _nearest(values: Pixels, sample: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the Lab distance of every pixel to the nearest of the sample's main colours."""
    cv2.setRNGSeed(0)
    few = np.ascontiguousarray(sample[:: max(1, len(sample) // 3000)], np.float32)
    rule = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0)
    count = min(COLOURS, len(few))
    _, names, colours = cv2.kmeans(few, count, None, rule, 1, cv2.KMEANS_PP_CENTERS)
    main = colours[np.bincount(names.ravel(), minlength=count) > MAIN * len(few)]
    return np.min([np.linalg.norm(values - colour, axis=-1) for colour in main], axis=0)


def _closed(flags: Flags, size: float) -> Flags:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(size)) | 1,) * 2)
    return cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0


def _clean(clothes: Flags, unit: float) -> Flags:
    """Close gaps, open threads, and leave out crumbs under a fiftieth of the largest piece."""
    size = max(3, round(0.05 * unit)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    flags = cv2.morphologyEx(clothes.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    flags = cv2.morphologyEx(flags, cv2.MORPH_OPEN, kernel)
    count, names, sizes, _ = cv2.connectedComponentsWithStats(flags)
    if count < 2:
        return flags > 0
    areas = sizes[1:, cv2.CC_STAT_AREA]
    kept = 1 + np.flatnonzero(areas >= areas.max() / 50)
    return np.isin(names, kept)
