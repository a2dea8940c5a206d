"""Outside addresses that notices go to or name. Configuration: each was checked on a day, and grows stale."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

SINGLE = ("attorney_general", "free_credit_reports", "trade_commission", "insurance_director")
"""Groups that hold one recipient."""

SEVERAL = ("consumer_reporting_agencies", "law_enforcement")
"""Groups that hold a list; those of `law_enforcement` each name their place (policy 11.E)."""

GROUPS = (*SINGLE, *SEVERAL)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One office or company outside the department. `verified_on`: the day on which somebody last checked it."""

    name: str
    verified_on: date
    address: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    web: str | None = None
    place: str | None = None
    typed: bool = False
    """Somebody of the team typed it in the incident itself, which is its check (policy 11.E)."""

    def ways(self) -> tuple[str, ...]:
        """Every way to reach it."""
        return tuple(way for way in (self.phone, self.email, self.web, *self.address) if way)


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """The department's outside addresses. `stale_after`: days after which one must be checked again; configuration.

    None means that the department set no number; then every address counts as stale, because nothing is assumed.
    """

    groups: Mapping[str, tuple[Recipient, ...]] = field(default_factory=dict)
    stale_after: int | None = None

    def of(self, group: str) -> tuple[Recipient, ...]:
        """The recipients of a group; none when the department names none."""
        return self.groups.get(group, ())

    def at(self, place: str) -> Recipient | None:
        """The law enforcement agency of a place."""
        return next((r for r in self.of("law_enforcement") if r.place and r.place.lower() == place.lower()), None)

    def is_stale(self, recipient: Recipient, today: date) -> bool:
        """Whether the address must be checked again before anything is released to it."""
        if recipient.typed:
            return False
        return self.stale_after is None or (today - recipient.verified_on).days > self.stale_after
