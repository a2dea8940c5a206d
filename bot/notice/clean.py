"""A notice's text made plain, in one place, before it is kept or hashed: nothing unseen in it.

Unicode Standard Annex 15 (NFC); categories Cc, Cf, Co, Cs and Cn are taken out, except the end of a line.
"""

import re
import unicodedata
from functools import lru_cache

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters and marks that show nothing."""
_EM = "\u2014\u2015"
_DASHES = "\u2212\u2043\ufe63\uff0d"
_EMOJI = re.compile(
    "[\u203c\u2049\u20e3\u2139\u2194-\u21aa\u231a-\u23ff\u25aa-\u25fe\u2600-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001faff]"
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def clean(text: str) -> str:
    """The text as it is kept: NFC, plain dashes and single spaces, no character that is not seen. Its lines stay."""
    if text.isascii() and text.replace("\n", "").isprintable() and "  " not in text:
        return text
    lines = (_clean_line(line) for line in _LINE_ENDS.split(text))
    return "\n".join(lines)


def emoji_in(text: str) -> tuple[str, ...]:
    """The pictures in a text, each once. Letters that people are to keep are written in letters."""
    return tuple(dict.fromkeys(_EMOJI.findall(text)))


def mixed_words(text: str) -> tuple[str, ...]:
    """Words of Latin letters with a Cyrillic or Greek letter among them: they read as what they are not."""
    if text.isascii():
        return ()
    found = (word for word in _WORD.findall(text) if not word.isascii() and len(_scripts(word)) > 1)
    return tuple(dict.fromkeys(found))


def _clean_line(line: str) -> str:
    kept = "".join(map(_shown, unicodedata.normalize("NFC", line)))
    return re.sub(" {2,}", " ", unicodedata.normalize("NFC", kept))


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] == "Z" or character in "\t\u2800":
        return " "
    if category in ("Cc", "Cf", "Co", "Cs", "Cn") or character in _UNSEEN or _is_variation(character):
        return ""
    if character in _EM:
        return "\u2014"
    return "-" if category == "Pd" or character in _DASHES else character


def _is_variation(character: str) -> bool:
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or character in "\u180b\u180c\u180d"
    )


def _scripts(word: str) -> set[str]:
    names = (unicodedata.name(letter, "").partition(" ")[0] for letter in word)
    return {name for name in names if name in ("LATIN", "CYRILLIC", "GREEK")}
