"""An edit model puts people into pictures and clothes, through the product's own requests; what it makes is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.canvas.swap.judge import Verdict
from engine.errors import EngineError, OtherBaseError
from engine.faces.embed import NOBODY
from engine.faces.registry import Faces
from engine.faces.templates import Spot
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.requests import to_json
from engine.settings import EngineSettings
from engine.tasks import task
from engine.tasks.enrol.request import EnrolInstant
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import Source
from engine.tasks.shared import editing
from engine.tasks.template import edited as template_edit
from engine.tasks.template import run as template
from engine.tasks.template.request import SpoiltError, Template
from engine.tasks.template.run import Drawn
from engine.tasks.tryon import around_garment
from engine.tasks.tryon import edited as tryon_edit
from engine.tasks.tryon import inspect as inspect_garment
from engine.tasks.tryon import run as tryon
from engine.tasks.tryon.dressers import Dresser
from engine.tasks.tryon.request import DresserNotHereError, InspectGarment, Part, TryOn
from engine.worker import perform
from tests.engine.diffusion import tiny, tiny_flow
from tests.engine.garments.figures import figure, flat

GOOD = Verdict(
    seam=1, ridge=1, jaw=1, chin=0, neck=0, cast=0, crooked=0, sharp=1, even=1, alike=1, spot=0, tint=0, forehead=0,
    shaven=0, beard=0, enlarged=1,
    hidden=0, distance=0.4, faults=(),
)  # fmt: skip


def test_who_is_asked_first_is_the_operators_to_say():
    """Own pixels first by itself; where ControlNets steer, nothing changes; a base that sees no photos edits none."""
    klein, zimage, sd15, pocket = (
        bases.families()[name] for name in ("flux2-klein-4b", "z-image-turbo", "sd15", "pocket")
    )
    assert editing.ways("auto", klein, "auto") == ("own", "edit")
    assert editing.ways("auto", klein, "first") == ("edit", "own")
    assert editing.ways("auto", klein, "never") == ("own",)
    assert editing.ways("canvas", klein, "first") == ("own",)
    assert editing.ways("base", klein, "first") == ()
    for family in (zimage, pocket):
        assert editing.ways("auto", family, "first") == ("own",)
    assert editing.ways("auto", sd15, "first") == ()


def test_the_picture_is_image_one_and_its_shape_stays():
    """The words count the pictures; a reference keeps its shape, takes the area of a square one, and is multiples."""
    klein, photos = bases.families()["flux2-klein-4b"], (np.zeros((512, 512, 3), np.uint8),) * 2
    who = type("Who", (), {"looks": type("Looks", (), {"gender": "woman"})})
    asked = editing.shot(klein, editing.CLOTHES, who, np.zeros((1500, 1000, 3), np.uint8), photos, 3, ", in a bar")
    assert asked.prompt.startswith("The woman from images 2 and 3 wears the clothes of image 1, in a bar.")
    height, width = asked.references[0].shape[:2]
    assert (height % 16, width % 16) == (0, 0)
    assert abs(height / width - 1.5) < 0.05
    assert abs(height * width / 512**2 - 1) < 0.05
    assert "image 2 on" in editing.shot(klein, editing.FACE, who, photos[0], photos[:1], 3).prompt


def test_an_edit_is_drawn_by_nothing_but_an_edit_model():
    """Own pixels instead, unsaid, would be another picture than was asked for."""
    for name in ("sd15", "z-image-turbo", "pocket"):
        with pytest.raises(ValueError, match="no edit model"):
            editing.ways("edit", bases.families()[name], "auto")
    assert editing.ways("edit", bases.families()["flux2-klein-4b"], "never") == ("edit",)


def test_a_face_learnt_on_another_base_leaves_own_pixels_to_be_tried(monkeypatch: pytest.MonkeyPatch):
    """`ENGINE_EDITS=first`: the edit refuses the face, and what needs no base goes on; alone, it says why."""

    def elsewhere(*_):
        raise OtherBaseError("sd15", "flux2-klein-4b")

    monkeypatch.setattr(template, "edited", elsewhere)
    monkeypatch.setattr(template, "put", lambda *_: ["put"])
    asked = Template(template=Path("x.png"), people=(), out=Path("out"))
    rest = (asked, None, None, None, None, None)
    assert template._put(*rest, ("edit", "own"), lambda: False) == ["put"]
    with pytest.raises(OtherBaseError):
        template._put(*rest, ("edit",), lambda: False)


def test_everybody_who_was_drawn_must_look_of_age(monkeypatch: pytest.MonkeyPatch):
    """Not the wearer alone: an edit model may put a child beside them; one of the photo's own, kept, is no fault."""
    monkeypatch.setattr(tryon_edit, "distance", lambda *_: 0.4)
    box = np.array([0, 0, 20, 20], np.float32)
    wearer = Spot(number=1, face=Face(box=box, score=1.0))
    child = Spot(number=2, face=Face(box=box + 60, score=1.0), problem="child")
    monkeypatch.setattr(tryon_edit.templates, "spots", lambda *_: [wearer, child])
    hole = np.ones((100, 100), np.float32)
    monkeypatch.setattr(tryon_edit.around_garment, "hole", lambda scene: hole)
    embedder = SimpleNamespace(embed=lambda *_: None)
    scene = SimpleNamespace(
        models=SimpleNamespace(faces=SimpleNamespace(embedder=embedder)),
        seen=SimpleNamespace(spot=wearer, wearer=True),
        identity=SimpleNamespace(centre=None),
    )
    picture = np.zeros((100, 100, 3), np.uint8)
    assert tryon_edit._apart(scene, picture) == NOBODY
    hole[50:, 50:] = 0
    assert tryon_edit._apart(scene, picture) == 0.4


