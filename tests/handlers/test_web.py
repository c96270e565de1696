"""/web: a link into the web app, once, and signing out."""

from __future__ import annotations

import pytest

from handlers.commands import ABILITIES, WEB
from storage import accounts, logins
from storage.vault import Vault
from tests.handlers.stage import Stage, text_of

URL = "https://portraits.example.org"


@pytest.fixture
def open_(tmp_path, db):
    """A bot whose web app is open to others."""
    return Stage(db, Vault.open(tmp_path), web=URL, abilities=ABILITIES | {WEB})


async def test_the_link_carries_its_secret_where_no_server_sees_it(open_, db):
    """Behind the #: not in a log of a proxy, not fetched by who makes a preview; and kept as a digest."""
    text = text_of(await open_.person("ann").types("/web"))
    assert text.startswith(f"{URL}/enter#")
    secret = text.split("#")[1].split()[0]
    assert len(secret) >= 30
    async with db.reading() as rx:
        account = await accounts.find(rx, "fake", "ann")
        assert await logins.link_of(rx, secret) == account.id
        assert secret not in str([dict(row) for row in await rx.all("SELECT * FROM web_links")])


async def test_a_link_is_no_business_of_a_group(open_):
    """Everybody there could press it."""
    assert "#" not in text_of(await open_.person("ann", private=False).types("/web"))


async def test_out_ends_every_session_of_this_person(open_, db):
    """And nobody else's."""
    ann = open_.person("ann")
    await ann.types("/web")
    async with db.transaction() as tx:
        for name in ("ann", "bob"):
            account = await accounts.find_or_create(tx, "fake", name)
            await logins.begin(tx, f"cookie-of-{name}", await logins.user_of(tx, account.id), "link", "Firefox")
    assert "One browser" in text_of(await ann.types("/web out"))
    async with db.reading() as rx:
        assert await logins.session(rx, "cookie-of-ann") is None
        assert await logins.session(rx, "cookie-of-bob") is not None
    assert "not signed in" in text_of(await ann.types("/web out"))


async def test_where_the_web_app_is_not_open_there_is_no_such_command(ann):
    """Nothing is offered that cannot work."""
    assert text_of(await ann.types("/web")).startswith("There is no /")
