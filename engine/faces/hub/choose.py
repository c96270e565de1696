"""Which hub models answer instead of the packaged ones, and how each is put together from its fetched files.

    hub = Hub(settings)                     # settings.hub = ("face-similarity", "tagger") or ("all",)
    if "tagger" in hub.wanted: tagger = hub.tagger()

Names are those of the manifest. ``all`` leaves out what is known to be for non-commercial use only: such a model must
be named by itself. A model that is named but not there raises `WeightMissingError`: nothing is silently replaced.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from torch import Tensor, nn

from engine import weights
from engine.errors import WeightCorruptError, WeightMissingError
from engine.faces.attributes import AttributeReader
from engine.faces.detect import Hog
from engine.faces.hub import abpn, danbooru, fairface, retinaface, rts
from engine.faces.hub.fusion import HubFusion
from engine.faces.hub.names import CHECKPOINT, ONNX, PERCEPTION, wanted
from engine.faces.hub.onnx import Fqa, RotBgr
from engine.faces.mesh import MeshFinder
from engine.faces.quality import QualityJudge
from engine.settings import EngineSettings
from engine.weights import convert
from engine.weights.presence import how_to_get

if TYPE_CHECKING:
    from engine.faces.hub.m2fp import M2fpParser

Net = TypeVar("Net", bound=nn.Module)
log = logging.getLogger(__name__)

#: Files of the retouching model: the blend layer's checkpoint, and the one of blemishes.
BLEND_FILE, LOCAL_FILE = "pytorch_model.pt", "joint_20210926.pth"
TAGGER_FILE = "model-resnet_custom_v3.pt"

__all__ = ["PERCEPTION", "Hub"]


class Hub:
    """Makes hub backends; each method raises `WeightMissingError` or `WeightCorruptError` when its files are not there
    or whole.

    Nothing is loaded before it is asked for.
    """

    def __init__(self, settings: EngineSettings, *, manifest: Path | None = None) -> None:
        self._settings = settings
        self._options = {"manifest": manifest} if manifest else {}
        self.wanted = wanted(settings.hub)

    def orientation(self) -> RotBgr:
        """Paper 2.1.1, Image Rotation."""
        return RotBgr(self._path("orientation", "rot_bgr.onnx"), threads=self._settings.threads)

    def quality(self, packaged: QualityJudge) -> Fqa:
        """Paper 2.4, Template Face Selection."""
        return Fqa(self._path("face-quality", ONNX), packaged, threads=self._settings.threads)

    def detector(self, hog: Hog, meshes: MeshFinder) -> retinaface.RetinaAndMesh:
        """Face detection of paper 2.1.1."""
        state = _unwrapped(self._state("face-detection", CHECKPOINT), "state_dict.")
        net = self._filled("face-detection", CHECKPOINT, retinaface.RetinaFace(), state)
        return retinaface.RetinaAndMesh(retinaface.RetinaFinder(net), hog, meshes)

    def attributes(self, packaged: AttributeReader) -> fairface.FairFaceReader:
        """Paper 2.1.2, face attributes."""
        net = self._filled("fairface", CHECKPOINT, fairface.network(), self._state("fairface", CHECKPOINT))
        return fairface.FairFaceReader(net, packaged)

    def similarity(self) -> rts.RtsEmbedder:
        """Paper 2.4, Similarity Ranking."""
        state = self._state("face-similarity", CHECKPOINT)
        try:
            net = rts.network(state)
        except KeyError as error:
            raise self._misfit("face-similarity", CHECKPOINT, error) from error
        return rts.RtsEmbedder(self._filled("face-similarity", CHECKPOINT, net, state))

    def tagger(self) -> danbooru.DanbooruTagger:
        """Paper 2.1.2, label tagging."""
        file = convert.converted(self._settings.weights, "tagger", TAGGER_FILE, **self._options)
        names = convert.facts(file).get("tags", [])
        net = danbooru.DeepDanbooru(tags=len(names) or danbooru.TAGS)
        if len(names) == 0:
            raise self._misfit("tagger", TAGGER_FILE, KeyError("tags"))
        return danbooru.DanbooruTagger(self._filled("tagger", TAGGER_FILE, net, convert.tensors(file)), names)

    def retoucher(self) -> abpn.AbpnRetoucher:
        """Paper 2.1.1, Skin Retouching."""
        name = "skin-retouching"
        parts = (
            (BLEND_FILE, "generator.", abpn.Blend()),
            (LOCAL_FILE, "detection_net.", abpn.Detect()),
            (LOCAL_FILE, "inpainting_net.", abpn.Repaint()),
        )
        blend, detect, repaint = (
            self._filled(name, file, net, self._state(name, file, prefix)) for file, prefix, net in parts
        )
        return abpn.AbpnRetoucher(blend, detect, repaint)

    def parser(self) -> M2fpParser:
        """Paper 2.1.1, head segmentation. For non-commercial use only."""
        from engine.faces.hub import m2fp  # transformers takes a second to import

        state = _unwrapped(self._state("head-parsing", CHECKPOINT), "model.")
        try:
            net = m2fp.network(
                {name: value for name, value in state.items() if name not in ("pixel_mean", "pixel_std")}
            )
        except (KeyError, RuntimeError) as error:
            raise self._misfit("head-parsing", CHECKPOINT, error) from error
        return m2fp.M2fpParser(net, self._classes() or m2fp.CLASSES)

    def fusion(self) -> HubFusion:
        """Paper 2.4, face fusion: the model's own code, in a process of its own."""
        folder = weights.directory(self._settings.weights, "face-fusion", **self._options)
        return HubFusion(self._settings.hub_python, folder)

    def _classes(self) -> tuple[str, ...]:
        """Return the class names the model's own configuration states, empty where it states none."""
        try:
            text = self._path("head-parsing", "configuration.json").read_text(encoding="utf-8")
            found = json.loads(text).get("model", {}).get("classes") or ()
        except (WeightMissingError, ValueError, AttributeError):
            return ()
        return tuple(str(name) for name in found)

    def _path(self, component: str, file: str) -> Path:
        return weights.path(self._settings.weights, component, file, **self._options)

    def _state(self, component: str, file: str, prefix: str = "") -> dict[str, Tensor]:
        twin = convert.converted(self._settings.weights, component, file, **self._options)
        return convert.tensors(twin, prefix=prefix)

    def _filled(self, component: str, file: str, net: Net, state: dict[str, Tensor]) -> Net:
        """Load strictly: a name too many or too few means another network than the one written here."""
        try:
            net.load_state_dict({name: value.float() for name, value in state.items()}, strict=True)
        except RuntimeError as error:
            raise self._misfit(component, file, error) from error
        return net.eval().requires_grad_(False)

    def _misfit(self, component: str, file: str, error: Exception) -> WeightCorruptError:
        log.error("%s of %s is not the published network: %s", file, component, str(error)[:500])
        return WeightCorruptError(component, file, how_to_get(weights.components()[component]))


def _unwrapped(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """Return what lies under ``prefix`` where anything does, else everything; "module." goes."""
    inner = {name[len(prefix) :]: value for name, value in state.items() if name.startswith(prefix)}
    return {name.removeprefix("module."): value for name, value in (inner or state).items()}
