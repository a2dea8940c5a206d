"""Which phases of an incident have begun, what stands on their lists, and which lists a change brings up to date.

A list that stands stays. Incidents of before keep the lists by role that they have (`checklist:<role>`).
"""

from collections.abc import Iterable

from bot.assessment.facts import FactErrors
from bot.assessment.result import Assessment
from bot.decision import AddItems, AskQuestion, Change, EndDetermination, Refresh, SetDetermination, SetItem
from bot.incident import IncidentFacts, Item
from bot.party_changes import RenameItem
from bot.phases import Phase, Phases
from bot.question import Question
from bot.rulebook import Rulebook
from bot.rules.items import policy_items
from bot.rules.owing import owed_notices
from bot.rules.questions import is_undecided, raised_questions
from bot.situation import Situation

_OF_ROLE = "checklist:"


def begun_phases(situation: Situation) -> tuple[Phase, ...]:
    """The phases whose lists are shown, in their order. Facts that an older version took begin none."""
    facts, phases = situation.facts, situation.law.packs.phases
    try:
        answer = situation.assessment
    except FactErrors:  # the assessment card says so
        return tuple(phase for phase in phases.phases if phase.surface in facts.messages or "opening" in phase.begins)
    return tuple(phase for phase in phases.phases if _has_begun(phase, situation, answer))


def items_of_phase(phase: Phase, facts: IncidentFacts, phases: Phases) -> tuple[Item, ...]:
    """The lines of its list, in the phase's order; standing duties are no lines."""
    items = (item for item in facts.items if phases.phase_of(item.id) is phase and not phases.is_standing(item.id))
    return tuple(sorted(items, key=lambda item: (phase.place(item.id), item.position)))


def questions_of_phase(phase: Phase, situation: Situation, answer: Assessment) -> tuple[Question, ...]:
    """The questions that stand on its list: those that are asked, and those that are decided."""
    facts, law = situation.facts, situation.law
    decided = {made.question for made in facts.determinations}
    asked = {one.question for one in facts.asked.values() if not one.withdrawn}
    found = (
        question
        for question in raised_questions(facts, law, answer).values()
        if question.id in decided | asked and law.packs.phases.phase_of(question.id) is phase
    )
    return tuple(sorted(found, key=lambda question: phase.place(question.id)))


def ticked_items(facts: IncidentFacts, law: Rulebook) -> tuple[Item, ...]:
    """The lines that somebody has to settle: all but the standing duties."""
    return tuple(item for item in facts.items if not law.packs.phases.is_standing(item.id))


def is_due_line(item: Item, situation: Situation) -> bool:
    """Whether a line waits for somebody now. Standing duties are not ticked, and some phases wait for the others."""
    phases = situation.law.packs.phases
    if phases.is_standing(item.id) and not item.time_word:
        return False
    phase = phases.phase_of(item.id)
    return not phase.waits or has_role_lists(situation.facts) or phase in begun_phases(situation)


def has_role_lists(facts: IncidentFacts) -> bool:
    """Whether the incident was opened when each role had a list of its own."""
    return any(surface.startswith(_OF_ROLE) for surface in facts.messages)


def list_of(item: Item, situation: Situation) -> tuple[Refresh, ...]:
    """The list that shows a line, if it stands."""
    facts = situation.facts
    surface = situation.law.packs.phases.phase_of(item.id).surface
    if has_role_lists(facts):
        return (Refresh(surface=f"checklist:{item.role}"),)
    return (Refresh(surface=surface),) if surface in facts.messages else ()


def lists_to_show(situation: Situation, changes: Iterable[Change]) -> tuple[Refresh, ...]:
    """The lists that these changes touch, and those that appear now. Nothing before the card stands."""
    facts, phases = situation.facts, situation.law.packs.phases
    if "card" not in facts.messages:
        return ()
    touched: dict[str, str] = {}
    for change in changes:
        if isinstance(change, AddItems):
            touched |= {item.id: item.role for item in change.items}
        elif isinstance(change, SetItem | RenameItem):
            touched[change.item] = change.role
        elif isinstance(change, AskQuestion | SetDetermination | EndDetermination):
            touched[change.question] = ""
    if has_role_lists(facts):
        roles = dict.fromkeys(role for role in touched.values() if role)
        return tuple(Refresh(surface=f"checklist:{role}") for role in roles)
    if facts.incident.state != "investigating":
        begun = tuple(phase for phase in phases.phases if phase.surface in facts.messages)
    else:
        begun = begun_phases(situation)
    news = {phases.phase_of(duty).surface for duty in touched}
    return tuple(
        Refresh(surface=f"phase:{phase.id}")
        for phase in begun
        if phase.surface in news or phase.surface not in facts.messages
    )


def _has_begun(phase: Phase, situation: Situation, answer: Assessment) -> bool:
    facts, team, law, now = situation.facts, situation.team, situation.law, situation.now
    phases = law.packs.phases
    if phase.surface in facts.messages or "opening" in phase.begins:
        return True
    if phase.after is not None and now >= facts.incident.reported_at + phase.after:
        return True
    always = {item.id for item in policy_items(law.packs.policy, team)}
    if any(item.id not in always and item.state != "withdrawn" for item in items_of_phase(phase, facts, phases)):
        return True
    if questions_of_phase(phase, situation, answer) or _was_reminded(phase, situation):
        return True
    if "facts_recorded" in phase.begins and facts_recorded(facts):
        return True
    if "notice_owed" in phase.begins and owed_notices(facts, law, answer):
        return True
    return "earlier_settled" in phase.begins and _earlier_settled(phase, situation, answer)


def _was_reminded(phase: Phase, situation: Situation) -> bool:
    """Whether somebody was reminded of one of its lines: what is overdue is never hidden."""
    phases = situation.law.packs.phases
    lines = (one.subject.split("|") for one in situation.facts.reminders if one.sent)
    return any(len(line) > 1 and phases.phase_of(line[1]) is phase for line in lines)


def facts_recorded(facts: IncidentFacts) -> bool:
    """Whether the team has recorded anything beyond what the report itself said."""
    told = [facts.known[name] for name in facts.plain]
    return any(one.version > 1 or one.by != facts.incident.reporter for one in told)


def _earlier_settled(phase: Phase, situation: Situation, answer: Assessment) -> bool:
    facts, team, phases = situation.facts, situation.team, situation.law.packs.phases
    if owed_notices(facts, situation.law, answer):
        return False
    for earlier in phases.phases[: phases.phases.index(phase)]:
        if any(item.state == "open" for item in items_of_phase(earlier, facts, phases)):
            return False
        if any(is_undecided(one, facts, team) for one in questions_of_phase(earlier, situation, answer)):
            return False
    return True
