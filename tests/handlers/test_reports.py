"""A report reaches the people who run the bot, with the picture and what they can do about it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from handlers.events import Command, Reply
from handlers.policy import Limits
from handlers.views import to_json
from storage import accounts, outbox
from storage.places import place_of
from storage.vault import Vault
from tests.handlers.stage import Person, Stage, action_of, text_of, verbs_of


@pytest.fixture
async def run(tmp_path, db):
    """A bot with one admin, who has said hello."""
    stage = Stage(db, Vault.open(tmp_path), admins=frozenset({"fake:root"}))
    await stage.person("root").types("/start")
    return stage


@pytest.fixture
def root(run):
    return run.person("root")


@pytest.fixture
async def ann(run):
    """Somebody with one drawing."""
    person = run.person("ann")
    await person.teaches(photos=1)
    await person.types("/portrait oil 2")
    return person


@pytest.fixture
async def album(run, ann):
    return await run.draw()


async def told(run):
    """Return (account, view) of every message that waits to be sent to the admin."""
    async with run.db.reading() as rx:
        rows = await rx.all(
            "SELECT account, view FROM outbox WHERE place = ? ORDER BY id", (place_of("fake", {"chat": "chat-root"}),)
        )
    return [(row["account"], json.loads(row["view"])) for row in rows]


def actions(view):
    """Return the verbs of a view's buttons."""
    return [one["action"].split(":")[1] for row in view["buttons"] for one in row]


async def shown_in_a_group(run, ann, bob):
    """Ann shows a picture in a group; returns Bob's answer to it with /report."""
    number = (await run.jobs())[0].own
    here = Person(run, replace(ann.who, private=False, address={"chat": "group"}))
    view = (await here.types(f"/post {number}"))[0]
    async with run.db.transaction() as tx:
        owner = await accounts.find(tx, "fake", "ann")
        written = {"view": to_json(view), "account": owner.id, "thread": "t"}
        await outbox.put(tx, key="post", platform="fake", address={"chat": "group"}, **written)
        row = await outbox.newest(tx, place_of("fake", {"chat": "group"}), "t")
        await outbox.sent(tx, row.id, {"message": "m1", "all": ["m1"]})
    who = replace(bob.who, private=False, address={"chat": "group"})
    return await run.handle(Command(who=who, name="report", text="rude", reply=Reply(message="m1", own=True)))


async def test_reporting_asks_for_a_reason(run, ann, album):
    """A press by accident reports nothing."""
    asked = await ann.presses(action_of(album, "report"))
    assert verbs_of(asked) == ["why"] * 4 + ["keep"]
    assert await told(run) == []


async def test_an_admin_is_told_with_the_picture(run, ann, album):
    """At once and without asking for it; the message is opened with the key of whose picture it is."""
    await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    ((account, view),) = await told(run)
    async with run.db.reading() as rx:
        assert account == (await accounts.find(rx, "fake", "ann")).id
    assert view["kind"] == "pictures"
    assert len(view["items"]) == 2
    assert "fake:ann" in view["text"]
    assert "It is not me" in view["text"]


async def test_a_reason_in_words(run, ann, album):
    """What no button says is written, and only the next line is taken for it."""
    await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why").rsplit(":", 1)[0] + ":other")
    assert "Thank you" in text_of(await ann.says("the hands are strange"))
    assert "the hands are strange" in (await told(run))[0][1]["text"]
    await ann.says("hello")
    assert len(await told(run)) == 1


async def test_who_never_agreed_can_complain_in_words(run):
    """/report asks for no consent, so the words it asks for must not be answered by that question."""
    cid = run.person("cid")
    await cid.types("/report")
    assert "Thank you" in text_of(await cid.says("somebody posts my face"))
    assert "somebody posts my face" in (await told(run))[0][1]["text"]


async def test_a_report_can_be_taken_back_until_it_is_decided(run, root, ann, album):
    """And the admins hear of it."""
    thanks = await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    assert "withdrawn" in text_of(await ann.presses(action_of(thanks, "reportundo")))
    assert "was withdrawn" in (await told(run))[-1][1]["text"]
    assert "Nobody has reported" in text_of(await root.types("/reports"))
    again = await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    await root.presses(action_of(await root.types("/reports"), "reportshow").replace("reportshow", "reportdismiss"))
    assert "already been decided" in text_of(await ann.presses(action_of(again, "reportundo")))


async def test_somebody_elses_picture_in_a_group_is_reported_by_answering_it(run, root, ann, album):
    """The admin sees whose it is and can shut that person out, by one press."""
    bob = run.person("bob")
    await shown_in_a_group(run, ann, bob)
    view = (await told(run))[-1][1]
    assert "picture of fake:ann" in view["text"]
    assert actions(view) == ["reportban", "reportdismiss"]
    number = view["buttons"][0][0]["action"].rsplit(":", 1)[1]
    await root.presses(f"v1:reportshow:{number}")
    assert (await run.audited())[0] == "report seen", "whoever looks at a reported picture is written down"
    assert "fake:ann is banned" in text_of(await root.presses(f"v1:reportban:{number}"))
    assert "can no longer use this bot" in text_of(await ann.types("/portrait oil"))


async def test_nobody_is_offered_to_be_shut_out_for_their_own_report(run, ann, album):
    """Who says "this is not me" of their own portrait has done nothing wrong."""
    await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    assert actions((await told(run))[0][1]) == ["reportdismiss"]


