"""What waits in a table must be understood after an upgrade: rows of before say nothing of canvases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.requests import Expression, Framing, Picture, Portrait, Portraits, Shape, Source, from_json, to_json

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
