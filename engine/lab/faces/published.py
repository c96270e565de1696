"""Names and shapes of every tensor the hub's perception checkpoints hold, as published, and whether ours are the same.

``listings/NAME.txt`` has a line per tensor: its name, and its sides joined by "x" (a plain number has "1").
``python -m engine.lab.faces.published`` builds each network without memory, compares and prints one line of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn

Shapes = dict[str, tuple[int, ...]]

HERE = Path(__file__).with_name("listings")
COUNTER = "num_batches_tracked"


def listing(name: str) -> Shapes:
    """Return tensor name -> shape as published; a plain number has the shape ()."""
    rows = [line.split() for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    return {key: () if key.endswith(COUNTER) else tuple(int(side) for side in sides.split("x")) for key, sides in rows}


def builders() -> dict[str, Callable[[], nn.Module]]:
    """Return name of the listing -> what builds the network, for those that keep the published names."""
    from engine.faces.hub import abpn, danbooru, fairface, retinaface, rts

    return {
        "fairface": fairface.network,
        "rts": lambda: rts.Rts(alpha=listing("rts")["logvar_rts_plus_backbone.0.weight"][0]),
        "retina": retinaface.RetinaFace,
        "danbooru": danbooru.DeepDanbooru,
        "blend": abpn.Blend,
        "detect": abpn.Detect,
        "repaint": abpn.Repaint,
    }


def same(name: str) -> bool:
    """Say whether the network has the published names and shapes, neither more nor fewer."""
    with torch.device("meta"):
        if name != "m2fp":
            return _shapes(builders()[name]()) == listing(name)
        from engine.faces.hub import m2fp

        state = {key: torch.empty(shape) for key, shape in listing(name).items()}
        try:
            m2fp.network(state)  # renames all of them and loads strictly
        except (KeyError, RuntimeError):
            return False
        return True


def main() -> None:
    """Print {"right": how many networks, "wrong": the names of the others}."""
    wrong = [name for name in (*builders(), "m2fp") if not same(name)]
    print(json.dumps({"right": len(builders()) + 1 - len(wrong), "wrong": wrong}))


def _shapes(module: nn.Module) -> Shapes:
    return {name: tuple(value.shape) for name, value in module.state_dict().items()}


if __name__ == "__main__":
    main()
