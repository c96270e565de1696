from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.frontends.local import words as module
from bot.frontends.local.words import preferred, words
from handlers.text import Translator

FOLDER = Path(module.__file__).parent / "locales"
LOCALES = sorted(file.stem for file in FOLDER.glob("*.ftl"))


def sentences(locale):
    lines = (FOLDER / f"{locale}.ftl").read_text("utf-8").splitlines()
    return {
        key.strip(): set(re.findall(r"\$(\w+)", text))
        for key, _, text in (line.partition("=") for line in lines if "=" in line)
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_every_sentence_with_the_same_gaps(locale):
    """A page half in English looks broken."""
    assert sentences(locale) == sentences("en")


BY_NAME = ("step-", "place-", "gallery-", "me-", "set-", "choice-")  # said by the name of what is shown


def test_the_page_has_no_sentence_nobody_says():
    """Dead sentences cost every translator time."""
    files = [*FOLDER.parent.glob("*.py"), *FOLDER.parent.glob("templates/*.html")]
    code = "".join(file.read_text("utf-8") for file in files).replace("'", '"')
    unused = [key for key in sentences("en") if f'"{key}"' not in code and not key.startswith(BY_NAME)]
    assert unused == []


def test_the_page_speaks_every_language_the_bot_speaks():
    """The answer and the button beside it are in one language."""
    assert set(Translator().locales) <= set(LOCALES)


def test_the_first_language_we_have_wins():
    """A reader of Czech and Chinese gets Chinese, one of Czech alone gets English."""
    assert words("cs, zh-TW;q=0.8, en;q=0.5").locale == "zh"
    assert words("cs").locale == "en"
    assert words(None).locale == "en"
    assert words("en-GB, zh;q=0.9").locale == "en"


def test_a_strange_header_is_no_error():
    """Browsers and scanners send anything."""
    assert preferred("de;q=abc, *, ,fr;q=0.9") == ["de", "fr"]
    assert preferred("de;q=¹, fr;q=²") == ["de", "fr"]
