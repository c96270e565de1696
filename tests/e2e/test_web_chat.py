"""The local chat as a person meets it: the real bot in its own process, a real headless Chromium, a real mouse."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest
import pytest_asyncio

from engine.talking.sound import Sound
from engine.talking.video import write_voice
from handlers.text import Translator
from tests.e2e.browser import PATIENCE, Browser, Page, executable
from tests.e2e.running import answers, bot_process
from tests.fakes.intake import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(executable() is None, reason="no Chromium or Chrome on this machine"),
]
words = Translator().words("en")
CLOCK = "(document.querySelector('.countdown time')?.innerText.match(/^(\\d+):(\\d+)/) || [0, 0, 0])"
COLORS = ("red", "green", "blue", "cyan")


def say(key: str, **gaps: object) -> str:
    """Return a sentence as the page shows it."""
    return words(key, **gaps).replace("**", "").replace("`", "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@asynccontextmanager
async def chat(
    folder: Path, *held: str, port: int | None = None, edition: str = ""
) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """Run the bot with nothing but the local chat; yields (address, process)."""
    port = port or free_port()
    settings = {"DATA_DIR": str(folder), "LOCAL_CHAT": "yes", "LOCAL_CHAT_PORT": str(port), "LOG_LEVEL": "error"}
    url = f"http://127.0.0.1:{port}/"
    async with bot_process(settings, *held, edition=edition) as process:
        async with httpx.AsyncClient() as client, asyncio.timeout(2 * PATIENCE):
            while not await answers(client, url):
                assert process.returncode is None, "the bot ended"
                await asyncio.sleep(0.05)
        yield url, process


@pytest_asyncio.fixture(loop_scope="module")
async def browser(opened: Browser) -> AsyncIterator[Browser]:
    yield opened
    await opened.leave()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with chat(tmp_path_factory.mktemp("data")) as (address, _):
        yield address


@pytest.fixture
def selfies(tmp_path: Path) -> list[Path]:
    files = [tmp_path / f"{color}.png" for color in COLORS[:3]]
    for file, color in zip(files, COLORS, strict=False):
        file.write_bytes(picture(color, (640, 800)))
    return files


async def agree(page: Page) -> None:
    await page.click(".hero .button")
    await page.click("button", say("button-agree"))
    await page.sees(say("consent-given"))


async def enrol(page: Page, selfies: list[Path]) -> None:
    await agree(page)
    await page.choose(*selfies)
    await page.sees(say("selfies-line-good", number=len(selfies)))
    await page.click("button", say("button-done"))
    await page.sees("I know your face now")


async def albums(page: Page) -> int:
    """Return how many pictures of albums are really there, decoded."""
    return await page.run(
        "[...document.querySelectorAll('.album.large img')].filter((i) => i.naturalWidth >= 512).length"
    )


async def said(page: Page) -> list[str]:
    """Return the lines of the talk but those that stand for photos which were looked at and deleted meanwhile."""
    lines = (await page.run("document.querySelector('#talk').innerText")).splitlines()
    return [line for line in lines if line.strip() and line != "No longer stored"]


async def test_a_newcomer_gets_portraits_and_finds_them_after_a_reload(browser, url, selfies, tmp_path):
    """The whole way with a mouse: consent, photos, verdicts, training, an album with likeness, enlarge, reload."""
    page = await browser.person(url)
    await enrol(page, selfies)
    assert await page.run("document.querySelectorAll('.mine.photo').length") == 3
    await page.say("/portrait cyberpunk 4")
    await page.sees("90 % likeness")
    await page.until("document.querySelectorAll('.album.large img').length === 4")
    await page.until("[...document.querySelectorAll('.album.large img')].every((image) => image.complete)")
    assert await albums(page) == 4
    await page.click(".album.large .open")
    await page.until("document.querySelector('.lightbox img')?.naturalWidth >= 512")
    link = await page.run("document.querySelector('.lightbox a').href")
    saved = await page.run(f"fetch({json.dumps(link)}).then((answer) => answer.headers.get('content-disposition'))")
    assert saved.startswith("attachment")
    await page.press("Escape")
    await page.until("document.querySelector('.lightbox') === null")
    before = await said(page)
    await page.reload()
    await page.sees("90 % likeness")
    assert await said(page) == before
    await page.until("[...document.querySelectorAll('.album.large img')].every((image) => image.complete)")
    assert await albums(page) == 4
    assert page.complaints == []
    assert {urlsplit(each).netloc for each in page.requested if not each.startswith(("data:", "blob:"))} == {
        urlsplit(url).netloc
    }
    assert (await page.screenshot(tmp_path / "album.png")).stat().st_size > 20_000


async def test_a_voice_message_comes_back_as_a_video_of_oneself(browser, url, selfies, tmp_path):
    """A recording is chosen like a photo; the portrait speaks in a player, and a voice can be listened to."""
    voice = tmp_path / "voice.ogg"
    write_voice(Sound(played=np.sin(np.arange(48_000) / 20, dtype=np.float32) / 10), voice)
    page = await browser.person(url)
    await enrol(page, selfies)
    await page.say("/portrait cyberpunk 1")
    await page.sees("90 % likeness")
    await page.choose(voice)
    await page.sees(say("talk-done", seconds=0))
    await page.until("document.querySelector('.theirs video')?.readyState >= 1")
    assert await page.run("document.querySelector('.theirs video').duration") == pytest.approx(0.48, abs=0.05)
    await page.until("document.querySelector('.mine audio')?.readyState >= 1")
    await page.click("button", say("button-talk"))
    await page.click("button", say("button-voices"))
    await page.click("button", f"{say('button-listen')} · Anna")
    await page.until("document.querySelector('.theirs audio')?.readyState >= 1")
    assert page.complaints == []


async def test_every_new_button_of_a_result_leads_somewhere(browser, url, selfies):
    """Favourite, its page, the gallery with pictures, a preset, a job shown again: with a mouse, after a reload too."""
    page = await browser.person(url)
    await enrol(page, selfies)
    await page.say("/portrait cyberpunk 2")
    await page.sees("90 % likeness")
    await page.click("button", say("button-favourite"))
    await page.click("button", say("favourites-pick", rank=2))
    await page.sees("is now a favourite")
    await page.say("/favourites")
    await page.sees("picture 2 · Cyberpunk")
    await page.say("/gallery")
    await page.sees("picture 1 · Cyberpunk")
    await page.say("/presets save holiday")
    await page.click("button", say("presets-draw", name="holiday"))
    await page.until("document.querySelectorAll('.album.large').length >= 4")
    await page.reload()
    await page.sees("picture 2 · Cyberpunk")
    await page.click("button", say("button-favourites"))
    await page.until("(document.querySelector('#talk').innerText.match(/Your favourites/g) || []).length === 2")
    assert page.complaints == []


async def test_oneself_in_a_picture_and_in_clothes(browser, url, selfies, tmp_path):
    """Command, picture, whose face, drawing; a ready picture; clothes, one dropped, drawing: all by mouse."""
    party, dress = tmp_path / "party.png", tmp_path / "dress.png"
    party.write_bytes(picture("red", (900, 600)))
    dress.write_bytes(picture("blue", (600, 900)))
    page = await browser.person(url)
    await enrol(page, selfies)
    await page.say("/inpaint")
    await page.sees("Which picture shall I put you into?")
    await page.choose(party)
    await page.sees("I see 2 faces")
    await page.click("button", say("button-seat", face=2))
    await page.click("button", say("button-draw"))
    await page.sees("Your picture: 80 % likeness")
    await page.click("button", say("button-templates"))
    await page.sees("Postage stamp")
    await page.until("[...document.querySelectorAll('.album.large img')].every((image) => image.naturalWidth > 0)")
    await page.say("/tryon")
    await page.sees("Which clothes")
    await page.choose(dress)
    await page.sees("I found 2 garments")
    await page.size(360, 700)
    apply = "(document.querySelector('.taps .button')?.getBoundingClientRect().height ?? 0)"
    assert 0 < await page.until(apply) < 48  # one line, also where the hint beside it takes two
    await page.size(1200, 860)
    await page.click("button", "✓ 2. trousers or skirt")
    await page.sees("✗ 2. trousers or skirt")
    await page.click("button", say("button-wear"))
    await page.sees("Tried on: 80 % likeness")
    await page.reload()
    await page.sees("Tried on: 80 % likeness")
    assert page.complaints == []
    assert (await page.screenshot(tmp_path / "inpaint.png")).stat().st_size > 20_000


async def test_a_voice_is_recorded_and_asked_about(browser, url, selfies):
    """One press begins, the next sends; without a portrait to speak the bot says what comes first."""
    page = await browser.person(url)
    await agree(page)
    await page.click(".voice")
    await page.until("document.querySelector('.voice.on') !== null")
    await page.until("(window.began ??= performance.now()) < performance.now() - 300")  # something to hear
    await page.click(".voice")
    await page.sees(say("talk-no-portrait"))
    assert await page.run("document.querySelector('.mine audio') !== null")
    assert page.complaints == []


async def test_two_browsers_are_two_people(browser, url, selfies):
    """The second one sees an empty page and cannot open the first one's portrait."""
    ann, bob = await browser.person(url), await browser.person(url)
    await enrol(ann, selfies)
    await ann.say("/portrait cyberpunk 1")
    portrait = await ann.until("document.querySelector('.album.large img')?.src")
    status = f"fetch({json.dumps(portrait)}).then((answer) => answer.status)"
    assert await ann.run(status) == 200
    assert await bob.run(status) == 404
    await bob.reload()
    assert await bob.run("document.querySelectorAll('.bubble').length") == 0


