"""The chat libraries are loaded only by who speaks to their platform."""

from __future__ import annotations

import subprocess
import sys


def test_no_chat_library_is_loaded_without_its_token():
    """Each costs half a second and twenty megabytes at start."""
    code = "import sys, bot.frontends.base, bot.app, bot.wiring; print({'telegram', 'discord'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "set()", done.stderr
