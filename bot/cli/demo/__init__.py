"""``python -m bot demo``: the whole way from selfies to portraits, through the real application, in one command.

A scripted person talks to the bot through the front end for scripts; inbox, router, queue, engine, delivery and
database are the ones Telegram and Discord use, in a fresh folder that is gone afterwards. Portraits on a small machine
are the person's own photos in new light and scenes, which says nothing of learning. So the demo also lets the learnt
face draw alone, and succeeds only if those pictures *before face fusion* are more like the person than pictures drawn
from the same seeds without the person's adapter: that is what was learnt, nothing else could do it.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import logging
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from bot import logs, settings
from bot.app import run_app
from bot.cli import ranges
from bot.cli.demo.photos import NoPhotosError, gather
from bot.cli.demo.report import Report
from bot.cli.demo.screen import Screen
from bot.cli.demo.story import DemoFailedError, Plan, play
from bot.frontends.local.script import NeverSaidError, NoSuchButtonError, ScriptFrontEnd
from bot.wiring import CannotRunError, style_book
from engine.styles import StyleBook

OUT = Path("out") / "demo"
STYLES = ("natural", "cyberpunk", "noir", "oil", "pencil", "sepia")
NEXT = """What to do next
  python -m bot run       the same bot as a chat page on http://127.0.0.1:8765, for your own selfies
  .env                    put TELEGRAM_TOKEN or DISCORD_TOKEN there to meet it on Telegram or Discord
  python -m bot doctor    what this machine can do, and how to get the large models for it
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of ``demo``."""
    parser.add_argument("--selfies", type=Path, metavar="DIR", help="photos of one person instead of a synthetic one")
    parser.add_argument(
        "--styles", nargs="+", default=list(STYLES), metavar="STYLE", help=f"default: {' '.join(STYLES)}"
    )
    parser.add_argument(
        "--count", type=ranges.COUNT, default=4, help="pictures by the learnt face alone (default: %(default)s)"
    )
    parser.add_argument("--seed", type=ranges.SEED, default=7, help="the luck of the draw (default: %(default)s)")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="default: %(default)s")


def main(args: argparse.Namespace) -> int:
    """Play the demo; 0 when the learnt face beats the control."""
    screen = Screen(sys.stdout)
    try:
        return asyncio.run(_main(args, screen))
    except (DemoFailedError, NeverSaidError, NoSuchButtonError, NoPhotosError, CannotRunError) as error:
        screen.line(f"\nThe demo could not finish: {error}")
        return 1
    except KeyboardInterrupt:
        screen.line("\nStopped.")
        return 130


def _known(styles: list[str], book: StyleBook) -> None:
    """Look the styles up before anything is learnt, which takes minutes. Raises `DemoFailedError`."""
    for name in styles:
        if book.get(name) is None:
            meant = " or ".join(book.closest(name))
            raise DemoFailedError(f"no style is called {name}." + (f" Did you mean {meant}?" if meant else ""))


async def _main(args: argparse.Namespace, screen: Screen) -> int:
    args.out.mkdir(parents=True, exist_ok=True)
    report = Report(args.out)
    report.clear()
    with tempfile.TemporaryDirectory(prefix="portrait-demo-", ignore_cleanup_errors=True) as folder:
        own = {"DATA_DIR": folder, "DATABASE_URL": None}  # nobody's data, whatever .env says
        chosen = settings.load(overrides={**own, "QUOTA_SECONDS_PER_DAY": 86_400, "LOG_LEVEL": "warning"})
        logs.configure(chosen.logs, chosen.secrets)
        logging.getLogger("bot.cli.demo").debug("data in %s", folder)
        _known(args.styles, style_book(chosen))
        plan = Plan(
            photos=gather(args.selfies, Path(folder) / "selfies", chosen.engine.weights),
            styles=tuple(args.styles),
            count=args.count,
            seed=args.seed,
        )
        chat = ScriptFrontEnd(user="demo", listener=screen.heard)
        database = chosen.data.folder / settings.DATABASE
        try:
            with screen.running():
                seeds = itertools.count(args.seed)  # training too: the same demo twice draws the same pictures

                def bot(stop: asyncio.Event) -> Coroutine[Any, Any, None]:
                    return run_app(chosen, [chat], stop=stop, seed=lambda: next(seeds))

                await play(plan, chat, bot, database, report, screen)
        finally:  # a demo that failed leaves what there is, to see why
            report.contact_sheet()
            report.write(chat.transcript())
    screen.line(report.summary())
    screen.line(NEXT)
    return 0 if report.learnt else 1
