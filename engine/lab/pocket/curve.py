"""Draw the record of the base's training: ``training.jsonl`` beside the weights, one line a point, as ``curve.png``.

A point has ``version``, ``pictures`` (seen in that version) and ``loss`` (running mean of the training loss), or
``rank1`` and ``apart``: how often a held-out person drawn from one photo is told from the 19 others, and the mean
distance to their other photos.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

NAME, PICTURE = "training.jsonl", "curve.png"
WIDTH, HEIGHT, MARGIN = 460, 300, 50
COLOURS = ("#9aa0a6", "#1a73e8", "#d93025", "#188038")  # one a version


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One diagram: which figure it shows, and the range of its upright axis."""

    figure: str
    title: str
    low: float
    high: float


PANELS = (
    Panel(figure="loss", title="training loss", low=0.4, high=0.7),
    Panel(figure="rank1", title="held-out people told apart (one photo)", low=0.0, high=1.0),
    Panel(figure="apart", title="distance to the person (one photo)", low=0.45, high=0.7),
)


def read(file: Path) -> list[dict[str, float]]:
    """Return the points of a record, in the order they were written."""
    return [json.loads(line) for line in file.read_text().splitlines()]


def add(work: Path, target: Path, version: int) -> None:
    """Append the points a run left in ``work`` to the record in ``target`` as ``version``, replacing that version's.

    A run that went on in the folder of an earlier version has that version's points before its own; they stay there.
    """
    record = target / NAME
    kept = [point for point in read(record) if point["version"] != version] if record.exists() else []
    new = [{"version": version} | point for point in read(work / "losses.jsonl")]
    new = [point for point in new if not any(point | {"version": known["version"]} == known for known in kept)]
    record.write_text("".join(json.dumps(point) + "\n" for point in kept + new))


def draw(points: list[dict[str, float]]) -> Image.Image:
    """Return the panels side by side: one line a version, lost where a figure leaves the panel's range."""
    most = max(point["pictures"] for point in points)
    sheet = Image.new("RGB", (WIDTH * len(PANELS), HEIGHT), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for number, panel in enumerate(PANELS):
        left, right, top, bottom = number * WIDTH + MARGIN, (number + 1) * WIDTH - 15, 35, HEIGHT - 35
        pen.text((left, 10), panel.title, fill="black", font=font)
        for share in (0, 0.25, 0.5, 0.75, 1):
            y = bottom - share * (bottom - top)
            pen.line([(left, y), (right, y)], fill="#e0e0e0")
            pen.text((left - 38, y - 7), f"{panel.low + share * (panel.high - panel.low):.2f}", fill="black", font=font)
            x = left + share * (right - left)
            pen.text((x - 15, bottom + 8), f"{share * most / 1000:.0f}k", fill="black", font=font)
        for version in sorted({int(point["version"]) for point in points}):
            line = [
                (
                    left + point["pictures"] / most * (right - left),
                    bottom - (point[panel.figure] - panel.low) / (panel.high - panel.low) * (bottom - top),
                )
                for point in points
                if point["version"] == version and panel.low <= point.get(panel.figure, -1) <= panel.high
            ]
            colour = COLOURS[(version - 1) % len(COLOURS)]
            if len(line) > 1:
                pen.line(line, fill=colour, width=2)
            if line:
                pen.text((line[-1][0] - 20, line[-1][1] - 16), f"v{version}", fill=colour, font=font)
    return sheet


def write(target: Path) -> None:
    """Draw the record in ``target`` beside it."""
    draw(read(target / NAME)).save(target / PICTURE, optimize=True)
