"""The web server of the local chat: who is who, files in, files out, and the page.

Loaded only when the chat runs: it imports the page's library (about 40 MB).
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from weakref import WeakValueDictionary

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.staticfiles import StaticFiles
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.middleware.sessions import SessionMiddleware

from bot.frontends.base import Intake, Upload
from bot.frontends.local import inbound, pages
from bot.frontends.local.frame import STATIC
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.gate import COOKIE, App, Gate
from bot.frontends.local.login.guard import Guard, Known
from bot.frontends.local.login.pages import register as register_login
from bot.frontends.local.operator.pages import register as register_operator
from bot.frontends.local.page import register
from bot.frontends.local.pages import update_id
from bot.frontends.local.secret import secret
from bot.frontends.local.session import Session
from bot.frontends.local.visitor import known
from storage.errors import StoreUnreachableError

YEAR = 365 * 24 * 3600  # seconds a browser keeps its cookie
UPLOADS, UPLOADS_EACH = 8, 2  # files read at a time, of everybody and of one person
UPLOAD_SECONDS = 120.0  # for one file
# Shown inside the page. Anything else is handed over as a download: a page or an SVG could carry a script.
SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm"} | {
    f"audio/{kind}" for kind in ("ogg", "mpeg", "mp4", "webm", "wav", "x-wav")
}


def build(front: LocalFrontEnd, intake: Intake) -> FastAPI:
    """Make the web application."""
    desk = Session(front, intake)
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _routes(web, desk)
    pages.register(web, desk)
    pages.register_elsewhere(nicegui_app, desk)
    web.mount("/look", _Look(directory=STATIC), name="look")
    register(desk)
    if front.login is not None:
        register_login(web, front.login, invitations=front.invitations)
        if front.operator is not None:
            register_operator(web, front.login, front.operator)
        web.add_middleware(Known)
    web.add_middleware(
        SessionMiddleware,
        secret_key=secret(front.folder / "local"),
        session_cookie=COOKIE,
        max_age=YEAR,
        same_site="lax",
        https_only=front.login is not None and front.login.options.secure,
    )
    nicegui_app.storage.path = (
        front.folder / "local" / "pages"
    )  # nothing is kept there; the default is the current folder
    ui.run_with(web, title="Portrait bot", tailwind=False, show_welcome_message=False, reconnect_timeout=10.0)
    return web


class Uploads:
    """So few files are in memory at a time, of one person and of all; the others wait, unread, in their browsers."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(UPLOADS)
        self._own: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def of(self, user: str) -> AsyncIterator[None]:
        """Wait for one's turn. Answers 408 to whoever takes longer than `UPLOAD_SECONDS` then."""
        own = self._own.setdefault(user, asyncio.Semaphore(UPLOADS_EACH))
        async with own, self._all:
            try:
                async with asyncio.timeout(UPLOAD_SECONDS):
                    yield
            except TimeoutError:
                raise HTTPException(408) from None


def _routes(web: FastAPI, desk: Session) -> None:
    uploads = Uploads()

    @web.post("/say")
    async def say(request: Request) -> Response:
        visitor = known(request)
        body = (await _body(request, 64 * 1024))[0].decode("utf-8", "replace")
        if body.strip():
            said = inbound.said(visitor.user, visitor.locale, body)
            await desk.accept(visitor.user, update_id(request), said)
        return Response(status_code=204)

    @web.post("/upload")
    async def upload(request: Request) -> Response:
        visitor = known(request)
        name = Path(request.query_params.get("name", "").replace("\\", "/")).name[:120] or "file"
        mime = request.headers.get("content-type", "").partition(";")[0] or "application/octet-stream"
        limit = desk.front.capabilities.download_bytes
        async with uploads.of(visitor.user):
            data, size = await _body(request, limit)
            sent = Upload(name=name, mime=mime, data=data)
            if size > limit:
                await desk.refuse(visitor.user, visitor.locale, update_id(request), sent, size, "too-large")
            else:
                await desk.upload(visitor.user, visitor.locale, update_id(request), sent)
        return Response(status_code=204)

    @web.get("/media/{media}")
    async def media(request: Request, media: str) -> Response:
        visitor = known(request)
        try:
            data, mime = await desk.media(visitor.user, media)
        except KeyError:
            raise HTTPException(404) from None  # the same answer for "not yours" and "not there"
        except StoreUnreachableError:
            raise HTTPException(503, headers={"retry-after": "10"}) from None
        return _file(request, data, mime)


async def _body(request: Request, limit: int) -> tuple[bytes, int]:
    """Return (body, bytes sent); a body beyond ``limit`` is counted but not kept."""
    kept, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= limit:
            kept += chunk
        else:
            kept.clear()
    return bytes(kept), size


def _file(request: Request, data: bytes, mime: str) -> Response:
    headers = {"cache-control": "no-store", "accept-ranges": "bytes"}
    name = request.query_params.get("name", "")[:120]
    if name or mime not in SHOWN:
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name or 'file')}"
    first, last = _range(request.headers.get("range", ""), len(data))
    if (first, last) == (0, len(data) - 1):
        return Response(data, media_type=mime, headers=headers)
    headers["content-range"] = f"bytes {first}-{last}/{len(data)}"
    return Response(data[first : last + 1], status_code=206, media_type=mime, headers=headers)


def _range(asked: str, size: int) -> tuple[int, int]:
    """Return (first, last) byte of a ``bytes=a-b`` request; anything unusual is the whole file."""
    unit, _, span = asked.partition("=")
    first, dash, last = span.partition("-")
    if unit != "bytes" or not dash or not (_counts(first) or _counts(last)) or size == 0:
        return 0, size - 1
    if not first:
        return max(0, size - int(last)), size - 1
    if not _counts(first):
        return 0, size - 1
    end = min(int(last), size - 1) if _counts(last) else size - 1
    return (int(first), end) if int(first) <= end else (0, size - 1)


class _Look(StaticFiles):
    """Scripts and style sheets; a browser asks each time whether they changed."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """Return a file."""
        answer = super().file_response(*args, **kwargs)
        answer.headers["cache-control"] = "no-cache"
        return answer


def _counts(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 20


class _Server(uvicorn.Server):
    """uvicorn inside the bot: signals belong to the bot, and it says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: asyncio.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(front: LocalFrontEnd, intake: Intake, sock: socket.socket) -> None:
    """Serve the page on an open socket until cancelled."""
    web, watching = behind(front, build(front, intake))
    config = uvicorn.Config(
        web,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
        ws="websockets-sansio",
        # Who a request comes for is what a named proxy says, and nobody else: by default any program here could say it.
        proxy_headers=bool(front.proxies),
        forwarded_allow_ips=list(front.proxies),
    )
    server = _Server(config, front.ready)
    async with watching:
        serving = asyncio.create_task(server.serve(sockets=[sock]))
        try:
            await asyncio.shield(serving)
        finally:
            front.ready.clear()
            server.should_exit = True
            await serving


def behind(front: LocalFrontEnd, web: App) -> tuple[App, contextlib.AbstractAsyncContextManager[None]]:
    """Return the application behind its gate, and where people sign in behind that door; with what watches sessions."""
    if front.login is None:
        return Gate(web, {front.host}, front.public), contextlib.nullcontext()
    guard = Guard(web, front.login)
    return Gate(guard, {front.host}, front.public), guard.watching()
