"""The way in: who looks, what may they see, and which page answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from handlers import admission, consent, turns
from handlers.context import Deps, Turn
from handlers.events import Who
from handlers.showing import gallery, me, samples, settings, styles
from handlers.showing.refusal import NotShownError
from storage import accounts
from storage.accounts import Account
from storage.database import Reading, Transaction

Options = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page: what makes its data, and whether only somebody who agreed sees it."""

    show: Callable[[Turn, Options], Awaitable[Any]]
    consent: bool = True


PAGES: Mapping[str, Page] = MappingProxyType(
    {
        "styles": Page(show=styles.show, consent=False),
        "templates": Page(show=samples.templates, consent=False),
        "garments": Page(show=samples.garments, consent=False),
        "backgrounds": Page(show=samples.backgrounds, consent=False),
        "voices": Page(show=samples.voices, consent=False),
        "gallery": Page(show=gallery.show),
        "work": Page(show=gallery.show_work),
        "me": Page(show=me.show),
        "settings": Page(show=settings.show),
    }
)


async def look(rx: Reading, who: Who, deps: Deps, page: str, options: Options) -> Any:
    """Return what a page shows to a person: a frozen dataclass of its module.

    Raises:
        NotShownError: they are banned or were not let in, have not agreed yet, or what they name is not theirs or not
            there.
    """
    turn = await _onlooker(rx, who, deps)
    asked = PAGES[page]
    if turn.account.role == "banned":
        raise NotShownError("banned", turn.say("banned"))
    if not await admission.is_welcome_here(rx, deps, who):
        raise NotShownError("stranger", turn.say("private-bot", name=f"{who.platform}:{who.user}"))
    if asked.consent and not consent.given(turn):
        raise NotShownError("consent", turn.say("showing-consent"))
    return await asked.show(turn, options)


async def _onlooker(rx: Reading, who: Who, deps: Deps) -> Turn:
    """Return somebody who says nothing; one whom the bot does not know yet has an account nobody wrote down."""
    account = await accounts.find(rx, who.platform, who.user) or Account(id="", created=rx.now())
    tx = cast("Transaction", rx)  # a page that wrote anything would be stopped by the connection itself
    return await turns.begin(tx, deps, who, account, admin=False)
