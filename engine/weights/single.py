"""Bases that are one checkpoint file: which kind of base it is, told by its head, and its way into a folder.

    kind = single.architecture(file)                           # "sd15", "sdxl"; RefusedError for any other
    single.unpack(file, kind, folder_of_the_base, spelling)    # in a process of its own, which ends with the memory

Only the safetensors form is read: a ``.ckpt`` is a pickle, and a pickle is a program.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from filelock import FileLock

from engine.bases.shapes import TRUE, Shape
from engine.weights import vocabulary
from engine.weights.install import RefusedError
from engine.weights.presence import path, sha256_of

log = logging.getLogger(__name__)

ENDING, PICKLES = ".safetensors", (".ckpt", ".pt", ".pth", ".bin")
START = "import sys; sys.path.insert(0, sys.argv.pop(1)); from engine.diffusion.single import main; main(sys.argv[1:])"
PLACE, NOTE = ".unpacked", ".of.json"  # below the weights folder: one folder a base, and in it what it was made of
REFUSED = 3  # exit code of the child: the file is at fault, and its last line says how
SECONDS = 1800.0  # of a slow disk
MOST_HEAD = 2**27  # bytes; longer than any list of names
UNET, VAE = "model.diffusion_model.", "first_stage_model."
FIRST, LAST = "input_blocks.0.0.weight", "out.2.weight"  # of the denoiser
TEXT = {"sd15": ("cond_stage_model.",), "sdxl": ("conditioner.embedders.0.", "conditioner.embedders.1.")}
CROSS = {768: "sd15", 1024: "sd2", 2048: "sdxl", 1280: "refiner"}  # width of the text states -> kind
OTHERS = {
    "sd2": "it is a Stable Diffusion 2, which is not supported",
    "refiner": "it is the refiner of Stable Diffusion XL, which draws nothing alone",
}
NEWER = ("double_blocks.", "joint_blocks.", "noise_refiner.", "transformer_blocks.0.attn.")  # flow families


def architecture(file: Path) -> str:
    """Return which kind of base a checkpoint file is: ``sd15`` or ``sdxl``.

    Raises:
        RefusedError: it is a pickle, no safetensors file, no whole base, or of a kind that is not drawn with.
    """
    shapes = head(file)
    if not any(name.startswith(UNET) for name in shapes):
        newer = any(mark in name for name in shapes for mark in NEWER)
        flow = "of a family that is not taken as one file: a folder in diffusers' layout is"
        raise RefusedError(f"{file.name} is {flow if newer else 'no checkpoint of a base'}")
    entry = shapes.get(UNET + FIRST)
    widths = [shape[1] for name, shape in shapes.items() if name.endswith("attn2.to_k.weight") and UNET in name]
    if entry is None or not widths:
        raise RefusedError(f"{file.name} has no whole denoiser")
    kind = CROSS.get(widths[0], "")
    if kind in OTHERS or not kind:
        raise RefusedError(f"{file.name}: {OTHERS.get(kind, 'its text states have a width nobody knows')}")
    if entry[1] != 4:
        raise RefusedError(f"{file.name} is a base for inpainting ({entry[1]} channels): take the one it was made of")
    if "v_pred" in shapes:
        raise RefusedError(f"{file.name} predicts velocity, which no base in use does")
    _require(file, shapes, kind)
    return kind


def _require(file: Path, shapes: dict[str, tuple[int, ...]], kind: str) -> None:
    """Raise `RefusedError` where a part is missing: files for other programs often leave out what those bring along."""
    for what, start in (("autoencoder", VAE), *(("text encoder", one) for one in TEXT[kind])):
        if not any(name.startswith(start) for name in shapes):
            raise RefusedError(f"{file.name} has no {what}: take the full file")


def head(file: Path) -> dict[str, tuple[int, ...]]:
    """Return name -> shape of a safetensors file's tensors, of its head alone.

    Raises:
        RefusedError: it is none.
    """
    if file.suffix in PICKLES:
        raise RefusedError(f"{file.name} is a pickle; only {ENDING} is taken")
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if not 0 < length <= MOST_HEAD:
                raise ValueError("no head")
            told = json.loads(stream.read(length))
        return {name: tuple(map(int, row["shape"])) for name, row in told.items() if name != "__metadata__"}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise RefusedError(f"{file.name} is no {ENDING} file") from None


def unpack(file: Path, kind: str, target: Path, spelling: Path | None, *, shape: Shape | None = None) -> None:
    """Write the base in ``file`` to the folder ``target`` (made anew) in diffusers' layout, in half precision.

    ``spelling`` is the file of CLIP's vocabulary; ``shape`` the sizes, None for the true ones of the kind.

    Raises:
        RefusedError: the file is not what its head promises.
    """
    told = json.dumps(asdict(shape or TRUE[kind]))
    # From the checkout too, where no package is installed: the child is told where this one lies.
    command = [sys.executable, "-c", START, str(Path(__file__).parents[2]), str(file), str(target), told]
    command += ["--spelling", str(spelling)] if spelling else []
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(f"{file.name} took longer than {SECONDS:.0f} s to read") from None
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise RefusedError(f"{file.name}{'' if done.returncode == REFUSED else ' could not be read'}: {last}")


def unpacked(folder: Path, name: str, file: Path, kind: str) -> Path:
    """Return the folder an operator's own checkpoint file was unpacked into, done at the first call.

    ``folder`` is the weights folder and ``kind`` what the base is described as. A changed file is unpacked anew.

    Raises:
        RefusedError: it is no such base.
        WeightMissingError: CLIP's vocabulary has not been fetched.
    """
    target, of = folder / PLACE / name, sha256_of(file, recorded=True)
    if _is_of(target, of):
        return target
    target.parent.mkdir(exist_ok=True)
    with FileLock(target.with_name(f"{name}.lock")):  # a worker may write nowhere else among the weights
        if _is_of(target, of):
            return target
        found = architecture(file)
        if found != kind:
            raise RefusedError(f"{file.name} is a base of the kind {found}, and described as one like {kind}")
        spelling = path(folder, vocabulary.COMPONENT, vocabulary.FILE)
        part = target.with_name(target.name + ".part")
        for old in (part, target):
            shutil.rmtree(old, ignore_errors=True)
        log.info("unpacking %s, once", file.name)
        unpack(file, kind, part, spelling)
        (part / NOTE).write_text(json.dumps({"sha256": of}), encoding="utf-8")
        part.replace(target)
    return target


def _is_of(target: Path, of: str) -> bool:
    try:
        return bool(json.loads((target / NOTE).read_text(encoding="utf-8"))["sha256"] == of)
    except (FileNotFoundError, ValueError, KeyError):
        return False
