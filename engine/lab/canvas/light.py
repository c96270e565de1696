"""Is the light on a face the scene's, and does the skin stay the person's? Measured over a folder of photos.

    python -m engine.lab.canvas.light PHOTOS [--weights weights] [--most 60]

For every photo: the brighter side of the face before and after a scene is turned by 180 degrees, the share of the skin
that is clipped, and the change of the skin's median colour (delta E), told for the lightest and the darkest third of
the people apart. The control is the photo itself: its brighter side does not turn. The places take turns, but colour is
measured of every photo in all of them: a blue place changes any skin, whoever happens to stand in it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.canvas import compose, draw, panorama, subjects
from engine.canvas.linear import LUMINANCE, display
from engine.canvas.scenes import from_panorama
from engine.canvas.types import Linear, Plane, Subject
from engine.errors import BadPhotoError

LONG = 512
TURNED = 35.0  # degrees
CLIPPED = 0.99  # linear light
LEFT, RIGHT = (50, 101, 205, 187), (280, 330, 425, 411)  # mesh points of the cheeks, sides of the picture
PLACES = ("forest", "city", "park", "sunset", "venice", "warehouse")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What is known of one photo in one scene."""

    turned: bool  # the brighter side changed with the scene's
    still: bool  # control: it changed though the scene stood still
    clipped: float  # share of the skin
    change: float  # delta E of the skin's median, mean over all places
    tone: float  # L* of the skin's median in the photo


def measured(subject: Subject, places: list[Linear], number: int = 0) -> list[Measured]:
    """Return two rows: in the light of place ``number`` where it comes most from one side, and turned by half."""
    place, *others = (places[(number + k) % len(places)] for k in range(len(places)))
    parts = draw.framed(subject, compose.frame(subject, "close", "1:1", LONG))
    yaw = _sideways(place)
    lights = [from_panorama("", place, turn=float(np.degrees(yaw + way))).light for way in (0.0, np.pi)]
    seen = [draw.lit(parts, one) for one in lights]
    again = draw.lit(parts, lights[0])
    leans = [_lean(picture, parts.sitter.points) for picture in (*seen, again)]
    skin = (parts.sitter.face > 0.9) & (parts.lively < 0.05)
    before = _lab(parts.photo, skin)
    everywhere = [*seen, *(draw.lit(parts, from_panorama("", other).light) for other in others)]
    change = float(np.mean([np.linalg.norm(_lab(picture, skin) - before) for picture in everywhere]))
    return [
        Measured(
            turned=leans[0] * leans[1] < 0,
            still=leans[0] * leans[2] < 0,
            clipped=float((picture[skin].max(-1) > CLIPPED).mean()),
            change=change,
            tone=float(before[0]),
        )
        for picture in seen
    ]


def _whole(subject: Subject) -> bool:
    """Say whether the photo shows all of the face."""
    x, y = subject.mesh.oval.T
    return bool(min(x.min(), y.min()) >= 0 and x.max() < subject.rgb.shape[1] and y.max() < subject.rgb.shape[0])


def _sideways(place: Linear) -> float:
    """Return the turn, radians, at which a panorama lights a face most from one side."""
    turns = np.radians(np.arange(0, 360, 15))
    lean = [abs(float(panorama.irradiance(place, turn)[:, 3] @ LUMINANCE)) for turn in turns]
    return float(turns[int(np.argmax(lean))])


def _lean(picture: Linear, points: np.ndarray) -> float:
    """Return the logarithm of how much brighter the left cheek is than the right one."""
    tone = cv2.GaussianBlur((picture @ LUMINANCE).astype(np.float32), (0, 0), LONG / 60)
    sides = [np.mean([tone[_inside(points[p, 1]), _inside(points[p, 0])] for p in side]) for side in (LEFT, RIGHT)]
    return float(np.log(max(sides[0], 1e-4) / max(sides[1], 1e-4)))


def _inside(value: float) -> int:
    return int(np.clip(value, 0, LONG - 1))


def _lab(picture: Linear, skin: Plane) -> np.ndarray:
    shown = display(picture).astype(np.float32) / 255
    return np.median(cv2.cvtColor(shown, cv2.COLOR_RGB2LAB)[skin], 0)


def summary(rows: list[Measured]) -> dict[str, float]:
    """Return the figures of all photos."""
    tones = np.array([row.tone for row in rows])
    low, high = np.quantile(tones, (1 / 3, 2 / 3))
    dark = np.mean([row.change for row in rows if row.tone <= low])
    light = np.mean([row.change for row in rows if row.tone >= high])
    return {
        "pictures": len(rows),
        "turned": round(float(np.mean([row.turned for row in rows])), 3),
        "turned, scene still": round(float(np.mean([row.still for row in rows])), 3),
        "clipped, mean": round(float(np.mean([row.clipped for row in rows])), 5),
        "clipped, worst": round(max(row.clipped for row in rows), 5),
        "tone of the darkest third": round(float(tones[tones <= low].mean()), 1),
        "tone of the lightest third": round(float(tones[tones >= high].mean()), 1),
        "change, darkest third": round(float(dark), 2),
        "change, lightest third": round(float(light), 2),
        "apart": round(float(abs(dark - light)), 2),
    }


def over(photos: list[Path], faces: subjects.Perception, cutter: subjects.Cutter, places: list[Linear],
         load: Callable[[Path], np.ndarray]) -> Iterator[Measured]:  # fmt: skip
    """Yield the rows of all photos that can be used, the places taken in turn."""
    for number, photo in enumerate(photos):
        try:
            subject = subjects.prepare(load(photo), faces, cutter)
        except BadPhotoError:
            continue
        if abs(subject.mesh.yaw) > TURNED or not _whole(subject):
            continue  # only one cheek is seen
        yield from measured(subject, places, number)


def main() -> None:
    """Measure a folder of photos and print the figures as JSON."""
    from engine.faces.registry import Faces
    from engine.settings import EngineSettings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--most", type=int, default=60)
    told = parser.parse_args()
    faces = Faces(EngineSettings(weights=told.weights, threads=1))
    files = sorted(file for file in told.photos.rglob("*") if file.suffix in (".jpg", ".png"))[: told.most]
    places = [panorama.load(told.weights, name) for name in PLACES]
    rows = list(over(files, faces, faces.cutter.cut_out, places, faces.load))
    print(json.dumps(summary(rows), indent=1))


if __name__ == "__main__":
    main()
