"""Sealed files in a store of objects: what leaves is sealed, what is deleted is gone, what does not answer is said."""

from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from storage import belonging
from storage.breaker import Breaker
from storage.errors import (
    FilesElsewhereError,
    ForeignStoreError,
    NoSuchMediaError,
    NotMovedError,
    StoreKeepsVersionsError,
    StoreUnreachableError,
    UnreadableError,
)
from storage.retention import Retention, sweep_at_start, tidy
from storage.s3 import Bucket, S3Files, is_silence
from storage.sealed import FolderFiles
from storage.vault import BETWEEN_SECONDS, Vault
from tests.fakes.s3 import PAGE, PATIENCE, FakeS3
from tests.storage.helpers import person

SECRET = b"the face of ann, in the clear"


@pytest.fixture
def s3():
    with FakeS3().serving() as fake:
        yield fake


def bucket_of(fake: FakeS3, prefix: str = "bot") -> Bucket:
    return Bucket(
        name=fake.bucket, endpoint=fake.endpoint, region=fake.region, key=fake.key, secret=fake.secret, prefix=prefix
    )


def files_in(fake: FakeS3, prefix: str = "bot", seconds: float = PATIENCE, breaker: Breaker | None = None) -> S3Files:
    """Return the store; it may be asked again at once after it did not answer, unless ``breaker`` says otherwise."""
    always = Breaker("the store of sealed files", is_silence, pause=0.0, probe=PATIENCE)
    return S3Files(bucket_of(fake, prefix), seconds=seconds, breaker=breaker or always)


@pytest.fixture(params=["folder", "s3"])
def files(request, tmp_path):
    """Where sealed files may lie."""
    if request.param == "folder":
        return FolderFiles(tmp_path / "media")
    return files_in(request.getfixturevalue("s3"))


@pytest.fixture
def vault(files, tmp_path):
    return Vault.open(tmp_path, files=files)


async def names(files) -> set[str]:
    return {entry.name async for entry in files.entries()}


async def kept(db, vault, user="ann", data=SECRET):
    async with db.transaction() as tx:
        account = await person(tx, user)
        row = await vault.put(tx, account, data, purpose="selfie", name="a.png", mime="image/png")
    return account, row.id


async def test_a_file_comes_back_until_it_is_deleted(files):
    """The one promise whoever keeps files makes; a listing has more than one page."""
    wanted = {f"file{number:02}": os.urandom(100 + number) for number in range(2 * PAGE + 1)}
    for name, data in wanted.items():
        await files.write(name, data)
    assert {name: await files.read(name) for name in wanted} == wanted
    assert await names(files) == set(wanted)
    about = [entry async for entry in files.entries()]
    assert {entry.name: entry.bytes for entry in about} == {name: len(data) for name, data in wanted.items()}
    assert all(abs(time.time() - entry.changed) < 60 for entry in about)
    await files.write("file00", b"again")
    assert await files.read("file00") == b"again"
    await files.delete(["file00", "file01", "never"])
    assert await names(files) == set(wanted) - {"file00", "file01"}
    with pytest.raises(NoSuchMediaError):
        await files.read("file00")


async def test_what_is_kept_and_lent_opens_for_its_owner_alone(db, vault):
    """The vault is the same whoever keeps its files."""
    ann, photo = await kept(db, vault)
    bob, other = await kept(db, vault, "bob", b"another")
    async with db.reading() as rx:
        data, row = await vault.read(rx, photo, ann)
        assert (data, row.bytes) == (SECRET, len(SECRET))
        with pytest.raises(NoSuchMediaError):
            await vault.read(rx, photo, bob)
        await vault.files.write(other, await vault.files.read(photo))
        with pytest.raises(UnreadableError):
            await vault.read(rx, other, bob)


