"""Text as it is looked at: the many signs for a dash, a space or a digit are one sign, and what nobody sees is gone.

What PDF files, Word and telephones produce: Unicode's dashes (category Pd), spaces (Zs), format characters (Cf).
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "\u2212\u02d7\u2043\ufe63\uff0d\u30fc"
"""Signs that look like a dash and are not of category Pd."""
_DOTS = "\u00b7\u2022\u2024\u2027\u2219\u22c5\u3002\uff0e\uff61"
_ALIKE = dict(
    zip(
        "АВЕКМНОРСТУХЅІЈаеорсухѕіјԁһӏԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρτυικα\u2018\u2019\u02bc\u00b4`",
        "ABEKMHOPCTYXSIJaeopcyxsijdhlqwABEZHIKMNOPTYXovptuika'''''",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones (Unicode Technical Standard 39), and apostrophes."""


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The folded text, and for each of its characters the place in the text as it was typed."""

    text: str
    places: range | tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the folded text stands in the text as it was typed."""
        return self.places[start], self.places[end - 1] + 1


def folded(text: str, *, letters: bool = True) -> Folded:
    """The text with one kind of dash, space, dot and digit, and nothing invisible; `letters`: Latin for look-alikes."""
    if text.isascii() and text.replace("\n", "").isprintable() and "`" not in text:
        return Folded(text=text, places=range(len(text)))
    kept: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for one in _seen(character, letters):
            kept.append(one)
            places.append(place)
    return Folded(text="".join(kept), places=tuple(places))


@lru_cache(maxsize=4096)
def _seen(character: str, letters: bool) -> str:
    """How a character looks; nothing for one that is not seen."""
    if " " < character <= "~" and character != "`":
        return character
    if character in _ALIKE and (letters or not character.isalpha()):
        return _ALIKE[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in _DASHES:
        return "-"
    if character in _DOTS:
        return "."
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if category[0] == "Z" or character.isspace():
        return " "
    if category in ("Cf", "Cc", "Co", "Cs", "Mn", "Me") or character in "\u115f\u1160\u3164\uffa0\u034f":
        return ""
    shown = unicodedata.normalize("NFKD", character)
    return shown if len(shown) == 1 else "".join(one for one in shown if one.isascii() or one.isalpha())
