"""The whole bot on a flow family, as a person meets it: photos, at once, learnt, drawn, put into a picture."""

from __future__ import annotations

import asyncio
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from bot.app import run_app
from bot.cli.demo.story import LOOKING_SECONDS, START_SECONDS, TRAINING_SECONDS
from bot.frontends.local.script import ScriptFrontEnd
from bot.settings import DATABASE, load
from engine import bases, tasks
from engine.models import Models
from engine.queue.executor import OnProgress
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Result, to_json
from engine.tasks.template.request import Template
from engine.worker import perform
from handlers.views import Failure, Pictures, View
from storage import accounts, jobs
from storage.database import Database
from tests.engine.diffusion import tiny, tiny_flow

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:Mismatch dtype between input and weight"),  # of autocast
]
RECORD = """
[dreamy]
like = "flux2-klein-base-4b"
title = "Dreamy"
file = "dreamy"
licence = "Apache-2.0"
commercial = true
smallest_face = 72
"""


WISHES = {  # what somebody wants to see, and what the base is told of it
    "en": ("in a red coat, in Paris at night", "red coat"),
    "de": ("im roten Mantel, nachts in Paris", "red coat"),
    "es": ("con un abrigo rojo, de noche en París", "red coat"),
}
ENGLISH = re.compile(r"\b(?:the|you|your|is|are|with|of|photo|face)\b", re.IGNORECASE)


class InThisProcess:
    """An executor that runs the real tasks in this process, one at a time, with a base of a few steps."""

    slots = 1

    def __init__(self, models: Models) -> None:
        self._models, self._busy = models, asyncio.Lock()

    async def start(self) -> None:
        """Nothing to bring up."""

    async def close(self) -> None:
        """Nothing to end."""

    async def forget(self) -> None:
        """Let go of people."""
        self._models.forget_people()

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job as a worker does."""
        loop = asyncio.get_running_loop()

        def heard(step: Progress) -> None:
            loop.call_soon_threadsafe(on_progress, step)

        request = job.request
        if isinstance(request, Template):  # by itself a face is own pixels; here the base draws it
            request = replace(request, draw="base", count=1)
        message = {"kind": request.kind, "request": to_json(request)}
        async with self._busy:
            return await asyncio.to_thread(perform, message, tasks.task, self._models, heard, cancel.is_set)


def _pictures(views: list[View]) -> bool:
    failed = next((view for view in views if isinstance(view, Failure)), None)
    assert failed is None, failed
    return any(isinstance(view, Pictures) for view in views)


def _prepared(folder: Path, weights_folder: Path) -> Path:
    """Return a folder of weights with a tiny klein in it, described as an operator does."""
    weights = folder / "weights"
    weights.mkdir()
    for component in weights_folder.iterdir():
        (weights / component.name).symlink_to(component.resolve())
    tiny_flow.write(weights, "flux2-klein", "dreamy")
    (weights / "families.toml").write_text(RECORD)
    return weights


@pytest.mark.parametrize("locale", WISHES)
async def test_the_whole_story_of_a_chat(tmp_path: Path, weights_folder: Path, locale: str):
    """The operator's six lines, a tiny klein: nothing between chat and pictures knows only Stable Diffusion.

    In the language of whoever writes, from the first sentence to the last, a portrait in their own words among them.
    """
    wish, told = WISHES[locale]
    weights, photo = _prepared(tmp_path, weights_folder), tmp_path / "photo.png"
    Image.fromarray(skimage.data.astronaut()).save(photo)
    again = shutil.copy(photo, tmp_path / "template.png")
    said = {"DATA_DIR": str(tmp_path / "data"), "WEIGHTS_DIR": str(weights), "ENGINE_BASE": "dreamy"}
    settings = load(env_file=None, overrides=said | {"ENGINE_DEVICE": "cpu", "LOG_LEVEL": "warning"})
    models = Models(tiny.settings(weights, "dreamy"))
    models.family = tiny.shrunk(bases.choose("dreamy", weights, accelerator=False))
    chat, stop, worker = ScriptFrontEnd(user="ada", locale=locale), asyncio.Event(), InThisProcess(models)
    running = asyncio.create_task(
        run_app(settings, [chat], stop=stop, executors={Lane.LOOK: worker, Lane.DEVICE: worker}, seed=lambda: 7)
    )
    try:
        await asyncio.wait_for(chat.ready.wait(), START_SECONDS)
        await chat.say("/start")
        await chat.wait_for(lambda view: "v1:agree" in str(view))
        await chat.press("v1:agree")
        await chat.send(photo)
        await chat.wait_for(lambda view: "v1:done" in str(view), LOOKING_SECONDS)
        await chat.press("v1:done")
        await chat.wait_for_job(TRAINING_SECONDS)
        await chat.say(f"/portrait natural count=1 prompt={wish}")
        await chat.wait_until(_pictures, TRAINING_SECONDS)
        await chat.say("/inpaint")
        await chat.send(Path(again))
        await chat.wait_until(_pictures, TRAINING_SECONDS)
        async with Database.open(settings.data.folder / DATABASE) as database, database.reading() as rx:
            mine = await jobs.of(rx, (await accounts.find(rx, chat.name, chat.user)).id, limit=50)
    finally:
        stop.set()
        await asyncio.wait([running], timeout=20)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    done = {job.kind: job for job in mine}
    assert {"instant", "enrol", "portrait", "inspect-template", "template"} <= done.keys()
    assert {job.state for job in mine} == {"done"}
    assert told in chat.transcript(), "what of the wish the base was told"
    heard = (line for each in chat.heard if each.view is not None for line in each.words.splitlines())
    said = [line for line in heard if told not in line]
    english = [line for line in said if ENGLISH.search(line)]
    assert bool(english) is (locale == "en"), english
