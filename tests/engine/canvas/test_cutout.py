"""Cutting people out (paper 2.1.1): whose pixels, which part of them, how much of each."""

from __future__ import annotations

import time

import cv2
import numpy as np
import pytest
import torch

from engine import weights
from engine.canvas import network
from engine.canvas.cutout import cut_out
from engine.canvas.head import head_of
from engine.faces.regions import hull
from engine.faces.types import Face

HAIR, SUIT, SHUTTLE, FLAG, BACKDROP = (40, 225), (420, 200), (130, 410), (200, 30), (60, 345)  # row, column
PARTS = ("hair", "face", "skin", "clothes", "worn")


@pytest.fixture(scope="module")
def cut(faces, astronaut, astronaut_face):
    """The astronaut cut out."""
    return faces.cut_out(astronaut, astronaut_face)


def test_the_person_is_kept_and_nothing_else(cut):
    """Head and suit are hers; shuttle, flag and backdrop are not."""
    assert cut.alpha[HAIR] > 0.9
    assert cut.alpha[SUIT] > 0.7
    for place in (SHUTTLE, FLAG, BACKDROP):
        assert cut.alpha[place] < 0.1


def test_every_part_is_named_rightly(cut, astronaut_face):
    """Hair is hair, suit is clothes, the middle of the face is face: scenes are lit by that."""
    x, y = astronaut_face.mesh.points[1, :2].astype(int)
    assert cut.hair[HAIR] > 0.8
    assert cut.clothes[SUIT] > 0.5
    assert cut.face[y, x] > 0.8
    assert cut.face[HAIR] < 0.1
    assert cut.hair[y, x] < 0.1


def test_shares_add_up_to_alpha(cut, astronaut):
    """Each pixel is shared out between person and background once, as the contract says."""
    total = sum(getattr(cut, name) for name in PARTS)
    assert np.abs(total - cut.alpha).max() < 1e-4
    for name in ("alpha", *PARTS):
        plane = getattr(cut, name)
        assert (plane.shape, plane.dtype) == (astronaut.shape[:2], np.float32)
        assert 0 <= plane.min() <= plane.max() <= 1 + 1e-6
    assert (cut.colour.shape, cut.colour.dtype) == (astronaut.shape, np.uint8)


def test_inside_the_person_colours_are_the_photos(cut, astronaut):
    """Only the rim is estimated anew."""
    assert np.array_equal(cut.colour[cut.alpha > 0.999], astronaut[cut.alpha > 0.999])


@pytest.mark.parametrize("scale", [0.5, 2.0])
def test_size_changes_nothing(faces, cut, astronaut, scale):
    """256 to 1024 px: the same person is found."""
    size = (round(512 * scale),) * 2
    other = cv2.resize(astronaut, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
    found = faces.cut_out(other, faces.largest(other))
    assert np.abs(cv2.resize(found.alpha, (512, 512), interpolation=cv2.INTER_AREA) - cut.alpha).mean() < 0.04


def test_a_grey_photo_is_cut_out_too(faces, cut, astronaut, astronaut_face):
    """Old photos have no colours."""
    grey = np.repeat(cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY)[..., None], 3, -1)
    assert np.abs(faces.cut_out(grey, astronaut_face).alpha - cut.alpha).mean() < 0.03


def test_a_cropped_head_keeps_its_face(faces, astronaut):
    """The photo ends above the brows and below the mouth: what is there is kept."""
    tight = np.ascontiguousarray(astronaut[70:200, 150:290])
    face = faces.largest(cv2.resize(tight, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC))
    found = faces.cut_out(cv2.resize(tight, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC), face)
    inside = hull(found.alpha.shape, face.mesh.oval, 0.85) > 0
    assert found.alpha[inside].mean() > 0.97


def test_a_neighbour_is_background(faces, astronaut):
    """Two people side by side: each is cut out alone by their own face."""
    double = np.ascontiguousarray(np.hstack([astronaut[:, :400], astronaut[:, :400]]))
    meshes = sorted(faces.meshes.find(double), key=lambda mesh: mesh.oval[:, 0].mean())
    assert len(meshes) == 2
    for own, other in (meshes, meshes[::-1]):
        found = faces.cut_out(double, Face(box=own.box, score=1.0, mesh=own))
        assert found.alpha[hull(double.shape, own.oval, 0.9) > 0].mean() > 0.95
        assert found.alpha[hull(double.shape, other.oval, 0.9) > 0].mean() < 0.05


def test_the_arm_of_a_selfie_is_kept_unless_somebody_stands_beside(weights_folder, faces, astronaut, astronaut_face):
    """Arms reach further out than shoulders; with another head beside, what is there is a neighbour's."""
    net = network.load(weights.path(weights_folder, "cutout", "cutout.safetensors"))
    people = faces.people.person_mask(astronaut)
    people[225:300, 300:470] = 1
    arm = np.s_[240:290, 435:455]
    assert cut_out(astronaut, astronaut_face.mesh, net, people).alpha[arm].mean() > 0.8
    people[60:170, 380:480] = 1
    assert cut_out(astronaut, astronaut_face.mesh, net, people).alpha[arm].mean() < 0.3


def test_a_head_is_a_part_of_the_person(cut, astronaut_face):
    """Face and hair without suit, and the control: the suit is there without it."""
    head = head_of(cut, astronaut_face.mesh)
    assert head[HAIR] > 0.8
    assert head[SUIT] < 0.1
    assert cut.alpha[SUIT] > 0.7


def test_the_head_of_a_photo_needs_no_colours(faces, cut, astronaut, astronaut_face, monkeypatch):
    """A training asks where the head is; the same to the bit as of a person who is cut out for a canvas."""
    monkeypatch.setattr("engine.canvas.cutout.without_background", None)
    head = faces.head_mask(astronaut, astronaut_face)
    assert np.array_equal(head, head_of(cut, astronaut_face.mesh))


def test_the_network_is_small_and_fast(weights_folder):
    """At most 2 MB and a fifth of a second on one core, which a small machine has to spare for each photo."""
    file = weights.path(weights_folder, "cutout", "cutout.safetensors")
    assert file.stat().st_size < 2_000_000
    net, seen = network.load(file), torch.zeros(1, network.SEEN, 512, 512).to(memory_format=torch.channels_last)
    torch.set_num_threads(1)  # two that wait for each other burn the processor where something else has it
    with torch.inference_mode():
        spent = []
        for _ in range(5):
            begun = time.process_time()
            classes, alpha = net(seen)
            spent.append(time.process_time() - begun)
    assert classes.shape == (1, 6, 256, 256)
    assert alpha.shape == (1, 1, 512, 512)
    assert min(spent) < 0.2
