"""A small copy of a photo must not stand in the way of the photo itself."""

from __future__ import annotations

from engine.faces.verdict import smaller_copy
from storage import identities, selfies
from tests.handlers.stage import text_of

HASH, OTHER = "f" * 16, "0" * 16


async def test_a_larger_copy_takes_the_place_of_a_smaller_one(stage, ann):
    """The thumbnail came first; the photo counts, the thumbnail's file is gone."""
    await ann.agrees()
    await ann.sends()
    await stage.look(perceptual_hash=HASH, side=80.0)
    await ann.sends()
    job = (await stage.jobs())[0]
    said = await stage.look(perceptual_hash=HASH, side=300.0, replaces=HASH)
    assert "1 usable" in text_of(said)
    async with stage.db.reading() as rx:
        face = (await identities.of(rx, job.account))[0]
        small, large = await selfies.of(rx, face.id)
    assert (small.accepted, large.accepted) == (False, True)
    assert small.problem == "duplicate"
    assert small.media is None


def test_only_a_much_larger_copy_is_worth_it():
    """The control: the same size is a duplicate, and so is one of which nobody knows the size."""
    assert smaller_copy(HASH, 300.0, [OTHER, HASH], [90.0, 80.0]) == HASH
    assert smaller_copy(HASH, 90.0, [HASH], [80.0]) == ""
    assert smaller_copy(HASH, 300.0, [HASH], [0.0]) == ""
    assert smaller_copy(HASH, 300.0, [HASH], []) == ""
    assert smaller_copy(HASH, 300.0, [OTHER], [80.0]) == ""
