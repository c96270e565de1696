"""Who asks: the person behind a request, and the language they read."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from fastapi import HTTPException, Request

from bot.frontends.local.words import words

SESSION = "id"  # in the signed cookie


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """The person behind a request. ``locale`` is the browser's; what they chose with /language comes before it."""

    user: str
    locale: str


def known(request: Request) -> Visitor:
    """Return who asks; somebody without a session is refused, in the words for what does not exist."""
    user = request.session.get(SESSION)
    if not user:
        raise HTTPException(404 if request.method == "GET" else 403)
    return Visitor(user=user, locale=language(request))


def welcomed(request: Request) -> Visitor:
    """Return who asks, and give a newcomer a session."""
    if not request.session.get(SESSION):
        request.session[SESSION] = str(uuid.uuid4())
    return known(request)


def language(request: Request) -> str:
    """Return the language of ours the browser asks for."""
    return words(request.headers.get("accept-language")).locale
