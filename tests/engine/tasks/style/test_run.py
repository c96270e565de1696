"""What a style is described by is judged before an hour of training."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from engine.errors import ContentRefusedError
from engine.tasks.enrol.request import NotEnoughPhotosError
from engine.tasks.style.request import TrainStyle
from engine.tasks.style.run import run


@pytest.mark.parametrize("prompt", ["topless on a beach", "nackt am Strand"])
def test_nothing_is_learnt_by_words_that_may_not_be_drawn(tmp_path, prompt):
    """Whoever draws with that style would draw them; other words get as far as the pictures (control)."""
    models = SimpleNamespace(pipeline=None, faces=None, settings=SimpleNamespace(content=None))

    def learn(words: str) -> None:
        request = TrainStyle(pictures=(), out=tmp_path, name="beach", prompt=words)
        run(request, models, lambda progress: None, lambda: False)  # type: ignore[arg-type]

    with pytest.raises(ContentRefusedError):
        learn(prompt)
    with pytest.raises(NotEnoughPhotosError):
        learn("on a beach at sunset")
