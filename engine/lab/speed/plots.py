"""Plots as SVG, small enough to be read in a diff: bars with a mark at what must be reached, and lines of a history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LINE, LEFT = 860, 26, 420
INK, BAR, SHORT, MARK, PAPER = "#333333", "#4c78a8", "#c0504d", "#333333", "#ffffff"
COLOURS = ("#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2")
FONT = 'font-family="sans-serif" font-size="13"'


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One value; ``must`` 0 where nothing is promised."""

    name: str
    value: float
    must: float = 0.0
    kept: bool = True


def bars(title: str, values: Sequence[Bar]) -> str:
    """Return a plot of values from 0 on."""
    most = max((max(bar.value, bar.must) for bar in values), default=1.0) * 1.12
    scale = (WIDTH - LEFT - 60) / most
    lines = [_text(10, 20, title, weight="bold")]
    for number, bar in enumerate(values):
        y = 34 + number * LINE
        colour = BAR if bar.kept else SHORT
        lines.append(_text(LEFT - 8, y + 15, bar.name, anchor="end"))
        lines.append(f'<rect x="{LEFT}" y="{y + 3}" width="{bar.value * scale:.1f}" height="16" fill="{colour}"/>')
        lines.append(_text(LEFT + bar.value * scale + 5, y + 15, f"{bar.value:.3g}"))
        if bar.must:
            x = LEFT + bar.must * scale
            lines.append(f'<path d="M{x:.1f} {y} V{y + 22}" stroke="{MARK}" stroke-width="2" stroke-dasharray="3 2"/>')
    return _page(44 + len(values) * LINE, lines)


def history(title: str, values: Mapping[str, Sequence[float]]) -> str:
    """Return lines of values run after run, each as a share of its first."""
    left, top, height = 50, 40, 180
    longest = max((len(line) for line in values.values()), default=0)
    shares = {name: [value / line[0] for value in line] for name, line in values.items() if line and line[0]}
    most = max([1.5, *(max(line) for line in shares.values())])
    across = (WIDTH - left - 20) / max(1, longest - 1)
    lines = [_text(10, 20, title, weight="bold")]
    for share in (0.0, 0.5, 1.0, most):
        y = top + height * (1 - share / most)
        lines.append(f'<path d="M{left} {y:.1f} H{WIDTH - 20}" stroke="#dddddd"/>')
        lines.append(_text(left - 6, y + 4, f"{share:.1f}", anchor="end"))
    for number, (name, line) in enumerate(shares.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = [(left + place * across, top + height * (1 - value / most)) for place, value in enumerate(line)]
        lines.append(f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" fill="none" stroke="{colour}"/>')
        lines += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        y = top + height + 24 + number * 18
        lines.append(f'<rect x="{left}" y="{y - 10}" width="12" height="12" fill="{colour}"/>')
        lines.append(_text(left + 18, y, f"{name}, first {line and values[name][0]:.3g}"))
    return _page(top + height + 34 + len(shares) * 18, lines)


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}" fill="{INK}" {FONT}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(words)}</text>'


def _page(height: float, lines: Sequence[str]) -> str:
    size = f'width="{WIDTH}" height="{height:.0f}" viewBox="0 0 {WIDTH} {height:.0f}"'
    background = f'<rect width="100%" height="100%" fill="{PAPER}"/>'
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" {size}>', background, *lines, "</svg>"]) + "\n"
