"""Memory that pictures leave behind: a small machine has none to spare."""

from __future__ import annotations

import platform
import subprocess
import sys

import numpy as np
import psutil
import pytest

from engine.trim import trim


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_what_was_freed_is_given_back():
    """Blocks too small for pages of their own stay in the process while one above them lives; `trim` returns them."""
    blocks = [np.ones(12_000) for _ in range(2000)]  # 190 MB
    above = np.ones(12_000)
    blocks.clear()
    kept = psutil.Process().memory_info().rss
    assert trim()
    given = kept - psutil.Process().memory_info().rss
    assert given > 100e6
    assert above.all()


def test_a_portrait_of_a_photo_loads_no_base():
    """Importing what draws a base costs 230 MB and six seconds; the control is the module that does draw one."""
    say = "import sys; print('diffusers' in sys.modules, 'peft' in sys.modules, 'transformers' in sys.modules)"
    tasks = "import engine.tasks.portrait.run, engine.tasks.enrol.run, engine.canvas.easel; " + say
    assert _ran(tasks) == "False False False"
    assert _ran("import engine.diffusion.pipeline; " + say) == "True True True"


def _ran(code: str) -> str:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()
