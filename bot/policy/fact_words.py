"""Reading `facts.yaml`: how people are asked for each fact, how it is called, and on which part of the form it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.department import TEAM_ROLES
from bot.policy.fields import Fields
from bot.vocabulary import FACTS, PARTS, fact_at, read_fact


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the facts: who is asked, the facts (or parts of facts) in it; `pack`: only that law asks for them."""

    asks: str
    paths: tuple[str, ...]
    pack: str | None = None

    def is_asked(self, packs: Collection[str]) -> bool:
        """Whether it is asked where these laws are enabled."""
        return self.pack is None or self.pack in packs


@dataclass(frozen=True, kw_only=True)
class FactWords:
    """The words of the vocabulary. `questions`: by path (`delay.officer`); `short`: names by fact.

    `determined`: facts that nobody just says, because they come from a determination on record.
    """

    questions: Mapping[str, str]
    short: Mapping[str, str]
    sections: Mapping[str, Section]
    determined: tuple[str, ...]


def read_fact_words(fields: Fields) -> FactWords:
    """The words of every fact; a fact of the vocabulary without its row is a fault, and so is one that no part asks."""
    fields.text("label")
    sections = {name: _section(inner) for name, inner in fields.entries("sections").items()}
    asked = [path for section in sections.values() for path in section.paths]
    names = {path.partition(".")[0] for path in asked}
    questions: dict[str, str] = {}
    short: dict[str, str] = {}
    determined = []
    for name, inner in fields.entries("facts").items():
        if name not in FACTS:
            inner.fault("", f"{name} is no fact of the vocabulary")
        read_fact(inner)
        questions[name], short[name] = inner.text("question"), inner.text("short")
        is_determined, is_asked = inner.flag("determined"), inner.flag("asked", default=True)
        if is_determined:
            determined.append(name)
        if (name in names) != (is_asked and not is_determined):
            inner.fault("", f"{name} stands on exactly one part of the form, or is determined, or is not asked")
        questions |= _parts(name, inner)
        inner.close()
    for name in FACTS:
        if name not in questions:
            fields.fault("facts", f"{name} has no row: how people are asked for it, and how it is called")
    for path in asked:
        if path not in questions or asked.count(path) > 1:
            fields.fault("sections", f"{path} is asked without a question, or twice")
    fields.close()
    return FactWords(questions=questions, short=short, sections=sections, determined=tuple(determined))


def _section(fields: Fields) -> Section:
    section = Section(asks=fields.word("asks", TEAM_ROLES), paths=fields.words("facts"), pack=fields.maybe_text("pack"))
    for path in section.paths:
        if fact_at(path) is None:
            fields.fault("facts", f"{path} is no fact of the vocabulary")
    fields.close()
    return section


def _parts(name: str, fields: Fields) -> dict[str, str]:
    node = fields.node("parts")
    if node is None:
        return {}
    inner = Fields(node, fields.path("parts"), fields.faults)
    known = PARTS.get(name, {})
    found = {f"{name}.{part}": inner.text(part) for part in known if inner.has(part)}
    inner.close()
    return found
