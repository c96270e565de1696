"""A real headless Chromium, spoken to over its DevTools protocol: what a person would do, and screenshots.

Small on purpose: open pages in separate profiles, run JavaScript, click, type, choose files, watch the network.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import websockets

READY = "document.querySelector('.composer textarea, body.site[data-ready]') !== null"  # a page that can be used
PATIENCE = 60.0  # seconds; a machine that trains models beside the tests is slow
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--mute-audio",
    "--use-fake-device-for-media-stream",  # a microphone that beeps, and nobody asked for it
    "--use-fake-ui-for-media-stream",
    "--remote-debugging-port=0",
)


def executable() -> str | None:
    """Return the path of an installed Chromium or Chrome, or None."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    """One Chromium process; `person` gives a page with a fresh profile, so each is somebody else."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._next = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        self._reader = asyncio.create_task(self._read())

    async def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Send one DevTools command and return its result."""
        self._next += 1
        answer = self._answers[self._next] = asyncio.get_running_loop().create_future()
        message = {"id": self._next, "method": method, "params": parameters}
        await self._socket.send(json.dumps(message | ({"sessionId": session} if session else {})))
        async with asyncio.timeout(PATIENCE):
            return await answer

    async def person(self, url: str = "", *, width: int = 1200, height: int = 860, dark: bool = False) -> Page:
        """Open a page in a profile of its own; without a ``url`` an empty one."""
        context = (await self.call("Target.createBrowserContext"))["browserContextId"]
        return await self._open(context, url, width, height, dark)

    async def tab(self, page: Page, url: str) -> Page:
        """Open another tab of the same person."""
        return await self._open(page.context, url, 1200, 860, False)

    async def _open(self, context: str, url: str, width: int, height: int, dark: bool) -> Page:
        target = (await self.call("Target.createTarget", url="about:blank", browserContextId=context))["targetId"]
        session = (await self.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        page = self._pages[session] = Page(self, session, context)
        for domain in ("Page", "Runtime", "Network", "DOM"):
            await page.call(f"{domain}.enable")
        await page.size(width, height, dark=dark)
        if url:
            await page.open(url)
        return page

    async def leave(self) -> None:
        """Close every page; the people behind them are forgotten."""
        for context in {page.context for page in self._pages.values()}:
            await self.call("Target.disposeBrowserContext", browserContextId=context)
        self._pages.clear()

    async def close(self) -> None:
        """End the browser."""
        with contextlib.suppress(websockets.ConnectionClosed, TimeoutError):  # it is killed where it does not answer
            await self.call("Browser.close")
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def _read(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            async for text in self._socket:
                message = json.loads(text)
                if "id" in message:
                    self._settle(message)
                elif page := self._pages.get(message.get("sessionId", "")):
                    page.hear(message["method"], message["params"])
        for answer in self._answers.values():
            if not answer.done():
                answer.set_result({})

    def _settle(self, message: dict[str, Any]) -> None:
        answer = self._answers.pop(message["id"])
        if "error" in message:
            answer.set_exception(RuntimeError(message["error"]["message"]))
        else:
            answer.set_result(message["result"])


class Page:
    """One tab."""

    def __init__(self, browser: Browser, session: str, context: str) -> None:
        self._browser, self._session = browser, session
        self.context = context  # the profile it belongs to
        self.requested: list[str] = []  # every address the page asked for, sockets included
        self.complaints: list[str] = []  # uncaught errors and console errors
        self._held: list[str] = []  # requests that wait

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a DevTools command to this tab."""
        return await self._browser.call(method, self._session, **parameters)

    def hear(self, method: str, event: dict[str, Any]) -> None:
        """Take in what the browser reports."""
        if method == "Network.requestWillBeSent":
            self.requested.append(event["request"]["url"])
        elif method == "Network.webSocketCreated":
            self.requested.append(event["url"])
        elif method == "Fetch.requestPaused":
            self._held.append(event["requestId"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(event["exceptionDetails"])[:600])
        elif method == "Runtime.consoleAPICalled" and event["type"] == "error":
            self.complaints.append(json.dumps(event["args"])[:600])

    async def size(self, width: int, height: int, *, dark: bool = False, mobile: bool = False) -> None:
        """Set the window's size and the system's colour scheme."""
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=mobile,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])

    async def open(self, url: str) -> None:
        """Go to an address and wait until the page can be used."""
        await self.call("Page.navigate", url=url)
        await self.until(READY)

    @contextlib.asynccontextmanager
    async def held(self, pattern: str) -> AsyncIterator[None]:
        """Let requests whose address fits ``pattern`` (with ``*``) wait until the block ends, as on a slow line."""
        await self.call("Network.setCacheDisabled", cacheDisabled=True)
        await self.call("Fetch.enable", patterns=[{"urlPattern": pattern}])
        try:
            yield
        finally:
            for request in self._held:
                await self.call("Fetch.continueRequest", requestId=request)
            self._held.clear()
            await self.call("Fetch.disable")
            await self.call("Network.setCacheDisabled", cacheDisabled=False)

    async def reload(self) -> None:
        """Load the page again."""
        await self.mark()
        await self.call("Page.reload")
        await self.replaced()

    async def mark(self) -> None:
        """Remember the page as it is, for `replaced`."""
        await self.run("window.before = true")

    async def replaced(self) -> None:
        """Wait until another page stands where the marked one was, which can be used."""
        await self.until(f"!window.before && {READY}")

    async def run(self, script: str) -> Any:
        """Return what a JavaScript expression (or promise) gives."""
        answer = await self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(json.dumps(answer["exceptionDetails"])[:800])
        return answer["result"].get("value")

    async def until(self, script: str, seconds: float = PATIENCE) -> Any:
        """Ask the page until an expression is true; raises `AssertionError` with the page's text after ``seconds``."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            with contextlib.suppress(RuntimeError, AssertionError):  # the page is just loading
                if value := await self.run(script):
                    return value
            await asyncio.sleep(0.05)
        text = await self.run("document.body.innerText")
        raise AssertionError(f"never true: {script}\n--- page ---\n{text}\n--- complaints ---\n{self.complaints}")

    async def sees(self, text: str, seconds: float = PATIENCE) -> None:
        """Wait until the page shows ``text``."""
        await self.until(f"document.body.innerText.includes({json.dumps(text)})", seconds)

    async def text(self) -> str:
        """Return everything readable on the page."""
        return await self.run("document.body.innerText")

    async def click(self, selector: str, label: str = "") -> None:
        """Click with a real mouse on the last element of ``selector`` that contains ``label``, once it stands still.

        The chat scrolls by itself when something arrives: between looking and pressing its neighbour may have moved in.
        """
        script = f"""(() => {{
            const found = [...document.querySelectorAll({json.dumps(selector)})]
                .filter((each) => each.textContent.includes({json.dumps(label)}))
                .filter((each) => each.getClientRects().length).at(-1);
            if (!found) return null;
            found.scrollIntoView({{ block: "center", behavior: "instant" }});
            const box = found.getBoundingClientRect();
            const place = [box.x + box.width / 2, box.y + box.height / 2];
            const still = window.lastPlace === place.join();
            window.lastPlace = place.join();
            return still ? place : null;
        }})()"""
        x, y = await self.until(script)
        for kind in ("mousePressed", "mouseReleased"):
            await self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    async def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        await self.call("Input.insertText", text=text)

    async def press(self, key: str) -> None:
        """Press a key such as ``Enter``."""
        codes = {"Enter": 13, "Tab": 9, "Escape": 27, "ArrowDown": 40, "ArrowRight": 39, "+": 187}
        facts = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        await self.call("Input.dispatchKeyEvent", type="keyDown", **facts)
        await self.call("Input.dispatchKeyEvent", type="keyUp", **facts)

    async def say(self, text: str) -> None:
        """Type a line into the chat and send it."""
        await self.run("document.querySelector('.composer textarea').focus()")
        await self.type(text)
        await self.press("Escape")  # no completion in the way
        await self.press("Enter")

    async def choose(self, *files: Path) -> None:
        """Hand files to the chat's file chooser."""
        root = (await self.call("DOM.getDocument"))["root"]["nodeId"]
        node = (await self.call("DOM.querySelector", nodeId=root, selector="input[type=file]"))["nodeId"]
        await self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    async def screenshot(self, file: Path) -> Path:
        """Save what is visible as PNG."""
        data = (await self.call("Page.captureScreenshot", format="png"))["data"]
        await asyncio.to_thread(file.write_bytes, base64.b64decode(data))
        return file


@contextlib.asynccontextmanager
async def chromium(path: str) -> AsyncIterator[Browser]:
    """Start Chromium with an empty profile; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        # As root Chromium refuses its own sandbox; it only ever opens pages of the test.
        sandbox = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        process = await asyncio.create_subprocess_exec(
            path,
            *FLAGS,
            *sandbox,
            f"--user-data-dir={profile}",
            "about:blank",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            port, address = await _port(Path(profile) / "DevToolsActivePort", process)
            async with websockets.connect(f"ws://127.0.0.1:{port}{address}", max_size=None, proxy=None) as socket:
                browser = Browser(socket)
                try:
                    yield browser
                finally:
                    await browser.close()
        finally:
            if process.returncode is None:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(10):
                        await process.wait()
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _port(file: Path, process: asyncio.subprocess.Process, seconds: float = 60.0) -> list[str]:
    """Return [port, path] once Chromium wrote them."""
    written: Callable[[], list[str]] = lambda: file.read_text().split() if file.exists() else []  # noqa: E731
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end and process.returncode is None:
        if len(lines := written()) == 2:
            return lines
        await asyncio.sleep(0.05)
    raise RuntimeError(f"Chromium did not start (exit code {process.returncode})")
