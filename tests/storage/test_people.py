"""Favourites, presets, links, contacts, reports and admins' rules."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from storage import (
    accounts,
    contacts,
    erasures,
    favourites,
    ledger,
    links,
    media,
    presets,
    reports,
    rules,
    sessions,
)
from storage.database import Database
from storage.errors import NoSuchMediaError
from storage.migrate import MIGRATIONS
from storage.retention import DAY, Retention, tidy
from tests.storage.helpers import job_of, person, tables_with

RULES = Retention()


@pytest.fixture
async def picture(db, vault):
    """A finished picture of Ann: (account, media, job)."""
    async with db.transaction() as tx:
        ann = await person(tx)
        job = await job_of(tx, ann)
        kept = await vault.put(tx, ann, b"x", purpose="portrait", expires=tx.now() + RULES.portrait)
        return ann, kept.id, job.id


async def test_a_favourite_does_not_expire(db, vault, clock, picture):
    """What somebody marked is there a year later, with the job its buttons name."""
    ann, file, job = picture
    async with db.transaction() as tx:
        await tx.run("UPDATE jobs SET state = 'done', finished = ? WHERE id = ?", (tx.now(), job))
        assert await favourites.add(tx, ann, file, job)
        assert not await favourites.add(tx, ann, file, job)
    clock.advance(400 * DAY)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert [one.media for one in await favourites.of(rx, ann)] == [file]
        assert await rx.value("SELECT count(*) FROM jobs") == 1


async def test_what_is_no_favourite_any_more_goes_like_the_others(db, vault, clock, picture):
    """A day of grace, so that a slip of the finger costs nothing."""
    ann, file, job = picture
    async with db.transaction() as tx:
        await favourites.add(tx, ann, file, job)
    clock.advance(100 * DAY)
    async with db.transaction() as tx:
        assert await favourites.remove(tx, ann, file)
        assert not await favourites.remove(tx, ann, file)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await media.find(rx, file) is not None
    clock.advance(2 * DAY)
    await tidy(db, vault, RULES)
    async with db.reading() as rx:
        assert await media.find(rx, file) is None


async def test_nobody_marks_the_picture_of_another(db, picture):
    """To Bob it does not exist."""
    _, file, job = picture
    async with db.transaction() as tx:
        bob = await person(tx, "bob")
        with pytest.raises(NoSuchMediaError):
            await favourites.add(tx, bob, file, job)


async def test_a_deleted_picture_is_no_favourite(db, picture):
    """No button may lead to nothing."""
    ann, file, job = picture
    async with db.transaction() as tx:
        await favourites.add(tx, ann, file, job)
        await media.remove(tx, ann, [file])
        assert await favourites.of(tx, ann) == []


async def test_a_preset_of_the_same_name_is_replaced_and_only_its_owner_deletes_it(db):
    """Saving twice corrects; another person's id does nothing."""
    async with db.transaction() as tx:
        ann, bob = await person(tx), await person(tx, "bob")
        await presets.save(tx, ann, "holiday", {"style": "oil"})
        await presets.save(tx, ann, "holiday", {"style": "ink"})
        [one] = await presets.of(tx, ann)
        assert one.wish == {"style": "ink"}
        assert not await presets.remove(tx, bob, one.id)
        assert await presets.remove(tx, ann, one.id)
        assert await presets.of(tx, ann) == []


async def test_a_code_is_kept_as_a_digest_and_expires(db, clock):
    """A copy of the database opens no account, and an old message neither."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await links.open_(tx, ann, "fake", "ABCD2345")
        assert await links.invited(tx, "ABCD2345", "elsewhere") == ann
        assert await links.invited(tx, "ABCD2346", "elsewhere") is None
        assert await links.invited(tx, "ABCD2345", "fake") is None
        assert "ABCD2345" not in json.dumps([list(row) for row in await tx.all("SELECT * FROM links")])
    clock.advance(links.VALID_SECONDS)
    async with db.reading() as rx:
        assert await links.invited(rx, "ABCD2345", "elsewhere") is None


async def test_joining_takes_the_people_and_what_they_used_along(db):
    """Linking must not be a way to a second day's allowance."""
    async with db.transaction() as tx:
        ann = await person(tx)
        other = (await accounts.find_or_create(tx, "elsewhere", "ann7")).id
        await ledger.reserve(tx, other, "job", "portrait", 60)
        await links.join(tx, ann, other)
        assert await accounts.users_of(tx, ann) == [("elsewhere", "ann7"), ("fake", "ann")]
        assert await ledger.used(tx, ann) == 60


