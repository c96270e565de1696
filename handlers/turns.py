"""Where a turn begins: everything that is known of a person, read before anything is answered or shown."""

from __future__ import annotations

from typing import Any

from handlers import operate
from handlers.context import Deps, Turn, Tx
from handlers.events import Who
from storage import sessions
from storage.accounts import Account
from storage.places import place_of


async def begin(tx: Tx, deps: Deps, who: Who, account: Account, *, admin: bool, **said: Any) -> Turn:
    """Return the turn of whoever owns ``account``; ``said`` are the fields that come with what they said."""
    place = place_of(who.platform, who.address)
    return Turn(
        tx=tx,
        deps=await operate.personal(tx, deps, account.id),
        who=who,
        account=account,
        place=place,
        say=deps.translator.words(account.locale or who.locale),
        admin=admin,
        now=tx.now(),
        state=await sessions.load(tx, account.id, place),
        account_state=await sessions.load(tx, account.id, sessions.EVERYWHERE),
        **said,
    )
