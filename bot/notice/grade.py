"""How hard a text is to read: the Flesch-Kincaid grade level.

0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom, Derivation of
New Readability Formulas for Navy Enlisted Personnel, 1975). Syllables are counted by rule; a word list would weigh more
than the difference, which is a few tenths of a grade.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.notice.text import MERGE_FIELD, Block, blocks, sentences

_NOT_A_WORD = re.compile(r"@|://|\.(?:gov|com|org|net|us)\b|\d|«")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]e|[aeiouy]le|[^aeiouytd]ed|[^aeiouyscgzxhl]es|[aeiouy]les|[^cst]hes)$")
_SILENT_INSIDE = re.compile(r"[aeiou][^aeiou]ement|[aeiou][^aeioul]ely$|^some(?=\w)|^every|^there(?=\w)")
_APART = re.compile(
    r"(?<![cgst])(?!(?<=l)ian$)i[ao](?<!nio)(?<!lio)|u[ao](?<!qua)(?<!quo)(?<!gua)"
    r"|[aeiou]ing$|iu|ea$|eat(?=[ei])|eu|iet|scie|yee"
)
"""Vowels side by side that are spoken apart: vi-a, do-ing, ar-e-a, cre-ate, mu-se-um, employ-ee."""
_ENDS = (".", "!", "?", ":", '."', '?"', '!"', ".”", "?”")
_FEWEST_WORDS = 4


@dataclass(frozen=True, kw_only=True)
class Grade:
    """The grade of a text, and its hardest sentence with that one's grade."""

    grade: float
    hardest: str
    hardest_grade: float


@lru_cache(maxsize=8)
def grade(text: str) -> Grade | None:
    """The reading grade of the sentences in a notice; None when it has none.

    Headings, addresses, telephone numbers and bare list items are not read as sentences, and lower nothing.
    """
    found = [sentence for block in blocks(text) for sentence in _prose(block)]
    if not found:
        return None
    hardest = max(found, key=lambda sentence: grade_of([sentence]))
    return Grade(grade=grade_of(found), hardest=hardest, hardest_grade=grade_of([hardest]))


def grade_of(found: list[str]) -> float:
    """The grade of these sentences together, to one place."""
    counted = [word for sentence in found for word in _words(sentence)]
    spoken = sum(syllables(word) for word in counted)
    return round(0.39 * len(counted) / len(found) + 11.8 * spoken / len(counted) - 15.59, 1)


def syllables(word: str) -> int:
    """The syllables of one English word, by rule: at least one."""
    word = re.sub(r"['’]\w*$", "", word.lower()) or word.lower()
    count = len(_VOWELS.findall(word)) + len(_APART.findall(word))
    count -= bool(_SILENT.search(word)) + bool(_SILENT_INSIDE.search(word))
    return max(1, count)


def _prose(block: Block) -> list[str]:
    if block.kind not in ("paragraph", "list"):
        return []
    lines = [MERGE_FIELD.sub("", line).strip() for line in block.lines]
    whole = [line for line in lines if line.endswith(_ENDS)]
    return [one for line in whole for one in sentences(line) if len(_words(one)) >= _FEWEST_WORDS]


def _words(sentence: str) -> list[str]:
    """The words that are read aloud: no numbers, no addresses."""
    return [word for piece in sentence.split() if not _NOT_A_WORD.search(piece) for word in _WORD.findall(piece)]
