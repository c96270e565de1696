"""Base families are data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import bases, weights
from engine.bases import flow_shapes, memory
from engine.bases import shapes as shapes_of
from engine.diffusion.backbone import KINDS
from engine.lab.pocket.data import EYE_DISTANCE, EYES_Y
from engine.settings import EngineSettings
from engine.tasks.portrait.mates import sampler
from engine.tasks.portrait.request import Portrait


def test_every_family_is_complete():
    """A record with a missing or misspelt field would only show on the operator's GPU box."""
    known = bases.families()
    assert {"pocket", "sd15", "sdxl"} <= known.keys()
    assert all("{subject}" in family.prompt and "{style}" in family.prompt for family in known.values())


def test_every_architecture_has_a_backbone_and_a_shape():
    """A record alone draws nothing: who adds one for a new architecture is told here what else it needs."""
    known = bases.families().values()
    assert {family.architecture for family in known} == KINDS.keys()
    shapes = {**shapes_of.TRUE, **flow_shapes.TRUE}
    assert {family.architecture for family in known if not family.folder} == shapes.keys()
    assert {family.architecture for family in known if memory.needs_of(family)} == shapes.keys()


def test_bases_of_few_steps_learn_as_slow_ones():
    """Taught as they are they would forget their few steps; what they learn with can be fetched."""
    few = {name: family for name, family in bases.families().items() if family.taught_with or family.taught_on}
    assert {name: family.sampler.steps for name, family in few.items()} == {"z-image-turbo": 8, "flux2-klein-4b": 4}
    for family in few.values():
        assert {family.taught_with, family.taught_on} - {""} <= weights.components().keys()
        assert not family.negative, "guidance is distilled away: nothing can be forbidden"


def test_without_an_accelerator_auto_takes_the_embedded_base(tmp_path: Path):
    """Minutes a picture would be a bad surprise, even where a larger base lies on disk."""
    _put(tmp_path, "base-sd15")
    assert bases.choose("auto", tmp_path, accelerator=False).name == "pocket"


def test_with_an_accelerator_auto_takes_a_fetched_base(tmp_path: Path):
    """The operator fetched it in order to use it."""
    _put(tmp_path, "base-sdxl")
    assert bases.choose("auto", tmp_path, accelerator=True).name == "sdxl"


def test_with_an_accelerator_and_nothing_fetched_auto_takes_the_embedded_base(tmp_path: Path):
    """A GPU without weights must still work."""
    assert bases.choose("auto", tmp_path, accelerator=True).name == "pocket"


def test_an_unknown_family_is_refused(tmp_path: Path):
    """A typing error in ENGINE_BASE is not a reason to use something else."""
    with pytest.raises(KeyError):
        bases.choose("sd99", tmp_path, accelerator=False)


def test_the_embedded_base_says_it_is_not_for_commerce():
    """Its training photos are for research only."""
    assert not bases.families()["pocket"].commercial


def _put(weights: Path, folder: str) -> None:
    (weights / folder).mkdir()
    (weights / folder / "model_index.json").write_text("{}")


def test_likeness_is_only_asked_of_the_framing_it_knows():
    """The judged part of the frame is a constant: with another framing it would judge a chin."""
    known = bases.families().values()
    asked = [(family.framing, family.eyes_y, family.eye_distance) for family in known if family.face.likeness]
    assert asked == [("eyes", EYES_Y, EYE_DISTANCE)]
    assert all(family.style.likeness == 0 for family in known), "a style has no face"


def test_a_sampler_that_is_not_there_is_replaced_by_the_one_that_always_is():
    """Nobody is refused a portrait because a base has no few steps; ``auto`` follows the family's own choice."""
    family = replace(bases.families()["pocket"], portraits="fast")
    assert [family.kind(wanted) for wanted in ("auto", "fast", "quality")] == ["fast", "fast", "quality"]
    slow = replace(family, samplers={"quality": family.sampler})
    assert [slow.kind(wanted) for wanted in ("auto", "fast", "quality")] == ["quality"] * 3
    assert bases.families()["sd15"].kind("auto") == "quality"


def test_the_fastest_way_is_one_word_of_the_operator_away(tmp_path: Path):
    """Four unguided steps lie ready where the few-step adapter does; a request that says how it is drawn is heard."""
    usual = Portrait(identity=tmp_path, style="natural", out=tmp_path, count=1)
    asked = replace(usual, sampler="quality")
    settings = EngineSettings(weights=tmp_path)
    ours = replace(settings, sampler="fastest")
    for name in ("sd15", "majicmix", "sdxl"):
        family = bases.families()[name]
        fastest, fast = family.samplers["fastest"], family.samplers["fast"]
        assert (fastest.steps, fastest.guidance, fastest.adapter) == (4, 1.0, fast.adapter)
        told = [sampler(usual, settings, family), sampler(usual, ours, family), sampler(asked, ours, family)]
        assert told == ["quality", "fastest", "quality"]
    assert sampler(usual, ours, bases.families()["pocket"]) == "fast", "the next slower one it has"


