"""One transaction: the inbox mark, the changes, the record's entries and the outbox rows, or none of them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.commands import Command, IncidentCommand, ReportIncident
from bot.decide import decide, decide_report
from bot.decision import Answer, Decision, OpenIncident, Refusal
from bot.law import Law
from bot.rules.intake import refuse_report
from storage import changes, facts, inbox, log, outbox


def record(
    conn: Connection, command: Command, law: Law, now: datetime, row: outbox.Row | None = None
) -> Answer | Refusal:
    """Decide a command and write all that follows. `row` is the outbox row that this command finishes.

    Raises IntegrityError when another replica wrote the same delivery at this moment: ask again, and get its answer.
    """
    log.lock(conn)  # before anything is read or locked: a double click waits here, and then finds its answer
    if row is None:
        if told := inbox.outcome(conn, command.key):
            return told
    elif not outbox.finish(conn, row, now):
        return Answer(name="noted")
    if isinstance(command, ReportIncident):
        answer = _report(conn, command, law, now)
    else:
        answer = _on_incident(conn, command, law, now)
    if row is None and isinstance(answer, Answer):
        inbox.mark(
            conn, command.key, answer, now
        )  # a refusal changed nothing: the corrected form may have the same key
    return answer


def give_up(conn: Connection, command: IncidentCommand, law: Law, now: datetime, row: outbox.Row, error: str) -> None:
    """Park an outbox row that Slack refused for good, with the decision about whom to tell."""
    log.lock(conn)
    if outbox.park(conn, row, error, now):
        _on_incident(conn, command, law, now)


def _report(conn: Connection, command: ReportIncident, law: Law, now: datetime) -> Answer | Refusal:
    if command.view_id and (known := facts.by_view(conn, command.view_id)):
        line = law.department.report_line
        return Answer(
            name="recorded",
            values={"number": known, "office": line.office, "phone": line.phone, "called": command.called},
        )
    if refusal := refuse_report(command, law.department, now):
        return refusal
    aside = facts.set_aside(conn, law.department, now)
    decision = decide_report(command, aside, department=law.department, now=now)
    commitments = log.keep_texts(conn, decision.texts)
    (opening,) = decision.changes
    if not isinstance(opening, OpenIncident):
        raise TypeError("a report decides to open one incident")
    incident_id = changes.open_incident(conn, opening, commitments)
    log.append(conn, decision.entries, incident_id, commitments, now)
    outbox.put(conn, incident_id, decision.sends, now)
    return decision.answer


def _on_incident(conn: Connection, command: IncidentCommand, law: Law, now: datetime) -> Answer | Refusal:
    known = facts.incident_facts(conn, command.incident)
    if known is None:
        return Refusal(name="no_such_incident")
    decision = decide(command, known, team=facts.team(conn, law.department), law=law, now=now)
    if isinstance(decision, Refusal):
        outbox.put(conn, command.incident, decision.refresh, now)
        return decision
    _write(conn, command.incident, decision, now)
    return decision.answer


def _write(conn: Connection, incident_id: int, decision: Decision, now: datetime) -> None:
    commitments = log.keep_texts(conn, decision.texts)
    for change in decision.changes:
        changes.apply(conn, incident_id, change, commitments)
    log.append(conn, decision.entries, incident_id, commitments, now)
    outbox.put(conn, incident_id, decision.sends, now)
