"""Who does not answer is asked by one, and by nobody for a while; every time here is the clock of the test."""

from __future__ import annotations

import asyncio

import pytest

from storage.breaker import PAUSE_SECONDS, Breaker, OpenCircuitError
from tests.storage.helpers import ManualClock

FOR_EVER = 10**6


@pytest.fixture
def clock():
    return ManualClock()


@pytest.fixture
def breaker(clock):
    return Breaker("the store", clock=clock.now)


async def ask(breaker, seconds=FOR_EVER, answer=None):
    """Ask once: answered at once, or never."""
    async with breaker.asking(seconds):
        if answer is None:
            await asyncio.Event().wait()
        elif isinstance(answer, Exception):
            raise answer
    return answer


async def silence(breaker):
    """Let a question be in vain."""
    with pytest.raises(TimeoutError):
        await ask(breaker, 0.0)


async def test_after_a_question_in_vain_nobody_is_asked(breaker, clock):
    """Each of them would wait as long."""
    assert not breaker.is_open
    await silence(breaker)
    assert breaker.is_open
    with pytest.raises(OpenCircuitError):
        await ask(breaker, answer="here")
    clock.advance(3)
    assert breaker.away == 3


async def test_all_who_wait_are_told_at_once(breaker):
    """Eight people's photos would else be waited for to the end, one after another."""
    waiting = [asyncio.create_task(ask(breaker)) for _ in range(8)]
    await asyncio.sleep(0)
    await silence(breaker)
    ended = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in ended] == [TimeoutError] * 8


async def test_one_asks_again_and_the_others_go_on_when_it_is_answered(breaker, clock):
    """Half-open: while that one asks, nobody else does."""
    await silence(breaker)
    clock.advance(PAUSE_SECONDS)
    assert not breaker.is_open
    async with breaker.asking(FOR_EVER):
        with pytest.raises(OpenCircuitError):
            await ask(breaker, answer="here")
    assert (breaker.closed, breaker.away) == (True, 0.0)
    assert await asyncio.gather(*(ask(breaker, answer=number) for number in range(5))) == list(range(5))


async def test_one_that_asks_again_in_vain_opens_it_anew(clock):
    """Its patience is short: a person waits for it."""
    breaker = Breaker("the store", probe=0.0, clock=clock.now)
    await silence(breaker)
    clock.advance(PAUSE_SECONDS)
    with pytest.raises(TimeoutError):
        await ask(breaker)
    assert breaker.is_open
    clock.advance(PAUSE_SECONDS)
    assert breaker.away == 2 * PAUSE_SECONDS, "since the first"


async def test_who_asked_again_and_was_cancelled_keeps_nobody_from_asking(breaker, clock):
    """A stop in that moment, or a person's cancel."""
    await silence(breaker)
    clock.advance(PAUSE_SECONDS)
    probing = asyncio.create_task(ask(breaker))
    await asyncio.sleep(0)
    assert breaker.is_open
    probing.cancel()
    await asyncio.gather(probing, return_exceptions=True)
    assert await ask(breaker, answer="here") == "here"


async def test_one_large_file_that_takes_too_long_says_nothing_of_the_others(breaker):
    """Somebody was answered meanwhile: only that one is given up. The control: where nobody was."""

    async def large():
        async with breaker.asking(FOR_EVER) as patience:
            await ask(breaker, answer="here")
            patience.reschedule(0.0)
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await large()
    assert breaker.closed
    await silence(breaker)
    assert breaker.is_open


async def test_a_refusal_is_an_answer(breaker, clock):
    """A full store, a wrong key: it is there, and what it says is said to whoever asked."""
    with pytest.raises(PermissionError):
        await ask(breaker, answer=PermissionError())
    assert breaker.closed
    await silence(breaker)
    clock.advance(PAUSE_SECONDS)
    with pytest.raises(PermissionError):
        await ask(breaker, answer=PermissionError())
    assert breaker.closed
