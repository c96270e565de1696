"""The bench ``speed``: what is missed is said, what is known is not measured again, the replica does what it says."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from engine.lab.bench import speed
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.lab.speed import compare, plots, published, report
from engine.lab.speed.networks import Networks
from tests.engine.diffusion import tiny

GIB = 2**30
PORTRAIT = {"load": 2.0, "draw": 78.0, "opened": 5, "peak": GIB, "guided": 21.0, "decode": 32.0}
OURS = {
    "load": 2.0, "switch": 0.003, "first": 10.0, "fast": 5.0, "four": 4.0, "mixed": 4.1, "in turn": 4.2,
    "overhead": 0.02, "opened": 0, "peak": GIB, "pass": 6.0, "guided": 12.0, "decode": 15.0,
}  # fmt: skip
SAID = {
    "engine.lab.speed.counted": {
        "step": 1.79, "fused step": 1.85, "published step": 2.9,
        "picture fast": 15.5, "picture four": 5.7, "published picture": 66.8,
        "candidates": 3, "sent four": 16.0, "sent four looked at": 12.2,
        "peak step": GIB, "kernels": 1239,
    },
    "published-portrait": PORTRAIT,
    "our-portrait": OURS,
    "published-training": {"step": 40.0, "start": 5.0, "peak": 2 * GIB},
    "our-training": {"step": 15.0, "together": 45.0, "peak": GIB},
    "published-inpaint": {"whole": 60.0, "opened": 10},
    "our-inpaint": {"whole": 10.0, "opened": 0},
    "engine.lab.speed.pocket": {
        "learnt": 40.0, "learnt clock": 29.0, "portrait": 10.0, "drawing": 3.0, "drawing outside networks": 0.2,
        "published step": 0.3, "published steps": 1600, "request": 10.0, "networks": 9.6, "fusing": 0.2,
        "first request": 10.0, "first networks": 9.0,
    },
    "engine.lab.speed.talking": {"load": 1, "portrait": 1, "frame": 2, "second of sound": 1, "ours": 60},
    "engine.lab.speed.card": {},
}  # fmt: skip


def _asked(said: dict) -> tuple[list[tuple], object]:
    calls: list[tuple] = []

    def ask(module: str, *arguments: object) -> dict:
        calls.append((module, *arguments))
        return said[arguments[0] if module == speed.CHILD else module]

    return calls, ask


def test_every_part_is_measured_in_a_process_of_its_own(tmp_path: Path):
    """Both ways one after the other, the small base and the true one; a card that is not there is said."""
    calls, ask = _asked({**SAID, "our-portrait": {**OURS, "fast": 4.5, "guided": 3.0}})
    found = list(speed.rows(tmp_path, ask=ask))
    assert [row.name for row in found if not row.ok] == []
    assert [call[1] for call in calls if "--true" in call] == [
        "published-portrait", "our-portrait", "published-training", "our-training",
    ]  # fmt: skip
    assert any("not run" in row.name for row in found)


@pytest.mark.parametrize(
    ("child", "figure", "value", "name"),
    [
        ("our-portrait", "four", 6.0, "request of 4, warm, in four steps"),
        ("our-portrait", "switch", 0.5, "change of person"),
        ("our-portrait", "mixed", 4.6, "four faces in a batch"),
        ("our-portrait", "overhead", 0.06, "outside networks"),
        ("our-portrait", "opened", 1, "opened by a warm request"),
        ("our-training", "together", 55.0, "people together"),
        ("our-training", "step", 17.0, "true: training step"),
        ("engine.lab.speed.counted", "step", 1.81, "training step of one sample"),
        ("engine.lab.speed.pocket", "learnt clock", 73.0, "8 photos"),
        ("engine.lab.speed.pocket", "networks", 7.0, "request minus networks and fusing"),
        ("engine.lab.speed.pocket", "networks", 9.4, "request minus networks"),
    ],
)
def test_what_falls_short_is_said(tmp_path: Path, child: str, figure: str, value: float, name: str):
    """Each promise by itself."""
    said = copy.deepcopy({**SAID, "our-portrait": {**OURS, "fast": 4.5, "guided": 3.0}})
    said[child][figure] = value
    assert any(name in row.name for row in speed.rows(tmp_path, ask=_asked(said)[1]) if not row.ok)


def test_a_run_that_was_ended_goes_on(tmp_path: Path):
    """What the file knows costs nothing a second time."""
    calls, ask = _asked(SAID)
    first = list(speed.rows(tmp_path, ("small",), tmp_path / "kept", ask))
    again = list(speed.rows(tmp_path / "elsewhere", ("small",), tmp_path / "kept", ask))
    assert len(calls) == 4
    assert first == again


def test_the_page_says_what_was_missed_and_what_was_not_run(tmp_path: Path):
    """One command writes page, plots and history."""
    list(speed.rows(tmp_path, ("small", "counted"), tmp_path / "kept", _asked(SAID)[1]))
    assert report.main([str(tmp_path / "kept"), "--docs", str(tmp_path / "docs")]) == 0
    page = (tmp_path / "docs" / "speed.md").read_text()
    assert "Not run this time: true, inpaint, pocket, talking, card." in page
    assert "the fast sampler | 16 times | >= 15 | yes" in page
    assert "Missed:" not in page
    for name in ("speed.svg", "speed-history.svg"):
        assert ElementTree.parse(tmp_path / "docs" / name).getroot().tag.endswith("svg")
    assert len((tmp_path / "docs" / "speed.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("part", speed.PARTS)
def test_each_part_alone_is_a_page(tmp_path: Path, part: str):
    """Some have no row that is so many times another, some promise nothing: there is nothing to plot then."""
    list(speed.rows(tmp_path, (part,), tmp_path / "kept", _asked(SAID)[1]))
    assert report.main([str(tmp_path / "kept"), "--docs", str(tmp_path / "docs")]) == 0
    for name in ("speed.svg", "speed-history.svg"):
        assert ElementTree.parse(tmp_path / "docs" / name).getroot().tag.endswith("svg")


CARD = {
    "card": "a card", "passes 1": 50.0, "passes 4": 18.0, "share 1": 0.4, "share 4": 0.5,
    "one face": 1.0, "mixed": 1.05, "in turn": 2.0, "step": 0.2, "step together": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, []),
        ({"mixed": 1.2}, ["card: four faces in a batch, of one face"]),
        ({"step together": 0.79}, ["card: step of 4 people together, of 4 alone"]),
    ],
)
def test_a_card_says_what_grouping_costs_and_gains(changed: dict, missed: list[str]):
    """Where it gains: on a processor four pictures at once take as long as one after the other."""
    rows = list(compare.card({**CARD, **changed}))
    assert [row.name for row in rows if not row.ok] == missed
    assert {row.name: row.value for row in rows}["card: four faces in a batch, of one picture"] == pytest.approx(
        2 * {**CARD, **changed}["mixed"]
    )


def test_what_was_not_run_is_called_computed():
    """Of a clip one frame and one second of sound are measured, of a published training a step."""
    names = [row.name for row in (*compare.talking(SAID["engine.lab.speed.talking"]),
                                  *compare.pocket(SAID["engine.lab.speed.pocket"]))]  # fmt: skip
    assert all("computed" in name for name in names if "published" in name or "talking" in name)


def test_a_regression_is_named_and_noise_is_not(tmp_path: Path):
    """A quarter worse on the same processor; ten in a hundred, and another processor, are no news."""
    where = {"processor": "one", "torch": "2"}

    def run(ratio: float, milliseconds: float, processor: str = "one") -> int:
        rows = [at_least("speed", "ratio", ratio, "times", 1), at_most("speed", "switch", milliseconds, "ms", 10)]
        return report.written(rows, [], tmp_path, {**where, "processor": processor})

    assert run(20, 2) == 0
    assert run(18, 2.2) == 0
    assert run(10, 9, "another") == 0
    assert run(13, 2.2) == 1
    assert "Worse than the last run: ratio." in (tmp_path / "speed.md").read_text()
    assert "Missed:" not in (tmp_path / "speed.md").read_text()
    assert run(0.5, 2.2) == 1
    assert "Missed: ratio." in (tmp_path / "speed.md").read_text()


@pytest.mark.parametrize(
    ("row", "before", "worse"),
    [
        (told("speed", "a", 3.0, "s"), 2.0, True),
        (told("speed", "a", 2.0, "s"), 3.0, False),
        (told("speed", "a", 2.0, "times"), 3.0, True),
        (at_most("speed", "a", 1.3, "times", 1.1), 1.0, True),
    ],
)
def test_worse_is_slower(row: Row, before: float, worse: bool):
    """Seconds shall be few, times many; what a promise bounds from above shall be small."""
    assert list(report.regressions([row], {"a": before})) == ["a"] * worse


def test_a_part_that_was_not_run_stands_there_as_it_was(tmp_path: Path):
    """A run of minutes renews what it measured; what took longer keeps its figures, and the day they are of."""
    kept, docs = tmp_path / "kept", str(tmp_path / "docs")
    list(speed.rows(tmp_path, ("small", "counted"), kept, _asked(SAID)[1]))
    report.main([str(kept), "--docs", docs])
    again = tmp_path / "again"
    slower = {**SAID, "engine.lab.speed.counted": {**SAID["engine.lab.speed.counted"], "step": 1.85}}
    list(speed.rows(tmp_path, ("counted",), again, _asked(slower)[1]))
    report.main([str(again), "--docs", docs])
    page = (tmp_path / "docs" / "speed.md").read_text()
    new, old = page.split("Not run this time: small. As it was on ")
    assert "| true: training step of one sample | 1.85 TFLOP | <= 1.8 | **no** |" in new
    assert "| request of 4, warm, the fast sampler | 16 times | >= 15 | yes |" in old
    assert "Missed: true: training step of one sample." in page
    assert "Not run this time: true, inpaint, pocket, talking, card." in page


def test_what_another_torch_measured_is_not_shown_again(tmp_path: Path):
    """It may be faster or slower by itself."""
    rows = [at_least("speed", "ratio", 2, "times", 1)]
    report.written(rows, [], tmp_path, {"processor": "one", "torch": "2"}, {"ratio": "small"})
    report.written([], ["small"], tmp_path, {"processor": "one", "torch": "3"})
    assert "Not run this time: small.\n" in (tmp_path / "speed.md").read_text()


def test_words_in_a_plot_are_escaped():
    """A name with an ampersand must not break the file."""
    ElementTree.fromstring(plots.bars("a & b", [plots.Bar(name="<c>", value=2.0, must=1.0)]))


def test_the_history_is_of_json_lines(tmp_path: Path):
    """Whoever wants to plot more than we do can read it."""
    report.written([at_least("speed", "ratio", 2, "times", 1)], [], tmp_path, {"processor": "one", "torch": "2"})
    line = json.loads((tmp_path / "speed.jsonl").read_text())
    assert line["values"] == {"ratio": 2}


def test_time_in_networks_is_told_from_the_rest():
    """Calls within calls count once, and afterwards the networks are as they were."""

    class Slow(nn.Module):
        def forward(self, value: torch.Tensor) -> torch.Tensor:
            for _ in range(20):
                value = value @ value / 512
            return value

        def decode(self, value: torch.Tensor) -> torch.Tensor:
            return self(value)

    network, value = Slow(), torch.ones(512, 512)
    with Networks([network]) as inside:
        network.decode(value)
        once = inside.seconds
        sum(number * number for number in range(300_000))
        assert inside.seconds == once > 0
    network(value)
    assert inside.seconds == once
    assert "forward" not in vars(network)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny base on disk."""
    return tiny.write(tmp_path_factory.mktemp("weights"), "sd15")


