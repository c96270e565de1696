"""One person attacks another with every button and command there is. Nothing of the other may move or be told."""

from __future__ import annotations

import re

import pytest

from handlers.catalogue import CATALOGUE
from handlers.router import VERBS
from handlers.views import Document, Pictures
from tests.handlers.drawing import sees_clothes, sees_faces, sends_with
from tests.handlers.stage import action_of, text_of


@pytest.fixture
async def victim(stage, ann):
    """Ann with a learnt face, an album, a picture of two with a guest agreed, clothes, and a waiting job."""
    await ann.teaches(photos=2)
    await ann.types("/portrait oil 2 7777")
    await stage.draw()
    await sends_with(ann, "inpaint")
    await sees_faces(stage, "", "")
    look = (await stage.jobs())[0].number
    await ann.presses(f"v1:seat:{look}:1")
    [told] = await ann.presses(f"v1:invite:{look}:2")
    guest = stage.person("cleo")
    await guest.teaches(photos=1)
    asked = await guest.types(f"/accept {re.search(r'[A-Z2-9]{5}-[A-Z2-9]{5}', told.text)[0]}")
    await guest.presses(action_of(asked, "sit"))
    await sends_with(ann, "tryon")
    await sees_clothes(stage)
    await ann.types("/portrait noir 1 8888")
    return ann


@pytest.fixture
async def thief(bob):
    """Bob, consented and with a face of his own."""
    await bob.teaches(photos=1)
    return bob


async def everything(stage) -> list:
    """Return every row of Ann's that a conversation could change."""
    async with stage.db.reading() as rx:
        owner = await rx.value("SELECT account FROM users WHERE user = 'ann'")
        rows = []
        for table in ("identities", "jobs", "media", "seats"):
            rows += [tuple(row) for row in await rx.all(f"SELECT * FROM {table} WHERE account = ?", (owner,))]
        rows += [tuple(row) for row in await rx.all("SELECT * FROM selfies WHERE created > 0 ORDER BY id")][:2]
        rows += [tuple(row) for row in await rx.all("SELECT * FROM sessions WHERE account = ?", (owner,))]
        return rows


async def names(stage) -> list[str]:
    """Return every id and number of Ann's that could be put into a button."""
    found = []
    for job in await stage.jobs("ann"):
        found += [str(job.number), job.id]
        found += [picture["file"].removeprefix("media:") for picture in (job.result or {}).get("pictures", [])]
    async with stage.db.reading() as rx:
        found += [row["id"] for row in await rx.all("SELECT id FROM seats")]
    return [*found, (await stage.face("ann")).id]


async def test_no_forged_button_reaches_anothers_things(stage, victim, thief):
    """Every verb with every id of the victim in every place of its arguments; the thief erases himself last."""
    before = await everything(stage)
    for verb in sorted(VERBS, key=lambda name: name == "forget"):
        for stolen in await names(stage):
            for count in range(VERBS[verb].least, VERBS[verb].most + 1):
                for rest in (("gender", "man"), ("oil", "1"), ("1",), ("yes",)):
                    views = await thief.presses(":".join(["v1", verb, stolen, *rest][: 2 + count]))
                    assert "7777" not in text_of(views), verb
                    assert not any(isinstance(view, (Pictures, Document)) for view in views), verb
        assert await everything(stage) == before, verb


async def test_no_command_reaches_anothers_things(stage, victim, thief):
    """Every command that takes an argument, with every id of the victim."""
    before = await everything(stage)
    for entry in CATALOGUE:
        for stolen in await names(stage) if entry.parameters else []:
            views = await thief.types(f"/{entry.name} {stolen}")
            assert "7777" not in text_of(views), entry.name
            assert not any(isinstance(view, (Pictures, Document)) for view in views), entry.name
        assert await everything(stage) == before, entry.name


async def test_a_stolen_upload_is_not_looked_at(stage, victim, thief):
    """A front end that named another's file would still get nothing."""
    upload = await victim.uploads()
    assert "no longer works" in text_of(await thief.sends(media=upload))
    assert all(job.kind != "inspect" or job.state == "done" for job in await stage.jobs("bob"))


async def test_a_thief_draws_only_with_his_own_face(stage, victim, thief):
    """Whatever button he presses, the identity in the job is his."""
    for job in await stage.jobs("ann"):
        for verb in ("again", "like", "closer", "bolder"):
            await thief.presses(f"v1:{verb}:{job.number}")
    own = (await stage.face("bob")).id
    assert {job.identity for job in await stage.jobs("bob")} == {own}


NO_NUMBERS = ("٣", "²", "-1", "0", "1.0", "9" * 40, "1;drop", "", " 1", "0x1")


async def test_a_number_that_is_none_is_answered_kindly(stage, victim):
    """Unicode digits, signs, overflow: one sentence, no exception."""
    before = await stage.jobs()
    for number in NO_NUMBERS:
        for verb in ("again", "cancel", "show", "erase", "closer"):
            answer = text_of(await victim.presses(f"v1:{verb}:{number}"))
            assert "You have no job" in answer or "no longer works" in answer, (verb, number)
    assert await stage.jobs() == before
