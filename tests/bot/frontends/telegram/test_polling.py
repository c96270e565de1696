"""The update loop, against a real HTTP server."""

from __future__ import annotations

import asyncio
import logging

import pytest

from bot.frontends.base import FatalError
from bot.frontends.telegram.menu import Menu
from handlers.text import Translator
from tests.bot.frontends.telegram.conftest import listening, make


async def test_an_update_is_committed_before_it_is_acknowledged(front, server, intake):
    """Otherwise a crash between the two loses what a person sent."""
    intake.fail_next = [OSError("disk full")]
    server.user_text("hello")
    async with listening(front, intake):
        await server.until(lambda: not intake.fail_next)
        assert [u["message"]["text"] for u in server.updates] == ["hello"]
        await server.until(lambda: intake.updates and not server.updates)
    assert [p["message"]["text"] for p in intake.payloads] == ["hello"]


async def test_the_same_update_after_a_restart_is_one_update(server, intake, tmp_path):
    """A process killed before it could acknowledge is sent the update again."""
    server.user_text("once")
    first = dict(server.updates[0])
    for _ in range(2):
        front = make(server, tmp_path)
        async with listening(front, intake):
            await server.until(lambda: intake.updates and not server.updates)
        await front.close()
        server.updates.append(first)
    assert len(intake.updates) == 1


async def test_a_payload_keeps_fields_the_library_does_not_know(front, server, intake):
    """The raw update is what a later version of the program may need."""
    server.user_text("hello", something_new={"a": 1})
    async with listening(front, intake):
        await server.until(lambda: intake.updates and not server.updates)
    assert intake.payloads[0]["message"]["something_new"] == {"a": 1}


async def test_a_second_poller_stops_loudly(front, server, intake, tmp_path):
    """Two programs on one token would each see half of the messages."""
    other = make(server, tmp_path)
    async with listening(front, intake) as first:
        await server.until(lambda: server._poller == 1)
        async with listening(other, intake):
            with pytest.raises(FatalError, match="another program"):
                await asyncio.wait_for(asyncio.shield(first), 10)
    await other.close()


async def test_a_bad_token_is_named_without_being_shown(server, intake, tmp_path, caplog):
    """The library's own error carries the token into logs and reports."""
    front = make(server, tmp_path, token="1:WRONGSECRET")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with pytest.raises(FatalError, match="TELEGRAM_TOKEN") as caught:
        await front.run(intake)
    assert "WRONGSECRET" not in f"{caught.value}{caught.value.__cause__}{caplog.text}"
    await front.close()


async def test_an_outage_is_survived(server, intake, tmp_path):
    """Telegram being away for a while is no reason to stop."""
    front = make(server, tmp_path)
    server.down = True
    server.user_text("hello")
    async with listening(front, intake):
        await asyncio.sleep(0)
        server.down = False
        await server.until(lambda: intake.updates and not server.updates)
    await front.close()
    assert (len(intake.updates), intake.chats) == (1, ["42"])


async def test_a_press_is_answered_at_once(front, server, intake):
    """The spinner on the button stops before anything else is done about the press."""
    message = await server.on_sendmessage(
        {
            "chat_id": 42,
            "text": "x",
            "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "v1:go:1"}]]},
        },
        {},
    )
    query = server.user_press(message, "Go")
    async with listening(front, intake):
        await server.until(lambda: query in server.answered)
    assert intake.payloads[0]["callback_query"]["data"] == "v1:go:1"


async def published(front, server, intake, menus):
    """Run a front end until it has set so many menus and heard a line after it."""
    async with listening(front, intake):
        await server.until(lambda: len(server.called("setmycommands")) >= menus)
        count = len(intake.updates)
        server.user_text("hello", 1)
        await server.until(lambda: len(intake.updates) > count and not server.updates)
    await front.close()


async def test_the_menu_is_set_once_per_language_and_again_only_when_it_changed(server, intake, tmp_path):
    """Setting it at every start would cost requests for nothing."""
    for entries, calls in (([("start", "Begin")], 2), ([("start", "Begin")], 2), ([("start", "Go")], 4)):
        front = make(server, tmp_path, menus=[Menu(entries=entries), Menu(entries=entries, language="de")])
        await published(front, server, intake, calls)
        assert len(server.called("setmycommands")) == calls
    assert server.commands["de"] == [{"command": "start", "description": "Go"}]


async def test_groups_and_admins_have_menus_of_their_own(server, intake, tmp_path):
    """Nobody is offered what they may not do where they are; a number that is no Telegram id is left out."""
    server.user_text("hello", 7)
    front = make(server, tmp_path, menus=None, admins=frozenset({"telegram:7", "discord:8", "ann"}))
    await published(front, server, intake, 3 * len(Translator().locales))
    names = {where: {c["command"] for c in server.scoped[where, "de"]} for where in ("default", "all_group_chats", "7")}
    assert "portrait" in names["default"]
    assert "portrait" not in names["all_group_chats"]
    assert "help" in names["all_group_chats"]
    assert names["7"] - names["default"] >= {"ban", "stats"}
    assert {where for where, _ in server.scoped} == {"default", "all_group_chats", "7"}
    again = make(server, tmp_path, menus=None, admins=frozenset({"telegram:7", "discord:8", "ann"}))
    calls = len(server.called("setmycommands"))
    await published(again, server, intake, calls)
    assert len(server.called("setmycommands")) == calls


async def test_an_admin_who_never_wrote_gets_the_menu_at_a_later_start(server, intake, tmp_path):
    """Telegram knows no chat with them yet; everybody else's menu is set all the same."""
    for known in (False, True):
        if known:
            server.user_text("hello", 7)
        menus = [Menu(entries=[("start", "Go")]), Menu(entries=[("ban", "Ban")], where="7")]
        await published(make(server, tmp_path, menus=menus), server, intake, 4 if known else 2)
        assert (("7", "") in server.scoped) is known
        assert "" in server.commands


async def test_the_button_opens_the_mini_app_where_there_is_one_and_is_given_back(server, intake, tmp_path):
    """A button the operator set elsewhere is left alone by a bot without a Mini App."""
    menus = [Menu(entries=[("start", "Go")])]
    await published(make(server, tmp_path, menus=menus), server, intake, 1)
    assert server.button is None
    url = "https://portraits.example.org/miniapp"
    front = make(server, tmp_path, menus=menus, mini_app=url)
    async with listening(front, intake):
        await server.until(lambda: server.button is not None)
    await front.close()
    assert (server.button["type"], server.button["web_app"]["url"]) == ("web_app", url)
    front = make(server, tmp_path, menus=menus)
    async with listening(front, intake):
        await server.until(lambda: server.button["type"] == "commands")
    await front.close()


async def test_nobody_waits_for_the_menu(server, intake, tmp_path):
    """A hundred requests for menus in many languages stand between a start and the first answer no more."""

    async def never(parameters, files):
        await asyncio.Event().wait()

    server.on_setmycommands = never
    front = make(server, tmp_path)
    server.user_text("hello")
    async with listening(front, intake):
        await server.until(lambda: intake.updates and not server.updates)
    await front.close()


async def test_one_update_nobody_can_parse_does_not_keep_the_others_waiting(front, server, intake):
    """The client parses all or none: the same ones would be asked for for ever. It is kept as it came."""
    server.user_text("before")
    server._push(message={})
    server.user_text("behind")
    async with listening(front, intake):
        await server.until(lambda: len(intake.updates) == 3 and not server.updates)
    assert [payload["message"].get("text") for payload in intake.payloads] == ["before", None, "behind"]
