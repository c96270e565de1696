"""The command line of template inpainting, with an engine that answers on cue."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import template
from engine.tasks.template.request import InspectTemplate, Redrawn, Template, Templated, TemplateFace, TemplateFaces
from engine.templates import Gallery


def parsed(*line: str) -> argparse.Namespace:
    """Return the arguments of a command line."""
    parser = argparse.ArgumentParser()
    template.add_arguments(parser.add_subparsers(dest="action"))
    return parser.parse_args(line)


def test_every_choice_of_the_engine_can_be_made(tmp_path: Path):
    """Each option reaches its field, and the defaults are those of a request."""
    line = "inpaint t.jpg --identity ada --identity ben --place 2 --place 1 --out o --count 3 --seed 9"
    line += " --strength 0.5 --face-weight 0.8 --sampler fast --debug d"
    people = [tmp_path / "ada", tmp_path / "ben"]
    assert template.request_of(parsed(*line.split()), people) == Template(
        template=Path("t.jpg").resolve(),
        people=tuple(people),
        places=(2, 1),
        out=Path("o").resolve(),
        count=3,
        seed=9,
        strength=0.5,
        face_weight=0.8,
        sampler="fast",
        debug=Path("d").resolve(),
    )
    plain = template.request_of(parsed("inpaint", "t.jpg", "--identity", "ada", "--out", "o"), people[:1])
    assert plain == Template(template=Path("t.jpg").resolve(), people=(people[0],), out=Path("o").resolve())


def test_a_name_of_the_gallery_is_a_template_unless_a_file_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What lies in the folder is what is meant."""
    monkeypatch.chdir(tmp_path)
    assert template.template_file("duo") == Gallery().all["duo"].source
    (tmp_path / "duo").touch()
    assert template.template_file("duo") == tmp_path / "duo"


@pytest.mark.parametrize("strength", ["0", "1.5", "much"])
def test_a_strength_that_makes_no_sense_is_refused_before_anything_starts(strength: str):
    """0 would redraw nothing."""
    with pytest.raises(SystemExit):
        parsed("inpaint", "t.jpg", "--identity", "ada", "--out", "o", "--strength", strength)


async def test_everybody_is_told_how_alike_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """In the order the people were named."""

    async def run(request: Template, scratch: Path) -> Templated:
        picture = Redrawn(
            file=request.out / "template-0.png",
            seed=4,
            likeness=0.6,
            each=(0.6, 0.75),
            each_before_fusion=(0.5, 0.5),
            likely=True,
        )
        return Templated(pictures=(picture,), base="pocket", width=10, height=10)

    args = parsed("inpaint", "duo", "--identity", "a", "--identity", "b", "--out", str(tmp_path))
    said = await template.inpaint(args, [tmp_path / "a", tmp_path / "b"], run)
    assert said["pictures"][0]["each"] == [0.6, 0.75]
    assert "seed 4  60%, 75% alike" in capsys.readouterr().err


async def test_faces_are_numbered_with_what_is_wrong_with_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Before anybody is put anywhere."""

    async def run(request: InspectTemplate, scratch: Path) -> TemplateFaces:
        box = (0.1, 0.1, 0.3, 0.3)
        faces = (TemplateFace(number=1, box=box), TemplateFace(number=2, box=box, problem="turned-away"))
        return TemplateFaces(faces=faces, numbered=request.numbered)

    out = tmp_path / "new" / "seen.png"
    said = await template.faces(parsed("faces", "duo", "--out", str(out)), run)
    assert said["numbered"] == str(out)
    assert capsys.readouterr().err.splitlines() == ["1 can be redrawn", "2 turned-away"]
