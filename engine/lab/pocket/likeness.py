"""Stage: the base told how much its faces look like the person, beside its usual loss (`engine.training.likeness`).

Only noisy latents are judged: there the identity tokens are all that tells who it is.

The judge and the tokens speak the same embedding, the one all likeness in this project is measured by; a figure from
it alone would flatter. `engine.lab.pocket.measure` therefore reports a second opinion beside it, that of
`engine.lab.pocket.opinion`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from torch import Tensor

from engine.faces.resnet import Embedder
from engine.lab.pocket.base import Batch, Noised, Pace, Trainer, fit, weighted_error
from engine.training.likeness import Likeness, chips

CLEANEST = 300  # of 1000 times: below, the face is there already
LEARNING_RATE = 4e-4
JUDGED = 8  # of each batch
WEIGHT = 0.2


def _alike(latents: Tensor) -> Tensor:
    """Return latents as the decoder reads them: this base scales nothing."""
    return latents


class LikenessTrainer(Trainer):
    """The base's trainer with one more opinion in its loss."""

    judged = JUDGED

    def __init__(self, data: Path, work: Path, embedder: Path) -> None:
        super().__init__(data, work)
        decoder = AutoencoderKL.from_pretrained(work / "vae").requires_grad_(False).eval()
        self.likeness = Likeness(autoencoder=decoder, embedder=Embedder.load(embedder), weight=WEIGHT, raw=_alike)
        self.target = torch.zeros_like(self.embeddings)
        for row, person in enumerate(self.labels["person"]):
            photos = self.known_photos.get(int(person)) if person >= 0 else None
            self.target[row] = self.embeddings[photos].mean(0) if photos else self.embeddings[row]
        self.near = float("nan")

    def times(self) -> Tensor:
        """Return times as in the base's training, the judged ones noisy."""
        times = super().times()
        times[: self.judged] = torch.randint(CLEANEST, 1000, (self.judged,))
        return times

    def loss(self, rng: np.random.Generator) -> Tensor:
        """Return the weighted loss of one random batch, and of how far its first faces are from their people."""
        batch = self.sample(rng)
        noised = self.noised(batch)
        tokens = rng.random() > 1 / 6
        guess = self.guess(batch, noised, tokens=tokens)
        usual = weighted_error(guess, noised, batch)
        if not tokens:
            return usual
        apart = self.apart(batch, noised, guess)
        self.near = 0.98 * self.near + 0.02 * apart.item() if self.near == self.near else apart.item()
        return usual + self.likeness.weight * apart

    def apart(self, batch: Batch, noised: Noised, guess: Tensor) -> Tensor:
        """Return the mean squared distance of the judged faces to their people."""
        target = self.target[batch.rows[: self.judged]]
        known = ~target.isnan().any(1)
        keep = noised.keep[: self.judged, None, None, None]
        clean = keep.sqrt() * noised.latent[: self.judged] - (1 - keep).sqrt() * guess[: self.judged].float()
        return self.likeness.apart(clean[known], target[known])

    @torch.no_grad()
    def held_out(self, count: int = 2) -> tuple[float, float]:
        """Draw each held-out person ``count`` times from one photo; return rank-1 and mean distance to their means."""
        people = np.unique(self.labels["person"][self.labels["held_out"] == 1])
        photos = [self.known_photos[int(p)] for p in people]
        means = torch.stack([self.embeddings[rows[1:]].mean(0) for rows in photos])
        asked = [rows[0] for rows in photos for _ in range(count)]
        with self.resting():
            made = self.draw([self.captions[self.caption_of[row]] for row in asked], self.embeddings[asked], None)
            seen = self.likeness.embedder(chips(torch.from_numpy(made).permute(0, 3, 1, 2), jitter=False))
        apart = torch.cdist(seen, means)
        own = torch.arange(len(people)).repeat_interleave(count)
        return (apart.argmin(1) == own).float().mean().item(), apart[range(len(own)), own].mean().item()

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write pipeline, grid and checkpoint, and say how like the held-out people the faces are."""
        super().store(losses)
        self.swap()
        first, apart = self.held_out()
        self.swap()
        self.note([{"pictures": self.step * self.batch, "rank1": first, "apart": apart}])
        print(f"judged {self.near:.3f}; held out: rank-1 {first:.2f}, {apart:.3f} apart", flush=True)


def train(data: Path, work: Path, embedder: Path, seconds: float) -> None:
    """Go on with the base for ``seconds``, likeness in its loss; the rate decays at the end."""
    run = LikenessTrainer(data, work, embedder)
    for part in (run.unet, run.text, run.person):
        part.train()
    pace = Pace(rate=LEARNING_RATE, warm=300, decay=0.6, floor=0.04, average=0.9985, tell=100)
    fit(run, work / "base", seconds, pace)
