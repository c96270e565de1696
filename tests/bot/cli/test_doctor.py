"""The doctor: each finding names its remedy, and only what is needed makes it exit with 1."""

from __future__ import annotations

import hashlib
import json
import socket
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.cli import doctor, tokens
from bot.cli.findings import Finding
from bot.settings import DATABASE, Settings, load, variables
from engine.canvas.recipes import recipes
from engine.errors import WorkerDiedError
from engine.talking import voices
from engine.weights import components
from storage.database import Database
from storage.migrate import known_migrations

GOOD = "123456789:AAgoodgoodgoodgoodgoodgoodgoodgoodg"
CPU = {"name": "cpu", "title": "2 threads", "bytes": 0}
CARD = {"name": "cuda:0", "title": "A card", "bytes": 24 * 2**30}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def settings(**variables: Any) -> Settings:
    return load(overrides={"OFFLINE": True, "LOCAL_CHAT_PORT": 0, **variables})


async def devices(_: Settings) -> list[dict[str, Any]]:
    return [CARD, CPU]


async def no_worker(_: Settings) -> list[dict[str, Any]]:
    raise WorkerDiedError(exit_code=1)


async def _find(topic: str, chosen: Settings, ask=devices) -> list[Finding]:
    return [finding for finding in await doctor.examine(chosen, ask) if finding.topic == topic]


async def test_devices_are_listed_best_first():
    """What ENGINE_DEVICE=auto would take stands on top."""
    assert [finding.text for finding in await _find("device", settings())] == [
        "cuda:0: A card, 24.0 GiB",
        "cpu: 2 threads",
    ]


@pytest.mark.parametrize(("chosen", "levels"), [("cuda", ["ok", "ok"]), ("cuda:0", ["ok", "ok"])])
async def test_a_chosen_device_that_is_there_is_fine(chosen: str, levels: list[str]):
    """A family of devices or one of them."""
    assert [finding.level for finding in await _find("device", settings(ENGINE_DEVICE=chosen))] == levels


@pytest.mark.parametrize("chosen", ["mps", "cuda:1"])
async def test_a_chosen_device_that_is_not_there_is_missing(chosen: str):
    """Every drawing would fail; the remedy is one variable."""
    last = (await _find("device", settings(ENGINE_DEVICE=chosen)))[-1]
    assert (last.level, last.fix) == ("missing", "set ENGINE_DEVICE=auto")


async def test_a_worker_that_does_not_start_is_missing():
    """A broken torch shows here and not at the first portrait."""
    (finding,) = await _find("device", settings(), no_worker)
    assert finding.level == "missing"


async def test_a_needed_model_is_missing_and_an_extra_one_a_note(tmp_path: Path):
    """An empty weights folder: the remedy is the command that fetches."""
    found = await doctor.examine(settings(WEIGHTS_DIR=tmp_path / "none"), devices)
    shown = {finding.topic.removeprefix("weights "): finding for finding in found}
    fetched = [one for one in components().values() if one.copied]
    assert {one.name: shown[one.name].level for one in fetched} == {
        one.name: "missing" if one.needed and not one.without else "note" for one in fetched
    }
    assert all("weights fetch" in shown[one.name].fix for one in fetched)


async def test_a_database_that_is_not_there_yet_is_fine():
    """The doctor is asked before the first start, and must not make one."""
    chosen = settings()
    (finding,) = await _find("database", chosen)
    assert finding.level == "ok"
    assert not chosen.data.folder.exists()


@pytest.mark.parametrize(("ahead", "level"), [(0, "ok"), (1, "missing")])
async def test_the_databases_version_is_read_without_touching_it(ahead: int, level: str):
    """A newer one belongs to a newer program."""
    chosen = settings()
    path = chosen.data.folder / DATABASE
    version = max(known_migrations()) + ahead
    async with Database.open(path) as db:
        async with db.transaction() as tx:
            await tx.run(f"PRAGMA user_version={version}")
        await db.scrub()
    before = path.read_bytes()
    (finding,) = await _find("database", chosen)
    assert (finding.level, f"version {version}," in finding.text) == (level, True)
    assert path.read_bytes() == before


def test_little_memory_is_a_note_and_little_disk_is_missing(tmp_path: Path):
    """Memory frees itself; a full disk stops everything."""
    assert doctor._memory(2**30).level == "note"
    assert doctor._disk(tmp_path, 2**30).level == "missing"
    assert doctor._python((3, 13, 0)).level == "missing"


