"""Whose data it is: what is stored, handing it out, erasing it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait.request import Portrait
from handlers import bills, codes, estimates, removal
from handlers.actions import button
from handlers.context import RefusedError, Turn
from handlers.jobs import job_kinds, stickers
from handlers.policy import Limits
from handlers.views import Document, Stickers, Text, View
from storage import (
    accounts,
    audit,
    favourites,
    identities,
    jobs,
    ledger,
    media,
    presets,
    reports,
    seats,
    selfies,
    spent,
)

MEGABYTE = 1_000_000
EVERYTHING = 1_000_000
HELD = ("faces", "selfies", "pictures", "jobs", "favourites", "presets", "reports", "agreements")  # told in this order
OWN_PAGE = "local"  # the platform whose page shows what is stored here and keeps nothing of its own
ARCHIVE = "my-portrait-bot-data"


def bounded() -> dict[str, Callable[[Limits], int]]:
    """Return the kinds of jobs that are counted, with how many of them a day are allowed."""
    return {name: kind.most for name, kind in job_kinds().items() if kind.most is not None}


async def mydata(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/mydata: what is stored about the person, in numbers."""
    say, account = turn.say, turn.account
    held = await _held(turn)
    if account.consent:
        date = datetime.fromtimestamp(account.consent_at or 0, UTC).date().isoformat()
        consent = say("mydata-consent", version=account.consent, date=date)
    else:
        consent = say("mydata-no-consent")
    lines = [say("mydata-title"), consent]
    lines += [say(f"mydata-{name}", count=held[name]) for name in HELD]
    size = await media.of(turn.tx, account.id, limit=EVERYTHING)
    megabytes = round(sum(each.bytes for each in size) / MEGABYTE, 1)
    lines += [
        say("mydata-files", count=len(size), megabytes=megabytes),
        say("mydata-language", language=say("language-name")),
        say("mydata-platforms", names=say.several(await _platforms(turn), "list-and")),
        say("mydata-next"),
    ]
    return [Text(text="\n".join(lines))]


