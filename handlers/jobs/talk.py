"""/talk, a voice message, and "make it talk": a portrait of yours says something (paper 3.2).

What is still missing for a clip (which portrait, which words) waits in the conversation's state under `PENDING`;
what a person prefers (voice, motion, video note) stays with their account under `CHOICES`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.errors import BadPhotoError, EngineError, WeightMissingError
from engine.files import IdentityRef, Media, Scratch, media_id
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.talk.request import (
    BadSoundError,
    SoundProblem,
    Talk,
    TalkingClip,
    UnknownVoiceError,
    VoiceUnreachableError,
)
from handlers import content, folding, removal, speakers, work
from handlers.actions import button
from handlers.commands import Command, Entry, Parameter, Verb
from handlers.context import Buttons, RefusedError, Turn, VoiceChoice
from handlers.events import SentFile
from handlers.jobs.enrol import relearn_row
from handlers.kinds import Ended, JobKind
from handlers.sounds import is_sound
from handlers.text import Words
from handlers.views import Choice, Document, Text, Video, View
from storage import identities, jobs, media, outbox
from storage.jobs import Job

PENDING, CHOICES = "talk", "talk"
SHOWN = 4  # buttons beside More
PATIENCE = 1800.0  # seconds after which a half-begun clip is forgotten
NOT_HEARD = {"too-large": "talk-file-too-large", "too-many": "files-too-many"}
VOICE_ERRORS = {UnknownVoiceError.code, VoiceUnreachableError.code, WeightMissingError.code}  # another voice may do


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/talk [text], or with a voice message: say it; without either, explain what can be sent."""
    choices = {name: options[name] for name in ("voice", "motion") if name in options}
    sounds = [file for file in turn.files if is_sound(file)]
    if sounds:
        return await heard(turn, sounds[0])
    if "text" not in options:
        for name, value in choices.items():
            remember(turn, name, value)
        if not await speakers.offered(turn):
            raise _nobody(turn)
        _wait(turn, {"words": True})
        return [_prompt(turn)]
    return await _next(turn, {"text": options["text"], "choices": choices})


async def heard(turn: Turn, event: SentFile) -> list[View]:
    """A voice message, audio or video came: let a portrait say it."""
    if event.media is None:
        raise RefusedError(NOT_HEARD.get(event.problem, "talk-not-heard"))
    if event.seconds > turn.deps.limits.talk_seconds + 1:
        raise RefusedError("sound-too-long", seconds=round(event.seconds), most=round(turn.deps.limits.talk_seconds))
    await media.get(turn.tx, event.media, turn.account.id)  # raises for a file of somebody else
    return await _next(turn, {"audio": event.media})


def waits_for_words(turn: Turn) -> bool:
    """Say whether the next plain line is what a portrait should say."""
    return bool(_pending(turn).get("words"))


async def said(turn: Turn, text: str) -> list[View] | None:
    """A line was typed after "what should it say?"; None for a line that nobody waits for."""
    if not waits_for_words(turn):
        return None
    return await _next(turn, {"text": text})


async def make_it_talk(turn: Turn, number: str, rank: str = "") -> list[View]:
    """The button under portraits: which of them, then what should it say?"""
    faces = [face for face in await speakers.offered(turn) if str(face.number) == number]
    if not faces:
        raise RefusedError("talk-portrait-gone")
    if not rank and len(faces) > 1:
        return [_which(turn, faces, "talk")]
    face = next((face for face in faces if str(face.rank) == (rank or "1")), faces[0])
    _wait(turn, {"words": True, "portrait": [face.number, face.rank]})
    return [_prompt(turn)]


async def chosen(turn: Turn, number: str, rank: str) -> list[View]:
    """An answer to "which portrait?": make the clip of what was sent before."""
    pending = _pending(turn)
    if not pending.get("text") and not pending.get("audio"):
        return await make_it_talk(turn, number, rank)
    face = await speakers.face_of(turn, number, rank)
    if face is None:
        raise RefusedError("talk-portrait-gone")
    return await _start(turn, face, pending)


async def redo(turn: Turn, number: str, **changes: Any) -> list[View]:
    """Another clip of the same portrait and words; by itself with other movements."""
    job = await own_clip(turn, number)
    wish = work.asked(job, Talk)
    for path in filter(None, (wish.portrait, wish.audio)):
        await media.get(turn.tx, media_id(path), turn.account.id)
    lent = await _lends(turn, job.identity)
    fresh = replace(wish, **{"seed": turn.deps.seed(), "out": Scratch("talk").path, "identity": lent, **changes})
    return [await work.start(turn, fresh, identity=job.identity, affinity=PENDING)]


async def as_note(turn: Turn, number: str) -> list[View]:
    """The same as a square video note."""
    job = await own_clip(turn, number)
    return await redo(turn, number, note=True, framing="crop", seed=work.asked(job, Talk).seed)


async def finer(turn: Turn, number: str) -> list[View]:
    """The same with twice the pixels, which takes its time."""
    job = await own_clip(turn, number)
    return await redo(turn, number, enhance=True, seed=work.asked(job, Talk).seed)


