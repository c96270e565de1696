"""Favourite pictures."""

from __future__ import annotations

import dataclasses

import pytest

from handlers.events import Reacted
from handlers.views import Choice, Pictures, to_json
from storage import accounts, outbox
from storage.retention import DAY, Retention, tidy
from tests.handlers.stage import action_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


async def test_nothing_marked_says_how_to_mark(known):
    """Never an empty list."""
    assert "Press “Favourite”" in text_of(await known.types("/favourites"))


async def test_one_picture_is_marked_by_one_press_and_unmarked_by_the_next(stage, known):
    """The same button both ways: it holds no state that could be old."""
    await known.types("/portrait oil 1")
    mark = action_of(await stage.draw(), "fav")
    assert "is now a favourite" in text_of(await known.presses(mark))
    page = (await known.types("/favourites"))[0]
    assert isinstance(page, Pictures)
    assert verbs_of([page]) == ["show"]
    assert "no longer a favourite" in text_of(await known.presses(mark))
    assert "no favourites yet" in text_of(await known.types("/favourites"))


async def test_of_several_pictures_one_is_chosen(stage, known):
    """The best is not always the one people love; the marked ones carry a star."""
    await known.types("/portrait oil 3")
    mark = action_of(await stage.draw(), "fav")
    question = (await known.presses(mark))[0]
    assert isinstance(question, Choice)
    assert len(question.options) == 3
    await known.presses(question.options[1].action)
    again = (await known.presses(mark))[0]
    assert [option.label[0] for option in again.options] == ["P", "★", "P"]
    page = (await known.types("/favourites"))[0]
    assert "picture 2 · OIL" in page.items[0].caption


async def test_favourites_have_pages(stage, known):
    """Six pictures a page, newest first."""
    for _ in range(7):
        stage.db.clock.advance(1)
        await known.types("/portrait oil 1")
        await known.presses(action_of(await stage.draw(), "fav"))
    first = await known.types("/favourites")
    assert "1–6 of 7" in text_of(first)
    assert len((await known.presses(first[0].apart.action))[0].items) == 6
    assert "7–7 of 7" in text_of(await known.presses(action_of(first, "favs")))


async def test_a_favourite_outlives_the_other_pictures_of_its_job(stage, known):
    """A year later it is shown, and the job's buttons work."""
    await known.types("/portrait oil 2")
    album = await stage.draw()
    await known.presses(action_of(album, "fav") + ":2")
    async with stage.db.transaction() as tx:
        others = "expires IS NULL AND purpose = 'portrait' AND id NOT IN (SELECT media FROM favourites)"
        await tx.run(f"UPDATE media SET expires = ? WHERE {others}", (tx.now() + 30 * DAY,))
    stage.db.clock.advance(365 * DAY)
    await tidy(stage.db, stage.vault, Retention())
    page = await known.types("/favourites")
    shown = (await known.presses(action_of(page, "show")))[0]
    assert isinstance(shown, Pictures)
    assert len(shown.items) == 1


async def test_a_picture_that_does_not_exist_cannot_be_marked(stage, known):
    """An unfinished job, a rank too high, another person's job."""
    await known.types("/portrait oil 1")
    number = (await stage.jobs())[0].number
    assert "no pictures to show" in text_of(await known.presses(f"v1:fav:{number}"))
    await stage.draw()
    assert "no longer works" in text_of(await known.presses(f"v1:fav:{number}:2"))
    bob = stage.person("bob")
    await bob.agrees()
    answer = text_of(await bob.presses(f"v1:fav:{number}"))
    assert "no longer works" in answer
    assert str(number) not in answer  # it counts what everybody asked for


async def test_a_heart_on_a_result_marks_it_and_taking_it_off_unmarks_it(stage, known):
    """As people do with any message; twice the same is one favourite, and a stranger's is none."""
    await known.types("/portrait oil 2")
    [album] = await stage.draw()
    async with stage.db.transaction() as tx:
        account = await accounts.find_or_create(tx, known.who.platform, known.who.user)
        address = known.who.address
        await outbox.put(
            tx, key="k", platform="fake", address=address, view=to_json(album), account=account.id, thread="t"
        )
        row = await outbox.first(tx, "fake", f"fake:{address['chat']}")
        await outbox.sent(tx, row.id, {"message": 77, "all": [[77]]})

    async def reacts(who, liked):
        return text_of(await stage.handle(Reacted(who=who, message="77", liked=liked)))

    assert "is now a favourite" in await reacts(known.who, True)
    assert await reacts(known.who, True) == ""
    assert "no longer a favourite" in await reacts(known.who, False)
    assert await reacts(dataclasses.replace(known.who, user="bob"), True) == ""
    assert await stage.handle(Reacted(who=known.who, message="5", liked=True)) == []
