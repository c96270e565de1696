"""The list of styles."""

from __future__ import annotations

import pytest

from storage.vault import Vault
from tests.handlers.stage import FakeStyles, Stage, action_of, buttons_of, text_of, verbs_of

MANY = tuple(f"style-{number:02}" for number in range(25))


@pytest.fixture
def rich(tmp_path, db):
    """A bot with 25 styles."""
    return Stage(db, Vault.open(tmp_path), styles=FakeStyles(MANY))


async def test_a_list_pages_forth_and_back(rich):
    """Ten a page, with buttons that say where they lead."""
    ann = rich.person("ann")
    first = await ann.types("/styles")
    assert "1–10 of 25" in text_of(first)
    second = await ann.presses(action_of(first, "styles"))
    assert "11–20 of 25" in text_of(second)
    assert "21–25 of 25" in text_of(await ann.presses("v1:styles:3"))
    assert "21–25 of 25" in text_of(await ann.presses("v1:styles:99"))
    assert verbs_of(second).count("styles") == 2


async def test_a_search_finds_names_titles_families_and_tags(ann):
    """Whatever word comes to mind."""
    assert "1–1 of 1" in text_of(await ann.types("/styles drawn"))
    assert "`noir`" in text_of(await ann.types("/styles NOI"))
    assert "of 6" in text_of(await ann.types("/styles neon"))


async def test_a_search_without_a_hit_shows_everything(ann):
    """Never a dead end."""
    shown = text_of(await ann.types("/styles zzz"))
    assert "No style matches “zzz”" in shown
    assert "1–6 of 6" in shown


async def test_a_search_survives_paging(rich):
    """The next page is of the same search."""
    ann = rich.person("ann")
    second = await ann.presses(action_of(await ann.types("/styles style"), "styles"))
    assert "with “style”" in text_of(second)
    assert "11–20 of 25" in text_of(second)


async def test_a_search_too_long_for_a_button_makes_no_broken_button(rich):
    """64 bytes are 64 bytes: the page is shown without turning."""
    ann = rich.person("ann")
    rich.styles = rich.deps.styles
    shown = await ann.types("/styles " + "style-" * 20)
    assert all(len(one.action.encode()) <= 64 for one in buttons_of(shown))


async def test_the_question_which_style_pages_in_a_circle(rich):
    """Eight buttons and "more"; after the last comes the first again."""
    ann = rich.person("ann")
    await ann.teaches(photos=1)
    asked = await ann.types("/portrait")
    first = buttons_of(asked)[0].action
    for _ in range(4):
        asked = await ann.presses(action_of(asked, "pick"))
    assert buttons_of(asked)[0].action == first


async def test_a_bot_without_styles_says_so(tmp_path, db):
    """An operator's mistake, told to whoever meets it."""
    ann = Stage(db, Vault.open(tmp_path), styles=FakeStyles(())).person("ann")
    assert "no styles installed" in text_of(await ann.types("/styles"))


async def test_styles_this_base_cannot_draw_are_counted_and_not_listed(ann, stage):
    """People see what works here; whoever runs the bot reads how to get the others."""
    stage.styles.elsewhere = ["hanfu", "viking"]
    shown = text_of(await ann.types("/styles"))
    assert "2 more need a larger model" in shown
    assert "hanfu" not in shown


async def test_families_are_buttons_of_a_long_list(rich):
    """One press instead of a search; a short list needs none."""
    ann = rich.person("ann")
    rich.deps.styles._names[3] = "oil"
    first = await ann.types("/styles")
    assert "OIL" not in text_of(first).split("·")[0]
    pressed = await ann.presses(next(b.action for b in buttons_of(first) if b.label.startswith("DRAWN")))
    assert "with “drawn”" in text_of(pressed)
    assert "1–1 of 1" in text_of(pressed)


async def test_styles_with_a_preview_show_it(ann, stage):
    """A title says little; those without a picture are in the list all the same."""
    stage.styles.pictured = {"oil", "noir"}
    (shown,) = await ann.types("/styles")
    assert [(item.media, item.caption) for item in shown.items] == [("style:oil", "OIL"), ("style:noir", "NOIR")]
    assert "`cyberpunk`" in shown.text
    (apart,) = await ann.presses(shown.apart.action)
    assert (apart.items, apart.apart, apart.buttons) == (shown.items, None, ())
    assert apart.unsure


async def test_one_preview_needs_no_button_for_all_of_them(ann, stage):
    """It is shown whole anyway."""
    stage.styles.pictured = {"oil"}
    (shown,) = await ann.types("/styles oil")
    assert (len(shown.items), shown.apart) == (1, None)


async def test_a_search_no_button_can_hold_shows_no_previews(ann, stage):
    """Telegram needs that button to show them as one message."""
    stage.styles._names[0] = "neon:oil"
    stage.styles.pictured = {"neon:oil", "oil"}
    (shown,) = await ann.types("/styles neon:oil")
    assert shown.kind == "text"
    assert "1–1 of 1" in shown.text
