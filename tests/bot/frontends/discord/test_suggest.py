"""What is offered while a person types."""

from __future__ import annotations

from bot.frontends.discord.people import Nobody
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


class Several(Nobody):
    """Somebody with a job of several kinds, one of them of a release to come."""

    async def jobs(self, user: str) -> list[tuple[int, str, str]]:
        """Return (number, kind, style)."""
        return [(5, "hologram", ""), (4, "portrait", "oil"), (3, "portrait", ""), (2, "talk", ""), (1, "enrol", "")]


async def test_a_job_is_named_by_what_its_kind_says_of_itself():
    """A list of "a job" helps nobody to choose; only what has no words of its own is called that."""
    suggestions = Suggestions(Translator(), Book(), Several())
    offered = [shown for shown, _ in await suggestions.offer(typed("show", "job", ""), "de", "ann")]
    say = Translator().words("de")
    words = [say("what-other"), "oil", say("what-other"), say("what-talk"), say("what-enrol")]
    assert offered == [f"{number} · {what}" for number, what in zip((5, 4, 3, 2, 1), words, strict=True)]


async def test_a_style_an_admin_took_out_is_offered_to_admins_alone():
    """They put it back with the same argument."""

    class Without(Nobody):
        async def hidden(self):
            return frozenset({"oil"})

    suggestions = Suggestions(Translator({"en": ""}), Book(), Without())
    assert await suggestions.offer(typed("portrait", "style", "oil"), "en") == []
    assert await suggestions.offer(typed("setstyle", "style", "oil"), "en") == [("oil", "oil")]
