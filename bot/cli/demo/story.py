"""What the demo plays: every step is something a person does in a chat."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.demo.photos import Photos
from bot.cli.demo.report import Report
from bot.cli.demo.screen import Screen
from bot.frontends.local.script import ScriptFrontEnd
from engine.tasks.enrol.request import Enrol
from engine.tasks.inspect.request import InspectPhoto
from engine.tasks.portrait.request import Portrait
from handlers.text import Translator
from handlers.views import Button, Failure, Pictures, Text, View
from storage import accounts, jobs
from storage.database import Database
from storage.jobs import Job

TRAINING_SECONDS = 3600.0  # on a busy machine; how long it should take is not decided here
DRAWING_SECONDS = 1800.0
LOOKING_SECONDS = 120.0  # the first photo waits for its models
START_SECONDS = 60.0
STOP_SECONDS = 20.0

Application = Callable[[asyncio.Event], Coroutine[None, None, None]]
"""Runs until the event is set."""


class DemoFailedError(Exception):
    """A step of the demo did not come to its end; the message says which and why."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to play."""

    photos: Photos
    styles: tuple[str, ...]  # one portrait in each
    count: int  # pictures the learnt face draws alone, and of the control
    seed: int
    alone: str = "natural"  # the style it draws them in


async def play(
    plan: Plan,
    chat: ScriptFrontEnd,
    application: Application,
    database: Path,
    report: Report,
    screen: Screen,
) -> None:
    """Run ``application`` with ``chat`` as its front end, play the conversation, draw the control, stop it.

    ``database`` is the application's; the numbers are read from it. Raises `DemoFailedError`, `NeverSaidError`,
    `NoSuchButtonError`.
    """
    stop = asyncio.Event()
    with report.step("start"):
        running = asyncio.create_task(application(stop))
        await _unless_ended(running, chat.ready.wait(), START_SECONDS)
    story = asyncio.create_task(_Story(plan, chat, database, report, screen).tell())
    try:
        await asyncio.wait([running, story], return_when=asyncio.FIRST_COMPLETED)
        if not story.done():
            raise DemoFailedError(f"the application ended: {running.exception() or 'without a reason'}")
        await story
    finally:
        story.cancel()
        stop.set()
        await asyncio.wait([running], timeout=STOP_SECONDS)
        running.cancel()
        await asyncio.gather(story, running, return_exceptions=True)


