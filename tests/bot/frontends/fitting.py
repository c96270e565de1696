"""Whether a view can be shown on every platform: rendered by each front end, and held against what the platforms take.

The limits are those the platforms document: what is beyond them is refused whole, and nobody sees the answer.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser

from bot.frontends.discord import build as discord_build
from bot.frontends.discord import compose as discord
from bot.frontends.local.live import parcel
from bot.frontends.local.markup import to_html
from bot.frontends.telegram import compose as telegram
from bot.frontends.telegram import text as telegram_text
from handlers.text import Words
from handlers.views import Stickers, View
from tests.fakes.intake import picture

TAGS = {"strong", "code", "button", "br"}  # all that a sentence may become on the page
LABELS, IDS = 80, 100  # characters of a button of Discord's and of what it answers; as many of a menu's
CONTENT, CARD, PARTS = 2000, 4000, 40  # characters of a message and of a card; parts of a card
ACTION, COPIED, KEYBOARD = 64, 256, 100  # bytes that a button of Telegram's answers, characters it copies; buttons
PNG = picture("navy")


class OneFile:
    """Any file there is is this picture."""

    async def read(self, media: str) -> tuple[bytes, str, str]:
        """Return it."""
        return PNG, "image/png", "file.png"


async def check(view: View, say: Words) -> None:
    """Render a view everywhere. Raises `AssertionError` where a platform would refuse it."""
    on_the_page(view)
    await on_discord(view, say)
    await on_telegram(view)


def on_the_page(view: View) -> None:
    """No tag of anybody else, and nothing that is no JSON."""
    shown = json.loads(json.dumps(parcel(view)))
    captions = [to_html(item.caption) for item in getattr(view, "items", ())]
    for html in (shown["html"], *captions):
        found = _Tags()
        found.feed(html)
        assert found.names <= TAGS, html
    for one in shown["buttons"]:
        assert one["label"].strip(), view
        assert one["action"], view


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        allowed = [("type", "button"), ("class", "command")] if tag == "button" else []
        assert attrs == allowed, attrs


async def on_discord(view: View, say: Words) -> None:
    """Text, buttons and menus within the limits; no two parts of a message that answer the same."""
    for message in await discord.compose(view, OneFile(), discord.Frame(limit=8_000_000, say=say, mark="m")):
        assert len(message.text) <= (CARD if message.card else CONTENT)
        assert message.text.strip() or message.files or message.lines or message.menus, view
        made = discord_build.sent(message)
        parts = made["view"].to_components() if "view" in made else []
        known: list[str] = []
        assert _count(parts) <= PARTS
        for part in _walk(parts):
            if part.get("type") == 2:
                assert 1 <= len(part["label"].strip()) <= LABELS, part
            if part.get("type") == 3:
                assert 1 <= len(part["options"]) <= 25
                values = [one["value"] for one in part["options"]]
                assert len(set(values)) == len(values), "Discord refuses a menu with the same answer twice"
                assert all(1 <= len(one["value"]) <= IDS and one["label"].strip() for one in part["options"])
            if "custom_id" in part:
                assert 1 <= len(part["custom_id"]) <= IDS
                known.append(part["custom_id"])
        assert len(set(known)) == len(known), f"Discord refuses a message with the same button twice: {known}"


def _walk(parts: list[dict]) -> list[dict]:
    return [each for part in parts for each in (part, *_walk(part.get("components", [])))]


def _count(parts: list[dict]) -> int:
    return len(_walk(parts))


async def on_telegram(view: View) -> None:
    """Text, captions and keyboards within the limits."""
    if isinstance(view, Stickers):
        return  # a set of stickers is no message
    for step in await telegram.compose(view, OneFile(), None):
        if isinstance(step, telegram.Album):
            assert 2 <= len(step.files) <= 10
            assert all(telegram_text.units(each.caption) <= telegram_text.CAPTION_LIMIT for each in step.files)
            continue
        room = telegram_text.CAPTION_LIMIT if step.file else telegram_text.TEXT_LIMIT
        plain, _ = telegram_text.render(step.text, step.finish_at)
        assert telegram_text.units(plain) <= room
        assert plain.strip() or step.file, view
        keyboard = telegram_text.keyboard(step.buttons, "bot")
        buttons = [one for row in keyboard.inline_keyboard for one in row] if keyboard else []
        assert len(buttons) <= KEYBOARD
        for one in buttons:
            assert one.text.strip()
            assert one.callback_data is None or 1 <= len(str(one.callback_data).encode()) <= ACTION
            assert one.copy_text is None or 1 <= len(one.copy_text.text) <= COPIED
