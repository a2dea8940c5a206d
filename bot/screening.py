"""Finds personal data in text that people type, so that it can be refused by its kind and never kept.

Pattern, checksum and context together: an inventory number or a phone number is not a Social Security number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SSN = re.compile(r"(?<!\d)(?<!\d-)(\d{3})([- .\u00a0\u2010\u2011\u2013])(\d{2})\2(\d{4})(?!-?\d)")
_BARE_SSN = re.compile(r"(?<!\d)(\d{3})(\d{2})(\d{4})(?!\d)")
_SSN_WORD = re.compile(r"\b(?:ssns?|social\s{0,3}security|soc\.?\s{0,2}sec)\b", re.IGNORECASE)
_CARD_RUN = re.compile(r"(?<![\d-])(?=([2-6]\d{2,18}(?:([ -])\d{3,15}(?:\2\d{3,15}){0,3})?))")
_CARD = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5\d{15}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6\d{15}(?:\d{3})?"
)
"""Each brand's first digits and length, so that the 15 digits of a phone's IMEI are not a card."""
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
    """The text with each finding replaced by `mark` (no digits in it), so that the rest of what was typed stays."""
    text = text[:_LONGEST]
    while found := personal_data(text):  # what was taken out may have stood between a word and its number
        for hit in reversed(found):
            text = text[: hit.start] + mark + text[hit.end :]
        text = text[:_LONGEST]
    return text


def _found(text: str) -> Iterator[PersonalData]:
    for match in _SSN.finditer(text):
        if kind := _ssn_kind(match[1], match[3], match[4]):
            yield PersonalData(kind=kind, start=match.start(), end=match.end())
    for match in _BARE_SSN.finditer(text):
        if _near(_SSN_WORD, text, match) and (kind := _ssn_kind(match[1], match[2], match[3])):
            yield PersonalData(kind=kind, start=match.start(), end=match.end())
    for match in _CARD_RUN.finditer(text):
        if end := _card_end(text, match):
            yield PersonalData(kind="card", start=match.start(1), end=end)
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


def _card_end(text: str, match: re.Match[str]) -> int | None:
    """Where a card number ends that begins a run of groups; other numbers may follow it, such as its code."""
    ends = [i for i in range(match.start(1), match.end(1)) if not text[i].isdigit()]
    for end in (match.end(1), *reversed(ends)):
        digits = re.sub(r"\D", "", text[match.start(1) : end])
        whole = not text[end : end + 1].isdigit()
        if whole and _CARD.fullmatch(digits) and len(set(digits)) > 1 and _luhn(digits):
            return end
    return None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _routing_sum(digits: str) -> bool:
    return sum(int(d) * w for d, w in zip(digits, (3, 7, 1) * 3, strict=True)) % 10 == 0
