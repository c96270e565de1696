"""What becomes of a job's end and of its progress: the views the job store writes with the job's state.

    rendered(tx, job, result, deps)   the job made something
    failed(tx, job, error, deps)      the job ended without a result
    progress(tx, job, progress, deps) the job's status message now
    Rendering(deps)                   the three with ``deps`` bound, as `bot.core.jobstore.Render` asks for

``job`` is a `storage.jobs.Job`; ``result``, ``error`` and ``progress`` are the engine's types as JSON, files already
named ``media:<id>``. Nothing here waits for the network; everything is written in the caller's transaction.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.errors import EngineError
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.inspect.request import InspectPhoto
from engine.tasks.portrait.request import Expression, Portrait, Source
from engine.tasks.stickers.request import CutOut
from engine.tasks.talk.request import Spoken, TalkingClip
from engine.tasks.template.request import Templated, TemplateFaces
from engine.tasks.tryon.request import Garments, TriedOn
from handlers import arriving, catalogue, enrol, inpaint, operate, person, redrawn, stickers, tryon
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Deps, Tx, style_title
from handlers.text import Words
from handlers.views import Button, Document, Failure, PictureItem, Pictures, Text, Video, View
from handlers.views import Progress as Status
from storage import identities, sessions
from storage.jobs import Job

FIRST_STYLES = 4  # offered right after training
PERSON_LEFT = "cancelled"
SOUND_KEYS = {"bad-sound": "sound", "nothing-to-say": "text"}  # error -> first half of the key of its reason


async def rendered(tx: Tx, job: Job, result: dict[str, Any], deps: Deps) -> list[View]:
    """Return what a person sees of a finished job; the verdict on a photo also adds to what is understood of them."""
    say = deps.translator.words(job.locale)
    if job.kind == InspectPhoto.kind:
        return await _verdict(tx, job, result, deps, say)
    if job.kind == Enrol.kind:
        return [_learnt(result, deps, say)]
    if job.kind == EnrolInstant.kind:
        return await _known_at_once(tx, job, deps, say)
    if job.kind == CutOut.kind:
        return [await stickers.made(tx, job, result, deps, say)]
    if job.kind == TalkingClip.kind:
        return [clip(job, result, say)]
    if job.kind == TemplateFaces.kind:
        return await inpaint.looked(tx, job, result, deps, say)
    if job.kind == Garments.kind:
        return await tryon.looked(tx, job, result, deps, say)
    if job.kind in (*redrawn.KINDS, Portrait.kind):
        await picture_over(tx, job)
    if job.kind == Spoken.kind:
        return [Document(media=media_id(result["file"]), name="voice.ogg", text=say("voice-heard"))]
    return [await pictures(tx, job, result, deps, say)]


async def failed(tx: Tx, job: Job, error: dict[str, Any], deps: Deps) -> list[View]:
    """Return the sentence for a job that ended without a result, with a button for the next step."""
    say = deps.translator.words(job.locale)
    code, data = error["code"], error.get("data", {})
    if job.kind == InspectPhoto.kind:
        return await _not_looked(tx, job, code, deps, say)
    await picture_over(tx, job)
    if code == PERSON_LEFT:
        return [Text(text=say("cancel-done", number=job.number))]
    if job.kind == EnrolInstant.kind:
        return []  # the training is what was asked for; it says what is wrong with the photos
    return [Failure(text=sentence(say, code, data), trace=job.id, buttons=_next_steps(say, job, code))]


async def progress(tx: Tx, job: Job, value: dict[str, Any] | None, deps: Deps) -> Status:
    """Return the status message of a job.

    ``value`` is an `engine.requests.Progress` as JSON, None while the job waits in the queue.
    """
    say = deps.translator.words(job.locale)
    if value is None or job.state == "queued":
        return await work.waiting(tx, job, deps, say)
    known: dict[str, Any] = {"stage": "other", "done": 0, "total": 1, **value}
    key = f"stage-{known['stage']}"
    stage = say(key if deps.translator.has(key) else "stage-other", done=known["done"], total=known["total"])
    text = say("progress-running", what=work.what(deps, say, job), stage=stage)
    done = min(1.0, known["done"] / max(1, known["total"]))
    view = work.status(say, job, text, tx.now(), done=done, seconds=known.get("seconds_left"))
    preview = known.get("preview")
    return replace(view, stage=known["stage"], preview=media_id(preview) if preview else None)


class Rendering:
    """The three functions of this module with their dependencies bound."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps

    async def rendered(self, tx: Tx, job: Job, result: dict[str, Any]) -> list[View]:
        """See `rendered`."""
        return await rendered(tx, job, result, await operate.personal(tx, self._deps, job.account))

    async def failed(self, tx: Tx, job: Job, error: dict[str, Any]) -> list[View]:
        """See `failed`."""
        return await failed(tx, job, error, await operate.personal(tx, self._deps, job.account))

    async def progressed(self, tx: Tx, job: Job, value: dict[str, Any] | None) -> list[View]:
        """Return the status message as the only view; none for what takes seconds, such as the verdict on a photo."""
        if job.kind in (InspectPhoto.kind, Spoken.kind, EnrolInstant.kind):
            return []
        return [await progress(tx, job, value, self._deps)]


