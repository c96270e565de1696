"""Which jobs run together in one worker, and from how many on that is worth it.

Nothing of a batch is written down: each of its jobs is claimed, kept and ended by itself, and the table knows no other
word for it than ``running``. Whoever looks at the queue next may find other mates. Where the worker cannot do a batch
(memory, words of another length) it does its jobs one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine import bases
from engine.requests import Request, kinds
from engine.settings import EngineSettings
from engine.tasks import mates

PATIENCE_SECONDS = 60.0  # of waiting, after which a job is overtaken by nobody's mates
MOST = 4  # people at once; what is drawn or learnt of them is cut up further where memory is short
#: A gang of g trainings takes the share s of their times one after the other, and all end at its end. The mean wait of
#: n who are there gets shorter from n > (s g - 1) / (1 - s) on: with s = 0.795 on two cores, four at once, 10.6.
CROWD = 11

Batch = Literal["auto", "yes", "no"]


@dataclass(frozen=True, kw_only=True)
class Batching:
    """``alike`` says of a request whether it may run together with the job asked about.

    ``most`` is how many run at once, ``least`` how many must be there: both count that job too. Whoever waits for
    ``patience`` seconds and is not alike is overtaken by nobody.
    """

    alike: Callable[[Request], bool]
    most: int = MOST
    least: int = 2
    patience: float = PATIENCE_SECONDS


def batching(
    request: Request, settings: EngineSettings, wanted: Batch = "auto", *, most: int = MOST
) -> Batching | None:
    """Say what may run together with ``request`` in a worker of these ``settings``; None: it runs alone.

    A larger batch is faster on an accelerator; on a processor pictures gain nothing by it, trainings only in a crowd.
    """
    task = kinds().get(request.kind)
    if task is None or not task.batches or wanted == "no" or most < 2:
        return None
    alone = not bases.accelerator_likely(settings.device)
    if wanted == "auto" and alone and not task.trains:
        return None
    tell = mates(request.kind)
    like = tell(request, settings)
    if like is None:
        return None
    return Batching(
        alike=lambda other: other.kind == request.kind and tell(other, settings) == like,
        most=min(most, MOST),
        least=CROWD if wanted == "auto" and alone else 2,
    )
