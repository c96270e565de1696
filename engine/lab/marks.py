"""How far a marked picture may be damaged, what the mark costs, and how often an unmarked one is taken for ours.

    python -m engine.lab.marks kept                    # 14 styles on three synthetic people, damaged in every way
    python -m engine.lab.marks false lfw-216.zip 300   # photos of a zip, enlarged, and every backdrop: so many searched

An unmarked picture is judged by the highest of some thousand agreements that chance gives it. Such maxima follow
Gumbel's law; fitted to the measured ones it says how likely one above the threshold is, which no count of pictures
could show.
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.canvas.backdrops import BACKDROPS
from engine.canvas.linear import display
from engine.canvas.recipes import recipes
from engine.faces.types import RGB
from engine.lab.canvas.drawn import drawn, subject, warm
from engine.safety import examine, watermark

SHOWN = {
    "P009": ("natural", "headshot", "summer-beach", "pencil", "low-key"),
    "P005": ("id-photo", "golden-hour", "watercolour", "mosaic", "ocean"),
    "P001": ("noir", "pop-art", "low-poly", "first-snow"),
}
NUMBER = 0x2BADCAFE & ((1 << watermark.NUMBER_BITS) - 1)
ENLARGED = 4  # times, of the photos of a zip


def jpeg(rgb: RGB, quality: int) -> RGB:
    """Return a picture as a chat stores it."""
    return _stored(rgb, "JPEG", quality)


def webp(rgb: RGB, quality: int) -> RGB:
    """Return a picture as other chats store it."""
    return _stored(rgb, "WEBP", quality)


def _stored(rgb: RGB, kind: str, quality: int) -> RGB:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, quality=quality)
    return np.asarray(Image.open(buffer).convert("RGB"))


def sized(rgb: RGB, long: int) -> RGB:
    """Return a picture with its long side so many pixels."""
    share = long / max(rgb.shape[:2])
    size = (round(rgb.shape[1] * share), round(rgb.shape[0] * share))
    return np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))


def inner(rgb: RGB, off: float) -> RGB:
    """Return a picture without that share of each of its sides."""
    height, width = rgb.shape[:2]
    return rgb[round(off * height) : round((1 - off) * height), round(off * width) : round((1 - off) * width)]


def on_a_screen(rgb: RGB) -> RGB:
    """Return a screenshot with the picture in it, between lines of text."""
    screen = np.full((2400, 1080, 3), 24, np.uint8)
    small = sized(rgb, round(1060 * max(rgb.shape[:2]) / rgb.shape[1]))
    screen[560 : 560 + small.shape[0], 10 : 10 + small.shape[1]] = small
    for line in range(9):
        for at in (60 + 55 * line, 1960 + 50 * line):
            cv2.putText(screen, "somebody writes something", (20 + 9 * line, at), 0, 1.4, (220, 220, 220), 2)
    return screen


DAMAGES: dict[str, Callable[[RGB], RGB]] = {
    "quality 70": lambda rgb: jpeg(rgb, 70),
    "1280 px, quality 70": lambda rgb: jpeg(sized(rgb, 1280), 70),
    "640 px, quality 70": lambda rgb: jpeg(sized(rgb, 640), 70),
    "320 px, quality 85": lambda rgb: jpeg(sized(rgb, 320), 85),
    "WebP 75": lambda rgb: webp(rgb, 75),
    "mirrored, quality 70": lambda rgb: jpeg(np.ascontiguousarray(rgb[:, ::-1]), 70),
    "a tenth off each side, 1280 px, quality 70": lambda rgb: jpeg(sized(inner(rgb, 0.1), 1280), 70),
    "a quarter off each side, quality 70": lambda rgb: jpeg(inner(rgb, 0.25), 70),
    "a third off each side, quality 80": lambda rgb: jpeg(inner(rgb, 1 / 3), 80),
    "screenshot, quality 80": lambda rgb: jpeg(on_a_screen(rgb), 80),
}


def kept() -> None:
    """Print, for each damage, how many of the pictures still name their job, and the least sure of them."""
    models = warm()
    plain: list[RGB] = []
    for person, styles in SHOWN.items():
        who = subject(models, person)
        plain += [drawn(models, who, recipes()[style], seed=zlib.crc32(style.encode())) for style in styles]
    began = time.process_time()
    marked = [watermark.embed(rgb, NUMBER) for rgb in plain]
    took = (time.process_time() - began) / len(plain)
    noise = [cv2.PSNR(before, after) for before, after in zip(plain, marked, strict=True)]
    print(f"{len(plain)} pictures of 1024 px: {min(noise):.1f} to {max(noise):.1f} dB, {took:.3f} s each")
    for name, damage in DAMAGES.items():
        found = [examine.strongest(damage(rgb)) for rgb in marked]
        ours, named = sum(each.there for each in found), sum(each.number == NUMBER for each in found)
        print(f"{name}: {ours} known as ours, {named} name their job")


def unmarked(file: Path) -> Iterator[RGB]:
    """Yield photos nobody marked: those of a zip, in a fixed random order, with a drawn backdrop after every fifth."""
    scenes = list(BACKDROPS.values())
    with zipfile.ZipFile(file) as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
        for number, at in enumerate(np.random.default_rng(1).permutation(len(names))):
            photo = np.asarray(Image.open(io.BytesIO(archive.read(names[at]))).convert("RGB"))
            yield jpeg(sized(photo, ENLARGED * max(photo.shape)), 85)
            if number % 5 == 4 and number // 5 < len(scenes):
                yield display(scenes[number // 5](1024, 820, np.random.default_rng(number)))


def false(file: Path, searched: int) -> None:
    """Print the highest agreements of unmarked pictures, and how likely one above the threshold is."""
    whole: list[float] = []
    thorough: list[float] = []
    for rgb in unmarked(file):
        whole.append(watermark.read_whole(rgb).deviations)
        if len(thorough) < searched:
            thorough.append(watermark.search(rgb).deviations)
        if len(whole) >= 10 * searched:
            break
    for name, values in (("as it is", whole), ("searched", thorough)):
        chance = beyond(np.array(values), watermark.SURE)
        print(f"{name}: {len(values)} pictures, highest {max(values):.2f}, {watermark.SURE} by chance: {chance:.1e}")


def beyond(maxima: np.ndarray, limit: float) -> float:
    """Return how likely a further maximum is above ``limit``, by Gumbel's law fitted to the mean and the spread."""
    spread = float(maxima.std()) * np.sqrt(6) / np.pi
    middle = float(maxima.mean()) - np.euler_gamma * spread
    return float(-np.expm1(-np.exp(-(limit - middle) / spread)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["kept"]:
        kept()
    else:
        false(Path(sys.argv[2]), int(sys.argv[3]))
