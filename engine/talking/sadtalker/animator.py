"""SadTalker as a way to make a portrait speak (paper 3.2): prepare a portrait once, then one frame after the other.

Framing ``crop`` shows the face crop alone, as rendered; ``full`` puts it back into the whole picture. Only the sound
and the lids of a drive are used: this backend hears for itself and moves the head in its own 46 styles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import cv2
import numpy as np
import torch
from torch import Tensor

from engine.faces.types import RGB, Mesh, Points
from engine.talking.animator import Drive, no_photos
from engine.talking.framing import framed
from engine.talking.options import TalkingOptions
from engine.talking.sadtalker import align, checkpoints
from engine.talking.sadtalker.align import Box
from engine.talking.sadtalker.checkpoints import Framing, Loaded
from engine.talking.sadtalker.coefficients import MOVING, Manner, held, spoken, windows
from engine.talking.sadtalker.paste import Paste, paste
from engine.talking.sadtalker.ready import side_for
from engine.talking.sadtalker.reconstruction import motion_part
from engine.tasks.talk.request import PortraitFaceTooSmallError, PortraitTurnedAwayError, PortraitWithoutFaceError

if TYPE_CHECKING:
    from engine.faces.registry import Faces
    from engine.settings import EngineSettings

SMALLEST = 60  # pixels that a face must be high
MOST_YAW = 40  # degrees that a face may be turned to the side


class SadTalker:
    """The paper's own backend; needs its published weights and, to be of any use, a graphics card."""

    name = "sadtalker"

    def __init__(self, settings: EngineSettings, faces: Faces) -> None:
        self._settings, self._faces = settings, faces
        self._loaded: dict[tuple[int, Framing], Loaded] = {}

    def prepare(
        self, portrait: RGB, options: TalkingOptions, photos: Callable[[], Iterable[RGB]] = no_photos
    ) -> SpeakingFace:
        """See `engine.talking.animator.Animator.prepare`; raises `WeightCorruptError` for files that are others.

        The network draws what it does not see, so ``photos`` are not asked for.
        """
        networks = self._networks(side_for(options.size), options.framing)
        mesh = find(self._faces, portrait)
        return subject(portrait, mesh, options, networks)

    def _networks(self, side: int, framing: Framing) -> Loaded:
        if (side, framing) not in self._loaded:
            self._loaded.clear()  # a renderer is 0.7 GB: one at a time stays warm
            device = torch.device(_device(self._settings.device))
            self._loaded[side, framing] = checkpoints.load(self._settings.weights, side, framing, device)
        return self._loaded[side, framing]


def _device(name: str) -> str:
    from engine.devices import devices

    return devices()[0].name if name == "auto" else name


def find(faces: Faces, portrait: RGB) -> Mesh:
    """Return the mesh of the largest face; raises what `engine.talking.animator.Animator.prepare` says."""
    face = faces.largest(portrait)
    if face is None:
        raise PortraitWithoutFaceError
    if face.mesh is None:
        raise PortraitTurnedAwayError(degrees=90, most=MOST_YAW)
    height = round(float(face.mesh.box[3] - face.mesh.box[1]))
    if height < SMALLEST:
        raise PortraitFaceTooSmallError(pixels=height, needed=SMALLEST)
    if abs(face.mesh.yaw) > MOST_YAW:
        raise PortraitTurnedAwayError(degrees=round(abs(face.mesh.yaw)), most=MOST_YAW)
    return face.mesh


