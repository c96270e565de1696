"""The files a container and a service are made from: what they promise, and that all they name exists."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
import yaml

from bot.settings import variables
from tests import replay

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
UNIT = (ROOT / "deploy" / "portrait-bot.service").read_text("utf-8")


def test_everything_that_is_copied_is_there_and_gets_past_the_ignore_file():
    """A moved folder would break the build weeks later, on somebody else's machine."""
    allowed = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text("utf-8"), flags=re.MULTILINE)
    for line in re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+)$", DOCKERFILE, flags=re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source in allowed, source
    assert {"bot", "engine", "handlers", "storage"} <= set(allowed)


def test_the_image_runs_as_nobody_and_holds_no_secret():
    """A hole in a decoder must not be a hole in the machine; a token in a layer is a token for everybody."""
    final = DOCKERFILE.rsplit("FROM ", 1)[1]
    assert re.search(r"^USER portrait$", final, flags=re.MULTILINE)
    assert "HEALTHCHECK" in final
    assert not re.search(r"TOKEN|SECRET|PASSWORD|COPY \.env", DOCKERFILE)


@pytest.mark.parametrize("service", ["bot", "bot-cuda"])
def test_a_container_can_write_to_its_volume_alone_and_answers_this_machine_alone(service):
    """The defaults are what an operator gets who reads nothing."""
    one = COMPOSE["services"][service]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["volumes"] == ["portrait:/data"]
    assert all(port.startswith("127.0.0.1:") for port in one["ports"])


def test_only_a_port_published_here_goes_without_a_login():
    """The image alone refuses to start for others without a login; compose publishes it here, and says so."""
    assert COMPOSE["services"]["bot"]["environment"]["LOCAL_CHAT_LOGIN"] == "${LOCAL_CHAT_LOGIN:-none}"
    assert "LOCAL_CHAT_LOGIN" not in DOCKERFILE


def test_the_card_is_asked_for_by_name_only():
    """`docker compose up` starts one bot: two on one volume would refuse each other."""
    assert "profiles" not in COMPOSE["services"]["bot"]
    assert COMPOSE["services"]["bot-cuda"]["profiles"] == ["cuda"]


def test_only_variables_there_are_are_set():
    """A mistyped name would silently do nothing."""
    known = set(variables())
    named = set(COMPOSE["services"]["bot"]["environment"]) | set(re.findall(r"^Environment=(\w+)=", UNIT, re.MULTILINE))
    assert named - known == set()
    image = re.search(r"^ENV (.+?)(?:\nUSER)", DOCKERFILE, flags=re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"([A-Z_]+)=", image[1])) - known == {"PATH", "HOME"}


def test_the_start_of_the_container_is_a_program():
    """A lost executable bit is found at the first start otherwise."""
    mode = (ROOT / "deploy" / "start").stat().st_mode
    assert mode & stat.S_IXUSR


def test_the_steps_of_the_image_can_be_replayed_as_they_stand():
    """`python -m tests.replay FOLDER` runs them; a Dockerfile it no longer reads would be tried by nobody."""
    stage = replay.build_stage(DOCKERFILE)
    assert {"pyproject.toml", "constraints.txt", "bot", "engine", "handlers", "storage"} <= set(replay.copied(stage))
    venv, torch, program = replay.steps(stage, Path("/here"))
    assert venv == "python3 -m venv /here/opt/venv"
    assert torch.split()[-1].startswith("torch==")
    assert program.startswith("/here/opt/venv/bin/python -m pip install")
    assert program.endswith("-c constraints.txt .")
