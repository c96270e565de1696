from __future__ import annotations

import asyncio
import re
import stat
import sys

import httpx
import pytest
import pytest_asyncio

from bot.frontends.base import NotKeptError
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.server import secret
from tests.bot.frontends.local.conftest import used_up
from tests.fakes.intake import FakeIntake, picture

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATIENCE = 60.0  # seconds for one answer of a busy machine


class Intake(FakeIntake):
    """Refuses files on demand, as a full disk would."""

    full = False
    inside = 0  # files being kept

    def __init__(self):
        super().__init__()
        self.counts()

    def counts(self, together=0):
        """Count the most files kept at a time anew; so many of them wait for each other, however slowly they come."""
        self.most, self.together, self.met = 0, together, asyncio.Event()

    async def keep(self, who, upload):
        if self.full:
            raise NotKeptError(who, upload, "disk-full")
        self.inside += 1
        self.most = max(self.most, self.inside)
        if self.inside >= self.together:
            self.met.set()
        async with asyncio.timeout(PATIENCE):
            await self.met.wait()
        await asyncio.sleep(0.02)
        self.inside -= 1
        return await super().keep(who, upload)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory):
    """The page's library serves one application per process, so one server is shared by this module."""
    intake = Intake()
    front = LocalFrontEnd(port=0, folder=tmp_path_factory.mktemp("local"))
    running = asyncio.create_task(front.run(intake))
    async with asyncio.timeout(30):
        await front.ready.wait()
    yield front, intake
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    used_up()


@pytest_asyncio.fixture(loop_scope="module")
async def intake(served):
    yield served[1]
    served[1].full = False
    served[1].counts()


async def browser(front):
    client = httpx.AsyncClient(base_url=front.url, timeout=PATIENCE)
    assert (await client.get("/")).status_code == 200
    return client


@pytest_asyncio.fixture(loop_scope="module")
async def ann(served):
    client = await browser(served[0])
    yield client
    await client.aclose()


@pytest_asyncio.fixture(loop_scope="module")
async def bob(served):
    client = await browser(served[0])
    yield client
    await client.aclose()


async def upload(client, data, name="me.png", mime="image/png", update="u1"):
    path = "/upload?" + str(httpx.QueryParams(id=update, name=name))
    answer = await client.post(path, content=data, headers={"content-type": mime})
    assert answer.status_code == 204
    return answer


async def test_the_page_asks_nobody_else_for_anything(ann):
    """It must work in a house without internet, and tell no one that it was opened."""
    page = (await ann.get("/")).text
    assert "composer" in page
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page) == []


async def test_a_line_is_in_the_inbox_when_the_page_hears_yes(ann, intake):
    """What was acknowledged is never lost."""
    assert (await ann.post("/say?id=a1", content="/start")).status_code == 204
    assert intake.payloads[-1]["text"] == "/start"


async def test_a_line_sent_again_is_one_line(ann, bob, intake):
    """The page repeats what it got no answer for; another person's same id is another line."""
    before = len(intake.payloads)
    for client in (ann, ann, bob):
        await client.post("/say?id=same", content="hello")
    assert len(intake.payloads) == before + 2


async def test_a_full_disk_is_no_yes(ann, intake):
    """The page keeps the line and offers to send it again."""
    intake.fail_next = [OSError("no space left")]
    with pytest.raises(httpx.HTTPError):
        (await ann.post("/say?id=a2", content="hello")).raise_for_status()


async def test_two_browsers_are_two_people(ann, bob, intake):
    """Each browser has its own signed cookie."""
    await ann.post("/say?id=x1", content="I am Ann")
    await bob.post("/say?id=x2", content="I am Bob")
    assert len({payload["user"] for payload in intake.payloads[-2:]}) == 2


async def test_a_forged_cookie_is_nobody(served, ann):
    """Who can name a person must not become that person."""
    value = ann.cookies["portrait_bot"]
    forged = value[:-4] + ("AAAA" if value[-4:] != "AAAA" else "BBBB")
    async with httpx.AsyncClient(
        base_url=served[0].url, cookies={"portrait_bot": forged}, timeout=PATIENCE
    ) as stranger:
        assert (await stranger.post("/say", content="hi")).status_code == 403
        assert (await stranger.get("/media/m0")).status_code == 404


async def test_a_file_goes_to_its_owner_alone(ann, bob, intake):
    """Faces are biometric data: not yours and not there look the same."""
    await upload(ann, picture("green"))
    media = intake.payloads[-1]["media"]
    own = await ann.get(f"/media/{media}")
    assert (own.status_code, own.content, own.headers["content-type"]) == (200, picture("green"), "image/png")
    assert (await bob.get(f"/media/{media}")).status_code == 404
    assert (await bob.get("/media/nothing")).status_code == 404


