"""Settings: what the operator writes is what the program gets, and nonsense is told in a sentence."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import BadSettingsError, load, variables
from storage.keyrings import KeyringPlace

EXAMPLE = Path(__file__).parents[2] / ".env.example"
PROMISED = [
    "TELEGRAM_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_FILE_URL",
    "DISCORD_TOKEN",
    "DISCORD_API_URL",
    "DISCORD_GATEWAY_URL",
    "LOCAL_CHAT",
    "LOCAL_CHAT_HOST",
    "LOCAL_CHAT_PORT",
    "DATA_DIR",
    "WEIGHTS_DIR",
    "ENGINE_BASE",
    "ENGINE_COMPILE",
    "ENGINE_DEVICE",
    "ENGINE_EXECUTOR",
    "RAY_ADDRESS",
    "OFFLINE",
    "ADMIN_IDS",
]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """No variable of the machine and no .env of the checkout may decide a test."""
    for name in variables():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_example_names_every_variable_and_no_other():
    """An operator finds every switch in one file, and none that does nothing."""
    named = re.findall(r"^([A-Z0-9_]+)=", EXAMPLE.read_text(), flags=re.MULTILINE)
    assert sorted(named) == sorted(variables())
    assert set(PROMISED) <= set(named)


def test_every_variable_of_the_example_has_a_comment_of_its_own_or_its_group():
    """A name alone explains nothing."""
    blocks = EXAMPLE.read_text().split("\n\n")
    assert all(block.lstrip().startswith("#") for block in blocks)


def test_the_example_as_it_is_means_the_defaults(tmp_path: Path):
    """Copying the example must change nothing, or the comments in it would lie."""
    assert load(EXAMPLE) == load(None)


def test_with_no_settings_only_the_local_chat_is_on():
    """A stranger without a token gets something that works."""
    settings = load()
    assert (settings.telegram.token, settings.discord.token) == (None, None)
    assert (settings.local_chat.enabled, settings.local_chat.host, settings.local_chat.port) == (
        True,
        "127.0.0.1",
        8765,
    )


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A service manager can override one value without touching the file."""
    (tmp_path / ".env").write_text("LOCAL_CHAT_PORT=1111\nENGINE_BASE=sd15\n")
    monkeypatch.setenv("LOCAL_CHAT_PORT", "2222")
    settings = load()
    assert (settings.local_chat.port, settings.engine.base) == (2222, "sd15")


def test_a_callers_choice_wins_over_everything(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """The demo keeps its data apart and starts no bot, whatever is configured."""
    monkeypatch.setenv("DATA_DIR", "/elsewhere")
    monkeypatch.setenv("TELEGRAM_TOKEN", "123456:secret")
    settings = load(overrides={"DATA_DIR": tmp_path, "TELEGRAM_TOKEN": None})
    assert (settings.data.folder, settings.telegram.token) == (tmp_path, None)


def test_an_override_that_is_no_setting_is_refused():
    """A misspelt name must not be ignored in silence."""
    with pytest.raises(BadSettingsError, match="DATADIR"):
        load(overrides={"DATADIR": "x"})


def test_folders_become_absolute(tmp_path: Path):
    """A worker process or a service manager may run in another folder."""
    assert load().data.folder == tmp_path / "data"
    assert load().engine.weights == tmp_path / "weights"


def test_admins_are_a_list_of_names():
    """Platform and id, separated by commas."""
    assert load(overrides={"ADMIN_IDS": "telegram:1, discord:2,"}).people.admins == {"telegram:1", "discord:2"}


def test_every_problem_is_told_at_once_and_no_value_is():
    """The operator repairs the file in one go; a secret in the wrong line is not printed."""
    wrong = {"LOCAL_CHAT_PORT": "hunter2", "ENGINE_EXECUTOR": "celery", "DISCORD_API_URL": "hunter2"}
    with pytest.raises(BadSettingsError) as caught:
        load(overrides=wrong)
    assert {problem.split()[0] for problem in caught.value.problems} == set(wrong)
    assert "hunter2" not in str(caught.value)


def test_a_pattern_is_told_in_words():
    """An operator reads which devices there are, not a regular expression."""
    with pytest.raises(BadSettingsError, match="auto, cpu, mps, cuda, cuda:1 or xpu"):
        load(overrides={"ENGINE_DEVICE": "gpu"})


def test_tokens_do_not_show():
    """Settings end up in logs and tracebacks."""
    settings = load(overrides={"TELEGRAM_TOKEN": "123456:secret"})
    assert "secret" not in repr(settings) + str(settings)
    assert settings.secrets == ("123456:secret",)


def test_settings_do_not_change():
    """What was read at the start holds until the end."""
    with pytest.raises(ValidationError, match="frozen"):
        load().local_chat.port = 1


def test_workers_are_told_how_many_threads_to_use():
    """Threads are set deliberately, and never zero."""
    assert load().engine.for_workers().threads >= 1
    assert load(overrides={"ENGINE_THREADS": 3}).engine.for_workers().threads == 3


def test_the_environment_is_not_changed():
    """Reading is all that happens."""
    before = dict(os.environ)
    load()
    assert dict(os.environ) == before


@pytest.mark.parametrize("secret", ["short", "with spaces in it!", "x" * 257])
def test_a_webhook_secret_telegram_would_refuse_is_said_without_being_shown(secret):
    """The sentence goes to a terminal or a log."""
    with pytest.raises(BadSettingsError) as bad:
        load(env_file=None, overrides={"TELEGRAM_WEBHOOK_SECRET": secret})
    assert "TELEGRAM_WEBHOOK_SECRET" in str(bad.value)
    assert "16 to 256" in str(bad.value)
    assert secret not in str(bad.value)


def test_the_webhook_listens_on_this_machine_unless_told_otherwise():
    """The reverse proxy is the only one who shall reach it."""
    telegram = load(env_file=None).telegram
    assert (telegram.webhook_url, telegram.webhook_host) == (None, "127.0.0.1")


def test_a_webhook_secret_is_among_the_secrets():
    """Nothing prints it."""
    settings = load(env_file=None, overrides={"TELEGRAM_WEBHOOK_SECRET": "a-secret-of-sixteen"})
    assert "a-secret-of-sixteen" in settings.secrets
    assert "a-secret-of-sixteen" not in repr(settings)


@pytest.mark.parametrize(
    ("password", "hidden"),
    [("s3cret%40word", {"s3cret%40word", "s3cret@word"}), ("bot", set())],  # else each "bot" would go from the log
)
def test_the_password_of_a_server_is_among_the_secrets_by_itself(password: str, hidden: set[str]):
    """A library may say it without the address around it."""
    url = f"postgresql://bot:{password}@localhost/portrait"
    settings = load(env_file=None, overrides={"DATABASE_URL": url})
    assert set(settings.secrets) == {url, *hidden}


def test_the_master_key_lies_where_the_operator_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A file wins over the keyring, the keyring over what systemd hands over, and that over the data folder."""
    secrets = tmp_path / "credentials"
    secrets.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(secrets))
    assert load(None).data.key is None, "systemd hands over something else"
    (secrets / "portrait-key").write_bytes(b"k" * 32)
    assert load(None).data.key == secrets / "portrait-key"
    assert load(None, {"MASTER_KEY_KEYRING": "yes"}).data.key == KeyringPlace(load(None).data.folder)
    elsewhere = tmp_path / "elsewhere"
    both = {"MASTER_KEY_KEYRING": "yes", "MASTER_KEY_FILE": str(elsewhere)}
    assert load(None, both).data.key == elsewhere
