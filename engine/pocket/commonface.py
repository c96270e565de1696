"""Stage: the common face, what a face adapter starts from (first-order meta-learning, Reptile: Nichol et al. 2018).

Again and again a person of the training set is learnt for a few steps as a user would be, and the starting point moves
a little towards what came out. So the adapter begins where a few photos of anybody move it furthest. Nobody held out
takes part; one person's share of the result is what every training picture's share of the base is.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch

from engine import bases
from engine.diffusion.painter import Painter
from engine.faces.framing import mirrored
from engine.models import EngineSettings
from engine.pocket.data import LFW
from engine.requests import Looks
from engine.training import adapter, face_lora
from engine.training.dataset import Dataset
from engine.training.loop import fit
from engine.weights.presence import write_checksums

TARGET = bases.HERE / "pocket-common-face"
FILE = "common.safetensors"
LEAST, MOST = 4, 10  # photos of a person who is learnt
INNER = 12  # steps on one person
OUTER = (0.35, 0.05)  # how far the start moves towards the result, at the beginning and at the end


class People:
    """Everybody with enough photos, as `face_lora` would see them: cached latents, states of the prompt."""

    def __init__(self, data: Path, work: Path, painter: Painter) -> None:
        labels = np.load(data / "labels.npy")
        self.labels, self.painter = labels, painter
        self.latents = np.load(work / "latents.npy", mmap_mode="r")
        geometry = np.load(data / "geometry.npy")
        self.geometry = (geometry, mirrored(geometry))
        self.embeddings = np.load(data / "embeddings.npy")
        seen = np.flatnonzero((labels["held_out"] == 0) & (labels["source"] == LFW) & np.load(work / "cached.npy"))
        rows: dict[int, list[int]] = {}
        for row in seen:
            rows.setdefault(int(labels["person"][row]), []).append(int(row))
        self.rows = [found for found in rows.values() if len(found) >= LEAST]

    def some(self, rng: np.random.Generator) -> Dataset:
        """Return the photos of one person, as is and flipped."""
        rows = self.rows[rng.integers(len(self.rows))]
        rows = list(rng.permutation(rows)[:MOST])
        woman = self.labels["gender"][rows].mean() >= 0.5
        age = float(np.median(self.labels["age"][rows]))
        looks = Looks(
            gender="woman" if woman else "man",
            age_band="young" if age < 20 else "mature" if age >= 40 else "adult",
            age=age,
        )
        known = [self.embeddings[row] for row in rows if self.embeddings[row].any()]
        who = np.mean(known, 0) if known else None
        latents, embeddings, shapes = [], [], []
        for number, (row, flip) in enumerate((row, flip) for row in rows for flip in (0, 1)):
            latents.append(torch.from_numpy(np.array(self.latents[flip, row])).float())
            embeddings.append(who if number % 4 else None)
            shapes.append(self.geometry[flip][row] if number % 3 else None)
        prompt = face_lora.prompt(self.painter.family, looks)
        with torch.no_grad():
            states = self.painter.states([prompt] * len(latents), embeddings, shapes)
        stacked = torch.stack(latents)
        weights = torch.ones(len(stacked), *stacked.shape[-2:])
        return Dataset(latents=stacked, weights=weights, states=states)


def train(data: Path, work: Path, seconds: float, weights: Path, threads: int) -> None:
    """Move the starting point for ``seconds`` and write it to ``work/common.safetensors``."""
    painter = Painter(EngineSettings(weights=weights, base="pocket", device="cpu", threads=threads))
    people, rng = People(data, work, painter), np.random.default_rng(0)
    painter.clear_face(0)
    start = {name: value.detach().clone() for name, value in painter.face_parameters().items()}
    began, number, running = time.monotonic(), 0, None
    while (spent := time.monotonic() - began) < seconds:
        with painter.training_face() as values:
            told = fit(
                painter.pipe.unet,
                painter.pipe.scheduler,
                values,
                people.some(rng),
                steps=INNER,
                batch=painter.family.face.batch,
                rate=painter.family.face.learning_rate,
                seed=number,
                step=lambda *_: None,
                cancelled=lambda: False,
            )
        share = OUTER[0] + (OUTER[1] - OUTER[0]) * spent / seconds
        with torch.no_grad():
            for name, value in painter.face_parameters().items():
                start[name].lerp_(value, share)
                value.copy_(start[name])
        running = told.last_loss if running is None else 0.95 * running + 0.05 * told.last_loss
        number += 1
        if number % 20 == 0:
            print(f"{number} people {spent:.0f} s, loss after {INNER} steps {running:.4f}", flush=True)
            _write(painter, work / FILE, number)
    _write(painter, work / FILE, number)


def export(work: Path) -> None:
    """Copy the starting point into the project, beside its checksum."""
    TARGET.mkdir(exist_ok=True)
    (TARGET / FILE).write_bytes((work / FILE).read_bytes())
    write_checksums(TARGET)


def _write(painter: Painter, file: Path, people: int) -> None:
    facts = {"method": "first-order meta-learning", "people": people, "inner_steps": INNER}
    adapter.write(file, painter.face_tensors(), painter.family, facts)
