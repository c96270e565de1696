"""What ``python -m bot doctor`` says of trainings: whether they run beside the rest here, or in turn with it."""

from __future__ import annotations

from collections.abc import Callable

from bot.cli.findings import Finding
from bot.settings import Settings
from bot.wiring import CannotRunError, base
from engine.queue import room

TOPIC = "trainings"
GIB = 2**30
TURNS = "and lie aside between two steps for who waits for one"


def finding(settings: Settings, free: Callable[[], int] = room.free_memory) -> Finding:
    """Return what is expected before the first training was measured; a base nobody knows is another finding's."""
    chosen = settings.engine
    if chosen.executor != "local":
        return Finding(topic=TOPIC, level="ok", text="take their turn with everything else on the cluster")
    if chosen.train_apart != "auto":
        words = {"yes": "run by themselves, whatever memory is free", "no": f"take turns with pictures, {TURNS}"}
        return Finding(topic=TOPIC, level="ok", text=f"{words[chosen.train_apart]} (ENGINE_TRAIN_APART)")
    try:
        family = base(settings)
    except CannotRunError as error:
        return Finding(topic=TOPIC, level="note", text=str(error))
    card, left = room.card_of(chosen.device), free()
    drawing, training = room.expected(family, card=card is not None)
    both = drawing.machine + training.machine
    needs = f"{both / GIB:.1f} GiB expected with what draws, {left / GIB:.1f} free"
    if card is not None:
        needs += f"; {(drawing.card + training.card) / GIB:.1f} of a card's {card / GIB:.1f} GiB"
    if room.fits(drawing, training, free=left - drawing.machine, card=card):
        return Finding(topic=TOPIC, level="ok", text=f"run by themselves, nobody's picture waits for them: {needs}")
    fix = "fine if the bot runs and has its part; else more memory, or ENGINE_TRAIN_APART=yes where it is enough"
    return Finding(topic=TOPIC, level="note", text=f"take turns with pictures, {TURNS}: {needs}", fix=fix)
