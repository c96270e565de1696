"""A person's own photos in a style: which photos, which pictures, and that each says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PIL import Image

from engine import bases
from engine.canvas import recipes as made
from engine.canvas.easel import CROWN, Easel, Seen, choose
from engine.canvas.types import CutOut
from engine.errors import BadPhotoError, ContentRefusedError
from engine.faces.embed import distance
from engine.faces.regions import hull
from engine.faces.types import RGB, Face, Mesh
from engine.identity import Identity
from engine.models import Models
from engine.safety.origin import EDITED
from engine.safety.provenance import source_type
from engine.styles import StyleBook
from engine.tasks.inspect.request import Looks
from engine.tasks.portrait import canvas, mates
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.mates import on_canvas
from engine.tasks.portrait.request import (
    LIGHTS,
    Expression,
    Framing,
    Portrait,
    Portraits,
    Shape,
    Source,
    SpoiltPortraitError,
    StyleNotHereError,
    UnknownSceneError,
    UnknownStyleError,
)
from engine.tasks.portrait.sittings import Sitting

STYLE = "natural"
RECIPE = made.recipe(
    STYLE, {"scenes": [{"backdrop": "brick"}, {"backdrop": "bookshelf"}], "framings": ["close", "half"]}
)


class Rules:
    """A cutter of rules: the oval of the face and a box of shoulders below it."""

    name = "rules"

    def cut_out(self, rgb: RGB, mesh: Mesh, people: object = None) -> CutOut:
        height, width = rgb.shape[:2]
        face = cv2.GaussianBlur(hull((height, width), mesh.oval).astype(np.float32), (0, 0), 2)
        left, _, right, bottom = mesh.box
        rest = np.zeros((height, width), np.float32)
        rest[int(bottom) :, max(0, int(2 * left - right)) : int(2 * right - left)] = 1
        clothes = (rest - face).clip(0)
        nothing = np.zeros_like(face)
        return CutOut(
            alpha=(face + clothes).clip(0, 1),
            hair=nothing,
            face=face,
            skin=nothing,
            clothes=clothes,
            worn=nothing,
            colour=rgb,
        )


@pytest.fixture(scope="module")
def own(engine_settings, faces) -> Models:
    """Models with a cutter of rules."""
    models = Models(engine_settings)
    models.faces = faces
    models.easel = Easel(engine_settings, _With(faces, Rules()))
    return models


class _With:
    """The faces, with another cutter."""

    def __init__(self, faces, cutter) -> None:
        self._faces, self.cutter = faces, cutter

    def __getattr__(self, name: str):
        return getattr(self._faces, name)


@pytest.fixture(scope="module")
def known(tmp_path_factory, astronaut, faces) -> Path:
    """The astronaut as an instant identity with two photos: nothing was trained."""
    folder = tmp_path_factory.mktemp("identity")
    embedding = tuple(float(value) for value in faces.embed(astronaut))
    for number, rgb in enumerate((astronaut, np.ascontiguousarray(astronaut[:, ::-1]))):
        Image.fromarray(rgb).save(folder / f"photo-{number}.jpg", quality=95)
    Identity(
        base="pocket",
        looks=Looks(gender="woman", age_band="adult", age=40.0),
        trigger="",
        selfies=("selfie-0.png", "selfie-1.png"),
        embeddings=(embedding,),
        geometry=(),
        steps=0,
        seed=0,
        seconds=0.0,
        loss=0.0,
        instant=True,
    ).save(folder)
    return folder


@pytest.fixture(autouse=True)
def _recipe(monkeypatch):
    """One recipe that needs no panorama."""
    monkeypatch.setattr(canvas, "recipes", lambda: {STYLE: RECIPE})


def _judge(faults: dict[int, str]):
    """A judge that refuses photos by their place: a cut-out by rules is none the real one would let pass."""

    def judged(made, rgb, look, far):
        edges = made.mesh.points[[234, 454], 0]
        mirrored = int(made.mesh.points[4, 0] > edges.mean())
        found = (faults[mirrored],) if mirrored in faults else ()
        return SimpleNamespace(faults=found, bearable=found == ("hair",)), look(rgb)[1]

    return judged


@pytest.fixture(autouse=True)
def refused(monkeypatch) -> dict[int, str]:
    """What is refused, 0 and 1 for the two photos; nothing at first."""
    faults: dict[int, str] = {}
    monkeypatch.setattr(canvas.judge, "judged", _judge(faults))
    return faults


def _draw(own: Models, known: Path, out: Path, **options) -> Portraits:
    request = Portrait(identity=known, style=STYLE, out=out, **{"count": 2, "seed": 4, **options})
    return portrait.run(request, own, lambda _: None, lambda: False)


@pytest.fixture(scope="module")
def drawn(own, known, tmp_path_factory) -> Portraits:
    """Two portraits, as anybody gets them on the embedded base."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "recipes", lambda: {STYLE: RECIPE})
        patch.setattr(canvas.judge, "judged", _judge({}))
        return _draw(own, known, tmp_path_factory.mktemp("out"))


