"""Fusion that may not cost likeness: several selfies tried, less strength tried, left alone when nothing helps."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces import best_fusion, fuse
from engine.faces.best_fusion import NOT_NEARER, fuse_best
from engine.faces.embed import distance
from engine.faces.fuse import Selfie
from tests.engine.faces.portraits import other_person, turned


@pytest.fixture(scope="module")
def portrait(astronaut, astronaut_face):
    """Somebody else in the same place."""
    return other_person(astronaut, astronaut_face.mesh)


@pytest.fixture(scope="module")
def portrait_mesh(faces, portrait):
    return faces.mesh(portrait)


@pytest.fixture(scope="module")
def selfie(astronaut, astronaut_face):
    return Selfie(rgb=astronaut, mesh=astronaut_face.mesh)


@pytest.fixture
def embed(faces, portrait_mesh):
    """The embedding of the face in a picture of the portrait's size."""
    return lambda picture: faces.embedder.embed(picture, faces.largest(picture))


def test_another_face_comes_nearer(portrait, portrait_mesh, selfie, embed, faces, astronaut):
    """The usual case: full strength, and the embedding agrees."""
    own = faces.embed(astronaut)
    fused = fuse_best(portrait, portrait_mesh, [selfie], no_mirror, own, embed)
    assert fused.strength_used == 1
    assert distance(embed(fused.picture), own) < distance(embed(portrait), own)


def test_who_is_already_there_is_left_alone(selfie, embed, faces, astronaut, portrait, portrait_mesh):
    """Fusing a worse face onto the person's own would lose likeness: the picture stays, to the bit, and says why."""
    stranger = Selfie(rgb=portrait, mesh=portrait_mesh)
    fused = fuse_best(astronaut, selfie.mesh, [stranger], no_mirror, faces.embed(astronaut), embed)
    assert fused.picture is astronaut
    assert (fused.strength_used, fused.note) == (0.0, NOT_NEARER)
    assert not fused.mask.any()


class Scripted:
    """Distances from the person by what was fused: strength -> distance; 0 for the portrait itself."""

    def __init__(self, by_strength, monkeypatch):
        self.asked = []

        def made(portrait, mesh, rgb, selfie_mesh, *, strength, keep_style):
            self.asked.append(strength)
            picture = np.full((4, 4, 3), round(100 * by_strength[strength]), np.uint8)
            return fuse.Fused(picture=picture, mask=np.ones((4, 4), np.float32), strength_used=strength)

        monkeypatch.setattr(best_fusion.fuse, "fuse", made)


def value(picture):
    """The distance a scripted picture stands for, as an embedding of one number."""
    return np.array([picture[0, 0, 0] / 100], np.float32)


@pytest.fixture
def before():
    return np.full((4, 4, 3), 50, np.uint8)


def test_less_strength_is_tried_before_giving_up(monkeypatch, before, selfie):
    """A strong fusion may overshoot where a weak one helps."""
    script = Scripted({1.0: 0.7, 0.6: 0.4, 0.3: 0.45}, monkeypatch)
    fused = fuse_best(before, selfie.mesh, [selfie], no_mirror, [0.0], value)
    assert script.asked == [1.0, 0.6]
    assert fused.strength_used == 0.6


def test_a_weaker_wish_is_weakened_too(monkeypatch, before, selfie):
    """The caller's own strength is the most that is used."""
    script = Scripted({0.5: 0.7, 0.3: 0.6, 0.15: 0.4}, monkeypatch)
    assert fuse_best(before, selfie.mesh, [selfie], no_mirror, [0.0], value, strength=0.5).strength_used == 0.15
    assert script.asked == [0.5, 0.3, 0.15]


def no_mirror(selfie: Selfie) -> None:
    """Nobody's mirror image shows a face."""


def mirrored(selfie: Selfie) -> Selfie:
    """The mirror image of a selfie that was only turned."""
    return Selfie(rgb=np.ascontiguousarray(selfie.rgb[:, ::-1]), mesh=turned(selfie.mesh, -2 * selfie.mesh.yaw))


def test_a_mirror_image_stands_in_only_where_it_fits_better(selfie):
    """Turned the other way, the mirror image saves degrees; the same way it does not, for faces are lopsided."""
    right, made = Selfie(rgb=selfie.rgb, mesh=turned(selfie.mesh, 20)), []

    def mirror(one):
        made.append(mirrored(one))
        return made[-1]

    same_way, other_way = (best_fusion.chosen(turned(selfie.mesh, side), [right], mirror) for side in (20, -20))
    assert same_way[0] is right
    assert other_way[0] in made


def test_only_what_is_chosen_is_mirrored(selfie):
    """A mesh was fitted to the mirror image of every photo, of eight two are fused."""
    away = [Selfie(rgb=selfie.rgb, mesh=turned(selfie.mesh, degrees)) for degrees in (20, 22, 24, 26)]
    asked = []
    found = best_fusion.chosen(turned(selfie.mesh, -24), away, lambda one: asked.append(one) or mirrored(one))
    assert len(found) == len(asked) == best_fusion.TRIED
    assert not {*asked} & {*found}


