"""What waits in a table must be understood after an upgrade: rows of before say nothing of canvases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.requests import MalformedError, from_json, kinds, read_request, read_result, to_json
from engine.tasks.portrait.request import Expression, Framing, Picture, Portrait, Portraits, Shape, Source

OLD_WISH = {"identity": "identity:1", "style": "oil", "out": "scratch:pictures", "count": 4, "seed": 7}
OLD_PICTURE = {
    "file": "a.png",
    "raw": "b.png",
    "seed": 7,
    "likeness": 0.7,
    "likeness_before_fusion": 0.6,
    "distance": 0.4,
    "distance_before_fusion": 0.5,
    "likely": True,
}
#: Fields of those rows that no task ever read, and that are gone.
UNREAD = {"enrol": {"base"}, "instant": {"base"}, "inspect": {"keep_large"}, "stickers": {"side"}}
SINCE = {"alive", "verify"}  # kinds that came later: nobody has an old row of them
ROWS = json.loads((Path(__file__).parent / "rows_of_before.json").read_text("utf-8"))


@pytest.mark.parametrize("example", ROWS["requests"], ids=lambda one: one["kind"])
def test_a_job_queued_before_the_update_runs_after_it(example):
    """Rows written by the version before this codec: each becomes its request, and nothing of it is lost or changed."""
    request = read_request(example["kind"], example["row"])
    assert type(request) is kinds()[example["kind"]].request
    unread = UNREAD.get(example["kind"], set())
    row = {name: value for name, value in example["row"].items() if name not in unread}
    assert _of_then(to_json(request), row) == row


@pytest.mark.parametrize("example", ROWS["results"], ids=lambda one: one["kind"])
def test_a_result_of_before_the_update_can_be_shown_after_it(example):
    """/show, the gallery and favourites read what finished jobs left in the table; what came later has its default."""
    result = read_result(example["kind"], example["row"])
    assert result.kind == example["kind"]
    assert _of_then(to_json(result), example["row"]) == example["row"]


def _of_then(now, row):
    """Return of ``now`` what an old row knew of: its names, at every depth."""
    if isinstance(row, dict):
        return {name: _of_then(value, row[name]) for name, value in now.items() if name in row}
    if isinstance(row, list) and isinstance(now, list) and len(row) == len(now):
        return [_of_then(one, old) for one, old in zip(now, row, strict=True)]
    return now


def test_every_kind_has_a_row_of_before():
    """Negative control of the two above: no kind is left out of them."""
    then = {name: task for name, task in kinds().items() if name not in SINCE}
    assert {one["kind"] for one in ROWS["requests"]} == set(then)
    assert {one["kind"] for one in ROWS["results"]} == {task.result.kind for task in then.values()}


@pytest.mark.parametrize(
    ("kind", "row"), [("hologram", {}), ("speak", {"text": "Hello"}), ("speak", {"text": 7, "out": "scratch:v.ogg"})]
)
def test_a_row_that_is_no_request_is_an_error(kind, row):
    """A kind of a newer version, a missing value, another type: none reaches a worker, and no word of it a log."""
    with pytest.raises(MalformedError) as caught:
        read_request(kind, row)
    assert "Hello" not in str(caught.value)


def test_what_json_has_no_place_for_is_an_error():
    """A number where a path belongs would come back as something else on the other side."""
    with pytest.raises(MalformedError):
        to_json(Portrait(identity=7, style="oil", out=Path("o")))


def test_a_wish_of_before_means_what_it_meant():
    """A queued job of the last version runs as a plain portrait: nothing moved, no scene of its own."""
    wish = from_json(Portrait, OLD_WISH)
    assert (wish.draw, wish.expression, wish.framing, wish.shape) == (
        "auto",
        Expression.AS_IS,
        Framing.AUTO,
        Shape.SQUARE,
    )
    assert (wish.scene, wish.scene_picture) == ("", None)


def test_a_picture_of_before_was_drawn_by_the_base():
    """Old results must not be taken for photos, nor the other way round."""
    result = {"pictures": [OLD_PICTURE], "style": "oil", "base": "pocket", "style_weight": 0.25, "face_weight": 1.0}
    (picture,) = from_json(Portraits, result).pictures
    assert picture.source is Source.BASE


@pytest.mark.parametrize("source", list(Source))
def test_everything_new_survives_the_way_through_json(source):
    """A worker in another process gets exactly what was asked for."""
    wish = Portrait(
        identity=Path("i"),
        style="oil",
        out=Path("o"),
        draw="canvas",
        expression=Expression.SMILE,
        framing=Framing.HALF,
        shape=Shape.STORY,
        scene="forest",
        scene_picture=Path("p.png"),
    )
    assert from_json(Portrait, json.loads(json.dumps(to_json(wish)))) == wish
    picture = from_json(Picture, OLD_PICTURE | {"source": source.value, "photo": 2, "enlarged": 1.5})
    assert from_json(Picture, json.loads(json.dumps(to_json(picture)))) == picture