async def export(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/export: everything in one archive, or in as many as the platform needs, as documents."""
    if turn.deps.export is None:
        raise RefusedError("export-impossible")
    archives = await turn.deps.export(turn.tx, turn.account.id, turn.who.platform)
    await audit.note(turn.tx, turn.account.id, "export")
    if len(archives) == 1:
        return [Document(media=archives[0], name=f"{ARCHIVE}.zip", text=turn.say("export-ready"))]
    count = len(archives)
    return [
        Document(
            media=archive,
            name=f"{ARCHIVE}-{number}-of-{count}.zip",
            text=turn.say("export-parts" if number == 1 else "export-part", number=number, count=count),
        )
        for number, archive in enumerate(archives, 1)
    ]


async def forget_ask(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/forget: ask once more."""
    return forget_question(turn, "forget-ask")


def forget_question(turn: Turn, key: str) -> list[View]:
    """Return a question whose Yes erases everything about the person."""
    yes = button(turn.say("button-forget"), "forget", kind="danger")
    return [Text(text=turn.say(key), buttons=((yes, button(turn.say("button-no"), "keep")),))]


async def holds_anything(turn: Turn) -> bool:
    """Say whether a photo, a face or anything made from them is stored of this person, or was lent to somebody."""
    return any((await _held(turn)).values()) or bool(await media.of(turn.tx, turn.account.id, limit=1))


async def forget(turn: Turn) -> list[View]:
    """The confirmation: cancel the jobs, destroy the key, delete every row and file, and say what went."""
    held = await _held(turn)
    blocked = turn.deps.blocks is not None and bool(await turn.deps.blocks.of(turn.tx, turn.account.id))
    with_stickers = bool(turn.account_state.get(stickers.CUT))
    await bills.give_back(turn.tx, turn.deps, account=turn.account.id)
    await jobs.cancel_all(turn.tx, turn.account.id)
    used = turn.deps.recall is not None and await spent.of(turn.tx, turn.account.id)
    counts: dict[str, Any] = dict(held)
    async with leaving(turn, turn.account.id, turn.place):
        await audit.note(turn.tx, "somebody", "forget", **counts)
    parts = [turn.say(f"forget-{name}", count=count) for name, count in held.items() if count]
    code = codes.grouped(turn.deps.receipt(turn.account.id)) if turn.deps.receipt is not None else ""
    text = turn.say("forget-done", parts=turn.say.several([*parts, turn.say("forget-account")], "list-and"))
    if turn.who.platform != OWN_PAGE:
        text = f"{text} {turn.say('forget-yours')}"
    if used:
        text = f"{text} {turn.say('forget-day')}"
    if blocked:
        text = f"{text} {turn.say('forget-block')}"
    if code:
        text = f"{text}\n{turn.say('forget-receipt', code=code)}"
    return [Stickers(items=(), text=text, remove=True) if with_stickers else Text(text=text)]


async def receipt(turn: Turn, options: dict[str, str]) -> list[View]:
    """/receipt CODE: whether the account somebody had is erased, and since when. Anybody may ask, who has the code."""
    codes.guard(turn)
    at = await turn.deps.erased(turn.tx, codes.letters(options["code"])) if turn.deps.erased is not None else None
    if at is None:
        codes.wrong(turn)
        raise RefusedError("receipt-unknown")
    return [Text(text=turn.say("receipt-erased", date=f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"))]


@asynccontextmanager
async def leaving(turn: Turn, account: str, *here: str, stays: bool = False) -> AsyncIterator[None]:
    """Erase an account after the block, and have the messages taken away that show its pictures or name it to admins.

    Where they are is looked up before the block. ``here``: places that are that person's beside their private chats; of
    these nothing is shown any more. ``stays``: the person is another account from now on, and goes by the same name.
    """
    if turn.deps.forget is None:
        raise RuntimeError("Deps.forget is not wired")
    # What is erased leaves the chats too: in storage nobody could find it there any more.
    take_away = await removal.of_person(turn.tx, account, turn.deps, *here)
    yield
    await turn.deps.forget(turn.tx, account)
    await take_away(turn.say("pictures-gone"), None if stays else turn.say("message-gone"))


async def keep(turn: Turn) -> list[View]:
    """The No button of a question: nothing happens, and it is said."""
    return [Text(text=turn.say("forget-kept"))]


async def quota(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/quota: what was used and what is left."""
    limits, say = turn.deps.limits, turn.say
    used = await ledger.used(turn.tx, turn.account.id)
    training = await estimates.usual(turn.tx, Enrol.kind, limits)
    lines = [
        say(
            "quota-text",
            used=round(used / 60),
            total=round(limits.seconds_per_day / 60),
            portrait=round(job_kinds()[Portrait.kind].cost(limits, 1)),
            training=max(1, round(training / 60)),
        ),
        say(
            "quota-jobs",
            queued=len(await jobs.open_of(turn.tx, turn.account.id, lane="device")),
            most=limits.queued_jobs,
        ),
    ]
    for kind, most in bounded().items():
        jobs_of_kind = await ledger.count(turn.tx, turn.account.id, kind)
        seconds = await ledger.used(turn.tx, turn.account.id, kind=kind)
        values = {"count": jobs_of_kind, "minutes": round(seconds / 60), "most": most(limits)}
        lines.append(say(f"quota-{kind}", **values))
    return [Text(text="\n".join(lines))]


async def _platforms(turn: Turn) -> list[str]:
    users = await accounts.users_of(turn.tx, turn.account.id)
    return [turn.say.platform(name) for name in sorted({platform for platform, _ in users})]


async def _held(turn: Turn) -> dict[str, int]:
    tx, account = turn.tx, turn.account.id
    faces = await identities.of(tx, account)
    return {
        "favourites": len(await favourites.of(tx, account)),
        "presets": len(await presets.of(tx, account)),
        "reports": len(await reports.of(tx, account)),
        "agreements": len(await seats.lent(tx, account)),
        "selfies": sum([len(await selfies.of(tx, face.id)) for face in faces]),
        "faces": len(faces),
        "pictures": len(await media.of(tx, account, purpose="portrait", limit=EVERYTHING)),
        "jobs": len(await jobs.of(tx, account, limit=EVERYTHING)),
    }
