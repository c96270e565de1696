"""Which trainings run as a gang, said without loading what trains: the bot's own process asks."""

from __future__ import annotations

from engine import bases
from engine.settings import EngineSettings
from engine.tasks.enrol.request import Enrol


def mates(request: Enrol, settings: EngineSettings) -> str | None:
    """Return what trainings of one gang have in common; None where nothing is trained, or this base learns one by one.

    Each has steps, photos and words of their own, and leaves when it is at its end.
    """
    accelerator = bases.accelerator_likely(settings.device)
    family = bases.choose(settings.base, settings.weights, accelerator=accelerator)
    return None if request.instant or family.face.text_rate else request.preset
