"""What fits into a device's memory: one plan for drawing, decoding, encoding and keeping the weights.

``memory.toml`` holds what the networks of each architecture take, counted on fake tensors of the true shapes by
``python -m engine.lab.memory``. Nothing here loads torch: the bot asks too, when it chooses a base.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.bases import Family

RECORD = Path(__file__).with_name("memory.toml")
GIB = 2**30
SPARE = 0.9  # share of the free memory that is planned with: allocators leave gaps
TAKEN = 0.6 * GIB  # of a card's memory, by the driver, its kernels and a desktop
WIDE = 2  # bytes of float32 in those of half precision
KEPT = 2.5  # a trained slot in multiples of its own bytes: value, gradient, and both moments in 8 bits

LAYERS = 2**28  # bytes on the device of a network that comes layer by layer: the one at work, and the next on its way
READER = 2**31  # bytes from which a text encoder comes layer by layer too, where the denoiser does

#: How weights are kept. ``whole``: all on the device. ``offload``: one network at a time. ``group``: the denoiser layer
#: by layer, the next one copied while one computes. ``small``: one network at a time, and the denoiser's weights in 8
#: bits, widened while they compute: not quite the same picture, so it comes after those. ``nf4``: the same in 4 bits,
#: of transformers.
Storage = Literal["whole", "offload", "group", "small", "nf4"]
Step = Literal["draw", "decode", "encode"]
STORAGES: tuple[Storage, ...] = ("whole", "offload", "group", "small", "nf4")
COARSE: tuple[Storage, ...] = ("small", "nf4")
LEARNS: tuple[Storage, ...] = ("whole", "offload")  # a backward pass wants the weights again, and as they were
NF4 = 0.29  # of the bytes of half precision: 4 bits, a scale for each 64 values, and what is no linear layer


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Bytes a base takes in half precision: its weights, and what one picture adds while it is worked on."""

    side: int  # pixels the figures below were counted at
    denoiser: int
    text: int
    autoencoder: int
    slots: int  # a face adapter of rank 32 on the attention layers, float32
    draw: int  # one picture under guidance: two rows
    decode: int
    encode: int
    train: int  # activations of one sample, kept for the backward pass
    train_checkpointed: int  # computed twice instead
    fewstep: int = 0  # the adapter of few steps, where it acts beside the weights instead of in them
    controls: int = 0  # the most ControlNets that steer at once: three, or one for all kinds
    steered: int = 0  # what their answers add to a picture that is drawn
    preview: int = 0  # weights of the small decoder candidates are looked at through, always on the device
    edited: int = 0  # one row of a picture beside three reference pictures: an edit model asks one at a time

    def at(self, side: int) -> Needs:
        """Return the needs at another side: what is not weights grows with the pixels."""
        steps = ("draw", "decode", "encode", "train", "train_checkpointed", "steered", "edited")
        grown = {name: int(getattr(self, name) * (side / self.side) ** 2) for name in steps}
        return replace(self, side=side, **grown)


