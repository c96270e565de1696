"""Stage: pocket ControlNets, ordinary `ControlNetModel`s on the frozen base (paper 2.5).

``openpose``   bones of the head always, the 68 landmarks in two of three pictures: one network for both stages of
               template inpainting, as the published one is
``canny``      edges, in two of three pictures only outside the face, as stage 2 uses them
``depth``      how near each part of the face is, from its mesh; the first time it goes on from the one of bones, which
               already knows how to move a face

Embedding and caption are told as in the base's training; the geometry token mostly is not, or nothing would be left
for the control to say.
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import torch
from diffusers import ControlNetModel, UNet2DConditionModel
from torch import nn
from transformers import CLIPTextModel

from engine.bases import HERE
from engine.diffusion import controls
from engine.diffusion.person_tokens import PersonTokens
from engine.faces.face_quality import LOOKED_AT, large_enough
from engine.faces.mesh import MediapipeMesh, MeshFinder
from engine.lab.pocket import checkpoint
from engine.lab.pocket.base import CPU, Batch, Pace, Trainer, fit, weighted_error
from engine.lab.pocket.data import SIDE
from engine.lab.pocket.landmarks import central
from engine.training.precision import autocast
from engine.weights.presence import write_checksums

LEARNING_RATE = 2e-4
BATCH = 8  # many small steps: what has to grow from nothing grows by the step
FASTER = 8.0  # times the rate for what starts at nothing: the condition's convolutions and the ways out
STEM = (8, 16, 32, 64)  # channels of the condition's own convolutions, 128 px down to 16 x 16
WITHOUT_GEOMETRY = 0.9


def build(unet: UNet2DConditionModel) -> ControlNetModel:
    """Return a ControlNet that starts as the encoder half of ``unet`` and changes nothing yet: 9 M parameters."""
    return ControlNetModel.from_unet(unet, conditioning_embedding_out_channels=STEM)


@torch.no_grad()
def awaken(net: ControlNetModel, shown: torch.Tensor) -> None:
    """Scale the condition's convolutions so that drawn conditions (N, 3, side, side) come through them with spread 1.

    As published they start so small that dots and thin lines vanish on the way in, and the last one at nothing;
    thousands of steps go by before the network sees its condition. The ways out still start at nothing.
    """
    way_in = net.controlnet_cond_embedding
    layers = [way_in.conv_in, *way_in.blocks, way_in.conv_out]
    value = shown
    for number, layer in enumerate(layers):
        nn.init.kaiming_normal_(layer.weight)
        nn.init.zeros_(layer.bias)
        layer.weight /= layer(value).std() + 1e-6
        value = layer(value) if number == len(layers) - 1 else nn.functional.silu(layer(value))


def fresh(name: str) -> bool:
    """Say whether a parameter of a ControlNet is not taken over from the base."""
    return name.startswith(("controlnet_cond_embedding", "controlnet_down_blocks", "controlnet_mid_block"))


def pose(points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one training condition from (75, 2) points in pixels: bones, and landmarks in two of three."""
    picture = controls.draw_head(controls.blank(SIDE, SIDE), points[70:])
    return controls.draw_face(picture, points[:68], points[68:70]) if rng.random() < 2 / 3 else picture


