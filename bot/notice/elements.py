"""Which kinds of personal information a notice says were involved, and which it says were not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.notice.kinds import Kind, Notices
from bot.notice.text import Section, blocks, phrases_in, plain_text, says, sections


@dataclass(frozen=True, kw_only=True)
class Named:
    """Ids of kinds of data: those that the text says were involved, and those that it says were not."""

    involved: frozenset[str]
    denied: frozenset[str]


def named_elements(text: str, kind: Kind, notices: Notices) -> Named:
    """What the text says where it lists the kinds of data; everywhere, when that heading is gone.

    What the title or a heading denies counts too: many read nothing else.
    """
    elements = [(one.id, found) for one in notices.elements.values() if (found := phrases_in(one.says, text))]
    denials = phrases_in(notices.denials, text)

    def named(found: Iterable[str]) -> Iterator[tuple[str, bool]]:
        for sentence in found:
            for id, phrases in elements:
                if any(says(sentence, phrase) for phrase in phrases):
                    refused = any(says(sentence, phrase) for phrase in denials)
                    yield id, refused or any(says(sentence, f"no {phrase}") for phrase in phrases)

    listed = [sentence for section in listing(text, kind) or sections(text) for sentence in section.sentences()]
    marked = (line for block in blocks(text) if block.kind in ("title", "heading") for line in block.lines)
    said = set(named(listed))
    denied = {id for id, refused in (*said, *named(marked)) if refused}
    return Named(involved=frozenset(id for id, refused in said if not refused), denied=frozenset(denied))


def listing(text: str, kind: Kind) -> tuple[Section, ...]:
    """The section that lists the kinds of data; none when the kind has none or its heading is gone."""
    if kind.elements_under is None:
        return ()
    return tuple(
        section for section in sections(text) if plain_text(section.heading or "") == plain_text(kind.elements_under)
    )
