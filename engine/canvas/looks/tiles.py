"""Looks of pieces: mosaic, stained glass, low poly, pixels."""

from __future__ import annotations

import cv2
import numpy as np
from scipy.spatial import Delaunay, cKDTree

from engine.canvas.looks import flow, tools
from engine.canvas.looks.tools import Unit, blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, shares
from engine.canvas.types import Plane
from engine.faces.types import RGB


def mosaic(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, tile: float = 0.042) -> RGB:
    """Small stones in rows that follow the face, mortar between them, each with its own sheen."""
    photo, power = tools.evened(unit(rgb), sitter, 0.58)
    light = grey(photo)
    sharp = 1.1 * (light - blurred(light, sitter.span / 14)) * tools.features(sitter, rest=0.5)
    photo = (tools.saturated(photo, 1.4) + sharp[..., None]).clip(0, 1)
    photo = tools.restored(photo, sitter, power, 0.6)
    height, width = photo.shape[:2]
    care = tools.features(sitter, rest=0.5)
    points = _sites(care, max(tile * sitter.span, 5.0), random)
    owner, first, second = _cells(height, width, points)
    colour = _means(photo, owner, len(points)) * (1 + random.normal(0, 0.05, (len(points), 1))).astype(np.float32)
    made = colour[owner]
    gap = second - first
    fine = care > 0.42
    joint = tools.smoothstep(0.2, np.where(fine, 1.2, max(sitter.span / 110, 2.2)).astype(np.float32), gap)
    joint = np.where(fine, 0.35 + 0.65 * joint, joint)
    sheen = random.uniform(0.86, 1.14, len(points)).astype(np.float32)[owner]
    bevel = 1 + 0.10 * tools.smoothstep(max(sitter.span / 60, 3), 1, gap) * (joint - 0.5)
    made = made * (sheen * bevel)[..., None]
    return unit_as_bytes(made * joint[..., None] + code("#5a4c3c") * (1 - joint[..., None]))


def _sites(care: Plane, step: float, random: np.random.Generator) -> np.ndarray:
    """Return (n, 2) (x, y) places on a jittered grid, four times as many where ``care`` is high."""
    height, width = care.shape
    found = []
    for fine in (1.0, 0.5):
        pitch = step * fine
        y, x = np.meshgrid(np.arange(pitch / 2, height, pitch), np.arange(pitch / 2, width, pitch), indexing="ij")
        places = np.stack([x.ravel(), y.ravel()], -1) + random.uniform(-0.16, 0.16, (x.size, 2)) * pitch
        inner = care[places[:, 1].astype(int).clip(0, height - 1), places[:, 0].astype(int).clip(0, width - 1)] > 0.42
        found.append(places[inner] if fine < 1 else places[~inner])
    return np.concatenate(found)


def _cells(height: int, width: int, points: np.ndarray) -> tuple[np.ndarray, Plane, Plane]:
    """Return for every pixel its nearest point, and the distances to the two nearest."""
    y, x = np.mgrid[0:height, 0:width]
    far, near = cKDTree(points).query(np.stack([x.ravel(), y.ravel()], -1), k=2)
    return (
        near[:, 0].reshape(height, width),
        far[:, 0].reshape(height, width).astype(np.float32),
        far[:, 1].reshape(height, width).astype(np.float32),
    )


def _means(value: Unit, owner: np.ndarray, count: int) -> Unit:
    """Return (count, 3) mean colour of each cell."""
    size = np.bincount(owner.ravel(), minlength=count).clip(1)
    return np.stack([np.bincount(owner.ravel(), value[..., c].ravel(), count) / size for c in range(3)], -1).astype(
        np.float32
    )


