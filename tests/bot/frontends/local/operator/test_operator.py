"""The operator page: for admins who are signed in; each act is the chat's own and written down."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from storage import accounts, audit, jobs, reports, rules
from storage.database import Database
from storage.errors import StoreUnreachableError
from storage.vault import Vault
from tests.bot.frontends.local.login.door import Door
from tests.fakes.intake import picture
from tests.storage.helpers import ManualClock, job_of


@pytest.fixture
async def db(tmp_path):
    async with Database.open(tmp_path / "portrait.sqlite", clock=ManualClock()) as database:
        yield database


@pytest.fixture
def vault(tmp_path):
    return Vault.open(tmp_path)


@pytest.fixture
def door(db, vault):
    return Door(db, vault=vault, admins=frozenset({"telegram:1"}))


@pytest.fixture
async def root(door):
    """The browser of an admin: named in the settings by their Telegram id, signed in by a link from there."""
    async with door.browser() as browser:
        assert (await browser.by_link(await door.link("1"))).status_code == 303
        yield browser


async def account_of(db, user, platform="telegram"):
    async with db.transaction() as tx:
        return (await accounts.find_or_create(tx, platform, user)).id


async def act(browser, do, **fields):
    """Press a button of the page; returns what it said."""
    answer = await browser.form("/operator", do=do, **fields)
    assert answer.status_code == 200, answer.text
    found = re.search(r'<p class="done" role="status">(.*?)</p>', answer.text, re.DOTALL)
    return found[1] if found else ""


async def acts(db):
    async with db.reading() as rx:
        return [note.action for note in await audit.recent(rx)]


async def test_for_everybody_else_it_does_not_exist(door):
    """Not signed in: the way in. Signed in and no admin: what is not there, whatever they send."""
    user = await door.named()
    async with door.browser() as stranger, door.browser() as ann:
        assert (await stranger.get("/operator")).headers["location"] == "/login?next=/operator"
        assert (await stranger.get("/operator/live")).status_code == 303
        await ann.sign_in()
        for path in ("/operator", "/operator/live", "/operator/report/1/0"):
            assert (await ann.get(path)).status_code == 404
        token = await ann.token("/sessions")
        answer = await ann.post("/operator", data={"csrf": token, "do": "ban", "person": "telegram:1"})
        assert answer.status_code == 404
        assert "/operator" not in (await ann.get("/sessions")).text
    assert user
    assert "ban" not in await acts(door.db)


async def test_who_stops_being_an_admin_is_out_at_once(door, db):
    """The role is looked up at every request, not kept in a session."""
    user = await door.named("max")
    account = await account_of(db, user, "local")
    async with door.browser() as max_:
        await max_.sign_in("max")
        assert (await max_.get("/operator")).status_code == 404
        async with db.transaction() as tx:
            await accounts.set_role(tx, account, "admin")
        assert (await max_.get("/operator")).status_code == 200
        async with db.transaction() as tx:
            await accounts.ban(tx, account)
        assert (await max_.get("/operator")).status_code == 404


async def test_no_act_without_the_token(root, db):
    """A foreign page must not ban with an admin's cookie."""
    await account_of(db, "5")
    for fields in ({}, {"csrf": "x"}):
        assert (await root.post("/operator", data={"do": "ban", "person": "telegram:5", **fields})).status_code == 403
    assert "ban" not in await acts(db)


async def test_a_ban_cancels_is_written_down_and_can_be_taken_back(root, db):
    """The same handler as /ban, in the name of the same admin."""
    account = await account_of(db, "5")
    async with db.transaction() as tx:
        job = await job_of(tx, account)
    assert "telegram:5 is banned. Waiting jobs cancelled: 1." in await act(root, "ban", person="telegram:5")
    async with db.reading() as rx:
        assert (await accounts.get(rx, account)).role == "banned"
        assert (await jobs.get(rx, job.id)).state == "cancelled"
        note = (await audit.recent(rx))[0]
        assert (note.action, note.subject) == ("ban", account)
        assert note.actor == (await accounts.find(rx, "telegram", "1")).id
    assert "may use the bot again" in await act(root, "allow", person="telegram:5")


