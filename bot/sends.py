"""What deciding asks to be sent: a step that is done once, a surface that shows the present, and what is due again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeAlias

from bot.text import Value


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do in Slack once. `key` is unique for ever: asking for the same step twice is asking once.

    `wait`: not before this time has passed.
    """

    name: str
    key: str
    payload: Mapping[str, Value] = field(default_factory=dict)
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Refresh:
    """A surface shows something old: show the present. Many requests for one surface become one message."""

    surface: str


@dataclass(frozen=True, kw_only=True)
class Revive:
    """What waits because of the channel's state is due now; `given_up`: what was given up as well."""

    given_up: bool = False


Send: TypeAlias = Step | Refresh | Revive
