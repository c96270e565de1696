"""Into the places of a ready template: who is where, what is told and refused; nothing of a base is needed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import BadPhotoError, JobCancelledError, NoIdentityError
from engine.faces.embed import SAME_PERSON
from engine.identity import Identity
from engine.models import Models
from engine.safety.origin import EDITED_BY_A_MODEL
from engine.safety.provenance import detect_watermark, source_type
from engine.tasks.inspect.request import Looks
from engine.tasks.template import inspect, run
from engine.tasks.template.request import InspectTemplate, NobodyPlacedError, NoSuchFaceError, Template
from engine.templates import Gallery

GALLERY = Gallery().all


@pytest.fixture(scope="module")
def person(tmp_path_factory, faces, astronaut) -> Path:
    """The astronaut, known from one photo, as an instant enrolment leaves her."""
    folder = Path(tmp_path_factory.mktemp("person"))
    Image.fromarray(astronaut).save(folder / "selfie-0.png")
    Identity(
        base="pocket", looks=Looks(gender="woman", age_band="adult", age=35.0), trigger="sks",
        selfies=("selfie-0.png",),
        embeddings=(tuple(float(v) for v in faces.embed(astronaut)),), geometry=((0.0,) * 28,),
        steps=0, seed=0, seconds=0.0, loss=0.0, instant=True,
    ).save(folder)  # fmt: skip
    return folder


def _run(models: Models, request: Template, *, cancelled: bool = False):
    return run.run(request, models, lambda progress: None, lambda: cancelled)


@pytest.mark.slow
def test_a_person_is_in_it_as_themselves_and_the_file_says_edited(models, person, tmp_path, monkeypatch):
    """Her own pixels, as near to her photo as two photos are: no base draws. Each is labelled, most alike first."""
    monkeypatch.setitem(vars(models), "pipeline", None)  # an earlier test may have opened it
    request = Template(template=GALLERY["cover"].source, people=(person,), out=tmp_path / "out", count=2, seed=5)
    made = _run(models, request)
    assert (made.width, made.height) == (820, 1024)
    assert [one.likeness for one in made.pictures] == sorted((one.likeness for one in made.pictures), reverse=True)
    assert made.pictures[0].likely
    assert {one.seed for one in made.pictures} == {5, 6}
    for one in made.pictures:
        assert source_type(one.file) == EDITED_BY_A_MODEL
        seen = np.asarray(Image.open(one.file).convert("RGB"))
        assert detect_watermark(seen) > 0.9
        apart = np.linalg.norm(models.faces.embed(seen) - np.asarray(Identity.load(person).centre))
        assert apart < SAME_PERSON - 0.1


@pytest.mark.slow
def test_two_people_take_two_places_in_the_order_they_were_named(models, person, tmp_path):
    """Likeness is told place by place."""
    request = Template(
        template=GALLERY["duo"].source, people=(person, person), places=(2, 1), out=tmp_path / "out", count=1
    )
    (one,) = _run(models, request).pictures
    assert len(one.each) == 2
    assert len(models.faces.faces(np.asarray(Image.open(one.file).convert("RGB")))) == 2


@pytest.mark.parametrize(
    ("people", "places", "error"),
    [(0, (), NobodyPlacedError), (2, (), NobodyPlacedError), (1, (3,), NoSuchFaceError), (2, (1, 1), NoSuchFaceError)],
)
def test_places_that_are_none_are_refused(models, person, tmp_path, people, places, error):
    """Before any photo is opened."""
    request = Template(template=GALLERY["duo"].source, people=(person,) * people, places=places, out=tmp_path)
    with pytest.raises(error):
        _run(models, request)


def test_somebody_of_whom_nothing_is_known_and_a_job_taken_back_end_at_once(models, person, tmp_path):
    """No picture is left behind."""
    request = Template(template=GALLERY["cover"].source, people=(tmp_path / "nobody",), out=tmp_path / "out")
    with pytest.raises(NoIdentityError):
        _run(models, request)
    with pytest.raises(JobCancelledError):
        _run(models, Template(template=request.template, people=(person,), out=tmp_path / "out"), cancelled=True)
    assert not (tmp_path / "out").exists()


def test_a_layout_somebody_sends_is_a_broken_picture(models, person, tmp_path):
    """Only the program's own layouts are drawn: another one could ask for any size and any number of things."""
    sent = tmp_path / "cover.toml"
    sent.write_bytes(GALLERY["cover"].source.read_bytes())
    with pytest.raises(BadPhotoError):
        _run(models, Template(template=sent, people=(person,), out=tmp_path / "out"))
    with pytest.raises(BadPhotoError):
        inspect.run(InspectTemplate(template=sent, numbered=tmp_path / "n.png"), models, lambda progress: None, None)


@pytest.mark.parametrize("name", ["helmet", "family"])
def test_the_places_are_numbered_without_a_look(tmp_path, name):
    """No model is asked: the layout knows where heads are; each number changes the picture at its place."""
    request = InspectTemplate(template=GALLERY[name].source, numbered=tmp_path / "numbered.png")
    told = inspect.run(request, None, lambda progress: None, lambda: False)
    assert told.places
    assert [(face.number, face.problem) for face in told.faces] == [(n, "") for n in range(1, GALLERY[name].faces + 1)]
    before = np.asarray(Image.open(GALLERY[name].file).convert("RGB")).astype(int)
    after = np.asarray(Image.open(told.numbered))
    height, width = after.shape[:2]
    for face in told.faces:
        left, top, right, bottom = (round(v * s) for v, s in zip(face.box, (width, height) * 2, strict=True))
        part = np.s_[max(top, 0) : bottom + 2, max(left, 0) : right + 2]
        assert (np.abs(after[part] - before[part]) > 20).any()
