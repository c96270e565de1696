"""The seam between what moves and what is drawn: every backend gets the same portrait and drive, and gives frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB
from engine.talking.curves import Curve, MouthCurves
from engine.talking.options import TalkingOptions

HEARD_RATE = 16_000  # samples a second of `Drive.sound`


def no_photos() -> Iterable[RGB]:
    """Nothing is known of the person but the portrait."""
    return ()


def _nothing() -> NDArray[np.float32]:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion:
    """What head, lids and eyes do at each frame; all arrays (frames,) float32 unless said. What is left out rests.

    ``yaw``, ``pitch``, ``roll``  degrees away from the portrait's own pose, signs as in `engine.faces.types.Mesh`
    ``shift``                     (frames, 2) how far the head sways right and down, in distances between the eyes
    ``blink``                     0 lids as in the portrait .. 1 closed
    ``breath``                    -1 breathed out .. 1 in; 0 as in the portrait
    ``brows``                     -1 down .. 1 up; 0 as in the portrait
    ``gaze``                      (frames, 2) how far the irises go right and down, in distances of the eye corners
    """

    yaw: Curve
    pitch: Curve
    roll: Curve
    shift: NDArray[np.float32]
    blink: Curve
    breath: Curve = field(default_factory=_nothing)
    brows: Curve = field(default_factory=_nothing)
    gaze: NDArray[np.float32] = field(default_factory=_nothing)

    def __post_init__(self) -> None:
        for name, shape in (("breath", ()), ("brows", ()), ("gaze", (2,))):
            if not len(getattr(self, name)):
                object.__setattr__(self, name, np.zeros((len(self.blink), *shape), np.float32))

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
    ``sources`` what came from where, for the result: ``teeth`` of the "portrait", another "photo", or "painted"
    """

    rest: RGB
    moving: tuple[int, int, int, int]
    sources: dict[str, str]

    def frames(self, drive: Drive) -> Iterator[RGB]:
        """Yield one frame, shaped like ``rest``, per frame of ``drive``; holds no more than a few at a time."""


class Animator(Protocol):
    """A way to make a portrait speak."""

    name: str

    def prepare(
        self, portrait: RGB, options: TalkingOptions, photos: Callable[[], Iterable[RGB]] = no_photos
    ) -> Subject:
        """Find the face in (height, width, 3) uint8 RGB and frame it; ``photos`` are others of the same person.

        :raises UnfitPortraitError: no face (`PortraitWithoutFaceError`), too small a one, or one turned away
        :raises WeightMissingError: a model file of this backend is not there
        """
