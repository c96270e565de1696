"""A database is brought up to date in whole steps, and never by an older program."""

from __future__ import annotations

import sqlite3

import pytest

from storage import accounts, durations, identities, jobs, leases
from storage.database import Database
from storage.errors import DatabaseTooNewError
from storage.migrate import MIGRATIONS, known_migrations, statements
from tests.storage.helpers import job_of

FIRST = "CREATE TABLE a (x TEXT) STRICT;"


@pytest.fixture
def steps(tmp_path):
    folder = tmp_path / "steps"
    folder.mkdir()
    (folder / "0001_first.sql").write_text(FIRST)
    return folder


def version(path) -> int:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("PRAGMA user_version").fetchone()[0]
    finally:
        connection.close()


async def test_a_new_file_gets_every_step_and_no_copy(tmp_path):
    """There is nothing to save before the first step."""
    async with Database.open(tmp_path / "a.sqlite"):
        pass
    assert version(tmp_path / "a.sqlite") == max(known_migrations())
    assert not (tmp_path / "copies").exists()


async def test_an_older_database_is_copied_and_moved_on(tmp_path, steps, clock):
    """Whatever a step does, yesterday's file is still there."""
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        await tx.run("INSERT INTO a VALUES ('kept')")
    (steps / "0002_more.sql").write_text("ALTER TABLE a ADD COLUMN y TEXT; UPDATE a SET y = 'new';")
    async with Database.open(path, migrations=steps, clock=clock) as db, db.reading() as rx:
        assert tuple(await rx.one("SELECT x, y FROM a")) == ("kept", "new")
    [copy] = (tmp_path / "copies").iterdir()
    assert version(copy) == 1
    assert version(path) == 2


