"""Drawn cases on disk, so that a judge which changed is tried in seconds on pictures that took minutes.

    shelf = Shelf(folder, drawing("canvas", "faces"))   # folder None: nothing is kept
    case = shelf.of("scene-P002", Case, lambda: drawn(scene, wearer))

A case is a frozen dataclass of arrays, numbers, words and other such dataclasses: one ``.npz`` each, without pickles.
``mark`` is `drawing`, that of all code but the judges; what other code drew is drawn again. The
folder lies outside the repository.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from types import NoneType
from typing import Any, TypeVar, get_args, get_type_hints

import numpy as np

import engine
from engine.lab.talking.kept import mark_of

Kind = TypeVar("Kind")
ARRAY, TREE = "#", "tree"  # key of an array's number; name of the JSON that holds all the rest
HERE = Path(engine.__path__[0])
JUDGES = ("canvas/judge.py", "canvas/swap/judge.py", "canvas/swap/own.py", "garments/judge.py")


def drawing(*folders: str) -> str:
    """Return the mark of the code in ``folders`` of the engine that draws; what only judges is left out.

    So pictures that the judge chose before it was changed are those that it is tried on after.
    """
    return mark_of((HERE / name for name in folders), [HERE / name for name in JUDGES])


class Shelf:
    """Drawn cases in a folder."""

    def __init__(self, folder: Path | None, mark: str) -> None:
        self._folder = None if folder is None else folder / mark

    def of(self, name: str, kind: type[Kind], make: Callable[[], Kind]) -> Kind:
        """Return the case ``name``, a dataclass ``kind``: what is kept under it, else what ``make`` returns."""
        if self._folder is None:
            return make()
        file = self._folder / f"{name}.npz"
        if not file.exists():
            save(file, make())
        return load(file, kind)


def save(file: Path, value: object) -> None:
    """Write a dataclass; a process that is ended meanwhile leaves nothing that looks whole."""
    arrays: dict[str, Any] = {}
    tree = json.dumps(_tree(value, arrays))
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with part.open("wb") as opened:
        np.savez_compressed(opened, **{TREE: np.array(tree)}, **arrays)
    part.replace(file)


def load(file: Path, kind: type[Kind]) -> Kind:
    """Read a dataclass ``kind``."""
    with np.load(file) as arrays:
        return _read(json.loads(str(arrays[TREE])), kind, arrays)


def _tree(value: object, arrays: dict[str, Any]) -> Any:
    """Return ``value`` as JSON, its arrays put aside."""
    if isinstance(value, np.ndarray):
        arrays[f"{ARRAY}{len(arrays)}"] = value
        return {ARRAY: len(arrays) - 1}
    if isinstance(value, np.generic):
        return value.item()
    if dataclasses.is_dataclass(value):
        return {one.name: _tree(getattr(value, one.name), arrays) for one in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {key: _tree(one, arrays) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_tree(one, arrays) for one in value]
    return value


def _read(tree: Any, kind: Any, arrays: Any) -> Any:
    """Return what `_tree` was made of, a ``kind``."""
    if isinstance(tree, list):
        return tuple(_read(one, None, arrays) for one in tree)
    if not isinstance(tree, dict):
        return tree
    if set(tree) == {ARRAY}:
        return arrays[f"{ARRAY}{tree[ARRAY]}"]
    own = next((one for one in (kind, *get_args(kind)) if one is not NoneType and dataclasses.is_dataclass(one)), None)
    if own is None:
        return tree
    hints = get_type_hints(own)
    return own(**{name: _read(one, hints[name], arrays) for name, one in tree.items()})