def test_without_any_training_a_portrait_is_the_own_photo(drawn, astronaut, faces):
    """1024 pixels, recognisably her; a stranger's distance is the control. No adapter exists, so nothing was learnt."""
    assert [one.source for one in drawn.pictures] == [Source.PHOTO] * 2
    for one in drawn.pictures:
        with Image.open(one.file) as picture:
            assert picture.size == (1024, 1024)
        assert one.distance < 0.45
    stranger = np.asarray(faces.embed(astronaut)) + 0.06
    assert distance(stranger, np.asarray(faces.embed(astronaut))) > 0.6


def test_every_picture_says_in_its_metadata_that_it_is_an_edited_photo(drawn):
    """It would be a lie to call it generated."""
    assert {source_type(one.file) for one in drawn.pictures} == {EDITED.term}
    assert "adapter" not in drawn.backends.values()


def test_pictures_of_one_wish_differ_and_each_can_be_asked_for_again(own, known, tmp_path, drawn):
    """Photo, framing and scene follow from a picture's own seed: the same seed alone gives the same pixels."""
    first = min(drawn.pictures, key=lambda one: one.seed)
    again = _draw(own, known, tmp_path, count=1, seed=first.seed).pictures[0]
    same, one, other = (
        np.asarray(Image.open(p.file)).astype(int) for p in (again, first, max(drawn.pictures, key=lambda p: p.seed))
    )
    assert np.abs(same - one).mean() < 0.01
    assert np.abs(other - one).mean() > 5


@pytest.mark.parametrize(("shape", "size"), [(Shape.UPRIGHT, (820, 1024)), (Shape.STORY, (576, 1024))])
def test_the_shape_is_the_one_asked_for(own, known, tmp_path, shape, size):
    """A story of a phone is no square with bars."""
    made_ = _draw(own, known, tmp_path, count=1, shape=shape, framing=Framing.CLOSE)
    with Image.open(made_.pictures[0].file) as picture:
        assert np.abs(np.array(picture.size) - size).max() <= 2


def test_a_picture_that_was_sent_stands_behind_the_person(own, known, tmp_path):
    """Green in, green behind; without it nothing there is green."""
    Image.new("RGB", (900, 700), (20, 160, 40)).save(tmp_path / "green.png")
    sent = _draw(own, known, tmp_path / "a", count=1, scene_picture=tmp_path / "green.png").pictures[0]
    plain = _draw(own, known, tmp_path / "b", count=1).pictures[0]
    corners = [np.asarray(Image.open(one.file))[:60, :60].reshape(-1, 3).mean(0) for one in (sent, plain)]
    assert corners[0][1] > 1.5 * corners[0][0]
    assert not corners[1][1] > 1.5 * corners[1][0]


