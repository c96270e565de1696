"""A garment worn by the person's own pixels (paper 3.1, on a base that draws heads): nothing of them is drawn.

The wearer's head goes, and the person's, cut out of a photo of theirs, comes in the light of the picture; bare skin of
the wearer takes the tone of the person's. The garment lies over both, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.easel import Seen as Photo
from engine.canvas.easel import whole
from engine.canvas.linear import LUMINANCE, display, exposed, linear
from engine.canvas.subjects import prepare
from engine.canvas.types import Linear, Plane, Subject
from engine.errors import BadPhotoError, JobCancelledError
from engine.faces.regions import Mask, face_width
from engine.faces.types import CHIN, FOREHEAD, RGB, Face, Mesh
from engine.garments import backdrop, bust
from engine.garments.body import ARMS, limbs
from engine.garments.vacated import vacated
from engine.garments.wardrobe import enlarged
from engine.requests import Progress
from engine.tasks.shared import kept
from engine.tasks.tryon.request import Background
from engine.tasks.tryon.scene import Scene

TURNED = 32.0  # degrees by which the person's head may be turned otherwise than the wearer's
POSE = 30.0  # degrees of pose that weigh as much as a photo of half the size
ROOM, CRAMPED = 0.7, 4.0  # face heights over a forehead in which all hair ends; what a photo loses that has less
TRIED = 3  # photos looked at for each picture
WELL_LIT = 0.8  # of a person's photos are darker than the one their tone is taken from
ARM = 0.2  # shoulder widths: half of how thick an upper arm in its sleeve is
NECK_SEEN, WITNESS = 60, 0.6  # pixels of both necks that must meet; how much they say of the tone of bare skin
MEETS = 0.7  # share of the difference between own and other neck that the own one gives in
BARE = (0.3, 3.0)  # how much darker and brighter bare skin may become
SKIN_EDGE = 0.02  # face widths: softness of the skin's border


@dataclass(frozen=True, kw_only=True, eq=False)
class Dressed:
    """One picture, where the person's own pixels are seen in it, and the number of the photo they are of."""

    picture: RGB
    shown: Mask
    photo: int


def dressed(scene: Scene) -> list[Dressed]:
    """Return up to ``scene.request.count`` pictures, each with another photo of the person, as many as show a head
    that fits; empty where none does: cut off, or turned too far otherwise than the wearer's.

    Raises `JobCancelledError`.
    """
    spot = scene.seen.spot
    if spot is None or spot.face.mesh is None or scene.seen.wearer is None:
        return []
    subjects = _subjects(scene, spot.face.mesh)
    if not subjects:
        return []
    light = _light(scene, spot.face)
    body = _Body.of(scene)
    made = []
    for number, (photo, subject) in enumerate(subjects):
        if scene.cancelled():
            raise JobCancelledError
        picture, shown = _one(scene, body, subject, spot.face.mesh, light, number)
        made.append(Dressed(picture=picture, shown=shown, photo=photo))
        scene.progress(Progress(stage="drawing", done=number + 1, total=len(subjects)))
    return made


@dataclass(frozen=True, kw_only=True, eq=False)
class _Body:
    """What is known of the wearer at the picture's size."""

    head: Mask
    clothes: Mask
    skin: Mask
    person: Mask
    emptied: Linear  # the picture without the head
    throat: NDArray[np.bool_]  # where a neck was made up under it
    behind: NDArray[np.bool_]  # where what is behind was made up: nobody is there any more

    @classmethod
    def of(cls, scene: Scene) -> _Body:
        rgb, wearer = scene.rgb, scene.seen.wearer
        head, clothes, skin, person = (enlarged(rgb, mask) for mask in (
            wearer.head, wearer.clothes, wearer.skin, wearer.person))  # fmt: skip
        mesh = scene.seen.spot.face.mesh
        emptied, throat, behind = vacated(rgb, mesh, head, clothes, skin, person, scene.garment, _trunk(scene))
        scene.show("3-without-head", display(emptied))
        return cls(
            head=head,
            clothes=clothes,
            skin=skin * ~behind,
            person=person,
            emptied=emptied,
            throat=throat,
            behind=behind,
        )


def _trunk(scene: Scene) -> NDArray[np.bool_]:
    """Return where the pose has trunk and upper arms, at the picture's size."""
    small, body = scene.seen.small, scene.seen.wearer.body
    drawn = np.zeros(small.shape[:2], np.uint8)
    if body is not None:
        joints = [body.where(name) for name in ("right-shoulder", "left-shoulder", "left-hip", "right-hip")]
        cv2.fillConvexPoly(drawn, np.round(np.stack(joints)).astype(np.int32), 1)
        drawn |= limbs(small.shape, body, ARMS[::2], ARM * body.shoulders).astype(np.uint8)
    return cv2.resize(drawn, scene.rgb.shape[1::-1], interpolation=cv2.INTER_NEAREST) > 0


