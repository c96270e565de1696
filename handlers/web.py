"""/web: a one-time link into the web app, for the person who asks, and signing out of it everywhere."""

from __future__ import annotations

import secrets

from handlers.actions import button
from handlers.context import Deps, RefusedError, Turn
from handlers.views import Text, View, to_json
from storage import audit, contacts, logins, outbox
from storage.database import Transaction

OUT = "out"
ACTS = (OUT,)


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/web [browsers]: a link that works once, for some minutes; ``out`` signs every browser out."""
    if options.get("browsers") == OUT:
        return await sign_out(turn)
    if not turn.deps.web:
        raise RefusedError("web-off")
    if turn.who.platform == logins.PLATFORM:
        return [Text(text=turn.say("web-here"))]
    secret = secrets.token_urlsafe(24)
    await logins.open_link(turn.tx, turn.account.id, secret)
    await audit.note(turn.tx, turn.account.id, "web link", platform=turn.who.platform)
    # Behind the # it is never sent to a server by the address alone: not to a log, not to who makes a preview of it.
    url, minutes = f"{turn.deps.web}/enter#{secret}", round(logins.LINK_SECONDS / 60)
    return [Text(text=turn.say("web-link", url=url, minutes=minutes), secrets=(secret,))]


async def sign_out(turn: Turn) -> list[View]:
    """End every session of this person."""
    found = await logins.of_account(turn.tx, turn.account.id)
    await logins.end(turn.tx, [one.digest for one in found])
    await audit.note(turn.tx, turn.account.id, "signed out", count=len(found))
    return [Text(text=turn.say("web-out", count=len(found)))]


async def tell(tx: Transaction, deps: Deps, account: str, agent: str) -> None:
    """Say in a person's chats that a browser was signed in, with the button that ends it."""
    for chat in await contacts.of(tx, account):
        if chat.platform == logins.PLATFORM:
            continue
        say = deps.translator.words(chat.locale)
        row = (button(say("button-web-out"), "webout", kind="danger"),)
        await outbox.put(
            tx,
            key=f"web:{tx.new_id()}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=say("web-told", agent=agent), buttons=(row,))),
            account=account,
        )
