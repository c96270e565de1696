"""The gallery: one's own results, every one of them, and nobody else's."""

from __future__ import annotations

import pytest
import pytest_asyncio

from handlers.actions import action
from tests.handlers.showing.test_look import look, refused
from tests.handlers.stage import action_of

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def ann(stage):
    """Somebody with four portraits of one job and two of a later one."""
    ann = stage.person()
    await ann.teaches()
    await ann.types("/portrait oil 4")
    await stage.draw()
    await ann.types("/portrait noir 2")
    await stage.draw()
    return ann


async def numbers(stage):
    return [job.number for job in await stage.jobs() if job.kind == "portrait"]


async def test_the_newest_stand_first_with_how_many_there_are(stage, ann):
    """A tile is one job: its best picture, and how many more it has."""
    shown = await look(stage, ann.who, "gallery")
    assert [(tile.title, tile.more) for tile in shown.tiles] == [("NOIR", 1), ("OIL", 3)]


async def test_only_favourites_are_shown_picture_by_picture(stage, ann):
    """A star belongs to one picture, not to its job."""
    _, older = await numbers(stage)
    await ann.presses(action("fav", older, 3))
    shown = await look(stage, ann.who, "gallery", only="favourites")
    assert [(tile.number, tile.rank, tile.favourite) for tile in shown.tiles] == [(older, 3, True)]
    work = await look(stage, ann.who, "work", number=str(older))
    assert [shot.favourite for shot in work.shots] == [False, False, True, False]


async def test_nobody_finds_a_work_of_somebody_else(stage, ann):
    """Not yours and not there are the same answer, for every number."""
    bob = stage.person("bob")
    await bob.agrees()
    for number in (*map(str, await numbers(stage)), "999999", "-1", "1;2", "", "9" * 30):
        assert (await refused(stage, bob.who, "work", number=number)).reason == "missing", number
    assert (await look(stage, bob.who, "gallery")).tiles == ()


async def test_a_work_offers_what_the_chat_offers(stage, ann):
    """Each button is the chat's own; what is done by the page itself (favourite, files) is not there twice."""
    number = (await numbers(stage))[0]
    work = await look(stage, ann.who, "work", number=str(number), picture="2")
    assert (work.chosen, [shot.rank for shot in work.shots]) == (2, [1, 2])
    doing = [one.action for one in work.doing]
    assert doing == [action(verb, number) for verb in ("again", "like", "talk", "delete")]
    assert not {one.action for one in work.more} & set(doing)
    assert not [one for one in work.more if one.action.startswith(("v1:fav", "v1:files"))]


async def test_a_result_is_compared_with_a_photo_of_its_own_person(stage, ann):
    """The photo is one that was accepted; without photos there is nothing to compare with."""
    work = await look(stage, ann.who, "work", number=str((await numbers(stage))[0]))
    async with stage.db.reading() as rx:
        owner = await rx.value("SELECT purpose FROM media WHERE id = ?", (work.shots[0].before,))
    assert owner == "selfie"


async def test_what_was_deleted_is_gone_from_the_gallery(stage, ann):
    """Deleting goes the chat's way, with its question; the page then says that it is gone."""
    newest, older = await numbers(stage)
    await ann.presses(action_of(await ann.presses(action("delete", newest)), "erase"))
    assert [tile.number for tile in (await look(stage, ann.who, "gallery")).tiles] == [older]
    assert (await refused(stage, ann.who, "work", number=str(newest))).reason == "gone"


async def test_a_job_that_draws_nothing_is_no_work(stage, ann):
    """The training has a number too, and no page."""
    training = next(job.number for job in await stage.jobs() if job.kind == "enrol")
    assert (await refused(stage, ann.who, "work", number=str(training))).reason == "gone"
    photo = next(job.number for job in await stage.jobs() if job.kind == "inspect")
    assert (await refused(stage, ann.who, "work", number=str(photo))).reason == "missing"


async def test_neighbours_lead_through_the_gallery(stage, ann):
    """From the newest to the oldest and back."""
    newest, older = await numbers(stage)
    first, last = [await look(stage, ann.who, "work", number=str(number)) for number in (newest, older)]
    assert (first.newer, first.older, last.newer, last.older) == (None, older, newest, None)