@dataclass(frozen=True, kw_only=True)
class MemoryPlan:
    """How weights are kept and how many pictures are drawn, decoded and encoded at once.

    ``controls`` says how ControlNets come: ``whole``, or layer by layer as in ``group``.
    """

    storage: Storage = "whole"
    controls: Literal["whole", "group"] = "whole"
    draw: int = 4
    decode: int = 4
    encode: int = 16

    def smaller(self, step: Step) -> MemoryPlan | None:
        """Return the plan after memory ran out in ``step``: half as many at once; None where it is one already."""
        now = getattr(self, step)
        return replace(self, **{step: now // 2}) if now > 1 else None


MOST = MemoryPlan()
ON_A_CARD = MemoryPlan(decode=2, encode=2)  # more at once is not faster there, and takes gigabytes


@cache
def known() -> dict[str, Needs]:
    """Return the needs of each architecture that was counted."""
    with RECORD.open("rb") as file:
        return {name: Needs(**row) for name, row in tomllib.load(file).items()}


def needs_of(family: Family, *, wide: bool = False) -> Needs | None:
    """Return what a family takes at its own side; None for an architecture that was not counted.

    ``wide``: its autoencoder computes in float32, as it has to where the card has only float16.
    """
    found = known().get(family.architecture)
    if found is None:
        return None
    found = found.at(family.side)
    return replace(found, decode=2 * found.decode, encode=2 * found.encode) if wide else found


def resident(needs: Needs, storage: Storage, step: Step) -> int:
    """Return the bytes of weights on the device during a step; the autoencoder lingers while the denoiser works."""
    if storage == "whole":
        return needs.denoiser + needs.text + needs.autoencoder + needs.preview + needs.slots
    if step != "draw":
        return needs.autoencoder + needs.preview
    denoiser = {
        "group": LAYERS,
        "small": needs.denoiser // 2 + needs.slots + needs.fewstep,  # weights in 8 bits take no adapter in
        "nf4": int(needs.denoiser * NF4) + needs.slots + needs.fewstep,
    }.get(storage, needs.denoiser + needs.slots)
    text = 0 if storage == "offload" or needs.text >= READER else needs.text  # it has gone again, or comes by layer
    return max(denoiser, text) + needs.autoencoder + needs.preview


def peak(needs: Needs, plan: MemoryPlan) -> int:
    """Return the most bytes that making portraits takes under ``plan``."""
    steps: tuple[Step, ...] = ("draw", "decode", "encode")
    reading = needs.text + needs.autoencoder if plan.storage == "offload" else 0  # of prompts, before drawing
    return max(
        reading, *(resident(needs, plan.storage, step) + getattr(plan, step) * getattr(needs, step) for step in steps)
    )


def steered_peak(needs: Needs, plan: MemoryPlan) -> int:
    """Return the most bytes that one picture under ControlNets takes (paper 2.5, 3.1) under ``plan``."""
    nets = needs.controls if plan.controls == "whole" else LAYERS
    drawn = resident(needs, plan.storage, "draw") + nets + needs.draw + needs.steered
    return max(drawn, resident(needs, plan.storage, "decode") + needs.decode)


def edited_peak(needs: Needs, plan: MemoryPlan) -> int:
    """Return the most bytes that one picture takes which an edit model changes, under ``plan``."""
    drawn = resident(needs, plan.storage, "draw") + max(needs.edited, needs.draw)
    return max(drawn, resident(needs, plan.storage, "decode") + needs.decode)


def waiting(needs: Needs, storage: Storage) -> int:
    """Return the bytes of weights that wait in the machine's own memory for their turn on the device."""
    if storage == "whole":
        return 0
    shares = {"small": 0.5, "nf4": NF4}  # one network at a time is on the device: the coarse ones wait, too
    return needs.text + needs.autoencoder + int(needs.denoiser * shares.get(storage, 1.0))


def packs() -> bool:
    """Say whether weights can be kept in 4 bits here: bitsandbytes is installed."""
    return find_spec("bitsandbytes") is not None


def storages(needs: Needs, host: float, *, packed: bool | None = None) -> list[Storage]:
    """Return the ways of keeping weights with ``host`` bytes in the machine; in 4 bits are a transformer's alone.

    ``packed``: whether 4 bits can be had, None for what is installed.
    """
    able = not needs.controls and (packs() if packed is None else packed)
    known = [storage for storage in STORAGES if storage != "nf4" or able]
    return [storage for storage in known if waiting(needs, storage) <= host * SPARE] or known[-1:]


def choose(
    needs: Needs, free: float, most: MemoryPlan = ON_A_CARD, host: float = math.inf, *, packed: bool | None = None
) -> MemoryPlan:
    """Return the plan for ``free`` bytes: weights as near as possible, then as many pictures at once as fit.

    ``host`` is what is free in the machine itself, ``packed`` as in `storages`. Where nothing fits, the smallest plan
    is returned: whether it does is then seen by trying, where `hopeless` does not say so.
    """
    room = free * SPARE
    kept = storages(needs, host, packed=packed)
    plans = [MemoryPlan(storage=storage, draw=1, decode=1, encode=1) for storage in kept]
    for storage, one in zip(kept, plans, strict=True):
        if steered_peak(needs, one) > room:
            one = replace(one, controls="group")
        if max(peak(needs, one), edited_peak(needs, one)) <= room and not (
            storage == "whole" and _learns_offloaded_only(needs, free)
        ):
            draw, decode, encode = (_fitting(needs, storage, step, room, most) for step in ("draw", "decode", "encode"))
            return replace(one, draw=draw, decode=decode, encode=encode)
    return replace(min(plans, key=lambda one: peak(needs, one)), controls="group")


def hopeless(needs: Needs, free: float, host: float = math.inf, *, packed: bool | None = None) -> bool:
    """Say whether not even the weights of a base fit, however they are kept: there is nothing to try."""
    plan = choose(needs, free, host=host, packed=packed)
    return resident(needs, plan.storage, "draw") > free or waiting(needs, plan.storage) > host


def hopeless_without_a_card(needs: Needs, host: float, place: Path) -> bool:
    """Say whether a base's weights, which are all kept in float32 there, are more than a machine of ``host`` bytes.

    ``place`` is where its files are or would be: what lies there already may be a smaller one of its architecture.
    """
    halves = needs.denoiser + needs.text + needs.autoencoder
    files = [place] if place.is_file() else place.rglob("*.safetensors")
    lies = sum(file.stat().st_size for file in files)
    return (WIDE * halves if not lies else min(WIDE * halves, WIDE * lies)) > host


def _learns_offloaded_only(needs: Needs, free: float) -> bool:
    """Say whether a face could be learnt if the text encoder made room for it, and not beside it."""
    kept, away = (training_peak(needs, checkpointing=True, storage=storage) for storage in ("whole", "offload"))
    return away <= free * SPARE < kept


def _fitting(needs: Needs, storage: Storage, step: Step, room: float, most: MemoryPlan) -> int:
    left = room - resident(needs, storage, step)
    return max(1, min(getattr(most, step), int(left // getattr(needs, step))))


def training_peak(needs: Needs, *, checkpointing: bool, storage: Storage = "offload") -> int:
    """Return the most bytes that learning a face takes, one sample at a time; text encoders are done by then."""
    kept = needs.denoiser + needs.autoencoder + int(needs.slots * KEPT)
    kept += needs.text if storage == "whole" else 0
    return kept + (needs.train_checkpointed if checkpointing else needs.train)


def trains(needs: Needs, free: float) -> Literal["kept", "checkpointed", "no"]:
    """Say how a face is learnt with ``free`` bytes: activations kept, computed twice, or not at all."""
    storage = choose(needs, free).storage
    if storage not in LEARNS:
        return "no"
    if training_peak(needs, checkpointing=False, storage=storage) <= free * SPARE:
        return "kept"
    return "checkpointed" if training_peak(needs, checkpointing=True, storage=storage) <= free * SPARE else "no"
