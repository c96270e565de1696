"""Try-on as a whole: on the embedded base with a real portrait, and on a tiny base that draws bodies."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from diffusers import ControlNetModel
from PIL import Image

from engine import bases
from engine.canvas.linear import linear
from engine.diffusion.inpainter import Inpainter
from engine.errors import BadPhotoError, JobCancelledError, NoIdentityError, OtherBaseError
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.garments import backdrop, judge
from engine.garments import wardrobe as wardrobes
from engine.garments.body import apart
from engine.garments.judge import Verdict
from engine.garments.vacated import Vacated
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety.provenance import save_labelled
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol, Enrolled
from engine.tasks.inspect.request import Looks
from engine.tasks.template.request import SpoiltError
from engine.tasks.template.run import Drawn
from engine.tasks.tryon import dressed
from engine.tasks.tryon import inspect as inspect_garment
from engine.tasks.tryon import run as tryon
from engine.tasks.tryon.dressers import Dresser
from engine.tasks.tryon.request import (
    Background,
    BeardCutError,
    GarmentNotWornError,
    GarmentTooSmallError,
    InspectGarment,
    NarrowPhotosError,
    NoGarmentError,
    NoSuchGarmentError,
    Part,
    SceneNotHereError,
    Tap,
    TriedOn,
    TryOn,
    UnfitHeadError,
)
from engine.weights.presence import RECORD, sha256_of
from tests.engine.diffusion import tiny
from tests.engine.garments.figures import figure, flat

SHARED = ("block_out_channels", "layers_per_block", "cross_attention_dim", "norm_num_groups", "down_block_types",
          "attention_head_dim")  # fmt: skip
CONTROLS = ("openpose", "depth", "canny")


def never() -> bool:
    """Nobody takes the job back."""
    return False


def silent(progress: Progress) -> None:
    """Nobody listens."""


def saved(rgb: RGB, file: Path) -> Path:
    """Write a picture."""
    Image.fromarray(rgb).save(file)
    return file


def unlabelled(monkeypatch: pytest.MonkeyPatch) -> list[RGB]:
    """Return a list that receives each finished picture as it is before the mark and the label."""
    seen: list[RGB] = []
    written = tryon._written
    monkeypatch.setattr(
        tryon, "_written", lambda scene, one, file: seen.append(one.picture) or written(scene, one, file)
    )
    return seen


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory, faces: Faces, astronaut: RGB) -> Path:
    """The astronaut, known from one photo, as an instant enrolment leaves her."""
    folder = Path(tmp_path_factory.mktemp("person"))
    saved(astronaut, folder / "selfie-0.png")
    embedding = tuple(float(v) for v in faces.embed(astronaut))
    looks = Looks(gender="woman", age_band="adult", age=35.0)
    Identity(
        base="pocket", looks=looks, trigger="sks", selfies=("selfie-0.png",), embeddings=(embedding,),
        geometry=((0.0,) * 28,), steps=0, seed=0, seconds=0.0, loss=0.0, instant=True,
    ).save(folder)  # fmt: skip
    return folder


# --------------------------------------------------------------------------------- looking, before anything is drawn


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory, models: Models) -> tuple[object, Path]:
    """What the embedded base is told about a figure in shirt and trousers."""
    folder = Path(tmp_path_factory.mktemp("look"))
    request = InspectGarment(
        photo=saved(figure()[0], folder / "in.png"), preview=folder / "out.png", keep=(1,), grid=True
    )
    return inspect_garment.run(request, models, silent, never), folder / "out.png"


def test_a_look_names_the_garments_and_what_this_base_can_do(looked: tuple[object, Path]):
    """Face, skin and background are drawn anew; hair and body stay the model's, and the answer says so."""
    found, file = looked
    assert [(one.number, one.kind, one.kept) for one in found.garments] == [(1, "top", True), (2, "trousers", False)]
    assert found.redrawn == (Part.FACE, Part.SKIN, Part.BACKGROUND)
    assert found.stays == (Part.HAIR, Part.BODY)
    assert (found.worn, found.face, found.problem) == (True, True, "")
    assert (found.columns, found.rows) == (6, 9)
    assert Image.open(file).size == (600, 900)


def test_a_garment_that_was_tapped_away_is_not_told_as_kept(models: Models, tmp_path: Path):
    """The trousers, from one point on a leg."""
    taps = (Tap(x=245 / 600, y=0.75, add=False),)
    request = InspectGarment(photo=saved(figure()[0], tmp_path / "in.png"), preview=tmp_path / "out.png", taps=taps)
    found = inspect_garment.run(request, models, silent, never)
    assert [one.kept for one in found.garments] == [True, False]


