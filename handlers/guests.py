"""Who takes which face of a picture (paper 2.5.3): oneself, or somebody who used a code and agreed to this picture.

A guest is never named by whoever asks: the code goes from hand to hand, and whoever uses it is shown the picture and
presses Yes or No in their own chat. The yes holds for one drawing and can be taken back with /accept.
"""

from __future__ import annotations

from engine.files import media_id
from engine.tasks.portrait.request import MOST_CHARACTERS
from engine.tasks.template.request import InspectTemplate, TemplateFaces
from handlers import awaiting_photo, codes, removal, wording, work
from handlers.actions import button, copies
from handlers.context import Buttons, RefusedError, Turn, harmless
from handlers.jobs import portrait
from handlers.text import Words
from handlers.views import Button, Choice, PictureItem, Pictures, Text, View, to_json
from storage import accounts, audit, jobs, media, outbox, seats
from storage.errors import NoSuchMediaError
from storage.jobs import Job
from storage.seats import Seat

NAME = 30  # characters of a name shown to another person
DECIDED = ("own", "agreed")


def seen(look: Job) -> TemplateFaces:
    """Return what a finished look at a picture saw."""
    result = work.made(look, TemplateFaces)
    assert result is not None
    return result


def able(look: Job) -> list[int]:
    """Return the numbers of the faces that can be redrawn."""
    return [face.number for face in seen(look).faces if not face.problem]


async def own_look(turn: Turn, number: str) -> Job:
    """Return this person's finished look at a picture by its number; raises `RefusedError` for any other job."""
    return await work.own_of(turn, number, InspectTemplate, done=True)


def who(look: Job, say: Words, plan: list[Seat]) -> Pictures:
    """Return the numbered picture and the question who goes where."""
    item = PictureItem(media=media_id(seen(look).numbered), alt=say("inpaint-alt"))
    known = seen(look)
    key = "pose-who" if work.asked(look, InspectTemplate).pose else "inpaint-places" if known.places else "inpaint-who"
    first = say(key, count=len(known.faces))
    told = [say("pose-words")] if work.asked(look, InspectTemplate).prompt else []
    text = "\n".join([first, *told, *_lines(look, say, plan)])
    return Pictures(items=(item,), text=text, buttons=_buttons(look, say, plan))


async def plan(turn: Turn, look: Job, *, first: str = "") -> Text:
    """Return who goes where by now, as one message that is edited."""
    return _plan(look, turn.say, await seats.of(turn.tx, look.id), first, thread=f"seats:{look.id}")


def _plan(look: Job, say: Words, taken: list[Seat], first: str, thread: str = "") -> Text:
    text = "\n".join([first or say("inpaint-plan"), *_lines(look, say, taken)])
    return Text(text=text, buttons=_buttons(look, say, taken), thread=thread)


def _lines(look: Job, say: Words, taken: list[Seat]) -> list[str]:
    by_face = {seat.face: seat for seat in taken}
    lines = []
    for face in seen(look).faces:
        seat = by_face.get(face.number)
        if face.problem:
            lines.append(say("seat-unfit", face=face.number, reason=say(f"template-{face.problem}")))
        else:
            name = seat.name if seat and seat.name else say("somebody")
            free = "empty" if seen(look).places else "free"
            lines.append(say("seat-line", face=face.number, state=seat.state if seat else free, name=name))
    return lines


def _buttons(look: Job, say: Words, taken: list[Seat]) -> Buttons:
    by_face = {seat.face: seat.state for seat in taken}
    free = [face for face in able(look) if by_face.get(face) not in DECIDED]
    mine = [button(say("button-seat", face=face), "seat", look.number, face) for face in free]
    rows = [tuple(mine[at : at + 3]) for at in range(0, len(mine), 3)]
    if any(state in DECIDED for state in by_face.values()):
        rows.insert(0, (button(say("button-draw"), "putin", look.number, kind="go"),))
    last = [button(say("button-invite"), "invite", look.number)] if free else []
    last += [button(say("button-unseat", face=face), "unseat", look.number, face) for face in sorted(by_face)]
    return (*rows, *(tuple(last[at : at + 3]) for at in range(0, len(last), 3)))


async def seat(turn: Turn, number: str, face: str) -> list[View]:
    """The button "Me: 2"."""
    look = await own_look(turn, number)
    await seats.take(turn.tx, look.id, turn.account.id, _face(look, face))
    return [await plan(turn, look)]


async def unseat(turn: Turn, number: str, face: str) -> list[View]:
    """Leave a face as it is; an invitation to it is worth nothing any more."""
    look = await own_look(turn, number)
    await seats.free(turn.tx, look.id, _face(look, face))
    return [await plan(turn, look)]


