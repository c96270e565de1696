"""Whatever is written in whatever order, and however the platform fails: a finished picture is shown."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.delivery import BROKEN_ATTEMPTS
from bot.frontends.base import RetryLaterError
from handlers.views import Text, to_json
from storage import outbox
from storage.outbox import MessageKind
from tests.bot.helpers import FakeFrontEnd, Rig, opened
from tests.storage.helpers import ManualClock

ROUNDS = 40  # deliveries until nothing can be left: each row is tried five times at most, and so is its apology

written = st.tuples(
    st.just("put"), st.sampled_from([MessageKind.RESULT, MessageKind.ANSWER]), st.sampled_from(["a", "b", None])
)
trouble = st.tuples(st.just("trouble"), st.sampled_from([TypeError, ConnectionError, "later"]), st.integers(1, 7))
delivered = st.tuples(st.just("deliver"), st.integers(0, 100), st.none())


@dataclass
class Watched(FakeFrontEnd):
    """Remembers which row each message shows now."""

    shows: dict[int, str] = field(default_factory=dict)

    async def deliver(self, address, view, key, previous, files):
        receipt = await super().deliver(address, view, key, previous, files)
        self.shows[receipt["message"]] = key
        return receipt


async def played(rig: Rig, steps) -> dict[str, outbox.Message]:
    """Do the steps, then let the platform recover and everything go out; returns the rows by key."""
    for number, (what, one, two) in enumerate(steps):
        if what == "put":
            async with rig.db.transaction() as tx:
                key, view = f"row{number:02}", to_json(Text(text=f"row{number:02}"))
                await outbox.put(tx, key=key, platform="fake", address={"chat": 1}, view=view, kind=one, thread=two)
        elif what == "trouble":
            rig.front.trouble += [RetryLaterError(7) if one == "later" else one("broken")] * two
        else:
            rig.clock.advance(one)
            await rig.deliver()
    for _ in range(ROUNDS):
        rig.clock.advance(1000)
        await rig.deliver()
    async with rig.db.reading() as rx:
        return {row["key"]: outbox._message(row) for row in await rx.all("SELECT * FROM outbox ORDER BY id", ())}


def answered_for(row: outbox.Message, rows: dict[str, outbox.Message]) -> bool:
    """Say whether a result was shown, gave way to a newer result, or was tried to the end and apologised for."""
    if row.failed == outbox.SUPERSEDED:
        return any(r.id > row.id and r.thread == row.thread and r.kind is MessageKind.RESULT for r in rows.values())
    if row.failed:
        return row.attempts >= BROKEN_ATTEMPTS and row.key + outbox.APOLOGY in rows
    return row.sent is not None


def about(key: str) -> str:
    """Return the row a shown row is about: an apology is about the one it stands for."""
    return key.removesuffix(outbox.APOLOGY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(written, written, trouble, delivered), max_size=12))
def test_no_result_is_lost_or_covered(steps):
    """Shown, or replaced by newer news of its thread; never dropped for, or hidden by, an apology."""

    async def play() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with opened(Path(folder), ManualClock()) as rig:
                rig.front = Watched()
                rig.fronts = {"fake": rig.front}
                rows = await played(rig, steps)
                originals = [row for row in rows.values() if not row.key.endswith(outbox.APOLOGY)]
                assert all(row.sent is not None or row.failed for row in rows.values())
                results = [row for row in originals if row.kind is MessageKind.RESULT]
                assert [row.key for row in results if not answered_for(row, rows)] == []
                for row in results:
                    if row.sent is not None:
                        shown = rig.front.shows[row.receipt["message"]]
                        assert rows[about(shown)].id >= row.id

    asyncio.run(play())
