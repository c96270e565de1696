"""What one process had begun, another one can go on with: the journal of deliveries is one for all."""

from __future__ import annotations

import hashlib
import json

from bot.frontends.telegram import journal
from bot.frontends.telegram.journal import SharedJournal


def mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def test_each_sees_what_the_other_wrote_and_nothing_twice(tmp_path):
    """A step taken for not done would be sent again; one counted twice would leave the next one out."""
    one, two = (SharedJournal(mark, tmp_path / "journal") for _ in range(2))
    one.begin("a", 7)
    assert two.begun("a")
    assert two.after("a") == 7
    two.add("a", [8], mark("chat"))
    assert not one.begun("a")
    assert one.steps("a") == two.steps("a") == [[8]]
    one.add("a", [9], mark("chat"))
    assert one.steps("a") == two.steps("a") == [[8], [9]]
    assert two.newest(mark("chat")) == 9
    assert SharedJournal(mark, tmp_path / "journal").steps("a") == [[8], [9]]


def test_half_a_line_of_a_killed_process_spoils_nothing_of_the_others(tmp_path):
    """The next line would be glued to it, and lost."""
    one, two = (SharedJournal(mark, tmp_path / "journal") for _ in range(2))
    one.add("a", [1])
    with (tmp_path / "journal").open("a") as file:
        file.write('["0123')
    two.add("b", [2])
    assert one.steps("b") == [[2]]
    assert [json.loads(line)[1] for line in (tmp_path / "journal").read_text().splitlines()] == [[1], [2]]


def test_a_journal_that_is_written_anew_is_read_anew(tmp_path, monkeypatch):
    """Old deliveries are dropped by one process, under the eyes of the other."""
    monkeypatch.setattr(journal, "KEEP", 4)
    one, two = (SharedJournal(mark, tmp_path / "journal") for _ in range(2))
    for number in range(5):
        one.add(f"k{number}", [number])
    assert two.steps("k4") == [[4]]
    assert two.steps("k0") == one.steps("k0") == []
    two.add("k9", [9])
    assert one.steps("k9") == [[9]]
