"""Every sentence a person reads, from the Fluent files in ``locales/``.

A locale file is read at its first use. A key missing in a translation is answered in English and logged; a key missing
in English, or a gap nobody fills, is a mistake of the program and raises `MissingTextError`.
"""

from __future__ import annotations

import logging
from functools import cache, reduce
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

log = logging.getLogger(__name__)
LOCAL = "local"  # the platform whose name is no name
FALLBACK = "en"


class MissingTextError(KeyError):
    """No sentence for a key, or a gap in it without a value."""

    def __init__(self, locale: str, key: str, problems: list[str]) -> None:
        self.locale, self.key, self.problems = locale, key, problems
        super().__init__(f"{locale}: {key}: {'; '.join(problems) or 'no such key'}")


def shipped() -> dict[str, str]:
    """Return locale -> Fluent source of every translation in the package."""
    folder = files("handlers") / "locales"
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {e.name.removesuffix(".ftl"): e.read_text("utf-8") for e in found if e.name.endswith(".ftl")}


class Translator:
    """Turns (locale, key, arguments) into a sentence.

    >>> Translator().say("en", "button-cancel")
    'Cancel'
    """

    def __init__(self, sources: dict[str, str] | None = None) -> None:
        self._sources = shipped() if sources is None else sources
        self._bundle = cache(self._load)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages there are, English first."""
        return (FALLBACK, *(name for name in self._sources if name != FALLBACK))

    def match(self, wanted: str | None) -> str:
        """Return the shipped locale closest to a platform's (``pt-BR`` is answered in ``pt``), else English."""
        for candidate in (
            (wanted or "").replace("_", "-").lower(),
            (wanted or "").replace("_", "-").split("-")[0].lower(),
        ):
            if candidate in self._sources:
                return candidate
        return FALLBACK

    def has(self, key: str, locale: str = FALLBACK) -> bool:
        """Say whether there is a sentence under ``key``."""
        return locale in self._sources and self._bundle(locale).has_message(key)

    def say(self, locale: str, key: str, **arguments: Any) -> str:
        """Return the sentence; raises `MissingTextError` when English has none or a gap stays open."""
        if locale != FALLBACK:
            try:
                return self._format(locale, key, arguments)
            except MissingTextError as missing:
                log.warning("text missing", extra={"locale": locale, "key": missing.key})
        return self._format(FALLBACK, key, arguments)

    def words(self, wanted: str | None) -> Words:
        """Return a speaker for one reader."""
        return Words(self, self.match(wanted))

    def _format(self, locale: str, key: str, arguments: dict[str, Any]) -> str:
        if not self.has(key, locale):
            raise MissingTextError(locale, key, [])
        bundle = self._bundle(locale)
        pattern = bundle.get_message(key).value
        if pattern is None:  # a message of attributes alone says nothing
            raise MissingTextError(locale, key, [])
        text, problems = bundle.format_pattern(pattern, {name: _plain(value) for name, value in arguments.items()})
        if problems:
            raise MissingTextError(locale, key, [str(problem) for problem in problems])
        return str(text)

    def _load(self, locale: str) -> FluentBundle:
        # Isolation marks would break commands in a sentence: "/portrait ⁨cyberpunk⁩" cannot be copied.
        bundle = FluentBundle([locale], use_isolating=False)
        bundle.add_resource(FluentResource(self._sources[locale]))
        return bundle


def _plain(value: Any) -> Any:
    # "Job 12,345" cannot be typed back as a number.
    return fluent_number(value, useGrouping=False) if isinstance(value, (int, float)) else value


class Words:
    """A translator that knows its reader's language; call it with a key."""

    def __init__(self, translator: Translator, locale: str) -> None:
        self.translator, self.locale = translator, locale

    def __call__(self, key: str, **arguments: Any) -> str:
        """Return the sentence under ``key`` with its gaps filled."""
        return self.translator.say(self.locale, key, **arguments)

    def platform(self, name: str) -> str:
        """Return what people call a platform: "Telegram", "the web app"."""
        return self("platform-local") if name == LOCAL else name.capitalize()

    def several(self, names: list[str], joined: str = "list-or") -> str:
        """Return names as one phrase: "a, b or c"."""
        if not names:
            return ""
        *rest, last = names
        if not rest:
            return last
        return self(joined, rest=reduce(lambda one, two: self("list-between", one=one, two=two), rest), last=last)

    def together(self, *sentences: str) -> str:
        """Return sentences as one text; not every language puts a space between them."""
        spoken = [each for each in sentences if each]
        return reduce(lambda one, two: self("list-sentences", one=one, two=two), spoken) if spoken else ""
