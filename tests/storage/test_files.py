"""Files are whole or absent, whoever writes them at the same moment."""

from __future__ import annotations

import os

from storage.files import write_whole


def test_two_processes_write_one_file_at_the_same_moment(tmp_path, monkeypatch):
    """With one name for what is half written, whoever was second found it gone, or left half of each."""
    file, sync, others = tmp_path / "erased.txt", os.fsync, [b"two"]

    def slow(handle):
        sync(handle)
        if others:
            write_whole(file, others.pop(), part=".2.part")
            assert file.read_bytes() == b"two"

    monkeypatch.setattr(os, "fsync", slow)
    write_whole(file, b"one", part=".1.part")
    assert file.read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["erased.txt"]
