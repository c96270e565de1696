"""What every step of a try-on needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from engine.canvas.easel import Seen as Photo
from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.garments.wardrobe import Seen
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.tasks.tryon.request import TryOn


@dataclass(kw_only=True)
class Scene:
    """One try-on: what was asked for, and what was seen."""

    request: TryOn
    models: Models
    identity: Identity
    rgb: RGB
    seen: Seen
    garment: Mask  # (height, width), 0 or 1: what stays
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    photos: list[Photo] = field(default_factory=list)  # of the person, once they were looked at
    narrow: bool = False  # all photos of the person that would fit cut off too much of their head
    beard_cut: bool = False  # the person's beard would end at their jaw, where only their face is put in
    edited: bool = False  # the person's own pixels, nothing drawn
    draws: bool = False  # all around the garment was drawn
    put_on: bool = False  # the clothes were drawn too, for nobody wore them
    toned: bool = True  # bare skin took the person's tone, or was drawn anew

    def show(self, name: str, picture: np.ndarray) -> None:
        """Write one stage for `studio tryon --debug`; masks are 0..1, pictures uint8."""
        if self.request.debug is None:
            return
        self.request.debug.mkdir(parents=True, exist_ok=True)
        pixels = picture if picture.dtype == np.uint8 else (np.clip(picture, 0, 1) * 255).astype(np.uint8)
        Image.fromarray(pixels).save(self.request.debug / f"{name}.png")
