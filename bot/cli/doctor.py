"""``python -m bot doctor [-v] [--json]``: whether the bot can run here, and the one thing to do about what it lacks.

The first and the last line are the verdict; between them stands what is missing or worth knowing, with ``-v`` all that
was looked at.

``--gpu`` draws, learns and inpaints instead (`bot.cli.selftest`); ``--random`` tries a card before anything is fetched.
Exit code 1 when something the bot needs is missing. Nothing is changed, and torch is asked in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import json
import platform
import shutil
import socket
import sys
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from bot.cli import certificate, nodes, selftest, server, store, tokens, trainings, ways
from bot.cli.findings import Finding, Level
from bot.settings import DATABASE, Settings, load
from bot.wiring import CannotRunError, base, require_sale, style_book, voices
from engine import weights
from engine.errors import EngineError
from engine.faces.hub.names import OWN_CODE, wanted
from engine.queue.local import LocalExecutor
from engine.requests import Lane
from engine.sandbox import landlock, network, worker
from handlers.context import VoiceChoice
from storage.migrate import known_migrations

VERSION_AT = slice(60, 64)  # of an SQLite file's header: user_version, big-endian
MEMORY_BYTES = 2 * 2**30  # the embedded base trains and draws in this
DISK_BYTES = 2 * 2**30
KINDS = ("natural", "online", "robot")  # of voices, best first
PYTHONS = ((3, 11), (3, 12))
WIDTH, INDENT = 100, " " * 28  # of the answer, in characters
MODELS = "weights "  # begins the topic of a component
CHATS = ("telegram", "discord", "local chat")

AskDevices = Callable[[Settings], Awaitable[list[dict[str, Any]]]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("-v", "--verbose", action="store_true", help="also what is well")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--gpu", action="store_true", help="draw, learn ten steps and inpaint here: about two minutes")
    parser.add_argument(
        "--random",
        nargs="?",
        const="sd15",
        default="",
        choices=("sd15", "sdxl", "z-image-turbo", "flux2-klein-4b"),
        help="with --gpu: random weights of a base's true size, instead of the base in use",
    )
    parser.add_argument("--tiny", action="store_true", help="with --random: a base of the same parts, very small")


def main(args: argparse.Namespace) -> int:
    """Print every finding and return 1 if something needed is missing."""
    if args.gpu:
        return selftest.main(load(), random=args.random, tiny=args.tiny, as_json=args.json)
    findings = asyncio.run(examine(load()))
    if args.json:
        print(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        print("\n".join(report(findings, verbose=args.verbose)))
    return int(any(finding.level == "missing" for finding in findings))


def report(findings: Sequence[Finding], *, verbose: bool) -> list[str]:
    """Return the lines of the answer: verdict, what is not well (``verbose``: everything), verdict."""
    shown = [one for one in findings if verbose or one.level == "missing" or (one.level == "note" and one.fix)]
    optional = [] if verbose else [one for one in shown if one.level == "note" and one.topic.startswith(MODELS)]
    shown = [one for one in shown if one not in optional]
    lines = [verdict(findings), ""]
    for one in shown:
        lines += textwrap.wrap(f"{one.level:8} {one.topic:18} {one.text}", WIDTH, subsequent_indent=INDENT)
        if one.fix:
            lines += textwrap.wrap(f"-> {one.fix}", WIDTH, initial_indent=INDENT, subsequent_indent=f"{INDENT}   ")
    if optional:
        lines.append(f"{len(optional)} optional models are not fetched: `python -m bot weights list` says what for.")
    rest = len(findings) - len(shown) - len(optional)
    lines += [f"{rest} more things were looked at and are well; -v shows them."] if rest else []
    return [*lines, "", verdict(findings)]


def verdict(findings: Sequence[Finding]) -> str:
    """Return the answer in one line: ready, or what to do first."""
    missing = [one for one in findings if one.level == "missing"]
    if missing:
        first = missing[0].fix or missing[0].text
        return f"Not ready: {len(missing)} missing. First: {first}"
    chats = [one.topic for one in findings if one.topic in CHATS and one.level == "ok"]
    return (
        f"Ready: `python -m bot run` serves {' and '.join(chats)}." if chats else "Ready, but no chat is switched on."
    )


async def devices_of_a_worker(settings: Settings) -> list[dict[str, Any]]:
    """Start a worker, ask it what torch can use, end it. Raises `EngineError`."""
    executor = LocalExecutor(Lane.DEVICE, settings.engine.for_workers())
    try:
        await executor.start()
        return await executor.devices()
    finally:
        await executor.close()


async def examine(settings: Settings, ask_devices: AskDevices = devices_of_a_worker) -> list[Finding]:
    """Look at everything; the slow questions are asked side by side."""
    devices, telegram, discord, cluster, database, files = await asyncio.gather(
        _devices(settings, ask_devices),
        tokens.telegram(settings),
        tokens.discord(settings),
        nodes.findings(settings),
        _database_of(settings),
        store.finding(settings),
    )
    return [
        _python(),
        Finding(topic="platform", level="ok", text=f"{platform.system()} {platform.release()} {platform.machine()}"),
        *devices,
        *cluster,
        _confinement(settings),
        _memory(psutil.virtual_memory().available),
        trainings.finding(settings),
        _disk(settings.data.folder, _free(settings.data.folder)),
        database,
        files,
        *_components(settings),
        *_hub_models(settings),
        *_styles(settings),
        *_licence(settings),
        *ways.findings(settings),
        _voices(settings),
        telegram,
        discord,
        _local_chat(settings),
        certificate.finding(settings.engine.sign, settings.engine.credentials, datetime.datetime.now(datetime.UTC)),
    ]


def _python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    text = ".".join(map(str, version))
    if version[:2] in PYTHONS:
        return Finding(topic="python", level="ok", text=text)
    return Finding(topic="python", level="missing", text=text, fix="use Python 3.11 or 3.12")


async def _devices(settings: Settings, ask: AskDevices) -> list[Finding]:
    try:
        found = await ask(settings)
    except EngineError as error:
        text = f"no worker process came up ({error.code})"
        return [Finding(topic="device", level="missing", text=text, fix="run it with LOG_LEVEL=debug, reinstall torch")]
    names = [device["name"] for device in found]
    chosen = settings.engine.device
    findings = [
        Finding(topic="device", level="ok", text=f"{one['name']}: {one['title']}{_gigabytes(one['bytes'])}")
        for one in found
    ]
    if chosen != "auto" and not any(name == chosen or name.startswith(f"{chosen}:") for name in names):
        text = f"ENGINE_DEVICE={chosen}, but this machine has {', '.join(names)}"
        findings.append(Finding(topic="device", level="missing", text=text, fix="set ENGINE_DEVICE=auto"))
    return findings


def _gigabytes(count: int) -> str:
    return f", {count / 2**30:.1f} GiB" if count else ""


def _styles(settings: Settings) -> list[Finding]:
    """Say how many styles can be drawn, and what lies in STYLES_DIR that cannot be used."""
    try:
        book = style_book(settings)
    except CannotRunError as error:
        return [Finding(topic="styles", level="missing", text=str(error), fix="set ENGINE_BASE=auto")]
    text = f"{len(book.names())} can be drawn, {len(book.others())} more with another base"
    problems = [f"{problem.file}: {problem.sentence}" for problem in book.problems()]
    return [
        Finding(topic="styles", level="ok", text=text),
        *(
            Finding(topic="styles", level="note", text=said, fix=f"look into {settings.engine.styles}")
            for said in problems
        ),
    ]


def _licence(settings: Settings) -> list[Finding]:
    """Say where the base may not be used as the operator does; which base it is, `_styles` says."""
    try:
        base(settings)
    except CannotRunError:
        return []
    try:
        require_sale(settings)
    except CannotRunError as error:
        return [Finding(topic="licence", level="missing", text=str(error), fix="set TELEGRAM_STARS=0")]
    return []


def _confinement(settings: Settings) -> Finding:
    """Say what keeps a worker, which opens strangers' files, away from everything else, and what does not."""
    chosen = settings.engine
    missing = [
        text
        for text, there in (
            ("files outside its scratch folder (Landlock)", landlock.version()),
            ("the network (seccomp)", network.can_be_refused()),
        )
        if not there
    ]
    if worker.NVIDIA.exists() and not worker.NVIDIA_MEMORY.exists():
        text = f"workers are not confined: {worker.NVIDIA_MEMORY} is missing"
        return Finding(topic="confinement", level="note", text=text, fix="load nvidia-uvm before the bot starts")
    if missing:
        text = f"this system does not keep workers from {' and '.join(missing)}"
        fix = "run the bot in a container of its own, on Linux 5.13 or newer"
        return Finding(topic="confinement", level="note", text=text, fix=fix)
    if chosen.speech_online:
        text = "workers do not reach the data folder, but they do the network (SPEECH_ONLINE)"
        return Finding(topic="confinement", level="ok", text=text)
    return Finding(topic="confinement", level="ok", text="workers reach neither the data folder nor the network")


