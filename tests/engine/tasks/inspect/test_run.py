"""The look at one selfie, from bytes to verdict, with the real models."""

from __future__ import annotations

import copy
import io
import time
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import pytest
from PIL import Image

from engine.errors import JobCancelledError, WeightMissingError
from engine.faces.attributes import Attributes
from engine.faces.embed import distance
from engine.faces.registry import Faces
from engine.models import Models
from engine.requests import from_json, to_json
from engine.settings import EngineSettings
from engine.tasks import task
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem, PhotoVerdict
from engine.tasks.inspect.run import run
from tests.engine.faces.altered import (
    beside,
    blurred,
    darkened,
    encoded,
    masked,
    overexposed,
    painted_eyes,
    shrunk,
    sunglasses,
    without_face,
)
from tests.engine.faces.test_images import bomb

ORIENTATION, GPS = 0x0112, 0x8825
WARM_SECONDS = 2.0


@pytest.fixture
def look(models, tmp_path):
    """Inspect a picture or bytes with the real models; keywords go into the request."""

    def inspect(photo: np.ndarray | bytes, with_models: Models = models, **fields: object) -> PhotoVerdict:
        data = photo if isinstance(photo, bytes) else encoded(np.ascontiguousarray(photo), "PNG")
        (tmp_path / "photo").write_bytes(data)
        request = InspectPhoto(photo=tmp_path / "photo", cleaned=tmp_path / "clean.png", **fields)
        return run(request, with_models, lambda step: None, lambda: False)

    return inspect


def head(rgb: np.ndarray) -> np.ndarray:
    """The astronaut framed as a selfie."""
    return np.ascontiguousarray(rgb[20:270, 100:350])


def test_a_good_selfie_is_accepted_with_all_there_is_to_know(look, astronaut):
    """Quality, looks, embedding and hash for the rows to come, and a clean picture on disk."""
    answer = look(astronaut)
    assert answer.problem is None
    assert answer.quality > 0.6
    assert (answer.looks.gender, answer.looks.age_band) == ("woman", "adult")
    assert "smiling" in answer.looks.tags
    assert len(answer.embedding) == 128
    assert len(answer.perceptual_hash) == 64
    assert np.array_equal(np.asarray(Image.open(answer.cleaned)), astronaut)
    assert {"detector", "embedder", "attributes", "nudity"} <= answer.backends.keys()


def test_the_verdict_crosses_to_the_bot_as_json(look, astronaut):
    """Plain values only: no array hides in it."""
    answer = look(astronaut)
    assert from_json(PhotoVerdict, to_json(answer)) == answer


def test_the_task_table_knows_the_look():
    """The worker finds it by kind."""
    assert task("inspect") is run


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"hello", "not-an-image"),
        (b"", "not-an-image"),
        (b"\xff\xd8\xff\xe0 torn", "broken"),
        (bomb(12000), "too-many-pixels"),
        (b"\xff\xd8\xff" + bytes(25_000_000), "too-large"),
    ],
    ids=["text", "empty", "torn", "bomb", "large"],
)
def test_a_bad_file_is_a_verdict_and_not_an_error(look, data, problem):
    """Whatever a person sends, they get one clear sentence."""
    answer = look(data)
    assert answer.problem == problem
    assert answer.cleaned is None


