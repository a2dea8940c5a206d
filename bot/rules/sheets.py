"""What notices are filled with in an incident: facts, answers of decisions, and what people typed for them."""

from bot.artefact import Artefact
from bot.assessment.facts import read_facts
from bot.incident import IncidentFacts
from bot.notice.fill import Sheet, fill
from bot.notice.kinds import Kind, Notices
from bot.recipients import Recipient
from bot.rulebook import Rulebook
from bot.rules.assessing import plain

TYPED = "notice:"
"""How the names begin under which typed answers stand among the facts."""


def sheet_of(facts: IncidentFacts, law: Rulebook, *, recipient: str | None = None, each: str | None = None) -> Sheet:
    """What is known now, for the notice to that recipient or place. Raises FactErrors."""
    return Sheet(
        facts=read_facts(plain(facts)),
        department=law.department,
        answers=answers(facts, law.packs.notices),
        number=facts.incident.number,
        to=_recipient(law, recipient, each),
        each=each,
    )


def answers(facts: IncidentFacts, notices: Notices) -> dict[str, str | None]:
    """Answers by name: what decisions say goes before what was typed; a decision against says that there is none."""
    typed = {
        name.removeprefix(TYPED): fact.value["is"]
        for name, fact in facts.known.items()
        if name.startswith(TYPED) and fact.value is not None
    }
    decided: dict[str, str | None] = {}
    for field in notices.fields.values():
        if field.source != "decision":
            continue
        question, _, answer = field.path.rpartition(".")
        made = facts.in_force(question)
        if made is None:
            continue
        if said := str(made.answers.get(answer) or "").strip():
            decided[field.path] = said
        elif made.outcome == "no" and field.path not in typed:
            decided[field.path] = None
    return {**typed, **decided}


def values_of(names: tuple[str, ...], sheet: Sheet, notices: Notices) -> dict[str, str | None]:
    """What these fields hold, as text; None where there is none or it is not known."""
    filled = fill(notices, sheet)
    return {name: None if name in filled.missing else filled.text(name) for name in names if name in notices.fields}


def moved_values(artefact: Artefact, facts: IncidentFacts, law: Rulebook) -> dict[str, tuple[str | None, str | None]]:
    """The fields that hold something else than when the text was made: before and now."""
    sheet = sheet_of(facts, law, recipient=artefact.recipient, each=artefact.each)
    now = values_of(tuple(artefact.values), sheet, law.packs.notices)
    return {name: (value, now.get(name)) for name, value in artefact.values.items() if now.get(name) != value}


def kind_of(artefact: Artefact, law: Rulebook) -> Kind | None:
    """Its kind; None when its pack is gone."""
    return law.packs.notices.kinds.get(artefact.kind)


def _recipient(law: Rulebook, name: str | None, each: str | None) -> Recipient | None:
    recipients = law.department.recipients
    if each is not None and (found := recipients.at(each)):
        return found
    groups = {kind.to for kind in law.packs.notices.kinds.values() if kind.to}
    return next((one for group in sorted(groups) for one in recipients.of(group) if one.name == name), None)
