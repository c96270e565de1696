"""Words a picture is drawn by or a portrait is to say: judged where they are typed, before they wait as a job.

The engine judges them again before it draws or speaks; the rules are its own (`engine.safety.content`).
"""

from __future__ import annotations

from typing import Literal

from handlers.context import RefusedError, Turn


class RefusedWordsError(RefusedError):
    """Words were refused; ``category`` says why, a value of `engine.safety.content.Category`. It holds no words."""

    def __init__(self, category: str) -> None:
        self.category = category
        super().__init__("error-content-refused", category=category)


def require(turn: Turn, text: str, use: Literal["draw", "speak"]) -> None:
    """Raise `RefusedWordsError` for a text that may not be drawn by or said."""
    refused = turn.deps.refused
    if text and refused is not None and (category := refused(text, use, turn.say.locale)):
        raise RefusedWordsError(category)
