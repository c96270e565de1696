"""No library tells anybody that it is used: asked of the libraries themselves, with every look-up trapped."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import quiet
from tests.test_imports import below, imports_of, sources
from tests.trap import Trap

ROOT = Path(__file__).parents[2]

MEDIAPIPE = """
import sys, time
import numpy as np
from pathlib import Path
from mediapipe.tasks.python import vision
from engine.faces.mediapipe_tasks import picture, task
{before}
made = task(vision.FaceLandmarker, vision.FaceLandmarkerOptions, Path(sys.argv[1]))
made.detect(picture(np.zeros((256, 256, 3), np.uint8)))
made.close()
time.sleep({seconds})
"""
ONNX = "import {first}, time; import onnxruntime; onnxruntime.get_available_providers(); time.sleep(8)"


@pytest.fixture
def trap(tmp_path) -> Trap:
    """A trap that sees native code."""
    made = Trap(tmp_path / "trap")
    if not made.native:
        pytest.skip("no C compiler: native look-ups cannot be seen here")
    return made


def run(code: str, trap: Trap, home: Path, *arguments: str) -> None:
    """Run Python in a home of its own; its environment says nothing about reports."""
    told = {name: value for name, value in os.environ.items() if name not in {*quiet.VARIABLES, *quiet.NO_WAY_OUT}}
    places = dict.fromkeys(("HOME", "TMPDIR", "XDG_CACHE_HOME"), str(home))
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-c", code, *arguments]
    subprocess.run(command, cwd=ROOT, env={**told, **places, **trap.environment}, check=True, timeout=120)


@pytest.mark.parametrize(("first", "said"), [("import engine.quiet", False), ("", True)])
def test_a_list_of_fonts_nobody_needs_is_not_spoken_of(first: str, said: bool, tmp_path: Path):
    """The first lines of a newcomer's demo were four warnings of matplotlib's; without us it still says them."""
    (tmp_path / "home").write_text("no folder")
    told = {name: value for name, value in os.environ.items() if not name.startswith(("MPL", "XDG"))}
    code = f"{first}\nimport logging; logging.basicConfig(); import matplotlib; matplotlib.get_cachedir()"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**told, "HOME": str(tmp_path / "home")},
        check=True, timeout=120, capture_output=True, text=True,
    )  # fmt: skip
    assert ("matplotlib" in found.stderr) == said


def test_the_trap_sees_python_and_native_code(trap, tmp_path):
    """Negative control: what is asked for is caught, and does not go out."""
    code = "import ctypes, socket\ntry: socket.getaddrinfo('one.invalid', 1)\nexcept OSError: pass\n"
    code += "ctypes.CDLL(None).getaddrinfo(b'two.invalid', None, None, ctypes.byref(ctypes.c_void_p()))\n"
    code += "try: socket.create_connection(('192.0.2.1', 9), 1)\nexcept OSError: pass\n"
    code += "socket.getaddrinfo('127.0.0.1', 1)\n"
    run(code, trap, tmp_path / "home")
    assert trap.caught() == {"one.invalid", "two.invalid", "192.0.2.1"}


def test_onnxruntime_tells_nobody_and_leaves_no_device_id(trap, tmp_path):
    """It starts a client of its maker's collector when it is imported, unless it was told not to before."""
    run(ONNX.format(first="engine"), trap, tmp_path / "home")
    assert trap.caught() == set()
    assert list((tmp_path / "home").rglob("*")) == []


def test_mediapipe_tells_nobody(trap, tmp_path, weights_folder):
    """It posts a report when a task is closed, and there is no switch for that."""
    mesh = str(weights_folder / "mesh" / "face_landmarker.task")
    run(MEDIAPIPE.format(before="", seconds=3), trap, tmp_path / "home", mesh)
    assert trap.caught() == set()


def test_mediapipe_would(trap, tmp_path, weights_folder):
    """Negative control: with its way out open it looks up its maker, so the test before proves something."""
    mesh = str(weights_folder / "mesh" / "face_landmarker.task")
    opened = "import os; [os.environ.pop(name) for name in ('https_proxy', 'no_proxy')]"
    run(MEDIAPIPE.format(before=opened, seconds=3), trap, tmp_path / "home", mesh)
    assert trap.caught() != set()


def test_whatever_loads_mediapipe_closes_its_way_out():
    """A module that makes a task past the common helper has to call it itself."""
    loud = []
    for name, file in sources().items():
        targets = [one.target for one in imports_of(file)]
        if any(below(target, "mediapipe") for target in targets):
            called = "silence_mediapipe" in ast.dump(ast.parse(file.read_text(encoding="utf-8")))
            helped = any(below(target, "engine.faces.mediapipe_tasks") for target in targets)
            loud += [] if called or helped else [name]
    assert loud == []


@pytest.mark.parametrize("room", ["engine", "bot"])
def test_any_import_of_the_room_is_enough(room):
    """A bench, a worker or a script that imports one module has it, also when the shell says otherwise."""
    code = f"import os, {room}; print(*(os.environ[name] for name in {sorted(quiet.VARIABLES)!r}))"
    shell = {**os.environ, "ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=shell, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [quiet.VARIABLES[name] for name in sorted(quiet.VARIABLES)]


def test_one_place_states_them():
    """A second list would fall behind the first."""
    names = {*quiet.VARIABLES} - {"DO_NOT_TRACK"}
    said = [name for name, file in sources().items() if any(one in file.read_text(encoding="utf-8") for one in names)]
    assert said == ["engine.quiet"]
