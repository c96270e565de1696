"""Whatever is sent to the web app: it never breaks, never shows another's file, and never keeps what is too large.

One browser is Ann's, with a file of hers; another one is the stranger's, who sends anything to anywhere. Where that is
the app says itself: a new page is tried from the day it is there, with the fields its forms name.
"""

from __future__ import annotations

import itertools
import json
import re
import socket
import string
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h11
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bot.frontends.local.served import LARGEST, TEACHES
from tests.examples import examples
from tests.fakes.intake import picture

ROOT = Path(__file__).parents[4]
SECRET = picture("purple")
OWN = "/media/m0"  # Ann's
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND")
ROUTE = re.compile(r"{(\w+)(?::\w+)?}")
NAMED = re.compile(r"""\bname=["']?([\w-]{1,40})""")
VALUES_IN_PATHS = ("m0", "0", "1", "-1", "9" * 30, "x", "..", "%2e%2e%2fmaster.key", "%00", "é", "a" * 300, " ", "{}")
MOST = 200_000  # bytes of an answer that are looked at
# Beside those the app says it has:
PATHS = ("/say", "/upload", "/media/m0", "/media/", "/look/page.js", "/look/../server.py",
         "/media/..%2f..%2fmaster.key",
         "/look/%2e%2e/%2e%2e/server.py", "/docs", "/openapi.json", "/admin", "//", "/media/m0%00")  # fmt: skip
HEADERS = ("range", "content-type", "content-length", "accept-language", "cookie", "origin", "host", "accept",
           "if-range", "x-forwarded-for", "transfer-encoding", "content-encoding")  # fmt: skip
VALUES = ("bytes=0-1", "bytes=-0", "bytes=9-1", "bytes=²-", "bytes=99999999999999999999-", "a" * 3000, "", "0",
          "-1", "xx", "image/svg+xml",
          "text/html", "portrait_bot=AAAA", "https://evil.example", "evil.example", "chunked", "gzip",
          "de;q=x", "*", "%00", "é", "multipart/form-data", "[", "http://[", "[::1", "127.0.0.1:x",
          "application/x-www-form-urlencoded", "application/json")  # fmt: skip
printable = st.text(string.printable, max_size=60)
paths = st.one_of(st.sampled_from(PATHS), st.text(max_size=30).map(lambda text: "/" + text))
headers = st.dictionaries(st.sampled_from(HEADERS), st.sampled_from(VALUES), max_size=3)
bodies = st.one_of(st.binary(max_size=300), st.just(b"x" * 5000), printable.map(str.encode))


