"""The operator page over HTTP: for admins who are signed in; to everybody else it does not exist."""

from __future__ import annotations

import datetime
import textwrap
import unicodedata
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response

from bot.frontends.local import frame
from bot.frontends.local.login import forms
from bot.frontends.local.login.guard import USER
from bot.frontends.local.login.keeper import Logins
from bot.frontends.local.markup import to_plain
from bot.frontends.local.operator.desk import BACKUP, DIGITS, Desk, NoAdminError
from bot.frontends.local.words import preferred
from handlers.text import Translator, Words
from storage.errors import StoreUnreachableError

SHOWN = {"image/png", "image/jpeg", "image/webp"}
KEPT = {"cache-control": "no-store"}


def register(web: FastAPI, keeper: Logins, desk: Desk) -> None:
    """Add the page to the application."""

    @web.get("/operator")
    async def page(request: Request, search: str = "") -> Response:
        return await _page(request, keeper, desk, search[:80])

    @web.get("/operator/live")
    async def live(request: Request) -> Response:
        await _admitted(request, desk)
        token, fresh = forms.token(request, keeper)
        html = _templates("operator-now.html", _say(request), **await desk.now(), csrf=token)
        return forms.answer(keeper, html, fresh)

    @web.post("/operator")
    async def act(request: Request) -> Response:
        await _admitted(request, desk)
        fields = await forms.read(request, keeper)
        say = _say(request)
        try:
            said = await desk.act(request.scope[USER], fields.get("do", ""), fields, say.locale)
        except KeyError:
            raise HTTPException(422) from None
        if fields.get("do") == BACKUP:
            said = say("op-backup-done", name=said)
        return await _page(request, keeper, desk, fields.get("search", "")[:80], to_plain(said))

    @web.get("/operator/report/{number}/{index}")
    async def picture(request: Request, number: int, index: int) -> Response:
        await _admitted(request, desk)
        if number >= 10**DIGITS:
            raise HTTPException(404)
        try:
            data, mime = await desk.picture(request.scope[USER], number, index)
        except KeyError:
            raise HTTPException(404) from None
        except StoreUnreachableError:
            words = written(_say(request)("op-picture-away"))
            return Response(words, 503, {**KEPT, "retry-after": "10"}, "image/svg+xml")
        if mime not in SHOWN:
            raise HTTPException(404)
        return Response(data, media_type=mime, headers=KEPT)


async def _admitted(request: Request, desk: Desk) -> None:
    """Raise the answer for what does not exist, unless an admin asks."""
    try:
        await desk.admin(request.scope.get(USER, ""))
    except NoAdminError:
        raise HTTPException(404) from None


async def _page(request: Request, keeper: Logins, desk: Desk, search: str, said: str = "") -> Response:
    await _admitted(request, desk)
    say = _say(request)
    token, fresh = forms.token(request, keeper)
    html = _templates("operator.html", say, csrf=token, said=said, **await desk.everything(search, say.locale))
    return forms.answer(keeper, html, fresh)


def _templates(name: str, say: Words, **values: Any) -> str:
    shown: dict[str, Any] = {"day": _day, "minutes": _minutes, "megabytes": lambda size: f"{size / 1e6:.1f}"}
    return frame.templates().get_template(name).render(say=say, version=frame.version(), **shown, **values)


def _day(at: float) -> str:
    return f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d %H:%M}"


def _minutes(seconds: float) -> str:
    return f"{int(max(0.0, seconds)) // 60}:{int(max(0.0, seconds)) % 60:02}"


def written(text: str) -> str:
    """Return a sentence as a picture (SVG): an image of the page shows nothing else in the place of one it lacks."""
    wide = any(unicodedata.east_asian_width(letter) == "W" for letter in text)
    lines = textwrap.wrap(text, 14 if wide else 28)
    told = "".join(f'<tspan x="12" dy="22">{escape(line)}</tspan>' for line in lines)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="{22 * len(lines) + 24}" role="img">'
        '<rect width="100%" height="100%" fill="#f3f1ec"/>'
        f'<text y="6" font-family="sans-serif" font-size="15" fill="#333">{told}</text></svg>'
    )


@cache
def translator() -> Translator:
    """Return the sentences of this page."""
    folder = files("bot.frontends.local.operator") / "locales"
    found = sorted(folder.iterdir(), key=lambda each: each.name)
    return Translator({e.name.removesuffix(".ftl"): e.read_text("utf-8") for e in found if e.name.endswith(".ftl")})


def _say(request: Request) -> Words:
    for wanted in preferred(request.headers.get("accept-language", "")):
        if wanted.lower().startswith("en") or translator().match(wanted) != "en":
            return translator().words(wanted)
    return translator().words("en")
