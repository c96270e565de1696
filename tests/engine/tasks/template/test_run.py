"""Into a template as a whole: on a tiny base of Stable Diffusion 1.5's architecture, and on the embedded one."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from diffusers import ControlNetModel
from PIL import Image

from engine.canvas.swap.exchange import exchange
from engine.canvas.swap.types import Means
from engine.diffusion.inpainter import Inpainter
from engine.errors import BadPhotoError, JobCancelledError, NoIdentityError, WeightMissingError
from engine.faces import landmarks, templates
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety.origin import EDITED_BY_A_MODEL
from engine.safety.provenance import source_type
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait.request import Source
from engine.tasks.template import ownface
from engine.tasks.template import run as template
from engine.tasks.template.request import (
    BadTemplateError,
    NobodyPlacedError,
    NoFaceInTemplateError,
    NoSuchFaceError,
    SpoiltError,
    Template,
    UnfitFaceError,
)
from engine.templates import Gallery
from engine.weights.presence import RECORD, sha256_of
from tests.engine.diffusion import tiny

pytestmark = pytest.mark.slow
SHARED = ("block_out_channels", "layers_per_block", "cross_attention_dim", "norm_num_groups", "down_block_types",
          "attention_head_dim")  # fmt: skip


def never() -> bool:
    """Nobody takes the job back."""
    return False


def silent(progress: Progress) -> None:
    """Nobody listens."""


def saved(rgb: RGB, file: Path) -> Path:
    """Write a picture."""
    Image.fromarray(rgb).save(file)
    return file


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory, faces: Faces, astronaut: RGB) -> Path:
    """The astronaut, known from one photo, as an instant enrolment leaves her."""
    folder = Path(tmp_path_factory.mktemp("person"))
    saved(astronaut, folder / "selfie-0.png")
    Identity(
        base="sd15", looks=Looks(gender="woman", age_band="adult", age=35.0), trigger="sks", selfies=("selfie-0.png",),
        embeddings=(tuple(float(v) for v in faces.embed(astronaut)),), geometry=((0.0,) * 28,),
        steps=0, seed=0, seconds=0.0, loss=0.0, instant=True,
    ).save(folder)  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def pair(astronaut: RGB) -> RGB:
    """Two faces side by side: hers, and hers in a mirror."""
    return np.ascontiguousarray(np.concatenate([astronaut[:400, 60:400], astronaut[:400, 60:400][:, ::-1]], 1))


def _worker(models: Models, folder: Path, kinds: tuple[str, ...]) -> Models:
    """Return a worker with a tiny random base of Stable Diffusion 1.5's architecture and some of its ControlNets."""
    pipeline = tiny.pipeline(folder)
    config = {name: pipeline.pipe.unet.config[name] for name in SHARED}
    for kind in kinds:
        net = folder / f"sd15-control-{kind}"
        ControlNetModel(**config, conditioning_embedding_out_channels=(8, 8, 16, 16)).save_pretrained(net)
        record = {file.name: {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in net.iterdir()}
        (net / RECORD).write_text(json.dumps({"files": record}))
    made = Models(dataclasses.replace(models.settings, weights=folder, base="sd15"))
    made.faces, made.pipeline = copy.copy(models.faces), pipeline
    made.faces.upscaler = Plain()  # the network takes half a minute for so small a base, and no test looks at it
    made.inpainter = Inpainter(pipeline, made.settings)
    return made


class Plain:
    """Enlarges without a network."""

    def upscale(self, rgb: RGB, side: int) -> RGB:
        """Return a square picture with that side."""
        return cv2.resize(rgb, (side, side), interpolation=cv2.INTER_CUBIC)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, models: Models) -> Models:
    """A worker that can do it all."""
    return _worker(models, Path(tmp_path_factory.mktemp("weights")), ("openpose", "canny"))


def _request(person: Path, file: Path, out: Path, **options: object) -> Template:
    return Template(**{"template": file, "people": (person,), "out": out, "count": 1, "seed": 3, **options})


