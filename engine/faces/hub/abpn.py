"""Skin retouching of the published system (paper 2.1.1): blemishes painted out, then one blend layer over the face.

Three small networks. `Detect` marks blemishes, `Repaint` (gated convolutions) fills them in, `Blend` gives the layer
of the Adaptive Blend Pyramid Network: 0.5 leaves a pixel alone, and a soft-light blend carries the rest. The whitening
of the published pipeline, a matter of taste and not of skin, is left out.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.faces.types import RGB, Mesh, as_bytes

CROP = 1.5  # of the face's longer side: the part that is looked at
BLEND_SIDE, DETECT_SIDE, PATCH, MARGIN = 512, 768, 512, 32
FAINT, SURE = 0.35, 0.5  # marks below are none, from here on whole
SOFT_EDGE = 20 / 500  # of the crop: the layer fades out over this much at the border
WIDTHS = (64, 128, 256, 512, 512, 512)  # of the encoder that `Detect` and `Repaint` share


class Twice(nn.Module):
    """Two 3x3 convolutions, each normalised and cut at zero."""

    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        rows: list[nn.Module] = []
        for width in (inside, outside):
            rows += [nn.Conv2d(width, outside, 3, padding=1), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)]
        self.conv = nn.Sequential(*rows)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, outside, H, W)."""
        return self.conv(x)


class _Start(nn.Module):
    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.conv = Twice(inside, outside)


class _Down(nn.Module):
    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.mpconv = nn.Sequential(nn.MaxPool2d(2), Twice(inside, outside))


class _End(nn.Module):
    def __init__(self, inside: int, outside: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(inside, outside, 1)


class Blend(nn.Module):
    """A U-Net: face in -1..1 -> blend layer in 0..1. The ``dsoutc`` layers were used in training only."""

    def __init__(self) -> None:
        super().__init__()
        self.inc = _Start(3, 64)
        self.down1, self.down2 = _Down(64, 128), _Down(128, 256)
        self.down3, self.down4 = _Down(256, 512), _Down(512, 512)
        self.up1, self.up2 = _Start(1024, 256), _Start(512, 128)
        self.up3, self.up4 = _Start(256, 64), _Start(128, 64)
        self.outc = _End(64, 3)
        self.dsoutc4, self.dsoutc3 = _End(256, 3), _End(128, 3)
        self.dsoutc2, self.dsoutc1 = _End(64, 3), _End(64, 3)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) in -1..1, sides divisible by 16 -> (N, 3, H, W) in 0..1."""
        found = [self.inc.conv(x)]
        for down in (self.down1, self.down2, self.down3, self.down4):
            found.append(down.mpconv(found[-1]))
        out = found.pop()
        for up in (self.up1, self.up2, self.up3, self.up4):
            skip = found.pop()
            wide = F.interpolate(out, size=skip.shape[2:], mode="bilinear", align_corners=True)
            out = up.conv(torch.cat([skip, wide], 1))
        return torch.sigmoid(self.outc.conv(out))


class Layer(nn.Module):
    """A convolution with what may follow it; ``gated`` adds a second one that says how much of the first passes."""

    def __init__(self, inside: int, outside: int, *, stride: int, norm: bool, slope: float | None, gated: bool) -> None:
        super().__init__()
        bias = slope is None
        self.conv = nn.Conv2d(inside, outside, 3, stride, 1, bias=bias)
        if gated:
            self.gate = nn.Conv2d(inside, outside, 3, stride, 1, bias=bias)
        if norm:
            self.bn = nn.BatchNorm2d(outside)
        self._slope = slope

    def forward(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, outside, H / stride, W / stride)."""
        out = self.conv(x)
        if hasattr(self, "bn"):
            out = self.bn(out)
        if self._slope is not None:
            out = F.leaky_relu(out, self._slope)
        return out * torch.sigmoid(self.gate(x)) if hasattr(self, "gate") else out


class _SixSteps(nn.Module):
    """Down six times and up again, with a skip at every step; sides divisible by 64."""

    def __init__(self, inside: int, outside: int, *, gated: bool) -> None:
        super().__init__()
        widths = (inside, *WIDTHS)
        for step in range(1, 7):
            coded = Layer(widths[step - 1], widths[step], stride=2, norm=step > 1, slope=0.0, gated=gated)
            self.add_module(f"ec_images_{step}", coded)
        for step in range(6, 1, -1):
            joined = widths[step] + widths[step - 1]
            self.add_module(
                f"dc_images_{step}", Layer(joined, widths[step - 1], stride=1, norm=True, slope=0.2, gated=gated)
            )
        if gated:
            self.dc_images_1: nn.Module = Layer(64 + inside, outside, stride=1, norm=False, slope=None, gated=True)
        else:
            self.dc_images_1 = nn.Conv2d(64 + inside, outside, 1)

    def run(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, outside, H, W)."""
        found = [x]
        for step in range(1, 7):
            found.append(getattr(self, f"ec_images_{step}")(found[-1]))
        out = found.pop()
        for step in range(6, 0, -1):
            out = torch.cat([F.interpolate(out, scale_factor=2, mode="nearest"), found.pop()], 1)
            out = getattr(self, f"dc_images_{step}")(out)
        return out


class Detect(_SixSteps):
    """Face in -1..1 -> how surely each pixel is a blemish, 0..1."""

    def __init__(self) -> None:
        super().__init__(3, 1, gated=False)

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) in -1..1 -> (N, 1, H, W) in 0..1."""
        return torch.sigmoid(self.run(x))


