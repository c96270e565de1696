"""Face embeddings of the training pictures, for the identity tokens of the base.

Writes ``embeddings.npy`` (N, 128) float32 beside the arrays of `engine.lab.pocket.data`; rows of zeros mean "not
computed" and are trained as dropped tokens. Can be stopped and run again: finished blocks are kept.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import dlib
import numpy as np
import torch

from engine.faces.embed import CHIP
from engine.faces.resnet import Embedder

#: Where a face lies in the aligned 128 px frame, in pixels of the doubled (256 px) picture.
FACE_BOX = dlib.rectangle(52, 66, 204, 218)
BLOCK = 64


def rank_within_person(labels: np.ndarray) -> np.ndarray:
    """Return for each row how many photos of the same person come before it; unnamed people count as one each."""
    seen: dict[int, int] = {}
    ranks = np.zeros(len(labels), int)
    for row, person in enumerate(labels["person"].tolist()):
        if person >= 0:
            ranks[row] = seen.get(person, 0)
            seen[person] = ranks[row] + 1
    return ranks


def embed_all(data: Path, landmarks: Path, network: Path, source: int | None = None, per_person: int = 1000) -> None:
    """Fill in the missing rows, everybody's first photo before anybody's second.

    ``source`` limits it to one data set, ``per_person`` to so many photos of each person (of held-out people: all).
    """
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    labels = np.load(data / "labels.npy")
    target = data / "embeddings.npy"
    done = np.load(target) if target.exists() else np.zeros((len(pixels), 128), np.float32)
    predictor = dlib.shape_predictor(str(landmarks))
    net = Embedder.load(network)  # dlib's numbers in a sixth of the time
    rank = rank_within_person(labels)
    wanted = (rank < per_person) | (labels["held_out"] == 1)
    if source is not None:
        wanted &= labels["source"] == source
    todo = np.flatnonzero(~done.any(1) & wanted)
    todo = todo[np.argsort(rank[todo], kind="stable")]
    for count, start in enumerate(range(0, len(todo), BLOCK)):
        rows = todo[start : start + BLOCK]
        chips = []
        for row in rows:
            picture = cv2.resize(pixels[row], (256, 256), interpolation=cv2.INTER_CUBIC)
            chips.append(dlib.get_face_chip(picture, predictor(picture, FACE_BOX), CHIP, 0.25))
        with torch.inference_mode():
            done[rows] = net(torch.from_numpy(np.stack(chips)).permute(0, 3, 1, 2).float() / 255).numpy()
        if count % 10 == 9 or start + BLOCK >= len(todo):
            np.save(target, done)
            print(f"{start + len(rows)}/{len(todo)}", flush=True)
