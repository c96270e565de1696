"""How many are refused who may not be, and how many pass who may not, at each border of a face that was blocked.

``python -m engine.lab.faces.blocked LFW.zip WEIGHTS [PEOPLE]``: the mean of three photos of each person stands on the
list; a fourth photo of theirs should be near it, one of everybody else should not. Prints a table.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image

from engine.models import Models
from engine.settings import EngineSettings

LISTED, PEOPLE = 3, 200
BORDERS = (0.36, 0.38, 0.40, 0.42, 0.44, 0.46, 0.48, 0.52)


def main() -> None:
    """Measure and print."""
    archive, weights = zipfile.ZipFile(sys.argv[1]), Path(sys.argv[2])
    wanted = int(sys.argv[3]) if len(sys.argv) > 3 else PEOPLE
    faces = Models(EngineSettings(weights=weights, threads=1)).faces
    files: dict[str, list[str]] = defaultdict(list)
    for name in sorted(archive.namelist()):
        if name.endswith(".jpg"):
            files[name.split("/")[-2]].append(name)
    listed, own = [], []
    for names in files.values():
        if len(names) <= LISTED or len(listed) == wanted:
            continue
        pictures = [
            np.asarray(Image.open(io.BytesIO(archive.read(name))).convert("RGB")) for name in names[: LISTED + 1]
        ]
        seen = [each for each in map(faces.embed, pictures) if each is not None]
        if len(seen) > LISTED:
            listed.append(np.mean(seen[:LISTED], axis=0))
            own.append(seen[LISTED])
    apart = np.linalg.norm(np.asarray(listed)[:, None] - np.asarray(own)[None], axis=-1)
    same = np.diag(apart)
    other = apart[~np.eye(len(apart), dtype=bool)]
    print(f"| border | of {len(same)} listed people missed | of {len(other)} others refused |\n|---|---|---|")
    for border in BORDERS:
        print(f"| {border} | {100 * np.mean(same >= border):.1f} % | {100 * np.mean(other < border):.3f} % |")


if __name__ == "__main__":
    main()
