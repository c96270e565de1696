"""How texts are spelt for the neural voices; what was spelt so was heard back word for word by a listening network."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.kokoro import EDGE, RATE, fed, trimmed
from engine.talking.spelling import japanese, mandarin, spelt

#: The voices' own alphabet; a letter outside it would be left out of the sound.
ALPHABET = set(
    " ;:,.!?ʣʥʦʨᵝꭧAIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ\u0303"
)
SAID = {
    "en": ("en-us", "The pilot put a warm blanket over both boys, didn't he?"),
    "es": ("es", "¿Por la mañana mi abuela compra pan?"),
    "fr": ("fr", "Le petit bateau blanc passe sous le pont."),
    "pt": ("pt-br", "A minha mãe prepara um bolo."),
    "ja": ("ja", "私は毎朝パンと卵を食べて、バスで町へ行きます。"),
    "zh": ("cmn", "我的妹妹每天早上跑步，然后买面包和牛奶回家。"),
}


@pytest.mark.parametrize("language", SAID)
def test_every_letter_is_one_the_voices_know(language):
    """What they do not know is not said at all. The control is plain Chinese writing, of which they know nothing."""
    robot, text = SAID[language]
    letters = spelt(text, language, robot)
    assert len(letters) > 20
    assert set(letters) <= ALPHABET
    assert letters[-1] in ".?"
    assert not set("我的妹妹每天早上") & ALPHABET


def test_english_glides_are_one_letter():
    """ "boat" with two vowels in a row is another word."""
    assert spelt("boat", "en", "en-us") == "bˈOt."
    assert spelt("butter church", "en", "en-us") == "bˈʌTəɹ ʧˈɜɹʧ."


@pytest.mark.parametrize(("text", "said"), [
    ("まいあさ", "maiasa"), ("がっこう", "ɡaʔkoː"), ("きょう", "kʲoː"), ("せんせい", "seɴseː"), ("しんぶん", "ɕimbɯɴ"),
    ("私は", "βataɕi βa"),
])  # fmt: skip
def test_japanese_is_spelt_as_it_is_said(text, said):
    """Long vowels, a stop, the nasal that becomes an "m", and a particle that is written otherwise."""
    assert japanese(text) == said


@pytest.mark.parametrize(("text", "said"), [
    ("妈妈", "ma→ma→"), ("你好", "ni↗xau↓"), ("北京", "pei↓ʨi→ŋ"), ("吃饭", "ꭧʰɨ→fa↘n"), ("朋友", "pʰə↗ŋjou↓"),
])  # fmt: skip
def test_mandarin_keeps_its_tones(text, said):
    """Without them "mother" is "horse"; of two third tones the first rises, as people say it."""
    assert mandarin(text) == said


def test_a_sentence_gets_the_style_of_its_length_and_loses_its_silence():
    """Letters between two pads; the silence around a sentence is ours to set."""
    styles = np.arange(510 * 256, dtype=np.float32).reshape(510, 256)
    letters, style = fed("ab?c", {"a": 5, "b": 6, "c": 7}, styles)
    assert letters == [0, 5, 6, 7, 0]
    assert np.array_equal(style, styles[2:3])
    sound = np.concatenate([np.zeros(RATE), np.full(RATE, 0.5), np.zeros(RATE)]).astype(np.float32)
    assert len(trimmed(sound)) == pytest.approx(RATE * (1 + 2 * EDGE), abs=2)
    assert len(trimmed(np.zeros(100, np.float32))) == 100
