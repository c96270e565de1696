"""Telegram calls the bot: over real HTTP, with a secret."""

from __future__ import annotations

import contextlib
import socket

import aiohttp
import pytest

from bot.frontends.base import FatalError
from bot.frontends.telegram.accepting import HEARD
from bot.frontends.telegram.options import WebhookOptions, secret_of
from bot.frontends.telegram.webhook import SECRET_HEADER
from tests.bot.frontends.telegram.conftest import listening, make

SECRET = "a-secret-of-sixteen"


@pytest.fixture
def port():
    """A port nobody has."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


@pytest.fixture
async def called(server, tmp_path, port):
    """A front end that waits to be called."""
    webhook = WebhookOptions(url=f"http://127.0.0.1:{port}/hook", secret=SECRET, port=port)
    front = make(server, tmp_path, webhook=webhook)
    yield front
    await front.close()


async def post(port, **more):
    """Call the port as somebody; returns the status."""
    async with (
        aiohttp.ClientSession() as session,
        session.request(more.pop("method", "POST"), f"http://127.0.0.1:{port}/anything", **more) as answer,
    ):
        return answer.status


async def test_what_telegram_calls_with_is_committed_once(called, server, intake):
    """Every field as it came, and the update leaves Telegram only then."""
    intake.fail_next = [OSError("disk full")]
    server.user_text("hello", something_new={"a": 1})
    server.user_text("again")
    async with listening(called, intake):
        await server.until(lambda: not server.updates)
    assert [p["message"]["text"] for p in intake.payloads] == ["hello", "again"]
    assert intake.payloads[0]["message"]["something_new"] == {"a": 1}
    assert intake.chats == ["42", "42"]


async def test_one_call_at_a_time_keeps_the_order(called, server, intake):
    """A photo must not overtake the sentence before it."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
    (told,) = server.called("setwebhook")
    assert (int(told["max_connections"]), told["secret_token"]) == (1, SECRET)
    assert told["allowed_updates"] == HEARD


async def test_a_press_is_answered_at_once(called, server, intake):
    """As with polling."""
    button = {"text": "Go", "callback_data": "v1:go:1"}
    message = await server.on_sendmessage(
        {"chat_id": 42, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}, {}
    )
    query = server.user_press(message, "Go")
    async with listening(called, intake):
        await server.until(lambda: query in server.answered)


@pytest.mark.parametrize("said", [None, "", "wrong", SECRET[:-1], SECRET + "x", "ä"])
async def test_a_call_without_the_secret_is_turned_away(called, server, intake, port, said):
    """Whoever finds the port must not be able to speak as anybody."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
        headers = {} if said is None else {SECRET_HEADER: said}
        assert await post(port, json={"update_id": 1, "message": {}}, headers=headers) == 403
    assert intake.updates == {}


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"data": b"no json"}, 400),
        ({"json": ["no update"]}, 400),
        ({"json": {"message": {}}}, 400),
        ({"json": None}, 400),
        ({"data": b" " * 1_100_000}, 413),
        ({"method": "GET"}, 405),
    ],
)
async def test_nonsense_with_the_secret_is_refused_and_harms_nothing(called, server, intake, port, request_, status):
    """A proxy's health check, a broken body: the next real call is taken."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
        assert await post(port, headers={SECRET_HEADER: SECRET}, **request_) == status
        server.user_text("still there")
        await server.until(lambda: not server.updates)
    assert len(intake.updates) == 1


async def test_the_port_is_open_on_this_machine_only(called, server, intake, port):
    """The proxy is the only way in."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
        found = {sock[4][0] for sock in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)} - {"127.0.0.1"}
        for address in found:
            with pytest.raises(aiohttp.ClientConnectorError), contextlib.suppress(socket.gaierror):
                async with aiohttp.ClientSession() as session, session.get(f"http://{address}:{port}"):
                    pass
    assert called.options.webhook.host == "127.0.0.1"


async def test_a_taken_port_is_said(called, server, intake, port):
    """With the setting to change."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", port))
        sock.listen()
        with pytest.raises(FatalError, match="TELEGRAM_WEBHOOK_PORT"):
            await called.run(intake)


async def test_an_address_telegram_refuses_is_said(server, intake, tmp_path):
    """Without https nothing is called."""
    webhook = WebhookOptions(url="http://example.org/hook", secret=SECRET, port=0)
    front = make(server, tmp_path, webhook=webhook)
    with pytest.raises(FatalError, match="TELEGRAM_WEBHOOK_URL"):
        await front.run(intake)
    await front.close()


async def test_polling_again_takes_the_webhook_back(called, server, intake, tmp_path):
    """Changing one's mind is one empty setting."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
    front = make(server, tmp_path)
    server.user_text("hello")
    async with listening(front, intake):
        await server.until(lambda: not server.updates)
    await front.close()
    assert server.webhook == {}


def test_a_secret_nobody_chose_is_made_from_the_token():
    """The same after a restart, different for every bot, and without the token in it."""
    assert secret_of("1:a") == secret_of("1:a") != secret_of("1:b")
    assert "1:a" not in secret_of("1:a")
    assert SECRET not in repr(WebhookOptions(url="https://x", secret=SECRET))


async def test_an_update_nobody_can_parse_is_set_aside(called, server, intake, port):
    """A refusal would be called again for ever, and nothing behind it would arrive."""
    async with listening(called, intake):
        await server.until(lambda: server.webhook)
        assert await post(port, json={"update_id": 7, "message": {}}, headers={SECRET_HEADER: SECRET}) == 200
    assert intake.payloads == [{"update_id": 7, "message": {}}]
