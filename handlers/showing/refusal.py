"""Why a page is not shown."""

from __future__ import annotations


class NotShownError(Exception):
    """A page is not for whoever asks; ``sentence`` says so to them.

    ``reason`` is "banned", "stranger" for somebody who was not let in, "consent", "gone" for what is theirs and no
    longer stored, or "missing": somebody else's and what never was are the same.
    """

    def __init__(self, reason: str, sentence: str = "") -> None:
        self.reason, self.sentence = reason, sentence
        super().__init__(reason)
