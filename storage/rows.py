"""Dataclasses from rows: a column fills the field of its name."""

from collections.abc import Hashable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Row, Select, select
from sqlalchemy import Table as SqlTable
from sqlalchemy.sql import ColumnElement

from storage.tables import entry_text

T = TypeVar("T")


def of(made: type[T], row: Row[Any], **more: Any) -> T:
    """A dataclass from the columns of its fields' names; `more` are the fields that are no plain copy of a column.

    Raises KeyError for a field that is neither: a default would hide that something is written and never read.
    """
    columns = row._mapping
    return made(**{name: columns[name] for name in _fields(cast(Hashable, made)) if name not in more}, **more)


def with_typed(table: SqlTable, **columns: ColumnElement[Any]) -> Select[Any]:
    """All columns of a table, and beside them what people typed behind these commitments, each under its name.

    A text that was expunged by order is None.
    """
    found: Select[Any] = select(table)
    for name, commitment in columns.items():
        typed = entry_text.alias()
        found = found.add_columns(typed.c.text.label(name)).outerjoin(typed, typed.c.commitment == commitment)
    return found


@cache
def _fields(made: Hashable) -> tuple[str, ...]:
    return tuple(field.name for field in fields(cast(Any, made)))