def test_what_cannot_be_tried_on_here_is_known_before_anything_is_queued(models: Models, tmp_path: Path):
    """A shirt on a table, and a figure without a head."""
    problems = []
    for number, rgb in enumerate((flat()[0], figure(head=False)[0])):
        request = InspectGarment(photo=saved(rgb, tmp_path / f"{number}.png"), preview=tmp_path / "out.png")
        found = inspect_garment.run(request, models, silent, never)
        problems.append((found.problem, found.reason))
    assert problems == [("garment-not-worn", ""), ("unfit-head", "no-face")]


@pytest.mark.parametrize("draws", [False, True])
def test_who_looks_under_eighteen_is_replaced_on_no_base(models: Models, draws: bool):
    """A base that draws bodies would put another person into a child's."""
    seen = models.wardrobe.look(figure()[0])
    child = dataclasses.replace(seen, spot=dataclasses.replace(seen.spot, problem="child"))
    assert inspect_garment.obstacle(draws, child) == ("unfit-head", "child")
    assert inspect_garment.obstacle(draws, seen) == ("", "")


def test_who_cannot_be_replaced_is_refused_where_the_operator_dresses_by_faces_on_any_base(models: Models):
    """Stable Diffusion would draw a body around the clothes of a turned head; a face alone has nowhere to go."""
    sd15, looked = bases.families()["sd15"], models.wardrobe.look(figure()[0])
    by_face = dataclasses.replace(models.settings, dressers=("own", "face"))
    assert inspect_garment.drawn_anew(sd15, models.settings)
    assert not inspect_garment.drawn_anew(sd15, by_face)
    assert not inspect_garment.drawn_anew(bases.families()["flux2-klein-4b"], models.settings)
    turned = dataclasses.replace(looked, spot=dataclasses.replace(looked.spot, problem="turned-away"))
    assert inspect_garment.obstacle(inspect_garment.drawn_anew(sd15, by_face), turned) == ("unfit-head", "turned-away")
    assert inspect_garment.obstacle(True, turned) == ("", "")
    scene = SimpleNamespace(seen=turned)  # nothing else of it is asked: nobody beside the wearer is taken for them
    assert tryon._own_face(scene) == []


def test_a_face_learnt_on_another_base_keeps_own_pixels_from_nothing(models: Models):
    """An edit model refuses it, the next way draws nothing by it; and where no way is left, that is the sentence."""
    drawn = Drawn(picture=figure()[0], seed=1, distances=(0.5,), distances_before_fusion=(0.5,))

    def elsewhere(scene: object) -> list[Drawn]:
        raise OtherBaseError("sd15", "flux2-klein-4b")

    ways = {
        "edit": Dresser(name="edit", draws=True, fits=lambda _: True, dress=elsewhere),
        "face": Dresser(name="face", draws=False, fits=lambda _: True, dress=lambda _: [drawn]),
        "none": Dresser(name="none", draws=False, fits=lambda _: True, dress=lambda _: []),
    }
    scene = SimpleNamespace(narrow=False, beard_cut=False)
    assert tryon._dressed_by([ways["edit"], ways["face"]], scene) == [drawn]
    assert not scene.draws, "the label is that of the way that made it"
    with pytest.raises(OtherBaseError):
        tryon._dressed_by([ways["edit"], ways["none"]], scene)
    with pytest.raises(SpoiltError):
        tryon._dressed_by([ways["none"]], scene)


def _request(person: Path, garment: Path, out: Path, **options: object) -> TryOn:
    return TryOn(garment=garment, identity=person, out=out, **{"count": 1, "seed": 3, **options})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rgb", "options", "error"),
    [
        (np.full((300, 300, 3), 200, np.uint8), {}, NoGarmentError),
        (np.zeros((40, 300, 3), np.uint8), {}, GarmentTooSmallError),
        (figure()[0], {"keep": (7,)}, NoSuchGarmentError),
        (figure()[0], {"scene": "a castle"}, SceneNotHereError),
        (figure()[0], {"identity": Path("nobody")}, NoIdentityError),
        (flat()[0], {}, GarmentNotWornError),
        (figure(head=False)[0], {}, UnfitHeadError),
    ],
    ids=["empty", "tiny", "number", "scene", "nobody", "flat", "headless"],
)
def test_what_cannot_be_done_is_said(
    models: Models, person: Path, tmp_path: Path, rgb: RGB, options: dict, error: type[Exception]
):
    """One class each, and a sentence behind every class."""
    request = dataclasses.replace(_request(person, saved(rgb, tmp_path / "in.png"), tmp_path), **options)
    with pytest.raises(error):
        tryon.run(request, models, silent, never)


