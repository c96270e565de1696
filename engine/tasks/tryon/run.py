"""Virtual try-on: paper 3.1, a fixed garment and a generated person.

All but the garment is drawn anew. A base that draws bodies does so at strength 1.0 under the bones of body and hands,
the depth of the hands and the edges of the body; its background follows words. The embedded base draws heads: there
the model's body stays, its bare skin takes the person's tone, their own head takes the place of the model's (see
`dressed`), and the background is one of the drawn ones. Where no photo shows a whole head, an edit model draws them in
the clothes (`edited`) where the base is one; else the face goes through section 2.5. The garment's own pixels come back
at the end, bit for bit.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from engine.bases import Family, steering
from engine.errors import BadPhotoError, EngineError, OtherBaseError, UnsafePictureError
from engine.faces import forbidden, templates
from engine.faces.fuse import Selfie
from engine.faces.types import RGB, as_bytes
from engine.garments import backdrop, bearded, judge, matte, skin
from engine.garments.wardrobe import enlarged, kept
from engine.identity import Identity
from engine.models import Models
from engine.requests import Progress
from engine.safety import content
from engine.safety.lettering import unwritten
from engine.safety.nudity import NUDE
from engine.safety.provenance import says_origin, words_on
from engine.tasks.portrait.request import Source
from engine.tasks.shared.person import distance_to
from engine.tasks.shared.person import selfies as kept_selfies
from engine.tasks.shared.written import written
from engine.tasks.template import run as template
from engine.tasks.template.request import Redrawn, SpoiltError, Template
from engine.tasks.template.run import Drawn
from engine.tasks.tryon import dressed
from engine.tasks.tryon.around_garment import redrawn
from engine.tasks.tryon.dressers import DRAWN, EDIT, FACE, OWN, Dresser, usable
from engine.tasks.tryon.edited import edited
from engine.tasks.tryon.inspect import parts, refused
from engine.tasks.tryon.request import (
    Background,
    BeardCutError,
    GarmentNotWornError,
    NarrowPhotosError,
    Part,
    SceneNotHereError,
    TriedOn,
    TryOn,
    UnfitHeadError,
)
from engine.tasks.tryon.scene import Scene

CORE = 0.002  # of the longer side: inside this border the garment comes back bit for bit


def run(request: TryOn, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> TriedOn:
    """Show ``request.identity`` in the clothes of ``request.garment``, most alike first.

    Raises:
        BadPhotoError, GarmentTooSmallError: the picture cannot be used.
        NoGarmentError, NoSuchGarmentError: no clothes are found in it, or none of that number.
        GarmentNotWornError, UnfitHeadError, SceneNotHereError: this base cannot draw what is asked for.
        DresserNotHereError: nothing of what the operator chose to dress people by works on it.
        SpoiltError: no picture of the person in these clothes is good enough to be shown.
        BeardCutError: no photo gives a head with the person's beard, which a face alone would cut off.
        NarrowPhotosError: none is, and all photos that would fit cut off too much of their head.
        NoIdentityError, OtherBaseError: the person has not been learnt, or not on this base.
        UnsafePictureError: the nudity check refuses the picture or every result.
        BlockedFaceError: somebody in the picture has forbidden their face.
        ContentRefusedError: the words for the background may not be drawn by.
        JobCancelledError: the owner took the job back.
    """
    began = time.monotonic()
    scene, made = draw(request, models, progress, cancelled)
    return _result(scene, made, time.monotonic() - began)


def draw(
    request: TryOn, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> tuple[Scene, list[Drawn]]:
    """Return what was seen and ``request.count`` pictures, neither checked nor labelled nor written.

    Raises what `run` raises.
    """
    scene = scene_of(request, models, progress, cancelled)
    drawn = _dressed_by(_ways(request, models), scene)
    if scene.put_on:  # nothing of the picture of the clothes is in it
        return scene, drawn
    return scene, [replace(one, picture=_garment_back(scene, one.picture)) for one in drawn]


def scene_of(
    request: TryOn, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> Scene:
    """Return what is seen in the picture and known of the person, all that may refuse it asked.

    Raises what `run` raises before anything is drawn.
    """
    faces = models.faces
    rgb = faces.load(request.garment)
    if says_origin(request.garment):  # a picture made here: beside its label a new one would be doubled
        rgb = unwritten(rgb, words_on(request.garment))
    if faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    forbidden.require_none(faces, rgb, request.forbidden)  # it may have been blocked since the look at it
    identity, family = Identity.load(request.identity), models.pipeline.family
    _ways(request, models)
    content.require(request.scene, content.DRAW, own=content.own(models.settings.content))
    seen = models.wardrobe.look(rgb)
    garment = kept(rgb, seen, request.keep, request.taps)
    if (error := _refused(*refused(models, family, rgb, seen))) is not None:
        raise error
    scene = Scene(
        request=request, models=models, identity=identity, rgb=rgb, seen=seen, garment=garment,
        progress=progress, cancelled=cancelled,
    )  # fmt: skip
    scene.show("1-input", rgb)
    scene.show("2-garment", garment)
    return scene


def _refused(code: str, reason: str) -> EngineError | None:
    if code == GarmentNotWornError.code:
        return GarmentNotWornError()
    return UnfitHeadError(reason) if code == UnfitHeadError.code else None


def _ways(request: TryOn, models: Models) -> Sequence[Dresser]:
    """Return what may dress the person here, best first. Raises `DresserNotHereError` and `SceneNotHereError`."""
    usual = usable(DRESSERS, models.pipeline.family, models.settings)
    if not (ways := [way for way in usual if way.draws or not request.scene]):
        raise SceneNotHereError
    return ways


def _dressed_by(ways: Sequence[Dresser], scene: Scene) -> list[Drawn]:
    """Return the pictures of the first way that makes a good one; raises the first error there was for none.

    A face learnt on another base keeps a way from drawing by it, and no other way from the person's own pixels.
    """
    refused: SpoiltError | BadPhotoError | OtherBaseError | None = None
    for way in ways:
        scene.draws, scene.toned, scene.edited, scene.put_on = way.draws, True, False, False
        try:
            if made := way.dress(scene):
                return made
        except (SpoiltError, BadPhotoError, OtherBaseError) as error:
            refused = refused or error
    if scene.narrow:
        raise NarrowPhotosError from refused
    if scene.beard_cut:
        raise BeardCutError from refused
    raise refused or SpoiltError("likeness")


def _own_head(scene: Scene) -> list[Drawn]:
    """The person's own head and tone; empty without a photo of a whole head that fits."""
    own = dressed.dressed(scene)
    scene.edited = bool(own)
    alike = sorted((_judged(scene, one, number) for number, one in enumerate(own)), key=lambda one: one.distances)
    return alike[: scene.request.count]


