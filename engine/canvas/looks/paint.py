"""Looks of paint: oil, impressionist and expressionist strokes, watercolour, pastel, fresco."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.looks import flow, tools
from engine.canvas.looks.cel import inked
from engine.canvas.looks.tools import Unit, blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import clouds, grain, pixels
from engine.canvas.types import Plane
from engine.faces.types import RGB


def strokes(
    value: Unit,
    sitter: Sitter,
    random: np.random.Generator,
    sizes: Sequence[float],
    *,
    jitter: float = 0.05,
    long: float = 6,
) -> tuple[Unit, Plane]:
    """Paint ``value`` with curved strokes, coarse ones first, finer ones where they are missed (Hertzmann 1998).

    ``sizes`` are widths in shares of the face's width. Returns the painting and the relief of the paint 0..1.
    """
    height, width = value.shape[:2]
    made, relief = blurred(value, max(sizes) * sitter.span), np.full((height, width), 0.5, np.float32)
    care = tools.features(sitter, rest=0.55)
    ways = flow.ways(grey(value), sitter.span / 22)
    for size in sizes:
        thick = max(size * sitter.span, 1.6)
        reference = cv2.GaussianBlur(value, (0, 0), thick / 3)
        error = np.abs(reference - made).sum(-1)
        error = cv2.boxFilter(error, -1, (int(thick) | 1, int(thick) | 1))
        step = max(thick * 0.62, 1.4)
        rows, columns = np.meshgrid(np.arange(0, height, step), np.arange(0, width, step), indexing="ij")
        places = np.stack([rows.ravel(), columns.ravel()], -1) + random.uniform(-step / 2, step / 2, (rows.size, 2))
        places = places.clip(0, [height - 1, width - 1])
        at = places.astype(int)
        need = 0.07 - 0.05 * care[at[:, 0], at[:, 1]]
        places = places[(error[at[:, 0], at[:, 1]] > need) | (size == sizes[0])]
        random.shuffle(places)
        calm = 1 - 0.75 * care[places[:, 0].astype(int), places[:, 1].astype(int)]
        _layer(made, relief, places, thick, reference, ways, random, jitter * calm[:, None], long)
    relief = cv2.GaussianBlur(relief, (0, 0), max(sitter.span / 400, 0.6))
    return made, relief * (1 - 0.6 * blurred(sitter.face, sitter.span / 10))


def _layer(
    made: Unit,
    relief: Plane,
    places: np.ndarray,
    thick: float,
    reference: Unit,
    ways: tuple[Plane, Plane],
    random: np.random.Generator,
    jitter: np.ndarray,
    long: float,
) -> None:
    height, width = relief.shape
    count, steps = len(places), int(max(long, 2))
    if not count:
        return
    path = np.zeros((count, steps + 1, 2), np.float32)
    path[:, 0] = places[:, ::-1]
    last = np.zeros((count, 2), np.float32)
    for step in range(steps):
        at = path[:, step].astype(int).clip(0, [width - 1, height - 1])
        way = np.stack([ways[0][at[:, 1], at[:, 0]], ways[1][at[:, 1], at[:, 0]]], -1)
        way *= np.where((way * last).sum(-1) < 0, -1, 1)[:, None]
        last = way
        path[:, step + 1] = path[:, step] + way * thick * 0.75
    start = places.astype(int)
    colours = reference[start[:, 0], start[:, 1]]
    far = np.abs(
        reference[path[:, -1, 1].astype(int).clip(0, height - 1), path[:, -1, 0].astype(int).clip(0, width - 1)]
        - colours
    ).sum(-1)
    colours = colours * (1 + random.normal(0, 1, (count, 1)) * jitter) + random.normal(0, 0.35, (count, 3)) * jitter
    levels = random.uniform(0.1, 1, count)
    ends = np.where(far > 0.22, max(steps // 2, 1), steps) + 1
    paths = path.round().astype(np.int32)
    for number in range(count):
        line = [paths[number, : ends[number]]]
        cv2.polylines(made, line, False, colours[number].tolist(), max(round(thick), 1))
        cv2.polylines(relief, line, False, float(levels[number]), max(round(thick), 1))


def _lit(value: Unit, relief: Plane, amount: float) -> Unit:
    """Light the relief of the paint from the upper left."""
    slope = cv2.Sobel(relief, cv2.CV_32F, 1, 0) + cv2.Sobel(relief, cv2.CV_32F, 0, 1)
    return value * (1 + amount * slope.clip(-0.6, 0.6))[..., None]


def oil(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    sizes: Sequence[float] = (0.11, 0.055, 0.026, 0.013),
    warm: float = 0.5,
    glaze: float = 0.0,
    thick: float = 0.22,
    face: float = 0.85,
) -> RGB:
    """Oil on canvas: strokes along the forms, relief of the paint; ``glaze`` is the brown of an old varnish."""
    photo, power = tools.evened(unit(rgb), sitter, 0.5)
    made, relief = strokes(photo, sitter, random, sizes, jitter=0.035)
    made = tools.readable(made, photo, sitter, face)
    made = tools.restored(tools.saturated(made, 1.22), sitter, power)
    made = tools.own_hair(tools.own_skin(made, unit(rgb), sitter), unit(rgb), sitter)
    made = tools.contrast(made, 1.08, 0.45) * np.array([1 + 0.06 * warm, 1.0, 1 - 0.16 * warm], np.float32)
    made = tools.own_tone(made, unit(rgb), sitter, 0.7)
    if glaze:
        varnish = tools.ramp(grey(made).clip(0, 1), [(0, "#140a04"), (0.5, "#8a6434"), (1, "#f4e0b0")])
        made = made * (1 - 0.45 * glaze) + varnish * 0.45 * glaze
        made = made * np.array([1.0, 0.97, 0.86], np.float32)
    made = _lit(made, relief + 0.1 * tools.weave(*relief.shape), thick)
    return unit_as_bytes(made)


def impressionist(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    size: float = 0.05,
    colour: float = 1.5,
    manner: int = 5,
    long: int = 768,
) -> RGB:
    """Bright colour in thick strokes, shadows violet and blue; a style network lays them, least in the face.

    ``manner`` and ``long`` are what `engine.canvas.brushwork.repainted` is told.
    """
    photo, power = tools.evened(unit(rgb), sitter, 0.55)
    light = grey(photo)[..., None]
    photo = tools.saturated(photo, colour)
    photo = (
        photo
        + (1 - light) ** 2 * np.array([-0.02, -0.03, 0.13], np.float32)
        + light**2 * np.array([0.06, 0.04, -0.05], np.float32)
    ).clip(0, 1)
    brushed = _brushed(photo, sitter, manner, long)
    made, relief = strokes(brushed, sitter, random, (size * 1.6, size, size * 0.5, size * 0.3), jitter=0.06, long=3)
    bare = blurred(np.maximum(sitter.face, sitter.skin), sitter.span / 30)[..., None]
    made = made + 0.6 * (1 - bare) * (brushed - made)
    made = tools.restored(tools.readable(made, photo, sitter, 0.8), sitter, power, 0.6)
    made = tools.own_hair(tools.own_skin(made, unit(rgb), sitter, 0.85), unit(rgb), sitter)
    made = tools.own_tone(made, unit(rgb), sitter, 0.7)
    return unit_as_bytes(_lit(0.04 + 0.96 * made, relief, 0.16))


def _brushed(photo: Unit, sitter: Sitter, manner: int, long: int) -> Unit:
    """Return ``photo`` in its own colours with the light and dark of a style network's strokes.

    All of them in cloth and what stands behind, half in the hair, a third in the face: there they would crack it.
    """
    from engine.canvas.brushwork import repainted  # torch, which who lists the looks does without

    wide = sitter.span / 5
    painted = grey(repainted(photo, manner, long))
    fine = (painted - blurred(painted, wide)) - (grey(photo) - blurred(grey(photo), wide))
    calm = np.maximum(0.65 * np.maximum(sitter.face, 0.8 * sitter.skin), 0.5 * sitter.hair)
    return (photo + (fine * (1 - blurred(calm, sitter.span / 30)))[..., None]).clip(0, 1)


def expressionist(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """Unnatural colours in large strokes, dark blue outlines."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.5)
    light = tools.contrast(grey(photo), 1.3, 0.5).clip(0, 1)
    skin = tools.ramp(
        light,
        [(0, "#101a4a"), (0.22, "#1f4a8c"), (0.42, "#2a8c6a"), (0.56, "#e0742c"), (0.75, "#f4b83c"), (1, "#fdf0b8")],
    )
    other = tools.ramp(light, [(0, "#160c2c"), (0.3, "#7a1c4c"), (0.55, "#c83c34"), (0.8, "#3ca0a8"), (1, "#f0e4a0")])
    share = (sitter.face + sitter.skin).clip(0, 1)[..., None]
    mixed = (skin * share + other * (1 - share)) * 0.78 + tools.saturated(photo, 1.6) * 0.22
    made, relief = strokes(mixed, sitter, random, (0.1, 0.06, 0.03, 0.017), jitter=0.09, long=5)
    made = tools.readable(made, photo, sitter, 0.75)
    edge = flow.drawn(blurred(grey(photo), sitter.span / 160), sitter.span / 115, sharp=7, level=0.4)
    made = made * (1 - edge[..., None] * 0.85) + code("#0c1238") * edge[..., None] * 0.85
    return unit_as_bytes(_lit(made, relief, 0.35))


