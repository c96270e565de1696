"""``python -m bot styles``: what can be drawn, what is wrong, and fetching a published adapter."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from bot.cli import styles


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """The command in an empty folder, on the embedded base."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENGINE_BASE", "pocket")

    def made(*words: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        styles.add_arguments(parser)
        code = styles.main(parser.parse_args(words))
        said = capsys.readouterr()
        return code, said.out + said.err

    return made


def test_only_what_can_be_drawn_is_listed(run):
    """The others are counted, and shown with the command that brings them."""
    code, said = run()
    assert code == 0
    assert "cyberpunk" in said
    assert "\nhanfu " not in said
    assert "your photo" in next(line for line in said.splitlines() if line.startswith("ukiyo-e "))
    assert "more with another base" in said
    line = next(line for line in run("--all")[1].splitlines() if line.startswith("hanfu "))
    assert line.endswith("python -m bot weights fetch base-sd15")


def test_scripts_get_every_style_with_its_standing(run):
    """One object a style."""
    rows = json.loads(run("--json", "--language", "de", "--family", "film")[1])
    assert {row["family"] for row in rows} == {"film"}
    noir = next(row for row in rows if row["name"] == "noir")
    assert (noir["drawable"], noir["adapter"], noir["own"]) == (True, True, False)


def test_a_bad_file_of_the_operators_is_explained(run, tmp_path: Path):
    """Here, and not in a chat."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "bad.toml").write_text("[x]\nprompt = 'a'\nadapters = { auto = 'x.safetensors' }\n")
    assert "bad.toml: [x] is left out: x.safetensors is not there" in run()[1]


def test_fetching_asks_the_hub_for_the_styles_component(run, monkeypatch: pytest.MonkeyPatch):
    """Offline it says what it would have needed."""
    monkeypatch.setenv("OFFLINE", "yes")
    code, said = run("fetch", "cheongsam")
    assert code == 1
    assert "style-qipao2" in said
    assert "licence: see the model's page" in said


def test_an_unknown_style_or_base_is_named(run, monkeypatch: pytest.MonkeyPatch):
    """With what may have been meant."""
    code, said = run("fetch", "cyberpnk")
    assert (code, "cyberpunk" in said) == (2, True)
    code, said = run("--family", "nonsense")
    assert (code, "nonsense. There are: " in said, "era" in said) == (2, True, True)
    assert run("--family", "era")[0] == 0
    monkeypatch.setenv("ENGINE_BASE", "sd99")
    code, said = run()
    assert code == 2
    assert "majicmix" in said


def test_a_shipped_style_needs_no_fetching(run):
    """It says so instead of asking anybody."""
    assert run("fetch", "noir") == (0, "noir has no adapter to fetch: it is drawn from words or with a shipped one.\n")
