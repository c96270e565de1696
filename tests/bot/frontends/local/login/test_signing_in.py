"""Signing in by name, by link and out again, as a browser does; and what somebody else may try."""

from __future__ import annotations

import asyncio
import time

import pytest
from argon2 import PasswordHasher

from bot.frontends.base import Upload
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.login.attempts import PER_ADDRESS, PER_NAME
from bot.frontends.local.login.guard import Guard, local_path
from bot.frontends.local.login.passwords import Passwords
from bot.frontends.local.session import Session
from storage import accounts, admissions, audit, logins
from tests.bot.frontends.local.login.door import PASSWORD, Door
from tests.fakes.intake import FakeIntake


async def test_a_stranger_sees_the_page_that_signs_in_and_nothing_else(door):
    """Not a page, not a file, not an answer to a script."""
    async with door.browser() as stranger:
        answer = await stranger.get("/gallery?page=2")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/gallery%3Fpage%3D2")
        assert (await stranger.get("/media/m1", headers={"accept": "image/*"})).status_code == 401
        assert (await stranger.post("/say", content="hi")).status_code == 401
        assert (await stranger.get("/login")).status_code == 200


async def test_a_name_and_a_password_let_in_and_on(door):
    """After it the browser is where it wanted to go, as that person."""
    user = await door.named()
    async with door.browser() as ann:
        answer = await ann.sign_in("ANN", next="/gallery?page=2")
        assert (answer.status_code, answer.headers["location"]) == (303, "/gallery?page=2")
        assert (await ann.get("/")).text == user


async def test_the_cookie_is_for_this_host_over_https_and_for_no_script(door):
    """Whoever reads it is that person."""
    await door.named()
    async with door.browser() as ann:
        given = (await ann.sign_in()).headers.get_list("set-cookie")
    login = next(each for each in given if each.startswith("__Host-portrait_login="))
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(login.split("; "))
    assert "Domain" not in login


