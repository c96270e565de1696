"""The embedded backend: at least 20 frames a second on one core, from nothing but the portrait's own face mesh."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.talking.animator import Drive
from engine.talking.framing import box_in_frame, framed
from engine.talking.mesh.anatomy import DROP, LIFT, Anatomy, anatomy
from engine.talking.mesh.field import STEP, Fields, Grid
from engine.talking.mesh.lids import lids
from engine.talking.mesh.light import palette
from engine.talking.mesh.mouth import Contour, Inside, contour
from engine.talking.options import TalkingOptions
from engine.tasks.talk.request import PortraitFaceTooSmallError, PortraitTurnedAwayError, PortraitWithoutFaceError

SMALLEST_FACE = 64  # pixels, brows to chin, of the picture that is given
MOST_TURNED, MOST_NODDED = 42.0, 35.0  # degrees; beyond, one half of the mouth is hidden
SMILE = 0.032  # units: lips further apart than this come together while the portrait speaks
STAYS, APART = 0.1, 0.12  # of what they are further apart: how much stays in pauses, and how much when lips close
WIDEST = 0.85  # of a portrait's own gap: how far a mouth that is wider than speech still opens
JAW_SHARE = 0.75  # of what parted lips come together; the upper one does the rest
PARTED = 0.06  # units between the lips of a portrait from which they touch without pressing
MOST_OPEN = 1.25  # of a full opening; an expression scale cannot open further
EDGE = 0.6  # of the width of the picture's edges: over how many pixels lips end
CLOSED_LIPS = 0.012  # units that the mesh sees between lips that touch


Strengths = NDArray[np.float32]  # (5,)


class MeshAnimator:
    """Prepares portraits; faces come from the packaged perception."""

    name = "mesh"

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def prepare(self, portrait: RGB, options: TalkingOptions) -> MeshSubject:
        """Find the largest face, frame it and make everything that does not change from frame to frame.

        :raises PortraitWithoutFaceError: nobody is seen
        :raises PortraitFaceTooSmallError: fewer than `SMALLEST_FACE` pixels from brows to chin
        :raises PortraitTurnedAwayError: more than `MOST_TURNED` degrees to the side or `MOST_NODDED` up or down
        """
        face = self._faces.largest(portrait)
        if face is None or face.mesh is None:
            raise PortraitWithoutFaceError
        if face.side < SMALLEST_FACE:
            raise PortraitFaceTooSmallError(pixels=round(face.side), needed=SMALLEST_FACE)
        check_pose(face)
        rest = framed(portrait, face.mesh, options.size, options.framing)
        seen = self._again(rest, box_in_frame(portrait, face.mesh, rest, options.framing))
        return MeshSubject(rest, seen, self._faces.head_mask(rest, seen), options)

    def _again(self, rest: RGB, box: NDArray[np.float32]) -> Face:
        """Find the same face in the frame, where a neighbour's may have come out larger."""
        mesh = self._faces.meshes.fit(rest, box)
        if mesh is None:
            raise PortraitWithoutFaceError
        return Face(box=mesh.box, score=0.0, mesh=mesh)


def check_pose(face: Face) -> None:
    """Raise `PortraitTurnedAwayError` for a head whose mouth is half hidden."""
    for degrees, most in ((face.mesh.yaw, MOST_TURNED), (face.mesh.pitch, MOST_NODDED)):
        if abs(degrees) > most:
            raise PortraitTurnedAwayError(degrees=round(abs(degrees)), most=round(most))