async def test_only_sealed_bytes_and_an_id_ever_leave(db, s3, tmp_path):
    """Whoever runs the store, or listens, sees no face, no name, no kind of file and no person."""
    vault = Vault.open(tmp_path, files=files_in(s3))
    ann, photo = await kept(db, vault)
    seen = b"".join(s3.came) + "".join(s3.headers).encode() + "".join(s3.objects).encode()
    assert photo.encode() in seen, "the control: what is sent is looked at"
    for clear in (SECRET, ann.encode(), b"a.png", b"image/png", b"selfie", s3.secret.encode()):
        assert clear not in seen, clear
    assert not (tmp_path / "media").exists()


async def test_who_is_forgotten_leaves_no_object(db, vault, files):
    """Row, key and file; a neighbour's stay."""
    ann, _ = await kept(db, vault)
    bob, other = await kept(db, vault, "bob", b"another")
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    assert await names(files) == {other}
    async with db.reading() as rx:
        assert (await vault.read(rx, other, bob))[0] == b"another"
        assert await rx.value("SELECT count(*) FROM trash") == 0


async def test_who_is_forgotten_while_the_store_is_down_is_forgotten_all_the_same(db, s3, tmp_path):
    """The key goes at once, so what is still there opens for nobody; the hour after, it goes too."""
    vault = Vault.open(tmp_path, files=files_in(s3))
    ann, photo = await kept(db, vault)
    async with db.reading() as rx:
        wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
    s3.down = True
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    assert s3.names("bot/media/") == [f"bot/media/{photo}"], "the control: it could not be deleted"
    if not db.shared:
        assert wrapped not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    s3.down = False
    await tidy(db, vault, Retention())
    assert s3.names("bot/media/") == []


async def test_what_a_kill_left_between_file_and_row_is_swept_at_the_start(db, vault, files):
    """Sealed, put, killed: nobody will ever ask for it."""
    _, photo = await kept(db, vault)
    await files.write("orphan", b"sealed")
    assert await vault.sweep(db, sole=True) == 1
    assert await names(files) == {photo}


async def test_the_hourly_sweep_leaves_alone_what_may_get_a_row_yet(db, s3, tmp_path):
    """Another process, or a slow request of one that was killed, may be between file and row just now."""
    vault = Vault.open(tmp_path, files=files_in(s3))
    await vault.files.write("young", b"sealed")
    await vault.files.write("old", b"sealed")
    s3.objects["bot/media/old"].changed -= BETWEEN_SECONDS + 5
    await tidy(db, vault, Retention())
    assert s3.names("bot/media/") == ["bot/media/young"]


async def test_two_prefixes_of_a_bucket_never_sweep_each_other(db, s3, tmp_path):
    """Two bots of one operator in one bucket."""
    one, other = (Vault.open(tmp_path / name, files=files_in(s3, name)) for name in ("one", "two"))
    await one.files.write("a", b"sealed")
    await other.files.write("b", b"sealed")
    await sweep_at_start(db, one, tmp_path / "scratch", sole=True)
    assert s3.names() == ["two/media/b"]


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"down": True}, "error sending request"),
        ({"fail_next": 99}, "503"),
        ({"full": True}, "507"),
        ({"silent": True}, "gave no answer in time"),
        ({"bucket": "another"}, "there is no bucket faces"),
        ({"secret": "another"}, "refuses the key"),
    ],
)
async def test_a_store_that_does_not_serve_is_said_in_a_few_words(s3, fault, said):
    """Not as a missing file, which would end a job, and without the key, an address of an object, or a page of XML."""
    files = files_in(s3)
    await files.write("photo", b"sealed")
    if "silent" in fault:
        files._seconds = 0.05
    for name, value in fault.items():
        setattr(s3, name, value)
    asked = [files.write("photo", b"other")] + ([files.read("photo")] if "full" not in fault else [])
    for each in asked:
        with pytest.raises(StoreUnreachableError) as refused:
            await each
        assert said in refused.value.why
        assert len(refused.value.why) < 160
        assert not any(word in refused.value.why for word in (FakeS3.secret, FakeS3.key, "photo", "<"))


XML = '<?xml version="1.0"?><Error><Code>{}</Code><AWSAccessKeyId>KEYOFTHETESTS</AWSAccessKeyId></Error>'


