"""Does a text that is kept for somebody else name a person? As a function of SQL too, where erasing looks for them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

#: Of a row of ``outbox`` or ``inbox``: a user of account ?1 stands in it.
IN_COLUMN = (
    "EXISTS (SELECT 1 FROM users WHERE users.account = ?1 AND "
    "instr({0}, users.platform || ':') > 0 AND names_person({0}, users.platform || ':' || users.user))"
)
OTHERS = "(account IS NULL OR account <> ?1)"  # a row that is not of this account
TOLD, WROTE = IN_COLUMN.format("outbox.view"), IN_COLUMN.format("inbox.payload")
_PART_OF_AN_ID = "[A-Za-z0-9_-]"


def names_person(text: str | None, person: str) -> bool:
    """Say whether a string within JSON holds ``platform:user`` as a whole: ``x:1`` is not in ``x:12`` or ``ax:1``."""
    if not text:
        return False
    whole = re.compile(rf"(?<!{_PART_OF_AN_ID}){re.escape(person)}(?!{_PART_OF_AN_ID})")
    return any(whole.search(one) for one in _strings(json.loads(text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
