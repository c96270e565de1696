"""The natural offline voices, with a stand-in for their network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import WeightMissingError
from engine.talking import voices
from engine.talking.kokoro import RATE, KokoroSpeaker
from engine.talking.sound import PLAYED_RATE
from engine.talking.voices import book
from engine.tasks.talk.request import NothingToSayError


@pytest.fixture
def speaker(tmp_path: Path) -> KokoroSpeaker:
    """Says a tenth of a second of noise a letter, with half a second of silence around it."""
    made = KokoroSpeaker(tmp_path, book().pronounce)
    noise = np.random.default_rng(0)

    def network(letters: list[int], style: np.ndarray) -> np.ndarray:
        assert style.shape == (1, 256)
        silence = np.zeros(RATE // 2)
        return np.concatenate([silence, noise.normal(0, 0.2, len(letters) * RATE // 10), silence]).astype(np.float32)

    alphabet = {char: number for number, char in enumerate("abdefhijklmnoprstuvwzæðŋɑɔəɛɪʃʊʌʒθˈˌ .AIOWYT", 1)}
    made.__dict__ |= {"_network": network, "_alphabet": alphabet, "_styles": lambda _voice: np.zeros((510, 256))}
    return made


def test_a_text_is_said_sentence_by_sentence_with_the_times_of_its_lips(speaker):
    """Both sentences are in the sound, and closed lips lie in the half of the sentence that has them."""
    speech = speaker.speak("Papa came home. All is well.", "af_heart", "en")
    letters = [one.symbol for one in speech.phonemes]
    assert (speech.backend, speech.exact, speech.voice) == ("kokoro", False, "af_heart")
    assert letters.count("p") == 2
    assert all(one.end <= speech.sound.seconds + 0.01 for one in speech.phonemes)
    assert max(one.end for one in speech.phonemes if one.symbol == "p") < 0.5 * speech.sound.seconds
    assert len(speech.sound.played) / PLAYED_RATE == pytest.approx(speech.sound.seconds)


def test_a_text_without_words_is_refused(speaker):
    """Dots alone have no sound."""
    with pytest.raises(NothingToSayError):
        speaker.speak("...", "af_heart", "en")


def test_a_voice_that_is_not_fetched_says_which_component_it_needs(tmp_path):
    """Not a trace, and not silently the robot."""
    with pytest.raises(WeightMissingError) as missing:
        KokoroSpeaker(tmp_path, book().pronounce).speak("Hello", "af_heart", "en")
    assert "voices" in str(missing.value.data)


def test_the_best_voice_of_a_language_is_natural_where_there_is_one(tmp_path, monkeypatch):
    """The control is a machine that has fetched none: the robot, in all languages."""
    known = book()

    def best(*here: str) -> dict[str, str]:
        monkeypatch.setattr(voices, "backends", lambda *_, **__: frozenset(here))
        usable = known.usable(tmp_path, online=False)
        return {language: known.choose("auto", language, usable).backend for language in known.pronounce}

    assert set(best("espeak").values()) == {"espeak"}
    natural = best("espeak", "kokoro")
    assert {language for language, backend in natural.items() if backend == "espeak"} == {"de", "ru"}