async def test_two_tabs_of_one_person_show_the_same(browser, url):
    """What is said in one tab appears in the other without a reload."""
    page = await browser.person(url)
    other = await browser.tab(page, url)
    await page.click(".hero .button")
    await other.sees(say("button-agree"))


async def test_commands_and_styles_complete_while_typing(browser, url):
    """Nobody has to know a command by heart."""
    page = await browser.person(url)
    await page.run("document.querySelector('.composer textarea').focus()")
    await page.type("/por")
    await page.until("document.querySelector('.completion li.chosen')?.innerText.includes('/portrait')")
    await page.press("Tab")
    await page.type("cyb")
    await page.until("document.querySelector('.completion li.chosen')?.innerText.includes('cyberpunk')")
    await page.press("Enter")
    assert await page.run("document.querySelector('.composer textarea').value") == "/portrait cyberpunk"
    assert await page.run("document.querySelectorAll('.bubble').length") == 0  # completing is not sending


async def test_what_cannot_be_used_is_answered_in_a_sentence(browser, url, tmp_path):
    """A file of 25 MB and a wrong command: each says what to do next."""
    page = await browser.person(url)
    await agree(page)
    huge = tmp_path / "huge.png"
    huge.write_bytes(bytes(25 * 1024 * 1024))
    await page.choose(huge)
    await page.sees(say("photo-too-large"))
    await page.say("/protrait")
    await page.sees("/portrait")


