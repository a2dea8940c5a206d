"""Taking a report: refuse what must not be kept, remember the rest, and call for the channel (policy 3 and 5)."""

from datetime import datetime, timedelta

from bot.commands import RecordCall, ReportIncident
from bot.decision import Answer, Decision, Entry, OpenIncident, Refresh, Refusal, SetCalled, Step, Text
from bot.department import Department, Team
from bot.incident import KINDS, IncidentFacts
from bot.screening import personal_data

LONGEST_TEXT = 3000
"""Characters in one text input (Slack: input block, max_length)."""

_CLOCK_SLACK = timedelta(minutes=5)


def refuse_report(command: ReportIncident, department: Department, now: datetime) -> Refusal | None:
    """Why this report cannot be kept as it was typed, if so; everything else is recorded."""
    if not command.what.strip():
        return Refusal(name="what_is_empty", values={"field": "what"})
    if len(command.what) > LONGEST_TEXT:
        return Refusal(name="text_too_long", values={"field": "what", "longest": LONGEST_TEXT})
    if found := personal_data(command.what):
        return Refusal(name="personal_data", values={"field": "what", "kind": found[0].kind})
    if found := personal_data(command.behalf_of or ""):
        return Refusal(name="personal_data", values={"field": "behalf_of", "kind": found[0].kind})
    if any(kind not in KINDS for kind in command.kinds):
        return Refusal(name="unknown_kind", values={"field": "kinds"})
    if command.office is not None and department.office(command.office) is None:
        return Refusal(name="unknown_office", values={"field": "office"})
    if command.noticed_at and command.noticed_at > now + _CLOCK_SLACK:
        return Refusal(name="noticed_in_future", values={"field": "noticed_at"})
    return None


def report(command: ReportIncident, department: Department, number: str, channel_name: str, now: datetime) -> Decision:
    """Open an incident; `number` and `channel_name` were set aside for it by storage."""
    texts = {"what": command.what.strip()}
    if command.behalf_of and command.behalf_of.strip():
        texts["behalf_of"] = command.behalf_of.strip()
    behalf_of = Text(name="behalf_of") if "behalf_of" in texts else None
    line = department.report_line
    return Decision(
        answer=Answer(
            name="recorded",
            values={"number": number, "office": line.office, "phone": line.phone, "called": command.called},
        ),
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
                },
            ),
        ),
        sends=(Step(name="create_channel", key=f"create:{number}"),),
        texts=texts,
    )


def record_call(command: RecordCall, facts: IncidentFacts, team: Team, now: datetime) -> Decision | Refusal:
    """Record that the telephone call of policy 3 was made; the reporter or AI may say so."""
    incident = facts.incident
    if command.actor != incident.reporter and command.actor not in team.users("AI"):
        return Refusal(name="call_not_yours")
    if incident.called_at:
        return Refusal(name="call_already_recorded", values={"at": int(incident.called_at.timestamp())})
    return Decision(
        answer=Answer(name="call_recorded", values={"number": incident.number}),
        changes=(SetCalled(at=now, by=command.actor),),
        entries=(Entry(kind="call_recorded", actor=command.actor, body={"number": incident.number}),),
        sends=(Refresh(surface="card"), Refresh(surface="reporter")),
    )
