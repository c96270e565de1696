"""A finished variant of a template or a try-on becomes a labelled file and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.faces.embed import SAME_PERSON, likeness
from engine.faces.types import RGB
from engine.safety.origin import DRAWN, EDITED
from engine.safety.provenance import save_labelled
from engine.tasks.portrait.request import Source
from engine.tasks.template.request import Redrawn


def written(
    rgb: RGB,
    file: Path,
    *,
    task: str,
    seed: int,
    distances: Sequence[float],
    before: Sequence[float] | None = None,
    source: Source = Source.PHOTO,
    photos: tuple[int, ...] = (),
    drawn: bool = False,
) -> Redrawn:
    """Label a picture (height, width, 3), write it and return what is told of it.

    ``distances`` are those of its faces to their people, ``before`` those they had before fusion; ``drawn`` says that
    all of it was drawn, where else it is an edited picture.
    """
    save_labelled(rgb, file, facts={"seed": seed, "task": task}, origin=DRAWN if drawn else EDITED)
    each = tuple(likeness(apart) for apart in distances)
    return Redrawn(
        file=file,
        seed=seed,
        likeness=likeness(max(distances)),
        each=each,
        each_before_fusion=each if before is None else tuple(likeness(apart) for apart in before),
        likely=max(distances) < SAME_PERSON,
        edited=not drawn,
        source=source,
        photos=photos,
    )
