"""Movements nobody knew beforehand, by the person of the photos."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.faces.types import Mesh
from engine.talking import decoding
from engine.tasks.alive import run as alive
from engine.tasks.alive.request import Alive, AliveProblem, Movement

SIDE, UP, MOUTH, EYES = Movement


def mesh(yaw: float = 0.0, pitch: float = 0.0, **shapes: float) -> Mesh:
    """A head turned so far, doing nothing but what is named."""
    c, s = np.cos(np.radians(yaw)), np.sin(np.radians(yaw))
    e, t = np.cos(np.radians(pitch)), np.sin(np.radians(pitch))
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = np.array([[1, 0, 0], [0, e, -t], [0, t, e]]) @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    known = {"jawOpen": 0.0, "eyeBlinkLeft": 0.0, "eyeBlinkRight": 0.0, **shapes}
    return Mesh(points=np.zeros((478, 3), np.float32), blendshapes=known, matrix=matrix)


def test_each_movement_is_read_off_a_head():
    """And a head that looks ahead does nothing."""
    assert alive.movement_of(mesh()) is None
    assert alive.movement_of(mesh(yaw=30)) == alive.movement_of(mesh(yaw=-30)) == SIDE
    assert alive.movement_of(mesh(pitch=-20)) == UP
    assert alive.movement_of(mesh(pitch=20)) is None
    assert alive.movement_of(mesh(jawOpen=0.6)) == MOUTH
    assert alive.movement_of(mesh(eyeBlinkLeft=0.8, eyeBlinkRight=0.8)) == EYES
    assert alive.movement_of(mesh(eyeBlinkLeft=0.8, eyeBlinkRight=0.1)) is None  # a wink


def test_a_blink_is_no_movement_and_order_is_kept():
    """What one look of a video shows is passed over; of photos each one counts."""
    shown = [None, SIDE, SIDE, None, EYES, None, MOUTH, MOUTH, MOUTH, None]
    assert alive.movements(shown, 2) == [SIDE, MOUTH]
    assert alive.movements(shown, 1) == [SIDE, EYES, MOUTH]
    assert alive.movements([SIDE, SIDE, None, SIDE, SIDE], 2) == [SIDE]


def still(astronaut, folder, name="a.png", **_):
    file = folder / name
    cv2.imwrite(str(file), astronaut[..., ::-1])
    return file


def ask(models, files, code, known):
    request = Alive(files=tuple(files), code=code, known_embeddings=known)
    return alive.run(request, models, lambda p: None, lambda: False).problem


@pytest.fixture(scope="module")
def herself(models, astronaut):
    """Her embedding, as her accepted photos would have it."""
    return (tuple(float(value) for value in models.faces.embed(astronaut)),)


def test_photos_that_do_nothing_are_refused(models, astronaut, herself, tmp_path):
    """The same photo three times shows who, and not that anybody is there."""
    file = still(astronaut, tmp_path)
    assert ask(models, [file] * 3, (SIDE, MOUTH, EYES), herself) == AliveProblem.WRONG_CODE


def test_the_right_movements_of_the_right_person_count(models, astronaut, herself, tmp_path, monkeypatch):
    """And of another person they do not, nor in another order."""
    file, shown = still(astronaut, tmp_path), iter([MOUTH, EYES, MOUTH] * 3)
    monkeypatch.setattr(alive, "movement_of", lambda mesh: next(shown))
    assert ask(models, [file] * 3, (MOUTH, EYES, MOUTH), herself) is None
    stranger = (tuple(-value for value in herself[0]),)
    assert ask(models, [file] * 3, (MOUTH, EYES, MOUTH), stranger) == AliveProblem.OTHER_PERSON
    assert ask(models, [file] * 3, (EYES, MOUTH, EYES), herself) == AliveProblem.WRONG_CODE


PERSON, STRANGER = np.full(128, 0.1, np.float32), np.full(128, -0.1, np.float32)
NOBODY_MOVES = [(PERSON, {})] * 12


def judged(shown, files):
    """Return whether looks count for the person: each is whose face it is and what its mesh says."""
    looks = [
        alive._Look(rgb=who, face=SimpleNamespace(mesh=mesh(**how)), movement=alive.movement_of(mesh(**how)))
        for who, how in shown
    ]
    faces = SimpleNamespace(embedder=SimpleNamespace(embed=lambda rgb, face: rgb))
    request = Alive(files=(Path("a"),) * files, code=(), known_embeddings=(tuple(PERSON.tolist()),))
    return alive._same_person(request, faces, looks)


@pytest.mark.parametrize("how", [{"yaw": 40.0}, {"pitch": -25.0}, {"jawOpen": 0.7}], ids=["side", "up", "mouth"])
def test_another_ones_movements_between_ones_own_face_do_not_count(how):
    """A clip cut from a picture of somebody and from somebody else who moves shows nothing; their own movements do."""
    for who, right in ((STRANGER, False), (PERSON, True)):
        assert judged([*NOBODY_MOVES, (who, how), (who, how), (who, how), *NOBODY_MOVES], files=1) is right
        assert judged([(PERSON, {"jawOpen": 0.7}), (who, how), (PERSON, {"jawOpen": 0.7})], files=3) is right


def test_a_stranger_between_two_movements_does_not_count():
    """Nor is it enough to show the person only while they move."""
    moves = [(PERSON, {"jawOpen": 0.7})] * 3
    assert not judged([*moves, *[(STRANGER, {})] * 12, *moves], files=1)


def test_what_is_no_picture_is_said(models, herself, tmp_path):
    """Neither a broken file nor a wall is an error."""
    broken, wall = tmp_path / "b.mp4", tmp_path / "w.png"
    broken.write_bytes(b"no video at all")
    cv2.imwrite(str(wall), np.full((200, 200, 3), 120, np.uint8))
    assert ask(models, [broken], (MOUTH, EYES, SIDE), herself) == AliveProblem.UNREADABLE
    assert ask(models, [wall] * 3, (MOUTH, EYES, SIDE), herself) == AliveProblem.NO_FACE


def test_a_list_that_names_other_files_is_not_followed(models, astronaut, herself, tmp_path):
    """Libraries that read videos read lists of videos as well, and open whatever stands in them."""
    parts, listed = tmp_path / "part.mp4", tmp_path / "list.mp4"
    _video(parts, astronaut)
    listed.write_text(f"ffconcat version 1.0\nfile {parts.name}\n")
    assert ask(models, [parts], (MOUTH, EYES, SIDE), herself) == AliveProblem.WRONG_CODE
    assert ask(models, [listed], (MOUTH, EYES, SIDE), herself) == AliveProblem.UNREADABLE


def _video(file, astronaut):
    """Write two seconds in which nobody moves."""
    import av

    with av.open(str(file), "w") as container:
        stream = container.add_stream("h264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 256, 256, "yuv420p"
        small = cv2.resize(astronaut[:400, 100:500], (256, 256))
        for _ in range(20):
            for packet in stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(small), format="rgb24")):
                container.mux(packet)
        container.mux(stream.encode())


def test_a_video_is_looked_at_five_times_a_second(models, astronaut, herself, tmp_path):
    """Frames in between cost nothing; one that shows nothing but a still face is refused."""
    file = tmp_path / "v.mp4"
    _video(file, astronaut)
    assert 9 <= len(decoding.watched(file)) <= 11
    assert ask(models, [file], (MOUTH, EYES, SIDE), herself) == AliveProblem.WRONG_CODE