def _memory(available: int) -> Finding:
    text = f"{available / 2**30:.1f} GiB free"
    if available >= MEMORY_BYTES:
        return Finding(topic="memory", level="ok", text=text)
    return Finding(topic="memory", level="note", text=text, fix="training needs about 2 GiB: close something")


def _free(folder: Path) -> int:
    """Return the free bytes where ``folder`` is or will be."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    return shutil.disk_usage(there).free


def _disk(folder: Path, free: int) -> Finding:
    text = f"{free / 2**30:.1f} GiB free for {folder}"
    if free >= DISK_BYTES:
        return Finding(topic="disk", level="ok", text=text)
    return Finding(topic="disk", level="missing", text=text, fix="make room, or point DATA_DIR to a larger disk")


async def _database_of(settings: Settings) -> Finding:
    if settings.data.database_url is not None:
        return await server.finding(settings)
    return _database(settings.data.folder / DATABASE)


def _database(path: Path) -> Finding:
    known = max(known_migrations())
    if not path.exists():
        return Finding(topic="database", level="ok", text=f"none yet; the first start makes version {known}")
    with path.open("rb") as file:
        found = int.from_bytes(file.read(100)[VERSION_AT], "big")
    text = f"version {found}, this program knows up to {known}"
    if found > known:
        return Finding(topic="database", level="missing", text=text, fix="update the program, or restore a copy")
    return Finding(topic="database", level="ok", text=text)


def _components(settings: Settings) -> list[Finding]:
    return [_component(row) for row in weights.status(settings.engine.weights)]


def _component(row: weights.Status) -> Finding:
    one = row.component
    topic, text = f"weights {one.name}", f"{one.purpose} ({one.backend}): {row.state}"
    if row.state == "present":
        return Finding(topic=topic, level="ok", text=text)
    level: Level = "missing" if (one.needed and not one.without) or row.state == "corrupt" else "note"
    text += f"; without it {one.without}" if one.without else ""
    return Finding(topic=topic, level=level, text=text, fix=row.how)


def _voices(settings: Settings) -> Finding:
    """Say which voice a text gets in each language; a robot where nothing better is here."""
    best: dict[str, VoiceChoice] = {}
    for voice in voices(settings):
        best.setdefault(voice.language, voice)
    kinds = {kind: sorted(one.language for one in best.values() if one.kind == kind) for kind in KINDS}
    said = "; ".join(f"{kind}: {', '.join(spoken)}" for kind, spoken in kinds.items() if spoken)
    fix = "" if kinds["natural"] else "python -m bot weights fetch voices"
    return Finding(topic="voices", level="note" if fix else "ok", text=said, fix=fix)


def _hub_models(settings: Settings) -> list[Finding]:
    """Say for each hub model that is to look at faces whether it can, and what its use means."""
    rows = {row.component.name: row for row in weights.status(settings.engine.weights)}
    return [_hub_model(settings, rows[name]) for name in sorted(wanted(settings.engine.hub))]


def _hub_model(settings: Settings, row: weights.Status) -> Finding:
    name = row.component.name
    topic, python = f"hub {name}", settings.engine.hub_python
    if row.state != "present":
        text = "named in HUB_MODELS but not there: every photo will be refused with an error until it is"
        return Finding(topic=topic, level="missing", text=text, fix=row.how)
    if name in OWN_CODE and (python is None or not python.exists()):
        text = "runs the model's own program, in a process of its own, and has no Python to run it"
        fix = "set HUB_PYTHON to the Python of an environment with modelscope and what the program asks for"
        return Finding(topic=topic, level="missing", text=text, fix=fix)
    if name in OWN_CODE:
        return Finding(topic=topic, level="note", text=f"runs the model's own program, code of strangers, by {python}")
    if row.component.commercial == "no":
        text = f"answers; for non-commercial use only ({row.component.licence})"
        return Finding(topic=topic, level="note", text=text)
    return Finding(topic=topic, level="ok", text="answers instead of the packaged model")


def _local_chat(settings: Settings) -> Finding:
    chat = settings.local_chat
    if not chat.enabled:
        return Finding(topic="local chat", level="note", text="off", fix="LOCAL_CHAT=yes opens it")
    with socket.socket(socket.AF_INET6 if ":" in chat.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((chat.host, chat.port))
        except OSError:
            text = f"port {chat.port} is in use"
            fix = "fine if the bot is running; else set LOCAL_CHAT_PORT"
            return Finding(topic="local chat", level="note", text=text, fix=fix)
    if chat.url and chat.login and not chat.proxies:
        text = "behind a proxy that is not named everybody has one address: twenty wrong tries of one shut all out"
        return Finding(topic="local chat", level="note", text=text, fix="LOCAL_CHAT_PROXIES=address of the proxy")
    return Finding(topic="local chat", level="ok", text=f"http://{chat.host}:{chat.port}")
