"""What `doctor` says of a cluster: whether it can be reached, and what each node can do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cli.findings import Finding
from bot.settings import Settings
from engine.errors import EngineError
from engine.queue.ray import NodeReport, RayAddressError, RayExecutor, RayMissingError
from engine.requests import Lane

TOPIC = "cluster"
AskNodes = Callable[[Settings], Awaitable[list[NodeReport]]]


async def nodes_of_a_cluster(settings: Settings) -> list[NodeReport]:
    """Join the cluster and try each node. Raises `EngineError`, `RayMissingError` and `RayAddressError`."""
    chosen = settings.engine
    executor = RayExecutor(Lane.DEVICE, chosen.for_workers(), address=chosen.ray_address, token=chosen.ray_token)
    try:
        return await executor.survey()
    finally:
        await executor.close()


async def findings(settings: Settings, ask: AskNodes = nodes_of_a_cluster) -> list[Finding]:
    """Return what there is to say; nothing where no cluster is used."""
    if settings.engine.executor != "ray":
        return []
    try:
        reports = await ask(settings)
    except (RayAddressError, RayMissingError) as error:
        return [_missing(str(error), 'pip install "portrait-bot[ray]"')]
    except EngineError as error:
        reason = error.data.get("reason", error.code)
        fix = "start it as docs/cluster.md says, and let this machine join"
        return [_missing(f"{settings.engine.ray_address or 'no cluster of its own'}: {reason}", fix)]
    found = [_of(report) for report in reports]
    if not any(report.workers and not report.missing for report in reports):
        found.append(_missing("no node can work", "add one with processors or a GPU: docs/cluster.md"))
    if settings.engine.base == "auto":
        text = "ENGINE_BASE=auto judges by this machine, not by the nodes"
        found.append(Finding(topic=TOPIC, level="note", text=text, fix="name the base, and fetch it on every node"))
    return found


def _of(report: NodeReport) -> Finding:
    if report.missing:
        fix = "bring the same program and weights there, in the same place"
        return Finding(topic=TOPIC, level="note", text=f"{report.machine} does not work: {report.missing}", fix=fix)
    if not report.workers:
        return Finding(topic=TOPIC, level="ok", text=f"{report.machine} does no work")
    text = f"{report.machine}: {report.workers} on {'GPUs' if report.gpu else 'processors'}"
    if not report.in_memory:
        fix = "give it 512 MB of /dev/shm (--shm-size for a container)"
        return Finding(
            topic=TOPIC, level="note", text=f"{text}; files of running jobs lie in the clear on its disk", fix=fix
        )
    if not report.confined:
        fix = "use Linux 5.13 or newer there"
        return Finding(topic=TOPIC, level="note", text=f"{text}; its workers are not confined", fix=fix)
    return Finding(topic=TOPIC, level="ok", text=text)


def _missing(text: str, fix: str) -> Finding:
    return Finding(topic=TOPIC, level="missing", text=text, fix=fix)
