"""``studio train-style`` around the engine: arguments, and files that appear together or not at all."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from bot.cli.studio import style
from bot.settings import load
from engine.errors import DeviceMemoryError
from engine.styles import StyleBook
from engine.tasks.enrol.request import NotEnoughPhotosError
from engine.tasks.style.request import StyleTrained, TrainStyle


def _args(tmp_path: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    style.add_arguments(parser.add_subparsers())
    return parser.parse_args(["train-style", str(tmp_path), *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "Brass!"), "no name of a style"),
        (("--name", "brass", "--title", "Messing"), "no title"),
        (("--name", "brass", "--title", "../x=Messing"), "no title"),
        (("--name", "brass", "--title", "de=Messing"), ""),
    ],
)
def test_arguments_are_checked_before_an_hour_of_training(tmp_path: Path, words: tuple[str, ...], said: str):
    """And answered in one sentence."""
    problem = style.problem(_args(tmp_path, *words))
    assert (said in problem) if said else problem == ""


def _trained(request: TrainStyle) -> StyleTrained:
    files = [request.out / f"{request.name}.{end}" for end in ("safetensors", "png", "toml")]
    for file in files:
        file.write_text(f'[{request.name}]\nprompt = "x"\n' if file.suffix == ".toml" else "")
    return StyleTrained(
        adapter=files[0], preview=files[1], record=files[2], base="pocket", pictures=9, steps=10, first_loss=1.0,
        loss=0.5, seconds=1.0,
    )  # fmt: skip


async def test_a_finished_style_appears_in_the_folder_of_a_running_bot(tmp_path: Path):
    """The record comes last: before, nobody sees half a style."""
    settings = load(overrides={"STYLES_DIR": tmp_path / "styles"})
    book = StyleBook(settings.engine.styles)
    assert book.get("brass") is None

    async def run(request: TrainStyle, scratch: Path) -> StyleTrained:
        assert request.titles == {"de": "Messing"}
        assert not list(settings.engine.styles.iterdir())
        return _trained(request)

    answer = await style.train(settings, [], _args(tmp_path, "--name", "brass", "--title", "de=Messing"), run)
    assert book.get("brass").own
    assert answer["adapter"] == str(settings.engine.styles / "brass.safetensors")
    assert _top(tmp_path) == ["styles"]


async def test_a_failed_training_leaves_nothing(tmp_path: Path):
    """Not even the folder it worked in."""
    settings = load(overrides={"STYLES_DIR": tmp_path / "styles"})

    async def run(request: TrainStyle, scratch: Path) -> StyleTrained:
        raise NotEnoughPhotosError(1, 4)

    with pytest.raises(NotEnoughPhotosError):
        await style.train(settings, [], _args(tmp_path, "--name", "brass"), run)
    assert _names(tmp_path) == ["styles"]


async def test_a_training_goes_on_where_it_was_interrupted(tmp_path: Path):
    """The same command again hands the engine the same folder, with the checkpoint still in it."""
    settings = load(overrides={"STYLES_DIR": tmp_path / "styles"})
    seen: list[list[str]] = []

    async def run(request: TrainStyle, scratch: Path) -> StyleTrained:
        seen.append(sorted(_top(request.work)))
        if len(seen) == 1:
            (request.work / "training.safetensors").touch()
            (request.out / "half.safetensors").touch()
            raise DeviceMemoryError
        return _trained(request)

    with pytest.raises(DeviceMemoryError):
        await style.train(settings, [], _args(tmp_path, "--name", "brass"), run)
    await style.train(settings, [], _args(tmp_path, "--name", "brass"), run)
    assert seen == [["made"], ["made", "training.safetensors"]]
    assert _top(tmp_path) == ["styles"]


def _names(folder: Path) -> list[str]:
    return [file.name for file in folder.rglob("*")]


def _top(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir()]
