"""A test leaves the number of threads as it found it."""

from __future__ import annotations

import cv2
import torch

from tests import threads


def test_what_is_set_in_between_is_given_back():
    """A pipeline sets its own number for the whole process: a test of speed behind it then failed on a busy machine."""
    before = torch.get_num_threads(), cv2.getNumThreads()
    with threads.given_back():
        torch.set_num_threads(before[0] + 1)
        cv2.setNumThreads(before[1] + 1)
        assert (torch.get_num_threads(), cv2.getNumThreads()) == (before[0] + 1, before[1] + 1)
    assert (torch.get_num_threads(), cv2.getNumThreads()) == before
