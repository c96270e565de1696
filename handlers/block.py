"""A face nobody may be drawn with here: /block by its owner, and the list an admin sees."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.actions import button
from handlers.context import RefusedError, Turn
from handlers.views import Text, View
from storage import audit
from storage.blocks import Blocks


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/block [act]: forbid one's own face, after one question, or allow it again."""
    blocks = _blocks(turn)
    mine = await blocks.of(turn.tx, turn.account.id)
    if options.get("act") == "undo":
        return await undo(turn)
    if mine and options.get("act") is None:
        return [Text(text=turn.say("block-is"), buttons=((button(turn.say("button-unblock"), "unblock"),),))]
    yes = button(turn.say("button-block"), "block", kind="danger")
    return [Text(text=turn.say("block-ask"), buttons=((yes, button(turn.say("button-no"), "keep")),))]


async def forbid(turn: Turn) -> list[View]:
    """The confirmation: the face is on the list, and gone wherever it was learnt."""
    if await _blocks(turn).forbid(turn.tx, turn.account.id) is None:
        raise RefusedError("block-nobody-known", buttons=((button(turn.say("button-selfies"), "selfies"),),))
    await audit.note(turn.tx, "somebody", "block")
    undo_it = button(turn.say("button-unblock"), "unblock")
    return [Text(text=turn.say("block-done"), buttons=((undo_it,),))]


async def undo(turn: Turn) -> list[View]:
    """Allow one's own face again: whoever blocked it, by the same user of the same platform."""
    blocks = _blocks(turn)
    mine = await blocks.of(turn.tx, turn.account.id)
    if not mine:
        raise RefusedError("block-none")
    for number in mine:
        await blocks.remove(turn.tx, number)
    await audit.note(turn.tx, "somebody", "unblock")
    return [Text(text=turn.say("block-undone"))]


async def blocked(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/blocked: how many faces are blocked here, with number and day; whose they are nobody can see."""
    listed = await _blocks(turn).listed(turn.tx)
    if not listed:
        return [Text(text=turn.say("blocked-none"))]
    lines = [f"`{one.number}` {datetime.fromtimestamp(one.created, UTC):%Y-%m-%d}" for one in listed]
    return [Text(text="\n".join([turn.say("blocked-title", count=len(listed)), *lines]))]


async def unblock(turn: Turn, options: dict[str, str]) -> list[View]:
    """/unblock NUMBER: take a face off the list, for somebody who can no longer do it themselves."""
    number = int(options["number"])
    if not await _blocks(turn).remove(turn.tx, number):
        raise RefusedError("blocked-unknown", number=number)
    await audit.note(turn.tx, turn.account.id, "unblock", str(number))
    return [Text(text=turn.say("blocked-removed", number=number))]


def _blocks(turn: Turn) -> Blocks:
    if turn.deps.blocks is None:
        raise RuntimeError("Deps.blocks is not wired")
    return turn.deps.blocks
