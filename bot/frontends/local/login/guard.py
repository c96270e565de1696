"""The door of the web app: who is signed in comes through, everybody else comes to the page that signs them in.

Between the host check (`bot.frontends.local.gate`) and the application. Everything that changes something must show
the token of its session, as the header ``x-csrf-token`` or, on the plain pages behind this door, as a field of the
form. A socket lives no longer than the session it was opened in.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from urllib.parse import quote

from bot.frontends.local.frame import signed_in
from bot.frontends.local.gate import COOKIE, FRAMED, App, Receive, Scope, Send
from bot.frontends.local.login.keeper import MINI_APP_SECONDS, TELEGRAM, Granted, Logins
from storage import logins
from storage.logins import Session

log = logging.getLogger(__name__)
OPEN = frozenset({"/login", "/enter", "/enter/yes", "/join", "/miniapp"})  # pages that sign people in
OPEN_FOLDERS = ("/look/",)  # style sheets and scripts
FORMS = (*OPEN, "/sessions", "/operator")  # their forms carry the token as a field, which each checks itself
FORM_FOLDERS = ("/operator/",)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
SOCKETS = "/_nicegui_ws/"  # each request of it names a socket nobody else knows
LOOK_SECONDS = 30.0  # between two looks whether sessions still exist, where nothing said that one ended
MINI_APP = "/miniapp"
STREAM = "/live"  # an answer without an end
USER, SESSION, SECRET = "portrait.user", "portrait.session", "portrait.secret"


class Guard:
    """ASGI middleware. Puts the user and the session of a request into its scope."""

    def __init__(self, app: App, keeper: Logins) -> None:
        self._app, self._keeper = app, keeper
        self._live: dict[str, set[asyncio.Event]] = defaultdict(set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        secret = cookie(headers.get("cookie", ""), self._keeper.options.secure)
        session = await self._keeper.who(secret)
        path = scope["path"]
        scope.update({SESSION: session, SECRET: secret if session else "", USER: session.user if session else ""})
        signed_in.set(session is not None)
        if session is None and not _is_open(path):
            await _turned_away(scope, receive, send, headers)
        elif session is not None and not self._may(scope, headers, secret):
            await _answer(send, 403, b"This request did not come from a page of this app. Load the page again.")
        elif session is not None and scope["type"] == "websocket":
            await self._watched(scope, receive, send, session)
        elif session is not None and path == STREAM:
            await self._while_it_lasts(scope, receive, _outgoing(send, framed=session.way == TELEGRAM), session)
        else:
            framed = session.way == TELEGRAM if session else path == MINI_APP and TELEGRAM in self._keeper.options.ways
            await self._app(scope, receive, _outgoing(send, framed=framed))

    async def watch(self) -> None:
        """Close the sockets of sessions that have ended, until cancelled."""
        signals = self._keeper.database.signals
        while True:
            signals.event(logins.ENDED).clear()
            try:
                await self._end_those_that_ended()
            except Exception:  # whoever signs out at the next look must still be cut off
                log.exception("web sessions could not be looked at")
            await signals.wait(logins.ENDED, LOOK_SECONDS)

    async def _end_those_that_ended(self) -> None:
        for digest in list(self._live):
            if not await self._keeper.is_open(digest):
                for live in self._live.get(digest, ()):
                    live.set()

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Watch while the block runs."""
        task = asyncio.create_task(self.watch(), name="web sessions")
        try:
            yield
        finally:
            task.cancel()

    def _may(self, scope: Scope, headers: dict[str, str], secret: str) -> bool:
        path = scope["path"]
        if scope["type"] != "http" or scope["method"] in SAFE or path.startswith(SOCKETS):
            return True
        if path in FORMS or path.startswith(FORM_FOLDERS):
            return True
        return self._keeper.is_csrf(secret, headers.get("x-csrf-token", ""))

    async def _while_it_lasts(self, scope: Scope, receive: Receive, send: Send, session: Session) -> None:
        """Serve an answer without an end; it ends with its session."""
        ended, begun = asyncio.Event(), False

        async def sending(message: Scope) -> None:
            nonlocal begun
            begun = True
            await send(message)

        self._live[session.digest].add(ended)
        serving = asyncio.ensure_future(self._app(scope, receive, sending))
        ending = asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait({serving, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ending.cancel()
            self._let_go(session, ended)
            cut = serving.cancel()  # False where it is done
            with contextlib.suppress(asyncio.CancelledError):
                await serving
        if cut and begun:
            await send({"type": "http.response.body", "body": b""})

    def _let_go(self, session: Session, ended: asyncio.Event) -> None:
        self._live[session.digest].discard(ended)
        if not self._live[session.digest]:
            del self._live[session.digest]

    async def _watched(self, scope: Scope, receive: Receive, send: Send, session: Session) -> None:
        """Serve a socket; to the application it closes when its session ends."""
        ended = asyncio.Event()
        self._live[session.digest].add(ended)

        async def receiving() -> dict[str, object]:
            ending = asyncio.ensure_future(ended.wait())
            coming = asyncio.ensure_future(receive())
            try:
                await asyncio.wait({ending, coming}, return_when=asyncio.FIRST_COMPLETED)
                if coming.done():
                    return dict(coming.result())
            finally:
                ending.cancel()
                coming.cancel()
            with contextlib.suppress(Exception):
                await send({"type": "websocket.close", "code": 4401})
            return {"type": "websocket.disconnect", "code": 4401}

        try:
            await self._app(scope, receiving, send)
        finally:
            self._let_go(session, ended)


class Known:
    """Innermost middleware: tells the application who is signed in, where it otherwise reads its own cookie."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] in ("http", "websocket"):
            scope["session"]["id"] = scope[USER]
        await self._app(scope, receive, send)


def cookie_name(kind: str, secure: bool) -> str:
    """Return the name of a cookie; with the prefix a browser takes it over encrypted connections of this host alone."""
    return f"__Host-portrait_{kind}" if secure else f"portrait_{kind}"


def cookie(header: str, secure: bool, kind: str = "login") -> str:
    """Return what a cookie holds, "" where it is missing or was sent twice."""
    name, found = cookie_name(kind, secure), []
    for part in header.split(";"):
        key, equals, value = part.strip().partition("=")
        if equals and key == name:
            found.append(value)
    return found[0] if len(found) == 1 and len(found[0]) <= 200 else ""


def cookies(keeper: Logins, granted: Granted) -> list[tuple[bytes, bytes]]:
    """Return the headers that hand a browser its session, and its token where scripts of the page can read it."""
    seconds = int(granted.seconds)
    framed = granted.seconds == MINI_APP_SECONDS
    token = keeper.csrf(granted.secret)
    secure = keeper.options.secure
    return [
        _cookie("login", granted.secret, seconds, secure, hidden=True, framed=framed),
        _cookie("csrf", token, seconds, secure, hidden=False, framed=framed),
    ]


def no_cookies(secure: bool) -> list[tuple[bytes, bytes]]:
    """Return the headers that take the session out of a browser."""
    return [_cookie(kind, "", 0, secure, hidden=kind == "login", framed=False) for kind in ("login", "csrf")]


def _cookie(kind: str, value: str, seconds: int, secure: bool, *, hidden: bool, framed: bool) -> tuple[bytes, bytes]:
    # Telegram's web client shows a Mini App in a frame: there a cookie must be allowed for frames, and is kept for
    # frames of that client alone.
    site = "SameSite=None; Partitioned" if framed and secure else "SameSite=Lax"
    flags = [f"{cookie_name(kind, secure)}={value}", "Path=/", f"Max-Age={seconds}", site]
    flags += ["Secure"] if secure else []
    flags += ["HttpOnly"] if hidden else []
    return b"set-cookie", "; ".join(flags).encode()


def local_path(text: str) -> str:
    """Return where to go after signing in: a path of this app, "/" for anything that could lead elsewhere.

    >>> [local_path(each) for each in ("/gallery?page=2", "//evil.example", "https://evil.example")]
    ['/gallery?page=2', '/', '/']
    """
    fit = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable() and len(text) <= 300
    return text if fit and "\\" not in text and not _is_open(text.partition("?")[0]) else "/"


def _is_open(path: str) -> bool:
    return path in OPEN or path.startswith(OPEN_FOLDERS)


async def _turned_away(scope: Scope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4401})
        return
    if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = local_path(scope["path"] + (f"?{query}" if query else ""))
        after = f"?next={quote(wanted, safe='/')}" if wanted != "/" else ""
        await _answer(send, 303, b"", [(b"location", f"/login{after}".encode())])
        return
    await _answer(send, 401, b"Sign in first.")


async def _answer(send: Send, status: int, text: bytes, more: list[tuple[bytes, bytes]] | None = None) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *(more or [])]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})


def _outgoing(send: Send, *, framed: bool) -> Send:
    """Keep the application's own cookie back, and tell the gate where Telegram may show the page in a frame."""

    async def sending(message: Scope) -> None:
        if message["type"] == "http.response.start":
            kept = [each for each in message.get("headers", []) if not _is_own_cookie(*each)]
            message["headers"] = [*kept, (FRAMED, b"")] if framed else kept
        await send(message)

    return sending


def _is_own_cookie(name: bytes, value: bytes) -> bool:
    return name.lower() == b"set-cookie" and value.startswith(f"{COOKIE}=".encode())
