"""Phoneme times in a sound whose text is known, and the natural voice that is aligned that way."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import resample_poly

from engine.lab.talking import bench, measure
from engine.settings import EngineSettings
from engine.talking import align, espeak, lips, piper
from engine.talking.espeak import EspeakSpeaker
from engine.talking.registry import Talking
from engine.talking.sound import from_pcm
from engine.talking.visemes import is_closed
from engine.tasks.talk.request import NothingToSayError, UnknownVoiceError

TABLE = {"^": [1], "$": [2], "_": [0], " ": [3], ".": [10]} | {chr(97 + k): [14 + k] for k in range(26)}
CONFIG = {"phoneme_id_map": TABLE, "audio": {"sample_rate": 22_050}}


def spoken(text: str, voice: str):
    """Return phonemes and the sound they belong to."""
    pcm, rate, phonemes, _ = espeak.say(text, voice)
    return phonemes, from_pcm(pcm, rate)


def stretched(heard: np.ndarray) -> np.ndarray:
    """Return a sound whose first half is slower and whose second half is faster."""
    middle = len(heard) // 2
    return np.concatenate([resample_poly(heard[:middle], 6, 5), resample_poly(heard[middle:], 5, 6)]).astype(np.float32)


@pytest.mark.parametrize(
    ("text", "voices"),
    [
        ("Maybe my mother baked a big apple pie.", ("en-us", "en-us+f3")),
        ("Am Abend haben wir Papa besucht.", ("de", "de+f2")),
        ("爸爸妈妈在家里吃饭。", ("cmn", "cmn+f3")),
    ],
)
def test_phonemes_are_found_in_another_voice_at_another_pace(text, voices):
    """Within 30 ms of where they are, which without the alignment they are not by far."""
    phonemes, own = spoken(text, voices[0])
    truth, other = spoken(text, voices[1])
    heard = stretched(other.heard)
    middle = len(other.heard) // 2 / 16_000

    def moved(seconds: float) -> float:
        return seconds * 6 / 5 if seconds < middle else middle * 6 / 5 + (seconds - middle) * 5 / 6

    wanted = np.array([moved(one.start) for one in truth if one.symbol])
    found = np.array([one.start for one in align.aligned(phonemes, own.heard, heard) if one.symbol])
    naive = np.array([one.start for one in phonemes if one.symbol])
    assert len(found) == len(wanted)
    assert np.mean(np.abs(found - wanted)) < 0.03
    assert np.mean(np.abs(naive - wanted)) > 2 * np.mean(np.abs(found - wanted))


def test_a_known_text_lets_lips_fit_a_recording_better(weights_folder):
    """Somebody's own voice: with the words known the lips follow the language, without them only the sound."""
    talking = Talking(EngineSettings(weights=weights_folder), None)
    text = bench.SAYINGS[0][1]
    recorded = EspeakSpeaker().speak(text, "en-us+m7", "en")
    speech = talking.transcribed(recorded.sound, text, "en")
    known = lips.from_phonemes(speech.phonemes, recorded.sound.seconds, 25)
    heard = lips.from_sound(recorded.sound, talking.activity.probabilities(recorded.sound.heard), 25)
    wanted = bench.intended(recorded.phonemes, len(known), 25)
    fits = [measure.synchrony(curves.gap, wanted).correlation for curves in (known, heard)]
    assert fits[0] >= 0.85
    assert fits[0] > fits[1] + 0.1
    with pytest.raises(UnknownVoiceError):
        talking.transcribed(recorded.sound, text, "xx")


def test_a_sound_aligned_with_itself_stays_as_it_is():
    """The way through two equal sounds is the straight one."""
    phonemes, own = spoken("Papa and mama", "en-us")
    found = align.aligned(phonemes, own.heard, own.heard)
    assert max(abs(a.start - b.start) for a, b in zip(found, phonemes, strict=False)) < 0.016


def test_the_network_gets_its_ids_in_the_order_it_was_trained_with():
    """Begin, every phoneme behind a pad, the mark that closes the sentence, end; unknown marks are left out."""
    assert piper.ids_of("ab ˈc", "Ab c. ", TABLE) == [1, 0, 14, 0, 15, 0, 3, 0, 16, 0, 10, 0, 2]


def test_a_natural_voice_has_phonemes_in_time():
    """Sentence by sentence, with a pause between; here the network is played by the offline voice."""
    texts = iter(["Papa came home.", "My mama too."])

    def network(_ids: list[int]) -> np.ndarray:
        pcm, _, _, _ = espeak.say(next(texts), "en-us+m3")
        return np.frombuffer(pcm, np.int16).astype(np.float32) / 32768

    speech = piper.said("Papa came home. My mama too.", "joe", "en-us", CONFIG, network)
    starts = [one.start for one in speech.phonemes]
    assert starts == sorted(starts)
    assert (speech.backend, speech.exact) == ("piper", False)
    assert sum(is_closed(one.symbol) for one in speech.phonemes if one.symbol) >= 5
    pauses = [one for one in speech.phonemes if not one.symbol and one.end - one.start >= 0.24]
    assert len(pauses) >= 2
    assert speech.phonemes[-1].end == pytest.approx(speech.sound.seconds, abs=0.02)


def test_no_phoneme_lies_behind_the_pause_that_follows_it(monkeypatch):
    """What is heard has a third fewer samples than what is played: rounded up, its last phoneme ended too late."""
    end = 7350 / 22_050  # a whole number of samples as played
    late = piper.Phoneme(symbol="", start=end + 0.0002, end=end + 0.0006)
    monkeypatch.setattr(align, "aligned", lambda *_: (late,))
    speech = piper.said("Papa. Mama.", "joe", "en-us", CONFIG, lambda _ids: np.zeros(7350, np.float32))
    starts = [one.start for one in speech.phonemes]
    assert len(starts) == 4
    assert starts == sorted(starts)


def test_a_text_without_a_sound_is_refused():
    """Punctuation alone."""
    with pytest.raises(NothingToSayError):
        piper.said("...", "joe", "en-us", CONFIG, lambda ids: np.zeros(100, np.float32))