def test_a_scene_that_does_not_exist_is_answered_with_names(own, known, tmp_path):
    """A typing mistake costs one look."""
    with pytest.raises(UnknownSceneError) as unknown:
        _draw(own, known, tmp_path, scene="bricks")
    assert "brick" in unknown.value.data["closest"]


def test_the_light_of_another_style_falls_on_the_same_picture(own, known, tmp_path, monkeypatch):
    """By candlelight skin is redder, and what stands behind stays: only the person is lit anew."""
    candles = made.recipes()["candlelight"]
    monkeypatch.setattr(canvas, "recipes", lambda: {STYLE: RECIPE, "candlelight": candles})
    lit, plain = (
        np.asarray(Image.open(_draw(own, known, tmp_path / (name or "own"), count=1, light=name).pictures[0].file))
        for name in ("candlelight", "")
    )
    warm = [rgb[300:700, 350:650].reshape(-1, 3).mean(0) for rgb in (lit, plain)]
    assert warm[0][0] / warm[0][2] > 1.15 * warm[1][0] / warm[1][2]
    assert np.abs(lit[:40, :40].astype(int) - plain[:40, :40]).mean() < 12
    with pytest.raises(UnknownStyleError):
        _draw(own, known, tmp_path / "none", count=1, light="oil")


@pytest.mark.parametrize("name", LIGHTS)
def test_every_light_that_can_be_lent_is_one(own, name, monkeypatch):
    """Its recipe's, else that of the place it is in; a mirror turns it, too."""
    monkeypatch.setattr(canvas, "recipes", made.recipes)
    lent, turned = (canvas._light(name, side, own.easel) for side in (1, -1))
    assert lent.lamps or lent.harmonics
    assert lent != turned


def test_words_that_may_not_be_drawn_by_end_the_job_before_anything_is_looked_at(own, known, tmp_path):
    """They were judged where they were typed; a row may be older than a rule."""
    with pytest.raises(ContentRefusedError):
        _draw(own, known, tmp_path, prompt="naked on a beach")


def test_a_style_without_a_recipe_is_not_made_of_a_photo(own, known, tmp_path):
    """It says what would draw it instead of giving another picture."""
    request = Portrait(identity=known, style="hanfu", out=tmp_path, draw="canvas")
    with pytest.raises(StyleNotHereError):
        portrait.run(request, own, lambda _: None, lambda: False)


def test_on_a_large_base_a_canvas_is_an_option_and_loads_none_of_it(own, known, tmp_path):
    """``--canvas`` on Stable Diffusion: the person's own photo, from a base that was never even read."""
    large = Models(own.settings)
    large.family, large.faces, large.easel = bases.families()["sd15"], own.faces, own.easel
    drawn = _draw(large, known, tmp_path, count=1, draw="canvas")
    assert (drawn.base, drawn.pictures[0].source) == ("sd15", Source.PHOTO)
    assert "pipeline" not in vars(large)


def test_who_draws_is_decided_by_word_base_and_recipe(monkeypatch):
    """A small base leaves it to the photo; a large one draws, unless told; the control never is a photo."""
    monkeypatch.setattr(mates, "canvases", lambda: {STYLE})
    style, small, large = StyleBook().get(STYLE), bases.families()["pocket"], bases.families()["sd15"]
    wish = Portrait(identity=Path(), style=STYLE, out=Path())
    assert on_canvas(wish, style, small)
    assert not on_canvas(wish, style, large)
    assert on_canvas(replace(wish, draw="canvas"), style, large)
    assert not on_canvas(replace(wish, draw="base"), style, small)
    assert not on_canvas(replace(wish, use_face_lora=False), style, small)
    assert not on_canvas(wish, replace(style, own=True), small)


def _seen(number: int, mesh: Mesh, side: float = 400.0, **shapes: float) -> Seen:
    known = dict.fromkeys(mesh.blendshapes, 0.0) | shapes
    face = Face(box=np.array([0, 0, side, side], np.float32), score=1.0, mesh=replace(mesh, blendshapes=known))
    return Seen(rgb=np.zeros((8, 8, 3), np.uint8), face=face, number=number, mark=str(number))