def edges(picture: np.ndarray, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one training condition from a picture: its edges, in two of three without those of the face."""
    keep = np.ones(picture.shape[:2], np.uint8)
    if rng.random() < 2 / 3:
        hull = cv2.convexHull(points[:68].astype(np.float32)).round().astype(np.int32)
        cv2.fillConvexPoly(keep, hull, 0)
        grow = int(rng.integers(1, 16))
        keep = cv2.erode(keep, np.ones((grow, grow), np.uint8))
    return controls.canny(np.ascontiguousarray(picture), keep)


def depth(picture: np.ndarray, finder: MeshFinder) -> np.ndarray:
    """Draw one training condition from a picture: the depth of the face in its middle; nothing where none is found."""
    drawn, mesh = controls.blank(SIDE, SIDE), central(finder, large_enough(picture))
    return drawn if mesh is None else controls.draw_depth(drawn, mesh.points * (SIDE / LOOKED_AT))


class ControlTrainer(Trainer):
    """The base's trainer with a frozen base and a ControlNet to learn; ``finder`` is asked for depth only."""

    batch = BATCH

    def __init__(self, kind: str, data: Path, work: Path, finder: MeshFinder) -> None:
        super().__init__(data, work)
        self.kind, self.finder = kind, finder
        self.unet = UNet2DConditionModel.from_pretrained(work / "pipeline" / "unet").requires_grad_(False)
        self.text = CLIPTextModel.from_pretrained(work / "pipeline" / "text_encoder").requires_grad_(False)
        self.person = PersonTokens.load(work / "pipeline" / "person").requires_grad_(False)
        begun = [work / "control" / each for each in (kind, "openpose" if kind == "depth" else kind)]
        # Of an earlier version of the base, or of another control: far nearer than nothing.
        known = next((folder for folder in begun if (folder / "config.json").exists()), None)
        self.control = (ControlNetModel.from_pretrained(known) if known else build(self.unet)).requires_grad_(True)
        self.pixels = np.load(data / "pixels.npy", mmap_mode="r")
        self.points = np.load(data / "landmarks.npy").astype(np.float32) * SIDE
        able = ~np.isnan(self.points).any((1, 2))
        self.framed, self.close = self.framed[able[self.framed]], self.close[able[self.close]]
        self.named = dict(self.control.named_parameters())
        rng = np.random.default_rng(0)
        if known is None:
            awaken(self.control, torch.cat([self.conditions(self.sample(rng), rng) for _ in range(4)]))
        self.ema = {name: value.detach().clone() for name, value in self.named.items()}
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [v for n, v in self.named.items() if not fresh(n)]},
                {"params": [v for n, v in self.named.items() if fresh(n)], "times": FASTER},
            ],
            LEARNING_RATE,
            betas=(0.9, 0.99),
            weight_decay=0.01,
            fused=True,
        )

    def times(self) -> torch.Tensor:
        """Return times with more noise than in the base's training: where things lie is decided early."""
        return (1000 * torch.rand(self.batch).sqrt()).long().clamp(max=999)

    def conditions(self, batch: Batch, rng: np.random.Generator) -> torch.Tensor:
        """Return the drawn controls of a batch, (N, 3, 128, 128) in 0..1."""
        drawn = []
        for row, flip in zip(batch.rows, batch.flip, strict=True):
            points = self.points[row].copy()
            if flip:
                points[:, 0] = SIDE - 1 - points[:, 0]
                points[68:] = points[[69, 68, 70, 72, 71, 74, 73]]  # right and left change places
            picture = self.pixels[row, :, ::-1] if flip else self.pixels[row]
            if self.kind == "openpose":
                drawn.append(pose(points, rng))
            elif self.kind == "canny":
                drawn.append(edges(picture, points, rng))
            else:
                drawn.append(depth(np.ascontiguousarray(picture), self.finder))
        return torch.from_numpy(np.stack(drawn)).permute(0, 3, 1, 2).float() / 255

    def loss(self, rng: np.random.Generator) -> torch.Tensor:
        """Return the weighted loss of one random batch under its control."""
        batch = self.sample(rng)
        noised = self.noised(batch)
        shown = self.conditions(batch, rng)
        with autocast(CPU):
            with torch.no_grad():
                states = self.states(batch, without_geometry=WITHOUT_GEOMETRY)
            down, middle = self.control(noised.latent, noised.time_step, states, shown, return_dict=False)
            guess = self.unet(
                noised.latent,
                noised.time_step,
                states,
                down_block_additional_residuals=down,
                mid_block_additional_residual=middle,
                return_dict=False,
            )[0]
        return weighted_error(guess, noised, batch)

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write the ControlNet (its moving average) and the checkpoint."""
        self.swap()
        self.control.save_pretrained(self.work / "control" / self.kind)
        self.swap()
        checkpoint.save(
            self.work / f"control-{self.kind}",
            checkpoint.pack(self.named, self.ema, self.optimiser),
            {"step": self.step},
        )


def train(kind: str, data: Path, work: Path, mesh: Path, seconds: float) -> None:
    """Train one ControlNet for ``seconds`` more, from its checkpoint if there is one; the rate decays at the end."""
    run = ControlTrainer(kind, data, work, MediapipeMesh(mesh))
    pace = Pace(rate=LEARNING_RATE, warm=50, decay=0.6, floor=0.05, average=0.997, tell=100)
    fit(run, work / f"control-{kind}", seconds, pace)


def export(kind: str, work: Path) -> None:
    """Write the trained ControlNet as half-precision safetensors into ``engine/bases/pocket-control-<kind>``."""
    target = HERE / f"pocket-control-{kind}"
    net = ControlNetModel.from_pretrained(work / "control" / kind).half()
    net.save_pretrained(target)
    config = target / "config.json"
    kept = {name: value for name, value in json.loads(config.read_text()).items() if name != "_name_or_path"}
    config.write_text(json.dumps(kept, indent=2) + "\n")
    write_checksums(target)


KINDS = ("openpose", "canny", "depth")
