"""Statements that are compiled once and run on the driver's own cursor, inside a transaction of SQLAlchemy.

For the few that are run with every message: what SQLAlchemy does around an execution (looking up the compiled text,
setting up a context and a result) takes longer than a short statement itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Update
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any]


class PreparedStatement:
    """An INSERT or UPDATE that is given exactly the values `names`, each in its Python type."""

    def __init__(self, statement: Insert | Update, dialect: Dialect, names: Iterable[str]) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=list(names))
        self._text, self._dialect = compiled.string, dialect
        self._order: list[str] | None = getattr(compiled, "positiontup", None)
        self._constants = {name: value for name, value in compiled.params.items() if name not in set(names)}
        types = {name: bind.type.dialect_impl(dialect) for bind, name in compiled.bind_names.items()}
        found = ((name, type_.bind_processor(dialect)) for name, type_ in types.items())
        self._processes: Mapping[str, Process] = {name: process for name, process in found if process}

    def run(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
        """Once for the values of each row; how many rows it changed in all. Raises what SQLAlchemy would raise."""
        given = [self._given(row) for row in rows]
        cursor = connection.connection.cursor()
        try:
            if len(given) == 1:
                cursor.execute(self._text, given[0])
            elif given:
                cursor.executemany(self._text, given)
            return int(cursor.rowcount)
        except self._dialect.loaded_dbapi.Error as error:
            base = self._dialect.loaded_dbapi.Error
            raise DBAPIError.instance(self._text, None, error, base, dialect=self._dialect) from error
        finally:
            cursor.close()

    def _given(self, values: Mapping[str, Any]) -> Any:
        """The driver's values, in its order or by their names."""
        all_values = {**self._constants, **values}
        for name, process in self._processes.items():
            all_values[name] = process(all_values[name])
        return [all_values[name] for name in self._order] if self._order is not None else all_values
