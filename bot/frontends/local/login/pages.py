"""The pages that sign people in and out: forms in, a cookie and a way on out."""

from __future__ import annotations

import datetime
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse

from bot.frontends.local.login import drawn, forms
from bot.frontends.local.login.agents import described
from bot.frontends.local.login.guard import SESSION, cookies, local_path, no_cookies
from bot.frontends.local.login.keeper import LINK, PASSWORD, TELEGRAM, Granted, Logins, RefusedLoginError
from bot.frontends.local.login.passwords import LEAST
from handlers import codes
from storage.logins import Session


def register(web: FastAPI, keeper: Logins, *, invitations: bool = False) -> None:
    """Add the pages to the application."""
    pages = _Pages(keeper, invitations)
    for path, show in (("/login", pages.login), ("/enter", pages.enter), ("/sessions", pages.sessions)):
        web.add_api_route(path, show, methods=["GET"], include_in_schema=False)
    for path, take in (
        ("/login", pages.take_password), ("/enter", pages.look_at_link), ("/enter/yes", pages.take_link),
        ("/sessions", pages.change),
    ):  # fmt: skip
        web.add_api_route(path, take, methods=["POST"], include_in_schema=False)
    if invitations and PASSWORD in keeper.options.ways:
        web.add_api_route("/join", pages.join, methods=["GET"], include_in_schema=False)
        web.add_api_route("/join", pages.take_invitation, methods=["POST"], include_in_schema=False)
    if TELEGRAM in keeper.options.ways:
        web.add_api_route("/miniapp", pages.mini_app, methods=["GET"], include_in_schema=False)
        web.add_api_route("/miniapp", pages.take_telegram, methods=["POST"], include_in_schema=False)


