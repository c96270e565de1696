"""Logs: every line says whose it is, and no line holds a token."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from bot.logs import HIDDEN, Redactor, about, configure, user_key
from bot.settings import LogSettings

TELEGRAM = "123456789:AAFakeFakeFakeFakeFakeFakeFakeFake_-x"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDe.fakefakefakefakefakefakefakefakefake"
ODD = "a secret of no known shape"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Log as JSON into memory, and put the loggers back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure(LogSettings(LOG_FORMAT="json"), [ODD, ""], stream)
    yield stream
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(out: io.StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_line_names_its_job_and_person(out: io.StringIO):
    """A complaint about job 17 is answered by searching for it."""
    with about(job="17", user=user_key("account")):
        logging.getLogger("engine.local").info("worker %s ready", "look-0")
    logging.getLogger("bot").info("idle")
    first, second = _lines(out)
    assert (first["event"], first["job"], first["user"]) == ("worker look-0 ready", "17", user_key("account"))
    assert "job" not in second


async def test_tasks_started_inside_say_it_too(out: io.StringIO):
    """Work goes on in tasks of its own; the facts follow."""

    async def work() -> None:
        logging.getLogger("bot").info("working")

    with about(job="17"):
        task = asyncio.create_task(work())
    await task
    assert _lines(out)[0]["job"] == "17"


def test_a_person_is_a_key():
    """The log leads to nobody who has not the database as well."""
    assert user_key("account-1") != user_key("account-2")
    assert len(user_key("account-1")) == 6
    assert "account" not in user_key("account-1")


@pytest.mark.parametrize("secret", [TELEGRAM, DISCORD, ODD])
def test_a_token_is_hidden_wherever_it_stands(out: io.StringIO, secret: str):
    """In the message, its arguments, extra facts and tracebacks."""
    log = logging.getLogger("some.library")
    log.warning("POST https://api.example/bot%s/getMe", secret, extra={"token": secret})
    try:
        raise ValueError(f"The token `{secret}` was rejected")
    except ValueError:
        log.exception("failed with " + secret)
    assert secret not in out.getvalue()
    assert out.getvalue().count(HIDDEN) >= 4


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing: this server logs in the test's process."""


@pytest.fixture
def server() -> Iterator[str]:
    """Serve HTTP on loopback and return its root."""
    made = HTTPServer(("127.0.0.1", 0), _Server)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_the_http_clients_own_lines_hold_no_token(out: io.StringIO, server: str, level: int):
    """httpx logs each address at INFO, and Telegram's addresses hold the token; even turned up it must not leak."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(level)
    logging.getLogger().setLevel(level)
    with httpx.Client() as client:
        client.get(f"{server}/bot{TELEGRAM}/getMe")
    assert "/getMe" in out.getvalue()
    assert TELEGRAM not in out.getvalue()


def test_webhook_tokens_are_hidden():
    """Discord's follow-up addresses carry a token that writes into a person's chat."""
    line = "PATCH https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24tdG9rZW4/messages/@original"
    assert Redactor().clean(line) == f"PATCH https://discord.com/api/v10/webhooks/{HIDDEN}/messages/@original"


def test_ordinary_text_stays_as_it_is():
    """A redactor that eats times and sizes makes logs useless."""
    line = "12:30:01 job 01hq3 took 12.5 s, 640x480, 127.0.0.1:8765"
    assert Redactor([ODD]).clean(line) == line


def test_warnings_become_log_lines(out: io.StringIO):
    """A library's warning is a line like any other, not text in the middle of the screen."""
    logging.getLogger("py.warnings").warning("something is deprecated")
    assert _lines(out)[0]["logger"] == "py.warnings"


def test_text_for_people_is_one_line(capsys: pytest.CaptureFixture[str]):
    """The default format is read by people: level, words, facts."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure(LogSettings(LOG_FORMAT="text", LOG_LEVEL="warning"), [], stream)
    with about(job="17"):
        logging.getLogger("bot").warning("disk almost full")
        logging.getLogger("bot").info("not shown")
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    assert len(stream.getvalue().splitlines()) == 1
    assert all(part in stream.getvalue() for part in ("warning", "disk almost full", "17"))


@pytest.mark.parametrize("name", ["telegram.Bot", "telegram.ext.ExtBot", "discord.gateway", "aiohttp.client"])
def test_debugging_the_bot_does_not_print_what_people_write(name: str):
    """Chat libraries log whole updates at debug: names, ids, the words somebody wants spoken."""
    root = logging.getLogger()
    handlers, level, stream = list(root.handlers), root.level, io.StringIO()
    configure(LogSettings(LOG_FORMAT="text", LOG_LEVEL="debug"), [], stream)
    logging.getLogger(name).debug("sendMessage text=my secret words")
    logging.getLogger("bot.core.delivery").debug("row 7 waits")
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)
    assert "secret words" not in stream.getvalue()
    assert "row 7 waits" in stream.getvalue()
