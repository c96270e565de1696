"""Messages with pictures that were deleted: they go from the chats, too, on every platform they were shown on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from itertools import groupby

from handlers.context import Deps, Tx
from handlers.views import Removal, Text, to_json
from storage import contacts, jobs, media, outbox, seats
from storage.outbox import Message
from storage.places import place_of

AT_ONCE = 50  # messages of one row; a platform deletes up to a hundred in one request


async def of_job(tx: Tx, account: str, job: str, deps: Deps) -> None:
    """Have the messages taken away that show what a job came to, or what was made from that since."""
    text = deps.translator.say(deps.translator.match((await jobs.get(tx, job)).locale), "pictures-gone")
    await take_away(tx, await outbox.showing(tx, account, await media.made_by(tx, account, job)), text)


async def of_person(tx: Tx, account: str, deps: Deps, *here: str) -> Callable[[str, str | None], Awaitable[None]]:
    """Have the pictures taken away that others drew with this person's face, and note where their own are shown, and
    where admins were told their name.

    Call before the person is erased; what is returned takes these out of the chats, once they are: it is told what to
    say in place of pictures, and of a message, None to leave those that name somebody who is here still. ``here``:
    places that are theirs beside their private chats.
    """
    for seat in await seats.lent(tx, account):
        if seat.drawing:
            await of_job(tx, seat.account, seat.drawing, deps)
    shown = await outbox.showing_files(tx, account)
    own = {*here, *(place_of(chat.platform, chat.address) for chat in await contacts.of(tx, account))}
    known = {row.id for row in shown}
    named = [row for row in await outbox.naming(tx, account) if row.id not in known and row.place not in own]
    begun = await outbox.removals(tx, account)  # deleted a moment ago; these rows go with their person

    async def taken(pictures: str, message: str | None) -> None:
        await take_away(tx, shown, pictures, erased=own)
        if message is not None:
            await take_away(tx, named, message, erased=())
        for row in begun:
            await outbox.put(
                tx, key=f"{row.key}:erased", platform=row.platform, address=row.address, view=row.view, fleeting=True
            )

    return taken


async def take_away(tx: Tx, shown: Sequence[Message], text: str, *, erased: Collection[str] | None = None) -> None:
    """Have messages taken away, and keep ``text`` in their place.

    Those that are being sent right now are waited for: messages of one place are sent one after the other.
    ``erased``: whose pictures they are is so, too, and these places were theirs alone; in others, such as a group or
    the chat of an admin who looked at a report, the rest of the chat stays.
    """
    by_place = sorted(shown, key=lambda row: (row.platform, row.place, row.id))
    for _, of_place in groupby(by_place, key=lambda row: (row.platform, row.place)):
        rows = list(of_place)
        for part in (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE)):
            late = [row for row in part if row.sent is None]
            receipts = tuple(row.receipt for row in part if row.receipt)
            await outbox.put(
                tx,
                key=f"removal:{part[0].id}:{part[-1].id}",
                platform=part[0].platform,
                address=part[0].address,
                view=to_json(
                    Removal(
                        text=text,
                        receipts=receipts,
                        everything=part[0].place in (erased or ()),
                        late=tuple(row.key for row in late),
                    )
                ),
                account=part[0].account if erased is None else None,
                fleeting=erased is not None,
            )
    if erased is None:
        for row in shown:
            await outbox.blank(tx, row.id, to_json(Text(text=text)))
