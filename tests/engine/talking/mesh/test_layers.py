"""Who moves, and what stands still behind them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.types import OVAL
from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.layers import BEYOND, agreed


@pytest.fixture(scope="module")
def face(astronaut_face):
    """Where she is."""
    return anatomy(astronaut_face.mesh)


@pytest.fixture(scope="module")
def person(face):
    """A mask somewhat larger than the face, (512, 512) float32."""
    around = face.points[list(OVAL)]
    grown = around.mean(axis=0) + (around - around.mean(axis=0)) * 1.5
    return cv2.fillPoly(np.zeros((512, 512), np.float32), [np.round(grown).astype(np.int32)], 1.0)


def test_what_another_network_sees_far_from_anybody_does_not_move(face, person):
    """The frame of a painting that is taken for hair would bend with the head; hair close to the head goes along."""
    taken = person.copy()
    taken[:, 480:] = 1  # the frame
    near = round(0.5 * BEYOND * face.unit)
    hair = cv2.dilate(person, np.ones((2 * near + 1, 2 * near + 1), np.uint8))
    assert np.array_equal(agreed(face, taken, person), person)
    assert np.array_equal(agreed(face, hair, person), hair)


def test_a_network_that_does_not_see_the_face_is_not_asked(face, person):
    """In a drawing it may see nobody: then the cut-out alone is believed."""
    nobody = np.zeros_like(person)
    assert agreed(face, person, nobody) is person


def test_a_portrait_is_prepared_with_both(faces, astronaut):
    """The animator asks: a segmenter that sees her alone keeps a cut-out still that took a wall for her."""
    from engine.talking.mesh.animator import MeshAnimator
    from engine.talking.options import TalkingOptions

    plain = MeshAnimator(faces).prepare(astronaut, TalkingOptions())
    walled = MeshAnimator(_Walled(faces)).prepare(astronaut, TalkingOptions())
    assert np.array_equal(walled._layers.share[:, -8:] > 0, plain._layers.share[:, -8:] > 0)


class _Walled:
    """Faces whose cut-outs hold the right edge of the picture too."""

    def __init__(self, faces):
        self._faces = faces

    def __getattr__(self, name):
        return getattr(self._faces, name)

    def cut_out(self, rgb, face):
        from dataclasses import replace

        cut = self._faces.cut_out(rgb, face)
        alpha = cut.alpha.copy()
        alpha[:300, -12:] = 1
        return replace(cut, alpha=alpha)
