"""Text as HTML. What a view says has a little markup (`bot.frontends.spans`); what a person typed has none."""

from __future__ import annotations

import html

from bot.frontends.spans import Span, spans


def to_html(text: str) -> str:
    """Return safe HTML for a sentence of a view.

    >>> to_html("**Hi** <b> `a**b`")
    '<strong>Hi</strong> &lt;b&gt; <code>a**b</code>'
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
    return f"<{tag}>{escaped(span.text)}</{tag}>" if tag else escaped(span.text)
