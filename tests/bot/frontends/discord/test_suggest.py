"""What is offered while a person types."""

from __future__ import annotations

from bot.frontends.discord.suggest import Suggestions
from handlers.text import Translator
from tests.bot.frontends.discord.conftest import Book


def typed(command: str, option: str, text: str) -> dict:
    """Return the raw data of an autocomplete interaction."""
    return {"name": command, "options": [{"name": option, "value": text, "focused": True}]}


async def test_titles_are_in_the_readers_language_and_values_are_not():
    """A person reads "Ölgemälde", the program gets "oil"."""
    suggestions = Suggestions(Translator({"en": "", "de": ""}), Book())
    assert await suggestions.offer(typed("portrait", "style", "öl"), "de") == [("Ölgemälde", "oil")]
    assert await suggestions.offer(typed("portrait", "style", "oil"), "fr") == [("oil", "oil")]


async def test_what_begins_with_the_typed_letters_comes_first():
    """Then the order of the style book."""
    suggestions = Suggestions(Translator({"en": ""}), Book())
    offered = [value for _, value in await suggestions.offer(typed("portrait", "style", "y"), "en")]
    assert offered[:2] == ["cyberpunk", "style-0"]


async def test_languages_are_the_shipped_ones():
    """The second source the catalogue knows."""
    suggestions = Suggestions(Translator({"en": "", "de": ""}))
    assert await suggestions.offer(typed("language", "language", ""), "en") == [("en", "en"), ("de", "de")]


async def test_nothing_is_offered_for_what_has_no_source():
    """An unknown command, or a number."""
    suggestions = Suggestions(Translator({"en": ""}), Book())
    assert await suggestions.offer(typed("nothing", "style", ""), "en") == []
    assert await suggestions.offer(typed("portrait", "count", ""), "en") == []
