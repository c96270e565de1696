"""Portraits of a person's own photos in a new light and scene: the template picture of paper 2.5 is their own.

Nothing here is evidence of a learnt face: the likeness is the photo's, and every picture says that it is one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import cv2
import numpy as np

from engine.canvas import compose, judge, panorama
from engine.canvas.draw import Variant, draw
from engine.canvas.easel import Easel
from engine.canvas.recipes import Recipe, recipes
from engine.canvas.scenes import from_picture
from engine.canvas.scenes.made import flipped
from engine.canvas.types import Drawn, Light, Scene, Subject
from engine.errors import BadPhotoError, ChildInPictureError, JobCancelledError, UnsafePictureError
from engine.faces import decoding, forbidden, templates
from engine.faces.embed import NOBODY, SAME_PERSON, distance, likeness
from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety.nudity import NUDE
from engine.safety.origin import EDITED
from engine.safety.provenance import save_labelled
from engine.styles import Style
from engine.tasks.portrait.request import (
    LIGHTS,
    Framing,
    Picture,
    Portrait,
    Portraits,
    SpoiltPortraitError,
    StyleNotHereError,
    UnknownSceneError,
    UnknownStyleError,
)
from engine.tasks.portrait.sittings import Sitting, sittings
from engine.trim import trim

TURN = 12.0  # degrees a panorama is turned at the most, so that no two pictures show the same place
LESS = 0.85  # of the framing that was asked for: a picture of less says so
SIDES = (1, -1, -1, 1)  # of the light, picture by picture


def warm(models: Models) -> None:
    """Load ahead of the first job what looks at photos and cuts people out of them."""
    _ = models.easel
    models.faces.cutter.load()


@dataclass(frozen=True, kw_only=True, eq=False)
class _Made:
    """One drawn picture on its way to the person."""

    seed: int
    drawn: Drawn
    sitting: Sitting
    photo: int = 0  # which of those that were made ready
    distance: float = NOBODY
    faults: tuple[str, ...] = ()  # what `engine.canvas.judge` refuses it for
    bearable: bool = True  # it may be shown all the same where nothing better is had


def run(
    request: Portrait, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool], style: Style
) -> Portraits:
    """Put ``request.count`` of the person's photos into ``style``, most alike first.

    Raises:
        StyleNotHereError: the style has no recipe for photos.
        UnknownSceneError: there is no scene of that name.
        BadPhotoError: nothing can be made of any photo; the reason is that of the best one.
        UnsafePictureError: the nudity check kept every picture back, or the scene that was sent.
        SpoiltPortraitError: no photo makes a picture that may be shown.
        ChildInPictureError: somebody in that scene may be a child.
        JobCancelledError: the owner took the job back.
    """
    began = time.monotonic()
    identity, family = Identity.load(request.identity), models.family
    recipe = recipes().get(style.name)
    if recipe is None:
        raise StyleNotHereError(
            style.title(), family.name, f"python -m bot weights fetch base-{style.best_on or 'sd15'}"
        )
    easel, faces = models.easel, models.faces
    scene = _scene(request, easel, faces)
    seen = sittings(request, models, identity, cancelled)
    looked = time.monotonic()
    photos = _Photos(easel, seen)
    request.out.mkdir(parents=True, exist_ok=True)
    one = partial(_one, request, recipe=recipe, photos=photos, scene=scene, easel=easel)
    with ThreadPoolExecutor(models.settings.threads) as pool:
        made, spoilt = _drawn(request, pool, one, partial(_judged, faces, identity), photos, progress, cancelled)
        made = made or [each for each in spoilt if each.bearable][: request.count]
        if not made:
            raise SpoiltPortraitError(spoilt[0].faults[0])
        safe = [one for one in made if faces.nude(one.drawn.rgb) < NUDE]
        if not safe:
            raise UnsafePictureError
        drawn = time.monotonic()
        safe.sort(key=lambda one: one.distance)
        pictures = tuple(pool.map(partial(_save, request), range(len(safe)), safe))
    trim()
    return Portraits(
        pictures=pictures,
        style=style.name,
        base=family.name,
        style_weight=style.weight(family.name),
        face_weight=style.face_weight,
        withheld=len(made) - len(safe),
        spoilt=max(0, request.count - len(made)),
        unclean=any(each.faults for each in made),
        backends=dict(faces.backends),
        seconds={
            "look": looked - began,
            "prepare": photos.seconds,
            "draw": drawn - looked - photos.seconds,
            "save": time.monotonic() - drawn,
        },
    )


class _Photos:
    """The photos of which something can be made; each is made ready when the first picture of it is due.

    Raises `BadPhotoError` where nothing can be made of any; the reason is that of the best one.
    """

    def __init__(self, easel: Easel, found: Sequence[Sitting]) -> None:
        self._easel = easel
        self._able: list[Sitting] = []
        self._ready: dict[int, Subject] = {}  # by place; written by the job's own thread, read by those that draw
        self.seconds = 0.0
        refused: list[BadPhotoError] = []
        for one in found:
            try:
                easel.require(one.seen)
                self._able.append(one)
            except BadPhotoError as error:
                refused.append(error)
        if not self._able:
            raise refused[0]

    def __len__(self) -> int:
        return len(self._able)

    def __getitem__(self, place: int) -> tuple[Sitting, Subject]:
        return self._able[place], self._ready[place]

    def make_ready(
        self,
        places: Iterable[int],
        pool: ThreadPoolExecutor,
        progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
    ) -> None:
        """Make the photos at ``places`` ready that are not; raises `JobCancelledError`."""
        began = time.monotonic()
        new = sorted(set(places) - self._ready.keys())
        tasks = [pool.submit(self._easel.subject, self._able[place].seen) for place in new]
        for number, (place, task) in enumerate(zip(new, tasks, strict=True)):
            _go_on(tasks, cancelled)
            progress(Progress(stage="preparing", done=number, total=len(new)))
            self._ready[place] = task.result()
        if new:
            trim()
        self.seconds += time.monotonic() - began


def _go_on(tasks: Sequence[Future[Any]], cancelled: Callable[[], bool]) -> None:
    """Raise `JobCancelledError` where the owner took the job back; what has not begun is dropped."""
    if cancelled():
        for task in tasks:
            task.cancel()
        raise JobCancelledError


def _scene(request: Portrait, easel: Easel, faces: Faces) -> Callable[[Variant], Scene] | None:
    """Return how the scene that was asked for is made for a picture; None for those of the style.

    Raises `BlockedFaceError` where somebody in the picture that was sent has forbidden their face.
    """
    if request.scene_picture is not None:
        picture = decoding.load(request.scene_picture)
        forbidden.require_none(faces, picture, request.forbidden)
        _require_fit(faces, picture)
        sent = from_picture(picture)
        return lambda variant: sent
    if not request.scene:
        return None
    names = easel.scenes.names()
    kind = next((kind for kind, known in names.items() if request.scene in known), None)
    if kind is None:
        raise UnknownSceneError(request.scene, sorted(name for known in names.values() for name in known))

    def made(variant: Variant) -> Scene:
        told = {} if kind == "backdrop" else {"fov": panorama.FOV[variant.framing]}
        return easel.scenes.scene(kind, request.scene, **told)

    return made


def _require_fit(faces: Faces, picture: RGB) -> None:
    """Refuse a sent scene with nudity or with somebody in it who may be a child: the person would stand beside them."""
    if faces.nude(picture) >= NUDE:
        raise UnsafePictureError
    if any(spot.problem == templates.CHILD for spot in templates.spots(faces, picture)):
        raise ChildInPictureError


def _drawn(
    request: Portrait,
    pool: ThreadPoolExecutor,
    one: Callable[[int], _Made],
    judged: Callable[[_Made], _Made],
    photos: _Photos,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
) -> tuple[list[_Made], list[_Made]]:
    """Return ``request.count`` good pictures, and those that are not, fewest faults first.

    What is refused is tried again as the pictures of the next seeds are: with another photo, framing, light and scene.
    A photo of which every picture was refused is left alone where there are others.
    """
    made: list[_Made] = []
    spoilt: list[_Made] = []
    for first in (0, request.count):
        numbers = _next(request, first, request.count - len(made), len(photos), made, spoilt)
        photos.make_ready((photo_of(request, number, len(photos)) for number in numbers), pool, progress, cancelled)
        tasks = [pool.submit(one, number) for number in numbers]
        for task in tasks:
            _go_on(tasks, cancelled)
            progress(Progress(stage="composing", done=len(made), total=request.count))
            seen = judged(task.result())
            (spoilt if seen.faults else made).append(seen)
        if len(made) >= request.count:
            break
    return made, sorted(spoilt, key=lambda each: len(each.faults))


def _next(
    request: Portrait, first: int, count: int, photos: int, made: Sequence[_Made], spoilt: Sequence[_Made]
) -> list[int]:
    """Return the numbers of ``count`` pictures from ``first`` on, without photos that were no good."""
    bad = {each.photo for each in spoilt} - {each.photo for each in made}
    every = range(first, first + max(count, 1) * photos) if bad and len(bad) < photos else range(first, first + count)
    return [number for number in every if photo_of(request, number, photos) not in bad][:count]


def _judged(faces: Faces, identity: Identity, made: _Made) -> _Made:
    """Return a picture with its distance to the person, and what is wrong with it."""

    def look(rgb: RGB) -> tuple[Mesh | None, float]:
        face = faces.largest(rgb)
        embedding = None if face is None else faces.embed(rgb, face)
        apart = NOBODY if embedding is None else distance(embedding, identity.centre)
        return (None if face is None else face.mesh), apart

    if made.drawn.shown is None:
        return replace(made, distance=look(made.drawn.rgb)[1])
    verdict, apart = judge.judged(made.drawn.shown, made.drawn.rgb, look, judge.farthest(identity.embeddings))
    return replace(made, distance=apart, faults=verdict.faults, bearable=verdict.bearable)


def _one(
    request: Portrait,
    number: int,
    *,
    recipe: Recipe,
    photos: _Photos,
    scene: Callable[[Variant], Scene] | None,
    easel: Easel,
) -> _Made:
    variant = vary(request, number, recipe, len(photos))
    sitting, subject = photos[variant.photo]
    drawn = draw(
        subject,
        replace(recipe, light=None) if scene else recipe,
        scene=scene(variant) if scene else variant.scene_of(easel.scenes),
        light=_light(request.light, variant.side, easel),
        framing=variant.framing,
        shape=request.shape.value,
        side=variant.side,
        seed=variant.seed,
        long=max(request.side or 0, compose.LONG),
    )
    drawn = replace(drawn, rgb=at_most(drawn.rgb, request.side or 0))
    return _Made(seed=request.seed + number, drawn=drawn, sitting=sitting, photo=variant.photo)


def _light(style: str, side: int, easel: Easel) -> Light | None:
    """Return the light of another style's canvas, from the side a picture has it; None for the one it has by itself.

    Raises `UnknownStyleError` for a style whose light is none to be borrowed.
    """
    if not style:
        return None
    recipe = recipes().get(style) if style in LIGHTS else None
    if recipe is None:
        raise UnknownStyleError(style, list(LIGHTS))
    lent = recipe.light or vary_plain(recipe).scene_of(easel.scenes).light
    return flipped(lent) if side == -1 else lent


def at_most(rgb: np.ndarray, side: int) -> np.ndarray:
    """Return a picture (height, width, 3) whose longer side is ``side``, where it is longer; 0: itself."""
    long = max(rgb.shape[:2])
    if not 0 < side < long:
        return rgb
    size = (round(rgb.shape[1] * side / long), round(rgb.shape[0] * side / long))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)


def vary(request: Portrait, number: int, recipe: Recipe, photos: int) -> Variant:
    """Return how picture ``number`` is made. It follows from its own seed, so a single one can be asked for again.

    Four seeds in a row differ in photo, framing, light and scene. With `Portrait.variation` all are like the first,
    with another place behind them.
    """
    luck = request.seed + number
    like = _like(request, number)
    framings = recipe.framings if request.framing is Framing.AUTO else (request.framing.value,)
    random = np.random.default_rng(luck)
    return Variant(
        photo=photo_of(request, number, photos),
        scene=recipe.scenes[(like + like // 4) % len(recipe.scenes)],
        framing=framings[(like + like // max(photos, 1)) % len(framings)],
        side=SIDES[like % 4],
        turn=float(random.uniform(-TURN, TURN)),
        seed=int(random.integers(2**31)),
    )


def photo_of(request: Portrait, number: int, photos: int) -> int:
    """Return which of ``photos`` picture ``number`` is made of."""
    return _like(request, number) % photos


def _like(request: Portrait, number: int) -> int:
    return request.seed + (number if request.variation is None else 0)


def vary_plain(recipe: Recipe) -> Variant:
    """Return the first way of a recipe: its first scene and framing, as they are."""
    return Variant(photo=0, scene=recipe.scenes[0], framing=recipe.framings[0], side=1, turn=0.0, seed=0)


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
        source=one.sitting.source,
        shows=one.sitting.shows,
        photo=one.sitting.seen.number,
        enlarged=float(one.drawn.facts.get("scale", 1.0)),
        tighter=request.framing is not Framing.AUTO and float(one.drawn.facts.get("given", 1.0)) < LESS,
    )
