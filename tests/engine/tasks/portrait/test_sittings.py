"""Another expression on a photo: who makes it, and that it is never bought with likeness or symmetry."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.canvas import easel
from engine.canvas.easel import Easel
from engine.canvas.expressions import SHAPES, lacking, read
from engine.canvas.mien import Moved
from engine.canvas.symmetry import lopsided
from engine.errors import JobCancelledError, OtherBaseError, WeightMissingError
from engine.faces.types import RGB
from engine.identity import Identity
from engine.models import Models
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait import redraw, sittings
from engine.tasks.portrait.request import Expression, Portrait, Source
from engine.tasks.shared import identity_lora

EYES = ((33, 133, 468), (263, 362, 473))  # corners and iris


@pytest.fixture
def own(engine_settings, faces) -> Models:
    """Models whose base only notes what is put into it."""
    models = Models(engine_settings)
    models.faces, models.easel = faces, Easel(engine_settings, faces)
    models.pipeline = SimpleNamespace(used=[], use=lambda **named: models.pipeline.used.append(named))
    models.inpainter = None
    return models


@pytest.fixture(scope="module")
def known(tmp_path_factory, astronaut, faces) -> Path:
    """The laughing astronaut, known from one photo."""
    folder = tmp_path_factory.mktemp("identity")
    Image.fromarray(astronaut).save(folder / "photo-0.jpg", quality=95)
    Identity(
        base="pocket",
        looks=Looks(gender="woman", age_band="adult", age=40.0),
        trigger="",
        selfies=("selfie-0.png",),
        embeddings=(tuple(float(value) for value in faces.embed(astronaut)),),
        geometry=(),
        steps=0,
        seed=0,
        seconds=0.0,
        loss=0.0,
        instant=True,
    ).save(folder)
    return folder


def _sat(own: Models, known: Path, wish: Expression) -> list[sittings.Sitting]:
    request = Portrait(identity=known, style="natural", out=known / "out", expression=wish)
    return sittings.sittings(request, own, Identity.load(known), lambda: False)


def test_a_smile_somebody_has_is_used_as_it_is(own, known, astronaut):
    """Nothing is better than their own; asked for something else (the control) the photo is changed."""
    (smile,) = _sat(own, known, Expression.SMILE)
    assert (smile.source, smile.shows) == (Source.PHOTO, True)
    (serious,) = _sat(own, known, Expression.SERIOUS)
    assert serious.source is Source.MOVED
    assert read(serious.seen.face.mesh, Expression.SERIOUS)
    assert not np.array_equal(serious.seen.rgb, smile.seen.rgb)


def test_a_smile_whose_crown_is_cut_off_is_left_for_a_whole_head_that_can_be_made_to_smile(own, known, monkeypatch):
    """No framing brings hair back. Both heads whole, but the top of the hair missing, or moving in vain (the controls):
    it is their own smile.
    """
    (smile,), (serious,) = _sat(own, known, Expression.SMILE), _sat(own, known, Expression.SERIOUS)
    photos = [smile.seen, replace(serious.seen, number=2)]
    monkeypatch.setattr(own.easel, "look", lambda files, embeddings: photos)
    assert [(one.seen.number, one.source) for one in _sat(own, known, Expression.SMILE)] == [(1, Source.PHOTO)]
    cut = {id(smile.seen.face.mesh): 0.75}
    monkeypatch.setattr(easel, "_cramped", lambda mesh: cut.get(id(mesh), 0.0))
    assert [(one.seen.number, one.source) for one in _sat(own, known, Expression.SMILE)] == [(1, Source.PHOTO)]
    cut[id(smile.seen.face.mesh)] = 0.95
    assert [(one.seen.number, one.source) for one in _sat(own, known, Expression.SMILE)] == [(2, Source.MOVED)]
    monkeypatch.setattr(sittings, "change", lambda *_: None)
    assert [(one.seen.number, one.source) for one in _sat(own, known, Expression.SMILE)] == [(1, Source.PHOTO)]


def test_as_i_am_changes_no_landmark(own, known, faces, astronaut):
    """The photo itself, to the bit."""
    (sitting,) = _sat(own, known, Expression.AS_IS)
    assert sitting.source is Source.PHOTO
    assert np.array_equal(sitting.seen.rgb, faces.load(known / "photo-0.jpg"))


def test_whoever_moves_their_face_looks_where_they_looked(own, known):
    """Irises stay where they are between the corners of their eyes; a gaze moved on purpose is the control."""
    (before,) = _sat(own, known, Expression.AS_IS)
    (after,) = _sat(own, known, Expression.SERIOUS)
    points = after.seen.face.mesh.points.copy()
    points[[468, 473], 0] += 0.2 * np.linalg.norm(points[33] - points[133])
    elsewhere = replace(after.seen.face.mesh, points=points)
    assert np.abs(_gaze(after.seen.face.mesh) - _gaze(before.seen.face.mesh)).max() < 0.07
    assert np.abs(_gaze(elsewhere) - _gaze(before.seen.face.mesh)).max() > 0.12


def _gaze(mesh) -> np.ndarray:
    """Return where each iris is between the corners of its eye, 0..1 across."""
    found = []
    for outer, inner, iris in EYES:
        across = mesh.points[inner, :2] - mesh.points[outer, :2]
        found.append((mesh.points[iris, :2] - mesh.points[outer, :2]) @ across / (across @ across))
    return np.array(found)


@pytest.fixture
def weak(monkeypatch):
    """An animator that cannot do it: its result is the photo."""

    def change(rgb, face, *_rest):
        return Moved(rgb=rgb, mesh=face.mesh, strength=0.4, shown=False)

    monkeypatch.setattr(sittings, "change", change)


def _drawing(monkeypatch, *pictures: RGB) -> list[RGB]:
    drawn = []

    def redrawn(*_, **__):
        for strength, picture in zip(redraw.STRENGTHS, pictures, strict=False):
            drawn.append(picture)
            yield strength, picture

    monkeypatch.setattr(redraw, "redrawn", redrawn)
    return drawn


@pytest.fixture(scope="module")
def serious(faces, astronaut, astronaut_face) -> RGB:
    """The astronaut without her laugh, still herself."""
    head = np.ones(astronaut.shape[:2], np.float32)
    return sittings.change(astronaut, astronaut_face, head, Expression.SERIOUS, faces.mesh, lambda _: 0.0, 1.0).rgb


def test_the_learnt_face_draws_where_moving_is_not_enough_and_is_weakened_until_it_costs_nothing(
    own, known, weak, monkeypatch, serious
):
    """A stranger's face and a lopsided one are refused, weaker ones are asked for, and the first good one is kept."""
    crooked = _crooked(serious)
    stranger = np.ascontiguousarray(serious[::-1])
    drawn = _drawing(monkeypatch, stranger, crooked, serious, serious)
    (sitting,) = _sat(own, known, Expression.SERIOUS)
    assert (sitting.source, sitting.shows) == (Source.REDRAWN, True)
    assert np.array_equal(sitting.seen.rgb, serious)
    assert len(drawn) == 3


