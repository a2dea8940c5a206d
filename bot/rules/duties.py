"""What is open in an incident, whose it is, and that each open duty has exactly one next reminder.

Duties are read off the facts each time: a reminder can neither outlive its duty nor be forgotten with it.
"""

from datetime import datetime

from bot.assessment.facts import FactErrors
from bot.assessment.result import Assessment
from bot.decision import EndReminder, OpenIncident, PutReminder
from bot.department import TEAM_ROLES, Team
from bot.duty import Duty, Reminder
from bot.incident import IncidentFacts, Item
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.items import CALL_ITEM, LEADER_ITEM, LESSON
from bot.rules.keeping import duties_of_evidence, receiver_of
from bot.rules.owing import duties_of_notices, open_facts
from bot.rules.phases import is_due_line
from bot.rules.questions import deciding_roles, is_undecided, raised_questions, stale_determinations
from bot.rules.severity import vote_result
from bot.rules.stuck import told_of_no_channel
from bot.rules.updates import newest_update
from bot.rules.ways_out import kept_items
from bot.situation import Situation

_ASKED_IN_THE_CHANNEL = ("question", "decision")
"""What a message in the channel asks of a role as well."""
_NEVER_OWED = ("closing", "way_out")
"""Questions that people ask themselves: opened again, nobody owes an answer."""
_CONTINUOUS = ("throughout", "until incident closure")


def list_duties(situation: Situation) -> tuple[Duty, ...]:
    """Everything that somebody owes now. A closed incident asks only for what was learned, or is kept."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    incident = facts.incident
    if incident.state == "closed":
        kept = (LESSON, *kept_items(facts, law))
        return tuple(duty_of_item(item, now) for item in facts.items if item.state == "open" and item.id in kept)
    found = []
    if call_is_open(facts):
        found.append(Duty(kind="call", subject="", role="AI", arose=incident.reported_at))
    if incident.waits:  # AI was told of all that waits, in one message; nobody else is asked for anything yet
        return tuple(found)
    if incident.channel is None:
        found.append(Duty(kind="unopened", subject="", role="AI", arose=incident.asked_since))
    for role in TEAM_ROLES:
        if holder_of(role, facts, team) is None:
            found.append(Duty(kind="role_unclaimed", subject=role, role=role, arose=vacant_since(role, facts)))
    if incident.channel is None:
        return tuple(found)
    open_items = [item for item in facts.items if item.state == "open" and item.id != CALL_ITEM]
    found += [duty_of_item(item, now) for item in open_items if is_due_line(item, situation)]
    found += _of_approvals(facts, law)
    found += duties_of_evidence(situation)
    return (*found, *_of_assessment(situation))


def first_duty_of_report(opening: OpenIncident, law: Rulebook) -> tuple[PutReminder, ...]:
    """The first duties of a new report: the call, unless it was made, and the roles, unless its channel waits."""
    at = opening.reported_at
    found = [] if opening.called_at else [Duty(kind="call", subject="", role="AI", arose=at)]
    if not opening.waits:
        found.append(Duty(kind="unopened", subject="", role="AI", arose=at))
        found += [Duty(kind="role_unclaimed", subject=role, role=role, arose=at) for role in TEAM_ROLES]
    return tuple(PutReminder(kind=one.kind, subject=one.subject, due_at=first_due(one, law, at)) for one in found)


def call_is_open(facts: IncidentFacts) -> bool:
    """Whether the telephone call is still owed: nobody recorded it, and AI has not settled it as a task."""
    handed = facts.item("AI", CALL_ITEM)
    return facts.incident.called_at is None and (handed is None or handed.state == "open")


def holder_of(role: str, facts: IncidentFacts, team: Team) -> str | None:
    """Who holds the role: somebody who has left, or is of the role no more, holds it no longer."""
    held = facts.holders.get(role)
    return held.user if held and held.user in team.users(role) else None


def vacant_since(role: str, facts: IncidentFacts) -> datetime:
    """Since when nobody holds the role."""
    return facts.vacant.get(role, facts.incident.asked_since)


def subject_of(item: Item) -> str:
    """What tells one item from another."""
    return f"{item.role}|{item.id}|{item.subject}"


def item_of(duty: Duty | Reminder, facts: IncidentFacts) -> Item | None:
    """The item that a duty is about, if it is about one."""
    return next((item for item in facts.items if subject_of(item) == duty.subject), None)


def recipients_of(duty: Duty, sent: int, situation: Situation) -> tuple[str, ...]:
    """Who is reminded of a duty, when so many reminders went out before."""
    facts, team, law = situation.facts, situation.team, situation.law
    if duty.kind == "call" and sent < law.packs.reminders.call_handed_over_after:
        return (facts.incident.reporter,)
    if duty.kind == "unopened":
        return told_of_no_channel(team)
    if duty.kind == "role_unclaimed":
        people = team.users(duty.role) or team.users("AI")
        return people[:1] if sent < law.packs.reminders.alternates_after else people
    if receiver := receiver_of(duty, situation):
        return (receiver,)
    item = item_of(duty, facts)
    if item and item.assignee in team.users(item.role):
        return (item.assignee,) if item.assignee else ()
    found = holder_of(duty.role, facts, team) or team.lead(duty.role) or team.lead("AI")
    wrote = _authors(duty, facts)
    if found in wrote:  # whoever drafted does not approve
        found = next((user for user in team.users(duty.role) if user not in wrote), found)
    return (found,) if found else ()


def line_of(duty: Duty, sent: int, situation: Situation) -> tuple[str, ...]:
    """Who owes a duty, then who of the office may stand in, then Audits (AI); whoever drafted a notice is left out."""
    team, wrote = situation.team, _authors(duty, situation.facts)
    owed_by = recipients_of(duty, sent, situation)
    stand_ins = (user for user in (*team.users(duty.role), *team.users("AI")) if user not in wrote)
    return tuple(dict.fromkeys((*owed_by, *stand_ins)))


def duties_of(user: str, situation: Situation) -> tuple[Duty, ...]:
    """What one person owes now, what is due first in front: the one list of App Home, "My tasks" and every message."""
    mine = (duty for duty in list_duties(situation) if is_owed_by(user, duty, situation))
    return tuple(sorted(mine, key=lambda duty: by_urgency(duty, situation)))


def is_owed_by(user: str, duty: Duty, situation: Situation) -> bool:
    """Whether a duty is this person's: by the last reminder, or by the next."""
    reminder = situation.facts.reminder(*duty.key)
    sent = reminder.sent if reminder else 0
    return any(user in recipients_of(duty, before, situation) for before in {sent, max(0, sent - 1)})


