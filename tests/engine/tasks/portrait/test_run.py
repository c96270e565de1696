"""Enrol and draw on the embedded base: the whole of paper 2.1 to 2.4 on one real person, with controls."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import JobCancelledError, NoIdentityError
from engine.faces.attributes import Attributes
from engine.faces.types import RGB, Face
from engine.identity import ADAPTER, RECORD, Identity
from engine.models import Models
from engine.requests import Progress
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol, Enrolled, NotEnoughPhotosError, UnderAgeError
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait, Portraits, UnknownStyleError

pytestmark = pytest.mark.slow
SEED = 11


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory, astronaut: RGB) -> Path:
    """The one selfie."""
    file = Path(tmp_path_factory.mktemp("photos")) / "astronaut.png"
    Image.fromarray(astronaut).save(file)
    return file


@pytest.fixture(scope="module")
def heard() -> list[Progress]:
    """What the enrolment said on its way."""
    return []


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory, models: Models, photo: Path, heard: list[Progress]) -> Enrolled:
    """The astronaut, learnt once for all tests here."""
    folder = Path(tmp_path_factory.mktemp("identity"))
    return enrol.run(Enrol(photos=(photo,), identity=folder), models, heard.append, lambda: False)


def _draw(models: Models, learnt: Enrolled, out: Path, **options) -> Portraits:
    options = {"style": "natural", "count": 3, "seed": SEED, "draw": "base", **options}
    request = Portrait(identity=learnt.identity, out=out, **options)
    return portrait.run(request, models, lambda progress: None, lambda: False)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, models: Models, learnt: Enrolled) -> Portraits:
    """Three finished portraits of her."""
    return _draw(models, learnt, Path(tmp_path_factory.mktemp("portraits")))


@pytest.fixture(scope="module")
def control(tmp_path_factory: pytest.TempPathFactory, models: Models, learnt: Enrolled) -> Portraits:
    """The same seeds with nothing of her."""
    return _draw(models, learnt, Path(tmp_path_factory.mktemp("control")), use_face_lora=False)


def test_training_tells_how_far_it_is_and_how_long_it_takes(learnt: Enrolled, heard: list[Progress]):
    """Time left appears after the first step and falls to nothing."""
    training = [progress for progress in heard if progress.stage == "training"]
    assert training[-1].done == training[-1].total == learnt.steps
    assert [p.seconds_left for p in training if p.seconds_left is not None][-1] == pytest.approx(0, abs=1)


def test_a_portrait_says_on_which_edition_its_face_was_learnt(models: Models, learnt: Enrolled, drawn: Portraits):
    """So that whoever keeps it can say when learning anew would help; files of before say nothing, and load."""
    assert drawn.learnt_on == drawn.edition == learnt.edition == models.pipeline.edition != ""
    record = json.loads((learnt.identity / RECORD).read_text())
    del record["edition"]
    (learnt.identity / "old").mkdir()
    (learnt.identity / "old" / RECORD).write_text(json.dumps(record))
    assert Identity.load(learnt.identity / "old").edition == ""


def test_she_is_understood(learnt: Enrolled):
    """Gender and age go into every prompt."""
    assert learnt.looks.gender == "woman"
    assert 18 <= learnt.looks.age < 60


def test_portraits_are_more_alike_before_fusion_than_the_control(drawn: Portraits, control: Portraits):
    """The adapter itself moves the face: fusion plays no part in these figures."""
    own = np.mean([picture.distance_before_fusion for picture in drawn.pictures])
    nobody = np.mean([picture.distance_before_fusion for picture in control.pictures])
    assert own < nobody - 0.02, f"{own:.3f} against {nobody:.3f}"


def test_fusion_raises_likeness(drawn: Portraits):
    """Paper 2.4: the result must be closer to the person than before."""
    before = np.mean([picture.distance_before_fusion for picture in drawn.pictures])
    assert np.mean([picture.distance for picture in drawn.pictures]) < before


def test_the_best_comes_first_and_has_the_promised_size(drawn: Portraits):
    """The first picture of the album is the one people look at."""
    distances = [picture.distance for picture in drawn.pictures]
    assert distances == sorted(distances)
    assert all(Image.open(picture.file).size == (512, 512) for picture in drawn.pictures)
    assert all(Image.open(picture.raw).size == (128, 128) for picture in drawn.pictures)


def test_a_broken_face_is_kept_only_where_no_whole_one_was_drawn(
    models: Models, learnt: Enrolled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With all three called broken she gets the most alike one as ever; with only that one broken, another."""
    (first,) = _draw(models, learnt, tmp_path / "first", count=1).pictures
    looked_at: list[int] = []

    def broken(found: list[Face]) -> bool:
        looked_at.append(len(found))
        return False

    monkeypatch.setattr(portrait, "whole", broken)
    (still,) = _draw(models, learnt, tmp_path / "all", count=1).pictures
    assert looked_at == [1, 1, 1]
    assert still.seed == first.seed
    seeds = iter(range(SEED, SEED + 3))
    monkeypatch.setattr(portrait, "whole", lambda found: next(seeds) != first.seed)
    (other,) = _draw(models, learnt, tmp_path / "other", count=1).pictures
    assert other.seed != first.seed
    assert other.distance_before_fusion >= first.distance_before_fusion


