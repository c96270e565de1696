"""Whatever is sent to the web chat: it never breaks, never shows another's file, and never keeps what is too large.

One browser is Ann's, with a file of hers; another one is the stranger's, who sends anything to anywhere.
"""

from __future__ import annotations

import asyncio
import string

import httpx
from hypothesis import given
from hypothesis import strategies as st

from bot.frontends.local.frontend import LocalFrontEnd
from bot.frontends.local.gate import Gate
from bot.frontends.local.server import build
from tests.examples import examples
from tests.fakes.intake import FakeIntake, picture

SECRET = picture("purple")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
PATHS = ("/say", "/upload", "/media/m0", "/media/", "/look/page.js", "/look/../server.py", "/media/..%2f..%2fmaster.key",
         "/look/%2e%2e/%2e%2e/server.py", "/docs", "/openapi.json", "/admin", "//", "/media/m0%00")  # fmt: skip
HEADERS = ("range", "content-type", "content-length", "accept-language", "cookie", "origin", "host", "accept", "if-range",
           "x-forwarded-for", "transfer-encoding", "content-encoding")  # fmt: skip
VALUES = ("bytes=0-1", "bytes=-0", "bytes=9-1", "bytes=²-", "bytes=99999999999999999999-", "a" * 3000, "", "0", "-1", "xx",
          "image/svg+xml", "text/html", "portrait_bot=AAAA", "https://evil.example", "evil.example", "chunked", "gzip",
          "de;q=x", "*", "%00", "é", "multipart/form-data")  # fmt: skip
LARGEST = 2000
printable = st.text(string.printable, max_size=60)
paths = st.one_of(st.sampled_from(PATHS), st.text(max_size=30).map(lambda text: "/" + text))
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(VALUES), max_size=3)
queries = st.dictionaries(st.sampled_from(("id", "name", "x")), st.one_of(printable, st.text(max_size=200)), max_size=2)
bodies = st.one_of(st.binary(max_size=300), st.just(b"x" * 5000), printable.map(str.encode))


class Web:
    """The application without its page's library's start-up, and two people known to it."""

    def __init__(self, folder) -> None:
        self.intake = FakeIntake()
        front = LocalFrontEnd(port=0, folder=folder)
        front.capabilities = type(front.capabilities)(
            edit_seconds=1.0, upload_bytes=10**7, download_bytes=LARGEST, group_edit_seconds=1.0
        )
        self.app = Gate(build(front, self.intake))

    def browser(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=True)
        return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765")


async def attack(web: Web, requests) -> None:
    """Send every request as a stranger who has a cookie of their own."""
    async with web.browser() as ann, web.browser() as stranger:
        assert (await ann.get("/")).status_code == (await stranger.get("/")).status_code == 200
        await ann.post("/upload?id=a", content=SECRET[:LARGEST], headers={"content-type": "image/png"})
        held = len(web.intake.kept)
        owners = {who.user for who, _ in web.intake.kept.values()}
        for method, path, query, header, body in requests:
            try:
                request = stranger.build_request(method, path, params=query, headers=header, content=body)
            except (httpx.InvalidURL, ValueError, UnicodeError):
                continue  # no client sends that
            answer = await stranger.send(request)
            assert answer.status_code < 500, (method, path, header)
            assert SECRET[:LARGEST] not in answer.content, (method, path)
            assert "master" not in answer.text or path.startswith("/look"), (method, path)
        for who, kept in list(web.intake.kept.values())[held:]:
            assert who.user not in owners, "a stranger wrote as somebody else"
            assert len(kept.data) <= LARGEST
        mine = await ann.get(f"/media/{next(iter(web.intake.kept))}")
        assert mine.content == SECRET[:LARGEST], "Ann's own file is still hers"


def test_nothing_that_is_sent_breaks_the_chat_or_shows_anothers_file(tmp_path_factory):
    """Random methods, paths, headers and bodies; a control shows that the file can be had by its owner."""
    web = Web(tmp_path_factory.mktemp("fuzz"))
    one = st.tuples(st.sampled_from(METHODS), paths, queries, headers, bodies)

    @examples(25)
    @given(st.lists(one, min_size=1, max_size=12))
    def fuzz(requests) -> None:
        asyncio.run(attack(web, requests))

    fuzz()
