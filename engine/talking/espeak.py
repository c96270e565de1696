"""The offline voice: espeak-ng from its packaged library. It says exactly when each phoneme begins.

The library is one per process and not safe for threads, so there is one lock around it. A minute of speech takes
about 50 ms.
"""

from __future__ import annotations

import ctypes
import re
import threading
from functools import cache
from typing import Any

import espeakng_loader

from engine.talking.kana import readable
from engine.talking.sound import from_pcm
from engine.talking.speech import Phoneme, Speech, Word
from engine.tasks.talk.request import NothingToSayError

SYNCHRONOUS = 2  # espeak_AUDIO_OUTPUT: hand the samples over and play nothing
PHONEME_EVENTS, IPA = 1, 2  # espeak_Initialize options
UTF8 = 1
RATE = 1  # espeak_PARAMETER: words a minute
WORDS_A_MINUTE = 155
EVENT_END, EVENT_WORD, EVENT_PHONEME = 0, 1, 7
TAIL = 0.25  # seconds kept after the last phoneme
_LOCK = threading.Lock()


class _Name(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("text_position", ctypes.c_int),  # characters, from 1
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),  # milliseconds
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", _Name),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


class EspeakSpeaker:
    """Says a text in any of a hundred languages, like a robot but clearly; ``voice`` is espeak's, ``en-us+f3``."""

    name = "espeak-ng"

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """See `engine.talking.speech.Speaker.speak`."""
        data, rate, phonemes, words = say(text, voice)
        if not any(one.symbol for one in phonemes):
            raise NothingToSayError("empty")
        end = phonemes[-1].end if phonemes[-1].symbol else phonemes[-1].start
        sound = from_pcm(data[: 2 * int((end + TAIL) * rate)], rate)
        phonemes = tuple(one for one in phonemes if one.start < sound.seconds)
        return Speech(sound=sound, phonemes=phonemes, words=words, voice=voice, backend=self.name, exact=True)


def say(text: str, voice: str) -> tuple[bytes, int, tuple[Phoneme, ...], tuple[Word, ...]]:
    """Return 16-bit mono PCM, its samples a second, and when each phoneme and word is spoken.

    Raises ValueError for a voice espeak-ng does not have.
    """
    library, rate = _library()
    pcm = bytearray()
    marks: list[tuple[int, int, Any]] = []

    def heard(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            pcm.extend(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != EVENT_END:
            marks.append(_mark(events[index]))
            index += 1
        return 0

    text = _read(text, voice)
    encoded = text.encode() + b"\0"
    with _LOCK:
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}")
        library.espeak_SetParameter(RATE, WORDS_A_MINUTE, 0)
        callback = _Callback(heard)
        library.espeak_SetSynthCallback(callback)
        library.espeak_Synth(encoded, len(encoded), 0, 1, 0, UTF8, None, None)
        library.espeak_Synchronize()
    seconds = len(pcm) / 2 / rate
    return bytes(pcm), rate, _phonemes(marks, seconds), _words(marks, text, seconds)


def pronounced(text: str, voice: str) -> str:
    """Return the phonemes of a text in IPA, words separated by spaces; raises ValueError for an unknown voice."""
    library, _ = _library()
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    rest = ctypes.c_char_p(_read(text, voice).encode() + b"\0")
    found: list[str] = []
    with _LOCK:
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"espeak-ng has no voice {voice!r}")
        while rest.value:  # the library moves the pointer behind the clause it has read
            clause = library.espeak_TextToPhonemes(ctypes.byref(rest), UTF8, IPA)
            found.append((clause or b"").decode("utf-8", "ignore"))
    return " ".join(re.sub(r"\([a-z-]+\)", "", " ".join(found)).split())


def _read(text: str, voice: str) -> str:
    return readable(text) if voice.partition("+")[0] == "ja" else text


@cache
def _library() -> tuple[ctypes.CDLL, int]:
    """Load the library once; returns it and the samples a second it makes."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, PHONEME_EVENTS | IPA)
    if rate <= 0:
        raise OSError("espeak-ng does not open its data")
    return library, rate


def _mark(event: _Event) -> tuple[int, int, Any]:
    if event.type == EVENT_PHONEME:
        return event.type, event.audio_position, event.id.string.decode("utf-8", "ignore")
    return event.type, event.audio_position, (event.text_position - 1, event.length)


def _phonemes(marks: list[tuple[int, int, Any]], seconds: float) -> tuple[Phoneme, ...]:
    """Give each phoneme its end, the next one's start; a change of language in brackets is no sound."""
    spoken = [(at / 1000, symbol) for kind, at, symbol in marks if kind == EVENT_PHONEME and not symbol.startswith("(")]
    ends = [*(start for start, _ in spoken[1:]), seconds]
    return tuple(
        Phoneme(symbol=symbol, start=start, end=end)
        for (start, symbol), end in zip(spoken, ends, strict=True)
        if end > start
    )


def _words(marks: list[tuple[int, int, Any]], text: str, seconds: float) -> tuple[Word, ...]:
    spoken = [(at / 1000, place) for kind, at, place in marks if kind == EVENT_WORD]
    ends = [*(start for start, _ in spoken[1:]), seconds]
    return tuple(
        Word(text=text[place : place + length], start=start, end=end)
        for (start, (place, length)), end in zip(spoken, ends, strict=True)
        if end > start
    )