async def test_a_port_in_use_is_told():
    """Perhaps by the running bot itself, so it is no failure."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        (finding,) = await _find("local chat", settings(LOCAL_CHAT_PORT=other.getsockname()[1]))
    assert (finding.level, "in use" in finding.text) == ("note", True)


async def test_a_proxy_that_is_not_named_is_told():
    """All people behind it would count as one address, and one of them could shut all others out."""
    behind = {"LOCAL_CHAT_PORT": 0, "LOCAL_CHAT_LOGIN": "password", "LOCAL_CHAT_URL": "https://portraits.example"}
    (finding,) = await _find("local chat", settings(**behind))
    assert (finding.level, "one address" in finding.text) == ("note", True)
    (finding,) = await _find("local chat", settings(**behind, LOCAL_CHAT_PROXIES="127.0.0.1"))
    assert finding.level == "ok"


class _Platform(BaseHTTPRequestHandler):
    """Answers like Telegram and Discord."""

    def do_GET(self) -> None:
        if self.path == f"/bot{GOOD}/getMe":
            self._say(200, {"ok": True, "result": {"username": "portrait_bot"}})
        elif self.path == "/users/@me" and self.headers["Authorization"] == f"Bot {GOOD}":
            self._say(200, {"username": "Portrait"})
        elif "broken" in self.path:
            self._say(502, {})
        else:
            self._say(401, {"ok": False})

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def platform() -> Iterator[str]:
    """Serve both platforms on loopback."""
    made = HTTPServer(("127.0.0.1", 0), _Platform)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


def _with_tokens(root: str, token: str, **more: Any) -> Settings:
    both = {"TELEGRAM_TOKEN": token, "TELEGRAM_API_URL": root, "DISCORD_TOKEN": token, "DISCORD_API_URL": root}
    return load(overrides={**both, **more})


async def test_valid_tokens_tell_whose_they_are(platform: str):
    """The operator sees that it is the right bot."""
    chosen = _with_tokens(platform, GOOD)
    found = [await tokens.telegram(chosen), await tokens.discord(chosen)]
    assert [finding.level for finding in found] == ["ok", "ok"]
    assert [finding.text.split()[-1] for finding in found] == ["portrait_bot", "Portrait"]


async def test_a_wrong_token_is_missing_and_is_not_shown(platform: str):
    """The remedy says where a right one comes from."""
    wrong = "123456789:AAwrongwrongwrongwrongwrongwrongwr"
    chosen = _with_tokens(platform, wrong)
    found = [await tokens.telegram(chosen), await tokens.discord(chosen)]
    assert [finding.level for finding in found] == ["missing", "missing"]
    assert all(wrong not in finding.text + finding.fix for finding in found)
    assert "BotFather" in found[0].fix


async def test_a_platform_that_is_down_or_out_of_reach_is_a_note(platform: str):
    """That says nothing about the token."""
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        unreachable = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    for root in (f"{platform}/broken", unreachable):
        finding = await tokens.telegram(_with_tokens(root, GOOD))
        assert (finding.level, "not checked" in finding.text) == ("note", True)


async def test_offline_asks_nobody(platform: str):
    """OFFLINE=yes means that the doctor stays at home too."""
    finding = await tokens.telegram(_with_tokens(platform, GOOD, OFFLINE=True))
    assert finding.text == "token not checked (offline)"


def test_the_command_exits_with_1_when_something_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    """For scripts: JSON with the four fields, and the code."""
    monkeypatch.setenv("WEIGHTS_DIR", str(tmp_path / "none"))
    monkeypatch.setattr(doctor, "examine", _two)
    parser = doctor.argparse.ArgumentParser()
    doctor.add_arguments(parser)
    assert doctor.main(parser.parse_args(["--json"])) == 1
    rows = json.loads(capsys.readouterr().out)
    assert rows[1] == {"topic": "disk", "level": "missing", "text": "full", "fix": "make room"}
    assert doctor.main(parser.parse_args([])) == 1
    told = capsys.readouterr().out
    assert "-> make room" in told
    assert told.startswith("Not ready: ")


async def _two(_: Settings) -> list[Finding]:
    return [
        Finding(topic="python", level="ok", text="3.11"),
        Finding(topic="disk", level="missing", text="full", fix="make room"),
    ]


def _fetched(folder: Path, name: str) -> None:
    """Put a component there as a fetch leaves it."""
    place = folder / name
    place.mkdir(parents=True)
    (place / "model.onnx").write_bytes(b"model")
    row = {"bytes": 5, "sha256": hashlib.sha256(b"model").hexdigest()}
    (place / ".fetched.json").write_text(json.dumps({"source": "hub", "files": {"model.onnx": row}}))


async def test_a_hub_model_that_is_wanted_must_be_there(tmp_path: Path):
    """Else every photo would fail; the remedy is the command that fetches it."""
    chosen = settings(WEIGHTS_DIR=str(tmp_path), HUB_MODELS="face-quality")
    (found,) = await _find("hub face-quality", chosen)
    assert (found.level, found.fix) == ("missing", "python -m bot weights fetch face-quality")
    _fetched(tmp_path, "face-quality")
    (found,) = await _find("hub face-quality", chosen)
    assert (found.level, found.fix) == ("ok", "")
    assert await _find("hub tagger", chosen) == []


async def test_a_licence_that_forbids_commerce_is_said(tmp_path: Path):
    """M2FP answers, and the operator reads on what terms."""
    _fetched(tmp_path, "head-parsing")
    (found,) = await _find("hub head-parsing", settings(WEIGHTS_DIR=str(tmp_path), HUB_MODELS="head-parsing"))
    assert found.level == "note"
    assert "non-commercial" in found.text


async def test_a_program_of_the_hub_needs_a_python_of_its_own(tmp_path: Path):
    """What to set is named; where it is set, it is said that strangers' code runs."""
    _fetched(tmp_path, "face-fusion")
    chosen = {"WEIGHTS_DIR": str(tmp_path), "HUB_MODELS": "face-fusion"}
    (found,) = await _find("hub face-fusion", settings(**chosen))
    assert found.level == "missing"
    assert "HUB_PYTHON" in found.fix
    (found,) = await _find("hub face-fusion", settings(**chosen, HUB_PYTHON=sys.executable))
    assert found.level == "note"
    assert "strangers" in found.text


