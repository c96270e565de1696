"""A ModelScope hub on 127.0.0.1 for the unmodified client: listing, redirects, Range requests, and faults on order.

    with FakeHub({"org/name": {"v1": {"config.json": b"{}"}}}) as hub:
        hub.fault("model.safetensors", Cut(after=1000))  # the next GET of that file only; any number may be queued
        fetch(..., endpoint=hub.url)

The shapes are those the client accepts; they are not recordings of the real hub.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import defaultdict, deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

LISTING = "@files"  # the key under which faults of the listing are queued
LARGE = (".safetensors", ".onnx")  # sent through a redirect, as the real hub does with large files

Files = dict[str, bytes]


@dataclass(frozen=True)
class Cut:
    """Announce the whole body, send this many bytes of it, hang up."""

    after: int


@dataclass(frozen=True)
class Corrupt:
    """Send the right number of wrong bytes."""


@dataclass(frozen=True)
class Short:
    """Announce and send a body of only this many bytes."""

    length: int


@dataclass(frozen=True)
class Hold:
    """Send this many bytes, set ``reached``, and hang up only when ``release`` is set."""

    after: int
    reached: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Answer:
    """Answer with this HTTP status and nothing else."""

    status: int


Fault = Cut | Corrupt | Short | Hold | Answer


class FakeHub:
    """Serves ``models``: id -> revision -> path -> content. ``url`` is its endpoint, ``ranges`` what was asked for."""

    def __init__(self, models: dict[str, dict[str, Files]], *, unknown_revision: int = 404) -> None:
        self.models = models
        self.unknown_revision = unknown_revision  # 404, or 200 for an empty listing as reported of the real hub
        self.stated_sha256: dict[str, str] = {}  # path -> what the listing claims instead of the truth
        self.requests: list[str] = []  # paths of the URLs asked for
        self.ranges: list[str] = []  # Range headers of file requests
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.handle_error = lambda *_: None  # clients that hang up in the middle are expected
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> FakeHub:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def fault(self, key: str, *faults: Fault) -> None:
        self._faults[key].extend(faults)

    def transfers(self, name: str) -> int:
        """How many times the body of a file was asked for."""
        return sum(path.startswith("/cdn/") and path.endswith(name) for path in self.requests)

    def next_fault(self, key: str) -> Fault | None:
        return self._faults[key].popleft() if self._faults[key] else None

    def listing(self, files: Files) -> list[dict[str, Any]]:
        folders = {"/".join(path.split("/")[:depth]) for path in files for depth in range(1, path.count("/") + 1)}
        blobs = [
            {
                "Path": path,
                "Type": "blob",
                "Size": len(data),
                "Sha256": self.stated_sha256.get(path, hashlib.sha256(data).hexdigest()),
            }
            for path, data in sorted(files.items())
        ]
        return blobs + [{"Path": folder, "Type": "tree", "Size": 0, "Sha256": ""} for folder in sorted(folders)]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        hub = self

        class Handler(_Handler):
            pass

        Handler.hub = hub
        return Handler


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeHub

    def log_message(self, *_: object) -> None:
        """Keep the test output clean."""

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        self.hub.requests.append(url.path)
        parts = [unquote(part) for part in url.path.strip("/").split("/")]
        if parts[0] == "cdn":
            self._file("/".join(parts[1:3]), parts[3], "/".join(parts[4:]), redirected=True)
        elif parts[:3] == ["api", "v1", "models"] and parts[5:] == ["repo", "files"]:
            self._listing("/".join(parts[3:5]), query.get("Revision", "master"))
        elif parts[:3] == ["api", "v1", "models"] and parts[5:] == ["repo"]:
            self._file("/".join(parts[3:5]), query.get("Revision", "master"), query["FilePath"])
        else:
            self._json(404, None)

    def _listing(self, model: str, revision: str) -> None:
        fault = self.hub.next_fault(LISTING)
        if isinstance(fault, Answer):
            self._json(fault.status, None)
        elif model not in self.hub.models:
            self._json(404, None)
        elif revision not in self.hub.models[model]:
            self._json(self.hub.unknown_revision, {"Files": None})
        else:
            self._json(200, {"Files": self.hub.listing(self.hub.models[model][revision])})

    def _file(self, model: str, revision: str, path: str, *, redirected: bool = False) -> None:
        files = self.hub.models.get(model, {}).get(revision, {})
        if path not in files:
            self._json(404, None)
        elif path.endswith(LARGE) and not redirected:
            place = f"{self.hub.url}/cdn/{model}/{quote(revision, safe='')}/{quote(path)}"
            self._head(302, {"Location": place, "Content-Length": 0})
        else:
            self._body(files[path], self.hub.next_fault(path))

    def _body(self, data: bytes, fault: Fault | None) -> None:
        status, headers, total = 200, {"Accept-Ranges": "bytes"}, len(data)
        match fault:
            case Answer(status=refused):
                return self._json(refused, None)
            case Corrupt():
                data = bytes(byte ^ 0xFF for byte in data)
            case Short(length=length):
                data = data[:length]
        asked = self.headers.get("Range")
        if asked and not isinstance(fault, Short):
            self.hub.ranges.append(asked)
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, end = int(first), min(int(last or total - 1), total - 1)
            status, data = 206, data[start : end + 1]
            headers["Content-Range"] = f"bytes {start}-{end}/{total}"
        self._head(status, {**headers, "Content-Length": len(data)})
        self.wfile.write(data[: fault.after] if isinstance(fault, Cut | Hold) else data)
        if isinstance(fault, Hold):
            self.wfile.flush()
            fault.reached.set()
            fault.release.wait(timeout=60)
        self.close_connection = self.close_connection or isinstance(fault, Cut | Hold)
        return None

    def _json(self, status: int, data: Any) -> None:
        body = json.dumps({"Code": status, "Data": data, "Message": "", "Success": status < 400}).encode()
        self._head(status, {"Content-Type": "application/json", "Content-Length": len(body)})
        self.wfile.write(body)

    def _head(self, status: int, headers: dict[str, Any]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, str(value))
        self.end_headers()
