"""A portrait knows when it is bad: hair that was eaten or smeared, old background, cut edges, a face that was changed.

The person of a canvas is their own photo in another light, so the photo itself is the witness: what of the picture
differs from it by more than light is a fault, and so is an edge that does not run where the photo's colours part. All
of it is looked at in small, a face `UNIT` pixels wide. What a look does afterwards (strokes, dots, ink) is meant.
Measures that faces in templates and heads on other shoulders have too are theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import compose
from engine.canvas.channels import squared
from engine.canvas.linear import display, linear, luminance
from engine.canvas.sitter import Sitter
from engine.canvas.smooth import wide
from engine.canvas.swap.judge import crooked, crossed
from engine.canvas.types import Frame, Linear, Plane, Shown, Subject
from engine.faces.regions import LEFT_BROW, RIGHT_BROW, WHOLE_LIPS, hull, part
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Mesh, Points
from engine.garments import judge as heads

UNIT = 160  # pixels of a face in the small picture
RIM = 0.06  # squared face widths of hair's rim that is neither hair nor what is behind it
EATEN = 0.005  # squared face widths beside the person that look like their hair and not like the old background
BITTEN = 0.01  # squared face widths of notches in a crown that may be hair; good pictures have 0.004 at most
LEFT = 0.025  # squared face widths of the person that look like the old background and not like them
PIECES = 0.006  # squared face widths of what floats beside the person
#: What may be shown where nothing better is had. Of 14 photos before crowds and stages a crown cut flat and half a cap
#: lay beyond; below it lay dark seams, and edges where colours deceive.
BEARABLE = {"rim": 0.12, "eaten": 0.06, "left": 0.07, "pieces": 0.02}
CUT = 0.1  # face widths along which the photo's end is seen
SMEAR = 0.45  # of the photo's fine contrast, of hair
ALIKE = 0.8  # correlation of the lines of eyes, brows and lips with the photo's
OPEN = 0.55  # the same of each eye without its brow; good pictures have 0.94 at least, painted over ones 0.15 at most
EVEN = 0.45  # the least sharp of them against the sharpest, as they are in the photo
SHARP = (0.4, 3.0)  # fine contrast of them against the photo's
CROOKED, CROSSED = 0.05, 0.03  # as in `engine.canvas.swap.judge`
FAR = 0.55  # distance to the person: beyond it nobody would know them
#: Distance that a picture may be further than their photos usually are, and one that is never too far; a few photos say
#: nothing of what is usual. Good pictures are 0.16 further at most; two sisters' pictures may be nearer than that.
FURTHER, NEAR, FEWEST = 0.2, 0.45, 4
AROUND, HAIR = 0.2, 0.3  # face widths over which colours are known
ROOTS, DEEP, OFF = 0.04, 0.12, 0.25  # face widths beyond an edge from which hair, all of a person, and no one is sure
BAND = 0.2  # face widths to either side in which an edge may err
NOTCH = 0.25  # face widths: half as wide a notch is none that hair has above the eyes
#: Face widths and a share: half as wide a disc has room in a bite, which is round, and fills of a corner beside a bun
#: its square over that of `NOTCH` at least, whatever its angle.
CORNER, FILLED = 0.12, 0.1
NOISE = 8.0  # grey values
LOCKS, CLEARLY = 2.0, 1.0  # spreads up to which a colour is hair's, and by how many it is further from the background's
STEP = 14.0  # grey values: colours that differ by more across a cut edge are not the same hair
MEETS = 20  # pixels along which what was left out lies against the hair that was kept
LIKE, RATHER = 2.5, 1.0  # the same of the background's, and of a person's
THIN = 0.025  # face widths: what is thinner is a strand
FINE, LINES = 0.8, 5.0  # pixels: what is finer than features, and how wide their lines are
DARKEST = 0.02  # of display white: darker differs by noise alone
FEW, LEAST = 40, 0.3  # pixels of which something can be said; share of an eye's that are not too dark for it
PARTS = ((RIGHT_EYE, RIGHT_BROW), (LEFT_EYE, LEFT_BROW), (WHOLE_LIPS,))
LIDS = ((RIGHT_EYE,), (LEFT_EYE,))


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was measured of one portrait; ``faults`` are names of sentences ``blemish-<fault>``, () for a good one."""

    rim: float
    eaten: float
    bitten: float
    left: float
    pieces: float
    cut: float
    smear: float
    alike: float
    open: float
    even: float
    sharp: float
    crooked: float
    crossed: float
    distance: float
    far: float = FAR

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, worst first."""
        wrong = {
            "eyes": self.crooked > CROOKED or self.crossed > CROSSED,
            "likeness": self.distance > self.far,
            "face": self.alike < ALIKE or self.open < OPEN or self.even < EVEN,
            "blur": not SHARP[0] < self.sharp < SHARP[1],
            "hair": self.eaten > EATEN or self.bitten > BITTEN or self.smear < SMEAR,
            "background": self.rim > RIM or self.left > LEFT or self.pieces > PIECES,
            "cut": self.cut > CUT,
        }
        return tuple(name for name, bad in wrong.items() if bad)

    @property
    def good(self) -> bool:
        """Whether it may be shown."""
        return not self.faults

    @property
    def bearable(self) -> bool:
        """Whether it may be shown where there is no better one, and is said: an edge that is not quite clean."""
        edge = all(getattr(self, name) <= most for name, most in BEARABLE.items())
        hair = self.smear >= SMEAR and self.bitten <= BITTEN
        return edge and hair and set(self.faults) <= {"hair", "background"}


def farthest(embeddings: Sequence[Sequence[float]]) -> float:
    """Return how far from the mean of their photos' ``embeddings`` a picture of somebody may be, `FAR` at most.

    Whose photos are all alike is not mistaken for their sister, whose lie far apart is not refused for it.
    """
    known = np.asarray(embeddings, np.float32)
    if len(known) < FEWEST:
        return FAR
    usual = np.median([np.linalg.norm(one - np.delete(known, at, 0).mean(0)) for at, one in enumerate(known)])
    return min(FAR, max(NEAR, float(usual) + FURTHER))


def shown(subject: Subject, frame: Frame, alpha: Plane, sitter: Sitter, whole: RGB, behind: Linear) -> Shown:
    """Return what is looked at of a composed picture ``whole``, ``alpha`` being the person's share of it."""
    small = min(1.0, UNIT / max(sitter.span, 1.0))
    size = (max(1, round(frame.width * small)), max(1, round(frame.height * small)))
    less = replace(frame, scale=frame.scale * small, width=size[0], height=size[1])

    def shrunk(plane: np.ndarray) -> np.ndarray:
        return cv2.resize(plane, size, interpolation=cv2.INTER_AREA)

    beyond = compose.cut(np.zeros(subject.cut.alpha.shape, np.float32), less, outside=1.0) > 0.5
    points = subject.mesh.points.copy()
    points[:, :2] = (points[:, :2] - (frame.left, frame.top)) * less.scale
    return Shown(
        photo=compose.cut(subject.rgb, less),
        colour=compose.cut(subject.cut.colour, less),
        whole=shrunk(whole),
        behind=display(shrunk(behind)),
        alpha=shrunk(alpha),
        hair=shrunk(sitter.hair),
        beyond=beyond,
        mesh=replace(subject.mesh, points=points),
    )


