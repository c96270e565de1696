"""The plan of a device's memory, from what was counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import bases
from engine.bases import memory
from engine.bases.memory import GIB, TAKEN, MemoryPlan
from engine.tasks.tryon import around_garment


def _card(size: int) -> float:
    return size * GIB - TAKEN


@pytest.mark.parametrize(("base", "size"), [("sd15", 4), ("sdxl", 8), ("z-image", 16), ("flux2-klein", 12)])
def test_portraits_fit_the_cards_that_are_promised(base: str, size: int):
    """Stable Diffusion 1.5 in 4 GB, XL in 8 GB, in half precision; half a gigabyte is too little for any."""
    needs = memory.known()[base]
    plan = memory.choose(needs, _card(size))
    assert plan.storage in ("whole", "offload")
    assert memory.peak(needs, plan) <= _card(size) * memory.SPARE
    tiny = memory.choose(needs, GIB / 2)
    assert (tiny.storage, tiny.draw, tiny.decode) == ("group", 1, 1)
    assert memory.peak(needs, tiny) > GIB / 2


@pytest.mark.parametrize(("base", "size"), [("sd15", 6), ("sdxl", 12), ("z-image", 24), ("flux2-klein", 12)])
def test_faces_are_learnt_on_the_cards_that_are_promised(base: str, size: int):
    """1.5 in 6 GB, XL in 12 GB; and XL not in 6, where weights are stored in 8 bits."""
    assert memory.trains(memory.known()[base], _card(size)) != "no"
    assert memory.trains(memory.known()["sdxl"], _card(6)) == "no"


@pytest.mark.parametrize("base", ["z-image", "flux2-klein"])
def test_flow_families_draw_in_8_gb_layer_by_layer(base: str):
    """Their text encoder alone is as large as the card: it comes by layer too, and is not counted whole."""
    needs, plan = memory.known()[base], memory.choose(memory.known()[base], _card(8))
    assert needs.text > _card(8) * memory.SPARE
    assert plan.storage == "group"
    assert memory.peak(needs, plan) <= _card(8) * memory.SPARE
    assert memory.peak(needs, replace(plan, storage="offload")) > _card(8)


def test_a_text_encoder_makes_room_where_a_face_could_else_not_be_learnt():
    """Z-Image draws with all of it in 24 GB, but beside its text encoder there is no room to learn."""
    needs = memory.known()["z-image"]
    whole = MemoryPlan(storage="whole", draw=1, decode=1, encode=1)
    assert memory.peak(needs, whole) <= _card(24) * memory.SPARE
    assert memory.choose(needs, _card(24)).storage == "offload"
    assert memory.trains(needs, _card(24)) == "checkpointed"
    assert memory.choose(needs, _card(48)).storage == "whole"


@pytest.mark.parametrize("base", ["sd15", "sdxl", "z-image", "flux2-klein", "qwen-image"])
def test_a_larger_card_never_gets_a_smaller_plan(base: str):
    """And every plan stays within the memory it was made for, from the first card on which one fits."""
    needs, last = memory.known()[base], None
    for size in range(4 if base != "qwen-image" else 5, 49):
        plan = memory.choose(needs, _card(size))
        assert memory.peak(needs, plan) <= _card(size) * memory.SPARE
        rank = (-memory.STORAGES.index(plan.storage), plan.draw if last and last[0] == plan.storage else 0)
        assert last is None or rank >= (-memory.STORAGES.index(last[0]), 0)
        last = (plan.storage, plan.draw)


def test_needs_grow_with_the_pixels_and_weights_do_not():
    """Four times the pixels, four times the activations."""
    needs = memory.known()["sd15"]
    larger = needs.at(1024)
    assert larger.decode == 4 * needs.decode
    assert larger.denoiser == needs.denoiser
    wide = memory.needs_of(bases.families()["sd15"], wide=True)
    assert wide.decode == 2 * needs.decode


def test_a_plan_gets_smaller_down_to_one():
    """Halved each time memory runs out."""
    plan, seen = MemoryPlan(draw=4), []
    while plan is not None:
        seen.append(plan.draw)
        plan = plan.smaller("draw")
    assert seen == [4, 2, 1]
    assert MemoryPlan(encode=1).smaller("encode") is None


def test_the_families_name_the_memory_that_was_counted():
    """`auto` chooses by it: a card that draws with whole or offloaded weights, with a little to spare."""
    for family in bases.families().values():
        needs = memory.needs_of(family)
        if needs is None:
            continue
        just = memory.choose(needs, family.memory_mb * 2**20 - TAKEN)
        assert just.storage in ("whole", "offload"), family.name
        room = family.memory_mb * 2**20 * 0.7 - TAKEN
        less = memory.choose(needs, room)
        assert less.storage in ("group", "small") or memory.peak(needs, less) > room, family.name
    assert memory.needs_of(replace(bases.families()["pocket"])) is None


@pytest.mark.parametrize(("base", "size"), [("sd15", 4), ("sdxl", 4)])
def test_pictures_under_controlnets_fit_too(base: str, size: int):
    """Three ControlNets weigh more than the base of 1.5: where they do not fit whole, they come layer by layer."""
    needs = memory.known()[base]
    assert needs.controls > needs.denoiser / 3
    plan = memory.choose(needs, _card(size))
    assert memory.steered_peak(needs, plan) <= _card(size) * memory.SPARE
    assert plan.controls == "group"
    whole = memory.choose(needs, _card(24))
    assert (whole.storage, whole.controls) == ("whole", "whole")
    assert memory.steered_peak(needs, whole) > memory.peak(needs, replace(whole, draw=1, decode=1, encode=1))


def test_weights_come_by_layer_before_they_are_made_coarser():
    """Layer by layer is slower and exact; 8 bits are another picture, so they come last, and count their adapter."""
    assert memory.STORAGES.index("group") < memory.STORAGES.index("small")
    needs = memory.known()["sdxl"]
    assert memory.choose(needs, _card(4)).storage == "group"
    assert memory.trains(needs, _card(4)) == "no"
    small = memory.resident(needs, "small", "draw")
    assert small > memory.resident(needs, "group", "draw")
    assert small - memory.resident(replace(needs, fewstep=0), "small", "draw") == needs.fewstep > 0


def test_a_picture_that_an_edit_model_changes_fits_where_portraits_do():
    """Three pictures beside it are more than a row of its own, and less than the two rows a portrait is planned by."""
    needs = memory.known()["flux2-klein"]
    assert needs.draw / 2 < needs.edited < needs.draw
    for size in (8, 12, 16, 24):
        plan = memory.choose(needs, _card(size))
        assert memory.edited_peak(needs, plan) <= _card(size) * memory.SPARE
    greedy = replace(needs, edited=needs.draw + GIB)
    assert memory.choose(needs, _card(12)).storage == "offload"
    assert memory.choose(greedy, _card(12)).storage == "group", "the control: it is counted"
    assert memory.known()["z-image"].edited == 0, "it is shown no pictures"


@pytest.mark.parametrize(("size", "host", "storage"), [
    (8, 96, "group"), (16, 96, "group"), (24, 32, "nf4"), (16, 32, "nf4"), (48, 96, "offload"), (80, 96, "whole"),
])  # fmt: skip
def test_a_base_of_20_billion_values_gets_a_plan_where_there_is_one(size: int, host: int, storage: str):
    """Layer by layer where its 57 GB can wait in the machine, else in 4 bits on the card; every plan fits."""
    needs = memory.known()["qwen-image"]
    plan = memory.choose(needs, _card(size), host=host * GIB)
    assert plan.storage == storage
    assert max(memory.peak(needs, plan), memory.edited_peak(needs, plan)) <= _card(size) * memory.SPARE
    assert memory.waiting(needs, plan.storage) <= host * GIB * memory.SPARE
    assert not memory.hopeless(needs, _card(size), host * GIB)


def test_it_is_refused_where_there_is_none():
    """Neither 8 nor 12 GB hold it in 4 bits, and 32 GB of the machine do not let it wait: nothing is tried."""
    needs = memory.known()["qwen-image"]
    for size in (8, 12):
        assert memory.hopeless(needs, _card(size), 32 * GIB)
        plan = memory.choose(needs, _card(size), host=32 * GIB)
        assert memory.edited_peak(needs, plan) > _card(size) * memory.SPARE
    assert memory.hopeless(needs, _card(24), 12 * GIB), "its reader of 17 GB waits in the machine too"
    assert not memory.hopeless(memory.known()["sdxl"], _card(4), 16 * GIB)
    assert memory.hopeless(needs, _card(24), 20 * GIB), "in 4 bits it waits there, too, while the reader reads"
    assert "nf4" not in memory.storages(memory.known()["sdxl"], 0), "of transformers alone"


@pytest.mark.parametrize("base", ["sd15", "sdxl"])
def test_a_try_on_under_controlnets_draws_within_what_was_planned(base: str):
    """Whatever shape a picture has: half more pixels than the base's square would be half more memory than planned."""
    needs, side = memory.known()[base], memory.known()[base].side
    for size in (4, 8, 12):
        plan = memory.choose(needs, _card(size))
        for shape in ((1500, 1000, 3), (1000, 1000, 3), (700, 3000, 3), (1920, 1080, 3)):
            height, width = around_garment.size(shape, side)
            drawn = needs.at(round((height * width) ** 0.5))
            assert memory.steered_peak(drawn, plan) <= memory.steered_peak(needs, plan)
            assert height * width > 0.7 * side**2, "and not much fewer"
    wide = needs.at(round((1.5 * side**2) ** 0.5))
    assert memory.steered_peak(wide, memory.MOST) > memory.steered_peak(needs, memory.MOST), "the control"


