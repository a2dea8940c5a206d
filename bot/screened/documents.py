"""Driver's licenses and other identity cards, passports, Medicare numbers: by their word and the issuer's format.

Unique identification numbers that a government body creates: RSMo 407.1500.1(9)(b). Formats: Missouri and its
neighbors.
"""

import re
from collections.abc import Iterator

from bot.screened.context import Hit, is_called_otherwise, near

_JOIN = (
    r"[\s:#=().,-]{0,5}(?:(?:licen[cs]es?|lic|ids?|identification|card|book|number|numbers|num|no|nr|nbr|is|was|of|the|class"
    r"|state|mo|missouri|illinois|kansas|iowa|nebraska|oklahoma|arkansas|tennessee|kentucky"
    r"|us|u\.s|united states|and|it)"
    r"(?![a-z])[\s:#=().,'-]{0,5}){0,5}"
)
_NUMBER = r"([a-z0-9](?:[ -]?[a-z0-9]){5,14})(?![a-z0-9])"
_DRIVER = re.compile(
    rf"(?<![a-z])(?:c?d[./]? ?l\.?(?![a-z])|cdl ?#?|dln|oln"
    rf"|(?:commercial |cdl )?(?:driver|operator)(?:'?s'?)?[ -]{{0,3}}(?:licen[cs]e|lic\b|permit|id\b)"
    rf"|(?:commercial|instruction|learner'?s?) (?:licen[cs]e|permit)|non[ -]?driver(?:'?s)?"
    rf"|state[ -]?(?:issued )?id|identification card|id card)s?{_JOIN}{_NUMBER}",
    re.IGNORECASE,
)
_LICENSE = re.compile(rf"\b(?:licen[cs]e|lic)\b{_JOIN}{_NUMBER}", re.IGNORECASE)
_NOT_A_DRIVERS = re.compile(
    r"\b(?:software|business|product|plate|bar|nurs\w+|professional|contractor'?s?|liquor|office|windows|server|site"
    r"|engineer'?s?|medical|teaching|fishing|hunting|marriage|adobe)\s{0,3}$",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"[a-z]\d{5,9}|[a-z]\d{6}r|\d{8}[a-z]{2}|\d{9}[a-z]|\d{3}[a-z]\d{6}"  # Missouri, and the others beside it
    r"|[a-z]\d{11,12}|\d{11}[a-z]"  # Illinois
    r"|\d{3}[a-z]{2}\d{4}"  # Iowa
    r"|\d{9}",
    re.IGNORECASE,
)
_STATES_DIGITS = re.compile(r"\d{7,9}")
"""Arkansas, Tennessee: enough only beside the word for a driver's license."""
_PASSPORT = re.compile(rf"\bpassports?(?![a-z]){_JOIN}{_NUMBER}", re.IGNORECASE)
_PASSPORTS = re.compile(
    r"[a-z]?\d{8,9}|[a-z]{2}\d{6,7}|[a-z]\d{7}|[cfghjklmnprtvwxyz][cfghjklmnprtvwxyz0-9]{8}", re.IGNORECASE
)
_PAPER_WORD = {
    "licence": re.compile(
        r"\bdriver'?s?'? {0,2}licen[cs]e|\bdriver'?s?'? lic\b|\bnon-?driver|\bcdl\b|\bdln\b", re.IGNORECASE
    ),
    "passport": re.compile(r"\bpassports?(?![a-z])", re.IGNORECASE),
}
_PAPER = {
    "licence": re.compile(
        r"(?<![a-z0-9-])(?:[a-z]\d{6,9}|\d{9}|\d{3}[a-z]\d{6}|\d{8}[a-z]{2})(?![a-z0-9]|[-.,]\d)", re.IGNORECASE
    ),
    "passport": re.compile(r"(?<![a-z0-9-])(?:[a-z]\d{8}|\d{9})(?![a-z0-9]|[-.,]\d)", re.IGNORECASE),
}
"""Numbers that stand near the word, with other words between: only the forms that little else has."""
_MEDICARE = re.compile(
    r"(?<![a-z0-9])[1-9][ac-hj-km-np-rt-y][ac-hj-km-np-rt-y0-9]\d[ -]?[ac-hj-km-np-rt-y][ac-hj-km-np-rt-y0-9]\d[ -]?"
    r"[ac-hj-km-np-rt-y]{2}\d{2}(?![a-z0-9])",
    re.IGNORECASE,
)
"""Medicare Beneficiary Identifier: eleven characters without S, L, O, I, B, Z (Centers for Medicare and
Medicaid Services)."""

_REACH = 32


def find(text: str) -> Iterator[Hit]:
    """Numbers of identity papers that stand behind their word."""
    for match in _DRIVER.finditer(text):
        if end := _end(match[1], _STATES, _STATES_DIGITS):
            yield "licence", match.start(1), match.start(1) + end
    for match in _LICENSE.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if not _NOT_A_DRIVERS.search(before) and (end := _end(match[1], _STATES)):
            yield "licence", match.start(1), match.start(1) + end
    for match in _PASSPORT.finditer(text):
        if end := _end(match[1], _PASSPORTS):
            yield "passport", match.start(1), match.start(1) + end
    for kind, form in _PAPER.items():
        for match in form.finditer(text):
            named = near(_PAPER_WORD[kind], text, match.start(), match.end(), _REACH)
            if named and not is_called_otherwise(text, match.start()):
                yield kind, match.start(), match.end()
    for match in _MEDICARE.finditer(text):
        yield "health_insurance", match.start(), match.end()


def _end(written: str, *forms: re.Pattern[str]) -> int | None:
    """Where a number of one of these forms ends; other words may follow it."""
    ends = [len(written), *(place.start() for place in reversed(list(re.finditer(r"[ -]", written))))]
    for end in ends:
        number = re.sub(r"[ -]", "", written[:end])
        if sum(map(str.isdigit, number)) >= 5 and any(form.fullmatch(number) for form in forms):
            return end
    return None
