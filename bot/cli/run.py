"""``python -m bot run``: the bot on every platform ``.env`` configures, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys

from bot import logs, watchdog
from bot.app import run_app
from bot.frontends.local.listen import address_of
from bot.settings import Settings, load
from bot.wiring import CannotRunError
from engine import weights

log = logging.getLogger(__name__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """``run`` has no options: everything is in ``.env``."""


def main(args: argparse.Namespace) -> int:
    """Run until SIGTERM or Ctrl-C; 1 with one sentence when that is not possible."""
    settings = load()
    logs.configure(settings.logs, settings.secrets)
    if lacking := _lacking(settings):
        print(lacking, file=sys.stderr)
        return 1
    try:
        asyncio.run(_serve(settings))
    except CannotRunError as error:
        print(error, file=sys.stderr)
        return 1
    except Exception:
        # Through the log, which takes tokens out; the interpreter's own traceback would not.
        log.critical("the bot ended; what was accepted goes on at the next start", exc_info=True)
        return 1
    return 0


def _lacking(settings: Settings) -> str:
    """Return the sentence for models without which nothing can be drawn, or nothing when they are all there."""
    rows = [row for row in weights.status(settings.engine.weights) if row.component.needed and row.state == "missing"]
    names = [row.component.name for row in rows if not row.component.without]
    if not names:
        return ""
    return f"Not set up yet, {len(names)} models are missing ({', '.join(names[:3])}, ...): python -m bot weights fetch"


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)  # the second time means: now
        loop.call_soon_threadsafe(stop.set)

    for number in (signal.SIGINT, signal.SIGTERM):  # both exist on Windows too, unlike the event loop's own handlers
        signal.signal(number, ask)
    async with watchdog.watching():
        await run_app(settings, stop=stop, ready=lambda: _greet(settings))
    log.info("stopped")


def _greet(settings: Settings) -> None:
    on = [name for name, token in (("Telegram", settings.telegram.token), ("Discord", settings.discord.token)) if token]
    chat = settings.local_chat
    if chat.enabled:
        # Which free port is taken is known once the chat listens; it says so itself.
        on.append(f"the local chat on {address_of(chat.host, chat.port)}" if chat.port else "the local chat")
    log.info("serving %s", " and ".join(on))
