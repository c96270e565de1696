"""Is SadTalker here, and what would it take? Nothing heavy is imported, so that it can be asked before choosing."""

from __future__ import annotations

from pathlib import Path

from engine import weights
from engine.weights.presence import how_to_get, status_of

#: Side of the rendered face -> component of the manifest, and the renderer's file in it.
COMPONENTS = {256: "talking-head", 512: "talking-head-512"}
RENDERERS = {256: "SadTalker_V0.0.2_256.safetensors", 512: "SadTalker_V0.0.2_512.safetensors"}
#: Framing -> the mapping network trained for it; both lie in the smaller component.
MAPPINGS = {"crop": "mapping_00229-model.pth.tar", "full": "mapping_00109-model.pth.tar"}


def side_for(size: int) -> int:
    """Return which renderer makes clips of that size: 256 for 256, the larger one for everything above."""
    return 256 if size <= 256 else 512


def lacking(folder: Path, size: int) -> list[str]:
    """Return the commands that bring what a clip of ``size`` needs, none when all is here (by name and size)."""
    needed = dict.fromkeys([COMPONENTS[256], COMPONENTS[side_for(size)]])  # the mapping networks lie in the first
    rows = [weights.components()[name] for name in needed]
    return [how_to_get(row) for row in rows if status_of(folder, row).state != "present"]


def is_ready(folder: Path, size: int) -> bool:
    """Say whether clips of ``size`` could be made now."""
    return not lacking(folder, size)
