"""Defaults and language."""

from __future__ import annotations

import pytest

from tests.handlers.stage import Stage, action_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


async def test_a_default_is_used_everywhere(stage, known):
    """Set in one chat, valid in all: it belongs to the person."""
    assert "Saved" in text_of(await known.types("/settings pictures 2"))
    assert "OIL" in text_of(await known.types("/settings style oil"))
    other = stage.person("ann")
    await other.types("/portrait")
    request = (await stage.jobs())[0].request
    assert (request["style"], request["count"]) == ("oil", 2)


async def test_what_is_said_wins_over_the_default(stage, known):
    """A default is only for what is left out."""
    await known.types("/settings pictures 2")
    await known.types("/portrait oil 3")
    assert (await stage.jobs())[0].request["count"] == 3


async def test_a_default_style_can_be_taken_back(stage, known):
    """ "Any" asks again each time."""
    await known.types("/settings style oil")
    chosen = await known.presses("v1:setstyle:1")
    assert "ask me" in text_of(await known.presses("v1:set:style:any"))
    assert verbs_of(chosen)[0] == "set"
    assert verbs_of(await known.types("/portrait"))[0] == "portrait"


@pytest.mark.parametrize("value", ["0", "11", "many", "1e3", "²", "-1"])
async def test_a_default_out_of_range_is_refused(known, value):
    """The bounds are those of /portrait."""
    assert "between 1 and 10" in text_of(await known.types(f"/settings pictures {value}"))


async def test_an_unknown_setting_names_those_there_are(known):
    """A list, not a riddle."""
    assert "`pictures`, `style`, `news`, `shape` or `size`" in text_of(await known.types("/settings colour blue"))


async def test_every_language_can_be_chosen_by_button_and_name(stage: Stage, ann):
    """Each is offered under its own name."""
    asked = await ann.types("/language")
    assert len(verbs_of(asked)) == len(stage.deps.translator.locales)
    for code in stage.deps.translator.locales:
        name = stage.deps.translator.say(code, "language-name")
        expected = stage.deps.translator.say(code, "language-set")
        assert text_of(await ann.types(f"/language {name}")) == expected
        assert text_of(await ann.types("/language", language=code)) == expected
    assert action_of(asked, "language") == "v1:language:en"


async def test_a_language_not_spoken_lists_those_that_are(ann):
    """In the language spoken so far."""
    assert "English" in text_of(await ann.types("/language Klingon"))


async def test_the_settings_show_themselves(known):
    """With buttons for each."""
    shown = await known.types("/settings")
    assert "Pictures each time: 4" in text_of(shown)
    assert verbs_of(shown) == ["set"] * 6 + ["setting", "setting", "setstyle", "language", "set"]
    assert "Saved" in text_of(await known.presses(action_of(shown, "set")))
