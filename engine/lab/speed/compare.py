"""What the children of the bench ``speed`` measured, as rows: each a ratio, what it must be, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.lab.bench.row import Row, at_least, at_most, told

NAME = "speed"
PICTURES, PEOPLE = 4, 4
STEPS, FAST, FOUR = 40, 8, 4  # published; the engine's fast sampler, guided; as the adapter's authors draw, unguided
CLIP, RATE = 5, 25  # seconds and frames a second of a talking video
GIGABYTE = 2**30
Figures = Mapping[str, Any]


def counted(said: Figures) -> Iterable[Row]:
    """Return the rows of what was counted on shapes at true size."""
    yield at_most(NAME, "true: training step of one sample", said["step"], "TFLOP", 1.80)
    yield told(NAME, "true: the same, with what fused attention computes twice", said["fused step"], "TFLOP")
    yield told(NAME, "true: the same, published", said["published step"], "TFLOP")
    yield told(NAME, "true: picture, fast sampler", said["picture fast"], "TFLOP")
    yield told(NAME, "true: picture, four steps", said["picture four"], "TFLOP")
    several = f"true: picture sent, best of {said['candidates']:.0f}, four steps"
    yield told(NAME, several, said["sent four"], "TFLOP")
    yield told(NAME, f"{several}, judged through a small decoder", said["sent four looked at"], "TFLOP")
    yield told(NAME, "true: picture, published", said["published picture"], "TFLOP")
    yield told(NAME, "true: most memory of a step beside weights", said["peak step"] / GIGABYTE, "GiB")
    yield told(NAME, "true: kernels of a pass with a face", said["kernels"], "")


def small(said: Mapping[str, Figures]) -> Iterable[Row]:
    """Return the rows of what was run on the small base."""
    theirs, ours = said["published-portrait"], said["our-portrait"]
    start = said["published-training"]["start"]  # of a process that imports what draws
    request = theirs["load"] + theirs["draw"]
    yield told(NAME, "request of 4, published, warm", request, "s")
    yield at_least(NAME, "request of 4, warm, in four steps", request / ours["four"], "times", 15)
    yield at_least(NAME, "request of 4, warm, the fast sampler", request / ours["fast"], "times", 15)
    cold = start + ours["load"] + ours["first"]
    yield told(NAME, "request of 4, cold, the fast sampler", (start + request) / cold, "times")
    turns = PEOPLE * theirs["load"] + theirs["draw"]
    yield told(NAME, f"{PEOPLE} people in turn, a picture each, four steps", turns / ours["in turn"], "times")
    yield at_most(NAME, "change of person, in memory", ours["switch"] * 1000, "ms", 10)
    yield from _grouped("", ours["mixed"], ours["four"], ours["in turn"])
    yield at_most(NAME, "drawing outside networks", 100 * ours["overhead"], "%", 5)
    yield at_most(NAME, "weights opened by a warm request", ours["opened"], "files", 0)
    yield told(NAME, "weights opened by a published request", theirs["opened"], "files")
    yield told(NAME, "most memory, published", theirs["peak"] / GIGABYTE, "GiB")
    yield told(NAME, "most memory, ours", ours["peak"] / GIGABYTE, "GiB")
    yield from _learnt(said["published-training"], said["our-training"])


def _grouped(where: str, mixed: float, one_face: float, in_turn: float) -> Iterable[Row]:
    """Yield what it costs that four pictures are of four people, and what it gains that they are drawn at once.

    On a processor it gains nothing, and there portraits of different people are not grouped.
    """
    yield at_most(NAME, f"{where}four faces in a batch, of one face", mixed / one_face, "times", 1.1)
    yield told(NAME, f"{where}four faces in a batch, of the four in turn", mixed / in_turn, "times")
    yield told(NAME, f"{where}four faces in a batch, of one picture", mixed / (in_turn / PEOPLE), "times")


def _learnt(theirs: Figures, ours: Figures) -> Iterable[Row]:
    yield told(NAME, "training step, small", theirs["step"] / ours["step"], "times")
    yield _gang("", ours["together"], ours["step"])
    yield told(NAME, "training, start of its process, published", theirs["start"], "s")


def _gang(where: str, together: float, step: float) -> Row:
    name = f"{where}step of {PEOPLE} people together, of {PEOPLE} alone"
    return at_most(NAME, name, together / (PEOPLE * step), "times", 0.9)


def inpainted(said: Mapping[str, Figures]) -> Iterable[Row]:
    """Return the rows of a face that is put into a template, on the small base."""
    theirs, ours = said["published-inpaint"], said["our-inpaint"]
    yield told(NAME, "inpainting of a face, published", theirs["whole"], "s")
    yield told(NAME, "inpainting of a face, warm", theirs["whole"] / ours["whole"], "times")
    yield told(NAME, "weights opened by a published inpainting", theirs["opened"], "files")
    yield at_most(NAME, "weights opened by a warm inpainting", ours["opened"], "files", 0)


def true(said: Mapping[str, Figures]) -> Iterable[Row]:
    """Return the rows of Stable Diffusion 1.5's true size: a pass, a decoding and a step run, requests computed."""
    theirs, ours = said["published-portrait"], said["our-portrait"]
    request = theirs["load"] + PICTURES * (STEPS * theirs["guided"] + theirs["decode"])
    four = ours["switch"] + PICTURES * (FOUR * ours["pass"] + ours["decode"])
    fast = ours["switch"] + PICTURES * (FAST * ours["guided"] + ours["decode"])
    yield told(NAME, "true: request of 4, published, computed", request, "s")
    yield at_least(NAME, "true: request of 4, warm, in four steps, computed", request / four, "times", 20)
    yield at_least(NAME, "true: request of 4, warm, the fast sampler, computed", request / fast, "times", 20)
    yield at_most(NAME, "true: change of person, in memory", ours["switch"] * 1000, "ms", 10)
    step = said["published-training"]["step"] / said["our-training"]["step"]
    yield told(NAME, "true: training step, ours", said["our-training"]["step"], "s")
    yield at_least(NAME, "true: training step", step, "times", 2.4)
    yield told(NAME, "true: most memory of a training, published", said["published-training"]["peak"] / GIGABYTE, "GiB")
    yield told(NAME, "true: most memory of a training, ours", said["our-training"]["peak"] / GIGABYTE, "GiB")


