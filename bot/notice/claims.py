"""Whether what a notice says equals what is recorded: its dates, kinds of data, telephone numbers and addresses."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from bot.notice.elements import listing, named_elements
from bot.notice.fill import Filled, Sheet, local_day, said_day
from bot.notice.finding import CONFIGURATION, Finding, error, warning
from bot.notice.kinds import Kind, Notices
from bot.notice.text import plain

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:\s*,?\s*(?P<year>\d{{4}}))?\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*(?P<year>\d{{4}}))?\b", re.IGNORECASE),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)
_PHONE = re.compile(r"(?<![\d-])(?:\+?1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?!\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?:https?://)?(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:gov|com|org|net|us|edu|info|io|co|mil)\b(?:/[^\s,;)»\"]*)?",
    re.IGNORECASE,
)


def claims(text: str, kind: Kind, notices: Notices, sheet: Sheet, filled: Filled) -> Iterator[Finding]:
    """An error for everything said that is not what is recorded."""
    known = "\n".join(_recorded(sheet, filled))
    yield from _dates(text, sheet, known)
    yield from _elements(text, kind, notices, sheet)
    yield from _contacts(text, known)


def dates_in(text: str) -> Iterator[tuple[str, int | None, int, int]]:
    """Every date in a text: as it is written, year or None, month, day. Impossible dates too."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month, year = match["month"].lower(), match["year"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            whole = int(year) + 2000 * (len(year) == 2) if year else None
            yield match[0], whole, number, int(match["day"])


def _recorded(sheet: Sheet, filled: Filled) -> Iterator[str]:
    """Every recorded text that a notice may repeat: values of fields, and the numbers of the department's offices."""
    department = sheet.department
    yield from (text for name in filled.values if name not in filled.missing and (text := filled.text(name)))
    yield department.report_line.phone
    yield from (role.phone for role in department.roles.values() if role.phone)
    yield from (office.phone for office in department.offices if office.phone)
    for group in department.recipients.groups.values():
        for recipient in group:
            yield from recipient.ways()


def _dates(text: str, sheet: Sheet, known: str) -> Iterator[Finding]:
    zone = sheet.department.timezone
    days = [local_day(value, zone) for value in sheet.facts.known.values() if isinstance(value, datetime)]
    allowed = {(day.year, day.month, day.day) for day in days}
    allowed |= {(year, month, day) for _, year, month, day in dates_in(known) if year}
    for written, year, month, day in dates_in(text):
        if not any((month, day) == one[1:] and year in (None, one[0]) for one in allowed):
            yield error("date_unknown", CONFIGURATION, where=written, date=written, known=_said(allowed))


def _said(allowed: set[tuple[int, int, int]]) -> str:
    return "; ".join(said_day(date(*one)) for one in sorted(allowed))


def _elements(text: str, kind: Kind, notices: Notices, sheet: Sheet) -> Iterator[Finding]:
    if kind.elements_under is None:
        return
    known = set(sheet.facts.get("pi_elements") or ())
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
    phones = {_number(match[0]) for match in _PHONE.finditer(known)}
    others = {_address(match[0]) for pattern in (_EMAIL, _WEB) for match in pattern.finditer(known)}
    for match in _PHONE.finditer(text):
        if _number(match[0]) not in phones:
            yield error("contact_unknown", CONFIGURATION, where=match[0], contact=match[0])
    for match in _EMAIL.finditer(text):
        if _address(match[0]) not in others:
            yield error("contact_unknown", CONFIGURATION, where=match[0], contact=match[0])
    for match in _WEB.finditer(_EMAIL.sub(" ", text)):
        if _address(match[0]) not in others:
            yield error("contact_unknown", CONFIGURATION, where=match[0], contact=match[0])


def _number(phone: str) -> str:
    return re.sub(r"\D", "", phone)[-10:]


def _address(address: str) -> str:
    return re.sub(r"^https?://(www\.)?|^www\.", "", plain(address)).rstrip("/.")