async def test_a_style_that_cannot_be_used_is_a_note(tmp_path: Path):
    """The chat stays silent about it; here stands which file and why."""
    (tmp_path / "bad.toml").write_text("[x]\nprompt = 'a'\nadapters = { auto = 'x.safetensors' }\n")
    fine, bad = await _find("styles", settings(STYLES_DIR=tmp_path, ENGINE_BASE="pocket"))
    assert (fine.level, fine.text.split()[0]) == ("ok", str(len(recipes())))
    assert (bad.level, bad.text) == ("note", "bad.toml: [x] is left out: x.safetensors is not there")


async def test_a_base_that_does_not_exist_is_missing():
    """A slip in ENGINE_BASE would stop the bot at its start."""
    (finding,) = await _find("styles", settings(ENGINE_BASE="sd99"))
    assert (finding.level, finding.fix) == ("missing", "set ENGINE_BASE=auto")


async def test_it_says_which_voice_speaks_which_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Natural where there is one; without the component all is robot, and the remedy is named."""
    bare = doctor._voices(settings(WEIGHTS_DIR=tmp_path))
    assert (bare.level, bare.fix) == ("note", "python -m bot weights fetch voices")
    assert bare.text.startswith("robot: de, en,")
    monkeypatch.setattr(voices, "backends", lambda *_, **__: frozenset({"espeak", "kokoro"}))
    whole = doctor._voices(settings(WEIGHTS_DIR=tmp_path))
    assert (whole.level, whole.fix) == ("ok", "")
    assert whole.text == "natural: en, es, fr, ja, pt, zh; robot: de, ru"


def _finding(topic: str, level: str, fix: str = "") -> Finding:
    return Finding(topic=topic, level=level, text="text", fix=fix)


def test_the_first_and_the_last_line_are_the_verdict():
    """Ready or what to do, before ninety lines and after them."""
    well = [_finding("python", "ok"), _finding("local chat", "ok"), _finding("telegram", "note", "set a token")]
    lines = doctor.report(well, verbose=False)
    assert lines[0] == lines[-1] == "Ready: `python -m bot run` serves local chat."
    ill = [*well, _finding("disk", "missing", "make room")]
    lines = doctor.report(ill, verbose=False)
    assert lines[0] == lines[-1] == "Not ready: 1 missing. First: make room"


def test_what_is_well_is_told_only_to_who_asks():
    """A page of "ok" hides the one line that matters; optional models are one line together."""
    findings = [_finding("python", "ok"), *(_finding(f"weights {name}", "note", "fetch it") for name in "abc")]
    short, long = doctor.report(findings, verbose=False), doctor.report(findings, verbose=True)
    assert not any(line.startswith("ok") for line in short)
    assert any("3 optional models" in line for line in short)
    assert all(any(f"weights {name}" in line for line in long) for name in "abc")
    assert all(len(line) <= doctor.WIDTH for line in (*short, *long))


@pytest.fixture
def bounding(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A system that can bound its processes, without a card; returns where a card's device would be."""
    monkeypatch.setattr(doctor.landlock, "version", lambda: 4)
    monkeypatch.setattr(doctor.network, "can_be_refused", lambda: True)
    monkeypatch.setattr(doctor.worker, "NVIDIA", tmp_path / "nvidia")
    monkeypatch.setattr(doctor.worker, "NVIDIA_MEMORY", tmp_path / "nvidia-uvm")
    return tmp_path


@pytest.mark.parametrize(
    ("chosen", "level", "said"),
    [
        ({}, "ok", "neither the data folder nor the network"),
        ({"SPEECH_ONLINE": True}, "ok", "but they do the network"),
    ],
)
async def test_what_bounds_a_worker_is_said_as_it_is(bounding, chosen, level, said):
    """An operator who reads that workers reach no network does not put a firewall before them."""
    (found,) = await _find("confinement", settings(**chosen))
    assert (found.level, said in found.text) == (level, True)


async def test_a_card_whose_device_is_missing_leaves_workers_unbounded(bounding):
    """As `engine.sandbox.worker.confine` does then; with the device there they are bounded (control)."""
    (bounding / "nvidia").touch()
    (found,) = await _find("confinement", settings())
    assert (found.level, "not confined" in found.text) == ("note", True)
    (bounding / "nvidia-uvm").touch()
    (found,) = await _find("confinement", settings())
    assert found.level == "ok"
