"""A garment worn by the person's own pixels (paper 3.1, on a base that draws heads): nothing of them is drawn.

The wearer's head goes, and the person's, cut out of a photo of theirs, comes in the light of the picture; bare skin of
the wearer takes the tone of the person's. The garment lies over both, bit for bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.easel import Seen as Photo
from engine.canvas.easel import whole
from engine.canvas.expressions import grimaces, usual
from engine.canvas.linear import LUMINANCE, display, exposed, linear
from engine.canvas.smooth import wide
from engine.canvas.subjects import prepare
from engine.canvas.types import Linear, Plane, Subject
from engine.errors import BadPhotoError, JobCancelledError
from engine.faces.images import shrink
from engine.faces.regions import Mask, face_width, upright
from engine.faces.types import CHIN, FOREHEAD, RGB, Face, Mesh
from engine.garments import backdrop, bust, crown, hair, judge, neck
from engine.garments.bearded import lost
from engine.garments.body import Hand
from engine.garments.clone import spread
from engine.garments.wardrobe import LOOK, enlarged
from engine.requests import Progress
from engine.tasks.shared import kept
from engine.tasks.tryon.headless import CARRIED, PURE, Body, disc, grown
from engine.tasks.tryon.request import Background
from engine.tasks.tryon.scene import Scene

TURNED = 32.0  # degrees by which the person's head may be turned otherwise than the wearer's
POSE = 30.0  # degrees of pose that weigh as much as a photo of half the size
ROOM, CRAMPED = 0.7, 4.0  # face heights over a forehead in which all hair ends; what a photo loses that has less
SPARE = 1  # pictures more than were asked for: the least alike are left out
TRIED, LOOKED = 3, 8  # photos that are tried, and looked at, for each picture
WELL_LIT = 0.8  # of a person's photos are darker than the one their tone is taken from
NECK_SEEN, WITNESS = 60, 0.6  # pixels of both necks that must meet; how much they say of the tone of bare skin
RESTLESS = 6.0  # what a photo loses for what lies behind its hair
NECKLESS = 1.2  # what a photo loses that shows no neck
CROWNLESS = 4.0  # and for each face width of the crown that it cuts off
GRIMACE = 3.0  # and that shows a grimace: whoever wears clothes in a picture pulls none
EDGE = 0.012  # of the height: hair begins below
SHADED = 0.25  # of its light that skin has in the shade of a collar at least
MIXTURE = 0.05  # share of cloth from which nothing is believed of the skin in a pixel
EDGES = 7.0  # pixels from skin that is surely nothing else in which it is mixed with cloth
LINED, LINING = 0.12, 0.4  # face widths over which the inside of a collar has its colour, and how much of its light
CLOSED, INVENTED = 0.09, 0.16  # face widths: a gap under the jaw; from where under the chin a neck may be made up
WIDENS = 0.8  # face widths to either side that it may be for each further down
HIDDEN = 0.12  # squared face widths of cloth under the wearer's hair: more cannot be made up well
MISFIT = 0.28  # of the tone behind the old head: more is no background one would believe; leaves have 0.18, a wall less
HANDS = (0.8, 1.15, 4)  # face widths beside and under the eyes in which so many points of a hand are in the way
SPILT = 0.03  # of the longer side
THROAT = 0.6  # of a neck that photo or wearer must show: what is under a hood and under a beard cannot be made up
SURELY = 0.75  # share of a pixel that is neck: of its soft edge no other is made
BETWEEN, SLIM = 0.6, 0.02  # face widths of a neck that hair or beard hid; half as wide as a column of it
NEAR_HAIR = 0.06  # face widths from the old head in which skin is shaded by it
ROOM_BESIDE = 0.04  # face widths beside the wearer's neck that are cleared with it
BARE = (0.3, 3.0)  # how much darker and brighter bare skin may become


@dataclass(frozen=True, kw_only=True, eq=False)
class Dressed:
    """One picture, where the person's own pixels are seen in it, and the number of the photo they are of."""

    picture: RGB
    shown: Mask
    photo: int
    judged: judge.Shown | None = None  # what it was judged by


