"""The mesh animator, judged by a face mesh that reads its frames again."""

from __future__ import annotations

import time
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.lab.talking.measure import blinks, closure, lip_gap, pause_gap, synchrony, watch
from engine.talking.animator import Drive, Motion
from engine.talking.curves import MouthCurves, silence
from engine.talking.mesh.anatomy import DROP, LIFT
from engine.talking.mesh.animator import MeshAnimator
from engine.talking.motion import move
from engine.talking.options import TalkingOptions
from engine.tasks.talk.request import PortraitFaceTooSmallError, PortraitTurnedAwayError, PortraitWithoutFaceError
from tests.engine.faces.altered import shrunk, without_face
from tests.engine.faces.portraits import turned

FPS = 25
NO_SOUND = np.zeros(1, np.float32)
#: What is said, by hand: seconds from, to, how far the mouth is open; an "m" is None, and silence between.
SAID = (
    (0.4, 0.6, 0.9), (0.6, 0.72, None), (0.72, 0.96, 0.6), (0.96, 1.2, 0.2), (1.2, 1.44, 1.0), (1.44, 1.56, None),
    (1.56, 1.76, 0.7), (2.4, 2.56, 0.3), (2.56, 2.8, 0.9), (2.8, 2.92, None), (2.92, 3.12, 0.5), (3.12, 3.36, 1.0),
)  # fmt: skip
SECONDS = 3.6


