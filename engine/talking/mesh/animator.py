"""The embedded backend: at least 60 frames a second on one core, from nothing but the portrait's own face mesh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.faces.regions import Mask
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh, as_bytes
from engine.talking.animator import Drive, no_photos
from engine.talking.curves import Curve, MouthCurves
from engine.talking.framing import box_in_frame, framed
from engine.talking.mesh import gaze
from engine.talking.mesh.anatomy import DROP, Anatomy, anatomy
from engine.talking.mesh.field import STEP, Fields, Grid
from engine.talking.mesh.follow import poses
from engine.talking.mesh.layers import Layers, agreed, layers
from engine.talking.mesh.lids import lids
from engine.talking.mesh.light import palette
from engine.talking.mesh.meeting import shade
from engine.talking.mesh.mouth import OPEN, Contour, Inside, contour, nobody, without_line
from engine.talking.mesh.teeth import Lent, lend
from engine.talking.mesh.texture import LARGER, Box, Texture, fetched, patched, texels, texture
from engine.talking.options import TalkingOptions
from engine.tasks.talk.request import PortraitFaceTooSmallError, PortraitTurnedAwayError, PortraitWithoutFaceError

SMALLEST_FACE = 64  # pixels, brows to chin, of the picture that is given
MOST_TURNED, MOST_NODDED = 42.0, 35.0  # degrees; beyond, one half of the mouth is hidden
SMILE = 0.008  # units that parted lips are apart in pauses while the portrait speaks: more is a slit of bright teeth
LAUGH, APART = 0.12, 0.3  # units from which a mouth is too wide to close, and how much of the rest stays open then
LOOSE = 1.2  # of that: how far it is open in pauses at least
WIDEST = 0.85  # of a portrait's own gap: how far a mouth that is wider than speech still opens
VOWEL = 0.74  # of a full opening that an open vowel of ordinary speech is
RELAXED, PURSED = 0.3, 0.12  # of a smile that goes while its owner speaks, and that goes besides for p, b and m
BENT = 0.4  # how much a grin bends what it opens: lips that are apart already need less for a half open vowel
GRINNING = 0.6  # of a spread mouth that a full smile has already
BREAK, EASE = 0.7, 0.12  # seconds of silence in which a smile comes back, and that this takes
PARTED = 0.06  # units between the lips of a portrait from which they touch without pressing
MOST_OPEN = 1.25  # of a full opening; an expression scale cannot open further
EDGE = 0.6  # of the width of the picture's edges: over how many pixels lips end
UNLINED = 0.02  # units apart from which lips have no line between them
CLOSED_LIPS = 0.012  # units that the mesh sees between lips that touch


Strengths = NDArray[np.float32]  # (n,)
NOT_LIVE = np.array([1.0, 0.0, 0.0, 0.0], np.float32)  # speaking 0..1, brows -1..1, gaze right and down in units


class MeshAnimator:
    """Prepares portraits; faces come from the packaged perception."""

    name = "mesh"

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    def prepare(
        self, portrait: RGB, options: TalkingOptions, photos: Callable[[], Iterable[RGB]] = no_photos
    ) -> MeshSubject:
        """Find the largest face, frame it and make everything that does not change from frame to frame.

        ``photos`` are others of the person; they are asked for only where the portrait shows no teeth.

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
        cut = self._faces.cut_out(rest, seen)
        person = agreed(anatomy(seen.mesh), cut.alpha, self._faces.people.person_mask(rest))
        return MeshSubject(
            rest,
            seen,
            self._faces.head_mask(rest, seen),
            options,
            person=person,
            hair=cut.hair,
            lender=lambda: lend(self._meshes(photos())),
        )

    def _meshes(self, photos: Iterable[RGB]) -> Iterator[tuple[RGB, Mesh]]:
        for rgb in photos:
            mesh = self._faces.mesh(rgb)
            if mesh is not None:
                yield rgb, mesh

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


def speaks(curves: MouthCurves, fps: float) -> Curve:
    """Return (frames,) 0..1: where somebody speaks, short breaks among it; it rises before the first sound."""
    active = (curves.gap > 0.02) | (curves.closure > 0.02)
    reach = max(1, round(BREAK * fps / 2))
    held = ndimage.binary_closing(np.pad(active, reach), np.ones(2 * reach + 1))[reach : len(active) + reach]
    grown = ndimage.binary_dilation(held, iterations=max(1, round(EASE * fps)))
    return ndimage.gaussian_filter1d(grown.astype(np.float32), EASE * fps, mode="nearest")


