"""One person on two platforms: /link here gives a code, /link CODE there joins both accounts.

Files are sealed with the key of one account, so two accounts are never poured into one: one of them stays, the other
one is erased, and which is the person's choice, made after reading what each of them holds. Whoever has typed the code
is named in the chat it was made in, and nothing happens before a Yes from there: a code may be seen by somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.requests import Lane
from handlers import admission, bills, codes, privacy
from handlers.actions import button, copies
from handlers.context import RefusedError, Turn, harmless
from handlers.jobs import stickers as sets
from handlers.views import Stickers, Text, View, to_json
from storage import accounts, audit, contacts, identities, jobs, links, media, outbox, sessions, spent
from storage.places import place_of


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an account holds."""

    faces: int
    pictures: int
    jobs: int


async def command(turn: Turn, options: dict[str, str]) -> list[View]:
    """/link [code]: make a code, or use one from another platform."""
    if "code" in options:
        return await _preview(turn, codes.plain(options["code"]))
    code = codes.fresh()
    await links.open_(turn.tx, turn.account.id, turn.who.platform, code, turn.who.address)
    await audit.note(turn.tx, turn.account.id, "link offered", platform=turn.who.platform)
    shown = codes.shown(code)
    text = turn.say("link-code", code=shown, minutes=round(links.VALID_SECONDS / 60))
    return [Text(text=text, buttons=((copies(turn.say("button-copy"), f"/link {shown}"),),), secrets=(shown,))]


async def join(turn: Turn, code: str, which: str) -> list[View]:
    """The choice of whoever typed the code: ``which`` account is to stay, "there" or "here". Asks where it was made."""
    if which not in ("there", "here"):
        raise RefusedError("unknown-button")
    there = await _invited(turn, codes.plain(code))
    request = await links.ask(
        turn.tx,
        there.id,
        turn.account.id,
        name=harmless(turn.who.name) or turn.say("somebody"),
        platform=turn.who.platform,
        address=turn.who.address,
        locale=turn.say.locale,
        keeps=which,
    )
    await audit.note(turn.tx, turn.account.id, "link asked", platform=turn.who.platform)
    check = links.check(codes.plain(code), request)
    await _ask(turn, request, there.locale, check)
    return [Text(text=turn.say("link-asked", platform=turn.say.platform(request.platform), check=check))]


async def confirm(turn: Turn) -> list[View]:
    """Yes from the chat the code was made in: join both accounts."""
    request = await _request(turn)
    there, here = turn.account.id, request.asker
    stays, goes = (there, here) if request.keeps == "there" else (here, there)
    told = await contacts.of(turn.tx, there)
    await bills.give_back(turn.tx, turn.deps, account=goes)
    await jobs.cancel_all(turn.tx, goes)
    asked_in = place_of(request.asker_platform, request.asker_address)
    with_stickers = bool((await sessions.load(turn.tx, goes, sessions.EVERYWHERE)).get(sets.CUT))
    await _count_on(turn, here, stays)
    async with privacy.leaving(turn, goes, turn.place if goes == there else asked_in, stays=True):
        await links.join(turn.tx, stays, goes)
    await audit.note(turn.tx, stays, "linked", kept=request.keeps, platform=request.asker_platform)
    await _tell(turn, stays, [chat for chat in told if chat.platform != turn.who.platform], request.asker_platform)
    await _answer(turn, request, "link-done", stays, stickers=with_stickers and goes == here)
    return [_said(turn.say("link-done"), stickers=with_stickers and goes == there)]


async def _count_on(turn: Turn, here: str, stays: str) -> None:
    """Count for the account that stays what was counted for either within the day: there is the turn's own, it is
    written back with the turn.
    """
    theirs = await sessions.load(turn.tx, here, sessions.EVERYWHERE)
    if stays == turn.account.id:
        turn.account_state.update(spent.counted_on(turn.account_state, theirs))
    else:
        await sessions.save(turn.tx, here, sessions.EVERYWHERE, spent.counted_on(theirs, turn.account_state))


async def refuse(turn: Turn) -> list[View]:
    """No from the chat the code was made in: everything stays as it is."""
    request = await _request(turn)
    await links.close(turn.tx, turn.account.id)
    await audit.note(turn.tx, turn.account.id, "link refused by its maker", platform=request.asker_platform)
    await _answer(turn, request, "link-declined", request.asker)
    return [Text(text=turn.say("link-kept"))]


