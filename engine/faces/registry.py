"""The one place where backends are chosen: perception and retouching of faces behind plain methods.

    faces = Faces(settings)
    face = faces.largest(faces.load(photo))

Each component is made at its first use from the weights the manifest names and stays warm. Hub backends lie in
`engine.faces.hub`, behind the same Protocols as the packaged ones; each is one branch here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine import weights
from engine.faces import attributes, best_fusion, decoding, fuse, tags
from engine.faces.attributes import AgeAndGenderReader, AttributeReader, Attributes
from engine.faces.detect import Detector, Hog, HogAndMesh, foreground
from engine.faces.embed import DlibEmbedder, Embedder, Embedding
from engine.faces.fuse import Selfie
from engine.faces.genuine import HandBeforeMouth
from engine.faces.grown import FILE, GrownUpReader
from engine.faces.hub.names import wanted
from engine.faces.mesh import PADDING, MediapipeMesh, MeshFinder, around
from engine.faces.orientation import HogOrientation, Orientation
from engine.faces.parse import HeadSegmenter, PersonSegmenter
from engine.faces.quality import Composite, Quality, QualityJudge
from engine.faces.retouch import FilterRetoucher, Retoucher
from engine.faces.search import Search
from engine.faces.tags import MediapipeTagger, Tagger
from engine.faces.types import RGB, Face, Mesh
from engine.faces.upscale import Upscaler
from engine.safety.nudity import NudityCheck, OpenNsfw
from engine.settings import EngineSettings
from engine.tasks.inspect.request import Looks

if TYPE_CHECKING:
    from engine.canvas.head import Cutter
    from engine.canvas.types import CutOut
    from engine.faces.hub.arcface import ArcFace
    from engine.faces.hub.choose import Hub


BESIDE = PADDING + 0.1  # of a face's side: what is kept around a mirrored one, all that its mesh is fitted to


class _Named(Protocol):
    name: str


Backend = TypeVar("Backend", bound=_Named)


class Faces:
    """Everything the tasks ask about faces. Pictures are (height, width, 3) uint8 RGB.

    Every method raises `WeightMissingError` or `WeightCorruptError` when the model it needs is not there or not whole.
    ``settings.hub`` names the hub models that answer instead of the packaged ones.
    ``backends`` tells which backend answered for each component used so far.
    """

    def __init__(self, settings: EngineSettings) -> None:
        self._settings = settings
        self._wanted = wanted(settings.hub)
        self.backends: dict[str, str] = {}
        self._kept: tuple[object, list[Selfie]] | None = None  # of whom, and what
        self._selfies: WeakKeyDictionary[Selfie, Selfie | None] = WeakKeyDictionary()
        cv2.setNumThreads(settings.threads)

    def load(self, photo: bytes | Path) -> RGB:
        """Read a stranger's photo of any kind, in a process of its own; raises `BadPhotoError`, see `images.load`."""
        return decoding.load(photo)

    def upright(self, rgb: RGB) -> tuple[RGB, int]:
        """Return the upright picture and the degrees clockwise it was turned."""
        return self.orientation.upright(rgb)

    def faces(self, rgb: RGB) -> list[Face]:
        """Return all faces but those far in the background, largest first."""
        return foreground(self.detector.faces(rgb))

    def everyone(self, rgb: RGB) -> list[Face]:
        """Return every face of a group picture, also turned, tilted and small ones, largest first; see `search`."""
        return self.search.everyone(rgb)

    def largest(self, rgb: RGB) -> Face | None:
        """Return the largest face that has a mesh, or the largest at all, or None."""
        found = self.faces(rgb)
        return next((face for face in found if face.mesh is not None), found[0] if found else None)

    def mesh(self, rgb: RGB) -> Mesh | None:
        """Return the mesh of the largest face, or None."""
        face = self.largest(rgb)
        return face.mesh if face else None

    def embed(self, rgb: RGB, face: Face | None = None) -> Embedding | None:
        """Return (128,) float32 of ``face``, of the largest one when none is given, or None without a face."""
        face = face or self.largest(rgb)
        return None if face is None else self.embedder.embed(rgb, face)

    def attributes(self, rgb: RGB, face: Face, embedding: Embedding | None = None) -> Attributes:
        """Return what this one picture says of age and gender; a known ``embedding`` is not computed again."""
        return self.attribute_reader.read(rgb, face, embedding)

    def looks(self, seen: Sequence[Attributes], found: Iterable[str] = ()) -> Looks:
        """Sum what all photos of a person say."""
        return attributes.summed(seen, found)

    def tags(self, rgb: RGB, face: Face) -> tuple[str, ...]:
        """Return the image-specific tags of the picture around ``face``."""
        return tags.tags(self.tagger.labels(tags.bust(rgb, face)), face.mesh, rgb)

    def quality(self, rgb: RGB, face: Face) -> float:
        """Return 0..1, how good the picture is as one of this face."""
        return self.rate(rgb, face).score

    def rate(self, rgb: RGB, face: Face) -> Quality:
        """Return the quality with its parts."""
        return self.judge.rate(rgb, face)

    def nude(self, rgb: RGB) -> float:
        """Return 0..1; `engine.safety.nudity.NUDE` and more is not shown."""
        return self.nudity.score(rgb)

    def head_mask(self, rgb: RGB, face: Face) -> NDArray[np.float32]:
        """Return (height, width) float32 0..1: face, ears and hair. ``face`` must have a mesh."""
        return self.parser.head_mask(rgb, _mesh(face))

    def cut_out(self, rgb: RGB, face: Face) -> CutOut:
        """Return who wears ``face``, cut out of the picture with all they wear. ``face`` must have a mesh."""
        return self.cutter.cut_out(rgb, _mesh(face))

    def retouch(self, rgb: RGB, face: Face) -> RGB:
        """Return the picture with smoother skin. ``face`` must have a mesh."""
        return self.retoucher.retouch(rgb, _mesh(face))

    def fuse(
        self,
        portrait: RGB,
        selfies: Sequence[fuse.Selfie],
        strength: float = 1.0,
        keep_style: float = 0.0,
        person: ArrayLike | None = None,
    ) -> fuse.Fused | None:
        """Carry the look of the best fitting selfie onto the portrait; None when there is no selfie or no face.

        The result is never further from ``person`` (128,), without one from the mean of the selfies, than the
        portrait was, see `nearer`.
        """
        face = self.largest(portrait) if selfies else None
        if face is None or face.mesh is None:
            return None
        if "face-fusion" in self._wanted:
            program = self._hub.fusion()
            self.backends["fuse"] = program.name
            return program.fuse(portrait, selfies[fuse.choose(face.mesh, selfies)])
        self.backends["fuse"] = "mesh-pyramid"
        if person is None:
            person = np.mean([self._embedded(selfie) for selfie in selfies], axis=0)
        return best_fusion.fuse_best(
            portrait,
            face.mesh,
            selfies,
            self._mirrored,
            person,
            lambda picture: self.embedder.embed(picture, face),
            strength=strength,
            keep_style=keep_style,
        )

    def forget_people(self) -> None:
        """Drop what was remembered of selfies, also of those something still holds."""
        self._kept = None
        self._selfies.clear()

    def selfies(self, who: object, read: Callable[[], list[Selfie]]) -> list[Selfie]:
        """Return the selfies of ``who`` as `fuse` takes them: from memory where they were asked for last, else read.

        Of one person, with mirror images: of eight photos of the largest kind 100 MB. Equal ``who`` are one person.
        """
        if self._kept is None or self._kept[0] != who:
            self._kept = None
            self._kept = who, read()
        return self._kept[1]

    def _embedded(self, selfie: Selfie) -> Embedding:
        return self.embedder.embed(selfie.rgb, Face(box=selfie.mesh.box, score=1.0, mesh=selfie.mesh))

    def _mirrored(self, selfie: Selfie) -> Selfie | None:
        """Return the mirror image of the face in a selfie, from memory while the selfie lives."""
        if selfie not in self._selfies:
            shown, corner = around(selfie.rgb, selfie.mesh.box, BESIDE)
            flipped: RGB = np.asarray(cv2.flip(shown, 1), np.uint8)  # numpy's own way takes 13 times as long
            left, top, right, bottom = selfie.mesh.box - np.tile(corner, 2)
            width = flipped.shape[1]
            mesh = self.meshes.fit(flipped, np.array([width - right, top, width - left, bottom], np.float32))
            self._selfies[selfie] = None if mesh is None else fuse.Selfie(rgb=flipped, mesh=mesh, look=selfie.look)
        return self._selfies[selfie]

    def face_numbers(self, rgb: RGB, mesh: Mesh) -> NDArray[np.float32]:
        """Return (512,) float32 as IP-Adapter FaceID reads a face: by a network for research only, see `likeness`."""
        return self._arcface.embed(rgb, mesh)

    @cached_property
    def _arcface(self) -> ArcFace:
        from engine.faces.hub.arcface import ArcFace

        return self._use(
            "faceid", ArcFace(self._file("faceid-embedder", "w600k_r50.onnx"), threads=self._settings.threads)
        )

    def order(self, pictures: Sequence[RGB], distances: Sequence[float], photos: Iterable[RGB]) -> list[int]:
        """Return the places of ``pictures``, most alike first (paper 2.4, Similarity Ranking).

        By ``distances``; where the hub's network is wanted and there are ``photos`` of the person, by its similarity
        to the best of them instead. A picture in which it finds no face comes last.
        """
        order = sorted(range(len(pictures)), key=lambda place: distances[place])
        if "face-similarity" not in self._wanted:
            return order
        own = next((found for photo in photos if (found := self._ranked(photo)) is not None), None)
        if own is None:
            return order
        seen = [self._ranked(picture) for picture in pictures]
        apart = [float("inf") if one is None else float(np.linalg.norm(one - own)) for one in seen]
        return sorted(order, key=lambda place: apart[place])

    def _ranked(self, rgb: RGB) -> NDArray[np.float32] | None:
        face = self.largest(rgb)
        return None if face is None or face.mesh is None else self.ranker.embed(rgb, face)

    def upscale(self, rgb: RGB, side: int) -> RGB:
        """Return the picture with its longer side exactly ``side`` pixels."""
        return self.upscaler.upscale(rgb, side)

    @cached_property
    def hog(self) -> Hog:
        """The face window that orientation and detection share."""
        return Hog()

    @cached_property
    def orientation(self) -> Orientation:
        """Paper 2.1.1, Image Rotation."""
        hub = "orientation" in self._wanted
        return self._use("orientation", self._hub.orientation() if hub else HogOrientation(self.hog))

    @cached_property
    def meshes(self) -> MeshFinder:
        """Landmarks of paper 2.1.1."""
        return self._use("mesh", MediapipeMesh(self._file("mesh", "face_landmarker.task")))

    @cached_property
    def detector(self) -> Detector:
        """Face detection of paper 2.1.1."""
        hub = "face-detection" in self._wanted
        made = self._hub.detector(self.hog, self.meshes) if hub else HogAndMesh(self.hog, self.meshes)
        return self._use("detector", made)

    @cached_property
    def search(self) -> Search:
        """The faces of a group picture (paper 2.5.3)."""
        things, pose = self._file("objects", "object_detector.tflite"), self._file("pose", "pose_landmarker.task")
        return self._use("search", Search(self.detector, self.meshes, things, pose))

    @cached_property
    def embedder(self) -> Embedder:
        """Paper 2.4, Similarity Ranking."""
        landmarks = self._file("landmarks5", "shape_predictor_5_face_landmarks.dat")
        network = self._file("embedder", "dlib_face_recognition_resnet_model_v1.dat")
        return self._use("embedder", DlibEmbedder(landmarks, network))

    @cached_property
    def attribute_reader(self) -> AttributeReader:
        """Paper 2.1.2, face attributes."""
        files = [self._file("attributes", name) for name in ("age-v1.onnx", "gender-v1.onnx")]
        packaged = AgeAndGenderReader(files[0].parent, self._grown_up)
        return self._use("attributes", self._hub.attributes(packaged) if "fairface" in self._wanted else packaged)

    def _grown_up(self, rgb: RGB, face: Face, embedding: Embedding | None) -> float:
        return self.grown.score(rgb, face, self.embedder.embed(rgb, face) if embedding is None else embedding)

    @cached_property
    def grown(self) -> GrownUpReader:
        """The age gate."""
        age = self._file("attributes", "age-v1.onnx")
        landmarks = self._file("landmarks5", "shape_predictor_5_face_landmarks.dat")
        return GrownUpReader(age, landmarks, self._file("grown", FILE), threads=self._settings.threads)

    @cached_property
    def hands(self) -> HandBeforeMouth:
        """Hands before a mouth."""
        return HandBeforeMouth(self._file("hands", "hand_landmarker.task"))

    @cached_property
    def tagger(self) -> Tagger:
        """Paper 2.1.2, label tagging."""
        if "tagger" in self._wanted:
            return self._use("tagger", self._hub.tagger())
        classifier = self._file("classifier", "image_classifier.tflite")
        return self._use("tagger", MediapipeTagger(classifier, self._file("objects", "object_detector.tflite")))

    @cached_property
    def judge(self) -> QualityJudge:
        """Paper 2.4, Template Face Selection."""
        packaged = Composite()
        return self._use("quality", self._hub.quality(packaged) if "face-quality" in self._wanted else packaged)

    @cached_property
    def nudity(self) -> NudityCheck:
        """Safety of what comes in and goes out."""
        return self._use("nudity", OpenNsfw(self._file("nudity", "open-nsfw.onnx"), threads=self._settings.threads))

    @cached_property
    def parser(self) -> HeadSegmenter:
        """Paper 2.1.1, head segmentation."""
        if "head-parsing" in self._wanted:
            return self._use("segmenter", self._hub.parser())
        return self._use("segmenter", self.cutter)

    @cached_property
    def cutter(self) -> Cutter:
        """The cut-out network, which is also the packaged head segmenter."""
        from engine.canvas.head import Cutter  # torch, where nobody is cut out, is not needed

        return self._use("cutout", Cutter(self._file("cutout", "cutout.safetensors"), self.people))

    @cached_property
    def people(self) -> PersonSegmenter:
        """The mask of everybody in a picture."""
        return self._use("person", PersonSegmenter(self._file("segmenter", "selfie_segmenter.tflite")))

    @cached_property
    def retoucher(self) -> Retoucher:
        """Paper 2.1.1, Skin Retouching."""
        hub = "skin-retouching" in self._wanted
        return self._use("retouch", self._hub.retoucher() if hub else FilterRetoucher())

    @cached_property
    def ranker(self) -> Embedder:
        """What ranks pictures by likeness (paper 2.4): RTS where it is wanted, else the `embedder`.

        Only the order of its distances means something; borders between people are those of the `embedder`.
        """
        return self._use("ranker", self._hub.similarity()) if "face-similarity" in self._wanted else self.embedder

    @cached_property
    def _hub(self) -> Hub:
        from engine.faces.hub.choose import Hub  # torch, where only packaged models are asked for, is not needed

        return Hub(self._settings)

    @cached_property
    def upscaler(self) -> Upscaler:
        """Final size of a picture."""
        self.backends["upscaler"] = "real-esrgan-ncnn"
        return Upscaler(self._settings.weights, threads=self._settings.threads)

    def _file(self, component: str, file: str) -> Path:
        return weights.path(self._settings.weights, component, file)

    def _use(self, component: str, backend: Backend) -> Backend:
        self.backends[component] = backend.name
        return backend


def _mesh(face: Face) -> Mesh:
    if face.mesh is None:
        raise ValueError("this face has no mesh; `largest` prefers one that has")
    return face.mesh
