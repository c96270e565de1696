"""Whatever is sent to the web chat: it never breaks, never shows another's file, and never keeps what is too large.

One browser is Ann's, with a file of hers; another one is the stranger's, who sends anything to anywhere.
"""

from __future__ import annotations

import socket
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bot.frontends.local.served import LARGEST
from tests.examples import examples
from tests.fakes.intake import picture

ROOT = Path(__file__).parents[4]
SECRET = picture("purple")
OWN = "/media/m0"  # Ann's
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
PATHS = ("/say", "/upload", "/media/m0", "/media/", "/look/page.js", "/look/../server.py",
         "/media/..%2f..%2fmaster.key",
         "/look/%2e%2e/%2e%2e/server.py", "/docs", "/openapi.json", "/admin", "//", "/media/m0%00")  # fmt: skip
HEADERS = ("range", "content-type", "content-length", "accept-language", "cookie", "origin", "host", "accept",
           "if-range", "x-forwarded-for", "transfer-encoding", "content-encoding")  # fmt: skip
VALUES = ("bytes=0-1", "bytes=-0", "bytes=9-1", "bytes=²-", "bytes=99999999999999999999-", "a" * 3000, "", "0",
          "-1", "xx", "image/svg+xml",
          "text/html", "portrait_bot=AAAA", "https://evil.example", "evil.example", "chunked", "gzip",
          "de;q=x", "*", "%00", "é", "multipart/form-data")  # fmt: skip
printable = st.text(string.printable, max_size=60)
paths = st.one_of(st.sampled_from(PATHS), st.text(max_size=30).map(lambda text: "/" + text))
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(VALUES), max_size=3)
queries = st.dictionaries(st.sampled_from(("id", "name", "x")), st.one_of(printable, st.text(max_size=200)), max_size=2)
bodies = st.one_of(st.binary(max_size=300), st.just(b"x" * 5000), printable.map(str.encode))


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    """Where the chat is served."""
    command = [sys.executable, "-m", "tests.bot.frontends.local.served", str(tmp_path_factory.mktemp("fuzz"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        assert process.poll() is None, "it fell over"
        process.kill()


@pytest.fixture(scope="module")
def people(url) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two browsers: Ann's, who has sent a file, and a stranger's."""
    with httpx.Client(base_url=url, timeout=60) as ann, httpx.Client(base_url=url, timeout=60) as stranger:
        assert (ann.get("/").status_code, stranger.get("/").status_code) == (200, 200)
        sent = ann.post("/upload?id=a", content=SECRET, headers={"content-type": "image/png"})
        assert (sent.status_code, ann.get(OWN).content) == (204, SECRET), "her own file can be had"
        yield ann, stranger


one = st.tuples(st.sampled_from(METHODS), paths, queries, headers, bodies)


@examples(40)
@given(requests=st.lists(one, min_size=1, max_size=8))
def test_nothing_that_is_sent_breaks_the_chat_or_shows_anothers_file(people, requests):
    """Random methods, paths, queries, headers and bodies, with a cookie of one's own or with none that is valid."""
    ann, stranger = people
    for method, path, query, header, body in requests:
        try:
            request = stranger.build_request(method, path, params=query, headers=header, content=body)
            answer = stranger.send(request)
        except (httpx.InvalidURL, httpx.ProtocolError, ValueError):
            continue  # no client sends that, or the server hung up on it
        assert answer.status_code < 500, (method, path, header)
        assert SECRET not in answer.content, (method, path)
    assert ann.get(OWN).content == SECRET, "hers is still hers"


def test_what_is_too_large_is_not_kept(people):
    """The limit holds whatever length was announced; what is within it is kept."""
    ann, _ = people
    for size, there in ((LARGEST, 200), (LARGEST + 1, 404)):
        before = next(number for number in range(10**6) if ann.get(f"/media/m{number}").status_code == 404)
        ann.post(f"/upload?id=n{size}", content=(b"x" for _ in range(size)), headers={"content-type": "image/png"})
        assert ann.get(f"/media/m{before}").status_code == there


@examples(25)
@given(raw=st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_bytes_that_are_no_request_do_not_break_it(people, raw):
    """Straight to the socket: half a request, nonsense, a request behind another one."""
    ann, _ = people
    host, port = ann.base_url.host, ann.base_url.port
    for line in raw:
        with socket.create_connection((host, port), timeout=10) as line_to:
            line_to.sendall(b"POST /upload HTTP/1.1\r\nHost: 127.0.0.1\r\n" + line + b"\r\n\r\n" + line)
            line_to.shutdown(socket.SHUT_WR)
            answer = line_to.recv(4096)
            assert not answer.startswith(b"HTTP/1.1 5"), line
    assert ann.get(OWN).content == SECRET