def test_where_no_drawing_may_be_kept_the_moved_photo_stays_and_says_so(own, known, weak, monkeypatch, serious):
    """Never a stranger, and never the word that it shows what it does not; nor where a base cannot redraw at all."""
    _drawing(monkeypatch, *[np.ascontiguousarray(serious[::-1])] * 4)
    (sitting,) = _sat(own, known, Expression.SERIOUS)
    assert (sitting.source, sitting.shows) == (Source.MOVED, False)

    def none(*_, **__):
        raise WeightMissingError("controlnets", "fetch them")
        yield

    monkeypatch.setattr(redraw, "redrawn", none)
    (sitting,) = _sat(own, known, Expression.SERIOUS)
    assert (sitting.source, sitting.shows) == (Source.MOVED, False)


@pytest.mark.parametrize("weight", [None, 0.0, 0.7])
def test_the_face_is_put_away_however_the_redrawing_ends(own, known, weak, monkeypatch, weight):
    """A picture drawn next, of somebody else, must not begin with this face; and a weight of nothing is one too."""

    def taken_back(*_, **__):
        raise JobCancelledError
        yield

    monkeypatch.setattr(redraw, "redrawn", taken_back)
    monkeypatch.setattr(identity_lora, "load_identity_lora", lambda *_: True)
    request = Portrait(
        identity=known, style="natural", out=known / "out", expression=Expression.SERIOUS, face_weight=weight
    )
    with pytest.raises(JobCancelledError):
        sittings.sittings(request, own, Identity.load(known), lambda: True)
    put_in = 1.0 if weight is None else weight
    assert own.pipeline.used == [{"face": put_in, "style": None}, {"face": None, "style": None}]


def test_a_face_learnt_on_another_base_still_has_its_photos(own, known, weak, monkeypatch):
    """A canvas is made of photos: only what the learnt face would have added is missing, and that is said."""

    def learnt_elsewhere(*_):
        raise OtherBaseError("sd15", "pocket")

    drawn = _drawing(monkeypatch)
    monkeypatch.setattr(identity_lora, "load_identity_lora", learnt_elsewhere)
    (sitting,) = _sat(own, known, Expression.SERIOUS)
    assert (sitting.source, sitting.shows) == (Source.MOVED, False)
    assert (drawn, own.pipeline.used) == ([], [])


def _crooked(rgb: RGB) -> RGB:
    """Return a face whose left half is pushed down."""
    height, width = rgb.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    push = 14 * np.exp(-(((x - 245) / 28) ** 2) - ((y - 118) / 60) ** 2)
    return cv2.remap(rgb, x, y - push.astype(np.float32), cv2.INTER_LINEAR)


def test_a_lopsided_face_is_measured_as_one(faces, astronaut, astronaut_face, serious):
    """What the bound on symmetry stands on."""
    straight = lopsided(astronaut_face.mesh)
    assert lopsided(faces.mesh(_crooked(serious))) > straight + sittings.CROOKED
    assert lopsided(faces.mesh(serious)) < straight + sittings.CROOKED


@pytest.mark.parametrize("wish", list(SHAPES))
def test_the_scores_a_base_is_asked_for_are_read_as_the_expression(astronaut_face, wish):
    """With room to spare; the photo's own laugh is read as neither of the other two."""
    asked = replace(astronaut_face.mesh, blendshapes=astronaut_face.mesh.blendshapes | SHAPES[wish])
    assert not lacking(asked, wish, 0.04)
    assert read(astronaut_face.mesh, wish) is (wish is Expression.SMILE)
