"""Signing what a task hands over."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import numpy as np
from PIL import Image

from engine.models import Models
from engine.requests import to_json
from engine.safety import credentials, signing
from engine.safety.origin import DRAWN, EDITED
from engine.safety.provenance import save_labelled
from engine.settings import EngineSettings
from engine.talking import video
from engine.talking.sound import Sound
from engine.tasks.portrait.request import Portrait
from engine.worker import perform
from tests.bot.helpers import drawn, portrait


def make(job) -> object:
    """Draw one grey picture, as a task does."""
    made = drawn(SimpleNamespace(request=job))
    for file in (made.pictures[0].file, made.pictures[0].raw):
        save_labelled(np.full((64, 64, 3), 128, np.uint8), file, facts={"seed": 1})
    return made


def test_a_worker_signs_what_people_get_and_nothing_else(tmp_path):
    """One setting, one place, whatever the task; the key is in no log."""
    pair = credentials.self_made(now=datetime.datetime.now(datetime.UTC))
    models = Models(EngineSettings(weights=tmp_path, signing=pair))
    wish = portrait("me", out=tmp_path / "out")
    message = {"kind": Portrait.kind, "request": to_json(wish)}
    result = perform(message, lambda kind: lambda job, *_: make(job), models, print, lambda: False)
    (picture,) = result.pictures
    assert credentials.read(picture.file.read_bytes(), "image/png")["state"] == "Valid"
    assert credentials.read(picture.raw.read_bytes(), "image/png") is None
    assert pair.key not in repr(models.settings)


def test_without_a_certificate_nothing_is_touched(tmp_path):
    """Off is off: not a byte differs."""
    made = make(portrait("me", out=tmp_path / "out"))
    before = made.pictures[0].file.read_bytes()
    signing.sign_result(made, None)
    assert made.pictures[0].file.read_bytes() == before


def test_a_video_is_signed_and_other_files_are_not(tmp_path):
    """Sounds have no place for credentials here."""
    video, sound = tmp_path / "talk.mp4", tmp_path / "voice.ogg"
    assert signing.finished(SimpleNamespace(file=video, gif=tmp_path / "talk.gif")) == [video, tmp_path / "talk.gif"]
    assert signing.finished(SimpleNamespace(file=sound)) == []


def test_what_cannot_be_signed_is_delivered_all_the_same(tmp_path, caplog):
    """Somebody waits for it. It stays byte for byte as it was, and the log says so."""
    broken = tmp_path / "a.png"
    broken.write_bytes(b"no picture")
    signing.sign_result(SimpleNamespace(file=broken), credentials.self_made(now=datetime.datetime.now(datetime.UTC)))
    assert broken.read_bytes() == b"no picture"
    assert "could not be signed" in caplog.text


def test_a_moving_picture_is_signed_and_still_moves(tmp_path):
    """GIFs are sent as documents too."""
    frames = [Image.new("RGB", (32, 32), (value, 0, 0)) for value in (0, 120, 240)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:], duration=100, loop=0)
    result = SimpleNamespace(gif=tmp_path / "a.gif")
    signing.sign_result(result, credentials.self_made(now=datetime.datetime.now(datetime.UTC)))
    assert credentials.read(result.gif.read_bytes(), "image/gif")["state"] == "Valid"
    with Image.open(result.gif) as image:
        assert image.n_frames == 3


def test_a_clip_of_an_edited_photo_and_its_gif_are_signed_as_edited(tmp_path):
    """The GIF was signed as drawn, beside its own clip. A clip of a drawn portrait is the control."""
    tone = Sound(played=(np.sin(np.arange(48_000) / 50) * 0.3).astype(np.float32))
    for origin in (DRAWN, EDITED):
        frames = [np.full((64, 64, 3), 20 * number, np.uint8) for number in range(10)]
        clip = video.write(frames, tone, tmp_path / "talk.mp4", fps=10, origin=origin)
        result = SimpleNamespace(file=clip.path, gif=video.gif(clip, tmp_path / "talk.gif"))
        signing.sign_result(result, credentials.self_made(now=datetime.datetime.now(datetime.UTC)))
        for file, mime in ((result.file, "video/mp4"), (result.gif, "image/gif")):
            (actions,) = [each["data"] for each in credentials.read(file.read_bytes(), mime)["assertions"]
                          if each["label"].startswith("c2pa.actions")]  # fmt: skip
            assert actions["actions"][0]["digitalSourceType"] == origin.term
