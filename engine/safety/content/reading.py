"""How a text is read: the words in it, whatever letters, gaps and digits they are hidden behind.

``NUDE``, ``n.u.d.e``, ``nuuude``, ``nud3``, ``nｕde``, ``n*de``, ``ɴᴜᴅᴇ`` and a Cyrillic ``е`` at the end are one word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, pairwise

#: Digits and signs that stand for letters inside a word; 1 and ! may be either of two. Cyrillic words have their own.
SIGNS = str.maketrans("0345789@$€|+", "oeastbgaseit")
CYRILLIC_SIGNS = (str.maketrans("03469@$1!", "озчбдасии"), str.maketrans("0346@$1!", "оеабасии"))
SIGN_LETTERS = frozenset("013456789@$€|!")
UPRIGHT = ("i", "l")
#: Letters of other scripts that look like Latin ones, for words that mix scripts.
ALIKE = str.maketrans("авеёкмнорстухіјѕԁαβεικνορτυχпг", "abeekmhopctyxijsdabeiknoptuxnr")
BACK = str.maketrans("abekmhopctyxnr", "авекмнорстухпг")  # and the other way
#: Letters nobody uses here but to hide: small capitals, turned ones, and those of scripts none of the languages has.
ODD: dict[int, int | str] = {
    **str.maketrans(
        "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɐǝɥıɯɹʇʌʍʎɑɡօոսհցłøđħŧƅɗɓƙƞƥƭɛ",
        "abcdefghijklmnoprstuvwyzaehimrtvwyagonuhglodhtbdbknpte",
    ),
    ord("œ"): "oe",
    ord("æ"): "ae",
}
#: Traditional signs that stand in rules, as the simplified ones.
SIMPLE = str.maketrans(
    "體脫內裝殺屍槍兒學處樂蘿陰陽絲網褲著沒穿換變裙襪頭顱斷斬綁頸腦臟殘絞淚滿護證駕駛執偽納黨軍領習門國會員聖總統劉張陳黃趙鄧楊馬馮範鄭韓賴蔡鳳倫傑龍華舊寶貝歲幾嬰豐臀撫摟嬌媽腳趾濕紗膚緊帶繩縛奴虐調",
    "体脱内装杀尸枪儿学处乐萝阴阳丝网裤着没穿换变裙袜头颅断斩绑颈脑脏残绞泪满护证驾驶执伪纳党军领习门国会员圣总统刘张陈黄赵邓杨马冯范郑韩赖蔡凤伦杰龙华旧宝贝岁几婴丰臀抚搂娇妈脚趾湿纱肤紧带绳缚奴虐调",
)
ODD |= SIMPLE
MASK = "*"  # a letter left out on purpose
TOKEN = re.compile(r"(?:[^\W_]|[@$€|!])+(?:\*+(?:[^\W_]|[@$€|!])+)*|[\U0001F300-\U0001FAFF\u2600-\u27BF]")
LATIN, CYRILLIC, GREEK = "LATIN", "CYRILLIC", "GREEK"
CJK = re.compile("[\u3041-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007\u3013\u30fc-\u30ff]+")
DENSE = re.compile("[a-z\u3041-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3005\u3007\u3013\u30fc-\u30ff]+")
ROUND = str.maketrans("○●◯⚪⭕", "〇" * 5)  # how a sign is left out in Japanese and Chinese
#: How old somebody is, in signs: below eighteen becomes one sign, so that rules need not name every number.
YOUNG = "〓"
YEARS = re.compile(r"(?<![\d二三四五六七八九十百])(\d{1,2}|十?[一二三四五六七八九]|十)\s?(?=歳|才|さい|岁|周岁|歲)")
KANJI = "〇一二三四五六七八九"
GROWN_UP = 18
GLUED = re.compile(r"(?<![^\W_])(\d{1,2})(?=yo|yr|year|jahr|jh|лет|год|ans|ano|f\b|m\b)")  # "15yo"
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800")
HIDES = frozenset(("Cf", "Mn", "Me"))
LETTERS_APART = 4  # single letters in a row from which they are one word
LEAST_GLUED, LEAST_PAIR = 4, 6  # letters of a word that stands in pieces with signs between them, with a gap
LEAST_TURNED = 6  # of one that is written backwards
LONGEST = 40  # letters of a word that are looked at
KATAKANA = range(0x30A1, 0x30F7)
TO_HIRAGANA = 0x60


@dataclass(frozen=True, kw_only=True)
class Pieces:
    """How neighbouring words, or one turned round, may be meant together; a match is longer than ``least`` letters."""

    start: int
    end: int
    forms: frozenset[str]
    least: int


@dataclass(frozen=True, kw_only=True)
class Read:
    """A text as it is read.

    ``words``   one set of readings for each word, in their order
    ``pieces``  what else they may be: words in pieces, or written backwards
    ``dense``   what is written without gaps (Chinese, Japanese), all of it together, katakana as hiragana
    ``mixed``   the same with Latin letters between
    """

    words: tuple[frozenset[str], ...]
    pieces: tuple[Pieces, ...]
    dense: str
    mixed: str


def read(text: str) -> Read:
    """Return the words of a text of any length and language."""
    folded = GLUED.sub(r"\1 ", fold(text))
    tokens: list[str] = []
    pieces: list[Pieces] = []
    chunks = [_joined(_tokens(chunk)) for chunk in _chunks(folded)]
    for chunk in chunks:
        if len(chunk) > 1 and len(glued := "".join(chunk)) <= LONGEST:
            pieces.append(_piece(len(tokens), len(tokens) + len(chunk), glued, LEAST_GLUED - 1))
        tokens += chunk
    words = tuple(_readings(token) | _without_ends(token, folded) for token in tokens)
    for at, (left, right) in enumerate(pairwise(tokens)):
        if LEAST_PAIR <= len(left) + len(right) <= LONGEST and left.isalpha() and right.isalpha():
            pieces.append(Pieces(start=at, end=at + 2, forms=frozenset((left + right,)), least=max(5, len(left) + 2)))
    pieces += [
        Pieces(start=at, end=at + 1, forms=frozenset(form[::-1] for form in forms), least=LEAST_TURNED - 1)
        for at, forms in enumerate(words)
        if LEAST_TURNED <= len(tokens[at]) <= LONGEST
    ]
    signs = YEARS.sub(_young, folded).translate(ROUND)
    dense = "".join(CJK.findall(signs))
    return Read(words=words, pieces=tuple(pieces), dense=dense, mixed="".join(DENSE.findall(signs)) if dense else "")


def _chunks(folded: str) -> list[str]:
    """Return what stands between gaps; letters that stand alone, four and more in a row, are together."""
    joined: list[str] = []
    for alone, group in groupby(folded.split(), key=lambda part: sum(map(str.isalnum, part)) <= 1):
        parts = list(group)
        joined += [" ".join(parts)] if alone else parts
    return joined


def _tokens(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if token.strip("!|$€@")]


def _piece(start: int, end: int, glued: str, least: int) -> Pieces:
    return Pieces(start=start, end=end, forms=_readings(glued), least=least)


def _young(found: re.Match[str]) -> str:
    number = found[1]
    if number.isdecimal():
        years = int(number)
    else:
        years = (10 if "十" in number else 0) + (KANJI.index(number[-1]) if number[-1] in KANJI else 0)
    return YOUNG if 0 < years < GROWN_UP else number


def fold(text: str) -> str:
    """Return a text in small letters, without accents, invisible signs and decorative forms; katakana as hiragana."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(ODD)
    return "".join(map(_bare, plain))


