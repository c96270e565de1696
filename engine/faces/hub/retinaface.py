"""RetinaFace (the plain-torch detector beside DamoFD in the published code): boxes, certainty, five landmarks.

Deng et al., "RetinaFace: Single-stage Dense Face Localisation in the Wild". A ResNet-50 trunk, three feature maps
joined top-down, a context module on each, and for two anchors per place: face or not, box, landmarks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from engine.faces.detect import DOUBTFUL, LONG_SIDE, Hog
from engine.faces.hub.resnet import Bottleneck, ResNet
from engine.faces.mesh import MeshFinder, same_place
from engine.faces.types import RGB, Face, Points

MEAN_BGR = (104.0, 117.0, 123.0)
STRIDES = (8, 16, 32)
ANCHORS = ((16, 32), (64, 128), (256, 512))  # sides in pixels, per stride
VARIANCE = (0.1, 0.2)
CERTAIN, OVERLAP = 0.9, 0.4  # published thresholds: of a face, and of two boxes that show the same one
LARGEST = 1500  # pixels; larger pictures are looked at with a long side of `SHRUNK`
SHRUNK = 1000
CHANNELS = 256


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """``box`` (4,) left, top, right, bottom; ``five`` (5, 2) landmarks; pixels. ``score`` 0..1."""

    box: NDArray[np.float32]
    five: Points
    score: float


class _Pyramid(nn.Module):
    """Joins three maps top-down."""

    def __init__(self, inside: tuple[int, int, int], width: int) -> None:
        super().__init__()
        self.output1, self.output2, self.output3 = (_conv(channels, width, 1) for channels in inside)
        self.merge1, self.merge2 = _conv(width, width, 3), _conv(width, width, 3)

    def forward(self, fine: Tensor, middle: Tensor, coarse: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        one, two, three = F.relu(self.output1(fine)), F.relu(self.output2(middle)), F.relu(self.output3(coarse))
        two = F.relu(self.merge2(two + F.interpolate(three, size=two.shape[2:], mode="nearest")))
        one = F.relu(self.merge1(one + F.interpolate(two, size=one.shape[2:], mode="nearest")))
        return one, two, three


class _Context(nn.Module):
    """Looks at 3x3, 5x5 and 7x7 surroundings."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv3X3 = _conv(width, width // 2, 3)
        self.conv5X5_1, self.conv5X5_2 = _conv(width, width // 4, 3), _conv(width // 4, width // 4, 3)
        self.conv7X7_2, self.conv7x7_3 = _conv(width // 4, width // 4, 3), _conv(width // 4, width // 4, 3)

    def forward(self, x: Tensor) -> Tensor:
        shared = F.relu(self.conv5X5_1(x))
        seven = self.conv7x7_3(F.relu(self.conv7X7_2(shared)))
        return F.relu(torch.cat([self.conv3X3(x), self.conv5X5_2(shared), seven], 1))


class _Head(nn.Module):
    """``numbers`` per anchor, two anchors per place."""

    def __init__(self, width: int, numbers: int) -> None:
        super().__init__()
        self.conv1x1 = nn.Conv2d(width, 2 * numbers, 1)
        self._numbers = numbers

    def forward(self, x: Tensor) -> Tensor:
        """(N, width, H, W) -> (N, 2 H W, numbers), row by row, anchor by anchor."""
        return self.conv1x1(x).permute(0, 2, 3, 1).reshape(len(x), -1, self._numbers)


class RetinaFace(nn.Module):
    """The network, 27.3 million parameters."""

    def __init__(self) -> None:
        super().__init__()
        self.body = ResNet(Bottleneck, (3, 4, 6, 3))
        self.fpn = _Pyramid((512, 1024, 2048), CHANNELS)
        self.ssh1, self.ssh2, self.ssh3 = (_Context(CHANNELS) for _ in STRIDES)
        self.ClassHead = nn.ModuleList(_Head(CHANNELS, 2) for _ in STRIDES)
        self.BboxHead = nn.ModuleList(_Head(CHANNELS, 4) for _ in STRIDES)
        self.LandmarkHead = nn.ModuleList(_Head(CHANNELS, 10) for _ in STRIDES)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """(N, 3, H, W) BGR 0..255 less `MEAN_BGR` -> offsets (N, A, 4), faces (N, A) 0..1, landmarks (N, A, 10)."""
        joined = self.fpn(*self.body.stages(x)[1:])
        maps = [look(one) for look, one in zip((self.ssh1, self.ssh2, self.ssh3), joined, strict=True)]
        boxes, faces, points = (
            torch.cat([head(one) for head, one in zip(heads, maps, strict=True)], 1)
            for heads in (self.BboxHead, self.ClassHead, self.LandmarkHead)
        )
        return boxes, torch.softmax(faces, -1)[..., 1], points


def anchors(height: int, width: int) -> NDArray[np.float32]:
    """Return (A, 4) centre x, y and width, height of every anchor, in shares of a picture of this size."""
    rows = []
    for stride, sides in zip(STRIDES, ANCHORS, strict=True):
        down, across = -(-height // stride), -(-width // stride)
        y, x = np.mgrid[:down, :across]
        centre = np.stack([(x + 0.5) * stride / width, (y + 0.5) * stride / height], -1).reshape(-1, 1, 2)
        size = np.array([(side / width, side / height) for side in sides])[None]
        rows.append(np.concatenate([np.repeat(centre, 2, 1), np.repeat(size, len(centre), 0)], -1).reshape(-1, 4))
    return np.concatenate(rows).astype(np.float32)


def decoded(
    offsets: NDArray[np.float32], points: NDArray[np.float32], priors: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return boxes (A, 4) left, top, right, bottom and landmarks (A, 5, 2), shares of the picture."""
    centre = priors[:, :2] + offsets[:, :2] * VARIANCE[0] * priors[:, 2:]
    half = priors[:, 2:] * np.exp(offsets[:, 2:] * VARIANCE[1]) / 2
    five = priors[:, None, :2] + points.reshape(-1, 5, 2) * VARIANCE[0] * priors[:, None, 2:]
    return np.concatenate([centre - half, centre + half], 1), five


def suppressed(boxes: NDArray[np.float32], scores: NDArray[np.float32]) -> list[int]:
    """Return the indices of the boxes to keep, best first: of two that overlap by more than `OVERLAP`, the better."""
    kept: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        if all(_shared(boxes[index], boxes[other]) <= OVERLAP for other in kept):
            kept.append(int(index))
    return kept


class RetinaFinder:
    """The network with what stands before and after it."""

    def __init__(self, net: RetinaFace) -> None:
        self._net = net.eval()

    def find(self, rgb: RGB) -> list[Seen]:
        """Return every face in (height, width, 3) uint8 RGB whose certainty is above `CERTAIN`, best first."""
        long = max(rgb.shape[:2])
        scale = SHRUNK / long if long > LARGEST else 1.0
        small = cv2.resize(rgb, None, fx=scale, fy=scale) if scale != 1 else rgb
        height, width = small.shape[:2]
        pixels = small[..., ::-1].astype(np.float32) - np.array(MEAN_BGR, np.float32)
        with torch.inference_mode():
            out = self._net(torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)))[None])
        offsets, faces, points = (part[0].numpy() for part in out)
        sure = faces > CERTAIN
        boxes, five = decoded(offsets[sure], points[sure], anchors(height, width)[sure])
        size = np.array([width, height], np.float32) / scale
        boxes, five, scores = boxes * np.tile(size, 2), five * size, faces[sure]
        return [Seen(box=boxes[k], five=five[k], score=float(scores[k])) for k in suppressed(boxes, scores)]


class RetinaAndMesh:
    """The hub detector: RetinaFace proposes, the mesh refines.

    `Face.score` keeps its scale: it is the HOG window's where that sees the face too, else 0, because everything that
    judges a face by its score was measured on that window.
    """

    name = "retinaface-r50+mediapipe-mesh"

    def __init__(self, finder: RetinaFinder, hog: Hog, meshes: MeshFinder) -> None:
        self._finder, self._hog, self._meshes = finder, hog, meshes

    def faces(self, rgb: RGB) -> list[Face]:
        """Return the faces in (height, width, 3) uint8 RGB, largest first."""
        seen = self._finder.find(rgb)
        windows = self._hog.find(rgb, LONG_SIDE, DOUBTFUL) if seen else []
        found: list[Face] = []
        for one in seen:
            mesh = self._meshes.fit(rgb, one.box)
            box = one.box if mesh is None else mesh.box
            score = max((score for window, score in windows if same_place(window, box)), default=0.0)
            if not any(same_place(box, other.box) for other in found):
                found.append(Face(box=box, score=score, mesh=mesh))
        return sorted(found, key=lambda face: face.area, reverse=True)


def ordered(five: Points) -> bool:
    """Whether five landmarks lie as in a face: eyes above nose above mouth, right eye left of the left one."""
    heights = [five[:2, 1].mean(), five[2, 1], five[3:, 1].mean()]
    return all(a < b for a, b in pairwise(heights)) and bool(five[0, 0] < five[1, 0] and five[3, 0] < five[4, 0])


def _shared(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Return intersection over union."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    both = float(np.prod(np.maximum(high - low, 0)))
    whole = float(np.prod(one[2:] - one[:2]) + np.prod(other[2:] - other[:2])) - both
    return both / max(whole, 1e-9)


def _conv(inside: int, outside: int, size: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(inside, outside, size, 1, size // 2, bias=False), nn.BatchNorm2d(outside))
