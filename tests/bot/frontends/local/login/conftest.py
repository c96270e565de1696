from __future__ import annotations

import pytest

from tests.bot.frontends.local.login.door import Door
from tests.storage.conftest import clock, db  # noqa: F401 - fixtures


@pytest.fixture
def door(db) -> Door:  # noqa: F811
    return Door(db)
