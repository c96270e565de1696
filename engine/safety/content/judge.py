"""Whether a text may be drawn by or said: the rules of all languages, exact and with one slip of the pen."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from engine.errors import ContentRefusedError
from engine.safety.content.matching import Found, found
from engine.safety.content.reading import GROWN_UP, fold, read
from engine.safety.content.rules import Rules, shipped

Use = Literal["draw", "speak"]
DRAW: Use = "draw"
SPEAK: Use = "speak"
#: A number of years and how eight languages say that somebody is so old.
AGED = re.compile(
    r"(?<!\d)(\d{1,2})\s*[- ]?\s*(?:y\.?\s*o\b|years?[- ]old|year[- ]olds|jahre? alt|jahrig|anos de edad|anos de idade|"
    r"ans\b|anos\b|лет\b|летн|год[а]?\b|歳|才|さい|岁|歲)"
)
#: The same with the number in letters, from five to seventeen.
AGED_IN_LETTERS = re.compile(
    r"\b(?:(?:f(?:our|if|ive)|six|seven|eight?|nine|ten|eleven|twelve|thir|fourteen|fif|sixteen|seventeen)(?:teen)?"
    r"\s*[- ]?\s*year|(?:funf|sechs|sieben|acht|neun|zehn|elf|zwolf|dreizehn|vierzehn|funfzehn|sechzehn|siebzehn)"
    r"\s?(?:jahrig|jahre alt)|(?:cinco|seis|siete|sete|ocho|oito|nueve|nove|diez|dez|once|onze|doce|doze|trece|treze|"
    r"catorce|catorze|quince|quinze|dieciseis|dezesseis|diecisiete|dezessete) anos|(?:cinq|six|sept|huit|neuf|dix|onze|"
    r"douze|treize|quatorze|quinze|seize|dix[ -]sept) ans\b|(?:пяти|шести|семи|восьми|девяти|десяти|одиннадцати|"
    r"двенадцати|тринадцати|четырнадцати|пятнадцати|шестнадцати|семнадцати)\s?лет)|"
    r"(?<![二三四五六七八九十])(?:十[一二三四五六七]?|[五六七八九])\s?[歳才岁歲]"
)


class Category(StrEnum):
    """Why a text is refused; each has a sentence of its own (``content-<value>``)."""

    SEXUAL = "sexual"
    MINORS = "minors"
    VIOLENCE = "violence"
    FIGURES = "figures"
    HATE = "hate"
    DOCUMENTS = "documents"
    OPERATOR = "operator"


#: In this order: what is worst is the answer.
ORDER = (
    Category.MINORS,
    Category.HATE,
    Category.SEXUAL,
    Category.VIOLENCE,
    Category.FIGURES,
    Category.DOCUMENTS,
    Category.OPERATOR,
)


def require(text: str, use: Use, language: str = "", own: Rules | None = None) -> None:
    """Raise `ContentRefusedError` for a text that is refused; see `judged`."""
    if (category := judged(text, use, language, own)) is not None:
        raise ContentRefusedError(str(category))


def judged(text: str, use: Use, language: str = "", own: Rules | None = None) -> Category | None:
    """Return why ``text`` is refused, None for what may pass.

    ``use`` is what becomes of it, ``language`` the person's (``de``), ``own`` the operator's rules beside the shipped.
    """
    if not text.strip():
        return None
    books = (*shipped(), own) if own is not None else shipped()
    holds = found(read(text), books)
    return next((each for each in ORDER if _refused(holds, each, use, language, text)), None)


def _refused(holds: Found, category: Category, use: Use, language: str, text: str) -> bool:
    if _named(holds, category, use, language):
        return True
    if category == Category.MINORS:
        mild = use == DRAW and holds.any(Category.SEXUAL, ("mild",))
        if (mild or _named(holds, Category.SEXUAL, use, language)) and (
            holds.any(category, ("people",)) or _aged(text)
        ):
            return True
    if category in (Category.MINORS, Category.VIOLENCE) and use == DRAW:
        return holds.beside(category, "acts", "persons")
    return category == Category.FIGURES and use == SPEAK and holds.claims(category, "claims", "draw")


def _named(holds: Found, category: Category, use: Use, language: str) -> bool:
    if holds.any(category, ("both", use)):
        return True
    return use == DRAW and (holds.any(category, ("here",), language) or holds.paired(category))


def _aged(text: str) -> bool:
    folded = fold(text)
    return any(int(years) < GROWN_UP for years in AGED.findall(folded)) or bool(AGED_IN_LETTERS.search(folded))
