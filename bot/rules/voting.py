"""A vote: each role answers for itself, and may answer anew (policy 7)."""

from bot.decision import Refusal
from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.question_commands import Determine
from bot.rules.conduct import Conduct, decided_already, not_a_decider
from bot.rules.questions import deciding_roles, moved_facts
from bot.rules.severity import TERMS


def _refuse_person(command: Determine, question: Question, team: Team) -> Refusal | None:
    if command.role in deciding_roles(question, team) and command.actor in team.users(command.role):
        return None
    return not_a_decider(question, team)


def _refuse_again(command: Determine, made: Determination, facts: IncidentFacts) -> Refusal | None:
    same = made.outcome == command.outcome and not moved_facts(made, facts)
    return decided_already(made, "voted_already") if same else None


VOTE = Conduct(each_role=True, also_relies_on=(TERMS,), refuse_person=_refuse_person, refuse_again=_refuse_again)
