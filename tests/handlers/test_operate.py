"""What admins decide for everybody, and pictures in groups."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handlers.context import StyleBook
from handlers.operate import Shown
from handlers.views import Pictures
from storage.vault import Vault
from tests.handlers.stage import FakeStyles, Person, Stage, action_of, text_of


@pytest.fixture
def run(tmp_path, db):
    """A bot with one admin."""
    return Stage(db, Vault.open(tmp_path), admins=frozenset({"fake:root"}))


@pytest.fixture
def root(run):
    return run.person("root")


@pytest.fixture
async def ann(run):
    """Somebody with a learnt face and one drawing of two pictures."""
    person = run.person("ann")
    await person.teaches(photos=1)
    await person.types("/portrait oil 2")
    await run.draw()
    return person


def crowd(person: Person) -> Person:
    """The same person in a group."""
    return Person(person.stage, replace(person.who, private=False, address={"chat": "group"}))


async def test_a_person_can_be_given_less_or_more(run, root, ann):
    """And the general limit again."""
    assert "may use 0 minutes" in text_of(await root.types("/setquota fake:ann 0"))
    assert "used today's computing time" in text_of(await ann.types("/portrait oil"))
    assert "of 0 minutes" in text_of(await ann.types("/quota"))
    assert "general limit" in text_of(await root.types("/setquota fake:ann"))
    assert (await ann.types("/portrait oil"))[0].kind == "progress"


async def test_a_style_taken_out_is_not_there_for_anybody(run, root, ann):
    """Not in lists, not by name, not by an old button; and it comes back."""
    assert "is switched off" in text_of(await root.types("/setstyle off oil"))
    assert "oil" not in text_of(await ann.types("/styles"))
    assert "no style" in text_of(await ann.presses("v1:portrait:oil"))
    listed = await root.types("/setstyle")
    assert "`oil`" in text_of(listed)
    assert "is switched on" in text_of(await root.presses("v1:styleout:oil"))
    assert "is switched off" in text_of(await root.presses(action_of(listed, "styleout")))
    assert "no longer works" in text_of(await run.person("eve").presses("v1:styleout:oil"))
    assert "is switched on" in text_of(await root.types("/setstyle on oil"))
    assert (await ann.types("/portrait oil"))[0].kind == "progress"
    assert "no style" in text_of(await root.types("/setstyle off nonsense"))


async def test_news_go_to_everybody_who_wants_them_after_a_second_press(run, root, ann):
    """Written to the outbox at a pace, with a button that ends it; the author sees the number first."""
    bob = run.person("bob")
    await bob.types("/start")
    await bob.presses("v1:nonews")
    await root.types("/start")
    shown = await root.types("/broadcast We move to a new machine 5 times")
    assert "to 2 people" in text_of(shown)
    assert "We move to a new machine 5 times" in text_of(shown)
    await root.presses(action_of(shown, "broadcast"))
    async with run.db.reading() as rx:
        rows = await rx.all("SELECT place, view, due FROM outbox WHERE key LIKE 'news:%' ORDER BY due")
    assert {row["place"] for row in rows} == {"fake:chat-ann", "fake:chat-root"}
    assert rows[1]["due"] > rows[0]["due"]
    assert "nonews" in json.loads(rows[0]["view"])["buttons"][0][0]["action"]
    assert "no longer works" in text_of(await root.presses("v1:broadcast"))


async def test_nobody_else_sends_news(ann):
    """A copied button does nothing, not even with a text that was never asked for."""
    assert "no longer works" in text_of(await ann.presses("v1:broadcast"))


async def test_news_can_be_switched_off_and_on_in_the_settings(run, root, ann):
    """Opt-out, both ways."""
    assert "News from the operator: no" in text_of(await ann.types("/settings news off"))
    await root.types("/start")
    assert "to 1 people" in text_of(await root.types("/broadcast hello"))
    await ann.types("/settings news on")
    assert "to 2 people" in text_of(await root.types("/broadcast hello"))
    assert action_of(await ann.types("/settings news maybe"), "set"), "buttons say what there is"


async def test_a_report_is_read_by_admins_and_goes_with_its_author(run, root, ann):
    """The words are personal: /forget takes them, the audit never had them."""
    await ann.types("/report 1 this is not me at all")
    assert "this is not me at all" in text_of(await root.types("/reports"))
    assert "this is not me" not in text_of(await root.types("/audit"))
    await ann.presses("v1:forget")
    assert "Nobody has reported" in text_of(await root.types("/reports"))
    async with run.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM audit WHERE detail LIKE '%not me%'") == 0


async def test_an_owner_shows_a_finished_picture_in_a_group(run, root, ann):
    """Only one's own, only finished, labelled, without buttons; and as often as the admins allow."""
    number = (await run.jobs())[0].own
    here = crowd(ann)
    shown = (await here.types(f"/post {number} 2"))[0]
    assert isinstance(shown, Pictures)
    assert (len(shown.items), shown.buttons) == (1, ())
    assert "AI-generated" in shown.text
    assert "Use it there" in text_of(await ann.types(f"/post {number}"))
    assert "no pictures to show" in text_of(await here.types(f"/post {number} 3"))
    stranger = crowd(run.person("bob"))
    assert "private" in text_of(await stranger.types(f"/post {number}"))
    await run.person("bob").agrees()
    assert "You have no job" in text_of(await stranger.types(f"/post {number}"))
    assert "day in this group: 1" in text_of(await crowd(root).types("/limit 1"))
    assert "No more than 1 pictures" in text_of(await here.types(f"/post {number}"))
    assert "is for a group" in text_of(await root.types("/limit 1"))
    assert "There is no" in text_of(await here.types("/limit 5"))


async def test_jobs_of_a_kind_can_be_bounded_and_a_failed_one_is_given_back(tmp_path, db):
    """A training that failed on our side must not be the day's only one."""
    stage = Stage(db, Vault.open(tmp_path))
    stage.deps = replace(stage.deps, limits=replace(stage.deps.limits, portraits_per_day=1))
    ann = stage.person("ann")
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    await stage.fail("device", "worker-died")
    await ann.types("/portrait oil")
    assert "You can do this 1 times in 24 hours" in text_of(await ann.types("/portrait oil"))
    assert "Portrait jobs: 1 of 1" in text_of(await ann.types("/quota"))


async def test_a_style_taken_out_is_not_offered_after_training_either(run, root):
    """Results are made long after the question, by the same rules."""
    await root.types("/setstyle off cyberpunk")
    ann = run.person("ann")
    await ann.agrees()
    await ann.sends()
    await run.look()
    await ann.types("/train")
    [learnt] = await run.learn()
    offered = [one.action for row in learnt.buttons for one in row]
    assert "v1:portrait:oil" in offered
    assert "v1:portrait:cyberpunk" not in offered


def test_a_book_with_a_style_taken_out_is_a_whole_book():
    """Whoever asks it for every style must not be given one an admin took out, nor find a question unanswered."""
    book = Shown(FakeStyles(("oil", "noir")), frozenset({"oil"}))
    assert set(book.all()) == {"noir"} == set(book.names())
    questions = [name for name in vars(StyleBook) if not name.startswith("_")]
    assert len(questions) >= 8
    assert [name for name in questions if not callable(vars(book).get(name, vars(Shown).get(name)))] == []
