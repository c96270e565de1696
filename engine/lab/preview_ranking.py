"""How well a small decoder ranks candidates: ``python -m engine.lab.preview_ranking FILE PHOTOS [--people N]``.

FILE is TAESD's safetensors with its encoder, PHOTOS a zip of ``Name/photo.jpg``. A photo stands for what the base's own
decoder would show, the photo through the small encoder and decoder for what the small one shows. Of each person one
photo says who they are and three are the candidates: told is how often both choose the same one, and what the choice
costs where they do not, in the distance of `engine.faces.embed`. The control chooses by chance.

Both halves blur, so this is the worse case; what it cannot say is how the decoder treats latents that a base drew.
"""

from __future__ import annotations

import argparse
import io
import itertools
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from diffusers import AutoencoderTiny
from PIL import Image

from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.settings import EngineSettings
from engine.weights import convert

SIDE = 384  # pixels of a photo of LFW: its face is then as large as one in a portrait of Stable Diffusion 1.5
HALF = torch.bfloat16  # as on a GPU
CANDIDATES = 3


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser(prog="engine.lab.preview_ranking")
    parser.add_argument("file", type=Path)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--people", type=int, default=60)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--shown", type=Path, help="where a few pairs are written, the photo left")
    chosen = parser.parse_args()
    faces, small = Faces(EngineSettings(weights=chosen.weights)), opened(chosen.file)
    people = itertools.islice(read(chosen.photos), chosen.people)
    print(json.dumps(ranked(faces, small, people, chosen.shown)))


def opened(file: Path) -> AutoencoderTiny:
    """Return the whole autoencoder of a file."""
    made = AutoencoderTiny().to(HALF).eval().requires_grad_(False)
    made.load_state_dict(convert.tensors(file))
    return made


def read(photos: Path) -> Iterator[list[RGB]]:
    """Yield a person's first photos, who they are first, (SIDE, SIDE, 3) uint8 each."""
    with zipfile.ZipFile(photos) as opened_zip:
        named = defaultdict(list)
        for name in sorted(opened_zip.namelist()):
            if name.endswith(".jpg"):
                named[Path(name).parent.name].append(name)
        for names in named.values():
            if len(names) > CANDIDATES:
                yield [_picture(opened_zip.read(name)) for name in names[: CANDIDATES + 1]]


def _picture(data: bytes) -> RGB:
    rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    return cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)


@torch.no_grad()
def through(small: AutoencoderTiny, rgb: RGB) -> RGB:
    """Return a picture (height, width, 3) through both halves."""
    pixels = torch.from_numpy(np.ascontiguousarray(rgb)).permute(2, 0, 1)[None].float() / 127.5 - 1
    seen = small.decode(small.encode(pixels.to(HALF)).latents).sample[0].float().clamp(-1, 1) / 2 + 0.5
    return (seen.permute(1, 2, 0).numpy() * 255 + 0.5).astype(np.uint8)


def ranked(
    faces: Faces, small: AutoencoderTiny, people: Iterator[list[RGB]], shown: Path | None = None
) -> dict[str, float]:
    """Return how both choose; ``lost`` is the mean distance by which a choice is further than the best there is."""
    same, whole, looked, moved = [], [], [], []
    for who, *candidates in people:
        centre, seen = faces.embed(who), [through(small, rgb) for rgb in candidates]
        if centre is None:
            continue
        before, after = ([_apart(faces, rgb, centre) for rgb in row] for row in (candidates, seen))
        picked = int(np.argmin(after))
        same.append(picked == int(np.argmin(before)))
        looked.append(before[picked] - min(before))
        whole.append(float(np.mean(before)) - min(before))
        moved += [abs(one - other) for one, other in zip(before, after, strict=True)]
        if shown is not None and len(same) <= CANDIDATES:
            pair = np.hstack([candidates[picked], seen[picked]])
            Image.fromarray(pair).save(shown / f"pair-{len(same)}.png")
    return {
        "people": len(same),
        "same choice": float(np.mean(same)),
        "lost": float(np.mean(looked)),
        "lost by chance": float(np.mean(whole)),
        "distance moved": float(np.median(moved)),
    }


def _apart(faces: Faces, rgb: RGB, centre: Embedding) -> float:
    found = faces.embed(rgb)
    return NOBODY if found is None else distance(found, centre)


if __name__ == "__main__":
    main()
