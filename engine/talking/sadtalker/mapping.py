"""From face coefficients to keypoints in motion: the mapping network and the head's turn (SadTalker, face renderer)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.talking.sadtalker.keypoints import KEYPOINTS

BINS = 66  # of three degrees each
DEGREES_PER_BIN = 3
LEAST_DEGREES = -99
HALF_TURN = 3.14  # radians in 180 degrees, as the published code has it: the weights were trained with it
STAGES = 3
WINDOW = 27  # frames the network sees around each one


@dataclass(frozen=True, kw_only=True, eq=False)
class HeadState:
    """What the network says of a head: degrees (batch,), shift (batch, 3), expression (batch, 15, 3) in the grid."""

    yaw: Tensor
    pitch: Tensor
    roll: Tensor
    shift: Tensor
    expression: Tensor

    def rotation(self) -> Tensor:
        """Return (batch, 3, 3): first roll, then yaw, then pitch."""
        return _pitched(self.pitch) @ _yawed(self.yaw) @ _rolled(self.roll)

    def pose(self, canonical: Tensor) -> Tensor:
        """Turn, lift and deform the canonical keypoints (batch, 15, 3); sideways and depth shifts are left out."""
        lift = self.shift * self.shift.new_tensor([0, 1, 0])
        return canonical @ self.rotation().mT + lift[:, None] + self.expression


class MappingNet(nn.Module):
    """Reads 27 frames of coefficients around one frame: 70 of them, or 73 when the crop's place is told as well."""

    def __init__(self, coefficients: int, width: int = 1024) -> None:
        super().__init__()
        self.first = nn.Sequential(nn.Conv1d(coefficients, width, 7))
        for stage in range(STAGES):
            block = nn.Sequential(nn.LeakyReLU(0.1), nn.Conv1d(width, width, 3, dilation=3))
            self.add_module(f"encoder{stage}", block)
        self.fc_roll = nn.Linear(width, BINS)
        self.fc_pitch = nn.Linear(width, BINS)
        self.fc_yaw = nn.Linear(width, BINS)
        self.fc_t = nn.Linear(width, 3)
        self.fc_exp = nn.Linear(width, 3 * KEYPOINTS)

    def encode(self, window: Tensor) -> Tensor:
        """(batch, coefficients, 27) -> (batch, width, 3): lengths 27, 21, 15, 9, 3."""
        x = self.first(window)
        for stage in range(STAGES):
            x = self.get_submodule(f"encoder{stage}")(x) + x[..., 3:-3]
        return x

    def forward(self, window: Tensor) -> HeadState:
        """(batch, coefficients, 27) -> the head's state at the middle frame."""
        seen = self.encode(window).mean(2)
        return HeadState(
            yaw=degrees(self.fc_yaw(seen)),
            pitch=degrees(self.fc_pitch(seen)),
            roll=degrees(self.fc_roll(seen)),
            shift=self.fc_t(seen),
            expression=self.fc_exp(seen).unflatten(1, (KEYPOINTS, 3)),
        )


def degrees(bins: Tensor) -> Tensor:
    """Return the mean angle (batch,) of 66 scores (batch, 66), between -99 and 96 degrees."""
    index = torch.arange(bins.shape[1], dtype=bins.dtype, device=bins.device)
    return (F.softmax(bins, dim=1) * index).sum(1) * DEGREES_PER_BIN + LEAST_DEGREES


def _turn(angle: Tensor, rows: str) -> Tensor:
    """Build (batch, 3, 3) from nine letters: 0, 1, c(os), s(in), - for minus sine."""
    radians = angle / 180 * HALF_TURN
    zero = torch.zeros_like(radians)
    known = {"0": zero, "1": zero + 1, "c": radians.cos(), "s": radians.sin(), "-": -radians.sin()}
    return torch.stack([known[letter] for letter in rows], dim=1).unflatten(1, (3, 3))


def _pitched(angle: Tensor) -> Tensor:
    return _turn(angle, "1000c-0sc")


def _yawed(angle: Tensor) -> Tensor:
    return _turn(angle, "c0s010-0c")


def _rolled(angle: Tensor) -> Tensor:
    return _turn(angle, "c-0sc0001")
