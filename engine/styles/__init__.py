"""Styles as data (paper 2.6): one record each, shipped in ``styles.toml`` or dropped into the operator's folder.

Nothing heavy is imported here: the bot process lists and searches styles with it.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
STYLE_WEIGHT = 0.25  # paper 2.3, order as in the published code
FACE_WEIGHT = 1.0


@dataclass(frozen=True, kw_only=True)
class Style:
    """One style.

    ``prompt`` describes it for bases with a large vocabulary, ``words`` for the embedded one. ``look`` names the
    picture filter (`engine.styles.looks`) that the embedded base's adapter was trained on; a selfie goes through it
    before face fusion, so that a photo's face never sits in a drawing.
    """

    name: str
    titles: dict[str, str] = field(default_factory=dict)  # language -> title
    family: str = "photo"  # photo, drawn, film, light
    prompt: str = ""
    words: str = ""
    look: str = ""
    adapters: dict[str, str] = field(default_factory=dict)  # base family -> LoRA file or ModelScope id
    style_weight: float = STYLE_WEIGHT
    face_weight: float = FACE_WEIGHT
    base_weights: dict[str, float] = field(default_factory=dict)  # base family -> style weight that differs
    tags: tuple[str, ...] = ()
    folder: Path = HERE

    def title(self, language: str = "en") -> str:
        """Return the style's name in a language, English where it has none."""
        return self.titles.get(language) or self.titles.get("en") or self.name

    def adapter(self, base: str) -> Path | None:
        """Return the LoRA file for a base family, or None where the style is prompt only."""
        name = self.adapters.get(base)
        return self.folder / name if name else None

    def weight(self, base: str) -> float:
        """Return the style multiplier on a base family."""
        return self.base_weights.get(base, self.style_weight)


class StyleBook:
    """All styles: the shipped ones, then the operator's (which may replace one of the same name).

    The operator's folder is looked at again whenever it changed, so a dropped file is a style without a restart.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._stamp: tuple[float, ...] | None = None
        self._styles: dict[str, Style] = {}

    def all(self) -> dict[str, Style]:
        """Return every style by name."""
        files = [HERE / "styles.toml"]
        if self._own and self._own.is_dir():
            files += sorted(self._own.glob("*.toml"))
        stamp = tuple(file.stat().st_mtime for file in files)
        if stamp != self._stamp:
            self._styles = {name: style for file in files for name, style in _read(file).items()}
            self._stamp = stamp
        return self._styles

    def names(self) -> list[str]:
        """Return the names in the files' order."""
        return list(self.all())

    def get(self, name: str) -> Style | None:
        """Return a style by name or by a title in any language; case, spaces and dashes do not matter."""
        wanted = _plain(name)
        for style in self.all().values():
            if wanted in {_plain(style.name), *(_plain(title) for title in style.titles.values())}:
                return style
        return None

    def closest(self, name: str, count: int = 3) -> list[str]:
        """Return up to ``count`` existing names that look most like ``name``."""
        plain = {_plain(known): known for known in self.all()}
        near = difflib.get_close_matches(_plain(name), plain, n=count, cutoff=0.3)
        return [plain[match] for match in near] or list(plain.values())[:count]

    def info(self, name: str, language: str = "en") -> dict[str, object]:
        """Return what a list shows of a style: title, family, tags."""
        style = self.all()[name]
        return {"name": name, "title": style.title(language), "family": style.family, "tags": list(style.tags)}


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _read(file: Path) -> dict[str, Style]:
    with file.open("rb") as opened:
        records = tomllib.load(opened)
    return {
        name: Style(name=name, folder=file.parent, **{**record, "tags": tuple(record.get("tags", ()))})
        for name, record in records.items()
    }
