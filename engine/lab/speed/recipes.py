"""Two recipes for a face beside each other: ``python -m engine.lab.speed.recipes WEIGHTS OUT --people P001 P002``.

Each synthetic person is learnt from the same eight photos by the embedded base's recipe and by a candidate, from the
same seeds, as the product does it: one photo of the eight is kept to judge by, the best moment is taken. Twelve
pictures of the same seeds in two styles are compared with six photos nobody learnt from. Every finished training is a
line of JSON in OUT/results.jsonl, its pictures and adapter beside it; one that stands there is not learnt again.
``untrained`` is the control: the same pictures before the first step. ``--table`` prints what the lines say together,
by the rule in `verdict`, which was written before the first line was. ``--second`` asks somebody else: the gradient
histograms of `engine.lab.pocket.opinion`, not whitened, of the same pictures beside the unseen photos: no training
knows them, while the distance is part of every training's loss.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import save_file

from engine import bases, people
from engine.bases import Recipe
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.face_quality import large_enough, whole
from engine.faces.registry import Faces
from engine.lab.pocket.opinion import histograms
from engine.prompts import prompt
from engine.settings import EngineSettings
from engine.styles import StyleBook
from engine.tasks.inspect.request import Looks
from engine.training import face_lora
from engine.training.prepare import Sample, prepare, sample_of

LEARNT, UNSEEN, PICTURES = 8, 6, 12
STYLES = ("natural", "vintage")  # as the bench draws: a photo, and a look with an adapter; in turn
UNTRAINED, RECIPE = "untrained", "recipe"
MEAN_WORSE, PERSON_WORSE = 0.005, 0.02  # distance: so much more than the recipe's is not accepted

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """One person: samples to learn from, and the mean embedding of photos nobody learns from."""

    name: str
    samples: list[Sample]
    looks: Looks | None
    mean: Embedding


def main() -> None:
    """Learn what is not learnt yet, or print the table."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.recipes")
    parser.add_argument("weights", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--people", nargs="+", default=["P001", "P002", "P004", "P005", "P006", "P007"])
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument(
        "--candidate",
        default="96x4r2",
        help="STEPSxUPrROWS, STEPSxUPrROWSbBATCH: steps, rate of the up halves, judged rows of a batch",
    )
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--second", action="store_true", help="what gradient histograms say of the pictures in OUT")
    chosen = parser.parse_args()
    file = chosen.out / "results.jsonl"
    if chosen.table:
        print(table(_rows(file), chosen.candidate))
        return
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    settings = EngineSettings(weights=chosen.weights, base="pocket", device="cpu", offline=True, threads=1)
    faces = Faces(settings)
    if chosen.second:
        _second(faces, chosen.weights, chosen.out, (UNTRAINED, RECIPE, chosen.candidate))
        return
    pipeline = PortraitPipeline(settings)
    known = [_person(faces, chosen.weights, name, learn=name in chosen.people) for name in people.people()]
    ways = {
        UNTRAINED: None,
        RECIPE: pipeline.family.face,
        chosen.candidate: candidate(pipeline.family.face, chosen.candidate),
    }
    for seed, person, way in itertools.product(chosen.seeds, [one for one in known if one.samples], ways):
        told = {"who": person.name, "seed": seed, "way": way}
        if not any(told.items() <= row.items() for row in _rows(file)):
            row = learnt(pipeline, faces, person, known, ways[way], seed, chosen.out / f"{person.name}-{seed}-{way}")
            with file.open("a") as opened:
                opened.write(json.dumps(told | row) + "\n")


def candidate(recipe: Recipe, said: str) -> Recipe:
    """Return a recipe of so many steps, times the rate for up halves, judged rows, and a batch: ``96x4r2b8``.

    Without ``b`` batches are as large as they were.
    """
    steps, rest = said.split("x")
    up, rest = rest.split("r")
    rows, _, batch = rest.partition("b")
    changed = replace(recipe, min_steps=int(steps), max_steps=int(steps), up_rate=float(up), likeness_rows=int(rows))
    return replace(changed, batch=int(batch)) if batch else changed


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def _person(faces: Faces, weights: Path, name: str, *, learn: bool) -> Person:
    """Read a person; who is only compared with has no samples."""
    with tempfile.TemporaryDirectory() as folder:
        photos = [faces.load(file) for file in people.selfies(weights, name, Path(folder), most=LEARNT + UNSEEN)]
    mean = np.mean([e for rgb in photos[LEARNT:] if (e := faces.embed(rgb)) is not None], 0)
    found = [(rgb, faces.largest(rgb)) for rgb in photos[:LEARNT]] if learn else []
    seen = [(rgb, face) for rgb, face in found if face is not None and face.mesh is not None]
    samples = [sample_of(faces, rgb, face, side=bases.families()["pocket"].side) for rgb, face in seen]
    told = [faces.attributes(rgb, face, each.embedding) for (rgb, face), each in zip(seen, samples, strict=True)]
    return Person(name=name, samples=samples, looks=faces.looks(told, []) if learn else None, mean=mean)


def learnt(
    pipeline: PortraitPipeline,
    faces: Faces,
    person: Person,
    known: Sequence[Person],
    recipe: Recipe | None,
    seed: int,
    out: Path,
) -> Row:
    """Learn a person by a recipe, None: not at all, and return what pictures of them are worth."""
    row: Row = {}
    if recipe is None:
        pipeline.clear_face(seed)
        tensors = pipeline.face_tensors()
    else:
        pipeline.family, usual = replace(pipeline.family, face=recipe), pipeline.family
        began = time.process_time()
        try:
            tensors, told = face_lora.train(
                pipeline, person.samples, person.looks, seed=seed, steps=None, step=lambda *_: None,
                cancelled=lambda: False, look=faces.embed,
            )  # fmt: skip
        finally:
            pipeline.family = usual
        row = {"seconds": round(time.process_time() - began, 1), "steps": told.steps, "kept": told.kept}
    pictures = drawn(pipeline, person, tensors)
    save_file(tensors, out.with_suffix(".safetensors"))
    half = PICTURES // 2
    sheet = [np.concatenate(pictures[first : first + half], 1) for first in (0, half)]
    Image.fromarray(np.concatenate(sheet)).save(out.with_suffix(".png"))
    apart = []
    for picture in pictures:
        seen = faces.embed(large_enough(picture))
        apart.append([NOBODY if seen is None else distance(seen, other.mean) for other in known])
    own = [other.name for other in known].index(person.name)
    return row | {
        "distance": round(float(np.mean([each[own] for each in apart])), 4),
        "first": float(np.mean([int(np.argmin(each)) == own for each in apart])),
        "eyes": float(np.mean([whole(faces.faces(large_enough(picture))) for picture in pictures])),
        "each": [round(each[own], 4) for each in apart],
    }


def drawn(pipeline: PortraitPipeline, person: Person, tensors: dict[str, torch.Tensor]) -> list[np.ndarray]:
    """Draw `PICTURES` of a person as portraits are drawn, styles in turn; of the same seeds for every adapter."""
    family = pipeline.family
    shapes = [prepare(sample, family).geometry for sample in person.samples]
    who = np.mean([sample.embedding for sample in person.samples if sample.embedding is not None], 0)
    pipeline.load_face_lora(tensors)
    made: dict[int, np.ndarray] = {}
    for first, name in enumerate(STYLES):
        style, seeds = StyleBook().all()[name], range(first, PICTURES, len(STYLES))
        pipeline.use(face=1.0, style=style.adapter(family.name), style_weight=style.weight(family.name))
        text = prompt(family, person.looks, style.words, trigger=True)
        shots = [
            GenerationRequest(prompt=text, seed=seed, embedding=who, geometry=shapes[seed % len(shapes)])
            for seed in seeds
        ]
        made |= dict(zip(seeds, pipeline.draw(shots, sampler=family.portraits), strict=True))
    return [made[seed] for seed in sorted(made)]


def _second(faces: Faces, weights: Path, out: Path, ways: Sequence[str]) -> None:
    """Print what the second opinion says of each training's pictures, and of the unseen photos themselves."""
    known = {name: np.stack(_aligned(faces, weights, name)) for name in people.people()}
    right = [
        seen_as(photo[None], {**means(known), name: np.delete(photos, number, 0).mean(0)}, name)[1]
        for name, photos in known.items()
        for number, photo in enumerate(photos)
    ]
    print(json.dumps({"way": "photos", "first": round(float(np.mean(right)), 3), "of": len(right)}))
    for way in ways:
        found = []
        for file in sorted(out.glob(f"*-{way}.png")):
            who, seed, _ = file.stem.split("-", 2)
            sheet = np.asarray(Image.open(file))
            side = sheet.shape[0] // 2
            tiles = [tile for row in np.split(sheet, 2) for tile in np.split(row, sheet.shape[1] // side, 1)]
            found.append(seen_as(np.stack([histograms(tile) for tile in tiles]), means(known), who))
            print(json.dumps({"who": who, "seed": int(seed), "way": way, "alike": round(found[-1][0], 3),
                              "first": round(found[-1][1], 3)}))  # fmt: skip
        alike, first = np.mean(found, 0)
        print(json.dumps({"way": way, "alike": round(float(alike), 4), "first": round(float(first), 4)}))


def _aligned(faces: Faces, weights: Path, name: str) -> list[NDArray[np.float32]]:
    """Return the histograms of the photos of a person nobody learns from."""
    with tempfile.TemporaryDirectory() as folder:
        files = people.selfies(weights, name, Path(folder), most=LEARNT + UNSEEN)[LEARNT:]
        photos = [faces.load(file) for file in files]
    family, found = bases.families()["pocket"], []
    for rgb in photos:
        face = faces.largest(rgb)
        if face is not None and face.mesh is not None:
            sample = Sample(picture=rgb, head=np.zeros(rgb.shape[:2], np.float32), mesh=face.mesh)
            found.append(histograms(prepare(sample, family).picture))
    return found


def means(known: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
    """Return the mean of each person's histograms."""
    return {name: photos.mean(0) for name, photos in known.items()}


def seen_as(pictures: NDArray[np.float32], known: Mapping[str, NDArray[np.float32]], who: str) -> tuple[float, float]:
    """Return how alike the histograms of pictures (N, 2268) are to a person's, and how often nobody's are more alike.

    As cosines, of what is not common to all people.
    """
    middle = np.mean(list(known.values()), 0)
    unit = [_unit(known[name] - middle) for name in known]
    alike = _unit(pictures - middle) @ np.stack(unit).T
    own = list(known).index(who)
    return float(alike[:, own].mean()), float((alike.argmax(1) == own).mean())


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    return values / np.linalg.norm(values, axis=-1, keepdims=True)


def verdict(recipe: dict[str, float], found: dict[str, float]) -> bool:
    """Say whether a candidate may take the recipe's place: mean distances of each person, over the seeds.

    The mean of all people may be worse by 0.005, no person by more than 0.02: set before anything was measured.
    """
    worse = [found[name] - recipe[name] for name in recipe]
    return float(np.mean(worse)) <= MEAN_WORSE and max(worse) <= PERSON_WORSE


def table(rows: Iterable[Row], name: str) -> str:
    """Return the rows as a table of a line for each person and seed, and the verdict below."""
    at = {(row["who"], row["seed"], row["way"]): row for row in rows}
    ways = (UNTRAINED, RECIPE, name)
    pairs = sorted({key[:2] for key in at if all((*key[:2], way) in at for way in ways)})
    lines = [
        f"| person, seed | untrained | recipe | {name} | first of the people | matching eyes | seconds | share |",
        "|---" * 8 + "|",
    ]
    for pair in pairs:
        these = [at[*pair, way] for way in ways]
        took = [row["seconds"] for row in these[1:]]
        lines.append(
            f"| {pair[0]}, {pair[1]} | "
            + " | ".join(f"{row['distance']:.3f}" for row in these)
            + "".join(f" | {' / '.join(f'{row[key]:.0%}' for row in these)}" for key in ("first", "eyes"))
            + f" | {took[0]:.0f} / {took[1]:.0f} | {took[1] / took[0]:.2f} |"
        )
    means = {way: _means(at, pairs, way) for way in ways}
    lines += [f"{way}: {np.mean(list(found.values())):.4f}" for way, found in means.items()]
    worse = {who: round(means[name][who] - value, 4) for who, value in means[RECIPE].items()}
    return "\n".join([*lines, f"each person's: {worse}", f"passes: {verdict(means[RECIPE], means[name])}"])


def _means(at: dict[tuple[str, int, str], Row], pairs: Sequence[tuple[str, int]], way: str) -> dict[str, float]:
    """Return the mean distance of each person over the seeds."""
    return {
        who: float(np.mean([at[name, seed, way]["distance"] for name, seed in pairs if name == who]))
        for who in sorted({name for name, _ in pairs})
    }


if __name__ == "__main__":
    main()
