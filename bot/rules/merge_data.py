"""What notices are filled with in an incident: facts, answers of decisions, and what people typed for them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.assessment.facts import Facts, read_stored_facts
from bot.assessment.third_parties import elements_of_owner
from bot.incident import IncidentFacts
from bot.note import note_name, own_name
from bot.notice.agency import read_agency
from bot.notice.fill import MergeData, fill, local_day
from bot.notice.kinds import Notices
from bot.notice_draft import NoticeDraft
from bot.recipients import Recipient
from bot.rulebook import Rulebook


def merge_data_of(
    facts: IncidentFacts, law: Rulebook, *, recipient: str | None = None, each: str | None = None
) -> MergeData:
    """What is known now, for the notice to that recipient or place. Raises FactErrors."""
    return MergeData(
        facts=_of_owner(read_stored_facts(facts.plain), each),
        department=law.department,
        answers=merge_values(facts, law.packs.notices),
        number=facts.incident.number,
        to=_recipient(facts, law, recipient, each),
        each=each,
        mailings=_mailings(facts, law),
    )


def _mailings(facts: IncidentFacts, law: Rulebook) -> tuple[tuple[datetime, int], ...]:
    """When residents were told directly, and how many each time; substitute notice tells nobody by itself."""
    kinds = law.packs.notices.kinds
    found = []
    for made in facts.notice_drafts.values():
        kind = kinds.get(made.kind)
        if kind is None or kind.at_one_time is None or kind.residents_of is None:
            continue
        for batch in made.batches:
            if batch.counts_as_notice and (people := batch.people.get(kind.residents_of, 0)):
                found.append((batch.at, people))
    return tuple(sorted(found))


def _of_owner(facts: Facts, each: str | None) -> Facts:
    """What an owner is told of: the kinds of information in its own data, not in everybody's."""
    elements = elements_of_owner(facts.known, each)
    return facts if elements is None else replace(facts, known={**facts.known, "pi_elements": elements})


def merge_values(facts: IncidentFacts, notices: Notices) -> dict[str, str | None]:
    """Answers by name: what decisions say goes before what was typed; a decision against says that there is none."""
    typed: dict[str, str | None] = {}
    for name, fact in facts.known.items():
        if fact.kind == "typed" and fact.value is not None:
            field = own_name(name)
            typed |= {field: fact.value["is"]} if "is" in fact.value else {}
            typed |= {f"{field}@{place}": said for place, said in fact.value.get("each", {}).items()}
    decided: dict[str, str | None] = {}
    for one in notices.fields.values():
        if one.source != "decision":
            continue
        question, _, answer = one.path.rpartition(".")
        made = facts.in_force(question)
        if made is None:
            continue
        if said := str(made.answers.get(answer) or "").strip():
            decided[one.path] = said
        elif made.outcome == "no" and one.path not in typed:
            decided[one.path] = None
    return {**typed, **decided}


def typed_name(field: str) -> str:
    """Under which name what was typed for a field is kept."""
    return note_name("typed", field)


def typed_values(given: Mapping[str, str | None], known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What each field holds with these answers: `is`, and `each` by place, which people typed: no part of a name."""
    found: dict[str, dict[str, Any]] = {}
    for name, said in given.items():
        field, at, place = name.partition("@")
        value = found.setdefault(field, dict(known.get(typed_name(field)) or {}))
        text = "\n".join(_lines(said)) if said else None
        if at:
            value["each"] = {**value.get("each", {}), place: text}
        else:
            value["is"] = text
    return found


def values_of(names: tuple[str, ...], merge_data: MergeData, notices: Notices) -> dict[str, str | None]:
    """What these fields hold, as text; None where there is none or it is not known."""
    filled = fill(notices, merge_data)
    return {name: None if name in filled.missing else filled.text(name) for name in names if name in notices.fields}


def moved_values(draft: NoticeDraft, facts: IncidentFacts, law: Rulebook) -> dict[str, tuple[str | None, str | None]]:
    """The fields that hold something else than when the text was made: before and now."""
    merge_data = merge_data_of(facts, law, recipient=draft.recipient, each=draft.each)
    now = values_of(tuple(draft.values), merge_data, law.packs.notices)
    return {name: (value, now.get(name)) for name, value in draft.values.items() if now.get(name) != value}


def _recipient(facts: IncidentFacts, law: Rulebook, name: str | None, each: str | None) -> Recipient | None:
    """The addressee: for a place the agency that somebody typed for it, else the one of the department's file."""
    recipients = law.department.recipients
    if each is not None and (found := _typed_agency(facts, law, each) or recipients.at(each)):
        return found
    groups = {kind.to for kind in law.packs.notices.kinds.values() if kind.to}
    return next((one for group in sorted(groups) for one in recipients.of(group) if one.name == name), None)


def _typed_agency(facts: IncidentFacts, law: Rulebook, place: str) -> Recipient | None:
    fields = law.packs.notices.fields.values()
    for fact in (facts.known.get(typed_name(one.name)) for one in fields if one.shape == "agency"):
        typed = (fact.value or {}).get("each", {}).get(place) if fact else None
        if fact and typed:
            return read_agency(typed, place=place, on=local_day(fact.at, law.department.timezone))
    return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
