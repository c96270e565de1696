"""How drawn pictures are judged."""

from __future__ import annotations

import dataclasses

import numpy as np

from engine.pocket.judge import asked, eyes_match, frechet


def test_the_wishes_go_evenly_through_everything():
    """A figure over 24 pictures weighs men and women, ages and smiles alike."""
    wishes = list(asked(24))
    assert len({(looks.gender, looks.age_band, smiling) for looks, smiling in wishes}) == 12
    assert sum(looks.gender == "woman" for looks, _ in wishes) == 12
    assert sum(smiling for _, smiling in wishes) == 12


def test_two_sets_of_one_kind_are_near_and_of_two_kinds_far():
    """The distance is small for chance and grows with what differs, mean or spread."""
    rng = np.random.default_rng(1)
    first, second = rng.normal(size=(2, 400, 16))
    chance = frechet(first, second)
    assert 0 <= chance < 0.5
    assert frechet(first, second + 1) > 16
    assert frechet(first, second * 3) > 20 * chance


def test_her_eyes_match_and_a_shut_or_narrow_one_is_seen(astronaut_face):
    """A photo passes; one eye nearly shut, or half as wide, does not."""
    mesh = astronaut_face.mesh
    assert eyes_match(mesh)
    shut = mesh.points.copy()
    shut[159, :2] = shut[145, :2] + 0.2 * (shut[159, :2] - shut[145, :2])
    assert not eyes_match(dataclasses.replace(mesh, points=shut))
    narrow = mesh.points.copy()
    narrow[33] = narrow[133] + 0.4 * (narrow[33] - narrow[133])
    assert not eyes_match(dataclasses.replace(mesh, points=narrow))
