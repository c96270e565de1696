"""Transactions that wait for the writer are committed together, and nobody is told before."""

from __future__ import annotations

import asyncio
import gc
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from storage import accounts, groups
from storage.database import Database, Transaction
from storage.errors import (
    NestedTransactionError,
    RolledBackError,
    StorageFullError,
    TransactionOverError,
    WaitedInWriteError,
)
from tests.storage.helpers import person


@pytest.fixture
def engine():
    """A server commits for many by itself: groups are for the one writer of a file."""
    return "sqlite"


ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A group is as large as what waits: a slow machine must not make it smaller here."""
    monkeypatch.setattr(groups, "PATIENCE", 60.0)


@pytest.fixture
async def commits(db):
    """How often the disk was asked so far: a list that grows."""
    seen: list[str] = []
    await db.trace(lambda statement: seen.append(statement) if statement == "COMMIT" else None)
    yield seen
    await db.trace(None)


async def _block(db: Database, user: str) -> str:
    async with db.transaction() as tx:
        account = await person(tx, user)
        await accounts.set_locale(tx, account, "de")
    return user


async def _visit(db: Database, user: str) -> str:
    async def work(tx: Transaction) -> str:
        account = await person(tx, user)
        await accounts.set_locale(tx, account, "de")
        return user

    return await db.write(work)


async def _broken(db: Database, user: str) -> str:
    async with db.transaction() as tx:
        await person(tx, user)
        raise ValueError(user)


async def _users(db: Database) -> set[str]:
    async with db.reading() as rx:
        return {row["user"] for row in await rx.all("SELECT user FROM users")}


async def _actors(db: Database) -> set[str]:
    async with db.reading() as rx:
        return {row["actor"] for row in await rx.all("SELECT actor FROM audit")}


async def _at_once() -> None:
    pass


BOTH = pytest.mark.parametrize("way", [_block, _visit])


@BOTH
async def test_what_waits_is_committed_together(db, commits, way):
    """The first of ten is at work when nine others ask: one fsync is enough for them all."""
    names = [f"user{number}" for number in range(10)]
    assert await asyncio.gather(*(way(db, name) for name in names)) == names
    assert await _users(db) == set(names)
    assert len(commits) == 1


async def test_the_end_of_a_member_is_no_visit_of_its_own(db, monkeypatch):
    """What it did is kept with the group anyway: letting its savepoint go can wait for whoever comes next."""
    connection, visits = db._writer.connection, []
    visit = connection.visit

    async def counted(call):
        visits.append(call)
        return await visit(call)

    async def one(user: str) -> None:
        async with db.transaction() as tx:
            await tx.run("INSERT INTO audit (at, actor, action) VALUES (0, ?, 'b')", (user,))

    monkeypatch.setattr(connection, "visit", counted)
    await asyncio.gather(*(one(str(number)) for number in range(10)))
    assert len(visits) == 10 + 1, "one each, and one commit for all"


async def test_a_savepoint_nobody_let_go_takes_nobody_along(db, commits):
    """Whoever fails after it takes back their own alone, also twice in a row, and what comes later is kept."""
    works = [(_broken if number in (3, 4, 7) else _block)(db, f"user{number}") for number in range(9)]
    await asyncio.gather(*works, return_exceptions=True)
    await _block(db, "later")
    kept = {f"user{number}" for number in range(9) if number not in (3, 4, 7)}
    assert await _users(db) == kept | {"later"}
    assert len(commits) == 2


@BOTH
async def test_by_itself_a_transaction_is_committed_at_once(db, commits, way):
    """Nothing waits for what might come: as many commits as transactions, and no task that commits later."""
    for number in range(5):
        before = asyncio.all_tasks()
        await way(db, f"user{number}")
        assert len(commits) == number + 1
        assert {task for task in asyncio.all_tasks() - before if task.get_name() == "commit"} == set()


@BOTH
async def test_one_that_fails_among_ten_takes_only_itself_back(db, commits, way):
    """A handler that fails must not cost nine other people their messages."""
    works = [(_broken if number == 4 else way)(db, f"user{number}") for number in range(10)]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [number for number, result in enumerate(results) if isinstance(result, ValueError)] == [4]
    assert await _users(db) == {f"user{number}" for number in range(10) if number != 4}
    assert len(commits) == 1


async def test_the_first_and_the_last_may_fail_too(db):
    """They begin and end the transaction of all."""
    works = [(_broken if number in (0, 4) else _block)(db, f"user{number}") for number in range(5)]
    await asyncio.gather(*works, return_exceptions=True)
    assert await _users(db) == {"user1", "user2", "user3"}


async def test_a_change_that_waits_for_the_end_fails_alone(db):
    """Those nobody asks what they did are made at the end of their own transaction."""

    async def late(db: Database, user: str) -> None:
        async with db.transaction() as tx:
            await person(tx, user)
            tx.run_soon("INSERT INTO users (platform, user, account) VALUES ('fake', 'x', 'nobody')")

    works = [(late if number in (0, 2, 4) else _block)(db, f"user{number}") for number in range(5)]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert [isinstance(result, sqlite3.IntegrityError) for result in results] == [True, False, True, False, True]
    assert await _users(db) == {"user1", "user3"}


async def test_what_waits_for_the_end_is_kept_where_somebody_asks_at_the_end(db):
    """Whoever asks in the very moment in which the first ends shares its commit, not the place of its changes."""

    async def later() -> None:
        async with db.transaction() as tx:
            await tx.run("INSERT INTO audit (at, actor, action) VALUES (0, 'second', 'b')")

    async with db.transaction() as tx:
        tx.insert_soon("audit", {"at": 0.0, "actor": "first", "action": "b"})
        other = asyncio.create_task(later())
    await other
    assert await _actors(db) == {"first", "second"}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("patience", [0.0, 60.0])
async def test_whatever_shapes_meet_and_whenever_each_keeps_what_it_was_told(db, monkeypatch, seed, patience):
    """Hundreds of transactions of every shape, some failing, asking at random moments: told and kept are the same."""
    monkeypatch.setattr(groups, "PATIENCE", patience)
    chance = random.Random(seed)
    told: set[str] = set()

    async def pause() -> None:
        for _ in range(chance.choice((0, 0, 0, 1, 2, 3))):
            await asyncio.sleep(0)

    async def steps(tx: Transaction, actor: str, wait: Callable[[], Awaitable[None]]) -> None:
        for number in range(chance.choice((0, 1, 1, 2, 3))):
            row = {"at": 0.0, "actor": f"{actor}.{number}", "action": "b"}
            if chance.random() < 0.5:
                tx.insert_soon("audit", row)
            else:
                await tx.insert("audit", row)
            await wait()
            yet.setdefault(actor, set()).add(row["actor"])
        if chance.random() < 0.15:
            raise ValueError(actor)

    yet: dict[str, set[str]] = {}

    async def one(actor: str) -> None:
        await pause()
        try:
            if chance.random() < 0.6:
                async with db.transaction() as tx:
                    await steps(tx, actor, pause)
            else:
                await db.write(lambda tx: steps(tx, actor, _at_once))
        except ValueError:
            return
        told.update(yet.get(actor, set()))

    async def several(chat: int) -> None:
        for number in range(12):
            await one(f"{chat}.{number}")

    await asyncio.gather(*(several(chat) for chat in range(6)))
    assert len(told) > 40
    assert await _actors(db) == told


@BOTH
async def test_nobody_is_told_before_the_commit(db, way):
    """What somebody was told must be there after a power cut: neither they nor a loop hear of it earlier."""
    told: list[str] = []
    on_disk: list[str] = []

    async def ask(user: str) -> None:
        told.append(await way(db, user))

    async def last() -> None:
        async with db.transaction() as tx:
            await person(tx, "last")
            tx.signal("topic")
            for _ in range(50):
                await asyncio.sleep(0)
            on_disk.extend(told)
            assert not db.signals.event("topic").is_set()

    await asyncio.gather(ask("a"), ask("b"), last())
    assert (on_disk, told) == ([], ["a", "b"])
    assert db.signals.event("topic").is_set()


async def test_one_that_waits_for_something_in_the_middle_is_still_a_whole(db):
    """Sealing a file takes its time: those before and after it in the group are neither mixed in nor lost."""
    sealed = asyncio.Event()

    async def slow() -> None:
        async with db.transaction() as tx:
            await person(tx, "slow")
            await sealed.wait()
            assert {row["user"] for row in await tx.all("SELECT user FROM users")} == {"a", "slow"}
            await person(tx, "slow, later")

    running = [asyncio.create_task(each) for each in (_block(db, "a"), slow(), _block(db, "b"))]
    for _ in range(200):
        await asyncio.sleep(0)
    assert await _users(db) == set()  # no half of it, and nothing that nobody may be told yet
    sealed.set()
    await asyncio.gather(*running)
    assert await _users(db) == {"a", "slow", "slow, later", "b"}


async def test_a_transaction_sees_what_its_group_did_before_it(db, commits):
    """They come one after another, whatever is on disk; a reading sees only what is."""
    numbers: list[int] = []

    async def count() -> None:
        async with db.transaction() as tx:
            numbers.append(await accounts.count(tx))
            await person(tx, f"user{len(numbers)}")
            async with asyncio.timeout(10):
                assert await asyncio.create_task(_users(db)) == set()

    await asyncio.gather(*(count() for _ in range(5)))
    assert numbers == [0, 1, 2, 3, 4]
    assert len(commits) == 1


async def test_a_cancel_while_waiting_costs_nobody_else_anything(db):
    """Wherever one of several is cancelled, each is there as a whole or not at all, and the others are there."""
    for turns in range(60):
        names = [f"{turns}-{number}" for number in range(4)]
        tasks = [asyncio.create_task((_block, _visit)[number % 2](db, name)) for number, name in enumerate(names)]
        for _ in range(turns):
            await asyncio.sleep(0)
        tasks[turns % 4].cancel()
        results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 60)
        there = await _users(db)
        assert {result for result in results if isinstance(result, str)} <= there
        assert set(names) - there <= {names[turns % 4]}
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM accounts WHERE locale IS NULL") == 0
        assert await rx.value("SELECT count(*) FROM accounts") == await rx.value("SELECT count(*) FROM users")


async def test_a_cancel_while_a_statement_is_on_its_way_costs_those_behind_nothing(db):
    """It lets the savepoint of the one before go after all: whoever comes next would let go of what is not there."""
    asked, thread_goes_on = asyncio.Event(), threading.Event()

    async def one(user: str) -> str:
        async with db.transaction() as tx:
            if user == "user2":
                db._writer.connection.soon(lambda _: thread_goes_on.wait(60) and None)
                asked.set()
            await person(tx, user)
        return user

    tasks = [asyncio.create_task(one(f"user{number}")) for number in range(5)]
    await asked.wait()
    tasks[2].cancel()
    await asyncio.sleep(0)
    thread_goes_on.set()
    results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 60)
    assert [result for result in results if not isinstance(result, str)] == [results[2]]
    assert await _users(db) == {"user0", "user1", "user3", "user4"}


async def test_a_loop_that_ends_waits_for_no_commit_that_will_not_come(db):
    """Then every task is cancelled, the one that commits as well: who waits for it, and lets no cancel pass, goes."""
    inside = asyncio.Event()

    async def last() -> None:
        async with db.transaction():
            inside.set()
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(each) for each in (_block(db, "a"), last())]
    await inside.wait()
    group = db._writer.group
    for task in asyncio.all_tasks():
        if task in tasks or task.get_name() == "commit":
            task.cancel()
    _, hang = await asyncio.wait(tasks, timeout=120)
    group.end()
    assert hang == set()


@BOTH
async def test_a_commit_that_fails_is_told_to_all_and_leaves_nothing(db, way):
    """A disk that is full only then: nobody may believe that anything was kept, and the next one works."""
    async with db.transaction() as tx:
        await tx.all("CREATE TABLE late (number INTEGER REFERENCES late_parent DEFERRABLE INITIALLY DEFERRED)")
        await tx.all("CREATE TABLE late_parent (number INTEGER PRIMARY KEY)")

    async def breaks_the_commit() -> None:
        async with db.transaction() as tx:
            await tx.run("INSERT INTO late VALUES (7)")
            tx.signal("topic")

    works = [breaks_the_commit() if number == 2 else way(db, f"user{number}") for number in range(4)]
    results = await asyncio.gather(*works, return_exceptions=True)
    assert all(isinstance(result, sqlite3.IntegrityError) for result in results)
    assert await _users(db) == set()
    assert not db.signals.event("topic").is_set()
    await way(db, "next")
    assert await _users(db) == {"next"}


async def test_a_full_disk_is_named_to_those_it_concerns(db):
    """The one that does not fit hears so; whoever hears nothing is on disk, and the next one works."""
    async with db.transaction() as tx:
        pages = await tx.value("PRAGMA page_count")
        await tx.all(f"PRAGMA max_page_count = {pages + 4}")

    async def large() -> str:
        async with db.transaction() as tx:
            await tx.run("INSERT INTO audit (at, actor, action, detail) VALUES (0, 'a', 'b', ?)", ("x" * 100_000,))
        return "large"

    works = [large() if number == 2 else _block(db, f"user{number}") for number in range(4)]
    results = await asyncio.wait_for(asyncio.gather(*works, return_exceptions=True), 60)
    assert isinstance(results[2], StorageFullError)
    assert {result for result in results if isinstance(result, str)} == await _users(db)
    assert {type(result) for result in results} <= {str, StorageFullError}
    await _block(db, "next")
    assert "next" in await _users(db)


async def test_all_are_told_where_the_database_takes_back_a_whole_group(db):
    """SQLite may end the transaction by itself on a full disk: those before in the group must hear of it too."""

    async def lost() -> None:
        async with db.transaction() as tx:
            await person(tx, "lost")
            await tx._there(lambda connection: connection.execute("ROLLBACK"))
            raise StorageFullError

    works = [_block(db, "a"), _block(db, "b"), lost(), _block(db, "c")]
    results = await asyncio.wait_for(asyncio.gather(*works, return_exceptions=True), 60)
    assert [type(result) for result in results] == [StorageFullError] * 3 + [str]
    assert await _users(db) == {"c"}


async def test_what_cannot_be_taken_back_by_itself_takes_its_group_along(db):
    """Half of it would else be committed with the others, and kept although it failed."""

    async def stuck() -> None:
        async with db.transaction() as tx:
            await person(tx, "half")
            await tx._there(lambda connection: connection.execute(groups.LET_GO))
            raise ValueError

    works = [_block(db, "a"), stuck(), _block(db, "b")]
    results = await asyncio.wait_for(asyncio.gather(*works, return_exceptions=True), 60)
    assert [type(result) for result in results] == [RolledBackError, ValueError, str]
    assert await _users(db) == {"b"}


@pytest.mark.parametrize("goes_on", [True, False])
async def test_who_lets_pass_that_the_database_took_back_all_keeps_nothing(db, goes_on):
    """Each statement from there on would be committed at once by itself, half of a whole; others would be mixed in."""

    async def careless() -> None:
        async with db.transaction() as tx:
            await person(tx, "careless")
            await tx._there(lambda connection: connection.execute("ROLLBACK"))
            if goes_on:
                await person(tx, "careless, later")

    for before in ([], [_block(db, "a")]):
        results = await asyncio.gather(*before, careless(), _block(db, "b"), return_exceptions=True)
        assert {type(result) for result in results[:-1]} <= {RolledBackError, sqlite3.OperationalError}
        assert results[-1] == "b"
        assert await _users(db) == {"b"}


async def test_a_cancel_that_comes_again_frees_nothing_that_is_in_use(db):
    """A stop that loses its patience cancels twice: the writer would be lent while a commit or rollback is on it."""
    for turns in range(80):
        names = [f"{turns}-{number}" for number in range(4)]
        tasks = [asyncio.create_task((_block, _visit)[number % 2](db, name)) for number, name in enumerate(names)]
        for _ in range(turns):
            await asyncio.sleep(0)
        for _ in range(4):
            tasks[turns % 4].cancel()
            await asyncio.sleep(0)
        results = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 60)
        assert {type(result) for result in results} <= {str, asyncio.CancelledError}
        assert {result for result in results if isinstance(result, str)} <= await _users(db)
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM accounts WHERE locale IS NULL") == 0


async def test_a_cancel_and_an_error_at_once_are_told_only_once(db):
    """Python would write into the log that nobody asked for the error: of a transaction whose task is gone."""
    asyncio.get_running_loop().set_exception_handler(lambda _, context: heard.append(context["message"]))
    heard: list[str] = []
    inside, go_on = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    async def fails(tx: Transaction) -> None:
        loop.call_soon_threadsafe(inside.set)
        go_on.wait(60)
        raise ValueError

    task = asyncio.create_task(db.write(fails))
    await inside.wait()
    task.cancel()
    await asyncio.sleep(0)
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    del task
    gc.collect()
    await asyncio.sleep(0)
    assert heard == []


async def test_turns_are_in_the_order_in_which_they_were_asked_for(db):
    """Whoever asks without pause comes after those who wait, and its first is told after as many, not at the end."""
    order: list[str] = []

    async def busy() -> None:
        for number in range(20):
            async with db.transaction() as tx:
                await person(tx, f"busy{number}")
                order.append("busy")

    async def other(number: int) -> None:
        async with db.transaction() as tx:
            await person(tx, f"other{number}")
            order.append(f"other{number}")

    await asyncio.gather(busy(), *(other(number) for number in range(4)))
    assert order[:6] == ["busy", "other0", "other1", "other2", "other3", "busy"]


async def test_the_first_waits_no_longer_than_for_those_who_waited_with_it(db):
    """A group that takes in whoever comes would keep its first waiting for ever."""
    told, waiting = asyncio.Event(), [0]

    async def comes() -> None:
        async with db.transaction() as tx:
            waiting.append(len(waiting))
            if len(waiting) < 50:
                more.append(asyncio.create_task(comes()))  # so that one always waits
                await person(tx, f"user{len(waiting)}")
            if told.is_set():
                waiting.append(1000)

    async def first() -> None:
        await _block(db, "first")
        told.set()

    more = [asyncio.create_task(first()), asyncio.create_task(comes())]
    for task in more:
        await asyncio.wait_for(task, 30)
    assert waiting.index(1000) < 10


async def test_a_copy_and_a_cut_log_hold_nothing_that_is_not_committed(db, tmp_path):
    """They come in the middle of a group: it is committed before them."""

    async def copied() -> None:
        await db.copy(tmp_path / "copy.sqlite")

    await asyncio.gather(_block(db, "a"), copied(), _block(db, "b"), db.scrub(), _visit(db, "c"))
    assert await _users(db) == {"a", "b", "c"}
    async with Database.open(tmp_path / "copy.sqlite") as other:
        assert await _users(other) == {"a"}


@pytest.mark.parametrize("seconds", [0, 0.001])
async def test_a_visit_may_wait_for_nothing_but_its_transaction(db, seconds):
    """It would keep the writer's thread for ever; the message says where such work belongs."""

    async def waits(tx: Transaction) -> None:
        await person(tx)
        await asyncio.sleep(seconds)

    with pytest.raises(WaitedInWriteError, match="transaction"):
        await db.write(waits)
    assert await _users(db) == set()
    async with db.transaction():
        with pytest.raises(NestedTransactionError):
            await db.write(waits)


