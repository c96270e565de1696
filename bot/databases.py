"""The database the settings name: a file in the data folder, or a PostgreSQL server that several processes share."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from bot.settings import DATABASE, Settings
from storage.database import Database
from storage.errors import ForeignFolderError, NoDatabaseClientError
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
