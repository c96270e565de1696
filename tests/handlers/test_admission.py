"""A bot that is not for everybody: who is let in, and what everybody else reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.admission import is_welcome_here
from handlers.commands import ABILITIES, INVITATIONS, LISTED
from storage import outbox
from storage.vault import Vault
from tests.handlers.stage import Person, Stage, action_of, text_of


@pytest.fixture
def private(tmp_path, db):
    """A private bot with an admin and one person named in the settings."""
    return Stage(
        db,
        Vault.open(tmp_path),
        admins=frozenset({"fake:root"}),
        listed=True,
        allowed=frozenset({"fake:bob"}),
        invitations=True,
        abilities=ABILITIES | {LISTED, INVITATIONS},
    )


@pytest.mark.parametrize("line", ["/start", "/portrait oil", "/help", "/gallery", "/nonsense", "hello", "/stats"])
async def test_a_stranger_reads_their_id_and_nothing_else(private, line):
    """Whatever they say; not even which commands there are."""
    assert text_of(await private.person("eve").types(line)) == (
        "This bot is private. Its operator can let you in; your id here is `fake:eve`."
    )


async def test_a_strangers_photo_is_not_looked_at(private):
    """No face of somebody who may not use the bot is in it."""
    answer = await private.person("eve").sends("")
    assert "private" in text_of(answer)
    assert await private.jobs() == []


@pytest.mark.parametrize("name", ["bob", "root"])
async def test_who_is_named_in_the_settings_may_use_it(private, name):
    """The list, and the admins."""
    assert "private" not in text_of(await private.person(name).types("/start"))


async def test_a_stranger_keeps_what_is_theirs(private):
    """Whoever was let in once may still take their data, and be forgotten."""
    assert "private" not in text_of(await private.person("eve").types("/mydata"))
    assert "private" not in text_of(await private.person("eve").types("/forget"))


async def test_in_a_group_a_strangers_chatter_is_met_by_silence(private):
    """The bot answers what is said to it alone."""
    eve = private.person("eve", private=False)
    assert await eve.says("hello everybody") == []
    assert "private" in text_of(await eve.types("/start"))


async def test_an_admin_learns_once_that_somebody_asks_and_lets_them_in_by_a_press(private, db):
    """No id has to be copied; a stranger who goes on writing is no flood of messages."""
    root, eve = private.person("root"), private.person("eve")
    await root.types("/start")
    for _ in range(3):
        await eve.types("/start")
    async with db.reading() as rx:
        rows = await outbox.open_places(rx, ["fake"])
        told = await rx.all("SELECT view FROM outbox WHERE key LIKE 'knock:%'")
    assert rows
    assert len(told) == 1
    assert "fake:eve would like to use this bot" in told[0]["view"]
    action = told[0]["view"].split('"action": "')[1].split('"')[0]
    assert "may use the bot now" in text_of(await root.presses(action))
    assert "private" not in text_of(await eve.types("/start"))
    assert (await private.audited())[0] == "admit"


async def test_nobody_lets_themselves_in(private):
    """The button names an account; only an admin's press counts."""
    eve = private.person("eve")
    await eve.types("/start")
    async with private.db.reading() as rx:
        account = await rx.value("SELECT account FROM users WHERE user = 'eve'")
    assert "private" in text_of(await eve.presses(f"v1:admit:{account}"))
    bob = private.person("bob")
    assert "private" not in text_of(await bob.presses(f"v1:admit:{account}"))
    assert "private" in text_of(await eve.types("/start"))


async def test_an_invitation_lets_one_person_in(private):
    """The second who types it is told it was used."""
    root, eve, max_ = private.person("root"), private.person("eve"), private.person("max")
    code = text_of(await root.types("/invite")).split("`")[1]
    assert "may use this bot now" in text_of(await eve.types(f"/join {code.lower()}"))
    assert "private" not in text_of(await eve.types("/start"))
    assert "already" in text_of(await max_.types(f"/join {code}"))
    assert "private" in text_of(await max_.types("/start"))


