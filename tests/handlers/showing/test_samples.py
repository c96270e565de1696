"""Templates, backgrounds, voices and movements, chosen by looking and listening."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.actions import action
from handlers.context import VoiceChoice
from handlers.jobs.speak import MOTIONS
from tests.handlers.showing.test_look import look

pytestmark = pytest.mark.asyncio
ANNA = VoiceChoice(name="de-anna", title="Anna", language="de", kind="robot", sampled=True)
AVA = VoiceChoice(name="en-ava", title="Ava", language="en", kind="online")


@pytest.fixture
def stage(stage):
    stage.deps = replace(stage.deps, voices=(ANNA, AVA), scenes=("sea", "office"), garments=("red", "black"))
    return stage


async def test_a_background_is_chosen_before_its_style(stage):
    """It goes with the styles that are looked at next; one that does not exist is none."""
    places = (await look(stage, stage.person().who, "backgrounds")).places
    assert [(one.title, one.picture) for one in places] == [("Office", "scene:office"), ("Sea", "scene:sea")]
    assert (await look(stage, stage.person().who, "styles", scene="sea")).scene_title == "Sea"
    assert (await look(stage, stage.person().who, "styles", scene="../secret")).scene == ""


async def test_clothes_are_chosen_by_looking(stage):
    """The page shows each with its picture, and a click is the chat's own button."""
    shown = (await look(stage, stage.person().who, "garments")).samples
    assert [(one.title, one.picture) for one in shown] == [
        ("Red T-shirt", "garment:red"),
        ("Black T-shirt", "garment:black"),
    ]
    assert shown[0].choose.action == action("dress", "red")


async def test_a_voice_without_a_sample_says_its_sentence_as_a_job(stage):
    """A sample is heard at once; the others are made by the chat's own Listen. One's own language comes first."""
    shown = (await look(stage, stage.person().who, "voices")).voices
    assert [(one.name, one.sound) for one in shown] == [("en-ava", ""), ("de-anna", "voice:de-anna")]
    assert shown[0].listen.action == action("listen", "en-ava")


async def test_what_was_chosen_for_clips_is_marked(stage):
    """The page says what /talk will use."""
    ann = stage.person()
    await ann.agrees()
    shown = await look(stage, ann.who, "voices")
    assert len(shown.movements) == MOTIONS + 1
    await ann.presses(shown.voices[1].choose.action)
    await ann.presses(shown.movements[7].choose.action)
    shown = await look(stage, ann.who, "voices")
    assert [one.name for one in shown.voices if one.choose.on] == ["de-anna"]
    assert [one.style for one in shown.movements if one.choose.on] == [6]


async def test_nobody_without_templates_sees_any(stage):
    """A bot without ready pictures shows an empty page instead of an error."""
    assert (await look(stage, stage.person().who, "templates")).samples == ()
