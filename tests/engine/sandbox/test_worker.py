"""Where a confined worker may write what libraries compile."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.queue import platform
from engine.sandbox import worker
from engine.settings import EngineSettings


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


def test_caches_an_operator_moved_can_be_written(monkeypatch, tmp_path):
    """On a GPU everything is compiled at the first job: with a cache that cannot be written, at every job again."""
    for name in platform.MOVED:
        monkeypatch.delenv(name, raising=False)
    settings = EngineSettings(weights=tmp_path / "w", private=tmp_path / "data", scratch=tmp_path / "data" / "scratch")
    assert "--write" not in worker.arguments(settings)  # the control: nobody moved any
    monkeypatch.setenv("TRITON_CACHE_DIR", str(tmp_path / "compiled"))
    monkeypatch.setenv("CUDA_CACHE_PATH", str(tmp_path))  # in which the data folder lies
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    chosen = argparse.ArgumentParser()
    worker.add_arguments(chosen)
    worker.environment(settings)
    assert (tmp_path / "compiled").is_dir()
    writable = worker._writable(chosen.parse_args(worker.arguments(settings)))
    assert tmp_path / "compiled" in writable
    assert Path("here") not in writable
    assert tmp_path not in writable
