"""Stage 3: the style adapters of the embedded base, one for each look in `engine.styles.looks`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.framing import GEOMETRY_POINTS
from engine.lab.pocket.data import LFW
from engine.lab.pocket.words import caption
from engine.settings import EngineSettings
from engine.styles import HERE, StyleBook
from engine.styles.looks import LOOKS
from engine.training import style_lora
from engine.training.style_lora import StylePhoto
from engine.weights.presence import write_checksums

PICTURES = 96  # people each style is learnt from, none of them held out


def train(data: Path, names: list[str], steps: int | None = None, threads: int = 2) -> None:
    """Train the named styles (all with a look when empty) on the base in ``engine/bases/pocket`` and write them."""
    pipeline = PortraitPipeline(EngineSettings(weights=Path("weights"), base="pocket", device="cpu", threads=threads))
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    labels, geometry = np.load(data / "labels.npy"), np.load(data / "geometry.npy")
    embeddings = np.load(data / "embeddings.npy")
    able = np.flatnonzero((labels["held_out"] == 0) & (labels["source"] == LFW) & embeddings.any(1))
    book = StyleBook()
    for name in names or [name for name, style in book.all().items() if style.look]:
        style = book.all()[name]
        rows = np.random.default_rng(7).choice(able, PICTURES, replace=False)
        photos = []
        for row in rows:
            said = caption(
                close=False,
                gender=int(labels["gender"][row]),
                age=int(labels["age"][row]),
                smile=float(geometry[row, 2 * len(GEOMETRY_POINTS)]),
            )
            photos.append(
                StylePhoto(
                    picture=LOOKS[style.look](pixels[row]),
                    caption=f"{said}, {style.words}",
                    embedding=embeddings[row],
                    geometry=geometry[row],
                )
            )
        told = style_lora.train(pipeline, photos, HERE / style.adapters["pocket"], seed=0, steps=steps)
        print(
            f"{name}: {told.steps} steps, {told.seconds:.0f} s, loss {told.first_loss:.3f} -> {told.last_loss:.3f}",
            flush=True,
        )
    write_checksums(HERE / "pocket")