class MeshSubject:
    """One portrait ready to move; see `engine.talking.animator.Subject`."""

    def __init__(self, rest: RGB, face: Face, head: NDArray[np.float32], options: TalkingOptions) -> None:
        """``head`` (height, width) float32 0..1: face, ears and hair of ``rest``."""
        self.rest, self._options = rest, options
        self._face: Anatomy = anatomy(face.mesh)
        self._fields = Fields(self._face, head)
        self.moving = self._fields.box
        self._edges: Contour = contour(rest, self._face)
        colours = palette(rest, face.mesh.points, self._face)
        self._inside = Inside(rest, self._face, self._edges, colours)
        self._soft = max(1.6, EDGE * colours.edge)
        self._lids = lids(self._face)
        self._parted = max(0.0, self._face.gap - CLOSED_LIPS)

    def frames(self, drive: Drive) -> Iterator[RGB]:
        """Yield a new (height, width, 3) uint8 RGB for every frame; nothing is kept between them."""
        curves, motion = drive.curves.scaled(self._options.expression_scale), drive.motion
        for k in range(len(curves)):
            mouth = np.array([curves.opening[k], curves.width[k], curves.rounding[k], curves.closure[k]])
            turn = np.radians([motion.yaw[k], motion.pitch[k], motion.roll[k]])
            pose = np.concatenate([turn, motion.shift[k]]).astype(np.float32)
            yield self._draw(mouth, pose, float(motion.blink[k]))

    def expression(self, mouth: NDArray[np.floating]) -> NDArray[np.float32]:
        """Return the strengths (5,) of `field.POINTS_MOVES` for opening, width, rounding and closure.

        Lips that are parted in the portrait are brought together by as much as the sound asks: jaw up, lip down. A
        laugh keeps a part of its gap, since a laughing face with shut lips is somebody else's.
        """
        opening, width, rounding, closure = (float(value) for value in mouth)
        free = 1 - closure
        laugh = max(0.0, self._parted - SMILE)
        rest, shut = self._parted - (1 - STAYS) * laugh, APART * laugh
        wide = max(DROP, WIDEST * self._parted) * MOST_OPEN
        wanted = shut + (rest - shut + opening * (wide - rest) / MOST_OPEN) * free
        change = wanted - self._parted
        jaw, lift = change / DROP, opening * free
        if change < 0:  # closing: the upper lip comes the rest of the way
            jaw, lift = JAW_SHARE * change / DROP, (1 - JAW_SHARE) * change / LIFT
        press = closure * max(0.0, 1 - self._parted / PARTED)  # lips that come together from afar only touch
        return np.array([jaw, lift, width, rounding, press], np.float32)

    def _draw(self, mouth: NDArray[np.floating], pose: NDArray[np.float32], blink: float) -> RGB:
        source = self.rest
        if blink > 0.02 and self._lids:
            source = source.copy()
            for lid in self._lids:
                lid.draw(source, blink)
        expression = self.expression(mouth)
        forward = self._fields.forward(expression, pose)
        left, top, right, bottom = self.moving
        picture = self.rest.copy()
        moved = self._bend(source, self._fields.backward(forward[0]), self.moving)
        picture[top:bottom, left:right] = moved
        self._mouth(picture, source, forward, expression, pose)
        return picture

    def _bend(self, source: RGB, back: NDArray[np.float32], box: tuple[int, int, int, int]) -> RGB:
        """Return the pixels of ``box``, a part of `moving` on the grid, fetched from where they come from."""
        left, top, right, bottom = box
        first_column, first_row = (left - self.moving[0]) // STEP, (top - self.moving[1]) // STEP
        rows, columns = -(-(bottom - top) // STEP), -(-(right - left) // STEP)
        part = back[first_row : first_row + rows, first_column : first_column + columns]
        away = cv2.resize(part, (columns * STEP, rows * STEP), interpolation=cv2.INTER_LINEAR)
        away = away[: bottom - top, : right - left]
        x, y = np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)[:, None]
        return cv2.remap(source, away[..., 0] + x, away[..., 1] + y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)

    def _mouth(
        self, picture: RGB, source: RGB, forward: tuple[Grid, Grid], expression: Strengths, pose: Strengths
    ) -> None:
        """Put lower lip and the inside of the mouth into ``picture``, where the upper layer is drawn already."""
        upper = self._edges.upper + self._fields.at(forward[0], self._edges.upper)
        lower = self._edges.lower + self._fields.at(forward[1], self._edges.lower)
        box = self._mouth_box(upper, lower)
        left, top, right, bottom = box
        places = self._skull_places(box, pose)
        own_upper, own_lower = (self._own(points, pose) for points in (upper, lower))
        own_lower[:, 1] = np.maximum(own_lower[:, 1], own_upper[:, 1])
        x, y = places[..., 0], places[..., 1]
        high = np.interp(x, own_upper[:, 0], own_upper[:, 1])
        low = np.interp(x, own_lower[:, 0], own_lower[:, 1])
        pixel = 1 / self._face.unit
        between = np.clip(np.minimum(x - own_upper[0, 0], own_upper[-1, 0] - x) / (4 * pixel), 0, 1)
        ramp = self._soft * pixel
        under = np.clip((y - low) / ramp + 0.5, 0, 1) * between
        open_ = np.clip((low - high) / (2.5 * pixel), 0, 1)
        inner = np.clip((y - high) / ramp + 0.5, 0, 1) * np.clip((low - y) / ramp + 1.5, 0, 1)
        inner *= open_ * between
        layer = picture[top:bottom, left:right].astype(np.float32)
        if open_.max() > 0:
            painted = self._inside.paint(places, max(0.0, float(expression[0])) * DROP, own_upper, own_lower)
            layer += (painted - layer) * inner[..., None]
        below = self._bend(source, self._fields.backward(forward[1]), box)
        # Far below the lip both layers agree; there the first one goes on.
        agree = np.clip((y - low - 0.12) / 0.1, 0, 1)
        layer += (below - layer) * (under * (1 - agree))[..., None]
        picture[top:bottom, left:right] = np.clip(np.round(layer), 0, 255).astype(np.uint8)

    def _mouth_box(self, upper: NDArray[np.floating], lower: NDArray[np.floating]) -> tuple[int, int, int, int]:
        """Return the box around the lips, on the grid."""
        both = np.concatenate([upper, lower])
        unit = self._face.unit
        low, high = both.min(0) - 0.06 * unit, both.max(0) + 0.26 * unit
        left, top = (self.moving[k] + max(0, int(low[k] - self.moving[k]) // STEP * STEP) for k in (0, 1))
        right, bottom = (
            min(self.moving[k + 2], self.moving[k] + -(-int(high[k] - self.moving[k]) // STEP) * STEP) for k in (0, 1)
        )
        return left, top, right, bottom

    def _skull_places(self, box: tuple[int, int, int, int], pose: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return right and down (rows, columns, 2) of ``box`` in the face's frame, moved with the head."""
        left, top, right, bottom = box
        y, x = np.mgrid[top:bottom, left:right].astype(np.float64)
        pixels = np.stack([x, y], axis=-1).reshape(-1, 2)
        return self._own(pixels, pose).reshape(bottom - top, right - left, 2).astype(np.float32)

    def _own(self, pixels: NDArray[np.floating], pose: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return right and down (n, 2) of picture points, the head's movement at the mouth taken out."""
        middle = (self._edges.upper + self._edges.lower)[len(self._edges.upper) // 2] / 2
        turned = np.tensordot(pose, self._fields.head, 1)
        shift = self._fields.at(turned, middle[None])[0]
        cosine, sine = np.cos(pose[2]), np.sin(pose[2])
        back = np.array([[cosine, sine], [-sine, cosine]])
        return self._face.to_own((pixels - middle - shift) @ back + middle)
