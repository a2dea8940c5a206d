"""Reading `reminders.yaml`: strict, every fault with file, line and key."""

import re
from collections.abc import Collection
from datetime import time, timedelta

from bot.office_hours import Night, WorkingHours
from bot.policy.fields import Fields
from bot.policy.source import Located
from bot.reminders import DUTY_KINDS, Cadence, Reminders, When

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST = 60 * 24 * 366
_A_DAY = timedelta(days=1)


def read_reminders(fields: Fields, calendars: Collection[str]) -> Reminders:
    """The reminders; faults go to the file's faults. `calendars`: the known ones."""
    cadences = {}
    for kind, inner in fields.entries("cadences").items():
        if kind not in DUTY_KINDS:
            inner.fault("", f"{kind} is not one of {', '.join(DUTY_KINDS)}")
        cadences[kind] = _cadence(inner)
    for kind in DUTY_KINDS:
        if kind not in cadences:
            fields.fault("cadences", f"the cadence {kind} is missing")
    reminders = Reminders(
        label=fields.text("label"),
        hours=_hours(fields, calendars),
        night=_night(fields),
        most_a_day=_at_least_one(fields, "most_a_day"),
        gather=_minutes(fields, "gather"),
        late_after=_minutes(fields, "late_after"),
        call_handed_over_after=fields.whole("call_handed_over_after"),
        alternates_after=fields.whole("alternates_after"),
        out_of_band_after=fields.whole("out_of_band_after"),
        telephone_after=fields.whole("telephone_after"),
        cadences=cadences,
    )
    fields.close()
    return reminders


def _cadence(fields: Fields) -> Cadence:
    backoff = _list_of_minutes(fields, "backoff")
    cadence = Cadence(
        first=_minutes(fields, "first"),
        every=_A_DAY if backoff else _minutes(fields, "every", least=1),
        when=_when(fields),
        snooze=timedelta(hours=min(fields.whole("snooze"), _LONGEST)),
        before=_list_of_minutes(fields, "before"),
        backoff=backoff,
        word=fields.maybe_text("word"),
    )
    fields.close()
    return cadence


def _when(fields: Fields) -> When:
    word = fields.word("when", ("any", "working", "morning"))
    return "any" if word == "any" else "working" if word == "working" else "morning"


def _list_of_minutes(fields: Fields, name: str) -> tuple[timedelta, ...]:
    node = fields.node(name)
    if node is None:
        return ()
    found = node.value if isinstance(node.value, list) else [Located(value=None, line=node.line)]
    if any(isinstance(one.value, bool) or not isinstance(one.value, int) or one.value < 1 for one in found):
        fields.fault(name, "must be a list of whole numbers of minutes", node.line)
        return ()
    return tuple(timedelta(minutes=one.value) for one in found if isinstance(one.value, int))


def _minutes(fields: Fields, name: str, least: int = 0) -> timedelta:
    minutes = fields.whole(name)
    if not least <= minutes <= _LONGEST:
        fields.fault(name, f"must be between {least} and {_LONGEST} minutes")
        minutes = least
    return timedelta(minutes=minutes)


def _hours(fields: Fields, calendars: Collection[str]) -> WorkingHours:
    node = fields.required("working_hours") or Located(value={}, line=1)
    inner = Fields(node, "working_hours", fields.faults)
    days = frozenset(_DAYS.index(day) for day in inner.words("days", _DAYS))
    begins, ends = _hour(inner, "begins"), _hour(inner, "ends")
    if not days:
        inner.fault("days", "must name at least one day")
    if begins >= ends:
        inner.fault("ends", "must be later than begins")
    holidays = inner.maybe_word("holidays", calendars)
    inner.close()
    return WorkingHours(days=days or frozenset({0}), begins=begins, ends=ends, holidays=holidays)


def _night(fields: Fields) -> Night:
    node = fields.required("night") or Located(value={}, line=1)
    inner = Fields(node, "night", fields.faults)
    night = Night(begins=_hour(inner, "begins"), ends=_hour(inner, "ends"))
    inner.close()
    return night


def _at_least_one(fields: Fields, name: str) -> int:
    found = fields.whole(name)
    if found < 1:
        fields.fault(name, "must be at least 1")
    return max(1, found)


def _hour(fields: Fields, name: str) -> time:
    text = fields.text(name)
    if text and not _HOUR.fullmatch(text):
        fields.fault(name, f"{text} is not an hour such as 08:00")
        return time(0)
    return time.fromisoformat(text) if text else time(0)
