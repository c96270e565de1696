"""All scenes there are: packaged panoramas, drawn backdrops, and what an operator put into a folder."""

from __future__ import annotations

import logging
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from engine.canvas import backdrops, panorama
from engine.canvas.scenes.made import from_panorama, from_picture
from engine.canvas.types import Scene
from engine.errors import BadPhotoError
from engine.faces import images

log = logging.getLogger(__name__)
LANGUAGES = ("en", "de", "es", "fr", "ja", "pt", "ru", "zh")
#: Backdrops that stand right behind a person and take their shadow, 0..1.
WALLS = {"paper": 0.45, "two_tone": 0.3, "mottled": 0.4, "wall_of_blinds": 0.7, "window": 0.4, "curtain": 0.5,
         "plaster": 0.8, "brick": 0.8, "chalkboard": 0.7, "graffiti": 0.7}  # fmt: skip
#: Backdrops with something to read on them.
WORDS = ("chalkboard", "graffiti")
KEYS = {"title", "titles", "panorama", "picture", "turn", "blur", "exposure", "colour"}
NUMBERS = {"turn": (-360.0, 360.0), "blur": (0.0, 1.0), "exposure": (-4.0, 4.0), "colour": (0.0, 1.0)}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something in the operator's folder that is no scene, and why: one sentence."""

    file: str
    sentence: str


class BadSceneError(ValueError):
    """A file of the operator's that is no scene; the text is one sentence."""


class SceneBook:
    """Every scene by kind and name.

    ``own`` is the operator's folder, ``weights`` the folder the packaged panoramas lie in.
    """

    def __init__(self, own: Path | None = None, *, weights: Path) -> None:
        self._own, self._weights = own, weights
        self._stamp: object = None
        self._tables: dict[str, dict[str, Any]] = {}
        self._problems: tuple[Problem, ...] = ()

    def names(self) -> dict[str, tuple[str, ...]]:
        """Return the names of all scenes: kind (panorama, backdrop, own) -> names."""
        self._read()
        return {"panorama": panorama.NAMES, "backdrop": tuple(backdrops.BACKDROPS), "own": tuple(self._tables)}

    def problems(self) -> tuple[Problem, ...]:
        """Return what lies in the operator's folder and is no scene."""
        self._read()
        return self._problems

    def has(self, kind: str, name: str) -> bool:
        """Say whether a scene can be had now: a packaged panorama only after it was fetched."""
        if name not in self.names().get(kind, ()):
            return False
        return kind != "panorama" or panorama.present(self._weights)

    def scene(self, kind: str, name: str, *, fov: float = 32.0, **parameters: Any) -> Scene:
        """Return a scene; ``parameters`` are those of its kind, ``fov`` the angle a panorama is seen in, degrees.

        Raises KeyError for no such name, WeightMissingError where the packaged panoramas were not fetched.
        """
        match kind:
            case "panorama":
                return from_panorama(name, panorama.load(self._weights, name), fov=fov, **parameters)
            case "backdrop":
                made = backdrops.scene(name, **parameters)
                return replace(made, wall=WALLS.get(name, 0.0), words=name in WORDS)
            case "own":
                self._read()
                return _scene(self._own or Path(), name, {**self._tables[name], **parameters}, fov)
        raise KeyError(kind)

    def _read(self) -> None:
        files = sorted(self._own.glob("*.toml")) if self._own and self._own.is_dir() else []
        stamp = [(file, file.stat().st_mtime_ns) for file in files]
        if stamp == self._stamp:
            return
        self._stamp, tables, problems = stamp, {}, []
        for file in files:
            try:
                tables[file.stem] = _table(file)
                _scene(file.parent, file.stem, tables[file.stem], 32.0)
            except (BadSceneError, ValueError, BadPhotoError, OSError) as error:
                tables.pop(file.stem, None)
                sentence = str(error) if isinstance(error, BadSceneError) else f"its picture cannot be used: {error}"
                problems.append(Problem(file=file.name, sentence=sentence))
                log.warning("scene file %s: %s", file.name, sentence)
        self._tables, self._problems = tables, tuple(problems)


def _table(file: Path) -> dict[str, Any]:
    """Return the checked table of one file; raises `BadSceneError`."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        raise BadSceneError(f"cannot be read: {error}") from None
    if unknown := table.keys() - KEYS:
        raise BadSceneError(f"{min(unknown)} is no part of a scene: {', '.join(sorted(KEYS))}")
    kinds = [kind for kind in ("panorama", "picture") if kind in table]
    if len(kinds) != 1 or not isinstance(table[kinds[0]], str):
        raise BadSceneError("it needs either panorama or picture, the name of a file beside it")
    if not _beside(file.parent, table[kinds[0]]):
        raise BadSceneError(f"{table[kinds[0]]} is no file beside it")
    for key, (least, most) in NUMBERS.items():
        value = table.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise BadSceneError(f"{key} must be a number from {least:g} to {most:g}")
    titles = table.get("titles", {})
    if not isinstance(titles, dict) or titles.keys() - set(LANGUAGES):
        raise BadSceneError(f"titles is a table of languages: {', '.join(LANGUAGES)}")
    return table


def _beside(folder: Path, name: str) -> bool:
    """Say whether ``name`` is a plain file of ``folder`` itself."""
    return "/" not in name and "\\" not in name and (folder / name).is_file()


def _scene(folder: Path, name: str, table: dict[str, Any], fov: float) -> Scene:
    told = {key: float(table[key]) for key in NUMBERS if key in table}
    titles = dict(table.get("titles", {})) or ({"en": str(table["title"])} if "title" in table else {})
    if "panorama" in table:
        made = from_panorama(name, panorama.read(folder / table["panorama"]), fov=fov, **told)
    else:
        told = {key: value for key, value in told.items() if key in ("blur", "colour")}
        made = from_picture(images.load(folder / table["picture"]), **told)
    return replace(made, name=f"own:{name}", titles=titles)