def _own_face(scene: Scene) -> list[Drawn]:
    """The wearer's body in the person's tone, their face as in 2.5; empty where the wearer's cannot be replaced."""
    if scene.seen.wearer is None or scene.seen.spot is None or scene.seen.spot.problem:
        return []
    if _beard_cut(scene):
        scene.beard_cut = True
        return []
    below = scene.rgb
    toned = _toned(scene)
    scene.toned = toned is not None
    if toned is not None:
        below = toned
        scene.show("4-skin", below)
    if scene.request.background != Background.KEEP:
        below = _set_before(scene, below)
        scene.show("6-background", below)
    return _unshaven(scene, _faces(scene, below, scene.request.count, scene.request.seed))


def _beard_cut(scene: Scene) -> bool:
    """Say whether a beard of the person's would end at the jaw, where the face of somebody without one begins."""
    worn = scene.seen.spot.face.mesh
    if worn is None or bearded.hangs(scene.rgb, worn.points):
        return False
    own = [bearded.hangs(one.rgb, one.mesh.points) for one in _selfies(scene)]
    return sum(own) * 2 > len(own)


def _selfies(scene: Scene) -> list[Selfie]:
    return kept_selfies(scene.models.faces, scene.request.identity, scene.identity)


def _unshaven(scene: Scene, made: list[Drawn]) -> list[Drawn]:
    """Return what is ``made`` of the face alone without pictures in which the wearer's beard was painted over.

    Raises `SpoiltError` where none is left: under a beard there is a jaw that nobody saw.
    """
    wearer, spot = scene.seen.wearer, scene.seen.spot
    if wearer is None or spot is None or spot.face.mesh is None:
        return made
    head = enlarged(scene.rgb, wearer.head)
    good = [one for one in made if judge.shaven(scene.rgb, one.picture, head, spot.face.mesh.points) <= judge.SHAVEN]
    if made and not good:
        raise SpoiltError("seam")
    return good


def _judged(scene: Scene, one: dressed.Dressed, number: int) -> Drawn:
    apart = distance_to(scene.models.faces, one.picture, scene.identity)
    return Drawn(
        picture=one.picture, seed=scene.request.seed + number, distances=(apart,), distances_before_fusion=(apart,),
        shown=(one.shown,), source=Source.PHOTO, photos=(one.photo,),
    )  # fmt: skip


def _toned(scene: Scene) -> RGB | None:
    """Return the picture with the model's skin in the person's tone; None where one of the two is not seen."""
    wearer, mesh = scene.seen.wearer, scene.seen.spot.face.mesh
    wanted, own = (
        skin.usual(_selfies(scene)),
        skin.tone(scene.rgb, mesh),
    )
    if wanted is None or own is None:
        return None
    head = skin.of_head(scene.rgb, enlarged(scene.rgb, wearer.head), mesh)
    bare = np.maximum(enlarged(scene.rgb, wearer.skin), head) * (1 - scene.garment)
    scene.show("3-bare-skin", bare)
    return skin.toned(scene.rgb, bare, own, wanted)


