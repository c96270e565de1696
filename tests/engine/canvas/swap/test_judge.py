"""A result knows when it is bad: each measure passes a good picture and fails one spoilt in its own way."""

from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest

from engine.canvas.swap import necks
from engine.canvas.swap.judge import (
    CROSSED,
    ENLARGED,
    FAR,
    JAW,
    NECK,
    RIDGE,
    STEP,
    Verdict,
    chin,
    crossed,
    enlarged,
    faults,
    jaw,
    judge,
    neck,
    neck_of,
    ridge,
)
from engine.faces.regions import face_units, face_width, hull, part
from engine.faces.types import LEFT_EYE, LEFT_IRIS, OVAL, RIGHT_IRIS
from engine.lab.bench._judge import SPOILT
from engine.lab.tasks import spoils
from tests.engine.canvas.swap.conftest import blurred


@pytest.fixture(scope="module")
def verdict(there, toned, faces):
    """Judge a picture at her place; ``distance`` is what its likeness would be."""

    def said(made, distance: float = 0.3) -> Verdict:
        return judge(
            there,
            made,
            toned(0.33),
            lambda rgb: faces.meshes.fit(rgb, there.head.mesh.box),
            lambda rgb: distance,
            0.8,
        )

    return said


def test_a_good_picture_passes(made, verdict):
    """Or nobody would ever be sent one."""
    assert verdict(made).faults == ()


def test_a_melted_face_is_blurred(made, verdict):
    """A smear where features were."""
    assert "blur" in verdict(replace(made, rgb=blurred(made.rgb, made.face, 6))).faults


def test_a_pale_neck_under_a_dark_face_is_told(there, made, verdict):
    """The template's neck as it was."""
    pale = np.where(neck_of(there)[..., None], there.head.rgb, made.rgb)
    assert "neck" in verdict(replace(made, rgb=pale)).faults


def test_a_pale_neck_that_ends_in_a_collar_is_told(there, made, verdict):
    """All that is seen of it lies close to the chin, or to the beard above it."""
    away = cv2.distanceTransform((made.face < 0.02).astype(np.uint8), cv2.DIST_L2, 5) / face_width(made.points)
    skin = there.head.cut.skin * (away < necks.AWAY / 2)
    short = replace(there, head=replace(there.head, cut=replace(there.head.cut, skin=skin)))
    pale = np.where(neck_of(short)[..., None], np.minimum(there.head.rgb, 200) + 55, made.rgb).astype(np.uint8)
    assert neck(there.head.rgb, made, short) < NECK < neck(there.head.rgb, replace(made, rgb=pale), short)


def test_a_hard_edge_is_a_seam(there, made, verdict):
    """The face laid on without a border, and much lighter than what it lies on."""
    hard = hull(made.face.shape, made.points[list(OVAL), :2], 0.93) > 0
    lighter = np.where(hard[..., None], (made.rgb * 0.3 + 170).clip(0, 255), made.rgb).astype(np.uint8)
    assert "seam" in verdict(replace(made, rgb=lighter)).faults


def test_light_skin_below_black_curls_is_no_seam():
    """A border that hair draws is as steep as hair and skin differ; a step that the hair does not make is a seam.

    Where skin gets darker towards light hair, as a face laid on hard leaves a line beside it, nothing explains it.
    """
    x = np.linspace(0, 1, 400, dtype=np.float32)[None].repeat(300, 0)
    share = np.clip((x - 0.4) / 0.1, 0, 1)
    curls = (x < 0.4).astype(np.float32)

    def picture(hair: int, line: int, skin: int) -> np.ndarray:
        grey = np.where(x < 0.4, hair, np.where(x < 0.44, line, skin)).astype(np.uint8)
        return cv2.GaussianBlur(np.repeat(grey[..., None], 3, 2), (0, 0), 3)

    nothing, before = np.zeros_like(curls), picture(40, 60, 60)
    light, ringed = picture(20, 120, 120), picture(20, 180, 90)
    assert ridge(before, light, share, nothing, 250) > RIDGE > 1.1 > ridge(before, light, share, curls, 250)
    assert ridge(before, ringed, share, curls, 250) > RIDGE


