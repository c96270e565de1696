"""One style as data (paper 2.6), and how a table of a TOML file becomes one."""

from __future__ import annotations

import dataclasses
import re
import string
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).parent
STYLE_WEIGHT = 0.25  # paper 2.3, order as in the published code
FACE_WEIGHT = 1.0
HUB = "hub:"  # an adapter that is fetched: hub:<component>/<file>, see adapters.toml
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
SUBJECTS = ("man", "woman", "person")
PHOTO, PAINTED, DRAWN = "photo", "painted", "drawn"  # manners
MANNERS = (PHOTO, PAINTED, DRAWN)
#: Families of styles whose pictures are no photos, unless a style says otherwise.
BY_FAMILY = {"drawn": DRAWN, "art": DRAWN}
HEAVIEST = 2.0  # a multiplier beyond this draws noise

Subject = Literal["man", "woman", "person"]


class BadStyleError(ValueError):
    """A table that is no style; the text is one sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Style:
    """One style.

    ``prompt`` describes it for bases with a large vocabulary, ``words`` for the embedded one; neither says who is
    drawn. ``{wear}`` in the prompt is filled in from ``wear`` by how the person is addressed. ``look`` names the
    picture filter (`engine.styles.looks`) that the embedded base's adapter was trained on; a selfie goes through it
    before face fusion, so that a photo's face never sits in a drawing.
    """

    name: str
    titles: dict[str, str] = field(default_factory=dict)  # language -> title
    family: str = "photo"  # a key of families.toml
    prompt: str = ""
    beside: str = ""  # takes its place where a person's own words say the rest; empty: it stays
    wear: dict[str, str] = field(default_factory=dict)  # man, woman, person -> what is worn
    negative: str = ""
    words: str = ""
    manner: str = ""  # photo, painted or drawn; empty: that of the family, see `is_in`
    look: str = ""
    adapters: dict[str, str] = field(default_factory=dict)  # base family or architecture -> LoRA file or hub:...
    trigger: str = ""  # words the adapter was trained with; said only where it is in use
    needs_adapter: bool = False  # True: words alone do not give this style on any base
    style_weight: float = STYLE_WEIGHT
    face_weight: float = FACE_WEIGHT
    base_weights: dict[str, float] = field(default_factory=dict)  # base family -> style weight that differs
    best_on: str = ""  # the family the weights were chosen on
    tags: tuple[str, ...] = ()
    licence: str = "Apache-2.0"  # of these words; adapters from the hub have their own, see adapters.toml
    preview: str = ""  # a picture beside the file
    folder: Path = HERE
    own: bool = False  # the operator's

    def title(self, language: str = "en") -> str:
        """Return the style's name in a language, English where it has none."""
        return self.titles.get(language) or self.titles.get("en") or self.name

    def adapter(self, base: str, architecture: str = "") -> Path | None:
        """Return the LoRA file for a base family, or None where the style is prompt only or must be fetched."""
        name = self.adapter_name(base, architecture)
        return self.folder / name if name and not name.startswith(HUB) else None

    def adapter_name(self, base: str, architecture: str = "") -> str:
        """Return what ``adapters`` says for a family, else for its architecture; empty where it says nothing."""
        return self.adapters.get(base) or self.adapters.get(architecture, "")

    def weight(self, base: str) -> float:
        """Return the style multiplier on a base family."""
        return self.base_weights.get(base, self.style_weight)

    def text(self, subject: Subject, *, with_adapter: bool = False, own: bool = False) -> str:
        """Return the prompt for one kind of person; the adapter's own words come first where it is in use.

        ``own``: the person says in their own words what is to be seen.
        """
        chosen = self.beside if own and self.beside else self.prompt
        said = chosen.format(wear=self.wear.get(subject, self.wear.get("person", "")))
        return ", ".join(part for part in (self.trigger if with_adapter else "", said) if part)

    @property
    def is_in(self) -> str:
        """Return how it is made: ``photo``; ``painted``, with brush strokes over true proportions; ``drawn``.

        Quality words and the negative prompt follow it, and whether a photo's face may be fused in: never into what
        is drawn, and into a painting only with its colours and flatness put back.
        """
        return self.manner or BY_FAMILY.get(self.family, PHOTO)

    @property
    def picture(self) -> Path | None:
        """Return the preview picture, None where there is none."""
        return self.folder / self.preview if self.preview else None


FIELDS = {each.name: each for each in dataclasses.fields(Style)}
COMPUTED = {"name", "folder", "own"}
TABLES = {"titles": str, "wear": str, "adapters": str, "base_weights": float}


def style(name: str, record: dict[str, Any], folder: Path, *, own: bool = False) -> Style:
    """Make a style of one TOML table.

    Raises:
        BadStyleError: a field is unknown, of the wrong kind, or names a file outside ``folder``.
    """
    if not NAME.fullmatch(name):
        raise BadStyleError("a name has small letters, digits and dashes, at most 40")
    if not isinstance(record, dict):
        raise BadStyleError("it is no table")
    if unknown := record.keys() - (FIELDS.keys() - COMPUTED):
        raise BadStyleError(f"{min(unknown)} is no field of a style")
    values = {key: _value(key, value) for key, value in record.items()}
    made = Style(name=name, folder=folder, own=own, **values)
    _check(made)
    return made


def _value(key: str, value: Any) -> Any:
    if key == "tags":
        if isinstance(value, list) and all(isinstance(tag, str) for tag in value):
            return tuple(value)
        raise BadStyleError("tags must be a list of words")
    if key in TABLES:
        wanted = (int, float) if TABLES[key] is float else str
        if isinstance(value, dict) and all(isinstance(inner, wanted) for inner in value.values()):
            return value
        raise BadStyleError(f"{key} must be a table of {'numbers' if TABLES[key] is float else 'texts'}")
    kind = type(FIELDS[key].default)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, kind):
        return value
    raise BadStyleError(f"{key} must be {'a text' if kind is str else 'yes or no' if kind is bool else 'a number'}")


def _check(made: Style) -> None:
    try:
        gaps = {gap for _, gap, _, _ in string.Formatter().parse(made.prompt) if gap is not None}
    except ValueError:
        raise BadStyleError("prompt has a bracket { } that is not closed") from None
    if gaps - {"wear"}:
        raise BadStyleError("the only gap a prompt may have is {wear}")
    if gaps and set(made.wear) != set(SUBJECTS):
        raise BadStyleError("wear must say man, woman and person")
    for weight in (made.style_weight, made.face_weight, *made.base_weights.values()):
        if not 0 <= weight <= HEAVIEST:
            raise BadStyleError(f"a weight lies between 0 and {HEAVIEST:g}")
    if made.manner not in ("", *MANNERS):
        raise BadStyleError(f"manner must be one of {', '.join(MANNERS)}")
    if not (made.prompt or made.words or made.adapters):
        raise BadStyleError("it has neither prompt nor words nor adapters")
    for name in (made.preview, *made.adapters.values()):
        if name.startswith(HUB) and not made.own:
            continue
        if name and not (made.folder / name).resolve().is_relative_to(made.folder.resolve()):
            raise BadStyleError(f"{name} lies outside its folder")
