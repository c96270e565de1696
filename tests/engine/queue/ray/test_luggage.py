"""The files of a job on their way between machines."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import EngineError
from engine.queue.ray import luggage
from engine.queue.ray.luggage import PROGRAM, Luggage, StrayFileError
from engine.tasks.portrait.request import Portrait


def _request(root: Path) -> Portrait:
    return Portrait(identity=root / "job-1" / "identity-a", style="x", out=root / "job-1" / "out")


def _identity(root: Path) -> None:
    folder = root / "job-1" / "identity-a"
    folder.mkdir(parents=True)
    (folder / "face.safetensors").write_bytes(b"weights")
    (folder / "half.new").write_bytes(b"being written")


def test_a_request_and_its_files_arrive_in_another_root(tmp_path: Path):
    """No two machines need share a folder."""
    bot, node = Luggage(tmp_path / "bot"), Luggage(tmp_path / "node")
    _identity(bot.root)
    request = bot.away(_request(bot.root))
    node.unpack(bot.collect(bot.named(_request(bot.root))), bot.named(_request(bot.root)))
    there = node.here(request)
    assert there == _request(node.root)
    assert [file.name for file in there.identity.iterdir()] == ["face.safetensors"]
    assert (there.identity / "face.safetensors").stat().st_mode & 0o777 == 0o600


def test_what_comes_with_the_program_is_named_and_not_sent(tmp_path: Path):
    """A ready template is on every machine, wherever the program lies there."""
    luggage = Luggage(tmp_path)
    request = Portrait(identity=tmp_path / "a", style="x", out=tmp_path / "b", scene_picture=PROGRAM / "files.py")
    away = luggage.away(request)
    assert str(away.scene_picture) == "program:/files.py"
    assert luggage.here(away).scene_picture == PROGRAM / "files.py"
    assert luggage.named(request) == [Path("a"), Path("b")]


@pytest.mark.parametrize("name", ["../x", "/etc/x", "job-1/../../x", "job-2/x", "x", ""])
def test_a_file_that_leads_elsewhere_is_not_written(tmp_path: Path, name: str):
    """A node that was taken over must not write into the bot's folders; a file of the job is (control)."""
    luggage = Luggage(tmp_path / "root")
    luggage.unpack({"job-1/out/a.png": b"a"}, [Path("job-1")])
    with pytest.raises(StrayFileError):
        luggage.unpack({"job-1/b.png": b"b", name: b"c"}, [Path("job-1")])
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a.png"]


def test_a_path_outside_and_a_link_that_leads_there_are_not_sent(tmp_path: Path):
    """The actor may read more than the worker that left the link."""
    luggage = Luggage(tmp_path / "root")
    _identity(luggage.root)
    with pytest.raises(StrayFileError):
        luggage.place(tmp_path / "elsewhere")
    (tmp_path / "secret").write_bytes(b"token")
    (luggage.root / "job-1" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(StrayFileError):
        luggage.collect([Path("job-1")])


def test_only_what_was_written_since_is_sent_again(tmp_path: Path):
    """Half a training goes back to the bot whenever it was saved, and not with every step."""
    luggage = Luggage(tmp_path)
    folder = tmp_path / "job-training"
    folder.mkdir()
    seen: dict[str, int] = {}
    (folder / "training.safetensors").write_bytes(b"40")
    assert luggage.collect([Path("job-training")], seen) == {"job-training/training.safetensors": b"40"}
    assert luggage.collect([Path("job-training")], seen) == {}
    fresh = folder / "training.safetensors.new"
    fresh.write_bytes(b"80")
    fresh.replace(folder / "training.safetensors")
    assert luggage.collect([Path("job-training")], seen) == {"job-training/training.safetensors": b"80"}


def test_a_file_that_is_renamed_this_moment_is_left_for_the_next_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A training saves itself while its folder is looked at: that must not end it."""
    (tmp_path / "place").write_bytes(b"1")
    monkeypatch.setattr(luggage, "_files", lambda path: [tmp_path / "place.part", tmp_path / "place"])
    assert Luggage(tmp_path).collect([Path("any")], {}) == {"place": b"1"}


def test_a_result_that_cannot_be_read_is_its_own_jobs_end(tmp_path: Path):
    """The others in its batch have theirs on the way."""
    executor = pytest.importorskip("engine.queue.ray.executor", reason="Ray is installed in an environment of its own")
    frame = {"op": "result", "kind": "portrait", "result": {"no": "portraits"}}
    assert isinstance(executor._outcome(frame, Luggage(tmp_path)), EngineError)
