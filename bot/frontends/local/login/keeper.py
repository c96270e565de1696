"""Who is let in, as what, and for how long; the pages and the guard ask here.

A session is made anew at every sign-in, so a cookie somebody was given before means nothing. What is refused is
counted before it is looked at, and every refusal of a name or password reads and lasts the same.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import Any

from bot.frontends.local.login import initdata
from bot.frontends.local.login.attempts import PER_ADDRESS, PER_NAME, Attempts, place
from bot.frontends.local.login.passwords import Passwords, is_fit
from handlers.admin import is_admin
from handlers.admission import is_welcome
from handlers.context import Deps
from handlers.events import Who
from handlers.web import tell
from storage import accounts, admissions, audit, logins
from storage.database import Database, Reading, Transaction
from storage.logins import Session

LINK, PASSWORD, TELEGRAM = "link", "password", "telegram"
WAYS = (LINK, PASSWORD, TELEGRAM)
MINI_APP_SECONDS = 24 * 3600.0
NAME_MOST = 40  # characters


class RefusedLoginError(Exception):
    """Nobody was let in: ``key`` is the sentence that says why, ``minutes`` how long to wait."""

    def __init__(self, key: str, minutes: int = 0) -> None:
        self.key, self.minutes = key, minutes
        super().__init__(key)


@dataclass(frozen=True, kw_only=True)
class Options:
    """How people sign in. ``url`` is what they type into the browser; ``token`` is the Telegram bot's."""

    ways: frozenset[str]
    url: str | None = None
    token: str = field(default="", repr=False)

    @property
    def secure(self) -> bool:
        """Whether cookies are sent over encrypted connections alone."""
        return (self.url or "").startswith("https://")


@dataclass(frozen=True, kw_only=True)
class Granted:
    """A browser was let in: what its cookie holds, and for how many seconds it keeps it."""

    secret: str
    seconds: float


