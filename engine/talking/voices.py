"""Which voices there are. Importing this loads the standard library only, so the bot's own process may ask too."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from engine.tasks.talk.request import UnknownVoiceError
from engine.weights import components
from engine.weights.presence import status_of

VOICES = Path(__file__).with_name("voices.toml")
COMPONENTS = {"kokoro": "voices", "piper": "speech"}  # weights of the natural offline voices
AUTO = "auto"
BACKENDS = ("kokoro", "piper", "edge", "espeak")  # best first


@dataclass(frozen=True, kw_only=True)
class Voice:
    """One voice. ``name`` is ours and stays, ``id`` the backend's; ``title`` is what a menu shows."""

    name: str
    title: str
    language: str
    backend: Literal["espeak", "kokoro", "piper", "edge"]
    id: str


@dataclass(frozen=True, kw_only=True)
class Book:
    """All voices in the order of the file. ``pronounce`` maps a language to its espeak-ng voice."""

    voices: tuple[Voice, ...]
    pronounce: dict[str, str]

    def usable(self, weights: Path, *, online: bool) -> tuple[Voice, ...]:
        """Return the voices that can speak here and now, best backend first within a language."""
        here = backends(weights, online=online)
        found = [voice for voice in self.voices if voice.backend in here]
        return tuple(sorted(found, key=lambda voice: BACKENDS.index(voice.backend)))

    def choose(self, name: str, language: str, usable: tuple[Voice, ...]) -> Voice:
        """Return a voice by name or title, for ``auto`` the best one of the language.

        :raises UnknownVoiceError: there is none, with the closest names
        """
        wanted = name.casefold()
        if wanted in ("", AUTO):
            found = [voice for voice in usable if voice.language == language]
            if not found:
                raise UnknownVoiceError(language, sorted({voice.language for voice in usable}))
            return found[0]
        own = sorted(usable, key=lambda voice: voice.language != language)
        named = [voice for voice in own if wanted in (voice.name.casefold(), voice.title.casefold())]
        if named:
            return named[0]
        raise UnknownVoiceError(name, difflib.get_close_matches(wanted, [voice.name for voice in own], n=3, cutoff=0.4))


def backends(weights: Path, *, online: bool) -> frozenset[str]:
    """Return the kinds of voices that can speak: the neural ones need their weights, the online ones a permission."""
    found = {"espeak"}
    if online:
        found.add("edge")
    for backend, name in COMPONENTS.items():
        component = components().get(name)
        if component is not None and status_of(weights, component, deep=False).state == "present":
            found.add(backend)
    return frozenset(found)


@cache
def book(file: Path = VOICES) -> Book:
    """Read all voices; raises ValueError for a row that makes no sense."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    try:
        voices = tuple(Voice(name=name, **row) for name, row in table["voices"].items())
    except TypeError as error:
        raise ValueError(f"{file.name}: {error}") from error
    strange = [voice.name for voice in voices if voice.backend not in BACKENDS]
    strange += [voice.name for voice in voices if voice.language not in table["languages"]]
    if strange:
        raise ValueError(f"{file.name}: backend or language of {', '.join(strange)} is not known")
    return Book(voices=voices, pronounce=dict(table["languages"]))