async def test_only_an_admin_decides(run, ann, album):
    """The control: the same presses by somebody else do nothing."""
    bob = run.person("bob")
    await bob.agrees()
    await shown_in_a_group(run, ann, bob)
    number = (await told(run))[-1][1]["buttons"][0][0]["action"].rsplit(":", 1)[1]
    for verb in ("reportban", "reportdismiss", "reportshow", "reportundo"):
        stranger = run.person("eve")
        await stranger.agrees()
        assert "longer works" in text_of(await stranger.presses(f"v1:{verb}:{number}")) or verb == "reportundo"
    async with run.db.reading() as rx:
        assert (await accounts.find(rx, "fake", "ann")).role != "banned"


async def test_reports_and_audit_name_people_by_what_ban_takes(run, root, ann, album):
    """An id that no command takes is no name."""
    await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    assert "fake:ann" in text_of(await root.types("/reports"))
    await root.types("/ban fake:ann")
    assert "fake:root ban fake:ann" in text_of(await root.types("/audit"))


async def test_the_message_to_the_admins_goes_with_whose_picture_it_shows(run, ann, album):
    """After /forget no admin keeps the face either."""
    await shown_in_a_group(run, ann, run.person("bob"))
    await ann.presses(action_of(await ann.types("/forget"), "forget"))
    async with run.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM reports") == 0
    assert [view["kind"] for _, view in await told(run)] in ([], ["removal"])


async def delivered(run, chat):
    """Take everything that waits for a chat for sent."""
    async with run.db.transaction() as tx:
        for row in await tx.all("SELECT id FROM outbox WHERE place = ? AND sent IS NULL", (place_of("fake", chat),)):
            await outbox.sent(tx, row["id"], {"message": f"m{row['id']}", "all": [f"m{row['id']}"]})


async def test_what_an_admin_has_read_goes_with_its_author(run, root, ann, album):
    """The words of a complaint, and the list of them, leave the admin's chat with whoever wrote them; others stay."""
    await run.person("cid").types("/report somebody posts my face")
    await run.person("cid2").types("/report the bot is slow")
    await delivered(run, {"chat": "chat-root"})
    listed = to_json((await root.types("/reports"))[0])
    async with run.db.transaction() as tx:
        owner = await accounts.find(tx, "fake", "root")
        await outbox.put(tx, key="list", platform="fake", address={"chat": "chat-root"}, account=owner.id, view=listed)
    await delivered(run, {"chat": "chat-root"})
    await run.person("cid").presses("v1:forget")
    views = [view for _, view in await told(run)]
    (removal,) = [view for view in views if view["kind"] == "removal"]
    assert len(removal["receipts"]) == 2
    assert not removal["everything"]
    assert "posts my face" not in json.dumps(views)
    assert [view["text"] for view in views if "slow" in view["text"]]


async def test_what_was_not_read_yet_is_never_sent(run, ann, album):
    """An admin who was offline does not find the words of somebody who is gone."""
    await run.person("cid").types("/report somebody posts my face")
    await run.person("cid").presses("v1:forget")
    assert await told(run) == []


async def test_a_day_of_reports_has_an_end(tmp_path, db):
    """Admins hear of each at once. One that was taken back counts, too, and nobody writes one down in vain."""
    clock = db.clock
    stage = Stage(db, Vault.open(tmp_path), admins=frozenset({"fake:root"}), limits=Limits(burst=1000.0, reports=3))
    await stage.person("root").types("/start")
    cid = stage.person("cid")
    await cid.presses(action_of(await cid.types("/report one"), "reportundo"))
    for _ in range(2):
        assert "Thank you" in text_of(await cid.types("/report again"))
    before = len(await told(stage))
    for line in ("/report fourth", "/report"):
        assert "3 reports today" in text_of(await cid.types(line))
    assert len(await told(stage)) == before
    assert "Thank you" in text_of(await stage.person("dan").types("/report first"))
    clock.advance(24 * 3600)
    assert "Thank you" in text_of(await cid.types("/report next day"))


async def test_a_number_is_never_used_twice(run, root, ann, album):
    """Else nobody hears of the second report, and the buttons of the first decide on it: another person is banned."""
    first = await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    await ann.presses(action_of(first, "reportundo"))
    before = len(await told(run))
    second = await ann.presses(action_of(await ann.presses(action_of(album, "report")), "why"))
    assert action_of(second, "reportundo") != action_of(first, "reportundo")
    assert len(await told(run)) == before + 1
    earlier = action_of(first, "reportundo").replace("reportundo", "reportdismiss")
    assert "no longer exists" in text_of(await root.presses(earlier))


@pytest.mark.parametrize("other", ["No", "another button", "a command"])
async def test_whoever_does_something_else_is_not_reporting_any_more(run, ann, album, other):
    """Their next line is meant for the bot: it must not be shown to the admins as a complaint."""
    why = action_of(await ann.presses(action_of(album, "report")), "why")
    asked = await ann.presses(why.rsplit(":", 1)[0] + ":other")
    if other == "No":
        await ann.presses(action_of(asked, "keep"))
    elif other == "another button":
        await ann.presses("v1:styles:1")
    else:
        await ann.types("/quota")
    await ann.says("my secret idea")
    assert await told(run) == []
