"""What in a text leads somewhere: telephone numbers, e-mail and web addresses, and every run that could be one.

A positive list is compared with it (bot/notice/claims.py): so it finds too much rather than too little.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from bot.folding import folded
from bot.notice.dates import dates_in

ContactKind: TypeAlias = Literal["phone", "email", "web", "handle", "number"]

_GAP = r"[ ().*/\\\u2014-]{0,3}"
_DIALED = r"[ .\-/\u2014]{1,3}"
_SCHEME = re.compile(
    r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,20}://|(?:mailto|tel|sms|callto|skype|javascript|data):)[^\s|<>\"]+", re.I
)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;\"]{1,255}")
_WEB = re.compile(
    r"(?<![\w@.-])(?:[\w-]{1,63}(?: ?\[\.\] ?|\.)){1,8}(?:xn--[a-z0-9-]{2,59}|[^\W\d_]{2,63})"
    r"(?![\w])(?:[:/?#][^\s,;)»\"]*)?",
    re.I,
)
_SPELLED = re.compile(
    r"\b[\w-]{2,63} ?(?:\(dot\)|\[dot\]| dot | \. ) ?(?:gov|com|org|net|us|edu|info|io|co|mil|ru|xyz|app)\b", re.I
)
_AT = re.compile(r"\b[\w.-]{1,64} ?(?:\(at\)|\[at\]) ?[\w.-]{2,255}", re.I)
_HANDLE = re.compile(r"(?<![\w.@])@(?!(?:here|channel|everyone)\b)\w{2,64}")
_IP = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)(?::\d+)?(?:/\S*)?"
    r"|(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])",
    re.I,
)
_PHONE = re.compile(rf"(?<![\d,$])(?:\+?1{_GAP})?\(?\d{{3}}\)?{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)")
_ABROAD = re.compile(rf"\+\d(?:{_GAP}\d){{6,14}}(?!\d)")
_NUMBER = re.compile(rf"(?<![\d,$.])\d(?:{_GAP}\d){{6,18}}(?!\d)(?!,\d)")
_SPOKEN = re.compile(
    rf"(?<![\w-])(?:\+?1{_DIALED})?\(?\d{{3}}\)?[.\-/\u2014](?=[A-Z0-9\-]*[A-Z])"
    rf"[A-Z0-9]{{2,10}}(?:[ .\-\u2014][A-Z0-9]{{2,10}}){{0,2}}(?!\w)"
    rf"|(?<![\w-])(?:\+?1{_DIALED})?\(?8(?:00|33|44|55|66|77|88)\)?[ .\-/\u2014]{{1,3}}(?=[a-z0-9 \-]*[a-z])"
    rf"[a-z0-9]{{2,10}}"
    rf"(?:[.\-\u2014][a-z0-9]{{2,10}}){{0,2}}(?!\w)",
    re.I,
)
"""A number in letters: 1-800-GET-HELP. The letters are those of a telephone's keys."""
_SHORT = re.compile(
    r"\b(?:call|dial|text|sms|phone|ring|fax)\b(?: us| me| at| to| the number| number| code| now| [A-Z]{2,12}){0,3}"
    r" ?#?(\d{3,6})(?![\w-])",
    re.I,
)
_NO_CONTACT = (
    re.compile(r"(?<=[A-Z]{2} )\d{5}-\d{4}(?!\d)"),  # a ZIP code with its four more digits
    re.compile(r"(?<!\d)(?:19|20)\d\d ?- ?(?:19|20)\d\d(?![\d-])"),  # from one year to another
    re.compile(
        r"(?:RSMo\.?|[Ss]ections?|§+) ?\d{1,3}\.\d{3,4}(?!\d)"
        r"|(?<![\d.])\d{1,3}\.\d{3,4}(?:\.\d{1,2})?(?:\([0-9a-z]{1,3}\))*,? RSMo"
    ),
)
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_BEHIND = ".,;:!?)'\"»]>"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A way to reach somebody, as it stands in a text from `start` to `end`. `same` is equal for equal ways.

    `number`: a run of digits that could be dialed, in no form of a telephone number.
    """

    kind: ContactKind
    text: str
    same: str
    start: int
    end: int


@lru_cache(maxsize=8)
def contacts_in(text: str) -> tuple[Contact, ...]:
    """Every contact of a text, in order, without overlaps. None goes over the end of a line."""
    seen = folded(text, letters=False)
    contacts: list[Contact] = []
    end = 0
    for kind, start, stop, same in sorted(_all(seen.text), key=lambda one: (one[1], -one[2])):
        if start >= end:
            end = stop
            first, last = seen.span(start, stop)
            contacts.append(Contact(kind=kind, text=text[first:last], same=same, start=first, end=last))
    return tuple(contacts)


def _all(text: str) -> Iterator[tuple[ContactKind, int, int, str]]:
    """Kind, start, end and the form that is compared. What one pattern found is not looked at by the next."""
    rest = text
    for kind, pattern in _ADDRESSES:
        found = list(pattern.finditer(rest))
        for match in found:
            if written := match[0].rstrip(_BEHIND):
                yield kind, match.start(), match.start() + len(written), _address(kind, written)
        rest = _without(rest, [match.span() for match in found])
    if not any(map(str.isdigit, rest)):
        return
    rest = _without(rest, [(day.start, day.end) for day in dates_in(rest)])
    for pattern in _NO_CONTACT:
        rest = _without(rest, [match.span() for match in pattern.finditer(rest)])
    for kind, pattern in _NUMBERS:
        found = list(pattern.finditer(rest))
        for match in found:
            start, end = match.span(match.lastindex or 0)
            yield kind, start, end, _number(rest[start:end])
        rest = _without(rest, [match.span() for match in found])


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spaces in these places; they are in order."""
    if not spans:
        return text
    kept, place = [], 0
    for start, end in spans:
        kept += [text[place:start], " " * (end - start)]
        place = end
    return "".join([*kept, text[place:]])


_ADDRESSES: tuple[tuple[ContactKind, re.Pattern[str]], ...] = (
    ("web", _SCHEME),
    ("email", _EMAIL),
    ("email", _AT),
    ("handle", _HANDLE),
    ("web", _IP),
    ("web", _WEB),
    ("web", _SPELLED),
)
_NUMBERS: tuple[tuple[ContactKind, re.Pattern[str]], ...] = (
    ("number", _ABROAD),
    ("phone", _PHONE),
    ("phone", _SPOKEN),
    ("number", _NUMBER),
    ("number", _SHORT),
)


def _address(kind: ContactKind, written: str) -> str:
    if kind in ("email", "handle"):
        return written.lower()
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", written.lower()).rstrip("/")


def _number(written: str) -> str:
    """The digits that are dialed; a number of this country without its 1."""
    dialed = re.sub(r"\D", "", written.upper().translate(_KEYS))
    if written.startswith("+") and not written.startswith("+1"):
        return f"+{dialed}"
    return dialed[1:11] if dialed.startswith("1") and len(dialed) > 10 else dialed
