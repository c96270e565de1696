"""Where a neck is, and how far up it what was measured on it counts."""

from __future__ import annotations

import numpy as np

from engine.canvas.swap import necks
from engine.faces.regions import face_width


def test_a_throat_is_away_from_the_face_and_a_short_neck_is_near_it(there, made):
    """All of a neck that ends in a collar is close to the chin; something is said of it all the same."""
    neck, width = necks.below(there.head.cut.skin, there.points), face_width(made.points)
    throat = necks.throat(neck, made.face, width)
    assert necks.FEW < throat.sum() < neck.sum()
    near = necks.throat(neck & ~throat, made.face, width)
    assert near.sum() >= necks.FEW
    assert not (near & throat).any()
    assert made.face[near].max() < 0.02


def test_what_a_neck_takes_ends_at_the_face_and_below_the_ears(there, made):
    """At the border of the face it would be a seam, and ears have their own light; below the chin it is all there."""
    reach = necks.reach(made.face, made.points)
    throat = necks.throat(necks.below(there.head.cut.skin, there.points), made.face, face_width(made.points))
    assert reach[throat].min() > 0.5
    assert np.median(reach[throat]) == 1
    assert reach[made.face > 0.1].max() == 0
    eyes = round(float(made.points[[33, 263], 1].mean()))
    assert reach[:eyes].max() == 0
    assert np.abs(np.diff(reach, axis=0)).max() < 0.2  # no line across a neck
