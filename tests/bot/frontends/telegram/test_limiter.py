"""Rates, on a clock that only the test moves."""

from __future__ import annotations

import pytest
from telegram.error import RetryAfter

from bot.frontends.telegram.limiter import ChatLimiter, seconds_of


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    """A clock at zero."""
    return Clock()


@pytest.fixture
def send(clock):
    """Send one request through a limiter; returns how many reached the server so far."""
    limiter, reached = ChatLimiter(clock, clock.sleep), []

    async def sent(chat, endpoint="sendMessage", fail=None, patience=None, **data):
        async def callback():
            reached.append(chat)
            if fail:
                raise fail
            return True

        await limiter.process_request(callback, (), {}, endpoint, {"chat_id": chat, **data}, patience)
        return len(reached)

    return sent


async def test_a_private_chat_takes_a_burst_and_then_one_a_second(send, clock):
    """Telegram tolerates short bursts."""
    for _ in range(20):
        await send(42)
    with pytest.raises(RetryAfter) as refused:
        await send(42)
    assert seconds_of(refused.value) == pytest.approx(1.0)
    clock.now += 1.0
    assert await send(42) == 21


async def test_a_group_takes_twenty_a_minute(send, clock):
    """Groups are limited harder."""
    for _ in range(20):
        await send(-100)
    with pytest.raises(RetryAfter) as refused:
        await send(-100)
    assert seconds_of(refused.value) == pytest.approx(3.0)


async def test_all_chats_together_stay_at_thirty_a_second(send, clock):
    """The thirty-first person waits a moment instead of being refused."""
    for chat in range(1, 61):
        await send(chat)
    assert clock.now == pytest.approx(1.0)


async def test_one_chats_waiting_time_is_its_own(send, clock):
    """The library's own limiter would halt everybody."""
    with pytest.raises(RetryAfter):
        await send(42, fail=RetryAfter(30))
    with pytest.raises(RetryAfter) as again:
        await send(42)
    assert seconds_of(again.value) == pytest.approx(30)
    assert await send(43) == 2


async def test_a_patient_request_waits(send, clock):
    """Patience is for who asks, in seconds."""
    for _ in range(21):
        await send(42, patience=2.0)
    assert clock.now == pytest.approx(1.0)


async def test_an_album_counts_as_its_pictures(send, clock):
    """Ten pictures are paid back by waiting."""
    await send(-100, "sendMediaGroup", media=[0] * 10)
    await send(-100, "sendMediaGroup", media=[0] * 10)
    with pytest.raises(RetryAfter):
        await send(-100)


async def test_answers_to_presses_and_files_are_never_held_back(send, clock):
    """They are no messages."""
    for _ in range(100):
        await send(42, "sendChatAction")
    assert clock.now == 0.0
