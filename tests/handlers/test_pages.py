"""One page of a long list."""

from __future__ import annotations

import pytest

from handlers.pages import neighbours, page_number, page_of
from handlers.text import Translator


@pytest.mark.parametrize(("asked", "shown"), [(-3, [1, 2, 3]), (1, [1, 2, 3]), (2, [4, 5, 6]), (3, [7]), (9, [7])])
def test_a_page_that_is_gone_becomes_the_nearest_one(asked, shown):
    """Buttons live longer than lists: what was on page nine may be deleted when it is pressed."""
    page = page_of(range(1, 8), asked, 3)
    assert (list(page.shown), page.last) == (shown, 3)
    assert page.counts == {"from": shown[0], "to": shown[-1], "total": 7}


@pytest.mark.parametrize("forged", ["", "-1", "٣", "²", "1e3", "123456", "one"])
def test_whatever_is_no_number_is_the_first_page(forged):
    """A button's text can be forged, and `int` takes the digits of every script; a true number is the control."""
    assert (page_number(forged), page_number("12")) == (1, 12)


def test_neighbours_are_those_there_are():
    """A button to a page without anything on it would answer with the page it was pressed on."""
    say = Translator().words("en")

    def targets(number: int, count: int) -> list[str]:
        return [one.action for one in neighbours(say, page_of(range(count), number, 3), "styles", "film")]

    assert targets(1, 7) == ["v1:styles:2:film"]
    assert targets(2, 7) == ["v1:styles:1:film", "v1:styles:3:film"]
    assert targets(3, 7) == ["v1:styles:2:film"]
    assert (targets(1, 3), targets(1, 0)) == ([], [])