def by_urgency(duty: Duty, situation: Situation) -> tuple[float, int, datetime]:
    """A limit that can be counted comes first, then what cannot wait, then what can."""
    cadence = situation.law.packs.reminders.cadences[duty.kind]
    limit = duty.limit.timestamp() if duty.limit else float("inf")
    return limit, ("any", "working", "morning").index(cadence.when) if cadence.first else 1, duty.arose


def _authors(duty: Duty, facts: IncidentFacts) -> tuple[str, ...]:
    made = facts.notice_drafts.get(duty.subject) if duty.kind == "approval" else None
    return made.authors if made else ()


def first_due(duty: Duty, law: Rulebook, now: datetime) -> datetime:
    """When a duty is called to mind for the first time."""
    reminders, office = law.packs.reminders, law.office_hours
    if duty.limit:
        return reminders.next_before(duty.kind, duty.limit, now, office)
    return reminders.first(duty.kind, duty.arose, office)


def next_due(duty: Duty, sent: int, law: Rulebook, now: datetime) -> datetime:
    """When it is called to mind again, after so many reminders. What was handed on goes on once a working day."""
    reminders, office = law.packs.reminders, law.office_hours
    if duty.limit:
        return reminders.next_before(duty.kind, duty.limit, now, office)
    handed_on = {"call": reminders.call_handed_over_after, "role_unclaimed": reminders.telephone_after}
    handed_on["unopened"] = reminders.telephone_after
    kind = "task" if sent >= handed_on.get(duty.kind, sent + 1) else duty.kind
    return reminders.next(kind, now, office, sent)


def planned_first(duty: Duty, situation: Situation) -> datetime:
    """When a new duty is called to mind first. What is asked within a minute of the last message is gathered in one.

    While nobody has taken the role, and its first person hears of that in a moment, what is asked of the role waits
    for that message.
    """
    facts, law = situation.facts, situation.law
    due_at = first_due(duty, law, situation.now)
    if duty.limit or law.packs.reminders.cadences[duty.kind].first:
        return due_at
    unclaimed = facts.reminder("role_unclaimed", duty.role)
    if unclaimed and unclaimed.sent == 0 and duty.kind in _ASKED_IN_THE_CHANNEL:
        due_at = max(due_at, unclaimed.due_at)
    told = (facts.told[user].at for user in recipients_of(duty, 0, situation) if user in facts.told)
    return max([due_at, *(at + law.packs.reminders.gather for at in told)])


