"""The online voices of the paper (3.2): edge-tts, a network service with natural voices in many languages.

The text leaves this machine, so an operator has to allow it. The service gives the times of words; where in a word
each phoneme falls is taken from the offline voice saying the same word.
"""

from __future__ import annotations

import asyncio
import io
from itertools import pairwise

import aiohttp
import av
import edge_tts
import edge_tts.communicate
import edge_tts.exceptions
import numpy as np

from engine.talking import espeak
from engine.talking.sound import Samples, Sound, decoded, levelled, mixed
from engine.talking.speech import Phoneme, Speech, Word
from engine.tasks.talk.request import VoiceUnreachableError

TICKS = 10_000_000  # a second in the service's unit
CONNECT_SECONDS, ANSWER_SECONDS = 10, 30
PAUSE = 0.05  # seconds between two words from which it is a pause
_UNREACHABLE = (aiohttp.ClientError, OSError, TimeoutError, edge_tts.exceptions.EdgeTTSException)


class EdgeSpeaker:
    """Says a text with a voice of the service, ``de-DE-KatjaNeural``.

    ``url`` is another address of the service, up to and with its query (a stand-in on this machine).
    ``pronounce`` maps a language to the espeak-ng voice that is asked for the phonemes of a word.
    """

    name = "edge-tts"

    def __init__(self, pronounce: dict[str, str], url: str | None = None) -> None:
        self._pronounce = pronounce
        if url is not None:
            edge_tts.communicate.WSS_URL = url if "?" in url else f"{url}?"  # the library has no argument for it

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """See `engine.talking.speech.Speaker.speak`."""
        try:
            data, words = asyncio.run(_fetch(text, voice))
        except _UNREACHABLE as error:
            raise VoiceUnreachableError(voice) from error
        sound = Sound(played=levelled(_decode(data)))
        phonemes = within(words, self._pronounce[language], sound.seconds)
        return Speech(sound=sound, phonemes=phonemes, words=words, voice=voice, backend=self.name, exact=False)


async def _fetch(text: str, voice: str) -> tuple[bytes, tuple[Word, ...]]:
    """Return the MP3 and the times of its words."""
    told = edge_tts.Communicate(
        text,
        voice,
        boundary="WordBoundary",
        connect_timeout=CONNECT_SECONDS,
        receive_timeout=ANSWER_SECONDS,
    )
    audio, words = bytearray(), []
    async for part in told.stream():
        if part["type"] == "audio":
            audio += part["data"]
        else:
            start = part["offset"] / TICKS
            words.append(Word(text=part["text"], start=start, end=start + part["duration"] / TICKS))
    return bytes(audio), tuple(words)


def _decode(data: bytes) -> Samples:
    try:
        with av.open(io.BytesIO(data)) as container:
            pieces = list(decoded(container))
    except av.error.FFmpegError:
        raise VoiceUnreachableError("edge-tts") from None  # it answered, but not with a sound
    if not pieces:
        raise VoiceUnreachableError("edge-tts")
    return mixed(np.concatenate(pieces, axis=1))


def within(words: tuple[Word, ...], voice: str, seconds: float) -> tuple[Phoneme, ...]:
    """Return phonemes for words whose times are known: as espeak-ng's ``voice`` says each, stretched to its time."""
    found: list[Phoneme] = []
    for word in words:
        spoken = [one for one in espeak.say(word.text, voice)[2] if one.symbol]
        if not spoken:
            continue
        begin, length = spoken[0].start, spoken[-1].end - spoken[0].start
        scale = (word.end - word.start) / length
        found += [
            Phoneme(
                symbol=one.symbol,
                start=word.start + (one.start - begin) * scale,
                end=word.start + (one.end - begin) * scale,
            )
            for one in spoken
        ]
    return tuple(_with_pauses(found, seconds))


def _with_pauses(phonemes: list[Phoneme], seconds: float) -> list[Phoneme]:
    """Put a pause wherever nobody speaks."""
    edges = [Phoneme(symbol="", start=0, end=0), *phonemes, Phoneme(symbol="", start=seconds, end=seconds)]
    made: list[Phoneme] = []
    for one, following in pairwise(edges):
        made += [one] if one.symbol else []
        if following.start - one.end > PAUSE:
            made.append(Phoneme(symbol="", start=one.end, end=following.start))
    return made
