"""Counts what a base takes of a device's memory, without one: fake tensors of the true shapes, every byte that lives.

    python -m engine.lab.memory                  count, and write engine/bases/memory.toml and the table of docs/gpu.md
    python -m engine.lab.memory --table          the table alone, from the figures that are written down

A fake tensor has shape, type and storage size but no numbers, so a pass through a network of 2.6 billion weights takes
seconds and no memory. Counted is the most that is alive at one moment beside the weights, in bfloat16; what a driver
and its kernels take is not seen, see `engine.bases.memory`.
"""

from __future__ import annotations

import argparse
import math
import re
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from peft import LoraConfig
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves
from transformers import CLIPTextConfig, CLIPTextModel

from engine import bases
from engine.bases import flow_shapes, memory, steering
from engine.bases.memory import GIB, TAKEN, Needs
from engine.diffusion import doubling, preview_decoder
from engine.selftest import made

HALF = torch.bfloat16
NETS = len(steering.GARMENT)  # the most that steer at once where each kind of picture has its own
CARDS = (4, 6, 8, 12, 16, 24)  # GB, as they are sold
FEW = 32  # GB of a machine in which the weights of the largest bases cannot wait
PAGE = Path(__file__).parents[2] / "docs" / "gpu.md"
BEGIN, END = "<!-- memory: begin -->", "<!-- memory: end -->"
VAE = {
    "latent_channels": 4,
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
}


class Living(TorchDispatchMode):
    """Counts the bytes of storages made inside the block; ``peak`` is the most that lived at once."""

    def __init__(self, weights: Iterable[torch.Tensor]) -> None:
        super().__init__()
        self._weights = {value.untyped_storage()._cdata for value in weights}
        self._sizes: dict[int, int] = {}
        self._now = self.peak = 0

    def __torch_dispatch__(
        self, function: Callable, types: tuple, arguments: tuple = (), named: dict | None = None
    ) -> Any:
        result = function(*arguments, **(named or {}))
        for value in tree_leaves(result):
            if isinstance(value, torch.Tensor):
                self._born(value.untyped_storage())
        return result

    def _born(self, storage: torch.UntypedStorage) -> None:
        key = storage._cdata
        if key not in self._weights and key not in self._sizes:
            self._sizes[key] = storage.nbytes()
            self._now += storage.nbytes()
            self.peak = max(self.peak, self._now)
            weakref.finalize(storage, self._died, key)

    def _died(self, key: int) -> None:
        self._now -= self._sizes.pop(key)


