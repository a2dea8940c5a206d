"""What changes about counsel's room, and about the reporter's place."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class SetCounselRoom:
    """Counsel's private room exists."""

    channel: str
    name: str


@dataclass(frozen=True, kw_only=True)
class SetCounselPeople:
    """Whom CCO named into counsel's room, beside its own people; replaces what was before."""

    people: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SetPrivilegedMoved:
    """The privileged threads of an earlier version are being moved into counsel's room."""


@dataclass(frozen=True, kw_only=True)
class SetReporterPlace:
    """Whether the reporter belongs into the incident's channel."""

    inside: bool


RoomChange: TypeAlias = SetCounselRoom | SetCounselPeople | SetPrivilegedMoved | SetReporterPlace
