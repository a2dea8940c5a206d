"""What fills a notice: the value of every field, or a mark where there is none. Nothing is made up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from bot.assessment.facts import Facts
from bot.department import Department
from bot.notice.dates import dates_in
from bot.notice.kinds import Field, Kind, Notices
from bot.recipients import Recipient

Answers: TypeAlias = Mapping[str, str | None]
"""What people answered, by name: `POL-7.A.phone` for a decision, the field's own name for what was typed. None is the
answer "there is none"; a name that is not there was not answered. What is asked for each notice by itself stands under
`name@each`, such as `structures@Cole County`."""

_WITH_CODE = {"financial_account", "electronic_identifier"}
"""Kinds of personal information that a code or password opens (RSMo 407.1500.1(9)(c), (d))."""

Value: TypeAlias = str | tuple[str, ...] | tuple[Recipient, ...] | None


_PARTIES: Mapping[str, str] = {"contractors": "exposed_contractors", "owners": "data_owners"}
"""Third parties that each have their own notice: what a kind says that it is for, and where their names stand."""


@dataclass(frozen=True, kw_only=True)
class MergeData:
    """What is known when a notice is drafted: one sheet for every notice of an incident.

    `to` is the addressee; `each` says which one of several this is: the place, the contractor or the owner.
    `mailings`: when affected people were told (UTC), and how many residents each time, as the proofs say.
    """

    facts: Facts
    department: Department
    answers: Answers = field(default_factory=dict)
    number: str | None = None
    to: Recipient | None = None
    each: str | None = None
    mailings: tuple[tuple[datetime, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The values by field: text, lines or recipients; None is "there is none". `missing`: fields without a value."""

    values: Mapping[str, Value]
    missing: tuple[str, ...]

    def text(self, name: str) -> str | None:
        """A field's value as one text; None where there is none."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        return "\n".join(item.name if isinstance(item, Recipient) else item for item in value)


def addressees(kind: Kind, department: Department, facts: Facts) -> tuple[tuple[Recipient | None, str | None], ...]:
    """To whom this kind goes, one draft for each: the recipient and the place, either of them None.

    A place whose law enforcement agency is not configured has its draft too, with the address missing in it.
    """
    recipients = department.recipients
    if kind.for_each == "infrastructure_locations":
        return tuple((recipients.at(place), place) for place in facts.get("infrastructure_locations") or ()) or (
            (None, None),
        )
    if parties := _PARTIES.get(kind.for_each or ""):
        return tuple((None, name) for name in facts.get(parties) or ()) or ((None, None),)
    if kind.to and kind.for_each:
        return tuple((recipient, None) for recipient in recipients.of(kind.to)) or ((None, None),)
    return ((next(iter(recipients.of(kind.to)), None) if kind.to else None, None),)


def fill(notices: Notices, merge_data: MergeData) -> Filled:
    """The value of every field, with the mark `missing` of the notices where there is none."""
    values: dict[str, Value] = {}
    missing = []
    for name, one in notices.fields.items():
        known, value = _value(one, notices, merge_data)
        if known or one.quiet:
            values[name] = value if known else None
        else:
            missing.append(name)
            values[name] = blank(notices, one)
    return Filled(values=values, missing=tuple(missing))


def blank(notices: Notices, one: Field) -> Value:
    """The visible mark of a missing field, in the field's shape."""
    mark = notices.missing.format(one.label)
    if one.shape in ("elements", "lines", "agency"):
        return (mark,)
    if one.shape == "recipients":
        return (Recipient(name=mark, verified_on=date.min),)
    return mark


def _value(one: Field, notices: Notices, merge_data: MergeData) -> tuple[bool, Value]:
    """Whether the field is known, and its value."""
    if one.shape == "span" and merge_data.answers.get(one.name) is None:
        day = _fact(one.path, merge_data.facts)
        return day is not None, f"on {said_day(local_day(day, merge_data.department.timezone))}" if day else None
    if one.shape == "agency":
        to = merge_data.to
        return to is not None, (to.name, *to.address) if to else None
    if one.shape == "code":
        return _code_taken(one, merge_data.facts)
    if one.source in ("decision", "typed"):
        name = one.path if one.source == "decision" else one.name
        if one.each and merge_data.each is not None:
            name = f"{name}@{merge_data.each}"
        return _answer(one, name, merge_data.answers)
    found = _found(one, merge_data)
    if found is None or found in ((), ""):
        return one.none_allowed and found == (), None
    return _shaped(one, found, notices, merge_data.department.timezone)


def _answer(one: Field, name: str, answers: Answers) -> tuple[bool, Value]:
    if name not in answers:
        return False, None
    given = answers[name]
    if given is None or not given.strip():
        return given is None and one.none_allowed, None
    if one.shape == "day":
        try:
            return True, said_day(date.fromisoformat(given.strip()))
        except ValueError:
            return False, None
    if one.shape == "span":
        said = " ".join(given.split())
        first = next(iter(dates_in(said)), None)
        return True, f"on {said}" if first and first.start == 0 else said
    if one.shape == "lines":
        return True, tuple(line.strip() for line in given.splitlines() if line.strip())
    return True, " ".join(given.split())


def _found(one: Field, merge_data: MergeData) -> Any:
    if one.source == "fact":
        return _fact(one.path, merge_data.facts)
    if one.source == "recipients":
        return merge_data.department.recipients.of(one.path)
    if one.source == "recipient":
        return getattr(merge_data.to, one.path) if merge_data.to else None
    if one.source == "draft":
        return {"number": merge_data.number, "each": merge_data.each, "mailings": _mailings(merge_data)}[one.path]
    found: Any = merge_data.department
    for part in one.path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part, None)
    return found


def _mailings(merge_data: MergeData) -> tuple[str, ...]:
    """A line for each day on which people were told, when there are several."""
    counted: dict[date, int] = {}
    for at, people in merge_data.mailings:
        day = local_day(at, merge_data.department.timezone)
        counted[day] = counted.get(day, 0) + people
    lines = tuple(f"{said_day(day)}: {people:,} Missouri consumers" for day, people in sorted(counted.items()))
    return lines if len(lines) > 1 else ()


def _code_taken(one: Field, facts: Facts) -> tuple[bool, str | None]:
    """Whether it is known if an account's code was taken, and the words for it; none where no kind of data has one."""
    elements = facts.get("pi_elements")
    taken = facts.get(one.path)
    if elements is not None and not _WITH_CODE & set(elements):
        return True, None
    return taken is not None, one.label if taken else None


def _fact(path: str, facts: Facts) -> Any:
    """A fact; a state that the map of residents does not name has nobody (see bot/assessment/facts.py)."""
    name, _, state = path.partition(".")
    if name == "residents":
        residents = facts.get("residents")
        return None if residents is None else residents.get(state, 0)
    return facts.get(path)


def _shaped(one: Field, found: Any, notices: Notices, timezone: str) -> tuple[bool, Value]:
    if one.shape == "recipients" or one.shape == "lines":
        return True, tuple(found)
    if one.shape == "elements":
        return True, tuple(notices.elements[name].name for name in found)
    if one.shape == "day":
        return True, said_day(local_day(found, timezone))
    if one.shape == "count":
        return True, f"{sum(found) if isinstance(found, tuple) else found:,}"
    return True, " ".join(str(found).split())


def local_day(moment: datetime, timezone: str) -> date:
    """The day of a moment where the department is."""
    return moment.astimezone(ZoneInfo(timezone)).date()


def said_day(day: date) -> str:
    """A day as a letter writes it: November 3, 2026."""
    return f"{day:%B} {day.day}, {day.year}"
