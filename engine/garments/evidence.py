"""What the cut-out network and the colours say of the wearer's skin against the clothes.

The network knows heads, necks and chests and is trusted less and less further down, where a face is too small for it
to look far; there the colours that are surely skin, surely cloth and surely ground decide.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.canvas.types import CutOut
from engine.faces.regions import Pixels, Plane, face_width, features, hull
from engine.faces.types import Mesh
from engine.garments.body import Body, Hand
from engine.garments.tones import FEWEST, tones
from engine.garments.wearer import Flags

SKIN_LIGHT, CLOTH_LIGHT = 0.4, 0.8  # weight of lightness beside colour: skin is the same in shade, cloth hardly
SKINS, CLOTHS = 4, 6  # colours each is known by
NET_SURE = 0.9  # share of the network from which its pixels lend their colour
APART = 9.0  # Lab distance from skin from which a pixel of the trunk lends its colour to cloth
STEP, MOST = 4.5, 4.5  # Lab distance that counts one, and what colour says at the most
FAR_OFF = 20.0  # Lab distance from which nothing is skin, whatever else it is
SPILL, UNLIKE = 12.0, 5.0  # Lab distance from the ground up to which it is ground, and how much nearer than all else
AROUND, GROUNDS = 0.6, 8  # face widths around the wearer that are ground, and its colours
COLLAR, BODICE = 1.6, 3.0  # face widths in which the network knows cloth best, and well
MUCH = 0.15  # share of what the network surely calls cloth that makes skin-coloured cloth
NET = 4.0  # what the network says at the most
TRUSTED, LOST = 1.7, 4.6  # face widths from the face: the network is wholly and hardly trusted there
LEAST_TRUST = 0.2
HAND_SKIN = 22.0  # Lab distance from the skin up to which a hand lends its colour


@dataclass(frozen=True, kw_only=True, eq=False)
class Look:
    """What every step needs."""

    values: Pixels  # Lab
    cut: CutOut
    mesh: Mesh
    inside: Flags
    x: Plane  # face units
    y: Plane

    @property
    def unit(self) -> float:
        """The width of the face in pixels."""
        return face_width(self.mesh.points)


@dataclass(frozen=True, kw_only=True, eq=False)
class Colours:
    """How far every pixel is from the wearer's skin, clothes and from what is behind them, Lab distance."""

    skin: Plane
    cloth: Plane
    ground: Plane
    alike: bool = False  # cloth of the skin's colour is worn

    @property
    def bare(self) -> Plane:
        """What colour says of skin against cloth, above 0 for skin; 0 where the two cannot be told apart."""
        unlike = ((self.skin - FAR_OFF) / STEP).clip(0)
        return np.asarray(((self.cloth - self.skin) / STEP - unlike).clip(-MOST, MOST), np.float32)

    @property
    def spilled(self) -> Flags:
        """Where the colour is that of the ground, and neither of skin nor of cloth."""
        return (self.ground < SPILL) & (self.ground + UNLIKE < np.minimum(self.skin, self.cloth))


def colours_of(look: Look, body: Body | None, hands: list[Hand], head: Flags) -> Colours:
    """Learn skin from face, neck and hands, cloth from the trunk, the ground from around; tell all pixels by them."""
    cut, values = look.cut, look.values
    nowhere = np.full(values.shape[:2], 1e3, np.float32)
    fine = features(values.shape, look.mesh.points, 1.3) > 0
    sure = (cut.face > NET_SURE) & ~fine
    skin = tones(values, sure, weight=SKIN_LIGHT, count=SKINS)
    if skin is None:
        return Colours(skin=nowhere, cloth=np.zeros_like(nowhere), ground=nowhere)
    first = skin.apart(values)
    sure |= neck_of(look) & (first < HAND_SKIN)
    for hand in hands:
        # Between fingers a coat is seen, which may have the skin's colour.
        sure |= (hull(values.shape, hand.points[:, :2]) > 0) & (first < HAND_SKIN) & (cut.clothes < 0.5)
    off_skin = (tones(values, sure, weight=SKIN_LIGHT, count=SKINS + 1) or skin).apart(values)
    trunk = trunk_of(values.shape, body) if body is not None else (look.y < -1.6) & (np.abs(look.x) < 1.2)
    cloth = (trunk | (cut.clothes > NET_SURE)) & look.inside & ~head & (off_skin > APART) & (cut.skin < 0.5)
    alike = _skin_coloured(look, off_skin, head)
    cloth |= alike
    size = 2 * max(2, round(AROUND * look.unit)) + 1
    core = cv2.erode(cloth.astype(np.uint8), np.ones((max(3, size // 6),) * 2, np.uint8)) > 0
    # Cloth that differs from skin by its hue alone is that cloth in shade as well.
    light = SKIN_LIGHT if alike.any() else CLOTH_LIGHT
    known = tones(values, core, weight=light, count=CLOTHS) or tones(values, cloth, weight=light, count=CLOTHS)
    flags = look.inside.astype(np.uint8)
    around = (cv2.dilate(flags, np.ones((size, size), np.uint8)) > 0) & (
        cv2.dilate(flags, np.ones((7, 7), np.uint8)) == 0
    )
    ground = tones(values, around, weight=CLOTH_LIGHT, count=GROUNDS)
    return Colours(
        skin=off_skin,
        cloth=off_skin if known is None else known.apart(values),
        ground=nowhere if ground is None else ground.apart(values),
        alike=bool(alike.any()),
    )


def _skin_coloured(look: Look, off_skin: Plane, head: Flags) -> Flags:
    """Return cloth of the skin's colour, where the network is sure of enough of it: a camel coat is no skin."""
    sure = (cv2.erode(look.cut.clothes, np.ones((7, 7), np.uint8)) > NET_SURE) & look.inside & ~head
    sure &= (look.y > -BODICE) & (np.abs(look.x) < BODICE)
    alike = sure & (off_skin <= APART)
    for reach in (COLLAR, BODICE):  # a shirt of another colour below must not outvote what is at the neck
        near = look.y > -reach
        if (alike & near).sum() > max(MUCH * (sure & near).sum(), FEWEST):
            return alike
    return np.zeros_like(sure)


def by_network(look: Look) -> Plane:
    """Return what the network says of skin against cloth, less and less far from the face."""
    said = np.log((look.cut.skin + look.cut.face + 0.02) / (look.cut.clothes + 0.02)).clip(-NET, NET)
    far = np.maximum(np.abs(look.x), -look.y)
    trust = ((LOST - far) / (LOST - TRUSTED)).clip(0, 1)
    seen = look.cut.alpha > 0.3
    return np.asarray(said * (LEAST_TRUST + (1 - LEAST_TRUST) * trust) * seen, np.float32)


def neck_of(look: Look) -> Flags:
    """Return the neck, where the network knows it."""
    return (look.cut.skin > NET_SURE) & (look.y < -0.4) & (look.y > -TRUSTED)


def trunk_of(shape: tuple[int, ...], body: Body, size: float = 0.85) -> Flags:
    """Return the part between shoulders and hips, its inner one if nothing else is said."""
    names = ("right-shoulder", "left-shoulder", "left-hip", "right-hip")
    corners = np.stack([body.where(name) for name in names])
    drawn = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(drawn, np.round((corners - corners.mean(0)) * size + corners.mean(0)).astype(np.int32), 1)
    return drawn > 0
