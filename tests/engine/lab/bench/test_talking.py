"""What the bench of talking portraits tells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from engine.lab.bench import talking
from engine.lab.bench.row import Row

#: What the child of the bench ``talking`` says, with lips that close too little.
SAID = {
    **dict.fromkeys(("clips", "refused", "lag_max", "shifted_mean", "pause_max", "blinks_missed_max"), 0.0),
    **dict.fromkeys(("blinks_extra_max", "background_max", "apart_max", "distance_max"), 0.0),
    "correlation_mean": 0.9,
    "correlation_min": 0.86,
    "closure_max": 0.41,
    "speed_min": 30.0,
    "behind_max": 0.0,
    "blinks_apart": 0.01,
    "blinks_control": 0.0,
    "teeth_apart": 0.6,
    "teeth_control": 0.2,
    "listened": 0.6,
}


def test_talking_photos_are_told_without_what_was_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """With ``--data`` photos take the place of the portraits; a face that is turned away is counted, not hidden."""
    asked = []

    def measured(name: str, portraits: int, sayings: int, photos: Path | None = None) -> Iterable[Row]:
        asked.append((portraits, sayings, photos))
        return talking.told_by(name, {**SAID, "refused": 3})

    monkeypatch.setattr(talking, "measured", measured)
    names = {row.name: row for row in talking.rows(tmp_path, data=tmp_path)}
    list(talking.rows(tmp_path))
    assert asked == [(20, 1, tmp_path), (5, 4, None)]
    assert names["portraits refused"].value == 3
    assert "memory of a 60 s clip" not in names
    assert not names["gap at p b m against open vowels"].ok


def test_sentences_nothing_was_tuned_on_are_a_promise_too():
    """The worst of eight languages counts."""
    said = {**SAID, "memory": 90.0, "others_min": 0.84, "others_mean": 0.9}
    assert [row.name for row in talking.told_by("talking", said) if not row.ok] == [
        "gap at p b m against open vowels",
        "sentences nothing was tuned on, worst",
    ]
