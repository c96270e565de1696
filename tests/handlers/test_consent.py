"""Who does not agree any more leaves nothing behind, wherever the conversation stands."""

from __future__ import annotations

import pytest

from storage import accounts
from tests.handlers.stage import action_of, text_of, verbs_of

NO = "v1:disagree"


async def nothing_is_left(stage, user="ann"):
    """Say whether neither account nor file of the person is there."""
    async with stage.db.reading() as rx:
        return await accounts.find(rx, "fake", user) is None and await rx.value("SELECT count(*) FROM media") == 0


async def looked_at(stage, ann):
    await ann.agrees()
    await ann.sends()
    await stage.look()


async def waiting_for_a_look(stage, ann):
    await ann.agrees()
    await ann.sends()


async def training(stage, ann):
    await looked_at(stage, ann)
    await ann.types("/train")
    await stage.claim("device")


async def learnt(stage, ann):
    await ann.teaches(photos=2)


async def drawn(stage, ann):
    await ann.teaches(photos=2)
    await ann.types("/portrait oil 2")
    await stage.draw()


async def withdrawn_before(stage, ann):
    """What an earlier version left: no consent, and yet a face."""
    await ann.teaches(photos=2)
    async with stage.db.transaction() as tx:
        await accounts.set_consent(tx, (await accounts.find(tx, "fake", "ann")).id, None)


async def agreed_to_an_older_text(stage, ann):
    await ann.teaches(photos=2)
    async with stage.db.transaction() as tx:
        await accounts.set_consent(tx, (await accounts.find(tx, "fake", "ann")).id, "0")


STATES = [waiting_for_a_look, looked_at, training, learnt, drawn, withdrawn_before, agreed_to_an_older_text]


@pytest.mark.parametrize("reached", STATES, ids=lambda state: state.__name__)
async def test_an_old_no_asks_once_and_then_erases_everything(stage, ann, reached):
    """The button of the first question stays in the chat for ever; its words must be true whenever it is pressed."""
    await reached(stage, ann)
    asked = await ann.presses(NO)
    assert verbs_of(asked) == ["forget", "keep"]
    assert "not kept any" not in text_of(asked)
    await ann.presses(action_of(asked, "forget"))
    assert await nothing_is_left(stage)


async def test_until_the_answer_everything_stays_as_it_is(stage, ann):
    """Neither half of it may happen alone: a face without consent is what must never be."""
    await ann.teaches(photos=2)
    asked = await ann.presses(NO)
    await ann.presses(action_of(asked, "keep"))
    assert (await stage.face()).folder
    assert verbs_of(await ann.types("/portrait oil"))[:2] != ["agree", "disagree"]


async def test_who_has_sent_nothing_is_not_asked(stage, ann):
    """There is nothing to erase; the consent itself is gone."""
    await ann.agrees()
    assert "not kept any" in text_of(await ann.presses(NO))
    assert verbs_of(await ann.types("/portrait oil"))[:2] == ["agree", "disagree"]


async def test_photos_that_waited_go_without_a_question(stage, ann):
    """They were never looked at, and the person just said no to it."""
    await ann.sends()
    assert "not kept any" in text_of(await ann.presses(NO))
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0


async def test_the_whole_text_comes_once_and_then_a_line(stage, ann):
    """A wall that comes at every step is read at none; the answers are there each time, and so is the whole text."""
    whole = await ann.types("/portrait oil")
    assert "master key" in text_of(whole)
    again = await ann.says("hello")
    assert "master key" not in text_of(again)
    assert len(text_of(again)) < 200
    assert verbs_of(again) == ["agree", "disagree", "consent"]
    assert "master key" in text_of(await ann.presses(action_of(again, "consent")))


async def test_reading_more_leaves_the_answers_in_reach(stage, ann):
    """The page about privacy is no dead end for whoever still has to answer."""
    asked = await ann.types("/portrait oil")
    assert verbs_of(await ann.presses(action_of(asked, "privacy"))) == ["agree", "disagree"]
    await ann.agrees()
    assert verbs_of(await ann.types("/privacy")) == []
