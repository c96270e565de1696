from __future__ import annotations

import httpx
import pytest

from bot.frontends.local.gate import Gate, is_loopback


async def hello(scope, receive, send):
    assert scope["type"] == "http"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"hello"})


async def ask(host, origin=None, names=()):
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Gate(hello, names)), base_url=f"http://{host}"
    ) as client:
        return await client.get("/", headers={"origin": origin} if origin else {})


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "chat.localhost:8765", "[::1]:8765", "127.8.8.8"])
async def test_this_machine_is_let_in(host):
    """The default: a browser on the same machine."""
    assert (await ask(host)).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.9"])
async def test_a_foreign_name_is_refused(host):
    """DNS rebinding: a foreign name that points to 127.0.0.1 must not reach anybody's photos."""
    assert (await ask(host)).status_code == 400


async def test_a_foreign_page_is_refused():
    """Another web site in the person's own browser must not speak for them."""
    assert (await ask("127.0.0.1:8765", "https://evil.example")).status_code == 403
    assert (await ask("127.0.0.1:8765", "http://127.0.0.1:9999")).status_code == 403
    assert (await ask("127.0.0.1:8765", "null")).status_code == 403
    assert (await ask("127.0.0.1:8765", "http://127.0.0.1:8765")).status_code == 200


async def test_a_foreign_socket_is_refused():
    """A socket is not covered by the browser's same-origin rule, so the server has to look."""
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    headers = [(b"host", b"127.0.0.1:8765"), (b"origin", b"https://evil.example")]
    await Gate(hello)({"type": "websocket", "headers": headers}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]


async def test_the_host_the_operator_chose_is_let_in():
    """Bound to a name or an address on purpose."""
    assert (await ask("studio.lan:8765", names={"studio.lan"})).status_code == 200
    assert (await ask("192.168.1.9", names={"0.0.0.0"})).status_code == 200
    assert (await ask("evil.example", names={"0.0.0.0"})).status_code == 400


async def test_every_answer_forbids_outside_sources():
    """The page works without the internet and cannot be framed."""
    policy = (await ask("127.0.0.1")).headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http" not in policy


def test_loopback_is_known_by_name_and_number():
    """Used for the operator's warning too."""
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "::1", "[::1]")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.0.1", "example.org", "")))
