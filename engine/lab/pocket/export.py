"""Last stage: the trained pipeline as half-precision safetensors in ``engine/bases/pocket``; and the way back."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, ControlNetModel, StableDiffusionPipeline

from engine.bases import HERE
from engine.diffusion.person_tokens import PersonTokens
from engine.lab.pocket import curve
from engine.weights.presence import write_checksums

TARGET = HERE / "pocket"


def export(work: Path, target: Path = TARGET, *, version: int) -> None:
    """Write the newest pipeline of ``work`` to ``target``; the newest autoencoder replaces the one trained with.

    The record of the run becomes that of ``version`` (`engine.lab.pocket.curve`).
    """
    pipe = StableDiffusionPipeline.from_pretrained(work / "pipeline", safety_checker=None)
    pipe.vae = AutoencoderKL.from_pretrained(work / "vae")
    pipe.to(torch.float16)
    pipe.save_pretrained(target, safe_serialization=True)
    PersonTokens.load(work / "pipeline" / "person").save(target / "person")
    for config in (target / "model_index.json", *target.glob("*/config.json")):
        kept = {name: value for name, value in json.loads(config.read_text()).items() if name != "_name_or_path"}
        config.write_text(json.dumps(kept, indent=2) + "\n")  # where it was trained is nobody's business
    curve.add(work, target, version)
    curve.write(target)
    write_checksums(target)
    size = sum(file.stat().st_size for file in target.rglob("*.safetensors"))
    print(f"{target.name}: {size / 1e6:.1f} MB")


def start(work: Path, source: Path = TARGET) -> None:
    """Lay the shipped base and its ControlNets out in ``work`` as if trained there, so that a stage can go on.

    What half precision and a lost optimiser cost is won back within the first thousand pictures.
    """
    pipe = StableDiffusionPipeline.from_pretrained(source, safety_checker=None, torch_dtype=torch.float32)
    pipe.save_pretrained(work / "pipeline")
    pipe.vae.save_pretrained(work / "vae")
    PersonTokens.load(source / "person").save(work / "pipeline" / "person")
    for folder in source.parent.glob(f"{source.name}-control-*"):
        net = ControlNetModel.from_pretrained(folder, torch_dtype=torch.float32)
        net.save_pretrained(work / "control" / folder.name.removeprefix(f"{source.name}-control-"))