class Logins:
    """Signs people in and out. ``key`` is the secret that CSRF tokens are made with."""

    def __init__(
        self, database: Database, deps: Deps, options: Options, key: str, passwords: Passwords | None = None
    ) -> None:
        self.options = options
        self._db, self._deps, self._key = database, deps, key.encode()
        self._passwords = passwords or Passwords()
        self._attempts = Attempts(database.clock.now)

    @property
    def database(self) -> Database:
        """Where sessions are kept."""
        return self._db

    def csrf(self, secret: str) -> str:
        """Return what a page must show to change anything for the holder of this cookie."""
        return hmac.new(self._key, b"csrf:" + secret.encode(), hashlib.sha256).hexdigest()

    def is_csrf(self, secret: str, shown: str) -> bool:
        """Say whether a page showed the right token."""
        return hmac.compare_digest(self.csrf(secret).encode(), shown.encode())

    async def who(self, secret: str) -> Session | None:
        """Return the session of a cookie, and note the visit now and then."""
        if not secret:
            return None
        async with self._db.reading() as rx:
            found = await logins.session(rx, secret)
        if found is not None and logins.is_due(found, self._db.clock.now()):
            async with self._db.transaction() as tx:
                await logins.seen(tx, found)
        return found

    async def is_open(self, digest: str) -> bool:
        """Say whether a session still is one."""
        async with self._db.reading() as rx:
            query = "SELECT 1 FROM web_sessions WHERE digest = ? AND expires > ?"
            return await rx.value(query, (digest, rx.now())) is not None

    async def is_known(self, user: str) -> bool:
        """Say whether this user of the web app is still somebody."""
        async with self._db.reading() as rx:
            return await accounts.find(rx, logins.PLATFORM, user) is not None

    async def holder(self, link: str, address: str) -> str:
        """Return whom a link signs in, as a person is called, and leave the link. Raises `RefusedLoginError`."""
        self._count(address)
        async with self._db.reading() as rx:
            account = await logins.link_of(rx, link)
            called = await _called(rx, account) if account else ""
        if account:
            self._proved(address)
        return called

    async def by_link(self, link: str, address: str, agent: str) -> Granted:
        """Sign in by a one-time link. Raises `RefusedLoginError`."""
        self._needs(LINK)
        self._count(address)
        async with self._db.transaction() as tx:
            account = await logins.use_link(tx, link)
            granted = await self._admit(tx, account, LINK, agent) if account else None
        if granted is None:
            raise RefusedLoginError("login-link-old")
        self._proved(address)
        return granted

    async def by_password(self, name: str, password: str, address: str, agent: str) -> Granted:
        """Sign in by name and password. Raises `RefusedLoginError`."""
        self._needs(PASSWORD)
        called = logins.folded(name)[:NAME_MOST]
        self._count(address, called)
        async with self._db.reading() as rx:
            known = await logins.name(rx, called)
        if not await self._passwords.matches(known.password if known else None, password) or known is None:
            raise RefusedLoginError("login-wrong")
        anew = await self._passwords.hash(password) if self._passwords.is_outdated(known.password) else None
        async with self._db.transaction() as tx:
            account = await accounts.find(tx, logins.PLATFORM, known.user)
            granted = await self._admit(tx, account.id, PASSWORD, agent, known.user) if account else None
            if anew:
                await logins.set_password(tx, called, anew)
        if granted is None:
            raise RefusedLoginError("login-wrong")
        self._proved(address, called)
        return granted

    async def by_telegram(self, init_data: str, address: str, agent: str) -> Granted:
        """Sign in by what Telegram signed for its Mini App. Raises `RefusedLoginError`."""
        self._needs(TELEGRAM)
        self._count(address)
        try:
            opened = initdata.read(init_data, self.options.token, self._db.clock.now())
        except initdata.BadInitDataError as error:
            raise RefusedLoginError("login-telegram-old" if error.reason == "old" else "login-telegram") from error
        async with self._db.transaction() as tx:
            granted = None
            if await logins.spend(tx, opened.proof, opened.expires):
                account = await accounts.find_or_create(tx, "telegram", opened.user)
                granted = await self._admit(tx, account.id, TELEGRAM, agent)
        if granted is None:
            raise RefusedLoginError("login-telegram-old")
        self._proved(address)
        return granted

    async def register(self, code: str, name: str, password: str, address: str, agent: str) -> Granted:
        """Make an account of a name and a password for whoever was invited. Raises `RefusedLoginError`."""
        self._needs(PASSWORD)
        self._count(address)
        called = logins.folded(name)
        if not self._deps.invitations:
            raise RefusedLoginError("login-no-invitations")
        if not called or len(called) > NAME_MOST or not called.isprintable():
            raise RefusedLoginError("login-name")
        if not is_fit(password):
            raise RefusedLoginError("login-password-short")
        kept = await self._passwords.hash(password)
        async with self._db.transaction() as tx:
            if not await admissions.use_invitation(tx, code):
                raise RefusedLoginError("login-invitation")
            user = await new_person(tx, called, kept)
            if user is None:
                raise RefusedLoginError("login-name-taken")
            account = await accounts.find_or_create(tx, logins.PLATFORM, user)
            await admissions.admit(tx, account.id)
            await audit.note(tx, account.id, "joined")
            granted = await self._admit(tx, account.id, PASSWORD, agent, user)
        assert granted is not None
        return granted

    async def change_password(self, session: Session, old: str, new: str, address: str) -> None:
        """Change one's own password; every other browser is signed out. Raises `RefusedLoginError`."""
        async with self._db.reading() as rx:
            known = await logins.name_of(rx, session.user)
        if known is None:
            raise RefusedLoginError("login-wrong")
        self._count(address, known.name)
        if not await self._passwords.matches(known.password, old):
            raise RefusedLoginError("login-wrong")
        if not is_fit(new):
            raise RefusedLoginError("login-password-short")
        kept = await self._passwords.hash(new)
        async with self._db.transaction() as tx:
            await logins.set_password(tx, known.name, kept)
            others = [each.digest for each in await logins.sessions(tx, session.user) if each.digest != session.digest]
            await logins.end(tx, others)
            await _note(tx, session, "password changed", signed_out=len(others))
        self._proved(address, known.name)

    async def sessions(self, session: Session) -> list[Session]:
        """Return where the person of a session is signed in."""
        async with self._db.reading() as rx:
            return await logins.sessions(rx, session.user)

    async def has_password(self, session: Session) -> bool:
        """Say whether the person of a session has a name and a password."""
        async with self._db.reading() as rx:
            return await logins.name_of(rx, session.user) is not None

    async def sign_out(self, session: Session, chosen: str = "") -> None:
        """End this session, one of the same person by its first letters, or with "others" all but this one."""
        async with self._db.transaction() as tx:
            mine = [each.digest for each in await logins.sessions(tx, session.user)]
            if not chosen:
                gone = [session.digest]
            elif chosen == "others":
                gone = [each for each in mine if each != session.digest]
            else:
                gone = [each for each in mine if each.startswith(chosen) and len(chosen) >= 16]
            await logins.end(tx, gone)
            await _note(tx, session, "signed out", count=len(gone))

    async def is_admin(self, user: str) -> bool:
        """Say whether somebody may open the operator's page."""
        async with self._db.reading() as rx:
            account = await accounts.find(rx, logins.PLATFORM, user)
            return account is not None and await _is_admin(rx, self._deps, account)

    def _needs(self, way: str) -> None:
        if way not in self.options.ways:
            raise RefusedLoginError("login-not-here")

    def _count(self, address: str, name: str = "") -> None:
        wait = self._attempts.wait(_limits(address, name))
        if wait:
            raise RefusedLoginError("login-slow", minutes=max(1, round(wait / 60 + 0.5)))

    def _proved(self, address: str, name: str = "") -> None:
        self._attempts.take_back(_limits(address, name))

    async def _admit(self, tx: Transaction, account: str, way: str, agent: str, user: str = "") -> Granted | None:
        """Begin a session of an account; None for somebody who may not use this bot."""
        found = await accounts.get(tx, account)
        admin = await _is_admin(tx, self._deps, found)
        if not admin and (found.role == "banned" or not await is_welcome(tx, self._deps, found)):
            return None
        secret = secrets.token_urlsafe(32)
        seconds = MINI_APP_SECONDS if way == TELEGRAM else logins.SESSION_SECONDS
        await logins.begin(tx, secret, user or await logins.user_of(tx, account), way, agent, seconds)
        await audit.note(tx, account, "signed in", way=way)
        if way != TELEGRAM:
            await tell(tx, self._deps, account, agent)
        # A browser keeps its cookie for as long as visits may prolong the session; when that ends is known here alone.
        return Granted(secret=secret, seconds=seconds if way == TELEGRAM else logins.LONGEST_SECONDS)


