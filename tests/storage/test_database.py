"""One writer, one reader, explicit transactions."""

from __future__ import annotations

import asyncio
import os

import pytest

from storage import accounts
from storage.database import Database
from storage.errors import NestedTransactionError, StorageFullError, TransactionOverError
from tests.storage.helpers import BROKEN_RULE, READ_ONLY, SPOILT, SQLITE, person


async def test_what_was_committed_is_there_after_a_restart(tmp_path):
    """The smallest promise of all."""
    async with Database.open(tmp_path / "a.sqlite") as db, db.transaction() as tx:
        await person(tx, "ann")
    async with Database.open(tmp_path / "a.sqlite") as db, db.reading() as rx:
        assert await accounts.count(rx) == 1


async def test_an_exception_rolls_everything_back(db):
    """A handler that fails half-way leaves nothing behind."""

    async def half_way() -> None:
        async with db.transaction() as tx:
            await person(tx, "ann")
            raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        await half_way()
    async with db.reading() as rx:
        assert await accounts.count(rx) == 0


async def test_a_cancelled_task_rolls_back_and_frees_the_writer(db):
    """A stop in the middle of a transaction must not leave it open for the next one."""
    begun = asyncio.Event()

    async def stuck() -> None:
        async with db.transaction() as tx:
            await person(tx, "ann")
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.transaction() as tx:
        assert await accounts.count(tx) == 0


async def test_the_database_survives_a_cancel_at_any_moment(db):
    """Wherever a task is cancelled, its rows are there as a whole or not at all, and the next transaction works."""

    async def write(user: str) -> None:
        async with db.transaction() as tx:
            account = await person(tx, user)
            await accounts.set_locale(tx, account, "de")

    for turns in range(40):
        task = asyncio.create_task(write(f"user{turns}"))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with db.transaction() as tx:
        assert await tx.value("SELECT count(*) FROM accounts WHERE locale IS NULL") == 0
        assert await tx.value("SELECT count(*) FROM accounts") == await tx.value("SELECT count(*) FROM users")


async def test_a_commit_outlives_the_cancel_of_its_task(db):
    """The rows are there, so those who wait for them must be woken, whatever became of the task that wrote them."""
    loop = asyncio.get_running_loop()

    async def write() -> None:
        async with db.transaction() as tx:
            await person(tx)
            tx.signal("topic")

    task = asyncio.create_task(write())
    await db.trace(lambda sql: loop.call_soon_threadsafe(task.cancel) if sql == "COMMIT" else None)
    await asyncio.gather(task, return_exceptions=True)
    await db.trace(None)
    async with db.reading() as rx:
        assert await accounts.count(rx) == 1
    assert db.signals.event("topic").is_set()


async def test_a_transaction_inside_a_transaction_is_refused(db):
    """It would wait for itself for ever; the message says what to do."""
    async with db.transaction():
        with pytest.raises(NestedTransactionError, match="pass it on"):
            async with db.transaction():
                pass
        with pytest.raises(NestedTransactionError):
            async with db.reading():
                pass


async def test_other_tasks_wait_for_the_writer(db):
    """Transactions never mix their statements; which of those that ask at once is first, no store promises."""
    order = []

    async def write(name: str) -> None:
        async with db.transaction() as tx:
            order.append(f"{name} begins")
            await person(tx, name)
            order.append(f"{name} ends")

    await asyncio.gather(*(write(name) for name in "abc"))
    turns = list(zip(order[::2], order[1::2], strict=True))
    assert sorted(turns) == [(f"{name} begins", f"{name} ends") for name in "abc"]


async def test_a_transaction_cannot_be_used_after_its_block(db):
    """A kept ``tx`` would write into somebody else's transaction."""
    async with db.transaction() as tx:
        pass
    with pytest.raises(TransactionOverError):
        await tx.run("DELETE FROM accounts")


async def test_a_reading_cannot_write(db):
    """Only the writer connection changes anything."""
    async with db.reading() as rx:
        with pytest.raises(READ_ONLY, match=r"read.?only"):
            await rx.all("DELETE FROM accounts")


async def test_a_reading_sees_one_moment(db):
    """Two queries of one reading agree with each other while the writer goes on."""
    async with db.reading() as rx:
        assert await accounts.count(rx) == 0

        async def write() -> None:
            async with db.transaction() as tx:
                await person(tx, "ann")

        await asyncio.create_task(write())
        assert await accounts.count(rx) == 0


@SQLITE
async def test_a_full_disk_is_named_and_leaves_nothing(db):
    """SQLite says SQLITE_FULL; callers hear `StorageFullError` and the data is as before."""
    async with db.transaction() as tx:
        pages = await tx.value("PRAGMA page_count")
        await tx.all(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StorageFullError):
        async with db.transaction() as tx:
            await tx.run("INSERT INTO audit (at, actor, action, detail) VALUES (0, 'a', 'b', ?)", ("x" * 100_000,))
    async with db.transaction() as tx:
        assert await tx.value("SELECT count(*) FROM audit") == 0


async def test_signals_are_given_only_after_the_commit(db):
    """A loop that wakes early would look, find nothing and sleep again."""
    event = db.signals.event("topic")

    async def fails() -> None:
        async with db.transaction() as tx:
            tx.signal("topic")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await fails()
    assert not event.is_set()
    async with db.transaction() as tx:
        tx.signal("topic")
        assert not event.is_set()
    assert event.is_set()