def watercolour(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#fbf8f0", wash: float = 1.0
) -> RGB:
    """Washes that pool at their borders, run out into white paper, pencil lines beneath."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    span = sitter.span
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    wobble = [grain(height, width, random, span / 26) * span / 130 for _ in range(2)]
    x, y = pixels(height, width)
    flat = cv2.remap(flat, x + wobble[0], y + wobble[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    soft = 0.65 * flat + 0.35 * blurred(flat, span / 40)
    pooled = np.abs(flat - blurred(flat, span / 55)).mean(-1)  # pigment gathers where a wash ends
    bloom = clouds(height, width, random, span / 3, span / 9, fine=0.4)
    amount = (0.86 + 0.17 * bloom + 0.10 * tools.fibres(height, width, random, 1.5) + 2.6 * pooled).clip(0.3, 1.9)
    reach = _reach(sitter, bloom, random) if wash else np.ones((height, width), np.float32)
    ink = -np.log(tools.saturated(soft, 1.35).clip(0.05, 1)) * (amount * reach)[..., None]
    made = code(paper) * np.exp(-0.92 * ink)
    made = tools.restored(tools.readable(made, photo, sitter, 0.7, rest=0.3), sitter, power, 0.6)
    made = tools.own_tone(made, unit(rgb), sitter)
    line = flow.drawn(blurred(grey(photo), span / 240), span / 200, sharp=8, level=0.7) * sitter.alpha * reach
    made = made * (1 - 0.4 * line[..., None] * np.array([0.8, 0.95, 1.0], np.float32))
    return unit_as_bytes(made * (1 + 0.022 * tools.fibres(height, width, random, 2.0))[..., None])


def _reach(sitter: Sitter, bloom: Plane, random: np.random.Generator) -> Plane:
    """(height, width) 1 where there is paint: around the person, with drips and drops, never short of the face."""
    height, width = bloom.shape
    x, y = pixels(height, width)
    span = sitter.span
    far = np.hypot((x - sitter.middle[0]) / (1.75 * span), (y - sitter.middle[1] - 0.3 * span) / (2.0 * span))
    edge = far + 0.09 * bloom + 0.03 * grain(height, width, random, span / 60)
    made = 0.82 * tools.smoothstep(1.0, 0.93, edge) + 0.18 * tools.smoothstep(0.95, 0.6, edge)
    drops = np.zeros((height, width), np.float32)
    for _ in range(70):
        turn, out = random.uniform(0, 2 * np.pi), random.uniform(0.92, 1.25)
        at = (
            int(sitter.middle[0] + 1.75 * span * out * np.cos(turn)),
            int(sitter.middle[1] + 0.3 * span + 2 * span * out * np.sin(turn)),
        )
        cv2.circle(
            drops, at, max(int(random.exponential(span / 90)), 1), float(random.uniform(0.3, 0.9)), -1, cv2.LINE_AA
        )
    made = np.maximum(made, cv2.GaussianBlur(drops, (0, 0), 0.8))
    return np.maximum(made, blurred(sitter.face, span / 40))


def pastel(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, pink: float = 1.0) -> RGB:
    """Soft light colours, a pink breath, a glow around the lights: a photograph through gauze that keeps its blacks."""
    photo, power = tools.evened(unit(rgb), sitter, 0.58)
    bloom = blurred(photo, sitter.span / 10)
    made = 1 - (1 - photo) * (1 - 0.2 * bloom)
    light = grey(made)[..., None]
    made = made + (1 - light) * 0.06 + pink * light * np.array([0.035, -0.022, 0.03], np.float32)
    made = tools.restored(made, sitter, power, 0.85)
    return unit_as_bytes(tools.own_skin(made, unit(rgb), sitter, 0.4))


def chalks(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#4a5a58") -> RGB:
    """Soft pastel chalks on tinted paper: the tooth shows through every stroke."""
    photo, power = tools.evened(unit(rgb), sitter, 0.56)
    made, _ = strokes(tools.saturated(photo, 1.4), sitter, random, (0.06, 0.03, 0.016), jitter=0.07, long=4)
    made = tools.readable(made, photo, sitter, 0.85)
    height, width = photo.shape[:2]
    cover = (0.72 + 0.42 * tools.fibres(height, width, random, 1.5)).clip(0.25, 1)[..., None]
    made = tools.restored(code(paper) * (1 - cover) + (0.06 + 0.94 * made) * cover, sitter, power, 0.6)
    return unit_as_bytes(tools.own_tone(made, unit(rgb), sitter, 0.7))


def fresco(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """A mural in earth colours and turquoise: outlines, flat tones, flaked and cracked."""
    photo, power = tools.evened(unit(rgb), sitter, 0.58)
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    light = (np.round(grey(flat) * 6) / 6 * 0.5 + grey(flat) * 0.5).clip(0, 1)
    earth = tools.ramp(light, [(0, "#2a1a14"), (0.28, "#5c3a28"), (0.55, "#b8824e"), (0.78, "#e0bc88"), (1, "#f4e6c8")])
    jade = tools.ramp(light, [(0, "#12282a"), (0.4, "#1f6a68"), (0.75, "#68aca0"), (1, "#dce8d0")])
    person = (sitter.alpha * (1 - sitter.face) * (1 - sitter.skin) * (1 - sitter.hair)).clip(0, 1)[..., None]
    paint = earth * (1 - person) + (0.75 * jade + 0.25 * earth) * person
    share = sitter.alpha[..., None]
    made = (paint * 0.88 + flat * 0.12) * share + photo * (1 - share)
    made = tools.restored(tools.readable(made, photo, sitter, 0.8), sitter, power, 0.6)
    edge = inked(photo, flat, sitter, sitter.span / 140, level=0.5)
    made = made * (1 - 0.62 * edge[..., None]) + code("#4a1c14") * 0.62 * edge[..., None]
    return unit_as_bytes(_worn(made, random, sitter))


def _worn(value: Unit, random: np.random.Generator, sitter: Sitter) -> Unit:
    """Flakes, cracks and grains of a wall that has stood long; the face is spared most."""
    height, width = value.shape[:2]
    spare = 1 - 0.8 * tools.features(sitter, rest=0.6)
    loose = sum(grain(height, width, random, sitter.span / part) * part**1.9 for part in (5, 12, 30))
    loose = loose / loose.std()
    flake = tools.smoothstep(1.55, 1.75, loose) * spare
    made = value * (1 - flake[..., None] * 0.8) + code("#c8b090") * flake[..., None] * 0.8
    crack = np.exp(-((loose / 0.018) ** 2)) * spare
    made = made * (1 - 0.4 * crack[..., None])
    return made * (1 + 0.07 * tools.fibres(height, width, random, 1.4))[..., None]
