"""What was made before."""

from __future__ import annotations

import pytest

from handlers.views import Document, Pictures
from storage import leases
from tests.handlers.stage import action_of, text_of, verbs_of


@pytest.fixture
async def known(ann):
    """Somebody whose face is learnt."""
    await ann.teaches(photos=1)
    return ann


async def test_an_empty_gallery_says_how_to_fill_it(known):
    """Never an empty list."""
    assert "Make the first with /portrait" in text_of(await known.types("/gallery"))


async def test_the_gallery_pages_through_everything_newest_first(stage, known):
    """Seven portraits on two pages; failed jobs are not pictures."""
    for seed in range(7):
        await known.types(f"/portrait oil 1 {seed}")
        await stage.draw()
    await known.types("/portrait oil 1 99")
    await stage.fail("device", "worker-died")
    first = await known.types("/gallery")
    assert "1–5 of 7" in text_of(first)
    assert verbs_of(first) == ["show"] * 5 + ["gallery"]
    second = await known.presses(action_of(first, "gallery"))
    assert "6–7 of 7" in text_of(second)
    assert "1–5 of 7" in text_of(await known.presses(action_of(second, "gallery")))


async def test_the_gallery_claims_no_likeness_for_somebodys_own_photo(stage, known):
    """The result itself does not: such a picture is the person, and the list must not say otherwise."""
    await known.types("/portrait oil 2")
    await stage.draw(source="photo", likeness=0.9)
    await known.types("/portrait oil 1")
    await stage.draw(likeness=0.8)  # the control: drawn by the learnt face
    shown = text_of(await known.types("/gallery"))
    assert "2 pictures" in shown
    assert "90 %" not in shown
    assert "80 % likeness" in shown


async def test_show_brings_pictures_and_buttons_back(stage, known):
    """Midjourney's /show, for every job ever."""
    await known.types("/portrait oil 2")
    album = await stage.draw()
    number = (await stage.jobs())[0].own
    again = await known.types(f"/show {number}")
    assert again == album


async def test_several_pictures_have_a_button_for_each_alone(stage, known):
    """Where a platform shows them as one; a single picture needs none, and nobody else's answers."""
    await known.types("/portrait oil 2")
    [result] = await stage.draw()
    assert result.apart.label == "All 2 pictures"
    [apart] = await known.presses(result.apart.action)
    assert [item.media for item in apart.items] == [item.media for item in result.items]
    assert (apart.buttons, apart.apart) == ((), None)
    assert "button again" in apart.unsure
    bob = stage.person("bob")
    await bob.agrees()
    assert "no longer works" in text_of(await bob.presses(result.apart.action))
    await known.types("/portrait oil 1")
    assert (await stage.draw())[0].apart is None


async def test_files_are_handed_over_untouched(stage, known):
    """Platforms recompress photos; a document keeps every byte and the credentials."""
    await known.types("/portrait oil 2")
    files = await known.presses(action_of(await stage.draw(), "files"))
    assert all(isinstance(view, Document) for view in files)
    assert [view.name for view in files] == [f"oil-{(await stage.jobs())[0].own}-{rank}.png" for rank in (1, 2)]


async def test_deleting_asks_once_and_then_removes_every_file(stage, known):
    """Also the raw pictures from before the fusion."""
    await known.types("/portrait oil 2")
    asked = await known.presses(action_of(await stage.draw(), "delete"))
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media WHERE purpose IN ('portrait', 'raw')") == 4
    assert "deleted" in text_of(await known.presses(action_of(asked, "erase")))
    async with stage.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media WHERE purpose IN ('portrait', 'raw')") == 0
    number = (await stage.jobs())[0].own
    gone = await known.types(f"/show {number}")
    assert "no longer stored" in text_of(gone)
    assert (await known.presses(action_of(gone, "again")))[0].kind == "progress"


async def test_no_keeps_everything(stage, known):
    """The other answer."""
    await known.types("/portrait oil")
    asked = await known.presses(action_of(await stage.draw(), "delete"))
    assert "Nothing was changed" in text_of(await known.presses(action_of(asked, "keep")))
    assert isinstance((await known.types(f"/show {(await stage.jobs())[0].own}"))[0], Pictures)


async def test_show_brings_back_a_job_in_every_state(stage, known):
    """Waiting, running, failed, cancelled, learnt: each with what can be done about it now."""
    await known.types("/portrait oil")
    number = (await stage.jobs())[0].own
    waiting = await known.types(f"/show {number}")
    assert "next in line" in text_of(waiting)
    assert verbs_of(waiting) == ["cancel"]
    await stage.fail("device", "worker-died")
    failed = await known.types(f"/show {number}")
    assert "failed several times" in text_of(failed)
    assert "again" in verbs_of(failed)
    await known.types("/portrait oil")
    number = (await stage.jobs())[0].own
    await known.types(f"/cancel {number}")
    cancelled = await known.types(f"/show {number}")
    assert "is cancelled" in text_of(cancelled)
    assert verbs_of(cancelled) == ["again"]
    training = next(job for job in await stage.jobs() if job.kind == "enrol")
    assert "I know your face now" in text_of(await known.types(f"/show {training.own}"))
    looked = next(job for job in await stage.jobs() if job.kind == "inspect")
    assert "You have no job" in text_of(await known.types(f"/show {looked.own}"))


async def test_a_running_job_is_shown_with_its_progress(stage, known):
    """How far it is, not only that it runs."""
    await known.types("/portrait oil")
    job = await stage.claim("device")
    async with stage.db.transaction() as tx:
        await leases.progress(tx, job.id, job.token, {"stage": "drawing", "done": 5, "total": 20, "seconds_left": 90.0})
    shown = await known.types(f"/show {job.own}")
    assert "making the picture, step 5 of 20" in text_of(shown)
    assert "Ready in about 2 minutes" in text_of(shown)


async def test_a_report_reaches_the_operators(stage, known):
    """By command with words, or by the button of a result."""
    await known.types("/portrait oil")
    album = await stage.draw()
    asked = await known.presses(action_of(album, "report"))
    assert "Thank you" in text_of(await known.presses(action_of(asked, "why")))
    assert "Thank you" in text_of(await known.types("/report the bot is slow"))
    assert "What is wrong?" in text_of(await known.types("/report"))
    assert (await stage.audited()).count("report") == 2


async def test_the_gallery_shows_the_best_picture_of_each_job(stage, known):
    """One looks for a picture by looking; one that expired is left out, its job stays in the list."""
    for _ in range(3):
        await known.types("/portrait oil 2")
        await stage.draw()
    page = (await known.types("/gallery"))[0]
    assert [item.caption.split(" · ")[0].split(", ")[1] for item in page.items] == ["picture 1"] * 3
    apart = (await known.presses(page.apart.action))[0]
    assert (len(apart.items), apart.buttons, apart.apart) == (3, (), None)
    assert apart.unsure
    async with stage.db.transaction() as tx:
        await tx.run("DELETE FROM media WHERE purpose = 'portrait' AND id <> ?", (page.items[0].media,))
    shorter = (await known.types("/gallery"))[0]
    assert len(shorter.items) == 1
    assert verbs_of([shorter]).count("show") == 3
