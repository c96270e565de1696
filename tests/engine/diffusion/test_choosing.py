"""Candidates: all are seen through the small decoder, and what is chosen is the picture it always was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion import choosing
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import glimpse, tiny


@pytest.fixture(scope="module", params=tiny.KINDS, ids="-".join)
def pipeline(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> PortraitPipeline:
    """A tiny base, in what a processor and what a GPU keeps it in."""
    made = tiny.each(tmp_path_factory.mktemp("weights"), request.param)
    made.memory = replace(made.memory, decode=1)  # as on a processor: kernels for other batches round elsewhere
    return made


def _shots(count: int = 3) -> list[GenerationRequest]:
    return [GenerationRequest(prompt="a photo", seed=seed) for seed in range(count)]


def test_what_is_chosen_is_to_the_bit_what_decoding_everything_gives(pipeline: PortraitPipeline):
    """Seen first through another decoder, sent as the base's own shows it; what was not chosen is never decoded."""
    before = pipeline.draw(_shots())
    with glimpse.beside(pipeline) as small, glimpse.counted(pipeline) as asked:
        drawn = choosing.drawn(pipeline, _shots(), 1, pipeline)
        assert [one.seed for one in drawn] == [0, 1, 2]
        assert all(glimpse.marked(one.picture) for one in drawn)
        assert asked == []
        (sent,) = choosing.whole(pipeline, [drawn[1]])
    assert np.array_equal(sent, before[1])
    assert not np.array_equal(sent, before[0]), "the seed decides"
    assert (small.pictures, asked) == (3, [1])


def test_latents_are_kept_until_the_choice_and_no_longer(pipeline: PortraitPipeline):
    """The chosen one's go with its decoding, the others' when told; decoding the same again costs nothing."""
    with glimpse.beside(pipeline), glimpse.counted(pipeline) as asked:
        drawn = choosing.drawn(pipeline, _shots(), 1, pipeline)
        assert all(one.latent is not None for one in drawn)
        for _ in range(2):
            choosing.whole(pipeline, [drawn[0]])
        assert asked == [1]
        choosing.drop(drawn)
    assert all(one.latent is None for one in drawn)


@pytest.mark.parametrize("small", [True, False])
def test_where_there_is_nothing_to_choose_nothing_changes(pipeline: PortraitPipeline, small: bool):
    """As many drawn as are sent, or no small decoder: all are decoded in full at once."""
    before = pipeline.draw(_shots(2))
    if small:
        with glimpse.beside(pipeline) as seen:
            drawn = choosing.drawn(pipeline, _shots(2), 2, pipeline)
        assert seen.pictures == 0
    else:
        drawn = choosing.drawn(pipeline, _shots(2), 1, pipeline)
    assert all(one.latent is None for one in drawn)
    assert all(np.array_equal(one.picture, picture) for one, picture in zip(drawn, before, strict=True))


def test_a_preview_is_seen_through_the_small_decoder(pipeline: PortraitPipeline):
    """And the picture drawn under it is the one without: looking changes nothing."""
    looks = []

    class Looking:
        def due(self, done: int, total: int) -> bool:
            return True

        def look(self, see) -> None:
            looks.append(see())

    before = pipeline.draw(_shots(1))
    with glimpse.beside(pipeline), glimpse.counted(pipeline) as asked:
        (picture,) = pipeline.draw(_shots(1), preview=Looking())
    assert looks
    assert all(glimpse.marked(one) for one in looks)
    assert np.array_equal(picture, before[0])
    assert asked == [1]


def test_under_a_pose_it_is_the_same(tmp_path: Path):
    """Drawn by what steers the base: seen small, chosen, and to the bit the picture of before."""
    made = tiny.pipeline(tmp_path)
    made.memory = replace(made.memory, decode=1)
    tiny.write_control(tmp_path, "sd15", "openpose")
    inpainter = Inpainter(made, tiny.settings(tmp_path))
    bones = Control(kind="openpose", picture=np.full((tiny.SIDE, tiny.SIDE, 3), 90, np.uint8))
    before = inpainter.draw(_shots(), bones)
    with glimpse.beside(made) as small, glimpse.counted(made) as asked:
        drawn = choosing.drawn(inpainter, _shots(), 1, made, control=bones)
        (sent,) = choosing.whole(made, [drawn[2]])
    assert np.array_equal(sent, before[2])
    assert not np.array_equal(before[2], made.draw(_shots())[2]), "the pose has a say"
    assert (small.pictures, asked) == (3, [1])


def test_numbers_that_run_away_in_the_small_decoder_are_tried_in_float32(tmp_path: Path):
    """What overflows in half precision is judged all the same, and the decoder is as narrow afterwards as before."""
    made = tiny.pipeline(tmp_path, dtype=torch.bfloat16)

    def narrow(pixels: torch.Tensor) -> torch.Tensor:
        return pixels * (float("inf") if made.preview_decoder.slot.dtype == torch.bfloat16 else 1.0)

    with glimpse.beside(made, change=narrow) as small:
        drawn = choosing.drawn(made, _shots(2), 1, made)
        assert small.slot.dtype == torch.bfloat16
    assert all(one.picture.std() > 0 for one in drawn)
