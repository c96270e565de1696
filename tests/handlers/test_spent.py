"""What was used of a day outlasts /forget, and names nobody: or whoever is erased may begin the day anew."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from handlers import codes
from storage import accounts, ledger, retention, spent
from storage.retention import Retention
from tests.handlers.stage import Person, text_of
from tests.storage.test_vault import every_byte

DAY = 24 * 3600.0


@pytest.fixture
async def known(stage, ann) -> Person:
    """Ann with a learnt face, who may have one portrait a day."""
    stage.deps = replace(stage.deps, limits=replace(stage.deps.limits, portraits_per_day=1, reports=2))
    await ann.teaches(photos=1)
    return ann


async def forgotten(person: Person) -> str:
    return text_of(await person.presses("v1:forget"))


async def used(stage, user: str = "ann") -> tuple[float, int, int]:
    """Return the device seconds, trainings and portraits of somebody's day."""
    async with stage.db.reading() as rx:
        account = await rx.value("SELECT account FROM users WHERE user = ?", (user,))
        counted = [await ledger.count(rx, account, kind) for kind in ("enrol", "portrait")]
        return (await ledger.used(rx, account), *counted)


async def draw(stage, person: Person) -> None:
    """Have a portrait drawn for seven seconds."""
    await person.types("/portrait oil 1")
    await stage.draw()
    async with stage.db.transaction() as tx:
        await tx.run("UPDATE ledger SET units = units + 7 WHERE kind = 'portrait' AND entry = 'settle'")


async def kept(stage) -> int:
    async with stage.db.reading() as rx:
        return await rx.value("SELECT count(*) FROM spent")


async def test_who_is_forgotten_gets_no_more_pictures_that_day(stage, known, clock):
    """A person could enrol again and again, and have the device for themselves."""
    await draw(stage, known)
    before = await used(stage)
    assert "counts until tomorrow" in await forgotten(known)
    assert await kept(stage) == 1
    await known.agrees()
    assert await used(stage) == before == (7.0, 1, 1)
    assert await kept(stage) == 0
    await known.teaches(photos=1)
    assert (await known.types("/portrait oil 1"))[0].kind == "text"
    clock.advance(DAY + 1)
    assert (await known.types("/portrait oil 1"))[0].kind == "progress"


async def test_coming_back_by_another_door_is_no_new_day(stage, known):
    """Who signs in to the web app as their Telegram account is the same person before they write there again."""
    await draw(stage, known)
    await forgotten(known)
    async with stage.db.transaction() as tx:
        account = await accounts.find_or_create(tx, "fake", "ann")
        await tx.insert("users", {"platform": "local", "user": "w1", "account": account.id})
    web = Person(stage, replace(known.who, platform="local", user="w1", address={"chat": "w1"}))
    await web.agrees()
    assert await used(stage) == (7.0, 1, 1)


async def test_somebody_else_and_who_used_nothing_begin_with_a_whole_day(stage, known, bob):
    """The control."""
    await draw(stage, known)
    await forgotten(known)
    await bob.agrees()
    assert await used(stage, "bob") == (0, 0, 0)
    assert "tomorrow" not in await forgotten(bob)
    assert await kept(stage) == 1


async def test_going_twice_helps_no_more_than_once(stage, known):
    """What was carried over is carried on."""
    await draw(stage, known)
    before = await used(stage)
    for _ in range(2):
        await forgotten(known)
        await known.agrees()
    assert await used(stage) == before


async def test_a_job_that_was_given_back_is_not_held_against_anybody(stage, known):
    """Neither one that failed nor one that never ran, as it ended with its person."""
    training = await used(stage)
    await known.types("/portrait oil 1")
    await stage.fail("device", "engine")
    await known.types("/portrait oil 1")
    await forgotten(known)
    await known.agrees()
    assert await used(stage) == training


async def test_reports_wrong_codes_and_movements_count_on(stage, known, clock):
    """All that is bounded by a day or an hour, not the device alone."""
    for _ in range(2):
        await known.types("/report 1 not me")
        clock.advance(1)
    for _ in range(codes.TRIES):
        await known.types("/link AAAAA-AAAAA")
        clock.advance(1)
    await forgotten(known)
    await known.agrees()
    assert "2" in text_of(await known.types("/report 1 not me"))
    assert "Too many wrong codes" in text_of(await known.types("/link AAAAA-AAAAA"))
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM reports") == 0


async def test_an_allowance_of_an_admin_is_not_shaken_off(stage, known):
    """Whom an admin gave nothing has nothing afterwards, too."""
    stage.deps = replace(stage.deps, admins=frozenset({"root"}))
    await stage.person("root").types("/setquota fake:ann 0")
    await forgotten(known)
    await known.agrees()
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT seconds FROM allowances") == 0


async def test_what_is_kept_names_nobody_and_goes(stage, known, clock, tmp_path):
    """No id of the platform, of the account or of a job is left, and after a day nothing."""
    await draw(stage, known)
    (job,) = [one for one in await stage.jobs() if one.kind == "portrait"]
    async with stage.db.reading() as rx:
        account = await rx.value("SELECT account FROM users WHERE user = 'ann'")
    assert account.encode() in every_byte(tmp_path)
    await forgotten(known)
    await stage.db.scrub()
    assert not [word for word in (account, job.id, "chat-ann") if word.encode() in every_byte(tmp_path)]
    async with stage.db.reading() as rx:
        row = await rx.one("SELECT * FROM spent")
    assert re.fullmatch("[0-9a-f]{64}", row["mark"])
    assert "ann" not in row["used"]
    clock.advance(DAY + 1)
    await retention.tidy(stage.db, stage.vault, Retention())
    assert await kept(stage) == 0


async def test_a_picture_shown_in_a_group_counts_there_still(stage, known):
    """A group's limit is everybody's; who showed it is not written down any more."""
    async with stage.db.transaction() as tx:
        account = await tx.value("SELECT account FROM users WHERE user = 'ann'")
        await tx.insert("posts", {"account": account, "place": "fake:group", "at": tx.now()})
    await forgotten(known)
    async with stage.db.reading() as rx:
        assert [tuple(row) for row in await rx.all("SELECT account, place FROM posts")] == [(None, "fake:group")]


@pytest.mark.parametrize("which", ["there", "here"])
async def test_joining_accounts_counts_both(stage, known, which, clock):
    """Or a second account is a second day, and being joined to it the end of what was counted."""
    twin = stage.person("ann7")
    twin = Person(stage, replace(twin.who, platform="elsewhere", address={"chat": "dm"}))
    await twin.agrees()
    for person in (known, twin):
        await person.types("/link AAAAA-AAAAA")
        clock.advance(1)
    code = re.search(r"\*\*([A-Z0-9-]{11})\*\*", text_of(await known.types("/link"))).group(1)
    await twin.types(f"/link {code}")
    await twin.presses(f"v1:join:{code.replace('-', '').lower()}:{which}")
    await known.presses("v1:linkyes")
    async with stage.db.reading() as rx:
        accounts = {row["account"] for row in await rx.all("SELECT account FROM users WHERE user LIKE 'ann%'")}
        state = await rx.value("SELECT state FROM sessions WHERE place = '*' AND account = ?", tuple(accounts))
    assert len(accounts) == 1
    assert len(json.loads(state)[spent.WRONG_CODES]) == 2
