"""The page about oneself: photos with their verdicts, what was understood, and the next step."""

from __future__ import annotations

import pytest

from handlers.actions import parse
from tests.handlers.showing.test_look import look

pytestmark = pytest.mark.asyncio


async def test_every_photo_says_how_it_stands(stage):
    """A tick, a cross with the reason, or still being looked at; a refused photo was not kept, so it has no picture."""
    ann = stage.person()
    await ann.agrees()
    for verdict in (None, "blurred"):
        await ann.sends()
        await stage.look(problem=verdict)
    await ann.sends()
    shown = await look(stage, ann.who, "me")
    assert [photo.good for photo in shown.photos] == [True, False, None]
    assert [bool(photo.picture) for photo in shown.photos] == [True, False, True]
    assert [photo.reason for photo in shown.photos] == ["", stage.deps.translator.say("en", "photo-blurred"), ""]


async def test_what_was_understood_can_be_corrected(stage):
    """The value that holds is marked; pressing another is the chat's own correction."""
    ann = stage.person()
    await ann.teaches()
    shown = await look(stage, ann.who, "me")
    sexes = next(one for one in shown.corrections if one.name == "gender").values
    assert [(one.label, one.on) for one in sexes if one.on] == [("Woman", True)]
    await ann.presses(next(one.action for one in sexes if one.label == "Man"))
    sexes = next(one for one in (await look(stage, ann.who, "me")).corrections if one.name == "gender").values
    assert [one.label for one in sexes if one.on] == ["Man"]


async def test_the_next_step_is_the_chats(stage):
    """Before the training it is Done, during it nothing, afterwards to learn anew."""

    async def step():
        shown = await look(stage, ann.who, "me")
        return shown.state, [parse(one.action)[0] for one in shown.learn]

    ann = stage.person()
    await ann.agrees()
    assert await step() == ("none", [])
    await ann.sends()
    await stage.look()
    assert (await step())[0] == "collecting"
    assert "done" in (await step())[1]
    await ann.types("/train")
    assert await step() == ("training", [])
    await stage.learn()
    assert await step() == ("known", ["relearn"])


async def test_another_persons_photos_are_never_there(stage):
    """Bob agreed and sent nothing: he sees nothing of Ann's."""
    ann, bob = stage.person(), stage.person("bob")
    await ann.teaches()
    await bob.agrees()
    shown = await look(stage, bob.who, "me")
    assert (shown.state, shown.photos, shown.corrections) == ("none", (), ())
