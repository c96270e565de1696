"""What goes with a head that moves: hair swings after it, shoulders follow a little and breathe."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.talking.animator import Motion
from engine.talking.mesh.field import HEAD_MOVES, POSE_MOVES

SWING, DAMPED = 1.7, 0.4  # Hz of hanging hair, and how fast its swinging dies (1: at once)
SLOW = 0.3  # seconds that shoulders are behind the head
FOLLOW, TILT = 0.45, 0.3  # of the head's sway and roll that shoulders take over
TURN = 0.16  # units that they go to a side per radian the head turns there
BREATH = 0.011  # units that shoulders rise with a breath
LIFTED = 0.45  # of that which the head goes along


def poses(motion: Motion, fps: float) -> NDArray[np.float32]:
    """Return (frames, 13): strengths of `field.POSE_MOVES` of a clip with ``fps`` frames a second."""
    head = np.stack(
        [*(np.radians(one) for one in (motion.yaw, motion.pitch, motion.roll)), *motion.shift.T], axis=1
    ).astype(np.float64)
    risen = -BREATH * motion.breath
    late = _behind(head, fps)
    shoulders = np.stack(
        [FOLLOW * late[:, 3] + TURN * late[:, 0], FOLLOW * late[:, 4] + risen, TILT * late[:, 2]], axis=1
    )
    head[:, 4] += LIFTED * risen
    swung = _swung(head, fps) - head
    made = np.concatenate([head, swung, shoulders], axis=1).astype(np.float32)
    assert made.shape[1] == len(POSE_MOVES)
    return made


def _behind(values: NDArray[np.float64], fps: float) -> NDArray[np.float64]:
    """Return ``values`` (frames, n) as something heavy follows them."""
    keep = float(np.exp(-1 / (SLOW * fps)))
    made = np.empty_like(values)
    state = values[0].copy() if len(values) else np.zeros(len(HEAD_MOVES))
    for k, value in enumerate(values):
        state = keep * state + (1 - keep) * value
        made[k] = state
    return made


def _swung(values: NDArray[np.float64], fps: float) -> NDArray[np.float64]:
    """Return ``values`` (frames, n) as something hangs from them: a spring that is damped, in small steps."""
    steps, rate = 4, 2 * np.pi * SWING
    made = np.empty_like(values)
    place = values[0].copy() if len(values) else np.zeros(values.shape[1])
    speed = np.zeros_like(place)
    for k, value in enumerate(values):
        for _ in range(steps):
            speed += (rate * rate * (value - place) - 2 * DAMPED * rate * speed) / (steps * fps)
            place = place + speed / (steps * fps)
        made[k] = place
    return made
