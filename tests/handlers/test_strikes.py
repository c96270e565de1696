"""Refusals for content are counted: too many are a pause, which is said, ends, and can be ended by an admin."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from engine.errors import EngineError
from handlers import ending, router
from handlers.context import RefusedError
from handlers.policy import Limits
from storage import strikes
from tests.handlers.stage import text_of


def words_refused() -> EngineError:
    """Return what refuses words."""
    error = EngineError(category="sexual")
    error.code = "content-refused"
    return error


@pytest.fixture
async def known(stage, ann):
    """Ann with a learnt face, three strikes allowed."""
    stage.deps = replace(
        stage.deps, limits=Limits(burst=1000.0, strikes=3, strike_hours=24.0), admins=frozenset({"root"})
    )
    await ann.teaches(photos=2)
    return ann


async def refused(stage, ann) -> str:
    """Ask for a portrait the worker refuses for its words."""
    await ann.types("/portrait oil 1")
    job = await stage.claim("device")
    async with stage.db.transaction() as tx:
        _, views = await ending.fail(tx, job, words_refused(), ending.Rendering(stage.deps))
    return text_of(list(views))


async def count(stage) -> int:
    async with stage.db.reading() as rx:
        return await strikes.count(rx, await rx.value("SELECT account FROM users WHERE user = 'ann'"))


async def test_too_many_refusals_are_a_pause_and_it_is_said(stage, known, clock):
    """The third says so; then nothing is drawn until it is over, and what was counted is spent."""
    assert ["24 hours" in await refused(stage, known) for _ in range(3)] == [False, False, True]
    said = text_of(await known.types("/portrait oil 1"))
    assert "not make anything for you" in said
    assert "24" in said
    clock.advance(24 * 3600 + 1)
    assert "make anything for you" not in text_of(await known.types("/portrait oil 1"))
    assert await count(stage) == 0


async def test_looking_at_a_refused_job_again_is_no_refusal(stage, known):
    """Or whoever asks five times what went wrong has to pause for it."""
    await refused(stage, known)
    number = (await stage.jobs())[0].own
    for _ in range(4):
        await known.types(f"/show {number}")
    assert await count(stage) == 1


async def test_other_failures_and_old_refusals_do_not_count(stage, known, clock):
    """A crash is nobody's fault, and yesterday's words are forgotten."""
    for code in ("engine", "unsafe-picture", "out-of-memory"):
        await known.types("/portrait oil 1")
        await stage.fail("device", code)
    assert await count(stage) == 0
    await refused(stage, known)
    assert await count(stage) == 1
    clock.advance(24 * 3600 + 1)
    assert await count(stage) == 0


@pytest.mark.parametrize("error", [words_refused(), RefusedError("error-content-refused")])
async def test_words_refused_before_there_is_a_job_count_too(stage, known, monkeypatch, error):
    """A handler may look at the words first; whichever way it says no."""

    async def refuse(turn, options):
        raise error

    monkeypatch.setattr(router, "RUNS", MappingProxyType({**router.RUNS, "portrait": refuse}))
    monkeypatch.setattr(router, "sentence", lambda say, _: "no")
    bare = lambda self, key, **gaps: " ".join([key, *map(str, gaps.values())])  # noqa: E731
    monkeypatch.setattr(type(stage.deps.translator.words("en")), "__call__", bare)
    said = [text_of(await known.types("/portrait oil 1")) for _ in range(3)]
    assert ["strikes-pause" in each for each in said] == [False, False, True]


async def test_forget_does_not_end_a_pause(stage, known):
    """A bare account goes on pausing, as a banned one stays banned; nothing else is kept."""
    for _ in range(3):
        await refused(stage, known)
    await known.presses("v1:forget")
    await known.agrees()
    async with stage.db.reading() as rx:
        account = await rx.value("SELECT account FROM users WHERE user = 'ann'")
        assert await strikes.paused_until(rx, account) is not None
        assert await rx.value("SELECT count(*) FROM media") == 0


async def test_forget_does_not_begin_the_count_anew(stage, known, clock):
    """Or whoever goes after every second refusal never has to pause. After a day the bare account goes, too."""
    for _ in range(2):
        await refused(stage, known)
    await known.presses("v1:forget")
    assert await count(stage) == 2
    await known.teaches(photos=2)
    assert "24 hours" in await refused(stage, known)
    await known.presses("v1:forget")
    clock.advance(24 * 3600 + 1)
    async with stage.db.transaction() as tx:
        await strikes.tidy(tx)
        assert await tx.value("SELECT count(*) FROM accounts") == 0


async def test_what_still_counts_is_not_tidied_away(stage, known, clock):
    """The control: an older refusal ends, a later one keeps its account."""
    await refused(stage, known)
    clock.advance(12 * 3600)
    await refused(stage, known)
    await known.presses("v1:forget")
    clock.advance(13 * 3600)
    async with stage.db.transaction() as tx:
        await strikes.tidy(tx)
    assert await count(stage) == 1


async def test_an_admin_sees_and_pardons(stage, known):
    """Mistakes are made: whoever runs the bot can end a pause."""
    for _ in range(3):
        await refused(stage, known)
    admin = stage.person("root")
    assert "fake:ann" in text_of(await admin.types("/strikes"))
    assert "cleared" in text_of(await admin.types("/pardon fake:ann"))
    assert "nothing against" in text_of(await admin.types("/pardon fake:ann"))
    assert "make anything for you" not in text_of(await known.types("/portrait oil 1"))
    assert "Nobody" in text_of(await admin.types("/strikes"))


async def test_without_a_limit_nobody_pauses(stage, known):
    """An operator may leave it to the refusals alone."""
    stage.deps = replace(stage.deps, limits=replace(stage.deps.limits, strikes=0))
    for _ in range(5):
        assert "24 hours" not in await refused(stage, known)
