"""The natural offline voice (optional weights): a VITS network in ONNX, as the Piper project publishes them.

About five times faster than speech on one core. It does not say when it speaks which phoneme, so its sound is aligned
with the offline voice's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from engine import weights
from engine.talking import align, espeak
from engine.talking.sound import PLAYED_RATE, Samples, Sound, from_pcm, levelled
from engine.talking.speech import Phoneme, Speech
from engine.tasks.talk.request import NothingToSayError

COMPONENT = "speech"
BEGIN, END, PAD = "^", "$", "_"
SENTENCE = re.compile(r"[^.!?;:。！？；：]+[.!?;:。！？；：]*")
PAUSE = 0.25  # seconds between two sentences
Synthesis = Callable[[list[int]], Samples]  # phoneme ids -> samples


class PiperSpeaker:
    """Says a text with one of the fetched voices; ``voice`` is the stem of its two files.

    ``pronounce`` maps a language to its espeak-ng voice, which turns text into phonemes.
    """

    name = "piper"

    def __init__(self, folder: Path, pronounce: dict[str, str], *, threads: int = 1) -> None:
        self._folder, self._pronounce, self._threads = folder, pronounce, threads
        self._loaded: dict[str, tuple[dict[str, Any], Synthesis]] = {}

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """See `engine.talking.speech.Speaker.speak`."""
        config, synthesise = self._voice(voice)
        robot = self._pronounce[language]
        return said(text, voice, robot, config, synthesise)

    def _voice(self, voice: str) -> tuple[dict[str, Any], Synthesis]:
        if voice not in self._loaded:
            model = weights.path(self._folder, COMPONENT, f"{voice}.onnx")
            config = json.loads(weights.path(self._folder, COMPONENT, f"{voice}.onnx.json").read_text("utf-8"))
            self._loaded = {voice: (config, _network(model, config, self._threads))}  # one voice at a time stays
        return self._loaded[voice]


def said(text: str, voice: str, robot: str, config: dict[str, Any], synthesise: Synthesis) -> Speech:
    """Say a text sentence by sentence; raises `NothingToSayError`."""
    table, rate = config["phoneme_id_map"], config["audio"]["sample_rate"]

    def utter(sentence: str) -> Samples:
        return at_played_rate(synthesise(ids_of(espeak.pronounced(sentence, robot), sentence, table)), rate)

    return by_sentences(text, voice, robot, PiperSpeaker.name, utter)


def by_sentences(text: str, voice: str, robot: str, backend: str, utter: Callable[[str], Samples]) -> Speech:
    """Say a text with ``utter``, which makes sound at `PLAYED_RATE` of a sentence and tells no times of phonemes.

    Those of the offline voice ``robot`` are laid over it. Raises `NothingToSayError`.
    """
    pieces: list[Samples] = []
    phonemes: list[Phoneme] = []
    at = 0.0
    for sentence in SENTENCE.findall(text):
        pcm, rate, spoken, _ = espeak.say(sentence, robot)
        if not any(one.symbol for one in spoken):
            continue
        made = Sound(played=utter(sentence))
        found = align.aligned(spoken, from_pcm(pcm, rate).heard, made.heard)
        ends = (
            at + made.seconds
        )  # what is heard is sampled more coarsely than what is played, and may seem to end later
        phonemes += [
            Phoneme(symbol=one.symbol, start=min(at + one.start, ends), end=min(at + one.end, ends)) for one in found
        ]
        pieces += [made.played, np.zeros(int(PAUSE * PLAYED_RATE), np.float32)]
        at = ends + PAUSE
        phonemes.append(Phoneme(symbol="", start=ends, end=at))
    if not pieces:
        raise NothingToSayError("empty")
    sound = Sound(played=levelled(np.concatenate(pieces)))
    return Speech(sound=sound, phonemes=tuple(phonemes), words=(), voice=voice, backend=backend, exact=False)


def ids_of(phonemes: str, sentence: str, table: dict[str, Sequence[int]]) -> list[int]:
    """Return the network's ids of a sentence's phonemes: begin, each followed by a pad, the closing mark, end."""
    mark = next((char for char in reversed(sentence.strip()) if char in table and not char.isalnum()), "")
    ids = [*table[BEGIN]]
    for char in phonemes + mark:
        if char in table:
            ids += [*table[PAD], *table[char]]
    return [*ids, *table[PAD], *table[END]]


def _network(model: Path, config: dict[str, Any], threads: int) -> Synthesis:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    manner = config["inference"]
    scales = np.array([manner["noise_scale"], manner["length_scale"], manner["noise_w"]], np.float32)

    def synthesise(ids: list[int]) -> Samples:
        tokens = np.array([ids], np.int64)
        fed = {"input": tokens, "input_lengths": np.array([len(ids)], np.int64), "scales": scales}
        return session.run(None, fed)[0].ravel()

    return synthesise


def at_played_rate(samples: Samples, rate: int) -> Samples:
    """Return sound of another rate at `PLAYED_RATE`."""
    from scipy.signal import resample_poly

    divisor = int(np.gcd(PLAYED_RATE, rate))
    return resample_poly(samples, PLAYED_RATE // divisor, rate // divisor).astype(np.float32)
