"""How good the cut-out network is, on photos no training saw.

    python -m engine.lab.cutout.measure MAPS --weights WEIGHTS [--photos 60] [--network FILE] [--teachers FOLDER]

MAPS: what `prepare` wrote, of which the ``held-`` photos count. Three measures: agreement with the teachers for each
class, also by thirds of skin tone; how well alpha comes back where a person is put before a known background; and how
near the rim's colour is to the new background's person with and without removal of the old background's colour.
FILE is a network that `ship` wrote, instead of the packaged one. With the teachers' folder it also says how
far the hair teacher agrees with itself when a photo is mirrored or framed a little wider: nobody can agree better.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine import weights
from engine.canvas.head import Cutter
from engine.canvas.types import CutOut
from engine.faces.mesh import MediapipeMesh
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import CHEEKS, lab, part
from engine.faces.types import RGB, Mesh
from engine.lab.cutout.data import read
from engine.lab.cutout.teachers import CLASSES, Teachers

Cut = Callable[[RGB, Mesh], CutOut]
RING = 6  # pixels: width of the rim that is judged
FEWEST = 0.005  # share of a photo from which a class is counted


@dataclass(frozen=True, kw_only=True, eq=False)
class Held:
    """A photo no training saw, with what the teachers say and the person's own colours."""

    name: str
    rgb: RGB
    own: RGB
    shares: NDArray[np.float32]  # (height, width, 6), alpha and the shares of `CLASSES`
    known: NDArray[np.bool_]
    mesh: Mesh

    @property
    def lightness(self) -> float:
        """Median CIE L of the cheeks, 0..100."""
        return float(np.median(lab(self.rgb)[..., 0][part(self.rgb.shape, self.mesh.points, CHEEKS) > 0]))


def held(maps: Path, meshes: MediapipeMesh, most: int) -> list[Held]:
    """Return up to ``most`` held-back photos, of every set alike."""
    files = [file for file in sorted(maps.glob("held-*.npy")) if not file.name.endswith(".points.npy")]
    found = []
    for place in np.random.default_rng(0).permutation(len(files))[:most]:
        photo, mesh = read(files[place]), None
        seen = meshes.find(np.ascontiguousarray(photo.rgb))
        if seen:
            mesh = max(seen, key=lambda one: float(np.ptp(one.oval[:, 0])))
            found.append(
                Held(
                    name=files[place].stem,
                    rgb=np.ascontiguousarray(photo.rgb),
                    own=photo.own,
                    shares=photo.shares.astype(np.float32) / 255,
                    known=photo.known > 127,
                    mesh=mesh,
                )
            )
    return found


def agreement(photos: Sequence[Held], cut: Cut) -> dict[str, float]:
    """Return the intersection over union with the teachers of person and each class, over all photos' pixels."""
    both, either = np.zeros(len(CLASSES) + 1), np.zeros(len(CLASSES) + 1)
    for photo in photos:
        found = cut(photo.rgb, photo.mesh)
        planes = [found.alpha, *(getattr(found, name) for name in CLASSES)]
        for place, plane in enumerate(planes):
            seen, true = plane[photo.known] > 0.5, photo.shares[..., place][photo.known] > 0.5
            both[place] += (seen & true).mean()
            either[place] += (seen | true).mean()
    return dict(zip(("person", *CLASSES), (both / np.maximum(either, 1e-9)).tolist(), strict=True))


def by_tone(photos: Sequence[Held], cut: Cut) -> dict[str, dict[str, float]]:
    """Return `agreement` of the darkest, middle and lightest third of cheeks."""
    order = sorted(photos, key=lambda photo: photo.lightness)
    thirds = np.array_split(np.arange(len(order)), 3)
    names = ("darkest", "middle", "lightest")
    return {name: agreement([order[i] for i in third], cut) for name, third in zip(names, thirds, strict=True)}


