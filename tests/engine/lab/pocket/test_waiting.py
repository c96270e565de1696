"""What the seconds of waiting are seconds of."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from engine.lab.pocket import waiting
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait.request import Portrait


@dataclass
class Somebody:
    """Eight grey photos."""

    photos: np.ndarray


def test_learning_and_the_first_portrait_are_timed_apart(engine_settings: EngineSettings, monkeypatch):
    """Photos are files by then, the face is a trained one, and the portrait is one finished picture at its own size."""
    asked: list[Enrol | Portrait] = []

    def enrol(request: Enrol, models: Models, *_: object) -> None:
        assert all(photo.stat().st_size for photo in request.photos)
        assert models.pipeline is pipeline
        asked.append(request)
        clock.now += 70

    def portrait(request: Portrait, models: Models, *_: object) -> None:
        assert models.faces is faces
        asked.append(request)
        clock.now += 8

    pipeline, faces, clock = SimpleNamespace(), SimpleNamespace(), SimpleNamespace(now=0)
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: clock.now))
    monkeypatch.setattr(waiting.enrol, "run", enrol)
    monkeypatch.setattr(waiting.portrait, "run", portrait)
    people = [Somebody(np.full((8, 128, 128, 3), 90, np.uint8))] * 3
    told = waiting.waiting(engine_settings, pipeline, faces, people)
    assert told == {"learnt_seconds": 70, "first_portrait_seconds": 8}
    assert [type(each) for each in asked] == [Enrol, Portrait] * 3
    learnt, drawn = asked[:2]
    assert (len(learnt.photos), learnt.instant, learnt.steps) == (8, False, None)
    assert (drawn.identity, drawn.count, drawn.draw, drawn.side) == (learnt.identity, 1, "base", None)
    assert drawn.sampler == "auto"
