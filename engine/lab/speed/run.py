"""The child of the bench ``speed``: one part of it in a process of its own, printed as one line of JSON.

``python -m engine.lab.speed.run PART FOLDER [--true]``. Seconds are of the processor, of one thread, so that what else
runs on the machine counts little; the fastest of a few rounds where a round is short.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import safetensors

from engine.lab.truesize.run import OPENED, noting

PICTURES, PEOPLE = 4, 4
ROUNDS = 3
TRAINED = 3  # steps of a round


def main() -> None:
    """Measure one part."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.run")
    parser.add_argument("part", choices=PARTS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--true", action="store_true")
    chosen = parser.parse_args()
    # Before diffusers and transformers take it from there.
    safetensors.safe_open = noting(safetensors.safe_open, chosen.folder)
    import torch

    torch.set_num_threads(1)
    said = PARTS[chosen.part](chosen.folder, true=chosen.true)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**said, "peak": peak, "threads": torch.get_num_threads()}))


def seconds(work: Callable[[], object]) -> float:
    """Return the processor's seconds of ``work``."""
    began = time.process_time()
    work()
    return time.process_time() - began


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the seconds of the fastest of some rounds after one that warms up."""
    work()
    return min(seconds(work) for _ in range(rounds))


def _place(folder: Path, *, true: bool) -> Any:
    from engine.lab.speed import base

    return base.write(folder, true=true)


def published_portrait(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of a request of four pictures, computed of one, and the files of weights it opened."""
    from engine.lab.speed import base, published

    began = time.process_time()  # what was imported so far is counted by who started this process
    place, side = _place(folder, true=true), base.family(true=true).side
    written = time.process_time() - began
    opened = len(OPENED)
    pipe: list[Any] = []
    load = seconds(lambda: pipe.append(published.load(place.base, place.style, place.faces[0])))
    if true:  # a step and a decoding, of which the whole is computed
        return {"load": load, "opened": len(OPENED) - opened, **_pieces(pipe[0], side, alone=False)}
    draw = PICTURES * seconds(lambda: published.draw(pipe[0], 1, side))  # on a processor a batch takes as long
    return {"load": load, "draw": draw, "opened": len(OPENED) - opened, "written": written}


def _pieces(pipe: Any, side: int, *, alone: bool) -> dict[str, float]:
    """Return the seconds of the parts of a picture, of networks in the type they are in."""
    import torch

    latents = torch.randn(1, 4, side // 8, side // 8, dtype=pipe.unet.dtype)
    states = torch.randn(2, 77, pipe.unet.config.cross_attention_dim, dtype=pipe.unet.dtype)
    with torch.no_grad():
        return {
            "pass": seconds(lambda: pipe.unet(latents, 500, states[:1])) if alone else 0.0,
            "guided": seconds(lambda: pipe.unet(latents.repeat(2, 1, 1, 1), 500, states)),
            "decode": seconds(lambda: pipe.vae.decode(latents.to(pipe.vae.dtype))),
        }


def our_portrait(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of the same request when warm, of a change of person, and of a batch of four people."""
    from engine.lab.speed import base, ours

    place, family = _place(folder, true=true), base.family(true=true)
    warm: list[Any] = []
    load = seconds(lambda: warm.append(ours.pipeline(place, family)))
    pipe, known = warm[0], ours.faces(place)
    told: dict[str, float] = {"load": load}
    pipe.use(face=1.0, style=place.style, style_weight=0.25)
    switches = [seconds(lambda n=n: (pipe.load_face_lora(known[n % PEOPLE]), _on(pipe, place))) for n in range(12)]
    told["switch"] = sorted(switches)[len(switches) // 2]
    if true:
        return {**told, **_pieces(pipe.pipe, family.side, alone=True)}
    told["first"] = seconds(lambda: ours.draw(pipe, known[0], place.style, PICTURES, "fast"))
    opened = len(OPENED)
    told["fast"] = seconds(lambda: ours.draw(pipe, known[0], place.style, PICTURES, "fast"))
    told["opened"] = len(OPENED) - opened

    def one_face() -> None:
        ours.draw(pipe, known[0], place.style, PICTURES, base.FOUR)

    def mixed_faces() -> None:
        ours.draw_mixed(pipe, known, place.style, base.FOUR)

    pairs = [(seconds(one_face), seconds(mixed_faces)) for _ in range(ROUNDS + 1)][1:]
    told["four"], told["mixed"] = (min(pair[way] for pair in pairs) for way in (0, 1))
    told["in turn"] = seconds(lambda: [ours.draw(pipe, face, place.style, 1, base.FOUR) for face in known])
    told["overhead"] = _overhead(pipe, one_face)
    return told


def _on(pipe: Any, place: Any) -> None:
    pipe.use(face=1.0, style=place.style, style_weight=0.25)


def _overhead(pipe: Any, work: Callable[[], object]) -> float:
    """Return the share of a drawing's seconds that no network takes."""
    from engine.lab.speed.networks import Networks

    with Networks(pipe.networks) as networks:
        whole = seconds(work)
    return (whole - networks.seconds) / whole


def published_training(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of a step, and of starting the process a training has for itself."""
    from engine.lab.speed import base, published

    place, side = _place(folder, true=true), base.family(true=true).side
    step = published.training(place.base, side, base.TARGETS)
    told = {"step": seconds(step) if true else least(step)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-W", "ignore", "-c", "import engine.lab.speed.published"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told["start"] = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return told


def our_training(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of a step, and of one in which four people learn."""
    from engine.lab.speed import base, ours

    place, family = _place(folder, true=true), base.family(true=true)
    warm = ours.pipeline(place, family)
    if true:
        return {"step": ours.train(warm, 1)}
    rounds = [(ours.train(warm, TRAINED), ours.train_together(warm, PEOPLE, TRAINED)) for _ in range(2)]
    return {"step": min(alone for alone, _ in rounds), "together": min(gang for _, gang in rounds)}


def published_inpaint(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of one face put into a template."""
    from engine.lab.speed import base, published

    place, side = _place(folder, true=true), base.family(true=true).side
    opened = len(OPENED)
    face = place.faces[0]
    return {
        "whole": seconds(lambda: published.inpaint(place.weights, place.base, place.style, face, side)),
        "opened": len(OPENED) - opened,
    }


def our_inpaint(folder: Path, *, true: bool) -> dict[str, float]:
    """Return the seconds of the same, the second time."""
    from engine.diffusion.inpainter import Inpainter
    from engine.lab.speed import base, ours
    from engine.settings import EngineSettings

    place, family = _place(folder, true=true), base.family(true=true)
    warm, (face, *_) = ours.pipeline(place, family), ours.faces(place)
    inpainter = Inpainter(warm, EngineSettings(weights=place.weights, base=family.name, device="cpu", threads=1))

    def work() -> None:
        ours.inpaint(warm, inpainter, face, place.style)

    work()
    opened = len(OPENED)
    return {"whole": seconds(work), "opened": len(OPENED) - opened}


PARTS: dict[str, Callable[..., dict[str, float]]] = {
    "published-portrait": published_portrait,
    "our-portrait": our_portrait,
    "published-training": published_training,
    "our-training": our_training,
    "published-inpaint": published_inpaint,
    "our-inpaint": our_inpaint,
}


if __name__ == "__main__":
    main()
