"""Everything outside the garment drawn anew by a base that draws bodies (paper 3.1).

Numbers are those of the published code: strength 1.0; bones of body and hands 1.0, depth of the hands 0.2, edges of
the body 0.4; the kept garment is narrowed by 15 pixels of 768 while it is drawn around, so that cloth and skin meet.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.diffusion.inpainter import Control
from engine.diffusion.pipeline import GenerationRequest
from engine.faces.regions import Mask
from engine.faces.types import RGB, as_bytes
from engine.garments import backdrop, bones
from engine.prompts import prompt
from engine.requests import Progress
from engine.tasks.portrait.request import plain
from engine.tasks.shared.identity_lora import load_identity_lora
from engine.tasks.tryon.request import Background
from engine.tasks.tryon.scene import Scene

STRENGTH = 1.0
BONES, DEPTH, EDGES = 1.0, 0.2, 0.4  # strengths of the controls
NARROWER = 15 / 768  # of the picture's side
AROUND = 0.25  # shoulder widths around a person who is drawn anew while the background stays
MULTIPLE = 64  # pixels a side must be a multiple of: every stage of the network halves it exactly


def redrawn(scene: Scene) -> list[RGB]:
    """Return ``scene.request.count`` pictures of the size of the input."""
    pipeline, request = scene.models.pipeline, scene.request
    worn = load_identity_lora(pipeline, request.identity, scene.identity)
    pipeline.use(face=request.face_weight if worn else None, style=None)
    height, width = size(scene.rgb.shape, pipeline.family.side)
    picture = cv2.resize(scene.rgb, (width, height), interpolation=cv2.INTER_AREA)
    inside = cv2.resize(hole(scene), (width, height), interpolation=cv2.INTER_AREA)
    steering = _controls(scene, picture)
    scene.show("3-redrawn-here", inside)
    for control in steering:
        scene.show(f"3-control-{control.kind}", control.picture)
    text, made = prompt(pipeline.family, scene.identity.looks, behind(scene), word=scene.identity.trigger), []
    for number in range(request.count):
        shot = GenerationRequest(prompt=text, seed=request.seed + number)
        made += scene.models.inpainter.redraw(
            [shot], picture, inside, steering, strength=STRENGTH, cancelled=scene.cancelled
        )
        scene.progress(Progress(stage="drawing", done=number + 1, total=2 * request.count))
    full = scene.rgb.shape[1::-1]
    return [laid(scene, cv2.resize(one, full, interpolation=cv2.INTER_CUBIC)) for one in made]


def behind(scene: Scene) -> str:
    """Return the words for the background: the person's own, or those of the preset."""
    return plain(scene.request.scene) or backdrop.WORDS.get(scene.request.background, "")


def size(shape: tuple[int, ...], side: int) -> tuple[int, int]:
    """Return height and width to draw in: no more pixels than the base's own square, which memory was planned for."""
    scale = side / float(np.sqrt(shape[0] * shape[1]))
    height, width = (max(MULTIPLE, MULTIPLE * int(scale * one / MULTIPLE)) for one in shape[:2])
    return height, width


def hole(scene: Scene) -> Mask:
    """Return where is drawn anew, at the input's size: all but the garment, or only the person."""
    thick = max(1, round(NARROWER * min(scene.garment.shape)))
    stays = cv2.erode(scene.garment, np.ones((thick, thick), np.uint8), borderValue=1)
    wearer = scene.seen.wearer
    if scene.request.background != Background.KEEP or scene.request.scene or wearer is None:
        return 1 - stays
    height, width = scene.garment.shape
    person = cv2.resize(wearer.person, (width, height), interpolation=cv2.INTER_LINEAR)
    unit = wearer.body.shoulders * width / wearer.person.shape[1] if wearer.body is not None else width / 3
    reach = max(3, round(AROUND * unit)) | 1
    return cv2.dilate((person > 0.5).astype(np.float32), np.ones((reach, reach), np.uint8)) * (1 - stays)


def _controls(scene: Scene, picture: RGB) -> list[Control]:
    """Return what steers the drawing: bones of body and hands, depth of the hands, edges of the body."""
    height, width = picture.shape[:2]
    wearer = scene.seen.wearer
    if wearer is None or wearer.body is None:
        small = cv2.resize(scene.garment, (width, height), interpolation=cv2.INTER_AREA)
        pose = bones.skeleton(height, width, bones.standing(small), [])
        return [Control(kind="openpose", picture=pose, scale=BONES)]
    factor = width / wearer.person.shape[1], height / wearer.person.shape[0]
    body, hands = bones.scaled(wearer.body, wearer.hands, factor)
    person, head = (
        cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR) for mask in (wearer.person, wearer.head)
    )
    made = [Control(kind="openpose", picture=bones.skeleton(height, width, body, hands), scale=BONES)]
    if hands:
        made.append(Control(kind="depth", picture=bones.hand_depth(height, width, hands), scale=DEPTH))
    lines = bones.edges(picture, person, head, body.shoulders)
    return [*made, Control(kind="canny", picture=lines, scale=EDGES)]


def laid(scene: Scene, drawn: RGB) -> RGB:
    """Return the drawing outside the garment, the input where nothing was to be drawn anew."""
    share = cv2.GaussianBlur(hole(scene), (0, 0), 2)[..., None]
    return as_bytes(scene.rgb * (1 - share) + drawn * share)
