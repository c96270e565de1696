"""The seam between what moves and what is drawn: every backend gets the same portrait and drive, and gives frames."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB
from engine.talking.curves import Curve, MouthCurves
from engine.talking.options import TalkingOptions

HEARD_RATE = 16_000  # samples a second of `Drive.sound`


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion:
    """What head and lids do at each frame; all arrays (frames,) float32.

    ``yaw``, ``pitch``, ``roll``  degrees away from the portrait's own pose, signs as in `engine.faces.types.Mesh`
    ``shift``                     (frames, 2) how far the head sways right and down, in distances between the eyes
    ``blink``                     0 lids as in the portrait .. 1 closed
    """

    yaw: Curve
    pitch: Curve
    roll: Curve
    shift: NDArray[np.float32]
    blink: Curve

    def __len__(self) -> int:
        return len(self.blink)


@dataclass(frozen=True, kw_only=True, eq=False)
class Drive:
    """Everything that changes from frame to frame. Curves and motion have the same number of frames.

    ``sound`` is (samples,) float32 mono at `HEARD_RATE`, -1..1, for backends that listen themselves.
    """

    curves: MouthCurves
    motion: Motion
    sound: NDArray[np.float32]

    def __post_init__(self) -> None:
        if len(self.curves) != len(self.motion):
            raise ValueError(f"{len(self.curves)} frames of mouth and {len(self.motion)} of head")


class Subject(Protocol):
    """One portrait, framed and ready to move.

    ``rest``    (height, width, 3) uint8 RGB, even sides: the frame in which nothing moves
    ``moving``  left, top, right, bottom in pixels of ``rest``: outside it every frame equals ``rest`` exactly
    """

    rest: RGB
    moving: tuple[int, int, int, int]

    def frames(self, drive: Drive) -> Iterator[RGB]:
        """Yield one frame, shaped like ``rest``, per frame of ``drive``; holds no more than a few at a time."""


class Animator(Protocol):
    """A way to make a portrait speak."""

    name: str

    def prepare(self, portrait: RGB, options: TalkingOptions) -> Subject:
        """Find the face in (height, width, 3) uint8 RGB and frame it.

        :raises UnfitPortraitError: no face (`PortraitWithoutFaceError`), too small a one, or one turned away
        :raises WeightMissingError: a model file of this backend is not there
        """
