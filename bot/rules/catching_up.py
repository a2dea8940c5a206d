"""What changed in an incident since a moment, read off its facts: for somebody who comes late, or comes back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.questions import deciding_roles


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened: `name` is its sentence in `templates/messages/catchup.j2`, `what` what it is about.

    `what` is an id or a title of the policy or of a law, never what somebody typed.
    """

    name: str
    what: str
    by: str | None
    at: datetime
    outcome: str = ""


def happenings_since(facts: IncidentFacts, law: Rulebook, since: datetime | None) -> tuple[Happening, ...]:
    """What happened after a moment (None: since the beginning), the newest first."""
    found = (one for one in _happenings(facts, law) if since is None or one.at > since)
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def may_read_reason(user: str, question: Question, team: Team) -> bool:
    """Whether somebody is told why it was decided so: of what counsel alone decides, only counsel is told why."""
    return deciding_roles(question, team) != ("CCO",) or user in team.users("CCO")


def question_of(made: Determination, law: Rulebook) -> Question | None:
    """The question of a determination; one that a law raises by itself by its pattern."""
    packs = law.packs.questions
    return packs.named.get(made.question) or packs.patterns.get(made.question.partition(":")[0])


def _happenings(facts: IncidentFacts, law: Rulebook) -> Iterator[Happening]:
    if facts.incident.called_at:
        yield Happening(name="called", what="", by=facts.incident.called_by, at=facts.incident.called_at)
    for fact in facts.known.values():
        if fact.kind == "fact":
            yield Happening(name="fact", what=fact.name, by=fact.by, at=fact.at)
        elif fact.kind == "update":
            yield Happening(name="update", what="", by=fact.by, at=fact.at)
    for made in facts.determinations:
        question = question_of(made, law)
        outcome = question.outcome(made.outcome) if question else None
        label = outcome.label if outcome else made.outcome
        yield Happening(
            name="decided", what=question.title if question else made.question, by=made.by, at=made.at, outcome=label
        )
    for item in facts.items:
        if item.state != "open" and item.at:
            yield Happening(name=item.state, what=item.title, by=item.by, at=item.at)
    for held in facts.holders.values():
        yield Happening(name="role", what=held.role, by=held.user, at=held.since)
    yield from _of_notices(facts, law)


def _of_notices(facts: IncidentFacts, law: Rulebook) -> Iterator[Happening]:
    for made in facts.notice_drafts.values():
        kind = law.packs.notices.kinds.get(made.kind)
        title = kind.title if kind else made.kind
        yield Happening(name="drafted", what=title, by=made.author, at=made.at)
        if made.approval:
            yield Happening(name="approved", what=title, by=made.approval.by, at=made.approval.at)
        if made.released_by and made.released_at:
            yield Happening(name="released", what=title, by=made.released_by, at=made.released_at)
        for batch in made.batches:
            yield Happening(name="sent", what=title, by=batch.by, at=batch.at)