def judged(
    made: Shown, rgb: RGB, look: Callable[[RGB], tuple[Mesh | None, float]], far: float = FAR
) -> tuple[Verdict, float]:
    """Judge the finished picture ``rgb``; returns its distance to the person, too, which may be ``far`` at most.

    ``look`` finds the mesh in a picture and tells how far its face is from the person. Strokes and ink may hide either:
    what only they hide is no fault, so then the picture is looked at as it was before its look.
    """
    mesh, distance = look(rgb)
    said = verdict(made, mesh, distance, far)
    if {"eyes", "likeness"} & set(said.faults):
        said = verdict(made, *look(made.whole), far)
    return said, distance


def verdict(made: Shown, mesh: Mesh | None, distance: float, far: float = FAR) -> Verdict:
    """Judge a portrait by its ``mesh`` and ``distance`` to the person; without a mesh nothing is said of eyes.

    ``far`` is how great that distance may be, see `farthest`.
    """
    parts, lids = _parts(made, PARTS), _parts(made, LIDS)
    after, before = (np.log(luminance(linear(rgb)).clip(DARKEST)) for rgb in (made.whole, made.photo))
    fine = [_between(plane) for plane in (after, before)]
    lines = [[plane[where] for plane in fine] for where in parts]
    sharp = [float(np.sqrt((one**2).mean() / max(float((other**2).mean()), 1e-8))) for one, other in lines]
    eaten, left = mistaken(made)
    return Verdict(
        rim=rim(made),
        eaten=eaten,
        bitten=bitten(made),
        left=left,
        pieces=pieces(made.alpha),
        cut=cut(made),
        smear=smear(made),
        alike=min((_alike(*pair) for pair in lines), default=1.0),
        open=min((_open(made, where) for where in lids), default=1.0),
        even=min(sharp) / max(*sharp, 1e-6) if len(sharp) > 1 else 1.0,
        sharp=float(np.median(sharp)) if sharp else 1.0,
        crooked=0.0 if mesh is None else crooked(mesh, made.mesh, made.mesh),
        crossed=0.0 if mesh is None else crossed(mesh, made.mesh, made.mesh),
        distance=distance,
        far=far,
    )