def test_a_seam_along_a_part_stands_out_there():
    """Among all of a border a seam along the jaw alone is thin. The border above it is as it was."""
    share = cv2.GaussianBlur(cv2.circle(np.zeros((400, 400), np.float32), (200, 200), 120, 1.0, -1), (0, 0), 12)
    low = np.arange(400)[:, None].repeat(400, 1) > 280
    grain = np.random.default_rng(0).normal(128, 4, (400, 400, 1)).astype(np.float32).repeat(3, 2)
    laid = np.where((low & (share > 0.3))[..., None], grain - 30, grain).astype(np.uint8)
    before, nothing = grain.astype(np.uint8), np.zeros_like(share)
    there, everywhere, above = (ridge(before, laid, share, nothing, 240, where) for where in (low, None, ~low))
    assert there > 1.3 * everywhere > 1.3 * 1.1 > 1.1 * above


def test_a_beard_has_no_jaw(there, made):
    """Its border is all hair: what a seam in it changes is a spot."""
    _, y = face_units(made.face.shape, made.points)
    bearded = replace(made, hair=np.maximum(made.hair, (y < -0.35).astype(np.float32)))
    assert jaw(there.head.rgb, bearded) == 1 != jaw(there.head.rgb, made) < JAW


def test_larger_steps_on_lighter_skin_are_no_seam():
    """Twice the light on all of a face makes every step of it larger. A step of its own is the control."""
    x = np.linspace(0, 1, 400, dtype=np.float32)[None].repeat(300, 0)
    share, nothing = np.clip((x - 0.4) / 0.1, 0, 1), np.zeros_like(x)
    shade = np.repeat(np.where(x < 0.43, 50.0, 65.0)[..., None], 3, 2)
    before, light = (cv2.GaussianBlur((shade * by).astype(np.uint8), (0, 0), 2) for by in (1, 2.5))
    laid = np.where(x[..., None] < 0.43, before, light)
    assert ridge(before, light, share, nothing, 250) < 1.2 < RIDGE < ridge(before, laid, share, nothing, 250)


def test_a_beard_over_a_bare_throat_is_no_seam(there, made, verdict):
    """The chin is dark because of what grows there. The same darkness without a beard is the control."""
    x, y = face_units(made.face.shape, made.points)
    grown = ((np.abs(x) < 0.4) & (y < -0.35) & (made.face > 0.5)).astype(np.float32)
    dark = (made.rgb * (1 - 0.6 * cv2.GaussianBlur(grown, (0, 0), 1.5)[..., None])).astype(np.uint8)
    bare, bearded = (replace(made, rgb=dark, hair=np.maximum(made.hair, hair)) for hair in (0 * grown, grown))
    assert chin(there.head.rgb, bare, there) > STEP
    assert chin(there.head.rgb, bearded, there) < STEP


def test_an_eye_painted_over_is_told(made, verdict):
    """One lid shut, the other open."""
    lid = cv2.GaussianBlur(part(made.face.shape, made.points, LEFT_EYE, 1.5), (0, 0), 1.5)[..., None]
    skin = np.median(made.rgb[made.face > 0.9], 0)
    shut = (made.rgb * (1 - lid) + skin * lid).astype(np.uint8)
    assert "eyes" in verdict(replace(made, rgb=shut)).faults


def test_eyes_that_turn_to_the_nose_are_told(there, made, verdict):
    """Each eye is as open and as wide as it was: only where both look says that nobody looks like that."""
    spoilt = spoils.eyes(there, made)
    assert "eyes" in verdict(replace(made, rgb=spoilt)).faults


def test_a_look_aside_is_not_crossed(there):
    """Both irises move the same way: one nearer to the nose, the other as far from it."""
    mesh = there.head.mesh
    right, left = mesh.points[RIGHT_IRIS[0], :2], mesh.points[LEFT_IRIS[0], :2]
    step = (left - right) * 0.04

    def looking(of_right, of_left):
        points = mesh.points.copy()
        points[RIGHT_IRIS[0], :2] += of_right
        points[LEFT_IRIS[0], :2] += of_left
        return replace(mesh, points=points)

    assert crossed(looking(step, step), mesh, mesh) < CROSSED
    assert crossed(looking(-step, step), mesh, mesh) == 0
    assert crossed(looking(step, -step), mesh, mesh) > CROSSED