@pytest.mark.parametrize(
    ("status", "body", "kind", "said"),
    [
        (404, "404 page not found", "text/plain", "answers 404, and not as a store does"),
        (404, XML.format("NoSuchBucket"), "application/xml", "there is no bucket faces"),
        (403, XML.format("RequestTimeTooSkewed"), "application/xml", "set the clock"),
        (403, XML.format("InvalidAccessKeyId"), "application/xml", r"refuses the key \(InvalidAccessKeyId\)"),
        (400, XML.format("AuthorizationHeaderMalformed"), "application/xml", "400 .*AuthorizationHeaderMalformed"),
        (400, XML.format("Odd").partition("?>")[2], "application/xml", r"400 Bad Request \(Odd\)$"),
    ],
)
async def test_an_answer_of_somebody_else_is_no_missing_file(s3, status, body, kind, said):
    """A proxy whose store starts anew says 404 too: a face must not be taken for gone. The reason says what to do."""
    files = files_in(s3)
    await files.write("photo", b"sealed")
    with pytest.raises(NoSuchMediaError):
        await files.read("another")  # the control: what the store itself says is believed
    s3.says = (status, body, kind)
    for ask in (files.read("photo"), files.write("photo", b"other"), files.delete(["photo"]), names(files)):
        with pytest.raises(StoreUnreachableError) as refused:
            await ask
        assert "KEYOFTHETESTS" not in refused.value.why
        assert "<" not in refused.value.why
    s3.says = (status, body, kind)
    with pytest.raises(StoreUnreachableError, match=said):
        await files.read("photo")


async def test_a_page_in_place_of_a_file_is_no_damaged_file(db, s3, tmp_path):
    """Somebody's maintenance page with 200: the file is still there, and what waits for it waits."""
    vault = Vault.open(tmp_path, files=files_in(s3))
    ann, photo = await kept(db, vault)
    s3.says = (200, "<html>back soon</html>", "text/html")
    async with db.reading() as rx:
        with pytest.raises(StoreUnreachableError):
            await vault.read(rx, photo, ann)
    s3.says = None
    async with db.reading() as rx:
        assert (await vault.read(rx, photo, ann))[0] == SECRET


async def test_what_was_deleted_before_keeps_nothing_from_being_deleted(s3):
    """Some stores answer 404 then: else the first such name would keep all others, of everybody, for ever."""
    files = files_in(s3)
    for name in "abc":
        await files.write(name, b"sealed")
    s3.says_missing = True
    await files.delete(["never", "a", "gone", "b"])
    assert s3.names() == ["bot/media/c"]
    s3.bucket = "another"
    with pytest.raises(StoreUnreachableError, match="no bucket"):
        await files.delete(["c"])


async def test_many_files_nobody_needs_are_one_question(s3, tmp_path, monkeypatch):
    """Where the store is silent each would be waited for: a result of eight pictures for two minutes."""
    vault, asked = Vault.open(tmp_path, files=files_in(s3)), []

    async def away(names):
        asked.append(list(names))
        raise StoreUnreachableError("away")

    monkeypatch.setattr(vault.files, "delete", away)
    await vault.discard_files(["a", "b", "c"])
    await vault.discard_files([])
    assert asked == [["a", "b", "c"]]


async def test_the_key_of_who_is_forgotten_is_nowhere_before_the_store_is_asked(db, s3, tmp_path, monkeypatch):
    """A store may keep silent for minutes, and a kill come meanwhile: then it must be too late for the key."""
    if db.shared:
        pytest.skip("reads the bytes of the database's file; those of a PostgreSQL server are its operator's")
    vault = Vault.open(tmp_path, files=files_in(s3))
    ann, _ = await kept(db, vault)
    async with db.reading() as rx:
        wrapped = await rx.value("SELECT wrapped_key FROM accounts WHERE id = ?", (ann,))
    seen = []

    async def away(names):
        seen.append(wrapped in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()))
        seen.append((tmp_path / "erased.txt").exists())
        raise StoreUnreachableError("away")

    assert wrapped in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()), "the control"
    monkeypatch.setattr(vault.files, "delete", away)
    async with db.transaction() as tx:
        await vault.forget(tx, ann)
    assert seen[:2] == [False, True]


