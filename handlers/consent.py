"""Consent before the first look at a face: one versioned text, two buttons, asked again when the text changes."""

from __future__ import annotations

from handlers import privacy
from handlers.actions import button
from handlers.context import Buttons, Turn
from handlers.text import Words
from handlers.views import Button, Text, View
from storage import accounts, audit, media

VERSION = "3"  # raise it whenever `consent-text` changes its meaning; everybody is asked again
ASKED = "consent-asked"  # in the account's state: the version that was asked for in full
WAITING = "waiting"  # photos that came before the answer, unopened


def given(turn: Turn) -> bool:
    """Say whether this person agreed to the present text."""
    return turn.account.consent == VERSION


def ask(turn: Turn, *, whole: bool = False) -> Text:
    """Return the question with its two buttons; in full the first time, or if the ``whole`` of it is wanted."""
    say, again = turn.say, turn.account_state.get(ASKED) == VERSION and not whole
    turn.account_state[ASKED] = VERSION
    parts = [say("consent-short" if again else "consent-text")]
    if turn.account.consent and not again:
        parts.insert(0, say("consent-changed"))
    if waiting := turn.state.get(WAITING):
        parts.append(say("consent-text-photos", waiting=len(waiting)))
    more = button(say("button-read-again"), "consent") if again else button(say("button-privacy"), "privacy")
    return Text(text="\n\n".join(parts), buttons=buttons(say, more))


async def in_full(turn: Turn) -> list[View]:
    """The whole question again, for whoever was reminded of it."""
    return [ask(turn, whole=True)]


def hold(turn: Turn, photo: str) -> list[View]:
    """Keep a photo that came too early unopened and ask, once for a whole album."""
    waiting = turn.state.setdefault(WAITING, [])
    first = not waiting
    if photo not in waiting and len(waiting) < turn.deps.limits.photos_most:
        waiting.append(photo)
    return [ask(turn)] if first else []


async def agree(turn: Turn, version: str) -> list[str] | None:
    """Write the consent down and return the photos that waited for it; None when the text has changed meanwhile."""
    if version != VERSION:
        return None
    await accounts.set_consent(turn.tx, turn.account.id, VERSION)
    await audit.note(turn.tx, turn.account.id, "consent", version=VERSION)
    return turn.state.pop(WAITING, [])


async def refuse(turn: Turn) -> list[View]:
    """Erase the photos that waited and say so; where more is held, ask once and erase all of it (`privacy.forget`).

    A consent is never taken back without what it allowed: until the answer both stay.
    """
    await media.remove(turn.tx, turn.account.id, turn.state.pop(WAITING, []))
    if await privacy.holds_anything(turn):
        return privacy.forget_question(turn, "consent-withdraw")
    if turn.account.consent:
        await accounts.set_consent(turn.tx, turn.account.id, None)
        await audit.note(turn.tx, turn.account.id, "consent withdrawn")
    return [Text(text=turn.say("consent-refused"))]


async def read_more(turn: Turn, _options: dict[str, str] | None = None) -> list[View]:
    """/privacy and Read more: how photos are treated; whoever has not answered yet still can."""
    answers = () if given(turn) or not turn.who.private else buttons(turn.say)
    return [Text(text=turn.say("privacy-text"), buttons=answers)]


def buttons(say: Words, *more: Button) -> Buttons:
    """Return the two answers, and ``more`` beside the second."""
    agreeing = button(say("button-agree"), "agree", VERSION, kind="go")
    return (agreeing,), (button(say("button-disagree"), "disagree"), *more)
