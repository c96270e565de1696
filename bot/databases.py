"""The database the settings name: a file in the data folder, or a PostgreSQL server that several processes share."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from pathlib import Path

from pydantic import SecretStr

from bot.settings import DATABASE, Settings
from storage.database import Database
from storage.errors import ForeignFolderError, NoDatabaseClientError
from storage.jobs import Job
from storage.peek import job_marked as job_in_a_file
from storage.postgres import belonging


def opened(settings: Settings) -> AbstractAsyncContextManager[Database]:
    """Open it and bring it up to date.

    Raises `NoDatabaseClientError`, `ForeignFolderError`; what the context raises: `DatabaseTooNewError`,
    `StorageFullError`, `DatabaseUnreachableError`, `ForeignFolderError`.
    """
    url, folder = settings.data.database_url, settings.data.folder
    if url is None:
        if belonging.is_a_servers(folder):
            raise ForeignFolderError(folder)
        return Database.open(folder / DATABASE)
    try:
        from storage.postgres.database import PostgresDatabase
    except ImportError as error:
        raise NoDatabaseClientError from error
    return PostgresDatabase.connect(url.get_secret_value(), folder)


def job_marked(database: Path | SecretStr, number: int) -> Job | None:
    """Return the job whose id ends with what a mark carries, whoever runs on the database meanwhile.

    Raises `NoDatabaseClientError`, `DatabaseUnreachableError`.
    """
    if isinstance(database, Path):
        return job_in_a_file(database, number)
    try:
        from storage.postgres import peek
    except ImportError as error:
        raise NoDatabaseClientError from error
    return peek.job_marked(database.get_secret_value(), number)
