from __future__ import annotations

import socket

import pytest

from bot.frontends.base import ChatGoneError, FatalError
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.listen import address_of, listening
from handlers.views import Progress, Removal, Text
from tests.fakes.intake import FakeFiles


class Tab:
    def __init__(self):
        self.lines = []
        self.gone = []

    def show(self, line):
        self.lines.append(line)

    def take_away(self, messages):
        self.gone.append(messages)


@pytest.fixture
def front(tmp_path):
    return LocalFrontEnd(port=0, folder=tmp_path)


async def test_a_view_reaches_every_tab_of_its_person_and_no_other(front):
    """Two people in two browsers on one machine."""
    ann, ann_too, bob = Tab(), Tab(), Tab()
    front.rooms.enter("ann", ann)
    front.rooms.enter("ann", ann_too)
    front.rooms.enter("bob", bob)
    await front.deliver({"chat": "ann"}, Text(text="hi"), "k1", None, FakeFiles())
    assert [line.view.text for line in ann.lines] == [line.view.text for line in ann_too.lines] == ["hi"]
    assert bob.lines == []


async def test_an_edit_keeps_the_name_of_its_message(front):
    """The receipt of the first is what the last is folded into, on the page and from storage."""
    first = await front.deliver({"chat": "ann"}, Progress(job="1", text="0 %"), "k1", None, FakeFiles())
    second = await front.deliver({"chat": "ann"}, Text(text="done"), "k2", first, FakeFiles())
    assert first == second == {"message": "k1"}


async def test_nobody_looking_is_no_reason_to_fail(front):
    """The page reads what it missed from the database; a delivery to a closed browser has arrived."""
    assert await front.deliver({"chat": "ann"}, Text(text="hi"), "k", None, FakeFiles()) == {"message": "k"}


async def test_a_page_that_opens_now_learns_the_newest_state_once(front):
    """Storage marks a message as sent only after deliver returned; a page loading in between must not lose it."""
    receipt = await front.deliver({"chat": "ann"}, Progress(job="1", text="0 %"), "k1", None, FakeFiles())
    await front.deliver({"chat": "ann"}, Text(text="done"), "k2", receipt, FakeFiles())
    assert [line.view.text for line in front.rooms.recent("ann")] == ["done"]
    assert front.rooms.recent("bob") == []


async def test_a_closed_tab_hears_nothing_more(front):
    """Closed pages must not pile up in memory."""
    tab = Tab()
    front.rooms.enter("ann", tab)
    front.rooms.leave("ann", tab)
    await front.deliver({"chat": "ann"}, Text(text="hi"), "k", None, FakeFiles())
    assert tab.lines == []
    assert front.rooms.watching("ann") == 0


async def test_an_address_of_no_chat_is_gone(front):
    """Retrying a message that names nobody would go on for ever."""
    with pytest.raises(ChatGoneError):
        await front.deliver({}, Text(text="hi"), "k", None, FakeFiles())


def test_a_taken_port_is_said_with_the_way_out():
    """The most likely first failure of a newcomer: the bot runs already."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(FatalError, match="LOCAL_CHAT_PORT"), listening("127.0.0.1", other.getsockname()[1]):
            pass


def test_the_address_can_be_typed_into_a_browser():
    """Nobody can open http://0.0.0.0."""
    assert address_of("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert address_of("::1", 80) == "http://[::1]:80"
    assert address_of("127.0.0.1", 8765) == "http://127.0.0.1:8765"


async def test_lines_are_taken_off_every_page_of_their_person(front):
    """A deleted album disappears where it is open, and does not come back on a page that opens now."""
    ann, bob = Tab(), Tab()
    front.rooms.enter("ann", ann)
    front.rooms.enter("bob", bob)
    first = await front.deliver({"chat": "ann"}, Text(text="one"), "k1", None, FakeFiles())
    await front.deliver({"chat": "ann"}, Text(text="two"), "k2", None, FakeFiles())
    await front.deliver({"chat": "ann"}, Removal(text="", receipts=(first,)), "k3", None, FakeFiles())
    assert (ann.gone, bob.gone) == ([{"k1"}], [])
    assert [line.message for line in front.rooms.recent("ann")] == ["k2"]


async def test_nothing_is_left_of_who_was_forgotten(front):
    """In another window with the same cookie, too."""
    ann, ann_too = Tab(), Tab()
    front.rooms.enter("ann", ann)
    front.rooms.enter("ann", ann_too)
    await front.deliver({"chat": "ann"}, Text(text="one"), "k1", None, FakeFiles())
    await front.deliver({"chat": "ann"}, Removal(text="", everything=True), "k2", None, FakeFiles())
    assert ann.gone == ann_too.gone == [None]
    assert front.rooms.recent("ann") == []