async def _unless_ended(running: asyncio.Task[None], ready: Awaitable[object], seconds: float) -> None:
    waiting = asyncio.ensure_future(ready)
    await asyncio.wait([running, waiting], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if not waiting.done():
        waiting.cancel()
        why = running.exception() if running.done() else f"not ready after {seconds:.0f} s"
        raise DemoFailedError(f"the application did not start: {why}")


class _Story:
    def __init__(self, plan: Plan, chat: ScriptFrontEnd, database: Path, report: Report, screen: Screen) -> None:
        self._plan, self._chat, self._report, self._screen = plan, chat, report, screen
        self._database = database

    async def tell(self) -> None:
        """Play all chapters."""
        await self._consent()
        await self._photos()
        await self._training()
        with self._report.step("portraits"):
            for style in self._plan.styles:
                await self._portraits(style)
        await self._alone()
        await self._control()

    async def _consent(self) -> None:
        with self._chapter("consent", "The bot asks before it looks at a face"):
            await self._chat.say("/start")
            await self._chat.wait_for(lambda view: any("v1:agree" in b.action for b in _buttons(view)))
            await self._chat.press("v1:agree")
            await self._chat.wait_for(lambda view: isinstance(view, Text))

    async def _photos(self) -> None:
        count = len(self._plan.photos.files)
        with self._chapter("photos", f"Selfies in: {self._plan.photos.story}"):
            await self._chat.send(*self._plan.photos.files)
            await self._chat.wait_until(lambda views: _looked_at(views, count), LOOKING_SECONDS)
        for file, job in zip(self._plan.photos.files, await self._jobs(InspectPhoto.kind), strict=False):
            await self._report.photo(file.name, job, self._chat.media)

    async def _training(self) -> None:
        with self._chapter("training", "The face is learnt"):
            await self._chat.press("v1:done")
            end = await self._chat.wait_for_job(TRAINING_SECONDS)
        _no_failure("training", end)
        (job,) = await self._jobs(Enrol.kind)
        self._report.training(job)

    async def _portraits(self, style: str) -> None:
        with self._chapter(f"portrait {style}", "Portraits out"):
            job = await self._drawn(
                f"/portrait {style} count=1 seed={self._plan.seed + self._plan.styles.index(style)}"
            )
        await self._report.portraits(job, self._chat.media, "portraits")

    async def _alone(self) -> None:
        """What the learnt face draws without a photo: by it is judged whether anything was learnt."""
        wish = f"/portrait {self._plan.alone} count={self._plan.count} seed={self._plan.seed} draw=base"
        with self._chapter("alone", "Drawn by the learnt face alone"):
            job = await self._drawn(wish)
        await self._report.portraits(job, self._chat.media, "alone")

    async def _drawn(self, wish: str) -> Job:
        await self._chat.say(wish)
        end = await self._chat.wait_for_job(DRAWING_SECONDS)
        _no_failure(wish, end)
        if not isinstance(end, Pictures):
            raise DemoFailedError(f"{wish}: no pictures came: {end}")
        return (await self._jobs(Portrait.kind))[-1]

    async def _control(self) -> None:
        """The same seeds without the face: what the base draws of anybody. An operator's request, not a command."""
        with self._chapter("control", "Control: the same seeds without the learnt face"):
            drawn = [job for job in await self._jobs(Portrait.kind) if job.request.get("draw") == "base"]
            self._chat.turn_page()
            made = [await self._enqueue_control(job) for job in drawn]
            ended = DRAWING_SECONDS * len(made)
            await self._chat.wait_until(lambda views: sum(map(_is_end, views)) >= len(made), ended)
        for job in await self._jobs(Portrait.kind):
            if job.id in made:
                await self._report.portraits(job, self._chat.media, "control")

    async def _enqueue_control(self, job: Job) -> str:
        request = job.request | {"use_face_lora": False, "fuse_face": False}
        async with Database.open(self._database) as database, database.transaction() as tx:
            control = await jobs.enqueue(
                tx,
                account=job.account,
                kind=job.kind,
                lane=job.lane,
                request=request,
                platform=job.platform,
                address=job.address,
                locale=job.locale,
                identity=job.identity,
            )
        return control.id

    async def _jobs(self, kind: str) -> list[Job]:
        """Return the person's jobs of one kind, oldest first."""
        async with Database.open(self._database) as database, database.reading() as rx:
            account = await accounts.find(rx, self._chat.name, self._chat.user)
            mine = await jobs.of(rx, account.id, limit=200) if account else []
        return [job for job in reversed(mine) if job.kind == kind]

    @contextmanager
    def _chapter(self, name: str, title: str) -> Iterator[None]:
        self._screen.heading(title)
        with self._report.step(name):
            yield


def _buttons(view: View) -> list[Button]:
    return [button for row in getattr(view, "buttons", ()) for button in row]


def _is_end(view: View) -> bool:
    return isinstance(view, Pictures | Failure)


def _looked_at(views: list[View], count: int) -> bool:
    """Say whether the newest message has a verdict on each of ``count`` photos, as a person would read it."""
    say = Translator().words("en")
    texts = [view.text for view in views if isinstance(view, Text)]
    if not texts:
        return False
    lines = texts[-1].splitlines()
    good, bad = say("selfies-line-good", number=count), say("selfies-line-bad", number=count, sentence="").strip()
    told = any(line == good or line.startswith(bad) for line in lines)
    return told and not any(say("selfies-line-look", number=number) in lines for number in range(1, count + 1))


def _no_failure(step: str, view: View) -> None:
    if isinstance(view, Failure):
        raise DemoFailedError(f"{step}: {view.text} (reference {view.trace})")