def _one(
    scene: Scene, body: _Body, subject: Subject, wearer: Mesh, light: bust.Coefficients | None, number: int
) -> tuple[RGB, Mask]:
    """Put one head onto the wearer's shoulders; return the picture, and where that head and neck are seen."""
    move = bust.like(subject.mesh, wearer)
    own = bust.placed(subject, move, scene.rgb.shape, light, _usual(scene))
    below, bare = _bare(scene, body, own, wearer)
    over = (1 - scene.garment)[..., None]
    neck = own.neck[..., None] * over
    person = below * (1 - neck) + own.colour * _met(own, below, bare) * neck
    head = own.head[..., None] * over
    person = person * (1 - head) + own.colour * head
    alpha = np.maximum.reduce([own.head, own.neck, body.clothes, bare])
    scene.show(f"4-head-{number}", display(own.colour * np.maximum(own.head, own.neck)[..., None]))
    scene.show(f"4-skin-{number}", bare)
    if scene.request.background != Background.KEEP:
        person = _before(scene, body, person, own, alpha)
    return display(person), np.maximum(own.head, own.neck) * (1 - scene.garment)


def _met(own: bust.Bust, below: Linear, bare: Plane) -> bust.Tone:
    """Return by how much the own neck is darkened or lightened to meet the neck it fades into, (3,)."""
    both = (own.neck > 0.3) & (bare > 0.7)
    if both.sum() < 60:
        return np.ones(3, np.float32)
    ratio = np.median(below[both], axis=0) / np.median(own.colour[both], axis=0).clip(1e-3)
    return np.asarray(ratio.clip(0.4, 1.6) ** MEETS, np.float32)


def _bare(scene: Scene, body: _Body, own: bust.Bust, wearer: Mesh) -> tuple[Linear, Plane]:
    """Return the picture without the head and with the wearer's skin in the person's tone, and where that is."""
    worn = bust.cheeks(scene.rgb, wearer)
    near = max(0.6, SKIN_EDGE * face_width(wearer.points))
    mask = np.maximum(body.skin, body.throat) * (body.clothes < 0.5) * (1 - scene.garment)
    # Where the head was there is neck now, as far as it was filled with the wearer's skin.
    grown = cv2.dilate((mask > 0.5).astype(np.float32), np.ones((3, 3), np.uint8))
    mask = np.maximum(mask, cv2.GaussianBlur(grown, (0, 0), near) * (body.clothes < 0.5) * (1 - scene.garment))
    scene.toned = worn is not None
    if worn is None:
        return body.emptied, np.asarray(mask, np.float32)
    gain = (own.tone / worn.clip(1e-3)).clip(*BARE)
    both = (own.neck > 0.3) & (mask > 0.7)
    if both.sum() >= NECK_SEEN:  # a neck is a better witness than cheeks, which catch other light
        near = np.median(own.colour[both], axis=0) / np.median(body.emptied[both], axis=0).clip(1e-3)
        gain = gain ** (1 - WITNESS) * near.clip(*BARE) ** WITNESS
    toned = exposed(body.emptied, np.broadcast_to(gain, body.emptied.shape).astype(np.float32))
    share = np.asarray(mask, np.float32)
    return body.emptied * (1 - share[..., None]) + toned * share[..., None], share


def _before(scene: Scene, body: _Body, person: Linear, own: bust.Bust, alpha: Plane) -> Linear:
    height, width = alpha.shape
    behind = linear(backdrop.drawn(scene.request.background, height, width, scene.request.seed))
    # The edge of the old head is half a person and half a head: without this a ring of it would stay.
    share = np.maximum(alpha, body.person * (1 - body.head) * ~body.behind)[..., None]
    scene.show("5-matte", share[..., 0])
    return person * share + behind * (1 - share)


def _usual(scene: Scene) -> bust.Tone | None:
    """Return the tone of the person's cheeks in a well-lit photo: a dim room says nothing of skin."""
    tones = [tone for photo in scene.photos if (tone := bust.cheeks(photo.rgb, photo.face.mesh)) is not None]
    tones.sort(key=lambda tone: float(tone @ LUMINANCE))
    return tones[round(WELL_LIT * (len(tones) - 1))] if tones else None


def _subjects(scene: Scene, wearer: Mesh) -> list[tuple[int, Subject]]:
    """Return the photos that show a whole head turned like the wearer's, made ready, with their numbers, nearest first.

    Raises `JobCancelledError`.
    """
    try:
        scene.photos = scene.models.easel.look(kept.photos(scene.request.identity, scene.identity))
    except BadPhotoError:
        return []
    able = [photo for photo in scene.photos if whole(photo) and abs(photo.face.mesh.yaw - wearer.yaw) < TURNED]
    able.sort(key=lambda photo: _unfit(photo, wearer))
    made: list[tuple[int, Subject]] = []
    for photo in able[: TRIED * scene.request.count]:
        if scene.cancelled():
            raise JobCancelledError
        try:
            subject = scene.models.easel.subject(photo)
        except BadPhotoError:
            continue
        if not subject.cropped:
            made.append((photo.number, subject))
        if len(made) == scene.request.count:
            break
    return made


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
