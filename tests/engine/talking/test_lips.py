"""What lips do over time, against the language itself and not against the tables that drive them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.lab.talking import bench, measure
from engine.talking import lips
from engine.talking.espeak import EspeakSpeaker
from engine.talking.speech import Phoneme, Speech
from engine.talking.visemes import CLOSED, REST, SHAPES, is_open_vowel, shapes
from engine.talking.voice_activity import SileroVoiceActivity

FPS = 25


@pytest.fixture(scope="module", params=range(len(bench.SAYINGS)))
def speech(request) -> Speech:
    """A saying of the bench."""
    voice, text = bench.SAYINGS[request.param]
    return EspeakSpeaker().speak(text, voice, "")


def phonemes(*symbols: str, each: float = 0.1) -> list[Phoneme]:
    """Return phonemes of equal length, one after the other."""
    return [Phoneme(symbol=one, start=k * each, end=(k + 1) * each) for k, one in enumerate(symbols)]


def test_lips_follow_the_vowel_chart(speech):
    """Correlation with an intention made from phonetics, in time; the same shifted by 8 frames does not fit."""
    curves = lips.from_phonemes(speech.phonemes, speech.sound.seconds, FPS)
    found = measure.synchrony(curves.gap, bench.intended(speech.phonemes, len(curves), FPS))
    assert found.correlation >= 0.85
    assert abs(found.lag) <= 1
    assert found.shifted <= 0.3


def test_lips_are_shut_at_p_b_and_m(speech):
    """Seen by everybody at once when they are not."""
    curves = lips.from_phonemes(speech.phonemes, speech.sound.seconds, FPS)
    spans = bench.kinds(speech.phonemes)
    assert measure.closure(curves.gap, spans["shut"], spans["open"], FPS) <= 0.25


def test_the_mouth_rests_in_pauses(speech):
    """Between two sentences."""
    curves = lips.from_phonemes(speech.phonemes, speech.sound.seconds, FPS)
    pauses = bench.kinds(speech.phonemes)["pause"]
    assert not pauses or measure.pause_gap(curves.gap, pauses, FPS) <= 0.1 * curves.gap.max()


def test_curves_cover_the_sound_and_no_more_than_a_frame():
    """Picture and sound end together."""
    for seconds in (0.4, 1.0, 1.01, 3.999):
        curves = lips.from_phonemes(phonemes("a", "m"), seconds, FPS)
        assert seconds <= len(curves) / FPS < seconds + 1 / FPS + 1e-6


@pytest.mark.parametrize(("word", "curve", "sign"), [("i", "width", 1), ("u", "rounding", 1), ("u", "width", -1)])
def test_vowels_shape_the_corners(word, curve, sign):
    """An "ee" spreads them, an "oo" draws them in and rounds the lips."""
    curves = lips.from_phonemes(phonemes("", "t", word, word, word, "t", ""), 0.7, FPS)
    assert sign * getattr(curves, curve)[9] > 0.2


def test_neighbours_colour_each_other():
    """A "t" between two open vowels is wider than between two close ones."""
    among = [lips.from_phonemes(phonemes(one, "t", one, each=0.06), 0.18, FPS).opening[2] for one in ("a", "i")]
    assert among[0] > among[1]


def test_nothing_jumps():
    """No curve moves further in one frame than a face can: closures are the fastest."""
    speech = EspeakSpeaker().speak(bench.SAYINGS[0][1], "en-us", "")
    curves = lips.from_phonemes(speech.phonemes, speech.sound.seconds, FPS)
    for name, most in (("opening", 0.85), ("width", 0.6), ("rounding", 0.85)):
        steps = [abs(b - a) for a, b in pairwise(getattr(curves, name))]
        assert max(steps) <= most


def test_a_glide_is_over_before_its_vowel_has_begun():
    """A Russian "ja" is mostly an "a": half way through, the mouth is open."""
    curves = lips.from_phonemes([Phoneme(symbol="ja", start=0.2, end=0.4)], 0.6, 100)
    assert curves.opening[30] > 0.8
    assert curves.opening[22] < 0.6


def test_diphthongs_pass_through_their_vowels():
    """And marks of stress, length and tone change nothing."""
    assert shapes("ˈaɪ") == (SHAPES["a"], SHAPES["ɪ"])
    assert shapes("ɑː") == (SHAPES["ɑ"],)
    assert shapes("ɔ̃") == (SHAPES["ɔ"],)
    long, short = shapes("ɔːɹ"), shapes("ɔɹ")
    assert short == (SHAPES["ɔ"], SHAPES["ɹ"])
    assert (long[0].length, long[1].length) == (2 * short[0].length, short[1].length)
    assert shapes("ph") == (CLOSED,)
    assert shapes("") == (REST,)
    assert is_open_vowel("aɪ")
    assert not is_open_vowel("i")


def test_lips_that_only_hear_beat_loudness(weights_folder: Path):
    """Without a word known: better than the envelope of the sound, and never open where nobody speaks."""
    activity = SileroVoiceActivity(weights_folder / "voice-activity" / "silero_vad_16k_op15.onnx")
    heard, loud = [], []
    for voice, text in bench.SAYINGS:
        speech = EspeakSpeaker().speak(text, voice, "")
        curves = lips.from_sound(speech.sound, activity.probabilities(speech.sound.heard), FPS)
        wanted = bench.intended(speech.phonemes, len(curves), FPS)
        heard.append(measure.synchrony(curves.gap, wanted).correlation)
        samples = np.pad(speech.sound.heard, (0, 640))[: len(curves) * 640].reshape(len(curves), 640)
        loud.append(measure.synchrony(np.log10(np.sqrt((samples**2).mean(1)) + 1e-3), wanted).correlation)
        quiet = measure.pause_gap(curves.gap, bench.kinds(speech.phonemes)["pause"], FPS)
        assert np.isnan(quiet) or quiet <= 0.15
    assert np.mean(heard) > np.mean(loud)
    assert np.mean(heard) >= 0.55
