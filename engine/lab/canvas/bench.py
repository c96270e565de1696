"""The child of ``bench --only canvas``: ``python -m engine.lab.canvas.bench WEIGHTS WORK``; JSON in its last line.

Synthetic people (openpeople) and, where it is given, people of LFW. Of each some photos become an instant identity, the
others only judge: every distance is one to the mean embedding of photos nothing was made of. Each figure has a control
that must fail: another person's photos, a face nobody moved, a scene that stood still, a style against itself.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from engine import people
from engine.canvas import panorama
from engine.canvas.expressions import read
from engine.canvas.recipes import recipe, recipes
from engine.errors import EngineError
from engine.faces.embed import Embedding, distance
from engine.faces.face_quality import large_enough, whole
from engine.faces.types import Mesh
from engine.lab.canvas import judged, light, styles_apart
from engine.lab.canvas.drawn import SHOWN, drawn, subject
from engine.lab.cutout import measure
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Expression, Picture, Portrait, Portraits

STYLE = "natural"
PHOTOGRAPHIC = ("headshot", "casual", "window-light", "golden-hour")  # as alike as in `STYLE`; one picture of each
STRONG = ("noir", "split-light", "cyberpunk")  # hard or coloured light is what they are: measured, not bounded
LEARNT = (0, 3, 4, 6, 8)  # of the photos of a synthetic person: the selfie and heads; the others judge
LFW_LEARNT, LFW_LEAST = 5, 10  # photos of somebody of LFW that are learnt, and that there must be
EYES, SKIN = (33, 263), 468
HELD = 16  # photos with known edges
PEOPLE, OF_LFW = 6, 4  # people that are measured: some ten minutes on two idle cores
LIT = 3  # photos of each that are lit from both sides
MOVED = 2  # pictures of each expression
LONG = 480  # pixels of the pictures styles are judged by
TIMED = ("first_four", "first_four_processor", "four_more", "four_more_processor", "megabytes")
PARTS = ("synthetic", "lfw", "light", "rim", "styles", "judge")
APART = ("own", "apart", "moved_apart", "photographic_apart", "strong_apart")
LONG_LISTS = ("centre", "embeddings")
MIENS = (Expression.SMILE, Expression.SERIOUS, Expression.SURPRISED)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--lfw", type=Path, help="a zip with one folder of photos per person")
    parser.add_argument("--maps", type=Path, help="held-back photos with their known edges, see engine.lab.cutout")
    parser.add_argument("--people", type=int, default=PEOPLE, help="so many synthetic ones, and two less of LFW")
    parser.add_argument("--styles", type=int, default=len(recipes()), help="so many styles are told apart")
    parser.add_argument("--part", action="append", choices=PARTS, help="measure this alone, may be given again")
    parser.add_argument("--kept", type=Path, help="portraits that are judged lie in the folder FILE.cases")
    args = parser.parse_args()
    parts = args.part or PARTS
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=2))
    told: dict[str, Any] = {}
    photos: list[Path] = []
    for kind, somebody in (("synthetic", _synthetic(args)), ("lfw", _lfw(args))):
        rows = []
        if not {kind, "light"} & set(parts):
            continue
        for name, learnt, unseen in somebody:
            photos += learnt[:LIT]
            if kind not in parts:
                continue
            row = _case(models, args.work / name, learnt, unseen, timed=kind == "synthetic" and not rows)
            print(json.dumps({"person": name, **{k: v for k, v in row.items() if k not in LONG_LISTS}}), flush=True)
            rows += [row] if "failed" not in row else []
        if rows:
            told[kind] = _summed(rows)
    if "light" in parts:
        places = [panorama.load(args.weights, name) for name in light.PLACES]
        lit = list(light.over(photos, models.faces, models.faces.cutter.cut_out, places, models.faces.load))
        told["light"] = light.summary(lit)
        print(json.dumps(told["light"]), flush=True)
    if "rim" in parts and args.maps is not None:
        photos_held = measure.held(args.maps, models.faces.meshes, HELD)
        cut = models.faces.cutter.cut_out
        without, removed = measure.rim_difference(photos_held, cut)
        told["rim"] = {"alpha": measure.alpha_error(photos_held, cut), "without": without, "removed": removed}
        print(json.dumps(told["rim"]), flush=True)
    if "styles" in parts:
        told["styles"] = _styles(models, list(recipes())[: args.styles])
    if "judge" in parts:
        folder = args.kept and args.kept.with_suffix(".cases")
        told["judge"] = judged.over(models, args.work / "judged", kept=folder, lfw=args.lfw)
    print(json.dumps(told))


def _synthetic(args: argparse.Namespace) -> Iterator[tuple[str, list[Path], list[Path]]]:
    for name in list(people.people())[: args.people]:
        folder = args.work / "synthetic" / name
        files = people.selfies(args.weights, name, folder, most=14)
        yield f"of-{name}", [files[k] for k in LEARNT], [file for k, file in enumerate(files) if k not in LEARNT]


def _lfw(args: argparse.Namespace) -> Iterator[tuple[str, list[Path], list[Path]]]:
    if args.lfw is None:
        return
    folder = args.work / "lfw"
    with zipfile.ZipFile(args.lfw) as archive:
        archive.extractall(folder)
    groups: dict[Path, list[Path]] = {}
    for file in sorted(folder.rglob("*.jpg")):
        groups.setdefault(file.parent, []).append(file)
    able = [files for files in groups.values() if len(files) >= LFW_LEAST]
    for files in able[: max(1, args.people - PEOPLE + OF_LFW)]:
        yield f"of-{files[0].parent.name}", files[:LFW_LEARNT], files[LFW_LEARNT:][:12]


def _case(models: Models, work: Path, learnt: list[Path], unseen: list[Path], *, timed: bool) -> dict[str, Any]:
    """Measure one person; where nothing can be made of the photos, ``failed`` says why.

    ``timed``: draw four more at 1024 pixels, and tell seconds and memory of a process that did nothing before.
    """
    faces = models.faces
    try:
        began, processor = time.monotonic(), time.process_time()
        enrol.run(Enrol(photos=tuple(learnt), identity=work / "id", instant=True), models, _silent, _never)
        four = _draw(models, work, "first", seed=4)
        first, first_processor = time.monotonic() - began, time.process_time() - processor
        spent = {"first_four": first, "first_four_processor": first_processor}
        if timed:
            began, processor = time.monotonic(), time.process_time()
            _draw(models, work, "more", seed=8, side=1024)
            spent |= {"four_more": time.monotonic() - began, "four_more_processor": time.process_time() - processor}
            spent["megabytes"] = _peak()
        looks = {
            kind: [_draw(models, work, style, style, count=1, seed=4).pictures[0] for style in styles]
            for kind, styles in (("photographic", PHOTOGRAPHIC), ("strong", STRONG))
        }
        miens = {mien: _draw(models, work, mien.value, count=MOVED, seed=4, expression=mien) for mien in MIENS}
    except EngineError as error:
        return {"failed": str(error)}
    target = _mean([faces.embed(faces.load(file)) for file in unseen])
    own = [distance(one, target) for file in learnt if (one := faces.embed(faces.load(file))) is not None]
    pictures = list(four.pictures)
    moved = [picture for made in miens.values() for picture in made.pictures]
    meshes = {picture.file: faces.mesh(faces.load(picture.file)) for picture in (*pictures, *moved)}
    return {
        "centre": [float(value) for value in target],
        **(spent if timed else {}),
        "own": mean(own),
        "apart": mean(_apart(models, target, pictures)),
        "moved_apart": mean(_apart(models, target, moved)),
        **{f"{kind}_apart": mean(_apart(models, target, some)) for kind, some in looks.items()},
        "shown": [_shows(meshes, p, mien) for mien, made in miens.items() for p in made.pictures],
        "shown_as_is": [_shows(meshes, p, mien) for mien in MIENS for p in four.pictures],
        "landmarks": [_bent(models, work, meshes, picture) for picture in pictures],
        "landmarks_moved": [_bent(models, work, meshes, p) for p in moved if p.source.value == "moved"],
        "whole": [_whole(models, work, p) for p in pictures],
        "whole_twice": [whole(faces.faces(_twice(faces.load(four.pictures[0].file))))] if timed else [],
        "sources": [p.source.value for p in moved],
        "embeddings": [
            [float(v) for v in one] for p in pictures if (one := faces.embed(faces.load(p.file))) is not None
        ],
    }


def _draw(models: Models, work: Path, name: str, style: str = STYLE, **wish: Any) -> Portraits:
    request = Portrait(identity=work / "id", style=style, out=work / name, draw="canvas", **wish)
    return portrait.run(request, models, _silent, _never)


def _peak() -> float:
    """Return the most memory this process ever held, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _photo(models: Models, work: Path, picture: Picture) -> np.ndarray:
    return models.faces.load(work / "id" / f"photo-{picture.photo - 1}.jpg")


