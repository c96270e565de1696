"""The whole pipeline with small seeded networks: portrait and sound in, frames out, one at a time."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch

from engine.errors import WeightMissingError
from engine.talking.animator import HEARD_RATE, Drive, Motion
from engine.talking.curves import silence
from engine.talking.options import TalkingOptions
from engine.talking.sadtalker import animator
from engine.talking.sadtalker.animator import SadTalker, SpeakingFace
from engine.tasks.talk.request import PortraitFaceTooSmallError, PortraitTurnedAwayError, PortraitWithoutFaceError
from tests.engine.talking.sadtalker.conftest import SIDE

FRAMES = 12


def drive(frames: int = FRAMES, blink: float = 0.0) -> Drive:
    """A drive with noise for a voice."""
    rest = np.zeros(frames, np.float32)
    motion = Motion(
        yaw=rest,
        pitch=rest,
        roll=rest,
        shift=np.zeros((frames, 2), np.float32),
        blink=np.full(frames, blink, np.float32),
    )
    sound = np.random.default_rng(0).normal(0, 0.1, frames * HEARD_RATE // 25).astype(np.float32)
    return Drive(curves=silence(frames, 25), motion=motion, sound=sound)


@pytest.fixture(scope="module")
def prepared(small, astronaut, astronaut_face):
    """Prepare the portrait with small networks."""

    def make(**options) -> SpeakingFace:
        chosen = TalkingOptions(size=256, **options)
        return animator.subject(astronaut, astronaut_face.mesh, chosen, small[chosen.framing])

    return make


@pytest.mark.parametrize("framing", ["crop", "full"])
def test_a_clip_has_a_frame_per_frame_of_the_drive(prepared, framing):
    """Shaped like the picture at rest, sides even, longer side as asked."""
    subject = prepared(framing=framing)
    frames = list(subject.frames(drive()))
    assert len(frames) == FRAMES
    assert max(subject.rest.shape) == 256
    assert all(side % 2 == 0 for side in subject.rest.shape[:2])
    assert {(frame.shape, frame.dtype.name) for frame in frames} == {(subject.rest.shape, "uint8")}
    assert all(frame.std() > 1 for frame in frames)


def test_in_the_whole_picture_only_the_box_moves(prepared):
    """Outside it every frame is the picture at rest, bit for bit; inside something does move."""
    subject = prepared(framing="full")
    left, top, right, bottom = subject.moving
    outside = np.ones(subject.rest.shape[:2], bool)
    outside[top:bottom, left:right] = False
    frames = list(subject.frames(drive()))
    assert outside.any()
    assert all(np.array_equal(frame[outside], subject.rest[outside]) for frame in frames)
    assert not np.array_equal(frames[0], frames[-1])


def test_the_same_seed_gives_the_same_pixels(prepared):
    """Prepared twice, rendered twice; another seed moves another way."""
    made, again, other = (next(islice(prepared(seed=seed).frames(drive()), 8, None)) for seed in (4, 4, 5))
    assert np.array_equal(made, again)
    assert not np.array_equal(made, other)


def test_every_wish_reaches_the_frames(prepared):
    """Style, expression and lids change the picture."""
    plain = next(islice(prepared().frames(drive()), 8, None)).astype(int)
    for subject, told in (
        (prepared(pose_style=9), drive()),
        (prepared(expression_scale=2.0), drive()),
        (prepared(still=True), drive()),
        (prepared(), drive(blink=1.0)),
    ):
        assert np.abs(next(islice(subject.frames(told), 8, None)) - plain).max() > 0


def test_frames_are_rendered_one_at_a_time(prepared, monkeypatch):
    """A clip of any length takes the memory of one frame: nothing is rendered before it is asked for."""
    subject, rendered = prepared(), []
    monkeypatch.setattr(
        subject, "render", lambda window: rendered.append(window.shape) or np.zeros((SIDE, SIDE, 3), np.uint8)
    )
    frames = subject.frames(drive(60))
    assert rendered == []
    next(frames)
    next(frames)
    assert rendered == [(1, 70, 27)] * 2


def test_the_portrait_is_taken_in_once(prepared, small, monkeypatch):
    """Its features do not change during a clip; the published code works them out for every frame."""
    calls = []
    first = small["crop"].networks.generator.first
    monkeypatch.setattr(first, "forward", lambda x, run=first.forward: calls.append(1) or run(x))
    list(prepared().frames(drive(4)))
    assert calls == [1]


def test_coefficients_come_with_the_place_of_the_crop(prepared):
    """73 of them for whole pictures, whose last three are scale and middle of the face in the 64 px crop."""
    full, crop = (prepared(framing=framing).sequence(drive()) for framing in ("full", "crop"))
    assert full.shape == (FRAMES, 73)
    assert crop.shape == (FRAMES, 70)
    scale, right, up = full[0, 70:].tolist()
    assert 3 < scale < 12  # the face is a third of 64 px wide and becomes 102 px a unit
    assert 0.3 * SIDE < right < 0.7 * SIDE
    assert 0.3 * SIDE < up < 0.8 * SIDE


def test_no_gradients_are_kept(prepared):
    """A clip of thousands of frames would keep them all."""
    assert not prepared().sequence(drive()).requires_grad
    assert torch.is_grad_enabled()  # and the world outside is left as it was


class OneFace:
    """Perception that always answers the same."""

    def __init__(self, face) -> None:
        self.face = face

    def largest(self, _rgb):
        return self.face


def test_portraits_that_cannot_speak_are_refused_with_a_reason(astronaut, astronaut_face):
    """Nobody there, turned away beyond a mesh, and too few pixels: each has its own sentence."""
    tiny = replace(astronaut_face, mesh=replace(astronaut_face.mesh, points=astronaut_face.mesh.points / 8))
    for face, error in (
        (None, PortraitWithoutFaceError),
        (replace(astronaut_face, mesh=None), PortraitTurnedAwayError),
        (tiny, PortraitFaceTooSmallError),
    ):
        with pytest.raises(error):
            animator.find(OneFace(face), astronaut)
    assert animator.find(OneFace(astronaut_face), astronaut) is astronaut_face.mesh


def test_a_profile_is_refused_with_its_angle(astronaut, astronaut_face):
    """A face turned 60 degrees shows half a mouth."""
    turn = np.eye(4, dtype=np.float32)
    angle = np.radians(60)
    turn[:3, :3] = [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    face = replace(astronaut_face, mesh=replace(astronaut_face.mesh, matrix=turn))
    with pytest.raises(PortraitTurnedAwayError) as caught:
        animator.find(OneFace(face), astronaut)
    assert caught.value.data["degrees"] == 60


def test_without_weights_the_backend_says_which(engine_settings, faces, astronaut, tmp_path):
    """Before anything is computed."""
    backend = SadTalker(replace(engine_settings, weights=tmp_path), faces)
    with pytest.raises(WeightMissingError) as caught:
        backend.prepare(astronaut, TalkingOptions(size=256))
    assert caught.value.data["component"] == "talking-head"
