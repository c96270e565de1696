"""One word for one thing, in every language."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import bot.frontends.local
from handlers.text import shipped

GLOSSARY = tomllib.loads(Path(__file__).with_name("glossary.toml").read_text("utf-8"))
WORDS, FORBIDDEN, EXCEPT = GLOSSARY["words"], GLOSSARY["forbidden"], GLOSSARY["except"]
PAGES = Path(bot.frontends.local.__file__).parent / "locales"
ENTRY = re.compile(r"^([a-z][a-z0-9-]*) = ?(.*(?:\n[ }].*)*)", re.MULTILINE)


def sentences(source: str) -> dict[str, str]:
    """Return key -> what people read of it; the names of gaps and of selectors are ours and left out."""
    unnamed = r"\{ ?\$[a-z-]+ (?:->|\})|\[[a-z0-9-]+\]"
    return {key: re.sub(unnamed, "", text) for key, text in ENTRY.findall(source)}


def slips(language: str, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return (key, pattern) for every forbidden word that is said."""
    return [
        (key, pattern)
        for key, text in texts.items()
        if key not in EXCEPT
        for pattern in FORBIDDEN[language]
        if re.search(pattern, text, re.IGNORECASE)
    ]


def without_the_word(language: str, texts: dict[str, str]) -> list[tuple[str, str]]:
    """Return (key, term) for every sentence that calls a thing otherwise than the glossary."""
    return [
        (key, term)
        for term, entry in WORDS.items()
        for key in entry["keys"]
        if entry[language].lower() not in texts[key].lower()
    ]


@pytest.mark.parametrize("language", sorted(shipped()))
def test_no_sentence_says_a_forbidden_word(language):
    """Literal translations mislead: a consent that is none, a code that "becomes you", pictures called luck."""
    page = (PAGES / f"{language}.ftl").read_text("utf-8")
    assert slips(language, sentences(shipped()[language])) == []
    assert slips(language, sentences(page)) == []


@pytest.mark.parametrize("language", sorted(shipped()))
def test_a_thing_has_one_name(language):
    """Whoever read "link code" once looks for these words again."""
    assert without_the_word(language, sentences(shipped()[language])) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Draw the last one again, with new luck"),
        ("de", "{ $percent } % wie du"),
        ("es", "Deseos guardados con un nombre"),
        ("fr", "Souhaits enregistrés sous un nom"),
        ("ja", "似ている度 { $percent } %"),
        ("pt", "Desenhar-me em um estilo"),
        ("ru", "Пожелания, сохранённые под именем"),
        ("zh", "以名字保存的心愿"),
    ],
)
def test_what_was_said_before_would_be_found(language, said):
    """The control: the sentences that people stumbled over, planted again."""
    planted = sentences(f"help-again = {said}\nhelp-help = {{ $luck }}\n")
    assert {key for key, _ in slips(language, planted)} == {"help-again"}
    ours = sentences(shipped()[language]) | {"link-code": "…"}
    assert without_the_word(language, ours) == [("link-code", "link-code")]


def test_the_glossary_speaks_every_language():
    """A term that is missing in one language is kept in none."""
    assert set(FORBIDDEN) == set(shipped())
    assert {term for term, entry in WORDS.items() if set(entry) != {"keys", *shipped()}} == set()
