"""The balancer of docs/server.md, as it stands there: no call is lost with a process, none goes to one that stops."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack

import aiohttp
import pytest
from aiohttp import web

from tests.twins import haproxy
from tests.twins.session import free_port

pytestmark = pytest.mark.skipif(bool(haproxy.why_not()), reason=haproxy.why_not())


class Process:
    """What a balancer sees of a bot: a webhook and the health page. ``dying``: killed with every call in its hands."""

    def __init__(self) -> None:
        self.port, self.health = free_port(), free_port()
        self.ready, self.dying = True, False
        self.heard: list[str] = []
        self.begun = 0

    async def serve(self, stack: AsyncExitStack) -> None:
        for port, answer in ((self.port, self._called), (self.health, self._asked)):
            app = web.Application()
            app.router.add_route("*", "/{path:.*}", answer)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", port).start()

    async def _called(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.begun += 1
        if self.dying:
            assert request.transport is not None
            request.transport.abort()
        self.heard += [] if self.dying else [body]
        return web.Response()

    async def _asked(self, request: web.Request) -> web.Response:
        return web.Response(status=200 if self.ready and request.path == "/readyz" else 503)


async def test_a_call_in_the_hands_of_a_dying_process_reaches_another(tmp_path):
    """Every call is answered, by somebody who heard it; nobody calls a process that says it stops."""
    one, other = Process(), Process()
    balancer = haproxy.HAProxy(free_port(), [(one.port, one.health), (other.port, other.health)], tmp_path)
    async with AsyncExitStack() as stack:
        await one.serve(stack)
        await other.serve(stack)
        await stack.enter_async_context(balancer.listening())
        session = await stack.enter_async_context(aiohttp.ClientSession())
        answers: Counter[int] = Counter()

        async def call(number: int) -> None:
            while True:
                async with session.post(f"http://127.0.0.1:{balancer.port}/hook", data=f"call {number}") as answer:
                    # On a busy machine its look at both may have come to nothing: Telegram would call again.
                    if answer.status != 503:
                        answers[answer.status] += 1
                        return
                await asyncio.sleep(0.1)

        calls = itertools.count()

        async def calls_until(enough: Callable[[], bool]) -> None:
            async with asyncio.timeout(120):
                while not enough():
                    await call(next(calls))

        await calls_until(lambda: min(len(one.heard), len(other.heard)) >= 3)  # the control: both are called
        one.dying, before, served = True, one.begun, len(other.heard)
        await calls_until(lambda: one.begun > before + 3 and len(other.heard) > served + 10)  # some were in its hands
        made = next(calls)
        assert answers == {200: made}
        assert {f"call {number}" for number in range(made)} <= {*one.heard, *other.heard}
        one.dying, one.ready = False, False
        async with asyncio.timeout(120):
            while await _is_called(one, call):  # noqa: ASYNC110 - the balancer looks every second
                await asyncio.sleep(0.1)
        begun = one.begun
        for number in range(1000, 1010):
            await call(number)
        assert (one.begun, set(answers)) == (begun, {200})
    assert balancer.taken[other.port] > 10


async def _is_called(process: Process, call) -> bool:
    before = process.begun
    for number in range(4):
        await call(number)
    return process.begun > before
