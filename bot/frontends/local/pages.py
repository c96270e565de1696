"""The pages beside the chat: what they show comes from the handlers, what a click does goes into the inbox."""

from __future__ import annotations

import secrets
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from bot.frontends.local import frame
from bot.frontends.local.live import stream
from bot.frontends.local.media import media_url
from bot.frontends.local.session import Session
from bot.frontends.local.visitor import Visitor, known, language, welcomed
from bot.frontends.local.words import words
from handlers import actions
from handlers.showing import NotShownError
from handlers.text import Words

HEADERS = {
    "cache-control": "no-store",
    # Narrower than what the chat's framework needs: no script and no style but our own files.
    "content-security-policy": "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; object-src 'none'",
}
STATUS = {"banned": 403, "stranger": 403, "consent": 403, "missing": 404, "gone": 410}
LABEL = 120  # characters of a button's label that are kept with a press


def register(web: FastAPI, desk: Session) -> None:
    """Add the pages, their stream of answers, and what a pressed button is sent to."""

    @web.get("/styles")
    async def styles(request: Request) -> Response:
        return await _shown(desk, request, "styles")

    @web.get("/templates")
    async def templates(request: Request) -> Response:
        return await _shown(desk, request, "templates", place="styles")

    @web.get("/garments")
    async def garments(request: Request) -> Response:
        return await _shown(desk, request, "garments", place="styles")

    @web.get("/backgrounds")
    async def backgrounds(request: Request) -> Response:
        return await _shown(desk, request, "backgrounds", place="styles")

    @web.get("/voices")
    async def voices(request: Request) -> Response:
        return await _shown(desk, request, "voices", place="styles")

    @web.get("/gallery")
    async def gallery(request: Request) -> Response:
        return await _shown(desk, request, "gallery")

    @web.get("/me")
    async def me(request: Request) -> Response:
        return await _shown(desk, request, "me")

    @web.get("/settings")
    async def settings(request: Request) -> Response:
        return await _shown(desk, request, "settings")

    @web.get("/gallery/{number}")
    async def work(request: Request, number: str) -> Response:
        return await _shown(desk, request, "work", place="gallery", number=number)

    @web.get("/live")
    async def live(request: Request) -> Response:
        visitor = known(request)
        chosen = (await speaker(desk, visitor)).locale
        made_in = request.query_params.get("lang", chosen)
        events = stream(desk.front.rooms, visitor.user, made_in, chosen)
        # The second is for a reverse proxy that would collect answers before it hands them on.
        unbuffered = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return StreamingResponse(events, media_type="text/event-stream", headers=unbuffered)

    @web.post("/press")
    async def press(request: Request, action: str, label: str = "") -> Response:
        visitor = known(request)
        if actions.parse(action) is None:
            raise HTTPException(422)
        await desk.press(visitor.user, visitor.locale, action, label[:LABEL], update=update_id(request))
        return Response(status_code=204)


def register_elsewhere(app: FastAPI, desk: Session) -> None:
    """Answer people at addresses where there is no page in their language; what asks for anything else gets JSON."""

    @app.exception_handler(404)
    async def nothing_here(request: Request, failure: Exception) -> Response:
        if "text/html" not in request.headers.get("accept", ""):
            return JSONResponse({"detail": "Not Found"}, 404)
        try:
            say = await speaker(desk, known(request))
        except HTTPException:  # nobody we know
            say = words(language(request))
        return _answer(
            "closed.html", say, "", heading="404", status=404, sentence=say("nothing-here"), reason="missing"
        )


def update_id(request: Request) -> str:
    """Return the id the page gave to what it sends, so a repeated request is not a second message."""
    given = request.query_params.get("id", "")
    return given if given.isascii() and given.isalnum() and len(given) <= 40 else secrets.token_hex(8)


async def _shown(desk: Session, request: Request, name: str, *, place: str = "", **named: str) -> Response:
    """Return a page as the handlers fill it for whoever asks, or the sentence that says why not.

    ``place`` is where it stands in the navigation, by itself under its own name; ``named`` is what its address names.
    """
    visitor, place = welcomed(request), place or name
    say = await speaker(desk, visitor)
    try:
        shown = await desk.look(visitor, name, {**request.query_params, **named})
    except NotShownError as refused:
        status, sentence = STATUS[refused.reason], refused.sentence or say("nothing-here")
        return _answer("closed.html", say, place, status=status, sentence=sentence, reason=refused.reason)
    heading = say(f"choice-{name}") if name in frame.CHOICES else getattr(shown, "title", "")
    return _answer(f"{name}.html", say, place, heading=heading, shown=shown)


async def speaker(desk: Session, visitor: Visitor) -> Words:
    """Return the page's own words in the language somebody chose, else in that of their browser."""
    return words(await desk.locale(visitor.user) or visitor.locale)


def _answer(template: str, say: Words, place: str, *, heading: str = "", status: int = 200, **values: Any) -> Response:
    heading = heading or say(f"place-{place}")
    html = frame.page(template, say, here=place, heading=heading, media=media_url, **values)
    return HTMLResponse(html, status, HEADERS)
