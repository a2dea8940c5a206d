"""How a structure is kept: as JSON text, with its keys sorted."""

import json
from typing import Any

from sqlalchemy import Dialect, Text, TypeDecorator

_ENCODER = json.JSONEncoder(sort_keys=True, default=dict)


class Json(TypeDecorator[Any]):
    """A mapping or a sequence of plain values, kept as text. What was a tuple comes back as a list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """None stays NULL; a mapping of any kind is written as an object."""
        return None if value is None else _ENCODER.encode(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Gives the structure back."""
        return None if value is None else json.loads(value)
