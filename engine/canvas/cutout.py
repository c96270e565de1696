"""A person out of a photo: whose pixels, which part of them, how much of each (paper 2.1.1).

The network (card: `engine/canvas/cutnet`) looks twice, at the whole person and at the head, and always knows whose face
is meant. What is not connected with that face is somebody else. The edge then follows the photo, see `matting`.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from engine.canvas.edges import with_ears
from engine.canvas.matting import refined, without_background
from engine.canvas.network import CLASSES, CutNet
from engine.canvas.types import CutOut, Plane
from engine.canvas.whole import whole
from engine.faces.occlusion import bridge_line, glasses
from engine.faces.regions import EYE_BAND, face_units, face_width, hull, part
from engine.faces.types import RGB, Mesh

Planes = NDArray[np.float32]  # (6, height, width): alpha, then the classes of the network but its first, 0..1

SIDE = 384  # pixels the network sees
THREES = ([0, 2, 3], [4, 5, 6])  # of what it says: alpha and the classes but the background
HEAD = 3.2  # face widths: side of the look at the head
PERSON = 9.0  # face widths: the largest side of the look at the person, beyond it a face is too small to be known
SAME = 1.3  # sides that differ by less are one look
FEATHER = 0.08  # of the side: how softly the look at the head ends
NOTHING, ALL = 0.12, 0.75  # the network is shy: what it says of none and of the whole of a pixel
DECIDED = 4  # power of the shares: what is mostly one class is that class
SHOULDERS, CHIN = 1.5, 0.75  # face widths: half of what a body is wide, and how far below the eyes it begins
BESIDE, HEADS = 1.1, 0.12  # face widths beyond which a person mask at the head's height is others; how much of it is
ARMS = 4.0  # face widths: how far the arm of a selfie reaches
GLASSES, LINE = 0.08, 0.15  # from which glasses are worn: share of the eyes' band; line across the nose
ABOVE, CROWN, HAT = 0.35, 0.75, 0.45  # face widths above the eyes between which hats sit; how much of it is one
PART = 0.4  # alpha from which pixels hang together
RIM = 0.018  # face widths: how far the network's edge may be off


@dataclass(frozen=True, kw_only=True)
class _Look:
    """A square of the photo: its upper left corner and its side in pixels."""

    left: float
    top: float
    side: float

    @property
    def move(self) -> NDArray[np.float64]:
        """(2, 3), pixels of the photo to pixels of the network."""
        scale = SIDE / self.side
        half = (scale - 1) / 2  # pixels have their place in their middle
        return np.array([[scale, 0, half - self.left * scale], [0, scale, half - self.top * scale]])


def cut_out(rgb: RGB, mesh: Mesh, network: CutNet, people: Plane | None = None, *, clean: bool = True) -> CutOut:
    """Return the wearer of ``mesh`` cut out of (height, width, 3) uint8 RGB.

    ``people`` (height, width) 0..1 is where anybody is seen: the network is shown it, and it makes bodies whole.
    Not ``clean``: the colours stay the photo's, where only the shape is asked for.
    Any size, colours or grey. A face at the photo's edge is cut where the photo ends. What lies inside the outline of
    the face belongs to the wearer whatever the network sees there: glasses, hair, a hand (see `whole`).
    """
    width = face_width(mesh.points)
    planes = _seen(rgb, mesh, network, np.zeros(rgb.shape[:2], np.float32) if people is None else people)
    alpha = ((planes[0] - NOTHING) / (ALL - NOTHING)).clip(0, 1)
    if people is not None:
        alpha = np.maximum(alpha, _body(people, mesh))
    alpha = with_ears(rgb, whole(_wearers(alpha, mesh, width), mesh, people), mesh, people)
    parts = (planes[1:] + 1e-3) ** DECIDED
    shares = _without_specks(rgb, parts / parts.sum(0), mesh)
    reach = float(np.clip(RIM * width, 1.5, 12))
    alpha = refined(rgb, alpha, np.asarray(shares[0] * alpha, np.float32), reach)
    hair, face, skin, clothes, worn = (np.asarray(part * alpha, np.float32) for part in shares)
    colour = without_background(rgb, alpha, reach) if clean else rgb
    return CutOut(alpha=alpha, hair=hair, face=face, skin=skin, clothes=clothes, worn=worn, colour=colour)


def _seen(rgb: RGB, mesh: Mesh, network: CutNet, people: Plane) -> Planes:
    """Return what the network says at the photo's size; the look at the head counts where there is one."""
    looks = _looks(rgb, mesh)
    planes = _look(rgb, mesh, network, people, looks[0])
    for near in looks[1:]:
        edge = np.zeros((SIDE, SIDE), np.float32)
        border = round(FEATHER * SIDE)
        edge[border:-border, border:-border] = 1
        share = _back(cv2.GaussianBlur(edge, (0, 0), border / 2.5), near, rgb)
        planes = planes * (1 - share) + _look(rgb, mesh, network, people, near) * share
    return planes


def _looks(rgb: RGB, mesh: Mesh) -> list[_Look]:
    """Return the squares to look at: the whole person first, then the head where it is much smaller."""
    height, across = rgb.shape[:2]
    width, (x, y) = face_width(mesh.points), mesh.oval.mean(0)
    side = min(float(max(height, across)), PERSON * width)
    left = (across - side) / 2 if side >= across else float(np.clip(x - side / 2, 0, across - side))
    top = (height - side) / 2 if side >= height else float(np.clip(y - 0.33 * side, 0, height - side))
    whole, head = _Look(left=left, top=top, side=side), HEAD * width
    if side < SAME * head:
        return [whole]
    return [whole, _Look(left=float(x) - head / 2, top=float(y) - 0.47 * head, side=head)]


