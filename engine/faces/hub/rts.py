"""RTS (paper 2.4, Similarity Ranking): a face embedding of 512 numbers and how far the face is from what it knows.

Random Temperature Scaling trains a recognition network (IR-SE, 64 layers, input 112 pixels) with a second head for
the log variance of its temperature; its exponential is the out-of-distribution score: near its training data low,
for blurred, covered or drawn faces high.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.faces.hub.aligned import aligned
from engine.faces.types import RGB, Face

UNITS = ((64, 3), (128, 8), (256, 16), (512, 3))  # width and number of residual units of the 64-layer network
SQUEEZE = 16
NUMBERS = 512


@dataclass(frozen=True, kw_only=True, eq=False)
class Recognised:
    """``embedding`` (512,) float32 of length 1; ``strangeness`` above 0: higher is less like a face it knows."""

    embedding: NDArray[np.float32]
    strangeness: float


class Squeeze(nn.Module):
    """Scales channels by what the whole map shows."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Conv2d(width, width // SQUEEZE, 1, bias=False)
        self.fc2 = nn.Conv2d(width // SQUEEZE, width, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, width, H, W) -> the same shape."""
        return x * torch.sigmoid(self.fc2(torch.relu(self.fc1(x.mean((2, 3), keepdim=True)))))


class Unit(nn.Module):
    """One residual unit of the "improved residual" kind: normalise first, no activation after the sum."""

    def __init__(self, inside: int, width: int, stride: int) -> None:
        super().__init__()
        if inside == width:
            self.shortcut_layer: nn.Module = nn.MaxPool2d(1, stride)
        else:
            self.shortcut_layer = nn.Sequential(nn.Conv2d(inside, width, 1, stride, bias=False), nn.BatchNorm2d(width))
        self.res_layer = nn.Sequential(
            nn.BatchNorm2d(inside),
            nn.Conv2d(inside, width, 3, 1, 1, bias=False),
            nn.PReLU(width),
            nn.Conv2d(width, width, 3, stride, 1, bias=False),
            nn.BatchNorm2d(width),
            Squeeze(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, width, H / stride, W / stride)."""
        return self.shortcut_layer(x) + self.res_layer(x)


class Rts(nn.Module):
    """Trunk and heads. ``alpha`` is the width of the head of the "plus" variant, which the published example leaves."""

    def __init__(self, alpha: int = 1) -> None:
        super().__init__()
        start = nn.Sequential(nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.BatchNorm2d(64), nn.PReLU(64))
        units, inside = [], 64
        for width, count in UNITS:
            for index in range(count):
                units.append(Unit(inside, width, 2 if index == 0 else 1))
                inside = width
        end = nn.Sequential(nn.BatchNorm2d(512), nn.Dropout(), nn.Flatten())
        self.features = nn.Sequential(start, nn.Sequential(*units), end)
        self.features_backbone = _head(NUMBERS)
        self.logvar_rts_backbone = _head(1)
        self.logvar_rts_plus_backbone = _head(alpha)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(N, 3, 112, 112) in -1..1 -> embeddings (N, 512), log variances (N, 1)."""
        found = self.features(x)
        return self.features_backbone(found), self.logvar_rts_backbone(found)


def network(state: dict[str, Tensor]) -> Rts:
    """Return the network with the width of its "plus" head taken from the published tensors."""
    return Rts(alpha=state["logvar_rts_plus_backbone.0.weight"].shape[0])


class RtsEmbedder:
    """Embeddings for ranking. Distances are Euclidean between vectors of length 1: 0 to 2, sqrt(2) for unrelated."""

    name = "rts-ir-se-64"

    def __init__(self, net: Rts) -> None:
        self._net = net.eval()

    def embed(self, rgb: RGB, face: Face) -> NDArray[np.float32]:
        """Return (512,) float32 of length 1; ``face`` must have a mesh."""
        return self.recognise(rgb, face).embedding

    def recognise(self, rgb: RGB, face: Face) -> Recognised:
        """Return embedding and strangeness of ``face``, which must have a mesh (ValueError without)."""
        if face.mesh is None:
            raise ValueError("this face has no mesh, and with it no landmarks to align by")
        pixels = aligned(rgb, face.mesh.five).astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        with torch.inference_mode():
            embedding, variance = self._net(torch.from_numpy(np.ascontiguousarray(pixels))[None])
        values = embedding[0].numpy()
        length = max(float(np.linalg.norm(values)), 1e-12)
        return Recognised(embedding=values / length, strangeness=float(variance[0, 0].exp()))


def _head(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(512 * 7 * 7, width), nn.BatchNorm1d(width))
