"""The neck between a head and a garment."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.types import CHIN, RGB, Face
from engine.garments import neck

SIZE = (512, 512)


def _neck(face: Face, half: float, skin_to: float = 0.7) -> np.ndarray:
    """Return bare skin: a column of ``half`` face widths to either side of the chin, and the face above it."""
    x, y = neck._about_chin(face.mesh.points, SIZE)
    return (np.abs(x) < half) & (y > -skin_to) & (y < 0.3)


def _nothing() -> np.ndarray:
    return np.zeros(SIZE, bool)


def test_a_neck_is_as_wide_as_it_is_seen(astronaut_face: Face):
    """Sides at 0.3 face widths are told as such; sides that hair hides are not told at all."""
    skin = _neck(astronaut_face, 0.3)
    seen = neck.seen(skin, _nothing(), _nothing(), astronaut_face.mesh.points)
    assert neck.upper(seen) == pytest.approx((0.3, 0.3), abs=0.03)
    hidden = neck.seen(skin, ~skin, _nothing(), astronaut_face.mesh.points)
    assert np.isnan(hidden.sides).all()


def test_the_outline_goes_from_the_own_neck_to_the_wearers(astronaut_face: Face):
    """Slim under the jaw, broad at the collar, and without a step between."""
    points = astronaut_face.mesh.points
    own = neck.seen(_neck(astronaut_face, 0.26), _nothing(), _nothing(), points)
    other = neck.seen(_neck(astronaut_face, 0.4), _nothing(), _nothing(), points)
    share, deep = neck.outline(points, own, other, SIZE)
    x, _ = neck._about_chin(points, SIZE)
    widths = [float(np.abs(x[(share > 0.5) & (np.abs(deep - at) < 0.02)]).max()) for at in (0.04, 0.15, 0.25, 0.36)]
    assert widths[0] == pytest.approx(0.26, abs=0.03)
    assert widths[-1] == pytest.approx(0.4, abs=0.03)
    assert widths == sorted(widths)


def test_a_neck_goes_on_under_a_collar(astronaut_face: Face):
    """Where skin ends at cloth there is no gap between them, whatever the own neck's width."""
    points = astronaut_face.mesh.points
    skin = _neck(astronaut_face, 0.42)
    x, y = neck._about_chin(points, SIZE)
    collar = (np.abs(x) >= 0.42) & (y < -0.2)
    own = neck.seen(_neck(astronaut_face, 0.26), _nothing(), _nothing(), points)
    wearer = neck.seen(skin & ~collar, ~(skin | collar), collar, points)
    share, deep = neck.outline(points, own, wearer, SIZE)
    row = (np.abs(deep - 0.4) < 0.01) & (np.abs(x) < 0.42)
    assert (share[row] > 0.5).all()


def test_a_neck_is_no_wider_than_its_collar_right_above_it(astronaut_face: Face):
    """Beside the tip of a collar skin stood out as a shelf, by as much as a neck goes on under the collar."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    collar = (np.abs(x) >= 0.4) & (y < -0.2)
    skin = _neck(astronaut_face, 0.4) & ~collar
    own = neck.seen(_neck(astronaut_face, 0.3), _nothing(), _nothing(), points)
    wearer = neck.seen(skin, _nothing(), collar, points)
    share, deep = neck.outline(points, own, wearer, SIZE)
    above = (share > 0.5) & (np.abs(deep - 0.19) < 0.02)
    assert np.abs(x[above]).max() < 0.4 + 0.03
    below = (share > 0.5) & (np.abs(deep - 0.4) < 0.02)
    assert np.abs(x[below]).max() > 0.4 + 0.03  # and further down it goes on


def test_a_neck_fills_the_collar_that_a_beard_hid(astronaut_face: Face):
    """A slim neck stood in a broad collar with grey between: what the wearer's beard hid told of no neck."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    collar = (np.abs(x) >= 0.45) & (y < -0.1)
    beard = (np.abs(x) < 0.45) & (y > -0.4)
    skin = _neck(astronaut_face, 0.45) & ~beard & ~collar
    own = neck.seen(_neck(astronaut_face, 0.3), _nothing(), _nothing(), points)
    widths = []
    for hidden in (beard, _nothing()):
        share, deep = neck.outline(points, own, neck.seen(skin, hidden, collar, points), SIZE)
        widths.append(float(np.abs(x[(share > 0.5) & (np.abs(deep - 0.2) < 0.02)]).max()))
    assert widths[0] > 0.44
    assert widths[1] < 0.42  # the control: nothing hidden, nothing told