def test_the_photo_that_shows_the_expression_is_taken(astronaut_face):
    """Where somebody sent a smile, their own smile is better than any other."""
    smile = {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}
    seen = [_seen(1, astronaut_face.mesh), _seen(2, astronaut_face.mesh, **smile)]
    assert choose(seen, Expression.SMILE)[0].number == 2
    assert choose(seen, Expression.SERIOUS)[0].number == 1


def test_a_photo_that_cuts_the_crown_off_is_taken_last(astronaut_face):
    """No framing can bring the hair back; with air above both, the better ranked photo (the control) comes first."""
    mesh = astronaut_face.mesh
    cut = replace(mesh, points=mesh.points - np.array([0, mesh.points[10, 1] - 5, 0], np.float32))
    airy = replace(mesh, points=mesh.points + np.array([0, 200, 0], np.float32))
    assert [one.number for one in choose([_seen(1, cut), _seen(2, airy)], Expression.AS_IS, most=1)] == [2]
    assert [one.number for one in choose([_seen(1, airy), _seen(2, airy)], Expression.AS_IS, most=1)] == [1]


def test_a_photo_that_cuts_the_crown_off_is_not_taken_for_variety(astronaut_face):
    """Four portraits of two whole photos please more than two of them without hair; alone (the control) it is taken."""
    mesh = astronaut_face.mesh
    cut = replace(mesh, points=mesh.points - np.array([0, mesh.points[10, 1] - 5, 0], np.float32))
    airy = replace(mesh, points=mesh.points + np.array([0, 200, 0], np.float32))
    seen = [_seen(1, airy), _seen(2, cut), _seen(3, airy)]
    assert {one.number for one in choose(seen, Expression.AS_IS)} == {1, 3}
    assert [one.number for one in choose([_seen(2, cut)], Expression.AS_IS)] == [2]


def _cut(mesh: Mesh, share: float) -> Mesh:
    """A mesh so near the photo's top that ``share`` of the room for hair is missing."""
    tall = np.hypot(*(mesh.points[152, :2] - mesh.points[10, :2]))
    move = CROWN * tall * (1 - share) - mesh.points[10, 1]
    return replace(mesh, points=mesh.points + np.array([0, move, 0], np.float32))


def test_one_photo_with_the_crown_does_not_serve_for_all_four(astronaut_face):
    """Close portraits leave the top of the hair out anyway; a forehead cut through, or two whole heads (the controls),
    leave such a photo out."""
    airy, barely, through = (_cut(astronaut_face.mesh, share) for share in (-0.5, 0.75, 0.95))
    near = [_seen(1, barely), _seen(2, airy), _seen(3, through), _seen(4, barely)]
    assert {one.number for one in choose(near, Expression.AS_IS)} == {1, 2, 4}
    assert choose(near, Expression.AS_IS, most=1)[0].number == 2, "the whole head comes first"
    assert {one.number for one in choose([*near, _seen(5, airy)], Expression.AS_IS)} == {2, 5}


def test_a_photo_unlike_the_others_comes_last(own, tmp_path, astronaut):
    """It would serve for a picture in which nobody knows the person again. Alike ones (the control) keep their rank."""
    for number in range(4):
        Image.fromarray(astronaut[number:]).save(tmp_path / f"{number}.png")
    files = sorted(tmp_path.glob("*.png"))
    other = [[1.0, 0.0], [0.1, 0.0], [0.0, 0.1], [0.0, 0.0]]
    first = [own.easel.look(files, known) for known in (other, [[0.0, 0.0]] * 4)]
    assert [choose(seen, Expression.AS_IS, most=1)[0].number for seen in first] == [2, 1]
    assert own.easel.look(files)[0].apart is None, "nothing is guessed where nobody knows"


