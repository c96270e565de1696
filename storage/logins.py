"""Who may sign in to the web app, and which browsers are signed in. Of what opens something only digests are kept.

A person of the web app is a user of the platform "local", as a browser of this machine is; several may be one account.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from storage.database import Reading, Transaction

PLATFORM = "local"
LINK_SECONDS = 600.0
SESSION_SECONDS = 30 * 24 * 3600.0  # without a visit
LONGEST_SECONDS = 180 * 24 * 3600.0  # with them
SEEN_SECONDS = 60.0  # a visit is noted at most so often
_SESSION = "digest, user, way, agent, created, seen, expires"


@dataclass(frozen=True, kw_only=True)
class Session:
    """A browser that is signed in as ``user`` of the platform "local"."""

    digest: str
    user: str
    way: str
    agent: str
    created: float
    seen: float
    expires: float


@dataclass(frozen=True, kw_only=True)
class Name:
    """Somebody who signs in with a password; ``password`` is its argon2 hash."""

    name: str
    user: str
    password: str


def digest(secret: str) -> str:
    """Return what is kept of a cookie, link or code: they are random, so a plain hash hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def folded(name: str) -> str:
    """Return a name as it is compared."""
    return " ".join(name.split()).casefold()


async def user_of(tx: Transaction, account: str) -> str:
    """Return the user of the web app who is this account, made at first sight."""
    row = await tx.one(
        "SELECT user FROM users WHERE platform = ? AND account = ? ORDER BY user LIMIT 1", (PLATFORM, account)
    )
    if row is not None:
        return str(row["user"])
    user = f"w{tx.new_id()}"
    await tx.insert("users", {"platform": PLATFORM, "user": user, "account": account})
    return user


async def open_link(tx: Transaction, account: str, secret: str) -> None:
    """Keep a one-time link for `LINK_SECONDS`; an earlier one of the same person opens nothing any more."""
    await tx.run("DELETE FROM web_links WHERE account = ? OR expires <= ?", (account, tx.now()))
    values = {"digest": digest(secret), "account": account, "expires": tx.now() + LINK_SECONDS}
    await tx.insert("web_links", values)


async def link_of(rx: Reading, secret: str) -> str | None:
    """Return whose link this is while it can be used, and leave it."""
    found: str | None = await rx.value(
        "SELECT account FROM web_links WHERE digest = ? AND expires > ?", (digest(secret), rx.now())
    )
    return found


async def use_link(tx: Transaction, secret: str) -> str | None:
    """Use a link up and return whose it was; None for one that is unknown, old or used."""
    account = await link_of(tx, secret)
    await tx.run("DELETE FROM web_links WHERE digest = ?", (digest(secret),))
    return account


async def begin(
    tx: Transaction, secret: str, user: str, way: str, agent: str, seconds: float = SESSION_SECONDS
) -> None:
    """Sign a browser in under a fresh ``secret``."""
    await tx.run("DELETE FROM web_sessions WHERE expires <= ?", (tx.now(),))
    now = {"created": tx.now(), "seen": tx.now(), "expires": tx.now() + seconds}
    await tx.insert("web_sessions", {"digest": digest(secret), "user": user, "way": way, "agent": agent, **now})


async def session(rx: Reading, secret: str) -> Session | None:
    """Return the session of a cookie, None where it has ended or never was."""
    row = await rx.one(
        f"SELECT {_SESSION} FROM web_sessions WHERE digest = ? AND expires > ?", (digest(secret), rx.now())
    )
    return Session(**dict(row)) if row is not None else None


def is_due(one: Session, now: float) -> bool:
    """Say whether a visit has to be noted."""
    return now - one.seen > SEEN_SECONDS


async def seen(tx: Transaction, one: Session) -> None:
    """Note a visit: a session that is used lasts longer, within its bounds."""
    length = min(SESSION_SECONDS, one.expires - one.seen)  # a short one stays short
    expires = min(tx.now() + length, one.created + LONGEST_SECONDS)
    await tx.run("UPDATE web_sessions SET seen = ?, expires = ? WHERE digest = ?", (tx.now(), expires, one.digest))


async def sessions(rx: Reading, user: str) -> list[Session]:
    """Return where a person is signed in, latest visit first."""
    rows = await rx.all(
        f"SELECT {_SESSION} FROM web_sessions WHERE platform = ? AND expires > ? AND user IN (SELECT user FROM users "
        "WHERE platform = ? AND account = (SELECT account FROM users WHERE platform = ? AND user = ?)) "
        "ORDER BY seen DESC, digest",
        (PLATFORM, rx.now(), PLATFORM, PLATFORM, user),
    )
    return [Session(**dict(row)) for row in rows]


async def of_account(rx: Reading, account: str) -> list[Session]:
    """Return where an account is signed in."""
    rows = await rx.all("SELECT user FROM users WHERE platform = ? AND account = ? LIMIT 1", (PLATFORM, account))
    return await sessions(rx, rows[0]["user"]) if rows else []


async def end(tx: Transaction, digests: list[str]) -> None:
    """Sign browsers out."""
    await tx.run_many("DELETE FROM web_sessions WHERE digest = ?", [(each,) for each in digests])
    tx.signal(ENDED)


async def end_all(tx: Transaction) -> None:
    """Sign everybody out, and let no link be opened: what a backup brings back may have been ended since."""
    await tx.run("DELETE FROM web_sessions")
    await tx.run("DELETE FROM web_links")
    tx.signal(ENDED)


ENDED = "web sessions"  # topic: some session has ended


async def name(rx: Reading, text: str) -> Name | None:
    """Return who signs in under a name."""
    row = await rx.one("SELECT name, user, password FROM web_names WHERE name = ?", (folded(text),))
    return Name(**dict(row)) if row is not None else None


async def name_of(rx: Reading, user: str) -> Name | None:
    """Return the name a user signs in under, if there is one."""
    row = await rx.one(
        "SELECT name, user, password FROM web_names WHERE platform = ? AND user = ? ORDER BY name LIMIT 1",
        (PLATFORM, user),
    )
    return Name(**dict(row)) if row is not None else None


async def names(rx: Reading) -> list[Name]:
    """Return everybody who signs in with a password, by name."""
    rows = await rx.all("SELECT name, user, password FROM web_names ORDER BY name")
    return [Name(**dict(row)) for row in rows]


async def add_name(tx: Transaction, text: str, user: str, password: str) -> bool:
    """Let a user sign in under a name; False where somebody has it already."""
    values = {"name": folded(text), "user": user, "password": password}
    return await tx.insert("web_names", values, ignore=True)


async def set_password(tx: Transaction, text: str, password: str) -> bool:
    """Change a password; False where there is no such name."""
    return bool(await tx.run("UPDATE web_names SET password = ? WHERE name = ?", (password, folded(text))))


async def remove_name(tx: Transaction, text: str) -> bool:
    """Take a name away; what its person has here stays."""
    return bool(await tx.run("DELETE FROM web_names WHERE name = ?", (folded(text),)))


async def spend(tx: Transaction, secret: str, expires: float) -> bool:
    """Use signed words once; False for those that were used already."""
    await tx.run("DELETE FROM web_spent WHERE expires <= ?", (tx.now(),))
    return await tx.insert("web_spent", {"digest": digest(secret), "expires": expires}, ignore=True)
