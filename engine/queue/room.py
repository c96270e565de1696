"""Whether a training fits into the memory beside the workers that draw. Nothing here loads torch: the bot asks.

Until a training has been measured here, what it takes is estimated from its base (`engine.bases.memory`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from engine import bases
from engine.bases import Family, memory

GIB = 2**30
PROCESS = int(0.75 * GIB)  # a worker with its libraries and all that looks at photos, without a base
SMALL_BASE = 2  # what a training on an uncounted base takes, in multiples of what drawing with it does
FULL = 2  # the counted bytes are of half precision; a processor computes in full
MATE = int(0.25 * GIB)  # what a job takes of the machine that is done beside others: photos, numbers, half a training
RESERVE = int(0.5 * GIB)  # of the machine, which a training leaves to others
CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, kw_only=True)
class Peak:
    """The most bytes a worker holds: of the machine, and of a card."""

    machine: int = 0
    card: int = 0

    def most(self, other: Peak) -> Peak:
        """Return the larger of both, each by itself."""
        return Peak(machine=max(self.machine, other.machine), card=max(self.card, other.card))


def free_memory(cgroup: Path = CGROUP) -> int:
    """Return the bytes of the machine that are free, or of the container where that leaves less."""
    return min(psutil.virtual_memory().available, _left(cgroup))


def _left(cgroup: Path) -> int:
    """Return what a container's limit leaves, files in memory left out; a sum nobody reaches where it has none."""
    for most, now, files in (
        ("memory.max", "memory.current", "memory.stat"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes", "memory/memory.stat"),
    ):
        try:
            limit, used = (cgroup / most).read_text().strip(), int((cgroup / now).read_text())
            stat = dict(line.split() for line in (cgroup / files).read_text().splitlines())
        except (OSError, ValueError):
            continue
        if limit.isdecimal():
            return int(limit) - used + int(stat.get("inactive_file", stat.get("total_inactive_file", 0)))
    return 2**62


def expected(family: Family, *, card: bool) -> tuple[Peak, Peak]:
    """Return what drawing and what training with a base is expected to hold, before either was measured."""
    needs = memory.needs_of(family)
    if needs is None:
        drawn, trained = family.memory_mb * 2**20, SMALL_BASE * family.memory_mb * 2**20
    else:
        drawn = memory.steered_peak(needs, memory.MemoryPlan(draw=1, decode=1, encode=1))
        trained = memory.training_peak(needs, checkpointing=True)
    if card:
        return Peak(machine=PROCESS, card=drawn), Peak(machine=PROCESS, card=trained)
    many = 1 if needs is None else FULL
    return Peak(machine=PROCESS + many * drawn), Peak(machine=PROCESS + many * trained)


def fits(drawing: Peak, training: Peak, *, free: int, card: int | None) -> bool:
    """Say whether a training may start with ``free`` bytes of the machine, and on a card of ``card`` bytes in all.

    ``free`` is without what those that draw will still take. Of the card both are counted.
    """
    if training.machine + RESERVE > free:
        return False
    return card is None or drawing.card + training.card + 2 * memory.TAKEN <= card


def card_of(device: str) -> int | None:
    """Return the bytes of the card that ``device`` means; None where pictures are drawn in the machine's own memory.

    0 where there is a card and nobody says how large it is: nothing fits beside anything there.
    """
    return (bases.accelerator_memory() or 0) if has_card(device) else None


def has_card(device: str) -> bool:
    """Say whether ``device`` means a card with a memory of its own, without asking the card."""
    return device not in ("cpu", "mps") and sys.platform != "darwin" and bases.accelerator_likely(device)
