"""This engine beside the published way of FaceChain: the same weights and machine, and what each request costs.

    python -m bot bench --only speed --kept FILE                        # about twenty minutes of one core, 8 GB of disk
    python -m bot bench --only speed --part counted --part small        # a small base alone: minutes
    python -m engine.lab.speed.report FILE                              # docs/speed.md, its plots, a line of history

The published way is replicated in `engine.lab.speed.published`. Seconds are the processor's, of one thread. The small
base has every block of Stable Diffusion 1.5; at true size a pass, a decoding and a training step are run, and requests
are computed of them. With ``--kept FILE`` a run that was ended goes on where it was; after a change of the code it is
to be deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row
from engine.lab.speed import compare
from engine.lab.talking.kept import Figures, Kept

CHILD = "engine.lab.speed.run"
KINDS = ("portrait", "training")
#: As a worker of one thread has them: OpenBLAS left alone burns a second core, which counts as the engine's own.
in_one_thread: Ask = partial(child, threads=1)
PARTS = ("counted", "small", "true", "inpaint", "pocket", "talking", "card")


def rows(folder: Path, part: Sequence[str] = (), kept: Path | None = None, ask: Ask = in_one_thread) -> Iterable[Row]:
    """Measure ``part`` of it, all where that is empty, in processes of their own: torch never enters this one."""
    said = Kept(kept, version("torch"))

    def of(module: str, *arguments: object) -> Figures:
        key = [word for word in arguments if not isinstance(word, Path)]
        return said.of(module, *key, measure=lambda: ask(module, *arguments))

    def both(kinds: Iterable[str], *more: str) -> dict[str, Figures]:
        names = [f"{who}-{kind}" for kind in kinds for who in ("published", "our")]
        return {name: of(CHILD, name, folder, *more) for name in names}

    weights = load().engine.weights.resolve()
    known: dict[str, Callable[[], Iterable[Row]]] = {
        "counted": lambda: compare.counted(of("engine.lab.speed.counted")),
        "small": lambda: compare.small(both(KINDS)),
        "true": lambda: compare.true(both(KINDS, "--true")),
        "inpaint": lambda: compare.inpainted(both(["inpaint"])),
        "pocket": lambda: compare.pocket(of("engine.lab.speed.pocket", weights, folder / "pocket")),
        "talking": lambda: compare.talking(of("engine.lab.speed.talking", weights)),
        "card": lambda: compare.card(of("engine.lab.speed.card", folder / "card")),
    }
    for name in part or PARTS:
        yield from known[name]()
