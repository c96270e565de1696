"""The base was replaced: a face learnt on the earlier one says so, and can be learnt anew from the same photos."""

from __future__ import annotations

import pytest

from tests.handlers.stage import Person, Stage, buttons_of, text_of, verbs_of

OUTDATED = "learnt with an earlier version"
QUEUED = "I will learn your face"


@pytest.fixture
async def known(stage: Stage, ann: Person) -> Person:
    """Ann, whose face was learnt on the first edition."""
    await ann.agrees()
    await ann.sends()
    await stage.look()
    await ann.types("/train")
    await stage.learn(edition="first")
    return ann


def relearn(views: list) -> str:
    """Return the action of the one button that learns a face anew."""
    [found] = [one for one in buttons_of(views) if one.label == "Learn my face again"]
    return found.action


async def test_a_face_of_this_edition_is_not_spoken_of(stage, known):
    """Nothing is outdated; who learns the same photos again does so knowingly."""
    await known.types("/portrait oil")
    assert OUTDATED not in text_of(await stage.draw(edition="first"))
    refused = await known.types("/train")
    assert "already know" in text_of(refused)
    assert QUEUED in text_of(await known.presses(relearn(refused)))


async def test_a_face_of_an_earlier_edition_is_learnt_anew_with_one_press(stage, known):
    """The portrait says why it could be more alike; afterwards nothing is said any more, of old pictures neither."""
    await known.types("/portrait oil")
    album = await stage.draw(edition="second")
    assert OUTDATED in text_of(album)
    assert "Learn my face again" in [one.label for row in album[0].buttons for one in row]  # seen without More
    number = (await stage.jobs())[0].own
    assert OUTDATED in text_of(await known.types("/show", job=str(number)))
    assert QUEUED in text_of(await known.presses(relearn(album)))
    await stage.learn(edition="second")
    assert OUTDATED not in text_of(await known.types("/show", job=str(number)))
    await known.types("/portrait oil")
    assert OUTDATED not in text_of(await stage.draw(edition="second"))


async def test_a_face_of_another_base_can_be_learnt_on_this_one(stage, known):
    """What the refusal tells people to do is what they can do: the same photos are good enough."""
    await known.types("/portrait oil")
    failed = await stage.fail("device", "other-base", learnt_on="pocket", base="sd15")
    assert "a new model" in text_of(failed)
    assert verbs_of(failed) == ["relearn"]
    assert QUEUED in text_of(await known.presses(relearn(failed)))


async def test_where_the_edition_is_unknown_nothing_is_claimed(stage, known):
    """A worker of an earlier program does not say what it drew with."""
    await known.types("/portrait oil")
    assert OUTDATED not in text_of(await stage.draw())


async def test_a_stranger_cannot_have_somebodys_face_learnt(stage, known):
    """The button carries the face's id; in another hand it opens nothing."""
    await known.types("/portrait oil")
    action = relearn(await stage.draw(edition="second"))
    bob = stage.person("bob")
    await bob.agrees()
    assert QUEUED not in text_of(await bob.presses(action))
    assert [job.kind for job in await stage.jobs("bob")] == []
