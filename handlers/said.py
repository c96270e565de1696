"""The answer to a sentence: what is plainly meant is done, what may be meant is offered as buttons, never as syntax."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from engine.tasks.portrait.request import Portrait
from handlers import gallery, privacy, queue, styles, wording, work
from handlers import start as welcome
from handlers.actions import button
from handlers.context import Turn
from handlers.events import SentFile
from handlers.jobs import inspect, portrait, talk
from handlers.understanding import Meaning, understand
from handlers.views import Choice, Text, View
from storage import identities, jobs

HISTORY = 200  # jobs looked through for the newest portrait


async def answer(turn: Turn, sentence: str) -> list[View]:
    """Answer words that are no command and that nobody waits for."""
    meaning = understand(sentence, styles.titles(turn))
    if not meaning.act and (meaning or meaning.asks or not meaning.pieces):
        wording.require(turn, sentence)
    return [*portrait.too_many(turn, meaning.options), *await _answer(turn, meaning, sentence)]


async def captioned(turn: Turn, event: SentFile) -> list[View] | None:
    """Answer a photo whose caption is nothing but a wish for a style; None for any other photo: it is a selfie.

    A person whose face is known is drawn before that picture, as with the command. Else the photo comes first, and the
    style is one press away once it has been learnt.
    """
    meaning = understand(event.caption, styles.titles(turn))
    if len(meaning.styles) != 1 or meaning.rest or event.media is None:
        return None
    faces = await identities.of(turn.tx, turn.account.id)
    if any(face.folder for face in faces):
        return await portrait.worded(replace(turn, files=(event,)), event.caption)
    portrait.remember(turn, {**meaning.options, "style": meaning.styles[0]})
    later = Text(text=turn.say("said-caption-later", style=turn.style_title(meaning.styles[0])))
    return [*await inspect.photo(turn, event), later]


async def _answer(turn: Turn, meaning: Meaning, sentence: str) -> list[View]:
    if meaning.act and meaning.options:  # "two more"
        return await portrait.again(turn, dict(meaning.options)) if await _latest(turn) else await welcome.hint(turn)
    if meaning.act:
        return await ACTS[meaning.act](turn)
    if wording.is_plain(turn, meaning):
        return await portrait.worded(turn, sentence)
    if offered := styles.meant(turn, meaning):
        told = wording.not_here(turn, meaning, offered) if meaning.asks else ()
        return [*told, *await offer(turn, meaning, offered)]
    if meaning.options:
        return await _changed(turn, meaning, sentence)
    return [*(wording.not_here(turn, meaning) if meaning.asks else ()), *await welcome.hint(turn)]


async def offer(turn: Turn, meaning: Meaning, offered: list[str]) -> list[View]:
    """Offer styles; what else was said of the picture goes with the one that is pressed."""
    await portrait.keep(turn, meaning)
    more = button(turn.say("button-styles"), "styles", 1)
    options = tuple(styles.draw_button(turn, name) for name in offered)
    return [Choice(text=turn.say("said-offer"), options=(*options, more))]


async def _changed(turn: Turn, meaning: Meaning, sentence: str) -> list[View]:
    """Draw the last portrait with what was said changed; without one, ask for the style first.

    Where other words were not understood it may be no wish at all ("are you serious?"): then it is a button.
    """
    latest = await _latest(turn)
    if latest is None:
        told = wording.not_here(turn, meaning) if meaning.asks else ()
        return [*told, *await portrait.wished(turn, meaning)]
    if not meaning.rest:
        words = {"prompt": sentence} if wording.draws_words(turn) else {}
        return await portrait.again(turn, {**meaning.options, **words})
    style = work.asked(latest, Portrait).style
    return await offer(turn, meaning, [style]) if turn.deps.styles.usable(style) else await welcome.hint(turn)


async def _latest(turn: Turn) -> jobs.Job | None:
    mine = await jobs.of(turn.tx, turn.account.id, limit=HISTORY)
    return next(iter(work.of_kind(mine, Portrait, done=True)), None)


async def _thanks(turn: Turn) -> list[View]:
    latest = await _latest(turn)
    again = (button(turn.say("button-again"), "again", latest.number, kind="go"),) if latest else ()
    return [Text(text=turn.say("said-thanks"), buttons=((*again, button(turn.say("button-styles"), "styles", 1)),))]


def _of_the_latest(press: Callable[[Turn, str], Awaitable[list[View]]]) -> Callable[[Turn], Awaitable[list[View]]]:
    """Return what presses a button of the newest portrait; without one, the next step is said."""

    async def run(turn: Turn) -> list[View]:
        latest = await _latest(turn)
        return await press(turn, str(latest.number)) if latest else await welcome.hint(turn)

    return run


async def _again(turn: Turn) -> list[View]:
    return await portrait.again(turn, {}) if await _latest(turn) else await welcome.hint(turn)


async def _one_more(turn: Turn) -> list[View]:
    return await portrait.again(turn, {"count": "1"}) if await _latest(turn) else await welcome.hint(turn)


async def _styles(turn: Turn) -> list[View]:
    return await styles.command(turn, {})


ACTS: Mapping[str, Callable[[Turn], Awaitable[list[View]]]] = MappingProxyType(
    {
        "help": lambda turn: welcome.help_(turn, {}),
        "start": lambda turn: welcome.start(turn, {}),
        "thanks": _thanks,
        "again": _again,
        "one-more": _one_more,
        "closer": _of_the_latest(portrait.closer),
        "bolder": _of_the_latest(portrait.bolder),
        "talk": _of_the_latest(talk.make_it_talk),
        "styles": _styles,
        "gallery": gallery.gallery,
        "queue": queue.queue,
        "cancel": lambda turn: queue.cancel(turn, {}),
        "forget": lambda turn: privacy.forget_ask(turn, {}),
    }
)
"""What a whole sentence can ask for: every ``act`` of ``phrases.toml``."""
