"""Reading a form: small, and only from a page this app gave to this very browser."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs

from fastapi import HTTPException, Request, Response
from fastapi.responses import HTMLResponse

from bot.frontends.local.login.guard import SECRET, cookie, cookie_name
from bot.frontends.local.login.keeper import Logins

LARGEST, FIELDS = 32 * 1024, 20  # bytes, and how many fields
FORM_SECONDS = 3600  # a page that signs in may stay open for so long


def token(request: Request, keeper: Logins) -> tuple[str, str]:
    """Return (token for the forms of a page, what its browser must be given to prove it, "" where it has that)."""
    if request.scope.get(SECRET):
        return keeper.csrf(request.scope[SECRET]), ""
    kept = _kept(request, keeper)
    fresh = "" if kept else secrets.token_urlsafe(24)
    return keeper.csrf(f"form:{kept or fresh}"), fresh


def answer(keeper: Logins, html: str, fresh: str = "", *, status: int = 200, framed: bool = False) -> Response:
    """Return a page that is kept nowhere, with what `token` said its browser needs."""
    made = HTMLResponse(html, status_code=status, headers={"cache-control": "no-store"})
    if fresh:
        secure = keeper.options.secure
        site = "SameSite=None; Partitioned" if framed and secure else "SameSite=Lax"
        flags = f"Path=/; Max-Age={FORM_SECONDS}; HttpOnly; {site}" + ("; Secure" if secure else "")
        made.raw_headers.append((b"set-cookie", f"{cookie_name('form', secure)}={fresh}; {flags}".encode()))
    return made


async def read(request: Request, keeper: Logins) -> dict[str, str]:
    """Return the fields of a form. Raises 403 for one of another page or browser, 413 and 400 for a large one."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413)
    try:
        found = parse_qs(body.decode("utf-8", "replace"), max_num_fields=FIELDS)
    except ValueError:
        raise HTTPException(400) from None
    fields = {name: values[0] for name, values in found.items()}
    held = request.scope.get(SECRET) or ""
    kept = held or (f"form:{before}" if (before := _kept(request, keeper)) else "")
    if not kept or not keeper.is_csrf(kept, fields.pop("csrf", "")):
        raise HTTPException(403, "This form is too old, or came from elsewhere. Load the page again.")
    return fields


def _kept(request: Request, keeper: Logins) -> str:
    return cookie(request.headers.get("cookie", ""), keeper.options.secure, "form")
