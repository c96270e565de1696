from __future__ import annotations

import pytest
from nicegui import core

from tests.fakes.intake import FakeIntake


@pytest.fixture
def intake() -> FakeIntake:
    return FakeIntake()


def used_up() -> None:
    """Let the page's library serve another application: it means one per process, and tests have one per module."""
    core.app.middleware_stack = None
    core.app.user_middleware.clear()