def _whole(models: Models, work: Path, picture: Picture) -> bool:
    """Say whether a picture shows one face with matching eyes, or with the eyes its photo has."""
    faces = models.faces
    seen = faces.faces(large_enough(faces.load(picture.file)))
    return whole(seen) or (len(seen) == 1 and not whole(faces.faces(_photo(models, work, picture))))


def _twice(rgb: np.ndarray) -> np.ndarray:
    """The control: a picture with two faces."""
    return np.concatenate([rgb, rgb], axis=1)


def _apart(models: Models, target: Embedding, pictures: list[Picture]) -> list[float]:
    seen = [models.faces.embed(models.faces.load(picture.file)) for picture in pictures]
    return [1.0 if one is None else distance(one, target) for one in seen]


def _shows(meshes: dict[Path, Mesh | None], picture: Picture, mien: Expression) -> bool:
    mesh = meshes[picture.file]
    return mesh is not None and read(mesh, mien)


def _bent(models: Models, work: Path, meshes: dict[Path, Mesh | None], picture: Picture) -> float:
    """Return how far the landmarks of a picture are from its photo's, median, in distances of the eyes."""
    photo = models.faces.mesh(_photo(models, work, picture))
    drawn_ = meshes[picture.file]
    if photo is None or drawn_ is None:
        return 1.0
    return _fitted(photo.points[:SKIN, :2], drawn_.points[:SKIN, :2])


