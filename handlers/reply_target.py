"""Which of the bot's own pictures a message answers."""

from __future__ import annotations

from typing import Any

from handlers.context import Turn
from storage import outbox


async def pictures(turn: Turn) -> tuple[list[str], str] | None:
    """Return (media of the answered message, the one meant), None when it shows no pictures of this person.

    An album is several messages of which one is answered; a grid is one message, and its first picture is meant.
    """
    reply = turn.reply
    if reply is None or not reply.own:
        return None
    return await pictures_in(turn, await outbox.shown_as(turn.tx, turn.place, reply.message), reply.message)


async def pictures_in(turn: Turn, shown: outbox.Message | None, message: str) -> tuple[list[str], str] | None:
    """Return the same of the row a message shows, None where it shows no pictures of this person."""
    if shown is None or shown.account != turn.account.id or shown.view.get("kind") != "pictures":
        return None
    items = [str(item["media"]) for item in shown.view["items"]]
    sent = [str(one) for step in (shown.receipt or {}).get("all", []) for one in _each(step)]
    index = sent.index(message) if message in sent else 0
    return items, items[index] if index < len(items) else items[0]


def _each(step: Any) -> list[Any]:
    return step if isinstance(step, list) else [step]
