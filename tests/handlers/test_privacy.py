"""Whose data it is."""

from __future__ import annotations

import re

import pytest

from handlers import codes, consent
from handlers.events import Who
from handlers.views import Document
from storage import accounts
from storage.vault import Vault
from tests.handlers.stage import Person, Stage, action_of, text_of


async def test_mydata_counts_what_is_stored(stage, ann):
    """Numbers a person can check."""
    await ann.teaches(photos=2)
    await ann.types("/portrait oil 3")
    await stage.draw()
    told = text_of(await ann.types("/mydata"))
    for line in (f"version {consent.VERSION}", "Faces learnt: 1", "Selfies: 2", "Pictures made: 3", "Jobs: 4"):
        assert line in told


async def test_mydata_speaks_the_readers_language(stage):
    """A German read "17.7 MB" and "Plattformen, die du benutzt: local"; the control is English."""
    for locale, size, place in (("de", "1,5 MB", "Web-App"), ("en", "1.5 MB", "the web app")):
        ann = Person(stage, Who(platform="local", user=f"ann-{locale}", address={"chat": "1"}, locale=locale))
        await ann.agrees()
        async with stage.db.transaction() as tx:
            account = await accounts.find_or_create(tx, "local", ann.who.user)
            await stage.vault.put(tx, account.id, bytes(1_500_000), purpose="upload", name="me.jpg")
        told = text_of(await ann.types("/mydata"))
        assert size in told
        assert told.splitlines()[-2].endswith(f": {place}")


async def test_mydata_before_consent_says_so(ann):
    """Allowed before any consent: it shows that there is nothing."""
    told = text_of(await ann.types("/mydata"))
    assert "Consent: not given" in told
    assert "Selfies: 0" in told


async def test_forget_asks_and_then_leaves_nothing(stage, ann, bob):
    """Rows, files and keys of this person are gone, those of others stay."""
    await ann.teaches(photos=2)
    await bob.teaches(photos=1)
    await ann.types("/portrait oil 2")
    await stage.draw()
    await ann.types("/portrait oil")
    asked = await ann.types("/forget")
    assert (await stage.face()) is not None
    told = text_of(await ann.presses(action_of(asked, "forget")))
    for part in ("2 selfies", "one learnt face", "2 pictures", "jobs", "settings"):
        assert part in told
    async with stage.db.reading() as rx:
        assert await accounts.find(rx, "fake", "ann") is None
        kept = {row["account"] for row in await rx.all("SELECT account FROM media")}
        assert kept == {(await accounts.find(rx, "fake", "bob")).id}
        assert await rx.value("SELECT count(*) FROM jobs WHERE account NOT IN (SELECT id FROM accounts)") == 0


async def test_an_erasure_leaves_a_receipt_that_can_be_checked(stage, ann, bob):
    """Whoever left can show that they did, with any account; a wrong code proves nothing."""
    await ann.teaches(photos=1)
    told = text_of(await ann.presses("v1:forget"))
    code = re.search(r"([A-Z2-7]{4}-){3}[A-Z2-7]{4}", told)[0]
    assert "was erased on" in text_of(await bob.types(f"/receipt {code.lower().replace('-', ' ')}"))
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    for _ in range(codes.TRIES):
        assert "no receipt" in text_of(await bob.types(f"/receipt {wrong}"))
    assert "Too many wrong codes" in text_of(await bob.types(f"/receipt {code}"))


async def test_after_forget_everything_begins_anew(stage, ann):
    """The next /start is a first one."""
    await ann.teaches(photos=1)
    await ann.presses("v1:forget")
    assert "Do you agree" in text_of(await ann.types("/start"))
    assert await stage.jobs() == []


async def test_the_audit_keeps_no_trace_of_who_was_forgotten(stage, ann):
    """That somebody left is noted; who is not."""
    await ann.agrees()
    async with stage.db.reading() as rx:
        account = (await accounts.find(rx, "fake", "ann")).id
    await ann.presses("v1:forget")
    async with stage.db.reading() as rx:
        row = await rx.one("SELECT actor, subject, detail FROM audit WHERE action = 'forget'")
    assert account not in "".join(row)


async def test_an_export_is_one_document(db, tmp_path, clock):
    """Made by the function that was injected; its media id goes out as a document."""
    asked = []

    async def export(tx, account: str, platform: str) -> list[str]:
        asked.append(account)
        return ["media-of-the-archive"]

    stage = Stage(db, Vault.open(tmp_path), export=export)
    ann = stage.person("ann")
    await ann.agrees()
    document = (await ann.types("/export"))[0]
    assert isinstance(document, Document)
    assert document.media == "media-of-the-archive"
    async with db.reading() as rx:
        assert asked == [(await accounts.find(rx, "fake", "ann")).id]


async def test_an_export_too_large_for_one_message_comes_in_parts(db, tmp_path):
    """The right to one's data does not end at the size of a message."""

    async def export(tx, account: str, platform: str) -> list[str]:
        assert platform == "fake"
        return ["one", "two", "three"]

    ann = Stage(db, Vault.open(tmp_path), export=export).person("ann")
    await ann.agrees()
    documents = await ann.types("/export")
    assert [each.media for each in documents] == ["one", "two", "three"]
    assert [each.name[-10:] for each in documents] == ["1-of-3.zip", "2-of-3.zip", "3-of-3.zip"]
    assert "Archive 2 of 3" in documents[1].text


async def test_a_bot_without_exports_says_so(ann):
    """Not wired is said, not hidden."""
    await ann.agrees()
    assert "without exports" in text_of(await ann.types("/export"))


@pytest.mark.parametrize("command", ["/privacy", "/help", "/styles"])
async def test_what_everybody_may_read_needs_no_consent(ann, command):
    """Before agreeing one must be able to read what to."""
    assert "Do you agree" not in text_of(await ann.types(command))


async def test_quota_shows_what_is_left(stage, ann):
    """Minutes used of minutes allowed, and jobs."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    told = text_of(await ann.types("/quota"))
    assert "of 60 minutes" in told
    assert "1 of 6 jobs" in told


async def test_what_stays_in_the_chat_is_said_where_it_stays(stage):
    """A chat platform keeps what somebody sent; the web page, which shows what is stored here, keeps nothing."""
    for platform, stays in (("fake", True), ("local", False)):
        one = Person(stage, Who(platform=platform, user="ann", address={"chat": "c"}))
        await one.agrees()
        assert ("stays in this chat" in text_of(await one.presses("v1:forget"))) is stays
