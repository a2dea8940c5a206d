"""A notice's text in parts: as Slack's messages and inputs take it, with nothing lost between them."""

from itertools import accumulate

SHOWN = 3600
"""Characters of a notice in one message, as Slack counts them (at most 4,000 in a text that people read whole)."""
EDITED = 2000
"""Characters of a notice in one input, which takes 3,000: there is room to write more."""

_ESCAPED = {"&": 5, "<": 4, ">": 4}
"""What Slack counts for a character that is escaped (Slack: Formatting text)."""


def split_chunks(text: str, longest: int = SHOWN) -> list[str]:
    """The text in parts of whole paragraphs; a longer paragraph is cut between lines, words, or anywhere."""
    return [part for part, _ in cut_chunks(text, longest)]


def cut_chunks(text: str, longest: int) -> list[tuple[str, str]]:
    """The parts, each with the white space that stood behind it: all of them together are the text."""
    rest, found = text.strip(), []
    while (reach := _reach(rest, longest)) < len(rest):
        places = (rest.rfind(glue, 1, reach + len(glue)) for glue in ("\n\n", "\n", " "))
        at = next((place for place in places if place > 0), reach)
        part, after = rest[:at].rstrip(), rest[at:].lstrip()
        found.append((part, rest[len(part) : len(rest) - len(after)]))
        rest = after
    return [*found, (rest, "")]


def _reach(text: str, longest: int) -> int:
    """How many characters fit."""
    sizes = accumulate(_ESCAPED.get(character, 1) for character in text[: longest + 1])
    return sum(size <= longest for size in sizes)
