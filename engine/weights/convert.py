"""Published PyTorch checkpoints become safetensors once, in a process of their own, and are never unpickled again.

    file = convert.converted(folder, "fairface", "pytorch_model.pt")      # checked, converted if need be
    tensors = convert.tensors(file, prefix="generator.")                  # name -> tensor, the prefix taken off

A .pt or .pth is a pickle, and a pickle is a program. The child opens it with torch's ``weights_only`` reader, which
builds tensors and plain containers and refuses everything else, under limits of time, open files and written bytes.
What comes out is data: nested dictionaries of tensors become dotted names, and what is neither tensor nor dictionary
(tag lists, step counts) becomes JSON in the file's metadata. A record beside it binds it to the bytes it came from.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from engine.errors import WeightCorruptError
from engine.weights.install import RefusedError
from engine.weights.manifest import MANIFEST, read
from engine.weights.presence import how_to_get, path, sha256_of

if TYPE_CHECKING:
    import torch

PLACE = ".converted"  # below the weights folder: <component>/<file>.safetensors and its record
SECONDS = 600.0  # a gigabyte takes a few
GROWTH = 2  # the child may write this many times the bytes it reads (half precision kept, so 1 is usual)
OPEN_FILES = 256
NEVER = ("__", "\0")  # no published name has these
REFUSED = 3  # exit code of the child: not a plain checkpoint

log = logging.getLogger(__name__)


def converted(folder: Path, component: str, file: str, *, manifest: Path = MANIFEST) -> Path:
    """Return the safetensors twin of a published checkpoint, made at the first call.

    Raises WeightMissingError when the checkpoint is not there, WeightCorruptError when its checksum is wrong or it is
    no plain checkpoint (a program in it is not run).
    """
    source = path(folder, component, file, manifest=manifest)
    if source.suffix == ".safetensors":
        return source
    target = folder / PLACE / component / (file + ".safetensors")
    if _is_current(target, source):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / PLACE / ".lock"):
        if not _is_current(target, source):
            reason = _convert(source, target)
            if reason is not None:
                log.error("%s of %s was not converted: %s", file, component, reason)
                raise WeightCorruptError(component, file, how_to_get(read(manifest)[component]))
    return target


def tensors(file: Path, *, prefix: str = "") -> dict[str, torch.Tensor]:
    """Return the tensors whose names begin with ``prefix``, without it, and without the "module." of wrappers."""
    from safetensors.torch import load_file

    found = {name: value for name, value in load_file(file).items() if name.startswith(prefix)}
    return {name[len(prefix) :].removeprefix("module."): value for name, value in found.items()}


def facts(file: Path) -> dict[str, Any]:
    """Return what the checkpoint held besides tensors: dotted name -> JSON value."""
    from safetensors import safe_open

    with safe_open(file, "pt") as opened:
        return {name: json.loads(text) for name, text in (opened.metadata() or {}).items() if name != "format"}


def flattened(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (dotted name, leaf) of nested dictionaries, in order. Raises ValueError for names nobody publishes."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, inner in value.items():
        if not isinstance(key, str | int) or any(part in str(key) for part in NEVER):
            raise ValueError(f"a name of kind {type(key).__name__} in the checkpoint")
        yield from flattened(inner, f"{name}.{key}" if name else str(key))


def _record(target: Path) -> Path:
    return target.with_name(target.name + ".json")


def _is_current(target: Path, source: Path) -> bool:
    """Say whether ``target`` came from these bytes of ``source`` and is as it was written."""
    try:
        note = json.loads(_record(target).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return False
    return target.is_file() and note == {"source": sha256_of(source), "sha256": sha256_of(target)}


def _convert(source: Path, target: Path) -> str | None:
    """Run the child; return None, or in a few words why there is no twin now."""
    part = target.with_name(target.name + ".part")
    command = [sys.executable, "-I", "-c", _CHILD, str(Path(__file__).parents[2]), str(source), str(part)]
    try:
        # No environment: nothing of the operator's (tokens, keys) is near what opens a stranger's file. Windows cannot
        # start a process without one.
        bare: dict[str, str] | None = None if sys.platform == "win32" else {}
        done = subprocess.run(
            command, env=bare, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or [f"it ended with {done.returncode}"]
            return last[0][:300]
        part.replace(target)
    except subprocess.TimeoutExpired:
        return f"it took longer than {SECONDS:.0f} s"
    finally:
        part.unlink(missing_ok=True)
    note = {"source": sha256_of(source), "sha256": sha256_of(target)}
    _record(target).write_text(json.dumps(note), encoding="utf-8")
    return None


_CHILD = "import sys; sys.path.insert(0, sys.argv[1]); from engine.weights import convert; convert.child(*sys.argv[2:])"


def child(source: str, target: str) -> None:
    """Convert in this process, which is meant to end afterwards: limits are set and not taken back."""
    import torch

    torch.set_num_threads(1)
    _limit(Path(source).stat().st_size)
    try:
        rewrite(Path(source), Path(target))
    except RefusedError as reason:
        print(reason, file=sys.stderr)
        sys.exit(REFUSED)


def rewrite(source: Path, target: Path) -> None:
    """Write the tensors of ``source`` to ``target``; raises RefusedError when it is no plain checkpoint."""
    import torch
    from safetensors.torch import save_file

    try:
        leaves = dict(flattened(torch.load(source, map_location="cpu", weights_only=True)))
    except Exception as error:  # a hostile or broken file raises nearly anything; its own words are not repeated
        raise RefusedError(f"not a plain checkpoint ({type(error).__name__})") from error
    found = {name: leaf for name, leaf in leaves.items() if isinstance(leaf, torch.Tensor)}
    if not found:
        raise RefusedError("no tensor in it")
    rest = {name: text for name, leaf in leaves.items() if name not in found and (text := _as_json(leaf)) is not None}
    # Clones: tensors that share memory, as tied weights do, are refused by the format.
    save_file({name: leaf.detach().clone().contiguous() for name, leaf in found.items()}, target, metadata=rest)


def _as_json(value: Any) -> str | None:
    try:
        return json.dumps(value)
    except (TypeError, ValueError):
        return None  # an optimiser's odds and ends: nothing a network is built from


def _limit(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the reader itself is what refuses programs
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (GROWTH * size + 2**20,) * 2)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
