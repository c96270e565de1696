"""What jobs took here, kept by sort."""

from __future__ import annotations

from storage import durations
from storage.durations import KEPT, Duration


async def _keep(db, kind: str, sort: str, *seconds: float, size: int = 1) -> None:
    async with db.transaction() as tx:
        for each in seconds:
            durations.add(tx, kind, sort, Duration(size=size, seconds=each))


async def _recent(db, kind: str, sort: str = "") -> list[float]:
    async with db.reading() as rx:
        return [one.seconds for one in await durations.recent(rx, kind, sort)]


async def test_only_the_newest_of_a_sort_are_kept(db):
    """A machine that got a card must not be judged by its processor for weeks, nor the table grow for ever."""
    await _keep(db, "portrait", "base/none/oil", *range(KEPT + 20))
    await _keep(db, "portrait", "base/none/noir", 5)
    assert await _recent(db, "portrait", "base/none/oil") == [float(n) for n in range(KEPT + 19, 19, -1)]
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM durations") == KEPT + 1


async def test_a_sort_of_which_little_is_known_is_judged_by_those_like_it(db):
    """The first picture in a new style takes as long as one in another; one redrawn by the base does not."""
    await _keep(db, "portrait", "canvas/none/oil", 6, 6, 6)
    await _keep(db, "portrait", "base/none/oil", 30, 30, 30)
    await _keep(db, "portrait", "canvas/none/noir", 8)
    assert await _recent(db, "portrait", "canvas/none/noir") == [8, 6, 6, 6]
    assert await _recent(db, "portrait", "base/none/pop") == [30, 30, 30]
    assert len(await _recent(db, "portrait", "other/none/pop")) == 7
    assert await _recent(db, "enrol", "good") == []


async def test_a_sort_is_no_part_of_a_longer_word(db):
    """ "base" and "based" have nothing in common."""
    await _keep(db, "portrait", "based/none", 1, 2, 3)
    await _keep(db, "portrait", "base/none", 7, 8, 9)
    assert await _recent(db, "portrait", "base") == [9, 8, 7]


async def test_a_clock_that_was_set_says_nothing_of_the_machine(db):
    """Time that ran back would promise pictures in the past; hours that never passed would cost a day's allowance."""
    await _keep(db, "portrait", "", -7200.0, 20.0, 7200.0)
    assert await _recent(db, "portrait") == [20.0]
