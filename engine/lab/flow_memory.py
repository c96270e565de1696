"""What flow bases take of a device's memory, counted as `engine.lab.memory` counts those of Stable Diffusion.

At the same places, with the same counter; a base of guidance distilled away draws one row, and is counted with two all
the same, as its undistilled sibling shares its architecture.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from peft import LoraConfig
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode

from engine import bases
from engine.bases.memory import Needs
from engine.diffusion import doubling
from engine.diffusion.backbone import KINDS
from engine.lab.memory import HALF, Living, bytes_of, fake
from engine.selftest import flow_calls

#: Architecture -> a family of it.
FAMILY = {"z-image": "z-image", "flux2-klein": "flux2-klein-base-4b", "qwen-image": "qwen-image-edit"}
RANK = 32


def needs(architecture: str) -> Needs:
    """Count everything of an architecture."""
    return _Counted(FAMILY[architecture]).needs()


def _fake_places(network: nn.Module) -> None:
    """Give the places of a row's tokens a fake storage where a network keeps them beside its parameters."""
    for layer in network.modules():
        for name in ("pos_freqs", "neg_freqs"):
            if hasattr(layer, name):
                setattr(layer, name, torch.empty(getattr(layer, name).shape, dtype=torch.complex64))


class _Counted:
    """The networks of a family as fake tensors in half precision."""

    def __init__(self, name: str) -> None:
        self.name, self.family = name, bases.families()[name]
        self.denoiser, self.vae, text = flow_calls.networks(name)
        doubling.fold(self.vae)
        self.text, self.weights = bytes_of(text), bytes_of(self.denoiser)
        self.denoiser.add_adapter(
            LoraConfig(r=RANK, lora_alpha=RANK, target_modules=list(self.family.face.targets)), adapter_name="face"
        )
        self.mode = FakeTensorMode()
        with self.mode:
            for network in (self.denoiser, self.vae):
                fake(network)
            _fake_places(self.denoiser)
        self.slots = [value for name, value in self.denoiser.named_parameters() if ".face." in name]

    def needs(self) -> Needs:
        side = self.family.side
        kind = KINDS[self.family.architecture](None, self.family)
        pixels, latents = (1, 3, side, side), (1, flow_calls.channels(self.vae), side // 8, side // 8)
        return Needs(
            side=side,
            denoiser=self.weights,
            text=self.text,
            autoencoder=bytes_of(self.vae),
            slots=sum(value.nbytes for value in self.slots),
            draw=self._peak(self.denoiser, self._call(2)),
            decode=self._peak(self.vae, lambda: kind.decoded(self.vae, torch.empty(latents, dtype=HALF))),
            encode=self._peak(self.vae, lambda: kind.encoded(self.vae, torch.empty(pixels, dtype=HALF))),
            train=self._peak(self.denoiser, self._learning(checkpointing=False), grad=True),
            train_checkpointed=self._peak(self.denoiser, self._learning(checkpointing=True), grad=True),
            edited=self.edited(),
        )

    def edited(self) -> int:
        """Return the bytes of one row beside the picture to change and the family's photos of a person."""
        if not self.family.references:
            return 0
        shown = self.family.references + 1
        return self._peak(self.denoiser, self._call(1, references=shown))

    def _call(self, rows: int, *, train: bool = False, references: int = 0) -> Callable[[], torch.Tensor]:
        return flow_calls.call_of(self.denoiser, self.name, device="cpu", rows=rows, train=train, references=references)

    def _peak(self, network: nn.Module, run: Callable[[], object], *, grad: bool = False) -> int:
        counter = Living([*network.parameters(), *network.buffers()])
        with self.mode, torch.set_grad_enabled(grad), counter:
            run()
        return counter.peak

    def _learning(self, *, checkpointing: bool) -> Callable[[], None]:
        call, net = self._call(1, train=True), self.denoiser

        def learn() -> None:
            (net.enable_gradient_checkpointing if checkpointing else net.disable_gradient_checkpointing)()
            net.train()
            for value in self.slots:
                value.requires_grad_(True)
            with torch.autocast("cpu", HALF):
                guess = call().float()
            (guess**2).mean().backward()
            for value in self.slots:
                value.grad = None
                value.requires_grad_(False)
            net.eval()

        return learn