def test_a_base_too_large_for_the_card_is_not_chosen_by_itself(tmp_path: Path):
    """Both are fetched: a card of 6 GB draws with the smaller one, one of 2 GB with neither; who names it gets it."""
    for name in ("sdxl", "sd15"):
        folder = tmp_path / f"base-{name}"
        folder.mkdir()
    (tmp_path / "base-sdxl" / "model_index.json").write_text("{}")
    chosen = {
        size: bases.choose("auto", tmp_path, accelerator=True, memory=lambda s=size: s << 30).name for size in (6, 8)
    }
    assert chosen == {6: "pocket", 8: "sdxl"}
    (tmp_path / "base-sd15" / "model_index.json").write_text("{}")
    chosen = [bases.choose("auto", tmp_path, accelerator=True, memory=lambda s=s: s << 30).name for s in (2, 6)]
    assert chosen == ["pocket", "sd15"]
    assert bases.choose("sdxl", tmp_path, accelerator=True, memory=lambda: 2 << 30).name == "sdxl"


def test_auto_takes_the_best_base_that_fits_not_the_first_in_the_file(tmp_path: Path):
    """Whoever fetched both and has the memory wants the better one; where nobody knows the memory, the modest one."""
    for name in ("sd15", "sdxl"):
        _put(tmp_path, f"base-{name}")
    chosen = {
        size: bases.choose("auto", tmp_path, accelerator=True, memory=lambda s=size: s << 30).name for size in (6, 24)
    }
    assert chosen == {6: "sd15", 24: "sdxl"}
    assert bases.choose("auto", tmp_path, accelerator=True, memory=lambda: None).name == "sd15"


def test_the_memory_of_amd_cards_is_read_from_their_driver(tmp_path: Path):
    """The smallest card counts; graphics inside a processor is none to draw with."""
    assert bases.amd_memory(tmp_path) is None
    for number, size in enumerate((24 << 30, 16 << 30, 512 << 20)):
        folder = tmp_path / f"card{number}" / "device"
        folder.mkdir(parents=True)
        (folder / "mem_info_vram_total").write_text(f"{size}\n")
    assert bases.amd_memory(tmp_path) == 16 << 30


def test_a_torch_for_intel_cards_is_an_accelerator(monkeypatch: pytest.MonkeyPatch):
    """Its drivers leave no file that a processor's graphics does not leave too; the build of torch tells."""
    monkeypatch.setattr(bases.Path, "exists", lambda self: False)
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0+cpu")
    plain = bases.accelerator_likely("auto")
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0+xpu")
    assert bases.accelerator_likely("auto")
    assert not plain or bases.platform.system() == "Darwin"
    assert bases.accelerator_likely("xpu:0")


def test_a_base_that_reads_by_a_language_model_is_told_words_of_any_language():
    """Whoever writes Japanese is not told that only English is understood where it is not so, and is where it is."""
    known = bases.families()
    assert {name for name, family in known.items() if family.reads == "any"} == {
        name for name, family in known.items() if family.architecture in flow_shapes.TRUE
    }
    assert {family.reads for family in known.values()} == {"any", "en"}


def test_what_needs_cuda_is_said_of_every_other_device(monkeypatch: pytest.MonkeyPatch):
    """On a processor, an Apple or an Intel chip 115 GB would be read first, and a picture would take hours."""
    known = bases.families()
    base = known["qwen-image-edit"]
    for device in ("cpu", "mps", "xpu:0"):
        assert bases.lacks_cuda(base, device) == (
            f"The base qwen-image-edit needs a card that CUDA or ROCm drives, and ENGINE_DEVICE={device} is none"
        )
        assert not any(bases.lacks_cuda(one, device) for one in known.values() if one is not base)
    assert bases.lacks_cuda(base, "cuda:1") == ""
    monkeypatch.setattr(bases.Path, "exists", lambda self: True)
    monkeypatch.setattr(bases, "torch_build", lambda: "2.13.0+cu130")
    assert bases.lacks_cuda(base, "auto") == ""
    for build in ("2.13.0+cpu", "2.13.0+xpu"):  # whatever card is there, this torch cannot use it
        monkeypatch.setattr(bases, "torch_build", lambda build=build: build)
        assert bases.lacks_cuda(base, "auto").endswith("none is found here")


def test_a_base_no_laptop_holds_without_cuda_is_marked_so():
    """The mark is data; what it has to follow from is counted: more than 96 GB in float32."""
    for family in bases.families().values():
        needs = memory.needs_of(family)
        if needs is not None:
            assert family.cuda_only == memory.hopeless_without_a_card(needs, 96 << 30, family.path(Path("none")))


def test_auto_never_takes_a_base_for_cuda_where_nobody_says_that_there_is_one(tmp_path: Path):
    """An Apple chip is an accelerator whose memory nobody tells; a card that tells its own is CUDA's."""
    _put(tmp_path, "base-qwen-image-edit")
    assert bases.choose("auto", tmp_path, accelerator=True, memory=lambda: None).name == "pocket"
    assert bases.choose("auto", tmp_path, accelerator=True, memory=lambda: 80 << 30).name == "qwen-image-edit"