async def new_person(tx: Transaction, name: str, password: str) -> str | None:
    """Make somebody who signs in with a password (its hash); returns their user, None where the name is taken."""
    user = f"w{tx.new_id()}"
    if await logins.name(tx, name) is not None:
        return None
    await accounts.find_or_create(tx, logins.PLATFORM, user)
    await logins.add_name(tx, name, user, password)
    return user


async def _is_admin(rx: Reading, deps: Deps, account: accounts.Account) -> bool:
    """Say whether an account is an admin, by whichever platform."""
    role = "user" if account.role == "banned" else account.role
    users = await accounts.users_of(rx, account.id)
    return any(is_admin(deps, _who(*each), role) for each in users)


def _who(platform: str, user: str) -> Who:
    return Who(platform=platform, user=user, address={})


async def _called(rx: Reading, account: str) -> str:
    users = await accounts.users_of(rx, account)
    known: list[Any] = [one for one in users if one[0] != logins.PLATFORM] or users
    return ":".join(known[0]) if known else ""


async def _note(tx: Transaction, session: Session, action: str, **detail: Any) -> None:
    """Write into the audit what somebody who is signed in did; of who was erased meanwhile nothing is written."""
    account = await accounts.find(tx, logins.PLATFORM, session.user)
    if account is not None:
        await audit.note(tx, account.id, action, "", **detail)


def _limits(address: str, name: str = "") -> dict[str, int]:
    return {f"from {place(address)}": PER_ADDRESS} | ({f"as {name}": PER_NAME} if name else {})