def _look(rgb: RGB, mesh: Mesh, network: CutNet, people: Plane, look: _Look) -> Planes:
    """Ask the network about one square; what lies outside the photo continues its edge."""
    move = look.move
    small = cv2.GaussianBlur(rgb, (0, 0), 0.4 * look.side / SIDE) if look.side > 1.3 * SIDE else rgb
    small = cv2.warpAffine(small, move, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    face = hull((SIDE, SIDE), (mesh.oval @ move[:, :2].T + move[:, 2]).astype(np.float32))
    anybody = cv2.warpAffine(people, move, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    seen = np.concatenate([small.astype(np.float32) / 255, face[..., None], anybody[..., None]], -1)
    kind = next(network.parameters()).dtype
    with torch.inference_mode():
        given = (
            torch.from_numpy(np.ascontiguousarray(seen.transpose(2, 0, 1)[None]))
            .to(kind)
            .contiguous(memory_format=torch.channels_last)
        )
        classes, alpha = network(given)
        shares = torch.softmax(classes.float(), 1)
        shares = torch.nn.functional.interpolate(shares, scale_factor=2.0, mode="bilinear", align_corners=False)
        planes = torch.cat([torch.sigmoid(alpha.float()), shares], 1)[0].numpy()
    # Places are worked out once for all channels of a picture, of which OpenCV moves four at the most.
    some = (_back(np.ascontiguousarray(planes[few].transpose(1, 2, 0)), look, rgb) for few in THREES)
    return np.concatenate([np.moveaxis(back, -1, 0) for back in some])


def _back(plane: NDArray[np.float32], look: _Look, rgb: RGB) -> NDArray[np.float32]:
    """Return (side, side[, channels]) of the network's pixels in those of the photo, 0..1."""
    size = rgb.shape[1::-1]
    how = (cv2.INTER_CUBIC if look.side > SIDE else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    back = cv2.warpAffine(plane, look.move, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(back.clip(0, 1), np.float32)


def _body(people: Plane, mesh: Mesh) -> Plane:
    """Return ``people`` below the chin: as far out as shoulders where others are seen beside, else with the arms."""
    x, y = face_units(people.shape, mesh.points)
    beside = ((people > 0.5) & (np.abs(x) > BESIDE) & (y > -CHIN)).sum() / face_width(mesh.points) ** 2
    far = SHOULDERS if beside > HEADS else ARMS
    here = ((-CHIN - y) / 0.15).clip(0, 1) * ((far - np.abs(x)) / 0.2).clip(0, 1)
    return np.asarray(((people - 0.3) / 0.5).clip(0, 1) * here, np.float32)


def _without_specks(rgb: RGB, shares: Planes, mesh: Mesh) -> Planes:
    """Return the shares without what only looks worn: brows and lids where no glasses are (see `GLASSES`), and bits of
    a hat where none is (see `HAT`), which are what is seen beside them.

    Brows look like frames; what tells them apart is the bridge of the glasses across the nose, or dark lenses.
    """
    shares = _without_bits(shares, mesh)
    face, worn = CLASSES.index("face") - 1, CLASSES.index("worn") - 1
    band = part(shares.shape[1:], mesh.points, EYE_BAND) > 0
    seen = bridge_line(rgb, mesh.points) > LINE or glasses(rgb, mesh.points) is not None
    if not band.any() or (seen and shares[worn][band].mean() > GLASSES):
        return shares
    inside = hull(shares.shape[1:], mesh.oval) > 0
    out = shares.copy()
    out[face] += shares[worn] * inside
    out[worn] *= ~inside
    return out


def _without_bits(shares: Planes, mesh: Mesh) -> Planes:
    """Return the shares with the upper head's worn bits given to its other classes, unless a hat covers it."""
    worn = CLASSES.index("worn") - 1
    x, y = face_units(shares.shape[1:], mesh.points)
    crown = ((np.abs(x) < 0.6) & (y > ABOVE)).astype(np.float32)
    if not crown.any() or (shares[worn] * crown).sum() > HAT * crown[y < CROWN].sum():
        return shares
    out = shares + 1e-3
    out[worn] *= 1 - crown
    return np.asarray(out / out.sum(0), np.float32)


def _wearers(alpha: Plane, mesh: Mesh, width: float) -> Plane:
    """Return alpha without what does not hang together with the face: other people, specks."""
    size = max(3, round(0.03 * width)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    solid = cv2.morphologyEx((alpha > PART).astype(np.uint8), cv2.MORPH_OPEN, disc)
    count, names = cv2.connectedComponents(solid)
    if count < 2:
        return alpha
    face = hull(alpha.shape, mesh.oval) > 0
    own = 1 + int(np.argmax(np.bincount(names[face], minlength=count)[1:]))
    reach = max(5, round(0.12 * width)) | 1
    near = cv2.dilate((names == own).astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    others = cv2.dilate(((names > 0) & (names != own)).astype(np.uint8), disc)
    return np.asarray(alpha * near * (1 - others), np.float32)
