"""The vocabulary of the embedded base."""

from __future__ import annotations

from pathlib import Path

import pytest
from transformers import CLIPTokenizer

from engine.lab.pocket.words import TOKENS, WORDS, build_tokenizer, caption


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> CLIPTokenizer:
    """The tokenizer, freshly built."""
    return build_tokenizer(Path(tmp_path_factory.mktemp("tokenizer")))


def test_every_word_is_one_token(tokenizer: CLIPTokenizer):
    """A word in pieces is learnt badly, and a trigger in pieces is no trigger."""
    assert [word for word in WORDS if len(tokenizer(word).input_ids) != 3] == []


def test_any_text_can_be_spelt(tokenizer: CLIPTokenizer):
    """People's prompts hold every word and script."""
    assert tokenizer.decode(tokenizer("quixotic 猫").input_ids, skip_special_tokens=True) == "quixotic 猫"


def test_captions_fit(tokenizer: CLIPTokenizer):
    """What is cut off is not learnt."""
    said = caption(close=True, gender=1, age=60, smile=0.9)
    assert said == "a close-up photo of a mature woman, smiling"
    assert len(tokenizer(said).input_ids) <= TOKENS
