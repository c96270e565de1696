"""Numbers of the command line that mean something: what is out of range is refused before anything is loaded."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def within(least: int, most: int) -> Callable[[str], int]:
    """Return a type for `argparse`: a whole number from ``least`` to ``most``, both included."""

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{value} is not from {least} to {most}")
        return value

    return number


COUNT = within(1, 40)  # pictures in one go
SEED = within(0, 2**63 - 1)  # what every generator of random numbers here takes
SIDE = within(128, 4096)  # pixels
STEPS = within(1, 100_000)  # of a training
POSE = within(0, 45)  # the 46 ways of moving the head of paper 3.2
