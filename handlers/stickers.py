"""/stickers: favourite pictures without their background, as a sticker set or as files, whichever the platform has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from engine.tasks.stickers.request import Stickers as Cut
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Deps, Refused, Turn, Tx
from handlers.text import Words
from handlers.views import PictureItem, Stickers, Text, View
from storage import favourites, sessions
from storage.jobs import Job

ACTS = ("make", "delete")
CUT = "stickers"  # in a person's state everywhere: the favourites that were made into stickers
MOST = 20  # pictures cut at once
HELD = 120  # stickers of a set


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/stickers: cut what became a favourite since the last time; ``delete``: take the set away, after asking."""
    act = options.get("act", ACTS[0]).lower()
    if act not in ACTS:
        raise Refused("stickers-act")
    if act == "delete":
        return [_delete_ask(turn)]
    kept = [one.media for one in await favourites.of(turn.tx, turn.account.id)]
    if not kept:
        raise Refused("stickers-none", buttons=((button(turn.say("button-gallery"), "gallery", 1),),))
    made = turn.account_state.get(CUT, [])
    fresh = [media for media in reversed(kept) if media not in made]
    if not fresh:
        raise Refused("stickers-nothing-new", buttons=(_delete_row(turn.say),))
    room = min(MOST, HELD - len(made))
    if room <= 0:
        raise Refused("stickers-full", most=HELD, buttons=(_delete_row(turn.say),))
    request = Cut(pictures=tuple(Path(f"media:{media}") for media in fresh[:room]), out=Path("scratch:stickers"))
    job = await work.enqueue(turn, request, identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


async def made(tx: Tx, job: Job, result: dict[str, Any], deps: Deps, say: Words) -> Stickers | Text:
    """Return the stickers a job has cut, and remember of which pictures."""
    files = [path.removeprefix("media:") for path in result["stickers"]]
    state = await sessions.load(tx, job.account, sessions.EVERYWHERE)
    cut = [path.removeprefix("media:") for path in job.request["pictures"]]
    state[CUT] = list(dict.fromkeys([*state.get(CUT, []), *cut]))
    await sessions.save(tx, job.account, sessions.EVERYWHERE, state)
    if not files:
        return Text(text=say("stickers-nobody"))
    lines = [say("stickers-done", count=len(files))]
    if result.get("skipped"):
        lines.append(say("stickers-skipped", count=result["skipped"]))
    alt = say("stickers-title")
    return Stickers(
        items=tuple(PictureItem(media=file, alt=alt) for file in files),
        text="\n".join(lines),
        title=alt,
        buttons=(_delete_row(say),),
    )


async def delete_ask(turn: Turn) -> list[View]:
    """The Delete button under a sticker set."""
    return [_delete_ask(turn)]


async def delete(turn: Turn) -> list[View]:
    """Take the set away where there is one, and forget what was in it."""
    turn.account_state.pop(CUT, None)
    return [Stickers(items=(), text=turn.say("stickers-deleted"), remove=True)]


def _delete_ask(turn: Turn) -> Text:
    yes = button(turn.say("button-delete-yes"), "unsticker", kind="danger")
    return Text(text=turn.say("stickers-delete-ask"), buttons=((yes, button(turn.say("button-no"), "keep")),))


def _delete_row(say: Words) -> tuple[Any, ...]:
    return (button(say("button-stickers-delete"), "nostickers", kind="danger"),)