def sentence(say: Words, code: str, data: dict[str, Any]) -> str:
    """Return the sentence for an engine error; an unknown code gets the general one."""
    filled = {name: _words(say, value) for name, value in data.items()}
    if code == "bad-photo":
        return say("error-bad-photo", sentence=enrol.problem_sentence(say, str(data.get("reason", ""))))
    if code in SOUND_KEYS:
        return say(f"error-{code}", sentence=say(f"{SOUND_KEYS[code]}-{data['reason']}", **filled))
    known = code in {cls.code for cls in _tree(EngineError)}
    return say(f"error-{code}" if known else "error-engine", **filled)


def portraits(job: Job, result: dict[str, Any], deps: Deps, say: Words, *, outdated: bool = False) -> Pictures:
    """Return the album of a portrait job, best likeness first; also what /show brings back.

    ``outdated``: the face was learnt on another edition of the base, and would be drawn more alike if learnt anew.
    """
    pictures = result["pictures"]
    style = style_title(deps, say, result["style"])
    best = pictures[0]
    edited = source(best) != Source.BASE
    lines = [say("portrait-done", style=style, best=likeness(say, best))]
    if any(picture.get("enlarged", 1.0) >= ENLARGED for picture in pictures):
        lines.append(say("portrait-enlarged"))
    if not all(picture.get("shows", True) for picture in pictures):
        lines.append(say("portrait-mien-weak"))
    if result.get("from_photos"):
        lines.append(say("portrait-from-photos"))
    if outdated:
        lines.append(say("portrait-outdated"))
    if not best["likely"] and not edited:
        lines.append(say("portrait-best-unlike"))
    if result.get("withheld"):
        lines.append(say("portrait-withheld", count=result["withheld"]))
    lines += [say(f"fusion-{note}") for note in _notes(pictures)]
    label, alt = ("portrait-label-edited", "portrait-alt-edited") if edited else ("portrait-label", "portrait-alt")
    lines.append(say(label, number=job.number, seed=str(job.request["seed"])))
    alt = say(alt, style=style)
    items = tuple(
        PictureItem(
            media=media_id(picture["file"]),
            caption=say("portrait-caption", rank=rank, likeness=likeness(say, picture), seed=str(picture["seed"])),
            alt=alt,
        )
        for rank, picture in enumerate(pictures, 1)
    )
    apart = button(say("button-apart", count=len(items)), "apart", job.number) if len(items) > 1 else None
    more = (enrol.relearn_button(say, str(job.identity)),) if outdated else ()
    finer = catalogue.REFINE in deps.abilities and job.request.get("refine", "none") == "none" and not edited
    buttons = _portrait_buttons(say, job.number, more, edited=edited, finer=finer)
    return Pictures(items=items, text="\n".join(lines), buttons=buttons, apart=apart)


ENLARGED = 2.5  # times: from here on a picture is softer than its size promises, and says why
MIENS = (Expression.SMILE, Expression.SERIOUS, Expression.SURPRISED)
FUSION_NOTES = ("turned-away", "turned", "glasses", "not-nearer")  # what kept the fusion of a face weaker, paper 2.4


def _notes(pictures: list[dict[str, Any]]) -> list[str]:
    """Return what kept the fusion of most of the pictures weak; a single odd picture is not worth a sentence."""
    said = [picture.get("fusion_note", "") for picture in pictures]
    return [note for note in FUSION_NOTES if 2 * said.count(note) > len(said)]


