"""Telephone numbers, e-mail and web addresses in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

ContactKind: TypeAlias = Literal["phone", "email", "web"]

_PHONE = re.compile(r"(?<![\d-])(?:\+?1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}(?![\d-])")
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WEB = re.compile(
    r"(?:https?://)?(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:gov|com|org|net|us|edu|info|io|co|mil)\b(?:/[^\s,;)»\"]*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A way to reach somebody, as it stands in a text from `start` to `end`. `same` is equal for equal ways."""

    kind: ContactKind
    text: str
    same: str
    start: int
    end: int


def contacts_in(text: str) -> Iterator[Contact]:
    """Every contact of a text, in order, without overlaps."""
    found = sorted(_all(text), key=lambda contact: (contact.start, -contact.end))
    end = 0
    for contact in found:
        if contact.start >= end:
            yield contact
            end = contact.end


def _all(text: str) -> Iterator[Contact]:
    for match in _EMAIL.finditer(text):
        yield _contact("email", match, match[0].lower())
    for match in _PHONE.finditer(text):
        yield _contact("phone", match, re.sub(r"\D", "", match[0])[-10:])
    for match in _WEB.finditer(text):
        yield _contact("web", match, re.sub(r"^(https?://)?(www\.)?", "", match[0].lower()).rstrip("/."))


def _contact(kind: ContactKind, match: re.Match[str], same: str) -> Contact:
    written = match[0].rstrip(".") if kind == "web" else match[0]
    return Contact(kind=kind, text=written, same=same, start=match.start(), end=match.start() + len(written))
