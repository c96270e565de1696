from __future__ import annotations

import io
from dataclasses import replace

import pytest

from bot.app import run_app
from bot.cli.demo.photos import Photos
from bot.cli.demo.report import Report
from bot.cli.demo.screen import Screen
from bot.cli.demo.story import DemoFailedError, Plan, play
from bot.frontends.local.script import ScriptFrontEnd
from bot.settings import DATABASE, load
from engine.requests import Lane
from engine.tasks.enrol.request import Enrol, NotEnoughPhotosError
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import Portraits
from tests.fakes.executor import FakeExecutor
from tests.fakes.intake import picture


class Engine(FakeExecutor):
    """Refuses the last photo, and draws strangers when the face's adapter is left out."""

    async def run(self, job, on_progress, cancel):
        result = await super().run(job, on_progress, cancel)
        if job.request.kind == "inspect" and len(job.request.known_hashes) == 2:
            return replace(result, problem=PhotoProblem.NO_FACE, cleaned=None)
        if isinstance(result, Portraits) and not job.request.use_face_lora:
            strangers = tuple(replace(one, likeness_before_fusion=0.2, likeness=0.2) for one in result.pictures)
            return replace(result, pictures=strangers)
        return result


class Broken(FakeExecutor):
    """Cannot learn."""

    async def run(self, job, on_progress, cancel):
        if isinstance(job.request, Enrol):
            raise NotEnoughPhotosError(0, 1)
        return await super().run(job, on_progress, cancel)


async def played(tmp_path, engine):
    files = []
    for color in ("red", "green", "blue"):
        files.append(tmp_path / f"{color}.png")
        files[-1].write_bytes(picture(color, (640, 640)))
    out = tmp_path / "out"
    out.mkdir()
    settings = load(env_file=None, overrides={"DATA_DIR": str(tmp_path / "data")})
    screen, report = Screen(io.StringIO()), Report(out)
    chat = ScriptFrontEnd(user="demo", listener=screen.heard)
    plan = Plan(
        photos=Photos(files=tuple(files), story="three colours"), styles=("cyberpunk", "sepia"), count=2, seed=7
    )
    lanes = {Lane.LOOK: engine, Lane.DEVICE: engine}

    def application(stop):
        return run_app(settings, [chat], stop=stop, executors=lanes)

    await play(plan, chat, application, tmp_path / "data" / DATABASE, report, screen)
    return report, chat


async def test_the_story_goes_from_selfies_to_a_measured_success(tmp_path):
    """The real application, database and queue; only the engine is a fake, and it draws the control worse."""
    report, chat = await played(tmp_path, Engine())
    assert report.learnt
    assert [photo["problem"] for photo in report.photos] == [None, None, "no-face"]
    assert [(one["style"], one["seed"]) for one in report.portraits_made] == [("cyberpunk", 7), ("sepia", 8)]
    assert [(one["style"], one["seed"]) for one in report.alone] == [("natural", 7), ("natural", 8)]
    assert [one["seed"] for one in report.control] == [7, 8]
    assert {"start", "consent", "photos", "training", "portrait cyberpunk", "control"} <= report.seconds.keys()
    assert "% likeness" in chat.transcript()


async def test_a_face_that_was_not_learnt_is_no_success(tmp_path):
    """The fake draws everybody alike here: the control is as good as the portraits."""
    report, _ = await played(tmp_path, FakeExecutor())
    assert not report.learnt


async def test_a_step_that_fails_ends_the_demo_with_the_bots_own_words(tmp_path):
    """Whoever runs the demo reads why, not a traceback."""
    with pytest.raises(DemoFailedError, match="training"):
        await played(tmp_path, Broken())


async def test_an_application_that_cannot_start_is_said_at_once(tmp_path):
    """Not after a minute of waiting."""

    async def application(stop):
        raise OSError("no room")

    chat = ScriptFrontEnd(user="demo")
    plan = Plan(photos=Photos(files=(), story=""), styles=(), count=1, seed=0)
    with pytest.raises(DemoFailedError, match="no room"):
        await play(plan, chat, application, tmp_path / "db", Report(tmp_path), Screen(io.StringIO()))
