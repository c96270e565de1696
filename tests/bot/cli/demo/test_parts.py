from __future__ import annotations

import io
import json
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from bot.__main__ import main
from bot.cli.demo.photos import NoPhotosError, gather
from bot.cli.demo.report import Report
from bot.cli.demo.screen import Screen, bar
from bot.cli.demo.sheet import Band, Cell, draw_sheet
from bot.frontends.local.script import Heard
from handlers.views import Progress, Text
from tests.fakes.intake import picture


def portrait(number, before, after):
    facts = {"seed": number, "distance": 0.5, "distance_before_fusion": 0.6, "likely": True}
    return facts | {
        "file": f"media:f{number}",
        "raw": f"media:r{number}",
        "likeness": after,
        "likeness_before_fusion": before,
    }


def drawing(style, *pictures, seconds=None):
    result = {
        "style": style,
        "pictures": list(pictures),
        "backends": {"embed": "dlib"},
        "seconds": seconds or {"draw": 1.0},
    }
    return SimpleNamespace(state="done", result=result, request={"seed": 7})


def inspection(problem=None, quality=0.8):
    result = {
        "problem": problem,
        "quality": quality,
        "cleaned": "media:c",
        "seconds": 0.3,
        "backends": {"detect": "mesh"},
    }
    return SimpleNamespace(state="done", result=result, request={})


async def media(name):
    return picture("teal", (512, 512)), "image/png"


async def filled(folder, before, control):
    report = Report(folder)
    await report.photo("me.png", inspection(), media)
    await report.photo("cat.png", inspection("no-face"), media)
    photo = portrait(5, 0.99, 0.99) | {"source": "photo", "photo": 1, "raw": "media:f5"}
    await report.portraits(drawing("oil", photo), media, "portraits")
    await report.portraits(drawing("noir", portrait(7, before, 0.9), portrait(8, before, 0.9)), media, "alone")
    await report.portraits(drawing("noir", portrait(7, control, control)), media, "control")
    return report


async def test_the_demo_succeeds_only_if_the_face_was_learnt(tmp_path):
    """Fusion alone would make any picture alike; the likeness before it must beat the control's."""
    assert (await filled(tmp_path, before=0.6, control=0.4)).learnt
    assert not (await filled(tmp_path, before=0.4, control=0.4)).learnt


def test_an_empty_demo_is_no_success(tmp_path):
    """Nothing drawn proves nothing."""
    assert not Report(tmp_path).learnt


async def test_the_report_holds_every_number_a_reader_needs(tmp_path):
    """Seconds, backends, seeds, likeness before and after fusion, and the control's."""
    report = await filled(tmp_path, before=0.6, control=0.4)
    with report.step("training"):
        pass
    report.write("you   /start")
    told = json.loads((tmp_path / "report.json").read_text())
    assert told["mean"]["alone"] == {"likeness_before_fusion": 0.6, "likeness": 0.9}
    assert told["mean"]["control"]["likeness_before_fusion"] == 0.4
    assert [one["seed"] for one in told["alone"]] == [7, 8]
    assert {"training", "total"} <= told["seconds"].keys()
    assert told["backends"] == {"detect": "mesh", "embed": "dlib"}
    assert [photo["problem"] for photo in told["photos"]] == [None, "no-face"]
    assert all((tmp_path / name).exists() for name in told["files"])


async def test_a_new_demo_removes_what_the_last_one_wrote_and_nothing_else(tmp_path):
    """A folder of the operator's may hold other pictures."""
    (tmp_path / "mine.png").write_bytes(picture())
    (await filled(tmp_path, before=0.6, control=0.4)).write("")
    Report(tmp_path).clear()
    assert [file.name for file in tmp_path.iterdir()] == ["mine.png"]


