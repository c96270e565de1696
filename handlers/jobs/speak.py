"""Choosing how a portrait speaks: voices, with a sentence to listen to, and ways of moving the head."""

from __future__ import annotations

from engine.files import Scratch, media_id
from engine.tasks.talk.request import Speak, Spoken
from handlers import pages, work
from handlers.actions import button
from handlers.commands import Verb
from handlers.context import RefusedError, Turn, VoiceChoice, harmless
from handlers.jobs import talk
from handlers.kinds import Ended, JobKind
from handlers.views import Button, Choice, Document, Text, View

MOTIONS = 46
PAGE = 15  # movements of one page
VOICES = 5  # of one page: each takes a row


def mine(turn: Turn) -> list[VoiceChoice]:
    """Return the voices that can speak, those of the reader's language first."""
    return sorted(turn.deps.voices, key=lambda voice: voice.language != turn.say.locale)


async def menu(turn: Turn, page: str = "1", job: str = "") -> list[View]:
    """The voices, one row each: choose it, or listen to it. ``job`` is a clip that should get the chosen one."""
    if job:
        talk.wait_for_choice(turn, (await talk.own_clip(turn, job)).number)
    voices = mine(turn)
    if not voices:
        raise RefusedError("voice-none")
    at = pages.page_of(voices, pages.page_number(page), VOICES)
    now = talk.kept(turn).get("voice", "")
    rows: list[tuple[Button, ...]] = [
        (
            button(("✓ " if voice.name == now else "") + title(turn, voice), "voice", voice.name),
            button(f"{turn.say('button-listen')} · {voice.title}", "listen", voice.name),
        )
        for voice in at.shown
    ]
    rows += [pages.neighbours(turn.say, at, "voices")]
    return [Text(text=turn.say("voice-which"), buttons=tuple(row for row in rows if row))]


async def choose(turn: Turn, name: str) -> list[View]:
    """Take a voice for every later clip, and make the clip anew this was asked for."""
    voice = _named(turn, name)
    again = talk.again_of(turn)
    talk.remember(turn, "voice", voice.name)
    done = Text(text=turn.say("voice-chosen", voice=title(turn, voice)))
    return [done, *await talk.redo(turn, again, voice=voice.name)] if again else [done]


async def listen(turn: Turn, name: str) -> list[View]:
    """Let a voice say a sentence in its own language; the sound follows as a job's result."""
    voice = _named(turn, name)
    sample = turn.deps.translator.say(turn.deps.translator.match(voice.language), "voice-sample")
    request = Speak(text=sample, voice=voice.name, language=voice.language, out=Scratch("voice.ogg").path)
    await work.enqueue(turn, request, identity=None)
    return [Text(text=turn.say("voice-soon", voice=title(turn, voice)))]


async def motions(turn: Turn, page: str = "1", job: str = "") -> list[View]:
    """The ways of moving the head: still, or one of 46."""
    if job:
        talk.wait_for_choice(turn, (await talk.own_clip(turn, job)).number)
    at = pages.page_of(range(1, MOTIONS + 1), pages.page_number(page), PAGE)
    options = [button(turn.say("motion-still"), "motion", "still")] if at.number == 1 else []
    options += [button(turn.say("motion-style", number=number), "motion", number) for number in at.shown]
    return [Choice(text=turn.say("motion-which"), options=(*options, *pages.neighbours(turn.say, at, "motions")))]


async def move(turn: Turn, value: str) -> list[View]:
    """Take a motion for every later clip, and make the clip anew this was asked for."""
    chosen = talk.motion(value)
    if not chosen:
        raise RefusedError("unknown-button")
    again = talk.again_of(turn)
    talk.remember(turn, "motion", value)
    shown = turn.say("motion-still") if value == "still" else turn.say("motion-style", number=int(value))
    done = Text(text=turn.say("motion-chosen", motion=shown))
    return [done, *await talk.redo(turn, again, **{"still": False, **chosen})] if again else [done]


def _named(turn: Turn, name: str) -> VoiceChoice:
    voice = next((voice for voice in turn.deps.voices if voice.name == name), None)
    if voice is None:
        raise RefusedError("voice-gone", name=harmless(name))
    return voice


def title(turn: Turn, voice: VoiceChoice) -> str:
    """Return what a voice is called: its name, language and kind."""
    return talk.voice_title(turn.say, voice)


async def _finished(ended: Ended, result: Spoken) -> list[View]:
    return [Document(media=media_id(result.file), name="voice.ogg", text=ended.say("voice-heard"))]


JOBS = (
    JobKind(
        request=Speak,
        verbs={
            "voices": Verb(run=menu, least=1, most=2),
            "voice": Verb(run=choose, least=1, most=1),
            "listen": Verb(run=listen, least=1, most=1),
            "motions": Verb(run=motions, least=1, most=2),
            "motion": Verb(run=move, least=1, most=1),
        },
        finished=_finished,
        next_steps=talk.next_steps,
        quiet=True,
        passing=True,
    ),
)
