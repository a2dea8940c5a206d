"""How a moment is kept: whole milliseconds since 1970 in UTC, so that no offset can be dropped, and they sort well."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Dialect, TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """An aware date-time, kept as milliseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Refuses a naive date-time: its zone would have to be guessed."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a date-time without an offset cannot be kept")
        return round(value.timestamp() * 1000)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Gives the moment back in UTC."""
        return None if value is None else datetime.fromtimestamp(value / 1000, UTC)
