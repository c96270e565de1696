"""The finished pictures of /inpaint and /tryon: how alike, what was drawn anew, and what can be done next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.tasks.template.request import Templated
from engine.tasks.tryon.request import TriedOn
from handlers import jobs as work
from handlers import talk, tryon
from handlers.actions import button
from handlers.context import Buttons
from handlers.text import Words
from handlers.views import PictureItem, Pictures
from storage.jobs import Job

KINDS = frozenset({Templated.kind, TriedOn.kind})


def templated(job: Job, result: dict[str, Any], say: Words, look: Job | None) -> Pictures:
    """Return the variants of a picture with faces put in; ``look`` is what was seen in it before."""
    guest, number = work.has_guest(job), job.number
    shown = _pictures(job, result, say, say("template-done"), [say("template-guest")] if guest else [])
    first = (button(say("button-faces"), "faces", number),) if look else ()
    if not guest:
        first = (button(say("button-again"), "reinpaint", number, kind="go"), *first)
    alone = look is not None and talk.can_speak(replace(job, result=result), [look])
    rows = (first, *_last(say, number, guest, alone))
    return replace(shown, buttons=tuple(row for row in rows if row))


def tried_on(job: Job, result: dict[str, Any], say: Words) -> Pictures:
    """Return the variants of a try-on, with what was kept and what not."""
    number = job.number
    shown = _pictures(job, result, say, say("tryon-done"), tryon.honest(result, say))
    first = (button(say("button-again"), "rewear", number, kind="go"), button(say("button-clothes"), "clothes", number))
    return replace(shown, buttons=(first, *_last(say, number, guest=False, alone=True)))


def _pictures(job: Job, result: dict[str, Any], say: Words, done: str, more: list[str]) -> Pictures:
    pictures, alt = result["pictures"], say(f"{job.kind}-alt")
    lines = [f"{done} {_alike(job, pictures[0], say)}"]
    if result.get("from_photos"):
        lines.append(say("portrait-from-photos"))
    if not pictures[0]["likely"]:
        lines.append(say("template-unlike"))
    if result.get("withheld"):
        lines.append(say("portrait-withheld", count=result["withheld"]))
    lines += [*more, say("portrait-label", number=job.number, seed=str(job.request["seed"]))]
    items = tuple(
        PictureItem(
            media=picture["file"].removeprefix("media:"),
            caption=say("portrait-caption", rank=rank, likeness=_alike(job, picture, say), seed=str(picture["seed"])),
            alt=alt,
        )
        for rank, picture in enumerate(pictures, 1)
    )
    apart = button(say("button-apart", count=len(items)), "apart", job.number) if len(items) > 1 else None
    return Pictures(items=items, text="\n".join(lines), apart=apart)


def _alike(job: Job, picture: dict[str, Any], say: Words) -> str:
    """Say how alike a picture is: to the person alone in it, else face by face."""
    places = job.request.get("places", [])
    if len(picture["each"]) <= 1 and not work.has_guest(job):
        key = "portrait-likeness" if picture["likely"] else "portrait-unlike"
        return say(key, percent=round(picture["likeness"] * 100))
    each = zip(places, picture["each"], strict=True)
    return say.several([say("template-each", face=face, percent=round(one * 100)) for face, one in each], "list-and")


def _last(say: Words, number: int, guest: bool, alone: bool) -> Buttons:
    middle = [button(say("button-talk"), "talk", number)] if alone else []
    middle += [] if guest else [button(say("button-favourite"), "fav", number)]
    below = (
        button(say("button-files"), "files", number),
        button(say("button-report"), "report", number),
        button(say("button-delete"), "delete", number, kind="danger"),
    )
    return tuple(middle), below
