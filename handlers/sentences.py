"""The sentence for what the engine says went wrong."""

from __future__ import annotations

from typing import Any

from engine.errors import EngineError, WeightCorruptError, WeightMissingError
from engine.tasks.inspect.request import PhotoProblem
from handlers.text import Words

PROBLEMS = frozenset(PhotoProblem)
NOT_SET_UP = frozenset({WeightMissingError.code, WeightCorruptError.code})  # trying again would not help
SOUND_KEYS = {"bad-sound": "sound", "nothing-to-say": "text"}  # error -> first half of the key of its reason


def sentence(say: Words, error: EngineError) -> str:
    """Return the sentence for an engine error; one without a sentence of its own gets the general one."""
    filled = {name: _words(say, value) for name, value in error.data.items()}
    if error.code == "bad-photo":
        return say("error-bad-photo", sentence=of_photo(say, str(error.data.get("reason", ""))))
    if error.code in SOUND_KEYS:
        reason = say(f"{SOUND_KEYS[error.code]}-{error.data['reason']}", **filled)
        return say(f"error-{error.code}", sentence=reason)
    known = say.translator.has(f"error-{error.code}")
    return say(f"error-{error.code}" if known else "error-engine", **filled)


def of_photo(say: Words, problem: str) -> str:
    """Say why a photo is refused and what to try; also for what failed before anybody could look."""
    if problem in ("disk-full", "files-unreachable"):
        return say(f"error-{problem}")
    if problem == "sticker":
        return say("photo-sticker")
    if problem == "too-many":
        return say("files-too-many")
    if problem in NOT_SET_UP:
        return say("selfies-not-set-up")
    return say(f"photo-{problem}" if problem in PROBLEMS else "selfies-not-looked")


def _words(say: Words, value: Any) -> Any:
    return say.several([str(each) for each in value]) if isinstance(value, list) else value
