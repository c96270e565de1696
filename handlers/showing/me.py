"""The page about oneself: the photos with what was found of each, what was understood, and what can be done next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import privacy
from handlers.context import Buttons, RefusedError, Turn
from handlers.jobs import enrol, inspect
from handlers.sentences import of_photo
from handlers.showing.marked import Marked, marked
from handlers.views import Button, Text
from storage import identities, media, selfies
from storage.identities import Identity

CORRECTIONS = ("gender", "age_band", "tag")  # in the order they are asked in


@dataclass(frozen=True, kw_only=True)
class Photo:
    """One photo that was sent. ``good`` is None while it is looked at; ``picture`` is "" where it was not kept."""

    number: int
    picture: str
    good: bool | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """One thing that was understood, with what else it could be."""

    name: str
    values: tuple[Marked, ...]


@dataclass(frozen=True, kw_only=True)
class Me:
    """What the page shows. ``state`` is that of the newest face, "none" where there is none yet."""

    state: str
    text: str
    photos: tuple[Photo, ...]
    understood: str
    corrections: tuple[Correction, ...]
    learn: tuple[Button, ...]
    held: str


async def show(turn: Turn, options: Mapping[str, str]) -> Me:
    """Return how the newest face of a person stands."""
    face = await identities.newest(turn.tx, turn.account.id)
    known, understood = await _understood(turn)
    held = (await privacy.mydata(turn))[0].text
    if face is None:
        text = turn.say("selfies-ask")
        return Me(state="none", text=text, photos=(), understood="", corrections=(), learn=(), held=held)
    text, learn = await _next(turn, face)
    return Me(
        state="known" if face.trained is not None else face.state,
        text=text,
        photos=await _photos(turn, face),
        understood=understood,
        corrections=known,
        learn=learn,
        held=held,
    )


async def _next(turn: Turn, face: Identity) -> tuple[str, tuple[Button, ...]]:
    """Return where a face stands and what can be done: learn it, learn it anew, or say who of two is meant."""
    if face.state == "training":
        return turn.say("selfies-training"), ()
    shown = await inspect.collection(turn.tx, turn.deps, turn.say, face, None)
    counts = (await inspect.tally(turn.tx, face.id)).accepted
    learn = tuple(one for row in shown.buttons for one in row if not one.action.endswith(":looks"))
    if face.trained is None:
        return turn.say("selfies-status", accepted=counts), learn
    asked = tuple(one for one in learn if ":iam:" in one.action)
    return turn.say("selfies-ask-more", accepted=counts), asked or (enrol.relearn_button(turn.say, face.id),)


async def _photos(turn: Turn, face: Identity) -> tuple[Photo, ...]:
    kept = {one.id for one in await media.of(turn.tx, turn.account.id, limit=10_000)}
    return tuple(
        Photo(
            number=number,
            picture=next((str(one) for one in (each.media, each.upload) if one in kept), ""),
            good=each.accepted if each.looked else None,
            reason=of_photo(turn.say, each.problem) if each.problem is not None else "",
        )
        for number, each in enumerate(await selfies.of(turn.tx, face.id), 1)
    )


async def _understood(turn: Turn) -> tuple[tuple[Correction, ...], str]:
    """Return the corrections and the sentence of /me; nothing where nothing is known."""
    try:
        view = (await enrol.me(turn))[0]
    except RefusedError:
        return (), ""
    assert isinstance(view, Text)
    return _corrections(view.buttons), view.text


def _corrections(rows: Buttons) -> tuple[Correction, ...]:
    every = [one for row in rows for one in row]
    groups = {name: tuple(marked(one) for one in every if f":{name}:" in one.action) for name in CORRECTIONS}
    return tuple(Correction(name=name, values=values) for name, values in groups.items() if values)
