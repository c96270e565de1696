"""What the people who run the bot are told without asking, in their private chats: each occasion once a day."""

from __future__ import annotations

from typing import Any

from engine.errors import EngineError, WeightCorruptError, WeightMissingError
from handlers.context import Deps, Tx
from handlers.policy import DAY_SECONDS
from handlers.views import Text, to_json
from storage import contacts, outbox

MODEL_ERRORS = {WeightMissingError.code: "alert-model-missing", WeightCorruptError.code: "alert-model-damaged"}


async def of_error(tx: Tx, deps: Deps, error: EngineError) -> None:
    """Tell the admins of an error only they can mend; nothing for any other."""
    if key := MODEL_ERRORS.get(error.code):
        component, how = str(error.data.get("component", "")), str(error.data.get("how", ""))
        await tell(tx, deps, key, component, component=component, how=how)


async def no_worker(tx: Tx, deps: Deps, lane: str) -> None:
    """Tell the admins that the worker of a lane does not start."""
    await tell(tx, deps, "alert-no-worker", lane, lane=lane)


async def disk_low(tx: Tx, deps: Deps, free: int) -> None:
    """Tell the admins that only ``free`` bytes are left."""
    await tell(tx, deps, "alert-disk-low", megabytes=free // 10**6)


async def store_away(tx: Tx, deps: Deps) -> None:
    """Tell the admins that the store of sealed files does not answer."""
    await tell(tx, deps, "alert-store-away")


async def tell(tx: Tx, deps: Deps, key: str, subject: str = "", **values: Any) -> None:
    """Write the sentence ``key`` to every admin, in their language; about the same ``subject`` once a day."""
    day = int(tx.now() // DAY_SECONDS)
    for chat in await contacts.of_admins(tx, deps.admins):
        say = deps.translator.words(chat.locale)
        await outbox.put(
            tx,
            key=f"alert:{key}:{subject}:{day}:{chat.mark}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=say(key, **values))),
            account=chat.account,
        )
