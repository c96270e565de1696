"""A panorama or a picture becomes a scene: what is seen behind a person, and the light it throws on them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas import harmonics, panorama
from engine.canvas.linear import LUMINANCE, linear
from engine.canvas.types import Light, Linear, Scene
from engine.faces.types import RGB

AHEAD = 0.75  # what is before the camera is not in a picture: taken to be this bright, of the picture's mean
PICTURE_BLUR = 0.45


def from_panorama(
    name: str,
    place: Linear,
    *,
    turn: float = 0.0,
    blur: float = 0.35,
    exposure: float = 0.0,
    colour: float = 0.5,
    fov: float = 32.0,
) -> Scene:
    """Return a scene of a panorama (height, width, 3) linear, turned by ``turn`` degrees; ``exposure`` in stops."""
    yaw = float(np.radians(turn))
    return Scene(
        name=f"panorama:{name}",
        plate=lambda height, width, random: (
            panorama.plate(place, yaw, height, width, fov=fov, blur=blur) * 2.0**exposure
        ),
        light=panorama.light(place, yaw, colour),
    )


def from_picture(rgb: RGB, *, name: str = "picture", blur: float = PICTURE_BLUR, colour: float = 0.5) -> Scene:
    """Return a picture (height, width, 3) uint8 as a scene, with its light estimated from its own brightness."""
    picture = linear(rgb)
    return Scene(
        name=name,
        plate=lambda height, width, random: focused(filled(picture, height, width), blur),
        light=light_of(rgb, colour=colour),
    )


def filled(picture: Linear, height: int, width: int) -> Linear:
    """Return the middle of a picture, enlarged or shrunk to fill (height, width, 3)."""
    rows, columns = picture.shape[:2]
    factor = max(height / rows, width / columns)
    size = (max(width, round(columns * factor)), max(height, round(rows * factor)))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    large = cv2.resize(picture, size, interpolation=way).clip(0)
    top, left = (large.shape[0] - height) // 2, (large.shape[1] - width) // 2
    return np.ascontiguousarray(large[top : top + height, left : left + width])


def focused(picture: Linear, blur: float) -> Linear:
    """Return a linear picture ``blur`` 0..1 out of focus; its burnt places are taken to be brighter than white."""
    if blur <= 0:
        return picture
    # A picture ends at white where the place did not: without more the lights would blur to grey instead of discs.
    tone = picture @ LUMINANCE
    bright = picture * (1 + 3 * ((tone - 0.75) / 0.25).clip(0, 1) ** 2)[..., None]
    return panorama.disc(bright, max(picture.shape[:2]) * 0.02 * blur).clip(0, 1)


def light_of(rgb: RGB, *, colour: float = 0.5) -> Light:
    """Return the light a person would stand in before this picture (height, width, 3) uint8.

    The picture is taken for the half of the world behind the person, as far as left, right and above go; the half
    before them is as bright as its mean, brighter on the side where the picture is.
    """
    small = cv2.resize(linear(rgb), (32, 16), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2)
    before = small[:, ::-1] * AHEAD  # mirrored before the camera: what is left stays left
    world = np.concatenate([before[:, 16:], small, before[:, :16]], 1)  # the middle is behind the person
    rows, columns = world.shape[:2]
    down = (np.arange(rows) + 0.5) / rows * np.pi
    solid = np.broadcast_to(np.sin(down)[:, None] * (np.pi / rows) * (2 * np.pi / columns), (rows, columns))
    found = harmonics.of(panorama.directions(rows, columns), world, solid)
    return Light(harmonics=tuple(tuple(float(value) for value in row) for row in found), colour=colour)


def mirrored(scene: Scene) -> Scene:
    """Return a scene seen in a mirror: left is right, in what is behind (see `Scene.words`) and in the light."""
    if scene.words:
        return replace(scene, light=flipped(scene.light))
    return replace(
        scene,
        plate=lambda height, width, random: np.ascontiguousarray(scene.plate(height, width, random)[:, ::-1]),
        light=flipped(scene.light),
    )


def flipped(light: Light) -> Light:
    """Return a light with left and right exchanged."""
    lamps = tuple(replace(lamp, direction=(-lamp.direction[0], *lamp.direction[1:])) for lamp in light.lamps)
    odd = (1, 1, 1, -1, -1, 1, 1, -1, 1)  # harmonics that change their sign with x
    rows = tuple(tuple(value * sign for value, sign in zip(row, odd, strict=True)) for row in light.harmonics)
    return replace(light, lamps=lamps, harmonics=rows)
