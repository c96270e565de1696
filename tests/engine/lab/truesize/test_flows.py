"""The page of what flow families cost says it of all of them, and its figures belong together."""

from __future__ import annotations

import pytest

from engine import bases
from engine.bases import QUALITY, flow_shapes
from engine.lab.truesize import flows

FLOWS = [family.name for family in bases.families().values() if family.architecture in flow_shapes.TRUE]


def _rows(text: str) -> dict[str, list[str]]:
    """Return what a Markdown table says of each base: name -> its other cells."""
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:2] == "| ")
    return {first: rest for first, *rest in cells}


@pytest.mark.parametrize("name", FLOWS)
def test_the_page_says_what_a_flow_family_costs(name: str):
    """Work as its own record has it, less the adapter of a face, which is counted there too; seconds follow from it."""
    page = flows.PAGE.read_text(encoding="utf-8")
    rows = _rows(page.partition(flows.BEGIN)[2].partition(flows.END)[0])
    picture, step = (cell.replace(",", "") for cell in rows[name][:2])
    family = bases.families()[name]
    passes = family.samplers[QUALITY].steps * flows.rows_of(family)
    bare = passes * family.tflop + family.decode_tflop
    assert bare < float(picture) * 1.005, "nothing was left out"
    assert float(picture) < 1.06 * bare
    assert 3 * family.tflop < float(step) < 4 * family.tflop, "two passes forward, one back and a little"
    seconds = [tuple(map(float, cell.split(", "))) for cell in rows[name][2:]]
    for (drawn, learnt), card in zip(seconds, flows.CARDS.values(), strict=True):
        assert drawn == pytest.approx(float(picture) / (flows.USED * card), abs=0.06, rel=0.002)
        assert learnt == pytest.approx(float(step) / (flows.USED * card), abs=0.02)


def test_the_page_has_every_preset_of_a_flow_family():
    """A row for quick, good and best, or a base was forgotten when it came."""
    page = flows.PAGE.read_text(encoding="utf-8")
    assert all(f"\n| {name} | {kind} |" in page for name in FLOWS for kind in ("quick", "good", "best"))
