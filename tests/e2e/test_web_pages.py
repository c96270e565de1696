"""The pages beside the chat as a person meets them: the real bot, a real Chromium, a real mouse and keyboard."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.frontends.local.words import words
from tests.e2e.browser import Browser, Page, executable
from tests.e2e.test_web_chat import COLORS, agree, chat, enrol, say
from tests.fakes.intake import picture

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(executable() is None, reason="no Chromium or Chrome on this machine"),
]
AXE = Path(__file__).parents[2] / ".axe" / "axe.min.js"
PAGES = ("", "styles", "templates", "garments", "backgrounds", "voices", "gallery", "me", "settings")
DESKTOP, PHONE = (1280, 860), (390, 844)
own = words("en")  # of the pages themselves


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    async with chat(tmp_path_factory.mktemp("data")) as (address, _):
        yield address


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def ann(opened: Browser, url: str, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Somebody the bot knows, with four portraits; the tests go on with what the ones before left."""
    files = [tmp_path_factory.mktemp("selfies") / f"{color}.png" for color in COLORS[:3]]
    for file, color in zip(files, COLORS, strict=False):
        file.write_bytes(picture(color, (640, 800)))
    page = await opened.person(url, width=DESKTOP[0], height=DESKTOP[1])
    await enrol(page, files)
    await page.say("/portrait cyberpunk 4")
    await page.until("document.querySelectorAll('.album.large img').length === 4")
    return page


async def go(page: Page, url: str, name: str, size: tuple[int, int] = DESKTOP, dark: bool = False) -> None:
    """Open a page in a size; on the small one fingers are what points."""
    await page.size(*size, dark=dark, mobile=size == PHONE)
    await page.open(url + name)


async def newest(page: Page, url: str) -> str:
    """Open the gallery and the newest work in it; returns its address."""
    await go(page, url, "gallery")
    await page.click(".tile")
    await page.until("location.pathname.startsWith('/gallery/') && document.querySelector('.work') !== null")
    return await page.run("location.pathname")


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
async def test_a_style_is_found_by_a_typo_and_a_click_makes_it(ann, opened, url, size):
    """What a click asks for stands in the chat, too, in another tab, and its result in the gallery."""
    await go(ann, url, "styles", size)
    everything = await ann.until("document.querySelectorAll('.sample').length")
    await ann.run("document.querySelector('[type=search]').focus()")
    await ann.type("cyberpnuk")
    await ann.until("document.querySelectorAll('.sample').length === 1")
    assert everything > 50
    other = await opened.tab(ann, url)
    await ann.click(".sample", "Cyberpunk")
    await ann.until("document.querySelector('.card.pictures .thumbs img')?.naturalWidth > 0")
    await other.until("[...document.querySelectorAll('.mine.chosen')].at(-1)?.innerText === 'Cyberpunk'")
    await other.until("document.querySelectorAll('.album.large').length >= 2")
    assert ann.complaints == []


async def test_a_family_filters_without_a_reload(ann, url):
    """The address names the filter, so it can be shared and comes back with a reload."""
    await go(ann, url, "styles")
    everything = await ann.until("document.querySelectorAll('.sample').length")
    await ann.mark()
    await ann.click(".chip", "Fantasy")
    fewer = await ann.until(f"document.querySelectorAll('.sample').length < {everything}")
    assert fewer
    assert await ann.run("window.before && location.search") == "?family=story"


async def test_a_background_goes_with_the_style_that_is_chosen_next(ann, url):
    """Two clicks; the chat's own command carries both."""
    await go(ann, url, "backgrounds")
    await ann.click(".sample", say("scene-sea"))
    await ann.sees(own("styles-with-scene", scene=say("scene-sea")))
    await ann.click(".sample", "Film noir")
    await ann.until("document.querySelector('.card.pictures') !== null")
    await go(ann, url, "")
    await ann.until("[...document.querySelectorAll('.mine .text')].at(-1)?.innerText === '/portrait noir scene=sea'")


async def test_a_favourite_is_marked_and_found_again(ann, url):
    """The star is pressed on the page, kept by the bot, and filters the gallery."""
    await newest(ann, url)
    await ann.click(".favour")
    await ann.until("document.querySelector('.favour').getAttribute('aria-pressed') === 'true'")
    await go(ann, url, "gallery?only=favourites")
    await ann.until("document.querySelectorAll('.tile .star').length === 1")


async def test_a_result_is_compared_with_the_photo_by_keys_alone(ann, url):
    """The slider is a real one: it has a name, takes arrow keys, and uncovers the photo."""
    await newest(ann, url)
    await ann.click("[data-comparing]")
    await ann.until("document.querySelector('.compare .before').naturalWidth > 0")
    cut = "getComputedStyle(document.querySelector('.compare')).getPropertyValue('--cut')"
    assert await ann.run("document.activeElement.type") == "range"
    before = await ann.run(cut)
    await ann.press("ArrowRight")
    assert (before.strip(), (await ann.run(cut)).strip()) == ("50%", "51%")
    await ann.click("[data-comparing]")


