"""From sound and portrait to coefficients over time, and the 27-frame windows the mapping network reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import savgol_filter
from torch import Tensor

from engine.talking.sadtalker import mel
from engine.talking.sadtalker.audio import EXPRESSION, ExpNet
from engine.talking.sadtalker.mapping import WINDOW
from engine.talking.sadtalker.posevae import FRAMES, PoseVae

SMOOTHING, ORDER = 13, 2  # frames and order of the Savitzky-Golay filter over poses
MOVING = 70  # expression 64, angle 3, translation 3
PLACE = 3  # scale and translation of the crop, told to the mapping network of whole pictures

Array = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Manner:
    """How the person wants it: see `engine.talking.options.TalkingOptions`."""

    style: int
    seed: int
    expression_scale: float
    still: bool


def spoken(
    sound: Array, blink: Array, times: Array, portrait: Tensor, manner: Manner, pose: PoseVae, expression: ExpNet
) -> Tensor:
    """Return the coefficients (frames, 70 or 73) of a clip.

    ``sound``     (samples,) at 16 kHz; what lasts longer than it shows its last frame
    ``blink``     (frames,) 0..1 at ``times`` (frames,) seconds
    ``portrait``  (70,) or (73,) of the photo; the last three are told along unchanged
    """
    heard = mel.windows(sound) if len(sound) >= mel.SAMPLES_PER_FRAME else _quiet()
    own_times = np.arange(len(heard)) / mel.FRAMES_PER_SECOND
    lids = torch.from_numpy(np.interp(own_times, times, blink).astype(np.float32)).to(portrait)
    mels = torch.from_numpy(heard)[:, None].to(portrait)
    mouth = _expressions(expression, mels, portrait[:EXPRESSION], lids) * manner.expression_scale
    if manner.still:
        head = portrait[EXPRESSION:].expand(len(mouth), -1)
    else:
        moved = smoothed(pose.poses(mels, portrait[EXPRESSION:MOVING], manner.style, manner.seed))
        head = torch.cat([moved, portrait[MOVING:].expand(len(moved), -1)], dim=1)
    return resampled(torch.cat([mouth, head], dim=1), torch.from_numpy(times).to(portrait) * mel.FRAMES_PER_SECOND)


def _quiet() -> Array:
    """One frame of silence, for a sound shorter than a frame."""
    return mel.windows(np.zeros(mel.SAMPLES_PER_FRAME, np.float32))


def _expressions(network: ExpNet, mels: Tensor, reference: Tensor, blink: Tensor) -> Tensor:
    """Run ExpNet over a clip in pieces: its result does not depend on where it is cut."""
    parts = zip(mels.split(FRAMES), blink.split(FRAMES), strict=True)
    return torch.cat([network(piece, reference, lids) for piece, lids in parts])


def smoothed(poses: Tensor) -> Tensor:
    """Return poses (frames, 6) without jitter; a clip shorter than the filter is smoothed over its odd length."""
    span = min(SMOOTHING, (len(poses) - 1) // 2 * 2 + 1)
    if span <= ORDER:
        return poses
    return torch.from_numpy(savgol_filter(poses.cpu().numpy(), span, ORDER, axis=0).astype(np.float32)).to(poses)


def resampled(sequence: Tensor, frames: Tensor) -> Tensor:
    """Read a sequence (n, coefficients) at ``frames`` (m,), counted in frames of 25 a second; ends stay as they are."""
    place = frames.clamp(0, len(sequence) - 1)
    before = place.floor().long()
    after = (before + 1).clamp(max=len(sequence) - 1)
    share = (place - before)[:, None]
    return torch.where(share < 1e-3, sequence[before], torch.lerp(sequence[before], sequence[after], share))


def windows(sequence: Tensor) -> Iterator[Tensor]:
    """Yield for each frame of (frames, coefficients) its neighbours (1, coefficients, 27), ends repeated."""
    reach = WINDOW // 2
    for middle in range(len(sequence)):
        index = torch.arange(middle - reach, middle + reach + 1).clamp(0, len(sequence) - 1)
        yield sequence[index.to(sequence.device)].T[None]


def held(coefficients: Tensor) -> Tensor:
    """Return the window (1, coefficients, 27) of a head that does not move: (coefficients,) 27 times."""
    return coefficients[None, :, None].expand(-1, -1, WINDOW)
