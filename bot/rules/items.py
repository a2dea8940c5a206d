"""The checklists: what every report asks, what conditions and decisions ask for beside, and what no longer is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.assessment.result import Assessment, TaskAnswer
from bot.decision import AddItems, Change, Entry, SetItem, Text
from bot.department import TEAM_ROLES, Team
from bot.incident import IncidentFacts, Item, ItemState
from bot.policy.schema import Policy, Row
from bot.rulebook import Rulebook
from bot.situation import Situation

CALL_ITEM, LEADER_ITEM = "POL-3", "POL-7.1"
"""The reporter's call (policy 3) and the word to the district engineer or division leader (policy 7)."""

LESSON = "lesson"
"""What was learned, as a task; it outlives the incident."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A line that is asked for now."""

    title: str
    cite: str
    modal: str | None = None
    time_word: str | None = None


def policy_items(policy: Policy, team: Team) -> tuple[Item, ...]:
    """The checklists that every report gets: role by role in the policy's order, then the department's own practice."""
    always = [row for row in policy.rows if row.kind == "task" and row.when is None]
    rows = [(role, row) for role in TEAM_ROLES for row in always if role in bearers(row.id, row.bearers, team)]
    ours = tuple(item_of_row(row, role, place) for place, (role, row) in enumerate(rows))
    practice = policy.sentence("department_practice")
    return ours + tuple(
        Item(id=one.id, role=one.role, position=place, title=one.title, cite=practice)
        for place, one in enumerate(team.department.items, start=len(ours))
    )


def item_of_row(row: Row, role: str, position: int) -> Item:
    """A provision of the policy as a line of that role's list."""
    return Item(
        id=row.id,
        role=role,
        position=position,
        title=row.title,
        cite=row.cite,
        modal=row.modal,
        time_word=row.time_word,
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


def reconcile_items(answer: Assessment, situation: Situation) -> list[Change]:
    """Adds what is asked for now, withdraws what no longer is; what was done stays done."""
    facts, team, law = situation.facts, situation.team, situation.law
    policy = law.packs.policy
    always = {(item.role, item.id) for item in policy_items(policy, team)}
    wanted = {
        (role, task.id, task.for_each or ""): Wanted(
            title=task.title, cite=task.cite, modal=task.modal, time_word=task.time_word
        )
        for task in answer.tasks
        for role in bearers(task.id, _named(task, policy), team)
        if (role, task.id) not in always
    } | _follow_ups(facts, law)
    have = {
        (item.role, item.id, item.subject): item
        for item in facts.items
        if (item.role, item.id) not in always and item.id not in (CALL_ITEM, LESSON)
    }
    position = facts.next_position
    fresh = [_item(key, one, position + place) for place, (key, one) in enumerate(wanted.items()) if key not in have]
    changes: list[Change] = [AddItems(items=tuple(fresh))] if fresh else []
    for key, item in have.items():
        if key in wanted and item.state == "withdrawn":
            changes.append(set_item(item, "open"))
        elif key not in wanted and item.state == "open":
            changes.append(set_item(item, "withdrawn"))
    return changes


def _follow_ups(facts: IncidentFacts, law: Rulebook) -> dict[tuple[str, str, str], Wanted]:
    """The tasks that decisions in force bring with them."""
    found = {}
    for made in facts.determinations:
        question = law.packs.questions.named.get(made.question)
        outcome = question.outcome(made.outcome) if question else None
        for one in outcome.entails if outcome else ():
            found[(one.role, f"{made.question}/{one.id}", "")] = Wanted(title=one.title, cite=one.cite)
    return found


def _named(task: TaskAnswer, policy: Policy) -> tuple[str, ...]:
    """All who bear a task: the assessment names only the lead of a joint duty of the policy."""
    row = next((row for row in policy.rows if row.id == task.id), None)
    return row.bearers if row else (task.role,)


def _item(key: tuple[str, str, str], one: Wanted, position: int) -> Item:
    role, item_id, subject = key
    return Item(
        id=item_id,
        role=role,
        position=position,
        title=one.title,
        cite=one.cite,
        modal=one.modal,
        time_word=one.time_word,
        subject=subject,
    )


def set_item(
    item: Item,
    state: ItemState,
    *,
    by: str | None = None,
    at: datetime | None = None,
    reason: Text | None = None,
) -> SetItem:
    """How the line stands from now on: settled by whom and when (UTC), or open again; whose it is stays."""
    return SetItem(
        role=item.role,
        item=item.id,
        subject=item.subject,
        state=state,
        assignee=item.assignee,
        by=by,
        at=at,
        reason=reason,
    )


def item_entries(changes: list[Change], facts: IncidentFacts) -> tuple[list[Entry], dict[str, str]]:
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
