"""The district engineer, division leader or state engineer is told as soon as possible (policy 7)."""

from datetime import timedelta

from bot.commands import RecordLeaderNotice
from bot.decision import Answer, Decision, Entry, Refresh, Refusal, SetItem, Text
from bot.rules.checklist import may_act
from bot.rules.items import LEADER_ITEM
from bot.screening import personal_data
from bot.situation import Situation

METHODS = ("telephone", "in_person", "email", "slack")
LONGEST_NAME = 200
_CLOCK_SLACK = timedelta(minutes=5)


def record(command: RecordLeaderNotice, situation: Situation) -> Decision | Refusal:
    """Record who was told, how and when; that settles the task."""
    facts, team, now = situation.facts, situation.team, situation.now
    if facts.incident.state == "closed":
        return Refusal(name="incident_closed", values={"number": facts.incident.number})
    item = next((one for one in facts.items if one.id == LEADER_ITEM and one.state != "withdrawn"), None)
    if item is None:
        return Refusal(name="no_such_item")
    surface = Refresh(surface=f"checklist:{item.role}")
    if not may_act(command.actor, item.role, team):
        return Refusal(name="role_needed", values={"role": item.role, "people": team.users(item.role)})
    if item.state != "open":
        at = int(item.at.timestamp()) if item.at else 0
        return Refusal(name="item_already", values={"state": item.state, "by": item.by, "at": at}, refresh=(surface,))
    name = command.name.strip()
    if not name or len(name) > LONGEST_NAME:
        return Refusal(name="leader_name", values={"field": "name"})
    if found := personal_data(name):
        return Refusal(name="personal_data", values={"field": "name", "kind": found[0].kind})
    if command.method not in METHODS:
        return Refusal(name="leader_method", values={"field": "method"})
    if not facts.incident.reported_at - timedelta(days=30) <= command.at <= now + _CLOCK_SLACK:
        return Refusal(name="leader_time", values={"field": "at"})
    body: dict[str, str | Text | None] = {
        "number": facts.incident.number,
        "item": item.id,
        "name": Text(name="name"),
        "method": command.method,
        "told_at": command.at.isoformat(),
    }
    done = SetItem(
        role=item.role,
        item=item.id,
        subject=item.subject,
        state="done",
        assignee=item.assignee,
        by=command.actor,
        at=now,
    )
    return Decision(
        answer=Answer(name="leader_told"),
        changes=(done,),
        entries=(Entry(kind="leader_told", actor=command.actor, body=body),),
        sends=(surface, Refresh(surface="card")),
        texts={"name": name},
    )
