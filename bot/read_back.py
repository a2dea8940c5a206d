"""What is kept as it is read back: moments to the millisecond, and what people typed."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import overload

from bot.text import Text, kept


def typed(text: Text, texts: Mapping[str, str]) -> str:
    """What the text refers to, as it is kept."""
    return kept(texts[text.name])


@overload
def to_millisecond(moment: datetime) -> datetime: ...


@overload
def to_millisecond(moment: None) -> None: ...


@overload
def to_millisecond(moment: datetime | None) -> datetime | None: ...


def to_millisecond(moment: datetime | None) -> datetime | None:
    """A moment as it is kept: in UTC, to the millisecond."""
    return None if moment is None else datetime.fromtimestamp(round(moment.timestamp() * 1000) / 1000, UTC)
