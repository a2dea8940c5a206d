"""Taking a report: refuse what must not be kept, remember the rest, and call for the channel (policy 3 and 5)."""

from datetime import datetime, timedelta

from bot.commands import RecordCall, ReportIncident
from bot.decision import Answer, Decision, Entry, OpenIncident, Refresh, Refusal, SetCalled, SetItem, Step, Text, Value
from bot.department import Department, Team
from bot.incident import IncidentFacts
from bot.rules.items import CALL_ITEM, set_item
from bot.rules.refusals import carries_personal_data, not_between, not_future, refuse_words
from bot.situation import Situation
from bot.turns import Wait
from bot.vocabulary import INCIDENT_KINDS

LONGEST_TEXT = 3000
"""Characters in one text input (Slack: input block, max_length)."""
LONGEST_REPORT = 4 * LONGEST_TEXT
"""Characters of a report: what Slack's own composer takes as one message."""

LONGEST_QUOTE = 500
"""Characters of a report that its card shows; a longer one stands whole in the card's thread."""

LONGEST_ANSWERED = 200
"""Characters of who answered the call."""

_OLDEST_CALL = timedelta(days=7)


def refuse_report(command: ReportIncident, department: Department, now: datetime) -> Refusal | None:
    """Why this report cannot be kept as it was typed, if so; everything else is recorded."""
    if not command.what.strip():
        return Refusal(name="what_is_empty", values={"field": "what"})
    if refusal := refuse_words("what", command.what, LONGEST_REPORT) or carries_personal_data(
        "behalf_of", command.behalf_of or ""
    ):
        return refusal
    if any(kind not in INCIDENT_KINDS for kind in command.kinds):
        return Refusal(name="unknown_kind", values={"field": "kinds"})
    if command.office is not None and department.office(command.office) is None:
        return Refusal(name="unknown_office", values={"field": "office"})
    if command.noticed_at:
        return not_future(command.noticed_at, now, name="noticed_in_future", field="noticed_at")
    return None


def record_report(
    command: ReportIncident,
    department: Department,
    number: str,
    channel_name: str,
    now: datetime,
    *,
    waits: Wait | None = None,
    opens_about: datetime | None = None,
) -> Decision:
    """Open an incident; `number` and `channel_name` were set aside for it by storage.

    `waits`: why its channel is not called for yet, and `opens_about` when it will be, unless AI does it before.
    """
    texts = {"what": command.what.strip()}
    if command.behalf_of and command.behalf_of.strip():
        texts["behalf_of"] = command.behalf_of.strip()
    behalf_of = Text(name="behalf_of") if "behalf_of" in texts else None
    return Decision(
        answer=recorded(number, department, waits, opens_about, called=command.called),
        changes=(
            OpenIncident(
                number=number,
                channel_name=channel_name,
                reporter=command.actor,
                reported_at=now,
                kinds=command.kinds,
                office=command.office,
                noticed_at=command.noticed_at,
                ongoing=command.ongoing,
                people_data=command.people_data,
                what=Text(name="what"),
                behalf_of=behalf_of,
                called_at=now if command.called else None,
                called_by=command.actor if command.called else None,
                view_id=command.view_id,
                opens_at=None if waits else now,
                waits=waits,
                reporter_inside=department.reporter_in_channel,
            ),
        ),
        entries=(
            Entry(
                kind="incident_reported",
                actor=command.actor,
                body={
                    "number": number,
                    "kinds": command.kinds,
                    "office": command.office,
                    "noticed_at": command.noticed_at.isoformat() if command.noticed_at else None,
                    "ongoing": command.ongoing,
                    "people_data": command.people_data,
                    "called": command.called,
                    "what": Text(name="what"),
                    "behalf_of": behalf_of,
                    **({"waits": waits} if waits else {}),
                },
            ),
        ),
        sends=() if waits else (Step(name="create_channel", key=f"create:{number}"),),
        texts=texts,
    )


def recorded(
    number: str, department: Department, waits: Wait | None, opens_about: datetime | None, *, called: bool
) -> Answer:
    """What the reporter is told at once: the number, the telephone, and whether the channel waits for its turn."""
    line = department.report_line
    values: dict[str, Value] = {"number": number, "office": line.office, "phone": line.phone, "called": called}
    if waits is None:
        return Answer(name="recorded", values=values)
    about = int(opens_about.timestamp()) if opens_about else None
    return Answer(name="recorded_waits", values={**values, "waits": waits, "about": about, **_most(department, waits)})


def _most(department: Department, waits: Wait) -> dict[str, int]:
    limits = department.openings
    return {"most": limits.of_one_person if waits == "own" else limits.of_all}


def may_record_call(actor: str, facts: IncidentFacts, team: Team) -> bool:
    """Whether this person can say that the call of policy 3 was made: who reported, or somebody of Audits (AI)."""
    return actor == facts.incident.reporter or actor in team.users("AI")


def record_call(command: RecordCall, situation: Situation) -> Decision | Refusal:
    """Record that the telephone call of policy 3 was made; the reporter or AI may say so."""
    facts, team, now = situation.facts, situation.team, situation.now
    incident = facts.incident
    if not may_record_call(command.actor, facts, team):
        return Refusal(name="call_not_yours")
    if incident.called_at:
        return Refusal(name="call_already_recorded", values={"at": int(incident.called_at.timestamp())})
    at = command.at or now
    if refusal := not_between(incident.reported_at - _OLDEST_CALL, at, now, name="call_time"):
        return refusal
    answered = command.answered.strip()
    if refusal := refuse_words("answered", answered, LONGEST_ANSWERED):
        return refusal
    body: dict[str, str | Text | None] = {"number": incident.number}
    if command.at:
        body["called_at"] = at.isoformat()
    if answered:
        body["answered"] = Text(name="answered")
    return Decision(
        answer=Answer(name="call_recorded", values={"number": incident.number}),
        changes=(SetCalled(at=at, by=command.actor), *_handed_over(facts, command.actor, now)),
        entries=(Entry(kind="call_recorded", actor=command.actor, body=body),),
        sends=(Refresh(surface="card"), Refresh(surface="reporter")),
        texts={"answered": answered} if answered else {},
    )


def _handed_over(facts: IncidentFacts, actor: str, now: datetime) -> tuple[SetItem, ...]:
    """The call as AI's task, when it was handed over: the call settles it."""
    item = facts.item("AI", CALL_ITEM)
    if item is None or item.state != "open":
        return ()
    return (set_item(item, "done", by=actor, at=now),)
