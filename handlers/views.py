"""What people see, in one closed set. A front end renders each of these as its platform does best.

A view holds finished sentences in the reader's language: front ends translate nothing. Text may use ``**bold**`` and
``code`` only; a front end escapes everything else.

Views of one person with the same ``thread`` are one message, edited from view to view. Without one, the views of a job
share its status message and everything else is a message of its own.
"""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass
from typing import Any, ClassVar, Literal


@dataclass(frozen=True, kw_only=True)
class Button:
    """``action`` is ``v1:<verb>:<argument>``, at most 64 bytes; it survives restarts and upgrades.

    One with ``copy`` puts that text onto the clipboard instead; where a platform has none it is left out.
    """

    label: str
    action: str
    kind: Literal["plain", "go", "danger"] = "plain"
    copy: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a form: ``name`` of the argument, what it is called, and (value, its name) of a few choices."""

    name: str
    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Text:
    """A message, with rows of buttons under it.

    ``ask``: it is a question to be answered in words, of which this is an example. Where a platform has forms it shows
    ``fields`` instead, and sends them as the arguments of ``about``, which is ``<command>:<number of a job>``.
    ``secrets`` are parts of it that open something, or are somebody's own words: they are not kept once it has arrived.
    """

    kind: ClassVar[str] = "text"
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread: str = ""
    ask: str = ""
    fields: tuple[Field, ...] = ()
    about: str = ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Bill(Text):
    """An invoice over so many ``stars``; ``payload`` comes back with the payment. Only Telegram has such."""

    kind: ClassVar[str] = "bill"
    title: str
    payload: str
    stars: int


@dataclass(frozen=True, kw_only=True)
class Refund(Text):
    """Stars are given back for the payment ``charge``, and that is said."""

    kind: ClassVar[str] = "refund"
    charge: str


@dataclass(frozen=True, kw_only=True)
class PictureItem:
    """One picture of an album; ``media`` is its id in storage, ``alt`` says what it shows."""

    media: str
    caption: str = ""
    alt: str = ""


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """The finished pictures of a job, best first, with one line of text and buttons.

    A platform where only an edit arrives exactly once shows them as one picture, with ``apart`` as the button that
    asks for them one by one. ``unsure`` is said, instead of sending an album again, where one may have arrived.
    ``tap`` is an action to which a platform with a pointer appends up to seven places of the first picture, each
    ``:XXXYYY`` in thousandths of width and height; the others have buttons for the same. ``more`` and ``more_text``
    are shown below once somebody wants them (`handlers.more`). ``secrets`` are as in `Text`.
    """

    kind: ClassVar[str] = "pictures"
    items: tuple[PictureItem, ...]
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    apart: Button | None = None
    unsure: str = ""
    tap: str = ""
    more: tuple[tuple[Button, ...], ...] = ()
    more_text: str = ""
    thread: str = ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stickers(Pictures):
    """Pictures with a transparent background for a person's own sticker set, named ``title``; shown as files elsewhere.

    What is there is kept: these are added. ``remove`` takes the whole set away instead.
    """

    kind: ClassVar[str] = "stickers"
    title: str = ""
    remove: bool = False


@dataclass(frozen=True, kw_only=True)
class Video:
    """A finished video; ``media`` is its id in storage, ``cover`` that of a small JPEG shown before it plays.

    ``width`` and ``height`` are pixels; 0 and an empty ``cover`` stand for what nobody knows. ``more`` is as in
    `Pictures`.
    """

    kind: ClassVar[str] = "video"
    media: str
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    cover: str = ""
    more: tuple[tuple[Button, ...], ...] = ()
    more_text: str = ""
    thread: str = ""
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file handed over as it is: an export, a LoRA."""

    kind: ClassVar[str] = "document"
    media: str
    name: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several: rendered as buttons, a menu or a list with autocomplete."""

    kind: ClassVar[str] = "choice"
    text: str
    options: tuple[Button, ...]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The status message of a job: one message from start to result, edited in place.

    ``finish_at`` is a Unix time: platforms show it as a countdown that needs no edits; the others show
    ``finish_text``, the same as a sentence. ``done`` is 0..1. ``stage`` names what the job is at, empty in the queue:
    within a stage a small step is not worth an edit.
    """

    kind: ClassVar[str] = "progress"
    job: str
    text: str
    done: float = 0.0
    finish_at: int | None = None
    finish_text: str = ""
    preview: str | None = None  # media id
    stage: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Something did not work: one sentence, what to do next, and an id that is also in the log."""

    kind: ClassVar[str] = "failure"
    text: str
    trace: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Removal:
    """Earlier messages that show pictures which are no more; a front end takes them away.

    ``receipts`` are what it answered when it showed them. Where a platform deletes a message no longer, ``text`` takes
    the place of what it showed. ``everything``: its person has been erased, so nothing of the chat is shown any more.
    ``late`` are the keys of deliveries that were under way meanwhile: what they showed is in ``receipts`` too, unless
    the process died first; then the front end looks for it by what it keeps of a key.
    """

    kind: ClassVar[str] = "removal"
    text: str
    receipts: tuple[dict[str, Any], ...] = ()
    everything: bool = False
    late: tuple[str, ...] = ()


View = Text | Bill | Refund | Pictures | Stickers | Video | Document | Choice | Progress | Failure | Removal


def to_json(view: View) -> dict[str, Any]:
    """Turn a view into plain JSON for the outbox."""
    return {"kind": view.kind, **dataclasses.asdict(view)}


def from_json(value: dict[str, Any]) -> View:
    """Rebuild the view an outbox row holds."""
    value = dict(value)
    made = {cls.kind: cls for cls in typing.get_args(View)}[value.pop("kind")]
    for rows in ("buttons", "more"):
        if rows in value:
            value[rows] = tuple(tuple(Button(**b) for b in row) for row in value[rows])
    if "fields" in value:
        value["fields"] = tuple(
            Field(**{**one, "choices": tuple((each[0], each[1]) for each in one["choices"])}) for one in value["fields"]
        )
    if value.get("apart"):
        value["apart"] = Button(**value["apart"])
    if "options" in value:
        value["options"] = tuple(Button(**b) for b in value["options"])
    if "items" in value:
        value["items"] = tuple(PictureItem(**i) for i in value["items"])
    for name in ("receipts", "late", "secrets"):
        if name in value:
            value[name] = tuple(value[name])
    return made(**value)