@pytest.mark.slow
@pytest.mark.parametrize(("data", "reason"), [(b"no picture", "not-an-image"), (b"\x89PNG\r\n\x1a\n half", "broken")])
def test_a_file_that_is_no_picture_is_refused(models: Models, person: Path, tmp_path: Path, data: bytes, reason: str):
    """By content, whatever its name."""
    file = tmp_path / "coat.png"
    file.write_bytes(data)
    with pytest.raises(BadPhotoError) as caught:
        tryon.run(_request(person, file, tmp_path), models, silent, never)
    assert caught.value.data["reason"] == reason


# ------------------------------------------------------------------------------------- a base that draws bodies


@pytest.fixture(scope="module")
def bodies(tmp_path_factory: pytest.TempPathFactory, models: Models) -> Models:
    """The models of a worker with a tiny random base of Stable Diffusion 1.5's architecture and its ControlNets."""
    folder = Path(tmp_path_factory.mktemp("weights"))
    pipeline = tiny.pipeline(folder)
    for kind in CONTROLS:
        _control(folder / f"sd15-control-{kind}", pipeline)
    made = Models(dataclasses.replace(models.settings, weights=folder, base="sd15"))
    made.faces, made.wardrobe, made.pipeline = copy.copy(models.faces), models.wardrobe, pipeline
    made.inpainter = Inpainter(pipeline, made.settings)
    return made


def _control(folder: Path, pipeline: object) -> None:
    """Write a ControlNet of the tiny network as a fetch would leave it."""
    unet = pipeline.pipe.unet
    config = {name: unet.config[name] for name in SHARED}
    ControlNetModel(**config, conditioning_embedding_out_channels=(8, 8, 16, 16)).save_pretrained(folder)
    record = {file.name: {"bytes": file.stat().st_size, "sha256": sha256_of(file)} for file in folder.iterdir()}
    (folder / RECORD).write_text(json.dumps({"files": record}))


@pytest.fixture
def seen_controls(monkeypatch: pytest.MonkeyPatch) -> list:
    """Every call of the inpainter: picture, mask, controls, strength."""
    calls: list = []
    redraw = Inpainter.redraw

    def noted(self, shots, picture, mask, controls, *, strength, **rest):
        calls.append((shots, picture, mask, controls, strength))
        return redraw(self, shots, picture, mask, controls, strength=strength, **rest)

    monkeypatch.setattr(Inpainter, "redraw", noted)
    return calls


@pytest.mark.slow
def test_everything_but_the_garment_is_drawn_anew_where_bodies_can_be_drawn(
    bodies: Models, person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seen_controls: list
):
    """Paper 3.1: strength 1.0 under bones and body edges; the garment comes back bit for bit."""
    rgb, truth = figure()
    pictures = unlabelled(monkeypatch)
    request = _request(person, saved(rgb, tmp_path / "in.png"), tmp_path / "out", background=Background.BEACH, count=2)
    told: list[Progress] = []
    made = tryon.run(request, bodies, told.append, never)
    shots, picture, hole, controls, strength = seen_controls[0]
    assert strength == 1.0
    assert [(one.kind, one.scale) for one in controls] == [("openpose", 1.0), ("canny", 0.4)]
    assert all(one.picture.shape == picture.shape for one in controls)
    assert picture.shape[0] % 8 == picture.shape[1] % 8 == 0
    assert "beach" in shots[0].prompt
    assert hole.mean() > 0.5
    assert made.redrawn == tuple(part for part in Part if part is not Part.CLOTHES)
    assert made.stays == ()
    inner = truth["clothes"] & (np.abs(np.diff(truth["clothes"].astype(int), axis=0, prepend=0)) == 0)
    assert len(pictures) == 2
    assert np.mean((pictures[0] == rgb).all(-1)[inner]) > 0.9
    assert np.mean((pictures[0] == rgb).all(-1)[~truth["clothes"]]) < 0.1
    assert (pictures[0] != pictures[1]).any()
    assert told[-1].stage == "drawing"


