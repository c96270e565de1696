"""What only the people who run the bot may do; every act leaves a line in the audit log."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers import bills, work
from handlers.context import Deps, RefusedError, Turn, Tx, harmless
from handlers.events import Who
from handlers.views import Text, View
from storage import accounts, audit, jobs

AUDIT_LINES = 15


def is_admin(deps: Deps, who: Who, role: str) -> bool:
    """Say whether a person is an admin: named in the settings, or given the role."""
    return role == "admin" or bool({who.user, f"{who.platform}:{who.user}"} & deps.admins)


async def stats(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/stats: people and jobs in numbers."""
    counts = await jobs.counts(turn.tx)
    numbers = {state: counts.get(state, 0) for state in ("queued", "running", "done", "failed")}
    paused = "yes" if await work.paused(turn.tx) else "no"
    lines = [
        turn.say("admin-stats"),
        turn.say("admin-stats-people", people=await accounts.count(turn.tx)),
        turn.say("admin-stats-jobs", **numbers),
        turn.say("admin-stats-paused", paused=paused),
    ]
    return [Text(text="\n".join(lines))]


async def ban(turn: Turn, options: dict[str, str]) -> list[View]:
    """/ban platform:user: no more answers, and every waiting job is cancelled."""
    person, account = await person_named(turn, options["person"])
    cancelled = await shut_out(turn, account.id, person)
    return [Text(text=turn.say("admin-banned", person=harmless(person), count=cancelled))]


async def shut_out(turn: Turn, account: str, person: str) -> int:
    """Ban an account and cancel its jobs; returns how many. Raises `RefusedError` for an admin."""
    role = (await accounts.get(turn.tx, account)).role
    known = await accounts.users_of(turn.tx, account)  # by whichever of their names somebody is called
    named = any(is_admin(turn.deps, Who(platform=platform, user=user), role) for platform, user in known)
    if account == turn.account.id or role == "admin" or named:
        raise RefusedError("admin-not-yourself")
    await accounts.ban(turn.tx, account)
    await audit.note(turn.tx, turn.account.id, "ban", account)
    await bills.give_back(turn.tx, turn.deps, account=account)
    return await jobs.cancel_all(turn.tx, account)


async def name_of(tx: Tx, account: str) -> str:
    """Return what /ban takes for an account: ``platform:user``, or the id itself once the account is gone."""
    users = await accounts.users_of(tx, account)
    return harmless(":".join(users[0]), 80) if users else account


async def allow(turn: Turn, options: dict[str, str]) -> list[View]:
    """/allow platform:user: take a ban back."""
    person, account = await person_named(turn, options["person"])
    if account.role == "banned":
        await accounts.unban(turn.tx, account.id)
    await audit.note(turn.tx, turn.account.id, "allow", account.id)
    return [Text(text=turn.say("admin-allowed", person=harmless(person)))]


async def pause(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/pause: accept no new jobs; those in the queue go on."""
    await audit.note(turn.tx, turn.account.id, "pause")
    return [Text(text=turn.say("admin-paused"))]


async def resume(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/resume: accept jobs again."""
    await audit.note(turn.tx, turn.account.id, "resume")
    return [Text(text=turn.say("admin-resumed"))]


async def log(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/audit: the newest lines."""
    notes = await audit.recent(turn.tx, AUDIT_LINES)
    if not notes:
        return [Text(text=turn.say("admin-audit-empty"))]
    names = {one: await name_of(turn.tx, one) for note in notes for one in (note.actor, note.subject) if one}
    lines = [f"`{datetime.fromtimestamp(one.at, UTC):%Y-%m-%d %H:%M} {_plain(one, names)}`" for one in notes]
    return [Text(text="\n".join([turn.say("admin-audit-title"), *lines]))]


def _plain(one: audit.Note, names: dict[str, str]) -> str:
    detail = " ".join(f"{name}={value}" for name, value in one.detail.items())
    return harmless(
        " ".join(part for part in (names.get(one.actor), one.action, names.get(one.subject), detail) if part), 200
    )


async def person_named(turn: Turn, text: str) -> tuple[str, accounts.Account]:
    """Return ``platform:user`` and the account behind it; raises `RefusedError` for nobody."""
    platform, _, user = text.partition(":")
    found = await accounts.find(turn.tx, platform, user) if user else None
    if found is None:
        raise RefusedError("admin-unknown-person", person=harmless(text))
    return text, found
