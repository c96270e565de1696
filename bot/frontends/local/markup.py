"""Text as HTML. What a view says has a little markup (`bot.frontends.markup`); what a person typed has none."""

from __future__ import annotations

import html
import re

from bot.frontends.markup import Span, spans
from handlers.catalogue import COMMANDS

_COMMAND = re.compile(r"(?<![\w/.<])/([a-z]+)\b(?![/.]\w)")


def to_html(text: str) -> str:
    """Return safe HTML for a sentence of a view.

    >>> to_html("**Hi** <b> `a**b`")
    '<strong>Hi</strong> &lt;b&gt; <code>a**b</code>'

    A command of the catalogue becomes a button that says it.
    """
    return "".join(_html(span) for span in spans(text))


def escaped(text: str) -> str:
    """Return text as HTML that shows exactly its characters."""
    return html.escape(text, quote=True).replace("\n", "<br>")


def to_plain(text: str) -> str:
    """Return a sentence without its markup, for a terminal or an alternative text."""
    return "".join(span.text for span in spans(text))


def _html(span: Span) -> str:
    tag = "strong" if span.bold else "code" if span.code else ""
    words = _COMMAND.sub(_button, escaped(span.text))
    return f"<{tag}>{words}</{tag}>" if tag else words


def _button(found: re.Match[str]) -> str:
    whole, name = found[0], found[1]
    return f'<button type="button" class="command">{whole}</button>' if name in COMMANDS else whole
