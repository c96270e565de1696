"""The options of a canvas on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import canvas
from bot.settings import load
from engine.tasks.portrait.request import Expression, Framing, Picture, Shape, Source


def parsed(*words):
    """Return the fields of a request that these words mean."""
    parser = argparse.ArgumentParser()
    canvas.add_portrait_options(parser)
    return canvas.portrait_options(parser.parse_args(words))


def test_nothing_said_changes_nothing():
    """The control: a plain wish."""
    assert parsed() == {
        "draw": "auto",
        "expression": Expression.AS_IS,
        "framing": Framing.AUTO,
        "shape": Shape.SQUARE,
        "scene": "",
        "scene_picture": None,
    }


def test_every_option_reaches_the_request(tmp_path):
    """A scene that is a file is a picture, any other a name."""
    made = parsed("--canvas", "--expression", "smile", "--framing", "half", "--shape", "9:16", "--scene", "forest")
    assert made["draw"] == "canvas"
    assert (made["expression"], made["framing"], made["shape"]) == ("smile", "half", "9:16")
    assert (made["scene"], made["scene_picture"]) == ("forest", None)
    file = tmp_path / "beach.jpg"
    file.write_bytes(b"x")
    assert parsed("--scene", str(file))["scene_picture"] == file


def test_a_photo_is_not_said_to_be_alike():
    """Its likeness says nothing of learning; a drawn picture is the control."""
    facts = {"seed": 1, "likeness": 0.9, "likeness_before_fusion": 0.9, "distance": 0.1, "distance_before_fusion": 0.1}
    told = [
        canvas.words(Picture(file=Path("a"), raw=Path("a"), likely=True, source=source, **facts))
        for source in (Source.PHOTO, Source.BASE)
    ]
    assert told == ["your photo in a new light", "90% alike"]


def test_the_operators_scenes_reach_the_worker(tmp_path):
    """SCENES_DIR, beside STYLES_DIR."""
    told = load(env_file=None, overrides={"SCENES_DIR": str(tmp_path)}).engine.for_workers()
    assert told.scenes == tmp_path
    with pytest.raises(SystemExit):
        parsed("--expression", "smirk")
