"""Was this picture made here?"""

from __future__ import annotations

import asyncio
import io

import numpy as np
import pytest
from PIL import Image
from skimage import data

from bot.__main__ import main
from bot.settings import DATABASE
from engine.faces import images
from engine.safety.examine import strongest, trimmed
from engine.safety.provenance import label, save_labelled
from engine.safety.stamp import Stamp, stamped
from engine.safety.watermark import detect
from storage import jobs
from storage.database import Database
from tests.storage.helpers import new_job

FACTS = {"generator": "portrait-bot", "version": "1", "style": "oil", "job": "42"}
PICTURES = {name: np.ascontiguousarray(getattr(data, name)()[..., :3]) for name in ("astronaut", "chelsea", "rocket")}


def through_a_chat(rgb: np.ndarray) -> np.ndarray:
    """Return a picture as a chat's photo comes out: a JPEG of quality 70."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=70)
    return images.load(buffer.getvalue())


def framed(rgb: np.ndarray) -> np.ndarray:
    """Return a picture as a screenshot shows it: black bars above and below, wider ones than the picture is off."""
    height, width = rgb.shape[:2]
    screen = np.full((height + 180, width + 40, 3), 12, np.uint8)
    screen[120 : 120 + height, 20 : 20 + width] = rgb
    return screen


WAYS = {
    "as it is": lambda rgb: rgb,
    "mirrored": lambda rgb: np.ascontiguousarray(rgb[:, ::-1]),
    "without its border": framed,
    "mirrored, without its border": lambda rgb: framed(np.ascontiguousarray(rgb[:, ::-1])),
}


@pytest.mark.parametrize("way", list(WAYS))
@pytest.mark.parametrize("name", list(PICTURES))
def test_a_mark_is_found_mirrored_and_in_a_screenshot(name, way):
    """After a chat's re-encoding too. Of the framed the plain reader finds none (control)."""
    changed = through_a_chat(WAYS[way](label(PICTURES[name])))
    mark = strongest(changed)
    assert mark.sure > 0.9
    assert mark.seen == way
    assert (detect(changed) > 0.5) is ("border" not in way)


@pytest.mark.parametrize("name", list(PICTURES))
@pytest.mark.parametrize("way", list(WAYS))
def test_nothing_is_found_where_nothing_is(name, way):
    """More looks are more chances to be wrong: an unmarked picture must stay unmarked by all of them."""
    assert strongest(through_a_chat(WAYS[way](PICTURES[name]))).sure < 0.2


def test_a_picture_without_a_border_keeps_its_edges():
    """What is trimmed too far would be a crop, and a crop takes the mark away."""
    rgb = PICTURES["chelsea"]
    assert trimmed(rgb).shape == rgb.shape
    assert trimmed(framed(rgb)).shape == rgb.shape


async def test_a_file_says_by_which_job_it_was_made(tmp_path, capsys, monkeypatch):
    """What an operator answers a complaint with, from a screenshot too. Another bot's number names nobody (control)."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    async with Database.open(tmp_path / DATABASE) as db:
        await new_job(db)
        job = await new_job(db)
    shot, other, plain = (tmp_path / f"{name}.png" for name in ("shot", "other", "plain"))
    with stamped(Stamp(number=jobs.short(job.id))):
        Image.fromarray(framed(label(PICTURES["astronaut"]))).save(shot)
    with stamped(Stamp(number=(jobs.short(job.id) + 1) % (1 << 30))):
        save_labelled(PICTURES["astronaut"], other, facts=FACTS)
    Image.fromarray(PICTURES["astronaut"]).save(plain)
    said = [await asyncio.to_thread(verify, capsys, file) for file in (shot, other, plain)]
    assert f"made here (sure to 100%, seen without its border), by job {job.number}: portrait" in said[0][1]
    assert "of another bot" in said[1][1]
    assert "trainedAlgorithmicMedia" in said[1][1]
    assert "no mark" in said[2][1]
    assert [code for code, _ in said] == [0, 0, 1]
    assert (await asyncio.to_thread(verify, capsys, tmp_path / "nowhere.png"))[0] == 1


def verify(capsys, file) -> tuple[int, str]:
    """Return the exit code and what was said."""
    return main(["verify", str(file)]), capsys.readouterr().out