async def test_codes_cannot_be_guessed_for_long(private):
    """Five wrong ones an hour."""
    eve = private.person("eve")
    said = [text_of(await eve.types(f"/join WRONG-{n:05}")) for n in range(6)]
    assert "wrong" in said[4]
    assert said[5].startswith("Too many wrong codes")


async def test_an_invitation_is_good_for_a_week(private, clock):
    """What lies in an old chat opens nothing."""
    code = text_of(await private.person("root").types("/invite")).split("`")[1]
    clock.advance(7 * 24 * 3600 + 1)
    assert "expired" in text_of(await private.person("eve").types(f"/join {code}"))


async def test_letting_in_can_be_taken_back(private):
    """Their data stays theirs."""
    root, eve = private.person("root"), private.person("eve")
    await eve.types("/start")
    await root.types("/admit fake:eve")
    assert "private" not in text_of(await eve.types("/start"))
    assert "no longer" in text_of(await root.types("/expel fake:eve"))
    assert "private" in text_of(await eve.types("/start"))
    assert "ALLOWED_IDS" in text_of(await root.types("/expel fake:eve"))


async def test_a_bot_for_everybody_has_none_of_it(stage, ann):
    """The default: no such command, and nobody is turned away."""
    assert "private" not in text_of(await ann.types("/start"))
    assert text_of(await ann.types("/join ABCDE")).startswith("There is no /")


async def account_of(private, user: str) -> str:
    async with private.db.reading() as rx:
        return str(await rx.value("SELECT account FROM users WHERE user = ?", (user,)))


async def test_an_admin_is_no_stranger_where_they_have_another_name(private):
    """Named in the settings on one platform, they sign in to the web app as somebody else of the same account."""
    await private.person("root").types("/start")
    account = await account_of(private, "root")
    elsewhere = Person(private, replace(private.person("w1").who, platform="local"))
    assert "private" in text_of(await elsewhere.types("/start"))
    async with private.db.transaction() as tx:
        await tx.run("UPDATE users SET account = ? WHERE platform = 'local'", (account,))
    assert "private" not in text_of(await elsewhere.types("/start"))
    async with private.db.reading() as rx:
        assert await is_welcome_here(rx, private.deps, elsewhere.who)


async def test_who_was_expelled_does_not_come_back_as_a_friend(private):
    """The button of /link has the name of a command that strangers may use."""
    root, eve, bob = private.person("root"), private.person("eve"), private.person("bob")
    bob = Person(private, replace(bob.who, platform="elsewhere"))
    for one in (eve, bob):
        await one.types("/start")
    await root.types("/admit fake:eve")
    await root.types("/admit elsewhere:bob")
    for one in (eve, bob):
        await one.agrees()
    code = text_of(await bob.types("/link")).split("**")[1].replace("-", "")
    asked = await eve.types(f"/link {code}")
    await root.types("/expel fake:eve")
    assert "private" in text_of(await eve.presses(action_of(asked, "join")))
    await root.types("/admit fake:eve")
    await eve.presses(action_of(asked, "join"))
    await root.types("/expel fake:eve")
    await bob.presses("v1:linkyes")
    assert await account_of(private, "eve") != await account_of(private, "bob")


async def test_news_are_for_those_who_were_let_in(private):
    """A stranger who wrote once has a chat the bot knows."""
    root = private.person("root")
    for name in ("root", "bob", "eve"):
        await private.person(name).types("/start")
    asked = await root.types("/broadcast We move")
    assert "to 2 people" in text_of(asked)
    await root.presses(action_of(asked, "broadcast"))
    async with private.db.reading() as rx:
        rows = await rx.all("SELECT address FROM outbox WHERE key LIKE 'news:%'")
    assert "chat-eve" not in str([row["address"] for row in rows])