def test_where_all_is_drawn_nobody_else_is_beside_the_person(monkeypatch: pytest.MonkeyPatch):
    """In clothes nobody wore there is one person: another face may be that of a stranger in the picture of them."""
    monkeypatch.setattr(tryon_edit, "distance", lambda *_: 0.4)
    spots = [Spot(number=n, face=Face(box=np.array([0, 0, 20, 20 + n], np.float32), score=1.0)) for n in (1, 2)]
    embedder = SimpleNamespace(embed=lambda *_: None)
    scene = SimpleNamespace(
        models=SimpleNamespace(faces=SimpleNamespace(embedder=embedder)),
        seen=SimpleNamespace(spot=None, wearer=None),
        identity=SimpleNamespace(centre=None),
    )
    for found, apart in ((spots, NOBODY), (spots[:1], 0.4)):
        monkeypatch.setattr(tryon_edit.templates, "spots", lambda *_, found=found: found)
        assert tryon_edit._apart(scene, np.zeros((100, 100, 3), np.uint8)) == apart


def test_clothes_that_were_dropped_are_not_shown_to_an_edit_model(monkeypatch: pytest.MonkeyPatch):
    """It puts on whatever is in the picture: what is marked with a cross must not be there."""
    rgb = np.full((200, 200, 3), 230, np.uint8)
    red, blue = (np.zeros((200, 200), np.float32) for _ in range(2))
    red[20:80, 20:80], blue[120:180, 120:180] = 1, 1
    rgb[red > 0], rgb[blue > 0] = (200, 20, 20), (20, 20, 200)
    shown: list[RGB] = []
    pipeline = SimpleNamespace(
        family=bases.families()["flux2-klein-4b"],
        draw=lambda shots, **_: shown.append(shots[0].references[0]) or [rgb],
    )
    monkeypatch.setattr(tryon_edit, "_apart", lambda *_: NOBODY)
    monkeypatch.setattr(tryon_edit.around_garment, "behind", lambda scene: "")
    scene = SimpleNamespace(
        request=SimpleNamespace(count=1, seed=1), models=SimpleNamespace(pipeline=pipeline), rgb=rgb, garment=red,
        seen=SimpleNamespace(wearer=None, pieces=(SimpleNamespace(mask=red), SimpleNamespace(mask=blue))),
        identity=SimpleNamespace(looks=SimpleNamespace(gender="woman")), cancelled=lambda: False,
        show=lambda *_: None, progress=lambda *_: None,
    )  # fmt: skip
    tryon_edit._put_on(scene, ())
    scene.garment = np.maximum(red, blue)
    tryon_edit._put_on(scene, ())

    def of(colour: tuple[int, int, int], seen: RGB) -> int:
        return int((np.abs(seen.astype(int) - colour).max(-1) < 30).sum())

    assert of((20, 20, 200), shown[0]) == 0
    assert of((200, 20, 20), shown[0]) > 1000
    assert of((20, 20, 200), shown[-1]) > 1000, "the control: what is kept is shown"