def test_a_grimace_and_a_tiny_face_are_left_to_others(astronaut_face):
    """The four photos of a wish are different ones, not bad ones."""
    grimace = {"mouthStretchLeft": 0.9, "mouthStretchRight": 0.9, "eyeWideLeft": 0.9, "eyeWideRight": 0.9}
    seen = [
        _seen(1, astronaut_face.mesh, **grimace),
        _seen(2, astronaut_face.mesh),
        _seen(3, astronaut_face.mesh, 60.0),
    ]
    assert [one.number for one in choose(seen, Expression.AS_IS)] == [2]


def test_a_frown_is_not_taken_to_be_made_a_smile(astronaut_face):
    """Lifted corners cure no frown: the calm photo is moved. Alone, of a face that always frowns, or of somebody who
    laughs with drawn brows (the controls), such a photo is taken."""
    brows = {"browDownLeft": 0.4, "browDownRight": 0.4}
    laughing = brows | {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9}
    mesh = replace(astronaut_face.mesh, points=astronaut_face.mesh.points + np.array([0, 200, 0], np.float32))
    cross, calm, laugh = _seen(1, mesh, **brows), _seen(2, mesh), _seen(3, mesh, **laughing)
    assert [one.number for one in choose([cross, calm], Expression.SMILE)] == [2]
    assert [one.number for one in choose([cross], Expression.SMILE)] == [1]
    assert 1 in {
        one.number for one in choose([cross, _seen(2, mesh, **brows), _seen(3, mesh, **brows)], Expression.SMILE)
    }
    assert choose([calm, laugh], Expression.SMILE)[0].number == 3


def test_a_photo_without_a_face_is_said(own, tmp_path):
    """One clear reason."""
    Image.new("RGB", (300, 300), "grey").save(tmp_path / "a.png")
    with pytest.raises(BadPhotoError, match="no-face"):
        own.easel.look([tmp_path / "a.png"])


def test_what_is_kept_of_somebody_is_let_go_with_the_next_person(own, known, tmp_path, astronaut):
    """A worker must not remember the photos of everybody it ever drew."""
    own.easel.subject(own.easel.look([known / "photo-0.jpg"])[0])
    assert own.easel._subjects
    Image.fromarray(np.ascontiguousarray(astronaut[:500])).save(tmp_path / "other.png")
    own.easel.look([tmp_path / "other.png"])
    assert not own.easel._subjects


def test_a_face_is_looked_for_once_in_each_photo(own, known, tmp_path, astronaut, monkeypatch):
    """The next picture of the same person need not look again; another file is another photo, whatever its name."""
    easel, looked = Easel(own.settings, own.faces), []
    largest = type(own.faces).largest
    monkeypatch.setattr(type(own.faces), "largest", lambda faces, rgb: looked.append(rgb) or largest(faces, rgb))
    photos = [tmp_path / "first.png", tmp_path / "second.png"]
    for file, rgb in zip(photos, (astronaut, np.zeros_like(astronaut)), strict=True):
        Image.fromarray(rgb).save(file)
    (before,), (again,) = easel.look(photos), easel.look(photos)
    assert len(looked) == 2, "a photo without a face is not looked at again either"
    assert (again.face, again.resolved, again.mark) == (before.face, before.resolved, before.mark)
    Image.fromarray(np.ascontiguousarray(astronaut[:, ::-1])).save(photos[0])
    (turned,) = easel.look(photos)
    assert len(looked) == 3
    assert not np.allclose(turned.face.box, before.face.box)
    easel.look([known / "photo-0.jpg"])
    assert len(easel._found) == 1, "nobody's face is kept while another is looked at"


def test_whoever_is_erased_is_let_go_at_once(engine_settings):
    """Nobody else's picture may come for days: the photos that were made ready must not wait for it."""
    models = Models(engine_settings)
    models.easel = Easel(engine_settings, faces=None)
    models.easel._subjects["mark"] = object()
    models.easel._found["mark"] = object(), 400.0
    models.forget_people()
    assert not models.easel._subjects
    assert not models.easel._found