async def test_what_expires_while_the_store_is_away_is_in_no_log_of_the_database(db, s3, tmp_path, monkeypatch):
    """Days of silence must not keep days of deleted rows."""
    vault, scrubbed = Vault.open(tmp_path, files=files_in(s3)), []
    await kept(db, vault)
    async with db.transaction() as tx:
        await tx.run("DELETE FROM media")

    async def scrub():
        scrubbed.append(1)

    monkeypatch.setattr(db, "scrub", scrub)
    s3.down = True
    with pytest.raises(StoreUnreachableError):
        await tidy(db, vault, Retention())
    assert scrubbed


async def test_a_short_fault_of_the_store_is_not_noticed(s3):
    """Two answers of "slow down" are no reason to tell anybody."""
    files = files_in(s3)
    s3.fail_next = 2
    await files.write("photo", b"sealed")
    s3.fail_next = 2
    assert await files.read("photo") == b"sealed"


async def test_nothing_of_the_environment_decides_where_files_go(s3, monkeypatch):
    """Variables of another program's account would send faces, or sign for them, elsewhere."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ACCESS_KEY_ID": "another",
        "AWS_SESSION_TOKEN": "another",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_VIRTUAL_HOSTED_STYLE_REQUEST": "true",
        "AWS_S3_EXPRESS": "true",
        "AWS_UNSIGNED_PAYLOAD": "true",
        "AWS_BUCKET": "another",
    }.items():
        monkeypatch.setenv(name, value)
    await files_in(s3).write("photo", b"sealed")
    assert s3.names() == ["bot/media/photo"]
    assert "another" not in "".join(s3.headers)


async def test_a_bucket_that_keeps_what_is_deleted_is_refused(s3):
    """People are told that it is gone."""
    files = files_in(s3)
    await files.examine()
    assert s3.names() == []
    s3.versions = True
    with pytest.raises(StoreKeepsVersionsError):
        await files.examine()


async def test_a_store_with_another_bots_files_is_left_alone(s3, tmp_path):
    """Its sweep would delete every one of them."""
    mine, other = (Vault.open(tmp_path / name, files=files_in(s3)) for name in ("mine", "other"))
    await belonging.claim(mine, mine.files)
    await belonging.claim(mine, mine.files)
    with pytest.raises(ForeignStoreError):
        await belonging.claim(other, other.files)
    await mine.files.write("a", b"sealed")
    await mine.files.disown()
    with pytest.raises(ForeignStoreError):
        await belonging.claim(mine, mine.files)


async def test_a_rotated_master_key_still_knows_its_store(db, s3, tmp_path):
    """The mark was sealed under the key of before."""
    vault = Vault.open(tmp_path, files=files_in(s3))
    await belonging.claim(vault, vault.files)
    await vault.rotate(db)
    await belonging.claim(Vault.open(tmp_path, files=vault.files), vault.files)


async def moved(db, tmp_path, s3, count=5):
    """Return a vault with so many files in its folder, their ids, owner, and the store they are to go to."""
    vault = Vault.open(tmp_path)
    ids = []
    for number in range(count):
        ann, photo = await kept(db, vault, data=SECRET + bytes([number]))
        ids.append(photo)
    return vault, ids, ann, files_in(s3)


async def test_files_move_into_a_store_and_back_as_they_are(db, s3, tmp_path):
    """Nobody has to leave, and nobody has to stay."""
    vault, ids, ann, store = await moved(db, tmp_path, s3)
    sealed = {name: vault.files.path(name).read_bytes() for name in ids}
    with pytest.raises(NotMovedError):
        belonging.require(tmp_path, store.bucket.address)
    assert await belonging.move_in(tmp_path, vault, store) == len(ids)
    assert belonging.count_in(tmp_path) == 0
    assert {name: await store.read(name) for name in ids} == sealed
    belonging.require(tmp_path, store.bucket.address)
    with pytest.raises(FilesElsewhereError):
        belonging.require(tmp_path, "")
    with pytest.raises(FilesElsewhereError):
        belonging.require(tmp_path, replace(store.bucket, prefix="other").address)
    async with db.reading() as rx:
        there = Vault.open(tmp_path, files=store)
        assert (await there.read(rx, ids[0], ann))[0] == SECRET + b"\0"
    assert await belonging.move_out(tmp_path, vault, store) == len(ids)
    assert {name: vault.files.path(name).read_bytes() for name in ids} == sealed
    assert s3.names() == []
    belonging.require(tmp_path, "")


class Killed(BaseException):
    """What a kill does to whoever is at it."""


async def test_a_way_back_that_is_killed_leaves_nothing_nobody_knows_of(db, s3, tmp_path, monkeypatch):
    """With S3_BUCKET emptied too early the bot must not run on the folder: faces would stay in the store for ever."""
    vault, ids, _, store = await moved(db, tmp_path, s3, 3)
    await belonging.move_in(tmp_path, vault, store)

    async def killed(names):
        raise Killed

    monkeypatch.setattr(store, "delete", killed)
    with pytest.raises(Killed):
        await belonging.move_out(tmp_path, vault, store)
    with pytest.raises(FilesElsewhereError):
        belonging.require(tmp_path, "")
    monkeypatch.undo()
    assert await belonging.move_out(tmp_path, vault, store) == len(ids)
    belonging.require(tmp_path, "")
    assert s3.names() == []


@pytest.mark.parametrize("after", range(1, 13))
async def test_a_move_that_is_killed_anywhere_is_done_again(db, s3, tmp_path, after):
    """At every request: all files are in one of the two places that counts, and nothing is in between for good."""
    vault, ids, ann, store = await moved(db, tmp_path, s3, 3)
    asked = 0

    class Dying(S3Files):
        async def _put(self, path, data):
            await self.count()
            return await super()._put(path, data)

        async def _get(self, path):
            await self.count()
            return await super()._get(path)

        async def _delete(self, paths):
            await self.count()
            await super()._delete(paths)

        async def count(self):
            nonlocal asked
            asked += 1
            if asked == after:
                raise Killed

    async def there_and_back():
        await belonging.move_in(tmp_path, vault, Dying(store.bucket))
        await belonging.move_out(tmp_path, vault, Dying(store.bucket))

    with pytest.raises(Killed):
        await there_and_back()
    in_store = Vault.open(tmp_path, files=store) if await names(store) == set(ids) else None
    where = in_store or Vault.open(tmp_path)
    async with db.reading() as rx:
        for number, name in enumerate(ids):
            assert (await where.read(rx, name, ann))[0] == SECRET + bytes([number])
    if not belonging.address_of(tmp_path):  # the bot would run without the store
        assert belonging.count_in(tmp_path) == len(ids)
    elif in_store is None:  # and not at all before it is done again
        with pytest.raises(NotMovedError):
            belonging.require(tmp_path, store.bucket.address)
    assert await belonging.move_in(tmp_path, vault, store) in (0, len(ids))
    assert await names(store) == set(ids)
    await belonging.move_out(tmp_path, vault, store)
    left = [name for name in s3.names() if "/probe-" not in name]  # random bytes, if a look at the store was killed
    assert (left, belonging.count_in(tmp_path)) == ([], len(ids))


async def test_a_slow_store_holds_up_nobody_else(s3):
    """It is waited for without a thread of the few that files, names of hosts and the rest share, and side by side."""
    files = files_in(s3)
    s3.silent = True
    many = asyncio.gather(*(files.write(f"photo{number}", b"sealed") for number in range(40)))
    await s3.until(lambda: s3.held == 40)
    await asyncio.wait_for(asyncio.to_thread(Path.cwd), PATIENCE)
    assert not many.done()
    s3.silent = False
    await many
    assert len(s3.names()) == 40
