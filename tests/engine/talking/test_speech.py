"""Voices: the offline one, the online one over a real WebSocket on this machine, and which there are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.settings import EngineSettings
from engine.talking import espeak
from engine.talking.edge import EdgeSpeaker
from engine.talking.espeak import EspeakSpeaker
from engine.talking.kana import readable
from engine.talking.registry import Talking
from engine.talking.speech import MOST_CHARACTERS, sayable
from engine.talking.visemes import BETWEEN, is_closed, shapes
from engine.talking.voices import book
from engine.tasks.talk.request import NothingToSayError, UnknownVoiceError, VoiceUnreachableError
from tests.fakes.online_voices import OnlineVoices

SAYINGS = {
    "en": "Maybe my mother baked a pie.",
    "de": "Am Abend besuchen wir Papa.",
    "es": "Mi abuela prepara una sopa buena.",
    "zh": "爸爸妈妈在家里吃饭。",
    "fr": "Papa est parti au bureau.",
    "ru": "Папа и мама дома.",
    "pt": "Meu pai bebe um bom café.",
    "ja": "晩ごはんを食べましょう。",
}


@pytest.fixture
def talking(tmp_path: Path) -> Talking:
    """Backends of an engine without any weights."""
    return Talking(EngineSettings(weights=tmp_path, offline=True), faces=None)


@pytest.mark.parametrize("language", SAYINGS)
def test_every_language_of_the_bot_speaks(talking, language):
    """With sounds whose lips are known, closed ones among them, all inside the sound and in order."""
    speech = talking.speak(SAYINGS[language], talking.voice("auto", language))
    assert 0.7 < speech.sound.seconds < 6.0
    starts = [one.start for one in speech.phonemes]
    assert starts == sorted(starts)
    assert speech.phonemes[-1].start < speech.sound.seconds
    assert any(is_closed(one.symbol) for one in speech.phonemes)
    unknown = [one.symbol for one in speech.phonemes if shapes(one.symbol) == (BETWEEN,)]
    assert unknown == []


def test_kanji_are_read_as_a_japanese_reads_them():
    """The library alone would say "Chinese letter" in English; kana and other languages are left alone."""
    assert espeak.pronounced("友達と東京へ", "ja") == espeak.pronounced("ともだちととうきょうへ", "ja")
    assert espeak.pronounced("朋友", "cmn") != espeak.pronounced("ともだち", "ja")
    assert readable("こんにちは, hello") == "こんにちは, hello"


def test_every_language_has_a_voice_that_needs_nothing():
    """A man's and a woman's, whatever is not installed."""
    offline = [voice for voice in book().voices if voice.backend == "espeak"]
    assert {voice.language: 0 for voice in offline}.keys() == SAYINGS.keys() == book().pronounce.keys()
    for voice in offline:
        assert len(espeak.say("a", voice.id)[0]) > 0


def test_the_sound_is_loud_where_phonemes_are_and_quiet_in_pauses():
    """The times belong to this very sound: a shift of a word would show."""
    speech = EspeakSpeaker().speak("Papa. Papa.", "en-us", "en")
    pause = next(one for one in speech.phonemes[2:] if not one.symbol and one.end - one.start > 0.1)
    rate = len(speech.sound.heard) / speech.sound.seconds

    def loudness(start: float, end: float) -> float:
        return float(np.sqrt(np.mean(speech.sound.heard[int(start * rate) : int(end * rate)] ** 2)))

    vowels = [one for one in speech.phonemes if "ɑ" in one.symbol]
    assert vowels
    quiet = loudness(pause.start + 0.05, pause.end)
    assert all(loudness(one.start, one.end) > 5 * quiet for one in vowels)


def test_the_same_text_moves_the_lips_the_same_way_twice():
    """The library's own hum carries on between calls, by less than a millisecond; phonemes fall where they fell."""
    first, second = (espeak.say("hello there", "en-us")[2] for _ in range(2))
    spoken = [[(one.symbol, one.start) for one in each if one.symbol] for each in (first, second)]
    assert [symbol for symbol, _ in spoken[0]] == [symbol for symbol, _ in spoken[1]]
    assert [start for _, start in spoken[0]] == pytest.approx([start for _, start in spoken[1]], abs=0.002)


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\x00\x07", "**``"])
def test_a_text_without_words_is_refused(text):
    """Instead of a clip in which nothing is said."""
    with pytest.raises(NothingToSayError) as refused:
        sayable(text)
    assert refused.value.data["reason"] == "empty"


