"""What `doctor` says of the store of sealed files where they are not in DATA_DIR."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot import stores
from bot.cli.findings import Finding
from bot.frontends.local.gate import is_loopback
from bot.settings import Settings
from bot.wiring import misplaced, of_store
from storage import belonging
from storage.errors import (
    FilesElsewhereError,
    ForeignStoreError,
    NoStoreClientError,
    NotMovedError,
    StoreKeepsVersionsError,
    StoreSilentError,
    StoreUnreachableError,
)

TOPIC = "files of people"


async def finding(settings: Settings) -> Finding:
    """Say where they lie, and whether something can be written, read and deleted there."""
    folder = settings.data.folder
    try:
        store = stores.store(settings)
        belonging.require_address(folder, store.bucket.address if store is not None else "")
        if store is None:
            return Finding(topic=TOPIC, level="ok", text=f"sealed, in {folder}")
        await store.examine()  # also before anything is moved there
        belonging.require(folder, store.bucket.address)
    except NoStoreClientError as error:
        return Finding(topic=TOPIC, level="missing", text=of_store(error), fix='pip install "portrait-bot[s3]"')
    except StoreSilentError as error:
        text = f"{of_store(error)} While a bot runs its chats go on; photos, jobs and pictures wait"
        return Finding(topic=TOPIC, level="missing", text=text, fix="see whether the store runs, and S3_ENDPOINT_URL")
    except (StoreUnreachableError, StoreKeepsVersionsError) as error:
        return Finding(topic=TOPIC, level="missing", text=of_store(error), fix="see S3_BUCKET in .env.example")
    except NotMovedError as error:
        return Finding(topic=TOPIC, level="missing", text=misplaced(error), fix="python -m bot media move")
    except (FilesElsewhereError, ForeignStoreError) as error:
        return Finding(topic=TOPIC, level="missing", text=misplaced(error), fix="see S3_BUCKET in .env.example")
    text = f"sealed, in {store.bucket.address}, which takes, gives back and deletes what it is sent"
    where = urlsplit(store.bucket.endpoint)
    if where.scheme == "http" and not is_loopback(where.hostname or ""):
        said = f"{text}; who, when and how much is seen by whoever listens"
        return Finding(topic=TOPIC, level="note", text=said, fix="let S3_ENDPOINT_URL begin https://")
    return Finding(topic=TOPIC, level="ok", text=text)
