"""Which kinds of personal information a notice says were involved, and which it says were not."""

from dataclasses import dataclass

from bot.notice.kinds import Kind, Notices
from bot.notice.text import Section, plain, says, sections


@dataclass(frozen=True, kw_only=True)
class Named:
    """Ids of kinds of data: those that the text says were involved, and those that it says were not."""

    involved: frozenset[str]
    denied: frozenset[str]


def named_elements(text: str, kind: Kind, notices: Notices) -> Named:
    """What the text says where it lists the kinds of data; everywhere, when that heading is gone."""
    involved: set[str] = set()
    denied: set[str] = set()
    for section in listing(text, kind) or sections(text):
        for sentence in section.sentences():
            for element in notices.elements.values():
                if not any(says(sentence, phrase) for phrase in element.says):
                    continue
                refused = any(says(sentence, phrase) for phrase in notices.denials)
                refused = refused or any(says(sentence, f"no {phrase}") for phrase in element.says)
                (denied if refused else involved).add(element.id)
    return Named(involved=frozenset(involved), denied=frozenset(denied))


def listing(text: str, kind: Kind) -> tuple[Section, ...]:
    """The section that lists the kinds of data; none when the kind has none or its heading is gone."""
    if kind.elements_under is None:
        return ()
    return tuple(section for section in sections(text) if plain(section.heading or "") == plain(kind.elements_under))