# ----------------------------------------------------------------------------------------------- what is refused


def _blank(astronaut: RGB) -> RGB:
    return np.full((300, 300, 3), 200, np.uint8)


def _cartoon(astronaut: RGB) -> RGB:
    picture = np.full((300, 300, 3), 255, np.uint8)
    cv2.circle(picture, (150, 150), 100, (250, 220, 60), -1)
    for x in (115, 185):
        cv2.circle(picture, (x, 125), 12, (0, 0, 0), -1)
    cv2.ellipse(picture, (150, 180), (50, 25), 0, 0, 180, (0, 0, 0), 5)
    return picture


def _tiny(astronaut: RGB) -> RGB:
    return cv2.resize(astronaut, (24, 24), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize(
    ("made", "error"),
    [(_blank, NoFaceInTemplateError), (_tiny, UnfitFaceError), (_cartoon, BadTemplateError)],
    ids=["blank", "tiny", "cartoon"],
)
def test_a_picture_without_a_face_is_refused(small: Models, person: Path, tmp_path: Path, astronaut: RGB, made, error):
    """Nothing; a face of eight pixels is too small, and that is said; a drawn smile is refused too."""
    with pytest.raises(error):
        template.run(_request(person, saved(made(astronaut), tmp_path / "in.png"), tmp_path), small, silent, never)


@pytest.mark.parametrize(
    ("people", "places", "error", "data"),
    [
        (0, (), NobodyPlacedError, {}),
        (2, (), NobodyPlacedError, {}),
        (1, (1, 2), NobodyPlacedError, {}),
        (1, (0,), NoSuchFaceError, {"number": 0, "faces": 2}),
        (3, (1, 2, 3), NoSuchFaceError, {"number": 3, "faces": 2}),
        (2, (2, 2), NoSuchFaceError, {"number": 2, "faces": 2}),
    ],
    ids=["nobody", "no places", "more places", "zero", "more people than faces", "twice"],
)
def test_who_goes_where_must_be_clear(small, person, tmp_path, pair, people, places, error, data):
    """Each mistake has its own error and says how many faces there are."""
    file = saved(pair, tmp_path / "in.png")
    with pytest.raises(error) as caught:
        template.run(_request(person, file, tmp_path, people=(person,) * people, places=places), small, silent, never)
    assert caught.value.data == data


def test_a_face_that_is_turned_away_is_refused_with_its_number(small, person, tmp_path, pair, monkeypatch):
    """And with one person and no place, the one that can be redrawn is taken instead."""
    spots = templates.spots

    def turned(faces: Faces, rgb: RGB) -> list[templates.Spot]:
        one, other = spots(faces, rgb)
        return [dataclasses.replace(one, problem="turned-away"), other]

    monkeypatch.setattr(templates, "spots", turned)
    file = saved(pair, tmp_path / "in.png")
    with pytest.raises(UnfitFaceError) as caught:
        template.run(_request(person, file, tmp_path, places=(1,)), small, silent, never)
    assert caught.value.data == {"number": 1, "reason": "turned-away"}
    (made,) = template.draw(_request(person, file, tmp_path), small, pair, silent, never)
    assert (made.shown[0][:, :340] == 0).all()


@pytest.mark.parametrize(("data", "reason"), [(b"no picture", "not-an-image"), (b"\x89PNG\r\n\x1a\n half", "broken")])
def test_a_file_that_is_no_picture_is_refused(small, person, tmp_path, data: bytes, reason: str):
    """By content, whatever its name."""
    file = tmp_path / "in.png"
    file.write_bytes(data)
    with pytest.raises(BadPhotoError) as caught:
        template.run(_request(person, file, tmp_path), small, silent, never)
    assert caught.value.data["reason"] == reason


def test_somebody_who_was_never_learnt_is_refused(small: Models, tmp_path: Path, pair: RGB):
    """Before anything is drawn."""
    with pytest.raises(NoIdentityError):
        template.run(_request(tmp_path, saved(pair, tmp_path / "in.png"), tmp_path), small, silent, never)


@pytest.mark.parametrize("missing", ["openpose", "canny"])
def test_a_missing_controlnet_is_named_with_the_way_to_it(models, person, tmp_path, astronaut, missing):
    """Never a worse picture in silence."""
    there = tuple({"openpose", "canny"} - {missing})
    worker = _worker(models, tmp_path / "weights", there)
    with pytest.raises(WeightMissingError) as caught:
        template.run(_request(person, saved(astronaut, tmp_path / "in.png"), tmp_path), worker, silent, never)
    name = f"sd15-control-{missing}"
    assert caught.value.data == {"component": name, "how": f"python -m bot weights fetch {name}"}


def test_it_can_be_cancelled(small: Models, person: Path, tmp_path: Path, astronaut: RGB):
    """Between two steps, without a picture."""
    request = _request(person, saved(astronaut, tmp_path / "in.png"), tmp_path / "out")
    with pytest.raises(JobCancelledError):
        template.run(request, small, silent, lambda: True)
    assert not list(tmp_path.glob("out/*.png"))


# ------------------------------------------------------------------------------------------------- what is drawn


def test_the_second_inference_stands_under_warped_landmarks_edges_and_the_template(
    small, person, tmp_path, astronaut, monkeypatch
):
    """Paper 2.5.2: both controls, edges only outside the face, strength 0.65."""
    calls: list = []
    redraw = Inpainter.redraw

    def noted(self, shots, picture, mask, controls, *, strength, **rest):
        calls.append((mask, controls, strength))
        return redraw(self, shots, picture, mask, controls, strength=strength, **rest)

    monkeypatch.setattr(Inpainter, "redraw", noted)
    request = _request(person, saved(astronaut, tmp_path / "in.png"), tmp_path, debug=tmp_path / "stages")
    template.draw(request, small, astronaut, silent, never)
    mask, controls, strength = calls[0]
    assert strength == 0.65
    assert [(one.kind, one.scale) for one in controls] == [("openpose", 1.0), ("canny", 0.2)]
    assert 0.1 < mask.mean() < 0.6
    pose, edges = (one.picture for one in controls)
    assert (pose.min(-1) > 200).sum() > 20  # white dots: landmarks, not only bones
    inner = cv2.erode((mask > 0.99).astype(np.uint8), np.ones((9, 9))) > 0
    assert edges[inner].max() == 0 < edges[~inner].max()
    stages = {file.stem for file in (tmp_path / "stages").iterdir()}
    paper = (
        "template",
        "bones",
        "posed-0",
        "posed-fused",
        "mask",
        "landmarks",
        "edges",
        "redrawn-0",
        "blend",
    )
    assert {f"1-{name}" for name in (*paper, "finished-0")} <= stages


def test_each_takes_their_own_place_and_nothing_else_changes(small, person, tmp_path, pair):
    """The second face only: the first half of the picture stays to the bit, and size and order are kept."""
    told: list[Progress] = []
    file = saved(pair, tmp_path / "in.png")
    (made,) = template.draw(_request(person, file, tmp_path, places=(2,)), small, pair, told.append, never)
    assert made.picture.shape == pair.shape
    assert np.array_equal(made.picture[:, :340], pair[:, :340])
    changed = (made.picture != pair).any(-1)
    assert changed[made.shown[0] > 0.9].mean() > 0.9
    still = np.abs(made.picture.astype(int) - pair)[made.shown[0] < 1 / 255]
    assert still.max() <= 1
    assert told[-1].done == told[-1].total


def test_two_people_are_put_in_at_once_and_the_file_is_labelled(small, person, tmp_path, pair):
    """One likeness each, in the order they were named."""
    request = _request(person, saved(pair, tmp_path / "in.png"), tmp_path / "out", people=(person,) * 2, places=(2, 1))
    made = template.run(request, small, silent, never)
    (picture,) = made.pictures
    assert len(picture.each) == len(picture.each_before_fusion) == 2
    assert picture.likeness == min(picture.each)
    assert (made.width, made.height) == pair.shape[1::-1] == Image.open(picture.file).size
    assert source_type(picture.file) == EDITED_BY_A_MODEL
    assert made.from_photos == (picture.source is Source.BASE)  # a learnt face would be drawn more alike


def test_one_seed_draws_the_same_picture_again(small, person, tmp_path, astronaut):
    """And another seed another one."""
    file = saved(astronaut, tmp_path / "in.png")
    first, again, other = (
        template.draw(_request(person, file, tmp_path, seed=seed), small, astronaut, silent, never)[0].picture
        for seed in (3, 3, 40)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_embedded_base_draws_her_face_where_its_landmarks_were_put(models, person, tmp_path, faces):
    """The whole of paper 2.5 on the embedded base: nearer to her than the template's own face, landmarks in place."""
    file = template_of_the_gallery()
    picture = faces.load(file)
    folder = tmp_path / "person"
    folder.mkdir()
    saved(faces.load(person / "selfie-0.png"), folder / "selfie-0.png")
    dataclasses.replace(Identity.load(person), base="pocket").save(folder)
    (made,) = template.draw(
        _request(folder, file, tmp_path, sampler="fast", draw="base"), models, picture, silent, never
    )
    her = np.asarray(Identity.load(person).centre)
    before, after = (np.linalg.norm(faces.embed(rgb) - her) for rgb in (picture, made.picture))
    assert after < before - 0.1
    mesh = faces.mesh(made.picture)
    assert landmarks.error(landmarks.sixty_eight(mesh), made.wanted[0]) < 0.15
    moved = made.wanted[0] + np.array([0.3 * landmarks.eye_distance(made.wanted[0]), 0], np.float32)
    assert landmarks.error(landmarks.sixty_eight(mesh), moved) > 0.15  # the control: landmarks elsewhere
    still = np.abs(made.picture.astype(int) - picture)[made.shown[0] < 1 / 255]
    assert still.max() <= 1


def test_the_embedded_base_takes_her_own_pixels(models, person, tmp_path, faces, monkeypatch):
    """Nothing is drawn: no base is loaded, the picture says what it is made of, and that it was edited."""
    monkeypatch.setattr(Models, "pipeline", property(lambda models: pytest.fail("the base was loaded")))
    folder, file = tmp_path / "person", template_of_the_gallery()
    folder.mkdir()
    saved(faces.load(person / "selfie-0.png"), folder / "selfie-0.png")
    dataclasses.replace(Identity.load(person), base="pocket").save(folder)
    told = template.run(_request(folder, file, tmp_path / "out", count=2), models, silent, never)
    assert (
        len(told.pictures) + told.spoilt <= 2
    )  # there is one photo: a second picture was not made, nor came out badly
    assert told.spoilt == 0
    picture = told.pictures[0]
    assert picture.source in {Source.PHOTO, Source.MOVED}
    assert picture.photos == (1,)
    assert not told.from_photos  # own pixels would be no more alike if her face were learnt
    assert picture.likeness > picture.each_before_fusion[0] + 0.2
    assert source_type(picture.file) == EDITED_BY_A_MODEL


@pytest.mark.parametrize(
    ("draw", "drawn", "own"),
    [("auto", 0.9, True), ("base", 0.9, False), ("auto", 0.0, False)],
    ids=["fused", "drawn-only", "drawn-is-nearer"],
)
def test_on_stable_diffusion_her_own_pixels_are_the_fusion(
    small, person, tmp_path, faces, monkeypatch, draw: str, drawn: float, own: bool
):
    """After both inferences (2.4): the picture then says so. Not where drawing alone is asked for, or is more alike."""

    def as_it_was(work, name, folder, identity, square):
        one = template._Made(seed=3, picture=square.picture, distance=drawn, distance_before_fusion=drawn)
        return [one], np.zeros(square.picture.shape[:2], np.float32), square.frame.back(square.six)

    monkeypatch.setattr(template, "_redrawn", as_it_was)
    file = template_of_the_gallery()
    before = faces.load(file)
    (made,) = template.draw(_request(person, file, tmp_path, draw=draw), small, before, silent, never)
    assert (made.source in {Source.PHOTO, Source.MOVED}) == own == (made.source is not Source.BASE)
    assert made.photos == ((1,) if own else ())
    assert (made.distances[0] < 0.5 < drawn) == own
    assert (made.picture != before).any() == own


def test_a_photo_that_came_out_badly_is_counted_beside_the_one_that_is_shown(
    models, person, tmp_path, faces, monkeypatch
):
    """All but the second photo that is tried melt: one picture, and one that is not shown."""
    folder = tmp_path / "person"
    folder.mkdir()
    photo = faces.load(person / "selfie-0.png")
    saved(photo, folder / "selfie-0.png")
    saved(np.clip(photo.astype(np.int16) + 6, 0, 255).astype(np.uint8), folder / "selfie-1.png")
    dataclasses.replace(Identity.load(person), selfies=("selfie-0.png", "selfie-1.png")).save(folder)
    kinds: list[float] = []

    def melting(place, selfie, means, tone_of):
        kind = float(selfie.rgb.mean())
        if kind not in kinds:
            kinds.append(kind)
        made = exchange(place, selfie, means, tone_of)
        smear = cv2.GaussianBlur(made.rgb, (0, 0), 9)
        rgb = np.where(made.face[..., None] > 0.5, smear, made.rgb) if [kind] != kinds[1:2] else made.rgb
        return dataclasses.replace(made, rgb=rgb)

    monkeypatch.setattr(ownface, "exchange", melting)
    request = _request(folder, template_of_the_gallery(), tmp_path / "out", count=2, draw="canvas")
    told = template.run(request, models, silent, never)
    assert (len(told.pictures), told.spoilt) == (1, 1)


def test_a_face_nothing_makes_good_is_said_and_not_sent(models, person, tmp_path, faces, monkeypatch):
    """Every means is tried, and the reason told."""
    tried: list[Means] = []

    def spoilt(place, selfie, means, tone_of):
        tried.append(means)
        made = exchange(place, selfie, means, tone_of)
        smear = cv2.GaussianBlur(made.rgb, (0, 0), 9)
        return dataclasses.replace(made, rgb=np.where(made.face[..., None] > 0.5, smear, made.rgb))

    monkeypatch.setattr(ownface, "exchange", spoilt)
    request = _request(person, template_of_the_gallery(), tmp_path / "out", draw="canvas")
    with pytest.raises(SpoiltError) as caught:
        template.run(request, models, silent, never)
    assert set(tried) == set(ownface.MEANS)
    assert caught.value.data["fault"] in {"blur", "eyes", "likeness"}
    assert not list(tmp_path.glob("out/*.png"))


def template_of_the_gallery() -> Path:
    """Return a picture of one face that nobody has."""
    return Gallery().all["cover"].file


def test_a_ready_pictures_own_label_gives_way_to_the_new_one(models, person, tmp_path, faces):
    """Two labels over one another can be read by nobody; where the file says nothing, nothing is taken away."""
    ready, plain = template_of_the_gallery(), tmp_path / "plain.png"
    saved(faces.load(ready), plain)
    seen = []
    for name, file in (("ready", ready), ("plain", plain)):
        told = template.run(_request(person, file, tmp_path / name, draw="canvas"), models, silent, never)
        seen.append(faces.load(told.pictures[0].file))
    height, width = seen[0].shape[:2]
    corner = np.s_[height - height // 20 :, width - width // 4 :]
    assert np.abs(seen[0][corner].astype(int) - seen[1][corner]).max() > 60
