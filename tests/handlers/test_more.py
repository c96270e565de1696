"""More: four buttons are under a result, the others come out below it, in its own message."""

from __future__ import annotations

import pytest

from handlers.views import Pictures, from_json, to_json
from storage import accounts, outbox
from tests.handlers.stage import Person, Stage, buttons_of, text_of


@pytest.fixture
async def drawn(stage: Stage, ann: Person) -> Pictures:
    """A finished portrait of Ann's."""
    await ann.teaches()
    await ann.types("/portrait oil 2")
    [view] = await stage.draw()
    return view


async def shown(stage: Stage, person: Person, view: Pictures, *, thread: str | None = None) -> None:
    """Take a view for sent, as message 77."""
    async with stage.db.transaction() as tx:
        account = await accounts.find_or_create(tx, person.who.platform, person.who.user)
        address = person.who.address
        await outbox.put(
            tx, key="k", platform="fake", address=address, view=to_json(view), account=account.id, thread=thread
        )
        row = await outbox.first(tx, "fake", f"fake:{address['chat']}")
        await outbox.sent(tx, row.id, {"message": 77, "all": [[77]]})


def labels(view: Pictures) -> list[str]:
    return [one.label for row in view.buttons for one in row]


async def test_four_buttons_and_more_are_under_a_result(drawn):
    """Thirteen buttons under every picture are read by nobody; what is shown is what people press."""
    assert labels(drawn) == ["Again", "Other style", "Make it talk", "Favourite", "More …"]
    assert [len(row) for row in drawn.buttons] == [2, 2, 1]
    assert "seed" not in text_of([drawn]).lower()


async def test_more_unfolds_the_message_it_is_under(stage, ann, drawn):
    """The rest is there with one press, the seeds too, and More is gone; five rows fit on Discord."""
    await shown(stage, ann, from_json(to_json(drawn)), thread="t")
    [unfolded] = await ann.presses(f"v1:more:{number(drawn)}", message="77")
    assert unfolded.thread == "t"
    assert unfolded.items == drawn.items
    assert {"Delete", "As files"} <= set(labels(unfolded))
    assert "More …" not in labels(unfolded)
    assert len(unfolded.buttons) == 5
    assert "Seed: 1002, 1003" in unfolded.text


async def test_more_unfolds_also_a_message_that_began_no_thread(stage, ann, drawn):
    """A result that was shown again is unfolded where it is pressed, not where it came first."""
    await shown(stage, ann, drawn)
    [unfolded] = await ann.presses(f"v1:more:{number(drawn)}", message="77")
    assert unfolded.thread
    async with stage.db.reading() as rx:
        assert (await outbox.shown_as(rx, "fake:chat-ann", "77")).thread == unfolded.thread


async def test_more_of_a_message_nobody_remembers_shows_the_result_again(stage, ann, drawn):
    """Rows are not kept for ever; a button that does nothing would be worse than a second message."""
    [again] = await ann.presses(f"v1:more:{number(drawn)}", message="5")
    assert again.items == drawn.items
    assert "Delete" in labels(again)
    assert not again.thread


async def test_nobody_unfolds_what_is_somebody_elses(stage, ann, bob, drawn):
    """The message of another chat is none, and neither is another's job."""
    await shown(stage, ann, drawn)
    await bob.agrees()
    assert "no longer works" in text_of(await bob.presses(f"v1:more:{number(drawn)}", message="77"))


def number(view: Pictures) -> str:
    return next(one.action for one in buttons_of([view]) if one.action.startswith("v1:more")).split(":")[2]
