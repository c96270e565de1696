"""One person attacks another with every button and command there is. Nothing of the other may move or be told."""

from __future__ import annotations

import re

import pytest

from handlers.catalogue import CATALOGUE
from handlers.router import VERBS
from storage import reports
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


def shows_a_file(view) -> bool:
    """Say whether a view holds a file of anybody; one that takes the stickers away holds none."""
    return bool(getattr(view, "items", ()) or getattr(view, "media", ""))


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
                    assert not any(shows_a_file(view) for view in views), verb
        assert await everything(stage) == before, verb


async def test_no_command_reaches_anothers_things(stage, victim, thief):
    """Every command that takes an argument, with every id of the victim."""
    before = await everything(stage)
    for entry in CATALOGUE:
        for stolen in await names(stage) if entry.parameters else []:
            views = await thief.types(f"/{entry.name} {stolen}")
            assert "7777" not in text_of(views), entry.name
            assert not any(shows_a_file(view) for view in views), entry.name
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


NASTY = ("9" * 40, "-1", "0", "1.5", "٣", "²", "", " ", "' OR 1=1", "\x00", "nan", "1e400", "media:x", "🙂", "%n", "..")


def as_admin(stage) -> None:
    """Make Ann an admin, so that what only they may do is reached, too."""
    stage.deps = type(stage.deps)(**{**vars(stage.deps), "admins": frozenset({"fake:ann"})})


async def test_no_argument_of_a_forged_button_is_an_error(stage, victim):
    """Every verb, each argument something else than was ever put there, beside a number that exists: one sentence.

    Whoever raises an error is looked at three times and told a trace; the log fills.
    """
    as_admin(stage)
    number = str((await stage.jobs())[0].number)
    for verb in sorted(VERBS, key=lambda name: name in ("forget", "erase", "disagree")):
        for count in range(VERBS[verb].least, VERBS[verb].most + 1):
            for bad in NASTY if count else ():
                for place in range(count):
                    arguments = [number] * count
                    arguments[place] = bad
                    views = await victim.presses(":".join(["v1", verb, *arguments]))
                    assert all(view.text.strip() for view in views), (verb, arguments)


async def test_no_argument_of_a_command_is_an_error(stage, victim):
    """Typed, and named as a platform's form does it, where nothing was checked before."""
    as_admin(stage)
    for entry in CATALOGUE:
        if entry.name in ("forget", "broadcast") or not entry.parameters:
            continue
        for bad in NASTY:
            assert all(view.text.strip() for view in await victim.types(f"/{entry.name} {bad}"))
            for parameter in entry.parameters:
                await victim.types(f"/{entry.name}", **{parameter.name: bad})


async def test_buttons_of_admins_do_nothing_for_others(stage, victim, thief):
    """Pressed by somebody who is none, even with the number of a report and of somebody's pictures that exist."""
    as_admin(stage)
    async with stage.db.transaction() as tx:
        owner = await tx.value("SELECT account FROM users WHERE user = 'ann'")
        await reports.add(tx, owner, None, "words for the admins")
        before = [tuple(row) for row in await tx.all("SELECT * FROM reports")]
    for verb in ("reportshow", "reportdismiss", "reportban", "reportundo"):
        assert "words for" not in text_of(await thief.presses(f"v1:{verb}:1"))
    for verb in ("broadcast", "nobroadcast"):
        await thief.presses(f"v1:{verb}")
    for entry in CATALOGUE:
        if entry.who == "admin":
            assert "There is no" in text_of(await thief.types(f"/{entry.name} fake:ann 1")), entry.name
    async with stage.db.reading() as rx:
        assert [tuple(row) for row in await rx.all("SELECT * FROM reports")] == before
        assert await rx.value("SELECT role FROM accounts WHERE id = ?", (owner,)) != "banned"
        assert await rx.value("SELECT count(*) FROM outbox WHERE view LIKE '%words for%'") == 0
