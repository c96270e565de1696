from __future__ import annotations

import json

import pytest

from bot.frontends.local import inbound
from handlers.events import Command, Pressed, Said, SentFile


def one(payload):
    (event,) = inbound.events("local", json.loads(json.dumps(payload)))
    return event


def test_a_line_with_a_slash_is_a_command():
    """What stands behind the name is left to the catalogue."""
    event = one(inbound.said("u", "de", "/Portrait snow queen 4"))
    assert isinstance(event, Command)
    assert (event.name, event.text, event.who.locale) == ("portrait", "snow queen 4", "de")


@pytest.mark.parametrize("text", ["hello", "/", "1/2"])
def test_any_other_line_is_just_said(text):
    """A lone slash is no command."""
    assert one(inbound.said("u", "en", text)) == Said(who=inbound.person("local", "u"), text=text)


def test_an_empty_line_is_nothing():
    """Blanks do not wake the conversation."""
    assert inbound.events("local", inbound.said("u", "en", "  \n ")) == []


def test_a_press_carries_its_action():
    """The label is only for showing."""
    event = one(inbound.pressed("u", "en", "v1:done:7", "Done"))
    assert isinstance(event, Pressed)
    assert event.action == "v1:done:7"


def test_a_refused_file_says_why():
    """The handler answers with a sentence; nothing is silently dropped."""
    payload = inbound.sent_file("u", "en", media=None, name="a.png", mime="image/png", size=99, problem="too-large")
    event = one(payload)
    assert isinstance(event, SentFile)
    assert (event.media, event.problem, event.declared_bytes) == (None, "too-large", 99)


def test_an_answer_finds_its_way_back():
    """The address in the event is the one delivery uses."""
    assert one(inbound.said("u", "en", "hi")).who.address == {"chat": "u"}


def test_an_act_nobody_knows_is_an_error():
    """A payload of a newer version must not pass as something else."""
    with pytest.raises(ValueError, match="dance"):
        inbound.events("local", {"user": "u", "act": "dance"})