async def test_what_a_person_types_stays_text(browser, url):
    """Markup in a message must not become part of the page."""
    page = await browser.person(url)
    await page.say('<img src=x onerror="window.hacked = true"> **stars**')
    await page.sees('<img src=x onerror="window.hacked = true"> **stars**')
    assert await page.run("window.hacked === undefined")


async def test_the_page_follows_the_conversation_and_lets_a_reader_look_back(browser, url):
    """A long answer is shown from its top; who has scrolled up is not pulled down; one click leads back."""
    page = await browser.person(url, height=500)
    await page.say("/help")
    await page.sees(say("help-title"))
    await page.click("button.command", "/privacy")
    await page.until("[...document.querySelectorAll('.mine .text')].at(-1).innerText === '/privacy'")
    top = "[...document.querySelectorAll('.theirs')].at(-1).getBoundingClientRect().top"
    await page.until(f"document.querySelectorAll('.theirs').length === 2 && {top} > 0 && {top} < 500")
    await page.run("document.querySelector('#talk').scrollTo({ top: 0, behavior: 'instant' })")
    await page.until("document.querySelector('.newest').getClientRects().length === 1")
    await page.click(".newest")
    await page.until(f"{top} > 0 && {top} < 500")


async def test_photos_can_be_dropped_anywhere(browser, url):
    """The page says so while they hover, and takes several at once."""
    page = await browser.person(url)
    await agree(page)
    script = """(async (name) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
        const data = new DataTransfer();
        for (const file of ["a.png", "b.png"])
            data.items.add(new File([await new Promise((done) => canvas.toBlob(done))], file, { type: "image/png" }));
        window.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
    })"""
    await page.run(script + '("dragenter")')
    await page.until("document.querySelector('.dropzone') !== null")
    await page.run(script + '("drop")')
    await page.until("document.querySelectorAll('.mine.photo img').length === 2")
    assert await page.run("document.querySelector('.dropzone') === null")


async def test_a_phone_sees_all_of_it(browser, url):
    """Nothing is wider than the screen, buttons are large enough for a thumb, the line to type into is in reach."""
    page = await browser.person(url, width=360, height=700)
    await page.click(".hero .button")
    await page.sees(say("button-agree"))
    assert await page.run("document.documentElement.scrollWidth <= 360")
    assert (
        await page.run(
            "Math.min(...[...document.querySelectorAll('.button')].filter(b => b.getClientRects().length)"
            ".map(b => b.getBoundingClientRect().height))"
        )
        >= 36
    )
    assert await page.run("document.querySelector('.composer').getBoundingClientRect().bottom <= 700")


