"""The pipeline of paper 2.1 as pictures."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.errors import BadPhotoError
from engine.faces import align, stages
from engine.requests import to_json
from tests.engine.faces.altered import encoded, without_face

NAMES = ["received", "upright", "level", "cropped", "head", "clean", "retouched", "learnt"]


@pytest.fixture(scope="module")
def steps(faces, astronaut, tmp_path_factory):
    """The stages of a photo that lies on its side and is tilted."""
    photo = tmp_path_factory.mktemp("stages") / "photo.jpg"
    tilted = Image.fromarray(astronaut).rotate(12, Image.Resampling.BICUBIC, fillcolor=(127, 127, 127))
    photo.write_bytes(encoded(np.ascontiguousarray(np.rot90(np.asarray(tilted))), "JPEG", quality=95))
    return {step.name: step for step in stages.stages(faces, photo, bases.families()["pocket"])}


def test_the_stages_are_those_of_the_paper(steps):
    """In its order."""
    assert list(steps) == NAMES


def test_the_face_stands_upright_and_level_after_its_turns(faces, steps):
    """A quarter by image rotation, the rest by face rotation."""
    assert "turned 90°" in steps["upright"].note
    assert abs(align.rotation(faces.mesh(steps["level"].picture).five)[1]) < 2


def test_the_crop_has_the_published_proportions(faces, steps):
    """Face centred, 0.35 to 0.45 of the side."""
    face = faces.largest(steps["cropped"].picture)
    assert steps["cropped"].picture.shape == (512, 512, 3)
    assert 0.35 <= face.side / 512 <= 0.45
    assert face.centre[0] / 512 == pytest.approx(0.5, abs=0.03)


def test_what_is_not_head_is_gone(steps):
    """White in the clean picture, dark in the mask's; the nose is in both."""
    clean, head = steps["clean"].picture, steps["head"].picture
    assert (clean[5, 5] == 255).all()
    assert (clean[-5, 256] == 255).all()
    assert clean[222, 256].max() < 250
    assert head[222, 256].mean() > head[-60, 100].mean()
    assert np.abs(steps["retouched"].picture.astype(int) - clean).max() < 120


def test_without_a_face_it_ends_upright(faces, astronaut, tmp_path):
    """Nothing is invented about a suit."""
    photo = tmp_path / "suit.png"
    photo.write_bytes(encoded(without_face(astronaut), "PNG"))
    assert [step.name for step in stages.stages(faces, photo, bases.families()["pocket"])] == ["received", "upright"]


def test_what_is_no_picture_is_refused(faces, tmp_path):
    """As everywhere."""
    photo = tmp_path / "text.jpg"
    photo.write_bytes(b"no picture")
    with pytest.raises(BadPhotoError):
        stages.stages(faces, photo, bases.families()["pocket"])


@pytest.mark.slow
def test_everything_is_written_and_said(engine_settings, astronaut, tmp_path, capsys):
    """A picture a stage, one sheet, and the verdict with its reasons in words."""
    (tmp_path / "photo.png").write_bytes(encoded(astronaut, "PNG"))
    stages.main(json.dumps(to_json(engine_settings)), str(tmp_path / "photo.png"), str(tmp_path / "out"))
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    written = {file.name for file in (tmp_path / "out").iterdir()}
    assert {f"{number}-{name}.png" for number, name in enumerate(NAMES, 1)} <= written
    assert said["verdict"] == "accepted"
    assert any(line == "trigger word: a beautiful woman" for line in said["words"])
    assert json.loads((tmp_path / "out" / "stages.json").read_text(encoding="utf-8")) == said
    assert Image.open(tmp_path / "out" / "stages.png").width > 4 * stages.TILE


def test_a_missing_model_is_an_error_with_its_name(engine_settings, tmp_path, capsys):
    """For the command to say in a sentence."""
    (tmp_path / "photo.png").write_bytes(encoded(np.zeros((64, 64, 3), np.uint8), "PNG"))
    settings = to_json(engine_settings) | {"weights": str(tmp_path / "empty")}
    stages.main(json.dumps(settings), str(tmp_path / "photo.png"), str(tmp_path / "out"))
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "weight-missing"
