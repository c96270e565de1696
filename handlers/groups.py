"""What may happen among several people: a finished picture, shown by its owner, as often as the admins allow."""

from __future__ import annotations

from engine.files import media_id
from handlers import work
from handlers.context import RefusedError, Turn
from handlers.policy import DAY_SECONDS
from handlers.views import PictureItem, Pictures, Text, View
from storage import audit, media, rules
from storage.errors import NoSuchMediaError


async def post(turn: Turn, options: dict[str, str]) -> list[View]:
    """/post JOB [picture]: show one's own finished picture to the group the command is typed in."""
    if turn.who.private:
        raise RefusedError("post-where")
    job = await work.own(turn, options["job"], "show-unknown")
    if work.has_guest(job):
        raise RefusedError("lent-only-here")
    rank = int(options.get("picture", 1))
    pictures = work.pictures(job)
    if not 1 <= rank <= len(pictures):
        raise RefusedError("show-unfinished", number=job.own)
    allowed = await rules.posts_allowed(turn.tx, turn.place)
    allowed = turn.deps.limits.group_posts if allowed is None else allowed
    if await rules.posted(turn.tx, turn.place, DAY_SECONDS) >= allowed:
        raise RefusedError("post-limit", most=allowed)
    file = media_id(pictures[rank - 1].file)
    try:
        await media.get(turn.tx, file, turn.account.id)
    except NoSuchMediaError:
        raise RefusedError("show-gone", number=job.own) from None
    await rules.post(turn.tx, turn.account.id, turn.place)
    style = work.title(turn.deps, turn.say, job)
    alt = turn.say("portrait-alt", style=style)
    return [Pictures(items=(PictureItem(media=file, caption="", alt=alt),), text=turn.say("post-label", style=style))]


async def limit(turn: Turn, options: dict[str, str]) -> list[View]:
    """/limit N in a group: how many pictures a day may be shown there."""
    if turn.who.private:
        raise RefusedError("limit-where")
    most = int(options["count"])
    await rules.allow_posts(turn.tx, turn.place, most)
    await audit.note(turn.tx, turn.account.id, "limit", turn.place, posts=most)
    return [Text(text=turn.say("limit-set", most=most))]
