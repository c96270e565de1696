"""Stage 2: the denoiser, its text encoder and the person's tokens, on cached latents.

v-prediction with zero terminal SNR; the loss of a step weighs ``(min(snr, 5) + 1) / (snr + 1)``. The network is told
what it would otherwise have to average over: caption (gender, age band, smile; hair, glasses and background where
`engine.lab.pocket.descriptions` names them, most of the time), face embedding, geometry. Each is
dropped at random, and every sixth batch has no person tokens at all, so that the plain pipeline works too. A share of
the rows drops all that tells of the person together, as a picture from a caption alone does, and some of those the
caption too: that is what guidance pushes away from, and it is as much a part of every picture as what is asked for.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from torch import nn
from transformers import CLIPTextModel

from engine.diffusion.person_tokens import PersonTokens
from engine.faces.framing import GEOMETRY_POINTS, mirrored
from engine.lab.pocket import checkpoint, descriptions
from engine.lab.pocket.autoencoder import SAVE_SECONDS, face_weight
from engine.lab.pocket.data import LFW
from engine.lab.pocket.words import WIDTH, build_text_encoder, build_tokenizer, caption
from engine.training.precision import autocast

LEARNING_RATE = 6e-4
BATCH = 32
FRAMED_SHARE = 0.7  # of each batch comes from the set whose frames are whole
MAX_SNR = 5.0
DROPPED = 0.1  # of the captions, and of the embeddings, each by itself
NOBODY = 0.3  # of the rows are told nothing of the person
SILENT = 0.3  # of those are not told the caption either
PLAIN = 0.4  # of the captions are short
SAID = 0.7  # of what else is known of a picture is said in the others
CPU = torch.device("cpu")


def build_unet() -> UNet2DConditionModel:
    """Return the untrained denoiser: 21 M parameters, 16x16x8 latents, cross-attention below 16x16."""
    return UNet2DConditionModel(
        sample_size=16,
        in_channels=8,
        out_channels=8,
        block_out_channels=(96, 192, 256),
        layers_per_block=1,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=WIDTH,
        attention_head_dim=(3, 6, 8),
    )


def build_scheduler() -> DDIMScheduler:
    """Return the noise schedule the base is trained on."""
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        prediction_type="v_prediction",
        rescale_betas_zero_snr=True,
        timestep_spacing="trailing",
        clip_sample=False,
        set_alpha_to_one=True,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Batch:
    """Cached pictures: ``rows`` and ``flip`` (N,), ``latent`` (N, 8, 16, 16), ``inside`` (N, 16, 16) 0 or 1."""

    rows: np.ndarray
    flip: np.ndarray
    latent: torch.Tensor
    inside: torch.Tensor


@dataclass(frozen=True, kw_only=True, eq=False)
class Noised:
    """A batch under noise: ``keep`` (N,) is the share of signal power left, ``velocity`` what is to be predicted."""

    latent: torch.Tensor
    time_step: torch.Tensor
    keep: torch.Tensor
    velocity: torch.Tensor


def weighted_error(guess: torch.Tensor, noised: Noised, batch: Batch) -> torch.Tensor:
    """Return the squared error inside the photos, weighted to the face and by capped signal-to-noise."""
    error = (guess.float() - noised.velocity).pow(2).mean(1)
    weight = batch.inside * face_weight(batch.inside.shape[-1])[0]
    error = (error * weight).sum((1, 2)) / weight.sum((1, 2)).clamp(min=1)
    snr = noised.keep / (1 - noised.keep)
    return ((snr.clamp(max=MAX_SNR) + 1) / (snr + 1) * error).mean()


class Trainer:
    """Everything one run of this stage holds."""

    batch = BATCH
    judged = 0  # of each batch, always told who is shown: what a subclass compares with the person

    def __init__(self, data: Path, work: Path) -> None:
        torch.manual_seed(0)
        self.data, self.work = data, work
        self.labels = np.load(data / "labels.npy")
        self.latents = np.load(work / "latents.npy", mmap_mode="r")
        self.valid = torch.from_numpy(np.load(data / "valid.npy")).float()
        geometry = np.load(data / "geometry.npy")
        self.geometry = [torch.from_numpy(geometry), torch.from_numpy(mirrored(geometry))]
        embeddings = np.load(data / "embeddings.npy")
        embeddings[~embeddings.any(1)] = np.nan
        self.embeddings = torch.from_numpy(embeddings)
        self.known_photos: dict[int, list[int]] = {}  # person -> rows with an embedding
        able = np.flatnonzero(~np.isnan(embeddings).any(1))
        for row in able:
            self.known_photos.setdefault(int(self.labels["person"][row]), []).append(row)
        seen = (self.labels["held_out"] == 0) & np.load(work / "cached.npy")
        self.framed = np.flatnonzero(seen & (self.labels["source"] == LFW))
        self.close = np.flatnonzero(seen & (self.labels["source"] != LFW))
        self.tokenizer = build_tokenizer(work / "pipeline" / "tokenizer")
        self._networks(geometry)
        self.scheduler = build_scheduler()
        self.alphas = self.scheduler.alphas_cumprod.float()
        self._caption_numbers(geometry)
        parts = {"unet": self.unet, "text": self.text, "person": self.person}
        self.named = {f"{p}.{n}": v for p, part in parts.items() for n, v in part.named_parameters()}
        self.ema = {name: value.detach().clone() for name, value in self.named.items()}
        self.optimiser = torch.optim.AdamW(
            self.named.values(), LEARNING_RATE, betas=(0.9, 0.99), weight_decay=0.01, fused=True
        )
        self.step = 0

    def _networks(self, geometry: np.ndarray) -> None:
        # A pipeline without a checkpoint is one laid out by the stage "start", or one whose optimiser got lost.
        folder = self.work / "pipeline"
        if (folder / "unet" / "config.json").exists():
            self.text = CLIPTextModel.from_pretrained(folder / "text_encoder")
            self.unet = UNet2DConditionModel.from_pretrained(folder / "unet")
            self.person = PersonTokens.load(folder / "person")
            return
        self.text = build_text_encoder(self.tokenizer)
        self.unet = build_unet()
        self.person = PersonTokens(geometry=geometry.shape[1])
        self.person.mean.copy_(torch.from_numpy(geometry.mean(0)))
        self.person.spread.copy_(torch.from_numpy(geometry.std(0) + 1e-3))

    def _caption_numbers(self, geometry: np.ndarray) -> None:
        smile = geometry[:, 2 * len(GEOMETRY_POINTS)]
        said = [
            caption(close=row["source"] != LFW, gender=int(row["gender"]), age=int(row["age"]), smile=float(s))
            for row, s in zip(self.labels, smile, strict=True)
        ]
        self.captions = ["", *sorted(set(said))]
        numbers = {text: number for number, text in enumerate(self.captions)}
        self.caption_of = torch.tensor([numbers[text] for text in said])
        self.more = self._more()

    def _more(self) -> list[tuple[str, ...]]:
        """Return the words on hair, glasses and background of every picture; none without that stage's array."""
        file = self.data / "descriptions.npy"
        if not file.exists():
            return [()] * len(self.labels)
        return [descriptions.words_of(row) for row in np.load(file)]

    def texts(self, rows: np.ndarray, untold: torch.Tensor) -> list[str]:
        """Return a caption for each row, "" where ``untold`` (N,) is true; see `PLAIN` and `SAID`."""
        made = []
        for row, silent in zip(rows, untold.tolist(), strict=True):
            said = self.captions[self.caption_of[row]]
            if torch.rand(()) >= PLAIN:
                said = ", ".join([said, *(word for word in self.more[row] if torch.rand(()) < SAID)])
            made.append("" if silent else said)
        return made

    def ids(self, texts: list[str]) -> torch.Tensor:
        """Return the padded token numbers (N, 32)."""
        return self.tokenizer(
            texts,
            padding="max_length",
            truncation=True,
            max_length=self.tokenizer.model_max_length,
            return_tensors="pt",
        ).input_ids

    def swap(self) -> None:
        """Exchange the weights with their moving average."""
        checkpoint.exchange(self.named, self.ema)

    def sample(self, rng: np.random.Generator) -> Batch:
        """Return one random batch of cached pictures."""
        framed = round(self.batch * FRAMED_SHARE)
        rows = np.concatenate([rng.choice(self.framed, framed), rng.choice(self.close, self.batch - framed)])
        rng.shuffle(rows)
        flip = (rng.random(self.batch) < 0.5).astype(int)
        latent = torch.from_numpy(np.stack([self.latents[f, r] for f, r in zip(flip, rows, strict=True)])).float()
        inside = self.valid[rows]
        inside[flip == 1] = inside[flip == 1].flip(2)
        return Batch(rows=rows, flip=flip, latent=latent, inside=inside)

    def states(self, batch: Batch, *, tokens: bool = True, without_geometry: float = 0.4) -> torch.Tensor:
        """Return what the denoiser is told of a batch, (N, tokens, width): caption, and the person's tokens if wanted.

        `DROPPED` of the captions and embeddings and ``without_geometry`` of the geometries are dropped, and `NOBODY` of
        the rows drop embedding and geometry together, `SILENT` of these the caption too.
        """
        count = len(batch.rows)
        nobody = torch.rand(count) < NOBODY
        nobody[: self.judged] = False
        untold = torch.rand(count) < torch.where(nobody, SILENT, DROPPED)
        states = self.text(self.ids(self.texts(batch.rows, untold)))[0]
        if not tokens:
            return states
        return torch.cat([states, self._tokens(batch, nobody, without_geometry)], 1)

    def times(self) -> torch.Tensor:
        """Return how far each picture of a batch is turned into noise, (N,) of 0..999."""
        return torch.randint(0, 1000, (self.batch,))

    def noised(self, batch: Batch) -> Noised:
        """Put noise of random strength on a batch."""
        time_step = self.times()
        noise = torch.randn_like(batch.latent)
        keep = self.alphas[time_step]
        signal, level = keep.sqrt()[:, None, None, None], (1 - keep).sqrt()[:, None, None, None]
        velocity = signal * noise - level * batch.latent
        return Noised(latent=signal * batch.latent + level * noise, time_step=time_step, keep=keep, velocity=velocity)

    def loss(self, rng: np.random.Generator) -> torch.Tensor:
        """Return the weighted loss of one random batch."""
        batch = self.sample(rng)
        noised = self.noised(batch)
        return weighted_error(self.guess(batch, noised, tokens=rng.random() > 1 / 6), noised, batch)

    def guess(self, batch: Batch, noised: Noised, *, tokens: bool) -> torch.Tensor:
        """Return the velocity the denoiser predicts, told of the person or (``tokens`` False) only the caption."""
        with autocast(CPU):
            states = self.states(batch, tokens=tokens)
            return self.unet(noised.latent, noised.time_step, states, return_dict=False)[0]

    def _tokens(self, batch: Batch, nobody: torch.Tensor, without_geometry: float) -> torch.Tensor:
        # The embedding may be of another photo of the same person: what it tells is who, not which picture.
        people = self.labels["person"][batch.rows]
        shown = [self._some_photo(row, person) for row, person in zip(batch.rows, people, strict=True)]
        embedding = self.embeddings[shown].clone()
        dropped = torch.rand(len(shown)) < DROPPED
        dropped[: self.judged] = False
        embedding[dropped | nobody] = torch.nan
        geometry = torch.stack([self.geometry[f][r] for f, r in zip(batch.flip, batch.rows, strict=True)])
        geometry[nobody | (torch.rand(len(shown)) < without_geometry)] = torch.nan
        return self.person(embedding, geometry)

    def _some_photo(self, row: int, person: int) -> int:
        known = self.known_photos.get(int(person)) if person >= 0 else None
        return known[int(torch.randint(len(known), ()))] if known else int(row)

    def pipeline(self) -> StableDiffusionPipeline:
        """Return the pipeline around the current weights."""
        vae = AutoencoderKL.from_pretrained(self.work / "vae").eval()
        return StableDiffusionPipeline(
            vae=vae,
            text_encoder=self.text,
            tokenizer=self.tokenizer,
            unet=self.unet,
            scheduler=self.scheduler,
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Switch the trained parts to drawing, and back."""
        parts: list[nn.Module] = [self.unet, self.text, self.person]
        for part in parts:
            part.eval()
        try:
            yield
        finally:
            for part in parts:
                part.train()

    @torch.no_grad()
    def draw(self, texts: list[str], embedding: torch.Tensor | None, geometry: torch.Tensor | None) -> np.ndarray:
        """Draw (N, 128, 128, 3) pictures in 0..1; the noise is the same in every call."""
        pipe = self.pipeline()
        pipe.set_progress_bar_config(disable=True)
        with autocast(CPU):
            states = self.text(self.ids(texts))[0]
            empty = self.text(self.ids([""] * len(texts)))[0]
            if embedding is not None:
                states = torch.cat([states, self.person(embedding, geometry)], 1)
                empty = torch.cat([empty, self.person(None, None, len(texts))], 1)
            return pipe(
                prompt_embeds=states,
                negative_prompt_embeds=empty,
                num_inference_steps=20,
                guidance_scale=2.0,
                height=128,
                width=128,
                generator=torch.Generator().manual_seed(1),
                output_type="np",
            ).images

    def grid(self, file: Path) -> None:
        """Draw the same 32 pictures each time: plain captions, then held-out people by one photo, then by geometry."""
        people = np.flatnonzero((self.labels["held_out"] == 1) & ~self.embeddings.isnan().any(1).numpy())[5::37][:8]
        rows = [
            ("a portrait photo of a man", None, None),
            ("a portrait photo of a young woman, smiling", None, None),
            (None, self.embeddings[people], None),
            (None, self.embeddings[people], self.geometry[0][people]),
        ]
        pictures = []
        with self.resting():
            for text, embedding, geometry in rows:
                texts = [text] * 8 if text else [self.captions[self.caption_of[p]] for p in people]
                pictures.append(np.concatenate(list(self.draw(texts, embedding, geometry)), 1))
        pixels = np.load(self.data / "pixels.npy", mmap_mode="r")
        pictures.append(np.concatenate([pixels[p] / 255 for p in people], 1))
        Image.fromarray((np.nan_to_num(np.concatenate(pictures)) * 255).clip(0, 255).astype(np.uint8)).save(file)

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write pipeline folder, grid and checkpoint."""
        self.swap()
        self.grid(self.work / f"grid-{self.step * self.batch // 1000:05d}k.png")
        self.pipeline().save_pretrained(self.work / "pipeline")
        self.person.save(self.work / "pipeline" / "person")
        self.swap()
        checkpoint.save(self.work / "base", checkpoint.pack(self.named, self.ema, self.optimiser), {"step": self.step})
        self.note([{"pictures": step * self.batch, "loss": loss} for step, loss in losses])

    def note(self, points: list[dict[str, float]]) -> None:
        """Add points to the record of the run, see `engine.lab.pocket.curve`."""
        with (self.work / "losses.jsonl").open("a") as file:
            file.writelines(json.dumps(point) + "\n" for point in points)


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a run goes: ``warm`` steps up to ``rate``, which falls from ``decay`` of the time to ``floor`` of itself."""

    rate: float
    warm: int
    decay: float
    floor: float
    average: float  # of the moving average, per step
    tell: int  # steps between two lines

    def at(self, steps: int, share: float) -> float:
        """Return the rate after ``steps`` steps of this run and ``share`` (0..1) of its time."""
        falling = 1 if share < self.decay else max(self.floor, (1 - share) / (1 - self.decay))
        return self.rate * min(1, (steps + 1) / self.warm) * falling


class Run(Protocol):
    """What `fit` trains: a step, what it changes, and what is kept of it."""

    batch: int
    step: int
    named: dict[str, nn.Parameter]
    ema: dict[str, torch.Tensor]
    optimiser: torch.optim.Optimizer

    def loss(self, rng: np.random.Generator) -> torch.Tensor:
        """Return the loss of one random batch."""

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write a checkpoint; ``losses`` are (step, running mean) since the last."""


def fit(run: Run, folder: Path, seconds: float, pace: Pace) -> None:
    """Train what ``run`` names for ``seconds`` more, from the checkpoint in ``folder`` if there is one."""
    saved = checkpoint.load(folder)
    if saved:
        checkpoint.unpack(saved[0], run.named, run.ema, run.optimiser)
        run.step = saved[1]["step"]
    rng = np.random.default_rng(run.step + 1)
    began = last = time.monotonic()
    first, running, losses = run.step, None, []
    values, averages = list(run.named.values()), list(run.ema.values())
    while (spent := time.monotonic() - began) < seconds:
        rate = pace.at(run.step - first, spent / seconds)
        for group in run.optimiser.param_groups:
            group["lr"] = rate * group.get("times", 1.0)
        loss = run.loss(rng)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        run.optimiser.step()
        run.optimiser.zero_grad()
        run.step += 1
        with torch.no_grad():
            torch._foreach_lerp_(averages, values, 1 - min(pace.average, (run.step + 1) / (run.step + 15)))
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if run.step % pace.tell == 0:
            losses.append((run.step, running))
            fast = (run.step - first) * run.batch / spent if spent else 0
            seen = run.step * run.batch
            print(f"{seen} pictures {spent:.0f}s {fast:.1f}/s loss {running:.4f} rate {rate:.1e}", flush=True)
        if time.monotonic() - last > SAVE_SECONDS:
            run.store(losses)
            last, losses = time.monotonic(), []
    run.store(losses)


def train(data: Path, work: Path, seconds: float) -> None:
    """Train the base for ``seconds`` more; the rate decays at the end."""
    run = Trainer(data, work)
    for part in (run.unet, run.text, run.person):
        part.train()
    pace = Pace(rate=LEARNING_RATE, warm=100, decay=0.6, floor=0.04, average=0.9985, tell=100)
    fit(run, work / "base", seconds, pace)
