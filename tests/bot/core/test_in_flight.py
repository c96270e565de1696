"""A picture that is on its way when it is deleted: it is never sent, or it is taken away again."""

from __future__ import annotations

import pytest

from handlers import removal
from handlers.views import PictureItem, Pictures, Removal, to_json
from storage import outbox
from storage.outbox import MessageKind
from tests.bot.helpers import opened
from tests.storage.helpers import ManualClock, person

VIEW = Pictures(items=(PictureItem(media="m1"),))
KEY = "the picture"


@pytest.fixture
async def rig(tmp_path):
    """Everything between a front end and the engine."""
    async with opened(tmp_path, ManualClock()) as made:
        yield made


async def written(rig) -> str:
    """Write the picture; returns whose it is."""
    async with rig.db.transaction() as tx:
        ann = await person(tx)
        await outbox.put(
            tx, key=KEY, platform="fake", address={"chat": "ann"}, view=to_json(VIEW), kind=MessageKind.RESULT,
            account=ann,
        )  # fmt: skip
    return ann


async def erase(rig, ann: str, how: str) -> None:
    """Do what /forget does, or Delete under the picture."""
    async with rig.db.transaction() as tx:
        if how == "forget":
            shown = await outbox.showing_files(tx, ann)
            await rig.vault.forget(tx, ann)
            await removal.take_away(tx, shown, "gone", erased={"fake:ann"})
        else:
            await removal.take_away(tx, await outbox.showing(tx, ann, ["m1"]), "gone")


def removals(rig) -> list[Removal]:
    """Return what the front end was asked to take away."""
    return [view for _, view in rig.front.deliveries if isinstance(view, Removal)]


@pytest.mark.parametrize("how", ["forget", "delete"])
async def test_what_arrives_afterwards_is_taken_away(rig, how):
    """Erased while the platform was still working on it: its answer tells which message has to go."""
    ann, deliver = await written(rig), rig.front.deliver

    async def erasing(*args):
        rig.front.deliver = deliver
        await erase(rig, ann, how)
        return await deliver(*args)

    rig.front.deliver = erasing
    await rig.deliver()
    assert rig.front.deliveries[0] == (KEY, VIEW), "it could not be held back any more"
    (asked,) = removals(rig)
    assert asked.receipts == ({"message": 1},)
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM outbox WHERE sent IS NULL") == 0


async def test_what_was_erased_before_is_never_sent(rig):
    """The other order: the loop had chosen it, and had not begun."""
    ann = await written(rig)
    async with rig.db.reading() as rx:
        row = await outbox.first(rx, "fake", "fake:ann")
    await erase(rig, ann, "forget")
    await rig.delivery._send(rig.front, row, None)
    await rig.deliver()
    assert rig.front.deliveries == []


async def test_after_a_dead_process_the_front_end_is_told_what_to_look_for(rig):
    """Nobody has heard how that delivery ended: its key is all there is, and it is enough for most platforms."""
    ann = await written(rig)
    async with rig.db.transaction() as tx:
        await outbox.sending(tx, (await outbox.first(tx, "fake", "fake:ann")).id)
    await erase(rig, ann, "forget")
    await rig.deliver()
    assert [(one.late, one.everything) for one in removals(rig)] == [((KEY,), True)]


async def test_a_picture_of_somebody_else_stays(rig):
    """The control: what was not erased is nobody's to take away."""
    await written(rig)
    async with rig.db.transaction() as tx:
        bob = await person(tx, "bob")
    await erase(rig, bob, "forget")
    await rig.deliver()
    assert rig.front.deliveries == [(KEY, VIEW)]
