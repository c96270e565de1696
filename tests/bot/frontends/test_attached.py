"""Taking in a file: the same rules on every platform."""

from __future__ import annotations

import pytest

from bot.frontends.attached import Attached, NotFetchedError, take_in
from bot.frontends.base import RetryLaterError
from handlers.events import Who
from tests.fakes.intake import FakeIntake


def item(declared=3, private=True):
    """A file of somebody."""
    who = Who(platform="p", user="1", private=private)
    return Attached(who=who, name="a.ogg", mime="audio/ogg", declared_bytes=declared, caption="me", seconds=2.5)


class Remote:
    """A download that counts, and may fail."""

    def __init__(self, failure=None):
        self.failure, self.asked = failure, 0

    async def __call__(self):
        self.asked += 1
        if self.failure:
            raise self.failure
        return b"abc"


async def test_a_fetched_file_is_kept_with_what_was_said_of_it():
    """Name, kind, caption and length reach the handler."""
    intake = FakeIntake()
    event = await take_in(item(), intake, 10, Remote())
    assert intake.kept[event.media][1].data == b"abc"
    assert (event.name, event.mime, event.caption, event.seconds, event.problem) == (
        "a.ogg",
        "audio/ogg",
        "me",
        2.5,
        "",
    )


@pytest.mark.parametrize(("which", "problem"), [({"declared": 11}, "too-large"), ({"private": False}, "not-private")])
async def test_what_may_not_be_taken_is_not_even_fetched(which, problem):
    """No byte of a face out of a group, none of a file too large."""
    remote = Remote()
    event = await take_in(item(**which), FakeIntake(), 10, remote)
    assert (event.media, event.problem, remote.asked) == (None, problem, 0)


@pytest.mark.parametrize("problem", ["banned", "too-many"])
async def test_from_whom_nothing_is_taken_nothing_is_fetched(problem):
    """A banned person's files lay sealed for a day, and one person's flood filled the disk."""
    remote = Remote()
    event = await take_in(item(), FakeIntake(refusal=problem), 10, remote)
    assert (event.media, event.problem, remote.asked) == (None, problem, 0)


async def test_a_file_the_platform_lost_or_the_disk_refused_is_said():
    """Of this file alone."""
    lost = await take_in(item(), FakeIntake(), 10, Remote(NotFetchedError("unavailable")))
    full = await take_in(item(), FakeIntake(full=True), 10, Remote())
    assert (lost.problem, full.problem) == ("unavailable", "disk-full")


async def test_an_outage_is_not_said_of_the_file():
    """The file is still at the platform: the update is tried again."""
    with pytest.raises(RetryLaterError):
        await take_in(item(), FakeIntake(), 10, Remote(RetryLaterError(1)))
