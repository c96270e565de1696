"""What a new flow family costs: one file at the seam and entries of data, shown by the second one."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import engine
from engine.bases.flow_shapes import TINY, TRUE
from engine.diffusion.backbone import KINDS, FlowBackbone
from engine.selftest.flows import PARTS

ROOT = Path(engine.__file__).parent
MOST = 200  # lines
#: Where an architecture may be named: the seam's list, sizes, classes, what tells files of adapters.
DATA = {
    "bases/flow_shapes.py", "diffusion/backbone/__init__.py", "selftest/flows.py", "selftest/flow_calls.py",
    "styles/adapter_file.py",
}  # fmt: skip


def test_an_architecture_is_one_short_file():
    """Latents, words, what is taught, the way and the guidance: all of it, and nothing of it elsewhere."""
    flows = {name: kind for name, kind in KINDS.items() if issubclass(kind, FlowBackbone)}
    assert flows.keys() == TRUE.keys() == TINY.keys() == PARTS.keys()
    assert len(flows) >= 2
    files = {name: Path(inspect.getfile(kind)) for name, kind in flows.items()}
    assert len(set(files.values())) == len(flows)
    assert all(len(file.read_text().splitlines()) <= MOST for file in files.values())


def test_nobody_else_asks_which_flow_family_it_is():
    """Else a third one would have to be added there, too: literals of the code are read, comments are free."""
    for file in ROOT.rglob("*.py"):
        place = file.relative_to(ROOT).as_posix()
        if place in DATA or place.startswith("lab/"):
            continue
        literals = {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant)}
        assert not literals & TRUE.keys(), place
