"""One finished picture of a subject, and what makes the pictures of one wish differ.

for variant in variants(recipe, 4, seed=7, photos=len(subjects)):
    scene = variant.scene_of(book)
    drawn = draw(subjects[variant.photo], recipe, scene=scene, framing=variant.framing, side=variant.side, seed=...)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.canvas import compose, judge, panorama
from engine.canvas import light as lights
from engine.canvas.backdrops.brush import defocused
from engine.canvas.compose import Framing, Shape
from engine.canvas.finish import finished
from engine.canvas.linear import display, linear, luminance
from engine.canvas.recipes import Recipe, SceneChoice
from engine.canvas.scenes import SceneBook, mirrored
from engine.canvas.scenes.made import flipped
from engine.canvas.sitter import Sitter
from engine.canvas.smooth import wide
from engine.canvas.types import Drawn, Frame, Light, Linear, Plane, Scene, Subject
from engine.faces.types import RGB

LEAST_GRAIN = 0.006  # of what stands behind, display values: no lens and sensor are without any
#: What every installation can draw, for a recipe whose panoramas were not fetched.
PLAIN = SceneChoice(kind="backdrop", name="paper", parameters={})
CLIPPED = 253  # display value from which skin is burnt


@dataclass(frozen=True, kw_only=True)
class Variant:
    """How one picture of a wish is made."""

    photo: int  # place of the subject
    scene: SceneChoice
    framing: Framing
    side: int  # 1 as the scene is, -1 in a mirror
    turn: float  # degrees a panorama is turned further
    seed: int

    def scene_of(self, book: SceneBook) -> Scene:
        """Return the scene; raises like `SceneBook.scene`."""
        told = dict(self.scene.parameters)
        if self.scene.kind == "panorama":
            told |= {"turn": told.get("turn", 0.0) + self.turn, "fov": panorama.FOV[self.framing]}
        return book.scene(self.scene.kind, self.scene.name, **told)


def variants(recipe: Recipe, count: int, *, seed: int, photos: int, book: SceneBook | None = None) -> list[Variant]:
    """Return ``count`` ways to draw ``recipe`` that differ in photo, framing, side of the light and scene.

    With a ``book`` only scenes it has; where it has none of the recipe's, a plain studio (see `PLAIN`).
    """
    random = np.random.default_rng(seed)
    scenes = [one for one in recipe.scenes if book is None or book.has(one.kind, one.name)] or [PLAIN]
    first, shift = int(random.integers(photos)), int(random.integers(len(scenes)))
    side = 1 if random.random() < 0.5 else -1
    return [
        Variant(
            photo=(first + place) % photos,
            scene=scenes[(shift + place) % len(scenes)],
            framing=recipe.framings[place % len(recipe.framings)],
            side=side if place % 4 in (0, 3) else -side,
            turn=float(random.uniform(-12, 12)),
            seed=int(random.integers(2**31)),
        )
        for place in range(count)
    ]


def draw(
    subject: Subject,
    recipe: Recipe,
    *,
    scene: Scene,
    light: Light | None = None,
    framing: Framing = "shoulders",
    shape: Shape = "4:5",
    side: int = 1,
    seed: int = 0,
    long: int = compose.LONG,
) -> Drawn:
    """Draw ``subject`` in ``scene`` as ``recipe`` says; the longer side has ``long`` pixels.

    ``light`` takes the place of the recipe's and the scene's own; ``side`` -1 mirrors scene and light. The same
    arguments give the same pixels. What `engine.canvas.judge` looks at comes with it.
    """
    random = np.random.default_rng(seed)
    if side == -1:
        scene = mirrored(scene)
    chosen = light or _light(recipe, scene, side)
    frame = compose.frame(subject, framing, shape, long)
    parts = framed(subject, frame)
    person = lit(parts, chosen)
    behind = defocused(scene.plate(frame.height, frame.width, random), recipe.blur)
    behind = compose.grained(behind, max(parts.noise * min(1.0, frame.scale), LEAST_GRAIN), random)
    from_left = 1 if _from(chosen) <= 0 else -1
    whole = display(compose.joined(person, parts.surface.alpha, behind, scene.wall, from_left))
    rgb = finished(whole, parts.sitter, recipe, random)
    shown = judge.shown(subject, frame, parts.surface.alpha, parts.sitter, whole, behind)
    facts = _facts(subject, scene, framing, shape, side, seed, frame, whole, parts)
    return Drawn(rgb=rgb, facts=facts, shown=shown)


def stages(subject: Subject) -> dict[str, RGB]:
    """Return pictures of what was understood of a photo, by the name of the step, each of the photo's size."""

    def grey(plane: Plane) -> RGB:
        return np.repeat((plane.clip(0, 1) * 255).astype(np.uint8)[..., None], 3, 2)

    height = subject.height - subject.height.min()
    found = {"photo": subject.rgb, "without background colour": subject.cut.colour, "alpha": grey(subject.cut.alpha)}
    found |= {name: grey(getattr(subject.cut, name)) for name in ("hair", "face", "skin", "clothes", "worn")}
    found["normals"] = ((subject.normals + 1) * 127.5).astype(np.uint8)
    found["height"] = grey(height / max(float(height.max()), 1e-3))
    found["own light"] = grey(subject.shading / 2)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Parts:
    """A subject in its frame: everything of the picture's size."""

    photo: Linear
    shading: Plane
    lively: Plane
    surface: lights.Surface
    sitter: Sitter
    noise: float
    exposure: float


