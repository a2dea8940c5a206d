"""Whether what a notice must say stands in its text, also after people edited it."""

import re
from collections.abc import Iterator

from bot.notice.contacts import contacts_in
from bot.notice.elements import named_elements
from bot.notice.fill import Filled
from bot.notice.finding import Finding, error
from bot.notice.kinds import Kind, Marker, Notices, Required
from bot.notice.text import Section, phrases_in, plain_phrase, plain_text, says, sections, words_of
from bot.recipients import Recipient, Recipients

_SHORTEST = 3
"""Words of fewer letters say little about what a sentence is about."""


class Reader:
    """A text that is asked which of its required items it says."""

    def __init__(self, text: str, kind: Kind, notices: Notices, filled: Filled, recipients: Recipients) -> None:
        self._text = plain_text(text)
        self._unaddressed = without_contacts(self._text)
        self._sections = sections(text)
        self._kind = kind
        self._notices = notices
        self._filled = filled
        self._recipients = recipients
        self._named = named_elements(text, kind, notices)
        self._words = [set(words_of(section.text())) for section in self._sections]
        self._sentences = [sentence for section in self._sections for sentence in section.sentences()]
        self._waivers = phrases_in(notices.waivers, text)

    def findings(self) -> Iterator[Finding]:
        """An error for each required item of which a part is not there."""
        for item in self._kind.required:
            gone = [what for marker in item.markers for what in self._gone(marker)]
            if not self._phrases_together(item):
                gone.append("")
            if gone:
                missing = ", ".join(what for what in gone if what)
                yield error("item_missing", item.cite, item=item.text, missing=missing)

    def _gone(self, marker: Marker) -> Iterator[str]:
        """What a marker looks for and does not find, as a person calls it."""
        if marker.kind == "field" and not self._has_field(marker):
            yield self._notices.fields[marker.name].label
        elif marker.kind == "each":
            for element in self._notices.elements.values():
                if (
                    element.name in (self._filled.values.get(marker.name) or ())
                    and element.id not in self._named.involved
                ):
                    yield element.name
        elif marker.kind == "recipients":
            yield from (one.name for one in self._recipients.of(marker.name) if not self._names(one))
        elif marker.kind == "under":
            found = [s for s in self._sections if plain_text(s.heading or "") == plain_text(marker.name)]
            if sum(len(words_of(section.text())) for section in found) < marker.share:
                yield marker.name

    def _has_field(self, marker: Marker) -> bool:
        if marker.name in self._filled.missing:
            # Its visible gap is an error of its own; when the gap was typed over, nothing recorded stands behind it.
            return plain_text(self._notices.missing.format(self._notices.fields[marker.name].label)) in self._text
        value = self._filled.values[marker.name]
        if value is None:
            return not marker.exists
        if self._notices.fields[marker.name].shape == "phone":
            return digits(str(value)) in digits(self._text)
        lines = (value,) if isinstance(value, str) else tuple(v for v in value if isinstance(v, str))
        if marker.phrases:
            return any(
                all(plain_phrase(line) in plain_text(sentence) for line in lines)
                and any(says(sentence, phrase) for phrase in marker.phrases)
                for sentence in self._sentences
            )
        if not marker.share:
            return all(plain_text(line) in self._text for line in lines)
        wanted = {word for line in lines for word in words_of(line) if len(word) >= _SHORTEST}
        return any(_share(wanted, there) >= marker.share for there in self._words)

    def _names(self, recipient: Recipient) -> bool:
        """Whether the recipient and a way to reach it stand there."""
        reached = any(plain_text(way) in self._text for way in recipient.ways())
        return says(self._unaddressed, recipient.name) and reached

    def _phrases_together(self, item: Required) -> bool:
        """Whether all phrases of an item stand under one heading, and not as something that need not be done."""
        asked = [phrases_in(marker.phrases, self._text) for marker in item.markers if marker.kind == "any"]
        if not all(asked):
            return False
        return not asked or any(
            all(any(says(text, phrase) for phrase in phrases) for phrases in asked)
            for text in ("\n".join(self._meant(section)) for section in self._sections)
        )

    def _meant(self, section: Section) -> Iterator[str]:
        """The sentences of a section, without those that say that something need not be done."""
        for sentence in section.sentences():
            if not any(says(sentence, waiver) for waiver in self._waivers):
                yield sentence


def digits(text: str) -> str:
    """The digits of a text, those of one number side by side, so that 573-555-0101 is found as (573) 555-0101."""
    return re.sub(r"(?<=\d)[\s().-]{1,2}(?=\d)", "", text.replace("(", "").replace(")", ""))


def without_contacts(text: str) -> str:
    """The text without numbers and addresses: equifax.com does not name Equifax."""
    for contact in reversed(list(contacts_in(text))):
        text = text[: contact.start] + " " + text[contact.end :]
    return text


def _share(wanted: set[str], there: set[str]) -> float:
    """How many per cent of the words stand in a section, by its words."""
    return 100 * len(wanted & there) / len(wanted) if wanted else 0
