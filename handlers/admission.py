"""A bot that is not for everybody: who is let in, by whom, and what everybody else reads.

`Deps.listed` switches it on. Then admins, the people of `Deps.allowed`, and those an admin let in use the bot; anybody
else learns their own id, and the admins learn that somebody asks.
"""

from __future__ import annotations

from handlers import codes
from handlers.actions import button
from handlers.admin import name_of, person_named
from handlers.context import Deps, RefusedError, Turn, harmless
from handlers.events import Command, Event, Pressed, Who
from handlers.views import Text, View, to_json
from storage import accounts, admissions, audit, contacts, outbox
from storage.accounts import Account
from storage.database import Reading

WAYS_IN = frozenset({"whoami", "join", "language", "receipt"})  # commands of a stranger, beside taking what is theirs
BUTTONS_IN = frozenset({"language"})  # their buttons: the one called "join" is of /link


async def is_welcome(rx: Reading, deps: Deps, account: Account) -> bool:
    """Say whether somebody may use the bot; an admin may on every platform they are the same person on."""
    if not deps.listed or account.role == "admin" or await admissions.is_admitted(rx, account.id):
        return True
    users = await accounts.users_of(rx, account.id)
    return any({user, f"{platform}:{user}"} & (deps.allowed | deps.admins) for platform, user in users)


async def is_welcome_here(rx: Reading, deps: Deps, who: Who) -> bool:
    """Say the same of somebody nobody has heard of yet; admins named in the settings are welcome."""
    known = {who.user, f"{who.platform}:{who.user}"}
    if not deps.listed or known & (deps.allowed | deps.admins):
        return True
    account = await accounts.find(rx, who.platform, who.user)
    return account is not None and await is_welcome(rx, deps, account)


async def is_stranger(turn: Turn) -> bool:
    """Say whether whoever speaks may not use the bot."""
    return turn.deps.listed and not turn.admin and not await is_welcome(turn.tx, turn.deps, turn.account)


async def turn_away(turn: Turn, event: Event) -> list[View]:
    """Answer a stranger: in a private chat with their id, which the admins get too; in a group to commands alone."""
    if not turn.who.private and not isinstance(event, (Command, Pressed)):
        return []
    if turn.who.private:
        await _knock(turn)
    return [Text(text=turn.say("private-bot", name=f"{turn.who.platform}:{turn.who.user}"))]


async def _knock(turn: Turn) -> None:
    """Tell every admin, once, that somebody would like to be let in."""
    name = harmless(f"{turn.who.platform}:{turn.who.user}", 80)
    for chat in await contacts.of_admins(turn.tx, turn.deps.admins):
        say = turn.deps.translator.words(chat.locale)
        row = (button(say("button-admit"), "admit", turn.account.id, kind="go"),)
        await outbox.put(
            turn.tx,
            key=f"knock:{turn.account.id}:{chat.mark}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=say("private-knock", person=name), buttons=(row,))),
            account=turn.account.id,  # it names them, and goes with them
        )


async def admit(turn: Turn, options: dict[str, str]) -> list[View]:
    """/admit platform:user: let somebody in who wrote to the bot before."""
    person, account = await person_named(turn, options["person"])
    return await _let_in(turn, account, harmless(person))


async def pressed(turn: Turn, account: str) -> list[View]:
    """The button under the message that somebody asks."""
    if not turn.admin:
        raise RefusedError("unknown-button")
    try:
        found = await accounts.get(turn.tx, account)
    except KeyError:
        raise RefusedError("unknown-button") from None
    return await _let_in(turn, found, await name_of(turn.tx, account))


async def expel(turn: Turn, options: dict[str, str]) -> list[View]:
    """/expel platform:user: take that back; what they have here stays theirs, and they may take it."""
    person, account = await person_named(turn, options["person"])
    if not await admissions.dismiss(turn.tx, account.id):
        raise RefusedError("expel-not-in", person=harmless(person))
    await audit.note(turn.tx, turn.account.id, "expel", account.id)
    return [Text(text=turn.say("expel-done", person=harmless(person)))]


async def invite(turn: Turn, _options: dict[str, str]) -> list[View]:
    """/invite: a code that lets one person in."""
    if not turn.deps.invitations:
        raise RefusedError("invitation-off")
    code = codes.fresh()
    await admissions.invite(turn.tx, code)
    await audit.note(turn.tx, turn.account.id, "invite")
    days = round(admissions.INVITED_SECONDS / 86400)
    shown = codes.shown(code)
    return [Text(text=turn.say("invitation-code", code=shown, days=days), secrets=(shown,))]


async def join(turn: Turn, options: dict[str, str]) -> list[View]:
    """/join CODE: be let in by an invitation."""
    if turn.admin or await is_welcome(turn.tx, turn.deps, turn.account):
        return [Text(text=turn.say("join-in"))]
    codes.guard(turn)
    if not turn.deps.invitations or not await admissions.use_invitation(turn.tx, codes.plain(options["code"])):
        codes.wrong(turn)
        raise RefusedError("join-wrong")
    await admissions.admit(turn.tx, turn.account.id)
    await audit.note(turn.tx, turn.account.id, "joined")
    return [Text(text=turn.say("join-done"))]


async def _let_in(turn: Turn, account: Account, person: str) -> list[View]:
    await admissions.admit(turn.tx, account.id)
    await audit.note(turn.tx, turn.account.id, "admit", account.id)
    for chat in await contacts.of(turn.tx, account.id):
        await outbox.put(
            turn.tx,
            key=f"admitted:{turn.tx.new_id()}",
            platform=chat.platform,
            address=chat.address,
            view=to_json(Text(text=turn.deps.translator.words(chat.locale)("join-done"))),
            account=account.id,
        )
    return [Text(text=turn.say("admit-done", person=person))]
