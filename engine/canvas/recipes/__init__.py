"""What a style is on a canvas: scene, light, look, grade and overlays, as data.

One table a style in the TOML files beside this module:

    [rainy-night]
    scenes = [{ backdrop = "neon_street", wet = true }, { panorama = "night", turn = 120, blur = 0.5 }]
    look = { name = "noir", gain = 1.2 }                          # engine.canvas.looks
    overlays = [{ name = "rain" }]                                # engine.canvas.overlays
    framings = ["close", "shoulders"]
    grade = { grain = 0.3, vignette = 0.2 }                       # fields of engine.canvas.grade.Grade
    blur = 0.01                                                   # the lens: what stands behind out of focus
    light = { ambient = [0.1, 0.1, 0.2], lamps = [{ direction = [-1, 0.3, 0.4], colour = [1, 0.2, 0.8] }] }

The pictures of one wish take scenes and framings in turn. Without ``light`` the scene's own is used. A style without a
table needs clothes or a body that a canvas cannot give, and stays with the bases that draw.
"""

from __future__ import annotations

import dataclasses
import inspect
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from engine.canvas.backdrops import BACKDROPS
from engine.canvas.grade import Grade
from engine.canvas.looks import LOOKS
from engine.canvas.overlays import OVERLAYS
from engine.canvas.types import Lamp, Light

HERE = Path(__file__).parent
Framing = Literal["close", "shoulders", "half"]
FRAMINGS: tuple[Framing, ...] = get_args(Framing)
KEYS = {"scenes", "light", "look", "grade", "overlays", "framings", "blur"}
BLURRIEST = 0.1
#: What a panorama may be told, with its default: degrees turned, 0..1 out of focus, stops, share of its tint.
PANORAMA = {"turn": 0.0, "blur": 0.35, "exposure": 0.0, "colour": 0.5}


class BadRecipeError(ValueError):
    """A table that is no recipe; the text is one sentence for the operator."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A named function of pixels and what it is told: a backdrop, a look or an overlay."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SceneChoice(Step):
    """A panorama (by its name) or a backdrop (key of `engine.canvas.backdrops.BACKDROPS`)."""

    kind: Literal["panorama", "backdrop"]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How one style is made of a photo."""

    style: str
    scenes: tuple[SceneChoice, ...]
    light: Light | None = None  # None: the scene's own
    look: Step | None = None
    grade: Grade = field(default_factory=Grade)
    overlays: tuple[Step, ...] = ()
    framings: tuple[Framing, ...] = ("shoulders", "close")
    blur: float = 0.0  # how far the lens leaves what stands behind out of focus: radius, share of the shorter side


@cache
def recipes() -> dict[str, Recipe]:
    """Return the shipped recipes by the name of their style.

    Raises:
        BadRecipeError: a table is wrong; the sentence names it.
    """
    return {name: made for file in sorted(HERE.glob("*.toml")) for name, made in read(file).items()}


def has(style: str) -> bool:
    """Say whether a style can be made of a person's own photo."""
    return style in recipes()


def read(file: Path) -> dict[str, Recipe]:
    """Return the recipes of one file by name.

    Raises:
        BadRecipeError: the file cannot be read, or a table is wrong.
    """
    try:
        with file.open("rb") as opened:
            tables = tomllib.load(opened)
    except (OSError, ValueError) as error:
        raise BadRecipeError(f"{file.name} cannot be read: {error}") from None
    return {name: recipe(name, table) for name, table in tables.items()}


def recipe(style: str, table: Mapping[str, Any]) -> Recipe:
    """Make a recipe of one TOML table.

    Raises:
        BadRecipeError: a key, a name or a parameter is unknown or of the wrong kind.
    """
    try:
        return _recipe(style, table)
    except BadRecipeError as error:
        raise BadRecipeError(f"[{style}]: {error}") from None


def _recipe(style: str, table: Mapping[str, Any]) -> Recipe:
    if not isinstance(table, Mapping):
        raise BadRecipeError("it is no table")
    if unknown := table.keys() - KEYS:
        raise BadRecipeError(f"{min(unknown)} is no part of a recipe")
    scenes = tuple(_scene(each) for each in _list(table, "scenes"))
    if not scenes:
        raise BadRecipeError("it needs at least one scene")
    framings = tuple(_list(table, "framings")) or FRAMINGS[1::-1]
    if unknown := set(framings) - set(FRAMINGS):
        raise BadRecipeError(f"{min(unknown)} is no framing: {', '.join(FRAMINGS)}")
    return Recipe(
        style=style,
        scenes=scenes,
        light=light(table["light"]) if "light" in table else None,
        look=_step(table["look"], LOOKS, "look") if "look" in table else None,
        grade=_grade(table.get("grade", {})),
        overlays=tuple(_step(each, OVERLAYS, "overlay") for each in _list(table, "overlays")),
        framings=framings,
        blur=_blur(table.get("blur", 0.0)),
    )