def test_without_a_card_a_base_larger_than_the_machine_is_refused(tmp_path: Path):
    """Whole in float32, twice its files; of what lies there already, what it is: a tiny one of the kind fits."""
    needs = memory.known()["z-image"]
    assert memory.hopeless_without_a_card(needs, 32 * GIB, tmp_path)
    assert not memory.hopeless_without_a_card(needs, 48 * GIB, tmp_path)
    assert not memory.hopeless_without_a_card(memory.known()["sd15"], 8 * GIB, tmp_path)
    checkpoint = tmp_path / "own.safetensors"
    checkpoint.write_bytes(bytes(1000))
    assert not memory.hopeless_without_a_card(needs, 32 * GIB, checkpoint), "one file is a base, too"
    checkpoint.unlink()
    (tmp_path / "transformer").mkdir()
    (tmp_path / "transformer" / "tiny.safetensors").write_bytes(bytes(1000))
    assert not memory.hopeless_without_a_card(needs, 32 * GIB, tmp_path)


def test_without_bitsandbytes_nothing_is_kept_in_4_bits(monkeypatch: pytest.MonkeyPatch):
    """Then a card of 16 GB in a machine of 32 holds it in no way, and with it it would."""
    needs = memory.known()["qwen-image"]
    monkeypatch.setattr(memory, "find_spec", lambda name: None)
    assert memory.hopeless(needs, _card(16), 32 * GIB)
    assert not memory.hopeless(needs, _card(16), 32 * GIB, packed=True)