async def _request(turn: Turn) -> links.Request:
    """Return the question about this very account. Raises `RefusedError` when there is none any more."""
    found = await links.asked(turn.tx, turn.account.id)
    if found is not None:
        asker = await accounts.get(turn.tx, found.asker)
        if asker.role != "banned" and await admission.is_welcome(turn.tx, turn.deps, asker):
            return found
    raise RefusedError("link-wrong")  # whoever was shut out since is not let in by another door


async def _ask(turn: Turn, request: links.Request, locale: str | None, check: str) -> None:
    """Ask in the chat the code was made in, and name who wants to be this person.

    A name is whatever somebody calls themselves: ``check`` is shown on both sides, and to nobody else.
    """
    say = turn.deps.translator.words(locale or turn.say.locale)
    kept = say("link-keeps-yours" if request.keeps == "there" else "link-keeps-theirs")
    place = say.platform(request.asker_platform)
    text = say("link-confirm", name=request.asker_name, platform=place, kept=kept, check=check)
    rows = (
        (button(say("button-link-yes"), "linkyes", kind="danger"),),
        (button(say("button-link-no"), "linkno"),),
    )
    await outbox.put(
        turn.tx,
        key=f"link:{turn.tx.new_id()}",
        platform=request.platform,
        address=request.address,
        view=to_json(Text(text=text, buttons=rows)),
        account=request.account,
    )


def _said(text: str, *, stickers: bool) -> View:
    """Return an answer to somebody who is another account from now on; a set of the erased one's stickers goes."""
    return Stickers(items=(), text=text, remove=True) if stickers else Text(text=text)


async def _answer(turn: Turn, request: links.Request, key: str, account: str, *, stickers: bool = False) -> None:
    """Say in the chat the code was typed in how it ended."""
    await outbox.put(
        turn.tx,
        key=f"linked:{turn.tx.new_id()}",
        platform=request.asker_platform,
        address=request.asker_address,
        view=to_json(_said(turn.deps.translator.words(request.asker_locale)(key), stickers=stickers)),
        account=account,
    )


async def _preview(turn: Turn, code: str) -> list[View]:
    """Say what will happen and ask; nothing is changed yet."""
    there = await _invited(turn, code)
    say, theirs, ours = turn.say, await held(turn, there.id), await held(turn, turn.account.id)
    lines = [
        say("link-ask"),
        say("link-there", **_numbers(theirs)),
        say("link-here", **_numbers(ours)),
    ]
    if theirs.faces and ours.faces:
        lines.append(say("link-two-faces"))
    lines.append(say("link-warning"))
    rows = (
        (button(say("button-link-there"), "join", code, "there", kind="danger" if ours.faces else "go"),),
        (button(say("button-link-here"), "join", code, "here", kind="danger" if theirs.faces else "plain"),),
        (button(say("button-no"), "keep"),),
    )
    return [Text(text="\n".join(lines), buttons=rows)]


async def held(turn: Turn, account: str) -> Held:
    """Count what an account holds."""
    faces = await identities.of(turn.tx, account)
    return Held(
        faces=len([face for face in faces if face.folder]),
        pictures=len(await media.of(turn.tx, account, purpose="portrait")),
        jobs=len(await jobs.open_of(turn.tx, account, lane=Lane.DEVICE)),
    )


def _numbers(held: Held) -> dict[str, int]:
    return {"faces": held.faces, "pictures": held.pictures, "jobs": held.jobs}


async def _invited(turn: Turn, code: str) -> accounts.Account:
    """Return the account a code invites to; raises `RefusedError`, and after some wrong codes for an hour always."""
    codes.guard(turn)
    if await links.own(turn.tx, code) == turn.account.id:
        raise RefusedError("link-same")
    found = await links.invited(turn.tx, code, turn.who.platform)
    if found is None:
        codes.wrong(turn)
        await audit.note(turn.tx, turn.account.id, "link refused", platform=turn.who.platform)
        raise RefusedError("link-wrong")
    account = await accounts.get(turn.tx, found)
    if account.role == "banned":
        raise RefusedError("link-wrong")
    return account


async def _tell(turn: Turn, account: str, chats: list[contacts.Contact], platform: str) -> None:
    """Say it on every other platform of that person too: whoever did not ask for this must learn of it."""
    for chat in chats:
        say = turn.deps.translator.words(chat.locale)
        text = say("link-told", platform=say.platform(platform))
        await outbox.put(
            turn.tx,
            key=f"linked:{turn.tx.new_id()}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=text)),
            account=account,
        )
