"""A message that was changed counts as it stands now, and nothing is done twice."""

from __future__ import annotations

import dataclasses

import pytest

from handlers.events import Command, Said
from storage import reports
from tests.handlers.stage import Person, Stage, action_of, text_of


@pytest.fixture
async def known(stage: Stage, ann: Person) -> Person:
    """Ann, whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


def typed(person: Person, text: str, source: str = "7", **more: object) -> Command:
    return Command(who=person.who, name="portrait", text=text, source=source, **more)


def changed(event: Command | Said, text: str) -> Command | Said:
    return dataclasses.replace(event, text=text, edited=True)


async def portraits(stage: Stage) -> list[tuple[str, str]]:
    return [(job.request["style"], job.state) for job in await stage.jobs() if job.kind == "portrait"]


async def test_a_changed_wish_takes_the_place_of_the_one_that_waits(stage, known):
    """ "oil" corrected to "noir" is one portrait, in noir; the first message says what became of it."""
    first = typed(known, "oil")
    [status] = await stage.handle(first)
    views = await stage.handle(changed(first, "noir"))
    assert await portraits(stage) == [("noir", "queued"), ("oil", "cancelled")]
    assert views[0].thread == status.job
    assert "what it says now" in views[0].text


async def test_a_corrected_typo_is_heard(stage, known):
    """The first try was refused; nobody wants to type it all again."""
    first = typed(known, "zzzz")
    assert "no style" in text_of(await stage.handle(first))
    await stage.handle(changed(first, "oil"))
    assert await portraits(stage) == [("oil", "queued")]


async def test_a_change_that_says_nothing_new_does_nothing(stage, known):
    """The control: Telegram calls it an edit, too, when a preview appears."""
    first = typed(known, "oil")
    await stage.handle(first)
    assert await stage.handle(changed(first, "oil")) == []
    assert await portraits(stage) == [("oil", "queued")]


async def test_what_is_drawn_already_stays_and_the_change_is_a_new_wish(stage, known):
    """A finished picture is nobody's mistake."""
    first = Said(who=known.who, text="oil", source="9")
    await stage.handle(first)
    await stage.draw()
    await stage.handle(changed(first, "noir"))
    assert await portraits(stage) == [("noir", "queued"), ("oil", "done")]


async def test_a_message_of_long_ago_is_history(stage, known):
    """Only the last few are remembered; a change of any other must not surprise anybody."""
    first = typed(known, "oil", "1")
    await stage.handle(first)
    for number in range(5):
        await stage.handle(Said(who=known.who, text="thanks", source=str(10 + number)))
    assert await stage.handle(changed(first, "noir")) == []
    assert await portraits(stage) == [("oil", "queued")]


async def test_a_change_that_is_refused_leaves_no_status_message_that_lies(stage, known):
    """The first wish is taken back all the same: "Place 1 in the queue" must not stand there for ever."""
    first = typed(known, "oil")
    [status] = await stage.handle(first)
    views = await stage.handle(changed(first, "zzzz"))
    assert await portraits(stage) == [("oil", "cancelled")]
    assert [view.thread for view in views] == [status.job, ""]
    assert "what it says now" not in views[0].text
    assert "no style" in views[1].text


async def test_a_changed_answer_answers_the_same_question(stage, known):
    """A typo in what a portrait is to say: without the question the right words would be no wish at all."""
    await stage.handle(typed(known, "oil 1"))
    await known.presses(action_of(await stage.draw(), "talk"))
    first = Said(who=known.who, text="Happy birtday, Mum", source="9")
    await stage.handle(first)
    await stage.handle(changed(first, "Happy birthday, Mum"))
    states = [job.state for job in await stage.jobs() if job.kind == "talk"]
    assert states == ["queued", "cancelled"]


async def test_a_report_is_as_it_was_sent(stage, known):
    """Admins have read it; its words are neither a second report nor a wish to be drawn."""
    await stage.handle(typed(known, "oil"))
    await stage.draw()
    job = (await stage.jobs())[0]
    await known.presses(f"v1:why:{job.number}:other")
    first = Said(who=known.who, text="noir", source="9")
    assert await stage.handle(first)
    assert await stage.handle(changed(first, "noir, please")) == []
    async with stage.db.reading() as rx:
        assert [one.reason for one in await reports.recent(rx)] == ["noir"]
    assert await portraits(stage) == [("oil", "done")]


async def test_a_caption_that_becomes_a_command_is_news_and_can_be_changed_again(stage, known):
    """The photo below it has been taken as a selfie: nobody said the command before, and a second change is one."""
    first = typed(known, "oil")
    await stage.handle(first)
    await stage.handle(dataclasses.replace(first, text="noir"))
    assert await portraits(stage) == [("noir", "queued"), ("oil", "cancelled")]


async def test_a_name_that_is_corrected_is_no_wish(stage, known):
    """A preset was to be called something else, and the better name was drawn."""
    await stage.handle(typed(known, "oil"))
    await stage.draw()
    await known.presses(f"v1:keepas:{(await stage.jobs())[0].number}")
    first = Said(who=known.who, text="cybrpunk", source="9")
    assert "cybrpunk" in text_of(await stage.handle(first))
    assert "cyberpunk" in text_of(await stage.handle(changed(first, "cyberpunk")))
    assert await portraits(stage) == [("oil", "done")]