async def test_a_picture_fills_the_window_and_keeps_the_focus(ann, url):
    """Enlarged by keys; Tab never leaves it; Escape returns to where one was. The chat shows the same one."""
    inside = "document.querySelector('.lightbox').contains(document.activeElement)"
    for place, opener in (("gallery", ".stage .open"), ("", ".album.large .open")):
        await (newest(ann, url) if place else go(ann, url, place))
        await ann.until(f"document.querySelector({json.dumps(opener + ' img')})?.naturalWidth > 0")  # it has its place
        await ann.click(opener)
        await ann.until("document.querySelector('.lightbox .frame img')?.naturalWidth > 0")
        for _ in range(12):
            await ann.press("Tab")
            assert await ann.run(f"{inside} || document.activeElement === document.body"), "the focus went behind"
        await ann.run("document.querySelector('.lightbox .closer').focus()")
        await ann.press("+")
        await ann.until("document.querySelector('.lightbox .frame img').style.transform.includes('scale(1.5)')")
        await ann.press("Escape")
        await ann.until("document.querySelector('.lightbox') === null")
        assert await ann.run(f"document.activeElement.matches({json.dumps(opener)})")


async def test_another_person_finds_nothing_of_it(ann, opened, url):
    """Every address of Ann's answers Bob as one that never was; without a session there is none of it either."""
    work = await newest(ann, url)
    media = await ann.run("document.querySelector('.stage .after').getAttribute('src')")
    bob = await opened.person(url)
    await agree(bob)
    for path in (work, media, "/gallery/999999"):
        assert await bob.run(f"fetch('{path}').then((answer) => answer.status)") == 404
    assert await ann.run(f"fetch('{work}').then((answer) => answer.status)") == 200
    await go(bob, url, "me")
    assert await bob.run("document.querySelectorAll('.photo-tile').length") == 0


async def test_photos_show_how_they_stand_and_can_be_added(ann, url, tmp_path):
    """A tick on each; one more is sent from here, and what was understood is corrected with a click."""
    await go(ann, url, "me")
    assert await ann.run("document.querySelectorAll('.photo-tile.good .verdict').length") == 3
    more = tmp_path / "more.png"
    more.write_bytes(picture("yellow", (640, 800)))
    await ann.choose(more)
    await ann.until("document.querySelectorAll('.photo-tile.good').length === 4")
    await ann.click(".pick .button", say("button-man"))
    await ann.until("document.querySelector('#gender-1').getAttribute('aria-pressed') === 'true'")


async def test_a_chosen_language_reaches_every_open_page(ann, opened, url):
    """The pages' own words follow /language, not only what the bot says; so does the chat in another tab."""
    other = await opened.tab(ann, url)
    await go(ann, url, "settings")
    await ann.click(".pick .button", "Deutsch")
    german = words("de")
    for page in (ann, other):
        titled = f"document.title.includes({json.dumps(german('title'))})"
        await page.until(f"document.documentElement.lang === 'de' && {titled}")
    await ann.sees(german("set-pictures"))
    await ann.click(".pick .button", "English")
    await ann.until("document.documentElement.lang === 'en'")


@pytest.mark.parametrize(("late", "ready"), [("*/look/site.js*", ":not([data-ready])"), ("*/live*", "[data-ready]")])
async def test_a_click_before_the_page_can_do_anything_is_done_when_it_can(ann, url, late, ready):
    """On a slow line a page is seen before its script, and the script runs before it hears the bot: no click is lost.

    What the click changes comes by the stream that was not there yet.
    """
    await go(ann, url, "settings")
    for label, locale in (("Deutsch", "de"), ("English", "en")):
        await ann.mark()
        async with ann.held(late):
            await ann.call("Page.navigate", url=url + "settings")
            await ann.until(f"!window.before && document.querySelector('body.site{ready} .pick .button') !== null")
            await ann.click(".pick .button", label)
            await asyncio.sleep(0.5)  # a bot that was asked now would have answered before anybody listens
        await ann.until(f"document.documentElement.lang === '{locale}'")
        await ann.until("document.body.dataset.ready")


async def test_what_was_deleted_leaves_the_gallery_and_the_chat(ann, url):
    """The page asks as the chat does; after Yes the work's page leads back to the gallery."""
    work = await newest(ann, url)
    await ann.click(".doing .danger")
    await ann.click(".card .button", say("button-delete-yes"))
    await ann.until("location.pathname === '/gallery'")
    await ann.until(f"!document.querySelector('.tile[href^=\"{work}\"]')")
    assert await ann.run(f"fetch('{work}').then((answer) => answer.status)") == 410


