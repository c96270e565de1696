"""The style book: shipped styles, the operator's own, and finding one by a half-remembered name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.styles import HERE, STYLE_WEIGHT, Style, StyleBook
from engine.styles.looks import LOOKS


@pytest.fixture
def book(tmp_path: Path) -> StyleBook:
    """The shipped styles and an empty folder for own ones."""
    return StyleBook(tmp_path)


def test_the_shipped_adapters_are_there(book: StyleBook):
    """A style without its file would be plain words under a promising name."""
    files = [style.adapter("pocket") for style in book.all().values()]
    assert all(file.is_file() for file in files if file)
    assert sum(file is not None for file in files) >= 12


def test_every_look_a_style_names_exists(book: StyleBook):
    """The selfie goes through it before fusion."""
    assert {style.look for style in book.all().values() if style.look} <= LOOKS.keys()


@pytest.mark.parametrize("said", ["cyberpunk", "Cyberpunk", " CYBER punk", "赛博朋克"])
def test_a_style_is_found_however_it_is_written(book: StyleBook, said: str):
    """People type names from memory, in their own language."""
    assert book.get(said).name == "cyberpunk"


def test_a_misspelt_style_offers_the_closest(book: StyleBook):
    """The answer to an unknown style names what may have been meant."""
    assert book.closest("ciberpunk")[0] == "cyberpunk"
    assert 1 <= len(book.closest("zzzzzz")) <= 3


def test_a_dropped_file_is_a_style_at_once(book: StyleBook, tmp_path: Path):
    """No restart: the folder is looked at again when it changed."""
    assert book.get("brass") is None
    file = tmp_path / "own.toml"
    file.write_text('[brass]\nprompt = "polished brass"\nadapters = { pocket = "brass.safetensors" }\n')
    assert book.get("brass").adapter("pocket") == tmp_path / "brass.safetensors"
    file.write_text('[copper]\nprompt = "old copper"\n')
    os.utime(file, (1, 1))
    assert book.get("brass") is None
    assert book.get("copper").adapter("pocket") is None


def test_the_published_weight_is_the_default():
    """Paper 2.3: style 0.25, face 1.0; the embedded base's own styles state theirs."""
    style = Style(name="plain", base_weights={"pocket": 1.0})
    assert (style.weight("sd15"), style.weight("pocket"), style.face_weight) == (STYLE_WEIGHT, 1.0, 1.0)


def test_shipped_adapters_stay_small():
    """Under 1 MB each, so that dozens fit in the repository."""
    files = list(HERE.glob("pocket/*.safetensors"))
    assert files
    assert max(file.stat().st_size for file in files) < 1_000_000
