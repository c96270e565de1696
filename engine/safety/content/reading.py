"""How a text is read: the words in it, whatever letters, gaps and digits they are hidden behind.

``NUDE``, ``n.u.d.e``, ``nuuude``, ``nud3``, ``nｕde`` and a Cyrillic ``е`` at the end are one word here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

#: Digits and signs that stand for letters inside a word; 1 and ! may be either of two.
SIGNS = str.maketrans("0345789@$€|", "oeastbgasei")
UPRIGHT = ("i", "l")
#: Letters of other scripts that look like Latin ones, for words that mix scripts.
ALIKE = str.maketrans("авеёкмнорстухіјѕԁαβεικνορτυχ", "abeekmhopctyxijsdabeiknoptux")
BACK = str.maketrans("abekmhopctyx", "авекмнорстух")  # and the other way
TOKEN = re.compile(r"[\w@$€|!]+")
LATIN, CYRILLIC, GREEK = "LATIN", "CYRILLIC", "GREEK"
CJK = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u30fc]+")
LETTERS_APART = 4  # single letters in a row from which they are one word
KATAKANA = range(0x30A1, 0x30F7)
TO_HIRAGANA = 0x60


@dataclass(frozen=True, kw_only=True)
class Read:
    """A text as it is read.

    ``words``  one set of readings for each word, in their order
    ``dense``  what is written without gaps (Chinese, Japanese), all of it together, katakana as hiragana
    """

    words: tuple[frozenset[str], ...]
    dense: str


def read(text: str) -> Read:
    """Return the words of a text of any length and language."""
    folded = fold(text)
    tokens = [token for token in TOKEN.findall(folded) if token.strip("!|$€@_")]
    words = [_readings(token) | _without_ends(token, tokens) for token in _joined(tokens)]
    return Read(words=tuple(words), dense="".join(CJK.findall(folded)))


def fold(text: str) -> str:
    """Return a text in small letters, without accents, invisible signs and decorative forms; katakana as hiragana."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = (_bare(letter) for letter in plain if unicodedata.category(letter) != "Cf")
    return "".join(kept)


def _bare(letter: str) -> str:
    if ord(letter) in KATAKANA:
        return chr(ord(letter) - TO_HIRAGANA)
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and _script(parts[0]) else ("" if unicodedata.combining(letter) else letter)


def _script(letter: str) -> str:
    """Return the script of a letter: Latin, Cyrillic or Greek; empty for others."""
    name = unicodedata.name(letter, "")
    return next((script for script in (LATIN, CYRILLIC, GREEK) if name.startswith(script)), "")


def _joined(tokens: list[str]) -> list[str]:
    """Return the words; letters that stand alone, four and more in a row, are one."""
    joined: list[str] = []
    for alone, group in groupby(tokens, key=lambda token: len(token) == 1 and not CJK.match(token)):
        letters = list(group)
        joined += ["".join(letters)] if alone and len(letters) >= LETTERS_APART else letters
    return joined


def _without_ends(token: str, tokens: list[str]) -> frozenset[str]:
    """Return letters that were joined without the first and last: either may be a word of its own ("a", "у")."""
    if len(token) <= LETTERS_APART or token in tokens:
        return frozenset()
    return _readings(token[1:]) | _readings(token[:-1]) | _readings(token[1:-1])


def _readings(token: str) -> frozenset[str]:
    """Return how a word may be meant: as it stands, with signs as letters, with other letters that look the same."""
    bare = token.strip("!|$€@_")
    found = {bare}
    if any(sign in "01345789@$€|!" for sign in token) and any(letter.isalpha() for letter in token):
        for upright in UPRIGHT:
            found |= {form.replace("1", upright).replace("!", upright).translate(SIGNS) for form in (bare, token)}
    if len({script for letter in bare if (script := _script(letter))}) > 1:
        found |= {form.translate(table) for form in found for table in (ALIKE, BACK)}
    found |= {re.sub(r"(.)\1{2,}", again, form) for form in found for again in (r"\1", r"\1\1")}
    return frozenset(form for form in found if form)