def test_the_replica_adds_both_adapters_to_the_weights(base: Path, tmp_path: Path):
    """As published: style by 0.25 and face by 0.95 in the same layers, and everything loaded in float32."""
    path = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q"
    files = []
    for number in range(2):
        generator = torch.Generator().manual_seed(number)
        down, up = torch.randn(4, 16, generator=generator), torch.randn(16, 4, generator=generator)
        files.append(tmp_path / f"{number}.safetensors")
        save_file({f"unet.{path}.lora_A.weight": down, f"unet.{path}.lora_B.weight": up}, files[-1])
    bare = published._loaded(base).unet.get_submodule(path).weight
    pipe = published.load(base, *files)
    added = [load_file(file) for file in files]
    products = [each[f"unet.{path}.lora_B.weight"] @ each[f"unet.{path}.lora_A.weight"] for each in added]
    wanted = bare + 0.25 * products[0] + 0.95 * products[1]
    assert torch.allclose(pipe.unet.get_submodule(path).weight, wanted, atol=1e-5)
    assert {value.dtype for value in pipe.unet.parameters()} == {torch.float32}


def test_the_replica_reads_photo_and_words_in_every_step(base: Path, monkeypatch: pytest.MonkeyPatch):
    """That is what a published step costs more, beside its float32."""
    seen = {"encode": 0, "read": 0}
    original = published._loaded

    def watched(*arguments: object, **named: object) -> object:
        pipe = original(*arguments, **named)
        pipe.vae.encoder.register_forward_hook(lambda *_: seen.update(encode=seen["encode"] + 1))
        pipe.text_encoder.register_forward_hook(lambda *_: seen.update(read=seen["read"] + 1))
        return pipe

    monkeypatch.setattr(published, "_loaded", watched)
    step = published.training(base, tiny.SIDE, ("to_q", "to_v"))
    step()
    step()
    assert seen == {"encode": 2, "read": 2}