class SpeakingFace:
    """One portrait as the renderer keeps it; see `engine.talking.animator.Subject`."""

    def __init__(
        self, *, rest: RGB, pasted: Paste | None, source: RGB, coefficients: Tensor, manner: Manner, loaded: Loaded
    ) -> None:
        self.rest = rest
        self._paste, self._manner, self._loaded = pasted, manner, loaded
        box = pasted.box if pasted else Box(left=0, top=0, right=rest.shape[1], bottom=rest.shape[0])
        self.moving = (box.left, box.top, box.right, box.bottom)
        self.sources: dict[str, str] = {}
        self._coefficients = coefficients
        self._take_in(tensor(source, loaded.device))

    @torch.inference_mode()
    def _take_in(self, picture: Tensor) -> None:
        self._encoded = self._loaded.networks.generator.encode(picture)
        self._canonical = self._loaded.networks.kp_extractor(picture)
        self._still = self._loaded.mapping(held(self._coefficients)).pose(self._canonical)

    def frames(self, drive: Drive) -> Iterator[RGB]:
        """Yield the clip; numbers for all frames are worked out first (about 300 bytes each), pictures one by one."""
        for window in windows(self.sequence(drive)):
            frame = self.render(window)
            yield self._paste.put(frame) if self._paste else _sized(frame, self.rest)

    @torch.inference_mode()
    def sequence(self, drive: Drive) -> Tensor:
        """Return the coefficients of the clip, (frames, 70 or 73)."""
        networks = self._loaded.networks
        return spoken(
            np.asarray(drive.sound, np.float32),
            drive.motion.blink,
            drive.curves.times,
            self._coefficients,
            self._manner,
            networks.audio2pose,
            networks.audio2exp,
        )

    @torch.inference_mode()
    def render(self, window: Tensor) -> RGB:
        """Return the face (side, side, 3) of one window of coefficients (1, 70 or 73, 27)."""
        moved = self._loaded.mapping(window).pose(self._canonical)
        made = self._loaded.networks.generator.render(self._encoded, moved, self._still)
        return (made[0].permute(1, 2, 0) * 255).round().clamp(0, 255).byte().cpu().numpy()


def subject(portrait: RGB, mesh: Mesh, options: TalkingOptions, loaded: Loaded) -> SpeakingFace:
    """Frame a portrait whose face is known and take it in."""
    height, width = portrait.shape[:2]
    points = align.five(mesh)
    box = align.face_box(points, width, height, wide=True)
    source = align.seen(portrait, box, loaded.side)
    coefficients = reconstruct(source, align.within(points, box, loaded.side), loaded)
    rest, pasted = _crop(portrait, box, options.size), None
    if options.framing == "full":
        rest = framed(portrait, mesh, options.size, "full")
        pasted = paste(rest, _scaled(box, rest.shape[1] / width, rest.shape[0] / height))
    else:
        coefficients = coefficients[:MOVING]
    manner = Manner(
        style=options.pose_style,
        seed=options.seed,
        expression_scale=options.expression_scale,
        still=options.still,
    )
    return SpeakingFace(
        rest=rest, pasted=pasted, source=source, coefficients=coefficients, manner=manner, loaded=loaded
    )


@torch.inference_mode()
def reconstruct(source: RGB, points: Points, loaded: Loaded) -> Tensor:
    """Return the portrait's coefficients (73,): expression 64, angle 3, translation 3, place of the crop 3."""
    found = align.aligned(source, points)
    numbers = motion_part(loaded.networks.face_3drecon(tensor(found.face, loaded.device)))[0]
    return torch.cat([numbers, torch.from_numpy(found.place).to(numbers)])


def tensor(rgb: RGB, device: torch.device) -> Tensor:
    """Return (1, 3, height, width) float32 0..1 of (height, width, 3) uint8."""
    return torch.from_numpy(np.array(rgb)).to(device).permute(2, 0, 1)[None].float() / 255


def _crop(portrait: RGB, box: Box, size: int) -> RGB:
    """Return the crop alone, longer side ``size``, both sides even."""
    scale = size / max(box.width, box.height)
    width, height = (2 * max(1, round(side * scale / 2)) for side in (box.width, box.height))
    return cv2.resize(box.of(portrait), (width, height), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def _scaled(box: Box, across: float, down: float) -> Box:
    """Return the box in a picture of another size; it grows by less than a pixel, so it stays inside."""
    return Box(
        left=int(box.left * across),
        top=int(box.top * down),
        right=int(np.ceil(box.right * across)),
        bottom=int(np.ceil(box.bottom * down)),
    )


def _sized(frame: RGB, like: RGB) -> RGB:
    height, width = like.shape[:2]
    if frame.shape[:2] == (height, width):
        return frame
    smaller = width < frame.shape[1]
    return cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
