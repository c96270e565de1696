"""All styles: the shipped ones and the operator's folder, which is looked at again whenever something in it changed."""

from __future__ import annotations

import difflib
import logging
import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from engine import bases
from engine.bases import Family
from engine.errors import BadAdapterError
from engine.styles import adapter_file
from engine.styles.canvas import canvases
from engine.styles.style import HERE, HUB, BadStyleError, Style, style

log = logging.getLogger(__name__)
ADAPTERS = HERE / "adapters.toml"
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")  # how a preview begins
PREVIEW_BYTES = 2_000_000
#: What is wrong with an adapter, for the operator.
REASONS = {
    "missing": "is not there",
    "not-safetensors": "is no safetensors file",
    "truncated": "is not complete; if it is being copied, it will be looked at again when that is done",
    "unsupported": "is a kind of adapter this program cannot use (OFT, or LoCon, LoHa or LoKr with a third matrix)",
    "dora": "is a DoRA over columns, or of some layers only, which cannot be used here: its maker can save it plain",
    "no-adapter": "holds no LoRA",
    "rank-zero": "has layers of rank 0: it is empty there, and its maker must save it again",
    "not-finite": "holds numbers that are none (NaN or infinity) and would draw black pictures",
    "unknown-keys": "holds tensors beside its layers (an embedding or a norm) that this program cannot use",
    "other-base": "was made for another base",
}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in the operator's folder that is no style, and why: one sentence."""

    file: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Whether a style can be had here, and with what. ``how`` is the command that changes it, or empty."""

    drawable: bool
    adapter: bool = False  # the adapter is there and will be used
    canvas: bool = False  # the person's own photo is put into it, unless the base is asked to draw
    drawn: bool = True  # the base can draw it too
    how: str = ""


class StyleBook:
    """Every style there is; the operator's may replace a shipped one of the same name.

    With a ``family`` (the base in use) and the ``weights`` folder, `names` and `closest` tell only what that base can
    draw; `all` and `get` know the others too. A file that cannot be used changes nothing: it becomes a `Problem`.
    """

    def __init__(self, own: Path | None = None, *, family: Family | None = None, weights: Path | None = None) -> None:
        self._own, self._family, self._weights = own, family, weights
        self._stamp: object = None
        self._styles: dict[str, Style] = {}
        self._problems: tuple[Problem, ...] = ()

    def all(self) -> dict[str, Style]:
        """Return every style by name."""
        stamp = _stamp(self._own)
        if stamp != self._stamp:
            own, problems = _read_own(self._own)
            for problem in set(problems) - set(self._problems):
                log.warning("style file %s: %s", problem.file, problem.sentence)
            self._styles, self._problems, self._stamp = {**shipped(), **own}, tuple(problems), stamp
        return self._styles

    def problems(self) -> tuple[Problem, ...]:
        """Return what lies in the operator's folder and is no style."""
        self.all()
        return self._problems

    def names(self) -> list[str]:
        """Return the names of the styles that can be drawn, in the files' order."""
        return [name for name in self.all() if self.usable(name)]

    def others(self) -> list[str]:
        """Return the names of the styles the base in use cannot draw."""
        return [name for name in self.all() if not self.usable(name)]

    def usable(self, name: str) -> bool:
        """Say whether the base in use can draw a style; True for all where no base is known."""
        return self._family is None or self.standing(name).drawable

    def standing(self, name: str) -> Standing:
        """Return how a style stands on the base in use; raises `KeyError` for a name that does not exist."""
        if self._family is None:
            return Standing(drawable=True)
        return standing(self.all()[name], self._family, self._weights)

    def get(self, name: str) -> Style | None:
        """Return a style by name or by a title in any language; case, spaces and dashes do not matter."""
        wanted = _plain(name)
        for made in self.all().values():
            if wanted in {_plain(made.name), *(_plain(title) for title in made.titles.values())}:
                return made
        return None

    def closest(self, name: str, count: int = 3) -> list[str]:
        """Return up to ``count`` drawable names that look most like ``name``."""
        plain = {_plain(known): known for known in self.names()}
        near = difflib.get_close_matches(_plain(name), plain, n=count, cutoff=0.3)
        return [plain[match] for match in near] or list(plain.values())[:count]

    def info(self, name: str, language: str = "en") -> dict[str, object]:
        """Return what a list shows of a style: title, family and its title, tags, preview picture or None.

        The shipped previews are canvases of synthetic people, and are shown where the embedded base draws.
        """
        made = self.all()[name]
        fits = made.own or self._family is None or self._family.small_vocabulary
        return {
            "name": name,
            "title": made.title(language),
            "family": made.family,
            "family_title": family_title(made.family, language),
            "tags": list(made.tags),
            "preview": made.picture if fits else None,
        }

    def families(self, language: str = "en") -> list[tuple[str, str, int]]:
        """Return (family, its title, number of drawable styles), in the order of ``families.toml``."""
        counts = Counter(self.all()[name].family for name in self.names())
        order = [*family_titles(), *sorted(counts.keys() - family_titles().keys())]
        return [(name, family_title(name, language), counts[name]) for name in order if counts[name]]


@cache
def shipped() -> dict[str, Style]:
    """Return the shipped styles: those of the embedded base first."""
    files = [HERE / "styles.toml", *sorted((HERE / "catalogue").glob("*.toml"))]
    return {name: style(name, record, HERE) for file in files for name, record in _table(file).items()}


