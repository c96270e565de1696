"""Panoramas: the light of a whole place, and what a lens sees of it (equirectangular, high dynamic range).

Eighteen of them, CC0, come as the component ``panoramas``; an operator adds more, see `engine.canvas.scenes`. They have
512 x 256 pixels: a portrait lens sees some sixty of them, so they are shown as such a lens would, out of focus, with
every bright spot a disc, and under the grain of a sensor.
"""

from __future__ import annotations

import base64
import tempfile
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import weights
from engine.canvas import harmonics
from engine.canvas.linear import LUMINANCE, shoulder
from engine.canvas.types import Light, Linear
from engine.weights.presence import status_of

COMPONENT = "panoramas"
NAMES = ("apartment", "bridge", "city", "dawn", "esplanade", "forest", "hall", "lab", "lobby", "night", "park", "sky",
         "studio", "sunrise", "sunset", "venice", "warehouse", "workshop")  # fmt: skip
HEAD = "base64,"  # in front of the picture in the files of the package
SUNS = 20.0  # linear: what is brighter and of one pure colour is a fault of the file
SUN = 99.6, 4.0  # percentile of a panorama's pixels and how many times that is the brightest taken for light
#: Half the width, degrees, of what different framings see; a longer lens for a closer picture.
FOV = {"close": 24.0, "shoulders": 32.0, "half": 42.0}
HORIZON = 0.46  # of the picture's height: where the camera's own height is seen
SPARK = 2.6  # times its surroundings: from here on a spot is a light out of focus
WHITE = 0.85  # what a white wall in full light is shown as


def load(folder: Path, name: str) -> Linear:
    """Return a packaged panorama, (height, width, 3) linear light; ``folder`` is the weights folder.

    Raises WeightMissingError or WeightCorruptError, KeyError for a name that is none of `NAMES`.
    """
    return _decoded(weights.path(folder, COMPONENT, f"{name}.exr.js"))


def present(folder: Path) -> bool:
    """Say whether the packaged panoramas were fetched into the weights folder."""
    row = weights.components()[COMPONENT]
    return status_of(folder, row).state == "present"


@lru_cache(maxsize=4)
def _decoded(file: Path) -> Linear:
    text = file.read_text(encoding="ascii")
    start = text.index(HEAD) + len(HEAD)
    with tempfile.TemporaryDirectory() as scratch:
        exr = Path(scratch, "panorama.exr")
        exr.write_bytes(base64.b64decode(text[start : text.index("'", start)]))
        return read(exr)


def read(file: Path) -> Linear:
    """Return the panorama of an .exr, .hdr or .npz file, (height, width, 3) linear light, finite and not negative.

    Raises ValueError with one sentence when it is none.
    """
    match file.suffix.lower():
        case ".exr":
            found = _exr(file)
        case ".hdr":
            found = cv2.imread(str(file), cv2.IMREAD_ANYDEPTH | cv2.IMREAD_COLOR)
            found = None if found is None else found[..., ::-1]
        case ".npz":
            with np.load(file, allow_pickle=False) as held:
                found = held[held.files[0]] if held.files else None
        case other:
            raise ValueError(f"{other} is no kind of panorama: .exr, .hdr and .npz are")
    if found is None or found.ndim != 3 or found.shape[2] < 3 or min(found.shape[:2]) < 16:
        raise ValueError("it holds no picture with three colours")
    if not 1.8 < found.shape[1] / found.shape[0] < 2.2:
        raise ValueError("a panorama is twice as wide as it is high")
    return _mended(np.nan_to_num(found[..., :3].astype(np.float32), posinf=6e4, neginf=0).clip(0))


def _mended(found: Linear) -> Linear:
    """Return a panorama whose suns are white: in some files two of their colours ran over and are zero."""
    most, least = found.max(-1, keepdims=True), found.min(-1, keepdims=True)
    return np.where((most > SUNS) & (least < 0.02 * most), most, found)


def _exr(file: Path) -> NDArray[np.float32] | None:
    import OpenEXR

    try:
        with OpenEXR.File(str(file)) as opened:
            held = opened.channels()
            if "RGB" in held or "RGBA" in held:
                return np.array(held.get("RGB", held.get("RGBA")).pixels, np.float32)
            return np.stack([np.array(held[name].pixels, np.float32) for name in "RGB"], -1)
    except (RuntimeError, KeyError, OSError, ValueError):
        return None


def directions(height: int, width: int) -> Linear:
    """Return (height, width, 3) unit vectors of an equirectangular picture: its middle is away from the camera."""
    down, round_ = np.meshgrid((np.arange(height) + 0.5) / height * np.pi,
                               ((np.arange(width) + 0.5) / width * 2 - 1) * np.pi, indexing="ij")  # fmt: skip
    sine = np.sin(down)
    return np.stack([sine * np.sin(round_), np.cos(down), -sine * np.cos(round_)], -1).astype(np.float32)