@pytest.mark.parametrize(
    ("kind", "fault"),
    [
        ("seam", "seam"),
        ("jaw", "marred"),
        ("neck", "neck"),
        ("magenta", "neck"),
        ("eyes", "eyes"),
        ("erased", "marred"),
        ("blur", "blur"),
        ("half", "blur"),
        ("mouth", "blur"),
        ("bands", "marred"),
        ("moustache", "marred"),
        ("fringe", "marred"),
        ("double", "marred"),
        ("small", "marred"),
        ("large", "marred"),
        ("tilted", "marred"),
        ("aside", "marred"),
        ("stain", "marred"),
    ],
)
def test_what_the_bench_spoils_is_refused_for_what_it_is(there, made, verdict, kind: str, fault: str):
    """The bench counts refusals: each must be for the fault that was made."""
    assert fault in verdict(replace(made, rgb=spoils.SPOILS[kind](there, made))).faults


def test_every_spoil_is_tried():
    """One that is made, and asked for by no row of the bench, would be forgotten."""
    assert set(spoils.SPOILS) | {"stranger"} == set(SPOILT)


@pytest.mark.parametrize(("wide", "faults"), [(0.03, ()), (0.3, ("seam",))])
def test_a_beard_taken_off_a_hood_is_told(made, verdict, wide: float, faults: tuple[str, ...]):
    """What it hung over nobody saw: it is a smear of bushes and hood. A short one leaves nothing to guess."""
    x, y = face_units(made.face.shape, made.points)
    strips = (np.abs(x) > 0.4) & (np.abs(x) < 0.4 + wide) & (y > -0.9) & (y < -0.3)
    bare = replace(made, shaved=strips.astype(np.float32), skin=made.skin * ~strips)
    assert verdict(bare).faults == faults


@pytest.mark.parametrize("distance", [FAR + 0.01, 0.81])
def test_a_face_nobody_would_know_is_told(made, verdict, distance: float):
    """Too far from the person, or further than the face that was there."""
    assert verdict(made, distance).faults == ("likeness",)


def test_a_head_turned_away_is_told(there, made, verdict, faces):
    """What the selfie's camera did not see is stretched over half of the face."""
    points = there.head.mesh.points.copy()
    middle = points[:, 0].mean()
    left = points[:, 0] < middle
    points[left, 0] = middle + (points[left, 0] - middle) * 0.1
    turned = replace(there.head, mesh=replace(there.head.mesh, points=points))
    said = judge(there, made, turned, lambda rgb: there.head.mesh, lambda rgb: 0.3, 0.8)
    assert "turned" in said.faults


def test_a_face_from_a_photo_far_too_small_is_blurred(there, made, toned, verdict):
    """Four times enlarged eyes are smears, though nothing about their edges is wrong. Her photo as it is passes."""
    small = toned(0.33)
    tiny = replace(small, enlarged=2.0, mesh=replace(small.mesh, points=small.mesh.points / 2))
    measured = {one.name: getattr(verdict(made), one.name) for one in fields(Verdict) if one.name != "faults"}
    mesh = there.head.mesh
    assert faults(measured, mesh, mesh, small.mesh, 0.8) == ()
    measured["enlarged"] = enlarged(made, tiny)
    assert measured["enlarged"] > 3.5
    assert faults(measured, mesh, mesh, small.mesh, 0.8) == ("blur",)


def test_a_template_seen_from_near_asks_no_more_of_a_photo_than_it_can_have(made, toned):
    """No photo is carried along with a face so large: of a good one none was good enough. Control: a tiny one."""
    near = replace(made, points=made.points * np.float32(1040 / face_width(made.points)))
    selfie = toned(0.33)
    wide = face_width(selfie.mesh.points)
    good, tiny = (replace(selfie, mesh=replace(selfie.mesh, points=selfie.mesh.points * np.float32(to / wide)))
                  for to in (300, 100))  # fmt: skip
    assert enlarged(near, good) < ENLARGED < enlarged(near, tiny)