def pocket(said: Figures) -> Iterable[Row]:
    """Return the rows of the embedded base."""
    published = said["published step"] * said["published steps"]
    yield told(NAME, "embedded: 8 photos to a judged LoRA, processor", said["learnt"], "s")
    yield at_most(NAME, "embedded: 8 photos to a judged LoRA", said["learnt clock"], "s", 30)
    yield told(NAME, "embedded: the same, published steps alone, computed", published / said["learnt"], "times")
    yield told(NAME, "embedded: portrait, processor", said["portrait"], "s")
    outside = 100 * said["drawing outside networks"] / said["portrait"]
    yield at_most(NAME, "embedded: drawing outside networks, of a portrait", outside, "%", 5)
    own = said["request"] - said["networks"]
    yield at_most(
        NAME, "embedded: request minus networks and fusing", 100 * (own - said["fusing"]) / said["request"], "%", 5
    )
    yield at_most(NAME, "embedded: request minus networks", 100 * own / said["request"], "%", 5)
    first = 100 * (said["first request"] - said["first networks"]) / said["first request"]
    yield told(NAME, "embedded: the same, of somebody nothing is remembered of", first, "%")
    beside = 100 * (said["portrait"] - said["drawing"]) / said["portrait"]
    yield told(NAME, "embedded: choosing, enlarging, fusing, writing, of a portrait", beside, "%")


def talking(said: Figures) -> Iterable[Row]:
    """Return the rows of a clip: the published animator against the embedded one, which is another model."""
    published = said["load"] + said["portrait"] + CLIP * (said["second of sound"] + RATE * said["frame"])
    yield told(NAME, f"talking, {CLIP} s at 256 px, published, computed", published, "s")
    yield told(
        NAME,
        f"talking, {CLIP} s at 512 px, embedded animator, computed",
        published / (CLIP * RATE / said["ours"]),
        "times",
    )


def card(said: Figures) -> Iterable[Row]:
    """Return the rows of a GPU; one that says so where there is none."""
    if not said:
        yield told(NAME, "card: none here, not run", 0, "")
        return
    for rows in (1, 4):
        yield told(NAME, f"card: guided passes, batch {rows}, {said['card']}", said[f"passes {rows}"], "1/s")
        yield told(NAME, f"card: of what it can multiply, batch {rows}", 100 * said[f"share {rows}"], "%")
    yield from _grouped("card: ", said["mixed"], said["one face"], said["in turn"])
    yield _gang("card: ", said["step together"], said["step"])
