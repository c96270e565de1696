"""Where no cluster can be started the tests over one are skipped, and it is said why."""

from __future__ import annotations

import sys

from tests.engine.queue.ray.possible import why_not


def test_a_machine_on_which_ray_does_not_start_is_known_by_what_ray_says():
    """A red run would say that the program is broken; a silent skip, that it was tested."""
    assert why_not((sys.executable, "-c", "raise OSError('no /dev/shm')")) == "OSError: no /dev/shm"
    assert why_not((sys.executable, "-c", "import os; os._exit(3)")) == "it ended with 3"


def test_a_cluster_that_never_comes_up_is_given_up():
    """A run of the checks must not hang."""
    assert why_not((sys.executable, "-c", "import time; time.sleep(60)"), longest=0.5).startswith("no task")


def test_a_machine_that_can_is_tested():
    """The control: nothing is said, nothing is skipped."""
    assert why_not((sys.executable, "-c", "print('Ray says much')")) == ""
