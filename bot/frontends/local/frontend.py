"""The local web chat as a front end: everything here is light; the page's library is loaded when the chat runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.frontends.base import UPLOAD_BYTES, Capabilities, ChatGoneError, Files, Intake
from bot.frontends.local import inbound
from bot.frontends.local.connections import Connections
from bot.frontends.local.gate import is_loopback
from bot.frontends.local.history import History, NoHistory
from bot.frontends.local.listen import address_of, listening
from bot.frontends.local.showing import NothingToShow, Showing
from bot.frontends.local.transcript import Line
from handlers.context import StyleBook
from handlers.events import Address, Event
from handlers.views import Removal, View

if TYPE_CHECKING:
    from bot.frontends.local.login.keeper import Logins
    from bot.frontends.local.operator.desk import Desk

log = logging.getLogger(__name__)


class LocalFrontEnd:
    """A chat page at ``http://host:port``.

    ``folder`` keeps the key that signs browser cookies, so people stay who they are over a restart. ``history`` gives
    a reloaded page its conversation back, ``showing`` fills the pages beside the chat. ``styles`` are offered while a
    person types. Without ``login`` each browser is a person of its own; with it people sign in first. ``url`` is the
    address of the page where a proxy stands before it, and ``proxies`` are whom it believes for whom a request comes.
    """

    name = "local"
    capabilities = Capabilities(
        edit_seconds=0.5,
        upload_bytes=200 * 1024 * 1024,
        download_bytes=UPLOAD_BYTES,
        keeps_nothing=True,
    )

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 8765,
        folder: Path,
        history: History | None = None,
        showing: Showing | None = None,
        styles: StyleBook | None = None,
        abilities: frozenset[str] = frozenset(),
        login: Logins | None = None,
        url: str | None = None,
        proxies: Sequence[str] = (),
        invitations: bool = False,
        operator: Desk | None = None,
    ) -> None:
        self.host, self.port, self.folder = host, port, folder
        self.history: History = history or NoHistory()
        self.showing: Showing = showing or NothingToShow()
        self.styles, self.abilities = styles, abilities
        self.login, self.public, self.proxies, self.invitations = login, url, tuple(proxies), invitations
        self.operator = operator  # what its page shows to admins who are signed in
        self.rooms = Connections()
        self.ready = asyncio.Event()  # the page can be opened
        self.url = address_of(host, port)

    async def run(self, intake: Intake) -> None:
        """Serve the page until cancelled; raises `FatalError` when something else has the port."""
        with listening(self.host, self.port) as sock:
            chosen, self.port = self.port, sock.getsockname()[1]
            self.url = address_of(self.host, self.port)
            if not chosen:
                log.info("the local chat is on %s", self.url)
            if not is_loopback(self.host):
                # Said loudly: whoever reaches the port is a user, or could read the password of one.
                without = "encryption" if self.login is not None else "password or encryption"
                log.warning("web chat is reachable from other machines, without %s", without, extra={"url": self.url})
            # The socket listens already: a browser that comes early waits for the second the import takes.
            server = await asyncio.to_thread(import_module, "bot.frontends.local.server")
            await server.serve(self, intake, sock)

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn one inbox payload into events; uploads were sealed before it was written."""
        return inbound.events(self.name, payload)

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Put a view on every open page of the person; a page opened later reads it from history.

        The message keeps its name through all edits, so the same key twice is one bubble.
        """
        if "chat" not in address:
            raise ChatGoneError
        if isinstance(view, Removal):
            shown = {receipt.get("message", "") for receipt in view.receipts}
            gone = None if view.everything else {*shown, *view.late}
            self.rooms.take_away(address["chat"], gone)
            return {}
        message = (previous or {}).get("message", key)
        self.rooms.show(address["chat"], Line(message=message, at=time.time(), view=view))
        await self._speak(address["chat"])
        return {"message": message}

    async def _speak(self, user: str) -> None:
        """Let open pages follow the language of their person, which any answer may have changed."""
        if self.rooms.watching(user):
            locale = await self.showing.locale(inbound.person(self.name, user))
            if locale is not None:
                self.rooms.speak(user, locale)
