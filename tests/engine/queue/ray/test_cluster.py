"""Where on a cluster the actors are to be, and what Ray is told; no Ray is needed for either."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from pathlib import Path

import pytest

from engine.queue.ray import cluster
from engine.queue.ray.cluster import places, prepare
from engine.requests import Lane


def _node(name: str, alive: bool = True, **resources: float) -> dict[str, object]:
    return {"NodeID": name, "Alive": alive, "Resources": resources}


def _placed(nodes: list, lane: Lane = Lane.DEVICE) -> dict[str, tuple[int, bool]]:
    return {place.node: (place.arms, place.gpu) for place in places(nodes, lane, threads=4)}


def test_an_actor_goes_to_every_gpu_of_those_that_are_there():
    """A dead node holds none, and beside GPUs a processor would be the slowest of all."""
    nodes = [_node("a", CPU=8, GPU=2), _node("b", CPU=64), _node("c", alive=False, GPU=8), _node("d", GPU=1)]
    assert _placed(nodes) == {"a": (2, True), "d": (1, True)}


def test_without_gpus_processors_are_shared_out():
    """Four threads to an actor; a small node holds one, and one that was started with none holds none."""
    nodes = [_node("head", CPU=0), _node("small", CPU=2), _node("large", CPU=17), _node("bare")]
    assert _placed(nodes) == {"small": (1, False), "large": (4, False)}


def test_what_only_looks_leaves_the_gpus_alone():
    """Photos are looked at on the processors everywhere."""
    assert _placed([_node("a", CPU=8, GPU=2)], Lane.LOOK) == {"a": (2, False)}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The variables of Ray, put back afterwards."""
    for name in ("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(cluster, "find_spec", lambda name: "there")
    return monkeypatch


def test_a_cluster_of_this_machine_alone_asks_for_a_token_nobody_else_knows(environment):
    """Every user of this machine reaches its loopback."""
    prepare(None, None)
    assert (os.environ["RAY_AUTH_MODE"], len(os.environ["RAY_AUTH_TOKEN"])) == ("token", 64)


def test_a_named_cluster_is_asked_with_the_operators_token(environment):
    """And where none is named, Ray's own variables are left as the operator set them."""
    prepare("10.0.0.5:6379", None)
    assert "RAY_AUTH_MODE" not in os.environ
    prepare("10.0.0.5:6379", Path("/etc/token"))
    assert (os.environ["RAY_AUTH_MODE"], os.environ["RAY_AUTH_TOKEN_PATH"]) == ("token", "/etc/token")
    assert "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER" not in os.environ


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal handlers")
def test_a_stop_is_heard_although_a_library_set_a_handler_of_its_own(monkeypatch: pytest.MonkeyPatch):
    """Ray's handler ends the process with a stack trace, in the middle of a job. Control: without."""
    monkeypatch.setattr(cluster, "SIGNALS", (signal.SIGUSR1,))
    heard: list[int] = []
    before = signal.signal(signal.SIGUSR1, lambda number, _: heard.append(number))
    with open(os.devnull, "w") as nowhere:
        try:
            with cluster.kept_signals():
                faulthandler.register(signal.SIGUSR1, file=nowhere)  # below Python's own table, as Ray does it
            os.kill(os.getpid(), signal.SIGUSR1)
            assert heard == [signal.SIGUSR1]
            faulthandler.unregister(signal.SIGUSR1)
            faulthandler.register(signal.SIGUSR1, file=nowhere)
            os.kill(os.getpid(), signal.SIGUSR1)
            assert heard == [signal.SIGUSR1]
        finally:
            faulthandler.unregister(signal.SIGUSR1)
            signal.signal(signal.SIGUSR1, before)
