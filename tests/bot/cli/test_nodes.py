"""What the doctor says of a cluster, with the cluster's answer given."""

from __future__ import annotations

import pytest

from bot.cli import nodes
from bot.settings import Settings, load
from engine.errors import WorkerDiedError
from engine.queue.ray import NodeReport

GOOD = NodeReport(machine="a (10.0.0.6)", workers=2, gpu=True, in_memory=True, confined=True)


def _settings(**more: object) -> Settings:
    chosen = {"ENGINE_EXECUTOR": "ray", "RAY_ADDRESS": "10.0.0.5:6379", "ENGINE_BASE": "sdxl"}
    return load(env_file=None, overrides={**chosen, **more})


async def _levels(*reports: NodeReport, **more: object) -> list[tuple[str, str]]:
    async def ask(_: Settings) -> list[NodeReport]:
        return list(reports)

    return [(each.level, each.text) for each in await nodes.findings(_settings(**more), ask)]


async def test_a_node_that_works_is_well_and_a_head_without_work_is_too():
    """The usual cluster: the bot's machine carries, the others draw."""
    assert await _levels(GOOD, NodeReport(machine="head")) == [
        ("ok", "a (10.0.0.6): 2 on GPUs"),
        ("ok", "head does no work"),
    ]


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (NodeReport(machine="b", workers=1, missing="no folder /weights"), "no folder /weights"),
        (NodeReport(machine="b", workers=1, confined=True), "in the clear on its disk"),
        (NodeReport(machine="b", workers=1, in_memory=True), "not confined"),
    ],
)
async def test_a_node_that_is_not_as_promised_is_named(report: NodeReport, said: str):
    """An operator reads it here and not in what somebody else finds on that machine; the good one stays good."""
    good, (level, text) = await _levels(GOOD, report)
    assert (good[0], level, said in text, "b" in text) == ("ok", "note", True, True)


async def test_no_node_at_all_is_missing():
    """Every job would wait for ever."""
    assert (await _levels(NodeReport(machine="head")))[-1] == ("missing", "no node can work")


async def test_a_base_chosen_by_the_bots_machine_is_said():
    """It has no card, so it would choose the smallest base for those that have."""
    assert "judges by this machine" in (await _levels(GOOD, ENGINE_BASE="auto"))[-1][1]


async def test_a_cluster_that_is_not_there_names_its_address():
    """And where no cluster is used nobody is asked."""

    async def ask(_: Settings) -> list[NodeReport]:
        raise WorkerDiedError(worker="ray", reason="ConnectionError")

    (found,) = await nodes.findings(_settings(), ask)
    assert (found.level, found.text) == ("missing", "10.0.0.5:6379: ConnectionError")
    assert await nodes.findings(_settings(ENGINE_EXECUTOR="local"), ask) == []
