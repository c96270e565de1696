"""The mesh animator, judged by a face mesh that reads its frames again."""

from __future__ import annotations

import time
from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.lab.talking.measure import blinks, closure, lip_gap, pause_gap, synchrony, watch
from engine.talking.animator import Drive, Motion
from engine.talking.curves import MouthCurves, silence
from engine.talking.mesh import animator as animator_module
from engine.talking.mesh.anatomy import DROP, MOVES
from engine.talking.mesh.animator import LAUGH, MeshAnimator, MeshSubject
from engine.talking.mesh.field import STILL
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


def test_a_grin_closes_for_m_and_comes_back_when_nobody_speaks(faces, smiling):
    """Closed, between words, silent and wide: a grin that stays apart says no "m", one that never returns is lost.

    Between words lips all but meet: a slit of bright teeth in every pause flickers.
    """
    rest = lip_gap(faces.mesh(smiling.rest).points)
    shapes = ({"closure": 1.0}, {}, {"opening": 1.0})
    shut, silent, wide = (lip_gap(faces.mesh(one_frame(smiling, **shape)).points) for shape in shapes)
    between = lip_gap(faces.mesh(smiling._draw(np.zeros(4), STILL, 0.0)).points)
    assert max(shut, between) < 0.2 * rest
    assert silent == pytest.approx(rest, abs=0.01)
    assert wide > 1.05 * rest


def test_a_grin_that_closes_has_the_line_between_its_lips_that_closed_mouths_have(faces, smiling, monkeypatch):
    """A smile has none to lend; without it a face whose upper lip hardly shows read as open at every p, b and m."""

    def darkest() -> float:
        frame = one_frame(smiling, closure=1.0)
        grey, (x, y) = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), faces.mesh(frame).points[13, :2].round().astype(int)
        reach = round(0.06 * smiling._face.unit)
        rows = grey[y - reach : y + reach + 1, x - 4 : x + 5].mean(axis=1)
        return float(rows.min() / rows[[0, -1]].mean())

    lined = darkest()
    monkeypatch.setattr(animator_module, "shade", lambda *_: None)
    assert lined < 0.66 < 0.72 < darkest()


def test_a_grin_relaxes_while_its_owner_speaks_and_a_calm_mouth_has_nothing_to_relax(smiling, calm, monkeypatch):
    """Corners come in and down, more so for p, b and m; the control is a face that does not smile."""
    speaking, silent = np.array([1.0, 0, 0, 0]), np.zeros(4)
    name = MOVES.index("calm")
    closed, open_ = (smiling.expression(mouth, speaking)[name] for mouth in ([0, 0, 0, 1.0], [0.8, 0, 0, 0]))
    assert closed > open_ > 0.2
    assert smiling.expression([0, 0, 0, 0], silent)[name] == 0
    monkeypatch.setattr(calm, "_smile", 0.0)
    assert calm.expression([0, 0, 0, 1.0], speaking)[name] == 0


@pytest.mark.parametrize("parted", [0.15, 0.3, 0.5])
def test_a_mouth_too_wide_to_close_keeps_a_part_of_its_gap(smiling, monkeypatch, parted):
    """A grin closes wholly; lips of a shout that meet are somebody else's: 0.4 of an open vowel at most."""
    monkeypatch.setattr(smiling, "_parted", parted)

    def gap(**mouth):
        values = [mouth.get("opening", 0.0), 0.0, 0.0, mouth.get("closure", 0.0)]
        moved = dict(zip(MOVES, smiling.expression(values), strict=True))
        return parted * (1 - moved["shut"]) + DROP * moved["jaw"]

    shut, silent, wide = gap(closure=1.0), gap(), gap(opening=1.0)
    assert 0 <= shut <= 0.4 * wide
    assert (shut < 0.005) == (parted <= LAUGH)
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


def test_shoulders_move_before_a_background_that_stands_still(calm):
    """Half the frame moves with the head, and what is behind the person does not change by a bit.

    The control is the same frame with the head at rest, where nothing changes anywhere.
    """
    curves = silence(50, FPS)
    sway = posed(50, yaw=4, roll=3)
    moved = list(calm.frames(Drive(curves=curves, motion=replace(sway, breath=np.ones(50)), sound=NO_SOUND)))[-1]
    still = list(calm.frames(Drive(curves=curves, motion=posed(50), sound=NO_SOUND)))[-1]
    person = calm._layers.share > 0
    behind = cv2.dilate(person.astype(np.uint8), np.ones((61, 61), np.uint8)) == 0
    changed = np.abs(moved.astype(int) - calm.rest).max(axis=2)
    assert behind.mean() > 0.05
    assert changed[behind].max() == 0
    shoulders = person & (np.arange(512)[:, None] > 400)
    assert (changed[shoulders] > 3).mean() > 0.1
    assert np.abs(still.astype(int) - calm.rest).max() <= 1


def test_no_hole_is_torn_at_the_persons_edge(calm):
    """Along the whole edge colours stay between those of the portrait around them, moved by a few pixels."""
    moved = one_frame(calm, yaw=5, roll=4)
    near = np.ones((25, 25), np.uint8)
    low, high = cv2.erode(calm.rest, near).astype(int), cv2.dilate(calm.rest, near).astype(int)
    edge = (calm._layers.share > 0) & (calm._layers.share < 255)
    assert edge.sum() > 500
    beyond = np.maximum(low - moved, moved - high).max(axis=2)[edge]
    assert np.quantile(beyond, 0.99) <= 12


def test_a_cut_out_of_somebody_else_is_not_used(smiling, faces):
    """Then the background bends around the head as before, and the result says so."""
    nobody = MeshSubject(smiling.rest, faces.largest(smiling.rest), np.ones((512, 512), np.float32), TalkingOptions(),
                         person=np.zeros((512, 512), np.float32))  # fmt: skip
    assert nobody.sources["background"] == "bent"
    assert smiling.sources == {"teeth": "portrait", "background": "still"}
    assert one_frame(nobody, opening=0.5, yaw=3).shape == (512, 512, 3)


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


def test_at_least_60_frames_a_second_on_one_core(calm):
    """Processor time of the worst second of a clip at 512 pixels: everything moves and the eyes blink.

    The best of many short looks: what shares the core makes some seconds of the processor's time worth less.
    """
    curves, _ = spoken()
    busy = replace(posed(len(curves), yaw=4, pitch=2, roll=2, blink=0.7), gaze=np.full((len(curves), 2), 0.02))
    frames = calm.frames(Drive(curves=curves, motion=busy, sound=NO_SOUND))
    cv2.setNumThreads(1)
    best = np.inf
    for _ in range(10):
        began = time.process_time()
        for _ in range(3):
            next(frames)
        best = min(best, time.process_time() - began)
    assert 3 / best >= 60