async def test_a_step_that_fails_changes_nothing(tmp_path, steps):
    """Schema and version move together or not at all."""
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps):
        pass
    (steps / "0002_bad.sql").write_text("CREATE TABLE b (x TEXT) STRICT; INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        async with Database.open(path, migrations=steps):
            pass
    (steps / "0002_bad.sql").unlink()
    async with Database.open(path, migrations=steps) as db, db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM sqlite_master WHERE name = 'b'") == 0
        assert await rx.value("PRAGMA user_version") == 1


async def test_a_step_may_rebuild_a_table_others_refer_to(tmp_path, steps):
    """SQLite's way of changing a column: new table, copy, rename."""
    (steps / "0001_first.sql").write_text(
        "CREATE TABLE a (x TEXT PRIMARY KEY) STRICT; CREATE TABLE b (a TEXT REFERENCES a (x) ON DELETE CASCADE) STRICT;"
        "INSERT INTO a VALUES ('1'); INSERT INTO b VALUES ('1');"
    )
    async with Database.open(tmp_path / "a.sqlite", migrations=steps):
        pass
    (steps / "0002_rebuild.sql").write_text(
        "CREATE TABLE fresh (x TEXT PRIMARY KEY, y TEXT) STRICT; INSERT INTO fresh SELECT x, x FROM a;"
        "DROP TABLE a; ALTER TABLE fresh RENAME TO a;"
    )
    async with Database.open(tmp_path / "a.sqlite", migrations=steps) as db, db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM b") == 1
        assert await rx.value("PRAGMA foreign_keys") == 1


async def test_a_step_that_orphans_rows_is_refused(tmp_path, steps):
    """Foreign keys are checked before the commit, because they are off during a step."""
    (steps / "0001_first.sql").write_text(
        "CREATE TABLE a (x TEXT PRIMARY KEY) STRICT; CREATE TABLE b (a TEXT REFERENCES a (x)) STRICT;"
        "INSERT INTO b VALUES ('nobody');"
    )
    with pytest.raises(sqlite3.IntegrityError, match="without their parent"):
        async with Database.open(tmp_path / "a.sqlite", migrations=steps):
            pass


async def test_a_newer_database_is_refused_with_both_versions(tmp_path):
    """An older program would damage what it does not know; the operator learns the numbers."""
    path = tmp_path / "a.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DatabaseTooNewError) as refused:
        async with Database.open(path):
            pass
    assert (refused.value.found, refused.value.known) == (99, max(known_migrations()))


def test_statements_are_split_where_they_end():
    """Semicolons inside a trigger or a text do not end a statement."""
    script = (
        "CREATE TABLE a (x TEXT);\n-- a remark; with a semicolon\nCREATE TRIGGER t AFTER DELETE ON a BEGIN\n"
        "  DELETE FROM a;\nEND;\nINSERT INTO a\n  VALUES ('1;2');\n"
    )
    assert [part.splitlines()[-1].strip() for part in statements(script)] == [
        "CREATE TABLE a (x TEXT);",
        "END;",
        "VALUES ('1;2');",
    ]


def test_migrations_are_numbered_without_gaps():
    """The file's number is the version it leads to."""
    assert list(known_migrations(MIGRATIONS)) == list(range(1, len(known_migrations(MIGRATIONS)) + 1))


async def test_faces_of_the_embedded_base_are_known_to_be_of_an_earlier_edition(tmp_path):
    """The step that began to write editions down came with another embedded base; of other bases nothing is known."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:3]:
        (steps / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        await tx.run("INSERT INTO accounts (id, created, consent) VALUES ('ann', 0, '1')")
        for name, base, trained in (("one", "pocket", 1.0), ("two", "sd15", 1.0), ("three", "pocket", None)):
            await tx.run(
                "INSERT INTO identities (id, account, name, state, base, created, trained) "
                "VALUES (?, 'ann', 'me', 'ready', ?, 0, ?)",
                (name, base, trained),
            )
    async with Database.open(path) as db, db.reading() as rx:
        found = {face.id: face.edition for face in await identities.of(rx, "ann")}
    assert found == {"one": "earlier", "two": None, "three": None}


async def test_what_a_withdrawn_consent_left_behind_is_deleted(tmp_path):
    """Earlier versions said that nothing was kept, and kept the face."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:4]:
        (steps / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        for who, consent in (("ann", None), ("bob", "1")):
            await tx.run("INSERT INTO accounts (id, created, consent) VALUES (?, 0, ?)", (who, consent))
            await tx.run(
                "INSERT INTO identities (id, account, name, state, created) VALUES (?1, ?1, 'me', 'ready', 0)", (who,)
            )
            await tx.run(
                "INSERT INTO media (id, account, purpose, name, mime, bytes, created) "
                "VALUES (?1, ?1, 'adapter', '', '', 1, 0)",
                (who,),
            )
    async with Database.open(path) as db, db.reading() as rx:
        assert [len(await identities.of(rx, who)) for who in ("ann", "bob")] == [0, 1]
        assert [row["media"] for row in await rx.all("SELECT media FROM trash")] == ["ann"]


async def old_job(tx, name, *, identity=None):
    """Write a job as programs before the latest step did."""
    await tx.run(
        "INSERT INTO jobs (id, account, identity, kind, lane, request, platform, address, place, locale, due, created) "
        "VALUES (?1, 'ann', ?2, ?1, 'device', '{}', 'fake', '{}', 'fake:1', 'en', 0, 0)",
        (name, identity),
    )


async def test_jobs_keep_the_numbers_they_were_shown_under_through_the_update(tmp_path):
    """A number somebody noted must find its own job, and never a newer one of the same person."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql")):
        if file.name.endswith("_own_numbers.sql"):
            break
        (steps / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        await tx.run("INSERT INTO accounts (id, created, consent) VALUES ('ann', 0, '1')")
        for name in ("one", "two", "three"):
            await old_job(tx, name)
        await tx.run("DELETE FROM jobs WHERE id = 'three'")
    async with Database.open(path) as db, db.transaction() as tx:
        assert [(await jobs.by_own(tx, "ann", number)).id for number in (1, 2)] == ["one", "two"]
        assert (await job_of(tx, "ann")).own == 4


async def test_a_training_that_waited_through_the_update_frees_its_face_when_it_ends(tmp_path):
    """Which job learns a face is written down since then; without it a face would be in training for ever."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:7]:
        (steps / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "a.sqlite"
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        await tx.run("INSERT INTO accounts (id, created, consent) VALUES ('ann', 0, '1')")
        face = "INSERT INTO identities (id, account, name, state, created) VALUES ('f', 'ann', '', 'training', 0)"
        await tx.run(face)
        for kind in ("enrol", "instant", "portrait"):
            await old_job(tx, kind, identity="f")
    async with Database.open(path) as db, db.transaction() as tx:
        for kind, state in (("instant", "training"), ("portrait", "training"), ("enrol", "failed")):
            await jobs.move(tx, kind, "failed")
            assert (await identities.get(tx, "f", "ann")).state == state


def test_every_step_has_a_number_of_its_own():
    """Of two files with one number the earlier would be passed over without a word."""
    files = sorted(path.name for path in MIGRATIONS.glob("*.sql"))
    assert [int(name[:4]) for name in files] == list(range(1, len(files) + 1))


async def test_people_and_jobs_in_every_state_come_through_the_rounds_and_payments(tmp_path):
    """Who waited is served first, in the order they came; what earlier jobs took is known; nothing else changed."""
    steps = tmp_path / "steps"
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:18]:
        (steps / file.name).write_bytes(file.read_bytes())
    path = tmp_path / "a.sqlite"
    made = []
    async with Database.open(path, migrations=steps) as db, db.transaction() as tx:
        for at, user in enumerate(("ann", "bob")):
            await tx.run("INSERT INTO accounts (id, created, consent) VALUES (?, 0, '1')", (user,))
            await tx.run("INSERT INTO turns (account, lane, served) VALUES (?, 'device', ?)", (user, 7 + at))
            await tx.run("INSERT INTO posts (account, place, at) VALUES (?, 'fake:1', 0)", (user,))
        for state in (*jobs.MOVES, "queued", "queued"):
            user = "bob" if len(made) % 2 else "ann"
            done = state in ("rendered", "delivering", "done", "expired")
            columns = {"id": f"{len(made)}{state}", "account": user, "own": len(made) + 1, "state": state}
            columns |= {"kind": "portrait", "lane": "device", "platform": "fake", "address": "{}", "place": "fake:1"}
            columns |= {"started": 10.0, "rendered": 10.0 + len(made)} if done else {}
            columns |= {"served": 7, "request": '{"count": 3}', "created": len(made), "due": 0, "locale": "en"}
            await tx.insert("jobs", columns)
            made.append(columns)
    async with Database.open(path) as db, db.transaction() as tx:
        found = [job for user in ("ann", "bob") for job in await jobs.of(tx, user)]
        kept = sorted((job.id, job.account, job.state, job.size) for job in found)
        assert kept == sorted((one["id"], one["account"], one["state"], 3) for one in made)
        assert len(await durations.recent(tx, "portrait")) == 4
        assert await tx.value("SELECT count(*) FROM posts WHERE account IS NOT NULL") == 2
        newcomer = await job_of(tx, (await accounts.find_or_create(tx, "fake", "new")).id)
        claimed = [await leases.claim(tx, "device", "w", 30.0) for _ in range(4)]
        assert [job.id for job in claimed if job] == ["0queued", "9queued", newcomer.id, "8queued"]
