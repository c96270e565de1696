"""The child of the bench ``templates``, its garments: ``python -m engine.lab.garments.bench WEIGHTS SHEET``.

Twelve pictures (`pictures`): how far what is found agrees with where the clothes are, and how much of the clothes would
be painted as skin. The control is the truth of the next picture, and the person mask without its head. With two people
each garment is worn: pixels of it that stay, and pixels of cloth that changed. Six more wear a shirt of their
own skin's colour, where only skin painted onto it is counted. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from statistics import mean

import cv2
import numpy as np
from PIL import Image

from engine.errors import EngineError
from engine.faces.types import RGB
from engine.garments.wardrobe import Seen, enlarged, kept
from engine.lab.garments.pictures import Flags, Worn, alike, pictures
from engine.models import Models
from engine.settings import EngineSettings

RIGHT = 0.85  # intersection over union from which a garment counts as found
TILE = 420  # pixels of a picture on the sheet


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("sheet", type=Path)
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1))
    worn = pictures(args.weights)
    rows, tiles = [], []
    for one, other in zip(worn, worn[1:] + worn[:1], strict=True):
        row, tile = measure(models, one, other)
        rows.append(row)
        tiles.append(tile)
    args.sheet.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet(tiles)).save(args.sheet)
    own = [measure(models, one, one)[0] for one in alike(args.weights)]
    told = {"alike": sum(int(row["painted"]) for row in own), "alike_each": own}
    print(json.dumps({**summed(rows), **told}))


def measure(models: Models, one: Worn, other: Worn) -> tuple[dict[str, float | str], RGB]:
    """Return the figures of one picture and what is to be looked at."""
    try:
        seen = models.wardrobe.look(one.rgb)
        found = kept(one.rgb, seen, (), ()) > 0.5
    except EngineError:
        nothing = np.zeros(one.clothes.shape, bool)
        return figures(one, other, nothing, nothing, ""), one.rgb // 4
    skin = bare(one.rgb, seen, found)
    row = figures(one, other, found, skin, "+".join(piece.kind for piece in seen.pieces))
    tile = np.where(found[..., None], one.rgb, one.rgb // 4)
    tile = np.where((found ^ one.clothes)[..., None], np.array((255, 0, 120), np.uint8), tile)
    return row, np.where(skin[..., None], (0.5 * tile + (0, 90, 0)).astype(np.uint8), tile)


def bare(rgb: RGB, seen: Seen, found: Flags) -> Flags:
    """Return where skin would be painted: bare skin, never what is kept."""
    if seen.wearer is None:
        return np.zeros(found.shape, bool)
    return (enlarged(rgb, seen.wearer.skin) > 0.5) & ~found & (enlarged(rgb, seen.wearer.clothes) < 0.5)


def figures(one: Worn, other: Worn, found: Flags, skin: Flags, kinds: str) -> dict[str, float | str]:
    """Return what is told of one picture; cloth is counted from two pixels inside its edge."""
    inner = cv2.erode(one.clothes.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    swapped = cv2.resize(other.clothes.astype(np.uint8), found.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    return {
        "name": one.name,
        "iou": overlap(found, one.clothes),
        "control": overlap(found, swapped),
        "painted": int((skin & inner).sum()),
        "kinds": kinds,
    }


def overlap(one: Flags, other: Flags) -> float:
    """Return the intersection over the union, 0 for two empty masks."""
    return float((one & other).sum() / max(1, (one | other).sum()))


def summed(rows: list[dict[str, float | str]]) -> dict[str, object]:
    """Return the figures over all pictures."""
    shares = [float(row["iou"]) for row in rows]
    return {
        "pictures": len(rows),
        "right": sum(share >= RIGHT for share in shares),
        "iou": mean(shares),
        "worst": min(shares),
        "control": mean(float(row["control"]) for row in rows),
        "painted": sum(int(row["painted"]) for row in rows),
        "each": rows,
    }


def sheet(tiles: list[RGB]) -> RGB:
    """Return all pictures side by side: what is kept in colour, wrong pixels pink, skin greenish."""
    small = []
    for tile in tiles:
        scale = TILE / max(tile.shape[:2])
        shrunk = cv2.resize(tile, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        board = np.zeros((TILE, TILE, 3), np.uint8)
        board[: shrunk.shape[0], : shrunk.shape[1]] = shrunk
        small.append(board)
    rows = [np.concatenate(small[at : at + 4], 1) for at in range(0, len(small) - len(small) % 4, 4)]
    return np.concatenate(rows, 0)


if __name__ == "__main__":
    main()
