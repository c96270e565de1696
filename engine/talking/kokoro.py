"""The offline voices that are spoken with by default: Kokoro, one small network with a voice for most languages.

About twice as fast as speech on one core. Like Piper it does not say when it speaks which phoneme, so its sound is
aligned with the robot's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine import weights
from engine.talking.piper import at_played_rate, by_sentences
from engine.talking.sound import Samples
from engine.talking.speech import Speech
from engine.talking.spelling import spelt

COMPONENT = "voices"
PARTS = ("model-1.bin", "model-2.bin", "model-3.bin", "model-4.bin")  # of one ONNX file
RATE = 24_000
STYLE = 256  # numbers of a style; a voice has one for each length of a sentence
MOST = 500  # letters of a sentence that the network takes
EDGE = 0.06  # seconds of silence left at either end of a sentence
QUIET = 0.008  # of full level, below which it is silence
Synthesis = Callable[[list[int], NDArray[np.float32]], Samples]  # letters and a style (1, 256) -> samples at `RATE`


class KokoroSpeaker:
    """Says a text with one of the fetched voices; ``voice`` is the stem of its file.

    ``pronounce`` maps a language to its espeak-ng voice.
    """

    name = "kokoro"

    def __init__(self, folder: Path, pronounce: dict[str, str], *, threads: int = 1) -> None:
        self._folder, self._pronounce, self._threads = folder, pronounce, threads

    def speak(self, text: str, voice: str, language: str) -> Speech:
        """See `engine.talking.speech.Speaker.speak`."""
        robot, styles, alphabet = self._pronounce[language], self._styles(voice), self._alphabet
        synthesise = self._network

        def utter(sentence: str) -> Samples:
            made = synthesise(*fed(spelt(sentence, language, robot), alphabet, styles))
            return at_played_rate(trimmed(made), RATE)

        return by_sentences(text, voice, robot, self.name, utter)

    def _styles(self, voice: str) -> NDArray[np.float32]:
        file = weights.path(self._folder, COMPONENT, f"{voice}.bin")
        return np.fromfile(file, "<f4").astype(np.float32).reshape(-1, STYLE)

    @cached_property
    def _alphabet(self) -> dict[str, int]:
        return json.loads(weights.path(self._folder, COMPONENT, "vocab.json").read_text("utf-8"))["vocab"]

    @cached_property
    def _network(self) -> Synthesis:
        model = b"".join(weights.path(self._folder, COMPONENT, part).read_bytes() for part in PARTS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = self._threads
        session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

        def synthesise(letters: list[int], style: NDArray[np.float32]) -> Samples:
            given = {"tokens": np.array([letters], np.int64), "style": style, "speed": np.ones(1, np.float32)}
            return session.run(None, given)[0].ravel()

        return synthesise


def fed(spelling: str, alphabet: dict[str, int], styles: NDArray[np.float32]) -> tuple[list[int], NDArray[np.float32]]:
    """Return the numbers of the letters, a pad at either end, and the style (1, 256) of a sentence of that length."""
    letters = [alphabet[char] for char in spelling if char in alphabet][:MOST]
    return [0, *letters, 0], styles[min(len(letters), len(styles)) - 1][None]


def trimmed(samples: Samples) -> Samples:
    """Return a sentence without the silence around it but for `EDGE`."""
    loud = np.flatnonzero(np.abs(samples) > QUIET)
    if not len(loud):
        return samples
    edge = int(EDGE * RATE)
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]