async def test_only_digests_are_kept(door, db):
    """Whoever reads a copy of the database can sign in nowhere."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        secret = ann.cookies["__Host-portrait_login"]
    text = db.path.read_bytes() + db.path.with_name(db.path.name + "-wal").read_bytes()
    assert secret.encode() not in text
    assert PASSWORD.encode() not in text
    assert b"$argon2id$" in text


@pytest.mark.parametrize(
    ("name", "password"), [("ann", "wrong password"), ("nobody", PASSWORD), ("", ""), ("a" * 9999, "x")]
)
async def test_a_wrong_name_and_a_wrong_password_read_the_same(door, name, password):
    """Otherwise the page says who has an account here."""
    await door.named()
    async with door.browser() as stranger:
        answer = await stranger.sign_in(name, password)
    assert answer.status_code == 403
    assert "The name or the password is wrong." in answer.text
    assert "portrait_login" not in str(answer.headers)


async def test_a_name_that_does_not_exist_takes_as_long(tmp_path):
    """A stopwatch must not say who has an account: for nobody, too, a hash is computed. Control: a plain look-up."""
    passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=4096, parallelism=1))
    kept = await passwords.hash(PASSWORD)
    await passwords.matches(None, "x")  # the hash of nobody is made once

    async def took(known):
        began = time.process_time()
        assert not await passwords.matches(known, "wrong password")
        return time.process_time() - began

    rounds = [(await took(kept), await took(None)) for _ in range(25)]
    some, nobody = (min(each) for each in zip(*rounds, strict=True))  # of the processor: a busy machine only adds
    assert 0.7 < nobody / some < 1.4
    assert nobody > 0.001, "a look-up alone takes microseconds"


async def test_guessing_is_slow_from_one_address_and_for_one_name(door, clock):
    """By address first; from many addresses the name itself is closed for a while, and opens again."""
    await door.named()
    async with door.browser() as stranger:
        said = [await stranger.sign_in("ann", f"guess number {n}") for n in range(PER_ADDRESS + 1)]
    assert [each.status_code for each in said] == [403] * PER_ADDRESS + [429]
    for n in range(PER_NAME - PER_ADDRESS):
        async with door.browser(f"198.51.100.{n}") as other:
            assert (await other.sign_in("ann", "guess")).status_code == 403
    async with door.browser("203.0.113.9") as ann:
        assert (await ann.sign_in()).status_code == 429, "the right password from a fresh address too"
        clock.advance(15 * 60 + 1)
        assert (await ann.sign_in()).status_code == 303


@pytest.mark.parametrize("way", ["password", "link"])
async def test_signing_in_oneself_buys_no_more_guesses_at_others(door, way):
    """Whoever has an account here could else begin the count anew after every nineteenth guess, with many names."""
    await door.named()
    await door.named("eve")
    codes = []
    async with door.browser() as eve, door.browser() as own:
        for n in range(PER_ADDRESS + 1):
            if n == PER_ADDRESS - 1:
                good = await own.sign_in("eve") if way == "password" else await own.by_link(await door.link())
                assert good.status_code == 303
            codes.append((await eve.sign_in(f"name {n}", "guess guess")).status_code)
    assert codes == [403] * PER_ADDRESS + [429]


async def test_signing_in_rightly_counts_for_nothing(door):
    """An office behind one address comes in, however many they are."""
    await door.named()
    for _ in range(PER_ADDRESS + 5):
        async with door.browser() as each:
            assert (await each.sign_in()).status_code == 303


async def test_many_guesses_at_once_are_counted_all(door):
    """Counting after comparing would let a thousand through that come together."""
    await door.named()
    async with door.browser() as stranger:
        token = await stranger.token("/login")
        fields = {"csrf": token, "name": "ann", "password": "guess guess"}
        said = await asyncio.gather(*(stranger.post("/login", data=fields) for _ in range(60)))
    assert [each.status_code for each in said].count(403) == PER_ADDRESS


async def test_an_ipv6_household_is_one_address(door):
    """A single line has 2^64 addresses to guess from."""
    await door.named()
    codes = []
    for n in range(PER_ADDRESS + 1):
        async with door.browser(f"2001:db8::{n + 1:x}") as stranger:
            codes.append((await stranger.sign_in("ann", "guess guess")).status_code)
    assert codes[-1] == 429


async def test_a_session_somebody_prepared_is_not_the_one_signed_in(door):
    """Session fixation: a cookie planted before means nothing after."""
    await door.named()
    async with door.browser() as ann, door.browser() as thief:
        planted = "planted-by-a-thief-0123456789abcdef"
        ann.cookies.set("__Host-portrait_login", planted)
        thief.cookies.set("__Host-portrait_login", planted)
        ann.cookies.delete("__Host-portrait_login")
        ann.cookies.set("__Host-portrait_login", planted, domain="portraits.example.org")
        await ann.sign_in()
        kept = [each.value for each in ann.cookies.jar if each.name == "__Host-portrait_login"]
        assert any(each != planted for each in kept)
        assert (await thief.get("/")).status_code == 303


async def test_signing_in_again_is_another_session(door, db):
    """What was held before goes on until it is signed out, and is not handed on."""
    user = await door.named()
    async with door.browser() as one, door.browser() as two:
        await one.sign_in()
        await two.sign_in()
        assert one.cookies["__Host-portrait_login"] != two.cookies["__Host-portrait_login"]
    async with db.reading() as rx:
        assert len(await logins.sessions(rx, user)) == 2


async def test_a_change_without_the_token_of_the_session_is_refused(door):
    """CSRF: a cookie alone is what a foreign page can send."""
    await door.named()
    await door.named("bob")
    async with door.browser() as ann, door.browser() as bob:
        await ann.sign_in()
        await bob.sign_in("bob")
        token = ann.cookies["__Host-portrait_csrf"]
        for shown in ("", "x", bob.cookies["__Host-portrait_csrf"]):
            assert (await ann.post("/say", headers={"x-csrf-token": shown})).status_code == 403
        assert (await ann.post("/say", headers={"x-csrf-token": token})).status_code == 200


@pytest.mark.parametrize("path", ["/login", "/enter", "/enter/yes", "/sessions", "/join", "/miniapp"])
async def test_every_form_needs_the_token_of_its_page(door, path):
    """Signing somebody in as oneself, or out, is a change too."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        assert (await ann.post(path, data={"do": "here", "csrf": "x"})).status_code == 403
        assert (await ann.post(path, data={"do": "here"})).status_code == 403
    if path != "/sessions":
        async with door.browser() as stranger:
            await stranger.get("/login")
            assert (await stranger.post(path, data={"name": "ann", "password": PASSWORD})).status_code == 403


