"""Updates of any shape: none stops those behind it, and none that is an update is lost."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.frontends.telegram.accepting import Accepting
from tests.examples import examples
from tests.fakes.intake import FakeIntake

BOT = Bot("123456:TEST")  # makes a pool of connections and opens none
USER = {"id": 42, "is_bot": False, "first_name": "Ada", "language_code": "en"}
MESSAGE = {
    "message_id": 7, "date": 1_800_000_000, "from": USER, "chat": {"id": 42, "type": "private", "first_name": "Ada"},
    "text": "/start", "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
    "photo": [{"file_id": "F", "file_unique_id": "U", "width": 9, "height": 9, "file_size": 3}],
    "reply_to_message": {"message_id": 6, "date": 1, "chat": {"id": 42, "type": "private"}, "text": "x"},
}  # fmt: skip
PRESS = {"id": "1", "from": USER, "chat_instance": "1", "data": "v1:forget", "message": MESSAGE}
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)),
    max_leaves=6,
)
steps = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(("drop", "put", "add")), anything), max_size=4)


def spoilt(update: dict[str, Any], changes: list[tuple[int, str, Any]]) -> dict[str, Any]:
    """Return the update with some of its parts dropped, replaced or added."""
    update = copy.deepcopy(update)
    for number, how, value in changes:
        places = list(_places(update))
        holder, key = places[number % len(places)]
        if how == "drop" and isinstance(holder, dict):
            del holder[key]
        elif how == "add" and isinstance(holder, dict):
            holder["entities"] = value
        else:
            holder[key] = value
    return update


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in list(items):
        yield value, key
        yield from _places(each)


@examples(60)
@given(kind=st.sampled_from(("message", "callback_query")), changes=steps)
def test_every_update_reaches_the_inbox_whatever_its_shape(kind, changes):
    """What cannot be parsed is set aside and kept; it must not be asked for again for ever."""
    body = spoilt(MESSAGE if kind == "message" else PRESS, changes)

    async def heard() -> FakeIntake:
        intake = FakeIntake()
        accepting = Accepting(BOT, intake)
        await accepting.accept_raw({"update_id": 5, kind: body})
        accepting.close()
        return intake

    intake = asyncio.run(heard())
    assert intake.updates == {"telegram:5": {"update_id": 5, kind: body}}


@pytest.mark.parametrize("date", [1.2533243187194486e263, 10**30, float("inf"), -(10**18)])
def test_a_time_no_calendar_has_holds_up_nothing(date):
    """Found by chance: the client's words for it are no mistake of form."""

    async def heard() -> FakeIntake:
        intake = FakeIntake()
        accepting = Accepting(BOT, intake)
        await accepting.accept_raw({"update_id": 5, "callback_query": spoilt(PRESS, [(10, "put", date)])})
        accepting.close()
        return intake

    assert "telegram:5" in asyncio.run(heard()).updates


@examples(40)
@given(payload=anything)
def test_what_is_no_update_is_refused_as_such(payload):
    """A webhook answers it with an error of the sender's; nothing of it is kept."""

    async def heard() -> None:
        intake = FakeIntake()
        try:
            await Accepting(BOT, intake).accept_raw(payload)
        except ValueError:
            assert not intake.updates

    asyncio.run(heard())
