"""Backdrops the program draws, each with the light that belongs to it.

A backdrop is ``(height, width, random, *, ...) -> (height, width, 3) float32 linear light``, sharp enough for 1024 px.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.canvas.backdrops import crafts, land, nature, night, outings, patterns, rooms, spectacle, studio
from engine.canvas.types import Lamp, Light, Linear, Scene

Draw = Callable[..., Linear]

BACKDROPS: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        *(studio.paper, studio.two_tone, studio.mottled, studio.wall_of_blinds, studio.window, studio.curtain),
        *(studio.plaster, studio.brick, studio.drawing_paper, studio.chalkboard),
        *(
            night.bokeh,
            night.neon_street,
            night.city_lights,
            night.tubes,
            night.candles,
            night.lanterns,
            spectacle.moonlit,
        ),
        *(
            spectacle.starfield,
            spectacle.aurora,
            spectacle.fire,
            spectacle.fireworks,
            spectacle.stage,
            spectacle.disco,
            spectacle.laser_grid,
        ),
        *(spectacle.hologram_room, night.festive_tree),
        *(nature.sky, nature.sunset, nature.dusk, nature.woods, land.snowfall, land.mountains, land.sea),
        *(land.underwater, land.dunes, land.red_desert, nature.field, nature.wheat, nature.blossom, nature.roses),
        *(nature.bamboo, land.rock, land.firs),
        *(
            rooms.bookshelf,
            rooms.cafe,
            rooms.office,
            rooms.newsroom,
            rooms.corridor,
            outings.stadium,
            outings.clay_court,
        ),
        *(
            outings.ring,
            outings.funfair,
            outings.party,
            outings.pumpkins,
            outings.graffiti,
            rooms.laboratory,
            rooms.temple,
        ),
        *(patterns.rays, patterns.pop_dots, patterns.blocks, patterns.damask, patterns.deco, patterns.waves),
        *(patterns.ink_hills, crafts.papyrus, crafts.fresco, crafts.embroidery, crafts.gears, crafts.circuit),
        *(crafts.atomic, crafts.nouveau, crafts.gold_tiles, crafts.leaded, crafts.mughal, patterns.rings),
        patterns.chalk_grid,
    )
}


def _light(
    key: tuple[float, float, float],
    colour: tuple[float, float, float] = (0.75, 0.75, 0.75),
    ambient: float | tuple[float, float, float] = 0.35,
    *more: Lamp,
    wrap: float = 0.35,
    share: float = 0.8,
) -> Light:
    """One lamp from ``key``, light from everywhere, and more lamps; their tint reaches skin by ``share``."""
    sky = ambient if isinstance(ambient, tuple) else (ambient,) * 3
    return Light(ambient=sky, lamps=(Lamp(direction=key, colour=colour, wrap=wrap), *more), colour=share)


def _rim(x: float, colour: tuple[float, float, float], y: float = 0.3) -> Lamp:
    return Lamp(direction=(x, y, -0.35), colour=colour, wrap=0.2, rim=True)


STUDIO = _light((-0.6, 0.6, 0.8))
FLAT = _light((0.1, 0.5, 1.0), (0.5, 0.5, 0.5), 0.55, wrap=0.6)
DAY = _light((0.3, 0.9, 0.5), (0.75, 0.73, 0.68), (0.36, 0.38, 0.42), _rim(-0.8, (0.5, 0.5, 0.5), 0.6), share=0.4)
SUN = _light((-0.6, 0.6, 0.6), (0.85, 0.74, 0.56), (0.3, 0.31, 0.34), _rim(0.9, (1.1, 0.85, 0.5), 0.5), share=0.6)
SHADE = _light((0.2, 1.0, 0.5), (0.55, 0.6, 0.5), (0.38, 0.42, 0.36), _rim(-0.8, (0.6, 0.65, 0.4), 0.7), share=0.4)
COLD = _light((0.1, 0.9, 0.7), (0.55, 0.6, 0.68), (0.42, 0.45, 0.5), share=0.5)
WARM = _light((-0.6, 0.2, 0.8), (0.9, 0.6, 0.34), (0.24, 0.18, 0.13), _rim(0.9, (0.9, 0.5, 0.22)), share=0.6)
GLOOM = _light((-0.7, 0.4, 0.6), (0.8, 0.66, 0.48), (0.12, 0.11, 0.12), _rim(0.9, (0.4, 0.35, 0.3)), share=0.6)
NIGHT = _light((-0.5, 0.5, 0.8), (0.55, 0.58, 0.75), (0.18, 0.19, 0.26), _rim(0.9, (0.9, 0.6, 0.35)), share=0.6)
STAGE = _light((0.1, 0.9, 0.7), (0.9, 0.76, 0.55), (0.12, 0.1, 0.1), _rim(-0.9, (0.9, 0.7, 0.4), 0.6), share=0.6)
NEON = _light(
    (0.0, 0.4, 1.0),
    (0.34, 0.3, 0.44),
    (0.08, 0.07, 0.13),
    Lamp(direction=(-1.0, 0.2, 0.45), colour=(0.95, 0.1, 0.6), wrap=0.2),
    Lamp(direction=(1.0, 0.2, 0.45), colour=(0.08, 0.6, 1.0), wrap=0.2),
    _rim(-0.95, (1.3, 0.15, 0.8)),
    _rim(0.95, (0.1, 0.9, 1.4)),
    share=1.0,
)

LIGHTS: dict[str, Light] = dict.fromkeys(BACKDROPS, STUDIO)
LIGHTS |= dict.fromkeys(
    ("drawing_paper", "atomic", "ink_hills", "waves", "papyrus", "nouveau", "blocks", "chalk_grid"), FLAT
)
LIGHTS |= dict.fromkeys(("sky", "sea", "mountains", "stadium", "clay_court", "temple", "rock", "cafe", "field"), DAY)
LIGHTS |= dict.fromkeys(("sunset", "dunes", "wheat", "red_desert", "roses", "mughal", "brick", "plaster"), SUN)
LIGHTS |= dict.fromkeys(("woods", "bamboo", "blossom", "firs"), SHADE)
LIGHTS |= dict.fromkeys(("snowfall", "laboratory", "office", "newsroom", "underwater", "corridor"), COLD)
LIGHTS |= dict.fromkeys(("bokeh", "candles", "lanterns", "fire", "festive_tree", "pumpkins", "bookshelf"), WARM)
LIGHTS |= dict.fromkeys(("damask", "gears", "wall_of_blinds", "chalkboard"), GLOOM)
LIGHTS |= dict.fromkeys(("city_lights", "moonlit", "starfield", "aurora", "fireworks", "dusk", "hologram_room"), NIGHT)
LIGHTS |= dict.fromkeys(("stage", "curtain", "ring"), STAGE)
LIGHTS |= dict.fromkeys(("neon_street", "disco", "laser_grid", "tubes", "circuit", "rings", "funfair"), NEON)
LIGHTS["window"] = _light((-1.0, 0.35, 0.55), (1.0, 0.98, 0.95), 0.14, wrap=0.45)
LIGHTS["two_tone"] = Light(
    ambient=(0.03, 0.03, 0.04),
    lamps=(
        Lamp(direction=(-1.0, 0.15, 0.5), colour=(1.3, 0.06, 0.06), wrap=0.15),
        Lamp(direction=(1.0, 0.15, 0.5), colour=(0.06, 0.14, 1.5), wrap=0.15),
    ),
)


def scene(name: str, **parameters: Any) -> Scene:
    """Return a backdrop as a scene; ``parameters`` are the keywords of its function. Raises `KeyError` for no name."""
    draw = BACKDROPS[name]
    return Scene(
        name=f"backdrop:{name}",
        plate=lambda height, width, random: draw(height, width, random, **parameters),
        light=LIGHTS[name],
    )