@pytest.mark.slow
def test_the_background_can_stay_while_the_person_is_drawn(
    bodies: Models, person: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Far from the figure nothing changes, on it everything but the garment does."""
    rgb, _ = figure()
    pictures = unlabelled(monkeypatch)
    made = tryon.run(_request(person, saved(rgb, tmp_path / "in.png"), tmp_path / "out"), bodies, silent, never)
    assert made.stays == (Part.BACKGROUND,)
    same = (pictures[0] == rgb).all(-1)
    assert same[:, :40].mean() > 0.99
    assert same[380:480, 160:180].mean() < 0.1  # an arm


@pytest.mark.slow
def test_a_garment_nobody_wears_is_drawn_on_a_standing_body(
    bodies: Models, person: Path, tmp_path: Path, seen_controls: list
):
    """Where bodies can be drawn, a shirt on a table is enough: its pose is made up, under bones alone."""
    request = _request(person, saved(flat()[0], tmp_path / "in.png"), tmp_path / "out", scene="in a garden")
    made = tryon.run(request, bodies, silent, never)
    shots, _, _, controls, _ = seen_controls[0]
    assert [one.kind for one in controls] == ["openpose"]
    assert controls[0].picture.any()
    assert "in a garden" in shots[0].prompt
    assert len(made.pictures) == 1


# -------------------------------------------------------------------------- the embedded base, with its ControlNets


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory, models: Models, astronaut: RGB) -> Enrolled:
    """The astronaut, known from one look."""
    folder = Path(tmp_path_factory.mktemp("learnt"))
    photo = saved(astronaut, folder / "photo.png")
    request = Enrol(photos=(photo,), identity=folder / "identity", instant=True)
    return enrol.run(request, models, silent, never)


def _worn(learnt: Enrolled, models: Models, folder: Path, **options: object) -> TriedOn:
    garment = saved(figure()[0], folder / "in.png")
    return tryon.run(_request(learnt.identity, garment, folder / "out", **options), models, silent, never)


@pytest.mark.slow
def test_a_garment_is_worn_before_a_new_background_with_every_stage_shown(
    learnt: Enrolled, models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The garment bit for bit, the pose within 0.1 shoulder widths, the wall gone; each stage leaves a picture."""
    monkeypatch.setattr(dressed, "THROAT", 0.55)  # the drawn figure's neck is a little short ...
    monkeypatch.setattr(judge.Verdict, "good", True)  # ... and ends in steps of paint, which `judge` is there to refuse
    rgb, truth = figure()
    pictures = unlabelled(monkeypatch)
    made = _worn(learnt, models, tmp_path, background=Background.GREY, debug=tmp_path / "stages", count=2)
    assert (made.base, made.background) == ("pocket", Background.GREY)
    assert (made.redrawn, made.stays) == ((Part.FACE, Part.HAIR, Part.SKIN, Part.BACKGROUND), (Part.BODY,))
    assert len(made.pictures) == 1  # there is one photo of her: two pictures would be the same
    assert made.pictures[0].photos == (1,)
    assert not made.from_photos  # she is known from photos alone, but nothing of her was drawn
    assert [one.likeness for one in made.pictures] == sorted((one.likeness for one in made.pictures), reverse=True)
    wardrobe = models.wardrobe
    mask = wardrobes.kept(rgb, wardrobe.look(rgb), (), ()) > 0.5
    error = ((pictures[0].astype(float) - rgb) ** 2)[mask].mean()
    assert error == 0 or 10 * np.log10(255**2 / error) > 45
    assert np.mean((pictures[0] == rgb).all(-1)[truth["clothes"]]) > 0.9
    assert np.mean((pictures[0] == rgb).all(-1)[:, :60]) < 0.2  # the wall
    before, after = (wardrobe.bodies.body(one) for one in (rgb, pictures[0]))
    assert apart(after, before) < 0.1
    assert apart(wardrobe.bodies.body(np.ascontiguousarray(rgb[:, 60:])), before) > 0.1  # the control, moved
    stages = {file.name for file in (tmp_path / "stages").iterdir()}
    assert {"1-input.png", "2-garment.png", "3-without-head.png", "4-head-0.png", "4-skin-0.png"} <= stages
    head = np.asarray(Image.open(tmp_path / "stages" / "4-head-0.png")).max(-1) > 20
    assert not (head & mask).any() or np.array_equal(pictures[0][head & mask], rgb[head & mask])
    skin = np.asarray(Image.open(tmp_path / "stages" / "4-skin-0.png")) > 0
    assert not (skin & mask).any()
    file = Image.open(made.pictures[0].file)
    assert b"compositeWithTrainedAlgorithmicMedia" in made.pictures[0].file.read_bytes(), file.info


def test_clothes_from_a_picture_of_ours_lose_its_label(
    learnt: Enrolled, models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The new label would be written across it. A picture that says nothing of itself (the control) stays as it is."""
    seen: list[RGB] = []

    def look(rgb: RGB) -> None:
        seen.append(rgb)
        raise NoGarmentError("nobody")

    monkeypatch.setattr(models.wardrobe, "look", look)
    ours, plain = tmp_path / "ours.png", saved(figure()[0], tmp_path / "plain.png")
    save_labelled(figure()[0], ours, facts={})
    for file in (ours, plain):
        with pytest.raises(NoGarmentError):
            tryon.draw(_request(learnt.identity, file, tmp_path / "out"), models, silent, never)
    rows, columns = np.nonzero((seen[0] != models.faces.load(ours)).any(-1))
    assert min(rows) > 0.9 * len(seen[0])
    assert min(columns) > 0.6 * len(seen[0][0])
    assert np.array_equal(seen[1], models.faces.load(plain))


@pytest.mark.slow
def test_a_cancelled_try_on_stops(learnt: Enrolled, models: Models, tmp_path: Path):
    """Between two steps, without a picture."""
    request = _request(learnt.identity, saved(figure()[0], tmp_path / "in.png"), tmp_path / "out")
    with pytest.raises(JobCancelledError):
        tryon.run(request, models, silent, lambda: True)
    assert not list(tmp_path.glob("out/*.png"))


def test_no_ring_of_the_old_head_stays_before_a_new_background():
    """At its edge a head is half a head and half a person; where nobody is any more (the control: somewhere else) the
    background is seen, whatever the masks leave there."""
    size = (64, 64)
    half, nothing = np.full(size, 0.5, np.float32), np.zeros(size, np.float32)
    gone = np.zeros(size, bool)
    gone[:, :32] = True
    flat_, none = np.zeros((*size, 3), np.float32), np.zeros(size, bool)
    emptied = Vacated(light=flat_, ground=flat_, hole=gone, cloth=none, neck=none)
    body = dressed.Body(
        person=half * ~gone, clothes=nothing, skin=nothing, worn=nothing, kept=none, hem=none, rim=none,
        edge=none, stain=flat_, emptied=emptied,
    )  # fmt: skip
    request = SimpleNamespace(background=Background.WHITE, seed=1)
    scene = SimpleNamespace(request=request, show=lambda name, picture: None)
    black = np.zeros((*size, 3), np.float32)
    made = dressed._before(scene, body, black, nothing)
    wall = linear(backdrop.drawn(Background.WHITE, *size, 1))
    assert np.array_equal(made[:, :32], wall[:, :32])
    assert np.allclose(made[:, 36:], 0.5 * wall[:, 36:], atol=1e-3)


def test_a_head_that_sits_badly_is_made_of_another_photo(monkeypatch: pytest.MonkeyPatch):
    """The first of three photos leaves a hole at the collar; of the two good ones the more alike is shown."""
    photos = {1: (0.2, 0.1), 2: (0.0, 0.3), 3: (0.0, 0.2)}  # gap and distance
    mesh = SimpleNamespace(points=np.eye(3)[np.zeros(478, int)] + np.arange(478)[:, None])
    spot = SimpleNamespace(face=SimpleNamespace(mesh=mesh))
    seen = SimpleNamespace(spot=spot, wearer=SimpleNamespace(hands=()), small=np.zeros((4, 4, 3)))
    scene = SimpleNamespace(
        seen=seen, rgb=np.zeros((4, 4, 3)), request=SimpleNamespace(count=1, background=Background.KEEP),
        cancelled=never, progress=silent, photos=(),
    )  # fmt: skip
    body = SimpleNamespace(emptied=SimpleNamespace(invented=0, misfit=0), kept=np.zeros((4, 4), bool))

    def one(_scene: object, _body: object, subject: int, *_: object) -> tuple[RGB, SimpleNamespace]:
        return np.zeros(1), SimpleNamespace(picture=np.zeros(1), gap=photos[subject][0])

    def verdict(shown: SimpleNamespace) -> Verdict:
        return Verdict(gap=shown.gap, made=0, step=0, sliver=0, enlarged=1)

    def judged(_scene: object, made: dressed.Dressed, _number: int) -> SimpleNamespace:
        return SimpleNamespace(photo=made.photo, distances=(photos[made.photo][1],))

    monkeypatch.setattr(dressed, "_subjects", lambda *_: [(number, number, None) for number in photos])
    monkeypatch.setattr(dressed, "_light", lambda *_: None)
    monkeypatch.setattr(dressed.Body, "of", lambda _: body)
    monkeypatch.setattr(dressed, "_one", one)
    monkeypatch.setattr(dressed.judge, "verdict", verdict)
    monkeypatch.setattr(tryon, "_judged", judged)
    assert [made.photo for made in dressed.dressed(scene)] == [2, 3]
    assert [made.photo for made in tryon._own_head(scene)] == [3]
    monkeypatch.setattr(dressed, "_pulled", lambda _: {3})  # a grimace, which would be the more alike
    assert [made.photo for made in tryon._own_head(scene)] == [2]


@pytest.mark.parametrize(
    ("narrow", "beard", "error"),
    [(True, False, NarrowPhotosError), (False, True, BeardCutError), (False, False, SpoiltError)],
)
def test_who_has_only_cut_heads_is_told_which_photo_helps(narrow: bool, beard: bool, error: type[Exception]):
    """That a seam shows says nothing of what to do; a photo from a step further away is what helps."""

    def nothing(scene: SimpleNamespace) -> list[object]:
        scene.narrow, scene.beard_cut = narrow, beard
        return []

    def spoilt(_scene: SimpleNamespace) -> list[object]:
        raise SpoiltError("seam")

    ways = [SimpleNamespace(draws=False, dress=way) for way in (nothing, spoilt)]
    with pytest.raises(error):
        tryon._dressed_by(ways, SimpleNamespace(narrow=False, beard_cut=False))


def test_a_beard_is_not_painted_over_where_only_the_face_is_exchanged(monkeypatch: pytest.MonkeyPatch):
    """Its jaw was a smear; such a picture is left out, and where no other is left that is said."""
    mesh = SimpleNamespace(points=np.zeros((478, 3)))
    seen = SimpleNamespace(
        spot=SimpleNamespace(face=SimpleNamespace(mesh=mesh)), wearer=SimpleNamespace(head=np.zeros((4, 4), np.float32))
    )
    scene = SimpleNamespace(rgb=np.zeros((4, 4, 3), np.uint8), seen=seen)
    made = [SimpleNamespace(picture=painted) for painted in (0.5, 0.0)]
    monkeypatch.setattr(tryon.judge, "shaven", lambda _before, after, *_: after)
    assert tryon._unshaven(scene, made) == made[1:]
    with pytest.raises(SpoiltError):
        tryon._unshaven(scene, made[:1])
    scene.seen = SimpleNamespace(spot=None, wearer=None)
    assert tryon._unshaven(scene, made) == made  # nobody wears it: there is no beard


@pytest.mark.parametrize(
    ("own", "wearer", "cut"), [((1, 1, 0), False, True), ((1, 0, 0), False, False), ((1, 1, 1), True, False)]
)
def test_a_long_beard_is_not_cut_off_by_a_face_alone(
    monkeypatch: pytest.MonkeyPatch, own: tuple[int, ...], wearer: bool, cut: bool
):
    """Of a man with a grey beard a shaven face was sent. Where the wearer has a beard as well nothing is cut off."""
    mesh = SimpleNamespace(points=None)
    photos = [SimpleNamespace(rgb=bool(one), mesh=mesh) for one in own]
    spot = SimpleNamespace(face=SimpleNamespace(mesh=mesh), problem="")
    scene = SimpleNamespace(seen=SimpleNamespace(spot=spot, wearer=mesh), rgb=wearer, beard_cut=False)
    monkeypatch.setattr(tryon, "_selfies", lambda _: photos)
    monkeypatch.setattr(tryon.bearded, "hangs", lambda rgb, _points: rgb)
    assert tryon._beard_cut(scene) is cut
    monkeypatch.setattr(tryon, "_toned", lambda _: None)
    monkeypatch.setattr(tryon, "_unshaven", lambda _scene, made: made)
    monkeypatch.setattr(tryon, "_faces", lambda *_: ["drawn"])
    scene.request = SimpleNamespace(background=Background.KEEP, count=1, seed=0)
    assert tryon._own_face(scene) == ([] if cut else ["drawn"])
    assert scene.beard_cut is cut