def test_a_smaller_picture_is_asked_for_and_had():
    """A canvas is composed in its own size, so that its strokes stay as they are, and handed out in the one wished."""
    wide = np.zeros((1024, 576, 3), np.uint8)
    assert canvas.at_most(wide, 512).shape == (512, 288, 3)
    assert canvas.at_most(wide, 0) is wide
    assert canvas.at_most(wide, 2048) is wide


def test_what_is_refused_is_drawn_again_of_another_photo(own, known, tmp_path, refused):
    """Two of two pictures come, both of the photo that is good; with nothing refused (the control) of both photos."""
    assert {picture.photo for picture in _draw(own, known, tmp_path / "all").pictures} == {1, 2}
    refused[0] = "background"
    made = _draw(own, known, tmp_path / "one")
    assert len(made.pictures) == 2
    assert made.spoilt == 0
    assert not made.unclean
    assert len({picture.photo for picture in made.pictures}) == 1
    assert len({picture.seed for picture in made.pictures}) == 2


def test_photos_are_made_ready_for_the_pictures_that_show_them(own, known, tmp_path, refused, monkeypatch):
    """To make one ready is most of a portrait's work: one picture needs one photo, a refused one the next as well."""
    asked: list[int] = []
    made_ready = Easel.subject

    def subject(easel, seen):
        asked.append(seen.number)
        return made_ready(easel, seen)

    monkeypatch.setattr(Easel, "subject", subject)
    _draw(own, known, tmp_path / "one", count=1)
    assert len(asked) == 1
    refused[asked[0] - 1] = "background"
    _draw(own, known, tmp_path / "again", count=1)
    assert asked[1:] == [asked[0], 3 - asked[0]]
    asked.clear()
    refused.clear()
    _draw(own, known, tmp_path / "two")
    assert sorted(asked) == [1, 2]


@pytest.fixture
def turned(own, known) -> list[Sitting]:
    """The two photos, on the first of which half of the face is not seen."""
    first, second = own.easel.look([known / "photo-0.jpg", known / "photo-1.jpg"])
    side = np.array([[0, 0, 1], [0, 1, 0], [-1, 0, 0]], np.float32)
    mesh = replace(first.face.mesh, matrix=np.block([[side, np.zeros((3, 1))], [np.zeros((1, 3)), np.ones((1, 1))]]))
    away = replace(first, face=replace(first.face, mesh=mesh), mark="turned away")
    return [Sitting(seen=away), Sitting(seen=second)]


def test_a_photo_of_which_nothing_can_be_made_is_left_out(own, turned):
    """It is known before any work; where it is the only one, its reason is said."""
    assert [one.seen.number for one in canvas._Photos(own.easel, turned)._able] == [2]
    with pytest.raises(BadPhotoError, match="turned-away") as early:
        canvas._Photos(own.easel, turned[:1])
    with pytest.raises(BadPhotoError) as late:
        own.easel.subject(turned[0].seen)
    assert early.value.data == late.value.data


def test_where_no_photo_will_do_it_is_said_and_nothing_is_sent(own, known, tmp_path, refused):
    """A bad picture is worse than a sentence that says what to send."""
    refused |= {0: "background", 1: "background"}
    with pytest.raises(SpoiltPortraitError) as caught:
        _draw(own, known, tmp_path / "none")
    assert caught.value.data == {"fault": "background"}
    assert not list((tmp_path / "none").glob("*.png"))


def test_an_edge_that_is_not_quite_clean_is_shown_and_said_where_nothing_better_is_had(own, known, tmp_path, refused):
    """Somebody with one kind of background gets their pictures, and the sentence that says which photos are better."""
    refused |= {0: "hair", 1: "hair"}
    made = _draw(own, known, tmp_path)
    assert (len(made.pictures), made.unclean) == (2, True)