@cache
def family_titles() -> dict[str, dict[str, str]]:
    """Return family -> language -> title."""
    return _table(HERE / "families.toml")


def family_title(family: str, language: str) -> str:
    """Return the title of a family of styles, its key where it has none."""
    titles = family_titles().get(family, {})
    return titles.get(language) or titles.get("en") or family


def hub_file(made: Style, family: Family) -> tuple[str, str] | None:
    """Return (component of adapters.toml, file) of a style's fetched adapter on a base, None where it has none."""
    name = made.adapter_name(family.name, family.architecture)
    if not name.startswith(HUB):
        return None
    component, _, file = name.removeprefix(HUB).partition("/")
    return component, file


def standing(made: Style, family: Family, weights: Path | None) -> Standing:
    """Say whether ``family`` can draw a style, by the data of both.

    A base with a small vocabulary needs an adapter or words it knows; the others understand any prompt, and draw from
    words alone while an adapter has not been fetched, unless the style says that words are not enough. What a small
    base cannot draw can still be had where the person's own photo can be put into it.
    """
    known = _drawn(made, family, weights)
    if family.small_vocabulary and not made.own and made.name in canvases():
        how = "" if known.drawable else known.how
        return replace(known, drawable=True, canvas=True, drawn=known.drawable, how=how)
    return known


def _drawn(made: Style, family: Family, weights: Path | None) -> Standing:
    """Say whether ``family`` itself draws a style."""
    fetched = hub_file(made, family)
    file = made.adapter(family.name, family.architecture)
    there = bool(file and file.is_file()) or bool(weights and fetched and (weights / fetched[0] / fetched[1]).is_file())
    how = f"python -m bot styles fetch {made.name}" if fetched and not there else ""
    if there:
        return Standing(drawable=True, adapter=True)
    drawable = bool(made.words if family.small_vocabulary else made.prompt) and not made.needs_adapter
    if family.small_vocabulary:
        how = how or _larger(made)
    return Standing(drawable=drawable, drawn=drawable, how=how)


def _larger(made: Style) -> str:
    return f"python -m bot weights fetch base-{made.best_on or 'sd15'}"


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _table(file: Path) -> dict[str, Any]:
    with file.open("rb") as opened:
        return tomllib.load(opened)


def _stamp(own: Path | None) -> object:
    """Return something that differs whenever a file of the operator's folder does."""
    if own is None or not own.is_dir():
        return ()
    found = []
    for file in sorted(own.iterdir()):
        state = file.stat() if file.exists() else None  # a link that leads nowhere
        found.append((file.name, state and (state.st_mtime_ns, state.st_size)))
    return tuple(found)


def _read_own(own: Path | None) -> tuple[dict[str, Style], list[Problem]]:
    styles: dict[str, Style] = {}
    problems: list[Problem] = []
    for file in sorted(own.glob("*.toml")) if own and own.is_dir() else ():
        try:
            records = _table(file)
        except (OSError, ValueError) as error:
            problems.append(Problem(file=file.name, sentence=f"it cannot be read: {error}"))
            continue
        for name, record in records.items():
            try:
                made = _with_adapters_checked(style(name, record, file.parent, own=True))
            except BadStyleError as error:
                problems.append(Problem(file=file.name, sentence=f"[{name}] is left out: {error}"))
                continue
            if made.picture and not _is_picture(made.picture):
                problems.append(Problem(file=file.name, sentence=f"[{name}]: {made.preview} is no JPEG or PNG picture"))
                made = replace(made, preview="")
            styles[name] = made
    return styles, problems


def _is_picture(file: Path) -> bool:
    """Say whether a file begins as a JPEG or a PNG of a size that can be shown in a list."""
    try:
        with file.open("rb") as opened:
            return opened.read(8).startswith(PICTURES) and file.stat().st_size <= PREVIEW_BYTES
    except OSError:
        return False


def _with_adapters_checked(made: Style) -> Style:
    """Look into every file an own style names; ``auto`` becomes the architecture the file was made for."""
    widths = {family.cross_width: family.architecture for family in bases.families().values()}
    adapters = {}
    for base, name in made.adapters.items():
        if base != "auto" and base not in bases.families() and base not in widths.values():
            raise BadStyleError(f"{base} is no base: {', '.join(bases.families())}")
        try:
            seen = adapter_file.read(made.folder / name)
        except BadAdapterError as error:
            raise BadStyleError(f"{name} {REASONS[error.data['reason']]}") from None
        if seen.foreign:
            raise BadStyleError(f"{name} was made for {seen.foreign}, which this program does not draw with")
        if not adapter_file.finite(made.folder / name):
            raise BadStyleError(f"{name} {REASONS['not-finite']}")
        found = seen.flow or widths.get(seen.cross_width or 0, "")
        if base == "auto" and not found:
            raise BadStyleError(f"{name} does not tell its base: write one of {', '.join(bases.families())} for auto")
        known = bases.families().get(base)
        if base != "auto" and found and found != (known.architecture if known else base):
            raise BadStyleError(f"{name} was made for {found}, not for {base}")
        adapters[found if base == "auto" else base] = name
    return replace(made, adapters=adapters)