async def test_news_reach_everybody_once_but_the_banned_and_those_who_said_no(db, clock):
    """A person on two platforms hears it where they were last."""
    async with db.transaction() as tx:
        for user in ("ann", "bob", "cid"):
            await person(tx, user)
            await contacts.met(tx, "fake", user, {"chat": user}, "de")
        ann = await person(tx)
        await accounts.find_or_create(tx, "elsewhere", "ann7")
        await tx.run("UPDATE users SET account = ? WHERE platform = 'elsewhere'", (ann,))
    clock.advance(60)
    async with db.transaction() as tx:
        await contacts.met(tx, "elsewhere", "ann7", {"chat": "dm"}, "en")
        await accounts.ban(tx, await person(tx, "bob"))
        await sessions.save(tx, await person(tx, "cid"), sessions.EVERYWHERE, {"news": contacts.NEWS_OFF})
        heard = await contacts.listeners(tx)
        assert [(one.platform, one.address) for one in heard] == [("elsewhere", {"chat": "dm"})]
        assert len(await contacts.of(tx, ann)) == 2


async def test_rules_are_kept_and_taken_back(db):
    """Allowance of a person, styles taken out, posts of a group."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await rules.set_allowance(tx, ann, 60.0)
        assert await rules.allowance(tx, ann) == 60.0
        await rules.set_allowance(tx, ann, None)
        assert await rules.allowance(tx, ann) is None
        await rules.hide_style(tx, "oil", True)
        assert await rules.hidden_styles(tx) == {"oil"}
        await rules.hide_style(tx, "oil", False)
        assert await rules.hidden_styles(tx) == frozenset()
        await rules.allow_posts(tx, "fake:1", 3)
        await rules.post(tx, ann, "fake:1")
        assert (await rules.posts_allowed(tx, "fake:1"), await rules.posted(tx, "fake:1", DAY)) == (3, 1)


async def test_a_job_given_back_is_not_counted(db):
    """A failed training must not use up the day's only one."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await ledger.reserve(tx, ann, "one", "enrol", 60)
        await ledger.reserve(tx, ann, "two", "enrol", 60)
        await ledger.refund(tx, "two")
        assert await ledger.count(tx, ann, "enrol") == 1


async def test_an_old_database_gives_the_words_of_a_report_to_their_author(tmp_path, clock):
    """Version 1 kept them in the audit, which /forget does not touch."""
    steps = tmp_path / "steps"
    steps.mkdir()
    shutil.copy(MIGRATIONS / "0001_initial.sql", steps)
    path = tmp_path / "old.sqlite"
    async with Database.open(path, clock=clock, migrations=steps) as db, db.transaction() as tx:
        ann = await person(tx)
        detail = json.dumps({"reason": "my secret words"})
        await tx.run(
            "INSERT INTO audit (at, actor, action, subject, detail) VALUES (1.0, ?, 'report', 'job 7', ?)",
            (ann, detail),
        )
        await tx.run(
            "INSERT INTO audit (at, actor, action, subject, detail) VALUES (1.0, 'gone', 'report', '', ?)", (detail,)
        )
    async with Database.open(path, clock=clock) as db, db.reading() as rx:
        [one] = await reports.of(rx, ann)
        assert (one.job, one.reason) == (7, "my secret words")
        assert await rx.value("SELECT count(*) FROM audit WHERE detail <> '{}'") == 0
    [copy] = (tmp_path / "copies").iterdir()
    async with Database.open(path, clock=clock) as db:
        async with db.transaction() as tx:
            await erasures.note(tx, [ann])
        await erasures.settle(db, lambda account: account)
    connection = sqlite3.connect(copy)
    kept = connection.execute("SELECT actor FROM audit WHERE detail <> '{}'").fetchall()
    connection.close()
    assert kept == [("gone",)]


async def test_forgetting_a_person_empties_every_table_about_them(db, vault, picture):
    """A table with an account column and no deleter would be a leak."""
    ann, file, job = picture
    async with db.transaction() as tx:
        await favourites.add(tx, ann, file, job)
        await presets.save(tx, ann, "x", {})
        await links.open_(tx, ann, "fake", "ABCD2345")
        await contacts.met(tx, "fake", "ann", {"chat": "1"}, "en")
        await reports.add(tx, ann, None, "words")
        await rules.set_allowance(tx, ann, 1.0)
        await rules.post(tx, ann, "fake:1")
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    async with db.reading() as rx:
        personal = await tables_with(rx, "account", "user")
        assert {"favourites", "presets", "links", "contacts", "reports", "allowances", "posts"} <= set(personal)
        left = {name: await rx.value(f"SELECT count(*) FROM {name}") for name in personal}
        assert await rx.value("SELECT account FROM posts") is None  # it counts for its group, and is nobody's
        assert {**left, "posts": 0} == dict.fromkeys(personal, 0)
