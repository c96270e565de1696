"""What a mouth does over time: the contract between those who listen to sound and those who draw lips."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Curve: TypeAlias = NDArray[np.float32]  # (frames,)

# Curve -> its least and greatest value.
RANGES = {"opening": (0.0, 1.0), "width": (-1.0, 1.0), "rounding": (0.0, 1.0), "closure": (0.0, 1.0)}


@dataclass(frozen=True, kw_only=True, eq=False)
class MouthCurves:
    """The mouth at each frame; every array is (frames,) float32, finite, clipped into its range when made.

    ``times``     seconds from the start of the sound, increasing; frame k of a clip is ``k / fps``
    ``opening``   0 lips together .. 1 as wide as speech goes (an "a"); what the lip gap is measured against
    ``width``     -1 corners drawn in .. 0 at rest .. 1 corners spread (an "ee")
    ``rounding``  0 at rest .. 1 lips pushed forward and narrowed (an "oo")
    ``closure``   0 free .. 1 lips pressed together, whatever ``opening`` says (m, b, p; half for f, v)

    Silence is zero everywhere: the mouth as the portrait holds it, closed if it is closed there.
    """

    times: Curve
    opening: Curve
    width: Curve
    rounding: Curve
    closure: Curve

    def __post_init__(self) -> None:
        count = np.shape(self.times)
        if len(count) != 1:
            raise ValueError(f"times are (frames,), not {count}")
        if np.any(np.diff(self.times) <= 0):
            raise ValueError("times do not increase")
        for field in fields(self):
            values = np.asarray(getattr(self, field.name), np.float32)
            if values.shape != count or not np.isfinite(values).all():
                raise ValueError(f"{field.name} is {values.shape} where times are {count}, or is not finite")
            low, high = RANGES.get(field.name, (-np.inf, np.inf))
            object.__setattr__(self, field.name, np.clip(values, low, high))

    def __len__(self) -> int:
        return len(self.times)

    @property
    def gap(self) -> Curve:
        """How far the lips are apart, 0..1: the opening that closures leave."""
        return self.opening * (1 - self.closure)

    def scaled(self, expression: float) -> MouthCurves:
        """Return the curves with opening, width and rounding times ``expression``; closures stay closed."""
        return replace(
            self, opening=self.opening * expression, width=self.width * expression, rounding=self.rounding * expression
        )

    def at(self, times: Curve) -> MouthCurves:
        """Return the curves read at other ``times`` (frames,) seconds, straight lines between the known ones."""
        read = {name: np.interp(times, self.times, getattr(self, name)) for name in RANGES}
        return MouthCurves(times=np.asarray(times, np.float32), **read)


def silence(frames: int, fps: float) -> MouthCurves:
    """Return the curves of a mouth at rest for ``frames`` frames."""
    rest = {name: np.zeros(frames, np.float32) for name in RANGES}
    return MouthCurves(times=np.arange(frames, dtype=np.float32) / fps, **rest)
