"""What a base is told: of a person (paper 2.1.2, table 1), of a style, and of what the picture must not be.

A caption of a training picture says who, and what this picture alone shows. Words for quality stand in prompts only:
in a caption they would be learnt as part of the person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from engine.bases import Family
from engine.faces.attributes import TRIGGER_WORDS
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait.request import plain

TAGS = Path(__file__).parent / "faces" / "tags.toml"

#: First words of what goes on with a sentence about somebody; anything else begins a sentence of its own.
GOES_ON = frozenset(
    {
        "in",
        "as",
        "at",
        "with",
        "on",
        "under",
        "beside",
        "by",
        "lit",
        "looking",
        "wearing",
        "among",
        "outdoors",
        "backlit",
    }
    | {"before", "inside", "sitting", "standing", "holding", "leaning", "riding", "dancing", "surrounded", "smiling"}
)


def subject(family: Family, looks: Looks, trigger: str = "", *, shown: bool = False) -> str:
    """Return how a prompt names the person by table 1, ``a ohwx beautiful woman``; plainly in a small vocabulary.

    ``shown``: the base sees reference photos of them, and nothing was learnt that a trigger could name.
    """
    if shown:
        return f"the same {looks.gender} as in the reference photos"
    band = {"young": "young ", "adult": "", "mature": "mature "}[looks.age_band]
    plain = f"{band}{looks.gender}"
    by_table = TRIGGER_WORDS.get((looks.age_band, looks.gender), plain).removeprefix("a ")
    named = plain if family.small_vocabulary else by_table
    return f"a {trigger} {named}" if trigger else f"a {named}"


def prompt(
    family: Family,
    looks: Looks,
    style: str = "",
    *,
    trigger: bool = True,
    word: str = "",
    manner: str = "photo",
    own: str = "",
    shown: bool = False,
) -> str:
    """Fill in the family's prompt for a manner of style (photo, painted, drawn).

    ``trigger`` False names nobody in particular, ``word`` is another trigger, ``shown`` as in `subject`. Glasses and
    the like are said where the style does not speak of them: they were named in every caption, so they come only where
    they are named again.
    ``own`` are a person's own words, before the style's; a small vocabulary has none of them.
    """
    who = subject(family, looks, (word or family.trigger) if trigger else "", shown=shown)
    own = "" if family.small_vocabulary else _of_nobody(plain(own), {word, family.trigger})
    told = f"{own}, {style}"
    worn = [] if family.small_vocabulary else [tag for tag in looks.tags if tag in lasting() and tag not in told]
    if family.sentences:
        worn, style = [f"with {tag}" for tag in worn], _told(style)
    parts = [part for part in (own, *worn, style) if part]
    return family.manner(manner).prompt.format(subject=who, style=_said(family, parts))


def _said(family: Family, parts: list[str]) -> str:
    """Return parts of a prompt in the family's manner: as tags behind commas, or as sentences.

    >>> _said(klein, ["in a red dress", "cyberpunk city at night"])
    ', in a red dress. Cyberpunk city at night'
    """
    if not family.sentences:
        return "".join(f", {part}" for part in parts)
    return "".join(f", {part}" if _goes_on(part) else f". {part[0].upper()}{part[1:]}" for part in parts)


def _told(style: str) -> str:
    """Return the words of a style as one says them: what only stands in a row is what the picture is ``with``.

    >>> _told("in dark velvet, pale light, gothic castle, night")
    'in dark velvet, with pale light, gothic castle and night'
    """
    first, *rest = [part for part in style.split(", ") if part.strip()] or [""]
    bare = [part for part in rest if not _goes_on(part)]
    row = " and ".join(part for part in (", ".join(bare[:-1]), *bare[-1:]) if part)
    return ", ".join([first, *(part for part in rest if _goes_on(part)), *([f"with {row}"] if row else [])])


def _goes_on(part: str) -> bool:
    return part.split()[0].rstrip(",").casefold() in GOES_ON


def _of_nobody(own: str, triggers: set[str]) -> str:
    """Return a person's words without those that stand for a learnt face."""
    return " ".join(each for each in own.split() if each.strip(",.").casefold() not in triggers)


def caption(family: Family, looks: Looks, tags: Iterable[str] = ()) -> str:
    """Return what a training picture of a person is called: trigger, class, what this photo alone shows."""
    said = "" if family.small_vocabulary else "".join(f", {tag}" for tag in (*tags, family.background) if tag)
    return family.called.format(subject=subject(family, looks, family.trigger), style=said)


def anybody(family: Family, looks: Looks) -> str:
    """Return what a training picture of somebody of that kind is called who is nobody in particular."""
    return family.called.format(subject=subject(family, looks), style="")


def style_caption(family: Family, looks: Looks, words: str) -> str:
    """Return what a picture of a style is called: somebody, and the style's own words."""
    return family.called.format(subject=subject(family, looks), style=f", {words}")


def negative(family: Family, manner: str = "photo", more: str = "") -> str:
    """Return what a picture must not be: the family's words for this manner, and the style's own ``more``."""
    return ", ".join(part for part in (family.manner(manner).negative, more) if part)


@cache
def lasting() -> frozenset[str]:
    """Return the tags that stay with a person from picture to picture."""
    return frozenset(tomllib.loads(TAGS.read_text("utf-8"))["lasting"]["tags"])