def test_a_child_in_a_picture_of_clothes_is_refused_whoever_wears_them(monkeypatch: pytest.MonkeyPatch):
    """A face beside a shirt laid flat is shown to the edit model, too."""
    models = SimpleNamespace(settings=SimpleNamespace(dressers=(), edits="auto"), faces=None)
    seen = SimpleNamespace(spot=None, wearer=None)
    klein = bases.families()["flux2-klein-4b"]
    for problem, said in (("child", ("unfit-head", "child")), ("", ("", ""))):
        spot = Spot(number=1, face=Face(box=np.zeros(4, np.float32), score=1.0), problem=problem)
        monkeypatch.setattr(inspect_garment.templates, "spots", lambda *_, spot=spot: [spot])
        assert inspect_garment.refused(models, klein, np.zeros((9, 9, 3), np.uint8), seen) == said


def test_no_more_pixels_are_drawn_around_a_garment_than_memory_is_planned_for():
    """References and picture are counted at the base's own square; a tall picture of its width would be half more."""
    for shape in ((1500, 1000, 3), (1000, 1000, 3), (700, 3000, 3), (1365, 1024, 3)):
        height, width = around_garment.size(shape, 1024)
        assert height * width <= 1024**2
        assert (height % 64, width % 64) == (0, 0)
        assert height * width > 0.7 * 1024**2


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch):
    """Nothing is enlarged by a network, which takes longer than all else here."""
    fine = template_edit.FINE
    monkeypatch.setattr(template_edit, "enlarged", lambda faces, frame, drawn: cv2.resize(drawn, (fine, fine)))
    monkeypatch.setattr(tryon_edit, "MORE", 1)


@pytest.fixture(scope="module", params=list(tiny.TYPES))
def told(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    faces: Faces,
    engine_settings: EngineSettings,
    astronaut: RGB,
) -> tuple[Models, Path]:
    """A worker with a tiny klein, and a folder with a photo and somebody known from it."""
    folder = Path(tmp_path_factory.mktemp("edits"))
    weights = folder / "weights"
    weights.mkdir()
    for component in engine_settings.weights.iterdir():
        (weights / component.name).symlink_to(component.resolve())
    pipeline = tiny_flow.pipeline(weights, "flux2-klein", tiny.TYPES[request.param])
    models = Models(replace(engine_settings, weights=weights, base="flux2-klein"))
    pipeline.family = replace(pipeline.family, candidates=1)
    models.family, models.pipeline, models.faces = pipeline.family, pipeline, faces
    Image.fromarray(astronaut).save(folder / "photo.png")
    Image.fromarray(figure()[0]).save(folder / "worn.png")
    _run(models, EnrolInstant(photos=(folder / "photo.png",), identity=folder / "instant"))
    return models, folder


def _run(models: Models, request):
    """Run a request as a worker does: over the wire and back."""
    message = {"kind": request.kind, "request": to_json(request)}
    return perform(message, task, models, lambda step: None, lambda: False)


def _template(folder: Path, **told) -> Template:
    return Template(template=folder / "photo.png", people=(folder / "instant",), out=folder / "out", count=1, **told)


def _draw(models: Models, request: Template, rgb: RGB) -> Drawn:
    (drawn,) = template.draw(request, models, rgb, lambda step: None, lambda: False)
    return drawn


