"""Reading the Content Credentials of strangers' files."""

from __future__ import annotations

import datetime
import http.server
import io
import random
import threading

import pytest
from PIL import Image, PngImagePlugin

from engine.safety import credentials

NAMING = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dcterms="http://purl.org/dc/terms/" dcterms:provenance="{address}"/></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="w"?>'
)


@pytest.fixture
def listener():
    """A web server of this machine; its ``asked`` are the paths that were called."""

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Listening)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def naming(address: str, kind: str) -> bytes:
    """Return a picture that says its credentials lie at an address."""
    words, buffer, image = NAMING.format(address=address), io.BytesIO(), Image.new("RGB", (32, 32))
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", words)
        image.save(buffer, kind, pnginfo=info)
    else:
        image.save(buffer, kind, xmp=words.encode())
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nobody_is_called_because_a_picture_says_so(listener, kind):
    """Else whoever sends a picture learns where and when it is looked at, and reaches the operator's own network."""
    found = credentials.read(naming(f"http://127.0.0.1:{listener.server_port}/a.c2pa", kind), f"image/{kind.lower()}")
    assert listener.asked == []
    assert found == {"state": credentials.UNREADABLE}


def test_damaged_credentials_are_a_state_and_no_error():
    """``verify`` goes on to the next file, whatever is in this one. The control: undamaged they are valid."""
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32)).save(buffer, "PNG")
    signer = credentials.Signer(credentials.self_made(now=datetime.datetime.now(datetime.UTC)))
    signed = signer.sign(buffer.getvalue(), "image/png", {})
    assert credentials.read(signed, "image/png")["state"] == "Valid"
    chance = random.Random(5)
    states = set()
    for _ in range(60):
        hurt = bytearray(signed)
        for _ in range(chance.choice((1, 4, 40))):
            hurt[chance.randrange(33, len(hurt))] = chance.randrange(256)
        if chance.random() < 0.2:
            del hurt[chance.randrange(33, len(hurt)) :]
        found = credentials.read(bytes(hurt), "image/png")
        states.add(found and found["state"])
    assert "Valid" not in states
    assert states >= {"Invalid", credentials.UNREADABLE}
