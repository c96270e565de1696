"""The album of a portrait job: how alike each picture is, what is worth saying of it, and what can be done next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.tasks.portrait.request import Expression, Picture, Portrait, Portraits, Source
from handlers import albums, folding, work
from handlers.actions import button
from handlers.commands import REFINE
from handlers.context import Tx, style_title
from handlers.jobs.enrol import relearn_button
from handlers.kinds import Ended
from handlers.text import Words
from handlers.views import Button, Pictures
from storage import identities
from storage.jobs import Job

ENLARGED = 2.5  # times: from here on a picture is softer than its size promises, and says why
MIENS = (Expression.SMILE, Expression.SERIOUS, Expression.SURPRISED)
FUSION_NOTES = ("turned-away", "turned", "glasses", "not-nearer")  # what kept the fusion of a face weaker, paper 2.4


async def album(ended: Ended, result: Portraits) -> Pictures:
    """Return the pictures of a job, best likeness first."""
    job, say, style = ended.job, ended.say, style_title(ended.deps, ended.say, result.style)
    edited, outdated = result.pictures[0].source != Source.BASE, await _outdated(ended.tx, job, result)
    alt = say("portrait-alt-edited" if edited else "portrait-alt", style=style)
    items = albums.items(say, result.pictures, likeness, alt)
    relearn = (relearn_button(say, str(job.identity)),) if outdated else ()
    finer = REFINE in ended.deps.abilities and work.asked(job, Portrait).refine == "none" and not edited
    return Pictures(
        items=items,
        text="\n".join(_lines(ended, result, style, edited=edited, outdated=outdated)),
        apart=albums.apart(say, job, items),
        **_buttons(say, job.number, result, relearn, edited=edited, finer=finer),
    )


def _lines(ended: Ended, result: Portraits, style: str, *, edited: bool, outdated: bool) -> list[str]:
    """Return what is said of an album; ``outdated``: the face would be drawn more alike if it were learnt anew."""
    say, best = ended.say, result.pictures[0]
    lines = [say("portrait-done", style=style, best=likeness(say, best))]
    if any(picture.enlarged >= ENLARGED for picture in result.pictures):
        lines.append(say("portrait-enlarged"))
    if any(picture.tighter for picture in result.pictures):
        lines.append(say("portrait-tighter"))
    if not all(picture.shows for picture in result.pictures):
        lines.append(say("portrait-mien-weak"))
    if result.from_photos:
        lines.append(say("portrait-from-photos"))
    if outdated:
        lines.append(say("portrait-outdated"))
    if not best.likely and not edited:
        lines.append(say("portrait-best-unlike"))
    if result.withheld:
        lines.append(say("portrait-withheld", count=result.withheld))
    lines += [say(f"fusion-{note}") for note in _notes(result.pictures)]
    return [*lines, say("portrait-label-edited" if edited else "portrait-label", number=ended.job.own)]


def _notes(pictures: Sequence[Picture]) -> list[str]:
    """Return what kept the fusion of most of the pictures weak; a single odd picture is not worth a sentence."""
    said = [picture.fusion_note for picture in pictures]
    return [note for note in FUSION_NOTES if 2 * said.count(note) > len(said)]


def likeness(say: Words, picture: Picture) -> str:
    """Say what a picture is: how alike, and plainly when it is not; of one's own photo that it is one.

    The likeness of a photo to the person on it says nothing of what was learnt, so it is not told.
    """
    if picture.source != Source.BASE:
        return say(f"source-{picture.source}")
    return albums.alike(say, picture)


async def _outdated(tx: Tx, job: Job, result: Portraits) -> bool:
    """Say whether the face was learnt on another edition of the base than drew the picture, and not anew since."""
    edition, drawn = result.edition, job.rendered or 0.0
    if not edition:
        return False
    faces = [face for face in await identities.of(tx, job.account) if face.id == job.identity]
    return any(f.trained is not None and f.trained <= drawn and f.edition not in (None, edition) for f in faces)


def _buttons(
    say: Words, number: int, result: Portraits, relearn: tuple[Button, ...], *, edited: bool, finer: bool
) -> dict[str, Any]:
    """Return four buttons, and behind More the rest: together five rows, as many as Discord puts under one message.

    An ``edited`` photo has no weights to turn: its expression can be changed instead. ``finer``: the base can draw the
    face again in more detail, and has not done so yet. ``relearn`` is worth being seen at once.
    """
    first = [button(say("button-again"), "again", number, kind="go"), button(say("button-restyle"), "restyle", number)]
    first += [button(say("button-talk"), "talk", number), button(say("button-favourite"), "fav", number)]
    weights = (button(say("button-closer"), "closer", number), button(say("button-bolder"), "bolder", number))
    miens = tuple(button(say(f"expression-{one}"), "mien", number, one) for one in MIENS)
    redraw = [button(say("button-like"), "like", number), button(say("button-tune"), "form", "again", number)]
    redraw.append(button(say("button-keep-preset"), "keepas", number))
    redraw += [button(say("button-finer-face"), "finer", number)] if finer else []
    if relearn:  # it takes the place of what was moved down
        redraw.append(first[1])
        first[1:2] = relearn
    rest = (miens if edited else weights, tuple(redraw), albums.last_row(say, number))
    return folding.folded(say, number, folding.in_pairs(first), rest, albums.seeds(say, result.pictures))
