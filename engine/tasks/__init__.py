"""One module per task; each ``run(request, models, progress, cancelled) -> result`` reads like its paper section.

``progress`` takes an `engine.requests.Progress`; ``cancelled`` returns True once the owner took the job back, and the
task then raises `engine.errors.Cancelled`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from engine.requests import REQUESTS

MODULES = {
    "inspect-template": "engine.tasks.inspect_template",
    "template": "engine.tasks.template",
    "inspect-garment": "engine.tasks.inspect_garment",
    "tryon": "engine.tasks.tryon",
    "inspect": "engine.tasks.inspect",
    "enrol": "engine.tasks.enrol",
    "instant": "engine.tasks.enrol",
    "train-style": "engine.tasks.train_style",
    "portrait": "engine.tasks.portrait",
    "talk": "engine.tasks.talk",
    "speak": "engine.tasks.speak",
    "stickers": "engine.tasks.stickers",
}
assert MODULES.keys() == REQUESTS.keys()


def task(kind: str) -> Callable[..., Any]:
    """Return the ``run`` function of a request's kind; imports its module, and with it whatever it needs."""
    return import_module(MODULES[kind]).run
