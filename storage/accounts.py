"""People: one account per person, found by a platform's user id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from storage.database import Reading, Row, Transaction
from storage.errors import NoSuchAccountError

Role = Literal["user", "admin", "banned"]
_COLUMNS = "id, created, locale, consent, consent_at, role"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A person. ``consent`` is the version of the text that was agreed to, ``locale`` None follows the platform."""

    id: str
    created: float
    locale: str | None = None
    consent: str | None = None
    consent_at: float | None = None
    role: Role = "user"


async def find_or_create(tx: Transaction, platform: str, user: str) -> Account:
    """Return the account of a platform's user, made at first sight."""
    if found := await find(tx, platform, user):
        return found
    made = Account(id=tx.new_id(), created=tx.now())
    await tx.run("INSERT INTO accounts (id, created) VALUES (?, ?)", (made.id, made.created))
    await tx.run("INSERT INTO users (platform, user, account) VALUES (?, ?, ?)", (platform, user, made.id))
    return made


async def find(rx: Reading, platform: str, user: str) -> Account | None:
    """Return the account of a platform's user, or None."""
    row = await rx.one(
        f"SELECT {_COLUMNS} FROM accounts WHERE id = (SELECT account FROM users WHERE platform = ? AND user = ?)",
        (platform, user),
    )
    return _account(row) if row else None


async def get(rx: Reading, account: str) -> Account:
    """Return the account of that id. Raises `NoSuchAccountError`."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM accounts WHERE id = ?", (account,))
    if row is None:
        raise NoSuchAccountError(account)
    return _account(row)


async def users_of(rx: Reading, account: str) -> list[tuple[str, str]]:
    """Return (platform, user) of everyone who is this person."""
    rows = await rx.all("SELECT platform, user FROM users WHERE account = ? ORDER BY platform, user", (account,))
    return [(row["platform"], row["user"]) for row in rows]


async def newest_users(rx: Reading, limit: int = 200) -> list[str]:
    """Return ``platform:user`` of the people who came last."""
    rows = await rx.all(
        "SELECT platform, user FROM users JOIN accounts ON accounts.id = users.account "
        "ORDER BY accounts.created DESC, platform, user LIMIT ?",
        (limit,),
    )
    return [f"{row['platform']}:{row['user']}" for row in rows]


async def set_consent(tx: Transaction, account: str, version: str | None) -> None:
    """Remember that version ``version`` of the consent text was agreed to; None takes the consent back."""
    at = tx.now() if version else None
    await _change(tx, account, "UPDATE accounts SET consent = ?, consent_at = ? WHERE id = ?", (version, at, account))


async def set_locale(tx: Transaction, account: str, locale: str | None) -> None:
    """Remember the language to speak; None follows the platform."""
    await _change(tx, account, "UPDATE accounts SET locale = ? WHERE id = ?", (locale, account))


async def set_role(tx: Transaction, account: str, role: Role) -> None:
    """Make the account a user, an admin or banned."""
    await _change(tx, account, "UPDATE accounts SET role = ? WHERE id = ?", (role, account))


async def ban(tx: Transaction, account: str) -> None:
    """Refuse this person from now on."""
    await set_role(tx, account, "banned")


async def unban(tx: Transaction, account: str) -> None:
    """Welcome this person again."""
    await set_role(tx, account, "user")


async def is_bare(rx: Reading, account: str) -> bool:
    """Say whether nothing is kept of an account but what outlasts `storage.vault.Vault.forget`: nobody has used it."""
    return bool(
        await rx.value(
            "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = ?1 AND wrapped_key IS NULL AND consent IS NULL "
            "AND id NOT IN (SELECT account FROM sessions))",
            (account,),
        )
    )


async def count(rx: Reading) -> int:
    """Return how many people there are."""
    return await rx.value("SELECT count(*) FROM accounts")


async def _change(tx: Transaction, account: str, sql: str, parameters: tuple[object, ...]) -> None:
    if not await tx.run(sql, parameters):
        raise NoSuchAccountError(account)


def _account(row: Row) -> Account:
    return Account(**dict(row))
