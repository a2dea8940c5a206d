"""One transaction: the inbox mark, the changes, the record's entries and the outbox rows, or none of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import get_args

from sqlalchemy import Connection

from bot.applying import facts_after
from bot.commands import CheckDuties, Command, IncidentCommand, ReminderSent, ReportIncident, TeamMoved
from bot.counsel_changes import RoomChange
from bot.decide import decide, decide_report
from bot.decision import (
    AddTrouble,
    Answer,
    Change,
    Decision,
    EndDetermination,
    EndReminder,
    EndTrouble,
    OpenIncident,
    PutReminder,
    Refusal,
    SetAbsent,
    SetDetermination,
    SetFact,
    SetHolder,
    SetMessage,
    ShowReminder,
)
from bot.department import Person, Team, moves
from bot.incident import IncidentFacts
from bot.reminder_changes import MarkSeen, SetTold
from bot.rulebook import Rulebook
from bot.rules import duties, following, news, phases, reminding, telling
from bot.rules.intake import recorded, refuse_report
from bot.rules.turns import flood_messages
from bot.situation import Situation
from bot.step_commands import BeginOpening, OpenWaiting, RetrySteps, StepCameThrough
from bot.turns import next_in_turn, waiting
from storage import changes, facts, inbox, log, outbox, people, reminders, roles, turns

_NO_DUTY = (AddTrouble, EndTrouble, MarkSeen, SetAbsent, SetMessage, SetTold, ShowReminder, *get_args(RoomChange))
"""Changes that neither open nor settle a duty."""
_NO_NEWS = (AddTrouble, EndTrouble, EndReminder, MarkSeen, PutReminder, SetAbsent, SetHolder, SetTold, ShowReminder)
"""Changes on which neither a checklist nor a question rests."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What Slack said of the people: each person, each user group's user ids, and what it knows no more.

    `gone` are addresses whose people are known by their ids; `expired` groups of which it has not told for too long.
    """

    people: tuple[Person, ...] = ()
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()


def record(
    conn: Connection, command: Command | None, law: Rulebook, now: datetime, row: outbox.Row | None = None
) -> Answer | Refusal:
    """Decide a command and write all that follows. `row` is the outbox row that this command finishes (None: no news).

    1. Lock the log: a repeat of the same delivery waits here.
    2. Answer a repeat from the inbox; or finish the outbox row, unless its lease went to somebody else.
    3. Read the incident once, and decide.
    4. Write changes, entries and outbox rows; then what follows from them: checklists, questions, next reminders.
    5. Mark the inbox with the answer, but not with a refusal, which changed nothing.

    Raises IntegrityError when another replica wrote the same delivery at this moment: ask again, and get its answer.
    """
    log.lock(conn)  # before anything is read or locked: a double click waits here, and then finds its answer
    if row is not None:
        return _finish(conn, command, law, now, row)
    if command is None:
        raise TypeError("only a row is finished without a command")
    if told := inbox.outcome(conn, command.key):
        return told
    if isinstance(command, ReportIncident):
        answer = _report(conn, command, law, now)
    else:
        answer = _on_incident(conn, command, law, now)
    if isinstance(answer, Answer) and isinstance(command, OpenWaiting):
        for other in command.others:
            _on_incident(conn, other, law, now)
    if isinstance(answer, Answer) and isinstance(command, (OpenWaiting, RetrySteps)):
        _refresh_flood(conn, facts.team(conn, law.department), now)
    if isinstance(answer, Answer):
        inbox.mark(
            conn, command.key, answer, now
        )  # a refusal changed nothing: the corrected form may have the same key
    return answer


def _finish(
    conn: Connection, command: Command | None, law: Rulebook, now: datetime, row: outbox.Row
) -> Answer | Refusal:
    answer: Answer | Refusal = Answer(name="noted")
    if not outbox.finish(conn, row, now):
        return answer
    if command is not None and not isinstance(command, ReportIncident):
        answer = _on_incident(conn, command, law, now)
        for other in command.others if isinstance(command, ReminderSent) else ():
            _on_incident(conn, other, law, now)
    if row.error and not outbox.hangs(conn, row.incident, row.step):
        through = StepCameThrough(key=row.key, incident=row.incident, step=row.step)
        _on_incident(conn, through, law, now)
    return answer


def give_up(
    conn: Connection, command: IncidentCommand, law: Rulebook, now: datetime, row: outbox.Row, error: str
) -> None:
    """Park an outbox row that Slack refused for good, with the decision about whom to tell."""
    log.lock(conn)
    if outbox.park(conn, row, error, now):
        _on_incident(conn, command, law, now)


def remind(conn: Connection, law: Rulebook, now: datetime, most: int) -> int:
    """Turn due reminders into messages, one a person, and write when each comes next; answers how many were due.

    All of it is one transaction: whoever is killed or frozen in it has done nothing, and the rows are due for others.
    """
    log.lock(conn)
    due = reminders.due(conn, now, most)
    team = facts.team(conn, law.department)
    due_reminders: list[telling.DueReminder] = []
    for incident_id, asked in due.items():
        known = facts.incident_facts(conn, incident_id)
        if known is not None:
            reminded = reminding.remind(Situation(facts=known, team=team, law=law, now=now), asked)
            _write(conn, known, reminded.decision, team, law, now)
            due_reminders += reminded.due_reminders
    for incident_id, step in telling.reminder_steps(due_reminders):
        outbox.put(conn, incident_id, (step,), now)
    return sum(len(asked) for asked in due.values())


def check_incident(conn: Connection, incident_id: int, law: Rulebook, now: datetime) -> Answer | Refusal:
    """The self-check of one incident; what it finds it mends, with an entry."""
    log.lock(conn)
    return _on_incident(conn, CheckDuties(key="", incident=incident_id), law, now)


def keep_directory(conn: Connection, seen: Seen, law: Rulebook, now: datetime) -> Team:
    """Remember what Slack said of the people; open incidents follow at once. Answers the team as it is now."""
    log.lock(conn)
    before = facts.team(conn, law.department)
    people.remember(conn, seen.people, now)
    roles.remember_groups(conn, seen.groups, now)
    roles.remember_groups(conn, dict.fromkeys(seen.expired, ()))
    found = {*seen.groups, *(one.ref for one in seen.people)} - set(seen.gone)
    people.remember_gaps(conn, (*seen.gone, *seen.expired), found)
    after = facts.team(conn, law.department)
    moved = moves(before, after)
    for incident_id in facts.open_incidents(conn) if moved.joined or moved.left else ():
        _on_incident(conn, TeamMoved(key="", incident=incident_id, joined=moved.joined, left=moved.left), law, now)
    return after


def _report(conn: Connection, command: ReportIncident, law: Rulebook, now: datetime) -> Answer | Refusal:
    if command.view_id and (known := facts.by_view(conn, command.view_id)):
        number, waits = known
        return recorded(number, law.department, waits, None, called=command.called)
    if refusal := refuse_report(command, law.department, now):
        return refusal
    reservation = turns.reserve(conn, command.actor, law.department, now)
    decision = decide_report(command, reservation, department=law.department, now=now)
    commitments = log.keep_texts(conn, decision.texts)
    (opening,) = decision.changes
    if not isinstance(opening, OpenIncident):
        raise TypeError("a report decides to open one incident")
    incident_id = changes.open_incident(conn, opening, commitments)
    log.append(conn, decision.entries, incident_id, commitments, now)
    outbox.put(conn, incident_id, decision.sends, now)
    reminders.put(conn, incident_id, duties.first_duty_of_report(opening, law))
    if opening.waits:
        _tell_flood(conn, facts.team(conn, law.department), incident_id, now)
    return decision.answer


def _tell_flood(conn: Connection, team: Team, newest: int, now: datetime) -> None:
    """AI has one message an hour about all that waits; it shows the present, and is put under one incident."""
    under = turns.flood_told(conn, now)
    if under is None and team.users("AI"):
        turns.keep_flood(conn, newest, now)
        under = newest
    if under is not None:
        outbox.put(conn, under, flood_messages(team), now)


def _refresh_flood(conn: Connection, team: Team, now: datetime) -> None:
    under = turns.flood_told(conn, now)
    if under is not None:
        outbox.put(conn, under, flood_messages(team), now)


def open_in_turn(conn: Connection, law: Rulebook, now: datetime) -> int:
    """Call for the channels whose turn has come; answers how many. While others wait, AI hears of it once an hour."""
    log.lock(conn)
    seen, team = turns.turns(conn, now), facts.team(conn, law.department)
    due = next_in_turn(seen, law.department.openings, turns.exempt(conn, law.department, seen))
    for incident_id in due:
        _on_incident(conn, BeginOpening(key="", incident=incident_id, actor="bot"), law, now)
    left = [turn for turn in waiting(seen) if turn.id not in due]
    if left:
        _tell_flood(conn, team, left[0].id, now)
    else:
        _refresh_flood(conn, team, now)
    return len(due)


def _on_incident(conn: Connection, command: IncidentCommand, law: Rulebook, now: datetime) -> Answer | Refusal:
    known = facts.incident_facts(conn, command.incident)
    if known is None:
        return Refusal(name="no_such_incident")
    team = facts.team(conn, law.department)
    decision = decide(command, Situation(facts=known, team=team, law=law, now=now))
    if isinstance(decision, Refusal):
        outbox.put(conn, command.incident, decision.refresh, now)
        return decision
    _write(conn, known, decision, team, law, now)
    return decision.answer


def _write(
    conn: Connection, known: IncidentFacts, decision: Decision, team: Team, law: Rulebook, now: datetime
) -> None:
    after = _apply(conn, known, decision, now)
    entries = decision.entries
    if any(not isinstance(change, _NO_DUTY) or _is_card(change) for change in decision.changes):
        followed = _follow(conn, after, decision, team, law, now)
        before = Situation(facts=known, team=team, law=law, now=now)
        told = news.follow_news(before, followed, decision.changes)
        log.append(conn, told, known.incident.id, {}, now)
        entries += told
    steps = news.tell_news(Situation(facts=after, team=team, law=law, now=now), entries)
    outbox.put(conn, known.incident.id, steps, now)


def _is_card(change: Change) -> bool:
    """The card stands: from now on questions are asked below it."""
    return isinstance(change, SetMessage) and change.surface == "card"


def _apply(conn: Connection, known: IncidentFacts, decision: Decision, now: datetime) -> IncidentFacts:
    """Write what was decided; answers the facts as they stand then, without reading the incident again."""
    incident_id = known.incident.id
    commitments = log.keep_texts(conn, decision.texts) | facts.commitment_to_end(conn, incident_id, decision.changes)
    changes.apply(conn, incident_id, decision.changes, commitments)
    log.append(conn, decision.entries, incident_id, commitments, now)
    outbox.put(conn, incident_id, decision.sends, now)
    return facts_after(known, decision.changes, decision.texts)


def _follow(
    conn: Connection, known: IncidentFacts, decision: Decision, team: Team, law: Rulebook, now: datetime
) -> Situation:
    """Checklists and questions follow the facts; every open duty has its next reminder, and no settled one has any.

    The lists of the phases show it, and those that begin with it appear.
    """
    made = decision.changes
    if any(not isinstance(change, _NO_NEWS) for change in decision.changes):
        changed = {change.name for change in decision.changes if isinstance(change, SetFact)}
        decided = (SetDetermination, EndDetermination)
        changed |= {change.question for change in decision.changes if isinstance(change, decided)}
        followed = following.follow(Situation(facts=known, team=team, law=law, now=now), changed)
        known = _apply(conn, known, followed, now)
        made = (*made, *followed.changes)
    after = Situation(facts=known, team=team, law=law, now=now)
    planned = duties.plan_reminders(after)
    changes.apply(conn, known.incident.id, planned, {})
    shown = phases.lists_to_show(after, made)
    outbox.put(conn, known.incident.id, (*shown, *reminding.expire_messages(known, planned)), now)
    put = (change for change in (*made, *planned) if isinstance(change, PutReminder))
    asked = [(one.kind, one.subject) for one in put if one.due_at <= now and not one.sent]
    if asked:
        _tell_at_once(conn, facts_after(known, planned, {}), asked, team, law, now)
    return after


def _tell_at_once(
    conn: Connection, known: IncidentFacts, asked: list[tuple[str, str]], team: Team, law: Rulebook, now: datetime
) -> None:
    """Whoever is asked for something hears of it with what asks it, and not only at the next tick."""
    known = replace(known, reminders=reminders.of_incident(conn, known.incident.id))
    reminded = reminding.remind(Situation(facts=known, team=team, law=law, now=now), asked)
    _apply(conn, known, reminded.decision, now)
    for incident_id, step in telling.reminder_steps(reminded.due_reminders):
        outbox.put(conn, incident_id, (step,), now)
