"""Look at a finished clip again, frame by frame, and say whether mouth, lids and background did what they should.

    seen = watch(frames, subject, faces)
    moved_together = synchrony(seen.gap, intended)      # intended: what the sound asked for, made by somebody else

The face mesh that reads the frames has not seen the animator's numbers, and what was intended must come from the sound
and never from the animator: otherwise the animator would be compared with itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.embed import distance
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.talking.animator import Drive, Motion, Subject
from engine.talking.curves import silence

Values = NDArray[np.float32]  # (frames,)
Span = tuple[float, float]  # seconds, from and to

MOST_LAG = 1  # frames
CONTROL_SHIFT = 8  # frames by which the control is moved
LOOK_EVERY = 10  # frames between two embeddings
BLINK_DROP = 0.15  # share of its opening that an eye must lose to have blinked
BLINK_FRAMES = 2  # a blink lasts a tenth of a second at least; one frame alone is the mesh trembling
BLINK_CLOSED = 0.6  # scheduled closing from which a blink is expected to be seen
MARGIN = 0.08  # seconds at either end of a pause in which lips may still move

UPPER_LIP, LOWER_LIP, EYE_CORNERS = 13, 14, (33, 263)
EYES = ((159, 145, 33, 133), (386, 374, 263, 362))  # upper lid, lower lid, corners


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What was read from the frames of a clip; a frame without a face is NaN.

    ``gap``         (frames,) between the inner lips, in distances of the outer eye corners
    ``eyes``        (frames,) height of the eyes against their width, mean of both
    ``rest_gap``    of the frame at rest, ``rest_eyes`` likewise
    ``distances``   embedding distance to the frame at rest, every `LOOK_EVERY` frames
    ``looked``      the frames of these
    ``background``  greatest difference 0..255 to the frame at rest outside of what may move
    ``lost``        frames in which no face was found
    """

    gap: Values
    eyes: Values
    rest_gap: float
    rest_eyes: float
    distances: tuple[float, ...]
    looked: tuple[int, ...]
    background: int
    lost: int


@dataclass(frozen=True, kw_only=True)
class Synchrony:
    """Correlation of lips with intention at the best ``lag`` (frames the lips are late), and that of the control."""

    correlation: float
    lag: int
    shifted: float


@dataclass(frozen=True, kw_only=True)
class Blinks:
    """Blinks that were asked for, those of them that were seen, and those seen that nobody asked for."""

    scheduled: int
    seen: int
    extra: int


def watch(frames: Iterable[RGB], subject: Subject, faces: Faces) -> Seen:
    """Read every frame, (height, width, 3) uint8 RGB as large as ``subject.rest``; holds one at a time.

    Frames that went through an encoder differ in the background; pass those of the animator for that figure.
    """
    rest = faces.largest(subject.rest)
    if rest is None or rest.mesh is None:
        raise ValueError("the frame at rest shows no face")
    known = faces.embed(subject.rest, rest)
    gaps, eyes, distances, looked, background, lost = [], [], [], [], 0, 0
    for number, frame in enumerate(frames):
        background = max(background, difference_outside(frame, subject))
        mesh = faces.meshes.fit(frame, rest.box)
        lost += mesh is None
        gaps.append(np.nan if mesh is None else lip_gap(mesh.points))
        eyes.append(np.nan if mesh is None else eye_opening(mesh.points))
        if mesh is not None and number % LOOK_EVERY == 0:
            looked.append(number)
            distances.append(distance(known, faces.embed(frame, Face(box=mesh.box, score=1.0, mesh=mesh))))
    return Seen(
        gap=np.array(gaps, np.float32),
        eyes=np.array(eyes, np.float32),
        rest_gap=lip_gap(rest.mesh.points),
        rest_eyes=eye_opening(rest.mesh.points),
        distances=tuple(distances),
        looked=tuple(looked),
        background=background,
        lost=lost,
    )


def lip_gap(points: NDArray[np.floating]) -> float:
    """Return the gap of the inner lips of a mesh (478, 2 or more), in distances of the outer eye corners."""
    return float(_apart(points, UPPER_LIP, LOWER_LIP) / _apart(points, *EYE_CORNERS))


def eye_opening(points: NDArray[np.floating]) -> float:
    """Return height against width of the eyes of a mesh (478, 2 or more), mean of both."""
    return float(np.mean([_apart(points, up, down) / _apart(points, *corners) for up, down, *corners in EYES]))


def difference_outside(frame: RGB, subject: Subject) -> int:
    """Return the greatest difference 0..255 between a frame and the frame at rest outside of ``subject.moving``."""
    left, top, right, bottom = subject.moving
    apart = np.abs(frame.astype(np.int16) - subject.rest)
    apart[top:bottom, left:right] = 0
    return int(apart.max())


def synchrony(gap: Values, intended: Values, most_lag: int = MOST_LAG) -> Synchrony:
    """Compare lips with intention, both (frames,): best within ``most_lag`` frames, control `CONTROL_SHIFT` away."""
    found = {lag: correlation_at(gap, intended, lag) for lag in range(-most_lag, most_lag + 1)}
    best = max(found, key=lambda lag: found[lag])
    return Synchrony(correlation=found[best], lag=best, shifted=correlation_at(gap, intended, CONTROL_SHIFT))


