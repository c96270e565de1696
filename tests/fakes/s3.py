"""A store of objects as S3 describes it, on 127.0.0.1, in a thread of its own: what is put, listed, read and deleted.

Signatures (AWS Signature Version 4) are computed anew from the secret key and compared, so whoever signs wrongly is
refused as the real one would. It can be down, silent, full, or keep versions.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote
from xml.sax.saxutils import escape

from aiohttp import web

PATIENCE = 120.0  # seconds, only for a test that would never end
PAGE = 3  # objects in one answer to a listing: the second page is asked for in every test
NAMES = "http://s3.amazonaws.com/doc/2006-03-01/"


@dataclass(kw_only=True)
class Kept:
    """One object."""

    data: bytes
    changed: float


class FakeS3:
    """One bucket. ``calls`` counts what was asked by method; ``came`` holds every body that ever came in."""

    bucket, region, key, secret = "faces", "eu-test-1", "KEYOFTHETESTS", "a secret of the tests / 40 letters"

    def __init__(self) -> None:
        self.objects: dict[str, Kept] = {}
        self.came: list[bytes] = []
        self.headers: list[str] = []
        self.put: list[str] = []  # the name of every object that was ever kept
        self.calls: Counter[str] = Counter()
        self.down = False  # every connection is cut
        self.full = False  # nothing is taken
        self.slow = 0.0  # seconds before each answer
        self.silent = False  # connections and questions are taken, and nothing is answered before this ends
        self.held = 0  # questions in its hands while it is silent
        self.fail_next = 0  # answers in a row that are an error of the store's own
        self.versions = False
        self.says: tuple[int, str, str] | None = None  # status, body, kind: answers everything, as a proxy's page would
        self.says_missing = False  # what is deleted and was not there is an error, as with some stores
        self.port = 0
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    @property
    def endpoint(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so, for as long as a very busy machine may take."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - changed in another thread
                await asyncio.sleep(0.005)

    def names(self, prefix: str = "") -> list[str]:
        """Return the keys of all objects below ``prefix``."""
        with self._lock:
            return sorted(name for name in self.objects if name.startswith(prefix))

    def settings(self, prefix: str = "bot") -> dict[str, str]:
        """Return what an operator writes into ``.env``."""
        return {
            "S3_BUCKET": self.bucket,
            "S3_PREFIX": prefix,
            "S3_ENDPOINT_URL": self.endpoint,
            "S3_REGION": self.region,
            "S3_ACCESS_KEY_ID": self.key,
            "S3_SECRET_ACCESS_KEY": self.secret,
        }

    @contextmanager
    def serving(self) -> Iterator[FakeS3]:
        """Serve while the block runs."""
        loop, ready, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()

        async def run() -> None:
            app = web.Application(client_max_size=2**30)
            app.router.add_route("*", "/{path:.*}", self._answer)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", self.port).start()
            self.port = runner.addresses[0][1]
            ready.set()
            await stop.wait()
            await runner.cleanup()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
        thread.start()
        if not ready.wait(30):
            raise RuntimeError("the stand-in of S3 did not start")
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(30)
            loop.close()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.calls[request.method] += 1
        self.headers.append(str(dict(request.headers)))
        if body:
            self.came.append(body)
        if self.slow:
            await asyncio.sleep(self.slow)
        if self.silent and not await self._stayed(request):
            return web.Response()
        if self.down:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if self.fail_next:
            self.fail_next -= 1
            return _error(503, "SlowDown")
        if self.says is not None:
            return web.Response(status=self.says[0], text=self.says[1], content_type=self.says[2])
        if not signed_rightly(request, body, self.secret, self.region, self.key):
            return _error(403, "SignatureDoesNotMatch")
        bucket, _, name = unquote(request.rel_url.raw_path).lstrip("/").partition("/")
        if bucket != self.bucket:
            return _error(404, "NoSuchBucket")
        with self._lock:
            return self._do(request, name, body)

    async def _stayed(self, request: web.Request) -> bool:
        """Return once it speaks again: whether somebody still waits for the answer. Else nothing is done."""
        self.held += 1
        try:
            while self.silent and _waits(request):  # noqa: ASYNC110 - set in another thread
                await asyncio.sleep(0.005)
            return _waits(request)
        finally:
            self.held -= 1

    def _do(self, request: web.Request, name: str, body: bytes) -> web.Response:
        if request.method == "GET" and not name:
            return self._list(request)
        if request.method == "PUT":
            return self._put(name, body)
        kept = self.objects.get(name)
        if request.method == "DELETE":
            self.objects.pop(name, None)
            return _error(404, "NoSuchKey") if kept is None and self.says_missing else web.Response(status=204)
        if kept is None:
            return _error(404, "NoSuchKey")
        return web.Response(body=kept.data if request.method == "GET" else b"", headers=_about(kept))

    def _put(self, name: str, body: bytes) -> web.Response:
        if self.full:
            return _error(507, "InsufficientStorage")
        self.objects[name] = Kept(data=body, changed=time.time())
        self.put.append(name)
        headers = {"ETag": _tag(body)}
        if self.versions:
            headers["x-amz-version-id"] = f"v{next(self._numbers)}"
        return web.Response(headers=headers)

    def _list(self, request: web.Request) -> web.Response:
        asked = request.query
        after = base64.b64decode(asked.get("continuation-token", "")).decode() or asked.get("start-after", "")
        names = [name for name in sorted(self.objects) if name.startswith(asked.get("prefix", "")) and name > after]
        shown, more = names[:PAGE], len(names) > PAGE
        token = base64.b64encode(shown[-1].encode()).decode() if more else ""
        rows = "".join(_row(name, self.objects[name]) for name in shown)
        follows = f"<NextContinuationToken>{token}</NextContinuationToken>" if more else ""
        return web.Response(
            text=f'<?xml version="1.0"?><ListBucketResult xmlns="{NAMES}"><Name>{self.bucket}</Name>'
            f"<KeyCount>{len(shown)}</KeyCount><MaxKeys>{PAGE}</MaxKeys><IsTruncated>{str(more).lower()}</IsTruncated>"
            f"{follows}{rows}</ListBucketResult>",
            content_type="application/xml",
        )


def _waits(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def signed_rightly(request: web.Request, body: bytes, secret: str, region: str, key: str) -> bool:
    """Say whether a request carries the signature of its content under the secret key."""
    scheme, _, fields = request.headers.get("Authorization", "").partition(" ")
    said = dict(part.strip().partition("=")[::2] for part in fields.split(","))
    day = request.headers.get("x-amz-date", "")[:8]
    scope = f"{day}/{region}/s3/aws4_request"
    if scheme != "AWS4-HMAC-SHA256" or said.get("Credential") != f"{key}/{scope}":
        return False
    digest = request.headers.get("x-amz-content-sha256", "")
    if digest not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"):
        return False
    names = said.get("SignedHeaders", "").split(";")
    canonical = "\n".join(
        [
            request.method,
            quote(unquote(request.rel_url.raw_path), safe="/-_.~"),
            _query(request.rel_url.raw_query_string),
            *(f"{name}:{' '.join(request.headers.get(name, '').split())}" for name in names),
            "",
            ";".join(names),
            digest,
        ]
    )
    text = "\n".join([scheme, request.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    step = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        step = hmac.new(step, part.encode(), hashlib.sha256).digest()
    right = hmac.new(step, text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(right, said.get("Signature", ""))


def _query(raw: str) -> str:
    pairs = [part.partition("=") for part in raw.split("&") if part]
    asked = sorted((quote(unquote(name), safe="-_.~"), quote(unquote(value), safe="-_.~")) for name, _, value in pairs)
    return "&".join(f"{name}={value}" for name, value in asked)


def _tag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'


def _about(kept: Kept) -> dict[str, str]:
    changed = datetime.fromtimestamp(kept.changed, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {"ETag": _tag(kept.data), "Last-Modified": changed}


def _row(name: str, kept: Kept) -> str:
    changed = datetime.fromtimestamp(kept.changed, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return (
        f"<Contents><Key>{escape(name)}</Key><LastModified>{changed}</LastModified><ETag>{escape(_tag(kept.data))}</ETag>"
        f"<Size>{len(kept.data)}</Size><StorageClass>STANDARD</StorageClass></Contents>"
    )


def _error(status: int, code: str) -> web.Response:
    return web.Response(
        status=status, text=f'<?xml version="1.0"?><Error><Code>{code}</Code><Message>{code}</Message></Error>',
        content_type="application/xml",
    )  # fmt: skip
