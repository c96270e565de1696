"""Reading the mark of what somebody sends: pictures, clips, GIFs."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engine.errors import BadPhotoError, JobCancelledError
from engine.safety import examine, frames, watermark
from engine.safety.provenance import label, save_labelled
from engine.safety.stamp import Stamp, stamped
from engine.talking import video
from engine.talking.label import labelled
from engine.talking.sound import Sound
from engine.tasks import task
from engine.tasks.stickers.run import sticker
from engine.tasks.verify.request import Verify
from engine.tasks.verify.run import run

NUMBER = 987_654_321


def looked(models, file):
    """Return the answer."""
    return run(Verify(file=file), models, lambda _: None, lambda: False)


def moving(rgb: np.ndarray):
    """Yield two seconds in which the middle of a picture moves."""
    height, width = rgb.shape[:2]
    for number in range(24):
        frame = rgb.copy()
        middle = frame[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
        middle[:] = np.roll(middle, round(6 * np.sin(number / 2)), 0)
        yield frame


@pytest.fixture(scope="module")
def clip(astronaut, tmp_path_factory):
    """A clip with its GIF and cover, and one without a mark."""
    folder = tmp_path_factory.mktemp("clip")
    tone = Sound(played=(np.sin(np.arange(96_000) / 50) * 0.3).astype(np.float32))
    with stamped(Stamp(number=NUMBER)):
        made = video.write(labelled(moving(astronaut), astronaut), tone, folder / "marked.mp4", fps=12)
        video.gif(made, folder / "marked.gif")
        video.cover(made, folder / "marked.jpg")
    plain = video.write(moving(astronaut), tone, folder / "plain.mp4", fps=12)
    video.gif(plain, folder / "plain.gif")
    video.cover(plain, folder / "plain.jpg")
    return folder


@pytest.mark.parametrize("kind", ["mp4", "gif", "jpg"])
def test_a_clip_its_gif_and_its_cover_name_the_job(models, clip, kind):
    """All of them are sent on by themselves. The same without a mark names nobody (control)."""
    found = looked(models, clip / f"marked.{kind}")
    assert (found.marked, found.number) == (True, NUMBER)
    plain = looked(models, clip / f"plain.{kind}")
    assert (plain.marked, plain.number) == (False, None)


def test_a_picture_says_it_by_its_pixels_and_by_its_file(models, astronaut, tmp_path):
    """The two are independent: a chat strips the one, an editor might keep only the other."""
    with stamped(Stamp(number=NUMBER)):
        save_labelled(astronaut, tmp_path / "document.png", facts={})
        Image.fromarray(label(astronaut)).save(tmp_path / "sent.jpg", quality=70)
    document, sent = looked(models, tmp_path / "document.png"), looked(models, tmp_path / "sent.jpg")
    assert (document.number, document.says) == (NUMBER, True)
    assert (sent.number, sent.says) == (NUMBER, False)


def test_a_sticker_names_the_job(models, astronaut, tmp_path):
    """The background is gone, and the mark is laid on what is left."""
    height, width = astronaut.shape[:2]
    y, x = np.mgrid[:height, :width]
    person = ((x - 230) ** 2 / 170**2 + (y - 330) ** 2 / 320**2 < 1).astype(np.float32)
    with stamped(Stamp(number=NUMBER)):
        Image.fromarray(sticker(astronaut, person, 512)).save(tmp_path / "a.webp", quality=92)
    assert looked(models, tmp_path / "a.webp").number == NUMBER


def test_frames_vote(astronaut):
    """One frame that reads another number, by a splice or by chance, does not decide."""
    ours, other = watermark.embed(astronaut, NUMBER), watermark.embed(astronaut, 5)
    assert examine.of_frames([ours, other, ours]).number == NUMBER
    assert examine.of_frames([other, ours, other]).number == 5


def test_a_playlist_and_rubbish_are_not_opened(models, tmp_path):
    """A file that only names other files would have the worker open them."""
    for name, data in (("list.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n"), ("a.gif", b"GIF89a rubbish")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(BadPhotoError):
            looked(models, tmp_path / name)
    assert frames.kind(tmp_path / "list.mp4") is None


def test_a_question_can_be_taken_back(models, astronaut, tmp_path):
    """Before the search begins."""
    Image.fromarray(astronaut).save(tmp_path / "a.png")
    with pytest.raises(JobCancelledError):
        run(Verify(file=tmp_path / "a.png"), models, lambda _: None, lambda: True)


def test_it_is_found_as_a_task():
    """By being there."""
    assert task("verify") is run
