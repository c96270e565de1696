"""Clothes people choose from: ``python -m engine.lab.garments.samples [NAME ...]`` writes ``engine/samples/garments``.

Synthetic people (the component ``people``: openpeople, MIT) in what they wear, or in white cloth that is dyed here:
white reflects all light, so its shade times a colour is that cloth in that colour.
"""

from __future__ import annotations

import argparse
import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine import samples, weights
from engine.canvas.linear import display, linear
from engine.faces.types import RGB
from engine.garments.wardrobe import kept
from engine.models import Models
from engine.people import COMPONENT
from engine.settings import EngineSettings

HERE = samples.HERE / "garments"
LONG, MOST_BYTES, QUALITIES = (1100, 940), 90_000, (88, 84, 80, 76)
REACH, PALE, LIT, SPECK = 41, 0.16, 0.33, 0.004  # pixels; saturation; share of white's light; share of the picture
MIXED = 0.5  # saturation of white with some skin or wall in it; skin has 0.6
BACK, RIM = 81, 9  # pixels: as far from the cloth lies the back of its collar; as wide its rim and more
BRIGHT = 97  # percentile of the cloth's own light that counts as white
Colour = tuple[float, float, float]  # share of red, green and blue light the cloth gives back


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Who wears it in which photo and box of it (shares of its sides: left, top, right, bottom), and the dye.

    ``stripe`` is a second colour, in bands that repeat after ``band`` of the picture's height.
    """

    person: str
    photo: str
    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)
    dye: Colour | None = None
    stripe: Colour | None = None
    band: float = 0.034


POSTURE, STUDIO = "amateur_posture", "studio_portrait"
CLOTHES: dict[str, Sample] = {
    "denim-jacket": Sample(person="P001", photo=POSTURE, box=(0.12, 0.02, 0.82, 0.66)),
    "white-shirt": Sample(person="P005", photo=STUDIO),
    "stripes": Sample(person="P006", photo=STUDIO, dye=(0.9, 0.89, 0.85), stripe=(0.02, 0.03, 0.09)),
    "red": Sample(person="P002", photo=STUDIO, dye=(0.55, 0.03, 0.04)),
    "black": Sample(person="P007", photo=STUDIO, dye=(0.022, 0.022, 0.025)),
    "green": Sample(person="P001", photo=STUDIO, dye=(0.05, 0.16, 0.07)),
    "blue-shirt": Sample(person="P005", photo=STUDIO, dye=(0.3, 0.47, 0.72)),
    "mustard": Sample(person="P010", photo=STUDIO, dye=(0.62, 0.34, 0.03)),
    "navy": Sample(person="P010", photo=POSTURE, box=(0.1, 0.05, 0.92, 0.72)),
    "summer": Sample(person="P002", photo=POSTURE, box=(0.17, 0.05, 0.83, 0.66)),
}


def main() -> None:
    """Write all samples, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1))
    args.out.mkdir(parents=True, exist_ok=True)
    for name, sample in CLOTHES.items():
        if args.names and name not in args.names:
            continue
        data = encoded(made(models, sample, args.weights))
        (args.out / f"{name}.jpg").write_bytes(data)
        print(f"{name}: {len(data)} bytes", flush=True)


def made(models: Models, sample: Sample, folder: Path) -> RGB:
    """Return a sample as (height, width, 3) uint8 RGB."""
    rgb = _photo(sample, folder)
    if sample.dye is None:
        return rgb
    seen = models.wardrobe.look(rgb)
    return dyed(rgb, white_cloth(rgb, kept(rgb, seen, (), ())), sample)


def white_cloth(rgb: RGB, found: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where white cloth is, (height, width) 0..1: what was ``found``, mended at its edge by what is white."""
    light = linear(rgb)
    high, low = light.max(2), light.min(2)
    white = float(np.percentile(light.mean(2)[found > 0.9], BRIGHT))
    pale = ((high - low) / np.maximum(high, 1e-4) < PALE) & (light.mean(2) > LIT * white)
    reach = np.ones((REACH, REACH), np.uint8)
    sure = cv2.erode((found > 0.5).astype(np.uint8), reach) > 0
    near = cv2.dilate((found > 0.5).astype(np.uint8), reach) > 0
    cloth = (sure | (pale & near)).astype(np.uint8)
    cloth = cv2.morphologyEx(cloth, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cloth)
    large = [at for at in range(1, count) if stats[at, cv2.CC_STAT_AREA] > SPECK * cloth.size]
    whole = np.isin(labels, large).astype(np.uint8)
    rim = ((high - low) / np.maximum(high, 1e-4) < MIXED) & (light.mean(2) > LIT * white)  # and what is a little skin
    back = rim & (cv2.dilate(whole, np.ones((BACK, BACK), np.uint8)) > 0)  # of the collar, behind the neck
    whole = np.maximum(whole, cv2.morphologyEx(back.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)))
    return cv2.dilate(whole, np.ones((5, 5), np.uint8)).astype(np.float32)


def dyed(rgb: RGB, cloth: NDArray[np.float32], sample: Sample) -> RGB:
    """Return ``rgb`` with the white ``cloth`` (height, width) 0..1 in the sample's colours."""
    light = linear(rgb)
    grey = light.mean(2)
    white = float(np.percentile(grey[cloth > 0.9], BRIGHT))
    shade = (_even_rim(grey, cloth) / white)[..., None]
    colour = np.broadcast_to(np.float32(sample.dye), rgb.shape)
    if sample.stripe is not None:
        colour = np.where(_bands(rgb.shape, sample.band)[..., None], np.float32(sample.stripe), colour)
        colour = cv2.GaussianBlur(colour, (0, 0), 1.0)
    share = cv2.GaussianBlur(cloth.astype(np.float32), (0, 0), 1.0)[..., None]
    return display(light * (1 - share) + shade * colour * white * share)


def _even_rim(grey: NDArray[np.float32], cloth: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the light of the ``cloth`` without that of skin and wall, which is mixed into its rim and darker."""
    inner = cv2.erode(cloth, np.ones((RIM, RIM), np.uint8))
    within = cv2.GaussianBlur(grey * inner, (0, 0), RIM) / np.maximum(cv2.GaussianBlur(inner, (0, 0), RIM), 1e-3)
    return np.where(inner > 0.5, grey, np.maximum(grey, within))


def _bands(shape: tuple[int, ...], band: float) -> NDArray[np.bool_]:
    """Return where the second colour is: bands that hang a little lower in the middle, as round a chest."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    across = columns / shape[1] - 0.5
    return ((rows / shape[0] - 0.12 * across**2 * -1) / band % 1) > 0.62


def _photo(sample: Sample, folder: Path) -> RGB:
    with Image.open(weights.path(folder, COMPONENT, f"{sample.person}/assets/{sample.photo}.jpg")) as opened:
        whole = opened.convert("RGB")
    left, top, right, bottom = sample.box
    width, height = whole.size
    part = whole.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))
    part.thumbnail((LONG[0], LONG[0]), Image.Resampling.LANCZOS)
    return np.asarray(part)


def encoded(rgb: RGB) -> bytes:
    """Return a JPEG of at most `MOST_BYTES` where it can be, as large (see `LONG`) and then as good as fits."""
    for long in LONG:
        picture = Image.fromarray(rgb)
        picture.thumbnail((long, long), Image.Resampling.LANCZOS)
        for quality in QUALITIES:
            buffer = io.BytesIO()
            picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
            if buffer.tell() <= MOST_BYTES:
                return buffer.getvalue()
    return buffer.getvalue()


if __name__ == "__main__":
    main()
