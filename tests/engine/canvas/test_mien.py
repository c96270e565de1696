"""Another expression out of the person's own pixels: read back by the mesh's scores, and still the same person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.canvas.expressions import calmness, read, shown, usual
from engine.canvas.mien import change
from engine.faces.embed import distance
from engine.faces.regions import hull
from engine.faces.types import Mesh
from engine.tasks.portrait.request import Expression


@pytest.fixture(scope="module")
def moved(faces, astronaut, astronaut_face):
    """What becomes of the laughing astronaut, by expression, with how far a picture may be from her."""
    own = faces.embed(astronaut, astronaut_face)
    head = np.asarray(hull(astronaut.shape[:2], astronaut_face.mesh.oval), np.float32)

    def make(expression, most=0.4):
        apart = lambda rgb: distance(faces.embed(rgb), own)  # noqa: E731
        return change(astronaut, astronaut_face, head, expression, faces.mesh, apart, most), apart

    return make


def test_a_laugh_becomes_serious_and_stays_the_same_person(moved, astronaut_face):
    """Read back from the picture; the photo itself is the control. 0.6 is somebody else."""
    assert not read(astronaut_face.mesh, Expression.SERIOUS)
    made, apart = moved(Expression.SERIOUS)
    assert made.shown
    assert read(made.mesh, Expression.SERIOUS)
    assert apart(made.rgb) <= 0.4


def test_nothing_but_the_face_is_touched(moved, astronaut, astronaut_face):
    """Suit, flag and hair are the photo's own, pixel by pixel."""
    made, _ = moved(Expression.SURPRISED)
    changed = (made.rgb != astronaut).any(-1)
    left, top, right, bottom = astronaut_face.mesh.box
    reach = 0.8 * (bottom - top)
    y, x = np.nonzero(changed)
    assert changed.any()
    assert left - reach < x.min() <= x.max() < right + reach
    assert top - reach < y.min() <= y.max() < bottom + reach


def test_likeness_bounds_the_expression(moved):
    """With a tighter bound it stays weaker; with none left nothing is moved at all."""
    free, apart = moved(Expression.SURPRISED, most=0.5)
    tight, _ = moved(Expression.SURPRISED, most=0.2)
    assert tight is None or tight.strength < free.strength
    assert tight is None or apart(tight.rgb) <= 0.2
    assert moved(Expression.SURPRISED, most=0.0)[0] is None


def test_as_is_moves_nothing(astronaut_face):
    """Whatever a face shows is what it is."""
    assert read(astronaut_face.mesh, Expression.AS_IS)
    assert shown(astronaut_face.mesh, Expression.SMILE) == 1.0


def test_heavy_brows_are_no_mien_of_somebody_who_always_has_them(astronaut_face):
    """Judged alone (the control) the startled photo would win; beside the person's others it is the odd one."""

    def face(**scores: float) -> Mesh:
        plain = dict.fromkeys(astronaut_face.mesh.blendshapes, 0.0)
        return replace(astronaut_face.mesh, blendshapes=plain | scores)

    calm = face(browDownLeft=0.8, browDownRight=0.8)
    startled = face(jawOpen=0.2, browInnerUp=0.2)
    own = usual([calm, calm, startled])
    assert calmness(calm, own) > 0.9
    assert calmness(startled, own) < 0.3
    assert calmness(calm) < calmness(startled)
    assert shown(calm, Expression.AS_IS, own) > shown(startled, Expression.AS_IS, own) + 0.3
    assert usual([calm, startled]) is None


def test_a_fright_is_no_face_of_the_first_portraits(astronaut_face):
    """A shocked selfie came first in the demo: brows up and the mouth open; each alone (the controls) is worth more."""

    def calm(**scores: float) -> float:
        plain = dict.fromkeys(astronaut_face.mesh.blendshapes, 0.0)
        return calmness(replace(astronaut_face.mesh, blendshapes=plain | scores))

    brows, mouth = {"browInnerUp": 0.18}, {"jawOpen": 0.18}
    assert calm(**brows, **mouth) < 0.7
    assert calm(**brows) > 0.85
    assert calm(**mouth) > 0.85


def test_a_sulk_is_no_face_of_the_first_portraits(astronaut_face):
    """Corners down and a lip pushed up came first on a sad photo; a little of one (the control) is a face at rest."""

    def calm(**scores: float) -> float:
        plain = dict.fromkeys(astronaut_face.mesh.blendshapes, 0.0)
        return calmness(replace(astronaut_face.mesh, blendshapes=plain | scores))

    corners = {"mouthFrownLeft": 0.22, "mouthFrownRight": 0.22}
    assert calm(**corners, mouthShrugLower=0.43) < 0.4
    assert calm(**corners) > 0.75
    assert calm(mouthShrugLower=0.1) > 0.85
