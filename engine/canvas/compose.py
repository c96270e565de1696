"""Composition: which part of a photo becomes the picture, and how the person and what is behind them become one.

Lengths of framings are in face heights (brow's top of the mesh to chin). What a photo does not show must not be seen as
a cut edge: a frame may reach beyond the photo only where the person does not touch its border.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from engine.canvas.linear import luminance
from engine.canvas.smooth import wide
from engine.canvas.types import CutOut, Frame, Linear, Plane, Subject
from engine.faces.regions import for_all
from engine.faces.types import CHIN, FOREHEAD, RGB

Framing = Literal["close", "shoulders", "half"]
Shape = Literal["1:1", "4:5", "9:16"]
#: Face heights from the picture's top to its bottom.
FRAMINGS: dict[Framing, float] = {"close": 1.95, "shoulders": 2.9, "half": 4.4}
SHAPES: dict[Shape, float] = {"1:1": 1.0, "4:5": 0.8, "9:16": 9 / 16}  # width over height
HEADROOM: dict[Framing, float] = {"close": 0.05, "shoulders": 0.09, "half": 0.10}  # of the height, above the hair
MORE_ROOM = (0.0, 0.03, 0.06, 0.09, -0.03, -0.06)  # and what is tried beside that
LEAST_ROOM = 0.015  # the top of the hair is in every framing
LONG = 1024  # pixels of the longer side
TIGHTEST = 1.35  # face heights: no frame is closer
HAIR, STRANDS, GAP = 0.3, 0.03, 0.08  # alpha of hair; face heights that are more than a strand, and a gap in it
TOUCH = 0.35  # alpha at the photo's border from which the person is cut off there
OFF = 0.17  # of the width: how far the face may be from the middle
MOST_GRAIN = 0.012  # display values: more in a photo is texture, not grain
FAR_OFF = 0.32  # and where the photo leaves no other choice
SHARP_FROM, SHARP_REACH, SHARPER = 1.05, 0.7, 0.7  # scale from which a part is sharpened, pixels of the photo, share
WRAP = 0.35  # share of what is behind that is seen around a person's edge
VEIL, DIM = 0.45, 0.02  # share of the person's own light that this adds at the most, and linear light besides
WRAP_AT = 0.012  # of the longer side: how far it reaches in


def frame(subject: Subject, framing: Framing, shape: Shape, long: int = LONG) -> Frame:
    """Return the part of ``subject`` for a framing; tighter where the photo ends, never with a cut edge inside."""
    wanted = FRAMINGS[framing] * (1.12 if shape == "9:16" else 1.0)
    return frame_of(subject, wanted, SHAPES[shape], HEADROOM[framing], long)


def frame_of(subject: Subject, wanted: float, ratio: float, headroom: float, long: int = LONG) -> Frame:
    """Return the part of ``subject`` that is ``wanted`` face heights high, as `frame` does.

    ``ratio`` is its width over its height, ``headroom`` the share of the height above the hair.
    """
    face = _face(subject)
    for off in (OFF, FAR_OFF):
        for size in np.arange(wanted, TIGHTEST - 0.01, -0.05):
            height = size * face.height
            found = _placed(subject, face, height, height * ratio, headroom, off)
            if found is not None:
                return _frame(*found, height, ratio, long)
    rows, columns = subject.cut.alpha.shape
    height = min(max(TIGHTEST * face.height, face.tall), rows, columns / ratio)
    return _frame(*_inside(subject, face, height, height * ratio), height, ratio, long)


def given(subject: Subject, frame: Frame, framing: Framing) -> float:
    """Return the share of a framing's height that ``frame`` shows, 1 where the photo shows that much of the person."""
    return float(frame.height / frame.scale / (FRAMINGS[framing] * _face(subject).height))


class _Face:
    """Where the head is, pixels of the subject."""

    def __init__(self, subject: Subject) -> None:
        points = subject.mesh.points
        self.height = float(np.hypot(*(points[CHIN, :2] - points[FOREHEAD, :2])))
        self.x = float((points[:, 0].min() + points[:, 0].max()) / 2)
        self.chin = float(points[CHIN, 1])
        self.brow = float(points[FOREHEAD, 1])
        self.top = self._crown(subject.cut)
        self.tall = 1.06 * (self.chin - self.top) + 0.08 * self.height  # all of the head, and air around it

    def _crown(self, cut: CutOut) -> float:
        """Return the highest row of hair or hat; of the whole person where neither is known."""
        left, right = max(0, int(self.x - self.height * 0.8)), int(self.x + self.height * 0.8)
        brow = max(int(self.brow), 1)
        for plane in (cut.hair + cut.worn, cut.alpha):
            wide = (plane[:brow, left:right] > HAIR).sum(1) > STRANDS * self.height
            above = np.flatnonzero(~wide)
            rows = np.flatnonzero(wide)
            if len(rows):  # specks far above the head are none of it
                gaps = above[above > rows[0]]
                return float(rows[0]) if len(gaps) < GAP * self.height else float(gaps[-1] + 1)
        return float(brow)


def _face(subject: Subject) -> _Face:
    return _Face(subject)


