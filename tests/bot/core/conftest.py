"""What the tests of several modules stand on."""

from __future__ import annotations

import pytest

from tests.fakes.s3 import FakeS3


@pytest.fixture
def s3():
    """A stand-in for a store of objects."""
    with FakeS3().serving() as fake:
        yield fake
