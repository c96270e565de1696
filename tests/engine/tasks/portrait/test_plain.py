"""Words somebody wrote become harmless text: nothing a program may read as a weight, a network or an order is left."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tasks.portrait.request import plain

ORDERS = {
    "a (red dress:1.9) hat": "a red dress hat",
    "((masterpiece)), best": "masterpiece, best",
    "(word:-1) [word:0.5]": "word word",
    "dress <lora:x:1> hat": "dress hat",
    "<hypernet:x:0.5>": "",
    "[cat|dog]": "cat dog",
    "[from:to:0.5]": "from to",
    "a BREAK b": "a b",
    "CAT AND DOG": "CAT and DOG",
    "hat --ar 16:9 --v 6": "hat",
    "hat --no glasses, scarf": "hat, scarf",
    "hat \u2014ar 3:2": "hat",
    "{red|blue} dress": "red blue dress",
    "word++ (a b)1.3 other--": "word a b other",
    "__hair__ embedding:bad": "",
    '("red", "blue").blend(0.5,0.5)': "red, blue 0.5,0.5",
    "one\r\ntwo\u2028three": "one two three",
    "e\u202evil": "evil",
    "to\u200bpless": "topless",
    "`code` *bold* _line_": "code bold line",
    "🔥🔥 ❤️": "",
}
KEPT = (
    "in a red dress, with a dog", "don't smile", "größer, café", "穿红裙子 在巴黎", "赤いドレス", "красное платье",
    "well-known look", "हिन्दी में", "35 mm film", "break of dawn and a hat",
)  # fmt: skip


@pytest.mark.parametrize("typed", ORDERS)
def test_syntax_is_gone(typed: str):
    """Of web interfaces, compel, ComfyUI, Midjourney and wildcards, and signs that turn lines around."""
    assert plain(typed) == ORDERS[typed]


@pytest.mark.parametrize("typed", KEPT)
def test_ordinary_words_stay(typed: str):
    """The control, in every script of the bot's languages."""
    assert plain(typed) == typed


@given(st.text(max_size=200))
def test_nothing_is_left_that_orders_anything(typed: str):
    """Whatever is typed; and what was made plain stays as it is."""
    said = plain(typed)
    assert not set("()[]{}<>|:\\*_`#@$^~=+\n\r\t\u200b\u202e") & set(said)
    assert plain(said) == said
    assert "--" not in said


def test_twenty_thousand_signs_take_no_time():
    """In the bot's own process, between two messages."""
    began = time.process_time()
    for unit in ("-", "((", ".,", "<", "a:1", "__a", "embedding:", "\ufe0f"):
        plain(unit * (20_000 // len(unit)))
    assert time.process_time() - began < 3.0
