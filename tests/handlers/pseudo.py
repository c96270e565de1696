"""A language nobody speaks: every letter of English is replaced, gaps and commands are not.

Whatever still reads as English in a conversation held in it was written into the code instead of the locale file.
"""

from __future__ import annotations

import re

import fluent.syntax.ast as ftl
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.visitor import Transformer

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ODD = "åƀçđéƒğħíĵķłɱñöþǫřšţûṽŵẋýžÅƁÇĐÉƑĞĦÍĴĶŁṀÑÖÞǪŘŠŢÛṼŴẊÝŽ"
KEPT = re.compile(r"(/[a-z]+|`[^`]*`)")  # commands, and what is to be typed as it stands


class _Odd(Transformer):
    def visit_TextElement(self, node: ftl.TextElement) -> ftl.TextElement:
        parts = KEPT.split(node.value)
        table = str.maketrans(PLAIN, ODD)
        node.value = "".join(part if KEPT.fullmatch(part) else part.translate(table) for part in parts)
        return node


def pseudo(source: str) -> str:
    """Return a Fluent source with every text made odd."""
    tree = FluentParser(with_spans=False).parse(source)
    return FluentSerializer().serialize(_Odd().visit(tree))