def plan_reminders(situation: Situation) -> tuple[PutReminder | EndReminder, ...]:
    """What brings the reminders in line with the duties: nothing, when every open duty has its next one."""
    facts, law, now = situation.facts, situation.law, situation.now
    open_ = {(duty.kind, duty.subject): duty for duty in list_duties(situation)}
    have = {(reminder.kind, reminder.subject): reminder for reminder in facts.reminders}
    changes: list[PutReminder | EndReminder] = []
    for key, duty in open_.items():
        reminder = have.get(key)
        if reminder is None or _misplaced(reminder, duty, law, now):
            changes.append(PutReminder(kind=duty.kind, subject=duty.subject, due_at=planned_first(duty, situation)))
    changes += [EndReminder(kind=kind, subject=subject, at=now) for kind, subject in have.keys() - open_.keys()]
    return tuple(changes)


def _misplaced(reminder: Reminder, duty: Duty, law: Rulebook, now: datetime) -> bool:
    """Whether a reminder stands where no rule would put it: its limit moved, or the clock was turned back."""
    reminders, office = law.packs.reminders, law.office_hours
    if reminder.snoozed_until:
        return reminder.snoozed_until > reminders.longest_snooze(duty.kind, now, office)
    if duty.limit and duty.limit > now < reminder.due_at:
        return reminder.due_at != first_due(duty, law, now)
    return reminder.due_at > max(reminders.latest(kind, now, office) for kind in (duty.kind, "task"))


def duty_of_item(item: Item, now: datetime) -> Duty:
    """The duty of an open line of a checklist."""
    continuous = bool(item.time_word and item.time_word.startswith(_CONTINUOUS))
    kind = "leader_notice" if item.id == LEADER_ITEM else "continuous" if continuous else "task"
    return Duty(kind=kind, subject=subject_of(item), role=item.role, arose=now)


def _of_approvals(facts: IncidentFacts, law: Rulebook) -> list[Duty]:
    """Notices that counsel was asked to approve; a new version has to be asked for again."""
    found = []
    for made in facts.notice_drafts.values():
        kind = law.packs.notices.kinds.get(made.kind)
        if kind and made.asked_at and not made.approval:
            found.append(Duty(kind="approval", subject=made.id, role=kind.approved_by, arose=made.asked_at))
    return found


def _of_assessment(situation: Situation) -> list[Duty]:
    """What the law asks for and nobody recorded as given, a delay of law enforcement, what is to be decided.

    While nobody recorded a fact, AI is asked for facts.
    """
    facts, now = situation.facts, situation.now
    try:
        answer = situation.assessment
    except FactErrors:  # facts that an older version took; the assessment card says so
        return []
    found = list(duties_of_notices(situation, answer))
    delay = facts.in_force("delay")
    if delay and delay.outcome == "holds":
        found.append(Duty(kind="delay_review", subject="", role="CCO", arose=delay.at))
    found += _of_decisions(situation, answer)
    if open_facts(situation, answer):
        found.append(Duty(kind="question", subject="", role="AI", arose=now))
    return found


def _of_decisions(situation: Situation, answer: Assessment) -> list[Duty]:
    """Questions that stand in the channel undecided, answers that a new fact called in, and the next status update."""
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    found = []
    known = raised_questions(facts, law, answer)
    for standing in facts.asked.values():
        question = known.get(standing.question)
        if (
            question
            and not standing.withdrawn
            and question.kind not in _NEVER_OWED
            and is_undecided(question, facts, team)
        ):
            for role in _undecided(question, facts, team):
                subject = f"{question.id}|{role}" if question.kind == "vote" else question.id
                found.append(Duty(kind="decision", subject=subject, role=role, arose=standing.at))
    for made in stale_determinations(facts):
        if made.question in known and known[made.question].kind != "given":
            role = made.role or deciding_roles(known[made.question], team)[0]
            found.append(Duty(kind="confirm", subject=f"{made.question}|{made.role}", role=role, arose=now))
    if band := vote_result(facts, law).band:
        told = newest_update(facts)
        newest_told = str(told.version) if told else ""
        found.append(Duty(kind=f"status_{band}", subject=newest_told, role="AI", arose=told.at if told else now))
    return found


def _undecided(question: Question, facts: IncidentFacts, team: Team) -> tuple[str, ...]:
    """The roles that are still to answer; one of them is enough, unless each answers for itself."""
    roles = deciding_roles(question, team)
    if question.kind == "vote":
        return tuple(role for role in roles if facts.in_force(question.id, role) is None)
    return roles[:1]