def _placed(
    subject: Subject, face: _Face, height: float, width: float, headroom: float, off: float
) -> tuple[float, float] | None:
    """Return left and top of a frame that shows no cut edge, or None when there is none of this size."""
    rows, columns = subject.cut.alpha.shape
    # A head the photo cuts off is cut off in the picture as well.
    lowest = 0.0 if face.top < 2 else -np.inf
    for more in MORE_ROOM:
        room = max(headroom + more, LEAST_ROOM)
        top = max(face.top - room * height, lowest)
        if top + height > rows or top + height < face.chin + 0.12 * face.height:
            continue
        alpha = subject.cut.alpha[max(0, int(top)) : int(top + height)]
        least = 0.0 if (alpha[:, :2] > TOUCH).any() else -np.inf
        most = columns - width if (alpha[:, -2:] > TOUCH).any() else np.inf
        centre = face.x - width / 2
        left = min(max(centre, least), most)
        if least <= most and abs(left - centre) <= off * width:
            return left, top
    return None


def _inside(subject: Subject, face: _Face, height: float, width: float) -> tuple[float, float]:
    rows, columns = subject.cut.alpha.shape
    left = min(max(face.x - width / 2, 0), max(columns - width, 0))
    high = face.top if height >= face.chin - face.top else face.brow  # all of the head where it fits
    middle = (min(high, face.brow) + face.chin) / 2
    return left, min(max(middle - height / 2, 0), max(rows - height, 0))


def _frame(left: float, top: float, height: float, ratio: float, long: int) -> Frame:
    tall = long if ratio <= 1 else round(long / ratio)
    # Even sides: every encoder takes them.
    return Frame(left=left, top=top, scale=tall / height, width=round(tall * ratio / 2) * 2, height=round(tall / 2) * 2)


def cut(plane: np.ndarray, frame: Frame, outside: float = 0.0) -> np.ndarray:
    """Return the frame's part of a plane (height, width[, channels]); ``outside`` fills what lies beyond the photo."""
    matrix = np.array([[frame.scale, 0, -frame.left * frame.scale], [0, frame.scale, -frame.top * frame.scale]])
    matrix[:, 2] += 0.5 * frame.scale - 0.5
    if frame.scale < 0.75:  # plain warping would alias
        soft = 0.45 / frame.scale
        plane = cv2.GaussianBlur(plane, (0, 0), soft)
    smooth = cv2.INTER_CUBIC if plane.dtype == np.uint8 else cv2.INTER_LINEAR
    # The outermost pixels go on to the photo's end: mixed with what is outside they would be a line there.
    made = cv2.warpAffine(plane, matrix, (frame.width, frame.height), flags=smooth, borderMode=cv2.BORDER_REPLICATE)
    rows = (np.arange(frame.height) + 0.5) / frame.scale + frame.top
    columns = (np.arange(frame.width) + 0.5) / frame.scale + frame.left
    made[(rows < 0) | (rows > plane.shape[0])] = outside
    made[:, (columns < 0) | (columns > plane.shape[1])] = outside
    return made


def sharpened(rgb: RGB, scale: float) -> RGB:
    """Return a photo's part (height, width, 3) uint8 that was enlarged ``scale`` times with its detail made crisper.

    Interpolation softens what it enlarges; see `engine.lab.canvas.sharpness` for what is measured of it.
    """
    if scale <= SHARP_FROM:
        return rgb
    soft = cv2.GaussianBlur(rgb, (0, 0), SHARP_REACH * scale)
    amount = SHARPER * min(1.0, (scale - 1) / 0.4)
    return cv2.addWeighted(rgb, 1 + amount, soft, -amount, 0)


def joined(person: Linear, alpha: Plane, behind: Linear, wall: float = 0.0, side: int = 1) -> Linear:
    """Return the person before ``behind``, (height, width, ...) linear: light around their edge, a shadow on a wall.

    ``side`` is 1 when the light comes from the left: then the shadow falls to the right.
    """
    longer = max(alpha.shape)
    if wall > 0:
        behind = behind * for_all(1 - wall * _cast(alpha, side))
    reach = WRAP_AT * longer
    around = wide(behind, 2.5 * reach)
    open_ = wide(1 - alpha, reach)
    veil = for_all(WRAP * open_ * alpha) * (around - 0.6 * person).clip(0)
    veil = np.minimum(veil, VEIL * person + DIM)  # before a bright sky dark skin would turn into mist
    return (person + veil) * for_all(alpha) + behind * for_all(1 - alpha)


def _cast(alpha: Plane, side: int) -> Plane:
    longer = max(alpha.shape)
    move = np.array([[1, 0, side * 0.05 * longer], [0, 1, 0.02 * longer]], np.float32)
    moved = cv2.warpAffine(alpha, move, alpha.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    return wide(moved, 0.03 * longer) * 0.55


def noise_of(light: Linear) -> float:
    """Return the standard deviation of a photo's grain, display values 0..1: in its smoothest parts nothing else is."""
    tone = np.sqrt(luminance(light).clip(0, 1))
    fine = (tone - cv2.GaussianBlur(tone, (0, 0), 1.2)) ** 2
    usual = (tone > 0.08) & (tone < 0.95)  # black and white have no grain
    spread = np.sqrt(cv2.blur(fine, (9, 9))[usual])
    return float(min(1.25 * np.percentile(spread, 12), MOST_GRAIN)) if spread.size > 100 else 0.0


def grained(light: Linear, sigma: float, random: np.random.Generator) -> Linear:
    """Return linear ``light`` with a sensor's grain: ``sigma`` in display values, mostly the same for all colours."""
    tone = np.sqrt(light.clip(0))
    shape = light.shape[:2]
    grain = for_all(0.8 * random.standard_normal(shape, dtype=np.float32))
    grain = grain + 0.35 * random.standard_normal((*shape, 3), dtype=np.float32)
    grain = cv2.GaussianBlur(grain, (0, 0), 0.6) * 1.6
    return ((tone + sigma * grain).clip(0)) ** 2
