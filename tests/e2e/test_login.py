"""The web app behind its login as a person meets it: the real bot, a real Chromium, pages at two sizes."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.frontends.local.login.keeper import new_person
from bot.frontends.local.login.passwords import Passwords
from storage import accounts, audit, logins
from storage.database import Database
from tests.bot.frontends.local.login.door import CHEAP, PASSWORD
from tests.e2e.browser import PATIENCE, Browser, executable
from tests.e2e.running import answers, bot_process

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(executable() is None, reason="no Chromium or Chrome on this machine"),
]
WIDE = """[...document.querySelectorAll('body *')].filter((each) => each.checkVisibility() &&
    each.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !each.closest('table'))
    .map((each) => each.outerHTML.slice(0, 120))"""
NARROW = "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def somebody(folder: Path) -> None:
    """Make Ann, who signs in with a password, and Root, an admin."""
    async with Database.open(folder / "portrait.sqlite") as db:
        kept = await Passwords(CHEAP).hash(PASSWORD)
        async with db.transaction() as tx:
            await new_person(tx, "ann", kept)
            root = await new_person(tx, "root", kept)
            await accounts.set_role(tx, (await accounts.find_or_create(tx, "local", root)).id, "admin")


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """Run the bot with a login; gives its address."""
    port = free_port()
    chosen = {"DATA_DIR": str(folder), "LOCAL_CHAT_PORT": str(port), "LOCAL_CHAT_LOGIN": "password,link"}
    url = f"http://127.0.0.1:{port}"
    async with bot_process(chosen | {"LOG_LEVEL": "error"}) as process:
        async with httpx.AsyncClient() as client, asyncio.timeout(2 * PATIENCE):
            while not await answers(client, f"{url}/login"):
                assert process.returncode is None, "the bot ended"
                await asyncio.sleep(0.05)
        yield url


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def app(tmp_path_factory) -> AsyncIterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("login")
    await somebody(folder)
    async with served(folder) as url:
        yield url, folder


async def sign_in(page, url: str, name: str, password: str = PASSWORD) -> None:
    """Do what a person does on the first page."""
    await page.call("Page.navigate", url=url)
    await page.until("document.querySelector('input[name=name]') !== null")
    await page.run("document.querySelector('input[name=name]').focus()")
    await page.type(name)
    await page.run("document.querySelector('input[name=password]').focus()")
    await page.type(password)
    await page.click("button.go")


async def plain(browser: Browser, width: int = 1280, height: int = 860, dark: bool = False):
    """Open an empty tab of a profile of its own."""
    return await browser.person(width=width, height=height, dark=dark)


async def test_a_person_signs_in_talks_and_is_signed_out_elsewhere(opened, app, tmp_path):
    """The chat works over its socket as without a login; ending the session from another browser closes that socket."""
    url, folder = app
    desk, phone = await plain(opened), await plain(opened, 390, 800)
    await sign_in(desk, url, "ann", "wrong password")
    await desk.sees("The name or the password is wrong")
    await desk.screenshot(tmp_path / "login.png")
    for page in (desk, phone):
        await sign_in(page, url, "ann")
        await page.until("document.querySelector('.composer textarea') !== null")
    await desk.say("/whoami")
    for page in (desk, phone):
        await page.sees("Your id here is local:w")
    assert await phone.run(NARROW)
    await desk.click("a.account")
    await desk.sees("Where you are signed in")
    assert await desk.run("document.querySelectorAll('.rows li').length") == 2
    await desk.click("button.danger", "Sign out everywhere else")
    await desk.sees("Signed out.")
    # The chat on the phone is cut off at once, and its next line leads to the page that signs in.
    await phone.run("fetch('/say?id=x1', {method: 'POST', body: 'still here?'})")
    await phone.until("location.pathname === '/login'")
    async with Database.open(folder / "portrait.sqlite") as db, db.reading() as rx:
        known = await logins.name(rx, "ann")
        assert known is not None
        assert len(await logins.sessions(rx, known.user)) == 1
    await opened.leave()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True)])
async def test_an_operator_sees_and_acts(opened, app, tmp_path, width, dark):
    """At a desk and on a phone, in both colours; a style is switched off and on again."""
    url, folder = app
    page = await plain(opened, width, 900, dark)
    await sign_in(page, f"{url}/operator", "root")
    await page.until("document.querySelector('.operator') !== null")
    assert await page.run(WIDE) == [], "nothing hangs over the side"
    await page.run("document.querySelector('#styles details').open = true")
    await page.run("document.querySelector('#styles form.act').requestSubmit()")
    await page.until("document.querySelector('.done') !== null")
    await page.run("document.querySelector('#styles details').open = true")
    await page.run("document.querySelector('#styles form.act button.go').click()")
    await page.until("document.querySelectorAll('.done').length === 1 && !document.querySelector('#styles .act .go')")
    await page.screenshot(tmp_path / f"operator-{width}.png")
    async with Database.open(folder / "portrait.sqlite") as db, db.reading() as rx:
        noted = [note.action for note in await audit.recent(rx)]
    assert noted[:2] == ["setstyle", "setstyle"]
    assert page.complaints == []
    await opened.leave()


async def test_a_one_time_link_signs_in_in_a_real_browser(opened, app):
    """What stands behind the # is handed over by the page, is gone from the address, and works once."""
    url, folder = app
    async with Database.open(folder / "portrait.sqlite") as db, db.transaction() as tx:
        account = await accounts.find_or_create(tx, "telegram", "5")
        await logins.open_link(tx, account.id, "secret-of-a-link-0123456789")
    page = await plain(opened)
    await page.call("Page.navigate", url=f"{url}/enter#secret-of-a-link-0123456789")
    await page.sees("signs you in as telegram:5")
    assert not any("secret-of" in re.sub("#.*", "", each) for each in page.requested)
    await page.click("button.go")
    await page.until("document.querySelector('.composer textarea') !== null")
    again = await plain(opened)
    await again.call("Page.navigate", url=f"{url}/enter#secret-of-a-link-0123456789")
    await again.sees("expired or was used")
    await opened.leave()
