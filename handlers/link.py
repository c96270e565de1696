"""One person on two platforms: /link here gives a code, /link CODE there joins both accounts.

Files are sealed with the key of one account, so two accounts are never poured into one: one of them stays, the other
one is erased, and which is the person's choice, made after reading what each of them holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from handlers import codes
from handlers import jobs as work
from handlers.actions import button
from handlers.context import Refused, Turn
from handlers.views import Text, View, to_json
from storage import accounts, audit, contacts, identities, jobs, links, media, outbox


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
    await links.open_(turn.tx, turn.account.id, turn.who.platform, code)
    await audit.note(turn.tx, turn.account.id, "link offered", platform=turn.who.platform)
    return [Text(text=turn.say("link-code", code=codes.shown(code), minutes=round(links.VALID_SECONDS / 60)))]


async def join(turn: Turn, code: str, which: str) -> list[View]:
    """The answer to the question: ``which`` account stays, "there" or "here"."""
    if which not in ("there", "here"):
        raise Refused("unknown-button")
    there = await _invited(turn, codes.plain(code))
    here = turn.account.id
    stays, goes = (there.id, here) if which == "there" else (here, there.id)
    if turn.deps.forget is None:
        raise RuntimeError("Deps.forget is not wired")
    told = await contacts.of(turn.tx, there.id)
    await jobs.cancel_all(turn.tx, goes)
    await links.join(turn.tx, stays, goes)
    await turn.deps.forget(turn.tx, goes)
    await audit.note(turn.tx, stays, "linked", kept=which, platform=turn.who.platform)
    await _tell(turn, stays, told)
    return [Text(text=turn.say("link-done"))]


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
        jobs=len(await jobs.open_of(turn.tx, account, lane=work.Lane.DEVICE)),
    )


def _numbers(held: Held) -> dict[str, int]:
    return {"faces": held.faces, "pictures": held.pictures, "jobs": held.jobs}


async def _invited(turn: Turn, code: str) -> accounts.Account:
    """Return the account a code invites to; raises `Refused`, and after some wrong codes for an hour always."""
    codes.guard(turn)
    found = await links.invited(turn.tx, code)
    if found is None:
        codes.wrong(turn)
        await audit.note(turn.tx, turn.account.id, "link refused", platform=turn.who.platform)
        raise Refused("link-wrong")
    if found == turn.account.id:
        raise Refused("link-same")
    account = await accounts.get(turn.tx, found)
    if account.role == "banned":
        raise Refused("link-wrong")
    return account


async def _tell(turn: Turn, account: str, chats: list[contacts.Contact]) -> None:
    """Say it on the other platform too: whoever did not ask for this must learn of it."""
    for chat in chats:
        text = turn.deps.translator.words(chat.locale)("link-told", platform=turn.who.platform)
        await outbox.put(
            turn.tx,
            key=f"linked:{turn.tx.new_id()}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=text)),
            account=account,
        )
