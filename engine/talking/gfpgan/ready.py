"""Is GFPGAN here? Nothing heavy is imported, so that it can be asked before choosing."""

from __future__ import annotations

from pathlib import Path

from engine import weights
from engine.weights.presence import status_of

COMPONENT = "face-restorer"
FILE = "GFPGANv1.4.pth"


def is_ready(folder: Path) -> bool:
    """Say whether the published file is here, by name and size."""
    return status_of(folder, weights.components()[COMPONENT]).state == "present"
