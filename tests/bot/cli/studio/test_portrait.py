"""What stays in the folder that ``studio portrait`` draws into."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import command
from bot.settings import load
from engine.errors import JobCancelledError
from engine.tasks.portrait.request import Portraits


def asked_for(out: Path, identity: Path) -> argparse.Namespace:
    """Return the arguments of a plain wish."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(["portrait", "--identity", str(identity), "--style", "natural", "--out", str(out)])


@pytest.mark.parametrize("ends", ["well", "early"])
async def test_looks_at_a_picture_on_its_way_do_not_stay_behind(tmp_path, monkeypatch, ends):
    """Nobody waits for them any more, also where the drawing ended early; everything else in the folder stays."""

    async def drawn(_settings, requests, _say):
        for number in (1, 2):
            (requests[0].out / f"forming-{number}.png").write_bytes(b"look")
        (requests[0].out / "portrait-0.png").write_bytes(b"picture")
        if ends == "early":
            raise JobCancelledError
        return [Portraits(pictures=(), style="natural", base="pocket", style_weight=1, face_weight=1)]

    monkeypatch.setattr(command, "portrait", drawn)
    (identity := tmp_path / "ada").mkdir()
    (out := tmp_path / "out").mkdir()
    (out / "transforming-1.png").write_bytes(b"mine")
    work = command._portrait(load(env_file=None), asked_for(out, identity))
    if ends == "early":
        with pytest.raises(JobCancelledError):
            await work
    else:
        await work
    assert sorted(file.name for file in out.iterdir()) == ["portrait-0.png", "transforming-1.png"]