class _Pages:
    def __init__(self, keeper: Logins, invitations: bool) -> None:
        self._keeper = keeper
        self._invitations = invitations and PASSWORD in keeper.options.ways

    async def login(self, request: Request) -> Response:
        """Show the ways in; whoever is in already goes on."""
        after = local_path(request.query_params.get("next", "/"))
        if request.scope[SESSION] is not None:
            return RedirectResponse(after, status_code=303)
        return self._login(request, after)

    async def take_password(self, request: Request) -> Response:
        """Take name and password."""
        fields = await forms.read(request, self._keeper)
        after = local_path(fields.get("next", "/"))
        try:
            granted = await self._keeper.by_password(
                fields.get("name", ""), fields.get("password", ""), _address(request), _agent(request)
            )
        except RefusedLoginError as refused:
            return self._login(request, after, refused, fields.get("name", ""))
        return self._in(granted, after)

    async def enter(self, request: Request) -> Response:
        """Show the page a one-time link leads to; its script hands over what stands behind the #."""
        return self._page(request, "enter.html")

    async def look_at_link(self, request: Request) -> Response:
        """Ask whether to sign in as this person: somebody may have sent a link of their own."""
        fields = await forms.read(request, self._keeper)
        link = fields.get("link", "")
        try:
            person = await self._keeper.holder(link, _address(request))
        except RefusedLoginError as refused:
            return self._page(request, "enter.html", refused=refused)
        if not person:
            return self._page(request, "enter.html", refused=RefusedLoginError("login-link-old"))
        return self._page(request, "enter-yes.html", person=person, link=link)

    async def take_link(self, request: Request) -> Response:
        """Sign in by a one-time link."""
        fields = await forms.read(request, self._keeper)
        try:
            granted = await self._keeper.by_link(fields.get("link", ""), _address(request), _agent(request))
        except RefusedLoginError as refused:
            return self._page(request, "enter.html", refused=refused)
        return self._in(granted, "/")

    async def mini_app(self, request: Request) -> Response:
        """Show the page Telegram opens; its script hands over what Telegram signed."""
        return self._page(request, "miniapp.html", framed=True)

    async def take_telegram(self, request: Request) -> Response:
        """Sign in by what Telegram signed."""
        fields = await forms.read(request, self._keeper)
        try:
            granted = await self._keeper.by_telegram(fields.get("data", ""), _address(request), _agent(request))
        except RefusedLoginError as refused:
            return self._page(request, "miniapp.html", framed=True, refused=refused)
        return self._in(granted, "/")

    async def join(self, request: Request) -> Response:
        """Show the form for whoever was invited."""
        return self._page(request, "join.html", name="", least=LEAST)

    async def take_invitation(self, request: Request) -> Response:
        """Make an account for whoever was invited."""
        fields = await forms.read(request, self._keeper)
        name = fields.get("name", "")
        try:
            granted = await self._keeper.register(
                codes.plain(fields.get("code", "")),
                name,
                fields.get("password", ""),
                _address(request),
                _agent(request),
            )
        except RefusedLoginError as refused:
            return self._page(request, "join.html", refused=refused, name=name, least=LEAST)
        return self._in(granted, "/")

    async def sessions(self, request: Request) -> Response:
        """Show where this person is signed in."""
        return await self._sessions(request)

    async def change(self, request: Request) -> Response:
        """Sign out here or elsewhere, or change the password."""
        fields = await forms.read(request, self._keeper)
        session: Session = request.scope[SESSION]
        if fields.get("do") == "password":
            try:
                await self._keeper.change_password(
                    session, fields.get("old", ""), fields.get("new", ""), _address(request)
                )
            except RefusedLoginError as refused:
                return await self._sessions(request, refused)
            return await self._sessions(request, said="sessions-password-done")
        chosen = "" if fields.get("do") == "here" else fields.get("session", "none")
        await self._keeper.sign_out(session, chosen)
        if chosen:
            return await self._sessions(request, said="sessions-done")
        out = RedirectResponse("/login", status_code=303)
        out.raw_headers += no_cookies(self._keeper.options.secure)
        return out

    async def _sessions(self, request: Request, refused: RefusedLoginError | None = None, said: str = "") -> Response:
        session: Session = request.scope[SESSION]
        rows = [
            {"id": each.digest[:20], "agent": each.agent, "way": each.way, "seen": _day(each.seen),
             "created": _day(each.created), "here": each.digest == session.digest}
            for each in await self._keeper.sessions(session)
        ]  # fmt: skip
        named = await self._keeper.has_password(session)
        admin = await self._keeper.is_admin(session.user)
        return self._page(
            request, "sessions.html", refused=refused, rows=rows, named=named, said=said, least=LEAST, admin=admin
        )

    def _login(
        self, request: Request, after: str, refused: RefusedLoginError | None = None, name: str = ""
    ) -> Response:
        ways = self._keeper.options.ways
        shown = {"by_link": LINK in ways, "by_password": PASSWORD in ways, "by_telegram": TELEGRAM in ways}
        return self._page(
            request, "login.html", refused=refused, next=after, name=name, invitations=self._invitations, **shown
        )

    def _page(
        self,
        request: Request,
        template: str,
        *,
        framed: bool = False,
        refused: RefusedLoginError | None = None,
        **values: Any,
    ) -> Response:
        say = drawn.words(request.headers.get("accept-language"))
        token, fresh = forms.token(request, self._keeper)
        problem = say(refused.key, minutes=refused.minutes, least=LEAST) if refused else ""
        html = drawn.page(template, say, csrf=token, problem=problem, **values)
        slow = refused is not None and refused.key == "login-slow"
        status = 200 if refused is None else 429 if slow else 403
        return forms.answer(self._keeper, html, fresh, status=status, framed=framed)

    def _in(self, granted: Granted, after: str) -> Response:
        made = RedirectResponse(after, status_code=303, headers={"cache-control": "no-store"})
        made.raw_headers += cookies(self._keeper, granted)
        return made


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _agent(request: Request) -> str:
    return described(request.headers.get("user-agent"))


def _day(at: float) -> str:
    return f"{datetime.datetime.fromtimestamp(at, datetime.UTC):%Y-%m-%d %H:%M}"
