"""Stage ``decoder``: the way from latents to pictures told what photos look like, the encoder left as it is.

The autoencoder learns absolute errors, and those forgive blur: through that of the fourth version photos were a third
further from their own people, and as a set about half as far from photos as everything it drew. Here the decoder alone
goes on, so every latent, base and adapter stays valid:

photos   their latents back to themselves: the usual error, and that of what a face network sees in them
drawn    latents of the base's own trajectories, of which no photo is known: only their coarse colours are held
critic   shown photos, and both kinds of decoded pictures; the decoder learns what it tells apart (Esser et al. 2021)

The critic knows where in the frame it looks, and sees each place beside its mirror image: to tell whether eyes match.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import spectral_norm

from engine.faces.resnet import Embedder
from engine.lab.pocket import checkpoint, fewstep
from engine.lab.pocket.autoencoder import CPU, face_weight, psnr, reconstruction_loss, to_tensor
from engine.lab.pocket.base import FRAMED_SHARE, Pace, fit
from engine.lab.pocket.data import LFW
from engine.training.likeness import chips
from engine.training.precision import autocast

NAME = "decoder"
PHOTOS, DRAWN = 10, 6  # of a batch
SEEN = 8  # photos of a batch the face network looks at
DEPTHS = (2, 6, 9)  # blocks of the face network whose features count
FEATURES, LIKENESS, COARSE = 0.3, 1.0, 1.0  # weights beside the usual error
CRITIC = 0.5  # its gradient beside that of all else, at the decoder's last layer
UNHEARD = 40  # first steps, in which the critic learns and nobody listens to it
LEARNING_RATE, CRITIC_RATE = 4e-4, 4e-4
JUDGED_BY = 96  # held-out photos


class Critic(nn.Module):
    """Pictures (N, 3, 128, 128) in -1..1 in, (N, 2, 16, 16) opinions out, above 0 for photos: of patch, and of both."""

    def __init__(self, wide: int = 32) -> None:
        super().__init__()

        def half(before: int, after: int) -> nn.Sequential:
            return nn.Sequential(spectral_norm(nn.Conv2d(before, after, 4, 2, 1)), nn.LeakyReLU(0.2))

        self.near = nn.Sequential(half(5, wide), half(wide, 2 * wide), half(2 * wide, 4 * wide))
        self.patch = spectral_norm(nn.Conv2d(4 * wide, 1, 3, padding=1))
        self.both = nn.Sequential(
            spectral_norm(nn.Conv2d(8 * wide, 4 * wide, 3, padding=1)),
            nn.LeakyReLU(0.2),
            spectral_norm(nn.Conv2d(4 * wide, 4 * wide, 3, padding=2, dilation=2)),
            nn.LeakyReLU(0.2),
            spectral_norm(nn.Conv2d(4 * wide, 1, 3, padding=1)),
        )

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the opinions of every place."""
        line = torch.linspace(-1, 1, pictures.shape[-1])
        where = torch.stack(torch.meshgrid(line, line, indexing="ij")).expand(len(pictures), -1, -1, -1)
        seen = self.near(torch.cat([pictures, where], 1))
        return torch.cat([self.patch(seen), self.both(torch.cat([seen, seen.flip(3)], 1))], 1)