async def invite(turn: Turn, number: str, face: str = "") -> list[View]:
    """Invite somebody: for which face, then a code to hand over."""
    look = await own_look(turn, number)
    taken = {seat.face: seat.state for seat in await seats.of(turn.tx, look.id)}
    free = [one for one in able(look) if taken.get(one) not in DECIDED]
    if not face and len(free) > 1:
        options = tuple(button(turn.say("button-face", face=one), "invite", look.number, one) for one in free)
        return [Choice(text=turn.say("invite-which"), options=options)]
    if not face and not free:
        raise RefusedError("unknown-button")
    chosen, code = _face(look, face) if face else free[0], codes.fresh()
    host = harmless(turn.who.name, NAME)
    await seats.invite(turn.tx, look.id, turn.account.id, chosen, host, code)
    hours = round(seats.VALID_SECONDS / 3600)
    shown = codes.shown(code)
    text = turn.say("invite-code", code=shown, face=chosen, hours=hours)
    return [Text(text=text, buttons=((copies(turn.say("button-copy"), f"/accept {shown}"),),), secrets=(shown,))]


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/accept CODE: look at the picture and say yes or no; without a code, what one has agreed to."""
    if "code" not in options:
        return [await _given(turn)]
    await portrait.known_face(turn)  # says what is missing before the code is spent
    codes.guard(turn)
    invited = await seats.invited(turn.tx, codes.plain(options["code"]))
    if invited is None or (await accounts.get(turn.tx, invited.account)).role == "banned":
        codes.wrong(turn)
        await audit.note(turn.tx, turn.account.id, "invitation refused", platform=turn.who.platform)
        raise RefusedError("accept-unknown")
    if invited.account == turn.account.id:
        raise RefusedError("accept-own")
    item = PictureItem(media=await _borrowed(turn, invited), alt=turn.say("inpaint-alt"))
    await seats.ask(turn.tx, invited.id, turn.account.id, harmless(turn.who.name, NAME))
    host = invited.host or _somebody(turn.say)
    more, secrets = await _to_be_drawn(turn, invited, host)
    text = "\n".join([turn.say("accept-ask", host=host, face=invited.face), *more])
    row = (
        button(turn.say("button-lend"), "sit", invited.id, "yes", kind="go"),
        button(turn.say("button-no"), "sit", invited.id, "no"),
    )
    return [Pictures(items=(item,), text=text, buttons=(row,), secrets=secrets)]


async def _to_be_drawn(turn: Turn, invited: Seat, host: str) -> tuple[list[str], tuple[str, ...]]:
    """Return what a guest has to know of a picture there is nothing of yet but a pose: its style, and the host's words.

    With it those words, which are not kept once they were shown.
    """
    asked = work.asked(await jobs.get(turn.tx, invited.job), InspectTemplate)
    if not asked.pose:
        return [], ()
    style = turn.say("accept-pose", style=turn.style_title(asked.style))
    if not asked.prompt:
        return [style], ()
    words = harmless(await wording.readable(turn, asked.prompt, of=invited.account), MOST_CHARACTERS)
    return [style, turn.say("accept-words", host=host, words=words)], (words,)


async def sit(turn: Turn, name: str, answer: str) -> list[View]:
    """Yes or No of the one who was asked; for everybody else this button does not exist (raises `NoSuchSeatError`)."""
    if answer not in ("yes", "no"):
        raise RefusedError("unknown-button")
    asked = await seats.asked(turn.tx, name, turn.account.id)
    if answer == "no":
        await seats.refuse(turn.tx, name, turn.account.id)
        await _tell(turn, asked, "invite-refused")
        return [Text(text=turn.say("accept-refused"))]
    face = await portrait.known_face(turn)
    await seats.agree(turn.tx, name, turn.account.id, face.id)
    await audit.note(turn.tx, turn.account.id, "face lent", asked.id)
    await _tell(turn, asked, "invite-agreed")
    return [Text(text=turn.say("accept-agreed"), buttons=((_back(turn, asked),),))]


async def unsit(turn: Turn, name: str) -> list[View]:
    """Take an agreement back: nothing more is drawn with it, and what was drawn is deleted."""
    before = await seats.withdraw(turn.tx, name, turn.account.id)
    await audit.note(turn.tx, turn.account.id, "face taken back", before.id)
    if before.drawing:
        await removal.of_job(turn.tx, before.account, before.drawing, turn.deps)
        await media.remove_made(turn.tx, before.account, before.drawing)
    await _tell(turn, before, "invite-withdrawn")
    return [Text(text=turn.say("accept-withdrawn"))]


async def _given(turn: Turn) -> Text:
    lent = await seats.lent(turn.tx, turn.account.id)
    if not lent:
        return Text(text=turn.say("accept-none"))
    lines = [turn.say("accept-title")]
    for number, one in enumerate(lent, 1):
        drawn = one.drawing is not None and (await jobs.get(turn.tx, one.drawing)).result
        state = "used" if drawn else "agreed"
        lines.append(turn.say("accept-line", number=number, host=one.host or _somebody(turn.say), state=state))
    return Text(text="\n".join(lines), buttons=tuple((_back(turn, one, at),) for at, one in enumerate(lent, 1)))


def _back(turn: Turn, one: Seat, number: int = 0) -> Button:
    return button(turn.say("button-take-back", number=number), "unsit", one.id, kind="danger")


async def _borrowed(turn: Turn, invited: Seat) -> str:
    """Return a copy of the numbered picture the guest may open for a while."""
    if turn.deps.lend is None:
        raise RuntimeError("Deps.lend is not wired")
    numbered = media_id(seen(await jobs.get(turn.tx, invited.job)).numbered)
    try:
        until = turn.now + awaiting_photo.AFTERWARDS
        return await turn.deps.lend(turn.tx, numbered, invited.account, turn.account.id, until)
    except NoSuchMediaError:
        raise RefusedError("accept-unknown") from None


def _somebody(say: Words) -> str:
    """Return who stands for a person without a name where a sentence begins."""
    return say("somebody").capitalize()


async def _tell(turn: Turn, one: Seat, key: str) -> None:
    """Say in the chat of whoever asked what the guest answered, and how it stands now."""
    look = await jobs.get(turn.tx, one.job)
    say = turn.deps.translator.words(look.locale)
    first = say(key, name=one.name or _somebody(say), face=one.face)
    view = _plan(look, say, await seats.of(turn.tx, look.id), first) if not one.drawing else Text(text=first)
    await outbox.put(
        turn.tx,
        key=f"seat:{turn.tx.new_id()}",
        platform=look.platform,
        address=look.address,
        view=to_json(view),
        account=look.account,
    )


def _face(look: Job, number: str) -> int:
    known = {str(face): face for face in able(look)}
    if number not in known:
        raise RefusedError("unknown-button")
    return known[number]
