"""Which words a picture brings along (paper 2.1.2)."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.tags import CERTAIN, table, tags, without_identity
from engine.faces.types import Mesh
from tests.engine.faces.portraits import thick_frames


def face(**shapes: float) -> Mesh:
    """A mesh that does nothing but what is named."""
    names = {name for row in table().expressions for name in row.shapes}
    blendshapes = dict.fromkeys(names, 0.0) | shapes
    return Mesh(points=np.zeros((478, 3), np.float32), blendshapes=blendshapes, matrix=np.eye(4, dtype=np.float32))


def test_the_astronaut_smiles(faces, astronaut, astronaut_face):
    """Expression comes from the mesh, and nothing about her eyes or hair is said."""
    found = faces.tags(astronaut, astronaut_face)
    assert "smiling" in found
    assert not set(found) & table().dropped


def test_labels_name_real_things(faces, astronaut):
    """Both networks answer with certainties between 0 and 1."""
    labels = faces.tagger.labels(astronaut)
    assert labels["person"] > 0.6
    assert all(0 <= value <= 1 for value in labels.values())


@pytest.mark.parametrize(
    ("shapes", "tag"),
    [
        ({"mouthSmileLeft": 0.8, "mouthSmileRight": 0.8}, "smiling"),
        ({"jawOpen": 0.6}, "open mouth"),
        ({"eyeBlinkLeft": 0.9, "eyeBlinkRight": 0.9}, "closed eyes"),
    ],
)
def test_an_expression_is_tagged(shapes, tag):
    """Image-specific: this picture only."""
    assert tags({}, face(**shapes)) == (tag,)


def test_clothes_and_accessories_are_kept_once_surest_first():
    """Two networks that both see a tie name it once."""
    labels = {"suit": 0.5, "Windsor tie": 0.6, "tie": 0.8, "sunglass": 0.31}
    assert tags(labels, None) == ("tie", "suit", "sunglasses")


def test_faint_and_unknown_labels_are_left_out():
    """The astronaut is a dumbbell with 0.11."""
    assert tags({"suit": CERTAIN - 0.01, "dumbbell": 0.9, "person": 0.99}, None) == ()


def test_identity_bound_tags_are_dropped_whoever_offers_them():
    """What belongs to the person is left to the adapter, also under another tagger's spelling."""
    offered = ["blue_eyes", "thick lips", "ears", "brown hair", "hat", "necklace", "closed eyes"]
    assert without_identity(offered) == ("hat", "necklace", "closed eyes")


def test_the_table_never_keeps_what_it_drops():
    """Data of one file must agree with itself: no kept garment is a word about the person."""
    data = table()
    assert not set(data.kept.values()) & data.dropped
    assert all(0 < row.at < 1 for row in data.expressions)


def test_glasses_are_named(faces, astronaut, astronaut_face):
    """No packaged classifier knows them; sunglasses are not named twice, and a bare nose has none."""
    framed, _ = thick_frames(astronaut, astronaut_face.mesh)
    assert "glasses" in tags({}, astronaut_face.mesh, framed)
    assert "glasses" not in tags({}, astronaut_face.mesh, astronaut)
    assert "glasses" not in tags({"sunglasses": 0.9}, astronaut_face.mesh, framed)