async def test_a_scrub_that_is_cancelled_is_in_no_commits_way(db):
    """SQLite commits nothing while a statement that writes is half-way, as one nobody fetched the answer of is."""
    for turns in range(40):
        task = asyncio.create_task(db.scrub())
        for _ in range(turns):
            await asyncio.sleep(0)
        await asyncio.to_thread(lambda: None)
        task.cancel()
        await asyncio.gather(_block(db, f"a{turns}"), _visit(db, f"b{turns}"))
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="asks Linux which files are open")
async def test_what_a_savepoint_could_take_back_lies_in_no_other_file(db):
    """SQLite would write it to /var/tmp: in the clear, on whatever disk that is, where nothing is overwritten."""
    async with db.transaction() as tx:
        rows = [("x" * 3000,)] * 100
        await tx.run_many("INSERT INTO audit (at, actor, action, detail) VALUES (0, 'a', 'b', ?)", rows)

    async def deletes() -> list[str]:
        async with db.transaction() as tx:
            assert tx.group is not None
            await tx.run("DELETE FROM audit")
            return [name for name in _open_files() if "etilqs" in name]

    _, files = await asyncio.gather(_block(db, "a"), deletes())
    assert files == []


def _open_files() -> Iterator[str]:
    for handle in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # closed since it was listed
            yield str(handle.readlink())