async def test_light_and_dark_follow_the_system_until_the_person_chooses(browser, url):
    """The choice outlives a reload."""
    lightness = "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    page = await browser.person(url, dark=True)
    assert await page.run(lightness) < 60
    await page.click(".theme")
    assert await page.run(lightness) > 200
    await page.reload()
    assert await page.run(lightness) > 200


async def test_a_photo_this_browser_cannot_show_is_not_called_gone(browser, tmp_path, selfies):
    """No Chromium shows HEIC, which iPhones take: it called a photo "No longer stored" that was just being checked."""
    phone = tmp_path / "IMG 1?.heic"
    phone.write_bytes(b"\0\0\0\x18ftypheic" + bytes(500))
    async with chat(tmp_path / "data", "inspect") as (url, _):
        page = await browser.person(url)
        await agree(page)
        await page.choose(phone, selfies[0])
        await page.until("document.querySelector('.mine .album a.file')?.innerText === 'IMG 1?.heic'")
        link = await page.run("document.querySelector('.mine .album a.file').href")
        size = await page.run(f"fetch({json.dumps(link)}).then((answer) => answer.blob()).then((blob) => blob.size)")
        assert size == phone.stat().st_size
        assert await page.run("document.querySelectorAll('.mine .album img').length") == 1, (
            "the control: another is shown"
        )
        assert "No longer stored" not in await page.text()


async def test_waiting_shows_a_bar_and_a_clock_that_runs_by_itself(browser, selfies, tmp_path):
    """The time left falls without a message, a reload keeps the bar, and the job can be taken back."""
    async with chat(tmp_path / "data", "portrait") as (url, _):
        page = await browser.person(url)
        await enrol(page, selfies)
        await page.say("/portrait cyberpunk 1")
        left = f"{CLOCK}.slice(1).reduce((minutes, seconds) => 60 * minutes + Number(seconds), 0)"
        await page.until("document.querySelector('.track') !== null")
        first = await page.until(left)
        await page.until(f"{left} < {first}")
        await page.reload()
        await page.until("document.querySelector('.track')?.ariaValueNow !== undefined")
        assert await page.until(left) < first
        await page.click(".progress .button", say("button-cancel"))
        await page.until("document.querySelector('.track') === null")


async def test_a_killed_bot_comes_back_with_everything_said(browser, selfies, tmp_path):
    """kill -9: the page finds the bot again by itself, shows the conversation, and sends what could not be sent."""
    port = free_port()
    async with chat(tmp_path / "data", port=port) as (url, process):
        page = await browser.person(url)
        await enrol(page, selfies)
        process.kill()
        await process.wait()
        await page.say("/portrait cyberpunk 2")
        await page.until("document.querySelector('.again') !== null")
        async with chat(tmp_path / "data", port=port):
            await page.sees("90 % likeness")
            await page.sees("I know your face now")
            mine = await page.run("[...document.querySelectorAll('.mine .text')].map((each) => each.innerText)")
            assert mine.count("/portrait cyberpunk 2") == 1


async def test_a_face_of_an_earlier_base_is_learnt_anew_with_one_press(browser, selfies, tmp_path):
    """The operator brings a newer base: the next portrait offers it, one click learns the kept photos again."""
    port = free_port()
    async with chat(tmp_path / "data", port=port, edition="first") as (url, process):
        page = await browser.person(url)
        await enrol(page, selfies)
        await page.say("/portrait cyberpunk 1")
        await page.sees("90 % likeness")
        assert say("portrait-outdated") not in await page.run("document.querySelector('#talk').innerText")
        await page.mark()
        process.terminate()
        await process.wait()
    async with chat(tmp_path / "data", port=port, edition="second"):
        await page.replaced()  # by itself, once the bot answers again; the old one stays until then
        await page.say("/portrait cyberpunk 1")
        await page.sees(say("portrait-outdated"))
        await page.click("button", say("button-relearn"))
        await page.until(
            "(document.querySelector('#talk').innerText.match(/I know your face now/g) || []).length === 2"
        )
        await page.say("/portrait oil 1")
        await page.until("document.querySelectorAll('.album.large').length === 3")
        shown = await page.run("document.querySelector('#talk').innerText")
        assert shown.count(say("portrait-outdated")) == 1