async def test_a_job_is_stopped_from_the_page(root, db):
    """Beside each job stands a button; the live part carries the token, or it would work once."""
    account = await account_of(db, "5")
    async with db.transaction() as tx:
        job = await job_of(tx, account, request={"style": "ink", "identity": "identity:a", "out": "scratch:p"})
    for path in ("/operator", "/operator/live"):
        shown = (await root.get(path)).text
        assert re.search(r'name="csrf" value="[^"]{8,}"><input type="hidden" name="do" value="stopjob">', shown)
    assert f"Job {job.number} is stopped" in await act(root, "stopjob", job=str(job.number))
    async with db.reading() as rx:
        stopped = await jobs.get(rx, job.id)
        assert (stopped.state, stopped.stopped) == ("cancelled", True)
        assert (await audit.recent(rx))[0].action == "stopjob"


@pytest.mark.parametrize(
    ("do", "fields", "said", "noted"),
    [
        ("pause", {}, "Paused", "pause"),
        ("resume", {}, "accepted again", "resume"),
        ("admit", {"person": "telegram:5"}, "may use the bot now", "admit"),
        ("setquota", {"person": "telegram:5", "minutes": "7"}, "7", "setquota"),
        ("setquota", {"person": "telegram:5", "minutes": ""}, "", "setquota"),
        ("adult", {"person": "telegram:5", "state": "on"}, "adult", "adult"),
        ("setstyle", {"style": "oil", "state": "off"}, "oil", "setstyle"),
        ("invite", {}, "Invitation code", "invite"),
        ("backup", {}, "Copied to", "backup"),
    ],
)
async def test_each_act_says_what_it_did_and_leaves_a_line(root, db, do, fields, said, noted):
    """As in the chat."""
    await account_of(db, "5")
    assert said in await act(root, do, **fields)
    assert (await acts(db))[0] == noted


async def test_what_cannot_be_done_is_a_sentence_and_no_act(root, db):
    """Nobody, an admin, a style there is not; and what is no act at all."""
    for do, fields in (("ban", {"person": "telegram:99"}), ("ban", {"person": "telegram:1"}), ("ban", {})):
        assert await act(root, do, **fields)
    for number in ("😀" * 12, "9" * 30, "-1", "", "1:2"):
        assert (await root.form("/operator", do="reportdismiss", report=number)).status_code == 422
    for do in ("", "forget", "broadcast", "start", "v1:agree", "../pause"):
        assert (await root.form("/operator", do=do)).status_code == 422
    assert not {"ban", "broadcast"} & set(await acts(db))


async def test_a_style_that_is_switched_off_stays_on_the_page(root, db):
    """Otherwise nobody could switch it on again."""
    await act(root, "setstyle", style="oil", state="off")
    async with db.reading() as rx:
        assert await rules.hidden_styles(rx) == {"oil"}
    page = (await root.get("/operator")).text
    assert page.count('value="oil"') == 1
    await act(root, "setstyle", style="oil", state="on")
    async with db.reading() as rx:
        assert await rules.hidden_styles(rx) == frozenset()


async def test_the_queue_is_shown_without_anybody_in_it(root, db):
    """How much and how long; who asked for what is nobody's business."""
    account = await account_of(db, "77001")
    async with db.transaction() as tx:
        job = await job_of(tx, account, request={"style": "ink", "text": "a secret wish"})
    live = (await root.get("/operator/live")).text
    assert f"<td>{job.number}</td><td>portrait</td><td>waiting" in live
    assert "no worker has started" in live, "the look lane of this door has none"
    for hidden in (account, "77001", "secret", "ink"):
        assert hidden not in live


async def test_a_failure_is_found_in_the_log_by_its_trace(root, db):
    """The page names what the log has it under."""
    account = await account_of(db, "5")
    async with db.transaction() as tx:
        job = await job_of(tx, account)
        await jobs.move(tx, job.id, "failed", error={"code": "engine", "data": {"trace": "abcd1234"}})
    page = (await root.get("/operator")).text
    assert "<code>abcd1234</code>" in page


