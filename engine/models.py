"""What a worker process keeps warm: the models loaded so far.

Importing this module loads nothing heavy; each model is loaded at its first use and stays.
"""

from __future__ import annotations

import gc
from functools import cached_property
from typing import TYPE_CHECKING

from engine.settings import EngineSettings

if TYPE_CHECKING:
    from engine.bases import Family
    from engine.canvas.easel import Easel
    from engine.diffusion.inpainter import Inpainter
    from engine.diffusion.pipeline import PortraitPipeline
    from engine.faces.registry import Faces
    from engine.garments.wardrobe import Wardrobe
    from engine.talking.registry import Talking


class Models:
    """The warm models of one worker process."""

    def __init__(self, settings: EngineSettings) -> None:
        self.settings = settings

    @cached_property
    def family(self) -> Family:
        """The base that will draw, without loading it: the one `pipeline` would take.

        The bot names it; a command line of its own may say ``auto``, and then a device is tried.
        """
        from engine import bases, devices

        settings = self.settings
        free = settings.base == "auto" and settings.device == "auto"
        device = devices.pick_device(settings.device).type if free else settings.device
        return bases.choose(settings.base, settings.weights, accelerator=device != "cpu")

    @cached_property
    def faces(self) -> Faces:
        """Perception and face retouching (paper 2.1, 2.4)."""
        from engine.faces.registry import Faces

        return Faces(self.settings)

    @cached_property
    def pipeline(self) -> PortraitPipeline:
        """The diffusion base with its adapters (paper 2.2, 2.3)."""
        from engine.diffusion.pipeline import PortraitPipeline

        return PortraitPipeline(self.settings, self.family)

    @cached_property
    def easel(self) -> Easel:
        """The person's own photo as the canvas (`engine.canvas`)."""
        from engine.canvas.easel import Easel

        return Easel(self.settings, self.faces)

    @cached_property
    def inpainter(self) -> Inpainter:
        """The base's own parts under ControlNets (paper 2.5, 3.1)."""
        from engine.diffusion.inpainter import Inpainter

        return Inpainter(self.pipeline, self.settings)

    @cached_property
    def wardrobe(self) -> Wardrobe:
        """Clothes and who wears them (paper 3.1)."""
        from engine.garments.wardrobe import Wardrobe

        return Wardrobe(self.settings, self.faces)

    @cached_property
    def talking(self) -> Talking:
        """Voices and animators (paper 3.2)."""
        from engine.talking.registry import Talking

        return Talking(self.settings, self.faces)

    def forget_people(self) -> None:
        """Drop what is still known of whoever was drawn or looked at last: adapter, photos, embeddings."""
        for name in ("pipeline", "inpainter"):
            if name in self.__dict__:
                getattr(self, name).forget_person()
        for name in ("faces", "easel"):
            if name in self.__dict__:
                getattr(self, name).forget_people()
        gc.collect()
