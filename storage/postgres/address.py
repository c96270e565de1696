"""The address of a database, and what may be said of one that does not answer: nothing of its password."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from storage.errors import DatabaseUnreachableError

UNREADABLE = "its address cannot be read; in a password %, @ and / are written %25, %40 and %2F"
# A machine that lost its power, or its network, says nothing: else both sides would wait for hours, with the locks.
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
ALIVE_THERE = (
    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3; "
    "SET tcp_user_timeout = 25000"
)


def checked(url: str) -> str:
    """Return what to connect with. Raises `DatabaseUnreachableError`.

    An address whose password is not escaped is taken apart wrongly: the rest of that would be asked of the name server
    for a host, and told in errors and in the log as one.
    """
    server, _, path = url.partition("://")[2].partition("?")[0].partition("/")
    if server.count("@") > 1 or "@" in path:
        raise DatabaseUnreachableError(UNREADABLE)
    try:
        known: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        raise DatabaseUnreachableError(UNREADABLE) from None
    return make_conninfo(url, **{name: value for name, value in ALIVE.items() if name not in known})


def unreachable(error: Exception) -> DatabaseUnreachableError:
    """Return the first line of what the server, or its absence, says; passwords are in none of it."""
    return DatabaseUnreachableError((str(error).strip() or type(error).__name__).splitlines()[0])
