"""One event in, views out, one transaction: who is it, may they, and which handler answers.

    handle(tx, event, deps) -> views

The gates, in this order: flood, ban, known command, privacy (nothing about a face in a group), consent, arguments. All
writes (account, session, job, ledger, audit) go through the caller's ``tx``; the caller puts the views into the outbox
in the same one. A handler that says no raises `Refused`, which becomes one sentence here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from types import MappingProxyType

from handlers import (
    actions,
    admin,
    arriving,
    catalogue,
    consent,
    enrol,
    favourites,
    gallery,
    groups,
    inpaint,
    link,
    operate,
    policy,
    portrait,
    presets,
    privacy,
    queue,
    ready,
    seating,
    settings,
    stickers,
    talk,
    tryon,
    voices,
)
from handlers import start as welcome
from handlers import styles as stylebook
from handlers.catalogue import COMMANDS, BadArgument
from handlers.context import Deps, Refused, Turn, Tx, harmless
from handlers.events import Command, Event, Pressed, Said, SentFile
from handlers.views import Text, View
from storage import accounts, contacts, sessions
from storage.errors import NoSuchIdentity, NoSuchMedia, NoSuchSeat
from storage.places import place_of

BUCKET = "bucket"
OWN_DATA = frozenset({"forget", "keep", "export", "mydata", "privacy"})  # commands and buttons a ban does not reach
Run = Callable[[Turn, dict[str, str]], Awaitable[list[View]]]
Press = Callable[..., Awaitable[list[View]]]

RUNS: MappingProxyType[str, Run] = MappingProxyType(
    {
        "start": welcome.start,
        "help": welcome.help_,
        "selfies": enrol.ask,
        "train": enrol.train,
        "portrait": portrait.command,
        "styles": stylebook.command,
        "gallery": gallery.gallery,
        "favourites": favourites.command,
        "stickers": stickers.command,
        "presets": presets.command,
        "link": link.command,
        "post": groups.post,
        "show": gallery.show,
        "talk": talk.command,
        "inpaint": inpaint.command,
        "tryon": tryon.command,
        "accept": seating.command,
        "again": portrait.again,
        "queue": queue.queue,
        "cancel": queue.cancel,
        "me": enrol.me,
        "mydata": privacy.mydata,
        "export": privacy.export,
        "forget": privacy.forget_ask,
        "language": settings.language,
        "privacy": privacy.privacy,
        "settings": settings.command,
        "quota": privacy.quota,
        "report": gallery.report,
        "stats": admin.stats,
        "ban": admin.ban,
        "allow": admin.allow,
        "pause": admin.pause,
        "resume": admin.resume,
        "audit": admin.log,
        "reports": operate.read_reports,
        "setquota": operate.set_quota,
        "setstyle": operate.set_style,
        "broadcast": operate.broadcast,
        "limit": groups.limit,
    }
)
ARRIVALS: MappingProxyType[str, Callable[[Turn, SentFile], Awaitable[list[View]]]] = MappingProxyType(
    {inpaint.NAME: inpaint.arrived, tryon.NAME: tryon.arrived}
)
"""Commands that wait for a picture."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """What a button does: ``run(turn, *arguments)`` with ``least`` to ``most`` arguments, behind which gates."""

    run: Press
    least: int = 0
    most: int = 0
    private: bool = True
    consent: bool = True


async def _agree(turn: Turn, version: str) -> list[View]:
    waited = await consent.agree(turn, version)
    if waited is None:
        return [consent.ask(turn)]
    if waited:
        return await enrol.look_at(turn, waited)
    return [Text(text=turn.say("consent-given"))]


async def _page_of_styles(turn: Turn, number: str, search: str = "") -> list[View]:
    return [stylebook.page(turn, search, _page(number))]


async def _previews_of_styles(turn: Turn, number: str, search: str = "") -> list[View]:
    return stylebook.previews(turn, search, _page(number))


async def _page_of_choice(turn: Turn, number: str) -> list[View]:
    return [stylebook.choice(turn, turn.say("portrait-which"), page=_page(number))]


async def _page_of_gallery(turn: Turn, number: str) -> list[View]:
    return [await gallery.page(turn, _page(number))]


async def _covers_of_gallery(turn: Turn, number: str) -> list[View]:
    return await gallery.covers(turn, _page(number))


async def _page_of_favourites(turn: Turn, number: str) -> list[View]:
    return [await favourites.page(turn, _page(number))]


async def _draw(turn: Turn, style: str) -> list[View]:
    return await portrait.command(turn, {"style": style})


async def _show(turn: Turn, number: str) -> list[View]:
    return await gallery.show(turn, {"job": number})


async def _report(turn: Turn, number: str) -> list[View]:
    return await gallery.report(turn, {"job": number})


async def _form(turn: Turn, name: str, job: str = "") -> list[View]:
    """Say how a command is typed with its arguments; where a platform has forms it opens one instead of asking."""
    entry = COMMANDS.get(name)
    if entry is None or entry.who == "admin":
        raise Refused("unknown-button")
    given = f"/{name} {harmless(job, 12)}".rstrip()
    wanted = [f"{each.name}=…" for each in entry.on(turn.deps.abilities).parameters if each.name != "job"]
    return [Text(text=turn.say("form-usage", usage=" ".join([given, *wanted])))]


async def _language(turn: Turn, code: str = "") -> list[View]:
    return await settings.language(turn, {"language": code})


async def _style_setting(turn: Turn, number: str) -> list[View]:
    return settings.style_page(turn, _page(number))


VERBS: MappingProxyType[str, Verb] = MappingProxyType(
    {
        "agree": Verb(run=_agree, least=1, most=1, consent=False),
        "disagree": Verb(run=consent.refuse, consent=False),
        "private": Verb(run=welcome.private, private=False, consent=False),
        "anonymous": Verb(run=welcome.anonymous, private=False, consent=False),
        "privacy": Verb(run=privacy.privacy, private=False, consent=False),
        "language": Verb(run=_language, most=1, private=False, consent=False),
        "styles": Verb(run=_page_of_styles, least=1, most=2, private=False, consent=False),
        "stylepics": Verb(run=_previews_of_styles, least=1, most=2, private=False, consent=False),
        "forget": Verb(run=privacy.forget, consent=False),
        "keep": Verb(run=privacy.keep, consent=False),
        "selfies": Verb(run=enrol.ask),
        "done": Verb(run=enrol.train_pressed, least=1, most=2),
        "relearn": Verb(run=enrol.relearn, least=1, most=1),
        "looks": Verb(run=enrol.me),
        "correct": Verb(run=enrol.correct, least=3, most=3),
        "portrait": Verb(run=_draw, least=1, most=1),
        "pick": Verb(run=_page_of_choice, least=1, most=1),
        "again": Verb(run=portrait.redo, least=1, most=1),
        "like": Verb(run=portrait.like, least=1, most=1),
        "restyle": Verb(run=portrait.restyle_ask, least=1, most=2),
        "style": Verb(run=portrait.restyle, least=2, most=2),
        "form": Verb(run=_form, least=1, most=2),
        "closer": Verb(run=portrait.closer, least=1, most=1),
        "mien": Verb(run=portrait.mien, least=2, most=2),
        "bolder": Verb(run=portrait.bolder, least=1, most=1),
        "finer": Verb(run=portrait.finer, least=1, most=1),
        "talk": Verb(run=talk.make_it_talk, least=1, most=2),
        "talkwith": Verb(run=talk.chosen, least=2, most=2),
        "retalk": Verb(run=talk.redo, least=1, most=1),
        "talknote": Verb(run=talk.as_note, least=1, most=1),
        "talkfine": Verb(run=talk.finer, least=1, most=1),
        "talkgif": Verb(run=talk.as_gif, least=1, most=1),
        "talkdelete": Verb(run=talk.delete, least=1, most=2),
        "seat": Verb(run=seating.seat, least=2, most=2),
        "unseat": Verb(run=seating.unseat, least=2, most=2),
        "invite": Verb(run=seating.invite, least=1, most=2),
        "sit": Verb(run=seating.sit, least=2, most=2),
        "unsit": Verb(run=seating.unsit, least=1, most=1),
        "template": Verb(run=inpaint.chosen, least=1, most=1),
        "templates": Verb(run=ready.page, least=1, most=1),
        "templatesall": Verb(run=ready.apart, least=1, most=1),
        "putin": Verb(run=inpaint.draw, least=1, most=1),
        "reinpaint": Verb(run=inpaint.redo, least=1, most=1),
        "faces": Verb(run=inpaint.faces, least=1, most=1),
        "garment": Verb(run=tryon.toggle, least=2, most=2),
        "mend": Verb(run=tryon.mend, least=2, most=2),
        "backdrop": Verb(run=tryon.backdrops, least=1, most=1),
        "wear": Verb(run=tryon.draw, least=1, most=2),
        "rewear": Verb(run=tryon.redo, least=1, most=1),
        "clothes": Verb(run=tryon.clothes, least=1, most=1),
        "voices": Verb(run=voices.menu, least=1, most=2),
        "voice": Verb(run=voices.choose, least=1, most=1),
        "listen": Verb(run=voices.listen, least=1, most=1),
        "motions": Verb(run=voices.motions, least=1, most=2),
        "motion": Verb(run=voices.move, least=1, most=1),
        "cancel": Verb(run=queue.cancel_job, least=1, most=1),
        "show": Verb(run=_show, least=1, most=1),
        "files": Verb(run=gallery.files, least=1, most=1),
        "nostickers": Verb(run=stickers.delete_ask),
        "unsticker": Verb(run=stickers.delete),
        "fav": Verb(run=favourites.mark, least=1, most=2),
        "favs": Verb(run=_page_of_favourites, least=1, most=1),
        "galleryall": Verb(run=_covers_of_gallery, least=1, most=1),
        "favall": Verb(run=favourites.apart, least=1, most=1),
        "preset": Verb(run=presets.use_pressed, least=1, most=1),
        "nopreset": Verb(run=presets.delete_pressed, least=1, most=1),
        "join": Verb(run=link.join, least=2, most=2),
        "linkyes": Verb(run=link.confirm),
        "linkno": Verb(run=link.refuse),
        "broadcast": Verb(run=operate.send_broadcast, consent=False),
        "nobroadcast": Verb(run=operate.drop_broadcast, consent=False),
        "nonews": Verb(run=operate.no_news, consent=False),
        "apart": Verb(run=gallery.apart, least=1, most=1),
        "gallery": Verb(run=_page_of_gallery, least=1, most=1),
        "delete": Verb(run=gallery.delete_ask, least=1, most=1),
        "erase": Verb(run=gallery.delete, least=1, most=1),
        "report": Verb(run=_report, least=1, most=1),
        "set": Verb(run=settings.change, least=2, most=2),
        "setstyle": Verb(run=_style_setting, least=1, most=1),
        "setting": Verb(run=settings.choice, least=1, most=1),
    }
)


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
    place = place_of(who.platform, who.address)
    if who.private and who.address:
        await contacts.met(tx, who.platform, who.user, who.address, account.locale or who.locale)
    return Turn(
        tx=tx,
        deps=await operate.personal(tx, deps, account.id),
        who=who,
        account=account,
        place=place,
        say=deps.translator.words(account.locale or who.locale),
        admin=admin.is_admin(deps, who, account.role),
        now=tx.now(),
        reply=getattr(event, "reply", None),
        files=_files(event),
        state=await sessions.load(tx, account.id, place),
        account_state=await sessions.load(tx, account.id, sessions.EVERYWHERE),
    )


def _files(event: Event) -> tuple[SentFile, ...]:
    """Return what a command works on: files sent with it, else the one of the message it answers."""
    if not isinstance(event, Command):
        return ()
    answered = event.reply.file if event.reply else None
    return event.files or ((answered,) if answered else ())


async def _answer(turn: Turn, event: Event) -> list[View]:
    # Photos come ten at a time; their number is bounded by the limit of an identity instead.
    if not isinstance(event, SentFile):
        refusal = _flood(turn)
        if refusal is not None:
            return refusal
        enrol.close_batch(turn.state)
    try:
        if turn.account.role == "banned" and not turn.admin and not _about_own_data(event):
            raise Refused("banned")
        return await _dispatch(turn, event)
    except Refused as refused:
        return [Text(text=turn.say(refused.key, **refused.data), buttons=refused.buttons)]
    except (NoSuchIdentity, NoSuchMedia, NoSuchSeat):
        return [Text(text=turn.say("unknown-button"))]


def _about_own_data(event: Event) -> bool:
    """Say whether somebody asks what is stored of them, or to hand it out or erase it: nobody may be kept from that."""
    if isinstance(event, Command):
        return event.name.lower().lstrip("/") in OWN_DATA
    parsed = actions.parse(event.action) if isinstance(event, Pressed) else None
    return parsed is not None and parsed[0] in OWN_DATA


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
        if talk.is_sound(event):
            return await talk.heard(turn, event) if consent.given(turn) else [consent.ask(turn)]
        if consent.given(turn):
            return await ARRIVALS.get(arriving.awaited(turn), enrol.photo)(turn, event)
        return consent.hold(turn, event.media) if event.media else [consent.ask(turn)]
    return await _said(turn, event)


async def _command(turn: Turn, event: Command) -> list[View]:
    entry = COMMANDS.get(event.name.lower().lstrip("/"))
    if entry is None or (entry.who == "admin" and not turn.admin):
        raise _unknown(turn, event.name)
    gate = _gate(turn, private=entry.private, agreed=entry.consent)
    if gate is not None:
        return gate
    arriving.stop_waiting(turn.state)
    try:
        options = catalogue.arguments(entry, event.text, event.options, turn.deps.abilities)
    except BadArgument as bad:
        shown = catalogue.usage(entry.on(turn.deps.abilities))
        raise Refused(bad.key, usage=shown, **_harmless(bad)) from bad
    return await RUNS[entry.name](turn, options)


async def _pressed(turn: Turn, action: str) -> list[View]:
    parsed = actions.parse(action)
    verb = VERBS.get(parsed[0]) if parsed else None
    if parsed is None or verb is None or not verb.least <= len(parsed[1]) <= verb.most:
        raise Refused("unknown-button")
    gate = _gate(turn, private=verb.private, agreed=verb.consent)
    return gate if gate is not None else await verb.run(turn, *parsed[1])


async def _said(turn: Turn, event: Said) -> list[View]:
    if not consent.given(turn):
        return [consent.ask(turn)]
    if talk.waits_for_words(turn):
        return await talk.said(turn, event.text)
    if tryon.waits_for_places(turn, event.text):
        return await tryon.said(turn, event.text)
    if turn.deps.styles.get(event.text) is not None:
        return await portrait.command(turn, {"style": event.text})
    return await welcome.hint(turn)


def _gate(turn: Turn, *, private: bool, agreed: bool) -> list[View] | None:
    """Return what stands in the way of a command or button, None when nothing does."""
    if private and not turn.who.private:
        raise Refused("private-only", buttons=welcome.private_row(turn.say))
    if agreed and not consent.given(turn):
        if not turn.who.private:
            raise Refused("private-only", buttons=welcome.private_row(turn.say))
        return [consent.ask(turn)]
    return None


def _unknown(turn: Turn, name: str) -> Refused:
    near = [f"/{each}" for each in catalogue.closest(name, turn.admin)]
    if near:
        return Refused("unknown-command", name=harmless(name), closest=turn.say.several(near))
    return Refused("unknown-command-none", name=harmless(name))


def _harmless(bad: BadArgument) -> dict[str, str]:
    return {name: harmless(str(value)) for name, value in bad.data.items()}


def _page(number: str) -> int:
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 9 else 1
