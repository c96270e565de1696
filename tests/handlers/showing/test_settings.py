"""The page of settings: one value of each is marked, and choosing another is the chat's own button."""

from __future__ import annotations

import pytest

from tests.handlers.showing.test_look import look

pytestmark = pytest.mark.asyncio


async def test_one_value_of_each_setting_holds(stage):
    """Nothing is left unsaid: what nobody has set shows what is usual."""
    ann = stage.person()
    await ann.agrees()
    shown = await look(stage, ann.who, "settings")
    for setting in (*shown.settings, shown.style, shown.language):
        assert [one.on for one in setting.values].count(True) == 1, setting.name


async def test_every_value_can_be_chosen_and_is_marked_then(stage):
    """Each button of the page is accepted by the conversation and changes what it says."""
    ann = stage.person()
    await ann.agrees()
    shown = await look(stage, ann.who, "settings")
    for setting in (*shown.settings, shown.style):
        for value in setting.values:
            await ann.presses(value.action)
            now = await look(stage, ann.who, "settings")
            same = next(one for one in (*now.settings, now.style) if one.name == setting.name)
            assert [one.action for one in same.values if one.on] == [value.action]
