"""Favourite pictures: marked under a result, looked at with /favourites, kept until their owner deletes them."""

from __future__ import annotations

from engine.files import media_id
from handlers import pages, reply_target, work
from handlers.actions import button
from handlers.context import RefusedError, Turn
from handlers.kinds import Rated
from handlers.views import Button, Choice, PictureItem, Pictures, Text, View
from storage import favourites, jobs, media, outbox
from storage.errors import NoSuchMediaError

HISTORY = 1000  # jobs looked through
PAGE = 6  # pictures of one page: two rows of three


async def command(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/favourites: the pictures marked, newest first."""
    return [await page(turn, 1)]


async def page(turn: Turn, number: int) -> View:
    """Return one page of favourites with a button for each."""
    kept = await favourites.of(turn.tx, turn.account.id)
    if not kept:
        return Text(text=turn.say("favourites-empty"), buttons=((button(turn.say("button-gallery"), "gallery", 1),),))
    now = pages.page_of(kept, number, PAGE)
    found = [await _found(turn, one) for one in now.shown]
    items = tuple(_item(turn, job, rank, one.media) for one, (job, rank) in zip(now.shown, found, strict=True))
    numbers = {job.number: job.own for job, _ in found}
    row = [button(turn.say("gallery-show", number=own), "show", number) for number, own in numbers.items()]
    beside = pages.neighbours(turn.say, now, "favs")
    return Pictures(
        items=items,
        text=turn.say("favourites-title", **now.counts),
        buttons=(*pages.threes(row), *((beside,) if beside else ())),
        apart=button(turn.say("button-apart", count=len(items)), "favall", now.number) if len(items) > 1 else None,
    )


async def apart(turn: Turn, number: str) -> list[View]:
    """All pictures of a page, one by one."""
    return pages.one_by_one(turn, await page(turn, pages.page_number(number)))


async def _found(turn: Turn, one: favourites.Favourite) -> tuple[jobs.Job, int]:
    """Return the job of a favourite and the picture's rank in it."""
    job = await jobs.get(turn.tx, one.job)
    named = [media_id(picture.file) for picture in work.pictures(job)]
    return job, named.index(one.media) + 1 if one.media in named else 1


def _item(turn: Turn, job: jobs.Job, rank: int, file: str) -> PictureItem:
    style = work.title(turn.deps, turn.say, job)
    caption = turn.say("favourites-caption", number=job.own, rank=rank, style=style)
    return PictureItem(media=file, caption=caption, alt=turn.say("portrait-alt", style=style))


async def mark(turn: Turn, number: str, rank: str = "") -> list[View]:
    """The Favourite button: which picture, where there are several; pressed again it is none any more."""
    job = await work.own(turn, number, "show-unknown")
    if work.has_guest(job):
        raise RefusedError("lent-only-here")
    pictures = await _stored(turn, job)
    if not pictures:
        raise RefusedError("show-unfinished", number=job.own)
    if len(pictures) > 1 and not rank:
        return [await _which(turn, job, pictures)]
    wanted = int(rank) if rank.isascii() and rank.isdecimal() and len(rank) < 4 else next(iter(pictures))
    if wanted not in pictures:
        raise RefusedError("unknown-button")
    return [await _turned(turn, job, wanted, media_id(pictures[wanted].file))]


async def reacted(turn: Turn, message: str, liked: bool) -> list[View]:
    """A friendly sign on a result marks it, taking it off unmarks it; of several pictures in one the best is meant."""
    row = await outbox.shown_as(turn.tx, turn.place, message)
    found = await reply_target.pictures_in(turn, row, message)
    if row is None or found is None:
        return []
    job = await _maker(turn, found[1])
    if job is None or work.has_guest(job):
        return []
    pictures = await _stored(turn, job)
    rank = next((rank for rank, each in pictures.items() if media_id(each.file) == found[1]), None)
    marked = found[1] in {one.media for one in await favourites.of(turn.tx, turn.account.id)}
    if rank is None or marked == liked:
        return []
    return [await _turned(turn, job, rank, found[1])]


async def _maker(turn: Turn, file: str) -> jobs.Job | None:
    """Return the job of this person that drew a picture."""
    mine = await jobs.of(turn.tx, turn.account.id, limit=HISTORY)
    return next((job for job in mine if any(media_id(one.file) == file for one in work.pictures(job))), None)


async def _turned(turn: Turn, job: jobs.Job, rank: int, file: str) -> Text:
    see = button(turn.say("button-favourites"), "favs", 1)
    if await favourites.add(turn.tx, turn.account.id, file, job.id):
        return Text(text=turn.say("favourites-added", number=job.own, rank=rank), buttons=((see,),))
    await favourites.remove(turn.tx, turn.account.id, file)
    return Text(text=turn.say("favourites-removed", number=job.own, rank=rank), buttons=((see,),))


async def _which(turn: Turn, job: jobs.Job, pictures: dict[int, Rated]) -> Choice:
    marked = {one.media for one in await favourites.of(turn.tx, turn.account.id)}

    def option(rank: int, picture: Rated) -> Button:
        sign = "★ " if media_id(picture.file) in marked else ""
        return button(sign + turn.say("favourites-pick", rank=rank), "fav", job.number, rank)

    options = tuple(option(rank, picture) for rank, picture in pictures.items())
    return Choice(text=turn.say("favourites-which", number=job.own), options=options)


async def _stored(turn: Turn, job: jobs.Job) -> dict[int, Rated]:
    """Return rank -> picture of what a job made and is still there."""
    kept: dict[int, Rated] = {}
    for rank, picture in enumerate(work.pictures(job), 1):
        try:
            await media.get(turn.tx, media_id(picture.file), turn.account.id)
        except NoSuchMediaError:
            continue
        kept[rank] = picture
    return kept
