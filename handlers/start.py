"""The first words, help, and a hint for what is no command."""

from __future__ import annotations

from handlers import catalogue, consent, styles
from handlers.actions import PRIVATE, button
from handlers.context import Buttons, Turn
from handlers.jobs import inspect
from handlers.text import Words
from handlers.views import Button, Text, View
from storage import identities

OFFERED = 4
HINTED = 3  # styles offered to somebody who was not understood


def private_row(say: Words) -> Buttons:
    """Return the button that opens the private chat, as the only row."""
    return ((Button(label=say("button-private"), action=PRIVATE, kind="go"),),)


async def private(turn: Turn) -> list[View]:
    """In a group: faces are private, and this is the way there."""
    if turn.who.private:
        return await start(turn, {})
    return [Text(text=turn.say("start-group"), buttons=private_row(turn.say))]


async def start(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/start: greet, and say where this person stands."""
    say = turn.say
    if not turn.who.private:
        return await private(turn)
    if not consent.given(turn):
        question = consent.ask(turn)
        return [Text(text=f"{say('start-new')}\n\n{question.text}", buttons=question.buttons)]
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        return [Text(text=f"{say('start-new')}\n\n{say('selfies-ask')}")]
    if face.folder:
        row = tuple(styles.draw_button(turn, name) for name in list(turn.deps.styles.names())[:OFFERED])
        return [Text(text=say("start-ready", style=_example(turn)), buttons=(row,) if row else ())]
    if face.state == "training":
        return [Text(text=say("start-training"))]
    known = await inspect.tally(turn.tx, face.id)
    buttons = ((inspect.done_button(say, face.id),),) if known.accepted else ()
    return [Text(text=say("start-collecting", accepted=known.accepted), buttons=buttons)]


async def anonymous(turn: Turn) -> list[View]:
    """A command of an admin who speaks in the name of a group: nobody's face can be meant."""
    return [Text(text=turn.say("anonymous-admin"))]


async def whoami(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/whoami: the name by which the people who run the bot know a person, and who becomes one of them."""
    key = "whoami-admin" if turn.admin else "whoami"
    return [Text(text=turn.say(key, name=f"{turn.who.platform}:{turn.who.user}"))]


async def help_(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/help: every command this person may use."""
    group = not turn.who.private
    commands = catalogue.help_lines(turn.say, turn.admin, turn.deps.abilities, group=group)
    return [Text(text="\n".join([turn.say("help-title"), *commands, "", turn.say("help-hint")]))]


async def hint(turn: Turn) -> list[View]:
    """Answer words that are no command with the next step."""
    face = await identities.newest(turn.tx, turn.account.id)
    if face is None:
        return [Text(text=turn.say("said-new"))]
    if face.folder:
        row = tuple(styles.draw_button(turn, name) for name in list(turn.deps.styles.names())[:HINTED])
        return [Text(text=turn.say("said-ready"), buttons=((*row, button(turn.say("button-styles"), "styles", 1)),))]
    buttons = ((inspect.done_button(turn.say, face.id),),)
    return [Text(text=turn.say("said-collecting"), buttons=buttons)]


def _example(turn: Turn) -> str:
    return next(iter(turn.deps.styles.names()), "")
