"""Which questions an incident raises, which of them are asked in the channel, and which answers a new fact calls in."""

from dataclasses import replace
from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.assessment.combinations import Node
from bot.assessment.duties import PolicyKnowledge
from bot.assessment.facts import read_stored_facts
from bot.assessment.nodes import ready
from bot.assessment.result import Assessment
from bot.condition import Condition
from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts, KnownFact
from bot.question import AskWhen, Question
from bot.rulebook import Rulebook
from bot.rules.items import bearers
from bot.rules.severity import vote_result
from bot.severity_method import BANDS
from bot.situation import Situation

READING, GIVEN, LEFT_OPEN = "reading:", "given:", "left_open:"
"""How the questions begin that a law raises by itself: a debatable reading, an obligation that is owed or left open."""


def raised_questions(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> dict[str, Question]:
    """Every question that can be decided in this incident now, in the order of the pack."""
    raised = {one.id for one in answer.decisions}
    decided = {one.question for one in facts.determinations}
    found = {
        question.id: question
        for question in law.packs.questions.named.values()
        if question.always or question.id in raised or question.id in decided or _is_asked(question, facts, law, answer)
    }
    return found | _readings(facts, law, answer) | _of_obligations(facts, law, answer)


def questions_to_ask(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> dict[str, Question]:
    """Those that are to stand in the channel by themselves."""
    return {
        question.id: question
        for question in raised_questions(facts, law, answer).values()
        if question.kind == "reading" or _is_asked(question, facts, law, answer)
    }


def find_question(question_id: str, situation: Situation) -> Question | None:
    """The question of that id, if this incident raises it. Raises FactErrors."""
    facts, law = situation.facts, situation.law
    return raised_questions(facts, law, situation.assessment).get(question_id)


def deciding_roles(question: Question, team: Team) -> tuple[str, ...]:
    """The roles that decide it; a question that the policy gives to no office is the configured owner's."""
    return bearers(question.id, question.roles, team)


def people_who_decide(question: Question, team: Team) -> tuple[str, ...]:
    """The Slack user ids of those who may decide it."""
    return tuple(dict.fromkeys(user for role in deciding_roles(question, team) for user in team.users(role)))


def is_undecided(question: Question, facts: IncidentFacts, team: Team) -> bool:
    """Whether somebody still has to decide it: each role, where each answers for itself."""
    if question.kind == "vote":
        return any(facts.in_force(question.id, role) is None for role in deciding_roles(question, team))
    if question.kind == "delay":
        return False
    return facts.in_force(question.id) is None


def moved_facts(made: Determination, facts: IncidentFacts) -> tuple[str, ...]:
    """The facts that changed since a determination relied on them."""
    return tuple(name for name, version in made.relied_on.items() if facts.version_of(name) != version)


def stale_determinations(facts: IncidentFacts) -> tuple[Determination, ...]:
    """What was determined on facts that have changed: to be confirmed or reopened."""
    return tuple(made for made in facts.determinations if moved_facts(made, facts))


def _readings(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> dict[str, Question]:
    shown = [answer.statutory_breach.reading, *(one.reading for one in answer.obligations)]
    answered = [one.question.removeprefix(READING) for one in facts.determinations if one.question.startswith(READING)]
    found = {}
    for name in dict.fromkeys(one for one in (*shown, *answered) if one):
        if reading := law.reading(name):
            pattern = law.packs.questions.patterns["reading"]
            found[READING + name] = replace(
                pattern, id=READING + name, text=reading.question, subject=reading.text, cite=reading.origin.cite
            )
    return found


def _of_obligations(facts: IncidentFacts, law: Rulebook, answer: Assessment) -> dict[str, Question]:
    """Whether a notice that is owed was given; whether CCO settles what a law beside the breach law leaves open."""
    done = {one.question for one in facts.determinations}
    found = {}
    for owed in answer.obligations:
        cite = owed.cite or owed.law
        elsewhere = owed.law != answer.statutory_breach.law
        for pattern_id, question_id, arises in (
            ("given", given_id(owed.law, owed.id, owed.subject), owed.status == "required"),
            ("left_open", left_open_id(owed.law, owed.id), owed.status == "unresolved" and elsewhere),
        ):
            if arises or question_id in done:
                pattern = law.packs.questions.patterns[pattern_id]
                found[question_id] = replace(pattern, id=question_id, subject=owed.recipient, cite=cite)
    return found


def given_id(law: str, obligation: str, subject: str | None = None) -> str:
    """The question whether an obligation was met; one for each party or data set that it is owed for."""
    return f"{GIVEN}{law}:{obligation}" + (f":{subject}" if subject else "")


def left_open_id(law: str, obligation: str) -> str:
    """The question what becomes of an obligation that the recorded facts leave open."""
    return f"{LEFT_OPEN}{law}:{obligation}"


def _says_when(question: Question, law: Rulebook) -> bool:
    """Whether the policy or a law, enabled or not, says itself when the question arises."""
    rows = (row.id for row in law.packs.policy.rows if row.question is not None)
    rules = (rule.id for pack in law.packs.laws.values() for rule in pack.decisions)
    return question.id in {*rows, *rules}


def _is_asked(question: Question, facts: IncidentFacts, law: Rulebook, answer: Assessment) -> bool:
    raised = any(one.id == question.id for one in answer.decisions) or not _says_when(question, law)
    return raised and any(_holds(moment, facts, law, answer) for moment in question.ask)


def _holds(moment: AskWhen, facts: IncidentFacts, law: Rulebook, answer: Assessment) -> bool:
    if moment.recorded and not any(one.version > 1 or one.by != facts.incident.reporter for one in _told(facts)):
        return False
    if moment.verdict and answer.statutory_breach.status not in moment.verdict:
        return False
    for name, statuses in moment.obligation.items():
        if not any(one.id == name and one.status in statuses for one in answer.obligations):
            return False
    if moment.after and not _is_after(moment, facts, law):
        return False
    if moment.when is None:
        return True
    known = PolicyKnowledge(
        read_stored_facts(facts.plain).known, tuple((one.status, one.needs) for one in answer.obligations)
    )
    return _ready(moment.when, ZoneInfo(law.department.timezone)).value(known) is True


def _told(facts: IncidentFacts) -> list[KnownFact]:
    return [facts.known[name] for name in facts.plain]


def _is_after(moment: AskWhen, facts: IncidentFacts, law: Rulebook) -> bool:
    made = [one for one in facts.determinations if one.question == moment.after]
    if not made:
        return False
    if moment.outcomes and not any(one.outcome in moment.outcomes for one in made):
        return False
    question = law.packs.questions.named.get(str(moment.after))
    severity = vote_result(facts, law)
    if question is not None and question.kind == "vote" and severity.missing:
        return False  # one vote says nothing of the severity that will stand
    if moment.at_least is None:
        return True
    return severity.band is not None and BANDS.index(severity.band) >= BANDS.index(moment.at_least)


@lru_cache(maxsize=256)
def _ready(condition: Condition, zone: tzinfo) -> Node:
    return ready(condition, {}, zone)
