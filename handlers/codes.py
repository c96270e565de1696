"""One-time codes a person carries from one chat to another: made, shown, read back, and not to be guessed."""

from __future__ import annotations

import secrets

from handlers.context import RefusedError, Turn
from storage import spent

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
LENGTH = 10  # 32 ** 10 codes, a few tries an hour
TRIES, TRIES_SECONDS = 5, 3600.0
TRIED = spent.WRONG_CODES  # in the person's state: when wrong codes were typed


def fresh() -> str:
    """Return a code nobody can foresee."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def shown(code: str) -> str:
    """Return a code as it is easily read."""
    return f"{code[:5]}-{code[5:]}"


def plain(typed: str) -> str:
    """Return the code in what somebody typed."""
    return typed.replace("-", "").replace(" ", "").upper()[:LENGTH]


def grouped(code: str) -> str:
    """Return a long code in fours, as it is easily read."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def letters(typed: str) -> str:
    """Return a long code in what somebody typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:40]


def guard(turn: Turn) -> None:
    """Raise `RefusedError` for somebody who has typed too many wrong codes within the hour."""
    tried = _tried(turn)
    if len(tried) >= TRIES:
        raise RefusedError("link-tries", minutes=max(1, round((tried[0] + TRIES_SECONDS - turn.now) / 60)))


def wrong(turn: Turn) -> None:
    """Remember that a wrong code was typed."""
    turn.account_state[TRIED] = [*_tried(turn), turn.now]


def _tried(turn: Turn) -> list[float]:
    return [at for at in turn.account_state.get(TRIED, []) if at > turn.now - TRIES_SECONDS]
