"""Photos with one known trouble each, made from good ones: what the bench asks the verdict about.

A good photo is (height, width, 3) uint8 RGB with one face and its mesh; each maker returns the bytes of a file as a
person would send it. The troubles that cannot be made (somebody else, a profile) come from other photos, see
`engine.lab.faces.examine`.
"""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
from PIL import Image

from engine.faces.regions import CHEEKS, LOWER_FACE, part
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Mesh
from engine.tasks.inspect.request import PhotoProblem

Maker = Callable[[RGB, Mesh], bytes]


def jpeg(rgb: RGB, quality: int = 90) -> bytes:
    """Return a JPEG file."""
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(rgb)).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def animated(rgb: RGB, mesh: Mesh) -> bytes:
    """Return a moving GIF."""
    buffer = io.BytesIO()
    frames = [Image.fromarray(rgb), Image.fromarray(np.ascontiguousarray(rgb[:, ::-1]))]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    return buffer.getvalue()


def torn(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the first half of a JPEG."""
    whole = jpeg(rgb)
    return whole[: len(whole) // 2]


def text(rgb: RGB, mesh: Mesh) -> bytes:
    """Return no picture at all."""
    return b"Here is my photo, please."


def wall(rgb: RGB, mesh: Mesh) -> bytes:
    """Return a picture of nobody."""
    return jpeg(np.repeat(np.linspace(90, 160, 600).astype(np.uint8)[:, None, None], 3, 2).repeat(800, 1))


def below_the_neck(rgb: RGB, mesh: Mesh) -> bytes:
    """Return what hangs below the face, enlarged to the photo's size."""
    rest = rgb[min(int(mesh.box[3]) + 2, len(rgb) - 20) :]
    return jpeg(cv2.resize(rest, rgb.shape[1::-1]))


def far_away(rgb: RGB, mesh: Mesh) -> bytes:
    """Return a large picture with a face of 50 pixels."""
    height = float(mesh.box[3] - mesh.box[1])
    small = cv2.resize(rgb, None, fx=50 / height, fy=50 / height, interpolation=cv2.INTER_AREA)
    canvas = np.full((400, 400, 3), 120, np.uint8)
    y, x = (400 - small.shape[0]) // 2, (400 - small.shape[1]) // 2
    canvas[y : y + small.shape[0], x : x + small.shape[1]] = small
    return jpeg(canvas)


def out_of_focus(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo blurred by 4 % of the face's width."""
    return jpeg(cv2.GaussianBlur(rgb, (0, 0), 0.04 * _width(mesh)))


def shaken(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo smeared sideways by 18 % of the face's width."""
    length = max(3, round(0.18 * _width(mesh))) | 1
    return jpeg(cv2.GaussianBlur(cv2.blur(rgb, (length, 1)), (0, 0), 0.02 * _width(mesh)))


def dark(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with a fifth of its light."""
    return jpeg((rgb * 0.2).astype(np.uint8))


def blown_out(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with more than twice its light."""
    return jpeg(np.clip(rgb * 2.6, 0, 255).astype(np.uint8))


def half_in_shade(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with one half of the face in the dark, as beside a window at night."""
    across = (np.arange(rgb.shape[1]) - mesh.points[168, 0]) / (0.05 * _width(mesh))
    light = 1 - 0.9 / (1 + np.exp(-np.clip(across, -40, 40)))
    return jpeg((rgb * light[None, :, None]).astype(np.uint8))


def eyes_painted(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with lids over both eyes."""
    out, skin = rgb.copy(), _skin(rgb, mesh)
    for eye in (RIGHT_EYE, LEFT_EYE):
        points = mesh.points[list(eye), :2]
        grown = (points - points.mean(0)) * (1.25, 2.2) + points.mean(0)
        cv2.fillConvexPoly(out, cv2.convexHull(grown.astype(np.int32)), skin)
    return jpeg(cv2.GaussianBlur(out, (0, 0), 0.6))


def dark_glasses(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with black lenses and a bridge."""
    out, centres = rgb.copy(), []
    for eye in (RIGHT_EYE, LEFT_EYE):
        points = mesh.points[list(eye), :2]
        centre, width = points.mean(0), float(np.ptp(points[:, 0]))
        centres.append(tuple(int(v) for v in centre))
        cv2.ellipse(out, centres[-1], (round(0.9 * width), round(0.65 * width)), 0, 0, 360, (14, 14, 16), -1)
    cv2.line(out, centres[0], centres[1], (14, 14, 16), max(2, round(0.03 * _width(mesh))))
    return jpeg(out)


def masked(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with a pale mask over nose, mouth and chin."""
    out = rgb.copy()
    names = [195, 117, 346, 58, 288, 172, 397, *LOWER_FACE, 152]
    area = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillConvexPoly(area, cv2.convexHull(mesh.points[names, :2].astype(np.int32)), 1)
    rows, columns = np.nonzero(area)
    folds = np.clip(np.array((175, 200, 225)) * (1 + 0.07 * np.sin(np.arange(len(out)) / 3)[:, None]), 0, 255)
    out[rows, columns] = folds[rows].astype(np.uint8)
    return jpeg(out)


def hand_before_mouth(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the photo with a fist in the person's own colour before nose and mouth."""
    out, skin, width = rgb.copy(), np.array(_skin(rgb, mesh)), _width(mesh)
    x, y = mesh.points[[0, 17], :2].mean(0)
    for finger in range(4):
        middle = (int(x - 0.3 * width + 0.2 * width * finger), int(y - 0.05 * width))
        shade = tuple(int(v) for v in skin * (0.78 + 0.06 * finger))
        cv2.ellipse(out, middle, (round(0.12 * width), round(0.34 * width)), 8, 0, 360, shade, -1)
    return jpeg(cv2.GaussianBlur(out, (0, 0), 0.8))


def two_people(rgb: RGB, mesh: Mesh) -> bytes:
    """Return the person beside the mirror image."""
    return jpeg(np.concatenate([rgb, rgb[:, ::-1]], 1))


def poster(rgb: RGB, mesh: Mesh) -> bytes:
    """Return a PNG of 64 million pixels, small as a file."""
    buffer = io.BytesIO()
    Image.new("1", (8000, 8000)).save(buffer, "PNG")
    return buffer.getvalue()


def heavy(rgb: RGB, mesh: Mesh) -> bytes:
    """Return a JPEG with 21 megabytes behind its end."""
    return jpeg(rgb) + bytes(21_000_000)


def framed(rgb: RGB, mesh: Mesh) -> RGB:
    """Return the picture with thick clear glasses."""
    out, width = rgb.copy(), _width(mesh)
    centres = [tuple(int(v) for v in eye) for eye in mesh.eyes]
    line, axes = max(2, round(0.03 * width)), (round(0.17 * width), round(0.12 * width))
    for centre in centres:
        cv2.ellipse(out, centre, axes, 0, 0, 360, (15, 15, 18), line)
    cv2.line(
        out, (centres[0][0] + axes[0], centres[0][1]), (centres[1][0] - axes[0], centres[1][1]), (15, 15, 18), line
    )
    return out


def drawn(rgb: RGB, tones: int = 6) -> RGB:
    """Return the picture in flat areas of few tones, as a poster."""
    values = cv2.cvtColor(cv2.pyrMeanShiftFiltering(rgb, 12, 24), cv2.COLOR_RGB2LAB)
    values[..., 0] = np.round(values[..., 0] / 255 * (tones - 1)) / (tones - 1) * 255
    return cv2.cvtColor(values, cv2.COLOR_LAB2RGB)


#: Name of the trouble -> how it is made and what must be said about it.
MADE: dict[str, tuple[Maker, PhotoProblem]] = {
    "moving picture": (animated, PhotoProblem.ANIMATED),
    "half a file": (torn, PhotoProblem.BROKEN),
    "no picture": (text, PhotoProblem.NOT_AN_IMAGE),
    "too many pixels": (poster, PhotoProblem.TOO_MANY_PIXELS),
    "too many bytes": (heavy, PhotoProblem.TOO_LARGE),
    "nobody": (wall, PhotoProblem.NO_FACE),
    "clothes only": (below_the_neck, PhotoProblem.NO_FACE),
    "far away": (far_away, PhotoProblem.FACE_TOO_SMALL),
    "out of focus": (out_of_focus, PhotoProblem.BLURRED),
    "shaken": (shaken, PhotoProblem.BLURRED),
    "dark": (dark, PhotoProblem.BAD_LIGHT),
    "blown out": (blown_out, PhotoProblem.BAD_LIGHT),
    "half in shade": (half_in_shade, PhotoProblem.BAD_LIGHT),
    "eyes closed": (eyes_painted, PhotoProblem.EYES_CLOSED),
    "sunglasses": (dark_glasses, PhotoProblem.COVERED),
    "mask": (masked, PhotoProblem.COVERED),
    "hand": (hand_before_mouth, PhotoProblem.COVERED),
    "two people": (two_people, PhotoProblem.SEVERAL_FACES),
}
#: Asked about twice, on two people: what is easily missed.
TWICE = ("out of focus", "dark", "half in shade", "sunglasses", "mask", "hand", "eyes closed")


def _width(mesh: Mesh) -> float:
    return float(mesh.box[2] - mesh.box[0])


def _skin(rgb: RGB, mesh: Mesh) -> tuple[int, int, int]:
    red, green, blue = np.median(rgb[part(rgb.shape, mesh.points, CHEEKS) > 0], axis=0)
    return int(red), int(green), int(blue)
