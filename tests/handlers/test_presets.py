"""Wishes under a name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers import presets
from handlers.commands import PHOTOS, POSE
from tests.handlers.stage import action_of, text_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt, with one portrait drawn."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 2 face=1.2 strength=0.4")
    await ann.stage.draw()
    return ann


async def test_a_preset_is_saved_listed_drawn_and_deleted(stage, known):
    """The whole life of one, by words and by buttons."""
    assert "no presets yet" in text_of(await known.types("/presets"))
    saved = await known.types("/presets save my holiday")
    assert "Saved as **my holiday**: OIL" in text_of(saved)
    status = await known.presses(action_of(saved, "preset"))
    assert status[0].kind == "progress"
    request = (await stage.jobs())[0].request
    assert (request["style"], request["count"], request["face_weight"], request["style_weight"]) == ("oil", 2, 1.2, 0.4)
    assert (await known.types("/presets my holiday"))[0].kind == "progress"
    assert (await known.types("/presets use MY HOLIDAY"))[0].kind == "progress"
    assert "is deleted" in text_of(await known.presses(action_of(saved, "nopreset")))
    assert "no longer works" in text_of(await known.presses(action_of(saved, "preset")))


async def test_a_preset_keeps_the_pose_and_the_photos(stage, known):
    """Both are said by name and must come back as they were asked for."""
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {POSE, PHOTOS})
    await known.types("/portrait oil 1 pose=waving photos=yes")
    await stage.draw()
    await known.types("/presets save together")
    await known.types("/presets together")
    request = (await stage.jobs())[0].request
    assert (request["pose"], request["photos"]) == ("waving", True)
    await known.types("/again")
    request = (await stage.jobs())[0].request
    assert (request["pose"], request["photos"]) == ("waving", True)


async def test_a_pose_and_a_canvas_do_not_go_together(stage, known):
    """A canvas is a photo: nothing of it can be posed, and neither is left out unsaid."""
    stage.deps = replace(stage.deps, abilities=stage.deps.abilities | {POSE})
    before = len(await stage.jobs())
    assert "draw=canvas" in text_of(await known.types("/portrait oil 1 pose=couple draw=canvas"))
    assert len(await stage.jobs()) == before


async def test_another_job_can_be_saved_by_its_number(stage, known):
    """Not only the newest."""
    first = (await stage.jobs())[0].own
    await known.types("/portrait noir 1")
    await stage.draw()
    assert f"OIL, from job {first}" in text_of(await known.types(f"/presets save older {first}"))


async def test_a_portrait_is_kept_by_its_button_and_a_name(stage, known):
    """No command has to be known: the button asks, the next line is the name; after anything else it is not."""
    shown = await known.types(f"/show {(await stage.jobs())[0].own}")
    [asked] = await known.presses(action_of(shown, "keepas"))
    assert asked.ask == "holiday"
    assert "Saved as **By the sea**: OIL" in text_of(await known.says("By the sea"))
    await known.presses(action_of(shown, "keepas"))
    await known.types("/me")
    assert "Saved" not in text_of(await known.says("Mountains"))
    assert "What should this preset be called" in text_of(await known.types("/presets save"))


async def test_what_is_wrong_is_said(stage, known):
    """Unknown name, no portrait yet."""
    assert "no preset “nowhere”" in text_of(await known.types("/presets nowhere"))
    assert "no preset “x”" in text_of(await known.types("/presets delete x"))
    bob = stage.person("bob")
    await bob.agrees()
    assert "nothing to make again" in text_of(await bob.types("/presets save x"))


async def test_saving_twice_replaces_and_a_full_list_says_so(known, monkeypatch):
    """A name is one preset; there is an end to their number."""
    await known.types("/presets save one")
    await known.types("/presets save ONE")
    assert text_of(await known.types("/presets")).count("OIL") == 1
    monkeypatch.setattr(presets, "MOST", 1)
    assert "the most you can save" in text_of(await known.types("/presets save two"))


async def test_a_preset_of_a_style_that_is_gone_names_others(stage, known):
    """Months later a style may not exist any more."""
    await known.types("/presets save old")
    stage.styles.remove("oil")
    assert "no style called “oil”" in text_of(await known.types("/presets old"))


async def test_nobody_draws_or_deletes_the_preset_of_another(stage, known):
    """Numbers can be guessed; they lead nowhere."""
    saved = await known.types("/presets save mine")
    bob = stage.person("bob")
    await bob.teaches(photos=1)
    for verb in ("preset", "nopreset"):
        assert "no longer works" in text_of(await bob.presses(action_of(saved, verb)))
    assert "mine" in text_of(await known.types("/presets"))


async def test_a_preset_keeps_what_is_unusual_of_a_canvas(stage, ann):
    """A smiling wish stays one; what was not chosen is not written down."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 2 expression=smile shape=4:5")
    await stage.draw()
    await ann.types("/presets save happy")
    await ann.types("/presets happy")
    request = (await stage.jobs())[0].request
    assert (request["expression"], request["shape"], request["framing"]) == ("smile", "4:5", "auto")


async def test_a_preset_is_what_was_saved_whatever_is_preferred_since(stage, known):
    """What was usual is not written down: a later default of shape and size crept into the picture it stands for."""
    await known.types("/presets save holiday")
    await known.types("/settings shape 9:16")
    await known.types("/settings size 768")
    await known.types("/presets holiday")
    request = (await stage.jobs())[0].request
    assert (request["shape"], request["side"]) == ("1:1", None)
    await known.types("/portrait oil")  # control: the default does act on a portrait
    request = (await stage.jobs())[0].request
    assert (request["shape"], request["side"]) == ("9:16", 768)
