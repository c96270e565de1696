"""The same words are read once, pictures stay what they were to the bit, and nothing of the words stays behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.diffusion.backbone import Read
from engine.diffusion.finite import widened
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.diffusion.prompt_cache import PromptCache
from tests.engine.diffusion import tiny, tiny_flow

CPU = torch.device("cpu")
WORDS = "a photo of a woman in a red coat"
KINDS = [*tiny.KINDS, *((name, kind) for name in tiny_flow.NAMES for kind in tiny.TYPES)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny bases lie."""
    return tmp_path_factory.mktemp("weights")


def _opened(folder: Path, name: str, kind: str = "float32") -> PortraitPipeline:
    made = tiny_flow.pipeline if name in tiny_flow.NAMES else tiny.pipeline
    return made(folder, name, tiny.TYPES[kind])


def _shots(count: int, prompt: str = WORDS) -> list[GenerationRequest]:
    return [GenerationRequest(prompt=prompt, seed=7 + number) for number in range(count)]


@contextmanager
def _reading(pipeline: PortraitPipeline) -> Iterator[list[int]]:
    """Yield a list with one entry for each call of the text encoder inside the block."""
    calls: list[int] = []
    hook = pipeline.pipe.text_encoder.register_forward_hook(lambda *_: calls.append(1))
    try:
        yield calls
    finally:
        hook.remove()


def _drawn(pipeline: PortraitPipeline, shots: list[GenerationRequest], batch: int = 0) -> tuple[np.ndarray, int]:
    """Return the pictures, and how often the text encoder was called for them."""
    with _reading(pipeline) as calls:
        return np.stack(pipeline.draw(shots, batch=batch)), len(calls)


@pytest.mark.parametrize(("name", "kind"), KINDS, ids="-".join)
def test_pictures_are_equal_to_the_bit_and_words_are_read_once(folder: Path, name: str, kind: str):
    """Four pictures in portions of one, then the same request again; the control reads for every portion."""
    pipeline = _opened(folder, name, kind)
    pipeline.prompts = PromptCache(room=0)
    usual, often = _drawn(pipeline, _shots(4), batch=1)
    pipeline.prompts = PromptCache()
    first, once = _drawn(pipeline, _shots(4), batch=1)
    again, none = _drawn(pipeline, _shots(4), batch=1)
    assert np.array_equal(first, usual)
    assert np.array_equal(again, usual)
    assert often == 4 * once > 0
    assert none == 0
    other, new = _drawn(pipeline, _shots(1, "a drawing of a man"), batch=1)
    assert new > 0
    assert not np.array_equal(other[0], usual[0]), "the control: other words draw another picture"


def test_a_person_behind_the_words_is_not_kept_with_them(tmp_path: Path):
    """The embedded base reads a face beside the words: two people in the same words stay two."""
    pipeline = tiny.pocket(tmp_path)
    people = [np.random.default_rng(seed).normal(size=128).astype(np.float32) for seed in (1, 2)]
    shots = [GenerationRequest(prompt=WORDS, seed=7, embedding=person) for person in people]
    drawn = [_drawn(pipeline, [shot]) for shot in shots]
    assert drawn[1][1] == 0
    assert not np.array_equal(drawn[0][0], drawn[1][0])
    pipeline.prompts.forget()
    assert np.array_equal(pipeline.draw([shots[1]])[0], drawn[1][0][0])


@pytest.mark.parametrize("merge", [True, False])
def test_a_style_that_reads_otherwise_reads_anew(folder: Path, tmp_path: Path, merge: bool):
    """Its adapter has a part in the text encoder: the same words in no style, in it, and in half of it."""
    pipeline = tiny.pipeline(folder, merge=merge)
    style, ways = (
        tiny.write_text_style(pipeline, tmp_path / "words.safetensors"),
        [(None, 1.0), (1, 1.0), (1, 0.5), (None, 1.0)],
    )

    def read(kept: bool) -> list[torch.Tensor]:
        found = []
        for wanted, weight in ways:
            pipeline.use(face=None, style=style if wanted else None, style_weight=weight)
            pipeline.prompts = pipeline.prompts if kept else PromptCache()
            found.append(pipeline.reads(_shots(1))[0].states)
        return found

    kept, anew = read(kept=True), read(kept=False)
    assert all(torch.equal(one, other) for one, other in zip(kept, anew, strict=True))
    assert torch.equal(kept[0], kept[3])
    assert all((kept[number] - kept[0]).abs().max() > 0.1 for number in (1, 2)), "the control: it does read otherwise"
    assert not torch.equal(kept[1], kept[2])