class Counted:
    """The networks of an architecture as fake tensors in half precision."""

    def __init__(self, name: str) -> None:
        family, shape = bases.families()[name], made.TRUE[name]
        self.family, self.side = family, family.side
        with torch.device("meta"):
            self.unet = UNet2DConditionModel(**shape.unet).to(HALF)
            self.vae = AutoencoderKL(**{**shape.vae, **VAE}).to(HALF)
            doubling.fold(self.vae)
            told = [sizes for sizes in (shape.text, shape.second_text) if sizes]
            texts = [CLIPTextModel(CLIPTextConfig(**sizes, max_position_embeddings=77)) for sizes in told]
            self.text = sum(value.numel() for text in texts for value in text.parameters()) * HALF.itemsize
            self.weights = bytes_of(self.unet)
            self.fewstep = made.fewstep_bytes(self.unet)
            self.net = ControlNetModel.from_unet(self.unet, load_weights_from_unet=False).to(HALF)
            united = steering.united(family)
            self.controls = bytes_of(made.union_of(self.unet).to(HALF)) if united else NETS * bytes_of(self.net)
            self.nets = 1 if united else NETS
            rank = 32
            self.unet.add_adapter(
                LoraConfig(r=rank, lora_alpha=rank, target_modules=list(family.face.targets)), adapter_name="face"
            )
        self.mode = FakeTensorMode()
        with self.mode:
            for network in (self.unet, self.vae, self.net):
                fake(network)
        self.slots = [value for name, value in self.unet.named_parameters() if ".face." in name]

    def needs(self) -> Needs:
        """Count everything; SDXL's training takes about a minute."""
        return Needs(
            side=self.side,
            denoiser=self.weights,
            text=self.text,
            autoencoder=bytes_of(self.vae),
            slots=sum(value.nbytes for value in self.slots),
            draw=self.peak(self.unet, lambda: self._denoise(2)),
            decode=self.decode(1),
            encode=self.peak(self.vae, lambda: self.vae.encode(torch.empty(1, 3, self.side, self.side, dtype=HALF))),
            train=self.peak(self.unet, lambda: self._learn(checkpointing=False), grad=True),
            train_checkpointed=self.peak(self.unet, lambda: self._learn(checkpointing=True), grad=True),
            fewstep=self.fewstep,
            controls=self.controls,
            steered=self.nets * self._answers(),
            preview=bytes_of(preview_decoder.empty().to(HALF)) if self.family.preview_decoder else 0,
        )

    def _answers(self) -> int:
        """Return the bytes of what one ControlNet tells the denoiser about a guided picture."""
        with self.mode, torch.no_grad():
            told, middle = self.net(
                *self._inputs(2),
                torch.empty(2, 3, self.side, self.side, dtype=HALF),
                return_dict=False,
                **self._told(2),
            )
        return sum(value.nbytes for value in (*told, middle))

    def decode(self, count: int) -> int:
        """Return the bytes that decoding ``count`` pictures at once takes."""
        cells = self.side // 8
        return self.peak(self.vae, lambda: self.vae.decode(torch.empty(count, 4, cells, cells, dtype=HALF)))

    def peak(self, network: nn.Module, run: Callable[[], object], *, grad: bool = False) -> int:
        """Return the most bytes that live at once while ``run`` computes, the weights of ``network`` left out."""
        counter = Living([*network.parameters(), *network.buffers()])
        with self.mode, torch.set_grad_enabled(grad), counter:
            run()
        return counter.peak

    def _denoise(self, rows: int) -> torch.Tensor:
        return self.unet(*self._inputs(rows), return_dict=False, **self._told(rows))[0]

    def _inputs(self, rows: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        cells, width = self.side // 8, self.unet.config.cross_attention_dim
        latents, states = (rows, 4, cells, cells), (rows, 77, width)
        return torch.empty(latents, dtype=HALF), torch.zeros(rows), torch.empty(states, dtype=HALF)

    def _told(self, rows: int) -> dict[str, Any]:
        told = {"text_embeds": torch.empty(rows, 1280, dtype=HALF), "time_ids": torch.empty(rows, 6, dtype=HALF)}
        return {"added_cond_kwargs": told} if self.family.xl else {}

    def _learn(self, *, checkpointing: bool) -> None:
        (self.unet.enable_gradient_checkpointing if checkpointing else self.unet.disable_gradient_checkpointing)()
        self.unet.train()
        for value in self.slots:
            value.requires_grad_(True)
        with torch.autocast("cpu", HALF):
            guess = self._denoise(1).float()
        (guess**2).mean().backward()
        for value in self.slots:
            value.grad = None
            value.requires_grad_(False)
        self.unet.eval()


def bytes_of(network: nn.Module) -> int:
    """Return the bytes of a network's weights."""
    return sum(value.nbytes for value in network.parameters())


def fake(network: nn.Module) -> None:
    """Give each parameter a fake storage; an adapter's are float32, as the pipeline keeps them."""
    for path, layer in network.eval().named_modules():
        dtype = torch.float32 if ".lora_" in path else None
        for name, value in list(layer._parameters.items()):
            if value is not None:
                fresh = torch.empty(value.shape, dtype=dtype or value.dtype)
                layer._parameters[name] = nn.Parameter(fresh, requires_grad=False)


def table() -> str:
    """Return the table of cards: how weights are kept, how many pictures at once, what is taken at most."""
    lines = [
        "| card | base | weights | drawn, decoded, encoded at once | portrait, GiB | template or try-on, GiB "
        "| learning a face, GiB |",
        "|---|---|---|---|---|---|---|",
    ]
    few = {name for name, needs in memory.known().items() if memory.waiting(needs, "group") > FEW * GIB}
    rows = [(size, name, math.inf) for size in CARDS for name in memory.known()]
    rows += [(size, name, FEW * GIB) for size in CARDS for name in memory.known() if name in few]
    for size, name, host in rows:
        needs, free = memory.known()[name], size * GIB - TAKEN
        plan, learns = memory.choose(needs, free, host=host), memory.trains(needs, free)
        taken = memory.training_peak(needs, checkpointing=learns != "kept", storage=plan.storage)
        fits = max(memory.peak(needs, plan), memory.edited_peak(needs, plan)) <= free * memory.SPARE
        drawn = f"{memory.peak(needs, plan) / GIB:.1f}" if fits else "does not fit"
        learnt = "does not fit" if learns == "no" else f"{taken / GIB:.1f}, activations {learns}"
        at_once = f"{plan.draw}, {plan.decode}, {plan.encode}"
        steered, how = memory.steered_peak(needs, plan), "" if plan.controls == "whole" else ", layer by layer"
        under = f"{steered / GIB:.1f}{how}" if steered <= free * memory.SPARE else "does not fit"
        if not needs.controls:  # nobody has ControlNets for it: nothing is drawn, but where it is an edit model
            edited = f", or edited {memory.edited_peak(needs, plan) / GIB:.1f}" if needs.edited else ""
            under = f"own pixels{edited}"
        machine = "" if host == math.inf else f", {FEW} GB in the machine"
        lines.append(f"| {size} GB{machine} | {name} | {plan.storage} | {at_once} | {drawn} | {under} | {learnt} |")
    return "\n".join(lines)


def on_page(text: str) -> str:
    """Return the page with its table as it is now."""
    return re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{table()}\n{END}", text, flags=re.DOTALL)


def main() -> None:
    """Count, and write the figures and the page."""
    parser = argparse.ArgumentParser(prog="python -m engine.lab.memory")
    parser.add_argument("--table", action="store_true")
    if not parser.parse_args().table:
        from engine.lab import flow_memory

        rows = {name: Counted(name).needs() for name in made.TRUE}
        rows |= {name: flow_memory.needs(name) for name in flow_shapes.TRUE}
        lines = ["# Bytes, counted by `python -m engine.lab.memory`; read by engine/bases/memory.py.\n"]
        for name, row in rows.items():
            lines.append(f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in vars(row).items()))
        memory.RECORD.write_text("\n".join(lines))
        memory.known.cache_clear()
    PAGE.write_text(on_page(PAGE.read_text()))
    print(table())


if __name__ == "__main__":
    main()
