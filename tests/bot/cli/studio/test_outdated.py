"""What ``studio portrait`` says of a face learnt on an earlier edition of the base."""

from __future__ import annotations

from bot.cli.studio.command import outdated
from engine.tasks.portrait.request import Portraits


def _drawn(edition: str, learnt_on: str) -> Portraits:
    return Portraits(
        pictures=(), style="natural", base="pocket", style_weight=1, face_weight=1, edition=edition, learnt_on=learnt_on
    )


def test_a_face_of_an_earlier_edition_is_better_learnt_again():
    """The line is a command to copy, also where the face was named by its folder."""
    said = outdated(_drawn("b2", learnt_on="a1"), "data/studio/ada")
    assert said.startswith("data/studio/ada was learnt on an earlier edition")
    assert said.endswith("python -m bot studio enrol DIR --name ada")


def test_nothing_is_claimed_where_nothing_is_known():
    """The same edition, a base of unknown edition, a face from before editions or from photos alone."""
    assert [outdated(_drawn(*pair), "ada") for pair in (("a1", "a1"), ("", "a1"), ("a1", ""))] == ["", "", ""]