@dataclass(frozen=True, kw_only=True)
class App:
    """Where the app is served, every (path, method) it has, and the names of the fields its pages show."""

    url: str
    routes: tuple[tuple[str, str], ...]
    names: tuple[str, ...] = ("id", "name", "x")


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Iterator[App]:
    """The app, in a process of its own."""
    command = [sys.executable, "-m", "tests.bot.frontends.local.served", str(tmp_path_factory.mktemp("fuzz"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        found = [(path, method) for path, methods in json.loads(process.stdout.readline()) for method in methods]
        yield App(url=url, routes=tuple(found), names=("id", "name", "x", *_fields(url, found)))
        assert process.poll() is None, "it fell over"
        process.kill()


@pytest.fixture(scope="module")
def url(app) -> str:
    """Where that is."""
    return app.url


def _fields(url: str, routes: list[tuple[str, str]]) -> list[str]:
    """Return what the forms of the pages call their fields."""
    with httpx.Client(base_url=url, timeout=60) as anybody:
        anybody.get("/")
        assert anybody.post("/say?id=a", content=TEACHES).status_code == 204
        pages = [_ask(anybody, "GET", _filled(path, "1"))[1] for path, method in routes if method == "GET"]
    return sorted({name for page in pages for name in NAMED.findall(page.decode("utf-8", "replace"))})


def _filled(path: str, value: str) -> str:
    return ROUTE.sub(lambda _: value, path)


def _ask(client: httpx.Client, method: str, path: str, **more: Any) -> tuple[int, bytes]:
    """Return status and body; of one that is sent bit by bit, what came within a moment."""
    body = b""
    with client.stream(method, path, timeout=httpx.Timeout(60, read=60), **more) as answer:
        length = answer.headers.get("content-length")
        # One without a length may go on for ever, as news does.
        if length is None and "text/event-stream" in answer.headers.get("content-type", ""):
            return answer.status_code, body
        for part in answer.iter_bytes():
            body += part
            if len(body) > MOST:
                break
    return answer.status_code, body


@pytest.fixture(scope="module")
def people(url) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two browsers: Ann's, who has sent a file, and a stranger's."""
    with httpx.Client(base_url=url, timeout=60) as ann, httpx.Client(base_url=url, timeout=60) as stranger:
        assert (ann.get("/").status_code, stranger.get("/").status_code) == (200, 200)
        sent = ann.post("/upload?id=a", content=SECRET, headers={"content-type": "image/png"})
        assert (sent.status_code, ann.get(OWN).content) == (204, SECRET), "her own file can be had"
        for number, one in enumerate((ann, stranger)):
            assert one.post(f"/say?id=t{number}", content=TEACHES).status_code == 204
        yield ann, stranger


def test_the_app_says_which_routes_it_has(app):
    """The control of all below: those of the chat are among them, with their methods."""
    assert {("/say", "POST"), ("/upload", "POST"), ("/media/{media}", "GET"), ("/", "GET")} <= set(app.routes)


def test_pages_show_something_to_who_has_something(app, people):
    """The control: pages that only ask for consent would hide what is behind them."""
    ann, _ = people
    shown = {path: ann.get(path).status_code for path, method in app.routes if method == "GET" and "{" not in path}
    assert {path for path, status in shown.items() if status == 200} >= {"/", "/styles", "/gallery", "/me", "/settings"}
    assert ann.get("/gallery/1").status_code == 200


def test_every_route_bears_every_kind_of_visitor(app, people):
    """With a cookie of one's own, with none, with a forged one; by each method, with nothing and with fields."""
    ann, stranger = people
    with httpx.Client(base_url=app.url, timeout=60) as nobody:
        forged = {"cookie": "portrait_bot=eyJpZCI6IDF9.AAAA.AAAA"}
        for path in sorted({path for path, _ in app.routes}):
            for method, (client, header) in itertools.product(
                ("GET", "POST", "DELETE"), ((stranger, {}), (nobody, {}), (nobody, forged))
            ):
                for body in (b"", "&".join(f"{name}=1" for name in app.names).encode()):
                    nobody.cookies.clear()
                    more = {"content-type": "application/x-www-form-urlencoded", **header}
                    status, shown = _ask(client, method, _filled(path, "m0"), headers=more, content=body)
                    assert status < 500, (method, path, header, body)
                    assert SECRET not in shown, (method, path)
    assert ann.get(OWN).content == SECRET, "hers is still hers"


def test_no_route_takes_anything_from_another_site(app, people):
    """The person's own browser would send it, cookie and all."""
    ann, _ = people
    for path, method in app.routes:
        status, _ = _ask(ann, method, _filled(path, "m0"), headers={"origin": "https://evil.example"})
        assert status == 403, (method, path)


@pytest.mark.parametrize("name", ["host", "origin"])
@pytest.mark.parametrize("value", ["[", "http://[", "http://[::1", "a\u2100b"])
def test_an_address_that_is_none_is_refused(people, name, value):
    """It is the sender's mistake, and must not become one of ours."""
    ann, _ = people
    status, _ = _ask(ann, "GET", "/", headers={name: value.encode("utf-8")})
    assert status in (400, 403)


@pytest.mark.parametrize("asked", [value for value in VALUES if value.startswith("bytes=")])
def test_any_part_of_ones_own_file_may_be_asked_for(people, asked):
    """A player asks for parts; one that cannot count gets the whole."""
    ann, _ = people
    status, _ = _ask(ann, "GET", OWN, headers={"range": asked.encode("latin-1")})
    assert status in (200, 206, 416)


one = st.tuples(
    st.sampled_from(METHODS),
    st.one_of(paths, st.tuples(st.integers(0, 10**6), st.sampled_from(VALUES_IN_PATHS))),
    st.dictionaries(st.integers(0, 10**6), st.one_of(printable, st.text(max_size=200)), max_size=3),
    headers,
    st.one_of(bodies, st.sampled_from(("fields", "json"))),
)


@examples(40)
@given(requests=st.lists(one, min_size=1, max_size=8))
def test_nothing_that_is_sent_breaks_the_app_or_shows_anothers_file(app, people, requests):
    """Random methods, paths, queries, headers and bodies, with a cookie of one's own or with none that is valid."""
    ann, stranger = people
    for method, path, fields, header, body in requests:
        if not isinstance(path, str):
            path = _filled(app.routes[path[0] % len(app.routes)][0], path[1])
        named = {app.names[number % len(app.names)]: value for number, value in fields.items()}
        more = {"json": named} if body == "json" else {"data": named} if body == "fields" else {"content": body}
        try:
            status, shown = _ask(stranger, method, path, params=named, headers=header, **more)
        except (httpx.InvalidURL, httpx.ProtocolError, h11.LocalProtocolError, ValueError):
            continue  # no client sends that, or the server hung up on it
        assert status < 500, (method, path, header)
        assert SECRET not in shown, (method, path)
    assert ann.get(OWN).content == SECRET, "hers is still hers"


def test_what_is_too_large_is_not_kept(people):
    """The limit holds whatever length was announced; what is within it is kept."""
    ann, _ = people
    for size, there in ((LARGEST, 200), (LARGEST + 1, 404)):
        marker = f"before {size}".encode()
        ann.post(f"/upload?id=b{size}", content=marker, headers={"content-type": "image/png"})
        before = 1 + next(number for number in range(10**6) if ann.get(f"/media/m{number}").content == marker)
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
