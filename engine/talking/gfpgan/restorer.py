"""A face in a frame, restored: aligned, sent through GFPGAN, put back with soft edges (paper 3.2)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from engine.faces.types import RGB, Points, as_bytes
from engine.talking.gfpgan.network import Gfpgan
from engine.talking.gfpgan.ready import COMPONENT, FILE
from engine.talking.sadtalker.checkpoints import fill

if TYPE_CHECKING:
    from engine.faces.registry import Faces

SIDE = 512
#: Where eyes, nose tip and mouth corners stand in the faces the network was trained with (FFHQ), pixels of 512.
TEMPLATE = np.array(
    [
        (192.98138, 239.94708),
        (318.90277, 240.1936),
        (256.63416, 314.01935),
        (201.26117, 371.41043),
        (313.08905, 371.15118),
    ]
)
BACKGROUND = (132, 133, 135)  # what the network was shown beyond a picture's edge
SMALLEST = 24  # pixels between the eyes from which there is something to restore
SOFT = 0.08  # of the aligned face over which it fades into the frame
NETWORK = "params_ema."  # its name in the checkpoint


class FaceRestorer:
    """Restores the largest face of each picture; 7 s a face on one processor core, so it is for graphics cards.

    >>> FaceRestorer(weights, faces, device).restore(frame)  # (height, width, 3) -> the same
    """

    name = "gfpgan"

    def __init__(self, folder: Path, faces: Faces, device: torch.device) -> None:
        """Load the published network from the weights ``folder``; raises `WeightMissingError`, `WeightCorruptError`."""
        with torch.device("meta"):
            network = Gfpgan()
        fill(network, COMPONENT, FILE, folder, prefix=NETWORK)
        self._faces, self._network = faces, network.to(device).eval()

    def restore(self, rgb: RGB) -> RGB:
        """Return the picture with its largest face restored; one without a face, or with a tiny one, as it is."""
        face = self._faces.largest(rgb)
        if face is None or face.mesh is None or np.hypot(*(face.mesh.eyes[1] - face.mesh.eyes[0])) < SMALLEST:
            return rgb
        return put_back(rgb, face.mesh.five, lambda aligned: restored(aligned, self._network))


@torch.inference_mode()
def restored(face: RGB, network: nn.Module) -> RGB:
    """Send one aligned face (512, 512, 3) uint8 RGB through the network."""
    device = next(network.parameters()).device
    values = torch.from_numpy(np.ascontiguousarray(face)).to(device).permute(2, 0, 1)[None].float() / 127.5 - 1
    made = network(values)[0].clamp(-1, 1)
    return ((made.permute(1, 2, 0) + 1) * 127.5).round().byte().cpu().numpy()


def put_back(rgb: RGB, points: Points, change: Callable[[RGB], RGB], side: int = SIDE) -> RGB:
    """Align the face with landmarks ``points`` (5, 2), change it, and fade the result into the picture."""
    there = similarity(points, TEMPLATE * side / SIDE)
    aligned = cv2.warpAffine(rgb, there, (side, side), flags=cv2.INTER_CUBIC, borderValue=BACKGROUND)
    back, size = cv2.invertAffineTransform(there), rgb.shape[1::-1]
    made = cv2.warpAffine(change(aligned).astype(np.float32), back, size, flags=cv2.INTER_LINEAR)
    share = cv2.warpAffine(_mask(side), back, size, flags=cv2.INTER_LINEAR)[..., None]
    return as_bytes(rgb + share * (made - rgb))


def similarity(source: Points, target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (2, 3) turn, scale and shift that carries (n, 2) points onto others, by least squares."""
    x, y = np.asarray(source, np.float64).T
    one, none = np.ones_like(x), np.zeros_like(x)
    rows = np.concatenate([np.stack([x, -y, one, none], 1), np.stack([y, x, none, one], 1)])
    (a, b, right, down), *_ = np.linalg.lstsq(rows, np.concatenate([target[:, 0], target[:, 1]]), rcond=None)
    return np.array([[a, -b, right], [b, a, down]])


def _mask(side: int) -> NDArray[np.float32]:
    """Return (side, side) 0..1: nothing at the edge, all of it `SOFT` further in."""
    place = (np.arange(side) + 0.5) / side
    ramp = (np.minimum(place, 1 - place) / SOFT).clip(0, 1)
    smooth = ramp * ramp * (3 - 2 * ramp)
    return np.outer(smooth, smooth).astype(np.float32)
