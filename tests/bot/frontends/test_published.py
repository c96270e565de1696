"""What was published last."""

from __future__ import annotations

from bot.frontends.published import Published


def test_only_a_change_is_news(tmp_path):
    """Also for another program started on the same folder."""
    file = tmp_path / "new" / "menu"
    assert Published(file).is_news(1, {"a": ["b"]})
    Published(file).remember(1, {"a": ["b"]})
    assert not Published(file).is_news(1, {"a": ["b"]})
    assert Published(file).is_news(2, {"a": ["b"]})


def test_without_a_file_everything_is_news():
    """Nothing can be remembered."""
    seen = Published(None)
    seen.remember(1)
    assert seen.is_news(1)
