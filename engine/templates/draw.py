"""People into a template's places: their own pixels, in its light, behind what is drawn in front.

drawn = draw(load(picture.source), {1: [subject], 2: [other]}, seed=7)
drawn.rgb, drawn.faces[1]                 # the picture, and the mesh points of whoever took place 1
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import backdrops, compose
from engine.canvas.backdrops.brush import defocused
from engine.canvas.compose import frame_of
from engine.canvas.draw import LEAST_GRAIN, Parts, framed, lit
from engine.canvas.grade import Grade, blurred, graded
from engine.canvas.linear import display
from engine.canvas.looks import LOOKS
from engine.canvas.overlays import OVERLAYS
from engine.canvas.scenes.made import flipped
from engine.canvas.sitter import Sitter
from engine.canvas.types import Frame, Light, Linear, Plane, Subject
from engine.faces.types import RGB
from engine.templates.body import drawn_out, eyes_of, head_size, place_of, rounded, rows_seen, stands
from engine.templates.layout import Layout, Place, Window
from engine.templates.pages import FRONTS, PAGES
from engine.templates.sheet import Sheet

HEADROOM = 0.08  # of a window's height, above the hair of one person
WIDE = 0.95  # width over height from which a window shows more than a photo is likely to
BETWEEN = 0.32  # share of the light that somebody takes from whoever stands right behind them
APART = 0.16  # head sizes: how far that shadow reaches


@dataclass(frozen=True, kw_only=True, eq=False)
class Placed:
    """A finished template. ``faces`` is where people are seen, by place: their mesh points (478, 2), pixels."""

    rgb: RGB
    faces: Mapping[int, NDArray[np.float32]]


def draw(layout: Layout, people: Mapping[int, Sequence[Subject]], *, seed: int = 0, side: int = 1) -> Placed:
    """Return the template with ``people`` (place -> photos of who takes it, the one to show first).

    ``side`` -1 lets the light come from the other side. The same arguments give the same pixels.
    Raises ValueError where nobody takes a place.
    """
    if not people:
        raise ValueError("nobody takes a place")
    random = np.random.default_rng(seed)
    sheet = Sheet(layout.height, layout.width, random)
    PAGES[layout.page.name](sheet, **layout.page.parameters)
    faces: dict[int, NDArray[np.float32]] = {}
    shown = dict.fromkeys(people, 0)  # how often each has been seen
    for window in layout.windows:
        seats = _seated(window, people, shown)
        subjects = [people[seat][shown[seat] % len(people[seat])] for seat in seats]
        for seat in seats:
            shown[seat] += 1
        box = _pixels(window, layout)
        rgb, sitters = _window(window, subjects, box, random, side)
        _onto(sheet, window, rgb, box)
        for seat, sitter in zip(seats, sitters, strict=True):
            faces.setdefault(seat, _on_page(sitter.points, window, box))
    if layout.front is not None:
        FRONTS[layout.front.name](sheet, **layout.front.parameters)
    return Placed(rgb=sheet.done(), faces=faces)


def _seated(window: Window, people: Mapping[int, Sequence[Subject]], shown: Mapping[int, int]) -> list[int]:
    """Return who is seen in a window: whose places they are, else whoever was seen least."""
    own = [number for number in window.people if number in people]
    return own or [min(people, key=lambda number: (shown[number], number))]


def _pixels(window: Window, layout: Layout) -> tuple[int, int, int, int]:
    left, top, right, bottom = window.box
    return (round(left * layout.width), round(top * layout.height), round(right * layout.width),
            round(bottom * layout.height))  # fmt: skip


def _window(
    window: Window, subjects: Sequence[Subject], box: tuple[int, int, int, int], random: np.random.Generator, side: int
) -> tuple[RGB, list[Sitter]]:
    """Return what is seen through a window (height, width, 3), and everybody in it in pixels of that."""
    width, height = box[2] - box[0], box[3] - box[1]
    scene = backdrops.scene(window.scene.name, **window.scene.parameters)
    light = backdrops.LIGHTS[window.light] if window.light else scene.light
    light = flipped(light) if side == -1 else light
    behind = defocused(scene.plate(height, width, random), window.blur)
    behind = compose.grained(behind, LEAST_GRAIN, random)
    if window.places:
        rgb, sitters = _together(window, subjects, behind, light)
    else:
        rgb, sitters = _alone(window, subjects[0], behind, light)
    if window.look is not None:
        rgb = LOOKS[window.look.name](rgb, sitters[0], random, **window.look.parameters)
    rgb = graded(rgb, Grade(**window.grade), random)
    for step in window.overlays:
        rgb = OVERLAYS[step.name](rgb, sitters[0], random, **step.parameters)
    return rgb, sitters


def _alone(window: Window, subject: Subject, behind: Linear, light: Light) -> tuple[RGB, list[Sitter]]:
    """One person, framed as in any portrait."""
    height, width = behind.shape[:2]
    if width > WIDE * height:
        subject = rounded(subject)
    made = frame_of(subject, window.framing, width / height, HEADROOM, max(height, width))
    frame = replace(made, scale=made.scale * height / made.height, height=height, width=width)
    parts = framed(subject, frame)
    person = lit(parts, light)
    return display(compose.joined(person, parts.surface.alpha, behind)), [parts.sitter]


def _together(window: Window, subjects: Sequence[Subject], behind: Linear, light: Light) -> tuple[RGB, list[Sitter]]:
    """Several people in one place: heads of one size, eyes on their lines, whoever is lower stands in front."""
    places = window.places_of(len(subjects))
    sitters: dict[int, Sitter] = {}
    for number in sorted(range(len(subjects)), key=lambda each: (places[each].y, -abs(places[each].x - 0.5))):
        subject = rounded(subjects[number])
        height, width = behind.shape[:2]
        parts = _standing(subject, places[number], height, width, window.floor)
        person = lit(parts, light)
        if sitters:
            behind = behind * (1 - BETWEEN * _shadow(parts))[..., None]
        behind = compose.joined(person, parts.surface.alpha, behind)
        sitters[number] = parts.sitter
    return display(behind), [sitters[number] for number in range(len(subjects))]


def _standing(subject: Subject, place: Place, height: int, width: int, floor: float) -> Parts:
    """Return a person with their eyes at a place, drawn out as far down as the window shows them."""
    place = place_of(subject, place, height, floor)
    scale = place.size * height / head_size(subject.mesh)
    x, y = eyes_of(subject.mesh)
    frame = Frame(left=float(x) - place.x * width / scale, top=float(y) - place.y * height / scale, scale=scale,
                  width=width, height=height)  # fmt: skip
    return framed(drawn_out(subject, rows_seen(subject, place, height, floor) + 2), frame)


def fits(layout: Layout, seats: Sequence[int], number: int, subject: Subject) -> bool:
    """Say whether a photo can be shown at place ``number`` beside whoever else takes ``seats``.

    In a window of their own every photo can; in the open it must show the whole head and shoulders.
    """
    for window in layout.windows:
        if window.places and number in window.people:
            there = [seat for seat in window.people if seat in seats]
            place = window.places_of(len(there))[there.index(number)]
            height = round((window.box[3] - window.box[1]) * layout.height)
            if not stands(subject, place, height, window.floor):
                return False
    return True


def _shadow(parts: Parts) -> Plane:
    reach = APART * parts.sitter.span
    return (blurred(parts.surface.alpha, reach) * (1 - parts.surface.alpha)).astype(np.float32)


def _onto(sheet: Sheet, window: Window, rgb: RGB, box: tuple[int, int, int, int]) -> None:
    """Lay a window's picture onto the page, cut to its shape, turned about its middle."""
    left, top, right, bottom = box
    shares = (left / sheet.width, top / sheet.height, right / sheet.width, bottom / sheet.height)
    mask = sheet.shape(window.shape, shares)
    move = np.array([[1, 0, left], [0, 1, top]], np.float64)
    if window.angle:
        centre = ((left + right) / 2, (top + bottom) / 2)
        turn = cv2.getRotationMatrix2D(centre, -window.angle, 1.0)
        move = turn @ np.vstack([move, [0, 0, 1]])
        mask = sheet.turned(mask, window.angle, (centre[0] / sheet.width, centre[1] / sheet.height))
    seen = cv2.warpAffine(
        rgb, move, (sheet.width, sheet.height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    sheet.fill(mask, seen.astype(np.float32) / 255, shadow=window.shadow)


def _on_page(points: NDArray[np.float32], window: Window, box: tuple[int, int, int, int]) -> NDArray[np.float32]:
    """Return points of a window's picture where they are on the page."""
    left, top, right, bottom = box
    half = np.array([(right - left) / 2, (bottom - top) / 2])
    turn = np.radians(window.angle)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return ((points[:, :2] - half) @ matrix.T + half + (left, top)).astype(np.float32)
