"""/stickers: favourites become stickers, once."""

from __future__ import annotations

import pytest

from engine.files import Media
from engine.tasks.stickers.request import CutOut
from handlers.views import Progress, Stickers, Text
from tests.handlers.stage import action_of, text_of, verbs_of


@pytest.fixture
async def known(stage, ann):
    """Somebody with a learnt face and two pictures, both favourites."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 2")
    await stage.draw()
    number = (await stage.jobs())[0].number
    for rank in (1, 2):
        await ann.presses(f"v1:fav:{number}:{rank}")
    return ann


async def cut(stage, count=2, skipped=0):
    """Let the engine cut; returns the views of the result."""
    job = await stage.claim("look")
    async with stage.db.transaction() as tx:
        stickers = tuple(Media(f"cut{n}").path for n in range(count))
        return job, await stage.finish(tx, job, CutOut(stickers=stickers, skipped=skipped))


async def test_favourites_are_cut_and_become_stickers(stage, known):
    """One status message, then the set."""
    [status] = await known.types("/stickers")
    assert isinstance(status, Progress)
    job, [made] = await cut(stage)
    assert len(job.request["pictures"]) == 2
    assert isinstance(made, Stickers)
    assert ([item.media for item in made.items], made.title) == (["cut0", "cut1"], "My portraits")
    assert verbs_of([made]) == ["nostickers"]


async def test_what_is_a_sticker_already_is_not_cut_again(stage, known):
    """Only what became a favourite since."""
    await known.types("/stickers")
    await cut(stage)
    assert "already" in text_of(await known.types("/stickers"))
    await known.types("/portrait oil 1")
    await stage.draw()
    number = (await stage.jobs())[0].number
    await known.presses(f"v1:fav:{number}:1")
    await known.types("/stickers")
    job, _ = await cut(stage, 1)
    assert len(job.request["pictures"]) == 1


async def test_without_favourites_the_way_to_them_is_shown(ann):
    """Nothing is cut that nobody chose."""
    await ann.teaches(photos=1)
    refused = await ann.types("/stickers")
    assert "favourite" in text_of(refused)
    assert verbs_of(refused) == ["gallery"]


async def test_deleting_asks_once_and_begins_anew(stage, known):
    """Afterwards everything may be cut again."""
    await known.types("/stickers")
    await cut(stage)
    asked = await known.types("/stickers delete")
    assert isinstance(asked[0], Text)
    [gone] = await known.presses(action_of(asked, "unsticker"))
    assert (gone.remove, gone.items) == (True, ())
    assert isinstance((await known.types("/stickers"))[0], Progress)


async def test_nobody_found_is_said(stage, known):
    """A landscape is no sticker of a person."""
    await known.types("/stickers")
    _, [said] = await cut(stage, 0, 2)
    assert "nobody" in text_of([said])


async def test_some_left_out_are_counted(stage, known):
    """Otherwise they would be missed."""
    await known.types("/stickers")
    _, [made] = await cut(stage, 1, 1)
    assert "Left out" in made.text


async def test_whoever_is_forgotten_loses_the_set_too(stage, known):
    """It shows their face and lies at the platform."""
    await known.types("/stickers")
    await cut(stage)
    [done] = await known.presses(action_of(await known.types("/forget"), "forget"))
    assert isinstance(done, Stickers)
    assert done.remove
    assert "erased" in done.text


async def test_another_word_is_explained(known):
    """Only making and deleting is known."""
    assert action_of(await known.types("/stickers burn"), "nostickers")
