"""Where the settings want the sealed files of people: in the data folder, or in an S3-compatible store."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from bot.settings import Settings, hidden
from storage import belonging
from storage.errors import NoStoreClientError, StoreUnreachableError
from storage.vault import Vault

if TYPE_CHECKING:
    from storage.s3 import S3Files

log = logging.getLogger(__name__)
START_SECONDS, AGAIN_SECONDS = 30.0, 1.0  # for a store to answer, and between two questions


def store(settings: Settings) -> S3Files | None:
    """Return the store, None where files lie in the data folder; nothing is asked of it yet.

    Raises `NoStoreClientError`.
    """
    chosen = settings.store
    if not chosen.bucket:
        return None
    try:
        from storage.s3 import Bucket, S3Files
    except ImportError as error:
        raise NoStoreClientError from error
    assert chosen.key is not None
    assert chosen.secret is not None
    bucket = Bucket(
        name=chosen.bucket,
        prefix=chosen.prefix,
        endpoint=chosen.endpoint,
        region=chosen.region,
        key=chosen.key.get_secret_value(),
        secret=chosen.secret.get_secret_value(),
    )
    with hidden("AWS_"):  # another account's: an encryption with a key of its own would outlive that key
        return S3Files(bucket)


def vault(settings: Settings) -> Vault:
    """Open the vault with its files where the settings want them; nothing is asked of a store yet.

    Raises `NoStoreClientError`, `FilesElsewhereError`, `NotMovedError`, `BrokenMasterKeyError`.
    """
    folder, files = settings.data.folder, store(settings)
    belonging.require(folder, files.bucket.address if files is not None else "")
    return Vault.open(folder, settings.data.key, files)


async def claim(settings: Settings, vault: Vault) -> None:
    """Make sure that the store, if there is one, can be used and is this bot's, and mark folder and store.

    One that does not answer is waited for a little: after a power cut it may start as this does.
    Raises `StoreUnreachableError`, `StoreKeepsVersionsError`, `ForeignStoreError`.
    """
    files = store(settings)
    if files is None:
        return
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            await belonging.claim(vault, files)
            break
        except StoreUnreachableError as error:
            if time.monotonic() > end:
                raise
            log.warning("the store of sealed files is waited for: %s", error)
        await asyncio.sleep(AGAIN_SECONDS)
    belonging.belong(settings.data.folder, files.bucket.address)
