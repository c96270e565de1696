"""What can be chosen about the Telegram front end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from handlers.commands import ABILITIES


@dataclass(frozen=True, kw_only=True)
class WebhookOptions:
    """``url`` is what Telegram calls; ``host`` and ``port`` are where we listen for what the proxy hands on."""

    url: str
    secret: str = field(repr=False)  # 1-256 letters, digits, _ and -
    host: str = "127.0.0.1"
    port: int = 8766  # 0: any free one


@dataclass(frozen=True, kw_only=True)
class TelegramOptions:
    """Limits of the server talked to (a local Bot API server allows more) and where small state is kept.

    ``folder`` keeps two small files without content: the menu's fingerprint and the delivery journal. ``admins`` are
    user ids, bare or as ``telegram:id``: they see the admin commands in their menu.
    """

    folder: Path | None = None
    download_bytes: int = 20_000_000
    upload_bytes: int = 50_000_000
    hold_seconds: int = 30  # how long one request for updates is held open
    upload_seconds: float = 120.0
    answer_seconds: float = 20.0
    webhook: WebhookOptions | None = None  # None: updates are asked for
    shared: bool = False  # other processes on this folder send to the same chats, one after the other
    admins: frozenset[str] = frozenset()
    abilities: frozenset[str] = ABILITIES  # which commands there are: `handlers.commands.Entry.needs`
    mini_app: str | None = None  # the https address the button beside the message field opens


LOCAL_SERVER = {"upload_bytes": 2_000_000_000}
"""What a Bot API server of one's own, run with ``--local``, allows beyond Telegram's."""


def secret_of(token: str) -> str:
    """Return a secret for operators who chose none: as unguessable as the token, and the same after a restart."""
    return hashlib.sha256(f"webhook of {token}".encode()).hexdigest()
