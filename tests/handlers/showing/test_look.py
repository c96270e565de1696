"""The way into every page: who may look, and that looking changes and reveals nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import showing
from handlers.showing import NotShownError
from handlers.showing.look import PAGES
from storage import accounts, rules

pytestmark = pytest.mark.asyncio


async def look(stage, who, page, **options):
    async with stage.db.reading() as rx:
        return await showing.look(rx, who, stage.deps, page, options)


async def refused(stage, who, page, **options):
    with pytest.raises(NotShownError) as error:
        await look(stage, who, page, **options)
    return error.value


@pytest.mark.parametrize("page", [name for name, page in PAGES.items() if page.consent])
async def test_nothing_of_anybody_is_shown_before_they_agreed(stage, page):
    """The page says where to agree; the styles are everybody's to look at."""
    newcomer = stage.person("new").who
    assert (await refused(stage, newcomer, page, number="1")).reason == "consent"
    assert (await look(stage, newcomer, "styles")).samples


async def test_a_banned_person_reads_why(stage):
    """The same sentence as in the chat, on every page."""
    ann = stage.person()
    await ann.agrees()
    async with stage.db.transaction() as tx:
        account = await accounts.find_or_create(tx, "fake", "ann")
        await accounts.ban(tx, account.id)
    told = await refused(stage, ann.who, "styles")
    assert (told.reason, told.sentence) == ("banned", stage.deps.translator.say("en", "banned"))


async def test_looking_leaves_no_trace(stage):
    """A page opened by a stranger makes no account, no session and no job."""
    await look(stage, stage.person("passer-by").who, "styles")
    async with stage.db.reading() as rx:
        assert await accounts.find(rx, "fake", "passer-by") is None


async def test_a_page_cannot_write(stage):
    """The promise that a page only reads is kept by the connection, not by good will."""
    ann = stage.person()
    await ann.agrees()
    async with stage.db.reading() as rx:
        with pytest.raises(Exception, match="readonly"):
            await rx.all("DELETE FROM accounts")


async def test_a_page_speaks_the_language_that_was_chosen(stage):
    """/language counts for pages too, whatever the browser asks for."""
    ann = stage.person()
    await ann.agrees()
    await ann.types("/language de")
    shown = await look(stage, ann.who, "settings")
    assert [one.label for one in shown.language.values if one.on] == ["Deutsch"]


@pytest.mark.parametrize("page", PAGES)
async def test_a_private_bot_shows_a_stranger_no_page(stage, page):
    """They read in the browser what they read in the chat."""
    stage.deps = replace(stage.deps, listed=True, allowed=frozenset({"fake:bob"}))
    told = await refused(stage, stage.person("eve").who, page, number="1")
    assert told.reason == "stranger"
    assert "`fake:eve`" in told.sentence
    assert (await look(stage, stage.person("bob").who, "styles")).samples


async def test_a_style_an_admin_took_out_is_on_no_page(stage):
    """A click on it would only be refused."""
    async with stage.db.transaction() as tx:
        await rules.hide_style(tx, "oil", hidden=True)
    names = {one.name for one in (await look(stage, stage.person().who, "styles")).samples}
    assert "noir" in names
    assert "oil" not in names
