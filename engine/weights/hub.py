"""Weights from ModelScope through its own client: list, check the list, fetch, compare, move into place.

`modelscope_hub` is what ``modelscope.hub`` hands everything to. It is imported directly, because importing that loads
torch, and this runs in the bot's own process. It looks no name up before something is fetched.

The client resumes partial files by Range requests and compares each file with the hub's listing. It would also write
a listed path such as ``../../x`` outside its folder, and takes an empty listing (an unknown revision) for success;
both are refused here before anything is fetched. The manifest, not the client, decides what is complete.
"""

from __future__ import annotations

import contextlib
import fnmatch
import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from engine.weights.install import STAGE, RefusedError, check, require_room
from engine.weights.manifest import Component, Source, WeightFile, is_safe
from engine.weights.presence import RECORD, read_record, sha256_of
from engine.weights.progress import Progress

if TYPE_CHECKING:
    from modelscope_hub import HubApi

WEIGHTS, HALF = ".safetensors", ".fp16"
WORKERS = 4  # files at once


def take(
    component: Component,
    source: Source,
    wanted: list[WeightFile],
    folder: Path,
    progress: Progress,
    *,
    endpoint: str | None = None,
) -> None:
    """Put the wanted files (all of them, if ``wanted`` is empty) into ``folder/<component>`` and write the record.

    Raises RefusedError when the hub is out of reach, does not know the model or revision, or gives other bytes.
    """
    stage = folder / STAGE / component.name / "files"
    stage.mkdir(parents=True, exist_ok=True)
    client = _client(folder / STAGE / component.name / "client", endpoint)
    listing = _choose(source, wanted, _list(source, client))
    sizes = [item.bytes for item in listing.values()]
    total = None if None in sizes else sum(size for size in sizes if size)
    require_room(stage, total or 0)
    progress.start(f"{component.name} from {source}", total)
    try:
        _download(source, listing, stage, client, progress)
    except RefusedError:
        progress.finish("not fetched; what arrived is kept")
        raise
    _settle(source, listing, wanted, stage, folder / component.name)
    progress.finish("fetched")


def _list(source: Source, client: HubApi) -> dict[str, WeightFile]:
    """Return the hub's listing: path inside the model -> size and checksum as the hub states them."""
    with _speaking():
        rows = client.list_repo_files(source.id, "model", revision=source.revision)
    files = {row.path: row for row in rows if row.type != "tree"}
    hostile = [path for path in files if not is_safe(path)]
    if hostile:
        raise RefusedError(f"the listing names a path outside its folder: {hostile[0]!r}")
    return {
        path: WeightFile(file=path, bytes=row.size or None, sha256=row.sha256 or None) for path, row in files.items()
    }


def _choose(source: Source, wanted: list[WeightFile], listed: dict[str, WeightFile]) -> dict[str, WeightFile]:
    """Keep what the manifest asks for; keys are paths inside the model."""
    inside = f"{source.prefix}/" if source.prefix else ""
    if wanted:
        names = {inside + item.file for item in wanted}
        lacking = sorted(names - set(listed))
        if lacking:
            raise RefusedError(f"this revision has no {lacking[0]}")
        return {name: listed[name] for name in sorted(names)}
    patterns = source.patterns or ("*",)
    chosen = {
        path: item
        for path, item in listed.items()
        if path.startswith(inside) and any(fnmatch.fnmatchcase(path[len(inside) :], one) for one in patterns)
    }
    if not chosen:
        raise RefusedError("this revision lists no such files (is the revision right?)")
    return _halved(chosen, listed)


def _halved(chosen: dict[str, WeightFile], listed: dict[str, WeightFile]) -> dict[str, WeightFile]:
    """Take half precision files where there are such: they are computed in that anyway, at half the size."""
    made = {}
    for path, item in chosen.items():
        half = path.removesuffix(WEIGHTS) + HALF + WEIGHTS
        if path.endswith(WEIGHTS) and not path.endswith(HALF + WEIGHTS) and half in listed:
            path, item = half, listed[half]
        made[path] = item
    return made