def test_a_truncated_photo_is_broken(look, astronaut):
    """A lost connection."""
    data = encoded(astronaut, "JPEG")
    assert look(data[: len(data) // 2]).problem == PhotoProblem.BROKEN


def test_an_animation_is_refused(look, astronaut):
    """Even if every frame would do."""
    frames = [Image.fromarray(rgb) for rgb in (head(astronaut), head(astronaut[:, ::-1]))]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    assert look(buffer.getvalue()).problem == PhotoProblem.ANIMATED


@pytest.mark.parametrize(
    ("alter", "problem"),
    [
        (lambda rgb, face: without_face(rgb), "no-face"),
        (lambda rgb, face: beside(rgb, rgb[:, ::-1]), "several-faces"),
        (lambda rgb, face: shrunk(rgb, 0.45), "face-too-small"),
        (lambda rgb, face: head(blurred(rgb, face)), "blurred"),
        (lambda rgb, face: head(darkened(rgb)), "bad-light"),
        (lambda rgb, face: head(overexposed(rgb)), "bad-light"),
        (lambda rgb, face: head(painted_eyes(rgb, face)), "eyes-closed"),
        (lambda rgb, face: head(sunglasses(rgb, face)), "covered"),
        (lambda rgb, face: head(masked(rgb, face)), "covered"),
    ],
    ids=["no-face", "two", "small", "blurred", "dark", "overexposed", "eyes", "sunglasses", "mask"],
)
def test_every_spoilt_copy_is_refused_for_its_own_reason(look, astronaut, astronaut_face, alter, problem, tmp_path):
    """The advice fits, and nothing refused is kept on disk."""
    answer = look(alter(astronaut, astronaut_face))
    assert answer.problem == problem
    assert answer.cleaned is None
    assert not (tmp_path / "clean.png").exists()


def test_cut_out_of_the_frame_is_no_face(look, astronaut, astronaut_face):
    """Half a face at the edge is not learnt."""
    middle = int(astronaut_face.centre[1])
    assert look(astronaut[middle + 10 :]).problem == PhotoProblem.NO_FACE


@pytest.mark.parametrize(("quarters", "turned"), [(1, 90), (2, 180), (3, 270)])
def test_a_sideways_photo_simply_works(look, astronaut, quarters, turned):
    """The cleaned picture stands upright."""
    answer = look(np.rot90(astronaut, quarters))
    assert (answer.problem, answer.turned) == (None, turned)
    assert np.array_equal(np.asarray(Image.open(answer.cleaned)), astronaut)


def test_an_exif_rotated_photo_with_gps_comes_out_upright_and_anonymous(look, astronaut):
    """What every phone writes."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[GPS] = 6, {1: "N", 2: (51.0, 30.0, 0.0)}
    answer = look(encoded(np.ascontiguousarray(np.rot90(astronaut)), "JPEG", quality=95, exif=exif))
    assert (answer.problem, answer.turned) == (None, 0)
    clean = Image.open(answer.cleaned)
    assert not clean.getexif()
    assert clean.info == {}
    assert np.abs(np.asarray(clean).astype(int) - astronaut).mean() < 4


def test_a_heic_photo_simply_works(look, astronaut):
    """What iPhones send as a file."""
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Image.fromarray(astronaut)).save(buffer, quality=90)
    assert look(buffer.getvalue()).problem is None


def test_the_same_photo_twice_is_a_duplicate_even_recompressed_or_cropped(look, astronaut):
    """By hash, and by embedding where cropping changed the hash."""
    first = look(astronaut)
    again = encoded(astronaut, "JPEG", quality=40)
    assert look(again, known_hashes=(first.perceptual_hash,)).problem == PhotoProblem.DUPLICATE
    cropped = astronaut[15:-40, 30:-30]
    assert look(cropped, known_embeddings=(first.embedding,)).problem == PhotoProblem.DUPLICATE


def test_another_photo_of_the_same_person_is_welcome(look, astronaut):
    """Not a duplicate, not somebody else: mirrored, nearer and in other light."""
    first = look(astronaut)
    other = np.clip(head(astronaut)[:, ::-1] * np.array([1.1, 0.95, 0.8]) + 8, 0, 255).astype(np.uint8)
    other = cv2.GaussianBlur(cv2.resize(other, None, fx=1.5, fy=1.5), (0, 0), 0.8)
    answer = look(other, known_embeddings=(first.embedding,), known_hashes=(first.perceptual_hash,))
    assert answer.problem is None
    assert distance(first.embedding, answer.embedding) < 0.5


def test_a_different_person_among_the_set_is_refused(look, astronaut):
    """Against the mean of what was accepted before."""
    own = np.array(look(astronaut).embedding)
    stranger = tuple(float(value) for value in -own)
    assert look(astronaut, known_embeddings=(stranger, stranger)).problem == PhotoProblem.OTHER_PERSON


def test_a_face_that_was_blocked_is_refused_and_nothing_is_read_of_it(look, astronaut):
    """Whoever sends it; with somebody else's face on the list the photo is as good as ever."""
    own = look(astronaut).embedding
    listed = tuple(value + 0.02 for value in own)  # another photo of the same face: 0.23 apart
    refused = look(astronaut, forbidden=(tuple(-value for value in own), listed))
    assert (refused.problem, refused.cleaned, refused.embedding) == (PhotoProblem.BLOCKED, None, ())
    assert look(astronaut, forbidden=(tuple(-value for value in own),)).problem is None


class SaysAge:
    """Reads one age off every face."""

    name = "fake"

    def __init__(self, age: float) -> None:
        self._age = age

    def read(self, rgb: np.ndarray, face: object, embedding: object = None) -> Attributes:
        """Answer."""
        return Attributes(woman=0.9, age=self._age)


class SaysNude:
    """Finds every picture nude."""

    name = "fake"

    def score(self, rgb: np.ndarray) -> float:
        """Answer."""
        return 0.97


def with_fake(models: Models, **components: object) -> Models:
    """The same warm models but for the named components."""
    other = Models(models.settings)
    other.faces = copy.copy(models.faces)
    vars(other.faces).update(components)
    return other


def test_who_seems_under_age_is_refused(look, models, astronaut, tmp_path):
    """And the photo is not kept."""
    answer = look(astronaut, with_models=with_fake(models, attribute_reader=SaysAge(15)))
    assert answer.problem == PhotoProblem.UNDER_AGE
    assert not (tmp_path / "clean.png").exists()


def test_nudity_is_refused(look, models, astronaut, tmp_path):
    """Before anything else is looked at, and the photo is not kept."""
    answer = look(astronaut, with_models=with_fake(models, nudity=SaysNude()))
    assert answer.problem == PhotoProblem.NUDITY
    assert not (tmp_path / "clean.png").exists()


def test_a_cancelled_look_ends(models, tmp_path, astronaut):
    """The owner took the photo back while it waited."""
    (tmp_path / "photo").write_bytes(encoded(astronaut))
    request = InspectPhoto(photo=tmp_path / "photo", cleaned=tmp_path / "clean.png")
    with pytest.raises(JobCancelledError):
        run(request, models, lambda step: None, lambda: True)


def test_a_missing_model_is_an_error_and_no_verdict(tmp_path, look, astronaut):
    """It is not the person's fault, so no photo is blamed."""
    bare = Models(EngineSettings(weights=tmp_path / "none"))
    with pytest.raises(WeightMissingError):
        look(astronaut, with_models=bare)


def test_the_cleaned_picture_is_as_large_as_needed(look, astronaut):
    """A phone photo is kept at 1024 pixels."""
    large = cv2.resize(head(astronaut), (2048, 2048), interpolation=cv2.INTER_CUBIC)
    large = cv2.addWeighted(large, 1.6, cv2.GaussianBlur(large, (0, 0), 6), -0.6, 0)
    answer = look(large)
    assert answer.problem is None
    assert Image.open(answer.cleaned).size == (1024, 1024)


def test_a_face_in_the_distance_keeps_its_pixels(look, astronaut):
    """Shrinking the scenery must not shrink a face below what is learnt."""
    canvas = np.full((1900, 1900, 3), 140, np.uint8)
    canvas[300:1324, 300:1324] = cv2.resize(astronaut, (1024, 1024), interpolation=cv2.INTER_CUBIC)
    answer = look(canvas)
    assert answer.problem is None
    assert Image.open(answer.cleaned).size == (1900, 1900)


def test_a_warm_look_is_quick(look, astronaut):
    """The chat answers while the person still holds the phone; measured in processor time, the machine may be busy."""
    large = encoded(cv2.resize(astronaut, (2048, 2048), interpolation=cv2.INTER_CUBIC), "JPEG", quality=90)
    look(large)
    began = time.process_time()
    look(large)
    assert time.process_time() - began < WARM_SECONDS


def test_faces_are_made_lazily(tmp_path):
    """Settings alone load nothing: a worker that never looks holds no perception."""
    assert Faces(EngineSettings(weights=Path(tmp_path))).backends == {}
