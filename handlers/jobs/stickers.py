"""/stickers: favourite pictures without their background, as a sticker set or as files, whichever the platform has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import BadPhotoError
from engine.files import Media, Scratch, media_id
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.stickers.request import CutOut
from engine.tasks.stickers.request import Stickers as Cut
from handlers import work
from handlers.actions import button
from handlers.commands import Command, Entry, Parameter, Verb
from handlers.context import RefusedError, Turn
from handlers.kinds import Ended, JobKind
from handlers.text import Words
from handlers.views import PictureItem, Stickers, Text, View
from storage import favourites, sessions

ACTS = ("make", "delete")
CUT = "stickers"  # in a person's state everywhere: the favourites that were made into stickers
MOST = 20  # pictures cut at once
HELD = 120  # stickers of a set


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/stickers: cut what became a favourite since the last time; ``delete``: take the set away, after asking."""
    act = options.get("act", ACTS[0]).lower()
    if act not in ACTS:
        raise RefusedError("stickers-act", buttons=(_delete_row(turn.say),))
    if act == "delete":
        return [_delete_ask(turn)]
    kept = [one.media for one in await favourites.of(turn.tx, turn.account.id)]
    if not kept:
        raise RefusedError("stickers-none", buttons=((button(turn.say("button-gallery"), "gallery", 1),),))
    made = turn.account_state.get(CUT, [])
    fresh = [media for media in reversed(kept) if media not in made]
    if not fresh:
        raise RefusedError("stickers-nothing-new", buttons=(_delete_row(turn.say),))
    room = min(MOST, HELD - len(made))
    if room <= 0:
        raise RefusedError("stickers-full", most=HELD, buttons=(_delete_row(turn.say),))
    request = Cut(pictures=tuple(Media(media).path for media in fresh[:room]), out=Scratch("stickers").path)
    job = await work.enqueue(turn, request, identity=None)
    return [await work.waiting(turn.tx, job, turn.deps, turn.say)]


def _inputs(request: Cut, gone: Callable[[Path], bool]) -> Cut:
    pictures = tuple(picture for picture in request.pictures if not gone(picture))
    if not pictures:
        raise BadPhotoError(PhotoProblem.BROKEN)
    return replace(request, pictures=pictures)


async def _finished(ended: Ended, result: CutOut) -> list[View]:
    """Return the stickers a job has cut, and remember of which pictures."""
    tx, job, say = ended.tx, ended.job, ended.say
    state = await sessions.load(tx, job.account, sessions.EVERYWHERE)
    cut = [media_id(path) for path in work.asked(job, Cut).pictures]
    state[CUT] = list(dict.fromkeys([*state.get(CUT, []), *cut]))
    await sessions.save(tx, job.account, sessions.EVERYWHERE, state)
    if not result.stickers:
        return [Text(text=say("stickers-nobody"))]
    lines = [say("stickers-done", count=len(result.stickers))]
    if result.skipped:
        lines.append(say("stickers-skipped", count=result.skipped))
    alt = say("stickers-title")
    items = tuple(PictureItem(media=media_id(file), alt=alt) for file in result.stickers)
    return [Stickers(items=items, text="\n".join(lines), title=alt, buttons=(_delete_row(say),))]


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


JOBS = (
    JobKind(
        request=Cut,
        commands=(
            Command(entry=Entry(name="stickers", parameters=(Parameter(name="act", choices=ACTS),)), run=command),
        ),
        verbs={"nostickers": Verb(run=delete_ask), "unsticker": Verb(run=delete)},
        inputs=_inputs,
        finished=_finished,
        passing=True,
    ),
)
