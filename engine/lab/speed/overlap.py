"""What a second thread could hide of four portraits: ``python -m engine.lab.speed.overlap WEIGHTS FOLDER``.

Every candidate is drawn before one is chosen (paper 2.4 ranks all of them), so no picture is finished while another is
drawn. What could go on at once: fusing, measuring and writing a picture beside the enlarging or redrawing of the next;
and judging candidates beside the drawing of more, where they are drawn in portions. The steps of a request on the
embedded base, of a synthetic person, are measured one by one, warm, in processor seconds of one thread. What is saved
is computed of that, for threads that never wait for anything else: real ones save less.

Last it is told which steps hold the interpreter: other threads stand still meanwhile, also one that feeds a card.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import torch

from engine import bases, people
from engine.bases import QUALITY, memory
from engine.faces.face_quality import large_enough, whole
from engine.lab import sizing
from engine.models import Models
from engine.safety.provenance import save_labelled
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait.refine import FACE_STRENGTH
from engine.tasks.portrait.request import Portrait
from engine.tasks.portrait.run import Setting, opened
from engine.tasks.shared.person import distance_to, selfies
from engine.training import presets

WHO, PHOTOS, PICTURES = "P002", 8, 4
CORES = 2
NEVER = 3600.0  # seconds of the interpreter's switch interval: nobody has to give it up
TICK = 0.0005  # seconds another thread sleeps before it wants the interpreter


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Processor seconds of a request of `PICTURES`, of somebody nothing is remembered of."""

    draw: float
    photos: float  # reading those that may be fused
    judge: float  # likeness, eyes and nudity of every candidate
    enlarge: float
    fuse: float  # and measuring what came of it
    save: float

    @property
    def behind(self) -> float:
        """Seconds a picture of what could be done beside the next one's enlarging."""
        return (self.fuse + self.save) / PICTURES

    @property
    def alone(self) -> float:
        """Seconds of what is done one after the other on a processor, whatever draws."""
        return self.photos + self.judge + self.fuse + self.save


def hidden(first: float, second: float, count: int, share: float = 1.0) -> float:
    """Return the seconds saved of ``count`` items, where ``second`` of one goes on beside ``first`` of the next.

    ``share`` is how fast ``first`` goes on meanwhile: 1 on a device of its own, half of what takes both of two cores.
    """
    return (count - 1) * min(second, first / share) * share


def embedded(steps: Steps) -> tuple[float, float]:
    """Return the clock's seconds of a request on two idle cores, and those hidden: enlarging has both already."""
    clock = (steps.draw + steps.enlarge) / CORES + steps.alone
    return clock, hidden(steps.enlarge / CORES / PICTURES, steps.behind, PICTURES, 1 / CORES)


