"""What `bot.cli.doctor` and its helpers answer with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "missing"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the answer. ``missing`` is what keeps the bot from working, ``note`` what it can do without."""

    topic: str
    level: Level
    text: str
    fix: str = ""