def pixel_art(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, across: int = 36, colours: int = 20) -> RGB:
    """Large pixels of few colours: ``across`` of them over the face."""
    photo, power = tools.evened(unit(rgb), sitter, 0.6)
    flat = flow.flattened(unit_as_bytes(photo), sitter, calm=0.6)
    photo = tools.saturated(tools.readable(flat, photo, sitter, 1.1, fine=16, rest=0.2), 1.35)
    photo = tools.restored(photo.clip(0, 1), sitter, power, 0.8)
    height, width = photo.shape[:2]
    pixel = sitter.span / across
    size = (max(round(width / pixel), 8), max(round(height / pixel), 8))
    small = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    person = cv2.resize(sitter.alpha, size, interpolation=cv2.INTER_AREA) > 0.5
    made = np.empty_like(small)
    for mask, share in ((person, colours), (~person, max(colours // 2, 4))):
        if mask.sum() > share:  # behind the person other colours count: they take none of the skin's
            label, centres = _palette(small[mask], share, random)
            made[mask] = centres[label]
        else:
            made[mask] = small[mask]
    rim = person & ~cv2.erode(person.astype(np.uint8), np.ones((3, 3), np.uint8), borderValue=1).astype(bool)
    made[rim] *= np.float32(0.35)
    return unit_as_bytes(cv2.resize(made, (width, height), interpolation=cv2.INTER_NEAREST))


def _palette(flat: Unit, colours: int, random: np.random.Generator) -> tuple[np.ndarray, Unit]:
    """Return nearest colour of each row and the ``colours`` colours: Lloyd's rounds from a seeded start."""
    centres = flat[random.choice(len(flat), colours, replace=False)].copy()
    for _ in range(12):
        label = cKDTree(centres).query(flat)[1]
        size = np.bincount(label, minlength=colours)
        sums = np.stack([np.bincount(label, flat[:, c], colours) for c in range(3)], -1)
        centres = np.where(
            size[:, None] > 0, sums / size.clip(1)[:, None], flat[random.integers(len(flat), size=colours)]
        ).astype(np.float32)
    return cKDTree(centres).query(flat)[1], centres


def stained_glass(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, piece: float = 0.3) -> RGB:
    """Pieces of coloured glass between lead that follows the figure, the face painted on its glass, light behind."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    span = sitter.span
    part = _parts(sitter)
    owner, _, _ = _cells(height, width, _sites(np.zeros_like(sitter.alpha), piece * span, random))
    pieces = np.where(part == SKIN, 0, owner + 1) + (owner.max() + 2) * part  # no lead across a face
    pieces = np.unique(pieces, return_inverse=True)[1].reshape(height, width)
    rich = tools.saturated(photo, 1.9)
    glass = _means(rich, pieces, int(pieces.max()) + 1)[pieces]
    fine = flow.flattened(unit_as_bytes(tools.saturated(photo, 1.5)), sitter)
    skin = blurred((part == SKIN).astype(np.float32), span / 200)[..., None]
    hair = blurred((part == HAIR).astype(np.float32), span / 200)[..., None]
    painted = tools.readable(fine, photo, sitter, 0.8, rest=0.2)
    made = glass * (1 - skin) + painted * skin
    made = made * (1 - 0.45 * hair) + (0.3 * glass + 0.7 * fine) * 0.45 * hair
    made = tools.restored(made, sitter, power, 0.6)
    lead = _lead(pieces, max(span / 40, 3.5))
    trace = flow.drawn(blurred(grey(photo), span / 230), span / 120, sharp=12, level=0.45) * skin[..., 0]
    ripple = grain(height, width, random, span / 70)
    x, y = shares(height, width, -1, 1)
    light = 0.84 + 0.34 * np.exp(-((x**2 + (y + 0.2) ** 2) / 0.7)) + 0.05 * ripple * (1 - 0.7 * skin[..., 0])
    made = tools.contrast(made, 1.15, 0.42) * light[..., None]
    dark = np.maximum(lead, 0.85 * trace)[..., None]
    return unit_as_bytes(made * (1 - dark) + code("#0e0e12") * dark)


BEHIND, CLOTH, SKIN, HAIR = range(4)


def _parts(sitter: Sitter) -> np.ndarray:
    """(height, width) which part of the picture a pixel is: behind, cloth, skin or hair, with smooth borders."""
    bare = np.maximum(sitter.face, sitter.skin)
    cloth = (sitter.alpha - bare - sitter.hair).clip(0, 1)
    masks = [blurred(each, sitter.span / 70) for each in (1 - sitter.alpha, cloth, bare, sitter.hair)]
    return np.argmax(np.stack(masks), 0)


def _lead(pieces: np.ndarray, wide: float) -> Plane:
    """(height, width) 1 on lead, ``wide`` pixels of it along the borders of ``pieces``."""
    edge = np.ones(pieces.shape, np.uint8)
    edge[:, 1:][pieces[:, 1:] != pieces[:, :-1]] = 0
    edge[1:][pieces[1:] != pieces[:-1]] = 0
    far = cv2.distanceTransform(edge, cv2.DIST_L2, 5)
    return tools.smoothstep(wide / 2 + 0.9, wide / 2 - 0.9, blurred(far, 1.2))


def low_poly(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, count: int = 420) -> RGB:
    """Flat triangles: fine on the face along its mesh, their edges on the outline of person and hair."""
    photo, power = tools.evened(unit(rgb), sitter, 0.56)
    photo = tools.restored(tools.saturated(photo, 1.25), sitter, power, 0.8).clip(0, 1)
    height, width = photo.shape[:2]
    part = _parts(sitter)
    open_ = (1 - sitter.alpha)[..., None]
    around = blurred(photo * open_, sitter.span / 5) / blurred(1 - sitter.alpha, sitter.span / 5).clip(0.02)[..., None]
    photo = np.where((part == BEHIND)[..., None], around, photo).astype(np.float32)  # no glow of the person beside them
    inside = (sitter.points > 0).all(1) & (sitter.points < [width - 1, height - 1]).all(1)
    mesh = _thinned(sitter.points[inside].astype(np.float64), sitter.span / 60)
    loose = random.uniform(0, [width - 1, height - 1], (count * 6, 2))
    kept = _spread(np.concatenate([mesh, _outline(part, sitter.span / 11), loose]), len(mesh), sitter, count)
    triangles = Delaunay(kept)
    y, x = np.mgrid[0:height, 0:width]
    owner = triangles.find_simplex(np.stack([x.ravel(), y.ravel()], -1)).reshape(height, width).clip(0)
    # A triangle has the colour of the part it mostly lies in: none mixes hair with sky.
    votes = np.stack(
        [np.bincount(owner.ravel(), (part == each).ravel(), len(triangles.simplices)) for each in range(4)]
    )
    own = part == votes.argmax(0)[owner]
    colour = _means(photo, np.where(own, owner, count), count + 1)
    return unit_as_bytes(cv2.GaussianBlur(colour[owner], (0, 0), 0.5))


def _outline(part: np.ndarray, step: float) -> np.ndarray:
    """Return (n, 2) places along the borders of the parts, about ``step`` pixels apart."""
    found = []
    for each in (CLOTH, SKIN, HAIR):
        rings, _ = cv2.findContours((part == each).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        found += [ring[:: max(int(step), 1), 0] for ring in rings if len(ring) > 4 * step]
    return np.concatenate(found).astype(np.float64) if found else np.zeros((0, 2))


def _thinned(points: np.ndarray, least: float) -> np.ndarray:
    """Return those of (n, 2) that are ``least`` pixels from each other."""
    kept = points[:1]
    for point in points[1:]:
        if np.hypot(*(kept - point).T).min() > least:
            kept = np.concatenate([kept, point[None]])
    return kept


def _spread(points: np.ndarray, first: int, sitter: Sitter, count: int) -> np.ndarray:
    """Return the first points, then those that leave room to each other: more of it away from the person."""
    height, width = sitter.alpha.shape
    edge = np.linspace(0, 1, 8)
    border = np.array([(x * (width - 1), y * (height - 1)) for x in edge for y in edge if x in (0, 1) or y in (0, 1)])
    kept = [*points[:first], *border]
    loose = points[first:]
    on = sitter.alpha[loose[:, 1].astype(int), loose[:, 0].astype(int)] > 0.5
    room = np.sqrt(height * width / count) * np.where(on, 0.42, 1.15)
    free = cKDTree(np.array(kept)).query(loose)[0] > room
    added = np.zeros((0, 2))
    for point, least in zip(loose[free], room[free], strict=True):
        if not len(added) or np.hypot(*(added - point).T).min() > least:
            added = np.concatenate([added, point[None]])
    return np.concatenate([np.array(kept), added])
