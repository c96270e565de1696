"""Everything storage refuses, as data.

StorageError
├── DatabaseTooNewError     the file was written by a newer program
├── StorageFullError        no room left on the disk
├── DatabaseUnreachableError  the server does not answer, or not to us
├── NoDatabaseClientError   the package that speaks to a server is not installed
├── StoreUnreachableError   the store of sealed files does not answer, or not to us
│   └── StoreSilentError    nobody answers there, or nobody is asked just now because of that
├── StoreKeepsVersionsError what is deleted from the store of sealed files would stay
├── NoStoreClientError      the package that speaks to such a store is not installed
├── FilesElsewhereError     the sealed files lie where the settings do not say
├── ForeignStoreError       the sealed files in a store belong to another bot
├── NobodyKnownError        the sealed files in a store are of people a new database does not know
├── NotMovedError           sealed files lie in the folder that should be in the store
├── FilesFirstError         what was asked of a transaction waits for a store: to be done before it
├── NoCopyError             a server's database is copied by the server's tools
├── ForeignFolderError      the data folder belongs to another database
├── NotEmptyError           rows are to be moved to where there are some
├── NestedTransactionError  a task opened a second transaction or reading inside its own
├── WaitedInWriteError      what was to be one visit to the writer's thread waited for something else
├── RolledBackError         the database took back a transaction by itself, and with it those before it in its group
├── OvertakenError          what was looked at has changed since: to be looked at again
├── TransactionOverError    a transaction was used after its block ended
├── BrokenMasterKeyError    the master key file is damaged or belongs to another data folder
├── NotABackupError         another file, a damaged backup, or a wrong passphrase
├── UnreadableError         a sealed value was changed, or belongs to another owner or place
├── NoSuchAccountError, NoSuchIdentityError, NoSuchMediaError, NoSuchJobError, NoSuchSeatError     (also `KeyError`)
├── NotYoursError           the job belongs to somebody else
├── LostTokenError          another owner holds the job now (fencing)
└── ForbiddenMoveError      a job cannot go from this state to that one
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager


class StorageError(Exception):
    """Base of all errors storage raises on purpose."""


class DatabaseTooNewError(StorageError):
    """The database has version ``found``, this program knows up to ``known``."""

    def __init__(self, found: int, known: int) -> None:
        self.found = found
        self.known = known
        super().__init__(f"database version {found}, known up to {known}")


class StorageFullError(StorageError):
    """No room left on the disk; nothing of the transaction or file was kept."""


class DatabaseUnreachableError(StorageError):
    """The database server does not answer, or refuses us; ``why`` in its own words."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class NoDatabaseClientError(StorageError):
    """A server is named and the package that speaks to it is not installed."""


class StoreUnreachableError(StorageError):
    """The store of sealed files does not answer, or refuses us; ``why`` in a few words. Nothing was lost by it."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class StoreSilentError(StoreUnreachableError):
    """Nobody answers there; or nobody did a moment ago, and nobody is asked."""


class StoreKeepsVersionsError(StorageError):
    """The store at ``address`` keeps old versions: what somebody deletes would stay in it."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"{address} keeps versions")


class NoStoreClientError(StorageError):
    """A store of objects is named and the package that speaks to it is not installed."""


class FilesElsewhereError(StorageError):
    """The sealed files of the people in ``folder`` lie at ``address``, not where the settings say."""

    def __init__(self, folder: object, address: str) -> None:
        self.folder, self.address = folder, address
        super().__init__(f"the files of {folder} lie at {address}")


class ForeignStoreError(StorageError):
    """The sealed files at ``address`` belong to a bot with another master key."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"{address} belongs to another bot")


class NobodyKnownError(StorageError):
    """There are sealed files at ``address``, and the database is a new one: a sweep would delete them all."""

    def __init__(self, address: str) -> None:
        self.address = address
        super().__init__(f"nobody known with files at {address}")


class NotMovedError(StorageError):
    """``count`` sealed files still lie in ``folder``, though the settings name a store."""

    def __init__(self, folder: object, count: int) -> None:
        self.folder, self.count = folder, count
        super().__init__(f"{count} files in {folder}")


class FilesFirstError(StorageError):
    """A transaction would wait for a store of files: enter ``ready()`` outside of it, then do it all again."""

    def __init__(self, ready: Callable[[], AbstractAsyncContextManager[None]]) -> None:
        self.ready = ready
        super().__init__("files have to be sealed before the transaction")


class ForeignFolderError(StorageError):
    """The files in ``folder`` belong to the people of another database."""

    def __init__(self, folder: object) -> None:
        self.folder = folder
        super().__init__(f"{folder} belongs to another database")


class NotEmptyError(StorageError):
    """Rows were to be moved into a database whose ``table`` has some."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(f"{table} is not empty")


class NoCopyError(StorageError):
    """The database is on a server, whose own tools copy it."""


class NestedTransactionError(StorageError):
    """A task that already holds a transaction or reading asked for another: pass ``tx`` on instead."""

    def __init__(self) -> None:
        super().__init__("this task already holds a transaction or reading: pass it on instead of opening another")


class WaitedInWriteError(StorageError):
    """The work given to `Database.write` waited for something else than its ``tx``."""

    def __init__(self) -> None:
        super().__init__("waits for more than its tx: it belongs in a block of Database.transaction")


class RolledBackError(StorageError):
    """Nothing of this transaction was kept: the database ended it by itself, or one after it in its group, for both.

    Or somebody let it pass that a statement of it was cut off, on a server.
    """


class OvertakenError(StorageError):
    """Where there are many writers: somebody else was first. Whoever comes again sees what they did."""


class TransactionOverError(StorageError):
    """A ``tx`` or ``rx`` was used after its ``async with`` block ended."""


class BrokenMasterKeyError(StorageError):
    """The master key file at ``path``, or the keyring it stands for, cannot open this folder."""

    def __init__(self, path: object) -> None:
        self.path = path
        super().__init__(f"damaged or foreign master key: {path}")


class NotABackupError(StorageError):
    """A file is no backup, a damaged one, or its passphrase is another."""


class UnreadableError(StorageError):
    """A sealed value does not open with this key and label."""


class NoSuchAccountError(StorageError, KeyError):
    """No account of that id."""


class NoSuchIdentityError(StorageError, KeyError):
    """No identity of that id, or it belongs to somebody else."""


class NoSuchMediaError(StorageError, KeyError):
    """No media of that id, or it belongs to somebody else."""


class NoSuchJobError(StorageError, KeyError):
    """No job of that id or number."""


class NoSuchReportError(StorageError, KeyError):
    """No report has this number, or it was taken back."""


class NoSuchSeatError(StorageError, KeyError):
    """No such agreement, or not for this person, drawing or moment."""


class NotYoursError(StorageError):
    """The job belongs to another account."""

    def __init__(self, job: str) -> None:
        self.job = job
        super().__init__(f"job {job} belongs to somebody else")


class LostTokenError(StorageError):
    """The job is no longer held under this fencing token."""

    def __init__(self, job: str, token: int) -> None:
        self.job = job
        self.token = token
        super().__init__(f"job {job} is no longer held under token {token}")


class ForbiddenMoveError(StorageError):
    """The job is in ``state``, from where it may not become ``wanted``."""

    def __init__(self, job: str, state: str, wanted: str) -> None:
        self.job = job
        self.state = state
        self.wanted = wanted
        super().__init__(f"job {job} cannot go from {state} to {wanted}")
