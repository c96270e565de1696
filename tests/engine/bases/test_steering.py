"""Which ControlNets a base needs, and that their absence is told before anybody waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import bases, weights
from engine.bases import steering
from engine.bases.flow_shapes import TRUE
from engine.errors import WeightMissingError
from tests.engine.diffusion import tiny


def test_every_base_has_records_of_all_its_controls():
    """XL had none: a template ended in a KeyError, shown as an error of the engine with an id."""
    families = bases.families()
    assert {name for name, family in families.items() if not steering.steered(family)} == {
        name for name, family in families.items() if family.architecture in TRUE
    }, "nobody has published ControlNets of ours for the flow families"
    for family in (family for family in families.values() if steering.steered(family)):
        for kind in {*steering.TEMPLATE, *steering.GARMENT}:
            assert steering.component(family, kind) in weights.components()
    xl = bases.families()["sdxl"]
    assert {steering.component(xl, kind) for kind in steering.GARMENT} == {"sdxl-control-union"}


def test_without_controls_a_face_in_a_template_is_the_persons_own_pixels():
    """And nobody is drawn anew around clothes: there is no pose to draw them in."""
    for family in bases.families().values():
        free = family.architecture in TRUE
        assert steering.own_pixels(family) == (free or family.small_vocabulary)
        assert steering.draws_bodies(family) == (family.bodies and not free)


@pytest.mark.parametrize(("base", "first"), [("sd15", "sd15-control-openpose"), ("sdxl", "sdxl-control-union")])
def test_what_is_missing_is_told_by_name_and_how_to_get_it(tmp_path: Path, base: str, first: str):
    """The embedded base has all of its own; a fetched one needs them fetched."""
    families = bases.families()
    steering.require(families["pocket"], tmp_path, steering.GARMENT)
    with pytest.raises(WeightMissingError) as caught:
        steering.require(families[base], tmp_path, steering.TEMPLATE)
    assert caught.value.data == {"component": first, "how": f"python -m bot weights fetch {first}"}
    tiny.write(tmp_path, base)
    for kind in ("union",) if base == "sdxl" else steering.TEMPLATE:
        tiny.write_control(tmp_path, base, kind)
    steering.require(families[base], tmp_path, steering.TEMPLATE)


def test_an_architecture_nobody_has_a_control_for_is_told_too(tmp_path: Path):
    """Never a KeyError."""
    other = replace(bases.families()["sd15"], architecture="sd99")
    with pytest.raises(WeightMissingError) as caught:
        steering.require(other, tmp_path, steering.TEMPLATE)
    assert caught.value.data["component"] == "sd99-control-openpose"
