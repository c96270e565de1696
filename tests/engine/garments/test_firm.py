"""Ears that the cut-out network is shy of, and beards whose end it takes for a neck."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.canvas.types import CutOut
from engine.faces.types import RGB, Face
from engine.garments.bearded import hangs, lost, whole_beard
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


def test_all_of_a_slanted_ear_is_firm(astronaut_face: Face):
    """A square in the middle of an ear was made firm, and above and below it the wall went on being seen."""
    cut, _, rgb = _head(astronaut_face, beard=False)
    x, deep = about_chin(astronaut_face.mesh.points, SIZE)
    aside = np.abs(x) - 0.66 - 0.25 * (deep + 0.75)  # an ear stands out further at its top
    ears = (np.abs(aside) < 0.045) & (np.abs(deep + 0.75) < 0.22)
    glass = np.where(ears, np.where(np.abs(deep + 0.75) < 0.08, 0.6, 0.25), 0.0).astype(np.float32)
    gap = (np.abs(aside - 0.065) < 0.02) & (np.abs(deep + 0.75) < 0.22)  # between it and a lock of hair
    rgb[ears] = SKIN
    shy = np.maximum(glass, np.where(gap, 0.25, 0.0)).astype(np.float32)
    cut = replace(cut, alpha=np.maximum(cut.alpha * (np.abs(x) < 0.55), shy), skin=shy, colour=rgb)
    made = firm(cut, astronaut_face.mesh, rgb)
    assert np.median(made.alpha[gap & ~ears]) < 0.3  # a bright wall beside it is nobody's
    inner = ears & (np.abs(aside) < 0.025) & (np.abs(deep + 0.75) < 0.17)
    assert cut.alpha[inner].mean() < 0.5
    assert np.percentile(made.alpha[inner], 5) > 0.9  # 0.28 when only its middle was


def test_the_end_of_a_beard_comes_along(astronaut_face: Face):
    """Taken for neck, it stayed behind: beards were cut off straight. A bare chin in shade is no beard."""
    cut, areas, rgb = _head(astronaut_face, beard=True)
    x, deep = about_chin(astronaut_face.mesh.points, SIZE)
    hair = np.maximum(cut.hair, ((np.abs(x) < 0.25) & (deep > 0) & (deep < 0.05))).astype(np.float32)
    cut = replace(cut, hair=hair, skin=cut.skin * (1 - hair))
    end = areas["end"] & (deep > 0.055)
    assert cut.hair[end].mean() < 0.1
    made = whole_beard(cut, astronaut_face.mesh, rgb)
    assert made.hair[end].mean() > 0.8
    neck = areas["neck"] & (deep > 0.12)
    assert made.hair[neck].mean() < 0.05
    assert np.allclose(made.hair + made.skin, cut.hair + cut.skin)
    bare, _, light = _head(astronaut_face, beard=False)
    assert whole_beard(bare, astronaut_face.mesh, light) is bare


GREY = (150, 148, 146)


def _long(face: Face, colour: tuple[int, int, int], *, known: bool) -> tuple[CutOut, dict[str, np.ndarray], RGB]:
    """Return somebody with a long beard: its root is taken for skin, and unless it is ``known`` all the rest too."""
    x, deep = about_chin(face.mesh.points, SIZE)
    cut, _, rgb = _head(face, beard=False)
    areas = {
        "root": (np.abs(x) < 0.3) & (deep > -0.02) & (deep < 0.13),
        "beard": (np.abs(x) < 0.5) & (deep > -0.45) & (deep < 0.4) & ((np.abs(x) > 0.3) | (deep > 0.13)),
        "neck": (np.abs(x) < 0.6) & (deep >= 0.4) & (deep < 0.6),
    }
    rgb[areas["neck"]] = SKIN
    rgb[areas["beard"] | areas["root"] | ((np.abs(x) < 0.3) & (deep > -0.12) & (deep < 0))] = colour
    hair = areas["beard"].astype(np.float32) * known
    skin = ((areas["root"] | areas["neck"] | (areas["beard"] & (not known))) * 1.0).astype(np.float32)
    face_ = cut.face * (1 - np.maximum(hair, skin))
    return replace(cut, hair=hair, skin=skin, face=face_, alpha=(hair + skin + face_).clip(0, 1)), areas, rgb


def test_the_root_of_a_long_beard_is_beard(astronaut_face: Face):
    """It was a hole of made-up neck between chin and beard, and everybody with a long beard was refused."""
    cut, areas, rgb = _long(astronaut_face, BLACK, known=True)
    assert cut.hair[areas["root"]].max() == 0  # the control: what the network says
    made = whole_beard(cut, astronaut_face.mesh, rgb)
    assert made.hair[areas["root"]].mean() > 0.95
    assert made.hair[areas["neck"]].max() < 0.1
    assert np.allclose(made.hair + made.skin, cut.hair + cut.skin, atol=1e-5)
    assert not lost(cut, astronaut_face.mesh, rgb)


def test_a_neck_above_a_dark_collar_is_no_root_of_a_beard(astronaut_face: Face):
    """What ends at a collar stays a neck, long hair beside it or not."""
    x, deep = about_chin(astronaut_face.mesh.points, SIZE)
    cut, _, rgb = _head(astronaut_face, beard=False)
    locks = ((np.abs(np.abs(x) - 0.4) < 0.1) & (deep < 0.3) & (deep > -1)).astype(np.float32)
    cut = replace(cut, hair=locks, skin=cut.skin * (1 - locks))
    assert np.array_equal(whole_beard(cut, astronaut_face.mesh, rgb).skin, cut.skin)


def test_a_grey_beard_that_the_network_takes_for_a_neck_is_told(astronaut_face: Face):
    """It would be cut off at the jaw; a shaven chin, whatever is below it, has no beard to lose."""
    cut, _, rgb = _long(astronaut_face, GREY, known=False)
    assert hangs(rgb, astronaut_face.mesh.points)
    assert lost(cut, astronaut_face.mesh, rgb)
    x, deep = about_chin(astronaut_face.mesh.points, SIZE)
    _, _, shaven = _head(astronaut_face, beard=False)
    assert not hangs(shaven, astronaut_face.mesh.points)
    shaven[(deep > 0.02) & (np.abs(x) < 0.6)] = GREY  # a collar up to the chin
    assert not hangs(shaven, astronaut_face.mesh.points)