def on_a_card(steps: Steps, name: str, *, refine: bool = False, judge: bool = False) -> tuple[float, float]:
    """Return the same for a base of 512 pixels on the card of `presets`: drawing is computed, nothing is enlarged.

    ``refine``: faces are drawn again. ``judge``: judging is what is hidden, beside the drawing of the next portion.
    """
    family, reached = bases.families()[name], presets.CARD_TFLOPS * presets.USED
    sampler, drawn = family.samplers[QUALITY], PICTURES * family.candidates
    passes = sampler.steps * (2 if sampler.guidance > 1 else 1) * family.tflop
    draw = sizing.on_a_card(name).four
    again = (FACE_STRENGTH * passes + family.decode_tflop) / reached if refine else 0.0
    portions = -(-drawn // memory.MOST.draw)
    clock = draw + PICTURES * again + steps.alone
    saved = hidden(draw / portions, steps.judge / portions, portions) if judge else 0.0
    return clock, saved + hidden(again, steps.behind, PICTURES)


def measured(request: Portrait, models: Models) -> Steps:
    """Return what each step of a request takes; its pictures are drawn, finished and written."""
    spent: dict[str, float] = {}

    @contextmanager
    def step(name: str) -> Iterator[None]:
        began = time.process_time()
        yield
        spent[name] = spent.get(name, 0.0) + time.process_time() - began

    faces, (identity, style) = models.faces, opened(request, models)
    request.out.mkdir(parents=True, exist_ok=True)
    faces.forget_people()
    scene = Setting(request, models, identity, style)
    with step("draw"):
        scene.use(scene.face_weight, scene.style_weight)
        drawn = scene.pipeline.draw(scene.shots(), sampler=scene.sampler)
    with step("photos"):
        photos = selfies(faces, request.identity, identity)
    with step("judge"):
        for picture in drawn:
            distance_to(faces, picture, identity)
            whole(faces.faces(large_enough(picture)))
            faces.nude(picture)
    for number, picture in enumerate(drawn[: request.count]):
        with step("enlarge"):
            large = scene.enlarged(picture, number, bool)
        with step("fuse"):
            fused = faces.fuse(large, photos, person=identity.centre)
            large = large if fused is None else fused.picture
            distance_to(faces, large, identity)
        with step("save"):
            for name, made in (("portrait", large), ("raw", picture)):
                save_labelled(made, request.out / f"{name}-{number}.png", facts={"seed": number})
    return Steps(**spent)


def holds(work: Callable[[], object]) -> bool:
    """Say whether no other thread gets the interpreter while ``work`` is done."""
    ticks, over, before = 0, False, sys.getswitchinterval()

    def tick() -> None:
        nonlocal ticks
        while not over:
            ticks += 1
            time.sleep(TICK)

    other = threading.Thread(target=tick, daemon=True)
    sys.setswitchinterval(NEVER)
    try:
        other.start()
        time.sleep(10 * TICK)
        began = ticks
        work()
        return ticks == began
    finally:
        over = True
        sys.setswitchinterval(before)
        other.join()


def holding(models: Models, request: Portrait) -> dict[str, bool]:
    """Return for each kind of work on a picture whether it holds the interpreter."""
    faces = models.faces
    picture = faces.load(request.out / "portrait-0.png")
    face = faces.largest(picture)
    if face is None:
        raise ValueError("no face in the picture")
    works = {
        "embedding (torch)": lambda: faces.embedder.embed(picture, face),
        "face window (dlib)": lambda: faces.hog.find(picture, 640, 0.0),
        "mesh (mediapipe)": lambda: faces.meshes.fit(picture, face.box),
        "nudity (onnxruntime)": lambda: faces.nude(picture),
        "enlarging (ncnn)": lambda: faces.upscale(picture[:128, :128], 512),
        "writing": lambda: save_labelled(picture, request.out / "again.png", facts={}),
    }
    return {name: holds(work) for name, work in works.items()}


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    weights, folder = Path(sys.argv[1]), Path(sys.argv[2])
    models = Models(EngineSettings(weights=weights, base="pocket", device="cpu", offline=True, threads=1))
    photos = tuple(people.selfies(weights, WHO, folder / WHO, PHOTOS))
    enrol.run(Enrol(photos=photos, identity=folder / "face", instant=True), models, lambda _: None, bool)
    request = Portrait(identity=folder / "face", style="natural", out=folder / "made", count=PICTURES, draw="base")
    measured(request, models)  # warms up
    steps = measured(request, models)
    print(steps)
    for name, (clock, saved) in {
        "embedded base, two cores": embedded(steps),
        "sd15 on a card": on_a_card(steps, "sd15"),
        "sd15 on a card, faces redrawn": on_a_card(steps, "sd15", refine=True),
        "sd15 on a card, judged in portions": on_a_card(steps, "sd15", judge=True),
    }.items():
        print(f"{name}: {clock:.1f} s, hidden at most {saved:.2f} s, {100 * saved / clock:.1f} %")
    for name, holds_it in holding(models, request).items():
        print(f"{name}: {'holds' if holds_it else 'gives up'} the interpreter")


if __name__ == "__main__":
    main()
