"""Signing what a task hands over."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from engine.models import Models
from engine.requests import to_json
from engine.safety import credentials, signing
from engine.safety.provenance import save_labelled
from engine.settings import EngineSettings
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
    """One setting, one place, whatever the task; the folder fills itself."""
    models = Models(EngineSettings(weights=tmp_path, credentials=tmp_path / "keys"))
    wish = portrait("me", out=tmp_path / "out")
    message = {"kind": Portrait.kind, "request": to_json(wish)}
    result = perform(message, lambda kind: lambda job, *_: make(job), models, print, lambda: False)
    (picture,) = result.pictures
    assert credentials.read(picture.file.read_bytes(), "image/png")["state"] == "Valid"
    assert credentials.read(picture.raw.read_bytes(), "image/png") is None
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"certificate.pem", "key.pem"}


def test_without_a_folder_nothing_is_touched(tmp_path):
    """Off is off: not a byte differs."""
    made = make(portrait("me", out=tmp_path / "out"))
    before = made.pictures[0].file.read_bytes()
    signing.sign_result(made, None)
    assert made.pictures[0].file.read_bytes() == before


def test_a_video_is_signed_and_other_files_are_not(tmp_path):
    """Sounds and moving previews have no place for credentials here."""
    video, sound = tmp_path / "talk.mp4", tmp_path / "voice.ogg"
    assert signing.finished(SimpleNamespace(file=video, gif=tmp_path / "talk.gif")) == [video]
    assert signing.finished(SimpleNamespace(file=sound)) == []
