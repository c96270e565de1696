"""What the steps of a canvas hand to each other. Axes are (height, width[, channel]); directions are x right, y up,
z towards the camera; "linear" is linear light, 1 for display white.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB, Mesh

Plane = NDArray[np.float32]  # (height, width)
Linear = NDArray[np.float32]  # (height, width, 3) linear light
Plate = Callable[[int, int, np.random.Generator], Linear]  # (height, width, random) -> what stands behind the person


@dataclass(frozen=True, kw_only=True, eq=False)
class CutOut:
    """The wearer of the largest face, nobody else. The shares and the background add up to one at every pixel."""

    alpha: Plane  # 0..1, how much of the pixel is the person; soft at hair
    hair: Plane  # 0..1 each
    face: Plane  # skin of the face, with eyes and mouth
    skin: Plane  # other skin: ears, neck, hands, arms
    clothes: Plane
    worn: Plane  # glasses, hats, headphones
    colour: RGB  # the photo with the old background's colour taken out of the rim


@dataclass(frozen=True, kw_only=True, eq=False)
class Subject:
    """A photo of a person made ready for any scene; the photo's part around them, all planes of its size."""

    rgb: RGB  # that part of the photo
    cut: CutOut
    mesh: Mesh  # in its pixels
    height: Plane  # pixels towards the camera, what shadows are cast with
    normals: Linear  # (height, width, 3) unit vectors
    face: Plane  # 0..1, where the normals come from the face mesh
    shading: Plane  # the photo's own light, 1 in the median over the skin
    lively: Plane  # 0..1, eyes and what is seen in the mouth: their contrast stays
    exposure: float = 1.0  # linear gain that brings an underexposed face to where a camera would have put it
    noise: float = 0.0  # standard deviation of the photo's grain, display values 0..1
    enlarged: float = 1.0  # how many times the photo was enlarged
    cropped: bool = False  # the photo cuts the head off


@dataclass(frozen=True, kw_only=True)
class Lamp:
    """One source of light."""

    direction: tuple[float, float, float]  # towards the lamp
    colour: tuple[float, float, float]  # linear, 1 is as bright as skin should be
    wrap: float = 0.25  # 0 a hard terminator with cast shadows, 1 light from half of the sky
    rim: bool = False  # lights only what is seen edge-on: hair, cheeks, shoulders


@dataclass(frozen=True, kw_only=True)
class Light:
    """The light of a scene."""

    ambient: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lamps: tuple[Lamp, ...] = ()
    harmonics: tuple[tuple[float, ...], ...] = ()  # () or 3 colours of 9 coefficients, cosine lobe applied
    colour: float = 1.0  # 0..1, how much of its tint reaches the person


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What stands behind a person, and its light."""

    name: str
    plate: Plate
    light: Light
    titles: dict[str, str] = field(default_factory=dict)  # language -> title
    wall: float = 0.0  # 0..1, how near what stands behind is: it takes the person's shadow
    words: bool = False  # there is something to read: a mirror turns only the light


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The part of a subject that becomes a picture; it may reach beyond it, where only the scene is seen."""

    left: float  # pixels of the subject
    top: float
    scale: float  # pixels of the picture per pixel of the subject
    width: int  # pixels of the picture
    height: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """What a judge looks at, in small: a portrait before its look and its photo there, (height, width[, 3]) all."""

    photo: RGB  # as it was
    colour: RGB  # with the old background's colour taken out of the rim
    whole: RGB  # the person before what is behind them
    behind: RGB
    alpha: Plane
    hair: Plane
    beyond: NDArray[np.bool_]  # what lies outside the photo
    mesh: Mesh  # of the photo, its points in these pixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Drawn:
    """A finished picture and what it was made of: JSON values, told with it; ``shown`` is what a judge looks at."""

    rgb: RGB
    facts: dict[str, Any]
    shown: Shown | None = None
