"""Acting on a checklist: who may, what it changes, and that a second press changes nothing (policy 4 to 11)."""

from dataclasses import replace
from datetime import datetime
from typing import get_args

from bot.commands import ActOnItem, ItemAct
from bot.decision import Answer, Decision, Entry, PutReminder, Refresh, Refusal, SetItem, Text
from bot.department import Team
from bot.incident import Item, ItemState
from bot.rulebook import Rulebook
from bot.rules.duties import duty_of_item
from bot.rules.items import LESSON, set_item
from bot.rules.phases import list_of
from bot.rules.refusals import closed, refuse_words, role_needed, settled_already
from bot.situation import Situation

LONGEST_REASON = 500
"""Characters of the reason why an item does not apply: it is shown in one line."""
LONGEST_STATEMENT = 2000
"""Characters of a finding, a list or a signature."""


def act_on_item(command: ActOnItem, situation: Situation) -> Decision | Refusal:
    """Do what was pressed, or say in one sentence why not."""
    facts, law, now = situation.facts, situation.law, situation.now
    if command.act not in get_args(ItemAct):
        return Refusal(name="no_such_act")
    item = facts.item(command.role, command.item, command.subject)
    if item is None or item.state == "withdrawn":
        return Refusal(name="no_such_item")
    if refusal := _refuse(command, situation, item):
        return refusal
    if command.act == "done" and (refusal := _refuse_statement(command.statement or "", item, law)):
        return refusal
    change, texts = _change(command, item, now)
    told = duty_of_item(item, now) if command.act == "assign" and change.assignee != command.actor else None
    body: dict[str, str | bool | Text | None] = {
        "number": facts.incident.number,
        "item": item.id,
        "role": item.role,
        "subject": item.subject,
        "was": item.state,
        "now": change.state,
    }
    if command.act == "assign":
        body["assignee"] = change.assignee
    if change.reason:
        body["reason"] = change.reason
    return Decision(
        answer=Answer(name=f"item_{command.act}", values={"item": item.id}),
        changes=(change, *((PutReminder(kind=told.kind, subject=told.subject, due_at=now),) if told else ())),
        entries=(Entry(kind=f"item_{command.act}", actor=command.actor, body=body),),
        sends=(Refresh(surface="card"),),
        texts=texts,
    )


def may_act(actor: str, role: str, team: Team) -> bool:
    """Only the role's people act on its list, and AI's primary member, who leads the investigation."""
    return actor in team.users(role) or actor == team.lead("AI")


def _refuse(command: ActOnItem, situation: Situation, item: Item) -> Refusal | None:
    facts, team = situation.facts, situation.team
    if item.id != LESSON and (refusal := closed(facts)):
        return refusal
    if not may_act(command.actor, item.role, team):
        return role_needed((item.role,), team)
    if command.act == "undo":
        if item.state == "open":
            return Refusal(name="nothing_to_undo", refresh=list_of(item, situation))
        if command.shown_at and item.at and item.at > command.shown_at:
            return Refusal(name="moved_since", refresh=list_of(item, situation))
        return None
    if item.state != "open":
        return settled_already(item, list_of(item, situation))
    if command.act == "not_applicable":
        return _refuse_reason(command.reason or "")
    if command.act == "assign" and command.assignee not in team.users(item.role):
        return Refusal(name="not_of_the_role", values={"role": item.role, "people": team.users(item.role)})
    return None


def statement_of(item: Item, law: Rulebook) -> str | None:
    """What to ask in words when the item is done, if the policy or a law asks for words."""
    return words_asked(item.id, law)


def words_asked(item_id: str, law: Rulebook) -> str | None:
    """The same by the line's id alone."""
    asked = {row.id: row.statement for row in law.packs.policy.rows}
    asked |= {task.id: task.statement for name in law.department.packs for task in law.packs.laws[name].tasks}
    return asked.get(item_id)


def _refuse_statement(statement: str, item: Item, law: Rulebook) -> Refusal | None:
    if not statement.strip():
        return Refusal(name="statement_needed", values={"field": "reason"}) if statement_of(item, law) else None
    return refuse_words("reason", statement, LONGEST_STATEMENT)


def _refuse_reason(reason: str) -> Refusal | None:
    if not reason.strip():
        return Refusal(name="reason_needed", values={"field": "reason"})
    return refuse_words("reason", reason, LONGEST_REASON)


def _change(command: ActOnItem, item: Item, now: datetime) -> tuple[SetItem, dict[str, str]]:
    if command.act == "assign":
        return set_item(replace(item, assignee=command.assignee), "open"), {}
    if command.act == "undo":
        return set_item(item, "open"), {}
    said = ((command.statement if command.act == "done" else command.reason) or "").strip()
    reason = Text(name="reason") if said else None
    state: ItemState = "done" if command.act == "done" else "not_applicable"
    return set_item(item, state, by=command.actor, at=now, reason=reason), {"reason": said} if said else {}