def test_a_text_encoder_that_learns_faces_reads_every_time(tmp_path: Path):
    """It reads for each person otherwise, and while a face is learnt otherwise in each step."""
    small = tiny.small("sd15")
    tiny.write(tmp_path, "sd15")
    family = replace(small, face=replace(small.face, text_rate=1e-2))
    pipeline = PortraitPipeline(tiny.settings(tmp_path), family, dtype=torch.float32)
    pipeline.use(face=1.0, style=None)
    before = pipeline.reads(_shots(1))[0].states
    with torch.no_grad():
        for name, value in pipeline.face_parameters().items():
            value.copy_(torch.randn(value.shape, generator=torch.Generator().manual_seed(len(name))))
    assert (pipeline.reads(_shots(1))[0].states - before).abs().max() > 0.1
    assert pipeline.prompts.nbytes == 0


def test_a_second_try_in_full_precision_reads_anew(folder: Path):
    """What ran away in half precision would be told again; afterwards the first reading is there as it was."""
    pipeline = tiny.pipeline(folder, dtype=torch.bfloat16)
    half = pipeline.reads(_shots(1))[0].states
    with widened(pipeline, pipeline.networks):
        full = pipeline.reads(_shots(1))[0].states
    with _reading(pipeline) as calls:
        after = pipeline.reads(_shots(1))[0].states
    assert full.dtype == torch.float32
    assert not torch.equal(full, half.float())
    assert torch.equal(after, half)
    assert not calls


def test_the_words_of_photos_that_are_learnt_are_not_kept(folder: Path):
    """Captions say what is seen in somebody's photos, and no picture is drawn by them."""
    pipeline = tiny.pipeline(folder)
    pipeline.read([WORDS])
    assert pipeline.prompts.nbytes == 0


def test_forgetting_a_person_lets_go_of_what_was_read(folder: Path):
    """Words say who somebody is; what stays until then is neither the words nor a picture of them in the log."""
    pipeline = tiny.pipeline(folder)
    _drawn(pipeline, _shots(1))
    assert pipeline.prompts.nbytes > 0
    assert "red coat" not in repr(vars(pipeline.prompts))
    pipeline.forget_person()
    assert pipeline.prompts.nbytes == 0
    assert _drawn(pipeline, _shots(1))[1] > 0


def _counted(size: int) -> tuple[list[int], Callable[[], Read]]:
    calls: list[int] = []

    def read() -> Read:
        calls.append(len(calls))
        return Read(states=torch.full((size,), float(len(calls))), added={"more": torch.zeros(size)})

    return calls, read


def test_what_was_used_longest_ago_goes_first():
    """Two readings of 80 bytes fit; one larger than all that is kept pushes nothing out."""
    cache, (calls, read) = PromptCache(room=160), _counted(10)
    for key in ("a", "b", "a", "c", "a"):
        cache.read(key, CPU, read)
    assert len(calls) == 3
    assert cache.nbytes == 160
    cache.read("b", CPU, read)
    assert len(calls) == 4
    cache.read("large", CPU, _counted(100)[1])
    assert cache.nbytes == 160
    cache.read("a", CPU, read)
    assert len(calls) == 4


def test_nobody_can_change_what_is_kept():
    """Whoever writes into what they were given spoils nobody else's."""
    cache, (_, read) = PromptCache(), _counted(4)
    for _ in range(3):
        given = cache.read("a", CPU, read)
        assert float(given.states.sum()) == 4.0
        given.states.zero_()
        given.added["more"].fill_(1.0)
    assert float(cache.read("a", CPU, read).added["more"].sum()) == 0.0


def test_numbers_that_ran_away_are_read_again():
    """What went wrong once would go wrong for everybody who says the same."""
    cache, good = PromptCache(), torch.ones(4)
    first = cache.read("a", CPU, lambda: Read(states=good * torch.inf))
    assert not bool(first.states.isfinite().any())
    assert torch.equal(cache.read("a", CPU, lambda: Read(states=good)).states, good)
    assert torch.equal(cache.read("a", CPU, lambda: Read(states=good * 2)).states, good), "the control: it is kept"
