"""What the page and the routes ask of the bot; between them, so that neither needs the other."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any

from bot.frontends.base import Intake, NotKeptError, Upload
from bot.frontends.local import inbound
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.transcript import Line
from bot.frontends.local.visitor import Visitor


class Session:
    """What the page asks for: put something into the inbox, open a file. Everything is in the name of one person."""

    def __init__(self, front: LocalFrontEnd, intake: Intake) -> None:
        self.front, self.intake = front, intake

    async def accept(self, user: str, update: str, payload: dict[str, object]) -> None:
        """Commit what a person did, then show it on all their pages; the same ``update`` twice is one.

        Somebody who was erased while their page was open is nobody: they would be made anew, where nobody can sign in.
        """
        if await self._is_gone(user):
            return
        await self.intake.accept(self.front.name, f"{user}:{update}", payload, chat=user)
        self.front.rooms.show(user, Line(message=f"{user}:{update}", at=time.time(), payload=payload))

    async def say(self, user: str, locale: str, text: str) -> None:
        """Take a line the page itself says for the person."""
        await self.accept(user, secrets.token_urlsafe(9), inbound.said(user, locale, text))

    async def press(
        self, user: str, locale: str, action: str, label: str, message: str = "", *, update: str = ""
    ) -> None:
        """Take a button pressed under the message of a name; the same ``update`` twice is one press."""
        payload = inbound.pressed(user, locale, action, label, message)
        await self.accept(user, update or secrets.token_urlsafe(9), payload)

    async def fill(self, user: str, locale: str, about: str, options: dict[str, str]) -> None:
        """Take a form that was filled in."""
        await self.accept(user, secrets.token_urlsafe(9), inbound.filled(user, locale, about, options))

    async def upload(self, user: str, locale: str, update: str, upload: Upload) -> None:
        """Seal a file under its sender's key and put it into the inbox."""
        if await self._is_gone(user):
            return
        try:
            media = await self.intake.keep(inbound.person(self.front.name, user, locale), upload)
        except NotKeptError as refused:
            await self.refuse(user, locale, update, upload, len(upload.data), refused.problem)
            return
        size = len(upload.data)
        file = inbound.sent_file(user, locale, media=media, name=upload.name, mime=upload.mime, size=size)
        await self.accept(user, update, file)

    async def refuse(self, user: str, locale: str, update: str, upload: Upload, size: int, problem: str) -> None:
        """Put a file that cannot be taken into the inbox as just that; the conversation says what to do."""
        file = inbound.sent_file(
            user, locale, media=None, name=upload.name, mime=upload.mime, size=size, problem=problem
        )
        await self.accept(user, update, file)

    async def _is_gone(self, user: str) -> bool:
        return self.front.login is not None and not await self.front.login.is_known(user)

    async def media(self, user: str, media: str) -> tuple[bytes, str]:
        """Return (bytes, mime) of a person's own file; raises `KeyError` for anybody else's."""
        return await self.intake.media(inbound.person(self.front.name, user), media)

    async def look(self, visitor: Visitor, page: str, options: Mapping[str, str]) -> Any:
        """Return what a page shows to a person; raises `NotShownError`."""
        who = inbound.person(self.front.name, visitor.user, visitor.locale)
        return await self.front.showing.look(who, page, options)

    async def locale(self, user: str) -> str | None:
        """Return the language a person chose, None where they did not."""
        return await self.front.showing.locale(inbound.person(self.front.name, user))
