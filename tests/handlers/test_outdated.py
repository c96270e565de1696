"""The base was replaced: a face learnt on the earlier one says so, and can be learnt anew from the same photos."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.vault import Vault
from tests.handlers.stage import Person, Stage, text_of, verbs_of

OUTDATED = "learnt with an earlier version"


@pytest.fixture
def stage(tmp_path, db) -> Stage:
    """A stage whose base has a known edition."""
    return Stage(db, Vault.open(tmp_path), base="pocket", edition="first")


@pytest.fixture
async def known(stage, ann) -> Person:
    """Ann, whose face was learnt on the first edition."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    await stage.learn(edition="first")
    return ann


def updated(stage: Stage, **changes: str) -> None:
    """Start the program again with another base."""
    stage.deps = replace(stage.deps, **changes)


async def test_a_face_of_this_edition_is_not_spoken_of(stage, known):
    """Nothing is outdated, and learning the same photos again is still refused."""
    await known.types("/portrait oil")
    assert OUTDATED not in text_of(await stage.draw())
    assert "already know" in text_of(await known.types("/train"))


async def test_a_face_of_an_earlier_edition_is_learnt_anew_with_one_press(stage, known):
    """The portrait says why it could be more alike; afterwards nothing is said any more."""
    updated(stage, edition="second")
    await known.types("/portrait oil")
    album = await stage.draw()
    assert OUTDATED in text_of(album)
    [again] = [one for row in album[0].buttons for one in row if one.label == "Learn my face anew"]
    assert "I will learn your face" in text_of(await known.presses(again.action))
    await stage.learn(edition="second")
    await known.types("/portrait oil")
    album = await stage.draw()
    assert OUTDATED not in text_of(album)
    assert "already know" in text_of(await known.types("/train"))


async def test_a_face_of_another_base_can_be_learnt_on_this_one(stage, known):
    """What the refusal tells people to do is what they can do: the same photos are good enough."""
    updated(stage, base="sd15", edition="")
    await known.types("/portrait oil")
    failed = await stage.fail("device", "other-base", learnt_on="pocket", base="sd15")
    assert "another model" in text_of(failed)
    assert verbs_of(failed) == ["done"]
    assert "I will learn your face" in text_of(await known.presses(failed[0].buttons[0][0].action))


async def test_where_the_edition_is_unknown_nothing_is_claimed(stage, known):
    """A base that has not been fetched yet, or a face from before editions were written down."""
    updated(stage, edition="")
    await known.types("/portrait oil")
    assert OUTDATED not in text_of(await stage.draw())


async def test_nobody_learns_of_the_edition_of_a_strangers_face(stage, known):
    """The line stands under the portraits of the face's owner alone."""
    updated(stage, edition="second")
    bob = stage.person("bob")
    assert OUTDATED not in text_of(await bob.types("/portrait oil"))
