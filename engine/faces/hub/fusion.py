"""Face fusion by the hub's own program (paper 2.4, cv_unet_face_fusion_torch), as an optional extra.

Its networks are published only together with code inside the model, which needs packages that do not get along with
ours. So it runs in a process of its own, by a Python of its own that the operator names (`HUB_PYTHON`), with no
environment, a time limit, and picture files as its only way in and out.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from engine import quiet
from engine.errors import WeightMissingError
from engine.faces import images
from engine.faces.fuse import Fused, Selfie
from engine.faces.types import RGB

SECONDS = 300.0
SCRIPT = Path(__file__).with_name("fusion_program.py")
HOW = "set HUB_PYTHON to the Python of an environment with modelscope and what this model asks for, see README"
CHANGED = 2.0  # of 255: smaller changes are the picture's way through the program


class HubFusion:
    """Runs the program once per picture; it loads its networks anew each time."""

    name = "face_fusion_torch"

    def __init__(self, python: Path | None, folder: Path) -> None:
        if python is None or not python.exists():
            raise WeightMissingError("face-fusion", HOW)
        self._python, self._folder = python, folder

    def fuse(self, portrait: RGB, selfie: Selfie) -> Fused:
        """Return ``portrait`` (height, width, 3) with the face of ``selfie``; unchanged, and noted, where it failed."""
        with tempfile.TemporaryDirectory(prefix="fusion-") as place:
            template, user, out = (Path(place) / f"{name}.png" for name in ("template", "user", "out"))
            images.save_clean(portrait, template)
            images.save_clean(selfie.looked, user)
            command = [str(self._python), "-I", str(SCRIPT), str(self._folder), str(template), str(user), str(out)]
            if not _ended_well(command, place) or not out.is_file():
                return Fused(picture=portrait, mask=_nothing(portrait), strength_used=0.0, note="program")
            picture = images.load(out)
        if picture.shape != portrait.shape:
            picture = cv2.resize(picture, portrait.shape[1::-1], interpolation=cv2.INTER_AREA)
        apart = np.abs(picture.astype(np.float32) - portrait).max(2)
        mask = cv2.GaussianBlur((apart > CHANGED).astype(np.float32), (0, 0), 2)
        return Fused(picture=picture, mask=mask, strength_used=1.0)


def _ended_well(command: list[str], place: str) -> bool:
    bare = (
        None if sys.platform == "win32" else {"HOME": place, **quiet.VARIABLES}
    )  # Windows cannot start a process without one
    try:
        done = subprocess.run(
            command, env=bare, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, timeout=SECONDS, check=False,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, OSError):
        return False
    return done.returncode == 0


def _nothing(portrait: RGB) -> np.ndarray:
    return np.zeros(portrait.shape[:2], np.float32)