def dressed(scene: Scene) -> list[Dressed]:
    """Return ``scene.request.count`` pictures and `SPARE` ones, each with another photo of the person, or as many as
    show a head that fits and are good once they are made (`judge`).

    Empty where none does (cut off, or turned too far otherwise than the wearer's), where the wearer's hair hides so
    much of the clothes that shoulders would have to be made up, and where what is behind the old head cannot go on.

    Raises `JobCancelledError`.
    """
    spot, wearer = scene.seen.spot, scene.seen.wearer
    if spot is None or spot.face.mesh is None or wearer is None:
        return []
    if _held(wearer.hands, spot.face.mesh, scene.seen.small.shape[1] / scene.rgb.shape[1]):
        return []
    subjects = _subjects(scene, spot.face.mesh)
    if not subjects:
        return []
    light = _light(scene, spot.face)
    body = Body.of(scene)
    if body.emptied.invented > HIDDEN * face_width(spot.face.mesh.points) ** 2:
        return []
    if scene.request.background == Background.KEEP and body.emptied.misfit > MISFIT:
        return []
    pulled = _pulled(scene.photos)
    made: list[Dressed] = []
    for number, (photo, subject, move) in enumerate(subjects):
        enough = len(made) >= scene.request.count and photo in pulled  # nor is one there to be chosen by likeness
        if enough or len(made) == scene.request.count + SPARE:
            break
        if scene.cancelled():
            raise JobCancelledError
        shown, parts = _one(scene, body, subject, move, light, number)
        if judge.verdict(parts).good:
            made.append(Dressed(picture=parts.picture, shown=shown, photo=photo, judged=parts))
        scene.progress(Progress(stage="drawing", done=number + 1, total=len(subjects)))
    if made:  # what of the wearer's skin was mixed into the garment's edge does not stay
        scene.garment = body.kept.astype(np.float32)
    return made


def _held(hands: Sequence[Hand], mesh: Mesh, scale: float) -> bool:
    """Say whether one of the ``hands`` is at face or neck: it cannot go with a head, nor stay before another.

    ``scale`` turns pixels of ``mesh`` into those of the hands.
    """
    turn = upright(mesh.points * np.float32(scale))
    for hand in hands:
        x, y = turn[:, :2] @ hand.points[:, :2].T + turn[:, 2:]
        if ((np.abs(x) < HANDS[0]) & (y > -HANDS[1]) & (y < HANDS[0])).sum() >= HANDS[2]:
            return True
    return False


def _one(
    scene: Scene, body: Body, subject: Subject, move: bust.Move, light: bust.Coefficients | None, number: int
) -> tuple[Mask, judge.Shown]:
    """Put one head onto the wearer's shoulders; return where it is seen, and the picture with what it is judged by."""
    own = bust.placed(subject, move, scene.rgb.shape, light, _usual(scene))
    over = (1 - np.maximum(body.worn, body.edge * (1 - own.head)))[..., None]
    behind = hair.behind_neck(own.hair, own.hides - own.hair, own.colour, own.points)
    below, bare, seen = _bare(scene, body, own, behind)
    head = own.head[..., None]
    person = below * (1 - head) + own.colour * head
    head = np.maximum(own.head, behind[0] * (1 - bare))
    judged = judge.Shown(
        picture=scene.rgb, points=own.points, head=head, hair=own.hair, bare=bare, worn=body.worn, seen=seen,
        enlarged=subject.enlarged * float(np.sqrt(abs(np.linalg.det(move[:, :2])))),
    )  # fmt: skip
    person = _lined(body, person, judged)
    person = person * over + (_cloth(body, own.head) + _stain(body, below, bare)) * (1 - over)
    scene.show(f"4-head-{number}", display(own.colour * np.maximum(own.head, own.neck)[..., None]))
    scene.show(f"4-skin-{number}", bare * over[..., 0])
    if scene.request.background != Background.KEEP:
        person = _before(scene, body, person, np.maximum.reduce([own.head, bare, behind[0]]))
    shown = np.maximum(own.head, own.neck * bare) * over[..., 0]
    picture = np.where(body.kept[..., None], scene.rgb, display(person))
    return shown, replace(judged, picture=picture)


