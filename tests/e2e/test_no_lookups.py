"""The whole bot, unchanged and with its real workers, looks up nobody but whom the settings name."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from skimage.data import astronaut

from engine import quiet
from tests.e2e.running import ROOT
from tests.e2e.test_telegram_story import Ada
from tests.engine.faces.altered import encoded
from tests.fakes.telegram import FakeTelegram
from tests.trap import Trap

PATIENCE = 300.0  # seconds until both photos are looked at, on a machine that has other things to do
LINGER = 10.0  # seconds after the last answer: a client of a collector calls at once and then ever again


@contextlib.asynccontextmanager
async def running(environment: dict[str, str]) -> AsyncIterator[None]:
    """``python -m bot run``, stopped as a service manager stops it."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment, cwd=ROOT)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        await process.wait()


@pytest.mark.slow
async def test_the_whole_bot_looks_up_nobody(tmp_path: Path, weights_folder: Path):
    """Faces are looked at by libraries whose makers like to be told; nothing of it may leave, and no device id stay."""
    trap, home = Trap(tmp_path / "trap"), tmp_path / "home"
    home.mkdir()
    told = {name: value for name, value in os.environ.items() if name not in {*quiet.VARIABLES, *quiet.NO_WAY_OUT}}
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(home))
    async with FakeTelegram() as server:
        settings = {
            "DATA_DIR": str(tmp_path / "data"),
            "WEIGHTS_DIR": str(weights_folder),
            "STYLES_DIR": str(tmp_path / "styles"),
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "TELEGRAM_FILE_URL": server.url,
            "LOCAL_CHAT_PORT": "0",
        }
        async with running({**told, **places, **settings, **trap.environment}):
            ada = Ada(server)
            ada.types("/start")
            await ada.presses("button-agree")
            await ada.sees("Thank you")
            server.user_photo(encoded(astronaut(), "PNG"), ada.uid)
            await server.until(lambda: any("1 usable" in text for text in server.texts(ada.uid)), PATIENCE)
            await asyncio.sleep(LINGER)
    assert trap.caught() == set()
    left = {file.relative_to(home) for file in home.rglob("*") if file.is_file()}
    assert {file for file in left if file.suffix == ".ses" or "onnx" in str(file).lower()} == set()
