"""Several learnt people of one drawn picture: whose pose, whose place, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.diffusion.pipeline import GenerationRequest
from engine.faces.registry import Faces
from engine.faces.templates import Spot
from engine.faces.types import RGB, Face
from engine.files import PoseRef
from engine.models import Models
from engine.safety.nudity import NUDE
from engine.safety.origin import DRAWN, EDITED
from engine.safety.provenance import origin_of
from engine.settings import EngineSettings
from engine.tasks.enrol.request import EnrolInstant
from engine.tasks.enrol.run import run as enrol
from engine.tasks.portrait import posed
from engine.tasks.portrait.request import PoseNotHereError
from engine.tasks.template import inspect, posing, together
from engine.tasks.template import run as template
from engine.tasks.template.request import FewerDrawnError, InspectTemplate, NoSuchFaceError, Template, UnfitFaceError
from tests.engine.diffusion import tiny
from tests.engine.garments.figures import figure


def _spot(number: int, x: float, problem: str = "") -> Spot:
    return Spot(number=number, face=Face(box=np.array([x, 40, x + 20, 60], np.float32), score=1.0), problem=problem)


def _heads(*xs: float) -> list[np.ndarray]:
    return [np.array([x, 50], np.float32) for x in xs]


def test_each_place_is_the_face_that_was_drawn_there():
    """By where a head is to be, not by how faces are numbered; none twice, none far away, none that must stay."""
    spots = [_spot(1, 90), _spot(2, 10), _spot(3, 300)]
    assert together.matched(_heads(20, 100), spots) == {1: 2, 2: 1}
    assert together.matched(_heads(20, 24), [_spot(1, 10)]) == {1: 1}
    assert together.matched(_heads(20, 200), spots) == {1: 2}
    assert together.matched(_heads(20), [_spot(1, 10, "child")]) == {}


def test_a_picture_somebody_called_like_a_pose_is_a_picture(tmp_path: Path):
    """The ending of a file that was sent is kept; it is looked at, not drawn."""
    sent = tmp_path / "party.pose"
    assert posing.is_drawn(sent)
    sent.write_bytes(b"a picture")
    assert not posing.is_drawn(sent)


def test_joints_are_the_same_body_in_another_picture():
    """Shares of the photo, all of which lies in the middle of the picture, from left to right."""
    people = posing.people_of("couple", (), 1.0, 512, 512)
    told = posed.joints(people[::-1], (512, 512))
    again = posed.in_picture(told, 1.0, 256, 512)
    assert [body.joints[posing.HEAD][0] for body in again] == sorted(body.joints[posing.HEAD][0] for body in again)
    for before, after in zip(people, again, strict=True):
        assert np.allclose(after.joints, before.joints / 2 + [0, 128], atol=0.2)
        assert np.array_equal(before.seen, after.seen)
    assert posed.of_joints(told, 1.0, 128, 128).people == 2


def test_where_no_nose_is_seen_a_face_is_looked_for_above_the_neck():
    """Where a nose was only guessed may be where somebody else stands: the place numbered for them is meant."""
    (body, _) = posing.people_of("couple", (), 1.0, 512, 512)
    (nose, neck), seen = body.joints[[posing.HEAD, posing.NECK]].copy(), body.seen.copy()
    assert np.array_equal(posing.where_head(body), nose)
    seen[posing.HEAD] = False
    joints = body.joints.copy()
    joints[posing.HEAD] = 500, 500
    above = posing.where_head(replace(body, joints=joints, seen=seen))
    assert np.linalg.norm(above - nose) < body.shoulders
    assert above[1] < neck[1]


def test_nobody_is_drawn_who_looks_under_18_not_even_in_a_free_place(monkeypatch: pytest.MonkeyPatch):
    """A child nobody asked for may be drawn beside an adult: such a picture is drawn anew, and never shown."""
    picture = np.zeros((512, 512, 3), np.uint8)
    bones = posing.people_of("couple", (), 1.0, 512, 512)
    ages = iter(("child", "child", "", ""))

    def spots(*_) -> list[Spot]:
        boxes = [np.concatenate([posing.where_head(body) - 20, posing.where_head(body) + 20]) for body in bones]
        faces = [Face(box=box.astype(np.float32), score=1.0) for box in boxes]
        problems = ("", next(ages))
        return [Spot(number=n, face=f, problem=p) for n, (f, p) in enumerate(zip(faces, problems, strict=True), 1)]

    drawn: list[int] = []
    monkeypatch.setattr(together.templates, "spots", spots)
    monkeypatch.setattr(together, "_shot", lambda request, *_: GenerationRequest(prompt="", seed=request.seed))
    inpainter = SimpleNamespace(draw=lambda shots, *_, **__: drawn.append(shots[0].seed) or [picture])
    faces = SimpleNamespace(nude=lambda *_: 0.0, upscale=lambda rgb, side: rgb)
    models = SimpleNamespace(
        family=bases.families()["sd15"], settings=SimpleNamespace(content="own"), inpainter=inpainter, faces=faces
    )
    monkeypatch.setattr(together, "LONG", 512)
    monkeypatch.setattr(together.content, "require", lambda *_, **__: None)
    monkeypatch.setattr(together.content, "own", lambda *_: ())
    request = Template(template=Path("couple.pose"), people=(Path("ann"),), places=(1,), out=Path("out"), seed=7)
    _, placed = together.drawn(request, models, lambda _: None, _never)
    assert (drawn, placed.places) == ([7, 8, 9], (1,))
    ages = iter(["child"] * together.TRIES)
    with pytest.raises(FewerDrawnError):
        together.drawn(request, models, lambda _: None, _never)


def test_people_in_a_pose_are_drawn_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """There is no picture that was edited; into one that was sent they are put, which is an edit."""
    monkeypatch.setattr(template.Identity, "load", lambda *_: SimpleNamespace(instant=False))
    models = SimpleNamespace(family=bases.families()["sd15"], faces=SimpleNamespace(nude=lambda *_: 0.0, backends={}))
    picture = np.full((128, 128, 3), 120, np.uint8)
    one = template.Drawn(picture=picture, seed=1, distances=(0.4, 0.5), distances_before_fusion=(0.4, 0.5))
    for name, origin in (("couple.pose", DRAWN), ("party.png", EDITED)):
        asked = Template(
            template=Path(name), people=(Path("ann"), Path("bob")), places=(1, 2), out=tmp_path / name, seed=7
        )
        (shown,) = template._result(asked, models, picture, [one], 1.0).pictures
        assert origin_of(shown.file) == origin
        assert shown.edited is (origin is EDITED)
        assert len(shown.each) == 2, "everybody's likeness is told"
        assert shown.seed == (asked.seed if origin is DRAWN else one.seed), "what draws this very picture again"


@pytest.fixture(scope="module")
def worker(
    tmp_path_factory: pytest.TempPathFactory, faces: Faces, engine_settings: EngineSettings, astronaut: RGB
) -> tuple[Models, Path]:
    """A worker with a tiny base and its ControlNets, and two people known at once."""
    folder = Path(tmp_path_factory.mktemp("together"))
    weights = folder / "weights"
    weights.mkdir()
    for component in engine_settings.weights.iterdir():
        (weights / component.name).symlink_to(component.resolve())
    pipeline = tiny.pipeline(weights, "sd15")
    pipeline.family = replace(pipeline.family, candidates=1)
    for kind in ("openpose", "canny"):
        tiny.write_control(weights, "sd15", kind)
    models = Models(replace(engine_settings, weights=weights, base="sd15"))
    models.family, models.pipeline, models.faces = pipeline.family, pipeline, faces
    Image.fromarray(astronaut).save(folder / "photo.png")
    for name in ("ann", "bob"):
        enrol(EnrolInstant(photos=(folder / "photo.png",), identity=folder / name), models, lambda _: None, _never)
    return models, folder


def _never() -> bool:
    return False


@pytest.mark.slow
def test_the_look_at_a_pose_tells_its_places_and_of_a_photo_nothing_but_joints(
    worker: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch
):
    """By name and by photo; a child and a base that nothing steers are refused before anybody waits."""
    models, folder = worker
    asked = InspectTemplate(template=Path("couple.pose"), numbered=folder / "seen.png", pose="couple")
    seen = inspect.run(asked, models, lambda _: None, _never)
    assert [face.number for face in seen.faces] == [1, 2]
    assert seen.bodies == ()
    assert np.asarray(Image.open(folder / "seen.png")).any()
    Image.fromarray(figure()[0]).save(folder / "stands.png")
    photo = replace(asked, template=folder / "stands.png", pose="photo")
    read = inspect.run(photo, models, lambda _: None, _never)
    assert len(read.bodies) == len(read.faces) >= 1
    assert all(len(values) == 54 for values in read.bodies)
    child = Spot(number=1, face=Face(box=np.zeros(4, np.float32), score=1.0), problem="child")
    with monkeypatch.context() as patch:
        patch.setattr(posed.templates, "spots", lambda *_: [child])
        with pytest.raises(UnfitFaceError):
            inspect.run(photo, models, lambda _: None, _never)
    monkeypatch.setattr(models, "family", bases.families()["pocket"])
    with pytest.raises(PoseNotHereError):
        inspect.run(asked, models, lambda _: None, _never)


@pytest.mark.slow
def test_everybody_is_put_into_their_own_place_and_nobody_else(
    worker: tuple[Models, Path], monkeypatch: pytest.MonkeyPatch
):
    """First nobody's face is drawn; then each by their own identity where they stand; a free place stays nobody's."""
    models, folder = worker
    monkeypatch.setattr(Faces, "upscale", lambda self, rgb, side: cv2.resize(rgb, (side, side)))
    request = Template(
        template=folder / f"three{PoseRef.ending}", people=(folder / "bob", folder / "ann"), places=(3, 1),
        out=folder / "out", count=1, seed=3, style="natural",
    )  # fmt: skip
    worn: list[float | None] = []
    use = models.pipeline.use
    monkeypatch.setattr(models.pipeline, "use", lambda **told: worn.append(told["face"]) or use(**told))
    with pytest.raises(FewerDrawnError):
        template.run(request, models, lambda _: None, _never)  # a random network draws nobody
    assert worn == [None], "nobody's face is in while people are drawn"
    with pytest.raises(NoSuchFaceError):
        template.run(replace(request, places=(4, 1)), models, lambda _: None, _never)

    def three(_, rgb: RGB) -> list[Spot]:
        heads = [body.joints[posing.HEAD] for body in posing.people_of("three", (), 1.0, *rgb.shape[:2])]
        boxes = [np.concatenate([head - 40, head + 40]).astype(np.float32) for head in heads[::-1]]
        return [Spot(number=n, face=Face(box=box, score=1.0)) for n, box in enumerate(boxes, 1)]

    monkeypatch.setattr(together.templates, "spots", three)
    handed: list[Template] = []
    monkeypatch.setattr(template, "draw", lambda asked, *_: handed.append(asked) or [])
    monkeypatch.setattr(template, "_result", lambda *_: None)
    template.run(request, models, lambda _: None, _never)
    assert handed[0].people == request.people
    assert handed[0].places == (1, 3), "faces were numbered from the right"
    monkeypatch.setattr(Faces, "nude", lambda *_: NUDE)
    with pytest.raises(together.UnsafePictureError):
        template.run(request, models, lambda _: None, _never)
