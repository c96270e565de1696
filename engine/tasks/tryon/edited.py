"""A person in the clothes of a picture, drawn by an edit model that is shown both (paper 3.1).

It draws what lies around the garment; the wearer's face must then be near the person, and nobody who looks under age.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.swap.judge import FAR
from engine.errors import JobCancelledError
from engine.faces import templates
from engine.faces.embed import NOBODY, distance
from engine.faces.types import RGB
from engine.garments.wardrobe import enlarged
from engine.requests import Progress
from engine.tasks.portrait.request import Source
from engine.tasks.shared import editing
from engine.tasks.template.run import Drawn
from engine.tasks.tryon import around_garment
from engine.tasks.tryon.scene import Scene

MORE = 2  # drawn for each picture asked for
UPRIGHT = (4, 3)  # height to width of somebody in clothes nobody wore
EDGE = 0.005  # of the longer side: so far beyond its outline a garment that was dropped is covered
COLOURS = 22.0  # Lab distance: light of another kind is about 10, another colour of the same cut 40 and more


def edited(scene: Scene) -> list[Drawn]:
    """Return up to ``scene.request.count`` good pictures of the size of the input, most alike first.

    Empty where no photo shows the person, and where nobody near them came out.

    Raises `OtherBaseError`, `JobCancelledError`.
    """
    request, models = scene.request, scene.models
    pipeline, family = models.pipeline, models.pipeline.family
    photos = editing.who(pipeline, models.faces, request.identity, scene.identity, request.face_weight)
    if not photos:
        return []
    if scene.seen.wearer is None:
        return _put_on(scene, photos)
    height, width = around_garment.size(scene.rgb.shape, family.side)
    picture = cv2.resize(scene.rgb, (width, height), interpolation=cv2.INTER_AREA)
    hole = cv2.resize(around_garment.hole(scene), (width, height), interpolation=cv2.INTER_AREA)
    scene.show("3-edited-here", hole)
    words, before, good = around_garment.behind(scene), _before(scene), []
    for number in range(MORE * request.count):
        if scene.cancelled():
            raise JobCancelledError
        seed = request.seed + number
        shot = editing.shot(
            family, editing.CLOTHES, scene.identity, scene.rgb, photos, seed, f", {words}" if words else ""
        )
        (drawn,) = models.inpainter.redraw([shot], picture, hole, [], strength=editing.WHOLE, cancelled=scene.cancelled)
        large = cv2.resize(drawn, scene.rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        made = around_garment.laid(scene, large)
        scene.show(f"4-edited-{number}", made)
        apart = _apart(scene, made)
        if apart <= min(FAR, before):
            good.append(
                Drawn(picture=made, seed=seed, distances=(apart,), distances_before_fusion=(apart,), source=Source.BASE)
            )
        scene.progress(Progress(stage="drawing", done=number + 1, total=MORE * request.count))
    good.sort(key=lambda one: one.distances)
    return good[: request.count]


def _put_on(scene: Scene, photos: Sequence[RGB]) -> list[Drawn]:
    """Return the person in clothes nobody wears: all of it is drawn, the clothes too, after the picture of them.

    A picture counts where one face is seen, near the person and of age, and clothes of about the colours of these.
    """
    request, models, family = scene.request, scene.models, scene.models.pipeline.family
    height, width = around_garment.size(UPRIGHT, family.side)
    scene.put_on = True
    words, clothes, good = around_garment.behind(scene), _these(scene), []
    for number in range(MORE * request.count):
        if scene.cancelled():
            raise JobCancelledError
        seed = request.seed + number
        behind = f", {words}" if words else ""
        shot = editing.shot(family, editing.PUT_ON, scene.identity, clothes, photos, seed, behind)
        (made,) = models.pipeline.draw([replace(shot, size=(width, height))], cancelled=scene.cancelled)
        scene.show(f"4-put-on-{number}", made)
        apart = _apart(scene, made)
        if apart <= FAR and _same_clothes(scene, made):
            good.append(
                Drawn(picture=made, seed=seed, distances=(apart,), distances_before_fusion=(apart,), source=Source.BASE)
            )
        scene.progress(Progress(stage="drawing", done=number + 1, total=MORE * request.count))
    good.sort(key=lambda one: one.distances)
    return good[: request.count]


def _these(scene: Scene) -> RGB:
    """Return the picture without the clothes that were dropped: whatever is in it is put on.

    In their place is the usual colour of what all of them lie on.
    """
    stays = scene.garment > 0.5
    lying = enlarged(scene.rgb, np.maximum.reduce([piece.mask for piece in scene.seen.pieces])) > 0.5
    gone = lying & ~stays
    if not gone.any():
        return scene.rgb
    around = np.ones((2 * max(1, round(EDGE * max(gone.shape))) + 1,) * 2, np.uint8)
    ground = scene.rgb[~(lying | stays)]
    made = scene.rgb.copy()
    made[(cv2.dilate(gone.astype(np.uint8), around) > 0) & ~stays] = np.median(ground, axis=0) if len(ground) else 255
    return made


def _same_clothes(scene: Scene, made: RGB) -> bool:
    """Say whether what the person wears in ``made`` has about the colours of the clothes that were sent."""
    seen = scene.models.wardrobe.look(made)
    if seen.wearer is None or not seen.pieces:
        return False
    worn = enlarged(made, seen.wearer.clothes) > 0.5
    return bool(worn.any()) and colours_apart(scene.rgb[scene.garment > 0.5], made[worn]) <= COLOURS


def colours_apart(one: RGB, other: RGB) -> float:
    """Return how far colours (N, 3) and (M, 3) lie from each other: in Lab, the mean way from each tenth to its own."""
    tenths = np.linspace(0.05, 0.95, 10)
    sides = (cv2.cvtColor(rows[None].astype(np.float32) / 255, cv2.COLOR_RGB2LAB)[0] for rows in (one, other))
    first, second = (np.quantile(rows, tenths, axis=0) for rows in sides)
    return float(np.linalg.norm(first - second, axis=1).mean())


def _before(scene: Scene) -> float:
    """Return how far the wearer's own face is from the person; `NOBODY` where none is seen."""
    spot = scene.seen.spot
    if spot is None:
        return NOBODY
    return distance(scene.models.faces.embedder.embed(scene.rgb, spot.face), scene.identity.centre)


def _apart(scene: Scene, made: RGB) -> float:
    """Return how far the face where the wearer's was is from the person; `NOBODY` where it may not be shown."""
    faces, spot = scene.models.faces, scene.seen.spot
    found = templates.spots(faces, made)
    if not found or _children(scene, found):
        return NOBODY
    if scene.seen.wearer is None and len(found) > 1:  # all of it was drawn: whoever is beside them is somebody else
        return NOBODY
    if spot is None:
        here = max(found, key=lambda one: one.face.side)
    else:
        here = min(found, key=lambda one: float(np.linalg.norm(one.face.centre - spot.face.centre)))
    return NOBODY if here.problem else distance(faces.embedder.embed(made, here.face), scene.identity.centre)


def _children(scene: Scene, found: Sequence[templates.Spot]) -> bool:
    """Say whether somebody who was drawn looks under age, whoever of the picture they are."""
    if scene.seen.wearer is None:  # all of it was drawn
        return any(one.problem == templates.CHILD for one in found)
    drawn = around_garment.hole(scene)
    height, width = drawn.shape
    for one in found:
        x, y = (int(value) for value in np.clip(one.face.centre, 0, (width - 1, height - 1)))
        if one.problem == templates.CHILD and drawn[y, x] > 0.5:
            return True
    return False