def _set_before(scene: Scene, below: RGB) -> RGB:
    """Return the person before the chosen background; other people go with the old one."""
    height, width = below.shape[:2]
    behind = backdrop.drawn(scene.request.background, height, width, scene.request.seed)
    share = matte.alpha(scene.rgb, scene.seen.wearer.person, scene.garment)
    scene.show("5-matte", share)
    return matte.before(below, share, behind)


def _drawn_anew(scene: Scene) -> list[Drawn]:
    """A base that draws bodies: everything outside the garment at strength 1.0, then the face as in 2.5."""
    made = []
    for number, picture in enumerate(redrawn(scene)):
        scene.show(f"4-redrawn-{number}", picture)
        made += _faces(scene, picture, 1, scene.request.seed + number)
    return made


def _faces(scene: Scene, below: RGB, count: int, seed: int) -> list[Drawn]:
    """Put the person's face into the wearer's, by both inferences of 2.5; as drawn where no face can be redrawn."""
    request, faces = scene.request, scene.models.faces
    able = [spot for spot in templates.spots(faces, below) if not spot.problem]
    if not able:
        apart = distance_to(faces, below, scene.identity)
        return [Drawn(picture=below, seed=seed, distances=(apart,), distances_before_fusion=(apart,))] * count
    spot = scene.seen.spot
    if spot is None:
        chosen = max(able, key=lambda one: one.face.side)
    else:
        chosen = min(able, key=lambda one: float(np.linalg.norm(one.face.centre - spot.face.centre)))
    asked = Template(
        template=request.garment,
        people=(request.identity,),
        out=request.out,
        places=(chosen.number,),
        count=count,
        seed=seed,
        face_weight=request.face_weight,
        debug=None if request.debug is None else request.debug / f"face-{seed}",
    )
    return template.draw(asked, scene.models, below, scene.progress, scene.cancelled)


def _garment_back(scene: Scene, picture: RGB) -> RGB:
    """Return the picture with the garment's own pixels, which what lies around it may have touched.

    Where heads are exchanged they are there already, up to the very edge.
    """
    if scene.edited:
        return picture
    size = 2 * max(1, round(CORE * max(scene.rgb.shape[:2]))) + 1
    core = cv2.erode(scene.garment, np.ones((size, size), np.uint8), borderValue=1) > 0.5
    soft = cv2.GaussianBlur(scene.garment, (0, 0), size / 4)[..., None] * (scene.garment > 0.5)[..., None]
    mixed = as_bytes(picture * (1 - soft) + scene.rgb * soft)
    return np.where(core[..., None], scene.rgb, mixed)


def _result(scene: Scene, made: list[Drawn], seconds: float) -> TriedOn:
    """Rank the variants by likeness and write those that may be shown."""
    request, faces, family = scene.request, scene.models.faces, scene.models.pipeline.family
    safe = [one for one in made if faces.nude(one.picture) < NUDE]
    if not safe:
        raise UnsafePictureError
    safe.sort(key=lambda one: max(one.distances))
    request.out.mkdir(parents=True, exist_ok=True)
    anew, stays = parts(scene.draws and not scene.put_on, scene.seen, request.background, puts=scene.put_on)
    if scene.edited:
        anew, stays = (Part.FACE, Part.HAIR, *anew[1:]), tuple(part for part in stays if part != Part.HAIR)
    if not scene.toned:
        anew, stays = tuple(part for part in anew if part != Part.SKIN), (*stays, Part.SKIN)
    files: list[Path] = [request.out / f"tryon-{rank}.png" for rank in range(len(safe))]
    return TriedOn(
        pictures=tuple(_written(scene, one, file) for one, file in zip(safe, files, strict=True)),
        redrawn=anew,
        stays=stays,
        background=request.background,
        base=family.name,
        width=safe[0].picture.shape[1],
        height=safe[0].picture.shape[0],
        withheld=len(made) - len(safe),
        backends={**faces.backends, **scene.models.wardrobe.backends},
        seconds=seconds,
        from_photos=scene.identity.instant and any(one.source is Source.BASE for one in safe),
    )


def _written(scene: Scene, one: Drawn, file: Path) -> Redrawn:
    """Write a variant with the label that is true of it: what a base of bodies draws is drawn, all else is edited."""
    return written(
        one.picture,
        file,
        task="tryon",
        seed=one.seed,
        distances=one.distances,
        before=one.distances_before_fusion,
        source=one.source,
        photos=one.photos,
        drawn=scene.draws,
    )


def _anywhere(family: Family) -> bool:
    return True


#: By name; `engine.tasks.tryon.dressers` says which are tried, and in which order.
DRESSERS = {
    one.name: one
    for one in (
        Dresser(name=OWN, draws=False, fits=_anywhere, dress=_own_head),
        Dresser(name=FACE, draws=False, fits=_anywhere, dress=_own_face),
        Dresser(name=DRAWN, draws=True, fits=steering.draws_bodies, dress=_drawn_anew),
        Dresser(name=EDIT, draws=True, fits=steering.edits, dress=edited),
    )
}
