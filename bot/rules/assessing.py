"""Recording what is known, and what follows: tasks appear when their condition holds and go when it does not.

The old facts stay when anything in what was said is wrong.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.assessment.answer import Assessment, TaskAnswer
from bot.assessment.assess import future_faults
from bot.assessment.facts import FactErrors, FactFault, read_facts
from bot.assessment.vocabulary import FACTS
from bot.commands import AnswerReading, RecordFacts
from bot.decision import AddItems, Answer, Change, Decision, Entry, Refresh, Refusal, SetFact, SetItem, Text
from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts, Item
from bot.policy.schema import Policy
from bot.rulebook import Rulebook
from bot.screening import personal_data

LONGEST_SUBJECT = 80
"""Characters of a place or a contractor that a task is for: it stands in a button's value."""


def record_facts(
    command: RecordFacts, facts: IncidentFacts, team: Team, law: Rulebook, now: datetime
) -> Decision | Refusal:
    """Record facts, ask the assessment again, and bring the checklists in line."""
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    if not team.roles_of(command.actor):
        return Refusal(name="team_needed")
    stale = [name for name in command.values if name in facts.known and facts.known[name].version > command.seen]
    changed = {name: value for name, value in command.values.items() if _value(facts, name) != value}
    if stale and any(name in changed for name in stale):
        return Refusal(name="facts_moved", values={"fact": stale[0], "by": facts.known[stale[0]].by})
    if not changed:
        return Decision(answer=Answer(name="nothing_new"))
    if refusal := _refuse(changed, {**plain(facts), **changed}, now):
        return refusal
    return _write(changed, facts, team, law, now, actor=command.actor, kind="facts_recorded")


def answer_reading(
    command: AnswerReading, facts: IncidentFacts, team: Team, law: Rulebook, now: datetime
) -> Decision | Refusal:
    """CCO's answer to a debatable reading, with its reason: a decision on record that changes the assessment."""
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    if command.actor not in team.users("CCO"):
        return Refusal(name="role_needed", values={"role": "CCO", "people": team.users("CCO")})
    if not command.reason.strip():
        return Refusal(name="reason_needed", values={"field": "reason"})
    if found := personal_data(command.reason):
        return Refusal(name="personal_data", values={"field": "reason", "kind": found[0].kind})
    others = [one for one in _value(facts, "readings") or () if one["rule"] != command.reading]
    answered = {"rule": command.reading, "holds": command.holds, "reason": command.reason.strip()}
    changed = {"readings": [*others, answered]}
    if refusal := _refuse(changed, {**plain(facts), **changed}, now):
        return refusal
    return _write(
        changed,
        facts,
        team,
        law,
        now,
        actor=command.actor,
        kind="reading_answered",
        more={"reading": command.reading, "holds": command.holds, "relied_on": facts.version},
    )


def first_facts(facts: IncidentFacts, team: Team, law: Rulebook, now: datetime) -> Decision:
    """What the report itself says, as facts of the reporter; nothing that was not said."""
    incident = facts.incident
    said: dict[str, Any] = {
        "incident_kinds": list(incident.kinds) or None,
        "location": incident.office,
        "discovered_at": incident.noticed_at.isoformat() if incident.noticed_at else None,
    }
    said = {name: value for name, value in said.items() if value is not None}
    decision = _write(said, facts, team, law, now, actor=incident.reporter, kind="facts_reported") if said else None
    return decision if isinstance(decision, Decision) else Decision(answer=Answer(name="noted"))


def plain(facts: IncidentFacts) -> dict[str, Any]:
    """The facts as the assessment takes them."""
    return {name: fact.value for name, fact in facts.known.items() if name in FACTS}


def policy_items(policy: Policy, team: Team) -> tuple[Item, ...]:
    """The checklists that every report gets, role by role in the policy's order."""
    always = [row for row in policy.rows if row.kind == "task" and row.when is None]
    rows = [(role, row) for role in TEAM_ROLES for row in always if role in bearers(row.id, row.bearers, team)]
    return tuple(
        Item(
            id=row.id,
            role=role,
            position=place,
            title=row.title,
            cite=row.cite,
            modal=row.modal,
            time_word=row.time_word,
        )
        for place, (role, row) in enumerate(rows)
    )


def bearers(duty: str, named: Iterable[str], team: Team) -> tuple[str, ...]:
    """The team roles that see to a duty.

    IS works with OCS until closure (policy 11.B); a duty that the policy gives to no office is the configured owner's,
    else AI's; the reporter's call is asked of the reporter, not of a role.
    """
    if owner := team.department.owners.get(duty):
        return (owner,)
    here = {"OCS": "IS", "DEPT": "AI", "DE": "AI"}
    roles = (here.get(role, role) for role in named)
    return tuple(dict.fromkeys(role for role in roles if role in TEAM_ROLES))


def _refuse(changed: Mapping[str, Any], all_facts: Mapping[str, Any], now: datetime) -> Refusal | None:
    for name, value in changed.items():
        if found := personal_data(json.dumps(value, ensure_ascii=False)):
            return Refusal(name="personal_data", values={"field": name, "kind": found[0].kind})
    if any(len(str(place)) > LONGEST_SUBJECT for place in all_facts.get("infrastructure_locations") or ()):
        return Refusal(name="text_too_long", values={"field": "infrastructure_locations", "longest": LONGEST_SUBJECT})
    try:
        read = read_facts(all_facts)
    except FactErrors as error:
        return _fault(error.faults[0])
    if ahead := future_faults(read, now):
        return _fault(ahead[0])
    if harm := _unfounded(all_facts):
        return harm
    return None


