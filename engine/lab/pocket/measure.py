"""Measure the embedded base on people it never saw: ``python -m engine.lab.pocket.measure --data DIR --json``.

autoencoder   PSNR on held-out photos; distance of real photos through it to the person's mean (issue: the ceiling of
              every likeness)
identity      for each held-out person: 8 photos to learn from, the rest to compare with. Rank-1: the generated face is
              nearer to its own person's mean than to any other's. Drawn in `STYLES` with the trained adapter (also
              after face fusion: "fused"), from one photo alone ("instant"), and without anything of the person
              (control, near chance). "gradients": what `engine.lab.pocket.opinion` makes of the same pictures. "kept":
              of every three drawn with the adapter the one a finished portrait is made of. All are drawn by the
              sampler of portraits; "steps": with the adapter, by the sampler "quality". "leak": with the adapter on
              and nobody named; where it belongs to its trigger and tokens alone, as far off as the control
waiting       seconds from 8 photos to a learnt face, and from there to the first portrait: `engine.lab.pocket.waiting`
steering      landmarks of faces drawn under a ControlNet: see `engine.lab.pocket.steering`
pictures      captions read back, matching eyes, distance to photos as a set: `engine.lab.pocket.judge`. Drawn by the
              sampler of portraits; the same by "quality", and by the few steps without their adapter ("plain"), and how
              near the few steps come to the picture of all
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from engine import bases
from engine.bases import FAST, QUALITY, Family
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces import fuse
from engine.faces.embed import Embedding, distance
from engine.faces.face_quality import LOOKED_AT, eyes_usually_match, large_enough, preference, whole
from engine.faces.registry import Faces
from engine.lab.pocket import judge, waiting
from engine.lab.pocket.autoencoder import psnr, to_tensor
from engine.lab.pocket.data import LFW, SIDE
from engine.lab.pocket.descriptions import reader
from engine.lab.pocket.opinion import Opinion, learn
from engine.lab.pocket.words import band
from engine.prompts import prompt
from engine.settings import EngineSettings
from engine.styles import Style, StyleBook
from engine.styles.looks import LOOKS
from engine.tasks.inspect.request import Looks
from engine.training import face_lora
from engine.training.prepare import Sample, prepare

GALLERY = 20  # people a drawn face is compared with
TRAIN_ON, DRAW = 8, 8
STYLES = ("natural", "vintage")  # a photo, and a look with an adapter; drawn in turn
MODES = ("trained", "steps", "instant", "leak", "control")
PLAIN = "plain"  # the few steps of the fast sampler without its adapter: the control of that
PARTS = ("autoencoder", "pictures", "words", "steering", "waiting", "identity")
MANY = 400  # photos of the kind asked for that drawn ones are set beside
WAITED_FOR = 2  # people whose waiting is measured: it differs little between them


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """One held-out person: photos to learn from, (8, 128, 128, 3), and the mean embedding of all the others."""

    name: str
    photos: np.ndarray
    mean: Embedding
    own: float  # mean distance of the compared photos to their mean: what a perfect picture would get
    looks: Looks
    second: np.ndarray  # (400,) unit mean of the same photos by the second opinion


def people(data: Path, faces: Faces, opinion: Opinion, count: int) -> list[Person]:
    """Return the first ``count`` held-out people with enough photos."""
    pixels, labels = np.load(data / "pixels.npy", mmap_mode="r"), np.load(data / "labels.npy")
    names = json.loads((data / "people.json").read_text())["people"]
    found = []
    for number in sorted(set(labels["person"][labels["held_out"] == 1].tolist())):
        rows = np.flatnonzero(labels["person"] == number)
        others = [e for row in rows[TRAIN_ON : TRAIN_ON + 16] if (e := embedding(faces, pixels[row])) is not None]
        if len(rows) < TRAIN_ON + 4 or len(others) < 4 or len(found) == count:
            continue
        mean = np.mean(others, 0)
        second = np.mean([opinion.look(pixels[row]) for row in rows[TRAIN_ON : TRAIN_ON + 16]], 0)
        woman = labels["gender"][rows].mean() >= 0.5
        age = float(np.median(labels["age"][rows]))
        found.append(
            Person(
                name=names[number],
                photos=np.asarray(pixels[rows[:TRAIN_ON]]),
                mean=mean,
                own=float(np.mean([distance(e, mean) for e in others])),
                looks=Looks(
                    gender="woman" if woman else "man",
                    age_band="young" if age < 20 else "mature" if age >= 40 else "adult",
                    age=age,
                ),
                second=second / np.linalg.norm(second),
            )
        )
    return found


def embedding(faces: Faces, picture: np.ndarray) -> Embedding | None:
    """Return the embedding of a 128 px picture, None without a face."""
    return faces.embed(large_enough(picture))


def samples(faces: Faces, photos: np.ndarray) -> list[Sample]:
    """Return photos as the trainer takes them; those without a mesh are left out."""
    made = []
    for photo in photos:
        picture = large_enough(photo)
        face = faces.largest(picture)
        if face is not None and face.mesh is not None:
            head = faces.head_mask(picture, face)
            made.append(Sample(picture=picture, head=head, mesh=face.mesh, embedding=faces.embed(picture, face)))
    return made


def autoencoder(pipeline: PortraitPipeline, faces: Faces, known: list[Person]) -> dict[str, float]:
    """Return PSNR and what the autoencoder costs in likeness."""
    quality, through = [], []
    for person in known:
        value, made = psnr(pipeline.pipe.vae, to_tensor(person.photos))
        quality.append(value)
        pictures = ((made.permute(0, 2, 3, 1) + 1) * 127.5).round().clamp(0, 255).byte().numpy()
        through += [distance(e, person.mean) for picture in pictures if (e := embedding(faces, picture)) is not None]
    return {
        "psnr": float(np.mean(quality)),
        "vae_roundtrip": float(np.mean(through)),
        "real": float(np.mean([person.own for person in known])),
    }


def identity(
    pipeline: PortraitPipeline,
    faces: Faces,
    opinion: Opinion,
    known: list[Person],
    count: int,
    steps: int | None,
    out: Path,
) -> dict[str, float]:
    """Train and draw the first ``count`` people, compare with all; one contact sheet row per person in ``out``."""
    found: dict[str, list[tuple[bool, float, bool]]] = {mode: [] for mode in (*MODES, "fused", "kept")}
    eyes: dict[str, list[bool]] = {mode: [] for mode in found}
    gallery = np.stack([person.second for person in known])
    faces_seen, drawn, seconds, rows = 0, 0, [], []
    for number, person in enumerate(known[:count]):
        learnt = samples(faces, person.photos)
        began = time.monotonic()
        tensors, _ = face_lora.train(
            pipeline, learnt, person.looks, seed=0, steps=steps, step=lambda *_: None, cancelled=lambda: False
        )
        seconds.append(time.monotonic() - began)
        made = {mode: draw(pipeline, person, learnt, tensors, mode) for mode in MODES}
        made["fused"] = [fused(faces, picture, learnt, style_of(seed)) for seed, picture in enumerate(made["trained"])]
        made["kept"] = kept(faces, made["trained"], learnt, pipeline.family.candidates)
        row = list(person.photos[:2])
        for mode, pictures in made.items():
            row += [picture if len(picture) < LOOKED_AT else picture[::2, ::2] for picture in pictures[:4]]
            for picture in pictures:
                seen = embedding(faces, picture)
                drawn, faces_seen = drawn + 1, faces_seen + (seen is not None)
                eyes[mode].append(whole(faces.faces(large_enough(picture))))
                small = np.asarray(Image.fromarray(picture).resize((SIDE, SIDE), Image.Resampling.BOX))
                second = int(np.argmax(gallery @ opinion.look(small))) == number
                if seen is not None:
                    apart = [distance(seen, other.mean) for other in known]
                    found[mode].append((int(np.argmin(apart)) == number, apart[number], second))
                else:
                    found[mode].append((False, 1.0, second))
        rows.append(np.concatenate(row, 1))
        Image.fromarray(np.concatenate(rows)).save(out)
        so_far = ", ".join(
            f"{mode} {np.mean([hit for hit, *_ in values]):.2f} at {np.median([apart for _, apart, _ in values]):.3f}"
            f" ({np.mean([second for *_, second in values]):.2f})"
            for mode, values in found.items()
        )
        print(
            f"{number + 1}/{count} {seconds[-1]:.0f} s, rank-1 at distance (by gradients) so far: {so_far}",
            file=sys.stderr,
            flush=True,
        )
    result = {
        "people": count,
        "of": len(known),
        "train_seconds": float(np.median(seconds)),
        "person_seen": faces_seen / drawn,
    }
    for mode, values in found.items():
        result[f"rank1_{mode}"] = float(np.mean([hit for hit, _, _ in values]))
        result[f"distance_{mode}"] = float(np.median([apart for _, apart, _ in values]))
        result[f"gradients_{mode}"] = float(np.mean([second for _, _, second in values]))
        result[f"eyes_{mode}"] = float(np.mean(eyes[mode]))
    return result


def style_of(seed: int) -> Style:
    """Return the style the picture of a seed is drawn in."""
    return StyleBook().all()[STYLES[seed % len(STYLES)]]


def fused(faces: Faces, picture: np.ndarray, learnt: list[Sample], style: Style) -> np.ndarray:
    """Return a drawn picture (256, 256, 3) after face fusion (paper 2.4), as a finished portrait gets it."""
    look = LOOKS.get(style.look, lambda rgb: rgb)
    selfies = [fuse.Selfie(rgb=look(sample.picture), mesh=sample.mesh) for sample in learnt]
    person = np.mean([sample.embedding for sample in learnt if sample.embedding is not None], 0)
    done = faces.fuse(large_enough(picture), selfies, person=person)
    return large_enough(picture) if done is None else done.picture


def kept(faces: Faces, drawn: list[np.ndarray], learnt: list[Sample], candidates: int) -> list[np.ndarray]:
    """Return the pictures a person would get: of the first ``candidates`` drawn in each style, the preferred one."""
    centre = np.mean([sample.embedding for sample in learnt if sample.embedding is not None], 0)
    looked_at = eyes_usually_match(sample.mesh for sample in learnt)

    def worth(picture: np.ndarray) -> tuple[bool, float]:
        seen = embedding(faces, picture)
        apart = 1.0 if seen is None else distance(seen, centre)
        return preference(whole=not looked_at or whole(faces.faces(large_enough(picture))), distance=apart)

    in_turn = [drawn[first : candidates * len(STYLES) : len(STYLES)] for first in range(len(STYLES))]
    return [min(pictures, key=worth) for pictures in in_turn]


def draw(
    pipeline: PortraitPipeline, person: Person, learnt: list[Sample], tensors: dict[str, torch.Tensor], mode: str
) -> list[np.ndarray]:
    """Draw `DRAW` pictures of one person in one mode, styles in turn; the seeds are the same in all modes."""
    shapes = [prepare(sample, pipeline.family).geometry for sample in learnt]
    every = [sample.embedding for sample in learnt if sample.embedding is not None]
    pipeline.load_face_lora(tensors)
    made: dict[int, np.ndarray] = {}
    for first in range(len(STYLES)):
        style, seeds = style_of(first), range(first, DRAW, len(STYLES))
        adapter = style.adapter(pipeline.family.name)
        learned = mode in ("trained", "steps")
        face = 1.0 if learned or mode == "leak" else None
        pipeline.use(face=face, style=adapter, style_weight=style.weight(pipeline.family.name))
        text = prompt(pipeline.family, person.looks, style.words, trigger=learned)
        shots = []
        for seed in seeds:
            if mode in ("control", "leak"):
                shots.append(GenerationRequest(prompt=text, seed=seed))
            else:
                who = np.mean(every, 0) if learned else every[0]
                shape = shapes[seed % len(shapes)] if learned else shapes[0]
                shots.append(GenerationRequest(prompt=text, seed=seed, embedding=who, geometry=shape))
        sampler = QUALITY if mode == "steps" else pipeline.family.portraits
        made |= dict(zip(seeds, pipeline.draw(shots, batch=8, sampler=sampler), strict=True))
    return [made[seed] for seed in sorted(made)]


def of_the_kind_asked(data: Path, count: int) -> list[np.ndarray]:
    """Return at most ``count`` photos (256, 256, 3) of the training's people, evenly through gender and age band."""
    pixels, labels = np.load(data / "pixels.npy", mmap_mode="r"), np.load(data / "labels.npy")
    seen = (labels["source"] == LFW) & (labels["held_out"] == 0)
    bands = np.array([band(age) for age in labels["age"]])
    kinds = [(labels["gender"] == gender) & (bands == name) & seen for gender in (0, 1) for name in judge.BANDS]
    rng = np.random.default_rng(0)
    rows = [rng.choice(np.flatnonzero(kind), count // len(kinds), replace=False) for kind in kinds]
    return [large_enough(pixels[row]) for row in np.stack(rows, 1).ravel()]  # kinds in turn


def pictures(pipeline: PortraitPipeline, faces: Faces, known: list[Person], data: Path, count: int) -> dict[str, float]:
    """Return how good ``count`` pictures drawn from captions alone are, beside photos."""
    photos = judge.seen_in(faces, [large_enough(photo) for person in known for photo in person.photos])
    many = judge.seen_in(faces, of_the_kind_asked(data, MANY + count))
    drawn, seconds = {}, {}
    for kind in (QUALITY, FAST, PLAIN):
        began = time.monotonic()
        drawn[kind] = judge.draw(pipeline, count, sampler=kind)
        seconds[kind] = time.monotonic() - began
    result: dict[str, float] = {}
    for kind, these in drawn.items():
        told = judge.judge(faces, these, photos, many)
        if kind != QUALITY:
            told["near"] = judge.alike(*([each.picture for each in drawn[which]] for which in (kind, QUALITY)))
            told["share"] = seconds[kind] / seconds[QUALITY]
        prefix = "" if kind == pipeline.family.portraits else f"{kind}_"
        result |= {f"{prefix}{name}": value for name, value in told.items()}
    return result


def family() -> Family:
    """Return the embedded base with one more sampler, `PLAIN`."""
    pocket = bases.families()["pocket"]
    return replace(pocket, samplers=pocket.samplers | {PLAIN: replace(pocket.samplers[FAST], adapter="")})


def steering(
    pipeline: PortraitPipeline, settings: EngineSettings, faces: Faces, known: list[Person]
) -> dict[str, float]:
    """Return how closely faces drawn under a ControlNet follow it, and without it; see `engine.lab.pocket.steering`."""
    from engine.diffusion.inpainter import Inpainter
    from engine.lab.pocket import steering

    found = steering.steering(Inpainter(pipeline, settings), faces, known)
    return {f"control_{name}": value for name, value in found.items()}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(".work/pocket/data"), help="arrays of the data stage")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--parts", nargs="+", default=PARTS, choices=PARTS, help="what is measured; all by default")
    parser.add_argument("--people", type=int, default=GALLERY, help="learnt and drawn; compared with all")
    parser.add_argument("--pictures", type=int, default=200, help="drawn from captions alone and judged")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--sheet", type=Path, default=Path("out/pocket.png"))
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    settings = EngineSettings(weights=arguments.weights, base="pocket", device="cpu", threads=arguments.threads)
    pipeline, faces = PortraitPipeline(settings, family()), Faces(settings)
    arguments.sheet.parent.mkdir(parents=True, exist_ok=True)
    opinion = learn(arguments.data)
    known = people(arguments.data, faces, opinion, GALLERY)
    measured: dict[str, Callable[[], dict[str, float]]] = {
        "autoencoder": lambda: autoencoder(pipeline, faces, known),
        "pictures": lambda: pictures(pipeline, faces, known, arguments.data, arguments.pictures),
        "words": lambda: judge.obeyed(pipeline, reader(settings.weights)),
        "steering": lambda: steering(pipeline, settings, faces, known),
        "waiting": lambda: waiting.waiting(settings, pipeline, faces, known[:WAITED_FOR]),
        "identity": lambda: identity(
            pipeline, faces, opinion, known, arguments.people, arguments.steps, arguments.sheet
        ),
    }
    result: dict[str, float] = {}
    for part in PARTS:
        if part in arguments.parts:
            result |= measured[part]()
            print(json.dumps(result), file=sys.stderr, flush=True)  # what comes takes long
    print(json.dumps(result, indent=None if arguments.json else 2))


if __name__ == "__main__":
    main()