async def test_the_contact_sheet_shows_selfie_portraits_and_control(tmp_path):
    """One look tells whether it worked."""
    report = await filled(tmp_path, before=0.6, control=0.4)
    report.contact_sheet()
    with Image.open(tmp_path / "contact.png") as sheet:
        assert sheet.width == 1500
        teal = (np.asarray(sheet.convert("RGB")) == (0, 128, 128)).all(-1)
        # One selfie a tenth of the page wide, one portrait a third, two alone and one control an eighth each.
        sides = (1488 // 10 - 12, 1488 // 3 - 12, 1488 // 8 - 12)
        assert teal.sum() == sum(n * side**2 for n, side in zip((1, 1, 3), sides, strict=True))


def test_a_sheet_of_one_selfie_is_a_sheet(tmp_path):
    """A demo that failed early still shows what there is."""
    (tmp_path / "a.png").write_bytes(picture())
    draw_sheet([Band("Selfies", (Cell(tmp_path / "a.png"),), 10)], tmp_path / "sheet.png")
    assert (tmp_path / "sheet.png").stat().st_size > 0


def test_the_bar_tells_share_and_time_left():
    """What a waiting person wants to know."""
    line = bar(Progress(job="1", text="**learning**", done=0.5, finish_at=190), 100)
    assert line == "[##############..............]  50 %  1:30 left  learning"
    assert "left" not in bar(Progress(job="1", text="x", done=2.0), 0)


def test_without_a_terminal_progress_is_said_once_a_quarter():
    """A log of a build server must not hold a thousand bars."""
    out = io.StringIO()
    screen = Screen(out)
    for percent in range(101):
        view = Progress(job="1", text="learning", done=percent / 100)
        screen.heard(Heard(message="m", at=0, view=view, words=""))
    screen.heard(Heard(message="m", at=0, view=Text(text="done"), words="done"))
    assert out.getvalue().count("learning") == 5
    assert out.getvalue().endswith("bot  done\n")


def test_of_a_changed_message_only_the_news_is_printed():
    """Eight verdicts arrive as edits of one message; nobody wants to read it eight times."""
    out = io.StringIO()
    screen = Screen(out)
    for words in ("1. … looking\n2. … looking", "1. good\n2. … looking\n(Done)", "1. good\n2. no face\n(Done)"):
        screen.heard(Heard(message="m", at=0, view=Text(text=words), words=words))
    assert out.getvalue().splitlines() == ["bot  1. … looking", "     2. … looking", "bot  1. good", "bot  2. no face"]


def test_the_synthetic_person_comes_with_a_cat_that_must_be_refused(tmp_path, monkeypatch):
    """The demo shows verdicts, not only success; loading it must not load numpy into the bot."""
    sheet = tmp_path / "sheet.png"
    sheet.write_bytes(picture("teal", (2600, 2600)))
    monkeypatch.setattr("engine.weights.path", lambda folder, component, file: sheet)
    photos = gather(None, tmp_path / "work", tmp_path)
    names = [file.name for file in photos.files]
    assert "cat.png" in names
    assert len(names) == 11
    program = "import sys; import bot.cli.demo.photos; print([n for n in ('skimage', 'numpy') if n in sys.modules])"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_without_the_synthetic_person_it_is_said_how_to_get_one(tmp_path):
    """One command, not a traceback."""
    with pytest.raises(NoPhotosError, match="weights fetch people"):
        gather(None, tmp_path / "work", tmp_path)


async def test_a_portrait_of_a_photo_is_no_evidence_of_learning(tmp_path):
    """It is like the person whatever was learnt: only what the face draws alone is compared with the control."""
    report = await filled(tmp_path, before=0.3, control=0.4)
    assert not report.learnt  # although the photo's likeness is 0.99
    report.write("")
    told = json.loads((tmp_path / "report.json").read_text())
    assert told["portraits"][0]["what"] == "the person's own photo in a new light"
    assert (told["portraits"][0]["source"], told["portraits"][0]["raw"]) == ("photo", None)
    assert {one["what"] for one in told["alone"]} == {"drawn by the learnt face"}
    assert {one["what"] for one in told["control"]} == {"drawn without the learnt face"}


def test_a_folder_of_ones_own_photos_is_taken_as_it_is(tmp_path):
    """Only pictures, in the order of their names."""
    for name in ("b.jpg", "a.HEIC", "notes.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert [file.name for file in gather(tmp_path, tmp_path / "work", tmp_path).files] == ["a.HEIC", "b.jpg"]


def test_a_folder_without_photos_is_said_at_once(tmp_path):
    """Not after a minute of loading models."""
    with pytest.raises(NoPhotosError, match="no photos"):
        gather(tmp_path, tmp_path / "work", tmp_path)


def test_a_style_that_is_not_there_is_said_before_anything_is_learnt(tmp_path, capsys, monkeypatch):
    """After the training, which takes minutes, it was too late."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.cli.demo.play", None)  # the control: nothing is played
    assert main(["demo", "--styles", "oil", "cyberpnk", "--out", str(tmp_path / "out")]) == 1
    assert "no style is called cyberpnk. Did you mean cyberpunk" in capsys.readouterr().out
