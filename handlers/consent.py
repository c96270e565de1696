"""Consent before the first look at a face: one versioned text, two buttons, asked again when the text changes."""

from __future__ import annotations

from handlers import privacy
from handlers.actions import button
from handlers.context import Buttons, Turn
from handlers.text import Words
from handlers.views import Text, View
from storage import accounts, audit, media

VERSION = "2"  # raise it whenever `consent-text` changes its meaning; everybody is asked again
WAITING = "waiting"  # photos that came before the answer, unopened


def given(turn: Turn) -> bool:
    """Say whether this person agreed to the present text."""
    return turn.account.consent == VERSION


def ask(turn: Turn) -> Text:
    """Return the question with its two buttons."""
    say = turn.say
    parts = [say("consent-text")]
    if turn.account.consent:
        parts.insert(0, say("consent-changed"))
    if waiting := turn.state.get(WAITING):
        parts.append(say("consent-text-photos", waiting=len(waiting)))
    return Text(text="\n\n".join(parts), buttons=_buttons(say))


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


def _buttons(say: Words) -> Buttons:
    return (
        (button(say("button-agree"), "agree", VERSION, kind="go"),),
        (button(say("button-disagree"), "disagree"), button(say("button-privacy"), "privacy")),
    )
