"""Rows that are gathered and then written together: one statement a table, however many records they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert

from pipeline.store import tables


class PendingRows:
    """New rows of one transaction; those of a table all name the same columns, and keep their order."""

    def __init__(self) -> None:
        self._rows: dict[str, list[Mapping[str, Any]]] = {}

    def add(self, table: str, *rows: Mapping[str, Any]) -> None:
        self._rows.setdefault(table, []).extend(rows)

    def write(self, connection: Connection) -> None:
        """Inserts what was added since the last time, what others refer to first."""
        if not self._rows:
            return
        for table in tables.Table.metadata.sorted_tables:
            if rows := self._rows.pop(table.name, None):
                connection.execute(insert(table), rows)
