"""The socket of the web chat, opened before anything heavy is loaded."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from bot.frontends.base import FatalError


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Open a listening socket; port 0 takes a free one. Raises `FatalError` when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows: SO_REUSEADDR would share the port with a stranger
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as error:
            why = f"cannot listen on {host}:{port} ({error.strerror}); set LOCAL_CHAT_PORT to a free port"
            raise FatalError("local", why) from error
        sock.listen(128)
        sock.setblocking(False)
        yield sock


def address_of(host: str, port: int) -> str:
    """Return what a person types into the browser."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"