async def test_a_picture_can_be_downloaded_under_a_name(ann, intake):
    """Names of any script survive; nothing of a name reaches a header raw."""
    await upload(ann, picture("blue"), update="u2")
    media = intake.payloads[-1]["media"]
    shown, saved = (
        await ann.get(f"/media/{media}"),
        await ann.get(f"/media/{media}", params={"name": 'портрет"\r\n.png'}),
    )
    assert "content-disposition" not in shown.headers
    assert saved.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%BF")


async def test_what_could_carry_a_script_is_only_handed_over_as_a_file(ann, intake):
    """An uploaded page opened in the browser would speak with its owner's cookie."""
    await upload(ann, b"<script>1</script>", name="x.html", mime="text/html", update="u3")
    answer = await ann.get(f"/media/{intake.payloads[-1]['media']}")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_video_can_be_searched(ann, intake):
    """Browsers play and seek videos by byte ranges; Safari plays nothing without them."""
    await upload(ann, bytes(range(100)), name="v.mp4", mime="video/mp4", update="u4")
    url = f"/media/{intake.payloads[-1]['media']}"
    part = await ann.get(url, headers={"range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["content-range"] == "bytes 10-19/100"
    assert (await ann.get(url, headers={"range": "bytes=90-"})).content == bytes(range(90, 100))
    assert (await ann.get(url, headers={"range": "bytes=-5"})).content == bytes(range(95, 100))
    assert (await ann.get(url, headers={"range": "bytes=0-"})).content == bytes(range(100))


async def test_a_file_too_large_is_answered_not_dropped(ann, intake):
    """The conversation says what to do instead; the bytes are never kept."""
    kept = len(intake.kept)
    await upload(ann, bytes(25 * 1024 * 1024), name="huge.png", update="u5")
    told = intake.payloads[-1]
    assert (told["media"], told["problem"], told["bytes"]) == (None, "too-large", 25 * 1024 * 1024)
    assert len(intake.kept) == kept


async def test_a_file_the_disk_has_no_room_for_is_answered_too(ann, intake):
    """The person learns it; the page does not hang."""
    intake.full = True
    await upload(ann, picture(), update="u6")
    assert (intake.payloads[-1]["media"], intake.payloads[-1]["problem"]) == (None, "disk-full")


async def test_a_hostile_file_name_is_only_a_name(ann, intake):
    """Paths of the sender's machine mean nothing here."""
    await upload(ann, picture(), name="../../etc\\passwd", update="u7")
    assert intake.payloads[-1]["file"] == "passwd"


async def test_the_page_speaks_the_browsers_language(ann, intake):
    """What the bot answers follows the same header."""
    await ann.post("/say?id=l1", content="hi", headers={"accept-language": "xx, en;q=0.5"})
    assert intake.payloads[-1]["locale"] == "en"


async def test_another_site_cannot_post(ann, intake):
    """A form on a foreign page carries the cookie, but not our origin."""
    before = len(intake.payloads)
    answer = await ann.post("/say?id=o1", content="/forget", headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert len(intake.payloads) == before


async def test_the_cookie_key_is_made_once_and_private(tmp_path):
    """People stay who they are over a restart; another user of the machine cannot sign cookies."""
    first = secret(tmp_path / "local")
    assert secret(tmp_path / "local") == first
    assert len(first) >= 48
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / "local" / "cookie.key").stat().st_mode) == 0o600


async def test_forty_files_at_once_are_not_forty_in_memory(ann, bob, intake):
    """Twenty megabytes each: two of a person are read at a time, all arrive; another person does not wait for them."""
    intake.counts(together=2)
    await asyncio.gather(*(upload(ann, picture(), update=f"many{number}") for number in range(12)))
    assert intake.most == 2
    intake.counts(together=4)
    both = [upload(who, picture(), update=f"both{number}") for number in range(6) for who in (ann, bob)]
    await asyncio.gather(*both)
    assert intake.most == 4


async def test_a_file_that_never_ends_is_given_up(ann, monkeypatch):
    """Or whoever sends a byte a minute keeps a place for ever."""
    monkeypatch.setattr("bot.frontends.local.server.UPLOAD_SECONDS", 0.2)

    async def slowly():
        yield b"x"
        await asyncio.sleep(5)
        yield b"y"

    answer = await ann.post("/upload?id=slow&name=a.png", content=slowly(), headers={"content-type": "image/png"})
    assert answer.status_code == 408