def _download(
    source: Source,
    listing: dict[str, WeightFile],
    stage: Path,
    client: HubApi,
    progress: Progress,
) -> None:
    entries = [
        {"Path": path, "Type": "blob"}
        | ({"Size": item.bytes} if item.bytes is not None else {})
        | ({"Sha256": item.sha256} if item.sha256 else {})
        for path, item in listing.items()
    ]
    # The client draws its own bars on stderr; ours are enough.
    with _speaking(), contextlib.redirect_stderr(io.StringIO()):
        client.download_repo(
            source.id,
            "model",
            revision=source.revision,
            local_dir=stage,
            file_list=entries,
            max_workers=WORKERS,
            progress_callbacks=[_counter(progress)],
        )


def _settle(
    source: Source, listing: dict[str, WeightFile], wanted: list[WeightFile], stage: Path, target: Path
) -> None:
    """Compare every staged file with the manifest (or the listing), move it into place, write the record last."""
    inside = len(f"{source.prefix}/") if source.prefix else 0
    stated = {item.file: item for item in wanted if item.sha256}
    names = {path: path[inside:] if wanted else path[inside:].replace(HALF + WEIGHTS, WEIGHTS) for path in listing}
    record = {}
    for path, listed in listing.items():
        known = stated.get(names[path], listed)
        check(stage / path, known)
        record[names[path]] = {"bytes": (stage / path).stat().st_size, "sha256": sha256_of(stage / path)}
    for path, name in names.items():  # only now: a kill while gigabytes are hashed leaves them where they are resumed
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (stage / path).replace(target / name)
    for name in set(read_record(target)) - set(record):  # another revision's: beside these they would be read too
        (target / name).unlink(missing_ok=True)
    part = target / (RECORD + ".part")
    note = {"source": str(source), "files": record}
    part.write_text(json.dumps(note, indent=1, sort_keys=True), encoding="utf-8")
    part.replace(target / RECORD)


def _client(cache: Path, endpoint: str | None) -> HubApi:
    from modelscope_hub import HubApi
    from modelscope_hub.config import HubConfig

    logging.getLogger("modelscope_hub").setLevel(logging.CRITICAL)  # what goes wrong is raised, and said once by us
    return HubApi(HubConfig(endpoint=endpoint, cache_dir=cache))


@contextlib.contextmanager
def _speaking() -> Iterator[None]:
    """Turn the client's errors into `RefusedError` with a few words; types are looked at, never texts."""
    import requests
    from modelscope_hub import errors

    try:
        yield
    except errors.FileDownloadError as error:
        path, cause = next(iter(error.failed_files.items()), ("", error))
        raise RefusedError(f"{path}: {_reason(cause)}") from error
    except (errors.HubError, requests.RequestException) as error:
        raise RefusedError(_reason(error)) from error


def _reason(error: BaseException) -> str:
    from modelscope_hub import errors

    words = {
        errors.FileSizeMismatchError: "the hub sends another size than it lists",
        errors.FileIntegrityError: "the hub sends bytes with another checksum than it lists",
        errors.PermissionDeniedError: "the hub does not allow it (a login may be needed)",
        errors.NotExistError: "the hub does not know this model or revision",
        errors.NetworkError: "the hub cannot be reached",
        errors.ServerError: "the hub has a fault of its own",
    }
    for kind, sentence in words.items():
        if isinstance(error, kind) or isinstance(error.__cause__, kind):
            return sentence
    return type(error).__name__


def _counter(progress: Progress) -> type:
    """Return the callback class the client instantiates once per file; all of them feed one bar."""
    from modelscope_hub import ProgressCallback

    done = 0

    class Counter(ProgressCallback):
        def update(self, size: int) -> None:
            nonlocal done
            done += size
            progress.reach(done)

    return Counter
