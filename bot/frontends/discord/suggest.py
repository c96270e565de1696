"""What Discord offers while a person types an argument."""

from __future__ import annotations

from typing import Any

from handlers.catalogue import COMMANDS
from handlers.context import StyleBook
from handlers.text import Translator

MOST = 25


class Suggestions:
    """Completes arguments whose values the catalogue takes from a source: ``styles`` or ``locales``."""

    def __init__(self, translator: Translator, styles: StyleBook | None = None) -> None:
        self._translator, self._styles = translator, styles

    def offer(self, data: dict[str, Any], locale: str) -> list[tuple[str, str]]:
        """Return up to 25 (shown, value) pairs for the argument being typed; ``data`` is the raw interaction data."""
        typed = next((o for o in data.get("options", []) if o.get("focused")), None)
        entry = COMMANDS.get(data.get("name", ""))
        if typed is None or entry is None:
            return []
        source = next((p.choices for p in entry.parameters if p.name == typed["name"]), "")
        wanted = str(typed.get("value", "")).casefold()
        pairs = self._pairs(source, locale) if isinstance(source, str) else []
        hits = [pair for pair in pairs if wanted in pair[0].casefold() or wanted in pair[1].casefold()]
        # What begins with the typed letters comes first; otherwise the order of the style book stays.
        hits.sort(key=lambda pair: not pair[0].casefold().startswith(wanted))
        return hits[:MOST]

    def _pairs(self, source: str, locale: str) -> list[tuple[str, str]]:
        if source == "locales":
            return [(name, name) for name in self._translator.locales]
        if source == "styles" and self._styles is not None:
            book, language = self._styles, self._translator.match(locale)
            return [(str(book.info(name, language)["title"])[:100], name) for name in book.names()]
        return []
