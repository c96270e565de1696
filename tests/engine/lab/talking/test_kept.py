"""A bench that was ended goes on where it was."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.lab.talking.bench import mark_of_clip
from engine.lab.talking.kept import Kept, mark_of
from engine.talking.espeak import EspeakSpeaker


class Clips:
    """Measures whatever it is asked for, and counts."""

    def __init__(self) -> None:
        self.measured = 0

    def __call__(self) -> dict[str, float]:
        self.measured += 1
        return {"correlation": 0.9}


def test_what_was_measured_before_is_not_measured_again(tmp_path: Path):
    """Twenty clips on a busy machine take longer than a process is left alone."""
    clips, file = Clips(), tmp_path / "deep" / "kept.jsonl"
    first = Kept(file, "code").of("clip", "a", measure=clips)
    assert Kept(file, "code").of("clip", "a", measure=clips) == first
    assert clips.measured == 1
    Kept(file, "code").of("clip", "b", measure=clips)
    assert clips.measured == 2


def test_figures_of_other_code_and_half_a_line_are_not_believed(tmp_path: Path):
    """A figure measured before the mend would tell of the mend what was true without it."""
    clips, file = Clips(), tmp_path / "kept.jsonl"
    Kept(file, "before").of("clip", "a", measure=clips)
    with file.open("a") as opened:
        opened.write('{"key": "clip b", "mark": "after", "fig')
    after = Kept(file, "after")
    after.of("clip", "a", measure=clips)
    after.of("clip", "b", measure=clips)
    assert clips.measured == 3
    Kept(file, "after").of("clip", "a", measure=clips)  # the half line has spoilt none of those after it
    assert clips.measured == 3


def test_without_a_file_everything_is_measured(tmp_path: Path):
    """The plain bench measures what is there now."""
    clips = Clips()
    for _ in range(2):
        Kept(None, "code").of("clip", measure=clips)
    assert clips.measured == 2


def test_a_mark_changes_with_the_code_and_with_nothing_else(tmp_path: Path):
    """What was compiled or noted beside it measures nothing."""
    (tmp_path / "a.py").write_text("one")
    before = mark_of([tmp_path])
    (tmp_path / "a.pyc").write_text("compiled")
    assert mark_of([tmp_path]) == before
    (tmp_path / "a.py").write_text("two")
    assert mark_of([tmp_path]) != before


def test_a_clip_is_known_again_by_another_process():
    """The same text said again has other samples and the same lips; another text and another portrait are others."""
    dark, light = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 9, np.uint8)
    first, again, other = (EspeakSpeaker().speak(text, "en-us", "") for text in ("Hello.", "Hello.", "Good day."))
    known = mark_of_clip(dark, first)
    assert mark_of_clip(dark, again) == known
    assert len({known, mark_of_clip(dark, other), mark_of_clip(light, first)}) == 3


def test_a_mark_leaves_out_what_it_is_asked_to(tmp_path: Path):
    """What only judges draws nothing: a judge that was changed is tried on the pictures there are."""
    (tmp_path / "draw.py").write_text("one")
    (tmp_path / "judge.py").write_text("one")
    before = mark_of([tmp_path], [tmp_path / "judge.py"])
    (tmp_path / "judge.py").write_text("two")
    assert mark_of([tmp_path], [tmp_path / "judge.py"]) == before != mark_of([tmp_path])
