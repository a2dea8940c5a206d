"""What Slack answered to the steps that the outbox sends, as commands: each comes back in to be decided on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class ChannelOpened:
    """Slack made the incident's channel, and its own answer says that it is private."""

    key: str
    incident: int
    channel: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PeopleInvited:
    """Slack took the invitation. `absent` are those it refused: (Slack user id or e-mail address, Slack's reason).

    `late`: these came after the reporter and the primaries.
    """

    key: str
    incident: int
    inside: tuple[str, ...]
    absent: tuple[tuple[str, str], ...]
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class SurfaceShown:
    """A surface stands in the channel: `ts` is the message that is updated in place from now on."""

    key: str
    incident: int
    surface: str
    channel: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class StepFailed:
    """A step does not come through: Slack refused it, or it never ended. People have to know, and can do it by hand."""

    key: str
    incident: int
    step: str
    error: str


@dataclass(frozen=True, kw_only=True)
class StepCameThrough:
    """A step that people were told of has come through after all."""

    key: str
    incident: int
    step: str


@dataclass(frozen=True, kw_only=True)
class RetrySteps:
    """Try again what was given up: Audits (AI) pressed it, or whoever runs the bot (`actor` is then "operator")."""

    key: str
    actor: str
    incident: int


@dataclass(frozen=True, kw_only=True)
class BeginOpening:
    """The turn of a report has come that waited: its channel is called for, once `wait` has passed."""

    key: str
    incident: int
    actor: str
    wait: timedelta = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class OpenWaiting:
    """Audits (AI) opens reports that wait: the `others`. `incident` is the one under which AI was told of them."""

    key: str
    actor: str
    incident: int
    others: tuple[BeginOpening, ...]


StepCommand: TypeAlias = (
    ChannelOpened
    | PeopleInvited
    | SurfaceShown
    | StepFailed
    | StepCameThrough
    | RetrySteps
    | BeginOpening
    | OpenWaiting
)
