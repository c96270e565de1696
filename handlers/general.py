"""The commands and buttons that ask for no job: help, consent, what was made before, settings, own data, admins."""

from __future__ import annotations

from types import MappingProxyType

from handlers import (
    admin,
    admission,
    block,
    consent,
    favourites,
    folding,
    forms,
    gallery,
    groups,
    link,
    operate,
    presets,
    privacy,
    queue,
    reports,
    settings,
    stopping,
    web,
)
from handlers import start as welcome
from handlers import styles as stylebook
from handlers.commands import Run, Verb
from handlers.context import Turn
from handlers.jobs import inspect
from handlers.pages import page_number
from handlers.views import Text, View

RUNS: MappingProxyType[str, Run] = MappingProxyType(
    {
        "start": welcome.start,
        "help": welcome.help_,
        "styles": stylebook.command,
        "gallery": gallery.gallery,
        "favourites": favourites.command,
        "presets": presets.command,
        "link": link.command,
        "web": web.command,
        "join": admission.join,
        "post": groups.post,
        "show": gallery.show,
        "queue": queue.queue,
        "cancel": queue.cancel,
        "mydata": privacy.mydata,
        "export": privacy.export,
        "forget": privacy.forget_ask,
        "receipt": privacy.receipt,
        "block": block.command,
        "language": settings.language,
        "privacy": consent.read_more,
        "settings": settings.command,
        "whoami": welcome.whoami,
        "quota": privacy.quota,
        "report": reports.command,
        "stats": admin.stats,
        "ban": admin.ban,
        "allow": admin.allow,
        "admit": admission.admit,
        "expel": admission.expel,
        "invite": admission.invite,
        "jobs": stopping.command,
        "pause": admin.pause,
        "resume": admin.resume,
        "audit": admin.log,
        "reports": reports.read,
        "strikes": operate.read_strikes,
        "pardon": operate.pardon,
        "blocked": block.blocked,
        "unblock": block.unblock,
        "setquota": operate.set_quota,
        "adult": operate.set_adult,
        "setstyle": operate.set_style,
        "broadcast": operate.broadcast,
        "limit": groups.limit,
    }
)


async def _agree(turn: Turn, version: str) -> list[View]:
    waited = await consent.agree(turn, version)
    if waited is None:
        return [consent.ask(turn)]
    if waited:
        return await inspect.look_at(turn, waited)
    return [Text(text=turn.say("consent-given"))]


async def _page_of_styles(turn: Turn, number: str, search: str = "") -> list[View]:
    return [stylebook.page(turn, search, page_number(number))]


async def _previews_of_styles(turn: Turn, number: str, search: str = "") -> list[View]:
    return stylebook.previews(turn, search, page_number(number))


async def _page_of_gallery(turn: Turn, number: str) -> list[View]:
    return [await gallery.page(turn, page_number(number))]


async def _covers_of_gallery(turn: Turn, number: str) -> list[View]:
    return await gallery.covers(turn, page_number(number))


async def _page_of_favourites(turn: Turn, number: str) -> list[View]:
    return [await favourites.page(turn, page_number(number))]


async def _show(turn: Turn, number: str) -> list[View]:
    return await gallery.show(turn, {"job": number})


async def _copied(turn: Turn) -> list[View]:
    """A button that copies, where the platform has pressed it instead: the text stands above it."""
    return []


async def _language(turn: Turn, code: str = "") -> list[View]:
    return await settings.language(turn, {"language": code})


async def _style_setting(turn: Turn, number: str) -> list[View]:
    return settings.style_page(turn, page_number(number))


VERBS: MappingProxyType[str, Verb] = MappingProxyType(
    {
        "agree": Verb(run=_agree, least=1, most=1, consent=False),
        "disagree": Verb(run=consent.refuse, consent=False),
        "consent": Verb(run=consent.in_full, consent=False),
        "private": Verb(run=welcome.private, private=False, consent=False),
        "anonymous": Verb(run=welcome.anonymous, private=False, consent=False),
        "privacy": Verb(run=consent.read_more, private=False, consent=False),
        "language": Verb(run=_language, most=1, private=False, consent=False),
        "styles": Verb(run=_page_of_styles, least=1, most=2, private=False, consent=False),
        "stylepics": Verb(run=_previews_of_styles, least=1, most=2, private=False, consent=False),
        "forget": Verb(run=privacy.forget, consent=False),
        "block": Verb(run=block.forbid, consent=False),
        "unblock": Verb(run=block.undo, consent=False),
        "keep": Verb(run=privacy.keep, consent=False),
        "copy": Verb(run=_copied, private=False, consent=False),
        "form": Verb(run=forms.ask, least=1, most=2),
        "cancel": Verb(run=queue.cancel_job, least=1, most=1),
        folding.VERB: Verb(run=gallery.unfold, least=1, most=1),
        "show": Verb(run=_show, least=1, most=1),
        "files": Verb(run=gallery.files, least=1, most=1),
        "fav": Verb(run=favourites.mark, least=1, most=2),
        "favs": Verb(run=_page_of_favourites, least=1, most=1),
        "galleryall": Verb(run=_covers_of_gallery, least=1, most=1),
        "favall": Verb(run=favourites.apart, least=1, most=1),
        "keepas": Verb(run=presets.keep, least=1, most=1),
        "preset": Verb(run=presets.use_pressed, least=1, most=1),
        "nopreset": Verb(run=presets.delete_pressed, least=1, most=1),
        "join": Verb(run=link.join, least=2, most=2),
        "webout": Verb(run=web.sign_out, consent=False),
        "admit": Verb(run=admission.pressed, least=1, most=1, consent=False),
        "linkyes": Verb(run=link.confirm),
        "linkno": Verb(run=link.refuse),
        "broadcast": Verb(run=operate.send_broadcast, consent=False),
        "nobroadcast": Verb(run=operate.drop_broadcast, consent=False),
        "nonews": Verb(run=operate.no_news, consent=False),
        "apart": Verb(run=gallery.apart, least=1, most=1),
        "gallery": Verb(run=_page_of_gallery, least=1, most=1),
        "delete": Verb(run=gallery.delete_ask, least=1, most=1),
        "erase": Verb(run=gallery.delete, least=1, most=1),
        "report": Verb(run=reports.pressed, least=1, most=1),
        "why": Verb(run=reports.why, least=2, most=2),
        "reportundo": Verb(run=reports.undo, least=1, most=1, private=False, consent=False),
        "reportshow": Verb(run=reports.show, least=1, most=1, consent=False),
        "reportdismiss": Verb(run=reports.dismiss, least=1, most=1, consent=False),
        "reportban": Verb(run=reports.ban, least=1, most=1, consent=False),
        "styleout": Verb(run=operate.switch_style, least=1, most=1, consent=False),
        "stylesout": Verb(run=operate.styles_to_switch, most=1, consent=False),
        "stopjob": Verb(run=stopping.stop, least=1, most=1, consent=False),
        "set": Verb(run=settings.change, least=2, most=2),
        "setstyle": Verb(run=_style_setting, least=1, most=1),
        "setting": Verb(run=settings.choice, least=1, most=1),
    }
)
