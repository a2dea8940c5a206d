"""A vote: each role answers for itself, and may answer anew (policy 7)."""

from bot.decision import Refusal
from bot.decision_commands import Determine
from bot.department import Team
from bot.determination import Determination, Question
from bot.incident import IncidentFacts
from bot.rules.asking import deciders, moved
from bot.rules.conduct import Conduct, already, not_a_decider
from bot.rules.severity import TERMS


def _refuse_person(command: Determine, question: Question, team: Team) -> Refusal | None:
    if command.role in deciders(question, team) and command.actor in team.users(command.role):
        return None
    return not_a_decider(question, team)


def _refuse_again(command: Determine, made: Determination, facts: IncidentFacts) -> Refusal | None:
    same = made.outcome == command.outcome and not moved(made, facts)
    return already(made, "voted_already") if same else None


VOTE = Conduct(each_role=True, also_relies_on=(TERMS,), refuse_person=_refuse_person, refuse_again=_refuse_again)
