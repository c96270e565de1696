"""One event in, views out, one transaction: who is it, may they, and which handler answers.

    handle(tx, event, deps) -> views

The gates, in this order: flood, ban, whether they were let in, known command, privacy (nothing about a face in a
group), consent, arguments. All writes (account, session, job, ledger, audit) go through the caller's ``tx``; the caller
puts the views into the outbox in the same one. A handler that says no raises `RefusedError`, which becomes one sentence
here.
"""

from __future__ import annotations

from dataclasses import asdict
from types import MappingProxyType

from engine.errors import EngineError
from handlers import (
    actions,
    admin,
    admission,
    awaiting_photo,
    catalogue,
    consent,
    edits,
    favourites,
    forms,
    general,
    policy,
    presets,
    reports,
    said,
    sounds,
    strikes,
    turns,
    work,
)
from handlers import start as welcome
from handlers.actions import button
from handlers.catalogue import COMMANDS
from handlers.commands import BadArgumentError, Run, Verb, arguments
from handlers.context import Deps, RefusedError, Turn, Tx, harmless
from handlers.events import Command, Event, Pressed, Reacted, Said, SentFile
from handlers.jobs import alive, inspect, job_kinds, portrait
from handlers.sentences import sentence
from handlers.views import Text, View
from storage import accounts, contacts, sessions
from storage.errors import NoSuchIdentityError, NoSuchMediaError, NoSuchSeatError
from storage.jobs import Job

BUCKET = "bucket"
OWN_DATA = frozenset(
    {"forget", "keep", "export", "mydata", "privacy", "block", "unblock", "receipt"}
)  # commands and buttons a ban does not reach
TAKES_AWAY = frozenset({"forget", "disagree"})  # of these, what a flood is not met by silence for
_KINDS = job_kinds().values()
RUNS: MappingProxyType[str, Run] = MappingProxyType(
    {**general.RUNS, **{command.entry.name: command.run for kind in _KINDS for command in kind.commands}}
)
VERBS: MappingProxyType[str, Verb] = MappingProxyType(
    {**general.VERBS, **{name: verb for kind in _KINDS for name, verb in kind.verbs.items()}}
)
ARRIVALS = MappingProxyType({name: take for kind in _KINDS for name, take in kind.arrived.items()})
"""Commands that wait for a picture."""
HEARD = next(kind.heard for kind in _KINDS if kind.heard is not None)


async def handle(tx: Tx, event: Event, deps: Deps) -> list[View]:
    """Answer one event. Everything it changes is written through ``tx``; returns what the person is to see.

    An empty list is an answer too: nothing is said to chatter in a group or to a flood that was already asked to stop.
    """
    turn = await _turn(tx, event, deps)
    views = await _answer(turn, event)
    # After /forget there is no account left to remember anything about, after /link it may be another one.
    left = await accounts.find(tx, turn.who.platform, turn.who.user)
    if left is not None and left.id == turn.account.id:
        await sessions.save(tx, turn.account.id, turn.place, turn.state)
        await sessions.save(tx, turn.account.id, sessions.EVERYWHERE, turn.account_state)
    return views


async def _turn(tx: Tx, event: Event, deps: Deps) -> Turn:
    who = event.who
    account = await accounts.find_or_create(tx, who.platform, who.user)
    if deps.recall is not None and account.created > tx.now() - policy.DAY_SECONDS:
        await deps.recall(tx, account.id)
    if who.private and who.address:
        await contacts.met(tx, who.platform, who.user, who.address, account.locale or who.locale)
    return await turns.begin(
        tx,
        deps,
        who,
        account,
        admin=admin.is_admin(deps, who, account.role),
        reply=getattr(event, "reply", None),
        message=getattr(event, "message", ""),
        files=_files(event),
    )


def _files(event: Event) -> tuple[SentFile, ...]:
    """Return what a command works on: files sent with it, else the one of the message it answers."""
    if not isinstance(event, Command):
        return ()
    answered = event.reply.file if event.reply else None
    return event.files or ((answered,) if answered else ())


