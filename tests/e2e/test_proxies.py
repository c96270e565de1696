"""The proxies of docs/operate.md, as they stand there, before the real bot; where nginx or Caddy is installed."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import getpass
import re
import shutil
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import websockets
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.frontends.local.login.attempts import PER_ADDRESS
from tests.bot.frontends.local.login.door import PASSWORD
from tests.e2e.browser import PATIENCE
from tests.e2e.running import answers, bot_process
from tests.e2e.test_login import free_port, somebody
from tests.fakes.intake import picture

PAGE = (Path(__file__).parents[2] / "docs" / "operate.md").read_text("utf-8")
HOST = "localhost"
TRAFFIC = """
user {user}; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{ access_log off; {temp} {server} }}
"""


def documented(kind: str) -> str:
    """Return the file the page shows for a proxy."""
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def certificate(folder: Path) -> None:
    """Make a certificate of our own for the name of the test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "portraits.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    plain = key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
    (folder / "portraits.key").write_bytes(plain)


def command(kind: str, folder: Path, port: int, behind: int) -> list[str]:
    """Write the documented file with our ports and return how the proxy is started with it."""
    text = documented(kind).replace("127.0.0.1:8765", f"127.0.0.1:{behind}")
    if kind == "nginx":
        text = text.replace("listen 443", f"listen 127.0.0.1:{port}").replace("portraits.example.org", HOST)
        text = text.replace("/etc/ssl/", f"{folder}/")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temp = " ".join(f"{each}_temp_path {folder}/{each};" for each in kinds)
        whole = TRAFFIC.format(user=getpass.getuser(), folder=folder, temp=temp, server=text)
        (folder / "nginx.conf").write_text(whole)
        return ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    head = "{\n    admin off\n    auto_https disable_redirects\n}\n"
    tls = f"    bind 127.0.0.1\n    tls {folder}/portraits.pem {folder}/portraits.key\n"
    text = text.replace("portraits.example.org {\n", f"https://{HOST}:{port} {{\n{tls}")
    (folder / "Caddyfile").write_text(head + text)
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@contextlib.asynccontextmanager
async def proxied(kind: str, folder: Path) -> AsyncIterator[tuple[str, httpx.AsyncClient, ssl.SSLContext]]:
    """Run the bot and a proxy before it; gives the public address, a browser there, and whom it trusts."""
    await asyncio.to_thread(certificate, folder)
    await somebody(folder)
    port, behind = free_port(), free_port()
    url = f"https://{HOST}:{port}"
    chosen = {"DATA_DIR": str(folder), "LOCAL_CHAT_PORT": str(behind), "LOCAL_CHAT_LOGIN": "password"}
    chosen |= {"LOCAL_CHAT_URL": url, "LOCAL_CHAT_PROXIES": "127.0.0.1", "LOG_LEVEL": "error"}
    trusted = ssl.create_default_context(cafile=str(folder / "portraits.pem"))
    program = await asyncio.create_subprocess_exec(
        *command(kind, folder, port, behind), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with bot_process(chosen), httpx.AsyncClient(base_url=url, verify=trusted, timeout=PATIENCE / 2) as client:
            async with asyncio.timeout(PATIENCE):
                while not await answers(client, "/login"):  # noqa: ASYNC110 - another process, which tells nobody
                    await asyncio.sleep(0.1)
            yield url, client, trusted
    finally:
        program.terminate()
        await program.wait()


async def sign_in(client: httpx.AsyncClient, password: str = PASSWORD, **headers: str) -> httpx.Response:
    """Fill in the form of the login page."""
    page = (await client.get("/login")).text
    token = re.search(r'name="csrf" value="(\w+)"', page)
    assert token is not None
    fields = {"csrf": token[1], "name": "ann", "password": password}
    return await client.post("/login", data=fields, headers={"origin": str(client.base_url).rstrip("/"), **headers})


@pytest.mark.parametrize("kind", ["nginx", "caddy"])
async def test_the_documented_proxy_carries_all_of_the_app(kind, tmp_path):
    """Signing in, a line, an upload, the socket; and nothing that only looks as if it came from there."""
    if shutil.which(kind) is None:
        pytest.skip(f"{kind} is not installed")
    async with proxied(kind, tmp_path) as (url, client, trusted):
        given = (await sign_in(client)).headers.get_list("set-cookie")
        assert any(each.startswith("__Host-portrait_login=") and "Secure" in each for each in given)
        page = await client.get("/", headers={"accept": "text/html"})
        assert page.status_code == 200
        assert page.headers["strict-transport-security"]
        token = {"x-csrf-token": client.cookies["__Host-portrait_csrf"], "origin": url}
        assert (await client.post("/say?id=a1", content="/start", headers=token)).status_code == 204
        assert (await client.post("/say?id=a2", content="/start", headers={"origin": url})).status_code == 403
        sent = picture("green") + bytes(3_000_000)
        assert (await client.post("/upload?id=a3&name=a.png", content=sent, headers=token)).status_code == 204
        address = url.replace("https", "wss") + "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        async with websockets.connect(
            address, ssl=trusted, additional_headers={"cookie": cookies}, origin=url
        ) as socket:
            assert (await socket.recv()).startswith("0{")
        with pytest.raises(websockets.InvalidStatus):
            async with websockets.connect(address, ssl=trusted, origin=url):
                pass
        assert (await client.get("/login", headers={"host": "evil.example"})).status_code >= 400 or kind == "caddy"
        async with httpx.AsyncClient(base_url=url, verify=trusted, timeout=PATIENCE / 2) as stranger:
            codes = []
            for n in range(PER_ADDRESS + 1):
                answer = await sign_in(stranger, "guess guess", **{"x-forwarded-for": f"203.0.113.{n}"})
                codes.append(answer.status_code)
        assert codes[0] == 403
        assert codes[-1] == 429, "a made-up address wins no more tries"
