"""The child of ``studio inspect --canvas``: every stage of a photo as a canvas, as pictures; JSON in its last line.

``python -m engine.tasks.portrait.canvas_stages SETTINGS PHOTO OUT``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from engine.canvas import compose
from engine.canvas.draw import draw, stages
from engine.canvas.easel import choose
from engine.canvas.expressions import read
from engine.canvas.recipes import recipes
from engine.errors import EngineError
from engine.faces import images
from engine.models import Models
from engine.requests import from_json
from engine.safety.origin import EDITED
from engine.safety.provenance import save_labelled
from engine.settings import EngineSettings
from engine.tasks.portrait.canvas import vary_plain
from engine.tasks.portrait.request import Expression

STYLE = "natural"  # what is drawn last


def main() -> None:
    """Look, write the pictures, and print what was seen."""
    settings, photo, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    models = Models(from_json(EngineSettings, json.loads(settings)))
    try:
        print(json.dumps(look(models, photo, out)))
    except EngineError as error:
        print(json.dumps({"error": error.to_json()}))


def look(models: Models, photo: Path, out: Path) -> dict[str, Any]:
    """Write every stage of ``photo`` into ``out`` and return what was understood of it.

    Raises `BadPhotoError`: nothing can be made of it, with the reason.
    """
    out.mkdir(parents=True, exist_ok=True)
    (seen,) = choose(models.easel.look([photo]), Expression.AS_IS, most=1)
    subject = models.easel.subject(seen)
    files = []
    for number, (name, rgb) in enumerate(stages(subject).items(), 1):
        files.append(out / f"{number:02}-{name.replace(' ', '-')}.png")
        images.save_clean(rgb, files[-1])
    recipe = recipes()[STYLE]
    variant = vary_plain(recipe)
    drawn = draw(subject, recipe, scene=variant.scene_of(models.easel.scenes), framing=variant.framing, shape="4:5")
    files.append(out / f"{len(files) + 1:02}-{STYLE}.png")
    save_labelled(drawn.rgb, files[-1], facts={"style": STYLE}, origin=EDITED)
    shows = [one.value for one in Expression if one is not Expression.AS_IS and read(seen.face.mesh, one)]
    pixels = round(seen.face.side)
    return {
        "words": [
            f"face: {pixels} px, turned {seen.face.mesh.yaw:.0f} degrees, shows {' and '.join(shows) or 'nothing'}",
            f"enlarged {subject.enlarged:.1f} times; exposure {subject.exposure:.2f}; drawn at {compose.LONG} px",
        ],
        "face": pixels,
        "expression": shows,
        "enlarged": round(subject.enlarged, 2),
        "exposure": round(subject.exposure, 2),
        "drawn": drawn.facts,
        "files": [str(file) for file in files],
        "backends": dict(models.faces.backends),
    }


if __name__ == "__main__":
    main()
