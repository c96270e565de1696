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

from engine.canvas.matting import refined, without_background
from engine.canvas.network import CLASSES, CutNet
from engine.canvas.types import CutOut, Plane
from engine.faces.occlusion import bridge_line, glasses
from engine.faces.regions import EYE_BAND, face_units, face_width, hull, part
from engine.faces.types import RGB, Mesh

Planes = NDArray[np.float32]  # (7, height, width): alpha, then the classes of the network, 0..1

SIDE = 256  # pixels the network sees
HEAD = 3.2  # face widths: side of the look at the head
PERSON = 9.0  # face widths: the largest side of the look at the person, beyond it a face is too small to be known
SAME = 1.3  # sides that differ by less are one look
FEATHER = 0.08  # of the side: how softly the look at the head ends
NOTHING, ALL = 0.12, 0.75  # the network is shy: what it says of none and of the whole of a pixel
DECIDED = 4  # power of the shares: what is mostly one class is that class
SHOULDERS, CHIN = 1.5, 0.75  # face widths: half of what a body is wide, and how far below the eyes it begins
GLASSES, LINE = 0.08, 0.15  # from which glasses are worn: share of the eyes' band; line across the nose
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
        return np.array([[scale, 0, -self.left * scale], [0, scale, -self.top * scale]])


def cut_out(rgb: RGB, mesh: Mesh, network: CutNet, people: Plane | None = None) -> CutOut:
    """Return the wearer of ``mesh`` cut out of (height, width, 3) uint8 RGB.

    ``people`` (height, width) 0..1 is where anybody is seen: it makes bodies whole, of which the network saw few.
    Any size, colours or grey. A face at the photo's edge is cut where the photo ends. Nothing but the outline of the
    face is known to be right beforehand; where the network sees no person there, alpha is low there too.
    """
    width = face_width(mesh.points)
    planes = _seen(rgb, mesh, network)
    alpha = ((planes[0] - NOTHING) / (ALL - NOTHING)).clip(0, 1)
    if people is not None:
        alpha = np.maximum(alpha, _body(people, mesh))
    alpha = _wearers(alpha, mesh, width)
    parts = (planes[2:] + 1e-3) ** DECIDED
    shares = _without_specks(rgb, parts / parts.sum(0), mesh)
    reach = float(np.clip(RIM * width, 1.5, 12))
    alpha = refined(rgb, alpha, np.asarray(shares[0] * alpha, np.float32), reach)
    hair, face, skin, clothes, worn = (np.asarray(part * alpha, np.float32) for part in shares)
    colour = without_background(rgb, alpha, reach)
    return CutOut(alpha=alpha, hair=hair, face=face, skin=skin, clothes=clothes, worn=worn, colour=colour)


def _seen(rgb: RGB, mesh: Mesh, network: CutNet) -> Planes:
    """Return what the network says at the photo's size; the look at the head counts where there is one."""
    looks = _looks(rgb, mesh)
    planes = _look(rgb, mesh, network, looks[0])
    for near in looks[1:]:
        edge = np.zeros((SIDE, SIDE), np.float32)
        border = round(FEATHER * SIDE)
        edge[border:-border, border:-border] = 1
        share = _back(cv2.GaussianBlur(edge, (0, 0), border / 2.5), near, rgb)
        planes = planes * (1 - share) + _look(rgb, mesh, network, near) * share
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


def _look(rgb: RGB, mesh: Mesh, network: CutNet, look: _Look) -> Planes:
    """Ask the network about one square; what lies outside the photo continues its edge."""
    move = look.move
    small = cv2.GaussianBlur(rgb, (0, 0), 0.4 * look.side / SIDE) if look.side > 1.3 * SIDE else rgb
    small = cv2.warpAffine(small, move, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    face = hull((SIDE, SIDE), (mesh.oval @ move[:, :2].T + move[:, 2]).astype(np.float32))
    seen = np.concatenate([small.astype(np.float32) / 255, face[..., None]], -1).transpose(2, 0, 1)[None]
    kind = next(network.parameters()).dtype
    with torch.inference_mode():
        given = torch.from_numpy(np.ascontiguousarray(seen)).to(kind).contiguous(memory_format=torch.channels_last)
        classes, alpha = network(given)
        shares = torch.softmax(classes.float(), 1)
        shares = torch.nn.functional.interpolate(shares, scale_factor=2.0, mode="bilinear", align_corners=False)
        planes = torch.cat([torch.sigmoid(alpha.float()), shares], 1)[0].numpy()
    return np.stack([_back(plane, look, rgb) for plane in planes])


def _back(plane: NDArray[np.float32], look: _Look, rgb: RGB) -> Plane:
    size = rgb.shape[1::-1]
    how = (cv2.INTER_CUBIC if look.side > SIDE else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(plane, look.move, size, flags=how).clip(0, 1), np.float32)


def _body(people: Plane, mesh: Mesh) -> Plane:
    """Return ``people`` below the chin and as far out as shoulders: a neighbour's body is elsewhere."""
    x, y = face_units(people.shape, mesh.points)
    here = ((-CHIN - y) / 0.15).clip(0, 1) * ((SHOULDERS - np.abs(x)) / 0.2).clip(0, 1)
    return np.asarray(((people - 0.3) / 0.5).clip(0, 1) * here, np.float32)


def _without_specks(rgb: RGB, shares: Planes, mesh: Mesh) -> Planes:
    """Return the shares with brows and lids given back to the face where no glasses are worn (see `GLASSES`).

    Brows look like frames; what tells them apart is the bridge of the glasses across the nose, or dark lenses.
    """
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
