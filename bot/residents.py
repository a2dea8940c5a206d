"""What people type about how many live where: `1200`, `1,200 Missouri`, `MO 1200`, `13 in Kansas`, `some`, `about 40`.

A number that may be higher is no number: it is not taken, because a duty that turns on it would fall away unseen.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

STATE_NAMES: Mapping[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico",
    "VI": "Virgin Islands",
}  # fmt: skip
"""The states, the district and the territories, by the two letters of the post office."""

Count: TypeAlias = int | Literal["some"] | None
"""How many people: a number, `some` (at least one), or None: of that state it is not known."""
Trouble: TypeAlias = Literal["no_number", "no_state", "which_state", "twice", "at_least", "negative", "unclear"]

_SHORT = {
    "us virgin islands": "VI", "u s virgin islands": "VI", "washington dc": "DC", "washington d c": "DC", "d c": "DC",
    "n h": "NH", "n j": "NJ", "n m": "NM", "n y": "NY", "n c": "NC", "n d": "ND", "r i": "RI", "s c": "SC",
    "s d": "SD", "w va": "WV", "miss": "MS", "ill": "IL", "kan": "KS", "kans": "KS", "ark": "AR", "tenn": "TN",
    "neb": "NE", "okla": "OK", "tex": "TX", "calif": "CA", "fla": "FL",
}  # fmt: skip
_NAMES = {
    **{name.lower(): code for code, name in STATE_NAMES.items()},
    **{code.lower(): code for code in STATE_NAMES},
    **_SHORT,
}
_ABOUT = ("about", "around", "approximately", "approx", "roughly", "circa", "nearly", "almost", "up to", "at most")
_MORE = ("at least", "more than", "over", "above", "minimum", "or more", "and more", "upwards of")
_SOME: Literal["some"] = "some"
_COUNT_WORDS: Mapping[str, Count] = {
    **dict.fromkeys(("some", "a few", "few", "several", "many", "some people"), _SOME),
    **dict.fromkeys(("none", "nobody", "zero", "no one", "no"), 0),
    **dict.fromkeys(("unknown", "not known", "not yet known", "don't know", "?"), None),
}
_FILLER = (
    *("people", "persons", "person", "individuals", "residents", "resident", "consumers", "employees", "customers"),
    *("in", "of", "from", "living", "live", "affected", "the", "are", "is", "state", "who", "were", "with"),
)
_GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,]*\d)")
_NUMBER = re.compile(r"\d+")
_BREAK = re.compile(r"[\n;,]|\s(?:and|plus|&)\s", re.IGNORECASE)
_DISTRICT = re.compile(r"washington,\s*d\.?\s*c\.?", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Misread:
    """A piece of what was typed that is not understood, as it was typed, and what is wrong with it."""

    text: str
    trouble: Trouble


@dataclass(frozen=True, kw_only=True)
class Understood:
    """How many people by state. `rough`: the states whose number was called an estimate; it counts as it stands."""

    counts: Mapping[str, Count]
    rough: frozenset[str] = frozenset()
    misread: tuple[Misread, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Said:
    state: str | None
    count: Count
    rough: bool = False


def read_residents(text: str, home: str | None) -> Understood:
    """What was typed, by state. `home`: the state that a number without one means; None when there is not just one."""
    counts: dict[str, Count] = {}
    rough: set[str] = set()
    misread: list[Misread] = []
    for piece in _pieces(text):
        for typed, said in _say(piece):
            state = said.state or home if isinstance(said, _Said) else None
            if isinstance(said, str):
                misread.append(Misread(text=typed, trouble=said))
            elif state is None:
                misread.append(Misread(text=typed, trouble="which_state"))
            elif state in counts:
                misread.append(Misread(text=typed, trouble="twice"))
            else:
                counts[state] = said.count
                rough |= {state} if said.rough else set()
    return Understood(counts=counts, rough=frozenset(rough), misread=tuple(misread))


def _pieces(text: str) -> list[str]:
    plain = _DISTRICT.sub("DC", _GROUPED.sub(lambda found: found[0].replace(",", ""), text))
    return [piece.strip() for piece in _BREAK.split(plain) if piece.strip(" .\t")]


def _say(piece: str) -> Iterator[tuple[str, "_Said | Trouble"]]:
    """What one piece says: once for each number in it, where the states stand before them or after them."""
    numbers = list(_NUMBER.finditer(piece))
    if len(numbers) > 1:
        before = [piece[: numbers[0].end()]]
        before += [piece[a.end() : b.end()] for a, b in pairwise(numbers)]
        before[-1] += piece[numbers[-1].end() :]
        after = [piece[a.start() : b.start()] for a, b in pairwise(numbers)]
        after = [*after, piece[numbers[-1].start() :]]
        after[0] = piece[: numbers[0].start()] + after[0]
        for cuts in (before, after):
            found = [(cut.strip(), _one(cut)) for cut in cuts]
            if all(isinstance(said, _Said) and said.state for _, said in found):
                yield from found
                return
        yield piece, "unclear"
        return
    yield piece, _one(piece)


def _one(piece: str) -> "_Said | Trouble":
    """One state and its number, in either order."""
    if re.search(r"(?:^|\s)-\s?\d", piece) and not re.search(r"[A-Za-z]\s*-\s+\d", piece):
        return "negative"
    if re.search(r"\d[.]\d|\d[A-Za-z]|\d\s*%", piece):
        return "unclear"
    if re.search(r"\d\s*\+|>\s*\d", piece):
        return "at_least"
    rough = "~" in piece
    left = " ".join(re.sub(r"[.:=()~<>*•–—-]", " ", piece).lower().split())
    if any(_has(left, word) for word in _MORE):
        return "at_least"
    for word in _ABOUT:
        if _has(left, word):
            left, rough = _without(left, word), True
    found = _NUMBER.search(left)
    count: Count
    if found:
        count, left = int(found[0]), " ".join(f"{left[: found.start()]} {left[found.end() :]}".split())
    else:
        named = next((one for one in sorted(_COUNT_WORDS, key=len, reverse=True) if _has(left, one)), None)
        if named is None:
            return "no_number" if _state(left) else "unclear"
        count, left = _COUNT_WORDS[named], _without(left, named)
    state = _state(left)
    if state is None and _bare(left):
        return "no_state"
    return _Said(state=state, count=count, rough=rough)


def _state(left: str) -> str | None:
    """The state that these words name; `in` may be Indiana, so what stands is tried before anything is left out."""
    words = left.split()
    while words:
        if (code := _NAMES.get(" ".join(words))) is not None:
            return code
        if words[0] in _FILLER:
            words = words[1:]
        elif words[-1] in _FILLER:
            words = words[:-1]
        else:
            return None
    return None


def _bare(left: str) -> bool:
    """Whether words are left that mean something."""
    return any(word not in _FILLER for word in left.split())


def _has(left: str, words: str) -> bool:
    return f" {words} " in f" {left} "


def _without(left: str, words: str) -> str:
    return " ".join(f" {left} ".replace(f" {words} ", " ", 1).split())


def residents_text(counts: Mapping[str, Count]) -> str:
    """The counts as a form shows them, and reads them again: one state a line."""
    return "\n".join(f"{state} {'unknown' if count is None else count}" for state, count in counts.items())