class DecoderTrainer:
    """The autoencoder of ``work`` with its decoder to train, and all it is judged by."""

    batch = PHOTOS + DRAWN

    def __init__(self, data: Path, work: Path, embedder: Path) -> None:
        torch.manual_seed(0)
        self.work = work
        self.model = AutoencoderKL.from_pretrained(work / "vae").requires_grad_(False).eval()
        self.before = AutoencoderKL.from_pretrained(work / "vae").requires_grad_(False).eval()
        self.named = {f"decoder.{name}": value for name, value in self.model.decoder.named_parameters()}
        self.named |= {f"post_quant_conv.{name}": v for name, v in self.model.post_quant_conv.named_parameters()}
        for value in self.named.values():
            value.requires_grad_(True)
        self.ema = {name: value.detach().clone() for name, value in self.named.items()}
        self.optimiser = torch.optim.AdamW(self.named.values(), LEARNING_RATE, betas=(0.5, 0.95), weight_decay=0)
        self.critic = Critic()
        self.critics = dict(self.critic.named_parameters())
        self.teaching = torch.optim.AdamW(self.critics.values(), CRITIC_RATE, betas=(0.5, 0.95), weight_decay=0)
        self.embedder = Embedder.load(embedder)
        self.pixels = np.load(data / "pixels.npy", mmap_mode="r")
        self.latents = np.load(work / "latents.npy", mmap_mode="r")
        labels = np.load(data / "labels.npy")
        seen = (labels["held_out"] == 0) & np.load(work / "cached.npy")
        self.framed = np.flatnonzero(seen & (labels["source"] == LFW))
        self.close = np.flatnonzero(seen & (labels["source"] != LFW))
        unseen = np.random.default_rng(5).permutation(np.flatnonzero(labels["held_out"] == 1))[:JUDGED_BY]
        self.unseen = to_tensor(self.pixels[np.sort(unseen)])
        self.drawn = torch.cat([load_file(file)["latents"][:, -1] for file in fewstep.files(work)])
        self.weight = face_weight()
        self.told_apart = 0.5
        self.step = 0

    def sample(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Return photos (`PHOTOS`, 3, 128, 128), and latents of these and of drawn pictures (`batch`, 8, 16, 16)."""
        framed = round(PHOTOS * FRAMED_SHARE)
        rows = np.concatenate([rng.choice(self.framed, framed), rng.choice(self.close, PHOTOS - framed)])
        flip = (rng.random(PHOTOS) < 0.5).astype(int)
        photos = to_tensor(np.stack([self.pixels[r][:, :: 1 - 2 * f] for f, r in zip(flip, rows, strict=True)]))
        latents = torch.from_numpy(np.stack([self.latents[f, r] for f, r in zip(flip, rows, strict=True)]))
        drawn = self.drawn[torch.from_numpy(rng.integers(0, len(self.drawn), DRAWN))]
        return photos, torch.cat([latents, drawn]).float()

    def features(self, pictures: Tensor) -> list[Tensor]:
        """Return what the face network sees in pictures (N, 3, 128, 128) in -1..1: three depths, and the embedding."""
        return self.embedder.seen(chips((pictures + 1) / 2, jitter=False), DEPTHS)

    def loss(self, rng: np.random.Generator) -> Tensor:
        """Decode one batch and let the critic learn; return the decoder's loss."""
        photos, latents = self.sample(rng)
        with autocast(CPU):
            made = self.model.decode(latents).sample.float()
        self.teach(photos, made.detach())
        usual = reconstruction_loss(made[:PHOTOS], photos, self.weight)
        with torch.no_grad():
            wanted = self.features(photos[:SEEN])
            with autocast(CPU):
                old = self.before.decode(latents[PHOTOS:]).sample.float()
        *seen, who = self.features(made[:SEEN])
        *wanted, person = wanted
        usual = usual + LIKENESS * (who - person).pow(2).sum(1).mean()
        for one, other in zip(seen, wanted, strict=True):
            usual = usual + FEATURES / len(seen) * (one - other).abs().mean() / other.abs().mean()
        usual = usual + COARSE * functional.avg_pool2d(made[PHOTOS:] - old, 8).abs().mean()
        self.critic.requires_grad_(False)
        disliked = -self.critic(made).mean()
        self.critic.requires_grad_(True)
        if self.step < UNHEARD:
            return usual
        last = self.model.decoder.conv_out.weight
        size = [torch.autograd.grad(part, last, retain_graph=True)[0].norm() for part in (usual, disliked)]
        return usual + CRITIC * (size[0] / size[1].clamp(min=1e-6)).clamp(max=10) * disliked

    def teach(self, photos: Tensor, made: Tensor) -> None:
        """Let the critic learn from photos and from what the decoder made of latents."""
        photo, decoded = self.critic(photos), self.critic(made)
        (functional.relu(1 - photo).mean() + functional.relu(1 + decoded).mean()).backward()
        self.teaching.step()
        self.teaching.zero_grad()
        right = ((photo.mean((1, 2, 3)) > 0).float().mean() + (decoded.mean((1, 2, 3)) < 0).float().mean()) / 2
        self.told_apart = 0.95 * self.told_apart + 0.05 * right.item()

    @torch.no_grad()
    def unlearnt(self) -> tuple[float, float]:
        """Return PSNR in dB of held-out photos, and the mean distance of their embeddings to those of what came out."""
        quality, made = psnr(self.model, self.unseen)
        apart = self.features(made)[-1] - self.features(self.unseen)[-1]
        return quality, apart.norm(dim=1).mean().item()

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write the checkpoint, the critic in it, and the autoencoder with the decoder's moving average."""
        tensors = checkpoint.pack(self.named, self.ema, self.optimiser)
        tensors |= {f"before.{name}": value for name, value in self.before.state_dict().items()}
        critic = checkpoint.pack(self.critics, {}, self.teaching)
        tensors |= {f"critic.{name}": value for name, value in critic.items()}
        tensors |= {f"norm.{name}": value for name, value in self.critic.named_buffers()}
        checkpoint.save(self.work / NAME, tensors, {"step": self.step})
        checkpoint.exchange(self.named, self.ema)  # after the checkpoint, which knows the decoder from before
        quality, apart = self.unlearnt()
        self.model.save_pretrained(self.work / "vae")
        checkpoint.exchange(self.named, self.ema)
        print(f"held out: {quality:.2f} dB, {apart:.3f} apart; critic right {self.told_apart:.2f}", flush=True)

    def go_on(self, tensors: dict[str, Tensor]) -> None:
        """Take from a checkpoint what `fit` does not: the critic, and the decoder as it was before this stage."""

        def named(prefix: str) -> dict[str, Tensor]:
            return {n.removeprefix(prefix): value for n, value in tensors.items() if n.startswith(prefix)}

        self.before.load_state_dict(named("before."))
        checkpoint.unpack(named("critic."), self.critics, {}, self.teaching)
        self.critic.load_state_dict(named("norm."), strict=False)


def train(data: Path, work: Path, embedder: Path, seconds: float) -> None:
    """Train the decoder for ``seconds`` more, from its checkpoint if there is one; the rate decays at the end."""
    run = DecoderTrainer(data, work, embedder)
    saved = checkpoint.load(work / NAME)
    if saved:
        run.go_on(saved[0])
    fit(run, work / NAME, seconds, Pace(rate=LEARNING_RATE, warm=100, decay=0.5, floor=0.03, average=0.995, tell=20))
