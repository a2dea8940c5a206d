"""Finds personal data in text that people type, so that it can be refused by its kind and never kept.

Pattern, checksum and context together: an inventory number or a phone number is not a Social Security number.
The text is folded first (bot/folding.py). Checksums and what a number may be come from python-stdnum. The kinds are
those of RSMo 407.1500.1(9).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.folding import folded
from bot.screened import accounts, cards, documents, identities

_LONGEST = 40_000


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """Where personal data stands in a text: its kind, from `start` to `end`.

    Kinds: `ssn`, `taxpayer_id`, `card`, `bank_account`, `licence`, `passport`, `health_insurance`.
    """

    kind: str
    start: int
    end: int


@lru_cache(maxsize=8)
def personal_data(text: str) -> tuple[PersonalData, ...]:
    """The personal data found in `text`, in order, without overlaps."""
    found = sorted(_found(text[:_LONGEST]), key=lambda hit: (hit.start, -hit.end))
    kept: list[PersonalData] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def personal_data_within(value: object) -> tuple[PersonalData, ...]:
    """The personal data in the strings of a value, its keys too: each string as it was typed, not as JSON writes it."""
    if isinstance(value, str):
        return personal_data(value)
    if isinstance(value, Mapping):
        return tuple(hit for pair in value.items() for one in pair for hit in personal_data_within(one))
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(hit for one in value for hit in personal_data_within(one))
    return ()


def without_personal_data(text: str, mark: str) -> str:
    """The text with each finding replaced by `mark` (no digits in it), so that the rest of what was typed stays."""
    text = text[:_LONGEST]
    while found := personal_data(text):  # what was taken out may have stood between a word and its number
        for hit in reversed(found):
            text = text[: hit.start] + mark + text[hit.end :]
        text = text[:_LONGEST]
    return text


def _found(text: str) -> Iterator[PersonalData]:
    seen = folded(text)
    flat = seen.text.replace("\n", " ")  # what a file broke into lines is one number still
    for look in (identities.find, cards.find, accounts.find, documents.find):
        for kind, start, end in look(flat):
            first, last = seen.span(start, end)
            yield PersonalData(kind=kind, start=first, end=last)
