"""Reading `proposals.yaml`: what must be asked before an incident is closed, and which words propose an answer."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.policy.fields import Fields
from bot.vocabulary import FACTS, INCIDENT_KINDS


@dataclass(frozen=True, kw_only=True)
class MustAsk:
    """A fact, or a decision, on which a provision of the policy hangs. Exactly one of `fact` and `question` is given.

    `row`: the provision. `when`: the yes-or-no fact that must be true before it is worth asking.
    """

    row: str
    fact: str | None = None
    question: str | None = None
    when: str | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Words of a report that propose a yes-or-no fact, or a kind of incident; all words of one entry must be there."""

    words: tuple[tuple[str, ...], ...]
    fact: str | None = None
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class Proposals:
    """What must be asked, in the order in which it is shown, and what proposes an answer."""

    asked: tuple[MustAsk, ...]
    proposals: tuple[Proposal, ...]


def read_proposals(fields: Fields, rows: Collection[str], questions: Collection[str]) -> Proposals:
    """Every entry; a name that nobody knows goes to the file's faults."""
    fields.text("label")
    found = Proposals(
        asked=tuple(_read_asked(item, rows, questions) for item in fields.items("asked")),
        proposals=tuple(_read_proposal(item) for item in fields.items("proposals")),
    )
    fields.close()
    return found


def _read_asked(item: Fields, rows: Collection[str], questions: Collection[str]) -> MustAsk:
    asked = MustAsk(
        row=item.word("row", rows),
        fact=item.maybe_word("fact", FACTS),
        question=item.maybe_word("question", questions),
        when=item.maybe_word("when", FACTS),
    )
    if (asked.fact is None) == (asked.question is None):
        item.fault("fact", "needs exactly one of fact and question")
    item.close()
    return asked


def _read_proposal(item: Fields) -> Proposal:
    proposal = Proposal(
        words=tuple(tuple(words.lower().split()) for words in item.words("words")),
        fact=item.maybe_word("fact", FACTS),
        kind=item.maybe_word("kind", INCIDENT_KINDS),
    )
    if (proposal.fact is None) == (proposal.kind is None):
        item.fault("fact", "needs exactly one of fact and kind")
    if proposal.fact is not None and proposal.fact in FACTS and FACTS[proposal.fact].kind != "flag":
        item.fault("fact", f"{proposal.fact} is not a yes-or-no fact")
    item.close()
    return proposal