async def test_a_form_of_too_many_fields_is_refused(door):
    """By a stranger, before anything is known of them: an answer, and no error in the log."""
    async with door.browser() as stranger:
        assert (await stranger.post("/login", data={f"f{n}": "1" for n in range(30)})).status_code == 400


async def test_a_foreign_page_is_refused_even_with_everything_else_right(door):
    """The browser says from where; https only, and by this very name."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        token = ann.cookies["__Host-portrait_csrf"]
        for origin in ("https://evil.example", "http://portraits.example.org", "https://portraits.example.org:8443"):
            assert (await ann.post("/say", headers={"x-csrf-token": token, "origin": origin})).status_code == 403
        own = await ann.post("/say", headers={"x-csrf-token": token, "origin": "https://portraits.example.org"})
        assert own.status_code == 200


@pytest.mark.parametrize(
    "text",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "",
     "/login", "/enter", "/ok\r\nset-cookie: a=b", "/\t/evil.example", "/" + "a" * 400, "/look/../login"],
)  # fmt: skip
def test_the_way_on_leads_nowhere_else(text):
    """An open redirect makes our name the bait of somebody else's page."""
    assert local_path(text) == "/"


async def test_a_link_works_once_for_its_person_alone(door, db):
    """And says whose it is before it is used: somebody may send a link of their own."""
    secret = await door.link("5")
    async with door.browser() as ann, door.browser() as late:
        asked = await ann.form("/enter", link=secret)
        assert "telegram:5" in asked.text
        assert (await ann.by_link(secret)).status_code == 303
        assert "expired or was used" in (await late.form("/enter", link=secret)).text
        assert (await late.form_of("/enter", "/enter/yes", link=secret)).status_code == 403
        user = (await ann.get("/")).text
    async with db.reading() as rx:
        account = await accounts.find(rx, "local", user)
        assert ("telegram", "5") in await accounts.users_of(rx, account.id)


async def test_opening_the_address_alone_uses_no_link_up(door):
    """Chats make previews of addresses: they fetch the page, and the secret stands behind the #."""
    secret = await door.link()
    async with door.browser(agent="TelegramBot (like TwitterBot)") as preview, door.browser() as ann:
        assert (await preview.get("/enter")).status_code == 200
        assert (await ann.by_link(secret)).status_code == 303


async def test_a_link_grows_old_and_a_new_one_ends_the_one_before(door, clock):
    """Ten minutes; and whoever asks twice has one link, not two."""
    first, second = await door.link(), await door.link()
    async with door.browser() as ann:
        assert (await ann.by_link(first)).status_code == 403
        clock.advance(601)
        assert (await ann.by_link(second)).status_code == 403


async def test_who_is_banned_is_not_let_in_and_is_out_at_the_next_sign_in(door, db):
    """By any way; the chat refuses them already."""
    user = await door.named()
    secret = await door.link()
    async with db.transaction() as tx:
        await accounts.ban(tx, (await accounts.find(tx, "local", user)).id)
        await accounts.ban(tx, (await accounts.find(tx, "telegram", "5")).id)
    async with door.browser() as ann:
        assert (await ann.sign_in()).status_code == 403
        assert (await ann.by_link(secret)).status_code == 403


async def test_a_private_bot_lets_in_whom_its_operator_did(db):
    """A link from a stranger's own chat is no way around the list."""
    door = Door(db, listed=True, allowed=frozenset({"telegram:6"}))
    async with door.browser() as ann:
        assert (await ann.by_link(await door.link("5"))).status_code == 403
        assert (await ann.by_link(await door.link("6"))).status_code == 303


async def test_an_invitation_makes_one_account(door, db):
    """With a name of their own; the code is used up, and a taken name uses up nothing."""
    async with db.transaction() as tx:
        await admissions.invite(tx, "ABCDEFGHJK")
    await door.named("ann")
    fields = {"code": "abcde-fghjk", "password": PASSWORD}
    async with door.browser() as new, door.browser() as second:
        assert "already has this name" in (await new.form("/join", name="Ann", **fields)).text
        assert "at least 10" in (await new.form("/join", name="eve", code="abcde-fghjk", password="short")).text
        assert (await new.form("/join", name="eve", **fields)).status_code == 303
        assert (await second.form("/join", name="max", **fields)).status_code == 403
        assert (await second.sign_in("eve")).status_code == 303


