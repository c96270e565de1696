"""``studio inspect``: what one photo becomes, without a chat."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from bot.cli.studio import command
from bot.settings import variables


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WEIGHTS_DIR", str(tmp_path / "weights"))
    monkeypatch.chdir(tmp_path)


def run(*words: str) -> int:
    parser = ArgumentParser()
    command.add_arguments(parser)
    return command.main(parser.parse_args(["inspect", *words]))


def test_a_photo_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """And no folder is made."""
    assert run(str(tmp_path / "none.jpg"), "--out", str(tmp_path / "out")) == 1
    assert "no photo" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_missing_model_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The worker's error comes through as one, with the command that mends it."""
    monkeypatch.setenv("PYTHONPATH", str(Path(command.__file__).parents[3]))
    Image.fromarray(skimage.data.astronaut()).save(tmp_path / "photo.png")
    assert run(str(tmp_path / "photo.png"), "--out", str(tmp_path / "out")) == 1
    assert "python -m bot weights fetch" in capsys.readouterr().err
