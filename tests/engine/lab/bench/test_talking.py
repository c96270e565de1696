"""What the bench of talking portraits tells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.lab.bench import talking

#: What the child of the bench ``talking`` says, with lips that close too little.
SAID = {
    **dict.fromkeys(("clips", "refused", "lag_max", "shifted_mean", "pause_max", "blinks_missed_max"), 0.0),
    **dict.fromkeys(("blinks_extra_max", "background_max", "apart_max", "distance_max"), 0.0),
    "correlation_mean": 0.9,
    "correlation_min": 0.86,
    "closure_max": 0.41,
    "speed_min": 60.0,
    "behind_max": 0.0,
    "blinks_apart": 0.01,
    "blinks_control": 0.0,
    "teeth_apart": 0.6,
    "teeth_control": 0.2,
    "listened": 0.6,
    "encoded_min": 41.0,
}


#: What it says of laughing photos, one of which becomes somebody else while it speaks.
GRINS = {"clips": 5.0, "refused": 0.0, "correlation_min": 0.86, "closure_max": 0.1, "distance_max": 0.353}


def _asked(said: dict[str, float]) -> tuple[list[tuple[object, ...]], Callable[..., dict[str, float]]]:
    """Return a child that says ``said``, and the list of what it is asked."""
    asked: list[tuple[object, ...]] = []

    def child(module: str, _weights: Path, *words: object) -> dict[str, float]:
        asked.append(words)
        return said

    return asked, child


def test_talking_photos_are_told_without_what_was_not_measured(tmp_path: Path):
    """With ``--data`` photos take the place of the portraits; a face that is turned away is counted, not hidden."""
    asked, child = _asked({**SAID, "refused": 3})
    names = {row.name: row for row in talking.rows(tmp_path, data=tmp_path, ask=child)}
    assert asked == [("--photos", tmp_path, "--portraits", 20, "--sayings", 1)]
    assert names["portraits refused"].value == 3
    assert "memory of a 60 s clip" not in names
    assert not names["gap at p b m against open vowels"].ok


def test_parts_are_asked_for_by_name_and_all_of_them_without(tmp_path: Path):
    """On a busy machine the whole of it takes longer than anybody waits."""
    asked, child = _asked({"memory": 90.0})
    assert [row.name for row in talking.rows(tmp_path, part=("long", "teeth"), ask=child)] == ["memory of a 60 s clip"]
    list(talking.rows(tmp_path, ask=child))
    list(talking.rows(tmp_path, kept=tmp_path / "known", ask=child))
    assert asked == [("--part", "long", "--part", "teeth"), (), ("--kept", tmp_path / "known")]


def test_a_grin_that_becomes_somebody_else_is_not_hidden_by_the_calm_portraits():
    """Laughing mouths move furthest: they have rows of their own."""
    said = SAID | {"closure_max": 0.1} | {f"grin_{name}": value for name, value in GRINS.items()}
    wrong = [row.name for row in talking.told_by("talking", {**said, "grin_blinks_missed_max": 0.0}) if not row.ok]
    assert wrong == ["grins: distance to the portrait, eyes open, worst"]


def test_sentences_nothing_was_tuned_on_are_a_promise_too():
    """The worst of eight languages counts."""
    said = {**SAID, "memory": 90.0, "others_min": 0.84, "others_mean": 0.9}
    assert [row.name for row in talking.told_by("talking", said) if not row.ok] == [
        "gap at p b m against open vowels",
        "sentences nothing was tuned on, worst",
    ]