def test_a_text_too_long_for_a_clip_is_refused_with_the_limit():
    """So that the sentence can name it."""
    with pytest.raises(NothingToSayError) as refused:
        sayable("a" * (MOST_CHARACTERS + 1))
    assert refused.value.data == {"reason": "too-long", "characters": MOST_CHARACTERS + 1, "most": MOST_CHARACTERS}


def test_what_is_markup_for_a_voice_is_not_spoken():
    """A text comes from a stranger: no tags, no control characters, one line."""
    assert sayable("<speak>say *this*\nand\tthat</speak>\x1b") == "speak say this and that /speak"


def test_a_voice_is_found_by_name_and_title(talking):
    """In the person's own language first."""
    assert talking.voice("de-max", "en").name == "de-max"
    assert talking.voice("anna", "de").name == "de-anna"
    assert talking.voice("Анна", "en").name == "ru-anna"


def test_an_unknown_voice_is_refused_with_the_closest(talking):
    """Mistyped names are the usual ones."""
    with pytest.raises(UnknownVoiceError) as refused:
        talking.voice("de-ana", "de")
    assert "de-anna" in refused.value.data["closest"]


def test_online_voices_are_for_those_who_allow_them(tmp_path):
    """Without the permission no text leaves the machine, whatever voice is asked for."""
    with pytest.raises(VoiceUnreachableError):
        Talking(EngineSettings(weights=tmp_path), None).voice("en-ava", "en")
    with pytest.raises(VoiceUnreachableError):
        Talking(EngineSettings(weights=tmp_path, speech_online=True, offline=True), None).voice("en-ava", "en")
    assert Talking(EngineSettings(weights=tmp_path, speech_online=True), None).voice("en-ava", "en").id


def test_the_online_voice_gives_sound_and_phonemes_within_its_words():
    """The service knows words only; each word's phonemes fill exactly its time."""
    with OnlineVoices() as service:
        speech = EdgeSpeaker(book().pronounce, service.url).speak("My papa & I", "en-US-AvaNeural", "en")
    assert service.asked[0][1] == "My papa & I"
    assert "AvaNeural" in service.asked[0][0]
    assert [word.text for word in speech.words][:2] == ["My", "papa"]
    papa = speech.words[1]
    inside = [one for one in speech.phonemes if papa.start - 1e-6 <= one.start < papa.end - 1e-6 and one.symbol]
    assert [one.symbol[-1] for one in inside if is_closed(one.symbol)] == ["p", "p"]
    assert inside[0].start == pytest.approx(papa.start)
    assert inside[-1].end == pytest.approx(papa.end)
    assert not speech.exact
    assert 0.5 < speech.sound.seconds < 4


@pytest.mark.parametrize(("broken", "error"), [
    ("hangs-up", VoiceUnreachableError), ("silent", VoiceUnreachableError), ("noise", VoiceUnreachableError),
])  # fmt: skip
def test_a_service_that_misbehaves_is_a_clear_error(broken, error):
    """Never a hang, never a clip of noise."""
    with OnlineVoices(broken) as service, pytest.raises(error):
        EdgeSpeaker(book().pronounce, service.url).speak("hello", "en-US-AvaNeural", "en")


def test_nobody_at_the_address_is_a_clear_error():
    """The network is down: said with the voice's name, and worth another try."""
    with pytest.raises(VoiceUnreachableError) as refused:
        EdgeSpeaker(book().pronounce, "ws://127.0.0.1:9/none").speak("hello", "en-US-AvaNeural", "en")
    assert refused.value.transient
