"""What every album of finished pictures says of them, and the buttons all of them have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.files import media_id
from engine.tasks.template.request import Redrawn, Templated
from engine.tasks.tryon.request import TriedOn
from handlers import work
from handlers.actions import button
from handlers.kinds import Rated
from handlers.text import Words
from handlers.views import Button, PictureItem, Pictures
from storage.jobs import Job

P = TypeVar("P", bound=Rated)


def items(say: Words, pictures: Sequence[P], likeness: Callable[[Words, P], str], alt: str) -> tuple[PictureItem, ...]:
    """Return pictures with their rank and what ``likeness`` says of each; of a single one the text says it."""
    several = len(pictures) > 1

    def caption(rank: int, picture: P) -> str:
        return say("portrait-caption", rank=rank, likeness=likeness(say, picture)) if several else ""

    return tuple(
        PictureItem(media=media_id(picture.file), caption=caption(rank, picture), alt=alt)
        for rank, picture in enumerate(pictures, 1)
    )


def apart(say: Words, job: Job, shown: Sequence[PictureItem]) -> Button | None:
    """Return the button that asks for several pictures one by one."""
    return button(say("button-apart", count=len(shown)), "apart", job.number) if len(shown) > 1 else None


def alike(say: Words, picture: Rated) -> str:
    """Say how alike a picture is, and plainly when it is not."""
    key = "portrait-likeness" if picture.likely else "portrait-unlike"
    return say(key, percent=round(picture.likeness * 100))


def drawn_into(
    job: Job, result: Templated | TriedOn, say: Words, more: Sequence[str], places: Sequence[int]
) -> Pictures:
    """Return the variants of a picture people were drawn into; ``more`` lines say what is special about the kind.

    ``places`` are the numbers of the faces, in the order of the people.
    """
    guest = work.has_guest(job)

    def likeness(words: Words, picture: Redrawn) -> str:
        """To the person alone in it, else face by face."""
        if len(picture.each) <= 1 and not guest:
            return alike(words, picture)
        each = zip(places, picture.each, strict=True)
        told = [words("template-each", face=face, percent=round(one * 100)) for face, one in each]
        return words.several(told, "list-and")

    best = result.pictures[0]
    lines = [f"{say(f'{job.kind}-done')} {likeness(say, best)}"]
    if result.from_photos:
        lines.append(say("portrait-from-photos"))
    if not best.likely:
        lines.append(say("template-unlike"))
    if result.withheld:
        lines.append(say("portrait-withheld", count=result.withheld))
    if isinstance(result, Templated):
        lines += _how(result, say)
    label = "portrait-label-edited" if best.edited else "portrait-label"
    lines += [*more, say(label, number=job.own)]
    shown = items(say, result.pictures, likeness, say(f"{job.kind}-alt"))
    return Pictures(items=shown, text="\n".join(lines), apart=apart(say, job, shown))


def _how(result: Templated, say: Words) -> list[str]:
    """Return how the pictures of a template were made, and how many are not shown."""
    said = [say(f"template-source-{source}") for source in dict.fromkeys(picture.source for picture in result.pictures)]
    return said + ([say("template-spoilt", count=result.spoilt)] if result.spoilt else [])


def often(say: Words, number: int, *, guest: bool, alone: bool) -> list[Button]:
    """Return what is often done with a picture somebody was drawn into; ``alone``: nobody else is in it."""
    talk = [button(say("button-talk"), "talk", number)] if alone else []
    return talk + ([] if guest else [button(say("button-favourite"), "fav", number)])


def seeds(say: Words, pictures: Sequence[Rated]) -> str:
    """Return the line that names what the pictures were drawn from, in their order; what several share, once."""
    return say("more-seeds", seeds=", ".join(dict.fromkeys(str(picture.seed) for picture in pictures)))


def last_row(say: Words, number: int) -> tuple[Button, ...]:
    """Return the last row of every album."""
    return (
        button(say("button-files"), "files", number),
        button(say("button-report"), "report", number),
        button(say("button-delete"), "delete", number, kind="danger"),
    )