def test_own_skin_above_and_the_wearers_below(astronaut: RGB, astronaut_face: Face):
    """And where nobody's is seen, what is around goes on: no pixel is left black."""
    points = astronaut_face.mesh.points
    _, y = neck._about_chin(points, SIZE)
    red, blue = np.zeros((*SIZE, 3), np.float32), np.zeros((*SIZE, 3), np.float32)
    red[...], blue[...] = (0.4, 0.2, 0.2), (0.2, 0.2, 0.4)
    deep = np.asarray(-y, np.float32)
    seen = (deep < 0.2).astype(np.float32)
    made = neck.joined(red, seen, blue, deep > 0.5, deep, 150.0)
    chin = points[CHIN, :2].astype(int)
    assert made[chin[1], chin[0]] == pytest.approx((0.4, 0.2, 0.2), abs=0.02)
    below = deep > 0.55
    assert made[below & (deep < 0.85)].mean(0) == pytest.approx((0.2, 0.2, 0.4), abs=0.02)
    assert made[(deep > 0.2) & (deep < 0.5)].min() > 0.1


def test_where_a_collar_begins_the_neck_is_the_wearers(astronaut_face: Face):
    """A slim neck left the wall to be seen at both ends of a high collar: there it is as wide as the wearer's was."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    collar = (np.abs(x) >= 0.42) & (y < -0.12)
    own = neck.seen(_neck(astronaut_face, 0.26), _nothing(), _nothing(), points)
    wearer = neck.seen(_neck(astronaut_face, 0.42) & ~collar, _nothing(), collar, points)
    assert wearer.base == pytest.approx((0.13, 0.13), abs=0.03)
    share, deep = neck.outline(points, own, wearer, SIZE)
    row = (np.abs(deep - 0.17) < 0.01) & (np.abs(x) < 0.41)
    assert (share[row] > 0.5).all()
    open_ = neck.seen(_neck(astronaut_face, 0.42), _nothing(), _nothing(), points)
    assert open_.base == (neck.BASE, neck.BASE)  # the control: without a collar there is room
    assert neck.outline(points, own, open_, SIZE)[0][row].min() < 0.5


def test_no_step_is_seen_where_the_wearers_neck_ends(astronaut_face: Face):
    """Their head hid some of it: beside that edge both necks have one tone, however different they are."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    deep = np.asarray(-y, np.float32)
    own, other = (np.full((*SIZE, 3), value, np.float32) for value in (0.2, 0.3))
    other *= (1 + 1.5 * x.clip(-0.5, 0.5))[..., None]  # lit from one side
    seen = ((deep > -0.1) & (deep < 0.6) & (np.abs(x) < 0.4)).astype(np.float32)
    made = neck.joined(own, seen, other, (x > 0) & (np.abs(x) < 0.4) & (deep > 0), deep, 150.0)[..., 0]
    row = made[(np.abs(deep - 0.3) < 0.005) & (np.abs(x) < 0.2)]
    assert np.abs(np.diff(row)).max() < 0.02


def test_a_neck_far_to_one_side_of_a_turned_chin_is_believed_where_that_is_asked(astronaut_face: Face):
    """Of a head that looks aside the chin lies over one side of its neck; about a straight head that is an error."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    seen = neck.seen((x > -0.58) & (x < 0.14) & (y > -0.7) & (y < 0.3), _nothing(), _nothing(), points)
    assert neck.upper(seen) == pytest.approx((neck.MOST, neck.LEAST))
    assert neck.upper(seen, neck.LEANING) == pytest.approx((0.58, 0.14), abs=0.03)


def test_an_own_neck_is_no_wider_than_where_the_collar_begins(astronaut_face: Face):
    """A broad neck in a narrow collar stood out beside the jaw on both sides, as a block above the collar's ends."""
    points = astronaut_face.mesh.points
    x, y = neck._about_chin(points, SIZE)
    collar = (np.abs(x) >= 0.34) & (y < -0.04)
    skin = _neck(astronaut_face, 0.34) & ~collar
    own = neck.seen(_neck(astronaut_face, 0.45), _nothing(), _nothing(), points)
    wearer = neck.seen(skin, ~(skin | collar), collar, points)
    share, deep = neck.outline(points, own, wearer, SIZE)
    above = (share > 0.5) & (deep < wearer.base[0] - 0.02) & (deep > -0.2)
    assert max(wearer.base) < neck.BASE
    assert np.abs(x[above]).max() < 0.38  # 0.45 before
