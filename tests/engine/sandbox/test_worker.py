"""Where a confined worker may write what libraries compile."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.queue import platform
from engine.sandbox import landlock, worker
from engine.settings import EngineSettings

ROOT = Path(__file__).parents[3]


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


DRAWS = """
import argparse, pathlib
import matplotlib
from engine.sandbox import landlock, worker
chosen = argparse.ArgumentParser()
worker.add_arguments(chosen)
worker.confine(chosen.parse_args())
print(matplotlib.get_configdir())
pathlib.Path(matplotlib.get_cachedir(), "fonts").write_text("kept")
"""


@pytest.mark.skipif(not landlock.version(), reason="needs Linux with Landlock")
def test_a_list_of_fonts_is_kept_for_the_next_worker(tmp_path):
    """Where the home is not theirs to write, each worker warned twice in the log and made the list once more."""
    bounds = {"private": tmp_path / "data", "scratch": tmp_path / "data" / "scratch", "weights": tmp_path / "weights"}
    for folder in (*bounds.values(), tmp_path / "home"):
        folder.mkdir()
    settings = EngineSettings(**bounds)
    home = {**os.environ, "HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    home.pop("MPLCONFIGDIR", None)
    command = [sys.executable, "-c", DRAWS, *worker.arguments(settings)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env=home | worker.environment(settings))
    assert said.stderr == ""
    assert Path(said.stdout.strip()).is_relative_to(bounds["scratch"])
    assert (Path(said.stdout.strip()) / "fonts").read_text() == "kept"