def framed(subject: Subject, frame: Frame) -> Parts:
    """Return the part of ``subject`` that ``frame`` shows, at the picture's size."""

    def cut(plane: Plane) -> Plane:
        return compose.cut(plane, frame).clip(0, None)

    alpha, face = cut(subject.cut.alpha).clip(0, 1), cut(subject.cut.face).clip(0, 1)
    skin, hair = cut(subject.cut.skin).clip(0, 1), cut(subject.cut.hair).clip(0, 1)
    photo = linear(compose.sharpened(compose.cut(subject.cut.colour, frame), frame.scale))
    points = ((subject.mesh.points[:, :2] - (frame.left, frame.top)) * frame.scale).astype(np.float32)
    span = float(np.ptp(points[:, 0]))
    surface = lights.Surface(
        normals=compose.cut(subject.normals, frame),
        height=compose.cut(subject.height, frame) * frame.scale,
        alpha=alpha,
        face=cut(subject.face).clip(0, 1),
        skin=(face + skin).clip(0, 1),
        hair=hair,
        detail=lights.detail(photo, span),
        tone=wide(luminance(photo), max(span / 22, 1.5)),
        span=span,
    )
    sitter = Sitter(alpha=alpha, face=face, hair=hair, skin=skin, points=points)
    return Parts(photo=photo, shading=compose.cut(subject.shading, frame, 1.0), lively=cut(subject.lively),
                 surface=surface, sitter=sitter, noise=subject.noise, exposure=subject.exposure)  # fmt: skip


def lit(parts: Parts, chosen: Light) -> Linear:
    """Return the person in the light ``chosen``, linear."""
    fall = lights.falling(chosen, parts.surface)
    return lights.relit(parts.photo, parts.shading, fall, parts.surface, parts.lively, parts.exposure)


def _light(recipe: Recipe, scene: Scene, side: int) -> Light:
    if recipe.light is None:
        return scene.light
    return flipped(recipe.light) if side == -1 else recipe.light


def _from(chosen: Light) -> float:
    """Return where the light comes from: below 0 from the left, above from the right."""
    lamps = sum(lamp.direction[0] * sum(lamp.colour) for lamp in chosen.lamps if not lamp.rim)
    return float(lamps + sum(row[3] for row in chosen.harmonics))


def _facts(subject: Subject, scene: Scene, framing: Framing, shape: str, side: int, seed: int, frame: Frame, whole: RGB,
           parts: Parts) -> dict[str, Any]:  # fmt: skip
    skin = parts.sitter.face > 0.9
    burnt = float((whole[skin].max(-1) >= CLIPPED).mean()) if skin.any() else 0.0
    return {
        "drawn": "photo",  # the person's own pixels in another light: no evidence of a learnt face
        "scene": scene.name,
        "framing": framing,
        "given": round(compose.given(subject, frame, framing), 2),
        "shape": shape,
        "side": side,
        "seed": seed,
        "scale": round(float(frame.scale * subject.enlarged), 3),
        "enlarged": round(subject.enlarged, 2),
        "exposure": round(subject.exposure, 2),
        "burnt": round(burnt, 5),
    }
