"""Whether a stranger could tell the styles apart: a judge that was fitted on none of them.

    python -m engine.lab.canvas.styles_apart              # every style on three synthetic people; ten minutes or more

A picture is described by what anybody sees at a glance, without knowing any style: its colours, its edges, its texture
and how light and colour lie over it, each as the difference from the plain canvas of the same person. Two styles are
told apart when every picture of the one is nearer to the other people's pictures of its own style than to those of the
other style. The control is a style against itself under another name, which must not be told apart.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB

SIDE = 192  # pixels a picture is looked at
LONG = 640  # pixels that are drawn
PLAIN = {"scenes": [{"backdrop": "paper"}], "framings": ["shoulders"]}  # the plain canvas
BINS = 12
CELLS = 4  # how colour and light lie over the picture: so many rows and columns
Features = NDArray[np.float32]


def described(rgb: RGB) -> Features:
    """Return what is seen of (height, width, 3) uint8 at a glance, one vector; each part sums to one or spans one."""
    small = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    return np.concatenate([_colours(lab), _edges(lab[..., 0]), _texture(rgb), _places(lab)]).astype(np.float32)


def _colours(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histograms of lightness, of hue weighted by colour, and of colour itself."""
    colour = np.hypot(lab[..., 1] - 128, lab[..., 2] - 128)
    hue = np.arctan2(lab[..., 2] - 128, lab[..., 1] - 128)
    parts = [
        np.histogram(lab[..., 0], BINS, (0, 256))[0] / lab[..., 0].size,
        np.histogram(hue, BINS, (-np.pi, np.pi), weights=colour)[0] / (colour.sum() + 8 * colour.size),
        np.histogram(colour.clip(0, 90), BINS, (0, 90.1))[0] / colour.size,
    ]
    return np.concatenate(parts)


def _edges(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Histogram of how strong edges are, and of where the strong ones point."""
    across, down = cv2.Sobel(light, cv2.CV_32F, 1, 0) / 4, cv2.Sobel(light, cv2.CV_32F, 0, 1) / 4
    strength, way = np.hypot(across, down), np.arctan2(down, across) % np.pi
    strong = np.histogram(np.log1p(strength), BINS, (0, np.log(160)))[0] / strength.size
    ways = np.histogram(way, BINS, (0, np.pi), weights=strength)[0] / (strength.sum() + 1)
    return np.concatenate([strong, ways])


def _texture(rgb: RGB) -> NDArray[np.float32]:
    """Strength of detail in six octaves from the finest, and how uneven it is over the picture."""
    height, width = rgb.shape[:2]
    scale = 768 / max(height, width)
    size = (round(width * scale), round(height * scale))
    light = cv2.cvtColor(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    found = []
    for _ in range(6):
        below = cv2.GaussianBlur(light, (0, 0), 1.4)
        band = np.abs(light - below)
        found += [np.log1p(band.mean()) / 4, band.std() / (band.mean() + 1) / 6]
        light = cv2.resize(below, (below.shape[1] // 2, below.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.array(found)


def _places(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean lightness and colour of a coarse grid."""
    return cv2.resize(lab, (CELLS, CELLS), interpolation=cv2.INTER_AREA).ravel() / 255 / CELLS


@dataclass(frozen=True, kw_only=True)
class Apart:
    """What the judge found."""

    pairs: int
    told: int
    alike: tuple[tuple[str, str], ...]  # pairs it could not tell apart
    margins: dict[tuple[str, str], float]  # distance between two styles over that within them; above 1 is apart

    @property
    def share(self) -> float:
        """Share of the pairs told apart."""
        return self.told / max(self.pairs, 1)

    @property
    def wider(self) -> float:
        """Share of the pairs whose styles lie further apart than people lie within a style."""
        return sum(margin > 1 for margin in self.margins.values()) / max(self.pairs, 1)


def apart(pictures: dict[str, Sequence[RGB]], plain: Sequence[RGB]) -> Apart:
    """Judge every pair of styles.

    ``pictures`` has for each style one picture of each person, ``plain`` the plain canvas of the same people in the
    same order; at least three people.
    """
    if len(plain) < 3 or any(len(each) != len(plain) for each in pictures.values()):
        raise ValueError("every style and the plain canvas need one picture of each of at least three people")
    base = np.stack([described(rgb) for rgb in plain])
    seen = {style: np.stack([described(rgb) for rgb in each]) - base for style, each in pictures.items()}
    alike, margins = [], {}
    for one, other in itertools.combinations(seen, 2):
        margins[one, other], told = _pair(seen[one], seen[other])
        if not told:
            alike.append((one, other))
    return Apart(pairs=len(margins), told=len(margins) - len(alike), alike=tuple(alike), margins=margins)


def _pair(one: Features, other: Features) -> tuple[float, bool]:
    """Return distance between two styles over that within them, and whether no picture is nearer to the wrong one.

    A person is compared with other people only: that a picture resembles itself says nothing of its style.
    """
    between = np.abs(one[:, None] - other[None]).sum(-1)  # (people, people)
    within = [np.abs(each[:, None] - each[None]).sum(-1) for each in (one, other)]
    others = ~np.eye(len(one), dtype=bool)
    ours = [np.array([row[keep].mean() for row, keep in zip(each, others, strict=True)]) for each in within]
    theirs = [
        np.array([row[keep].mean() for row, keep in zip(each, others, strict=True)]) for each in (between, between.T)
    ]
    told = all((mine < yours).all() for mine, yours in zip(ours, theirs, strict=True))
    return float((between[others].mean() + 1e-9) / (np.mean([each[others].mean() for each in within]) + 1e-9)), told


def main(styles: Sequence[str]) -> None:
    """Draw ``styles`` (all where none is named) of three people and print what cannot be told apart."""
    from engine.canvas.recipes import recipe, recipes
    from engine.lab.canvas.drawn import SHOWN, drawn, subject, warm

    names, models = list(styles) or list(recipes()), warm()
    pictures: dict[str, list[RGB]] = {style: [] for style in names}
    plain = []
    for person in SHOWN[:3]:
        who = subject(models, person)
        plain.append(drawn(models, who, recipe("plain", PLAIN), long=LONG, seed=len(plain)))
        for style in names:
            pictures[style].append(drawn(models, who, recipes()[style], long=LONG, seed=len(plain)))
    found = apart(pictures, plain)
    print(f"{found.told} of {found.pairs} pairs of {len(names)} styles told apart by every single picture")
    print(f"{100 * found.wider:.1f} % of the pairs lie further apart than people within a style")
    for pair in sorted(found.margins, key=lambda pair: found.margins[pair])[:12]:
        print(f"{found.margins[pair]:.2f}  {pair[0]} / {pair[1]}{'  ALIKE' if pair in found.alike else ''}")


if __name__ == "__main__":
    main(sys.argv[1:])
