"""The small markup of views."""

from __future__ import annotations

from bot.frontends.markup import Span, pieces, spans


def test_marks_become_looks_and_lonely_marks_stay():
    """A star in a file name is no markup."""
    assert spans("a **b** `c` d** `") == [
        Span(text="a "),
        Span(text="b", bold=True),
        Span(text=" "),
        Span(text="c", code=True),
        Span(text=" d** `"),
    ]


def test_marks_inside_code_are_text():
    """Commands are shown as they are typed."""
    assert spans("`**x**`") == [Span(text="**x**", code=True)]


def test_text_is_cut_at_line_ends_then_at_spaces():
    """A cut in the middle of a word is the last resort."""
    assert pieces("one\ntwo three", 5, 5) == ["one", "two", "three"]
    assert pieces("abcdefgh", 3, 4) == ["abc", "defg", "h"]
    assert pieces("", 5, 5) == [""]


def test_the_first_piece_may_be_shorter():
    """A caption holds less than a message."""
    assert pieces("aa bb cc dd", 2, 8) == ["aa", "bb cc dd"]
