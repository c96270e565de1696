"""Nothing is kept longer than it is needed: what expires when, and the sweeps that see to it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import dataclass
from pathlib import Path

from storage import copies, identities, jobs, outbox, payments, spent, strikes
from storage.database import Database, Transaction
from storage.errors import StoreUnreachableError
from storage.vault import Vault

log = logging.getLogger(__name__)
HOUR = 3600.0
DAY = 24 * HOUR
TRAINING = ".training"  # ends the name of the scratch folder a training goes on from


@dataclass(frozen=True, kw_only=True)
class Retention:
    """For how many seconds things are kept."""

    upload: float = DAY  # a photo as it came; deleted earlier, as soon as it was looked at
    selfie: float = 30 * DAY  # cleaned, accepted photo
    portrait: float = 30 * DAY
    face: float = 365 * DAY  # a learnt face with the photos it is drawn from, since its last use: the consent says so
    raw: float = 7 * DAY  # pictures before fusion
    preview: float = HOUR
    export: float = DAY
    undelivered: float = 14 * DAY  # a result nobody could be given
    messages: float = 7 * DAY  # handled updates and sent messages
    jobs: float = 90 * DAY  # rows of ended jobs: what was asked for and how long it took
    reports: float = 180 * DAY
    contacts: float = 365 * DAY  # private chats nobody wrote from since

    def expiry(self, purpose: str, now: float) -> float | None:
        """Return when a file of that purpose is deleted; None: only by its owner."""
        seconds = getattr(self, purpose, None) if purpose in _PURPOSES else None
        return None if seconds is None else now + seconds


_PURPOSES = frozenset({"upload", "selfie", "portrait", "raw", "preview", "export"})


async def tidy(db: Database, vault: Vault, rules: Retention) -> None:
    """Delete what has expired. Call it hourly. Raises `StoreUnreachableError` where files have to wait for that."""
    async with db.transaction() as tx:
        await tx.run("DELETE FROM media WHERE expires IS NOT NULL AND expires <= ?", (tx.now(),))
        await _delete_spent_uploads(tx)
        await _delete_set_aside(tx, tx.now() - rules.upload)
        await _expire_undelivered(tx, tx.now() - rules.undelivered)
        await identities.expire(tx, unused=tx.now() - rules.face, unlearnt=tx.now() - rules.selfie)
        await _delete_messages(tx, tx.now() - rules.messages)
        await outbox.hush(tx, tx.now() - HOUR)
        await _delete_jobs(tx, tx.now() - rules.jobs)
        await _delete_marks(tx, rules)
        await strikes.tidy(tx)
        await spent.tidy(tx)
    try:
        await vault.empty_trash(db)
        # Others may run for months after one was killed, and a store may end what it was sent before that.
        if db.shared or vault.files.remote:
            await vault.sweep(db, sole=False)
    finally:  # what is gone from the tables must not lie in the log for as long as a store is away
        await db.scrub()


async def sweep_at_start(
    db: Database, vault: Vault, scratch: Path, *, sole: bool = False, alone: bool | None = None
) -> None:
    """Remove what a crash left: clear files in scratch folders, sealed files without a row, erased people in copies.

    ``sole``: of all processes of this data folder no other runs, so what they left in it is removed as well.
    ``alone``: nor does one that has another folder and the same database, None: there can be none. Where one does, a
    sealed file without a row may be about to get it.
    """
    kept = await _trainings(db)
    for folder in await asyncio.to_thread(lambda: list(scratch.parent.glob("*"))) if sole else [scratch]:
        await asyncio.to_thread(_clear_scratch, folder, kept)
    await copies.drop_unfinished(db.path.parent / "copies")
    await vault.settle(db)
    try:
        await vault.sweep(db, sole=(sole and alone is not False) or not db.shared)
    except StoreUnreachableError as error:  # every hour there is another one
        log.warning("the store of sealed files does not answer (%s): what nobody needs there goes later", error)
    await db.scrub()


async def drop_trainings(db: Database, scratch: Path) -> None:
    """Remove half-finished trainings of jobs that have ended: another process may have taken them over."""
    seen = await asyncio.to_thread(lambda: list(scratch.glob(f"*{TRAINING}")))
    kept = await _trainings(db)  # asked afterwards: what begins meanwhile was not seen
    for path in seen:
        if path.name not in kept:
            await asyncio.to_thread(shutil.rmtree, path, ignore_errors=True)


async def _trainings(db: Database) -> set[str]:
    """Return the names of folders in which trainings of jobs that go on lie."""
    async with db.reading() as rx:
        goes_on = await rx.all("SELECT id FROM jobs WHERE state IN ('queued', 'running')")
    return {f"{row['id']}{TRAINING}" for row in goes_on}


def _clear_scratch(scratch: Path, kept: set[str]) -> None:
    """Delete what lies in the clear, but not the half-finished training of a job that goes on."""
    for path in scratch.iterdir() if scratch.is_dir() else ():
        if path.name in kept:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


async def _delete_spent_uploads(tx: Transaction) -> None:
    """Delete uploads of photos that were looked at; verdicts do so themselves, this catches refused ones."""
    await tx.run("DELETE FROM media WHERE id IN (SELECT upload FROM selfies WHERE looked = 1 AND upload IS NOT NULL)")


async def _delete_set_aside(tx: Transaction, before: float) -> None:
    """Delete photos of somebody else, which were kept only until it is clear who most photos show."""
    await tx.run(
        "DELETE FROM media WHERE id IN "
        "(SELECT media FROM selfies WHERE problem = 'other-person' AND coalesce(judged, created) < ?)",
        (before,),
    )


async def _expire_undelivered(tx: Transaction, before: float) -> None:
    rows = await tx.all("SELECT id FROM jobs WHERE state IN ('rendered', 'delivering') AND rendered < ?", (before,))
    for row in rows:
        await tx.run("UPDATE outbox SET failed = 'expired' WHERE job = ? AND sent IS NULL", (row["id"],))
        await jobs.move(tx, row["id"], "expired")


async def _delete_jobs(tx: Transaction, before: float) -> None:
    """A job with a favourite stays, so that the picture keeps its buttons."""
    await tx.run(
        "DELETE FROM jobs WHERE finished < ? AND NOT EXISTS (SELECT 1 FROM favourites WHERE favourites.job = jobs.id)",
        (before,),
    )


async def _delete_marks(tx: Transaction, rules: Retention) -> None:
    for table in ("links", "web_links", "web_sessions", "web_spent", "invitations"):
        await tx.run(f"DELETE FROM {table} WHERE expires <= ?", (tx.now(),))
    # What was drawn with a guest stays written down as long as the job: they may take it back.
    await tx.run("DELETE FROM seats WHERE expires <= ? AND drawing IS NULL", (tx.now(),))
    await payments.drop_offers(tx)
    await tx.run("DELETE FROM posts WHERE at < ?", (tx.now() - rules.messages,))
    await tx.run("DELETE FROM reports WHERE at < ?", (tx.now() - rules.reports,))
    await tx.run("DELETE FROM contacts WHERE seen < ?", (tx.now() - rules.contacts,))


async def _delete_messages(tx: Transaction, before: float) -> None:
    await tx.run("DELETE FROM inbox WHERE handled IS NOT NULL AND handled < ?", (before,))
    # The messages of an open job stay: its result is edited over them.
    await tx.run(
        "DELETE FROM outbox WHERE (sent < ?1 OR (failed IS NOT NULL AND created < ?1)) AND (job IS NULL OR NOT EXISTS "
        "(SELECT 1 FROM jobs WHERE jobs.id = outbox.job AND jobs.state IN ('queued', 'running', 'rendered', "
        "'delivering')))",
        (before,),
    )
