"""The people who run the bot."""

from __future__ import annotations

import pytest

from engine.errors import JobCancelledError
from handlers import ending
from storage import accounts, audit, jobs, leases, ledger
from storage.vault import Vault
from tests.handlers.stage import Stage, action_of, text_of


@pytest.fixture
def run(tmp_path, db):
    """A bot with one admin."""
    return Stage(db, Vault.open(tmp_path), admins=frozenset({"fake:root"}))


@pytest.fixture
def root(run):
    return run.person("root")


@pytest.mark.parametrize("command", ["stats", "ban fake:ann", "allow fake:ann", "pause", "resume", "audit"])
async def test_to_everybody_else_an_admin_command_does_not_exist(run, command):
    """Not even that it is refused."""
    ann = run.person("ann")
    assert text_of(await ann.types(f"/{command}")).startswith("There is no /")


async def test_an_id_of_another_platform_is_no_admin(run, db, tmp_path):
    """Somebody can have the admin's number elsewhere: `telegram:5` is not `discord:5`."""
    stage = Stage(db, Vault.open(tmp_path), admins=frozenset({"telegram:root"}))
    assert "There is no" in text_of(await stage.person("root").types("/stats"))


async def test_a_ban_shuts_out_and_cancels_and_can_be_taken_back(run, root):
    """Both are written down."""
    ann = run.person("ann")
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    assert "jobs cancelled: 1" in text_of(await root.types("/ban fake:ann"))
    assert "can no longer use this bot" in text_of(await ann.types("/gallery"))
    assert (await run.jobs())[0].state == "cancelled"
    await root.types("/allow fake:ann")
    assert (await ann.types("/portrait oil"))[0].kind == "progress"
    assert (await run.audited())[:2] == ["allow", "ban"]


async def test_forget_does_not_lift_a_ban(run, root):
    """Otherwise everybody banned would just type it."""
    ann = run.person("ann")
    await ann.agrees()
    await root.types("/ban fake:ann")
    await ann.presses("v1:forget")
    assert "can no longer use this bot" in text_of(await ann.types("/start"))


@pytest.mark.parametrize("person", ["fake:root", "fake:nobody", "nobody", ":", "fake:"])
async def test_a_ban_of_nobody_or_of_an_admin_is_refused(root, person):
    """One sentence each."""
    await root.types("/start")
    answer = text_of(await root.types(f"/ban {person}"))
    assert "cannot ban" in answer or "I know nobody" in answer


async def test_pause_and_resume_are_written_and_shown(run, root):
    """The newest of the two counts."""
    assert "accepted" in text_of(await root.types("/stats"))
    await root.types("/pause")
    assert "paused" in text_of(await root.types("/stats"))
    await root.types("/resume")
    assert "accepted" in text_of(await root.types("/stats"))


async def test_the_audit_is_read_newest_first(root):
    """What was done, when, by whom."""
    assert "empty" in text_of(await root.types("/audit"))
    await root.types("/pause")
    await root.types("/resume")
    told = text_of(await root.types("/audit"))
    assert told.index("resume") < told.index("pause")


async def test_stats_count_people_and_jobs(run, root):
    """Numbers only."""
    ann = run.person("ann")
    await ann.teaches(photos=1)
    told = text_of(await root.types("/stats"))
    assert "People: 2" in told
    assert "2 done" in told


async def test_an_admin_is_not_banned_by_another_of_their_names(run, root):
    """The operator page lists the names of a person; the first need not be the one in the settings."""
    await root.types("/start")
    async with run.db.transaction() as tx:
        account = (await accounts.find_or_create(tx, "fake", "root")).id
        await tx.insert("users", {"platform": "aaa", "user": "w1", "account": account})
        await accounts.find_or_create(tx, "fake", "eve")
        await accounts.set_role(tx, (await accounts.find_or_create(tx, "fake", "max")).id, "admin")
    max_ = run.person("max")
    await max_.types("/ban aaa:w1")
    await max_.types("/ban fake:eve")
    async with run.db.reading() as rx:
        assert (await accounts.get(rx, account)).role == "user"
        assert (await accounts.find(rx, "fake", "eve")).role == "banned"


