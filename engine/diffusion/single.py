"""A base that is one checkpoint file (as on Civitai) becomes a folder in diffusers' layout, with our own description.

Run in a process of its own by `engine.weights.single`: diffusers' loader renames the tensors, and nothing is asked of
any hub. Weights are written in half precision, which they are computed in anyway.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import torch
from diffusers import DiffusionPipeline, StableDiffusionPipeline, StableDiffusionXLPipeline
from diffusers.utils import logging as diffusers_logging
from transformers.utils import logging as transformers_logging

from engine.bases.shapes import Shape
from engine.diffusion import blueprint
from engine.weights import vocabulary
from engine.weights.install import RefusedError
from engine.weights.single import REFUSED


def rewrite(source: Path, target: Path, shape: Shape, spelling: Path | None) -> None:
    """Write the base in ``source``, a checkpoint of ``shape``, to the folder ``target``.

    ``spelling`` is the published list of CLIP's joins; None spells in bytes, as random bases do.

    Raises:
        RefusedError: parts are missing, have other shapes, or hold numbers that are none.
    """
    with tempfile.TemporaryDirectory() as scratch:
        blueprint.write(Path(scratch), shape, vocabulary.joins(spelling) if spelling else ())
        pipe = _loaded(source, Path(scratch), shape)
    for name, part in pipe.components.items():
        if isinstance(part, torch.nn.Module):
            _check(name, part)
    pipe.save_pretrained(target)


def _loaded(source: Path, described: Path, shape: Shape) -> DiffusionPipeline:
    kind = StableDiffusionXLPipeline if shape.xl else StableDiffusionPipeline
    unchecked = {} if shape.xl else {"safety_checker": None, "feature_extractor": None}
    told = {"config": str(described), "local_files_only": True, "torch_dtype": torch.float16}
    try:
        return kind.from_single_file(str(source), **told, **unchecked)
    except NotImplementedError as error:  # a value that nothing was read into cannot be moved
        raise RefusedError("parts of its networks are missing") from error
    except (KeyError, ValueError, RuntimeError, OSError) as error:
        words = (str(error) or type(error).__name__).splitlines()[0]
        raise RefusedError(f"its networks do not have the sizes of this kind of base: {words[:200]}") from error


def _check(name: str, part: torch.nn.Module) -> None:
    for key, value in part.state_dict().items():
        if value.device.type == "meta":
            raise RefusedError(f"it has no {name}.{key}")
        if not bool(value.isfinite().all()):
            raise RefusedError(f"{name}.{key} holds numbers that are none, or too large for half precision")


def main(arguments: list[str]) -> None:
    """Rewrite one file; exits with `REFUSED` and the reason as the last line of the error output."""
    parser = argparse.ArgumentParser(prog="engine.diffusion.single")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("shape", help="as JSON")
    parser.add_argument("--spelling", type=Path)
    chosen = parser.parse_args(arguments)
    diffusers_logging.set_verbosity_error()
    transformers_logging.set_verbosity_error()
    diffusers_logging.disable_progress_bar()
    try:
        rewrite(chosen.source, chosen.target, Shape(**json.loads(chosen.shape)), chosen.spelling)
    except RefusedError as reason:
        print(reason, file=sys.stderr)
        sys.exit(REFUSED)
