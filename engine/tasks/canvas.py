"""Portraits of a person's own photos in a new light and scene: the template picture of paper 2.5 is their own.

Nothing here is evidence of a learnt face: the likeness is the photo's, and every picture says that it is one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from engine import bases
from engine.canvas import compose, panorama
from engine.canvas.draw import Variant, draw
from engine.canvas.easel import CUTTER, Easel, Seen, choose
from engine.canvas.recipes import Recipe, recipes
from engine.canvas.scenes import from_picture
from engine.canvas.types import Drawn, Scene, Subject
from engine.diffusion.painter import pick_device
from engine.errors import BadPhoto, Cancelled, StyleNotHere, UnknownScene, UnsafePicture
from engine.faces import images
from engine.faces.embed import SAME_PERSON, distance, likeness
from engine.faces.registry import Faces
from engine.identity import Identity
from engine.models import Models
from engine.requests import Framing, Picture, Portrait, Portraits, Progress, Source
from engine.safety.nudity import NUDE
from engine.safety.provenance import EDITED, save_labelled
from engine.styles import Style
from engine.styles.canvas import canvases
from engine.tasks import kept

NOBODY = 1.0  # distance given to a picture in which a look hides the face: it ranks last
TURN = 12.0  # degrees a panorama is turned at the most, so that no two pictures show the same place
SIDES = (1, -1, -1, 1)  # of the light, picture by picture


def wanted(request: Portrait, style: Style, family: bases.Family) -> bool:
    """Say whether a wish is for a canvas: by its word, else where the base is small and the style can be one."""
    if request.draw == "auto":
        return family.small_vocabulary and request.use_face_lora and not style.own and style.name in canvases()
    return request.draw == "canvas"


def family_of(models: Models) -> bases.Family:
    """Return the base that would draw, without loading it."""
    chosen = models.settings
    accelerator = pick_device(chosen.device).type != "cpu"
    return bases.choose(chosen.base, chosen.weights, accelerator=accelerator)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Made:
    """One drawn picture on its way to the person."""

    seed: int
    drawn: Drawn
    photo: int
    source: Source
    distance: float


def run(
    request: Portrait, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool], style: Style
) -> Portraits:
    """Put ``request.count`` of the person's photos into ``style``, most alike first.

    Raises:
        StyleNotHere: the style has no recipe for photos.
        UnknownScene: there is no scene of that name.
        BadPhoto: nothing can be made of any photo; the reason is that of the best one.
        UnsafePicture: the nudity check kept every picture back.
        Cancelled: the owner took the job back.
    """
    began = time.monotonic()
    identity, family = Identity.load(request.identity), family_of(models)
    recipe = recipes().get(style.name)
    if recipe is None:
        raise StyleNotHere(style.title(), family.name, f"python -m bot weights fetch base-{style.best_on or 'sd15'}")
    easel, faces = models.easel, models.faces
    scene = _scene(request, easel)
    seen = choose(easel.look(kept.photos(request.identity, identity)), request.expression)
    looked = time.monotonic()
    ready = _ready(easel, seen, progress, cancelled)
    prepared = time.monotonic()
    request.out.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(request.count):
        if cancelled():
            raise Cancelled
        progress(Progress(stage="composing", done=number, total=request.count))
        made.append(_one(request, number, recipe, ready, scene, easel, faces, identity))
    safe = [one for one in made if faces.nude(one.drawn.rgb) < NUDE]
    if not safe:
        raise UnsafePicture
    drawn = time.monotonic()
    safe.sort(key=lambda one: one.distance)
    pictures = tuple(_save(request, number, one) for number, one in enumerate(safe))
    return Portraits(
        pictures=pictures,
        style=style.name,
        base=family.name,
        style_weight=style.weight(family.name),
        face_weight=style.face_weight,
        withheld=len(made) - len(safe),
        backends={**faces.backends, "canvas": CUTTER},
        seconds={
            "look": looked - began,
            "prepare": prepared - looked,
            "draw": drawn - prepared,
            "save": time.monotonic() - drawn,
        },
    )


def _ready(
    easel: Easel, seen: list[Seen], progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> list[tuple[Seen, Subject]]:
    """Make the photos ready; one of which nothing can be made is left out."""
    ready, refused = [], []
    for number, one in enumerate(seen):
        if cancelled():
            raise Cancelled
        progress(Progress(stage="preparing", done=number, total=len(seen)))
        try:
            ready.append((one, easel.subject(one)))
        except BadPhoto as error:
            refused.append(error)
    if not ready:
        raise refused[0]
    return ready


def _scene(request: Portrait, easel: Easel) -> Callable[[Variant], Scene] | None:
    """Return how the scene that was asked for is made for a picture; None for those of the style."""
    if request.scene_picture is not None:
        sent = from_picture(images.load(request.scene_picture))
        return lambda variant: sent
    if not request.scene:
        return None
    names = easel.scenes.names()
    kind = next((kind for kind, known in names.items() if request.scene in known), None)
    if kind is None:
        raise UnknownScene(request.scene, sorted(name for known in names.values() for name in known))

    def made(variant: Variant) -> Scene:
        told = {} if kind == "backdrop" else {"fov": panorama.FOV[variant.framing]}
        return easel.scenes.scene(kind, request.scene, **told)

    return made


def _one(
    request: Portrait,
    number: int,
    recipe: Recipe,
    ready: list[tuple[Seen, Subject]],
    scene: Callable[[Variant], Scene] | None,
    easel: Easel,
    faces: Faces,
    identity: Identity,
) -> _Made:
    variant = vary(request, number, recipe, len(ready))
    seen, subject = ready[variant.photo]
    drawn = draw(
        subject,
        replace(recipe, light=None) if scene else recipe,
        scene=scene(variant) if scene else variant.scene_of(easel.scenes),
        framing=variant.framing,
        shape=request.shape.value,
        side=variant.side,
        seed=variant.seed,
        long=max(request.side, compose.LONG),
    )
    return _Made(
        seed=request.seed + number,
        drawn=drawn,
        photo=seen.number,
        source=Source.PHOTO,
        distance=_distance(faces, drawn.rgb, identity),
    )


def vary(request: Portrait, number: int, recipe: Recipe, photos: int) -> Variant:
    """Return how picture ``number`` is made. It follows from its own seed, so a single one can be asked for again.

    Four seeds in a row differ in photo, framing, light and scene. With `Portrait.variation` all are like the first,
    with another place behind them.
    """
    luck = request.seed + number
    like = luck if request.variation is None else request.seed
    framings = recipe.framings if request.framing is Framing.AUTO else (request.framing.value,)
    random = np.random.default_rng(luck)
    return Variant(
        photo=like % photos,
        scene=recipe.scenes[(like + like // 4) % len(recipe.scenes)],
        framing=framings[(like + like // max(photos, 1)) % len(framings)],
        side=SIDES[like % 4],
        turn=float(random.uniform(-TURN, TURN)),
        seed=int(random.integers(2**31)),
    )


def _distance(faces: Faces, rgb: np.ndarray, identity: Identity) -> float:
    embedding = faces.embed(rgb)
    return NOBODY if embedding is None else distance(embedding, identity.centre)


def _save(request: Portrait, number: int, one: _Made) -> Picture:
    file = request.out / f"portrait-{number}.png"
    save_labelled(one.drawn.rgb, file, facts={"seed": one.seed, "style": request.style}, origin=EDITED)
    alike = likeness(one.distance)
    return Picture(
        file=file,
        raw=file,
        seed=one.seed,
        likeness=alike,
        likeness_before_fusion=alike,
        distance=one.distance,
        distance_before_fusion=one.distance,
        likely=one.distance < SAME_PERSON,
        source=one.source,
        photo=one.photo,
        enlarged=float(one.drawn.facts.get("scale", 1.0)),
    )
