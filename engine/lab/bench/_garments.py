"""Garment rows of the bench ``templates``: clothes found in twelve pictures whose clothes are known (paper 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

NAME = "templates"
SHEET = Path("out/garments.png")
RIGHT, OVERLAP = 11, 0.85


def garment_rows(ask: Ask = child) -> Iterable[Row]:
    """Measure in a process of its own."""
    yield from garments_told(ask("engine.lab.garments.bench", load().engine.weights, SHEET.resolve()))


def garments_told(said: dict[str, Any]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told(NAME, "garments: pictures", said["pictures"], "")
    yield at_least(NAME, "garments: found right", said["right"], "of 12", RIGHT)
    yield at_least(NAME, "garments: overlap with the truth, mean", said["iou"], "", OVERLAP)
    yield told(NAME, "garments: overlap with the truth, worst", said["worst"], "")
    yield at_most(NAME, "garments: control, overlap with another picture's truth", said["control"], "", 0.6)
    yield at_most(NAME, "garments: cloth that would be painted as skin", said["painted"], "pixels", 0)
    own = "garments: cloth of the wearer's own skin colour that would be painted as skin, six people"
    yield at_most(NAME, own, said["alike"], "pixels", 0)