def correlation_at(gap: Values, intended: Values, lag: int) -> float:
    """Return the correlation when lips are ``lag`` frames late; frames without a face are left out, 0 if all even."""
    late, asked = np.asarray(gap)[max(0, lag) :], np.asarray(intended)[max(0, -lag) :]
    count = min(len(late), len(asked))
    late, asked = late[:count], asked[:count]
    known = np.isfinite(late) & np.isfinite(asked)
    if known.sum() < 3 or np.ptp(late[known]) == 0 or np.ptp(asked[known]) == 0:
        return 0.0
    return float(np.corrcoef(late[known], asked[known])[0, 1])


def closure(gap: Values, closed: Sequence[Span], opened: Sequence[Span], fps: float) -> float:
    """Return the mean gap at sounds made with closed lips (m, b, p) over the mean gap at open vowels.

    The narrowest frame of each closed span and the widest of each open one count: a "p" lasts two frames. NaN when
    either kind does not occur.
    """
    narrow = [float(np.nanmin(gap[_frames(span, len(gap), fps)])) for span in closed]
    wide = [float(np.nanmax(gap[_frames(span, len(gap), fps)])) for span in opened]
    if not narrow or not wide:
        return float("nan")
    return float(np.mean(narrow) / max(np.mean(wide), 1e-6))


def pause_gap(gap: Values, pauses: Sequence[Span], fps: float) -> float:
    """Return the mean gap in pauses, a moment at either end left out; NaN when there is none long enough."""
    kept = [(begin + MARGIN, end - MARGIN) for begin, end in pauses if end - begin > 2 * MARGIN + 1 / fps]
    read = [gap[_frames(span, len(gap), fps)] for span in kept]
    return float(np.nanmean(np.concatenate(read))) if read else float("nan")


def blinks(eyes: Values, scheduled: Values) -> Blinks:
    """Compare eyes (frames,) with the motion's ``blink`` (frames,): every blink seen, and none beside them."""
    known = np.asarray(eyes, np.float64)
    shut = known < (1 - BLINK_DROP) * np.nanmedian(known)
    asked = _runs(np.asarray(scheduled) >= BLINK_CLOSED)
    near = _widened(np.asarray(scheduled) > 0, 2)
    seen = sum(bool(shut[max(0, begin - 1) : end + 1].any()) for begin, end in asked)
    extra = sum(end - begin >= BLINK_FRAMES and not near[begin:end].any() for begin, end in _runs(shut))
    return Blinks(scheduled=len(asked), seen=seen, extra=extra)


def teeth(subject: Subject, faces: Faces) -> Values:
    """Return the light of what is seen between well parted lips, (16, 48), from the middle of the mouth outward.

    The mouth is opened by the animator and found again by the face mesh; light is against that of the cheeks.
    """
    count = 3
    opened = replace(silence(count, 25), opening=np.full(count, 0.7, np.float32))
    rest = np.zeros(count, np.float32)
    motion = Motion(yaw=rest, pitch=rest, roll=rest, shift=np.zeros((count, 2), np.float32), blink=rest)
    frame = list(subject.frames(Drive(curves=opened, motion=motion, sound=np.zeros(1, np.float32))))[1]
    mesh = faces.mesh(frame)
    if mesh is None:
        raise ValueError("the opened mouth belongs to no face")
    points = mesh.points[:, :2]
    unit = points[EYE_CORNERS[1]] - points[EYE_CORNERS[0]]
    down = np.array([-unit[1], unit[0]])
    across, along = np.meshgrid(np.linspace(-0.13, 0.13, 48), np.linspace(0.0, 0.06, 16))
    places = (points[UPPER_LIP] + across[..., None] * unit + along[..., None] * down).astype(np.float32)
    grey = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY).astype(np.float32)
    cheek = float(np.mean([grey[tuple(np.round(points[k]).astype(int)[::-1])] for k in (50, 280)]))
    seen = cv2.remap(grey, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen / max(cheek, 1.0)


def teeth_apart(one: Values, other: Values) -> float:
    """Return how much two rows of teeth differ, 0..2: one less their correlation where they lie best on each other."""
    best = -1.0
    for aside in range(-3, 4):
        for below in range(-3, 4):
            moved = np.roll(other, (below, aside), axis=(0, 1))[3:-3, 3:-3].ravel()
            best = max(best, float(np.corrcoef(one[3:-3, 3:-3].ravel(), moved)[0, 1]))
    return 1 - best


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return first and past-the-last frame of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in edges.reshape(-1, 2)]


def _widened(flags: NDArray[np.bool_], frames: int) -> NDArray[np.bool_]:
    return np.convolve(flags, np.ones(2 * frames + 1), mode="same") > 0


def _frames(span: Span, count: int, fps: float) -> slice:
    """Return the frames that show a span; at least one, inside the clip."""
    begin = min(max(0, round(span[0] * fps)), count - 1)
    return slice(begin, max(begin + 1, min(count, round(span[1] * fps) + 1)))


def _apart(points: NDArray[np.floating], one: int, other: int) -> float:
    return float(np.linalg.norm(points[one, :2] - points[other, :2]))
