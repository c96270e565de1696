"""What the operator chose: read once from the environment and ``.env``, passed inward as frozen values.

    settings = load()                                   # the environment wins over .env
    settings = load(overrides={"DATA_DIR": folder})     # a caller's own choice wins over both

One class per topic; each field names its variable. No other module reads the environment. An empty variable counts
as not set, so a copied ``.env.example`` works as it is.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

import psutil
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from engine.faces.hub.names import ALL, PERCEPTION
from engine.settings import EngineSettings
from storage.keyrings import KeyringPlace

ENV_FILE = Path(".env")
DATABASE = "portrait.sqlite"  # in the data folder
PASSWORD_LETTERS = 8  # of a password, at least, to be taken out of every line of the log
CREDENTIAL = "portrait-key"  # the name under which systemd hands over the master key

Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().resolve())]
Url = Annotated[str, Field(pattern=r"^(https?|wss?)://\S+$"), AfterValidator(lambda url: url.rstrip("/"))]
HubModel = Annotated[str, Field(pattern=f"^({'|'.join((ALL, *PERCEPTION))})$")]


def _secret(value: SecretStr) -> SecretStr:
    """Check what Telegram allows as a secret; the message never holds the value."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value.get_secret_value()):
        raise ValueError("should be 16 to 256 letters, digits, _ or -")
    return value


WebhookSecret = Annotated[SecretStr, AfterValidator(_secret)]

# What a value must look like, where pydantic could only show a pattern.
EXPECTED = {
    "ENGINE_BASE": "auto or the name of a model family, such as pocket, sd15, sdxl, z-image-turbo or flux2-klein-4b",
    "ENGINE_DEVICE": "auto, cpu, mps, cuda, cuda:1 or xpu",
    "S3_BUCKET": "the name of a bucket, without an address",
    "S3_PREFIX": "names with / between them, such as bots/portrait",
    "HUB_MODELS": f"{ALL}, or names from {', '.join(PERCEPTION)}, with commas between them",
}


class BadSettingsError(Exception):
    """Variables with values that mean nothing; ``problems`` has a sentence for each and never the value itself."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


class _Topic(BaseSettings):
    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, env_file_encoding="utf-8", hide_input_in_errors=True
    )


class TelegramSettings(_Topic):
    """The Telegram bot; without a token there is none."""

    token: SecretStr | None = Field(None, validation_alias="TELEGRAM_TOKEN", repr=False)
    api_url: Url = Field("https://api.telegram.org", validation_alias="TELEGRAM_API_URL")
    file_url: Url = Field("https://api.telegram.org", validation_alias="TELEGRAM_FILE_URL")
    stars: int = Field(0, validation_alias="TELEGRAM_STARS", ge=0, le=1000)  # a picture beyond the limit; 0: not sold
    local_server: bool = Field(False, validation_alias="TELEGRAM_LOCAL_SERVER")  # a Bot API server of one's own
    webhook_url: Url | None = Field(None, validation_alias="TELEGRAM_WEBHOOK_URL")  # None: updates are asked for
    webhook_secret: WebhookSecret | None = Field(None, validation_alias="TELEGRAM_WEBHOOK_SECRET", repr=False)
    webhook_host: str = Field("127.0.0.1", validation_alias="TELEGRAM_WEBHOOK_HOST", min_length=1)
    webhook_port: int = Field(8766, validation_alias="TELEGRAM_WEBHOOK_PORT", ge=0, le=65535)  # 0: any free one


class DiscordSettings(_Topic):
    """The Discord bot; without a token there is none."""

    token: SecretStr | None = Field(None, validation_alias="DISCORD_TOKEN", repr=False)
    api_url: Url = Field("https://discord.com/api/v10", validation_alias="DISCORD_API_URL")
    gateway_url: Url | None = Field(None, validation_alias="DISCORD_GATEWAY_URL")  # None: the API says which
    shards: int = Field(1, validation_alias="DISCORD_SHARDS", ge=0, le=1000)  # 0: as many as Discord says
    spread: bool = Field(False, validation_alias="DISCORD_SPREAD")  # over all processes of one PostgreSQL server


def _names(value: object) -> object:
    """Split ``a, b`` into its names; anything else is pydantic's to judge."""
    return [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value


def _network(value: str) -> str:
    """Check an address or network a proxy may have."""
    try:
        ipaddress.ip_network(value)
    except ValueError:
        raise ValueError("should hold addresses or networks such as 127.0.0.1 or 10.0.0.0/24") from None
    return value


Network = Annotated[str, AfterValidator(_network)]


class LocalChatSettings(_Topic):
    """The web chat in a browser: of this machine, or with a login for more than that."""

    enabled: bool = Field(True, validation_alias="LOCAL_CHAT")
    host: str = Field("127.0.0.1", validation_alias="LOCAL_CHAT_HOST", min_length=1)
    port: int = Field(8765, validation_alias="LOCAL_CHAT_PORT", ge=0, le=65535)  # 0: any free one
    url: Url | None = Field(None, validation_alias="LOCAL_CHAT_URL")  # what people type, where a proxy stands before it
    login: Annotated[tuple[Literal["none", "link", "password", "telegram"], ...], NoDecode, BeforeValidator(_names)] = (
        Field((), validation_alias="LOCAL_CHAT_LOGIN")
    )
    proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_names)] = Field(
        (), validation_alias="LOCAL_CHAT_PROXIES"
    )  # who may say for whom a request comes


