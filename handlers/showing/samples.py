"""What else is chosen from samples: ready templates, clothes, backgrounds, voices and movements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers import actions, clothes, ready
from handlers.actions import button
from handlers.context import Turn, VoiceChoice
from handlers.jobs import speak, talk
from handlers.showing.marked import Marked, marked
from handlers.showing.styles import Sample
from handlers.views import Button


@dataclass(frozen=True, kw_only=True)
class Templates:
    """The ready pictures somebody can be put into."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True, kw_only=True)
class Garments:
    """The clothes somebody can be shown in."""

    samples: tuple[Sample, ...]


@dataclass(frozen=True, kw_only=True)
class Background:
    """A place to stand in; the style is chosen next."""

    name: str
    title: str
    picture: str


@dataclass(frozen=True, kw_only=True)
class Backgrounds:
    """The places there are."""

    places: tuple[Background, ...]


@dataclass(frozen=True, kw_only=True)
class Voice:
    """A voice. ``sound`` is its sample, "" where there is none; ``listen`` has it made then."""

    name: str
    title: str
    sound: str
    listen: Button
    choose: Marked


@dataclass(frozen=True, kw_only=True)
class Movement:
    """A way to move the head; ``style`` counts from 0, None is to keep still."""

    style: int | None
    choose: Marked


@dataclass(frozen=True, kw_only=True)
class Voices:
    """How a portrait speaks."""

    voices: tuple[Voice, ...]
    movements: tuple[Movement, ...]


async def templates(turn: Turn, options: Mapping[str, str]) -> Templates:
    """Return the ready templates; choosing one is the chat's button."""
    book = turn.deps.templates
    return Templates(
        samples=tuple(
            Sample(
                name=name,
                title=ready.title(turn, name),
                picture=str(ready.path(name)),
                choose=button(ready.title(turn, name), "template", name),
            )
            for name in (book.names() if book else ())
        )
    )


async def garments(turn: Turn, options: Mapping[str, str]) -> Garments:
    """Return the clothes; choosing some is the chat's button."""
    return Garments(
        samples=tuple(
            Sample(
                name=name,
                title=clothes.title(turn, name),
                picture=str(clothes.path(name)),
                choose=clothes.choose(turn, name),
            )
            for name in turn.deps.garments
        )
    )


async def backgrounds(turn: Turn, options: Mapping[str, str]) -> Backgrounds:
    """Return the backgrounds, by their titles."""
    titles = {name: turn.say(f"scene-{name}") for name in turn.deps.scenes}
    made = [Background(name=name, title=title, picture=f"scene:{name}") for name, title in titles.items()]
    return Backgrounds(places=tuple(sorted(made, key=lambda one: one.title)))


async def voices(turn: Turn, options: Mapping[str, str]) -> Voices:
    """Return the voices, those of the reader's language first, and the movements; what was chosen before is marked."""
    kept = talk.kept(turn)
    every = [_voice(turn, one, kept.get("voice", "")) for one in speak.mine(turn)]
    still = button(turn.say("motion-still"), "motion", "still")
    numbers = range(1, speak.MOTIONS + 1)
    styles = [button(turn.say("motion-style", number=number), "motion", number) for number in numbers]
    now = actions.action("motion", kept.get("motion", ""))
    movements = [Movement(style=None, choose=marked(still, still.action == now))]
    movements += [Movement(style=at, choose=marked(one, one.action == now)) for at, one in enumerate(styles)]
    return Voices(voices=tuple(every), movements=tuple(movements))


def _voice(turn: Turn, one: VoiceChoice, now: str) -> Voice:
    title = speak.title(turn, one)
    listen = button(turn.say("button-listen"), "listen", one.name)
    sound = f"voice:{one.name}" if one.sampled else ""
    return Voice(
        name=one.name,
        title=title,
        sound=sound,
        listen=listen,
        choose=marked(button(title, "voice", one.name), one.name == now),
    )
