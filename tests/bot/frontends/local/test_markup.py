from __future__ import annotations

import html

import pytest

from bot.frontends.local.markup import escaped, to_html, to_plain


def test_bold_and_code_become_elements():
    """The two marks a view may use."""
    assert to_html("**Hi** `a < b`") == "<strong>Hi</strong> <code>a &lt; b</code>"


@pytest.mark.parametrize("text", ['<script>alert("x")</script>', "a & b", "**<b>**", "`</code>`", "'\"><img src=x>"])
def test_nothing_of_a_text_becomes_an_element_of_its_own(text):
    """File names and style names reach the page inside sentences; they must not carry markup."""
    made = to_html(text)
    for tag in ("<strong>", "</strong>", "<code>", "</code>"):
        made = made.replace(tag, "")
    assert "<" not in made
    assert ">" not in made


def test_a_command_in_a_sentence_can_be_clicked():
    """As on every other platform; a path or an unknown word is only text."""
    assert to_html("Try /selfies.") == 'Try <button type="button" class="command">/selfies</button>.'
    assert to_html("`/me`") == '<code><button type="button" class="command">/me</button></code>'
    assert to_html("/home/me and/me /nothing") == "/home/me and/me /nothing"


def test_what_a_person_typed_is_shown_as_it_is():
    """Stars and ticks of a person are theirs."""
    assert html.unescape(escaped("**a** `b`\nc")) == "**a** `b`<br>c"


def test_plain_text_has_no_marks():
    """Terminals and screen readers read words, not marks."""
    assert to_plain("**Hi** `there`") == "Hi there"