class HealthSettings(_Topic):
    """Pages for a supervisor and for Prometheus."""

    host: str = Field("127.0.0.1", validation_alias="HEALTH_HOST", min_length=1)
    port: int = Field(0, validation_alias="HEALTH_PORT", ge=0, le=65535)  # 0: off


class DataSettings(_Topic):
    """Where everything about people is kept, and for how long."""

    folder: Folder = Field(Path("data"), validation_alias="DATA_DIR", validate_default=True)
    database_url: SecretStr | None = Field(None, validation_alias="DATABASE_URL")  # None: a file in the folder
    key_file: Folder | None = Field(None, validation_alias="MASTER_KEY_FILE")  # None: in the folder
    key_in_keyring: bool = Field(False, validation_alias="MASTER_KEY_KEYRING")
    handed_over: Folder | None = Field(None, validation_alias="CREDENTIALS_DIRECTORY")  # systemd's LoadCredential
    keep_pictures_days: int = Field(30, validation_alias="KEEP_PICTURES_DAYS", ge=1)
    keep_faces_days: int = Field(365, validation_alias="KEEP_FACES_DAYS", ge=1, le=365)  # a year at most: consent
    keep_messages_days: int = Field(7, validation_alias="KEEP_MESSAGES_DAYS", ge=1)
    backups: int = Field(7, validation_alias="BACKUPS", ge=0)  # daily copies of the database; 0: none

    @field_validator("database_url")
    @classmethod
    def _is_a_servers(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("should begin postgresql://, or be empty for a file in DATA_DIR")
        return value

    @property
    def key(self) -> Path | KeyringPlace | None:
        """Where the master key lies, None in the folder itself."""
        if self.key_file is not None:
            return self.key_file
        if self.key_in_keyring:
            return KeyringPlace(self.folder)
        given = self.handed_over / CREDENTIAL if self.handed_over is not None else None
        return given if given is not None and given.exists() else None


class StoreSettings(_Topic):
    """An S3-compatible store for the sealed files of people; without a bucket they lie in the data folder."""

    prefix: str = Field("", validation_alias="S3_PREFIX", pattern=r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$")
    endpoint: Url = Field("https://s3.amazonaws.com", validation_alias="S3_ENDPOINT_URL")
    region: str = Field("us-east-1", validation_alias="S3_REGION", min_length=1)
    key: SecretStr | None = Field(None, validation_alias="S3_ACCESS_KEY_ID", repr=False)
    secret: SecretStr | None = Field(None, validation_alias="S3_SECRET_ACCESS_KEY", repr=False)
    bucket: str = Field("", validation_alias="S3_BUCKET", pattern=r"^([A-Za-z0-9][A-Za-z0-9._-]*)?$")

    @field_validator("endpoint")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        where = urlsplit(value)
        if where.scheme not in ("http", "https") or where.username is not None or where.query or where.fragment:
            raise ValueError("should be an address such as https://s3.example.org, with no key in it")
        return value

    @field_validator("prefix")
    @classmethod
    def _is_a_folder(cls, value: str) -> str:
        if {".", ".."} & set(value.split("/")):
            raise ValueError(f"should be {EXPECTED['S3_PREFIX']}")
        return value

    @field_validator("bucket")
    @classmethod
    def _has_a_key(cls, value: str, info: ValidationInfo) -> str:
        if value and not (info.data.get("key") and info.data.get("secret")):
            raise ValueError("needs S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY too")
        return value


class EngineChoice(_Topic):
    """How pictures are made."""

    weights: Folder = Field(Path("weights"), validation_alias="WEIGHTS_DIR", validate_default=True)
    styles: Folder = Field(Path("styles"), validation_alias="STYLES_DIR", validate_default=True)
    scenes: Folder = Field(Path("scenes"), validation_alias="SCENES_DIR", validate_default=True)
    base: str = Field("auto", validation_alias="ENGINE_BASE", pattern=r"^[a-z0-9][a-z0-9._-]*$")
    device: str = Field("auto", validation_alias="ENGINE_DEVICE", pattern=r"^(auto|cpu|mps|(cuda|xpu)(:\d+)?)$")
    threads: int = Field(0, validation_alias="ENGINE_THREADS", ge=0)  # 0: one per physical core
    compile: bool = Field(False, validation_alias="ENGINE_COMPILE")  # the base's repeated blocks, before the first job
    preview_decoder: Literal["auto", "no"] = Field("auto", validation_alias="ENGINE_PREVIEW_DECODER")
    sampler: Literal["auto", "quality", "fast", "fastest"] = Field("auto", validation_alias="ENGINE_SAMPLER")
    edits: Literal["auto", "first", "never"] = Field("auto", validation_alias="ENGINE_EDITS")
    dressers: Annotated[tuple[Literal["own", "face", "drawn", "edit"], ...], NoDecode, BeforeValidator(_names)] = Field(
        (), validation_alias="TRYON_BACKENDS"
    )
    animator: Literal["auto", "mesh", "sadtalker"] = Field("auto", validation_alias="TALK_ANIMATOR")
    faceid: Literal["no", "research"] = Field("no", validation_alias="ENGINE_FACEID")  # networks for research only
    executor: Literal["local", "ray"] = Field("local", validation_alias="ENGINE_EXECUTOR")
    batch: Literal["auto", "yes", "no"] = Field("auto", validation_alias="ENGINE_BATCH")
    train_apart: Literal["auto", "yes", "no"] = Field("auto", validation_alias="ENGINE_TRAIN_APART")
    ray_address: str | None = Field(None, validation_alias="RAY_ADDRESS")
    ray_token: Path | None = Field(None, validation_alias="RAY_AUTH_TOKEN_PATH")  # the file with the cluster's token
    offline: bool = Field(False, validation_alias="OFFLINE")
    sign: bool = Field(True, validation_alias="SIGN_PICTURES")  # Content Credentials in finished pictures
    credentials: Folder | None = Field(None, validation_alias="CREDENTIALS_DIR")  # None: a self-made certificate
    content: Folder | None = Field(None, validation_alias="CONTENT_RULES")  # None: the shipped ones alone
    speech_online: bool = Field(False, validation_alias="SPEECH_ONLINE")
    speech_url: Url | None = Field(None, validation_alias="SPEECH_URL")  # None: where the service really is
    talk_seconds: float = Field(60.0, validation_alias="TALK_SECONDS", ge=1, le=600)
    hub: Annotated[tuple[HubModel, ...], NoDecode, BeforeValidator(_names)] = Field((), validation_alias="HUB_MODELS")
    hub_python: Path | None = Field(None, validation_alias="HUB_PYTHON")

    def for_workers(self) -> EngineSettings:
        """Return what a worker process is told."""
        return EngineSettings(
            weights=self.weights,
            styles=self.styles,
            scenes=self.scenes,
            base=self.base,
            device=self.device,
            compile=self.compile,
            preview_decoder=self.preview_decoder == "auto",
            sampler=self.sampler,
            edits=self.edits,
            animator=self.animator,
            faceid=self.faceid == "research",
            dressers=self.dressers,
            offline=self.offline,
            speech_online=self.speech_online,
            speech_url=self.speech_url,
            threads=self.threads or psutil.cpu_count(logical=False) or 1,
            hub=self.hub,
            hub_python=self.hub_python,
            content=self.content,
        )


class PeopleSettings(_Topic):
    """Who may do what, and how much of it."""

    admins: Annotated[frozenset[str], NoDecode, BeforeValidator(_names)] = Field(
        frozenset(), validation_alias="ADMIN_IDS"
    )
    access: Literal["everybody", "listed"] = Field("everybody", validation_alias="ACCESS")
    allowed: Annotated[frozenset[str], NoDecode, BeforeValidator(_names)] = Field(
        frozenset(), validation_alias="ALLOWED_IDS"
    )
    invitations: bool = Field(False, validation_alias="INVITATIONS")
    seconds_per_day: float = Field(3600.0, validation_alias="QUOTA_SECONDS_PER_DAY", gt=0)
    waiting_jobs: int = Field(6, validation_alias="QUOTA_WAITING_JOBS", ge=1)
    trainings_per_day: int = Field(0, validation_alias="QUOTA_TRAININGS_PER_DAY", ge=0)  # 0: as the seconds allow
    portraits_per_day: int = Field(0, validation_alias="QUOTA_PORTRAITS_PER_DAY", ge=0)
    clips_per_day: int = Field(0, validation_alias="QUOTA_CLIPS_PER_DAY", ge=0)
    templates_per_day: int = Field(0, validation_alias="QUOTA_TEMPLATES_PER_DAY", ge=0)
    tryons_per_day: int = Field(0, validation_alias="QUOTA_TRYONS_PER_DAY", ge=0)
    liveness: Literal["off", "required"] = Field("off", validation_alias="LIVENESS")  # before a face is learnt
    group_posts: int = Field(20, validation_alias="GROUP_POSTS_PER_DAY", ge=0)
    reports: int = Field(10, validation_alias="REPORTS_PER_DAY", ge=0)  # of one person; 0: no limit
    strikes: int = Field(5, validation_alias="STRIKES_PER_DAY", ge=0)  # 0: nobody has to pause for what was refused
    strike_hours: float = Field(24.0, validation_alias="STRIKE_PAUSE_HOURS", gt=0)


class LogSettings(_Topic):
    """What the operator reads."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", validation_alias="LOG_LEVEL")
    format: Literal["text", "json"] = Field("text", validation_alias="LOG_FORMAT")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All topics."""

    telegram: TelegramSettings
    discord: DiscordSettings
    local_chat: LocalChatSettings
    health: HealthSettings
    data: DataSettings
    store: StoreSettings
    engine: EngineChoice
    people: PeopleSettings
    logs: LogSettings

    @property
    def secrets(self) -> tuple[str, ...]:
        """The values that must never be printed or logged."""
        tokens = (
            *(self.telegram.token, self.telegram.webhook_secret, self.discord.token),
            *(self.data.database_url, self.store.key, self.store.secret),
        )
        known = [token.get_secret_value() for token in tokens if token is not None]
        return (*known, *_passwords(self.data.database_url))


def _passwords(url: SecretStr | None) -> tuple[str, ...]:
    """Return the password in an address, as it is written and as it is meant; a short one may be any word of a log."""
    server = url.get_secret_value().partition("://")[2].rpartition("@")[0] if url is not None else ""
    written = server.partition(":")[2]
    return tuple({each for each in (written, unquote(written)) if len(each) >= PASSWORD_LETTERS})


TOPICS: dict[str, type[_Topic]] = {
    "telegram": TelegramSettings,
    "discord": DiscordSettings,
    "local_chat": LocalChatSettings,
    "health": HealthSettings,
    "data": DataSettings,
    "store": StoreSettings,
    "engine": EngineChoice,
    "people": PeopleSettings,
    "logs": LogSettings,
}


@contextmanager
def hidden(prefix: str) -> Iterator[None]:
    """Keep variables of that prefix from a library that would read them by itself, while the block runs."""
    taken = {name: value for name, value in os.environ.items() if name.startswith(prefix)}
    for name in taken:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(taken)


def variables() -> list[str]:
    """Return the name of every variable there is."""
    return [str(field.validation_alias) for topic in TOPICS.values() for field in topic.model_fields.values()]


def load(env_file: Path | None = ENV_FILE, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read all topics. ``overrides`` maps variable names to values.

    Raises `BadSettingsError` with every problem at once.
    """
    given = dict(overrides or {})
    if unknown := given.keys() - set(variables()):
        raise BadSettingsError([f"{name} is no setting" for name in sorted(unknown)])
    read: dict[str, Any] = {}
    problems: list[str] = []
    for name, topic in TOPICS.items():
        mine = {str(field.validation_alias) for field in topic.model_fields.values()}
        try:
            own = {key: value for key, value in given.items() if key in mine}
            read[name] = topic(_env_file=env_file, **own)  # type: ignore[call-arg]  # BaseSettings takes it, says no stub
        except ValidationError as error:
            problems += [_sentence(problem) for problem in error.errors()]
    if problems:
        raise BadSettingsError(problems)
    return Settings(**read)


def _sentence(problem: Any) -> str:
    """Say what is wrong with one variable, without its value: it may be a secret."""
    variable, said = str(problem["loc"][0]), problem["msg"]
    if problem["type"] == "string_pattern_mismatch":
        said = f"should be {EXPECTED.get(variable, 'an address such as https://example.org')}"
    return f"{variable} {said[:1].lower()}{said[1:]}".replace("input should", "should")
