"""Whether what a notice says equals what is recorded: its dates, kinds of data, telephone numbers and addresses."""

from collections.abc import Iterator
from datetime import datetime
from itertools import accumulate

from bot.notice.contacts import Contact, contacts_in
from bot.notice.dates import Written, dates_in
from bot.notice.elements import listing, named_elements
from bot.notice.fill import Filled, MergeData, local_day, said_day
from bot.notice.finding import CONFIGURATION, Finding, error, warning
from bot.notice.kinds import Kind, Notices
from bot.notice.text import blocks, every_sentence, plain_text, says
from bot.screening import personal_data


def check_claims(text: str, kind: Kind, notices: Notices, merge_data: MergeData, filled: Filled) -> Iterator[Finding]:
    """An error for everything said that is not what is recorded."""
    known = "\n".join(_recorded(merge_data, filled))
    yield from _dates(text, notices, merge_data, filled, known)
    yield from _elements(text, kind, notices, merge_data)
    yield from _contacts(text, known)
    yield from _reachable(text, kind, merge_data, filled)
    engagement = filled.text("engagement_number") if "engagement_number" not in filled.missing else None
    if kind.published and engagement and says(text, engagement):
        yield error("number_published", CONFIGURATION, number=engagement)


def _recorded(merge_data: MergeData, filled: Filled) -> Iterator[str]:
    """Every recorded text that a notice may repeat: values of fields, and the numbers of the department's offices."""
    department = merge_data.department
    yield from (text for name in filled.values if name not in filled.missing and (text := filled.text(name)))
    yield department.report_line.phone
    yield from (role.phone for role in department.roles.values() if role.phone)
    yield from (office.phone for office in department.offices if office.phone)
    for group in department.recipients.groups.values():
        for recipient in group:
            yield from recipient.ways()


def _dates(text: str, notices: Notices, merge_data: MergeData, filled: Filled, known: str) -> Iterator[Finding]:
    zone = merge_data.department.timezone
    days = {local_day(value, zone) for value in merge_data.facts.known.values() if isinstance(value, datetime)}
    told = tuple(dates_in(known))
    days |= {written.day for written in told if written.day}
    for written in dates_in(text):
        if not any(written.is_on(day) for day in days) and not any(_same(written, one) for one in told):
            recorded = "; ".join(said_day(day) for day in sorted(days))
            yield error("date_unknown", CONFIGURATION, where=written.text, date=written.text, known=recorded)
    for sentence in every_sentence(text):
        yield from _dated(sentence, notices, filled)


def _dated(sentence: str, notices: Notices, filled: Filled) -> Iterator[Finding]:
    """An error for a date whose words say that it is another one: found out on the day it happened."""
    start = 0
    for written in dates_in(sentence):
        before, start = plain_text(sentence[start : written.start]), written.end
        places = [(before.rfind(phrase), one.field) for one in notices.dates for phrase in one.phrases]
        place, field = max(places, default=(-1, ""))
        recorded = filled.text(field) if place >= 0 and field not in filled.missing else None
        there = tuple(dates_in(recorded or ""))
        if there and not any(_same(written, one) for one in there):
            label, known = notices.fields[field].label, "; ".join(one.text for one in there)
            yield error("date_wrong", CONFIGURATION, where=sentence, date=written.text, label=label, known=known)


def _same(written: Written, recorded: Written) -> bool:
    """Whether two dates can be the same day; one without a year is that day of any year."""
    same_day = (written.month, written.day_of_month) == (recorded.month, recorded.day_of_month)
    return same_day and (None in (written.year, recorded.year) or written.year == recorded.year)


def _elements(text: str, kind: Kind, notices: Notices, merge_data: MergeData) -> Iterator[Finding]:
    if kind.elements_under is None:
        return
    known = set(merge_data.facts.get("pi_elements") or ())
    if known and not listing(text, kind):
        yield warning("heading_gone", CONFIGURATION, heading=kind.elements_under)
    named = named_elements(text, kind, notices)
    cite = next((i.cite for i in kind.required for m in i.markers if m.kind == "each"), None)
    for element in notices.elements.values():
        if element.id in named.involved - known:
            yield error("element_unknown", cite or CONFIGURATION, where=kind.elements_under, element=element.name)
        if element.id in named.denied & known:
            yield error("element_denied", cite or CONFIGURATION, where=kind.elements_under, element=element.name)
        elif element.id in known - named.involved and cite is None and listing(text, kind):
            yield error("element_unsaid", CONFIGURATION, where=kind.elements_under, element=element.name)


def _contacts(text: str, known: str) -> Iterator[Finding]:
    recorded = {contact.same for contact in contacts_in(known)}
    for hit in reversed(personal_data(text)):  # has its own finding, and is repeated by none
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    for contact in _spoken(text):
        if contact.same not in recorded:
            yield error("contact_unknown", CONFIGURATION, where=contact.text, contact=contact.text)


def _reachable(text: str, kind: Kind, merge_data: MergeData, filled: Filled) -> Iterator[Finding]:
    """A warning where affected people are told and find no way to reach the department in the text."""
    if not kind.obligations or not any(m.name == "help_phone" for item in kind.required for m in item.markers):
        return
    if "help_phone" in filled.missing:
        return  # the gap is an error of its own
    groups = merge_data.department.recipients.groups.values()
    outside = "\n".join(way for group in groups for one in group for way in one.ways())
    outside += f"\n{filled.text('monitoring_enroll') or ''}"  # whoever offers monitoring does not answer for us
    others = {contact.same for contact in contacts_in(outside)}
    reach = filled.text("reach_us")
    written = bool(reach) and plain_text(str(reach)) in plain_text(text)
    if not written and all(contact.same in others for contact in contacts_in(text)):
        yield warning("no_way_to_reach", CONFIGURATION)


def _spoken(text: str) -> Iterator[Contact]:
    """The contacts of a text, also a telephone number that goes over the end of a line."""
    yield from contacts_in(text)
    for block in blocks(text):
        if len(block.lines) > 1:
            whole, ends = " ".join(block.lines), accumulate(len(line) + 1 for line in block.lines)
            breaks = set(ends)
            for contact in contacts_in(whole):
                if contact.kind == "phone" and not breaks.isdisjoint(range(contact.start + 1, contact.end)):
                    yield contact