async def test_without_invitations_there_is_no_page_for_them(db):
    """Off by default."""
    door = Door(db, invitations=False)
    async with door.browser() as stranger:
        assert (await stranger.get("/join")).status_code == 404
        assert "/join" not in (await stranger.get("/login")).text


async def test_one_sees_where_one_is_signed_in_and_signs_out_elsewhere(door):
    """A lost phone: the other browser ends it."""
    await door.named()
    async with door.browser() as desk, door.browser(agent="Mozilla/5.0 (iPhone) Safari/600") as phone:
        await desk.sign_in()
        await phone.sign_in()
        page = (await desk.get("/sessions")).text
        assert "Firefox, Linux" in page
        assert "Safari, iPhone" in page
        await desk.form("/sessions", do="there", session="others")
        assert (await phone.get("/")).status_code == 303
        assert (await desk.get("/")).status_code == 200
        out = await desk.form("/sessions", do="here")
        assert out.headers["location"] == "/login"
        assert (await desk.get("/")).status_code == 303


async def test_nobody_signs_somebody_else_out(door, db):
    """The row of another person is found by nobody."""
    user = await door.named()
    await door.named("bob")
    async with door.browser() as ann, door.browser() as bob:
        await ann.sign_in()
        await bob.sign_in("bob")
        async with db.reading() as rx:
            (one,) = await logins.sessions(rx, user)
        await bob.form("/sessions", do="there", session=one.digest[:20])
        await bob.form("/sessions", do="there", session="others")
        assert (await ann.get("/")).status_code == 200


async def test_another_password_signs_every_other_browser_out(door, db):
    """That is what it is changed for; the old one must be known. It is in the audit: somebody may have it changed."""
    user = await door.named()
    async with door.browser() as ann, door.browser() as thief:
        await ann.sign_in()
        await thief.sign_in()
        wrong = await ann.form("/sessions", do="password", old="wrong password", new="another password")
        assert wrong.status_code == 403
        done = await ann.form("/sessions", do="password", old=PASSWORD, new="another password")
        assert "is changed" in done.text
        assert (await thief.get("/")).status_code == 303
        assert (await thief.sign_in()).status_code == 403
        assert (await thief.sign_in("ann", "another password")).status_code == 303
    async with db.reading() as rx:
        (changed,) = [note for note in await audit.recent(rx) if note.action == "password changed"]
        assert changed.detail == {"signed_out": 1}
        assert changed.actor == (await accounts.find(rx, "local", user)).id


async def test_a_session_nobody_uses_ends_and_one_that_is_used_goes_on(door, clock):
    """A month without a visit; half a year at most."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        for _ in range(7):
            clock.advance(25 * 24 * 3600.0)
            assert (await ann.get("/")).status_code == 200
        clock.advance(6 * 24 * 3600.0)
        assert (await ann.get("/")).status_code == 303


async def test_a_browser_keeps_its_cookie_for_as_long_as_visits_may_prolong_a_session(door):
    """Else a month after signing in somebody who came every day would have to sign in again."""
    await door.named()
    async with door.browser() as ann:
        given = (await ann.sign_in()).headers.get_list("set-cookie")
    for name in ("__Host-portrait_login=", "__Host-portrait_csrf="):
        made = next(each for each in given if each.startswith(name))
        assert f"Max-Age={int(logins.LONGEST_SECONDS)}" in made.split("; ")


async def test_forgetting_somebody_signs_them_out_and_leaves_nothing(door, db):
    """Names, links and sessions go with the account."""
    user = await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        async with db.transaction() as tx:
            await tx.run("DELETE FROM accounts WHERE id = ?", ((await accounts.find(tx, "local", user)).id,))
        assert (await ann.get("/")).status_code == 303
    async with db.reading() as rx:
        for table in ("web_names", "web_sessions", "web_links"):
            assert await rx.value(f"SELECT count(*) FROM {table}") == 0


async def test_signing_in_is_in_the_audit(door, db):
    """By which way, and not by what."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
    async with db.reading() as rx:
        (note, *_) = await audit.recent(rx)
    assert (note.action, note.detail) == ("signed in", {"way": "password"})


