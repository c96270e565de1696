"""What buttons carry."""

from __future__ import annotations

import pytest

from handlers import actions


def test_an_action_comes_back_as_it_went_in():
    """A button pressed next year must still mean what it said."""
    assert actions.parse(actions.action("style", 12, "snow-queen")) == ("style", ["12", "snow-queen"])


def test_an_action_that_does_not_fit_is_refused_when_it_is_made():
    """Telegram drops the whole message when one button carries 65 bytes, so it must fail here."""
    longest = "ü" * 27
    assert len(actions.action("abc", longest).encode()) == 61
    assert not actions.fits("abcdef", longest + "é")
    with pytest.raises(ValueError, match="65 bytes"):
        actions.action("abcdefg", longest)


@pytest.mark.parametrize("text", ["", "v1", "v1:", "v2:again:1", "again:1", "v1:" + "x" * 70])
def test_what_is_no_action_is_recognised(text):
    """Front ends hand over whatever a client sent."""
    assert actions.parse(text) is None