def clip(job: Job, result: dict[str, Any], say: Words) -> Video:
    """Return a talking portrait with what can be made of it next; also what /show brings back."""
    number, spoken = job.number, not job.request.get("audio")
    lines = [say("talk-done", seconds=round(result["seconds"])), say("talk-label", number=number)]
    first = (button(say("button-again"), "retalk", number), button(say("button-motion"), "motions", 1, number))
    second = (button(say("button-note"), "talknote", number), button(say("button-finer"), "talkfine", number))
    third = (button(say("button-gif"), "talkgif", number), button(say("button-delete"), "talkdelete", number))
    if spoken:
        first = (*first, button(say("button-voices"), "voices", 1, number))
    shown = second[1:] if job.request.get("note") else second
    shown = shown[:-1] if job.request.get("enhance") else shown
    rows = tuple(row for row in (first, shown, third) if row)
    return Video(
        media=media_id(result["file"]),
        text="\n".join(lines),
        buttons=rows,
        width=result["width"],
        height=result["height"],
        seconds=result["seconds"],
        cover=media_id(result["cover"]) if result.get("cover") else "",
    )


def likeness(say: Words, picture: dict[str, Any]) -> str:
    """Say what a picture is: how alike, and plainly when it is not; of one's own photo that it is one.

    The likeness of a photo to the person on it says nothing of what was learnt, so it is not told.
    """
    if source(picture) != Source.BASE:
        return say(f"source-{source(picture)}")
    key = "portrait-likeness" if picture["likely"] else "portrait-unlike"
    return say(key, percent=round(picture["likeness"] * 100))


def source(picture: dict[str, Any]) -> Source:
    """Return what a picture is; one of before was drawn."""
    return Source(picture.get("source", Source.BASE))


def media_id(path: str) -> str:
    """Return the id in ``media:<id>``."""
    return path.removeprefix("media:")


async def pictures(tx: Tx, job: Job, result: dict[str, Any], deps: Deps, say: Words) -> Pictures:
    """Return the album of any job that drew pictures; also what /show brings back."""
    if job.kind == TriedOn.kind:
        return redrawn.tried_on(job, result, say)
    if job.kind == Templated.kind:
        return redrawn.templated(job, result, say, await inpaint.look_of(tx, job))
    return portraits(job, result, deps, say, outdated=await _outdated(tx, job, result))


async def _outdated(tx: Tx, job: Job, result: dict[str, Any]) -> bool:
    """Say whether the face was learnt on another edition of the base than drew the picture, and not anew since."""
    edition, drawn = result.get("edition"), job.rendered or 0.0
    if not edition:
        return False
    faces = [face for face in await identities.of(tx, job.account) if face.id == job.identity]
    return any(f.trained is not None and f.trained <= drawn and f.edition not in (None, edition) for f in faces)


async def picture_over(tx: Tx, job: Job) -> None:
    """A drawing into somebody's picture ended: it is kept for another try only, and not at all without a look."""
    if job.kind == TemplateFaces.kind:
        await arriving.drop(tx, job.account, [job.request["template"]])
    elif job.kind == Garments.kind:
        await arriving.drop(tx, job.account, [job.request["photo"]])
    elif job.kind == Portrait.kind and job.request.get("scene_picture"):
        await arriving.keep(tx, job.account, [job.request["scene_picture"]], arriving.AFTERWARDS)
    elif job.kind == Templated.kind:
        await inpaint.settle(tx, job)
    elif job.kind == TriedOn.kind:
        await tryon.settle(tx, job)


async def _verdict(tx: Tx, job: Job, result: dict[str, Any], deps: Deps, say: Words) -> list[View]:
    if job.identity is None or job.selfie is None:
        return []  # the owner erased the face while it was looked at
    face = await identities.get(tx, job.identity, job.account)
    if result.get("problem") is None and result.get("looks"):
        looks = person.with_photo(face.looks, result["looks"], result.get("quality", 0.0))
        await identities.set_looks(tx, face.id, looks)
    return [await _collection(tx, job, deps, say)]


async def _not_looked(tx: Tx, job: Job, code: str, deps: Deps, say: Words) -> list[View]:
    if job.identity is None or job.selfie is None or code == PERSON_LEFT:
        return []
    return [await _collection(tx, job, deps, say)]


async def _collection(tx: Tx, job: Job, deps: Deps, say: Words) -> Text:
    face = await identities.get(tx, str(job.identity), job.account)
    state = await sessions.load(tx, job.account, job.place)
    return await enrol.collection(tx, deps, say, face, enrol.batch_of(state, str(job.selfie)))