async def test_signing_out_is_in_the_audit(door, db):
    """Whoever asks how a browser was shut out can be told."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        await ann.form("/sessions", do="here")
    async with db.reading() as rx:
        (note, *_) = await audit.recent(rx)
    assert (note.action, note.detail) == ("signed out", {"count": 1})


async def test_a_cookie_sent_twice_is_nobodys(door):
    """Two of one name is what somebody does who plants cookies."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        mine = ann.cookies["__Host-portrait_login"]
        header = f"__Host-portrait_login={mine}; __Host-portrait_login=other"
        ann.cookies.clear()
        assert (await ann.get("/", headers={"cookie": header})).status_code == 303


async def test_the_applications_own_cookie_says_nothing_here(door):
    """Which browser this is decides on one's own machine; behind a login the session does."""
    user = await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        answer = await ann.get("/")
        assert answer.text == user
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("name", ["x-forwarded-host", "x-forwarded-prefix", "x-forwarded-for", "forwarded"])
async def test_nobody_behind_the_gate_reads_what_a_sender_says_of_a_proxy(door, name):
    """The framework puts such a prefix into addresses of scripts."""
    await door.named()
    async with door.browser() as ann:
        await ann.sign_in()
        answer = await ann.get("/login", headers={name: "https://evil.example"})
    assert answer.headers["location"] == "/"
    assert "evil" not in str(answer.headers)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "ja", "pt", "ru", "zh"])
async def test_the_pages_speak_the_browsers_language(door, language):
    """Every sentence of every page exists in all eight."""
    await door.named()
    async with door.browser() as ann:
        ann.headers["accept-language"] = language
        for path in ("/login", "/enter", "/join", "/miniapp"):
            page = (await ann.get(path)).text
            assert f'<html lang="{language}">' in page
        await ann.sign_in()
        assert f'<html lang="{language}">' in (await ann.get("/sessions")).text


async def test_the_stream_of_a_page_ends_with_its_session_whatever_it_asks_for(door, db):
    """Somebody who took a cookie would read on where only what a browser says of itself counted; and it ends whole."""
    user = await door.named()
    begun, sent = asyncio.Event(), []

    async def endless(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        begun.set()
        await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    async with door.browser() as ann:
        await ann.sign_in()
        secret = ann.cookies["__Host-portrait_login"]
    looks, is_open = [], door.keeper.is_open

    async def failing_once(digest):
        looks.append(digest)
        if len(looks) == 1:
            raise OSError
        return await is_open(digest)

    door.keeper.is_open = failing_once
    guard = Guard(endless, door.keeper)
    header = (b"cookie", f"__Host-portrait_login={secret}".encode())
    scope = {"type": "http", "method": "GET", "path": "/live", "headers": [header]}
    async with guard.watching(), asyncio.timeout(60):
        open_ = asyncio.create_task(guard(scope, asyncio.Event().wait, send))
        await begun.wait()
        while not looks:  # one look that fails is not the last
            db.signals.event(logins.ENDED).set()
            await asyncio.sleep(0)
        async with db.transaction() as tx:
            await logins.end(tx, [one.digest for one in await logins.sessions(tx, user)])
        await open_
    assert sent[-1] == {"type": "http.response.body", "body": b""}


async def test_a_page_of_somebody_erased_makes_nobody_anew(door, db, tmp_path):
    """Its socket lives some seconds longer, so that the answer is read; an upload may have been under way."""
    user, intake = await door.named(), FakeIntake()
    page = Session(LocalFrontEnd(folder=tmp_path, login=door.keeper), intake)
    photo = Upload(name="me.jpg", mime="image/jpeg", data=b"photo")
    await page.say(user, "en", "hello")
    assert len(intake.updates) == 1
    async with db.transaction() as tx:
        await tx.run("DELETE FROM accounts")
    await page.press(user, "en", "v1:agree:1", "Yes")
    await page.upload(user, "en", "u2", photo)
    assert (len(intake.updates), intake.kept) == (1, {})
