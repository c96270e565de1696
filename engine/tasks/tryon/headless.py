"""Whoever wears a garment in its picture, without their head: what of them is cloth, what skin, and where both end."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import display
from engine.canvas.smooth import wide
from engine.canvas.types import Linear
from engine.faces.regions import Mask, face_width, hull, lab
from engine.faces.types import RGB, Mesh
from engine.garments import neck
from engine.garments.body import ARMS, limbs
from engine.garments.hem import hemmed, stained
from engine.garments.judge import about_chin
from engine.garments.vacated import Vacated, vacated
from engine.garments.wardrobe import enlarged
from engine.tasks.tryon.scene import Scene

ARM = 0.2  # shoulder widths: half of how thick an upper arm in its sleeve is
ALIKE = 14.0  # Lab distance from the cloth beside it up to which something is cloth
CARRIED = 2.0  # pixels over which the colour of cloth is carried
SPECKLED, SPECK = 0.3, 0.2  # from which cloth is cloth; face widths square: a smaller piece of it beside a neck is none
RIM = 0.05  # face widths
COLLAR = (1.1, 0.7)  # face widths to either side of a neck's middle, and under the chin, half of how deep it reaches
THIN, THROAT = 0.05, (0.45, 0.2)  # face widths: pieces of a neck that are taken for cloth; beside and under a chin
SHADE, UNLIKE, CHIN = 0.5, 22.0, 0.08  # weight of lightness; Lab distance up to which it is skin; face widths of a chin
PURE = 0.98  # share of cloth from which a pixel is cloth


@dataclass(frozen=True, kw_only=True, eq=False)
class Body:
    """What is known of the wearer at the picture's size."""

    clothes: Mask
    skin: Mask  # what is seen of it
    person: Mask
    worn: Mask  # clothes and all that is kept: it lies before head and neck
    kept: NDArray[np.bool_]  # what stays to the bit: of the garment, what is no mixture with the wearer's skin
    hem: NDArray[np.bool_]  # where `worn` and `skin` say to the pixel which of both is how much there
    rim: NDArray[np.bool_]  # of what is worn, where it ends at the old head or neck: a mixture with these
    edge: NDArray[np.bool_]  # of light cloth: all of a pixel is told by `stain`, unless the new head lies before it
    stain: Linear  # light of the wearer's skin that is seen in the edge of light cloth, linear
    emptied: Vacated

    @classmethod
    def of(cls, scene: Scene) -> Body:
        """Return it for a scene whose wearer's face has a mesh."""
        rgb, wearer = scene.rgb, scene.seen.wearer
        head, clothes, skin, person = (enlarged(rgb, mask) for mask in (
            wearer.head, wearer.clothes, wearer.skin, wearer.person))  # fmt: skip
        mesh = scene.seen.spot.face.mesh
        neck_ = _mistaken(rgb, mesh, np.maximum(clothes, scene.garment), skin)
        clothes, skin, worn = clothes * ~neck_, np.maximum(skin, neck_.astype(np.float32)), scene.garment * ~neck_
        emptied = vacated(rgb, mesh, head, clothes, skin, person, worn, _trunk(scene))
        scene.show("3-without-head", display(emptied.light))
        scene.show("3-behind", display(emptied.ground))
        clothes = np.maximum(_whole(clothes * ~emptied.hole, face_width(mesh.points)), emptied.cloth)
        share, hem = hemmed(rgb, np.maximum(clothes, worn), skin * ~emptied.hole)
        hem &= _collar(mesh, hem.shape) & ~grown(emptied.hole, CARRIED)
        stain, told = stained(rgb, np.maximum(clothes, worn), skin * ~emptied.hole)
        told &= _collar(mesh, hem.shape) & ~hem & ~emptied.hole
        stain *= told[..., None]
        clothes, skin = np.where(hem, share, clothes), np.where(hem, 1 - share, skin)
        garment = np.where(hem, share, worn)
        seen = clothes
        # What is neither skin nor head nor known for cloth stays as well: a lining, a strap, something held. Along
        # a hem all is known, and what is mostly cloth is no cloth alone.
        unknown = ((person > 0.6) & (skin < 0.3) & ~emptied.hole & ~hem).astype(np.float32)
        rim = disc(RIM * face_width(mesh.points))  # as wide a rim of neck and hair is neither
        tips = unknown * _rather(rgb, clothes > 0.9, skin > 0.9, 2 * RIM * face_width(mesh.points))
        clothes = np.maximum(clothes, np.maximum(tips, cv2.morphologyEx(unknown, cv2.MORPH_OPEN, rim)))
        kept = (garment > 0.5) & (~hem | (share > PURE)) & ~(stain.max(-1) > 0)
        solid = (clothes > PURE).astype(np.uint8)
        inner = cv2.erode(np.maximum(kept, solid).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        beside = grown(emptied.hole | _replaced(mesh, emptied, skin, clothes), CARRIED * 2)
        told &= ~beside  # where the neck is another, what is beside cloth is as well
        return cls(
            clothes=np.maximum(seen, garment),
            skin=skin * ~emptied.hole,
            person=person * ~emptied.hole,
            worn=np.maximum(clothes, garment),
            kept=kept,
            hem=hem,
            rim=(clothes > 0.02) & ~kept & ~inner & beside,
            edge=told,
            stain=stain * (told | (garment > 0.5))[..., None],
            emptied=emptied,
        )


def _collar(mesh: Mesh, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Return where a collar or a neckline may end at skin: between an arm and what is worn beside it there is air."""
    x, deep = about_chin(mesh.points, shape)
    return (np.abs(x) < COLLAR[0]) & (np.abs(deep - COLLAR[1]) < COLLAR[1])


def _replaced(mesh: Mesh, emptied: Vacated, skin: Mask, clothes: Mask) -> NDArray[np.bool_]:
    """Return where the wearer's neck makes room for another; below that it stays, and its edge at a collar with it."""
    sides = neck.seen(skin > 0.5, emptied.hole, clothes > 0.3, mesh.points)
    deep = neck.outline(mesh.points, sides, sides, skin.shape)[1]
    return emptied.neck & (deep < neck.base(mesh.points, sides, skin.shape))


def _mistaken(rgb: RGB, mesh: Mesh, cloth: Mask, skin: Mask) -> NDArray[np.bool_]:
    """Return what right under the chin is taken for cloth and has the colour of the ``skin`` beside it instead.

    A speck of the wearer's neck would stay before another.
    """
    unit, (x, deep) = face_width(mesh.points), about_chin(mesh.points, cloth.shape)
    near = (np.abs(x) < THROAT[0]) & (np.abs(deep - THROAT[1]) < THROAT[1])
    core = cv2.erode((cloth > 0.5).astype(np.uint8), disc(THIN * unit)) > 0
    bare = (skin > 0.5) & near | (hull(cloth.shape, mesh.oval) > 0) & (deep > -CHIN)
    if not (core & near).any():
        return np.zeros(near.shape, bool)
    values = lab(rgb) * np.array([SHADE, 1, 1], np.float32)
    off_cloth, off_skin = (_off(values, flags, 3 * THIN * unit) for flags in (core, bare))
    told = near & (cloth > 0.02) & (off_cloth > ALIKE) & (off_skin < np.minimum(0.6 * off_cloth, UNLIKE))
    return told & grown(bare, 6 * THIN * unit)


def _off(values: NDArray[np.float32], flags: NDArray[np.bool_], reach: float) -> NDArray[np.float32]:
    """Return how far each of (height, width, 3) ``values`` is from those of ``flags`` around it; far where none are."""
    weight = wide(flags.astype(np.float32), reach)
    mean = wide(np.asarray(values * flags[..., None], np.float32), reach) / weight[..., None].clip(1e-5)
    return np.where(weight > 1e-4, np.linalg.norm(values - mean, axis=-1), np.inf).astype(np.float32)


def _rather(rgb: RGB, cloth: NDArray[np.bool_], skin: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """Return where, near ``cloth``, a colour is rather that of the cloth beside it than of the ``skin`` beside it.

    The ends of a collar at the neck are so thin that they are neither to who looks at a small picture.
    """
    off_cloth, off_skin = (_off(lab(rgb), flags, reach) for flags in (cloth, skin))
    return (off_cloth < np.minimum(0.6 * off_skin, ALIKE)) & grown(cloth, 2 * reach)


def _whole(clothes: Mask, unit: float) -> Mask:
    """Return ``clothes`` without the specks that shade and beard beside a neck are taken for."""
    _, names, sizes, _ = cv2.connectedComponentsWithStats((clothes > SPECKLED).astype(np.uint8))
    specks = sizes[:, cv2.CC_STAT_AREA] < (SPECK * unit) ** 2
    large = ~specks[names] & (names > 0)
    return clothes * grown(large, 2 * CARRIED)


def _trunk(scene: Scene) -> NDArray[np.bool_]:
    """Return where the pose has trunk and upper arms, at the picture's size."""
    small, body = scene.seen.small, scene.seen.wearer.body
    drawn = np.zeros(small.shape[:2], np.uint8)
    if body is not None:
        joints = [body.where(name) for name in ("right-shoulder", "left-shoulder", "left-hip", "right-hip")]
        cv2.fillConvexPoly(drawn, np.round(np.stack(joints)).astype(np.int32), 1)
        drawn |= limbs(small.shape, body, ARMS[::2], ARM * body.shoulders).astype(np.uint8)
    return cv2.resize(drawn, scene.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0


def grown(flags: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """Return ``flags`` and what lies within ``reach`` pixels of them."""
    return cv2.dilate(flags.astype(np.uint8), disc(reach)) > 0


def disc(reach: float) -> NDArray[np.uint8]:
    """Return a round kernel with a radius of ``reach`` pixels."""
    size = 2 * max(1, round(reach)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
