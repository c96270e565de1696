"""The command line of try-on, with an engine that answers on cue."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import tryon
from engine.tasks.template.request import Redrawn
from engine.tasks.tryon.request import Background, Garment, Garments, InspectGarment, Part, Tap, TriedOn, TryOn


def parsed(*line: str) -> argparse.Namespace:
    """Return the arguments of a command line."""
    parser = argparse.ArgumentParser()
    tryon.add_arguments(parser.add_subparsers(dest="action"))
    return parser.parse_args(line)


def test_every_choice_of_the_engine_can_be_made(tmp_path: Path):
    """Each option reaches its field, and the defaults are those of a request."""
    line = "tryon c.jpg --identity ada --out o --keep 1 --keep 3 --add 0.5,0.25 --remove 0.1,1 --background beach"
    line += " --scene street --count 4 --seed 9 --face-weight 0.8 --debug d"
    assert tryon.request_of(parsed(*line.split()), tmp_path) == TryOn(
        garment=Path("c.jpg").resolve(),
        identity=tmp_path,
        out=Path("o").resolve(),
        keep=(1, 3),
        taps=(Tap(x=0.5, y=0.25), Tap(x=0.1, y=1.0, add=False)),
        background=Background.BEACH,
        scene="street",
        count=4,
        seed=9,
        face_weight=0.8,
        debug=Path("d").resolve(),
    )
    plain = tryon.request_of(parsed("tryon", "c.jpg", "--identity", "ada", "--out", "o"), tmp_path)
    assert plain == TryOn(garment=Path("c.jpg").resolve(), identity=tmp_path, out=Path("o").resolve())


@pytest.mark.parametrize("place", ["0.5", "2,0.5", "a,b", "0.5,0.5,0.5"])
def test_a_place_outside_the_picture_is_refused_before_anything_starts(place: str):
    """Shares of width and height, two of them."""
    with pytest.raises(SystemExit):
        parsed("garment", "c.jpg", "--out", "o.png", "--add", place)


async def test_what_was_drawn_anew_and_what_stayed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture):
    """The embedded base keeps the model's body, and says so."""

    async def run(request: TryOn, scratch: Path) -> TriedOn:
        picture = Redrawn(
            file=request.out / "tryon-0.png", seed=3, likeness=0.7, each=(0.7,), each_before_fusion=(0.6,), likely=True
        )
        return TriedOn(
            pictures=(picture,),
            redrawn=(Part.FACE, Part.SKIN),
            stays=(Part.HAIR, Part.BODY, Part.BACKGROUND),
            background=request.background,
            base="pocket",
            width=300,
            height=400,
        )

    args = parsed("tryon", "c.jpg", "--identity", "ada", "--out", str(tmp_path))
    answer = await tryon.tryon(args, tmp_path, run)
    assert answer["stays"] == ["hair", "body", "background"]
    said = capsys.readouterr().err
    assert "drawn anew: face, skin; stays: hair, body, background" in said
    assert "likeness 0.70" in said


async def test_a_look_lists_the_garments_and_what_stands_in_the_way(tmp_path: Path, capsys: pytest.CaptureFixture):
    """Nothing has been drawn yet, so the reason comes early."""

    async def run(request: InspectGarment, scratch: Path) -> Garments:
        assert request.grid
        return Garments(
            garments=(Garment(number=1, kind="whole", box=(0, 0, 1, 1), share=0.25),),
            preview=request.preview,
            worn=False,
            face=False,
            redrawn=(),
            stays=(),
            problem="garment-not-worn",
        )

    await tryon.look(parsed("garment", "c.jpg", "--out", str(tmp_path / "o.png"), "--grid"), run)
    said = capsys.readouterr().err
    assert "1 whole, 25% of the picture, stays" in said
    assert said.rstrip().endswith("cannot be tried on here: garment-not-worn")