def spoken():
    """Curves of `SAID`, and the opening that a listener would expect, one value a frame."""
    times = np.arange(round(SECONDS * FPS), dtype=np.float32) / FPS
    opening, closed = np.zeros(len(times)), np.zeros(len(times))
    for begin, end, wide in SAID:
        inside = (times >= begin - 1e-6) & (times < end - 1e-6)
        opening[inside] = wide or 0
        closed[inside] = wide is None
    smooth = np.convolve(np.pad(opening, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    rest = np.zeros(len(times), np.float32)
    curves = MouthCurves(times=times, opening=smooth, width=rest, rounding=rest, closure=closed)
    return curves, opening.astype(np.float32)


def posed(count=1, **given):
    """A motion of ``count`` equal frames; angles in degrees."""
    rest = {name: np.full(count, given.get(name, 0), np.float32) for name in ("yaw", "pitch", "roll", "blink")}
    return Motion(shift=np.zeros((count, 2), np.float32), **rest)


def one_frame(subject, opening=0.0, closure=0.0, rounding=0.0, **pose):
    """The frame of one mouth shape and pose."""
    values = {"opening": opening, "closure": closure, "rounding": rounding, "width": 0.0}
    curves = MouthCurves(times=np.zeros(1), **{name: np.full(1, value) for name, value in values.items()})
    return next(subject.frames(Drive(curves=curves, motion=posed(**pose), sound=NO_SOUND)))


@pytest.fixture(scope="module")
def animator(faces):
    """With the real perception."""
    return MeshAnimator(faces)


@pytest.fixture(scope="module")
def smiling(animator, astronaut):
    """The astronaut, who shows her teeth."""
    return animator.prepare(astronaut, TalkingOptions())


@pytest.fixture(scope="module")
def calm(animator, smiling):
    """The same portrait with closed lips, as the animator itself closes them."""
    return animator.prepare(one_frame(smiling, closure=1.0), TalkingOptions())


@pytest.fixture(scope="module")
def clip(calm, faces):
    """What was seen of a whole clip, and what went into it."""
    curves, intended = spoken()
    motion = move(curves, TalkingOptions(pose_style=3, blink_rate=30))
    seen = watch(calm.frames(Drive(curves=curves, motion=motion, sound=NO_SOUND)), calm, faces)
    return SimpleNamespace(seen=seen, intended=intended, motion=motion)


@pytest.mark.slow
def test_lips_do_what_was_said_when_it_was_said(clip):
    """Correlation of the gap, read again from the frames, with openings written down by hand."""
    together = synchrony(clip.seen.gap, clip.intended)
    assert together.correlation >= 0.85
    assert abs(together.lag) <= 1
    assert together.shifted <= 0.3


@pytest.mark.slow
def test_lips_close_for_m_and_in_pauses(clip):
    """Closed at most 0.4 of an open vowel, and in silence as closed as in the portrait."""
    closed = [(begin, end) for begin, end, wide in SAID if wide is None]
    opened = [(begin, end) for begin, end, wide in SAID if wide and wide >= 0.6]
    assert closure(clip.seen.gap, closed, opened, FPS) <= 0.4
    assert pause_gap(clip.seen.gap, [(1.8, 2.36)], FPS) <= clip.seen.rest_gap + 0.015


@pytest.mark.slow
def test_eyes_blink_as_scheduled(clip):
    """All of them, and none besides."""
    found = blinks(clip.seen.eyes, clip.motion.blink)
    assert found.scheduled >= 1
    assert (found.seen, found.extra) == (found.scheduled, 0)


@pytest.mark.slow
def test_it_stays_the_same_person_before_the_same_backdrop(clip):
    """Embedding distance at most 0.35, and not a bit of the backdrop changed."""
    assert clip.seen.lost == 0
    assert max(clip.seen.distances) <= 0.35
    assert clip.seen.background == 0


def test_at_rest_the_frame_is_the_portrait(calm):
    """Lips closed, head straight, eyes open: nothing to do."""
    frame = one_frame(calm)
    assert np.abs(frame.astype(int) - calm.rest).mean() < 0.05


def test_frames_come_one_by_one_and_do_not_share_memory(calm):
    """An iterator: a clip of an hour needs no more memory than one of a second."""
    curves = silence(100_000, FPS)
    rest = np.zeros(len(curves), np.float32)
    shift = np.broadcast_to(np.zeros(2, np.float32), (len(curves), 2))
    motion = Motion(yaw=rest, pitch=rest, roll=rest, shift=shift, blink=rest)
    frames = calm.frames(Drive(curves=curves, motion=motion, sound=NO_SOUND))
    one, two = next(frames), next(frames)
    assert one.shape == (512, 512, 3)
    assert one.dtype == np.uint8
    assert not np.shares_memory(one, two)
    assert not np.shares_memory(one, calm.rest)


def test_a_head_turns_and_takes_its_pose_back(faces, calm):
    """Five degrees asked are seen as a turn to that side; the mesh reads the frame, not the numbers."""
    straight, left, right = (faces.mesh(one_frame(calm, yaw=yaw)).yaw for yaw in (0, -5, 5))
    assert left < straight - 2
    assert right > straight + 2


def test_a_mouth_that_shows_teeth_can_close_and_open_further(faces, smiling):
    """Reduced range, but every sound can be told: closed, silent, as in the photo, wide."""
    shapes = ({"closure": 1.0}, {}, {"opening": 1.0})
    shut, silent, wide = (lip_gap(faces.mesh(one_frame(smiling, **shape)).points) for shape in shapes)
    assert shut < 0.25 * wide
    assert shut < silent < 0.8 * lip_gap(faces.mesh(smiling.rest).points)
    assert wide > 1.3 * lip_gap(faces.mesh(smiling.rest).points)


@pytest.mark.parametrize("parted", [0.15, 0.3, 0.5])
def test_the_wider_a_laugh_the_more_of_it_stays(smiling, monkeypatch, parted):
    """Shut lips on a laughing face are somebody else's: 0.4 of an open vowel, as the issue of this animator says."""
    monkeypatch.setattr(smiling, "_parted", parted)

    def gap(**mouth):
        jaw, lift, *_ = smiling.expression([mouth.get("opening", 0.0), 0.0, 0.0, mouth.get("closure", 0.0)])
        return parted + DROP * jaw + (LIFT * lift if lift < 0 else 0)

    shut, silent, wide = gap(closure=1.0), gap(), gap(opening=1.0)
    assert 0 < shut <= 0.4 * wide
    assert shut < silent < wide <= max(parted, DROP * 1.25)


def test_a_tilted_head_opens_its_mouth(animator, faces, astronaut):
    """By 30 degrees, as in many selfies."""
    turn = cv2.getRotationMatrix2D((225, 110), 30, 0.9)
    subject = animator.prepare(cv2.warpAffine(astronaut, turn, (512, 512)), TalkingOptions())
    shut, wide = (lip_gap(faces.mesh(one_frame(subject, **s)).points) for s in ({"closure": 1.0}, {"opening": 1.0}))
    assert wide > shut + 0.1


@pytest.mark.parametrize("framing", ["crop", "full"])
def test_every_size_and_framing_gives_frames_of_that_size(animator, astronaut, framing):
    """Video notes are small, wallpapers are not square."""
    subject = animator.prepare(astronaut[:, 60:400], TalkingOptions(size=256, framing=framing))
    frame = one_frame(subject, opening=0.7, blink=1.0)
    assert frame.shape == subject.rest.shape
    assert max(frame.shape) == 256
    assert frame.shape[1] % 2 == 0


def test_a_picture_without_a_face_is_refused(animator, astronaut):
    """Nobody is there to speak."""
    with pytest.raises(PortraitWithoutFaceError):
        animator.prepare(without_face(astronaut), TalkingOptions())


def test_a_tiny_face_is_refused_with_its_size(animator, astronaut):
    """Twenty pixels of mouth cannot say anything."""
    with pytest.raises(PortraitFaceTooSmallError) as refusal:
        animator.prepare(shrunk(astronaut, 0.4), TalkingOptions())
    assert refusal.value.data["pixels"] < refusal.value.data["needed"]


def test_a_profile_is_refused(astronaut, astronaut_face):
    """Half of the mouth is hidden: `turned` says the head is 60 degrees to the side."""
    profile = SimpleNamespace(
        largest=lambda rgb: SimpleNamespace(side=120.0, mesh=turned(astronaut_face.mesh, 60)),
    )
    with pytest.raises(PortraitTurnedAwayError) as refusal:
        MeshAnimator(profile).prepare(astronaut, TalkingOptions())
    assert refusal.value.data["degrees"] > refusal.value.data["most"]


def test_at_least_20_frames_a_second_on_one_core(calm):
    """Processor time of the worst second of a clip at 512 pixels: everything moves and the eyes blink."""
    curves, _ = spoken()
    busy = posed(len(curves), yaw=4, pitch=2, roll=2, blink=0.7)
    frames = calm.frames(Drive(curves=curves, motion=busy, sound=NO_SOUND))
    cv2.setNumThreads(1)
    best = np.inf
    for _ in range(3):
        began = time.process_time()
        for _ in range(10):
            next(frames)
        best = min(best, time.process_time() - began)
    assert 10 / best >= 20
