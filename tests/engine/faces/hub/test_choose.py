"""Which hub models answer, and that a file is loaded strictly or not at all."""

from __future__ import annotations

import pytest
import torch

from engine.errors import WeightCorruptError, WeightMissingError
from engine.faces.hub import rts
from engine.faces.hub.choose import Hub
from engine.faces.hub.names import PERCEPTION, wanted
from engine.faces.registry import Faces
from engine.faces.retouch import FilterRetoucher
from engine.lab.faces.published import listing
from engine.requests import from_json, to_json
from engine.settings import EngineSettings
from engine.weights.fetch import fetch
from engine.weights.manifest import read
from tests.engine.faces.hub.random_states import random_state
from tests.engine.weights.conftest import client_at_home as client_at_home
from tests.fakes.hub import FakeHub


def settings(folder, *names, **more):
    return EngineSettings(weights=folder, hub=names, threads=1, **more)


def test_all_leaves_out_what_must_be_asked_for():
    """Non-commercial weights and programs of the hub's own are never on by a general word."""
    chosen = wanted(["all"])
    assert set(PERCEPTION) - chosen == {"head-parsing", "face-fusion"}
    assert wanted(["all", "head-parsing"]) >= {"head-parsing", "tagger"}
    assert wanted([]) == frozenset()


def test_a_name_that_is_none_is_said():
    """A typing mistake must not mean "packaged"."""
    with pytest.raises(ValueError, match="taggr is no hub model"):
        wanted(["taggr"])


def test_every_name_is_a_component_of_the_manifest():
    """So that `weights fetch` knows it."""
    assert {read()[name].backend for name in PERCEPTION} == {"hub"}


def test_the_choice_crosses_to_a_worker(tmp_path):
    """Settings travel as JSON."""
    chosen = settings(tmp_path, "tagger", hub_python=tmp_path / "python")
    assert from_json(EngineSettings, to_json(chosen)) == chosen


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda faces, rgb, face: faces.upright(rgb), id="orientation"),
        pytest.param(lambda faces, rgb, face: faces.faces(rgb), id="face-detection"),
        pytest.param(lambda faces, rgb, face: faces.head_mask(rgb, face), id="head-parsing"),
        pytest.param(lambda faces, rgb, face: faces.retouch(rgb, face), id="skin-retouching"),
        pytest.param(lambda faces, rgb, face: faces.tags(rgb, face), id="tagger"),
        pytest.param(lambda faces, rgb, face: faces.attributes(rgb, face), id="fairface"),
        pytest.param(lambda faces, rgb, face: faces.quality(rgb, face), id="face-quality"),
        pytest.param(lambda faces, rgb, face: faces.ranker.embed(rgb, face), id="face-similarity"),
    ],
)
def test_a_wanted_model_that_is_not_there_is_missing(engine_settings, astronaut, astronaut_face, request, ask):
    """Named but not fetched: the command that fetches it, and no packaged answer in its place."""
    name = request.node.callspec.id
    with pytest.raises(WeightMissingError) as caught:
        ask(Faces(settings(engine_settings.weights, name)), astronaut, astronaut_face)
    assert caught.value.data == {"component": name, "how": f"python -m bot weights fetch {name}"}


def test_without_names_the_packaged_ones_answer(faces):
    """The default is what runs everywhere."""
    assert isinstance(faces.retoucher, FilterRetoucher)
    assert faces.ranker is faces.embedder


@pytest.fixture(scope="module")
def fetched(tmp_path_factory):
    """A weights folder into which the real client has fetched two models from a hub on 127.0.0.1."""
    place = tmp_path_factory.mktemp("hub")
    torch.save(random_state("fairface"), place / "fairface.pt")
    torch.save({"state_dict": {"fc.weight": torch.zeros(18, 512)}}, place / "wrong.pt")
    rows = read()
    models = {
        (rows["fairface"].sources[0].id, rows["fairface"].sources[0].revision): place / "fairface.pt",
        (rows["face-similarity"].sources[0].id, rows["face-similarity"].sources[0].revision): place / "wrong.pt",
    }
    served = {name: {revision: {"pytorch_model.pt": file.read_bytes()}} for (name, revision), file in models.items()}
    with FakeHub(served) as hub:
        done = fetch(place / "weights", ["fairface", "face-similarity"], endpoint=hub.url)
    assert [outcome.state for outcome in done] == ["fetched", "fetched"]
    return place / "weights"


@pytest.mark.slow
def test_a_fetched_checkpoint_answers(fetched, engine_settings, astronaut, astronaut_face):
    """From the hub's listing to an answer: fetched, converted, loaded strictly, asked."""
    reader = Hub(settings(fetched)).attributes(Faces(engine_settings).attribute_reader)
    assert 0 <= reader.read(astronaut, astronaut_face).woman <= 1
    assert (fetched / ".converted" / "fairface" / "pytorch_model.pt.safetensors").is_file()


@pytest.mark.slow
def test_another_network_under_the_same_name_is_refused(fetched):
    """Strict: with other tensors it is not what it says it is."""
    with pytest.raises(WeightCorruptError) as caught:
        Hub(settings(fetched)).similarity()
    assert caught.value.data["component"] == "face-similarity"


def test_the_spare_head_is_as_wide_as_published():
    """Its width is nowhere written down, so it is read from the tensors."""
    state = {name: torch.empty(shape, device="meta") for name, shape in listing("rts").items()}
    state["logvar_rts_plus_backbone.0.weight"] = torch.empty(3, 25088, device="meta")
    with torch.device("meta"):
        assert rts.network(state).logvar_rts_plus_backbone[1].weight.shape == (3,)
