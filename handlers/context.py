"""What a handler is given: the open transaction, the person, the place, and the few things injected from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from handlers.events import Who
from handlers.policy import Limits
from handlers.text import Translator, Words

Tx = Any  # an open transaction of storage.database; every write of one event goes through one of it


class StyleInfo(Protocol):
    """What a person is told about a style, in their language."""

    @property
    def title(self) -> str:
        """Its name as people say it."""

    @property
    def about(self) -> str:
        """One short sentence."""


class StyleBook(Protocol):
    """The styles there are; names are short slugs that fit into a button."""

    def names(self) -> Sequence[str]:
        """All names in the order they are shown."""

    def closest(self, name: str) -> Sequence[str]:
        """Up to three existing names close to a mistyped one."""

    def info(self, name: str, locale: str) -> StyleInfo:
        """Title and description; raises `KeyError` for a name that does not exist."""


class Secrets(Protocol):
    """Seals small biometric values (embeddings) with an account's own key; see ``storage.vault``."""


@dataclass(frozen=True, kw_only=True)
class Deps:
    """Everything a conversation needs from outside; made once in ``bot/app.py``.

    ``admins`` holds ``platform:user`` or bare user ids. ``export`` gathers an account's data into one media file and
    returns its id. ``seed`` draws a fresh random seed.
    """

    clock: Callable[[], float]
    styles: StyleBook
    seed: Callable[[], int]
    translator: Translator = field(default_factory=Translator)
    limits: Limits = field(default_factory=Limits)
    admins: frozenset[str] = frozenset()
    vault: Any = None
    export: Callable[[Tx, str], Awaitable[str]] | None = None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One event being answered. ``state`` is the conversation here, ``account_state`` the person's everywhere.

    Both dictionaries are plain JSON, changed in place by handlers and written back by the router.
    """

    tx: Tx
    deps: Deps
    who: Who
    account: Any  # row of storage.accounts
    place: str
    say: Words
    admin: bool
    now: float
    state: dict[str, Any]
    account_state: dict[str, Any]