def irradiance(panorama: Linear, yaw: float) -> NDArray[np.float64]:
    """Return (3, 9) harmonics of the panorama's light on a person in it, who is turned by ``yaw`` radians in it."""
    small = cv2.resize(panorama, (128, 64), interpolation=cv2.INTER_AREA)
    seen = harmonics.turned(directions(*small.shape[:2]), yaw)
    down = (np.arange(64) + 0.5) / 64 * np.pi
    solid = np.broadcast_to(np.sin(down)[:, None] * (np.pi / 64) * (2 * np.pi / 128), small.shape[:2])
    most = np.percentile(small @ LUMINANCE, SUN[0]) * SUN[1]  # a bare sun would burn out every face
    return harmonics.of(seen, np.minimum(small, most), solid)


def light(panorama: Linear, yaw: float, colour: float = 0.5) -> Light:
    """Return the light of a panorama turned by ``yaw`` radians; ``colour`` is the share of its tint that is kept."""
    found = irradiance(panorama, yaw)
    return Light(harmonics=tuple(tuple(float(value) for value in row) for row in found), colour=colour)


def plate(panorama: Linear, yaw: float, height: int, width: int, *, fov: float = 32.0, blur: float = 0.35) -> Linear:
    """Return (height, width, 3) what a lens sees behind the person, linear, white walls near 1.

    ``fov`` is the angle, degrees, the longer side sees, ``blur`` 0..1 how far out of focus the place is.
    """
    scale = min(1.0, 512 / max(height, width))  # it is out of focus: half the pixels hold all there is
    size = (max(8, round(height * scale)), max(8, round(width * scale)))
    seen = _view(panorama, yaw, size, fov)
    seen = seen * (WHITE / _reference(panorama, yaw))
    radius = max(size) * (0.012 + 0.035 * blur)
    return cv2.resize(shoulder(focus(seen, radius), 0.55), (width, height), interpolation=cv2.INTER_CUBIC).clip(0)


def _view(panorama: Linear, yaw: float, size: tuple[int, int], fov: float) -> Linear:
    height, width = size
    longer = max(size)
    far = 0.5 / np.tan(np.radians(fov) / 2)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    ray = np.stack([(x + 0.5 - width / 2) / longer, (HORIZON * height - y - 0.5) / longer, np.full_like(x, -far)], -1)
    ray = harmonics.turned(ray / np.linalg.norm(ray, axis=-1, keepdims=True), -yaw)
    rows, columns = panorama.shape[:2]
    around = (np.arctan2(ray[..., 0], -ray[..., 2]) / np.pi + 1) / 2 * columns - 0.5
    down = np.arccos(ray[..., 1].clip(-1, 1)) / np.pi * rows - 0.5
    wide = np.concatenate([panorama[:, -8:], panorama, panorama[:, :8]], 1)
    return cv2.remap(wide, (around % columns + 8).astype(np.float32), down.astype(np.float32), cv2.INTER_CUBIC,
                     borderMode=cv2.BORDER_REPLICATE).clip(0)  # fmt: skip


def _reference(panorama: Linear, yaw: float) -> float:
    """Return the radiance shown as white: what a wall facing the camera reflects, eased towards what is behind."""
    found = irradiance(panorama, yaw)
    facing = harmonics.basis(np.array([[0, 0.25, 0.97]], np.float32))[0]
    wall = max(float(LUMINANCE @ (found @ facing)), 1e-4)
    around = harmonics.turned(directions(*panorama.shape[:2]), yaw)
    behind = (around[..., 2] < -0.6) & (np.abs(around[..., 1]) < 0.5)
    level = max(float(np.percentile((panorama @ LUMINANCE)[behind], 75)), 1e-4)
    return wall**0.4 * (level * 1.5) ** 0.6


def focus(light: Linear, radius: float) -> Linear:
    """Return a picture (height, width, 3) out of focus: every point a disc of ``radius`` pixels, spots crisp discs."""
    tone = light @ LUMINANCE
    around = cv2.GaussianBlur(tone, (0, 0), max(radius * 1.5, 1))
    peak = (tone >= cv2.dilate(tone, np.ones((9, 9))) - 1e-6) & (tone > SPARK * around) & (tone > 0.9)
    soft = disc(np.minimum(light, 6.0), radius)
    discs = np.zeros_like(soft)
    for y, x in np.argwhere(peak)[:60]:
        stamp = np.zeros(tone.shape, np.float32)
        cv2.circle(stamp, (int(x * 16), int(y * 16)), int(radius * 16), 1.0, -1, cv2.LINE_AA, 4)
        colour = light[y, x] / max(tone[y, x], 1e-4)
        discs += stamp[..., None] * colour * min(0.55, 0.06 * float(tone[y, x]))
    return soft + discs


def disc(light: Linear, radius: float) -> Linear:
    """Return ``light`` (height, width, 3) through a round aperture of ``radius`` pixels."""
    side = 2 * int(np.ceil(radius)) + 1
    kernel = np.zeros((side, side), np.float32)
    centre = (side // 2) * 16
    cv2.circle(kernel, (centre, centre), round(radius * 16), 1.0, -1, cv2.LINE_AA, 4)
    return cv2.filter2D(light, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REFLECT)
