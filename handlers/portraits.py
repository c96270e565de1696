"""The album of a portrait job: how alike each picture is, what is worth saying of it, and what can be done next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from engine.tasks.portrait.request import Expression, Picture, Portrait, Portraits, Source
from handlers import albums, folding, work
from handlers.actions import button
from handlers.commands import PHOTOS, REFINE
from handlers.context import Tx, style_title
from handlers.jobs.enrol import relearn_button
from handlers.kinds import Ended
from handlers.text import Words
from handlers.views import Button, Pictures
from storage import identities, jobs
from storage.jobs import Job

ENLARGED = 2.5  # times: from here on a picture is softer than its size promises, and says why
MIENS = (Expression.SMILE, Expression.SERIOUS, Expression.SURPRISED)
COMPARED = 100  # jobs looked through for a picture from photos alone
FUSION_NOTES = ("turned-away", "turned", "glasses", "not-nearer")  # what kept the fusion of a face weaker, paper 2.4


async def album(ended: Ended, result: Portraits) -> Pictures:
    """Return the pictures of a job, best likeness first."""
    job, say, style = ended.job, ended.say, style_title(ended.deps, ended.say, result.style)
    edited, outdated = result.pictures[0].source != Source.BASE, await _outdated(ended.tx, job, result)
    alt = say("portrait-alt-edited" if edited else "portrait-alt", style=style)
    items = albums.items(say, result.pictures, likeness, alt)
    relearn = (relearn_button(say, str(job.identity)),) if outdated else ()
    asked, able = work.asked(job, Portrait), frozenset() if edited else ended.deps.abilities
    offered = {REFINE: asked.refine == "none", PHOTOS: not asked.photos and not result.from_photos}
    before = None if edited or result.from_photos else await _from_photos(ended.tx, job, result)
    return Pictures(
        items=items,
        text="\n".join(_lines(ended, result, style, edited=edited, outdated=outdated, before=before)),
        apart=albums.apart(say, job, items),
        **_buttons(say, job.number, result, relearn, edited=edited, more={one for one in able if offered.get(one)}),
    )


async def _from_photos(tx: Tx, job: Job, result: Portraits) -> Picture | None:
    """Return the best of the newest pictures the same base drew of this face from photos alone; None for none."""
    known = work.of_kind(await jobs.of(tx, job.account, limit=COMPARED), Portrait, done=True)
    drawn = (work.made(one, Portraits) for one in known if one.identity == job.identity)
    mine = (one for one in drawn if one is not None and one.from_photos and one.base == result.base and one.pictures)
    return next((one.pictures[0] for one in mine if one.pictures[0].source == Source.BASE), None)


def _lines(
    ended: Ended, result: Portraits, style: str, *, edited: bool, outdated: bool, before: Picture | None
) -> list[str]:
    """Return what is said of an album; ``outdated``: the face would be drawn more alike if it were learnt anew.

    ``before`` is a picture from photos alone to compare with.
    """
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
    if before is not None:
        lines.append(say("portrait-before", percent=round(before.likeness * 100)))
    if outdated:
        lines.append(say("portrait-outdated"))
    if not best.likely and not edited:
        lines.append(say("portrait-best-unlike"))
    if result.withheld:
        lines.append(say("portrait-withheld", count=result.withheld))
    if result.unclean:
        lines.append(say("portrait-unclean"))
    if result.spoilt:
        lines.append(say("template-spoilt", count=result.spoilt))
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
    say: Words, number: int, result: Portraits, relearn: tuple[Button, ...], *, edited: bool, more: Collection[str]
) -> dict[str, Any]:
    """Return four buttons, and behind More the rest: together five rows, as many as Discord puts under one message.

    An ``edited`` photo has no weights to turn: its expression can be changed instead. ``more`` is what the base can do
    and has not done yet: draw the face again in more detail, see the photos too. ``relearn`` is worth being seen early.
    """
    first = [button(say("button-again"), "again", number, kind="go"), button(say("button-restyle"), "restyle", number)]
    first += [button(say("button-talk"), "talk", number), button(say("button-favourite"), "fav", number)]
    weights = [button(say("button-closer"), "closer", number), button(say("button-bolder"), "bolder", number)]
    weights += [button(say("button-photos-too"), "photosalso", number)] if PHOTOS in more else []
    miens = tuple(button(say(f"expression-{one}"), "mien", number, one) for one in MIENS)
    redraw = [button(say("button-like"), "like", number), button(say("button-tune"), "form", "again", number)]
    redraw.append(button(say("button-keep-preset"), "keepas", number))
    redraw += [button(say("button-finer-face"), "finer", number)] if REFINE in more else []
    if relearn:  # it takes the place of what was moved down
        redraw.append(first[1])
        first[1:2] = relearn
    rest = (miens if edited else tuple(weights), tuple(redraw), albums.last_row(say, number))
    return folding.folded(say, number, folding.in_pairs(first), rest, albums.seeds(say, result.pictures))
