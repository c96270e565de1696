"""What Telegram signed about who opened the Mini App: believed only when it is right, fresh, and shown once."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from bot.frontends.local.login import initdata
from bot.frontends.local.login.initdata import BadInitDataError, read
from storage import accounts
from tests.bot.frontends.local.login.door import TOKEN, Door
from tests.storage.helpers import ManualClock

NOW = ManualClock().now()


def signed(token=TOKEN, at=NOW, user=None, **more):
    """Return what Telegram puts into the address of a Mini App."""
    person = {"id": 5, "first_name": "Ann", "language_code": "de"} if user is None else user
    fields = {"auth_date": str(int(at)), "query_id": "AAE", "user": json.dumps(person), "signature": "ed25519", **more}
    return urlencode({**fields, "hash": initdata.signature(fields, token)})


def test_what_telegram_signed_says_who_it_is():
    """The one case that is believed."""
    opened = read(signed(), TOKEN, NOW)
    assert (opened.user, opened.locale) == ("5", "de")


def test_a_signature_computed_elsewhere_is_the_same():
    """By the openssl command, from the rule in Telegram's documentation; with our own token and fields."""
    fields = {"auth_date": "1662771648", "query_id": "AAHdF6IQAAAAAN0XohDhrOrc", "user": '{"id":279058397}'}
    assert initdata.signature(fields, "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8") == EXPECTED


EXPECTED = "608ee3dc003e4ecb6d624a4bafc7f2c7a4f03acb11fe2af772b6816e501bd713"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (signed(token="12345:" + "b" * 35), "wrong"),
        (signed().replace("Ann", "Eve"), "wrong"),
        (signed().replace("%22id%22%3A+5", "%22id%22%3A+6"), "wrong"),
        (signed() + "&extra=1", "wrong"),
        (signed().replace("signature=ed25519&", ""), "wrong"),
        (signed().rpartition("hash=")[0] + "hash=", "wrong"),
        (signed().rpartition("&hash=")[0], "unsigned"),
        (signed() + "&user=%7B%22id%22%3A6%7D", "unsigned"),
        ("", "unsigned"),
        ("hash", "unsigned"),
        (signed() + "&a=" + "x" * 9000, "unsigned"),
        (signed(at=NOW - 601), "old"),
        (signed(at=NOW + 3600), "old"),
        (signed(auth_date="tomorrow"), "old"),
        (signed(user={"first_name": "Ann"}), "nobody"),
        (signed(user={"id": "5"}), "nobody"),
        (signed(user={"id": True}), "nobody"),
        (signed(user={"id": -100}), "nobody"),
        (signed(user={"id": 5, "is_bot": True}), "nobody"),
        (signed(user=[5]), "nobody"),
    ],
)
def test_anything_else_is_nobody(words, reason):
    """Another bot's token, a changed or added field, an old one, a person who is none."""
    with pytest.raises(BadInitDataError) as caught:
        read(words, TOKEN, NOW)
    assert caught.value.reason == reason


def test_ten_minutes_is_the_border():
    """Before and behind it."""
    assert read(signed(at=NOW - 599), TOKEN, NOW).user == "5"
    with pytest.raises(BadInitDataError, match="old"):
        read(signed(at=NOW - 600), TOKEN, NOW)


async def test_opening_the_mini_app_is_signing_in_as_that_telegram_account(door, db):
    """The page posts what stands in its own address; the person is who they are in the chat."""
    async with db.transaction() as tx:
        before = await accounts.find_or_create(tx, "telegram", "5")
    async with door.browser() as ann:
        assert (await ann.form("/miniapp", data=signed())).status_code == 303
        user = (await ann.get("/")).text
    async with db.reading() as rx:
        assert (await accounts.find(rx, "local", user)).id == before.id


async def test_the_same_words_a_second_time_are_refused(door, db):
    """Whoever reads them in a log or over a shoulder is too late, also after a restart."""
    words = signed()
    async with door.browser() as ann, door.browser() as thief:
        assert (await ann.form("/miniapp", data=words)).status_code == 303
        assert (await thief.form("/miniapp", data=words)).status_code == 403
    async with Door(db).browser() as thief:
        assert (await thief.form("/miniapp", data=words)).status_code == 403


async def test_wrong_and_old_words_let_nobody_in(door):
    """And say what to do."""
    async with door.browser() as ann:
        assert "from the bot on Telegram" in (await ann.form("/miniapp", data=signed(token="1:x"))).text
        assert "open it again" in (await ann.form("/miniapp", data=signed(at=NOW - 9999))).text
        assert (await ann.get("/")).status_code == 303


async def test_without_the_setting_there_is_no_mini_app(db):
    """Nothing listens for it."""
    door = Door(db, ways=("link", "password"))
    async with door.browser() as ann:
        assert (await ann.get("/miniapp")).status_code == 404


async def test_only_a_mini_app_may_be_shown_in_telegrams_frame(door):
    """Telegram's web client shows it in one; everybody else's frame could hide what a click does."""
    await door.named()
    async with door.browser() as ann, door.browser() as mini:
        await ann.sign_in()
        assert "frame-ancestors 'none'" in (await ann.get("/")).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in (await ann.get("/login")).headers["content-security-policy"]
        allowed = (await mini.get("/miniapp")).headers["content-security-policy"]
        given = (await mini.form("/miniapp", data=signed())).headers.get_list("set-cookie")
        assert "SameSite=None; Partitioned" in given[0]
        shown = await mini.get("/")
    assert allowed.endswith("frame-ancestors https://web.telegram.org")
    assert shown.headers["content-security-policy"] == allowed
    assert "x-portrait-framed" not in shown.headers
