"""Ears that the cut-out network is shy of."""

from __future__ import annotations

import numpy as np

from engine.canvas.types import CutOut
from engine.faces.types import RGB, Face
from engine.garments.firm import firm
from engine.garments.judge import about_chin

SIZE = (512, 512)
SKIN, BLACK = (190, 140, 115), (30, 26, 24)


def _head(face: Face, *, beard: bool) -> tuple[CutOut, dict[str, np.ndarray], RGB]:
    """Return somebody of whose ears and beard's end the network says half and none."""
    x, deep = about_chin(face.mesh.points, SIZE)
    oval = (x / 0.5) ** 2 + ((deep + 0.6) / 0.72) ** 2 < 1
    areas = {
        "ears": (np.abs(np.abs(x) - 0.66) < 0.06) & (np.abs(deep + 0.75) < 0.15),
        "beard": oval & (deep > -0.15) & (deep <= 0.0),
        "end": (np.abs(x) < 0.2) & (deep > 0.0) & (deep < 0.07),
        "neck": (np.abs(x) < 0.3) & (deep > 0.07) & (deep < 0.35),
    }
    rgb = np.full((*SIZE, 3), 128, np.uint8)
    for flags in (oval, areas["ears"], areas["neck"], areas["end"]):
        rgb[flags] = SKIN
    if beard:
        rgb[areas["beard"] | areas["end"]] = BLACK
    hair = areas["beard"].astype(np.float32) * beard
    skin = (areas["neck"] | areas["end"]) + 0.5 * areas["ears"]
    face_ = oval * (1 - hair)
    alpha = (skin + face_ + hair).clip(0, 1).astype(np.float32)
    nothing = np.zeros(SIZE, np.float32)
    cut = CutOut(
        alpha=alpha, hair=hair, face=face_.astype(np.float32), skin=skin.astype(np.float32), clothes=nothing,
        worn=nothing, colour=rgb.copy(),
    )  # fmt: skip
    return cut, areas, rgb


def test_no_background_is_seen_through_an_ear(astronaut_face: Face):
    """A bearded man had ears of glass in other clothes; what of hair's rim is half there stays a half."""
    cut, areas, rgb = _head(astronaut_face, beard=False)
    assert cut.alpha[areas["ears"]].mean() < 0.6
    made = firm(cut, astronaut_face.mesh, rgb)
    assert made.alpha[areas["ears"]].mean() > 0.95
    elsewhere = ~areas["ears"]
    assert np.array_equal(made.alpha[elsewhere], cut.alpha[elsewhere])
    assert np.array_equal(made.hair, cut.hair)