async def _answer(turn: Turn, event: Event) -> list[View]:
    # Photos come ten at a time; their number is bounded by the limit of an identity instead.
    if isinstance(event, Reacted):
        return await _reacted(turn, event)
    if not isinstance(event, SentFile):
        refusal = _flood(turn)
        if refusal is not None and not _about(event, TAKES_AWAY):
            return refusal
        inspect.close_batch(turn.state)
    taken: list[Job] = []  # jobs of what the event said before it was changed
    try:
        if turn.account.role == "banned" and not turn.admin and not _about(event, OWN_DATA):
            raise RefusedError("banned")
        open_ = admission.WAYS_IN if isinstance(event, Command) else admission.BUTTONS_IN
        if not _about(event, OWN_DATA | open_) and await admission.is_stranger(turn):
            return await admission.turn_away(turn, event)
        views = await _heard(turn, event, taken)
    except RefusedError as refused:
        text = turn.say(refused.key, **refused.data)
        views = [Text(text=await _with_strike(turn, refused.key, text), buttons=refused.buttons)]
    except EngineError as error:
        if not strikes.is_strike(error.code):
            raise
        views = [Text(text=await _with_strike(turn, error.code, sentence(turn.say, error)))]
    except (NoSuchIdentityError, NoSuchMediaError, NoSuchSeatError):
        views = [Text(text=turn.say("unknown-button"))]
    return [*edits.told(turn, taken, views), *views]


async def _heard(turn: Turn, event: Event, taken: list[Job]) -> list[View]:
    """Answer an event; one that was changed after it had been sent takes the place of what it was.

    ``taken`` is filled with the jobs that end by that: what becomes of them is said also where the change is refused.
    """
    if not isinstance(event, Command | Said):
        return await _dispatch(turn, event)
    before = await edits.taken_back(turn, event)
    if before is None:
        return []
    taken += before
    questions = edits.asked(turn, event)
    views: list[View] = []
    try:
        views = await _dispatch(turn, event)
    finally:
        edits.remember(turn, event, views, questions)  # also of what is refused
    return views


async def _reacted(turn: Turn, event: Reacted) -> list[View]:
    """A sign on a message means something only on one's own pictures, and is never worth a refusal."""
    if turn.account.role == "banned" or not consent.given(turn) or await admission.is_stranger(turn):
        return []
    return await favourites.reacted(turn, event.message, event.liked)


async def _with_strike(turn: Turn, code: str, text: str) -> str:
    """Return what a refusal says; where it is about content it is counted, and may be one too many."""
    if not strikes.is_strike(code):
        return text
    more = await strikes.count(turn.tx, turn.account.id, code, turn.deps, turn.say)
    return turn.say.together(text, more)


def _about(event: Event, names: frozenset[str]) -> bool:
    """Say whether an event is one of these commands or buttons: nobody may be kept from their own data."""
    if isinstance(event, Command):
        return event.name.lower().lstrip("/") in names
    parsed = actions.parse(event.action) if isinstance(event, Pressed) else None
    return parsed is not None and parsed[0] in names


def _flood(turn: Turn) -> list[View] | None:
    """Return the answer to somebody too fast, None for everybody else; a flood is told once and then met by silence."""
    kept = turn.account_state.get(BUCKET)
    before = policy.Bucket(**kept) if kept else None
    bucket, welcome_ = policy.take(before, turn.now, turn.deps.limits)
    turn.account_state[BUCKET] = asdict(bucket)
    if welcome_:
        return None
    if before is not None and before.told:
        return []
    return [Text(text=turn.say("flood", seconds=policy.wait_seconds(bucket, turn.deps.limits)))]