@lru_cache(maxsize=20_000)
def _bare(letter: str) -> str:
    if letter in INVISIBLE or letter == "_":
        return " " if letter in "_\u2800" else ""
    if ord(letter) in KATAKANA:
        return chr(ord(letter) - TO_HIRAGANA)
    if 0x1F1E6 <= ord(letter) <= 0x1F1FF:  # letters of flags
        return chr(ord(letter) - 0x1F1E6 + ord("a"))
    if 0x1F3FB <= ord(letter) <= 0x1F3FF or unicodedata.category(letter) in HIDES:
        return ""
    parts = unicodedata.normalize("NFD", letter)
    return parts[0] if len(parts) > 1 and _script(parts[0]) else letter


@cache
def _script(letter: str) -> str:
    """Return the script of a letter: Latin, Cyrillic or Greek; empty for others."""
    name = unicodedata.name(letter, "")
    return next((script for script in (LATIN, CYRILLIC, GREEK) if name.startswith(script)), "")


def _joined(tokens: list[str]) -> list[str]:
    """Return the words; letters that stand alone, four and more in a row, are one, whatever signs are between."""
    joined: list[str] = []
    for alone, group in groupby(tokens, key=lambda token: len(token) == 1 and not CJK.match(token)):
        letters = list(group)
        word = "".join(letter for letter in letters if letter.isalnum()) if alone else ""
        if len(word) >= LETTERS_APART:
            joined += [word, *(sign for sign in letters if not sign.isalnum())]
        else:
            joined += letters
    return joined


def _without_ends(token: str, text: str) -> frozenset[str]:
    """Return letters that were joined without the first and last: either may be a word of its own ("a", "у")."""
    if len(token) <= LETTERS_APART or token in text:
        return frozenset()
    return _readings(token[1:]) | _readings(token[:-1]) | _readings(token[1:-1])


@lru_cache(maxsize=4096)
def _readings(token: str) -> frozenset[str]:
    """Return how a word may be meant: as it stands, with signs as letters, with other letters that look the same."""
    token = token[: LONGEST * 2]
    bare = token.strip("!|$€@")
    if bare.isascii() and bare.isalpha() and not _drawn_out(bare):
        return frozenset((bare,))
    found = {bare}
    if not SIGN_LETTERS.isdisjoint(token) and any(letter.isalpha() for letter in token):
        for upright in UPRIGHT:
            found |= {form.replace("1", upright).replace("!", upright).translate(SIGNS) for form in (bare, token)}
        if any(_script(letter) == CYRILLIC for letter in bare):
            found |= {form.translate(table) for form in (bare, token) for table in CYRILLIC_SIGNS}
    if len({script for form in found for letter in form if (script := _script(letter))}) > 1:
        found |= {form.translate(table) for form in found for table in (ALIKE, BACK)}
    found |= {re.sub(r"(.)\1{2,}", again, form) for form in found for again in (r"\1", r"\1\1")}
    return frozenset(form[:LONGEST] for form in found if form)


def _drawn_out(word: str) -> bool:
    return any(word[at] == word[at + 1] == word[at + 2] for at in range(len(word) - 2))