async def test_the_browser_tells_of_a_long_job_only_where_it_was_asked_to(ann, url):
    """A result that took long is told while nobody looks; without the setting nothing is."""
    fake = """(on) => {
        localStorage.setItem("notices", on);
        window.told = [];
        window.Notification = class { constructor(title, { body }) { told.push(body); } };
        Notification.permission = "granted";
        Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
        return import("/look/notices.js").then(({ heard }) => {
            heard({ message: "long", kind: "progress", text: "" });
            heard({ message: "short", kind: "progress", text: "" });
            heard({ message: "short", kind: "pictures", text: "Done soon" });
            const now = Date.now;
            Date.now = () => now() + 20000;
            heard({ message: "long", kind: "pictures", text: "Done at last" });
        });
    }"""
    for on, told in (("", []), ("on", ["Done at last"])):
        await go(ann, url, "styles")
        await ann.run(f"({fake})('{on}')")
        assert await ann.run("told") == told
    await ann.run("localStorage.removeItem('notices')")


@pytest.mark.parametrize("name", PAGES)
async def test_a_thumb_hits_everything_and_nothing_is_cut(ann, url, name):
    """At 390 pixels: no sideways scrolling, targets of 44 pixels, and the hint of the line to type into is whole."""
    await go(ann, url, name, PHONE)
    assert await ann.run("document.documentElement.scrollWidth") <= PHONE[0]
    small = await ann.run(
        """[...document.querySelectorAll("button, a[href], input:not([type=hidden]):not([type=file]), select, summary")]
        .filter((each) => each.getClientRects().length && !each.closest(".skip, .text, p, .told, .hidden"))
        .map((each) => [each, (each.closest(".chip, .upload") ?? each).getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 44 || box.width < 40))
        .map(([each]) => each.outerHTML.slice(0, 120))"""
    )
    assert small == []
    hint = """(() => {
        const line = document.querySelector(".composer textarea, .find input");
        if (!line) return 0;
        const pen = document.createElement("canvas").getContext("2d"), style = getComputedStyle(line);
        pen.font = `${style.fontSize} ${style.fontFamily}`;
        const room = line.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
        return pen.measureText(line.placeholder).width - room;
    })()"""
    assert await ann.run(hint) <= 0


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not here: make .axe/axe.min.js")
@pytest.mark.parametrize("name", [*PAGES, "work"])
async def test_axe_finds_nothing_serious(ann, url, name):
    """Names, roles, labels and contrast, in light and dark, large and small: judged by what screen readers are."""
    script = AXE.read_text("utf-8")
    for size, dark in ((DESKTOP, False), (DESKTOP, True), (PHONE, False), (PHONE, True)):
        if name == "work":
            await newest(ann, url)
            await ann.size(*size, dark=dark, mobile=size == PHONE)
        else:
            await go(ann, url, name, size, dark)
        await ann.until("[...document.images].every((image) => image.complete || image.loading === 'lazy')")
        await ann.run(script + "; 0")
        found = await ann.run(
            """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations
            .filter(({ impact }) => ["serious", "critical"].includes(impact))
            .map(({ id, nodes: [first] }) => [id, first.html.slice(0, 160), first.failureSummary.slice(0, 200)]))"""
        )
        assert found == [], (size, dark)


async def test_a_lost_connection_is_said_in_words_and_over_nothing(opened, tmp_path):
    """In the language that was chosen, at the upper edge; the pages come back by themselves with the bot."""
    async with chat(tmp_path / "data") as (address, process):
        page = await opened.person(address)
        await agree(page)
        await page.say("/language de")
        await page.until("document.documentElement.lang === 'de'")
        other = await opened.tab(page, address + "styles")
        await page.until("window.did_handshake && window.socket.connected")  # else it has nothing to lose
        process.kill()
        await process.wait()
        lost = words("de")("lost")
        for one, selector in ((other, ".lost"), (page, "#popup")):
            place = f"document.querySelector('{selector}')"
            seen = f"getComputedStyle({place}).visibility === 'visible'"
            await one.until(f"{place}.innerText === {json.dumps(lost)} && {seen}")
            assert await one.run(f"{place}.getBoundingClientRect().bottom < 140")


async def test_a_picture_is_described_in_words_on_the_styles_page(ann: Page, url: str):
    """Typed and sent; the answer is a card beside it, as for every click."""
    await go(ann, url, "styles")
    await ann.run("document.querySelector('.in-words input').focus()")
    await ann.type("cyberpunk with a purple umbrella")
    await ann.click(".in-words button")
    await ann.until("document.querySelector('.answers')?.innerText.includes('purple umbrella')")
    assert await ann.run("document.querySelector('.in-words input').value") == ""
