"""Exceptions become errors a person can be told about."""

from __future__ import annotations

import logging

import pytest

from engine.errors import DeviceLostError, DeviceMemoryError, DiskFullError, EngineError, NoIdentityError
from engine.queue.failures import describe


def _caused(outer: Exception, cause: Exception) -> Exception:
    outer.__cause__ = cause
    return outer


class OutOfMemoryError(RuntimeError):
    """Has the name of torch's own class."""


class AcceleratorError(RuntimeError):
    """Has the name of torch's own class for a device that failed."""


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (MemoryError(), DeviceMemoryError),
        (OutOfMemoryError("CUDA"), DeviceMemoryError),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"), DeviceMemoryError),
        (RuntimeError("CUDA error: out of memory"), DeviceMemoryError),
        (RuntimeError("CUDA error: unspecified launch failure"), DeviceLostError),
        (AcceleratorError("hipErrorUnknown"), DeviceLostError),
        (OSError(28, "No space left on device"), DiskFullError),
        (RuntimeError("I/O error: No space left on device (os error 28)"), DiskFullError),
        (_caused(RuntimeError("cannot save"), OSError(28, "full")), DiskFullError),
        (NoIdentityError(), NoIdentityError),
    ],
)
def test_a_known_cause_keeps_its_name(error: Exception, kind: type):
    """Full disks and full memory have a sentence of their own, however deep a library hid them."""
    assert type(describe(error)) is kind


def test_an_unknown_error_keeps_its_words_to_the_log(caplog: pytest.LogCaptureFixture):
    """A chat gets an id; the words and the traceback stay in the log under the same id."""
    with caplog.at_level(logging.ERROR):
        error = describe(ValueError("a prompt"))
    assert type(error) is EngineError
    assert list(error.data) == ["trace"]
    assert error.data["trace"] in caplog.text
    assert "a prompt" not in str(error)