def _bare(scene: Scene, body: Body, own: bust.Bust, behind: tuple[Plane, Linear]) -> tuple[Linear, Plane, Plane]:
    """Return the picture without the head and with all bare skin the person's, their neck in it.

    ``behind`` is the hair behind that neck and its colour. With the picture come where that skin is, and where one of
    both photos shows it.
    """
    emptied, clear = body.emptied, 1 - body.worn
    unit = face_width(own.points)
    sides = (
        neck.seen(own.neck > 0.5, own.hides > 0.3, np.zeros_like(emptied.hole), own.points),
        neck.seen(body.skin > 0.5, emptied.hole, body.worn > 0.3, own.points),
    )
    outline, deep = neck.outline(own.points, *sides, clear.shape)
    stretched, seen = neck.stretched(own.colour, own.neck, own.points, *sides)
    skin = np.asarray(body.skin * (clear > 0.5), np.float32)
    toned = _toned(scene, body, own, stretched, (seen > 0.6) & (deep > 0) & (skin > 0.7))
    solid = (skin > 0.5) & ~grown(emptied.hole, NEAR_HAIR * unit)
    joined = neck.joined(stretched, seen, toned, solid, deep, unit)
    # Down to the neck's base the outline says where skin is, further down the wearer's own.
    base = neck.base(own.points, sides[1], clear.shape)
    room = grown(emptied.neck, ROOM_BESIDE * unit) & (deep < base)
    lower = ((deep - base + 0.08) / 0.08).clip(0, 1)
    picture = np.where((room & (body.worn < 0.98))[..., None], emptied.ground, emptied.light)
    picture = picture * (1 - behind[0][..., None]) + behind[1] * behind[0][..., None]
    own_skin = skin * np.where(emptied.neck | room, lower * np.where(deep < base, outline, 1.0), 1.0)
    picture = picture * (1 - own_skin[..., None]) + toned * own_skin[..., None]
    # Beside the jaw nothing is made up, only the gap between jaw and neck is closed.
    both = np.maximum(seen * (seen > 0.5), solid.astype(np.float32))
    shut = cv2.morphologyEx(np.maximum.reduce([both, skin, own.head]), cv2.MORPH_CLOSE, disc(CLOSED * unit))
    shut = np.maximum(shut, hidden_neck(both, unit))
    outline = outline * _believed(shut, deep, unit)
    reach = outline * (body.worn < 0.98) * np.where(deep > base, emptied.hole | emptied.neck, 1.0)
    share = np.asarray(reach * ((neck.GONE + 0.1 - deep) / 0.1).clip(0, 1), np.float32)
    share = np.maximum(share, reach * (emptied.hole & ~emptied.cloth))
    picture = picture * (1 - share[..., None]) + joined * share[..., None]
    picture = _mixed(body, picture, skin * (deep >= base))
    return np.asarray(picture, np.float32), np.maximum(own_skin, share), both


def _believed(shut: Plane, deep: Plane, unit: float) -> Plane:
    """Return where a neck may be, 0..1: where it is seen (``shut``), and from `INVENTED` on further and further beside.

    It widens rather than fades in: half a neck is a ghost.
    """
    far = cv2.distanceTransform((shut < 0.5).astype(np.uint8), cv2.DIST_L2, 5) / unit
    wider = (deep - INVENTED).clip(0) * WIDENS
    beside = ((wider - far) / (2 * neck.SOFT) + 0.5).clip(0, 1) * (wider > 0)
    return np.asarray(np.maximum(shut, beside), np.float32)


