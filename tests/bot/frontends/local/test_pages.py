"""The pages over HTTP: who gets them, under which rules, and that a press is what the chat would send."""

from __future__ import annotations

import asyncio
import re

import httpx
import pytest
import pytest_asyncio

from bot.frontends.local.frame import CHOICES, PLACES
from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.showing import StoredShowing
from bot.frontends.local.words import words
from handlers.views import Text
from storage import accounts
from storage.database import Database
from storage.vault import Vault
from tests.bot.frontends.local.conftest import used_up
from tests.fakes.intake import FakeIntake
from tests.handlers.stage import Stage

pytestmark = pytest.mark.asyncio(loop_scope="module")
PATIENCE = 60.0  # seconds for one answer of a busy machine
ADDRESSES = [place.href for place in PLACES] + [f"/{name}" for name in CHOICES]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def served(tmp_path_factory):
    """One server for this module: the page's library serves one application per process."""
    folder, intake = tmp_path_factory.mktemp("pages"), FakeIntake()
    async with Database.open(folder / "portrait.sqlite") as db:
        stage = Stage(db, Vault.open(folder))
        front = LocalFrontEnd(port=0, folder=folder, showing=StoredShowing(db, stage.deps))
        running = asyncio.create_task(front.run(intake))
        async with asyncio.timeout(30):
            await front.ready.wait()
        yield front, intake, db
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        used_up()


@pytest_asyncio.fixture(loop_scope="module")
async def ann(served):
    async with httpx.AsyncClient(base_url=served[0].url, timeout=PATIENCE) as client:
        await client.get("/styles")
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
async def test_no_page_is_kept_by_a_browser_or_asks_anybody_else(ann, address):
    """After /forget the back button shows nothing; in a house without internet all of it works."""
    answer = await ann.get(address)
    assert answer.headers["cache-control"].startswith("no-store")
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", answer.text) == []
    assert answer.status_code == (200 if address in ("/", *(f"/{name}" for name in CHOICES)) else 403)


@pytest.mark.parametrize("address", [address for address in ADDRESSES if address != "/"])
async def test_a_page_runs_no_script_but_our_files(ann, address):
    """Of several policies a browser applies each: the narrow one wins. Nothing inline is left that it would stop."""
    answer = await ann.get(address)
    policies = answer.headers.get_list("content-security-policy")
    assert any("script-src 'self';" in policy and "'unsafe" not in policy for policy in policies)
    assert re.findall(r"<script>|<style| style=| on[a-z]+=\"", answer.text) == []


async def test_a_press_is_what_the_chats_button_sends(served, ann):
    """The inbox sees no difference, and the same id twice is one press."""
    _, intake, _ = served
    before = len(intake.payloads)
    for _ in range(2):
        answer = await ann.post("/press", params={"id": "p1", "action": "v1:portrait:oil", "label": "Oil"})
        assert answer.status_code == 204
    payloads = intake.payloads[before:]
    assert [(one["act"], one["action"], one["label"]) for one in payloads] == [("press", "v1:portrait:oil", "Oil")]


async def test_an_address_with_no_page_is_said_in_the_readers_language(served, ann):
    """An old link showed the name of an error in English, without a way back; a script gets what scripts read."""
    reads = {"accept": "text/html", "accept-language": "de"}
    async with httpx.AsyncClient(base_url=served[0].url, timeout=PATIENCE) as stranger:
        for somebody in (ann, stranger):
            answer = await somebody.get("/nothing/here", headers=reads)
            assert answer.status_code == 404
            assert "Unter dieser Adresse gibt es nichts" in answer.text
            assert 'href="/gallery"' in answer.text
            assert "HTTPException" not in answer.text
    assert (await ann.get("/nothing/here")).json() == {"detail": "Not Found"}


async def test_what_is_no_button_is_no_press(served, ann):
    """A page can be made to send anything; nothing of it reaches the inbox."""
    before = len(served[1].payloads)
    for action in ("", "portrait:oil", "v1:", "v1:" + "x" * 100, "javascript:alert(1)"):
        assert (await ann.post("/press", params={"action": action})).status_code == 422
    assert len(served[1].payloads) == before


async def test_a_stranger_presses_nothing_and_hears_nothing(served):
    """Without a session there is no person to do it for."""
    async with httpx.AsyncClient(base_url=served[0].url, timeout=PATIENCE) as stranger:
        assert (await stranger.post("/press", params={"action": "v1:keep"})).status_code == 403
        assert (await stranger.get("/live")).status_code == 404


async def test_a_search_that_is_markup_stays_text(ann):
    """What somebody types stands on the page again."""
    page = (await ann.get("/styles", params={"search": '"><img src=x onerror=alert(1)>'})).text
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


async def test_pages_speak_the_chosen_language_before_the_browsers(served, ann):
    """A browser set to French, a person who chose German."""
    french = await ann.get("/styles", headers={"accept-language": "fr"})
    assert words("fr")("styles-lead") in french.text.replace("&#39;", "'")
    await ann.post("/say?id=who", content="hi")
    user = served[1].payloads[-1]["user"]
    async with served[2].transaction() as tx:
        account = await accounts.find_or_create(tx, "local", user)
        await accounts.set_locale(tx, account.id, "de")
    german = await ann.get("/styles", headers={"accept-language": "fr"})
    assert words("de")("styles-lead") in german.text
    assert 'lang="de"' in german.text


async def test_an_answer_reaches_the_open_pages_of_its_person_alone(served, ann):
    """What the bot says is a card on Ann's page at once; Bob's stream has nothing."""
    front = served[0]
    await ann.post("/say?id=me", content="hi")
    user = served[1].payloads[-1]["user"]
    async with httpx.AsyncClient(base_url=front.url, timeout=PATIENCE) as bob:
        await bob.get("/styles")
        async with ann.stream("GET", "/live") as hers, bob.stream("GET", "/live") as his:
            heard, silent = hers.aiter_lines(), his.aiter_lines()
            assert (await anext(heard), await anext(silent)) == (": hello", ": hello")
            await front.deliver({"chat": user}, Text(text="**Done** <b>"), "k1", None, None)
            line = next(text for text in [await anext(heard), await anext(heard)] if text)
            assert "<strong>Done</strong> &lt;b&gt;" in line
            assert await anext(silent) == ""
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.2):
                    await anext(silent)
    assert front.rooms.watching("nobody") == 0


async def test_a_page_hears_of_a_language_chosen_before_it_listened(served, ann):
    """Between a page and its stream there is a moment: what was chosen in it would stay unseen."""
    await ann.post("/say?id=me", content="hi")
    user = served[1].payloads[-1]["user"]
    async with served[2].transaction() as tx:
        account = await accounts.find_or_create(tx, "local", user)
        await accounts.set_locale(tx, account.id, "de")
    for made_in in ("en", "de"):
        async with ann.stream("GET", "/live", params={"lang": made_in}) as heard:
            lines = heard.aiter_lines()
            assert await anext(lines) == ": hello"
            assert await anext(lines) == ""
            if made_in == "de":
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await anext(lines)
            else:
                assert await anext(lines) == 'data: {"event": "renew"}'


async def test_the_styles_page_asks_for_a_picture_in_words(ann):
    """The field says what the chat would hear, and no more than it takes."""
    html = (await ann.get("/styles")).text
    assert 'data-words="/portrait {words}"' in html
    assert 'name="words"' in html
    assert 'maxlength="500"' in html
    assert words("en")("styles-words") in html
