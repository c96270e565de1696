"""What a mouth does with a sound: the audio encoder (Wav2Lip's shape) and ExpNet, which gives 64 expression numbers."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

EMBEDDING = 512
EXPRESSION = 64
BANDS, STEPS = 80, 16  # of one mel window

#: width, stride, and whether the block adds its input; kernel 3 and padding 1 but for the last two.
_BLOCKS: tuple[tuple[int, int | tuple[int, int], bool], ...] = (
    (32, 1, False), (32, 1, True), (32, 1, True),
    (64, (3, 1), False), (64, 1, True), (64, 1, True),
    (128, 3, False), (128, 1, True), (128, 1, True),
    (256, (3, 2), False), (256, 1, True),
)  # fmt: skip


class _Block(nn.Module):
    """Convolution, batch norm, perhaps plus the input, ReLU."""

    def __init__(
        self, before: int, after: int, kernel: int, stride: int | tuple[int, int], padding: int, adds: bool
    ) -> None:
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.Conv2d(before, after, kernel, stride=stride, padding=padding), nn.BatchNorm2d(after)
        )
        self._adds = adds

    def forward(self, x: Tensor) -> Tensor:
        inner = self.conv_block(x)
        return F.relu(inner + x if self._adds else inner)


def encoder() -> nn.Sequential:
    """Return the 13 blocks that turn mel windows (batch, 1, 80, 16) into (batch, 512, 1, 1)."""
    blocks, before = [], 1
    for width, stride, adds in _BLOCKS:
        blocks.append(_Block(before, width, 3, stride, 1, adds))
        before = width
    blocks.append(_Block(before, EMBEDDING, 3, 1, 0, False))
    blocks.append(_Block(EMBEDDING, EMBEDDING, 1, 1, 0, False))
    return nn.Sequential(*blocks)


class AudioEncoder(nn.Module):
    """The encoder as the pose network holds it, one module deeper."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_encoder = encoder()

    def forward(self, mels: Tensor) -> Tensor:
        """(batch, frames, 1, 80, 16) -> (batch, frames, 512)."""
        return self.audio_encoder(mels.flatten(0, 1)).flatten(1).unflatten(0, mels.shape[:2])


class ExpNet(nn.Module):
    """Expression from sound, with the portrait's own expression as the reference and lids told apart."""

    def __init__(self) -> None:
        super().__init__()
        self.audio_encoder = encoder()
        self.mapping1 = nn.Linear(EMBEDDING + EXPRESSION + 1, EXPRESSION)

    def forward(self, mels: Tensor, reference: Tensor, blink: Tensor) -> Tensor:
        """Return (frames, 64), absolute coefficients.

        ``mels`` (frames, 1, 80, 16) in -4..4; ``reference`` (64,) of the portrait; ``blink`` (frames,) 0..1.
        """
        heard = self.audio_encoder(mels).flatten(1)
        told = torch.cat([heard, reference.expand(len(heard), -1), blink[:, None]], dim=1)
        return self.mapping1(told)
