"""What a picture and a training step of the flow families cost: counted on the meta device, at true shape.

    python -m engine.lab.truesize.flows          # counts, and writes the table of docs/gpu.md

Seconds are computed: the work over `USED` of what a card's maker states for dense bfloat16 with float32 sums. bfloat16,
1024 x 1024 pixels, one picture with a face, one training sample with activations computed twice, as the plans have it.
"""

from __future__ import annotations

import re
from pathlib import Path

import torch
from peft import LoraConfig

from engine import bases
from engine.bases import QUALITY, Family, flow_shapes
from engine.diffusion import doubling
from engine.diffusion.adapters import several_adapters_are_meant
from engine.diffusion.backbone import KINDS
from engine.lab.truesize.count import cost
from engine.selftest import flow_calls

TERA = 1e12
USED = 0.4  # share of the stated work a card does: an assumption
CARDS = {"RTX 4090": 165.0, "H100": 989.0}  # TFLOP/s
PAGE = Path(__file__).parents[3] / "docs" / "gpu.md"
BEGIN, END = "<!-- flows: begin -->", "<!-- flows: end -->"


def figures(architecture: str) -> dict[str, float]:
    """Return TFLOP of a pass (one row, with a face), of decoding, and of a training step, of an architecture."""
    family = next(one for one in bases.families().values() if one.architecture == architecture)
    denoiser, vae, _ = flow_calls.networks(family.name)
    doubling.fold(vae)
    with torch.device("meta"), several_adapters_are_meant():
        rank = family.face.rank
        denoiser.add_adapter(LoraConfig(r=rank, lora_alpha=rank, target_modules=list(family.face.targets)))
    drawn = cost(flow_calls.call_of(denoiser, family.name, device="meta", rows=1))
    cells = family.side // 8
    latents = torch.empty(1, flow_calls.channels(vae), cells, cells, device="meta", dtype=flow_calls.HALF)
    with torch.no_grad():
        decode = cost(lambda: KINDS[architecture](None, family).decoded(vae, latents))
    for name, value in denoiser.named_parameters():
        value.requires_grad_("lora_" in name)
    denoiser.train()
    call = flow_calls.call_of(denoiser, family.name, device="meta", rows=1, train=True)
    learnt = cost(lambda: call().float().sum().backward())
    # Activations that are computed twice cost one more pass.
    return {"pass": drawn.flop / TERA, "decode": decode.flop / TERA, "step": (learnt.flop + drawn.flop) / TERA}


def rows_of(family: Family) -> int:
    """Return how many passes a step of a drawing takes: two where what it must not be is asked, too."""
    return 2 if family.samplers[QUALITY].guidance > 1 else 1


def table() -> str:
    """Return the table."""
    cards = " | ".join(f"picture, step on {name}, s" for name in CARDS)
    lines = [f"| base | TFLOP of a picture | of a training step | {cards} |", "|---|---|---|" + "---|" * len(CARDS)]
    known = {architecture: figures(architecture) for architecture in flow_shapes.TRUE}
    for family in bases.families().values():
        if (counted := known.get(family.architecture)) is None:
            continue
        picture = family.samplers[QUALITY].steps * rows_of(family) * counted["pass"] + counted["decode"]
        took = [f"{picture / (USED * card):.1f}, {counted['step'] / (USED * card):.2f}" for card in CARDS.values()]
        lines.append(f"| {family.name} | {picture:,.0f} | {counted['step']:.0f} | {' | '.join(took)} |")
    return "\n".join(lines)


def main() -> None:
    """Count and write."""
    text, made = PAGE.read_text(), table()
    PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: f"{BEGIN}\n{made}\n{END}", text, flags=re.DOTALL))
    print(made)


if __name__ == "__main__":
    main()