def _learnt(result: dict[str, Any], deps: Deps, say: Words) -> Text:
    photos, minutes = result["photos"], round(result["seconds"] / 60)
    looks = result["looks"]
    lines = [
        say("train-done", minutes=minutes, photos=photos),
        say("train-understood", who=say(f"looks-{looks['gender']}-{looks['age_band']}")),
    ]
    if photos < deps.limits.photos_recommended:
        lines.append(say("portrait-few-photos", photos=photos, recommended=deps.limits.photos_recommended))
    return Text(text="\n".join(lines), buttons=_first_styles(deps, say))


async def _known_at_once(tx: Tx, job: Job, deps: Deps, say: Words) -> list[View]:
    """Offer portraits while the training goes on; nothing where it was done first, or the face was erased."""
    faces = await identities.of(tx, job.account)
    if not any(face.id == job.identity and face.trained is None for face in faces):
        return []
    return [Text(text=say("instant-ready"), buttons=_first_styles(deps, say))]


def _first_styles(deps: Deps, say: Words) -> tuple[tuple[Button, ...], ...]:
    names = list(deps.styles.names())[:FIRST_STYLES]
    draw = [button(say("button-portrait", style=style_title(deps, say, name)), "portrait", name) for name in names]
    rows = [tuple(draw[at : at + 2]) for at in range(0, len(draw), 2)]
    return (*rows, (button(say("button-styles"), "styles", 1),))


def _portrait_buttons(
    say: Words, number: int, more: tuple[Button, ...] = (), *, edited: bool = False, finer: bool = False
) -> tuple[tuple[Button, ...], ...]:
    """Return five rows, as many as Discord puts under one message; ``more`` finds room in one of them.

    An ``edited`` photo has no weights to turn: its expression can be changed instead. ``finer``: the base can draw the
    face again in more detail, and has not done so yet.
    """
    redraw = [button(say("button-restyle"), "restyle", number), button(say("button-tune"), "form", "again", number)]
    redraw += [button(say("button-finer-face"), "finer", number)] if finer else []
    weights = (button(say("button-closer"), "closer", number), button(say("button-bolder"), "bolder", number))
    miens = tuple(button(say(f"expression-{one}"), "mien", number, one) for one in MIENS)
    return (
        (button(say("button-again"), "again", number, kind="go"), button(say("button-like"), "like", number)),
        tuple(redraw),
        miens if edited else weights,
        (button(say("button-talk"), "talk", number), button(say("button-favourite"), "fav", number), *more),
        (
            button(say("button-files"), "files", number),
            button(say("button-report"), "report", number),
            button(say("button-delete"), "delete", number, kind="danger"),
        ),
    )


def _next_steps(say: Words, job: Job, code: str) -> tuple[tuple[Button, ...], ...]:
    if code == "other-base" and job.identity and not work.has_guest(job):
        return ((enrol.relearn_button(say, job.identity),),)
    if job.kind == Portrait.kind:
        if code == "no-identity":
            return ((button(say("button-selfies"), "selfies"),),)
        again = button(say("button-again"), "again", job.number, kind="go")
        return ((again, button(say("button-styles"), "styles", 1)),)
    if job.kind == Templated.kind:
        verb = "faces" if code == "guest-left" or work.has_guest(job) else "reinpaint"
        label = say("button-faces") if verb == "faces" else say("button-again")
        return ((button(label, verb, job.number),),)
    if job.kind == TriedOn.kind:
        again = button(say("button-again"), "rewear", job.number)
        return ((again, button(say("button-clothes"), "clothes", job.number)),)
    if job.kind == Enrol.kind and job.identity and code not in ("under-age",):
        retry = button(say("button-again-train"), "done", job.identity, kind="go")
        return ((retry, button(say("button-selfies"), "selfies")),)
    if job.kind in (TalkingClip.kind, Spoken.kind) and code in ("unknown-voice", "voice-unreachable", "weight-missing"):
        return ((button(say("button-voices"), "voices", 1),),)
    return ()


def _words(say: Words, value: Any) -> Any:
    return say.several([str(each) for each in value]) if isinstance(value, list) else value


def _tree(base: type[EngineError]) -> list[type[EngineError]]:
    return [base, *(leaf for child in base.__subclasses__() for leaf in _tree(child))]