def test_the_control_is_chosen_by_the_same_rule_and_other_eyes_by_none(
    models: Models, learnt: Enrolled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Else the control would be of worse pictures; and whose own eyes differ gets no picture for its eyes."""
    looked_at: list[int] = []

    def look(found: list[Face]) -> bool:
        looked_at.append(len(found))
        return True

    monkeypatch.setattr(portrait, "whole", look)
    _draw(models, learnt, tmp_path / "control", count=1, use_face_lora=False)
    assert len(looked_at) == 3
    monkeypatch.setattr(portrait, "eyes_usually_match", lambda meshes: not list(meshes))
    _draw(models, learnt, tmp_path / "hers", count=1)
    assert len(looked_at) == 3


def test_one_seed_draws_the_same_picture_again(models: Models, learnt: Enrolled, drawn: Portraits, tmp_path: Path):
    """ "Again, like this one" is only true to the pixel."""
    again = _draw(models, learnt, tmp_path)
    assert [picture.seed for picture in again.pictures] == [picture.seed for picture in drawn.pictures]
    first, second = (np.asarray(Image.open(p.pictures[0].file)) for p in (drawn, again))
    assert np.array_equal(first, second)


def test_a_style_changes_the_picture_and_keeps_the_person(models: Models, learnt: Enrolled, drawn, control, tmp_path):
    """The style is seen, and the face is still nearer to her than the control's."""
    noir = _draw(models, learnt, tmp_path, style="noir")
    pixels = np.asarray(Image.open(noir.pictures[0].raw).convert("HSV"))[..., 1]
    plain = np.asarray(Image.open(drawn.pictures[0].raw).convert("HSV"))[..., 1]
    assert pixels.mean() < 0.5 * plain.mean()
    assert noir.pictures[0].distance < np.mean([picture.distance for picture in control.pictures])


def test_an_unknown_style_offers_others(models: Models, learnt: Enrolled, tmp_path: Path):
    """The closest names travel with the error."""
    with pytest.raises(UnknownStyleError) as caught:
        _draw(models, learnt, tmp_path, style="cyberpnk")
    assert "cyberpunk" in caught.value.data["closest"]


def test_a_portrait_before_training_is_refused(models: Models, learnt: Enrolled, tmp_path: Path):
    """An empty identity folder is nobody."""
    nobody = Enrolled(**{**learnt.__dict__, "identity": tmp_path})
    with pytest.raises(NoIdentityError):
        _draw(models, nobody, tmp_path)


def test_a_running_training_can_be_cancelled(models: Models, photo: Path, tmp_path: Path):
    """And leaves nothing behind."""
    with pytest.raises(JobCancelledError):
        enrol.run(Enrol(photos=(photo,), identity=tmp_path), models, lambda p: None, lambda: True)
    assert not (tmp_path / ADAPTER).exists()


def test_no_usable_photo_is_said(models: Models, tmp_path: Path):
    """A landscape teaches nobody's face."""
    file = tmp_path / "grey.png"
    Image.new("RGB", (256, 256), "grey").save(file)
    with pytest.raises(NotEnoughPhotosError):
        enrol.run(Enrol(photos=(file,), identity=tmp_path), models, lambda p: None, lambda: False)


def test_a_person_who_looks_under_age_on_all_photos_is_refused(models: Models, photo: Path, tmp_path: Path):
    """The age of all photos together is asked again before anything is learnt; an own word does not help."""
    young = Models(models.settings)
    young.faces = copy.copy(models.faces)
    young.faces.attribute_reader = Young()
    request = Enrol(photos=(photo,), identity=tmp_path, age_band="adult")
    with pytest.raises(UnderAgeError):
        enrol.run(request, young, lambda p: None, lambda: False)
    assert not list(tmp_path.iterdir())


class Young:
    """Sees a 16-year-old in every face."""

    name = "young"

    def read(self, rgb: RGB, face: Face, embedding: object = None) -> Attributes:
        """Answer the same always."""
        return Attributes(woman=1.0, age=16.0)
