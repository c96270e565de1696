"""Whoever is erased leaves the memory of every process of the bot, not only of the one that was asked to.

Rows and files are gone with the commit, wherever it was made. What the workers of another process still hold of that
person (a face fused into a warm model, what was fetched for a job) that process lets go of when the database tells it.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from storage.database import Database
from storage.vault import FORGOTTEN

log = logging.getLogger(__name__)


async def heeded(database: Database, forget: Callable[[], Awaitable[None]]) -> None:
    """Call ``forget`` after each erasure, whichever process of this database made it; goes on until cancelled.

    Where the database could not tell for a while it says so afterwards, and ``forget`` is called once for all of that.
    """
    erased = database.signals.event(FORGOTTEN, "workers")
    while True:
        await erased.wait()
        erased.clear()  # before it is done: who is erased meanwhile is let go of once more
        try:
            await forget()
        except Exception:
            log.exception("what the workers hold of somebody who was erased may be there until their next person")
