"""The page of styles: what is found by which words."""

from __future__ import annotations

import pytest

from handlers.actions import action
from tests.handlers.showing.test_look import look

pytestmark = pytest.mark.asyncio


async def names(stage, **options):
    return [sample.name for sample in (await look(stage, stage.person().who, "styles", **options)).samples]


async def test_all_styles_stand_there_until_somebody_asks_for_less(stage):
    """One family, then some words; an unknown family is no filter."""
    assert await names(stage) == list(stage.styles.names())
    assert await names(stage, family="drawn") == ["oil"]
    assert await names(stage, family="nonsense") == list(stage.styles.names())


async def test_a_search_forgives_typos_and_says_so(stage):
    """ "cyberpnuk" is near something; a word that means nothing finds nothing."""
    shown = await look(stage, stage.person().who, "styles", search="cyberpnuk")
    assert ([sample.name for sample in shown.samples], shown.near) == (["cyberpunk"], True)
    shown = await look(stage, stage.person().who, "styles", search="qqqqqqq")
    assert (shown.samples, shown.near) == ((), False)


async def test_a_word_of_another_language_finds_the_style(stage):
    """People search in their own words: what the chat understands, the page does."""
    assert "watercolor" in await names(stage, search="watercolour")


async def test_a_click_on_a_style_is_what_the_chats_button_is(stage):
    """The same action, so the same gates, limits and refusals; only a style with a preview has a picture."""
    stage.styles.pictured = {"oil"}
    shown = {sample.name: sample for sample in (await look(stage, stage.person().who, "styles")).samples}
    assert shown["oil"].choose.action == action("portrait", "oil")
    assert (shown["oil"].picture, shown["noir"].picture) == ("style:oil", "")
