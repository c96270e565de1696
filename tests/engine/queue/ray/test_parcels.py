"""Sealed parcels: who can open them, and what is noticed."""

from __future__ import annotations

import numpy
import pytest

from engine.queue.ray import parcels
from engine.queue.ray.parcels import AnswerLine, BrokenParcelError, Parcel, ParcelKey, seal_for

PARCEL = Parcel(message={"op": "run", "words": "a blue hat"}, files={"job/face.png": b"\x89PNG pixels", "empty": b""})


def test_what_is_sealed_comes_out_whole_and_shows_nothing_on_the_way():
    """Names of files and words are as private as pictures."""
    key = ParcelKey()
    sealed = seal_for(key.public, PARCEL)
    assert key.open(sealed) == PARCEL
    assert not [part for part in (b"PNG", b"blue", b"face") if part in sealed]


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data[:9] + b"x" + data[10:], lambda data: b""])
def test_a_spoilt_parcel_is_refused(spoil):
    """Half of an identity would be learnt from, or drawn with."""
    key = ParcelKey()
    with pytest.raises(BrokenParcelError):
        key.open(spoil(seal_for(key.public, PARCEL)))


def test_another_actor_cannot_open_it():
    """An actor that took a dead one's place has a key of its own."""
    with pytest.raises(BrokenParcelError):
        ParcelKey().open(seal_for(ParcelKey().public, PARCEL))


def test_answers_are_opened_in_the_order_they_were_sealed():
    """A frame that is left out, or comes twice, is noticed; in order each opens."""
    key = AnswerLine.new_key()
    here, there = AnswerLine(key), AnswerLine(key)
    first, second = (there.seal(Parcel(message={"step": number})) for number in (1, 2))
    assert [here.open(each).message["step"] for each in (first, second)] == [1, 2]
    with pytest.raises(BrokenParcelError):
        AnswerLine(key).open(second)
    with pytest.raises(BrokenParcelError):
        here.open(second)


def test_a_large_parcel_is_shown_to_its_receiver_in_place():
    """A store copies bytes twice and an array not at all; small ones stay bytes, and both open alike."""
    key, content = ParcelKey(), bytes(2 * parcels.LARGE_BYTES)
    for files, kind in (({"a": content}, numpy.ndarray), ({"a": b"small"}, bytes)):
        sealed = parcels.in_store(seal_for(key.public, Parcel(message={}, files=files)))
        assert type(sealed) is kind
        assert key.open(sealed).files == files
        answer = AnswerLine.new_key()
        sealed = parcels.in_store(AnswerLine(answer).seal(Parcel(message={}, files=files)))
        assert type(sealed) is kind
        assert AnswerLine(answer).open(sealed).files == files
