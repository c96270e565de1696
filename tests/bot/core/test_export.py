"""The archive of everything about a person."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

from bot.core.export import Exporter
from storage import accounts, identities, jobs, logins, presets, selfies
from storage.database import Database
from storage.retention import Retention
from storage.vault import Vault


async def _archive(tmp_path: Path) -> tuple[zipfile.ZipFile, str]:
    """Export Ann, beside whom Bob exists; returns the archive and Ann's account id."""
    vault = Vault.open(tmp_path)
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            ann = (await accounts.find_or_create(tx, "fake", "ann")).id
            bob = (await accounts.find_or_create(tx, "fake", "bob")).id
            await vault.put(tx, ann, b"ann's portrait", purpose="portrait", name="../../cyber\\punk.png")
            await vault.put(tx, ann, b"learnt face", purpose="adapter", name="face.safetensors")
            await vault.put(tx, bob, b"bob's portrait", purpose="portrait", name="b.png")
            face = await identities.create(tx, ann, "me")
            photo = await selfies.add(tx, face.id, None)
            sealed = (await vault.key(tx, ann)).seal(b'{"embedding": [0.5]}', f"selfie:{photo.id}")
            await logins.add_name(tx, "annie", await logins.user_of(tx, ann), "a hash")
            await logins.begin(tx, "a cookie", await logins.user_of(tx, ann), "password", "Firefox, Linux")
            await selfies.looked(tx, photo.id, problem="blurred", quality=0.2, media=None, verdict=sealed)
            words = await vault.seal_words(tx, ann, "a red dress in Paris")
            asked = {"style": "oil", "prompt": words}
            await jobs.enqueue(
                tx, account=ann, kind="portrait", lane="device", request=asked, platform="fake", address={}
            )
            await presets.save(tx, ann, "mine", asked)
        async with db.transaction() as tx:
            (made,) = await Exporter(vault, Retention()).export(tx, ann)
        async with db.reading() as rx:
            data, row = await vault.read(rx, made, ann)
    assert row.purpose == "export"
    assert row.expires is not None
    return zipfile.ZipFile(io.BytesIO(data)), ann


async def test_the_archive_holds_every_file_and_nobody_elses(tmp_path: Path):
    """The right to one's data ends where somebody else's begins."""
    archive, _ = await _archive(tmp_path)
    contents = [archive.read(name) for name in archive.namelist()]
    assert b"ann's portrait" in contents
    assert not any(b"bob" in content for content in contents)


async def test_the_archive_holds_what_is_known(tmp_path: Path):
    """Also what was concluded from a photo that was refused and is long gone."""
    archive, ann = await _archive(tmp_path)
    about = json.loads(archive.read("about.json"))
    assert about["account"]["id"] == ann
    (photo,) = about["faces"][0]["photos"]
    assert (photo["problem"], photo["verdict"]["embedding"]) == ("blurred", [0.5])
    assert [one["request"]["prompt"] for one in about["jobs"]] == ["a red dress in Paris"]
    assert [one["wish"]["prompt"] for one in about["presets"]] == ["a red dress in Paris"]
    assert about["web"]["names"] == ["annie"]
    assert [one["browser"] for one in about["web"]["browsers"]] == ["Firefox, Linux"]
    assert not {"a hash", logins.digest("a cookie")} & set(json.dumps(about["web"]).split('"'))


async def test_no_name_in_the_archive_leaves_its_folder(tmp_path: Path):
    """File names come from strangers."""
    archive, _ = await _archive(tmp_path)
    (name,) = [name for name in archive.namelist() if name.startswith("portrait/")]
    assert name.endswith("-punk.png")
    assert name.count("/") == 1


async def test_the_learnt_face_belongs_to_its_owner(tmp_path: Path):
    """The adapter as a file other tools can load."""
    archive, _ = await _archive(tmp_path)
    (name,) = [name for name in archive.namelist() if name.startswith("adapter/")]
    assert name.endswith("-face.safetensors")
    assert archive.read(name) == b"learnt face"


async def test_what_is_too_large_for_a_platform_comes_in_archives_it_takes(tmp_path: Path):
    """Each below the limit, each a ZIP of its own; a larger file is whole once its pieces are joined."""
    vault, most = Vault.open(tmp_path), 300_000
    clip, pictures = random.Random(1).randbytes(700_000), [bytes([n]) * 140_000 for n in range(4)]
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            ann = (await accounts.find_or_create(tx, "fake", "ann")).id
            for number, data in enumerate([*pictures[:2], clip, *pictures[2:]]):
                await vault.put(tx, ann, data, purpose="portrait", name=f"{number}.bin")
        async with db.transaction() as tx:
            made = await Exporter(vault, Retention(), {"fake": most}).export(tx, ann, "fake")
        async with db.reading() as rx:
            archives = [await vault.read(rx, each, ann) for each in made]
    assert all(len(data) <= most for data, _ in archives)
    assert archives[0][1].name == f"my-data-1-of-{len(made)}.zip"
    entries = {}
    for data, _ in archives:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries |= {name: opened.read(name) for name in opened.namelist()}
    whole = [data for name, data in entries.items() if name.endswith(".bin")]
    assert sorted(whole) == sorted(pictures)
    pieces = sorted(name for name in entries if ".bin.0" in name)
    assert b"".join(entries[name] for name in pieces) == clip


async def test_a_small_export_stays_one_archive(tmp_path: Path):
    """Control: parts are for what is too large."""
    archive, _ = await _archive(tmp_path)
    assert "about.json" in archive.namelist()