def _fitted(photo: np.ndarray, points: np.ndarray) -> float:
    """Return the median distance after the best similarity, in distances of the outer eye corners."""
    a, b = photo - photo.mean(0), points - points.mean(0)
    u, scales, v = np.linalg.svd(b.T @ a)
    turned = b @ (u @ v) * (scales.sum() / (b**2).sum())
    return float(np.median(np.linalg.norm(turned - a, axis=1)) / np.linalg.norm(a[EYES[0]] - a[EYES[1]]))


def _mean(embeddings: list[Embedding | None]) -> Embedding:
    return np.mean([one for one in embeddings if one is not None], axis=0)


def _summed(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Return the figures of all people; the control of likeness is every picture against the next person's photos."""
    centres = [np.asarray(row["centre"], np.float32) for row in rows]
    strangers = [
        distance(np.asarray(one, np.float32), centres[(place + 1) % len(rows)])
        for place, row in enumerate(rows)
        for one in row["embeddings"]
    ]
    lists = ("shown", "shown_as_is", "landmarks", "landmarks_moved", "whole", "whole_twice")
    figures = {name: mean(row[name] for row in rows) for name in APART}
    figures |= {name: row[name] for row in rows for name in TIMED if name in row}
    sources = [source for row in rows for source in row["sources"]]
    figures |= {f"source_{kind}": sources.count(kind) / len(sources) for kind in ("photo", "moved", "redrawn")}
    figures |= {name: float(np.mean([v for row in rows for v in row[name]] or [0])) for name in lists}
    return {"people": len(rows), "strangers": float(np.mean(strangers)) if len(rows) > 1 else 1.0, **figures}


def _styles(models: Models, names: list[str]) -> dict[str, Any]:
    """Tell every pair of styles apart, and one against itself, which must not be told."""
    somebody = [subject(models, person) for person in SHOWN[:3]]
    made, usual = recipes(), recipe("plain", styles_apart.PLAIN)
    plain = [drawn(models, who, usual, long=LONG, seed=k) for k, who in enumerate(somebody, 1)]
    pictures = {
        name: [drawn(models, who, made[name], long=LONG, seed=k) for k, who in enumerate(somebody, 1)] for name in names
    }
    found = styles_apart.apart(pictures, plain)
    same = styles_apart.apart({"one": pictures[names[0]], "again": pictures[names[0]]}, plain)
    return {
        "styles": len(names),
        "pairs": found.pairs,
        "told": found.told,
        "wider": found.wider,
        "alike": [list(pair) for pair in found.alike],
        "itself_told": same.told,
    }


def _silent(_progress: object) -> None:
    """Nobody listens."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