def _blur(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= BLURRIEST:
        raise BadRecipeError(f"blur must be a number from 0 to {BLURRIEST}")
    return float(value)


def _list(table: Mapping[str, Any], key: str) -> list[Any]:
    value = table.get(key, [])
    if not isinstance(value, list):
        raise BadRecipeError(f"{key} must be a list")
    return value


def _scene(value: Any) -> SceneChoice:
    given = dict(value) if isinstance(value, dict) else {}
    kinds = [kind for kind in ("panorama", "backdrop") if kind in given]
    if len(kinds) != 1:
        raise BadRecipeError("a scene is a table with either panorama or backdrop")
    kind, name = kinds[0], given.pop(kinds[0])
    if kind == "panorama":
        if unknown := given.keys() - PANORAMA.keys():
            raise BadRecipeError(f"{min(unknown)} is nothing a panorama can be told: {', '.join(PANORAMA)}")
        given = {**PANORAMA, **given}
    else:
        _known(name, given, BACKDROPS, "backdrop")
    return SceneChoice(kind=kind, name=name, parameters=given)


def _step(value: Any, known: Mapping[str, Callable[..., Any]], what: str) -> Step:
    given = {"name": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    name = given.pop("name", "")
    _known(name, given, known, what)
    return Step(name=name, parameters=given)


def _known(name: Any, given: dict[str, Any], known: Mapping[str, Callable[..., Any]], what: str) -> None:
    if name not in known:
        raise BadRecipeError(f"{name!r} is no {what}")
    takes = {key for key, each in inspect.signature(known[name]).parameters.items() if each.kind is each.KEYWORD_ONLY}
    if unknown := given.keys() - takes:
        raise BadRecipeError(
            f"{min(unknown)} is nothing the {what} {name} can be told: {', '.join(sorted(takes)) or 'none'}"
        )


def _grade(value: Any) -> Grade:
    fields = {each.name: each for each in dataclasses.fields(Grade)}
    if not isinstance(value, dict):
        raise BadRecipeError("grade must be a table")
    if unknown := value.keys() - fields.keys():
        raise BadRecipeError(f"{min(unknown)} is no part of a grade: {', '.join(fields)}")
    return Grade(**{key: _numbers(key, each) for key, each in value.items()})


def light(value: Any) -> Light:
    """Make a light of a TOML table with ``ambient``, ``lamps`` and ``colour``.

    Raises:
        BadRecipeError: it is none.
    """
    if not isinstance(value, dict) or (unknown := value.keys() - {"ambient", "lamps", "colour"}):
        raise BadRecipeError(
            "light has ambient, lamps and colour"
            if not isinstance(value, dict)
            else f"{min(unknown)} is no part of a light"
        )
    lamps = tuple(_lamp(each) for each in _list(value, "lamps"))
    ambient = _triple("ambient", value.get("ambient", [0, 0, 0]))
    return Light(ambient=ambient, lamps=lamps, colour=float(value.get("colour", 1.0)))


def _lamp(value: Any) -> Lamp:
    if not isinstance(value, dict) or not {"direction", "colour"} <= value.keys() <= {
        "direction",
        "colour",
        "wrap",
        "rim",
    }:
        raise BadRecipeError("a lamp has direction, colour, wrap and rim")
    return Lamp(
        direction=_triple("direction", value["direction"]),
        colour=_triple("colour", value["colour"]),
        wrap=float(value.get("wrap", 0.25)),
        rim=bool(value.get("rim", False)),
    )


def _triple(key: str, value: Any) -> tuple[float, float, float]:
    made = _numbers(key, value)
    if not isinstance(made, tuple) or len(made) != 3:
        raise BadRecipeError(f"{key} must be three numbers")
    return made


def _numbers(key: str, value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(each, (int, float)) for each in value):
        return tuple(float(each) for each in value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise BadRecipeError(f"{key} must be a number or a list of numbers")