def rim(made: Shown) -> float:
    """Return how much of hair's rim is lighter or darker than hair and scene, see `engine.garments.judge.sliver`.

    The person is put before the scene in the photo's own light: a rim a lamp draws around them is meant.
    """
    share = made.alpha[..., None]
    plain = display(linear(made.colour) * share + linear(made.behind) * (1 - share))
    nothing = np.zeros_like(made.alpha)
    told = heads.Shown(
        picture=plain,
        points=made.mesh.points,
        head=made.alpha,
        hair=made.hair,
        bare=nothing,
        worn=nothing,
        seen=nothing,
    )
    return heads.sliver(told, UNIT)


def mistaken(made: Shown) -> tuple[float, float]:
    """Return how much beside the edge is hair and was left out, and is not the person's and was taken.

    In squared face widths. Colours tell, where they do: each side is known from further in or off, with its spread.
    """
    values = made.photo.astype(np.float32)
    inside, outside = made.alpha > 0.9, made.alpha < 0.1
    locks = _locks(made)
    hair, sure, free = (
        cv2.erode(side.astype(np.uint8), _disc(deep)).astype(np.float32)
        for side, deep in ((locks & (made.hair > 0.8), ROOTS), (inside, DEEP), (outside, OFF))
    )
    free[made.beyond] = 0
    own, back = (_apart(values, where, HAIR) for where in (hair, free))
    near = cv2.dilate(locks.astype(np.uint8), _disc(BAND)) > 0
    eaten = near & ~made.beyond & (made.alpha < 0.25) & (own < LOCKS) & (back > own + CLEARLY)
    eaten = _goes_on(eaten, locks & (made.alpha > 0.5), values)
    own, back = (_apart(values, where, AROUND) for where in (sure, free))
    edge = cv2.morphologyEx(inside.astype(np.uint8), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    near = cv2.dilate(edge, _disc(BAND)) > 0
    left = near & ~made.beyond & (made.alpha > 0.75) & (back < LIKE) & (own > back + RATHER)
    return _area(eaten), _area(left)


def _locks(made: Shown) -> NDArray[np.bool_]:
    """Return the hair that reaches above the eyes: dark cloth, a neighbour's head and a beard are none of it."""
    _, pieces, stats, _ = cv2.connectedComponentsWithStats((made.hair > 0.5).astype(np.uint8))
    high = stats[:, cv2.CC_STAT_TOP] < float(made.mesh.eyes[:, 1].mean())
    high[0] = False
    return np.asarray(high[pieces], np.bool_)


def _goes_on(eaten: NDArray[np.bool_], kept: NDArray[np.bool_], values: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return what of ``eaten`` continues hair that was ``kept``: it meets it, and no step of colour lies between.

    A dark stripe of a curtain is as dark as hair, and a wall may be nearer to it than to what else stands behind. But
    one is apart from the head, and at the other the photo has an edge where the cut-out has one.
    """
    thick = cv2.morphologyEx(eaten.astype(np.uint8), cv2.MORPH_OPEN, _disc(THIN))
    count, pieces = cv2.connectedComponents(thick)
    close = cv2.dilate(kept.astype(np.uint8), _disc(ROOTS)) > 0
    hair = np.zeros_like(eaten)
    for number in range(1, count):
        piece = pieces == number
        sides = piece & close, kept & (cv2.dilate(piece.astype(np.uint8), _disc(2 * ROOTS)) > 0)
        if min(side.sum() for side in sides) < MEETS:
            continue
        beyond, before = (np.median(values[side], 0) for side in sides)
        hair |= piece & bool(np.sqrt(((beyond - before) ** 2).mean()) < STEP)
    return hair


def bitten(made: Shown) -> float:
    """Return how much of notches in the crown may be hair, squared face widths.

    Before trees as dark as hair no colour tells that some of it was left out. No crown has a notch as deep as it is
    wide, though; beside cheeks and neck hair has them, and so has whoever lifts an arm or a hand beside their head.
    Beside a bun there are corners, which are none (`_round`).
    """
    head = (made.alpha > 0.5) & ((made.hair > 0.5) | (hull(made.alpha.shape, made.mesh.oval) > 0))
    hair = cv2.erode((made.hair > 0.8).astype(np.uint8), _disc(ROOTS)).astype(np.float32)
    near = cv2.dilate((made.hair > 0.5).astype(np.uint8), _disc(BAND)) > 0
    near[round(float(made.mesh.eyes[:, 1].mean())) :] = False
    notches = _closed(head, NOTCH) & near & ~made.beyond & (made.alpha < 0.25)
    notches &= _apart(made.photo.astype(np.float32), hair, HAIR) < LOCKS
    return _area(_round(notches, _closed(head, CORNER)))


def _round(notches: NDArray[np.bool_], corners: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which of the ``notches`` (height, width) are bites: of the others a share is filled by ``corners``.

    Two outlines that swell meet in a corner, which a smaller disc fills in the same measure as a large one.
    """
    thick = cv2.morphologyEx(notches.astype(np.uint8), cv2.MORPH_OPEN, _disc(THIN))
    count, names = cv2.connectedComponents(thick)
    filled = np.bincount(names[corners], minlength=count) / np.bincount(names.ravel(), minlength=count)
    filled[0] = 1
    return (filled < FILLED)[names]


def _closed(flags: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """Return ``flags`` and what between them no disc of radius ``reach``, face widths, has room in."""
    edge = round(reach * UNIT) + 2
    inside = cv2.copyMakeBorder(flags.astype(np.uint8), *[edge] * 4, cv2.BORDER_CONSTANT, value=[0])
    return cv2.morphologyEx(inside, cv2.MORPH_CLOSE, _disc(reach))[edge:-edge, edge:-edge] > 0


def _apart(values: NDArray[np.float32], where: Plane, reach: float) -> Plane:
    """Return by how many spreads each pixel differs from what is usual around it ``where``."""
    weight = wide(where, reach * UNIT)
    share = weight.clip(1e-4)
    mean = wide(values * where[..., None], reach * UNIT) / share[..., None]
    spread = (wide(squared(values) * where, reach * UNIT) / share - squared(mean)).clip(0)
    apart = np.sqrt(squared(values - mean) / (spread + NOISE**2))
    return np.where(weight > 1e-3, apart, 2.0).astype(np.float32)  # nothing is known: neither alike nor unlike


def pieces(alpha: Plane) -> float:
    """Return how much floats beside the person, squared face widths."""
    count, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.4).astype(np.uint8))
    sizes = sorted(stats[1:, cv2.CC_STAT_AREA]) if count > 1 else []
    return float(sum(sizes[:-1])) / UNIT**2


def cut(made: Shown) -> float:
    """Return how long the photo's end is seen beside the person, face widths."""
    if not made.beyond.any():
        return 0.0
    last = (cv2.dilate(made.beyond.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0) & ~made.beyond
    return float((last & (made.alpha > compose.TOUCH)).sum() / UNIT)


def smear(made: Shown) -> float:
    """Return the fine contrast of hair against the photo's, light left out; 1 where little hair is seen."""
    where = cv2.erode((made.hair > 0.8).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    if where.sum() < 10 * FEW:
        return 1.0
    one, other = (_fine(rgb)[where] for rgb in (made.whole, made.photo))
    return float(np.sqrt((one**2).mean() / max(float((other**2).mean()), 1e-8)))


def _fine(rgb: RGB) -> Plane:
    light = np.log(luminance(linear(rgb)).clip(0) + DARKEST)
    return np.asarray(light - cv2.GaussianBlur(light, (0, 0), 1.5), np.float32)


def _parts(made: Shown, parts: tuple[tuple[tuple[int, ...], ...], ...]) -> list[NDArray[np.bool_]]:
    points: Points = made.mesh.points
    shape = made.alpha.shape
    found = [np.maximum.reduce([part(shape, points, one, 1.2) for one in names]) > 0 for names in parts]
    return [where for where in found if where.sum() >= FEW]


def _between(plane: Plane) -> Plane:
    return cv2.GaussianBlur(plane, (0, 0), FINE) - cv2.GaussianBlur(plane, (0, 0), LINES)


def _open(made: Shown, where: NDArray[np.bool_]) -> float:
    """Return how alike the lines ``where`` an eye is are to the photo's; 1 where it shows none (dark lenses).

    Both in the photo's light: what is too dark to be known in it is so in the picture, too.
    """
    own = luminance(linear(made.photo))
    if float(np.mean(own[where] > DARKEST)) < LEAST:
        return 1.0
    light = luminance(linear(made.whole))
    light = light * (float(np.median(own[where])) / max(float(np.median(light[where])), 1e-4))
    after, before = (_between(np.log(plane.clip(DARKEST)))[where] for plane in (light, own))
    return _alike(after, before)


def _alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float((one * other).sum() / max(float(np.sqrt((one**2).sum() * (other**2).sum())), 1e-6))


def _area(where: NDArray[np.bool_]) -> float:
    thick = cv2.morphologyEx(where.astype(np.uint8), cv2.MORPH_OPEN, _disc(THIN))
    return float(thick.sum()) / UNIT**2


def _disc(reach: float) -> NDArray[np.uint8]:
    side = 2 * max(1, round(reach * UNIT)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))  # type: ignore[return-value]