async def as_gif(turn: Turn, number: str) -> list[View]:
    """The clip's moving preview as a file."""
    job = await own_clip(turn, number)
    made = work.made(job, TalkingClip)
    if made is None or made.gif is None:
        raise RefusedError("show-gone", number=job.own)
    return [Document(media=media_id(made.gif), name=f"talk-{job.own}.gif", text=turn.say("talk-gif"))]


async def delete(turn: Turn, number: str, sure: str = "") -> list[View]:
    """Delete a clip, after asking once."""
    job = await own_clip(turn, number)
    if not sure:
        yes = button(turn.say("button-delete-yes"), "talkdelete", job.number, "yes", kind="danger")
        text = turn.say("talk-delete-ask", number=job.own)
        return [Text(text=text, buttons=((yes, button(turn.say("button-no"), "keep")),))]
    made, sound = work.made(job, TalkingClip), work.asked(job, Talk).audio
    named = (made.file, made.gif, made.cover) if made is not None else ()
    files, gone = [media_id(path) for path in (*named, sound) if path], turn.say("talk-delete-done", number=job.own)
    await removal.take_away(turn.tx, await outbox.showing(turn.tx, turn.account.id, files), gone)
    await media.remove(turn.tx, turn.account.id, files)
    return [Text(text=gone)]


async def own_clip(turn: Turn, number: str) -> jobs.Job:
    """Return a talking job of this person by its number; raises `RefusedError` for any other."""
    return await work.own_of(turn, number, Talk)


async def _next(turn: Turn, words: dict[str, Any]) -> list[View]:
    """Make the clip when words and portrait are known, else ask for the portrait."""
    pending, face = _pending(turn), await speakers.answered(turn)
    words = await _sealed(turn, words)
    if face is None and pending.get("portrait"):
        number, rank = map(str, pending["portrait"])
        face = await speakers.face_of(turn, number, rank)
    if face is None:
        faces = await speakers.offered(turn)
        if not faces:
            raise _nobody(turn)
        if len(faces) > 1:
            _wait(turn, words)
            return [_which(turn, faces, "talkwith")]
        face = faces[0]
    return await _start(turn, face, words)


async def _sealed(turn: Turn, words: dict[str, Any]) -> dict[str, Any]:
    """Return what is to be said in a form that may be kept: conversations and jobs are, for months."""
    text, most = words.get("text", ""), turn.deps.limits.talk_characters
    if len(text) > most:
        raise RefusedError("talk-text-too-long", most=most, characters=len(text))
    content.require(turn, text, "speak")
    if not text or turn.deps.seal is None:
        return words
    return {**words, "text": await turn.deps.seal(turn.tx, turn.account.id, text)}


async def _start(turn: Turn, face: speakers.Face, words: dict[str, Any]) -> list[View]:
    """Queue the clip and return its status message."""
    turn.state.pop(PENDING, None)
    limits, choices = turn.deps.limits, {**kept(turn), **words.get("choices", {})}
    audio = words.get("audio")
    request = Talk(
        portrait=Media(face.media).path,
        out=Scratch("talk").path,
        identity=await _lends(turn, face.identity),
        audio=Media(audio).path if audio else None,
        text=words.get("text", ""),
        voice=choices.get("voice", "auto"),
        language=turn.say.locale,
        gif=True,
        note=choices.get("note") == "yes",
        seed=turn.deps.seed(),
        most_seconds=limits.talk_seconds,
        most_bytes=limits.video_bytes,
        **motion(choices.get("motion", "")),
    )
    known = {each.id for each in await identities.of(turn.tx, turn.account.id)}
    identity = face.identity if face.identity in known else None
    return [await work.start(turn, request, identity=identity, affinity=PENDING)]


async def _lends(turn: Turn, identity: str | None) -> Path | None:
    """Return the face whose photos may lend their teeth: the portrait's own, while it is there."""
    known = {each.id for each in await identities.of(turn.tx, turn.account.id) if each.folder}
    return IdentityRef(identity).path if identity in known else None


def motion(value: str) -> dict[str, Any]:
    """Return the choices of `Talk` for a motion: "still" or the number of a pose style, 1..46."""
    if value == "still":
        return {"still": True}
    return {"pose_style": int(value) - 1} if value.isascii() and value.isdecimal() and 0 < int(value) < 47 else {}


def kept(turn: Turn) -> dict[str, str]:
    """Return what this person chose before."""
    return dict(turn.account_state.get(CHOICES, {}))


def remember(turn: Turn, name: str, value: str) -> None:
    """Keep a choice for every later clip."""
    turn.account_state[CHOICES] = {**kept(turn), name: value}


def again_of(turn: Turn) -> str:
    """Return the number of the clip that is to be made anew once a voice or motion is chosen, and forget it."""
    return str(turn.state.pop(PENDING, {}).get("again", "")) if _pending(turn).get("again") else ""


