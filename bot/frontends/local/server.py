"""The web server of the local chat: who is who, files in, files out, and the page.

Loaded only when the chat runs: it imports the page's library (about 40 MB).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import uvicorn
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.staticfiles import StaticFiles
from nicegui import app as nicegui_app
from nicegui import ui
from starlette.middleware.sessions import SessionMiddleware

from bot.frontends.base import Intake, Upload
from bot.frontends.local import inbound
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.gate import Gate
from bot.frontends.local.page import STATIC, register
from bot.frontends.local.session import Session
from bot.frontends.local.words import words

YEAR = 365 * 24 * 3600  # seconds a browser keeps its cookie
COOKIE = "portrait_bot"
# Shown inside the page. Anything else is handed over as a download: a page or an SVG could carry a script.
SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "video/mp4", "video/webm"} | {
    f"audio/{kind}" for kind in ("ogg", "mpeg", "mp4", "webm", "wav", "x-wav")
}


def secret(folder: Path) -> str:
    """Return the key that signs cookies; made once, readable by the owner alone."""
    file = folder / "cookie.key"
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as writer:
            writer.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def build(front: LocalFrontEnd, intake: Intake) -> FastAPI:
    """Make the web application."""
    desk = Session(front, intake)
    web = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    _routes(web, desk)
    web.mount("/look", StaticFiles(directory=STATIC), name="look")
    register(desk)
    web.add_middleware(
        SessionMiddleware,
        secret_key=secret(front.folder / "local"),
        session_cookie=COOKIE,
        max_age=YEAR,
        same_site="lax",
    )
    nicegui_app.storage.path = (
        front.folder / "local" / "pages"
    )  # nothing is kept there; the default is the current folder
    ui.run_with(web, title="Portrait bot", tailwind=False, show_welcome_message=False, reconnect_timeout=10.0)
    return web


def _routes(web: FastAPI, desk: Session) -> None:
    @web.post("/say")
    async def say(request: Request) -> Response:
        user, locale = _sender(request)
        body = (await _body(request, 64 * 1024))[0].decode("utf-8", "replace")
        if body.strip():
            await desk.accept(user, _update(request), inbound.said(user, locale, body))
        return Response(status_code=204)

    @web.post("/upload")
    async def upload(request: Request) -> Response:
        user, locale = _sender(request)
        name = Path(request.query_params.get("name", "").replace("\\", "/")).name[:120] or "file"
        mime = request.headers.get("content-type", "").partition(";")[0] or "application/octet-stream"
        limit = desk.front.capabilities.download_bytes
        data, size = await _body(request, limit)
        sent = Upload(name=name, mime=mime, data=data)
        if size > limit:
            await desk.refuse(user, locale, _update(request), sent, size, "too-large")
        else:
            await desk.upload(user, locale, _update(request), sent)
        return Response(status_code=204)

    @web.get("/media/{media}")
    async def media(request: Request, media: str) -> Response:
        user, _ = _sender(request)
        try:
            data, mime = await desk.media(user, media)
        except KeyError:
            raise HTTPException(404) from None  # the same answer for "not yours" and "not there"
        return _file(request, data, mime)


def _sender(request: Request) -> tuple[str, str]:
    user = request.session.get("id")
    if not user:
        raise HTTPException(404 if request.method == "GET" else 403)
    return user, words(request.headers.get("accept-language")).locale


def _update(request: Request) -> str:
    """Return the id the page gave to what it sends, so a repeated request is not a second message."""
    given = request.query_params.get("id", "")
    return given if given.isascii() and given.isalnum() and len(given) <= 40 else secrets.token_hex(8)


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
    config = uvicorn.Config(
        Gate(build(front, intake), {front.host}),
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=1,
        ws="websockets-sansio",
    )
    server = _Server(config, front.ready)
    serving = asyncio.create_task(server.serve(sockets=[sock]))
    try:
        await asyncio.shield(serving)
    finally:
        front.ready.clear()
        server.should_exit = True
        await serving
