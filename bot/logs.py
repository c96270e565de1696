"""One log for everything: our lines, the libraries' and the workers', each with its job and person, none with a token.

    configure(settings.logs, settings.secrets)
    with about(job=job.id, user=user_key(account)):
        log.info("photo accepted")        # ... job=01j... user=3f9a2c

Modules log with the standard ``logging.getLogger(__name__)``; structlog renders. A person appears as a key derived
from their account id, never as a name or a platform id.
"""

from __future__ import annotations

import hashlib
import logging
import re
import sys
from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO

import structlog

from bot.settings import LogSettings

HIDDEN = "[hidden]"
TOKENS = re.compile(
    r"\d{6,12}:[A-Za-z0-9_-]{30,}"  # Telegram, also inside /bot<token>/
    r"|[MNO][A-Za-z0-9_-]{22,}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{25,}"  # Discord
    r"|(?<=/webhooks/)\d+/[A-Za-z0-9._-]+"  # an interaction's or webhook's own token
    r"|(?<=/interactions/)\d+/[A-Za-z0-9._-]+"
)
QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiosqlite": logging.WARNING,
    # Whole updates and requests at debug, with names, ids and words; an address with a token at info.
    "telegram": logging.INFO,
    "telegram.ext": logging.INFO,
    "discord": logging.INFO,
    "aiohttp": logging.INFO,
    "aiohttp.access": logging.WARNING,
    "uvicorn": logging.INFO,
    "uvicorn.access": logging.WARNING,
    "engineio": logging.WARNING,
    "socketio": logging.WARNING,
    "multipart": logging.INFO,
    "websockets": logging.INFO,
}
Event = MutableMapping[str, Any]


class Redactor:
    """Takes tokens out of finished lines: those of the settings literally, and anything that looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({secret for secret in secrets if secret}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def clean(self, text: str) -> str:
        """Return ``text`` without tokens."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return TOKENS.sub(HIDDEN, text)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Renders a record and redacts the whole line, so that tracebacks and library texts are covered too."""

    def __init__(self, redactor: Redactor, **options: Any) -> None:
        super().__init__(**options)
        self._redactor = redactor

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.clean(super().format(record))


def configure(settings: LogSettings, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send all logging to ``stream`` (standard error), in the operator's format. Calling it again replaces it."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(settings, Redactor(secrets), colours=stream.isatty()))
    root = logging.getLogger()
    for old in list(root.handlers):
        if isinstance(old.formatter, _Formatter):
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(settings.level.upper())
    logging.captureWarnings(True)
    for name, level in QUIET.items():
        logging.getLogger(name).setLevel(max(level, root.level))


def _without_rays(_logger: Any, _method: str, event: Event) -> Event:
    """Drop what Ray puts on every record of a process it is loaded in."""
    event.pop("_ray_timestamp_ns", None)
    return event


def _formatter(settings: LogSettings, redactor: Redactor, *, colours: bool) -> logging.Formatter:
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _without_rays,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    last: list[Any]
    if settings.format == "json":
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    else:
        last = [structlog.dev.ConsoleRenderer(colors=colours, exception_formatter=structlog.dev.plain_traceback)]
    return _Formatter(
        redactor,
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


@contextmanager
def about(**facts: str) -> Iterator[None]:
    """Put ``facts`` (a job id, a user key) on every line logged inside, also by tasks started there."""
    with structlog.contextvars.bound_contextvars(**facts):
        yield


def user_key(account: str) -> str:
    """Return the six letters under which a person appears in the log; they lead back to nobody by themselves."""
    return hashlib.sha256(account.encode()).hexdigest()[:6]
