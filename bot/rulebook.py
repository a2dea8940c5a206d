"""The law that the department goes by: its policy and packs, made ready for a day, and asked about facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from bot.assessment.assess import assess
from bot.assessment.facts import read_facts, read_stored_facts
from bot.assessment.prepared import Rules, prepare
from bot.assessment.result import Assessment
from bot.department import Department
from bot.office_hours import OfficeHours
from bot.policy.law_steps import Reading
from bot.policy.load import Packs


@dataclass(frozen=True, eq=False, kw_only=True)
class Rulebook:
    """The department's policy and its enabled packs."""

    packs: Packs
    department: Department

    @cached_property
    def office_hours(self) -> OfficeHours:
        """When the department's people are at work."""
        hours = self.packs.reminders.hours
        return OfficeHours(
            hours=hours,
            zone=ZoneInfo(self.department.timezone),
            calendar=self.packs.calendars[hours.holidays] if hours.holidays else None,
            closed_days=self.department.closed_days,
        )

    def assess(self, facts: Mapping[str, Any], now: datetime) -> Assessment:
        """What is asked for, given these facts (plain JSON; None is unknown). Raises FactErrors."""
        today = now.astimezone(ZoneInfo(self.department.timezone)).date()
        return assess(read_facts(facts), self.on(today))

    def assess_stored(self, facts: Mapping[str, Any], now: datetime) -> Assessment:
        """What is asked for, given facts of the database: what this version cannot read is unknown, never refused."""
        today = now.astimezone(ZoneInfo(self.department.timezone)).date()
        return assess(read_stored_facts(facts), self.on(today))

    def reading(self, name: str) -> Reading | None:
        """A debatable reading of any pack, with its question and its citation."""
        return next((law.readings[name] for law in self.packs.laws.values() if name in law.readings), None)

    def title(self, name: str) -> str:
        """What a law is called; a state without a pack by its id."""
        found = self.packs.laws.get(name)
        return found.title if found else name

    def is_option(self, law: str, obligation: str) -> bool:
        """Whether it is no duty but a choice on a ground, such as substitute notice."""
        found = self.packs.laws.get(law)
        return any(rule.id == obligation and bool(rule.grounds) for rule in (found.obligations if found else ()))

    @property
    def states(self) -> tuple[str, ...]:
        """The states of whose residents an enabled law asks how many are affected."""
        found = (self.packs.laws[name].residents_of for name in self.department.packs)
        return tuple(dict.fromkeys(state for state in found if state is not None))

    def on(self, day: date) -> Rules:
        """The rules in force on a day."""
        return _rules(self, day)


@lru_cache(maxsize=8)
def _rules(law: Rulebook, day: date) -> Rules:
    packs, department = law.packs, law.department
    return prepare(
        policy=packs.policy,
        laws=tuple(packs.laws[name] for name in department.packs),
        on=day,
        zone=ZoneInfo(department.timezone),
        calendars=packs.calendars,
        flags=department.flags,
        federal=packs.federal,
        answerable=packs.readings,
        obligation_ids=packs.obligation_ids,
        closed_days=department.closed_days,
    )
