"""The rows of the canvas bench: which promise is kept, and what a control that fails would say."""

from __future__ import annotations

from engine.lab.bench import canvas
from engine.lab.bench.command import benches

PEOPLE = {
    "people": 9,
    "first_four": 8.0,
    "first_four_processor": 12.0,
    "four_more": 6.0,
    "four_more_processor": 9.0,
    "own": 0.30,
    "apart": 0.31,
    "moved_apart": 0.34,
    "photographic_apart": 0.31,
    "strong_apart": 0.36,
    "strangers": 0.75,
    "shown": 0.95,
    "shown_as_is": 0.3,
    "landmarks": 0.01,
    "landmarks_moved": 0.05,
    "whole": 1.0,
    "whole_twice": 0.0,
    "source_photo": 0.6,
    "source_moved": 0.3,
    "source_redrawn": 0.1,
    "megabytes": 1200.0,
}
LIGHT = {
    "turned": 0.97,
    "turned, scene still": 0.0,
    "clipped, mean": 0.001,
    "change, darkest third": 5.0,
    "change, lightest third": 6.0,
    "apart": 1.0,
}
STYLES = {"styles": 121, "pairs": 7260, "told": 7260, "wider": 1.0, "alike": [], "itself_told": 0}
JUDGE = {"cases": 24, "good": 1} | dict.fromkeys(canvas.SPOILT, 24)
JUDGE |= {"held_cases": 12, "held_good": 0} | {f"held_{kind}": 12 for kind in canvas.SPOILT}
SAID = {"synthetic": PEOPLE, "light": LIGHT, "styles": STYLES, "judge": JUDGE}


def broken(**changes):
    """Return the names of the rows that fall short with some figures changed."""
    changed = {**SAID, **changes}
    return [row.name for row in canvas.told_by(changed) if not row.ok]


def test_what_was_promised_is_kept_when_it_is_measured():
    """Every promise of the canvas is a row; nothing falls short here."""
    assert broken() == []
    assert "canvas" in benches()


def test_each_promise_can_be_broken_alone():
    """A row that cannot fail is decoration."""
    assert broken(synthetic={**PEOPLE, "apart": 0.33}) == ["pictures above it, synthetic"]
    others = "in other photographic styles above it, synthetic"
    assert broken(synthetic={**PEOPLE, "photographic_apart": 0.33}) == [others]
    assert broken(synthetic={**PEOPLE, "strong_apart": 0.5}) == []  # hard light is told, not bounded
    assert broken(synthetic={**PEOPLE, "shown": 0.8}) == ["expression asked for is read back, synthetic"]
    assert broken(synthetic={**PEOPLE, "landmarks": 0.2}) == ["landmarks moved, as I am, synthetic"]
    assert broken(synthetic={**PEOPLE, "strangers": 0.35}) == ["control: above it against somebody else, synthetic"]
    assert broken(synthetic={**PEOPLE, "megabytes": 2000.0}) == ["peak memory of that process"]
    assert broken(synthetic={**PEOPLE, "whole_twice": 1.0}) == ["control: one face where there are two, synthetic"]
    assert broken(light={**LIGHT, "turned": 0.5}) == ["brighter side turns with the scene"]
    assert broken(rim={"alpha": 0.02, "without": 20.0, "removed": 8.0}) == []
    assert broken(rim={"alpha": 0.02, "without": 20.0, "removed": 15.0})[0].startswith("rim's colour")
    assert broken(styles={**STYLES, "told": 7259}) == ["pairs of styles told apart"]
    assert broken(styles={**STYLES, "itself_told": 1}) == ["control: a style told from itself"]
    assert broken(judge={**JUDGE, "good": 2}) == ["judge: false alarms, good portraits refused"]
    assert broken(judge={**JUDGE, "erased": 22}) == ["judge: control, an erased eye, refused"]
    held = "judge, of people nothing was tuned on: control, an erased eye, refused"
    assert broken(judge={**JUDGE, "held_erased": 11}) == [held]


def test_without_people_the_bench_says_what_to_fetch(tmp_path, monkeypatch):
    """Not a traceback after a minute."""
    monkeypatch.setenv("WEIGHTS_DIR", str(tmp_path))
    (row,) = canvas.rows(tmp_path)
    assert not row.ok
    assert "weights fetch people" in row.name


def test_a_part_is_measured_alone_and_only_its_rows_are_told(tmp_path):
    """Half an hour on a busy machine is taken in pieces; without a word (the control) everything is asked for."""
    asked = []

    def ask(module, *arguments):
        asked.append(arguments)
        return {"light": LIGHT}

    (tmp_path / "people").mkdir()
    rows = list(canvas.rows(tmp_path, part=["light"], ask=ask, weights=tmp_path))
    assert asked[0][-2:] == ("--part", "light")
    assert {row.name for row in rows} == {row.name for row in canvas.told_by({"light": LIGHT})}
    list(canvas.rows(tmp_path, ask=ask, weights=tmp_path))
    assert "--part" not in asked[1]


def test_what_was_drawn_for_the_judge_is_left_where_it_is_asked_for(tmp_path):
    """A judge that was changed is tried on the same portraits; without a file (the control) nothing is left."""
    asked = []

    def ask(module, *arguments):
        asked.append(arguments)
        return {"judge": JUDGE}

    (tmp_path / "people").mkdir()
    rows = list(canvas.rows(tmp_path, part=["judge"], kept=tmp_path / "kept", ask=ask, weights=tmp_path))
    assert asked[0][-2:] == ("--kept", (tmp_path / "kept").resolve())
    assert [row.name for row in rows if "LFW" in row.name] == []
    list(canvas.rows(tmp_path, part=["judge"], ask=ask, weights=tmp_path))
    assert "--kept" not in asked[1]


def test_what_is_wrong_in_photos_of_lfw_is_no_false_alarm():
    """Neighbours are in them. What was spoilt on purpose is asked for there, too."""
    lfw = {f"lfw_{key}": value for key, value in {**JUDGE, "good": 12}.items()}
    assert broken(judge={**JUDGE, **lfw}) == []
    assert broken(judge={**JUDGE, **lfw, "lfw_halo": 22}) == ["judge, LFW: control, hair in a halo, refused"]