async def _dispatch(turn: Turn, event: Event) -> list[View]:
    if isinstance(event, Command):
        return await _command(turn, event)
    if isinstance(event, Pressed):
        return await _pressed(turn, event.action)
    if not turn.who.private:
        # Chatter and pictures in a group are not meant for the bot, unless somebody offers it a face by name.
        return []
    if isinstance(event, SentFile):
        if sounds.is_sound(event):
            if not consent.given(turn):
                return [consent.ask(turn)]
            return await (alive.arrived if alive.awaits(turn, event) else HEARD)(turn, event)
        if consent.given(turn):
            if (rest := await awaiting_photo.rest_of_album(turn, event)) is not None:
                return rest
            take = ARRIVALS.get(awaiting_photo.awaited(turn))
            wish = take is None and event.caption and not event.forwarded
            if wish and (views := await said.captioned(turn, event)) is not None:
                return views
            return await (take or inspect.photo)(turn, event)
        if (passed_on := await inspect.forwarded(turn, event)) is not None:
            return [*passed_on, consent.ask(turn)] if passed_on else []
        return consent.hold(turn, event.media) if event.media else [consent.ask(turn)]
    assert isinstance(event, Said)  # a reaction was answered before
    return await _said(turn, event)


async def _command(turn: Turn, event: Command) -> list[View]:
    entry = COMMANDS.get(event.name.lower().lstrip("/"))
    here = entry is not None and (not entry.needs or entry.needs in turn.deps.abilities)
    if entry is None or not here or (entry.who == "admin" and not turn.admin):
        raise _unknown(turn, event.name)
    gate = _gate(turn, private=entry.private, agreed=entry.consent)
    if gate is not None:
        return gate
    awaiting_photo.stop_waiting(turn.state)
    reports.stop_waiting(turn.state)
    forms.stop_waiting(turn.state)
    presets.stop_waiting(turn.state)
    try:
        options = arguments(entry, event.text, event.options, turn.deps.abilities)
    except BadArgumentError as bad:
        raise _told(turn, bad) from bad
    if event.about:
        options["job"] = event.about
    elif "job" in options:
        options["job"] = work.TYPED + options["job"]
    return await RUNS[entry.name](turn, options)


async def _pressed(turn: Turn, action: str) -> list[View]:
    parsed = actions.parse(action)
    verb = VERBS.get(parsed[0]) if parsed else None
    if parsed is None or verb is None or not verb.least <= len(parsed[1]) <= verb.most:
        raise RefusedError("unknown-button")
    gate = _gate(turn, private=verb.private, agreed=verb.consent)
    reports.stop_waiting(turn.state)
    forms.stop_waiting(turn.state)
    presets.stop_waiting(turn.state)
    return gate if gate is not None else await verb.run(turn, *parsed[1])


async def _said(turn: Turn, event: Said) -> list[View]:
    if (views := await reports.said(turn, event.text)) is not None:
        return views  # a complaint needs no consent to having one's face looked at
    if not consent.given(turn):
        return [consent.ask(turn)]
    if (views := await presets.said(turn, event.text)) is not None:
        return views
    if (views := await forms.said(turn, event.text)) is not None:
        return views
    for kind in _KINDS:
        if kind.said is not None and (views := await kind.said(turn, event.text)) is not None:
            return views
    if turn.deps.styles.get(event.text) is not None:
        return await portrait.command(turn, {"style": event.text})
    return await said.answer(turn, event.text)


def _gate(turn: Turn, *, private: bool, agreed: bool) -> list[View] | None:
    """Return what stands in the way of a command or button, None when nothing does."""
    if private and not turn.who.private:
        raise RefusedError("private-only", buttons=welcome.private_row(turn.say))
    if agreed and not consent.given(turn):
        if not turn.who.private:
            raise RefusedError("private-only", buttons=welcome.private_row(turn.say))
        return [consent.ask(turn)]
    return None


def _unknown(turn: Turn, name: str) -> RefusedError:
    near = [f"/{each}" for each in catalogue.closest(name, turn.admin)]
    if near:
        return RefusedError("unknown-command", name=harmless(name), closest=turn.say.several(near))
    return RefusedError("unknown-command-none", name=harmless(name))


def _told(turn: Turn, bad: BadArgumentError) -> RefusedError:
    """Say what is wrong with an argument by what a form calls it; what is missing of a picture is chosen by looking."""
    data = {name: harmless(str(value)) for name, value in bad.data.items()}
    pictured = bad.data["name"] == "job" and turn.who.private
    row = ((button(turn.say("button-gallery"), "gallery", 1),),) if pictured else ()
    return RefusedError(bad.key, buttons=row, **{**data, "name": turn.say(f"field-{bad.data['name']}")})
