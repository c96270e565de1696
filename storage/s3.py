"""Sealed files as objects of an S3-compatible store, through obstore (MIT; one wheel, no telemetry).

    <bucket>/<prefix>/media/<id>    a sealed file
    <bucket>/<prefix>/owner         whose they are, sealed under the master key: `storage.belonging`

Each file is one PUT, which is whole or nothing; there are no parts to be left behind. Its name is the id of its row and
nothing is sent beside the sealed bytes. What fails is tried again for seconds; then `StoreUnreachableError` says why.
After a question that nobody answered none is asked for a while (`storage.breaker`): that costs nobody any time.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

import obstore
from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError
from obstore.store import S3Store

from storage.breaker import Breaker, OpenCircuitError
from storage.errors import NoSuchMediaError, StoreKeepsVersionsError, StoreSilentError, StoreUnreachableError
from storage.sealed import Entry

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config, S3Credential

MEDIA, OWNER, PROBE = "media", "owner", "probe"
ANSWER_SECONDS = 15.0  # one question may take, with all its tries
SLOWEST = 200_000  # bytes a second, for which a large file is given more
CONNECT = timedelta(seconds=5)
RETRY: RetryConfig = {
    "max_retries": 4,
    "retry_timeout": timedelta(seconds=ANSWER_SECONDS),
    "backoff": {"init_backoff": timedelta(milliseconds=100), "max_backoff": timedelta(seconds=1), "base": 2},
}
FOREVER = timedelta(hours=1)  # for the client, which counts a large file and a silent store alike
NO_VERSION = (None, "", "null")  # what a store that keeps no versions answers; "null" since they were switched off
NO_OBJECT = "NoSuchKey"  # the store's own word that an object is not there; any other 404 is somebody else's
CODE = re.compile(r"<Code>(\w{1,40})</Code>")  # of an answer that is an error: one word, and nothing secret
NOBODY = "error sending request"  # what the client says where no answer came, after all its tries
REASONS = re.compile(r"invalid peer certificate: \w+|dns error|Connection refused")  # why nobody was reached


@dataclass(frozen=True, kw_only=True)
class Bucket:
    """A bucket, where it is and what opens it. ``prefix``: the folder in it that is ours, which may be empty."""

    name: str
    endpoint: str
    region: str
    key: str
    secret: str = field(repr=False)
    prefix: str = ""

    @property
    def address(self) -> str:
        """Return what tells it from others, without a secret."""
        return f"{self.endpoint}/{self.name}/{self.prefix}".rstrip("/")


class S3Files:
    """Implements `storage.sealed.SealedFiles`."""

    remote: ClassVar[bool] = True

    def __init__(self, bucket: Bucket, *, seconds: float = ANSWER_SECONDS, breaker: Breaker | None = None) -> None:
        self.bucket = bucket
        self._seconds = seconds
        self._breaker = breaker or Breaker("the store of sealed files", is_silence)
        self._store = _store(bucket)

    async def write(self, name: str, data: bytes) -> None:
        """See `SealedFiles.write`."""
        await self._put(f"{MEDIA}/{name}", data)

    async def read(self, name: str) -> bytes:
        """See `SealedFiles.read`."""
        data = await self._get(f"{MEDIA}/{name}")
        if data is None:
            raise NoSuchMediaError(name)
        return data

    async def delete(self, names: Sequence[str]) -> None:
        """See `SealedFiles.delete`."""
        await self._delete([f"{MEDIA}/{name}" for name in names])

    @property
    def silent(self) -> bool:
        """See `SealedFiles.silent`."""
        return self._breaker.is_open

    @property
    def away(self) -> float:
        """See `SealedFiles.away`."""
        return self._breaker.away

    async def probe(self) -> None:
        """See `SealedFiles.probe`."""
        if not self._breaker.closed:
            with suppress(StoreUnreachableError):
                await self.owner()

    async def entries(self) -> AsyncIterator[Entry]:
        """See `SealedFiles.entries`."""
        pages = obstore.list(self._store, prefix=MEDIA)
        while True:
            with self._explained():
                async with self._breaker.asking(self._seconds):
                    page = await anext(pages, None)
            if page is None:
                return
            for each in page:
                name = each["path"].rpartition("/")[2]
                yield Entry(name=name, bytes=each["size"], changed=each["last_modified"].timestamp())

    async def owner(self) -> bytes | None:
        """Return the mark of whose the files are, None where they are nobody's yet."""
        return await self._get(OWNER)

    async def own(self, mark: bytes) -> None:
        """Leave the mark of whose the files are."""
        await self._put(OWNER, mark)

    async def disown(self) -> None:
        """Take the mark away: no file is left."""
        await self._delete([OWNER])

    async def examine(self) -> None:
        """Make sure that objects can be written, read and deleted. Raises `StoreKeepsVersionsError` where they stay."""
        name, data = f"{PROBE}-{secrets.token_hex(4)}", secrets.token_bytes(16)
        version = await self._put(name, data)
        same = await self._get(name) == data
        await self._delete([name])
        if version not in NO_VERSION:
            raise StoreKeepsVersionsError(self.bucket.address)
        if not same:
            raise StoreUnreachableError("it does not give back what it took")

    async def _put(self, path: str, data: bytes) -> str | None:
        with self._explained():
            async with self._breaker.asking(self._seconds + len(data) / SLOWEST):
                put = await obstore.put_async(self._store, path, data, use_multipart=False)
        return put["version"]

    async def _get(self, path: str) -> bytes | None:
        with self._explained():
            try:
                async with self._breaker.asking(self._seconds) as patience:
                    found = await obstore.get_async(self._store, path)
                    patience.reschedule(
                        asyncio.get_running_loop().time() + self._seconds + found.meta["size"] / SLOWEST
                    )
                    return (await found.bytes_async()).to_bytes()
            except FileNotFoundError as error:
                if _code(error) == NO_OBJECT:
                    return None
                raise

    async def _delete(self, paths: Sequence[str]) -> None:
        with self._explained():
            async with self._breaker.asking(self._seconds + len(paths)):
                try:
                    await obstore.delete_async(self._store, list(paths))
                except FileNotFoundError:  # some stores say so, and the others may not have been asked for
                    for path in paths:
                        await self._delete_one(path)

    async def _delete_one(self, path: str) -> None:
        try:
            await obstore.delete_async(self._store, path)
        except FileNotFoundError as error:
            if _code(error) != NO_OBJECT:
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the client says into one short sentence; its own words hold addresses and whole answers."""
        try:
            yield
        except TimeoutError:
            raise StoreSilentError(f"{self.bucket.endpoint} gave no answer in time") from None
        except OpenCircuitError:
            raise StoreSilentError(f"{self.bucket.endpoint} gave no answer, and is not asked for a while") from None
        except (BaseError, FileNotFoundError) as error:
            kind = StoreSilentError if is_silence(error) else StoreUnreachableError
            raise kind(self._why(error)) from None

    def _why(self, error: Exception) -> str:
        code, endpoint = _code(error), self.bucket.endpoint
        if code == "RequestTimeTooSkewed":
            return f"{endpoint} has another time than this machine: set the clock"
        if code == "NoSuchBucket":
            return f"there is no bucket {self.bucket.name}"
        if isinstance(error, (PermissionDeniedError, UnauthenticatedError)) or " 403 " in str(error).partition("\n")[0]:
            return f"{endpoint} refuses the key" + (f" ({code})" if code else "")
        if isinstance(error, FileNotFoundError) and not code:
            return f"{endpoint} answers 404, and not as a store does"
        return f"{endpoint}: {_short(str(error))}" + (f" ({code})" if code else "")


def _store(bucket: Bucket) -> S3Store:
    """Return the client; every option that it would else read from the environment is said."""

    def key() -> S3Credential:
        return {"access_key_id": bucket.key, "secret_access_key": bucket.secret, "expires_at": None}

    config: S3Config = {
        "endpoint": bucket.endpoint,
        "aws_endpoint_url_s3": bucket.endpoint,
        "region": bucket.region,
        "virtual_hosted_style_request": False,
        "disable_bulk_delete": True,  # not every store has it
        "skip_signature": False,
        "unsigned_payload": False,
        "s3_express": False,
        "request_payer": False,
    }
    client: ClientConfig = {
        "allow_http": bucket.endpoint.startswith("http://"),
        "connect_timeout": CONNECT,
        "timeout": FOREVER,
        "user_agent": "portrait-bot",
    }
    return S3Store(
        bucket.name,
        prefix=bucket.prefix or None,
        config=config,
        client_options=client,
        retry_config=RETRY,
        credential_provider=key,
    )


def is_silence(error: Exception) -> bool:
    """Say whether an error means that nobody answered; a refusal, or a fault with a status, is an answer."""
    return isinstance(error, TimeoutError) or (isinstance(error, BaseError) and NOBODY in str(error))


def _code(error: Exception) -> str:
    """Return the store's own word for what is wrong, empty where the answer is not a store's."""
    found = CODE.search(str(error))
    return found[1] if found else ""


def _short(text: str) -> str:
    """Return the last part of an error's first line: what happened, without the address, the tries and any markup."""
    first = text.partition("\n")[0].rpartition(" - ")[2].removeprefix("Server returned non-2xx status code: ")
    reason = REASONS.search(text)
    return first.partition("<")[0].rstrip(": ")[:120] + (f" ({reason[0]})" if reason else "")
