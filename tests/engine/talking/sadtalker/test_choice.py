"""Which backend makes a portrait speak: the paper's own only where it is complete and can be quick."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.errors import WeightMissingError
from engine.talking import registry
from engine.talking.options import TalkingOptions
from engine.talking.registry import Talking
from tests.engine.talking.sadtalker.test_checkpoints import lay


@pytest.fixture
def talking(engine_settings, faces, tmp_path):
    """Backends of a machine with an empty weights folder."""
    return lambda device: Talking(replace(engine_settings, weights=tmp_path, device=device), faces)


def test_a_laptop_animates_by_mesh_whatever_was_fetched(talking, tmp_path):
    """20 seconds a frame are no service: without a graphics card the mesh animator is chosen."""
    assert talking("cpu").animator().name == "mesh"
    lay(tmp_path, "talking-head")
    assert talking("cpu").animator("auto", 256).name == "mesh"


def test_a_graphics_card_uses_sadtalker_once_it_is_complete(talking, tmp_path):
    """For each size its own files count; one byte short is not complete."""
    assert talking("cuda").animator("auto", 256).name == "mesh"
    lay(tmp_path, "talking-head", short=1)
    assert talking("cuda").animator("auto", 256).name == "mesh"
    lay(tmp_path, "talking-head")
    assert talking("cuda").animator("auto", 256).name == "sadtalker"
    assert talking("cuda").animator("auto", 512).name == "mesh"
    lay(tmp_path, "talking-head-512")
    assert talking("cuda").animator("auto", 512).name == "sadtalker"


def test_asked_for_by_name_it_says_what_is_missing(talking, astronaut):
    """No quiet fall-back to the other one."""
    backend = talking("cpu").animator("sadtalker")
    with pytest.raises(WeightMissingError):
        backend.prepare(astronaut, TalkingOptions())
    with pytest.raises(ValueError, match="wav2lip"):
        talking("cpu").animator("wav2lip")


def test_faces_are_restored_only_where_that_is_complete_and_quick(talking, tmp_path):
    """Seven seconds a frame on a processor; without it a clip is enlarged all the same."""
    assert talking("cuda").restorer is None
    lay(tmp_path, "face-restorer")
    assert talking("cpu").restorer is None


def test_a_newer_animator_enters_as_one_function_and_the_operator_chooses_it(engine_settings, faces, monkeypatch):
    """`TALK_ANIMATOR`: it is made once, of settings and faces; a request that names another one gets that."""

    class Newer:
        name = "newer"

    made = []

    def newer(settings, known):
        made.append((settings, known))
        return Newer()

    monkeypatch.setitem(registry.ANIMATORS, "newer", newer)
    talking = Talking(replace(engine_settings, animator="newer"), faces)
    assert talking.animator().name == "newer"
    assert talking.animator() is talking.animator("auto", 256)
    assert len(made) == 1
    assert made[0][1] is faces
    assert talking.animator("mesh").name == "mesh"
    assert Talking(engine_settings, faces).animator().name == "mesh", "the control: nobody chose it"
