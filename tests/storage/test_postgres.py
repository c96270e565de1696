"""What a server must do that a file does by itself: many writers, several processes, the same words."""

from __future__ import annotations

import asyncio
import json
import traceback
from contextlib import suppress

import pytest

from storage import accounts, jobs, leases, links, naming, outbox
from storage.database import Database
from storage.errors import (
    DatabaseTooNewError,
    DatabaseUnreachableError,
    NoCopyError,
    OvertakenError,
    RolledBackError,
)
from storage.postgres.translate import query, schema
from tests.fakes import postgres
from tests.storage.helpers import POSTGRES, new_job, person

TEXTS = (
    "Report by fake:12", "fake:1-a", "notfake:1", "see fake:1_b", "Report by fake:1.", "的fake:1的", "line\nfake:1: x",
    "(fake:1, fake:12)", "zero \0 fake:1", "half \ud83d fake:1", "zero \0 fake:12", "🙂 fake:1", "back\\slash fake:1",
)  # fmt: skip


@POSTGRES
async def test_both_end_in_the_same_tables(db, tmp_path):
    """The migrations are written once: a column that came out otherwise would be found by a person, much later."""
    async with db.reading() as rx:
        server = [
            (row["t"], row["c"], KINDS[row["kind"]], row["nulls"] == "NO")
            for row in await rx.all(
                "SELECT table_name AS t, column_name AS c, data_type AS kind, is_nullable AS nulls "
                "FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'schema%'"
            )
        ]
        indexes = [row[0] for row in await rx.all("SELECT indexname FROM pg_indexes WHERE schemaname = 'public'")]
        triggers = [
            (row[0], row[1])
            for row in await rx.all(
                "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            )
        ]
    file, file_indexes, file_triggers = await _of_file(tmp_path)
    assert set(server) == set(file)
    assert len(file) > 200
    assert file_indexes <= set(indexes)
    assert set(triggers) == file_triggers
    assert len(triggers) >= 3


KINDS = {"text": "TEXT", "bigint": "INTEGER", "double precision": "REAL", "bytea": "BLOB"}


async def _of_file(folder):
    async with Database.open(folder / "a.sqlite") as db, db.reading() as rx:
        tables = [row["name"] for row in await rx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = [
            (table, column["name"], column["type"], bool(column["notnull"] or column["pk"]))
            for table in tables
            if not table.startswith("sqlite_")
            for column in await rx.all(f"PRAGMA table_info({table})")
        ]
        named = await rx.all("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        triggers = await rx.all("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    return columns, {row["name"] for row in named}, {(row["name"], row["tbl_name"]) for row in triggers}


@POSTGRES
async def test_a_second_process_finds_the_tables_made(opened):
    """Two that start at once must not both make them; one of an older program must not touch newer ones."""
    async with opened() as one, opened() as two:
        async with one.transaction() as tx:
            await person(tx)
        async with two.transaction() as tx:
            assert await accounts.count(tx) == 1
            await tx.run("INSERT INTO schema_versions (version, at) VALUES (999, 0)")
    with pytest.raises(DatabaseTooNewError):
        async with opened():
            pass


async def test_two_that_start_at_once_on_an_empty_server_make_the_tables_once(server, tmp_path):
    """As two containers of one compose file do."""
    from storage.postgres.database import PostgresDatabase

    url = server.fresh()

    async def start():
        async with PostgresDatabase.connect(url, tmp_path) as db, db.transaction() as tx:
            await person(tx, "ann")

    await asyncio.gather(start(), start())
    server.drop(url)


@POSTGRES
@pytest.mark.parametrize("text", TEXTS)
async def test_both_agree_on_whom_a_text_names(db, text):
    """Who was erased is looked for with this: half of a character or a zero byte must not hide a name, or stop it."""
    said = json.dumps({"kind": "text", "a": [{"b": text}]})
    async with db.reading() as rx:
        assert await rx.value("SELECT names_person(?, ?)", (said, "fake:1")) == naming.names_person(said, "fake:1")
        assert await rx.value("SELECT json_extract(?, '$.kind')", (said,)) == "text"


@POSTGRES
async def test_parts_run_side_by_side_and_everything_waits_for_all(opened):
    """Otherwise several processes would be one writer again; and whoever reads before writing must be alone."""
    seen, inside = [], asyncio.Event()

    async def within(db, part, other):
        async with db.transaction(part) as tx:
            await tx.value("SELECT 1")
            seen.append(f"{part} in")
            inside.set()
            if other is not None:
                await asyncio.wait_for(other.wait(), 60)
            seen.append(f"{part} out")

    async with opened() as one, opened() as two:
        both = asyncio.Barrier(2)
        await asyncio.gather(within(one, "place:a", both), within(two, "place:b", both))  # both are in at once
        seen.clear()
        inside.clear()
        gate = asyncio.Event()
        holding = asyncio.create_task(within(one, "place:a", gate))
        await inside.wait()
        waits = [asyncio.create_task(within(two, part, None)) for part in ("place:a", "")]
        await _until(lambda: _waiting(two, 2))  # the server has both, and keeps them
        assert seen == ["place:a in"]
        gate.set()
        await asyncio.gather(holding, *waits)
    assert len(seen) == 6


async def _until(condition):
    """Wait until the server says so, for as long as a busy machine may take."""
    async with asyncio.timeout(60):
        while not await condition():  # noqa: ASYNC110 - the server tells nobody
            await asyncio.sleep(0.02)


async def _waiting(db, count):
    async with db.reading() as rx:
        return (
            await rx.value(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            == count
        )


@POSTGRES
async def test_of_two_who_turn_to_everything_one_fails_and_both_are_not_stuck(opened):
    """The server notices; the update whose handler it was is tried again."""
    import psycopg

    both = asyncio.Barrier(2)

    async def turn(db, part):
        async with db.transaction(part) as tx:
            await tx.value("SELECT 1")
            await both.wait()
            await tx.alone()
            return "alone"

    async with opened() as one, opened() as two:
        done = await asyncio.gather(turn(one, "a"), turn(two, "b"), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["DeadlockDetected", "str"], psycopg.__version__


@POSTGRES
async def test_a_name_is_held_by_one_process_and_free_when_it_is_gone(opened):
    """Two that sent the same row would double it; one that died must not keep its chats for ever."""
    async with opened() as two, opened() as one:
        async with one.hold("place:a") as mine, two.hold("place:a") as theirs, two.hold("place:b") as other:
            assert (mine, theirs, other) == (True, False, True)
            async with one.hold("place:a") as again:
                assert not again
            async with one.transaction("place:a") as tx:  # whoever has a place writes about it
                await asyncio.wait_for(tx.value("SELECT 1"), 60)
        holding = one.hold("place:a")
        assert await holding.__aenter__()
        await one._holder.close()  # as the server sees a process that was killed

        async def free():
            async with two.hold("place:a") as mine:
                return mine

        await _until(free)


@POSTGRES
async def test_what_one_process_commits_wakes_the_other(opened):
    """Else an answer would wait for the next look at the clock."""
    async with opened() as one, opened() as two:
        event = two.signals.event(outbox.TOPIC)
        async with one.transaction() as tx:
            tx.signal(outbox.TOPIC)
        await asyncio.wait_for(event.wait(), 60)


@POSTGRES
async def test_who_lets_a_cut_off_statement_pass_keeps_nothing(db):
    """Whether the server ran it nobody knows: what waited in front of it would be there twice."""

    async def impatient() -> None:
        async with db.transaction() as tx:
            tx.insert_soon("audit", {"at": 0.0, "actor": "ann", "action": "once"})
            with suppress(TimeoutError):
                async with asyncio.timeout(0):
                    await tx.all("SELECT 1")

    with pytest.raises(RolledBackError):
        await impatient()
    async with db.transaction() as tx:
        assert await tx.all("SELECT actor FROM audit") == []


@POSTGRES
async def test_of_many_claims_at_once_each_gets_another_job_and_tokens_only_rise(opened):
    """A lease that ran out goes to another process; whoever had it can change nothing any more."""
    async with opened() as one, opened() as two:
        made = {(await new_job(one, f"user {number}")).id for number in range(6)}

        async def take(db):
            async with db.transaction() as tx:
                return await leases.claim(tx, "device", "owner", -1.0)

        taken = await asyncio.gather(*(take(db) for db in (one, two) * 3))
        assert {job.id for job in taken} == made
        async with two.transaction() as tx:
            await leases.overdue(tx, "device")
            again = await leases.claim(tx, "device", "another", 60.0)
        old = next(job for job in taken if job.id == again.id)
        assert again.token == old.token + 1
        with pytest.raises(jobs.LostTokenError):
            async with one.transaction() as tx:
                await leases.heartbeat(tx, old.id, old.token, 60.0)


@POSTGRES
async def test_a_zero_byte_in_a_name_is_no_reason_to_lose_an_update(db):
    """SQLite keeps it, PostgreSQL cannot: it becomes the sign for what cannot be shown."""
    async with db.transaction() as tx:
        await accounts.find_or_create(tx, "fake", "a\0b")
    async with db.reading() as rx:
        assert await rx.value("SELECT user FROM users") == "a\ufffdb"


@POSTGRES
async def test_a_server_is_copied_by_its_own_tools(db, tmp_path):
    """A file that is no copy would be found out when it is needed."""
    with pytest.raises(NoCopyError):
        await db.copy(tmp_path / "a")


@pytest.mark.skipif(bool(postgres.why_not()), reason=postgres.why_not())
async def test_a_server_that_is_not_there_is_said(tmp_path):
    """In one sentence, without the password."""
    from storage.postgres.database import PostgresDatabase

    with pytest.raises(DatabaseUnreachableError) as said:
        async with PostgresDatabase.connect(f"postgresql://bot:secret@/x?host={tmp_path}", tmp_path):
            pass
    assert "secret" not in str(said.value)


def test_statements_keep_their_strings_and_change_their_marks():
    """A question mark, a colon or the word ``user`` in a string is what somebody wrote."""
    assert query("SELECT user, '?:a user' FROM users WHERE x = ? AND y = ?") == (
        "SELECT \"user\", '?:a user' FROM users WHERE x = $1 AND y = $2",
        (),
    )
    assert query("SELECT ?2, ?1, ?2")[0] == "SELECT $2, $1, $2"
    assert query("VALUES (:b, :a, :b)") == ("VALUES ($1, $2, $1)", ("b", "a"))
    assert query("SELECT 1 FROM jobs INDEXED BY jobs_next WHERE a")[0] == "SELECT 1 FROM jobs  WHERE a"


def test_rows_are_moved_only_where_there_may_be_some():
    """A new server has none, and what moves them may be SQLite's own words."""
    assert schema("UPDATE a SET b = strftime('%s')", empty=True) is None
    assert schema("UPDATE a SET b = 1", empty=False) == "UPDATE a SET b = 1"
    assert schema("-- user\nCREATE TRIGGER x AFTER DELETE ON a BEGIN END;", empty=False) is None
    made = schema("CREATE TABLE a (id INTEGER PRIMARY KEY, user TEXT) STRICT, WITHOUT ROWID;", empty=True)
    assert made == 'CREATE TABLE a (id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, "user" TEXT COLLATE "C");'


@POSTGRES
async def test_a_process_learns_that_what_it_held_is_gone(db, server):
    """Others have its chats by then: it must end, and be started again, instead of writing to them too."""
    watching = asyncio.create_task(db.lost())
    server.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 't%' AND pid <> pg_backend_pid()"
    )
    with pytest.raises(DatabaseUnreachableError):
        await asyncio.wait_for(watching, 60)
    with pytest.raises(DatabaseUnreachableError):
        async with db.hold("place:a"):
            pass


@POSTGRES
@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
async def test_what_is_read_in_a_turn_is_of_that_turn_whatever_the_server_begins_with(
    opened, address, server, isolation
):
    """A snapshot from before it waited would be an old one: of two who count the same thing up one would fail."""
    name = address.removeprefix("postgresql:///").partition("?")[0]
    server.run(f"ALTER DATABASE {name} SET default_transaction_isolation = '{isolation}'")
    async with opened() as one, opened() as two:
        async with one.transaction() as tx:
            account = await person(tx)

        async def count(db):
            for _ in range(5):
                async with db.transaction() as tx:
                    before = await tx.value("SELECT jobs FROM accounts WHERE id = ?", (account,))
                    await tx.run("UPDATE accounts SET jobs = ? WHERE id = ?", (before + 1, account))

        await asyncio.gather(*(count(db) for db in (one, two, one, two)))
        async with one.reading() as rx:
            assert await rx.value("SELECT jobs FROM accounts WHERE id = ?", (account,)) == 20


@POSTGRES
async def test_who_was_cut_off_while_it_took_a_name_keeps_nobody_out(opened, monkeypatch):
    """The server gave the lock, and this process does not know: nobody else could serve that place until it ends."""
    async with opened() as one, opened() as two:
        given, had = asyncio.Event(), one._holder.execute

        async def slowly(*arguments, **more):
            cursor = await had(*arguments, **more)
            given.set()
            await asyncio.sleep(0.05)
            return cursor

        monkeypatch.setattr(one._holder, "execute", slowly)

        async def take():
            async with one.hold("place:a"):
                await asyncio.sleep(60)

        taking = asyncio.create_task(take())
        await given.wait()
        taking.cancel()
        await asyncio.gather(taking, return_exceptions=True)
        async with two.hold("place:a") as mine:
            assert mine


@POSTGRES
async def test_who_listens_again_looks_at_everything(opened):
    """What was told while the connection was gone would be found at the next look at the clock, a minute later.

    Before anything is cut off nothing was missed: who is connected listens.
    """
    async with opened() as db:
        event = db.signals.event(outbox.TOPIC)
        await asyncio.sleep(0.3)
        assert not event.is_set()
        async with opened() as other, other.reading() as rx:
            cut = await rx.all(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE query LIKE 'LISTEN%' AND datname = current_database()"
            )
        assert len(cut) == 2
        await asyncio.wait_for(event.wait(), 60)


@POSTGRES
async def test_of_two_who_type_a_code_at_once_one_asks(opened):
    """The owner is asked by the first, says yes, and would be one with the second, whose question came after it."""
    async with opened() as one, opened() as two:
        async with one.transaction() as tx:
            owner, *askers = [await person(tx, name) for name in ("owner", "ann", "ben")]
            await links.open_(tx, owner, "fake", "code")
        both = asyncio.Barrier(2)

        async def ask(db, asker):
            async with db.transaction(f"account:{asker}") as tx:
                there = await links.invited(tx, "code", "elsewhere")
                await both.wait()
                more = {"name": "x", "platform": "elsewhere", "address": {}, "locale": "en", "keeps": "there"}
                await links.ask(tx, there, asker, **more)

        ends = await asyncio.gather(*map(ask, (one, two), askers), return_exceptions=True)
        assert [type(each) for each in ends if each] == [OvertakenError]
        async with one.reading() as rx:
            found = await links.asked(rx, owner)
        assert found.asker == askers[ends.index(None)]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://bot:s3cret@word@localhost/x",
        "postgresql://bot:s3cret/word@localhost/x",
        "postgresql://bot:s3%cretword@localhost/x",
        "postgresql://bot:55/s3cretword@localhost/x",
    ],
)
async def test_a_password_that_is_not_escaped_is_in_no_error(url, tmp_path, caplog):
    """Taken apart wrongly its end is a host or a port, and what cannot be reached is named in the log."""
    pytest.importorskip("psycopg", reason="psycopg is an optional dependency")
    from storage.postgres import moving, peek
    from storage.postgres.database import PostgresDatabase

    async def connect():
        async with PostgresDatabase.connect(url, tmp_path):
            pass

    for attempt in (connect, lambda: moving.prepare(url), lambda: asyncio.to_thread(peek.facts, url)):
        with pytest.raises(DatabaseUnreachableError) as said:
            await attempt()
        shown = "".join(traceback.format_exception(said.value)) + caplog.text
        assert "cannot be read" in shown
        assert "word" not in shown.replace("password", "")
        assert "s3" not in shown


@pytest.mark.parametrize("url", ["postgresql://bot:s3%40c@h:5433/x?sslmode=verify-full", "postgresql:///x?host=/run"])
def test_an_address_is_taken_as_it_is_written_and_looked_after(url):
    """A machine that lost its power says nothing: without these both ends would wait for hours, with all the locks."""
    conninfo = pytest.importorskip("psycopg.conninfo", reason="psycopg is an optional dependency")
    from storage.postgres.address import ALIVE, checked

    known = conninfo.conninfo_to_dict(checked(url))
    assert known == {**{name: str(value) for name, value in ALIVE.items()}, **conninfo.conninfo_to_dict(url)}
    assert conninfo.conninfo_to_dict(checked(f"{url}{'&' if '?' in url else '?'}keepalives_idle=60"))[
        "keepalives_idle"
    ] == "60"  # fmt: skip