async def test_an_admin_stops_somebody_elses_job_and_its_owner_is_told(run, root):
    """One person's jobs may block everybody. Written down with whom it was of; the device seconds are given back."""
    ann = run.person("ann")
    await ann.teaches(photos=1)
    await ann.types("/portrait oil")
    listed = await root.types("/jobs")
    job = (await run.jobs())[0]
    assert f"{job.number}. portrait: waiting" in text_of(listed)
    assert "ann" not in text_of(listed), "who asked for what is nobody's business"
    assert "owner is told" in text_of(await root.presses(action_of(listed, "stopjob")))
    job = (await run.jobs())[0]
    assert (job.state, job.stopped) == ("cancelled", True)
    async with run.db.reading() as rx:
        told = await rx.one("SELECT view, thread FROM outbox WHERE account = ? ORDER BY id DESC", (job.account,))
    assert f"operator of this bot has stopped job {job.own}" in told["view"]
    assert told["thread"] == job.id  # in place of the status with its Cancel button
    assert (await run.audited())[0] == "stopjob"
    async with run.db.reading() as rx:
        assert (await audit.recent(rx, 1))[0].subject == job.account
        assert await ledger.used(rx, job.account, kind="portrait") == 0
    assert "has ended already" in text_of(await root.types(f"/jobs {job.number}"))


async def test_a_running_job_that_an_admin_stops_does_not_say_that_its_owner_asked(run, root):
    """The worker ends it; "as you asked" would be a lie. The control is a job its owner takes back."""
    ann = run.person("ann")
    await ann.teaches(photos=1)
    said = []
    for by_admin in (True, False):
        await ann.types("/portrait oil")
        job = await run.claim("device")
        await (root.types(f"/jobs {job.number}") if by_admin else ann.types(f"/cancel {job.own}"))
        async with run.db.transaction() as tx:
            held = await leases.held(tx, job.id, job.token)
            assert held.cancel
            _, views = await ending.fail(tx, held, JobCancelledError(), ending.Rendering(run.deps))
        said.append(text_of(views))
    assert ["operator" in one for one in said] == [True, False]


async def test_all_jobs_of_one_person_are_stopped_by_their_name(run, root):
    """Who floods the queue is not looked for job by job; others keep theirs."""
    ann, eve = run.person("ann"), run.person("eve")
    for one in (ann, eve):
        await one.teaches(photos=1)
        await one.types("/portrait oil")
    await ann.types("/portrait noir")
    assert "Jobs of fake:ann stopped: 2." in text_of(await root.types("/jobs fake:ann"))
    assert [job.state for job in (await run.jobs())[:2]] == ["cancelled"] * 2
    assert (await run.jobs("eve"))[0].state == "queued"


async def test_what_nobody_asked_for_by_itself_is_no_job_to_anybody(run, root):
    """A look at a photo has no number its owner knows; ten of them hid every job there was to stop."""
    ann = run.person("ann")
    await ann.teaches(photos=1)
    shown = (await run.jobs())[0]
    async with run.db.transaction() as tx:
        for kind, lane in (("instant", "device"), *[("speak", "look")] * 10):
            await jobs.enqueue(
                tx, account=shown.account, kind=kind, lane=lane, request=shown.request, platform="fake",
                address={"chat": "chat-ann"}, seen=False,
            )  # fmt: skip
    assert "Nothing waits" in text_of(await root.types("/jobs"))
    assert "no waiting" in text_of(await ann.types("/queue"))
    await ann.types("/portrait oil")
    assert "portrait: waiting" in text_of(await root.types("/jobs"))
    own = next(job.own for job in await run.jobs() if job.kind == "portrait")
    await root.types("/jobs fake:ann")
    async with run.db.reading() as rx:
        told = await rx.all("SELECT view FROM outbox WHERE view LIKE '%stopped job%'")
    assert [f"stopped job {own}." in row["view"] for row in told] == [True]
    assert "operator of this bot has stopped" in text_of(await ann.types(f"/show {own}"))


async def test_nobody_else_stops_jobs(run, root):
    """A forged button is no button, and the command does not exist for them."""
    ann, eve = run.person("ann"), run.person("eve")
    await ann.teaches(photos=1)
    await eve.agrees()
    await ann.types("/portrait oil")
    job = (await run.jobs())[0]
    assert "no longer works" in text_of(await eve.presses(f"v1:stopjob:{job.number}"))
    assert "There is no /jobs" in text_of(await eve.types(f"/jobs {job.number}"))
    assert (await run.jobs())[0].state == "queued"
    assert "Nothing waits" not in text_of(await root.types("/jobs"))
    assert "has ended already" in text_of(await root.types("/jobs 999"))
