"""Skin, edges, backgrounds, previews and what steers a base that draws bodies."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.diffusion import controls
from engine.faces.regions import lab
from engine.faces.types import RGB, Face
from engine.garments import backdrop, bones, matte, skin
from engine.garments.body import JOINTS, Body, Hand
from engine.garments.pieces import Piece
from engine.garments.preview import preview, squares
from engine.tasks.tryon.request import Background


def standing() -> Body:
    """A body in a picture of 300 by 400."""
    garment = np.zeros((400, 300), np.float32)
    garment[100:250, 90:210] = 1
    return bones.standing(garment)


def hand() -> Hand:
    """A flat hand whose fingertips come nearest."""
    points = np.zeros((21, 3), np.float32)
    points[0] = (150, 200, 0)
    for finger in range(5):
        for part in range(4):
            points[1 + 4 * finger + part] = (120 + 15 * finger, 170 - 15 * part, -8.0 * part)
    return Hand(points=points, right=True)


def test_skin_takes_the_wanted_tone_and_nothing_else_changes(astronaut: RGB, astronaut_face: Face):
    """Cheeks land on the tone; outside the mask not a bit moves."""
    mesh = astronaut_face.mesh
    own = skin.tone(astronaut, mesh)
    wanted = np.array([own[0] * 0.75, own[1] + 4, own[2] + 6], np.float32)
    where = np.zeros(astronaut.shape[:2], np.float32)
    where[60:190, 170:280] = 1
    made = skin.toned(astronaut, where, own, wanted)
    assert np.abs(skin.tone(made, mesh) - wanted).max() < 3
    assert np.abs(own - wanted).max() > 5  # the control
    assert (made[where == 0] == astronaut[where == 0]).all()


def test_hair_is_no_skin(astronaut: RGB, astronaut_face: Face):
    """The head's mask holds both; the colour tells."""
    head = np.ones(astronaut.shape[:2], np.float32)
    found = skin.of_head(astronaut, head, astronaut_face.mesh)
    cheek = astronaut_face.mesh.points[50, :2].round().astype(int)
    assert found[cheek[1], cheek[0]] > 0.8
    for x, y in ((225, 215), (300, 480)):  # black collar, helmet
        assert found[y, x] < 0.1


def test_the_edge_of_a_person_loses_the_old_background():
    """A dark figure before white, put before black: no white rim is left; the inside is untouched."""
    rgb = np.full((200, 200, 3), 255, np.uint8)
    cv2.circle(rgb, (100, 100), 60, (90, 40, 40), -1, cv2.LINE_AA)
    truth = cv2.circle(np.zeros((200, 200), np.float32), (100, 100), 60, 1.0, -1, cv2.LINE_AA)
    share = matte.alpha(rgb, cv2.GaussianBlur(truth, (0, 0), 3), np.zeros_like(truth))
    out = matte.before(rgb, share, np.zeros_like(rgb))
    naive = (rgb * cv2.GaussianBlur(truth, (0, 0), 3)[..., None]).astype(np.uint8)
    rim = (cv2.dilate(truth, np.ones((9, 9))) > 0) & (cv2.erode(truth, np.ones((9, 9))) < 1)
    assert out[rim][:, 1].max() < 60 < naive[rim][:, 1].max()
    inner = cv2.erode(truth, np.ones((31, 31))) > 0
    assert (out[inner] == rgb[inner]).all()


@pytest.mark.parametrize("name", [one for one in Background if one != Background.KEEP])
def test_a_seed_gives_one_scene_and_every_preset_has_words(name: Background):
    """Same seed, same pixels; it fills the picture it was asked for."""
    first, again = (backdrop.drawn(name, 90, 60, 4) for _ in range(2))
    assert first.shape == (90, 60, 3)
    assert (first == again).all()
    assert (first != backdrop.drawn(name, 90, 60, 5)).any()
    assert name in backdrop.WORDS


def test_presets_differ():
    """Nine choices that look alike would be one."""
    means = [lab(backdrop.drawn(name, 120, 80, 1)).mean((0, 1)) for name in backdrop.WORDS]
    apart = [np.linalg.norm(one - other) for k, one in enumerate(means) for other in means[:k]]
    assert min(apart) > 4


def test_bones_join_the_seen_joints_in_their_own_colours():
    """The neck is orange, as OpenPose draws it; a joint outside the picture is not drawn."""
    body = standing()
    picture = bones.skeleton(400, 300, body, [])
    x, y = body.where("neck").round().astype(int)
    assert tuple(picture[y, x]) == controls.COLOURS[JOINTS.index("neck")]
    assert not body.seen[JOINTS.index("left-ankle")] or body.where("left-ankle")[1] < 400
    assert picture[:, :60].max() == 0


def test_hands_are_drawn_joint_by_joint():
    """21 points, red, green and so on along each finger."""
    picture = bones.skeleton(400, 300, standing(), [hand()])
    for point in hand().points:
        assert picture[round(float(point[1])), round(float(point[0]))].max() > 200


def test_what_is_nearer_is_lighter():
    """Fingertips before the wrist; nothing where there is no hand."""
    depth = bones.hand_depth(400, 300, [hand()])[..., 0]
    assert depth[125, 150] > depth[195, 150] > 0
    assert depth[350, 50] == 0


def test_edges_leave_the_head_free(astronaut: RGB):
    """Another head comes there."""
    person, head = np.ones(astronaut.shape[:2], np.float32), np.zeros(astronaut.shape[:2], np.float32)
    person[:, 400:] = 0
    head[20:200, 150:300] = 1
    lines = bones.edges(astronaut, person, head, 100)
    assert lines[250:, :400].any()
    assert not lines[20:200, 150:300].any()
    assert not lines[:, 400:].any()


def test_the_preview_dims_what_does_not_stay_and_numbers_the_rest():
    """What is bright is kept, to the bit; the grid is as square as the picture allows."""
    rgb = np.full((400, 300, 3), 120, np.uint8)
    mask = np.zeros((400, 300), np.float32)
    mask[100:300, 100:200] = 1
    shown, columns, rows = preview(rgb, mask, [Piece(number=1, kind="top", mask=mask)], grid=False)
    assert (columns, rows) == (0, 0)
    assert tuple(shown[10, 10]) == (50, 50, 50)
    assert tuple(shown[120, 120]) == (120, 120, 120)
    ruled, columns, rows = preview(rgb, mask, [], grid=True)
    assert (columns, rows) == squares(400, 300) == (6, 8)
    assert (ruled != shown).any()


def test_the_line_around_a_garment_follows_what_was_tapped_away():
    """Whoever taps a hand away must see it outside the line; a garment that does not stay at all keeps its line."""
    rgb = np.full((400, 300, 3), 120, np.uint8)
    mask = np.zeros((400, 300), np.float32)
    mask[100:300, 100:200] = 1
    corrected = mask.copy()
    corrected[:, 180:] = 0
    top = [Piece(number=1, kind="top", mask=mask)]
    before, after, dropped = (
        preview(rgb, stays, top, grid=False)[0][150, :, 0] for stays in (mask, corrected, np.zeros_like(mask))
    )
    right = slice(190, 210)
    assert before[right].max() > 200
    assert dropped[right].max() > 200
    assert after[right].max() == 50
    assert after[170:185].max() > 200
