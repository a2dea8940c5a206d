"""Social Security numbers and individual taxpayer identification numbers (RSMo 407.1500.1(9)(a), (b))."""

import re
from collections.abc import Iterator

from stdnum.us import itin, ssn

from bot.screened.context import Hit, is_called_otherwise, near

_BETWEEN = r" {0,3}[-./_|~\\]{0,2} {0,3}"
_GROUPED = re.compile(
    rf"(?<!\d)(?<!\d[-./])(\d{{3}})(?=\D)({_BETWEEN})(\d{{2}})(?=\D)({_BETWEEN})(\d{{4}})(?![-./_]?\d)"
)
_ANY = r"[ ,;:./_|~()\\-]{0,4}"
_SOME = r"[ ,;:./_|~()\\-]{1,4}"
_LOOSE = re.compile(
    rf"(?<!\d)(?<!\d[-./])(?:\d{{9}}|\d{{3}}{_SOME}\d{{2}}{_SOME}\d{{4}}|\d{{3}}{_SOME}\d{{6}}|\d{{3}}(?:{_SOME}\d{{2}}){{3}}|\d{{5}}{_SOME}\d{{4}}"
    rf"|\d{{3}}{_SOME}\d{{3}}{_SOME}\d{{3}}|\d(?:{_SOME}\d){{8}})(?![-./_]?\d)"
)
"""With the word beside it, the groups may be any that people write."""
_ZIP = re.compile(r"\d{5}-\d{4}")
_WORD = re.compile(
    r"ssns?(?![a-z])|(?<![a-z])s\.? ?s\.? ?n\b"
    r"|(?<![a-z])s\.? ?s\.? {0,2}(?:#|no\b|num)|\bss(?:n|a)?[ _-]?(?:#|no\b|num|id)"
    r"|\bsocial(?! ?(?:media|work|service|event|network|distanc|studies|engineer|post))"
    r"|\bsocialsecurity|\bsoc\.? {0,3}sec",
    re.IGNORECASE,
)
_TAXPAYER = re.compile(
    r"\bi\.?t\.?i\.?n\b|\bitin(?![a-z])|\bindividual tax ?payer|\btax ?payer (?:id|no|num)"
    r"|\btins?\b|\btax (?:id|identification)",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\bf?e\.?i\.?n\b|\bemployer", re.IGNORECASE)
_RIGHT_BEFORE = 24


def find(text: str) -> Iterator[Hit]:
    """Numbers of the groups 3-2-4, and with the word beside them any nine digits."""
    for match in _GROUPED.finditer(text):
        digits = match[1] + match[3] + match[5]
        if match[2] and match[4] and (kind := _kind(digits, near_word=False)) and not _otherwise(text, match.start()):
            yield kind, match.start(), match.end()
    for match in _LOOSE.finditer(text):
        social = _says(_WORD, text, match)
        if not social and not _says(_TAXPAYER, text, match):
            continue
        kind = _kind(re.sub(r"\D", "", match[0]), near_word=True)
        if kind is None or (kind == "ssn" and not social and near(_COMPANY, text, match.start(), match.end())):
            continue
        if not _otherwise(text, match.start()) and not _is_count(text, match) and not _is_in_name(text, match.start()):
            yield kind, match.start(), match.end()


def _is_in_name(text: str, start: int) -> bool:
    """Whether letters stand right before it that are not its word, as in the number of a ticket."""
    before = re.search(r"[a-z]+$", text[max(0, start - _RIGHT_BEFORE) : start], re.IGNORECASE)
    return before is not None and not re.search(r"(?:ssns?|itin|tin|social|security)$", before[0], re.IGNORECASE)


def _is_count(text: str, match: re.Match[str]) -> bool:
    return (
        re.match(r" (?:bytes|records|rows|files|people|lines|entries)\b", text[match.end() : match.end() + 9])
        is not None
    )


def _says(word: re.Pattern[str], text: str, match: re.Match[str]) -> bool:
    reach = _RIGHT_BEFORE if _ZIP.fullmatch(match[0]) or " " in match[0] else 40
    after = 0 if _ZIP.fullmatch(match[0]) else reach
    return word.search(text, max(0, match.start() - reach), match.end() + after) is not None


def _otherwise(text: str, start: int) -> bool:
    """Called something else right before it; not when the number's own word stands there too."""
    before = text[max(0, start - _RIGHT_BEFORE) : start]
    return is_called_otherwise(text, start) and not (_WORD.search(before) or _TAXPAYER.search(before))


def _kind(digits: str, *, near_word: bool) -> str | None:
    if ssn.is_valid(digits):
        return "ssn"
    if itin.is_valid(digits) or (near_word and digits[0] == "9" and digits[3:5] != "00"):
        return "taxpayer_id"
    return None
