"""The look at a template before anybody is put into it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PIL import Image

from engine.errors import BlockedFaceError, DiskFullError, NoIdentityError, WeightMissingError
from engine.models import Models
from engine.tasks.template import inspect as inspect_template
from engine.tasks.template import run as template_run
from engine.tasks.template.request import InspectTemplate, NoFaceInTemplateError, Template
from engine.tasks.tryon import run as tryon_run
from engine.tasks.tryon.request import TryOn


def _look(photo: Path, numbered: Path, models: Models):
    request = InspectTemplate(template=photo, numbered=numbered)
    return inspect_template.run(request, models, lambda progress: None, lambda: False)


def test_a_face_gets_its_number_in_a_picture_without_metadata(astronaut, tmp_path, models):
    """Whoever asks sees which face is which; nothing of the file that was sent goes along."""
    photo = tmp_path / "sent.jpg"
    Image.fromarray(astronaut).save(photo, exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")
    told = _look(photo, tmp_path / "numbered.png", models)
    assert [(face.number, face.problem) for face in told.faces] == [(1, "")]
    with Image.open(told.numbered) as picture:
        assert picture.size == astronaut.shape[1::-1]
        assert not picture.info


def test_a_face_that_was_blocked_after_the_look_is_not_drawn_into(astronaut, tmp_path, models):
    """The picture is kept for hours: its look says nothing of a block that came later. Nor are its clothes taken."""
    photo = tmp_path / "sent.png"
    Image.fromarray(astronaut).save(photo)
    listed = (tuple(float(value) for value in models.faces.embed(astronaut)),)
    other = tuple(-value for value in listed[0])
    nobody, out = tmp_path / "nobody", tmp_path / "out"
    asked = [
        (template_run, Template(template=photo, people=(nobody,), out=out, forbidden=listed)),
        (tryon_run, TryOn(garment=photo, identity=nobody, out=out, forbidden=listed)),
    ]
    for task, request in asked:
        with pytest.raises(BlockedFaceError):
            task.run(request, models, lambda progress: None, lambda: False)
        with pytest.raises(NoIdentityError):  # the control: another face is listed, and the next thing is missing
            task.run(dataclasses.replace(request, forbidden=(other,)), models, lambda progress: None, lambda: False)


def test_a_picture_of_nobody_leaves_no_file(tmp_path, models):
    """A refused picture leaves nothing to sweep up."""
    photo = tmp_path / "grey.png"
    Image.new("RGB", (400, 300), "grey").save(photo)
    with pytest.raises(NoFaceInTemplateError):
        _look(photo, tmp_path / "numbered.png", models)
    assert not (tmp_path / "numbered.png").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_named(astronaut, tmp_path, models):
    """The operator must read what is wrong, not a traceback of the picture library."""
    photo, full = tmp_path / "sent.png", tmp_path / "numbered.png"
    Image.fromarray(astronaut).save(photo)
    full.symlink_to("/dev/full")
    with pytest.raises(DiskFullError):
        _look(photo, full, models)


def test_a_missing_controlnet_is_told_before_anybody_waits(astronaut, tmp_path, models):
    """The base is named, its ControlNets were not fetched: the look says which, and how to get it."""
    photo = tmp_path / "sent.png"
    Image.fromarray(astronaut).save(photo)
    bare = Models(dataclasses.replace(models.settings, base="sdxl", weights=tmp_path))
    bare.faces = models.faces
    with pytest.raises(WeightMissingError) as caught:
        _look(photo, tmp_path / "numbered.png", bare)
    assert caught.value.data["component"] == "sdxl-control-union"
    assert not (tmp_path / "numbered.png").exists()