class MeshSubject:
    """One portrait ready to move; see `engine.talking.animator.Subject`."""

    def __init__(
        self,
        rest: RGB,
        face: Face,
        head: Mask,
        options: TalkingOptions,
        *,
        person: Mask | None = None,
        hair: Mask | None = None,
        lender: Callable[[], Lent | None] = nobody,
    ) -> None:
        """``head`` (height, width) float32 0..1: face, ears and hair of ``rest``.

        ``person`` and ``hair`` likewise, of a cut-out: with them the background stands still and shoulders move.
        ``lender`` finds the person's teeth in another photo.
        """
        self.rest, self._options = rest, options
        self._face: Anatomy = anatomy(face.mesh)
        self._layers = None if person is None else layers(rest, self._face, person)
        parted = self._layers is not None
        self._fields = Fields(self._face, head, *((self._layers.share, hair) if self._layers is not None else ()))
        self.moving = self._fields.box
        self._edges: Contour = contour(rest, self._face)
        colours = palette(rest, face.mesh.points, self._face)
        self._inside = Inside(rest, self._face, self._edges, colours, lender)
        self._colours, self._without_line = colours, self._face.gap >= OPEN
        self._soft = max(1.6, EDGE * colours.edge)
        self._lids = lids(self._face, rest.shape)
        self._opened = without_line(rest, self._face, self._edges)
        self._share = np.full(rest.shape[:2], 255, np.uint8) if self._layers is None else self._layers.share
        self._texture = texture(rest, self._share)
        self._texels = texels(self.moving)
        self._eyes = gaze.eyes(self._face, face.mesh.points, rest.shape)
        self._parted = max(0.0, self._face.gap - CLOSED_LIPS)
        self._smile = face.mesh.shape("mouthSmileLeft", "mouthSmileRight")
        self.sources = {"teeth": self._inside.teeth, "background": "still" if parted else "bent"}

    def frames(self, drive: Drive) -> Iterator[RGB]:
        """Yield a new (height, width, 3) uint8 RGB for every frame; nothing is kept between them."""
        curves, motion, fps = drive.curves.scaled(self._options.expression_scale), drive.motion, self._options.fps
        turned, speaking = poses(motion, fps), speaks(curves, fps)
        for k in range(len(curves)):
            opening = VOWEL * curves.opening[k]
            mouth = np.array([opening, curves.width[k], curves.rounding[k], curves.closure[k]])
            live = np.array([speaking[k], motion.brows[k], *motion.gaze[k]], np.float32)
            yield self._draw(mouth, turned[k], float(motion.blink[k]), live)

    def expression(self, mouth: NDArray[np.floating], live: Strengths = NOT_LIVE) -> Strengths:
        """Return the strengths (8,) of `anatomy.MOVES`; ``mouth`` is opening, width, rounding, closure.

        Lips that are parted in the portrait come together by as much as the sound asks, over their whole width. A grin
        has a curve of its own: it relaxes while its owner speaks, more so for p, b and m, and comes back afterwards.
        """
        opening, width, rounding, closure = (float(value) for value in mouth)
        free, talks = 1 - closure, float(live[0])
        opening = opening ** (1 + BENT * min(1.0, self._parted / LAUGH))
        shut = APART * max(0.0, self._parted - LAUGH)
        rest = max(self._parted - talks * max(0.0, self._parted - SMILE), LOOSE * shut)
        wide = max(DROP, WIDEST * self._parted) * MOST_OPEN
        change = shut + (rest - shut + opening * (wide - rest) / MOST_OPEN) * free - self._parted
        jaw, closing = max(0.0, change) / DROP, max(0.0, -change) / max(self._parted, CLOSED_LIPS)
        lift = opening * free * min(1.0, 4 * jaw)
        press = closure * max(0.0, 1 - self._parted / PARTED)  # lips that come together from afar only touch
        calm = self._smile * talks * (RELAXED + PURSED * closure)
        wider = width * (1 - GRINNING * self._smile) if width > 0 else width
        return np.array([jaw, lift, wider, rounding, press, closing, calm, live[1]], np.float32)

    def _draw(
        self, mouth: NDArray[np.floating], pose: NDArray[np.float32], blink: float, live: Strengths = NOT_LIVE
    ) -> RGB:
        expression = self.expression(mouth, live)
        source = self._drawn(blink, live[2:], DROP * max(0.0, float(expression[0])))
        forward = self._fields.forward(expression, pose)
        left, top, right, bottom = self.moving
        picture = self.rest.copy()
        moved = self._bend(source, self._fields.backward(forward[0]), self.moving)
        picture[top:bottom, left:right] = moved[..., :3] if self._layers is None else self._before(moved, self._layers)
        self._mouth(picture, source, forward, expression, pose)
        return picture

    def _drawn(self, blink: float, away: NDArray[np.float32], apart: float) -> Texture:
        """Return the portrait with eyes that look ``away`` units and are closed by ``blink`` 0..1, lips ``apart``."""
        picture, boxes = self._eyes_drawn(blink, away)
        picture, lips = self._lips_drawn(picture, apart)
        return patched(self._texture, picture, self._share, boxes + lips)

    def _eyes_drawn(self, blink: float, away: NDArray[np.float32]) -> tuple[RGB, list[Box]]:
        """Return the portrait with eyes that look ``away`` units and are closed by ``blink``, and what differs."""
        looks = self._eyes if float(np.abs(away).max()) > 0 else []
        closes = self._lids if blink > 0.02 else []
        if not (looks or closes):
            return self.rest, []
        source = self.rest.copy()
        for eye in looks:
            eye.look(source, away)
        for lid in closes:
            lid.draw(source, blink)
        return source, [part.box for part in (*looks, *closes)]

    def _lips_drawn(self, source: RGB, apart: float) -> tuple[RGB, list[Box]]:
        """Return ``source`` with lips as they are when ``apart`` units, without the line that closed ones have."""
        share = min(1.0, apart / UNLINED)
        if share == 0 or self._opened is self.rest:
            return source, []
        box = left, top, right, bottom = self._mouth_box(self._edges.upper, self._edges.lower)
        place = np.s_[top:bottom, left:right]
        made = source.copy()
        made[place] = cv2.addWeighted(self._opened[place], share, source[place], 1 - share, 0)
        return made, [box]

    def _before(self, moved: NDArray[np.uint8], parts: Layers) -> RGB:
        """Return the pixels of `moving`: the person ``moved``, before a background that stands still."""
        left, top, right, bottom = self.moving
        share = moved[..., 3].astype(np.float32) / 255
        behind = np.ascontiguousarray(parts.behind[top:bottom, left:right])
        return cv2.blendLinear(cv2.cvtColor(moved, cv2.COLOR_RGBA2RGB), behind, share, 1 - share)

    def _bend(self, source: Texture, back: Grid, box: Box) -> NDArray[np.uint8]:
        """Return the pixels of ``box``, a part of `moving` on the grid, fetched from where they come from."""
        left, top, right, bottom = (edge - self.moving[k % 2] for k, edge in enumerate(box))
        rows, columns = -(-(bottom - top) // STEP), -(-(right - left) // STEP)
        part = back[top // STEP : top // STEP + rows, left // STEP : left // STEP + columns]
        away = cv2.resize(part * LARGER, (columns * STEP, rows * STEP), interpolation=cv2.INTER_LINEAR)
        return fetched(source, away[: bottom - top, : right - left] + self._texels[top:bottom, left:right])

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
        below = self._bend(source, self._fields.backward(forward[1]), box)[..., :3]
        # Far below the lip both layers agree; there the first one goes on.
        agree = np.clip((y - low - 0.12) / 0.1, 0, 1)
        layer += (below - layer) * (under * (1 - agree))[..., None]
        if self._without_line:
            shade(layer, y - (high + low) / 2, (1 - open_) * between, self._colours, pixel)
        picture[top:bottom, left:right] = as_bytes(layer)

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
        turned = np.tensordot(pose, self._fields.pose, 1)
        shift = self._fields.at(turned, middle[None])[0]
        cosine, sine = np.cos(pose[2]), np.sin(pose[2])
        back = np.array([[cosine, sine], [-sine, cosine]])
        return self._face.to_own((pixels - middle - shift) @ back + middle)