class Repaint(_SixSteps):
    """Face with holes, and the holes -> the face without them, -1..1."""

    def __init__(self) -> None:
        super().__init__(4, 3, gated=True)

    def forward(self, x: Tensor, kept: Tensor) -> Tensor:
        """(N, 3, H, W) in -1..1 and (N, 1, H, W), 1 where kept -> (N, 3, H, W) in -1..1."""
        return torch.tanh(self.run(torch.cat([x, kept], 1)))


class AbpnRetoucher:
    """Retouches the largest face; every pixel outside the crop around it stays."""

    name = "abpn"

    def __init__(self, blend: Blend, detect: Detect, repaint: Repaint) -> None:
        self._blend, self._detect, self._repaint = blend.eval(), detect.eval(), repaint.eval()

    def retouch(self, rgb: RGB, mesh: Mesh, *, strength: float = 1.0) -> RGB:
        """Return (height, width, 3) uint8 RGB with smoother skin; ``strength`` 0 (nothing) to 1."""
        if not 0 <= strength <= 1:
            raise ValueError(f"strength {strength} is not between 0 and 1")
        left, top, right, bottom = _crop_box(rgb, mesh)
        crop = np.ascontiguousarray(rgb[top:bottom, left:right])
        face = torch.from_numpy(crop.astype(np.float32) / 127.5 - 1).permute(2, 0, 1)[None]
        with torch.inference_mode():
            face = self._spotless(face)
            layer = self._blend(F.interpolate(face, (BLEND_SIDE, BLEND_SIDE), mode="bilinear"))
            layer = F.interpolate(layer, face.shape[2:], mode="bilinear")
            layer = (layer - 0.5) * torch.from_numpy(_edge(*crop.shape[:2])) + 0.5
            value = (face + 1) / 2
            value = (1 - 2 * layer) * value * value + 2 * layer * value
        smooth = value[0].permute(1, 2, 0).numpy() * 255
        mixed = crop + strength * (smooth - crop)
        out = rgb.copy()
        out[top:bottom, left:right] = as_bytes(mixed)
        return out

    def _spotless(self, face: Tensor) -> Tensor:
        """Fill in the marked blemishes, window by window."""
        height, width = face.shape[2:]
        marks = self._detect(F.interpolate(face, (DETECT_SIDE, DETECT_SIDE), mode="bilinear", align_corners=True))
        marks = F.interpolate(marks, (height, width), mode="nearest")
        marks = torch.where(marks >= SURE, torch.ones_like(marks), marks) * (marks >= FAINT)
        down, across = -height % PATCH, -width % PATCH
        # Zeros around, as in the published pipeline: of the picture and of what is kept.
        border = (MARGIN, across + MARGIN, MARGIN, down + MARGIN)
        kept, padded = F.pad(1 - marks, border), F.pad(face, border)
        out = torch.zeros_like(F.pad(face, (0, across, 0, down)))
        for y in range(0, height + down, PATCH):
            for x in range(0, width + across, PATCH):
                part = (..., slice(y, y + PATCH + 2 * MARGIN), slice(x, x + PATCH + 2 * MARGIN))
                holes = padded[part] * kept[part]
                filled = holes + (1 - kept[part]) * self._repaint(holes, kept[part])
                out[..., y : y + PATCH, x : x + PATCH] = filled[..., MARGIN:-MARGIN, MARGIN:-MARGIN]
        return out[..., :height, :width]


def _crop_box(rgb: RGB, mesh: Mesh) -> tuple[int, int, int, int]:
    left, top, right, bottom = mesh.box
    half = CROP * max(right - left, bottom - top) / 2
    x, y = (left + right) / 2, (top + bottom) / 2
    height, width = rgb.shape[:2]
    return max(int(x - half), 0), max(int(y - half), 0), min(int(x + half), width), min(int(y + half), height)


def _edge(height: int, width: int) -> np.ndarray:
    """Return (height, width) float32: 1 inside, falling to 0 at the border."""
    side = 500
    steps = np.minimum(np.arange(side) / (SOFT_EDGE * side), 1).astype(np.float32)
    line = np.minimum(steps, np.minimum((side - np.arange(side)) / (SOFT_EDGE * side), 1)).astype(np.float32)
    return cv2.resize(np.minimum(line[:, None], line[None]), (width, height), interpolation=cv2.INTER_LINEAR)
