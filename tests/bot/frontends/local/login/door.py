"""The web app behind its door, without the chat's library: a few routes that say who came through."""

from __future__ import annotations

import re
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from starlette.middleware.sessions import SessionMiddleware

from bot.frontends.local.gate import COOKIE, Gate
from bot.frontends.local.login import pages
from bot.frontends.local.login.guard import Guard, Known
from bot.frontends.local.login.keeper import WAYS, Logins, Options, new_person
from bot.frontends.local.login.passwords import Passwords
from bot.frontends.local.operator import pages as operator
from bot.frontends.local.operator.desk import Desk, Facts
from handlers.commands import ABILITIES, INVITATIONS, LISTED
from handlers.context import Deps
from storage import accounts, logins
from storage.database import Database
from storage.vault import Vault
from tests.handlers.stage import FakeStyles

TOKEN = "12345:" + "a" * 35
URL = "https://portraits.example.org"
PASSWORD = "correct horse battery"
FACTS = Facts(
    base="pocket",
    device="cpu",
    pictures_days=30,
    faces_days=365,
    messages_days=7,
    backups=7,
    listed=True,
    invitations=True,
)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Door:
    """A running door and the browsers before it."""

    def __init__(
        self, db: Database, *, ways: Any = WAYS, url: str = URL, vault: Vault | None = None, **deps: Any
    ) -> None:
        self.db, self.url = db, url
        known = {"styles": FakeStyles(), "seed": lambda: 1, "invitations": True, **deps}
        known.setdefault("abilities", ABILITIES | {LISTED, INVITATIONS})
        self.deps = Deps(**known)
        options = Options(ways=frozenset(ways), url=url, token=TOKEN)
        self.keeper = Logins(db, self.deps, options, "a key", Passwords(CHEAP))
        web = FastAPI(openapi_url=None)
        pages.register(web, self.keeper, invitations=self.deps.invitations)
        if vault is not None:
            self.desk = Desk(db, vault, self.deps, FACTS, lambda: {"device": (1, 0), "look": (0, 0)})
            operator.register(web, self.keeper, self.desk)

        @web.get("/")
        @web.post("/say")
        async def who(request: Request) -> PlainTextResponse:
            request.session["touched"] = 1
            return PlainTextResponse(request.session["id"])

        web.add_middleware(Known)
        web.add_middleware(SessionMiddleware, secret_key="another", session_cookie=COOKIE)
        self.guard = Guard(web, self.keeper)
        self.app = Gate(self.guard, (), url)

    def browser(self, address: str = "192.0.2.1", agent: str = "Mozilla/5.0 (X11; Linux) Firefox/140.0") -> Browser:
        """Return a browser of its own at an address."""
        transport = httpx.ASGITransport(self.app, client=(address, 40000))
        headers = {"user-agent": agent, "accept": "text/html"}
        return Browser(transport=transport, base_url=self.url, headers=headers)

    async def named(self, name: str = "ann", password: str = PASSWORD) -> str:
        """Make somebody who signs in with a password; returns their user."""
        kept = await self.keeper._passwords.hash(password)
        async with self.db.transaction() as tx:
            user = await new_person(tx, name, kept)
        assert user is not None
        return user

    async def link(self, user: str = "5", platform: str = "telegram") -> str:
        """Return the secret of a fresh link for somebody of a chat platform."""
        secret = f"link-of-{platform}-{user}-{self.db.ids.new()}"
        async with self.db.transaction() as tx:
            account = await accounts.find_or_create(tx, platform, user)
            await logins.open_link(tx, account.id, secret)
        return secret


class Browser(httpx.AsyncClient):
    """Does what a person does on the pages."""

    async def form(self, path: str, **fields: str) -> httpx.Response:
        """Fill in and send the form of a page, with its token."""
        return await self.post(path, data={"csrf": await self.token(path), **fields})

    async def token(self, path: str) -> str:
        """Return the token in the form of a page."""
        return found[1] if (found := re.search(r'name="csrf" value="(\w+)"', (await self.get(path)).text)) else ""

    async def sign_in(self, name: str = "ann", password: str = PASSWORD, **fields: str) -> httpx.Response:
        """Sign in with a password."""
        return await self.form("/login", name=name, password=password, **fields)

    async def by_link(self, secret: str) -> httpx.Response:
        """Open a one-time link and press the button."""
        await self.form("/enter", link=secret)
        return await self.form_of("/enter", "/enter/yes", link=secret)

    async def form_of(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Send a form with the token of another page."""
        return await self.post(path, data={"csrf": await self.token(page), **fields})
