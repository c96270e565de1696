"""Rows as the storage functions know them: by name and by place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from psycopg import AsyncConnection
from psycopg.adapt import Buffer, Loader


class NamedRow(Sequence[Any]):
    """What `sqlite3.Row` is: ``row["name"]``, ``row[0]``, ``dict(row)``, ``tuple(row)``."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, int], values: Sequence[Any]) -> None:
        self._places, self._values = places, values

    def keys(self) -> list[str]:
        """Return the names of the columns."""
        return list(self._places)

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, str):
            return self._values[key]
        try:
            return self._values[self._places[key]]
        except KeyError:
            raise IndexError(f"no column {key}") from None

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def named_rows(cursor: Any) -> Callable[[Sequence[Any]], NamedRow]:
    """Return what makes rows of a cursor's answers."""
    places = {column.name: place for place, column in enumerate(cursor.description or ())}
    return lambda values: NamedRow(places, values)


class _Number(Loader):
    """Sums of whole numbers are whole numbers, as SQLite has them, and no `decimal.Decimal`."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text or "N" in text else int(text)


def numbers(connection: AsyncConnection[Any]) -> None:
    """Let a connection read numbers as the storage functions know them."""
    connection.adapters.register_loader("numeric", _Number)
