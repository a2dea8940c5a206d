"""The district engineer, division leader or state engineer is told as soon as possible (policy 7)."""

from datetime import timedelta

from bot.commands import RecordLeaderNotice
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, Text
from bot.rules.checklist import may_act
from bot.rules.items import LEADER_ITEM, set_item
from bot.rules.phases import list_of
from bot.rules.refusals import carries_personal_data, closed, not_between, role_needed, settled_already
from bot.situation import Situation

METHODS = ("telephone", "in_person", "email", "slack")
LONGEST_NAME = 200
_OLDEST = timedelta(days=30)


def record_leader_notice(command: RecordLeaderNotice, situation: Situation) -> Decision | Refusal:
    """Record who was told, how and when; that settles the task."""
    facts, team, now = situation.facts, situation.team, situation.now
    if refusal := closed(facts):
        return refusal
    item = next((one for one in facts.items if one.id == LEADER_ITEM and one.state != "withdrawn"), None)
    if item is None:
        return Refusal(name="no_such_item")
    if not may_act(command.actor, item.role, team):
        return role_needed((item.role,), team)
    if item.state != "open":
        return settled_already(item, list_of(item, situation))
    name = command.name.strip()
    if not name or len(name) > LONGEST_NAME:
        return Refusal(name="leader_name", values={"field": "name"})
    if refusal := carries_personal_data("name", name):
        return refusal
    if command.method not in METHODS:
        return Refusal(name="leader_method", values={"field": "method"})
    if refusal := not_between(facts.incident.reported_at - _OLDEST, command.at, now, name="leader_time"):
        return refusal
    body: dict[str, str | Text | None] = {
        "number": facts.incident.number,
        "item": item.id,
        "name": Text(name="name"),
        "method": command.method,
        "told_at": command.at.isoformat(),
    }
    return Decision(
        answer=Answer(name="leader_told"),
        changes=(set_item(item, "done", by=command.actor, at=now),),
        entries=(Entry(kind="leader_told", actor=command.actor, body=body),),
        sends=(Refresh(surface="card"),),
        texts={"name": name},
    )
