"""Finds personal data in text that people type, so that it can be refused by its kind and never kept.

Pattern, checksum and context together: an inventory number or a phone number is not a Social Security number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SSN = re.compile(r"(?<![\d-])(\d{3})([- .])(\d{2})\2(\d{4})(?![\d-])")
_BARE_SSN = re.compile(r"(?<!\d)(\d{3})(\d{2})(\d{4})(?!\d)")
_SSN_WORD = re.compile(r"\b(?:ssns?|social\s{0,3}security|soc\.?\s{0,2}sec)\b", re.IGNORECASE)
_CARD = re.compile(r"(?<![\d-])[3-6](?:[ -]?\d){12,18}(?![\d-])")
_ROUTING = re.compile(r"(?<!\d)\d{9}(?!\d)")
_ROUTING_WORD = re.compile(r"\b(?:routing|aba|rtn)\b", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"\b(?:(?:bank|checking|savings)\s{0,3}(?:account|acct\.?)\s{0,3}(?:no\.?|number|nr\.?|#)?"
    r"|(?:account|acct\.?)\s{0,3}(?:no\.?|number|nr\.?|#))\s{0,3}[:#]?\s{0,3}(\d[\d -]{5,16}\d)(?!\d)",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"\b(?:dl|driver'?s?\s{0,3}licen[cs]e|licen[cs]e)\s{0,3}(?:no\.?|number|nr\.?|#|is)?\s{0,3}[:#]?\s{0,3}"
    r"([A-Z]\d{5,9}|[A-Z]\d{6}R|\d{8}[A-Z]{2}|\d{9}[A-Z]?|\d{3}[A-Z]\d{6})\b",
    re.IGNORECASE,
)
_KNOWN_SAMPLES = {"078051120", "219099999"}
_LONGEST = 40_000
_NEAR = 40


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """Where personal data stands in a text: its kind (`ssn`, `taxpayer_id`, `card`, `bank_account`, `licence`)."""

    kind: str
    start: int
    end: int


def personal_data(text: str) -> tuple[PersonalData, ...]:
    """The personal data found in `text`, in order, without overlaps."""
    text = text[:_LONGEST]
    found = sorted(_found(text), key=lambda hit: (hit.start, -hit.end))
    kept: list[PersonalData] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def without_personal_data(text: str, mark: str) -> str:
    """The text with each finding replaced by `mark`, so that the rest of what was typed is not lost."""
    for hit in reversed(personal_data(text)):
        text = text[: hit.start] + mark + text[hit.end :]
    return text[:_LONGEST]


def _found(text: str) -> Iterator[PersonalData]:
    for match in _SSN.finditer(text):
        if kind := _ssn_kind(match[1], match[3], match[4]):
            yield PersonalData(kind=kind, start=match.start(), end=match.end())
    for match in _BARE_SSN.finditer(text):
        if _near(_SSN_WORD, text, match) and (kind := _ssn_kind(match[1], match[2], match[3])):
            yield PersonalData(kind=kind, start=match.start(), end=match.end())
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and _luhn(digits):
            yield PersonalData(kind="card", start=match.start(), end=match.end())
    for match in _ROUTING.finditer(text):
        if _near(_ROUTING_WORD, text, match) and _routing_sum(match[0]):
            yield PersonalData(kind="bank_account", start=match.start(), end=match.end())
    for match in _ACCOUNT.finditer(text):
        yield PersonalData(kind="bank_account", start=match.start(1), end=match.end(1))
    for match in _LICENCE.finditer(text):
        yield PersonalData(kind="licence", start=match.start(1), end=match.end(1))


def _near(word: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    return word.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR) is not None


def _ssn_kind(area: str, group: str, serial: str) -> str | None:
    if group == "00" or serial == "0000" or area in ("000", "666") or area + group + serial in _KNOWN_SAMPLES:
        return None
    return "taxpayer_id" if area.startswith("9") else "ssn"


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _routing_sum(digits: str) -> bool:
    return sum(int(d) * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0
