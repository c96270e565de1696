"""Only pages of this chat may talk to it.

The chat has no password because it listens on this machine alone. That is safe only while other web sites cannot
reach it through the person's own browser, so two things are checked on every request and socket: the host name it asks
for (a foreign name that was re-bound to 127.0.0.1 is refused) and, where the browser names one, the page it comes from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "portrait_bot"  # of the application itself: which browser this is
FRAMED = b"x-portrait-framed"  # from the application to the gate: Telegram's web client may show this page in a frame
FRAMES = "frame-ancestors https://web.telegram.org"
NOT_FORWARDED = (b"x-forwarded-", b"forwarded")  # read from a named proxy before, and by nobody behind the gate
HEADERS = {
    # Everything comes from this server. The page's framework compiles its templates in the browser: 'unsafe-eval'.
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    # Not "no-referrer": a browser then sends a form as coming from nowhere, and nowhere is refused.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine only."""
    name = host.strip("[]").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


class Gate:
    """ASGI middleware: refuses foreign host names (400) and foreign pages (403), adds protective headers.

    ``names`` are host names allowed besides loopback; an empty string or a wildcard address allows every literal
    address (not every name: a name can be re-bound by whoever owns it). ``public`` is the address people open the app
    under behind a proxy: its host is allowed, and pages of that very address.
    """

    def __init__(self, app: App, names: Iterable[str] = (), public: str | None = None) -> None:
        self._app = app
        self._public = urlsplit(public) if public else None
        self._names = {name.lower() for name in names if name}
        self._any_address = bool(self._names & {"0.0.0.0", "::"})  # noqa: S104 - to be known, not bound

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        scope["headers"] = [each for each in scope["headers"] if not each[0].lower().startswith(NOT_FORWARDED)]
        headers = {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope["headers"]}
        try:
            refusal = self._refusal(headers)
        except ValueError:  # of a host or an origin that is no address at all
            refusal = 400, "This chat answers only under its own address."
        if refusal is None:
            await self._app(scope, receive, _protected(send, self._lasting))
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _answer(send, *refusal)

    def _refusal(self, headers: dict[str, str]) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._allowed(urlsplit(f"//{host}").hostname or ""):
            return 400, "This chat answers only under its own address."
        origin = headers.get("origin")
        if origin is not None and not self._is_own(urlsplit(origin), host.lower()):
            return 403, "Another web site cannot use this chat."
        return None

    @property
    def _lasting(self) -> dict[str, str]:
        """What is added where the app is only ever reached over encrypted connections."""
        if self._public is None or self._public.scheme != "https":
            return {}
        return {"strict-transport-security": "max-age=31536000"}

    def _is_own(self, origin: SplitResult, host: str) -> bool:
        if self._public is not None and host == self._public.netloc.lower():
            return (origin.scheme, origin.netloc.lower()) == (self._public.scheme, host)
        return origin.netloc.lower() == host

    def _allowed(self, name: str) -> bool:
        if is_loopback(name) or name in self._names:
            return True
        if self._public is not None and name == self._public.hostname:
            return True
        return self._any_address and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _protected(send: Send, more: dict[str, str]) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", [])
            extra = HEADERS | more
            if any(name == FRAMED for name, _ in given):
                policy = extra["content-security-policy"]
                extra |= {"content-security-policy": policy.replace("frame-ancestors 'none'", FRAMES)}
            plain = [(name, value) for name, value in given if name != FRAMED]
            message["headers"] = [*plain, *((key.encode(), value.encode()) for key, value in extra.items())]
        await send(message)

    return sending


async def _answer(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
