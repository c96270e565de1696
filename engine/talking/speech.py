"""Text becomes a sound with the times of its phonemes (paper 3.2, "text-to-speech"): what every voice has to give."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Protocol

from engine.talking.sound import Sound
from engine.tasks.talk.request import NothingToSayError

MOST_CHARACTERS = 800  # about a minute of speech


@dataclass(frozen=True, kw_only=True)
class Phoneme:
    """One sound of a language in IPA, or a pause (``symbol`` empty), from ``start`` to ``end`` seconds."""

    symbol: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True)
class Word:
    """One spoken word, from ``start`` to ``end`` seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Speech:
    """What a voice said. ``exact`` is False where the times of phonemes were estimated within the words."""

    sound: Sound
    phonemes: tuple[Phoneme, ...]
    words: tuple[Word, ...]
    voice: str
    backend: str
    exact: bool


class Speaker(Protocol):
    """A way to say a text."""

    name: str

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """Say ``text`` (from `sayable`) with this backend's own ``voice``.

        :raises NothingToSayError: no sound came of it
        :raises VoiceUnreachableError: the service did not answer
        :raises WeightMissingError: a model file is not there
        """


def sayable(text: str) -> str:
    """Return the text as a voice should get it: one line, without control characters and markup.

    :raises NothingToSayError: nothing in it can be said, or it has more than `MOST_CHARACTERS` characters
    """
    text = "".join(" " if unicodedata.category(char)[0] == "C" else char for char in unicodedata.normalize("NFC", text))
    text = re.sub(r"[*_`~<>|\\^{}\[\]]+", " ", text)
    text = " ".join(text.split())
    if len(text) > MOST_CHARACTERS:
        raise NothingToSayError("too-long", characters=len(text), most=MOST_CHARACTERS)
    if not any(char.isalnum() for char in text):
        raise NothingToSayError("empty")
    return text
