from __future__ import annotations

import pytest

from tests.fakes.intake import FakeIntake


@pytest.fixture
def intake() -> FakeIntake:
    return FakeIntake()