@pytest.mark.slow
def test_a_face_is_edited_inside_its_mask_and_nowhere_else(
    told: tuple[Models, Path], astronaut: RGB, monkeypatch: pytest.MonkeyPatch
):
    """To the bit; and what is drawn follows the seed and the template it is shown."""
    models, folder = told
    monkeypatch.setattr(template_edit, "judge", lambda *_: GOOD)
    request = _template(folder, draw="edit")
    one, other = (_draw(models, replace(request, seed=seed), astronaut) for seed in (1, 50))
    outside = one.touched == 0
    assert outside.mean() > 0.5
    assert np.array_equal(one.picture[outside], astronaut[outside])
    assert not np.array_equal(one.picture[~outside], astronaut[~outside])
    assert not np.array_equal(one.picture, other.picture)
    assert (one.source, one.photos) == (Source.BASE, (0,))
    shot = editing.shot

    def unseen(*asked):
        made = shot(*asked)
        return replace(made, references=made.references[1:])

    monkeypatch.setattr(editing, "shot", unseen)
    assert not np.array_equal(_draw(models, replace(request, seed=1), astronaut).picture, one.picture)


@pytest.mark.slow
def test_what_an_edit_model_makes_is_judged_like_anything_else(
    told: tuple[Models, Path], astronaut: RGB, monkeypatch: pytest.MonkeyPatch
):
    """A network of random values draws nobody: it is refused through the worker, and so is who looks under age."""
    models, folder = told
    with pytest.raises(EngineError) as caught:
        _run(models, _template(folder, draw="edit"))
    assert caught.value.code == SpoiltError.code
    monkeypatch.setattr(template_edit, "judge", lambda *_: GOOD)
    made = _run(models, _template(folder, draw="edit"))
    assert made.pictures[0].source == Source.BASE
    assert made.from_photos, "nobody was learnt for it"
    monkeypatch.setattr(template_edit.verdict, "of_age", lambda *_: PhotoProblem.UNDER_AGE)
    mesh = models.faces.mesh(astronaut)
    monkeypatch.setattr(template_edit.Look, "mesh", lambda self, rgb: mesh)
    face, identity = models.faces.largest(astronaut), template.Identity.load(folder / "instant")
    with pytest.raises(EngineError) as caught:
        template_edit.edited(
            _template(folder, draw="edit"), models, astronaut, face, folder / "instant", identity, lambda: False
        )
    assert caught.value.data == {"fault": "age"}


@pytest.mark.slow
def test_it_is_asked_where_own_pixels_are_not_good_unless_the_operator_never_wants_it(
    told: tuple[Models, Path], astronaut: RGB, monkeypatch: pytest.MonkeyPatch
):
    """`ENGINE_EDITS`: the sentence a person reads is that of the first way."""
    models, folder = told

    def spoilt(*_):
        raise SpoiltError("turned")

    monkeypatch.setattr(template, "put", spoilt)
    monkeypatch.setattr(template_edit, "judge", lambda *_: GOOD)
    assert _draw(models, _template(folder), astronaut).source == Source.BASE
    monkeypatch.setattr(models, "settings", replace(models.settings, edits="never"))
    with pytest.raises(SpoiltError) as caught:
        _draw(models, _template(folder), astronaut)
    assert caught.value.data == {"fault": "turned"}


def _wear(folder: Path, **told) -> TryOn:
    return TryOn(garment=folder / "worn.png", identity=folder / "instant", out=folder / "worn", count=1, **told)