def test_what_has_no_mirror_image_is_passed_over(selfie):
    """The next best is taken, once, and at least the photos themselves."""
    away = [Selfie(rgb=selfie.rgb, mesh=turned(selfie.mesh, degrees)) for degrees in (20, 22)]
    assert {*best_fusion.chosen(turned(selfie.mesh, -20), away, no_mirror)} == {*away}
    assert best_fusion.chosen(turned(selfie.mesh, -20), away[:1], no_mirror) == away[:1]


def test_how_a_mirror_image_fits_is_known_without_it(faces, astronaut):
    """Reflected, a mesh is turned and smiles like the one that is fitted to the mirror image, and tilts the other way.

    Only of what choosing asks for: the network sees the two sides of a face a little differently.
    """
    mesh, other = faces.mesh(astronaut), faces.mesh(np.ascontiguousarray(astronaut[:, ::-1]))
    found = best_fusion._reflected(mesh)
    for name in ("yaw", "pitch", "roll"):
        assert getattr(found, name) == pytest.approx(getattr(other, name), abs=2.5), name
    apart = [abs(found.blendshapes[name] - other.blendshapes[name]) for name in fuse.EXPRESSION]
    assert max(apart) < 0.12
    assert found.yaw * mesh.yaw < 0, "a control: she looks to one side"


def test_without_a_selfie_there_is_nothing_to_fuse(before, selfie):
    """The caller asks first."""
    with pytest.raises(ValueError, match="no selfie"):
        fuse_best(before, selfie.mesh, [], no_mirror, [0.0], value)


def test_the_best_of_two_selfies_is_kept(monkeypatch, before, selfie):
    """Measured, not guessed: what fits worse by its pose may still come nearer."""
    other = Selfie(rgb=selfie.rgb, mesh=turned(selfie.mesh, 10))
    monkeypatch.setattr(best_fusion.fuse, "fuse", lambda portrait, mesh, rgb, own, **_: fuse.Fused(
        picture=np.full((4, 4, 3), 30 if own is selfie.mesh else 10, np.uint8),
        mask=np.ones((4, 4), np.float32), strength_used=1.0,
    ))  # fmt: skip
    assert value(fuse_best(before, selfie.mesh, [selfie, other], no_mirror, [0.0], value).picture) == pytest.approx(0.1)


def test_pixels_are_looked_at_only_where_they_can_still_decide(selfie, monkeypatch):
    """Of sixteen photos and mirror images two are fused; what covers a face took a fiftieth of a portrait's time."""
    looked: list[int] = []
    candidates = [(float(known), selfie) for known in (9, 3, 5, 40, 1, 3)]
    real = fuse.flaws

    def flaws(one: Selfie) -> float:
        looked.append(1)
        return real(one)

    whole = sorted((known + real(one), number) for number, (known, one) in enumerate(candidates))
    monkeypatch.setattr(fuse, "flaws", flaws)
    found = fuse.cheapest(candidates, 2)
    assert found == [number for _, number in whole[:2]] == [4, 1]
    assert len(looked) < len(candidates)


def test_a_flaw_can_still_undo_a_good_pose(selfie, monkeypatch):
    """The cheapest by pose alone is not taken unseen, and whoever comes behind it is looked at, too."""
    flaws = {4: 30.0}
    candidates = [(known, Selfie(rgb=selfie.rgb, mesh=selfie.mesh)) for known in (9.0, 3.0, 5.0, 40.0, 1.0)]
    names = {id(one): number for number, (_, one) in enumerate(candidates)}
    monkeypatch.setattr(fuse, "flaws", lambda one: flaws.get(names[id(one)], 0.0))
    assert fuse.cheapest(candidates, 2) == [1, 2]
    assert fuse.cheapest(candidates[4:], 2) == [0]


def test_only_photos_that_may_be_fused_take_on_a_look_and_once(
    portrait, portrait_mesh, selfie, embed, faces, astronaut
):
    """Oil takes seconds of a photo: ten photos of which two are fused would cost more than all the rest of a portrait.

    What is fused is the photo in its look.
    """
    taken = []

    def dark(rgb):
        taken.append(rgb)
        return rgb // 2

    near = [Selfie(rgb=selfie.rgb, mesh=selfie.mesh, look=dark) for _ in range(2)]
    far = [Selfie(rgb=selfie.rgb, mesh=turned(selfie.mesh, 20), look=dark) for _ in range(4)]
    own = faces.embed(astronaut)
    fused = fuse_best(portrait, portrait_mesh, [*far, *near], no_mirror, own, embed)
    assert len(taken) == 2
    already = fuse_best(portrait, portrait_mesh, [Selfie(rgb=astronaut // 2, mesh=selfie.mesh)], no_mirror, own, embed)
    assert np.array_equal(fused.picture, already.picture)
    plain = fuse_best(portrait, portrait_mesh, [selfie], no_mirror, own, embed)
    assert not np.array_equal(fused.picture, plain.picture)
