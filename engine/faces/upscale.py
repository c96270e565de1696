"""Bringing a picture to its final size (paper 2.4, "post-processing"; mission row 21): Real-ESRGAN on the CPU.

The networks work on tiles, so memory stays the same for every size: 0.8 GB for "best" and 0.3 GB of weights.
Time for 128 x 128 to 512 x 512 on one core: "best" 6 to 8 s, "fast" 0.2 s; both grow with the pixels put in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import ncnn
import numpy as np
from PIL import Image

from engine import weights
from engine.faces.types import RGB

Quality = Literal["best", "fast"]

TILE = 128  # pixels of input per tile and side
MARGIN = 16  # pixels of input around a tile that the network sees and that are then cut off


FACTOR = 4  # both networks enlarge this many times
#: Quality -> stem of the network's two files.
NETWORKS: dict[Quality, str] = {"best": "REALESRGAN_X4PLUS_UP4X", "fast": "REALESRGAN_ANIMAVIDEOV3_UP4X"}


class Upscaler:
    """Enlarges pictures; each network is loaded at its first use and stays.

    >>> Upscaler(weights).upscale(portrait, 512)  # (128, 128, 3) -> (512, 512, 3)
    """

    name = "real-esrgan-ncnn"

    def __init__(self, folder: Path, *, threads: int = 2) -> None:
        self._folder = folder
        self._threads = threads
        self._loaded: dict[str, ncnn.Net] = {}

    def upscale(
        self, rgb: RGB, side: int, *, quality: Quality = "best", step: Callable[[int, int], None] | None = None
    ) -> RGB:
        """Return ``rgb`` (height, width, 3) with its longer side exactly ``side`` pixels; a square stays square.

        ``step(done, total)`` is called after each tile; what it raises ends the work. A picture that is large enough
        already is only shrunk. Raises `WeightMissingError` when the network's files are not there.
        """
        while max(rgb.shape[:2]) < side:
            rgb = self._enlarge(rgb, NETWORKS[quality], step)
        return _resize(rgb, side)

    def _enlarge(self, rgb: RGB, stem: str, step: Callable[[int, int], None] | None) -> RGB:
        height, width = rgb.shape[:2]
        out = np.empty((height * FACTOR, width * FACTOR, 3), np.uint8)
        places = [(top, left) for top in range(0, height, TILE) for left in range(0, width, TILE)]
        for done, (top, left) in enumerate(places, start=1):
            self._tile(rgb, top, left, stem, out)
            if step is not None:
                step(done, len(places))
        return out

    def _tile(self, rgb: RGB, top: int, left: int, stem: str, out: RGB) -> None:
        y0, x0 = max(0, top - MARGIN), max(0, left - MARGIN)
        height, width = min(TILE, rgb.shape[0] - top), min(TILE, rgb.shape[1] - left)
        seen = rgb[y0 : top + height + MARGIN, x0 : left + width + MARGIN]
        made, k = self._run(seen, stem), FACTOR
        y, x = (top - y0) * k, (left - x0) * k
        out[top * k : (top + height) * k, left * k : (left + width) * k] = made[y : y + height * k, x : x + width * k]

    def _run(self, rgb: RGB, stem: str) -> RGB:
        values = np.ascontiguousarray((rgb / np.float32(255)).astype(np.float32).transpose(2, 0, 1))
        with self._net(stem).create_extractor() as extractor:
            extractor.input("data", ncnn.Mat(values).clone())  # without the copy ncnn reads freed memory
            _, made = extractor.extract("output")
            made = np.array(made).transpose(1, 2, 0)
        return (made.clip(0, 1) * 255 + 0.5).astype(np.uint8)

    def _net(self, stem: str) -> ncnn.Net:
        if stem not in self._loaded:
            parameters, numbers = (
                str(weights.path(self._folder, "upscaler", f"{stem}.{kind}")) for kind in ("param", "bin")
            )
            net = ncnn.Net()
            net.opt.use_vulkan_compute = False
            net.opt.num_threads = self._threads
            # Half precision saves nothing on these processors and costs visible banding.
            net.opt.use_fp16_packed = net.opt.use_fp16_storage = net.opt.use_fp16_arithmetic = False
            net.load_param(parameters)
            net.load_model(numbers)
            self._loaded[stem] = net
        return self._loaded[stem]


def _resize(rgb: RGB, side: int) -> RGB:
    height, width = rgb.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size == (width, height):
        return rgb
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))