@pytest.mark.slow
def test_somebody_is_drawn_around_their_clothes(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """The garment stays to the bit, words for a place are taken, and the label says that it is drawn."""
    models, folder = told
    monkeypatch.setattr(models, "settings", replace(models.settings, dressers=("edit",)))
    with pytest.raises(EngineError) as caught:
        _run(models, _wear(folder))
    assert caught.value.code == SpoiltError.code, "nobody like them came out of a random network"
    monkeypatch.setattr(tryon_edit, "_apart", lambda *_: 0.4)
    monkeypatch.setattr(tryon_edit, "_before", lambda *_: 1.0)
    request = _wear(folder, scene="in Paris at night")
    scene, (made,) = tryon.draw(request, models, lambda step: None, lambda: False)
    core = scene.garment > 0.5
    assert np.array_equal(made.picture[core], scene.rgb[core]) or _core_equal(made.picture, scene)
    assert not np.array_equal(made.picture[~core], scene.rgb[~core])
    told_of = _run(models, request)
    assert Part.BODY in told_of.redrawn
    assert not told_of.pictures[0].edited


def _core_equal(picture: RGB, scene) -> bool:
    """Say whether all but the garment's outermost pixels is the input's."""
    size = 2 * max(1, round(tryon.CORE * max(scene.rgb.shape[:2]))) + 1
    core = cv2.erode(scene.garment, np.ones((size, size), np.uint8), borderValue=1) > 0.5
    return bool(core.any()) and np.array_equal(picture[core], scene.rgb[core])


@pytest.mark.slow
def test_a_newer_backend_enters_as_one_function(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """It paints all over; the garment's own pixels come back, and nothing else knows that it is new."""
    models, folder = told
    asked = []

    def red(scene) -> list[Drawn]:
        asked.append(scene)
        picture = np.full_like(scene.rgb, (200, 30, 30))
        return [Drawn(picture=picture, seed=1, distances=(0.5,), distances_before_fusion=(0.5,))]

    fake = Dresser(name="fake", draws=True, fits=lambda family: True, dress=red)
    nothing = Dresser(name="empty", draws=False, fits=lambda family: True, dress=lambda scene: [])
    monkeypatch.setitem(tryon.DRESSERS, "fake", fake)
    monkeypatch.setitem(tryon.DRESSERS, "empty", nothing)
    monkeypatch.setattr(models, "settings", replace(models.settings, dressers=("empty", "fake")))
    scene, (made,) = tryon.draw(_wear(folder), models, lambda step: None, lambda: False)
    assert len(asked) == 1
    assert _core_equal(made.picture, scene)
    assert (made.picture[scene.garment < 0.5] == (200, 30, 30)).all()
    monkeypatch.setattr(models, "settings", replace(models.settings, dressers=("drawn",)))
    with pytest.raises(DresserNotHereError):
        tryon.draw(_wear(folder), models, lambda step: None, lambda: False)


@pytest.mark.slow
def test_clothes_nobody_wears_are_put_on_by_an_edit_model(told: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch):
    """Somebody in them is drawn after the picture, all of it; what shows nobody like them or other clothes is not."""
    models, folder = told
    Image.fromarray(flat()[0]).save(folder / "flat.png")
    look = _run(models, InspectGarment(photo=folder / "flat.png", preview=folder / "seen.png"))
    assert (look.problem, look.worn, Part.CLOTHES in look.redrawn) == ("", False, True)
    request = replace(_wear(folder), garment=folder / "flat.png")
    with pytest.raises(EngineError) as caught:
        _run(models, request)
    assert caught.value.code == SpoiltError.code, "nobody like them came out of a random network"
    monkeypatch.setattr(tryon_edit, "_apart", lambda *_: 0.4)
    with pytest.raises(EngineError):
        _run(models, request)
    asked = []
    shot = editing.shot
    monkeypatch.setattr(editing, "shot", lambda *given: asked.append(given[1]) or shot(*given))
    monkeypatch.setattr(tryon_edit, "_same_clothes", lambda *_: True)
    made = _run(models, request)
    assert asked[-1] == editing.PUT_ON
    assert made.redrawn == tuple(Part)
    assert made.stays == ()
    assert made.height >= made.width
    assert not made.pictures[0].edited, "it is labelled as drawn"
    monkeypatch.setattr(models, "settings", replace(models.settings, edits="never"))
    with pytest.raises(EngineError) as caught:
        _run(models, request)
    assert caught.value.code == "garment-not-worn", "the control: the operator wants no edit model"


def test_other_colours_are_other_clothes():
    """A cloth in another light is near, one of another colour is not."""
    random = np.random.default_rng(1)
    red = (np.array([180, 40, 40]) + random.integers(-15, 15, (400, 3))).clip(0, 255).astype(np.uint8)
    dim, blue = (red * 0.85).astype(np.uint8), red[:, ::-1]
    assert tryon_edit.colours_apart(red, dim) < tryon_edit.COLOURS < tryon_edit.colours_apart(red, blue)
