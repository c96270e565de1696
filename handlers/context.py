"""What a handler is given: the open transaction, the person, the place, and the few things injected from outside."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from handlers.events import Reply, SentFile, Who
from handlers.policy import Limits
from handlers.text import Translator, Words
from handlers.views import Button
from storage.blocks import Blocks
from storage.database import Transaction

Buttons = tuple[tuple[Button, ...], ...]
Tx = Transaction  # every write of one event goes through one of it


class NamedStyle(Protocol):
    """A style as far as a conversation knows it."""

    @property
    def name(self) -> str:
        """A short slug that fits into a button."""

    @property
    def picture(self) -> Path | None:
        """The file that shows it."""


class StyleBook(Protocol):
    """The styles there are."""

    def all(self) -> Mapping[str, NamedStyle]:
        """Every style by its name, also those the base in use cannot draw."""

    def names(self) -> Sequence[str]:
        """All names in the order they are shown."""

    def get(self, name: str) -> NamedStyle | None:
        """A style by its name or by a title in any language, None when there is none."""

    def closest(self, name: str) -> Sequence[str]:
        """Up to three existing names close to a mistyped one."""

    def info(self, name: str, language: str = "en") -> dict[str, Any]:
        """What a list shows: ``title`` and ``tags``; raises `KeyError` for a name that does not exist."""

    def usable(self, name: str) -> bool:
        """Whether the base in use can draw a style; `names` and `closest` hold only such."""

    def others(self) -> Sequence[str]:
        """The names of the styles the base in use cannot draw."""

    def families(self, language: str = "en") -> Sequence[tuple[str, str, int]]:
        """(family, its title, number of styles that can be drawn) in the order they are shown."""


@dataclass(frozen=True, kw_only=True)
class VoiceChoice:
    """A voice a portrait can have. ``kind``: "robot" and "natural" speak on this machine, "online" does not.

    ``sampled``: there is a short sound of it to choose it by.
    """

    name: str
    title: str
    language: str
    kind: str
    sampled: bool = False


class TemplatePicture(Protocol):
    """A ready picture as far as a conversation knows it; its title stands under ``template-title-<name>``."""

    @property
    def name(self) -> str:
        """A short slug that fits into a button."""

    @property
    def faces(self) -> int:
        """How many people are in it."""


class TemplateBook(Protocol):
    """The ready pictures somebody can be put into."""

    def names(self) -> Sequence[str]:
        """All names in the order they are shown."""

    def get(self, name: str) -> TemplatePicture | None:
        """A picture by its name, None when there is none."""


@dataclass(frozen=True, kw_only=True)
class Serving:
    """How jobs for the device are served: by so many workers at once.

    ``apart``: trainings have as many workers again by themselves, and nothing else waits for them. ``aside``: they have
    not, and after so many seconds one lies aside for who waits for anything else.
    """

    workers: int = 1
    apart: bool = False
    aside: float | None = None


@dataclass(frozen=True, kw_only=True)
class Deps:
    """Everything a conversation needs from outside; made once in ``bot/app.py``.

    ``admins`` holds ``platform:user`` or bare user ids. ``seed`` draws a fresh random seed. ``forget`` erases an
    account (``storage.vault.Vault.forget``), ``recall`` counts for a new one what its person used of the day before
    that (``storage.vault.Vault.recall``); ``receipt`` is the code an erased person gets, ``erased`` the day behind one;
    ``export`` gathers an account's data into media files a platform takes and returns their ids; ``lend`` gives another
    person a copy of a file (``storage.vault.Vault.lend``). ``seal`` makes words unreadable for everybody but their
    owner's jobs (``storage.vault.Vault.seal_words``), ``unseal`` opens them. ``instant``: the base in use can draw
    somebody from the photos alone; ``abilities`` says what else it can (`handlers.commands.ABILITIES`).
    ``unsealing`` gives what opens a person's own verdicts (``storage.vault.Vault.unsealing``). ``refused(text, use,
    language)`` returns why words may not be drawn by or said, empty where they may (`handlers.content`). ``liveness``:
    nothing is learnt before a face was shown to be its owner's (`handlers.jobs.alive`). ``scenes`` are the backgrounds
    that are shown to choose from, each titled ``scene-<name>``, ``garments`` the clothes. ``blocks`` keeps the
    faces that nobody may be drawn with. ``listed``: only people who were let in may use the bot
    (`handlers.admission`), ``allowed`` are those the settings name, ``invitations`` lets admins hand out codes. ``web``
    is the address of the web app where people sign in to it by a link (`handlers.web`), None where they do not.
    ``serving`` says how jobs are served just now,
    ``stars`` what a picture beyond the limit costs on Telegram, 0 where it is not sold (`handlers.stars`).
    """

    styles: StyleBook
    seed: Callable[[], int]
    translator: Translator = field(default_factory=Translator)
    limits: Limits = field(default_factory=Limits)
    admins: frozenset[str] = frozenset()
    voices: tuple[VoiceChoice, ...] = ()
    templates: TemplateBook | None = None
    scenes: tuple[str, ...] = ()
    garments: tuple[str, ...] = ()
    instant: bool = False
    abilities: frozenset[str] = frozenset()
    export: Callable[[Tx, str, str], Awaitable[list[str]]] | None = None
    forget: Callable[[Tx, str], Awaitable[None]] | None = None
    receipt: Callable[[str], str] | None = None
    erased: Callable[[Tx, str], Awaitable[float | None]] | None = None
    recall: Callable[[Tx, str], Awaitable[None]] | None = None
    unsealing: Callable[[Tx, str], Awaitable[Callable[[bytes, str], bytes]]] | None = None
    seal: Callable[[Tx, str, str], Awaitable[str]] | None = None
    unseal: Callable[[Tx, str, str], Awaitable[str]] | None = None
    blocks: Blocks | None = None
    lend: Callable[[Tx, str, str, str, float], Awaitable[str]] | None = None
    refused: Callable[[str, str, str], str] | None = None
    liveness: bool = False
    listed: bool = False
    allowed: frozenset[str] = frozenset()
    invitations: bool = False
    web: str | None = None
    stars: int = 0
    serving: Callable[[], Serving] = Serving


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
    reply: Reply | None = None  # the message this event answers
    message: str = ""  # the platform's id of the one whose button was pressed
    files: tuple[SentFile, ...] = ()  # what came with a command that takes files

    def style_title(self, name: str) -> str:
        """Return a style's title in the reader's language, or the name itself when the style is gone."""
        return style_title(self.deps, self.say, name)


class RefusedError(Exception):
    """A handler says no in one sentence; the router shows it and keeps what was written before."""

    def __init__(self, key: str, buttons: Buttons = (), **data: Any) -> None:
        self.key, self.buttons, self.data = key, buttons, data
        super().__init__(key)


def style_title(deps: Deps, say: Words, name: str) -> str:
    """Return a style's title in the reader's language, or the name itself when the style is gone."""
    if deps.styles.get(name) is None:
        return name
    return str(deps.styles.info(name, say.locale)["title"])


def harmless(text: str, most: int = 40) -> str:
    """Make something a person typed fit to be shown back: one line, no markup, not long."""
    line = " ".join(text.replace("`", "'").replace("*", "").split())
    return line if len(line) <= most else line[: most - 1] + "…"