def wait_for_choice(turn: Turn, number: int) -> None:
    """Remember which clip the next chosen voice or motion is for."""
    _wait(turn, {"again": number})


def _pending(turn: Turn) -> dict[str, Any]:
    pending = turn.state.get(PENDING, {})
    return pending if turn.now - pending.get("at", 0.0) < PATIENCE else {}


def _wait(turn: Turn, what: dict[str, Any]) -> None:
    turn.state[PENDING] = {**what, "at": turn.now}


def _prompt(turn: Turn) -> Text:
    say = turn.say
    row = (button(say("button-voices"), "voices", 1), button(say("button-motion"), "motions", 1))
    return Text(text=say("talk-prompt", seconds=round(turn.deps.limits.talk_seconds)), buttons=(row,))


def _which(turn: Turn, faces: list[speakers.Face], verb: str) -> Choice:
    def label(face: speakers.Face) -> str:
        return turn.say("talk-portrait", number=face.own, rank=face.rank, style=face.style)

    options = tuple(button(label(face), verb, face.number, face.rank) for face in faces)
    return Choice(text=turn.say("talk-which"), options=options)


def _nobody(turn: Turn) -> RefusedError:
    return RefusedError("talk-no-portrait", buttons=((button(turn.say("button-styles"), "styles", 1),),))


async def _words(request: Talk, unseal: Callable[[str], Awaitable[str]]) -> Talk:
    return replace(request, text=await unseal(request.text))


def _inputs(request: Talk, gone: Callable[[Path], bool]) -> Talk:
    if gone(request.portrait):
        raise BadPhotoError(PhotoProblem.BROKEN)
    if request.audio is not None and gone(request.audio):
        raise BadSoundError(SoundProblem.BROKEN)
    return request


async def _finished(ended: Ended, result: TalkingClip) -> list[View]:
    """Return a talking portrait with what can be made of it next."""
    say, number, asked = ended.say, ended.job.number, work.asked(ended.job, Talk)
    each = [button(say("button-again"), "retalk", number), button(say("button-motion"), "motions", 1, number)]
    each += [button(say("button-voices"), "voices", 1, number)] if asked.audio is None else []
    each += [] if asked.note else [button(say("button-note"), "talknote", number)]
    each += [button(say("button-gif"), "talkgif", number)]
    each += [] if asked.enhance else [button(say("button-finer"), "talkfine", number)]
    each += [button(say("button-delete"), "talkdelete", number, kind="danger")]
    spoken = [say("talk-voice", voice=_voice(ended, result.voice))] if result.voice else []
    text = [say("talk-done", seconds=round(result.seconds)), *spoken, say("talk-label", number=ended.job.own)]
    clip = Video(
        media=media_id(result.file),
        text="\n".join(text),
        width=result.width,
        height=result.height,
        seconds=result.seconds,
        cover=media_id(result.cover) if result.cover else "",
        **folding.folded(say, number, folding.in_pairs(each[:SHOWN]), folding.in_pairs(each[SHOWN:])),
    )
    return [clip]


def voice_title(say: Words, voice: VoiceChoice) -> str:
    """Return what a voice is called: its name, language and kind."""
    return say("voice-title", title=voice.title, language=voice.language, kind=voice.kind)


def _voice(ended: Ended, name: str) -> str:
    """Return the title of the voice that spoke, which says whether it was a robot; its name where it is gone since."""
    known = next((voice for voice in ended.deps.voices if voice.name == name), None)
    return name if known is None else voice_title(ended.say, known)


def next_steps(say: Words, job: Job, error: EngineError) -> Buttons:
    """Return the buttons below what went wrong: another voice, where that may help."""
    if anew := relearn_row(say, job, error):
        return anew
    return ((button(say("button-voices"), "voices", 1),),) if error.code in VOICE_ERRORS else ()


JOBS = (
    JobKind(
        request=Talk,
        commands=(
            Command(
                entry=Entry(
                    name="talk",
                    cost=Talk.kind,
                    files=True,
                    parameters=(
                        Parameter(name="text", rest=True),
                        Parameter(name="voice"),
                        Parameter(name="motion", type="integer", least=1, most=46),
                    ),
                ),
                run=command,
            ),
        ),
        verbs={
            "talk": Verb(run=make_it_talk, least=1, most=2),
            "talkwith": Verb(run=chosen, least=2, most=2),
            "retalk": Verb(run=redo, least=1, most=1),
            "talknote": Verb(run=as_note, least=1, most=1),
            "talkfine": Verb(run=finer, least=1, most=1),
            "talkgif": Verb(run=as_gif, least=1, most=1),
            "talkdelete": Verb(run=delete, least=1, most=2),
        },
        heard=heard,
        said=said,
        cost=lambda limits, count: limits.clip_seconds,
        sort=lambda request: "sound" if request.audio is not None else "text",
        size=lambda request: max(1, len(request.text)),
        most=lambda limits: limits.clips_per_day,
        inputs=_inputs,
        words=_words,
        finished=_finished,
        next_steps=next_steps,
    ),
)
