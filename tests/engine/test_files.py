"""How a waiting job names its files: only by what is known, never by a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.files import SCHEMES, IdentityRef, Media, Scratch, media_id, reference, sealed_in
from engine.tasks.portrait.request import Portrait
from engine.tasks.talk.request import TalkingClip


@pytest.mark.parametrize("kind", SCHEMES.values(), ids=SCHEMES.keys())
def test_what_is_named_is_read_back(kind):
    """A row is read by another process, weeks later; the words in it are those of rows already there."""
    named = kind("abc")
    assert reference(named.path) == named
    assert reference(str(named.path)) == named
    assert str(named.path) == f"{kind.scheme}:abc"


@pytest.mark.parametrize("path", ["/etc/passwd", "media:", "scratch:", "", "file:abc", "../media:abc"])
def test_a_place_is_no_name(path):
    """Jobs are data: whatever they say, nothing is opened for them that is not theirs."""
    with pytest.raises(ValueError, match="may not name"):
        reference(path)


def test_only_a_sealed_file_has_a_media_id():
    """A folder that was still to be written is not shown to anybody as a picture."""
    assert media_id(Media("abc").path) == "abc"
    for other in (Scratch("abc"), IdentityRef("abc")):
        with pytest.raises(ValueError, match="no sealed file"):
            media_id(other.path)


def test_sealed_files_are_found_wherever_a_result_names_them():
    """Deleting and asking what is left go through this; what is named in another way is left alone."""
    clip = TalkingClip(
        file=Media("a").path, gif=None, seconds=1.0, width=1, height=1, fps=1, voice="", cover=Media("b").path
    )
    assert sealed_in((clip, clip)) == ["a", "b", "a", "b"]
    assert sealed_in(Portrait(identity=IdentityRef("f").path, style="media:x", out=Scratch("out").path)) == []
    assert sealed_in(Path("media:c")) == ["c"]