async def test_actions_run_after_the_commit_and_may_open_a_transaction(db):
    """Files are deleted when their rows are surely gone."""
    seen = []

    async def action() -> None:
        async with db.reading() as rx:
            seen.append(await accounts.count(rx))

    async with db.transaction() as tx:
        await person(tx)
        tx.after_commit(action)
    assert seen == [1]


@SQLITE
async def test_commits_reach_the_disk_before_they_return(db):
    """A paid job must survive a power cut: synchronous is FULL (2), the journal is a WAL, deleted bytes are erased."""
    async with db.transaction() as tx:
        pragmas = [await tx.value(f"PRAGMA {name}") for name in ("synchronous", "journal_mode", "foreign_keys")]
        assert pragmas == [2, "wal", 1]
        assert await tx.value("PRAGMA secure_delete") == 1


async def test_the_files_are_private(tmp_path):
    """Other users of the machine must not read faces."""
    async with Database.open(tmp_path / "sub" / "a.sqlite") as db, db.transaction() as tx:
        await person(tx)
        if os.name == "posix":
            modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "sub").iterdir()}
            assert modes == {"a.sqlite": 0o600, "a.sqlite-wal": 0o600, "a.sqlite-shm": 0o600}


@SQLITE
async def test_a_copy_is_a_whole_database(db, tmp_path):
    """A backup opens like the original."""
    async with db.transaction() as tx:
        await person(tx)
    await db.copy(tmp_path / "copies" / "b.sqlite")
    async with Database.open(tmp_path / "copies" / "b.sqlite") as other, other.reading() as rx:
        assert await accounts.count(rx) == 1


async def test_foreign_keys_hold(db):
    """No row without its parent."""
    with pytest.raises(BROKEN_RULE):
        async with db.transaction() as tx:
            await tx.insert("users", {"platform": "fake", "user": "x", "account": "nobody"})


async def test_a_listener_that_looked_does_not_silence_another(db):
    """Two loops look for different rows of one table: what one clears, the other must still hear."""
    one, other = (db.signals.event("topic", name) for name in ("one", "other"))
    async with db.transaction() as tx:
        tx.signal("topic")
    one.clear()
    assert other.is_set()
    await db.signals.wait("topic", 0.0, "one")
    assert not one.is_set()


async def test_a_change_that_waits_is_made_before_what_comes_next(db):
    """Several changes go to the thread of the database at once, and none overtakes another."""
    async with db.transaction() as tx:
        account = await person(tx, "ann")
        tx.run_soon("UPDATE accounts SET jobs = 7 WHERE id = ?", (account,))
        assert await tx.value("SELECT jobs FROM accounts WHERE id = ?", (account,)) == 7
        tx.run_soon("UPDATE accounts SET jobs = jobs + 1 WHERE id = ?", (account,))
    async with db.reading() as rx:
        assert await rx.value("SELECT jobs FROM accounts") == 8


@SQLITE
async def test_a_change_that_waits_is_made_where_nothing_else_is(db):
    """The commit is what comes next then; a block without any change asks the database for nothing."""
    async with db.transaction() as tx:
        await person(tx, "ann")
    seen: list[str] = []
    await db.trace(seen.append)
    async with db.transaction():
        pass
    assert seen == []
    async with db.transaction() as tx:
        tx.run_soon("UPDATE accounts SET jobs = 7")
    await db.trace(None)
    assert seen == ["BEGIN IMMEDIATE", "UPDATE accounts SET jobs = 7", "COMMIT"]


@pytest.mark.parametrize("noticed", [True, False])
async def test_a_change_that_waits_and_fails_lets_nothing_be_committed(db, noticed):
    """Also where whoever sees it goes on: half of a transaction must never stay."""

    async def broken() -> None:
        async with db.transaction() as tx:
            await person(tx, "ann")
            tx.run_soon("INSERT INTO users (platform, user, account) VALUES ('fake', 'bob', 'nobody')")
            tx.run_soon("UPDATE accounts SET jobs = 7")
            if noticed:
                with pytest.raises(BROKEN_RULE):
                    await accounts.count(tx)

    with pytest.raises(SPOILT):
        await broken()
    async with db.reading() as rx:
        assert await accounts.count(rx) == 0


@SQLITE
async def test_the_end_of_a_reading_waits_for_nobody_and_holds_nobody_up(db, caplog):
    """The next reading sees what is new, and the log can be cut at once: what was deleted must remain nowhere."""
    for number in range(20):
        async with db.transaction() as tx:
            await person(tx, f"user{number}")
        async with db.reading() as rx:
            assert await accounts.count(rx) == number + 1
        await db.scrub()
        assert (db.path.parent / f"{db.path.name}-wal").stat().st_size == 0
    assert "could not be cut" not in caplog.text


async def test_a_reading_that_is_cancelled_leaves_no_old_snapshot(db):
    """Whoever reads next would see the past for as long as the bot runs."""

    async def read() -> int:
        async with db.reading() as rx:
            await accounts.count(rx)
            return await accounts.count(rx)

    for turns in range(20):
        task = asyncio.create_task(read())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        async with db.transaction() as tx:
            await person(tx, f"user{turns}")
        assert await read() == turns + 1