def _unfounded(facts: Mapping[str, Any]) -> Refusal | None:
    """What may not be recorded at all: a determination without its ground, a delay without its officer or agency."""
    founded = facts.get("investigated") is True or facts.get("law_enforcement_consulted") is True
    if facts.get("harm_unlikely") is True and not founded:
        return Refusal(name="determination_unfounded", values={"field": "harm_unlikely"})
    delay = facts.get("delay")
    if delay:
        for part in ("officer", "agency", "reason"):
            if not delay.get(part):
                return Refusal(name="delay_incomplete", values={"field": f"delay.{part}", "part": part})
    return None


def _fault(fault: FactFault) -> Refusal:
    return Refusal(name="fact_refused", values={"field": fault.fact, "fault": fault.name, **dict(fault.values)})


def _write(
    changed: Mapping[str, Any],
    facts: IncidentFacts,
    team: Team,
    law: Rulebook,
    now: datetime,
    *,
    actor: str,
    kind: str,
    more: Mapping[str, str | int | bool] | None = None,
) -> Decision | Refusal:
    version = facts.version + 1
    known = {**plain(facts), **changed}
    try:
        answer = law.assess(known, now)
    except FactErrors as error:
        return _fault(error.faults[0])
    texts = {name: json.dumps(value, sort_keys=True) for name, value in changed.items() if value is not None}
    body: dict[str, str | int | bool | Text | None] = {"number": facts.incident.number, "version": version}
    body |= more or {}
    body |= {f"fact:{name}": Text(name=name) if name in texts else None for name in changed}
    items, sends = _items_in_line(answer, facts, team, law.packs.policy)
    told, subjects = _item_entries(items, facts)
    return Decision(
        answer=Answer(name="facts_recorded"),
        changes=(
            *(
                SetFact(name=name, value=Text(name=name) if name in texts else None, by=actor, at=now, version=version)
                for name in changed
            ),
            *items,
        ),
        entries=(Entry(kind=kind, actor=actor, body=body), *told),
        sends=(Refresh(surface="assessment"), Refresh(surface="details"), Refresh(surface="card"), *sends),
        texts=texts | subjects,
    )


def _items_in_line(
    answer: Assessment, facts: IncidentFacts, team: Team, policy: Policy
) -> tuple[list[Change], list[Refresh]]:
    """Adds what is asked for now, withdraws what no longer is; what was done stays done."""
    always = {(item.role, item.id) for item in policy_items(policy, team)}
    wanted = {
        (role, task.id, task.for_each or ""): task
        for task in answer.tasks
        for role in bearers(task.id, _named(task, policy), team)
        if (role, task.id) not in always
    }
    have = {(item.role, item.id, item.subject): item for item in facts.items if (item.role, item.id) not in always}
    position = max((item.position for item in facts.items), default=-1) + 1
    fresh = [_item(task, key, position + place) for place, (key, task) in enumerate(wanted.items()) if key not in have]
    changes: list[Change] = [AddItems(items=tuple(fresh))] if fresh else []
    roles = {item.role for item in fresh}
    for key, item in have.items():
        if key in wanted and item.state == "withdrawn":
            changes.append(_turn(item, "open"))
            roles.add(item.role)
        elif key not in wanted and item.state == "open":
            changes.append(_turn(item, "withdrawn"))
            roles.add(item.role)
    return changes, [Refresh(surface=f"checklist:{role}") for role in sorted(roles)]


def _named(task: TaskAnswer, policy: Policy) -> tuple[str, ...]:
    """All who bear a task: the assessment names only the lead of a joint duty of the policy."""
    row = next((row for row in policy.rows if row.id == task.id), None)
    return row.bearers if row else (task.role,)


def _item(task: TaskAnswer, key: tuple[str, str, str], position: int) -> Item:
    role, _, subject = key
    return Item(
        id=task.id,
        role=role,
        position=position,
        title=task.title,
        cite=task.cite,
        modal=task.modal,
        time_word=task.time_word,
        subject=subject,
    )


def _turn(item: Item, state: str) -> SetItem:
    return SetItem(
        role=item.role,
        item=item.id,
        subject=item.subject,
        state="withdrawn" if state == "withdrawn" else "open",
        assignee=item.assignee,
        by=None,
        at=None,
    )


def _item_entries(changes: list[Change], facts: IncidentFacts) -> tuple[list[Entry], dict[str, str]]:
    """An entry for every item that came or went; what it is for was typed by people, so it stands among the texts."""
    moved: list[tuple[str, str, str, str]] = []
    for change in changes:
        if isinstance(change, AddItems):
            moved += [("item_added", item.id, item.role, item.subject) for item in change.items]
        elif isinstance(change, SetItem):
            kind = "item_withdrawn" if change.state == "withdrawn" else "item_back"
            moved.append((kind, change.item, change.role, change.subject))
    entries, texts = [], {}
    for kind, item, role, subject in moved:
        body: dict[str, str | Text] = {"number": facts.incident.number, "item": item, "role": role}
        if subject:
            texts[f"subject:{subject}"] = subject
            body["subject"] = Text(name=f"subject:{subject}")
        entries.append(Entry(kind=kind, actor="bot", body=body))
    return entries, texts


def _value(facts: IncidentFacts, name: str) -> Any:
    fact = facts.known.get(name)
    return fact.value if fact else None
