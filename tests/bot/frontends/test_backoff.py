"""Pauses between attempts, on a clock that only the test moves."""

from __future__ import annotations

from bot.frontends.backoff import Backoff


class Nap:
    """A clock that sleeping moves."""

    def __init__(self):
        self.now, self.naps = 0.0, []

    async def sleep(self, seconds):
        self.naps.append(seconds)
        self.now += seconds

    def backoff(self):
        return Backoff("somewhere", sleep=self.sleep, clock=lambda: self.now)


async def test_pauses_double_up_to_half_a_minute():
    """A platform that is down is not asked every second all night."""
    nap = Nap()
    backoff = nap.backoff()
    for _ in range(7):
        await backoff.wait(OSError())
    assert nap.naps == [1, 2, 4, 8, 16, 30, 30]


async def test_an_answer_makes_the_next_pause_short_again():
    """Two hiccups of one day are not one long outage."""
    nap = Nap()
    backoff = nap.backoff()
    await backoff.wait(OSError())
    backoff.over()
    await backoff.wait(OSError())
    assert nap.naps == [1, 1]


async def test_a_connection_that_held_for_a_minute_was_an_answer():
    """A loop that only comes back on failure cannot say so itself."""
    nap = Nap()
    backoff = nap.backoff()
    await backoff.wait(OSError())
    nap.now += 61
    await backoff.wait(OSError())
    assert nap.naps == [1, 1]


async def test_what_the_platform_asked_for_is_kept():
    """Asking again too early makes the refusal longer."""
    nap = Nap()
    await nap.backoff().wait("flood", at_least=40)
    assert nap.naps == [40]


async def test_the_text_of_a_failure_is_not_logged(caplog):
    """Client libraries put the token into it."""
    await Nap().backoff().wait(OSError("https://api/bot123:SECRET/getMe"))
    assert "SECRET" not in caplog.text
    assert "unreachable" in caplog.text
