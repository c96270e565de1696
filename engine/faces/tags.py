"""Label tagging (paper 2.1.2): words for what is special about one picture, none for what belongs to the person."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

from mediapipe.tasks.python import vision

from engine.faces.mediapipe_tasks import picture, task
from engine.faces.mesh import around
from engine.faces.occlusion import bridge_line
from engine.faces.types import RGB, Face, Mesh

TABLE, DANBOORU = (Path(__file__).with_name(name) for name in ("tags.toml", "danbooru.toml"))
CERTAIN = 0.3  # labels below this are noise: an astronaut is a dumbbell with 0.11
MOST_LABELS = 8
#: Strength of the line across the bridge of the nose from which glasses are named. Of 146 UTKFace photos looked at by
#: eye, 15 reach it: 13 of the 18 with glasses, and two frowns.
GLASSES = 0.2
BUST = 0.8  # of the face's side is shown to the taggers around the face: hat, collar and earrings, not the street


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A tag that the mean of some blendshapes gives."""

    tag: str
    shapes: tuple[str, ...]
    at: float


@dataclass(frozen=True, kw_only=True)
class Table:
    """The data of ``tags.toml`` and ``danbooru.toml``."""

    expressions: tuple[Expression, ...]
    kept: dict[str, str]  # label of a tagger -> tag
    dropped: frozenset[str]


class Tagger(Protocol):
    """Names things in a picture."""

    name: str

    def labels(self, rgb: RGB) -> dict[str, float]:
        """Return label -> certainty 0..1 for (height, width, 3) uint8 RGB."""


class MediapipeTagger:
    """ImageNet classifier and COCO detector of mediapipe, 10 and 25 ms: clothes and things; for DeepDanbooru."""

    name = "mediapipe-imagenet+coco"

    def __init__(self, classifier: Path, objects: Path) -> None:
        self._classifier_file, self._objects_file = classifier, objects

    @cached_property
    def _classifier(self) -> Any:
        return task(
            vision.ImageClassifier, vision.ImageClassifierOptions, self._classifier_file, max_results=MOST_LABELS
        )

    @cached_property
    def _objects(self) -> Any:
        settings = {"max_results": MOST_LABELS, "score_threshold": CERTAIN}
        return task(vision.ObjectDetector, vision.ObjectDetectorOptions, self._objects_file, **settings)

    def labels(self, rgb: RGB) -> dict[str, float]:
        """Return what both networks name, the higher certainty where both do."""
        image = picture(rgb)
        found = list(self._classifier.classify(image).classifications[0].categories)
        found += [detection.categories[0] for detection in self._objects.detect(image).detections]
        best: dict[str, float] = {}
        for category in found:
            best[category.category_name] = max(best.get(category.category_name, 0.0), float(category.score))
        return best


@cache
def table(file: Path = TABLE, more: Path = DANBOORU) -> Table:
    """Read the tag table, and the one of the tagger with names of its own."""
    raw, other = (tomllib.loads(one.read_text("utf-8")) for one in (file, more))
    expressions = tuple(
        Expression(tag=row["tag"], shapes=tuple(row["shapes"]), at=row["at"]) for row in raw["expression"]
    )
    return Table(
        expressions=expressions, kept={**other["kept"], **raw["kept"]}, dropped=frozenset(raw["dropped"]["tags"])
    )


def bust(rgb: RGB, face: Face) -> RGB:
    """Return the part of the picture the taggers look at."""
    return around(rgb, face.box, BUST)[0]


def tags(labels: dict[str, float], mesh: Mesh | None, rgb: RGB | None = None) -> tuple[str, ...]:
    """Return the image-specific tags, expression first, each once.

    ``rgb`` is the picture the mesh lies in: glasses are looked for in it, since no packaged classifier names them.
    """
    data = table()
    shown = [row.tag for row in data.expressions if mesh is not None and mesh.shape(*row.shapes) >= row.at]
    worn = [
        data.kept[label] for label, certainty in _by_certainty(labels) if certainty >= CERTAIN and label in data.kept
    ]
    if rgb is not None and mesh is not None and "sunglasses" not in worn and bridge_line(rgb, mesh.points) >= GLASSES:
        shown.append("glasses")
    return without_identity(dict.fromkeys([*shown, *worn]))


def without_identity(found: Iterable[str]) -> tuple[str, ...]:
    """Drop the tags that belong to the person, whichever tagger offered them: "blue eyes" goes as "eyes" does."""
    dropped = table().dropped
    return tuple(tag for tag in found if not _words(tag) & dropped or tag in _own_tags())


@cache
def _own_tags() -> frozenset[str]:
    """Return the tags the table itself makes, which may contain a dropped word ("closed eyes")."""
    data = table()
    return frozenset(data.kept.values()) | {row.tag for row in data.expressions}


def _words(tag: str) -> set[str]:
    return {tag, *tag.replace("_", " ").split()}


def _by_certainty(labels: dict[str, float]) -> list[tuple[str, float]]:
    return sorted(labels.items(), key=lambda item: item[1], reverse=True)
