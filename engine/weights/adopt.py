"""Weights an operator brought along, whose checksums nobody stated: hashed as they are copied, and recorded as such.

    python -m bot weights fetch base-sdxl --from ~/models

``~/models/base-sdxl`` is looked at first, then ``~/models`` itself, then the folder of the model in it that the hub has
them in. A base or ControlNet lies there in the layout of diffusers and of Hugging Face (half precision files named
``.fp16.safetensors`` too), or is one checkpoint file, which is unpacked into that layout (`engine.weights.single`).
What such a copy is can be seen in no list: it is recorded, and told, as "local, unverified", and from then on checked
against its own record.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from engine import bases
from engine.weights import single
from engine.weights.install import STAGE, RefusedError, land, require_room
from engine.weights.manifest import Component, WeightFile, is_safe
from engine.weights.presence import LOCAL, RECORD, sha256_of

TOLD = (".json", ".txt", ".model")  # what describes networks, beside their weights
WEIGHTS = ".safetensors"
HALF = ".fp16"
LAYOUTS = ("model_index.json", "config.json")  # of a pipeline, of one network


def take(row: Component, place: Path, folder: Path, spelling: Callable[[], Path]) -> None:
    """Copy a component from ``place``, a folder or a file, into ``folder/<component>`` and record what was copied.

    ``spelling`` gives the file of CLIP's vocabulary, asked for a checkpoint file only.

    Raises:
        RefusedError: nothing there is this component, or only pickles are.
    """
    checkpoint = _checkpoint(row, place)
    if checkpoint is not None:
        _unpack(row, checkpoint, folder, spelling)
        return
    root, files = _found(row, place)
    target = folder / row.name
    require_room(folder, sum((root / file).stat().st_size for file in files.values()))
    shutil.rmtree(target, ignore_errors=True)
    record = {}
    for name, file in files.items():
        with (root / file).open("rb") as stream:
            land(stream, target / name, WeightFile(file=name))
        record[name] = _row(target / name)
    _record(target, f"folder {root.name}", record)


def _row(file: Path) -> dict[str, int | str]:
    return {"bytes": file.stat().st_size, "sha256": sha256_of(file)}


def _record(target: Path, origin: str, record: dict[str, dict[str, int | str]]) -> None:
    note = {"source": f"{LOCAL}: {origin}", "files": record}
    part = target / (RECORD + ".part")
    part.write_text(json.dumps(note, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(target / RECORD)


def _checkpoint(row: Component, place: Path) -> Path | None:
    """Return the one file a base is in; None where it is no base, or lies there as a folder."""
    if _architecture(row) is None or row.files:
        return None
    if place.is_file():
        return place
    for root in (place / row.name, place):
        if any((root / name).is_file() for name in LAYOUTS):
            return None
        files = [file for file in sorted(root.glob("*")) if file.suffix in (WEIGHTS, *single.PICKLES)]
        named = [file for file in files if file.stem == row.name] or files
        if len(named) == 1:
            return named[0]
    return None


def _architecture(row: Component) -> str | None:
    return next((one.architecture for one in bases.families().values() if row.name == f"base-{one.name}"), None)


def _unpack(row: Component, file: Path, folder: Path, spelling: Callable[[], Path]) -> None:
    kind, wanted = single.architecture(file), _architecture(row)
    if kind != wanted:
        raise RefusedError(f"{file.name} is a base of the kind {kind}, not {wanted}")
    require_room(folder, file.stat().st_size)
    made, target = folder / STAGE / row.name / "unpacked", folder / row.name
    shutil.rmtree(made, ignore_errors=True)
    made.parent.mkdir(parents=True, exist_ok=True)
    single.unpack(file, kind, made, spelling())
    shutil.rmtree(target, ignore_errors=True)
    made.replace(target)
    files = sorted(one for one in target.rglob("*") if one.is_file())
    _record(target, f"file {file.name}", {one.relative_to(target).as_posix(): _row(one) for one in files})


def _found(row: Component, place: Path) -> tuple[Path, dict[str, str]]:
    """Return where the component lies, and its files: name here -> name there."""
    if place.is_file() and len(row.files) == 1:
        return place.parent, {row.files[0].file: place.name}
    inside = [source.prefix for source in row.sources if source.prefix]
    roots = [place / row.name, *(place / prefix for prefix in inside), place]
    for root in roots:
        if row.files:
            files = {item.file: item.file for item in row.files if (root / item.file).is_file()}
            if len(files) == len(row.files):
                return root, files
        elif root.is_dir() and (files := _layout(root)):
            return root, files
    wanted = row.files[0].file if row.files else "model_index.json or config.json"
    raise RefusedError(f"no {wanted} there")


def _layout(root: Path) -> dict[str, str]:
    """Return the files of a folder in diffusers' layout, each network once; empty where it is none."""
    if not any((root / name).is_file() for name in LAYOUTS):
        return {}
    names = sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    names = [name for name in names if is_safe(name) and not any(part.startswith(".") for part in name.split("/"))]
    depth = 2 if "model_index.json" in names else 1
    names = [name for name in names if name.count("/") < depth and name != RECORD]
    chosen = {name: name for name in names if name.endswith(TOLD) and HALF not in name}
    networks = [name for name in names if name.endswith(WEIGHTS) and (depth == 1 or "/" in name)]
    for name in sorted(networks, key=lambda one: HALF in one):
        # Half precision under the plain name: that is what it is computed in anyway, at half the size.
        chosen[name.replace(HALF, "")] = name
    lacking = [name for name in names if name.endswith((".bin", ".ckpt")) and not _has_weights(name, chosen)]
    if lacking:
        raise RefusedError(f"{lacking[0]} is a pickle; only .safetensors is taken")
    return chosen if networks else {}


def _has_weights(pickle: str, chosen: dict[str, str]) -> bool:
    folder = pickle.rpartition("/")[0]
    return any(name.endswith(WEIGHTS) and name.rpartition("/")[0] == folder for name in chosen)