async def test_a_visit_is_a_transaction_like_any_other(db):
    """Signals after the commit, actions after it, its ``tx`` not to be used later, an exception takes all back."""
    kept: list[Transaction] = []
    done: list[set[str]] = []

    async def action() -> None:
        done.append(await _users(db))

    async def work(tx: Transaction) -> int:
        kept.append(tx)
        account = await person(tx)
        tx.run_soon("UPDATE accounts SET jobs = 7 WHERE id = ?", (account,))
        tx.signal("topic")
        tx.after_commit(action)
        return await tx.value("SELECT jobs FROM accounts")

    assert await db.write(work) == 7
    assert db.signals.event("topic").is_set()
    assert done == [{"ann"}]
    with pytest.raises(TransactionOverError):
        await kept[0].value("SELECT 1")

    async def fails(tx: Transaction) -> None:
        await person(tx, "bob")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await db.write(fails)
    assert await _users(db) == {"ann"}


async def test_an_error_that_is_not_sqlites_own_is_told_as_it_is(db):
    """Text that is none has no code of SQLite: what looks whether a disk is full must not fail for that itself."""
    async with db.reading() as rx:
        with pytest.raises(sqlite3.OperationalError, match="UTF-8"):
            await rx.value("SELECT CAST(x'ff' AS TEXT)")


CHILD = """
import asyncio, sys
from pathlib import Path
from storage.database import Database
from tests.storage.helpers import person

async def main():
    async with Database.open(Path(sys.argv[1])) as db:
        async def write(worker):
            for number in range(10**9):
                name = f"{worker}-{number}"
                if worker % 2:
                    await db.write(lambda tx: person(tx, name))
                else:
                    async with db.transaction() as tx:
                        await person(tx, name)
                print(name, flush=True)
        await asyncio.gather(*(write(worker) for worker in range(8)))

asyncio.run(main())
"""


def test_nothing_that_was_told_is_lost_by_a_kill(tmp_path):
    """kill -9 in the middle of eight writers: each name they were told is there, and at most one more of each."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for again in range(3):
        file = tmp_path / f"{again}.sqlite"
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(file)], stdout=subprocess.PIPE, env=environment, text=True
        ) as child:
            assert child.stdout is not None
            told = [child.stdout.readline().strip() for _ in range(60 + 17 * again)]
            child.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            told += child.stdout.read().split("\n")[:-1]
        there = asyncio.run(_there(file))
        assert set(told) <= there
        assert len(there) <= len(set(told)) + 8


async def _there(file: Path) -> set[str]:
    async with Database.open(file) as db:
        return await _users(db)
