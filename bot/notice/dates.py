"""The dates in a text, however they are written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)|May|MAY)\b\.?"
)
"""May only with its capital: what people may do is no date."""
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:\s*,?\s*(?P<year>\d{{4}}))?\b"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*(?P<year>\d{{4}}))?\b"),
    re.compile(r"\b(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4}|\d{2})\b"),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})\b"),
)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A date as it stands in a text from `start` to `end`. `year` is None where none is written."""

    text: str
    year: int | None
    month: int
    day_of_month: int
    start: int
    end: int

    @property
    def day(self) -> date | None:
        """The day, when it is written with its year and there is such a day."""
        try:
            return date(self.year, self.month, self.day_of_month) if self.year else None
        except ValueError:
            return None

    def is_on(self, day: date) -> bool:
        """Whether it names this day; without a year, the same day of any year."""
        return (self.month, self.day_of_month) == (day.month, day.day) and self.year in (None, day.year)


def dates_in(text: str) -> Iterator[Written]:
    """Every date of a text, in order. Impossible dates too: nothing that is recorded equals them."""
    found = sorted(_all(text), key=lambda written: (written.start, -written.end))
    end = 0
    for written in found:
        if written.start >= end:
            yield written
            end = written.end


def _all(text: str) -> Iterator[Written]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month, year = match["month"].lower(), match["year"]
            yield Written(
                text=match[0],
                year=int(year) + 2000 * (len(year) == 2) if year else None,
                month=int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1,
                day_of_month=int(match["day"]),
                start=match.start(),
                end=match.end(),
            )
