"""The part of the bench ``templates`` about group pictures: every face found, or refused with a reason (2.5.3)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told


def group_rows(ask: Ask = child) -> Iterable[Row]:
    """Measure eight pictures of people who do not exist, half of them turned or tilted, in a process of its own."""
    yield from group_told(ask("engine.lab.templates.bench_groups", load().engine.weights))


def group_told(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told("templates", "people in group pictures", said["people"], "")
    yield at_least("templates", "of them found, or refused with a reason", said["seen"], "", said["people"])
    yield told("templates", "found by the detector alone (control)", said["alone"], "")
    yield at_most("templates", "faces where nobody is, in group pictures", said["mistaken"], "", 0)
    yield at_most("templates", "faces in ten pictures of nobody (control)", said["nobody"], "", 0)
    yield at_most("templates", "group pictures numbered out of order", said["disordered"], "of 8", 0)
    yield at_most("templates", "seconds of a look at a group", said["seconds"], "s", 3.0)
