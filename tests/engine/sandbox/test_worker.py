"""Where a confined worker may write what libraries compile."""

from __future__ import annotations

from pathlib import Path

from engine.sandbox import worker


def test_a_user_without_a_home_has_no_caches(monkeypatch):
    """In a container with a bare user id nobody has a home: the worker must start all the same."""

    def homeless():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", homeless)
    assert worker._caches() == []


def test_caches_are_there_before_a_worker_on_a_gpu_is_confined(monkeypatch, tmp_path):
    """Afterwards it may not make a folder in a home: what it compiles would fail. Without a GPU none is made."""
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(worker, "NVIDIA", tmp_path / "no-driver")
    assert not any(path.exists() for path in worker._caches())
    monkeypatch.setattr(worker, "NVIDIA", tmp_path)
    assert all(path.is_dir() for path in worker._caches())