def pasted(photo: Held, random: np.random.Generator) -> tuple[RGB, RGB]:
    """Return the person of a photo before a known background, and that background."""
    cells = random.uniform(0, 255, (random.integers(2, 12), random.integers(2, 12), 3)).astype(np.float32)
    behind = cv2.resize(cells, photo.rgb.shape[1::-1], interpolation=cv2.INTER_CUBIC).clip(0, 255)
    share = photo.shares[..., :1]
    mixed = np.round(photo.own * share + behind * (1 - share)).astype(np.uint8)
    return mixed, behind.astype(np.uint8)


def alpha_error(photos: Sequence[Held], cut: Cut) -> float:
    """Return the mean absolute error of alpha on people put before known backgrounds, 0..1."""
    random = np.random.default_rng(1)
    errors = [np.abs(cut(pasted(p, random)[0], p.mesh).alpha - p.shares[..., 0]).mean() for p in photos]
    return float(np.mean(errors))


def rim_difference(photos: Sequence[Held], cut: Cut) -> tuple[float, float]:
    """Return how far colours in a ring of `RING` pixels are from the person's own, without and with colour removal.

    The person stands before a known background, so that what is mixed in is known; 0..255, weighed by alpha.
    """
    random, without, with_removal = np.random.default_rng(2), [], []
    for photo in photos:
        mixed, _ = pasted(photo, random)
        found = cut(mixed, photo.mesh)
        true = photo.shares[..., 0]
        disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (RING + 1, RING + 1))
        ring = (cv2.dilate(true, disc) > 0.5) & (cv2.erode(true, disc) < 0.5) & (true > 0.05) & (true < 0.95)
        if not ring.any():
            continue
        weight = found.alpha[ring][:, None]
        for values, kept in ((mixed, without), (found.colour, with_removal)):
            kept.append(float((np.abs(values[ring].astype(np.float32) - photo.own[ring]) * weight).mean()))
    return float(np.mean(without)), float(np.mean(with_removal))


def own_agreement(photos: Sequence[Held], teachers: Teachers) -> float:
    """Return the intersection over union of what the hair teacher says of a photo and of two other views of it."""
    both = either = 0.0
    for photo in photos:
        views = [view > 0.5 for view in teachers.hair_views(photo.rgb, tight="fairface" in photo.name)]
        for other in views[1:]:
            both += float((views[0] & other).mean())
            either += float((views[0] | other).mean())
    return both / max(either, 1e-9)


def cutter(folder: Path, network: Path | None = None) -> Cutter:
    """Return the packaged network, or that of a file that `ship` wrote."""
    people = PersonSegmenter(weights.path(folder, "segmenter", "selfie_segmenter.tflite"))
    return Cutter(network or weights.path(folder, "cutout", "cutout.safetensors"), people)


def main() -> None:
    """Print all measures as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("maps", type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--network", type=Path)
    parser.add_argument("--teachers", type=Path)
    asked = parser.parse_args()
    meshes = MediapipeMesh(weights.path(asked.weights, "mesh", "face_landmarker.task"))
    cut, photos = cutter(asked.weights, asked.network).cut_out, held(asked.maps, meshes, asked.photos)
    studio = [photo for photo in photos if "fairface" not in photo.name]
    rows = {"all": agreement(photos, cut), "studio": agreement(studio, cut), **by_tone(photos, cut)}
    print(f"{len(photos)} photos, {len(studio)} of them studio photos or synthetic people")
    print("| photos | " + " | ".join(("person", *CLASSES)) + " |")
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in row.values()) + " |", flush=True)
    if asked.teachers:
        teachers = Teachers(asked.teachers, asked.weights)
        own = [own_agreement(some, teachers) for some in (photos, studio)]
        print("hair teacher with itself: all {:.3f}, studio {:.3f}".format(*own), flush=True)
    print(f"alpha error {alpha_error(studio, cut):.4f}")
    print(
        "rim, colours from the person's own without and with removal: {:.1f} {:.1f}".format(
            *rim_difference(studio, cut)
        )
    )


if __name__ == "__main__":
    main()