def hidden_neck(both: Plane, unit: float) -> Plane:
    """Return ``both`` (height, width) 0..1, where neck is seen above and below, with what lies between, hidden or not.

    A line of it is no neck: some rim of hair has a speck of skin below it. ``unit`` is the width of the face, pixels.
    """
    wide = 2 * max(1, round(SLIM * unit)) + 1
    column = np.ones((2 * round(BETWEEN * unit / 2) + 1, wide), np.uint8)
    between = cv2.morphologyEx((both > SURELY).astype(np.float32), cv2.MORPH_CLOSE, column)
    return cv2.morphologyEx(between, cv2.MORPH_OPEN, np.ones((1, wide), np.uint8))


def _toned(scene: Scene, body: Body, own: bust.Bust, stretched: Linear, both: NDArray[np.bool_]) -> Linear:
    """Return the picture without the head as if all of it were skin that takes the person's tone.

    ``both`` is where the person's own neck and the wearer's are seen: a better witness than cheeks, which catch other
    light.
    """
    light = body.emptied.light
    worn = bust.cheeks(scene.rgb, scene.seen.spot.face.mesh)
    scene.toned = worn is not None
    if worn is None:
        return light
    gain = (own.tone / worn.clip(1e-3)).clip(*BARE)
    if both.sum() >= NECK_SEEN:
        near = np.median(stretched[both], axis=0) / np.median(light[both], axis=0).clip(1e-3)
        gain = gain ** (1 - WITNESS) * near.clip(*BARE) ** WITNESS
    return exposed(light, np.broadcast_to(gain, light.shape).astype(np.float32))


