"""Card numbers (RSMo 407.1500.1(9)(c))."""

import re
from collections.abc import Iterator

from stdnum import luhn

from bot.screened.context import Hit

_GAP = r"[ ./_|-]{1,3}"
_GROUPED = re.compile(
    rf"(?<!\d)(?=(\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?:{_GAP}\d{{3}}(?=\D|$))?|\d{{4}}{_GAP}\d{{6}}{_GAP}\d{{4,5}}"
    rf"|\d{{8}}{_GAP}\d{{8}}|\d{{6}}{_GAP}\d{{10}}|\d{{6}}{_GAP}\d{{9}}|\d(?:[ .-]\d){{12,18}})(?!\d))"
)
_WHOLE = re.compile(r"(?<!\d)(?<!\d-)\d{13,19}(?!\d)(?!-\d{6})")
_BRAND = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|5\d{15}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6\d{15}(?:\d{3})?"
)
"""Each brand's first digits and length, so that the 15 digits of a phone's IMEI are not a card."""
_HEX = re.compile(r"[0-9a-f]{24,}", re.IGNORECASE)


def find(text: str) -> Iterator[Hit]:
    """Runs of digits in the groups in which cards are written, or in none, that keep a brand's length and checksum."""
    for match in _WHOLE.finditer(text):
        if _is_card(match[0]) and not _in_hash(text, match.start(), match.end()):
            yield "card", match.start(), match.end()
    for match in _GROUPED.finditer(text):
        written = match[1]
        for end in _ends(written):
            if _is_card(re.sub(r"\D", "", written[:end])):
                yield "card", match.start(1), match.start(1) + end
                break


def _ends(written: str) -> list[int]:
    """The whole, and the whole without its last group: a card's code may follow."""
    last = re.search(r"\D+\d+$", written)
    return [len(written), *([last.start()] if last else [])]


def _is_card(digits: str) -> bool:
    return bool(_BRAND.fullmatch(digits)) and len(set(digits)) > 1 and luhn.is_valid(digits)


def _in_hash(text: str, start: int, end: int) -> bool:
    """Whether the digits are a part of a hash: a long word of hexadecimal digits, some of them letters."""
    return any(
        match.start() <= start and end <= match.end() and not match[0].isdecimal()
        for match in _HEX.finditer(text, max(0, start - 128), end + 128)
    )
