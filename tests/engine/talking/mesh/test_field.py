"""Fields of displacement and their inversion."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.types import CHIN, FOREHEAD
from engine.talking.mesh.anatomy import MID_LOWER, MID_UPPER, MOVES, anatomy
from engine.talking.mesh.field import POSE_MOVES, STILL, Fields, head_weight


def strengths(names, **given):
    """A vector of movements by name."""
    return np.array([given.get(name.replace(" ", "_"), 0.0) for name in names], np.float32)


NO_HEAD, NO_MOUTH = STILL, strengths(MOVES)
OPEN = strengths(MOVES, jaw=1)
TURN = strengths(POSE_MOVES, yaw=0.1)
SHOULDER, BACKDROP = np.array([[150.0, 400.0]]), np.array([[440.0, 60.0]])


@pytest.fixture(scope="module")
def face(astronaut_face):
    """The astronaut."""
    return anatomy(astronaut_face.mesh)


@pytest.fixture(scope="module")
def head(faces, astronaut, astronaut_face):
    """Her head."""
    return faces.head_mask(astronaut, astronaut_face)


@pytest.fixture(scope="module")
def fields(face, head):
    """Made once, as for a clip."""
    return Fields(face, head)


def test_nothing_moves_at_rest(fields):
    """Exactly nothing, forward and back."""
    for layer in fields.forward(NO_MOUTH, NO_HEAD):
        assert not layer.any()
        assert not fields.backward(layer).any()


def test_an_open_jaw_parts_the_lips_and_leaves_the_eyes(fields, face):
    """The two layers differ at the mouth and nowhere else."""
    upper, lower = fields.forward(OPEN, NO_HEAD)
    parted = fields.at(lower, face.points[[MID_LOWER]]) - fields.at(upper, face.points[[MID_UPPER]])
    assert parted[0, 1] > 0.13 * face.unit
    chin = fields.at(lower, face.points[[CHIN]])
    assert chin[0, 1] > 0.12 * face.unit
    still = face.points[[33, 263, 1, FOREHEAD]]
    assert np.abs(fields.at(upper, still)).max() < 0.01 * face.unit
    elsewhere = face.points[[234, 454, FOREHEAD, CHIN]]
    assert np.abs(fields.at(upper, elsewhere) - fields.at(lower, elsewhere)).max() < 0.02 * face.unit


def test_going_back_undoes_going_forward(fields, face):
    """A pixel that went somewhere is fetched from where it was, to a fifth of a pixel, in the strongest movement."""
    forward = fields.forward(OPEN, TURN)[1]
    back = fields.backward(forward)
    starts = face.points[[CHIN, MID_LOWER, 1, 33, 263, 205, 425]]
    ends = starts + fields.at(forward, starts)
    assert np.abs(ends + fields.at(back, ends) - starts).max() < 0.35


def test_a_turning_head_moves_its_nose_most_and_the_backdrop_never(fields, face):
    """Depth: the nose is nearer than the cheeks; shoulders and backdrop rest."""
    turned = fields.forward(NO_MOUTH, TURN)[0]
    nose, cheek, ear = (fields.at(turned, face.points[[k]])[0, 0] for k in (1, 205, 234))
    assert nose > cheek > ear >= -0.5
    assert nose > 3
    for place in (SHOULDER, BACKDROP):
        if (place > fields.box[:2]).all() and (place < fields.box[2:]).all():
            assert np.abs(fields.at(turned, place)).max() < 0.1


def test_the_heads_movement_fades_into_neck_and_shoulders(face, head):
    """No cut below the chin: the complaint about the published backend."""
    weight = head_weight(face, head)
    chin = face.points[CHIN]
    down = face.flat[1] / np.linalg.norm(face.flat[1])
    along = [weight[tuple(np.round(chin + k * 5 * down).astype(int)[::-1])] for k in range(26)]
    assert along[0] > 0.7
    assert along[-1] == pytest.approx(0, abs=0.02)
    assert np.diff(along).max() < 0.02
    assert np.diff(along).min() > -0.15


def test_the_frames_edge_rests(fields):
    """Nothing is known of what would move in from outside."""
    pushed = fields.forward(OPEN, strengths(POSE_MOVES, roll=0.05, right=0.1, down=0.1))[0]
    left, top, right, _ = fields.box
    assert top == 0
    assert np.abs(pushed[0]).max() < 0.5
    assert left > 0
    assert right < 512
    assert np.abs(pushed[:, 0]).max() < 0.5


def test_hair_swings_shoulders_follow_and_the_face_does_neither(faces, face, head, astronaut, astronaut_face):
    """With a cut-out all of the person moves: hair by itself, shoulders by themselves, the face with its head."""
    cut = faces.cut_out(astronaut, astronaut_face)
    whole = Fields(face, head, cut.alpha, cut.hair)
    hair, body = strengths(POSE_MOVES, hair_right=0.1), strengths(POSE_MOVES, shoulders_right=0.1)
    nose, shoulder = face.points[[1]], SHOULDER
    rows, columns = np.nonzero(cut.hair > 0.9)
    outer = np.array([[columns.min() + 4.0, float(np.median(rows[columns < columns.min() + 8]))]])
    swung, followed = (whole.forward(NO_MOUTH, pose)[0] for pose in (hair, body))
    assert np.abs(whole.at(swung, nose)).max() < 0.05 * 0.1 * face.unit
    assert whole.at(swung, outer)[0, 0] > 0.3 * 0.1 * face.unit
    assert whole.at(followed, shoulder)[0, 0] > 0.9 * 0.1 * face.unit
    assert np.abs(whole.at(followed, nose)).max() < 0.01 * face.unit
    bent = Fields(face, head).forward(NO_MOUTH, body)[0]
    assert not bent.any()  # without a cut-out the background would go along