def _mixed(body: Body, picture: Linear, skin: Plane) -> Linear:
    """Return ``picture`` with what is cloth and ``skin`` at once changed as the skin beside it was.

    Where exactly a collar ends nobody knows to the pixel: what the photo shows there is the best mixture of both.
    """
    light = body.emptied.light
    sure = cv2.erode(((skin > 0.9) & (body.worn < 0.02)).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if not sure.any():
        return picture
    mixed = (body.worn > 0.02) | ((skin > 0.5) & grown(body.worn > 0.02, EDGES / 2))
    edge = grown(sure, EDGES) & ~sure & mixed & ~body.kept & ~body.rim
    ratio = (picture / light.clip(1e-3)).clip(*BARE)
    beside = spread(np.asarray(ratio * sure[..., None], np.float32), sure)
    picture = np.where(edge[..., None], light * beside, picture)
    return _hemmed(body, picture, skin, sure)


def _hemmed(body: Body, picture: Linear, skin: Plane, sure: NDArray[np.bool_]) -> Linear:
    """Return ``picture`` with the skin along a hem as shaded as that beside it, and nowhere lighter.

    The light rim that a camera draws around a dark collar, and a light collar itself, would be dots on darker skin.
    """
    light = body.emptied.light
    close = cv2.erode(((skin > 0.9) & (body.worn < 0.02)).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    far, near, bare = (
        spread(np.asarray(values * flags[..., None], np.float32), flags)
        for values, flags in ((picture, sure), (picture, close), (light, close))
    )
    most = (far @ LUMINANCE).clip(1e-4)
    own = near * (most / (near @ LUMINANCE).clip(1e-4)).clip(0, 1)[..., None] * _shade(body, light, bare)[..., None]
    told = body.hem & grown(sure, EDGES) & ~body.kept
    dimmed = picture * (most / (picture @ LUMINANCE).clip(1e-4)).clip(0, 1)[..., None]
    share = np.where(told, (body.worn / MIXTURE).clip(0, 1), 0)[..., None]
    return np.where((told & ~sure)[..., None], dimmed * (1 - share) + own * share, picture).astype(np.float32)


def _stain(body: Body, below: Linear, bare: Plane) -> Linear:
    """Return what light is added to cloth so that skin seen in its edge is the person's as the ``bare`` beside it is.

    ``below`` is the picture with that skin in their tone. A line of a lighter wearer's skin stayed along white collars.
    """
    sure = cv2.erode(((bare > 0.9) & (body.worn < 0.02)).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if not sure.any() or not body.stain.any():
        return np.zeros_like(body.stain)
    light = body.emptied.light
    ratio = (below / light.clip(1e-3)).clip(*BARE)
    change = spread(np.asarray(ratio * sure[..., None], np.float32), sure) - 1
    # What is skin alone changes as skin does, grain and all: of its mean colour specks would be left.
    pure = ((body.stain @ LUMINANCE) / (light @ LUMINANCE).clip(1e-4)).clip(0, 1)[..., None] ** 2
    return np.asarray((body.stain * (1 - pure) + light * pure) * change, np.float32)


def _shade(body: Body, light: Linear, bare: Linear) -> Plane:
    """Return how dark the skin in a mixture with darker cloth is beside the ``bare`` skin next to it, 0..1."""
    cloth = _carried(light, body.worn > PURE) @ LUMINANCE
    share, next_to = body.worn.clip(0, 0.8), (bare @ LUMINANCE).clip(1e-4)
    own = cv2.blur(((light @ LUMINANCE - share * cloth) / (1 - share)) / next_to, (3, 3))
    return np.where(cloth < next_to, own.clip(SHADED, 1), 1).astype(np.float32)


def _carried(light: Linear, sure: NDArray[np.bool_]) -> Linear:
    """Return the colour of what is ``sure`` a few pixels around, ``light`` itself further away."""
    weight = cv2.GaussianBlur(sure.astype(np.float32), (0, 0), CARRIED)[..., None]
    near = cv2.GaussianBlur(light * sure[..., None], (0, 0), CARRIED) / weight.clip(1e-4)
    return np.where(weight > 1e-3, near, light).astype(np.float32)


def _lined(body: Body, person: Linear, judged: judge.Shown) -> Linear:
    """Return ``person`` with the shaded inside of the collar where a slimmer neck leaves some of it to be seen."""
    unit = face_width(judged.points)
    x, deep = judge.about_chin(judged.points, judged.head.shape)
    open_ = judge.gap(x, deep, judged, unit)
    if not open_.any():
        return person
    sure = (body.worn > 0.98).astype(np.float32)
    weight = wide(sure, LINED * unit)[..., None].clip(1e-4)
    inside = wide(np.asarray(body.emptied.light * sure[..., None], np.float32), LINED * unit) / weight * LINING
    share = cv2.GaussianBlur(grown(open_, 1.5).astype(np.float32), (0, 0), 0.8) * (
        np.maximum(judged.head, judged.bare) < 0.5
    )
    return np.asarray(person * (1 - share[..., None]) + inside * share[..., None], np.float32)


def _cloth(body: Body, head: Plane) -> Linear:
    """Return the picture without the head with the colour of what is worn carried over its `Body.rim`.

    The same where hair of the new ``head`` lies over its edge: the wearer's skin is mixed into that.
    """
    light = body.emptied.light
    mixed = (body.worn > 0.02) & (body.worn < PURE)
    rim = body.rim | (mixed & (grown(head > 0.3, CARRIED) | body.hem))
    return np.where(rim[..., None], _carried(light, (body.worn > PURE) & ~rim), light)


def _before(scene: Scene, body: Body, person: Linear, own: Plane) -> Linear:
    """Return the person before the chosen background; ``own`` is where head and skin of theirs are."""
    height, width = own.shape
    behind = linear(backdrop.drawn(scene.request.background, height, width, scene.request.seed))
    # Beside the old head the mask of the person spills over: there only what is known for cloth is somebody.
    away = ~grown(body.emptied.neck | body.emptied.hole, SPILT * max(own.shape))
    share = np.maximum.reduce([own, body.clothes, body.person * away])[..., None]
    scene.show("5-matte", share[..., 0])
    return person * share + behind * (1 - share)


def _usual(scene: Scene) -> bust.Tone | None:
    """Return the tone of the person's cheeks in a well-lit photo: a dim room says nothing of skin."""
    tones = [tone for photo in scene.photos if (tone := bust.cheeks(photo.rgb, photo.face.mesh)) is not None]
    tones.sort(key=lambda tone: float(tone @ LUMINANCE))
    return tones[round(WELL_LIT * (len(tones) - 1))] if tones else None


def _subjects(scene: Scene, wearer: Mesh) -> list[tuple[int, Subject, bust.Move]]:
    """Return the photos that show a head turned like the wearer's, made ready, with their numbers, best first.

    Whole heads come before those whose crown has to be made up. With each comes how it is laid into the picture. To
    show the neck is better than a likelier turn of the head.

    Raises `JobCancelledError`.
    """
    try:
        scene.photos = scene.models.easel.look(kept.photos(scene.request.identity, scene.identity))
    except BadPhotoError:
        return []
    pulled = _pulled(scene.photos)
    able = [photo for photo in scene.photos if abs(photo.face.mesh.yaw - wearer.yaw) < TURNED]
    able.sort(key=lambda photo: (photo.number in pulled, not whole(photo), _unfit(photo, wearer)))
    made: list[tuple[float, int, Subject, bust.Move]] = []
    narrow = False
    skin = enlarged(scene.rgb, scene.seen.wearer.skin)
    theirs = bust.throat_in(skin, wearer)
    for photo in able[: LOOKED * scene.request.count]:
        if scene.cancelled():
            raise JobCancelledError
        if len(made) == TRIED * scene.request.count:
            break
        try:
            taken = scene.models.easel.subject(photo)
        except BadPhotoError:
            continue
        lacks = crown.missing(taken)
        if (subject := crown.crowned(taken)) is None:
            narrow = True
            continue
        if lost(subject.cut, subject.mesh, subject.rgb):
            continue
        small = shrink(photo.rgb, LOOK)
        hands = scene.models.wardrobe.bodies.hands(small)
        if _held(hands, photo.face.mesh, small.shape[1] / photo.rgb.shape[1]):
            continue  # hair and neck would end where the hand was
        laid = bust.onto_neck(bust.like(subject.mesh, wearer), subject, wearer, skin)
        move = bust.fitted(laid, subject, EDGE * scene.rgb.shape[0])
        shown = bust.throat_shown(subject)
        if not subject.cropped and move is not None and max(shown, theirs) >= THROAT:
            unfit = _unfit(photo, wearer) + NECKLESS * (1 - shown) + RESTLESS * bust.unrest_behind(subject)
            unfit += CROWNLESS * lacks + GRIMACE * (photo.number in pulled)
            made.append((unfit, photo.number, subject, move))
    scene.narrow = narrow and not made
    made.sort(key=lambda one: one[0])
    return [(photo, subject, move) for _, photo, subject, move in made]


def _pulled(photos: Sequence[Photo]) -> set[int]:
    """Return the numbers of the photos that show a grimace: they are taken where no others will do."""
    own = usual([photo.face.mesh for photo in photos])
    return {photo.number for photo in photos if grimaces(photo.face.mesh, own)}


def _unfit(photo: Photo, wearer: Mesh) -> float:
    mesh = photo.face.mesh
    turned = np.hypot(mesh.yaw - wearer.yaw, mesh.pitch - wearer.pitch) / POSE
    tall = float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.points[FOREHEAD, :2]))
    cramped = max(0.0, ROOM - float(mesh.points[FOREHEAD, 1]) / max(tall, 1.0))
    small = max(0.0, np.log2(300 / max(photo.face.side, 1)))
    return float(turned + small + CRAMPED * cramped + 0.05 * photo.number)


def _light(scene: Scene, face: Face) -> bust.Coefficients | None:
    try:
        return bust.light_of(prepare(scene.rgb, _Known(face), scene.models.faces.cutter.cut_out))
    except BadPhotoError:
        return None


class _Known:
    """Perception that has already looked."""

    def __init__(self, face: Face) -> None:
        self._face = face

    def faces(self, rgb: RGB) -> list[Face]:
        """Return the wearer's face."""
        return [replace(self._face)]
