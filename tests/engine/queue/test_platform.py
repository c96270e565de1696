"""Both halves of the line to a worker, on whatever system the tests run."""

from __future__ import annotations

import asyncio
import io
import socket

from engine.queue.platform import CalledBack, connect, open_line


def _child(line: CalledBack, secret: bytes) -> socket.socket:
    return connect(None, int(line.arguments[1]), io.BytesIO(secret))


async def test_a_child_that_knows_the_secret_is_connected():
    """On Windows the child calls back over loopback; both ends then talk."""
    line = CalledBack()
    child = _child(line, line.stdin)
    ours = await line.accept()
    line.close()
    ours.send(b"hello")
    assert child.recv(5) == b"hello"
    child.close()
    ours.close()


async def test_a_stranger_on_the_port_is_turned_away():
    """Any program of this machine can reach a loopback port; only the child may take the worker's place."""
    line = CalledBack()
    stranger = _child(line, bytes(len(line.stdin)))
    child = _child(line, line.stdin)
    ours = await line.accept()
    assert ours.getpeername() == child.getsockname()
    assert stranger.recv(1) == b""
    for end in (stranger, child, ours, line):
        end.close()


async def test_this_system_has_a_line():
    """Whatever the system, the parent learns of the child's end."""
    line = open_line()
    assert line.arguments[0] in {"--socket", "--port"}
    line.close()
    if line.arguments[0] == "--socket":
        ours = await line.accept()
        assert await asyncio.get_running_loop().sock_recv(ours, 1) == b""
        ours.close()
