"""Samples to choose from: each shows or plays what it is named after."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from bot.frontends.local.frame import STATIC
from engine import samples
from engine.canvas import backdrops, panorama
from engine.talking.sound import read
from engine.talking.voices import book
from handlers.text import Translator

NAMES = sorted(file.stem for file in (samples.HERE / "scenes").glob("*.jpg"))


def test_every_background_exists_and_has_a_title_in_every_language():
    """A picture of a place nobody can be put into would end in an error after the click."""
    assert set(NAMES) <= {*backdrops.BACKDROPS, *panorama.NAMES}
    translator = Translator()
    every = [(name, code) for name in NAMES for code in translator.locales]
    missing = [(name, code) for name, code in every if not translator.has(f"scene-{name}", code)]
    assert missing == []


def test_without_the_panoramas_only_what_is_drawn_is_offered(tmp_path):
    """What was not fetched is not shown."""
    offered = samples.scenes(tmp_path)
    assert "sea" in offered
    assert not set(offered) & set(samples.PANORAMAS)


def test_only_names_of_samples_are_files():
    """A name is looked up, never joined to a path."""
    assert samples.scene("sea") is not None
    for name in ("../../__init__", "", "sea.jpg", "/etc/passwd"):
        assert samples.scene(name) is None
        assert samples.voice(name) is None


def test_samples_can_be_told_apart():
    """Twenty grey rectangles would be no choice; the control is a picture beside itself."""
    small = {name: np.asarray(Image.open(samples.scene(name)).resize((12, 15)), float) for name in NAMES}
    apart = [np.abs(small[a] - small[b]).mean() for a in NAMES for b in NAMES if a < b]
    assert np.abs(small["sea"] - small["sea"]).mean() == 0
    assert min(apart) > 8


def test_every_movement_differs_and_ends_where_it_begins():
    """A loop that jumps would be seen on every card."""
    curves = np.array(json.loads((STATIC / "movements.json").read_text())["curves"])
    assert curves.shape == (46, 3, 40)
    assert len({curve.tobytes() for curve in curves}) == 46
    steps = np.abs(np.diff(curves, axis=2, append=curves[:, :, :1]))
    assert steps.max() == pytest.approx(steps[:, :, :-1].max(), abs=0.3)
    assert np.all(curves[:, :, 0] == 0)


@pytest.mark.parametrize("voice", [voice for voice in book().voices if voice.backend in ("espeak", "kokoro")])
def test_every_voice_of_this_machine_is_heard_for_about_two_seconds(voice):
    """A sample that is silent, cut off or another voice's would choose for nobody."""
    file = samples.voice(voice.name)
    assert file is not None
    sound = read(file)
    assert 0.8 < sound.seconds < 2.6
    assert np.abs(sound.played).max() > 0.05


def test_no_two_voices_have_the_same_sample():
    """Each says it itself."""
    files = sorted((samples.HERE / "voices").glob("*.ogg"))
    assert len({file.read_bytes() for file in files}) == len(files)


def test_every_garment_has_its_picture_and_all_can_be_told_apart():
    """What is offered can be looked at; one picture under two names would be no choice, the control is itself."""
    files = {name: samples.garment(name) for name in samples.GARMENTS}
    assert all(files.values())
    assert {file.stem for file in (samples.HERE / "garments").iterdir()} == set(samples.GARMENTS)
    small = {name: np.asarray(Image.open(file).resize((12, 15)), float) for name, file in files.items()}
    apart = [np.abs(small[a] - small[b]).mean() for a in files for b in files if a < b]
    assert np.abs(small["red"] - small["red"]).mean() == 0
    assert min(apart) > 8
    assert samples.garment("../scenes/sea") is None
