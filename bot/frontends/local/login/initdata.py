"""What Telegram says, signed, about who opened a Mini App.

The page finds it in its own address as ``tgWebAppData``. Signed is every field but ``hash``, sorted, one to a line, by
a key that is made from the bot's token; so only Telegram and this bot can have written it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from urllib.parse import parse_qsl

FRESH_SECONDS = 600.0  # a Mini App asks at once; what is older was kept by somebody
AHEAD_SECONDS = 60.0  # by which Telegram's clock may be before ours
LONGEST = 8192  # characters


class BadInitDataError(Exception):
    """These words are not to be believed; ``reason`` is "unsigned", "wrong", "old" or "nobody"."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """Somebody opened the Mini App. ``proof`` is its signature, good for one use until ``expires`` (Unix seconds)."""

    user: str
    locale: str
    proof: str
    expires: float


def read(init_data: str, token: str, now: float) -> Opened:
    """Return who opened it. Raises `BadInitDataError`."""
    try:
        pairs = parse_qsl(init_data[: LONGEST + 1], keep_blank_values=True, strict_parsing=True, max_num_fields=40)
    except ValueError:
        raise BadInitDataError("unsigned") from None
    fields = dict(pairs)
    if len(init_data) > LONGEST or len(fields) != len(pairs) or "hash" not in fields:  # twice the same: which is meant?
        raise BadInitDataError("unsigned")
    proof = fields.pop("hash")
    if not hmac.compare_digest(signature(fields, token).encode(), proof.encode()):
        raise BadInitDataError("wrong")
    at = int(fields["auth_date"]) if fields.get("auth_date", "").isdecimal() else 0
    if not now - FRESH_SECONDS < at < now + AHEAD_SECONDS:
        raise BadInitDataError("old")
    return _opened(fields.get("user", ""), proof, at + FRESH_SECONDS)


def signature(fields: dict[str, str], token: str) -> str:
    """Return the signature of these fields by a bot's token, in hexadecimal."""
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()


def _opened(user: str, proof: str, expires: float) -> Opened:
    try:
        known = json.loads(user)
        number, locale = known["id"], str(known.get("language_code", ""))
    except (ValueError, KeyError, TypeError):
        raise BadInitDataError("nobody") from None
    if not isinstance(number, int) or isinstance(number, bool) or number <= 0 or known.get("is_bot"):
        raise BadInitDataError("nobody")
    return Opened(user=str(number), locale=locale, proof=proof, expires=expires)