async def sealed(db, vault, account):
    """Keep a picture of somebody; returns its id."""
    async with db.transaction() as tx:
        return (await vault.put(tx, account, picture("red"), purpose="portrait", mime="image/png")).id


async def test_reported_pictures_and_no_others_are_shown_and_looking_is_written_down(root, db, vault):
    """No face but in a report; and who looked at one stands in the audit."""
    account = await account_of(db, "5")
    shown, hidden = await sealed(db, vault, account), await sealed(db, vault, account)
    async with db.transaction() as tx:
        one = await reports.add(tx, account, None, "not-me", about=account, media=(shown,))
    page = (await root.get("/operator")).text
    assert f"/operator/report/{one.id}/0" in page
    assert hidden not in page
    answer = await root.get(f"/operator/report/{one.id}/0")
    assert (answer.content, answer.headers["cache-control"]) == (picture("red"), "no-store")
    assert (await acts(db))[0] == "report seen"
    for path in (f"{'9' * 30}/0", f"1/{'9' * 30}", f"{one.id}/1", f"{one.id}/-1", "99/0", f"{hidden}/0"):
        assert (await root.get(f"/operator/report/{path}")).status_code in (404, 422)
    assert (await root.get(f"/media/{hidden}")).status_code == 404


async def test_a_reported_picture_that_cannot_be_had_just_now_is_a_sentence(root, db, vault, monkeypatch):
    """In the page's image, where alone an admin would see it; no answer of a broken program."""
    account = await account_of(db, "5")
    shown = await sealed(db, vault, account)
    async with db.transaction() as tx:
        one = await reports.add(tx, account, None, "not-me", about=account, media=(shown,))

    async def away(name):
        raise StoreUnreachableError("away")

    monkeypatch.setattr(vault.files, "read", away)
    answer = await root.get(f"/operator/report/{one.id}/0")
    assert (answer.status_code, answer.headers["content-type"]) == (503, "image/svg+xml")
    said = " ".join(ElementTree.fromstring(answer.text).itertext())
    assert "does not answer just now. Nothing is lost" in " ".join(said.split())


async def test_a_report_is_dismissed_or_its_person_banned(root, db):
    """By the buttons of the message an admin gets in the chat."""
    account = await account_of(db, "5")
    async with db.transaction() as tx:
        first = await reports.add(tx, account, None, "offensive", about=account)
        second = await reports.add(tx, account, None, "minor", about=account)
    assert await act(root, "reportdismiss", report=str(first.id))
    assert "is banned" in await act(root, "reportban", report=str(second.id))
    async with db.reading() as rx:
        assert [(await reports.get(rx, each.id)).settled for each in (first, second)] == ["dismissed", "banned"]


async def test_what_people_wrote_is_text_and_never_a_page(root, db):
    """A reason or a name with a script in it would run as the operator."""
    evil = '<img src=x onerror="alert(1)">'
    account = await account_of(db, f"5{evil}")
    async with db.transaction() as tx:
        await reports.add(tx, account, None, evil, about=account)
    page = (await root.get("/operator", params={"search": evil})).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


async def test_people_are_found_by_their_id(root, db):
    """Among thousands."""
    await account_of(db, "555")
    await account_of(db, "666")
    page = (await root.get("/operator?search=telegram:55")).text
    assert "telegram:555" in page
    assert "telegram:666" not in page


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "pt", "ru", "zh"])
async def test_the_page_speaks_every_language(root, db, language):
    """Also with something in every part of it."""
    account = await account_of(db, "5")
    async with db.transaction() as tx:
        one = await reports.add(tx, account, 1, "minor", about=account)
        await reports.settle(tx, one.id, "banned")
        await reports.add(tx, account, None, "", about=None)
        await job_of(tx, account)
        await audit.note(tx, account, "pause")
        await accounts.ban(tx, account)
    page = (await root.get("/operator", headers={"accept-language": language})).text
    assert f'<html lang="{language}">' in page


async def test_an_act_that_was_too_fast_says_so(root, db):
    """In the chat a flood is told once and then met by silence; here silence would look as if it was done."""
    said = [await act(root, "pause") for _ in range(18)]
    assert all(said)
    assert "Slow down" in said[-1]
    assert (await acts(db)).count("pause") < 18
