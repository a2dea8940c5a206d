"""How a question is decided: what all kinds of questions share, and where one kind may go its own way."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from bot.decision import Change, Refresh, Refusal, Send
from bot.department import Team
from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import Question
from bot.question_commands import Determine
from bot.rules.questions import deciding_roles, people_who_decide
from bot.rules.refusals import role_needed
from bot.situation import Situation

Answers: TypeAlias = Mapping[str, Any]
"""What a form says, as plain JSON by field."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What somebody decides: the question, the outcome, the answers that count, and the reason. `now` is UTC."""

    question: Question
    outcome: str
    answers: Answers
    reason: str
    facts: IncidentFacts
    now: datetime


def refuse_stranger(command: Determine, question: Question, team: Team) -> Refusal | None:
    """Only those whom the policy or the law names decide."""
    return None if command.actor in people_who_decide(question, team) else not_a_decider(question, team)


def not_a_decider(question: Question, team: Team) -> Refusal:
    """Who may decide it, as a refusal."""
    return role_needed(deciding_roles(question, team), team)


def refuse_again(_command: Determine, made: Determination, _facts: IncidentFacts) -> Refusal | None:
    """What is decided stays until it is opened again."""
    return decided_already(made)


def decided_already(made: Determination, name: str = "already_decided") -> Refusal:
    """It was decided before; by whom, when."""
    surface = Refresh(surface=f"decision:{made.question}")
    return Refusal(name=name, values={"by": made.by, "at": int(made.at.timestamp())}, refresh=(surface,))


def _as_given(command: Determine, _made: Determination | None) -> Answers:
    return dict(command.answers)


def _nothing_first(_command: Determine) -> Refusal | None:
    return None


def _nothing_wrong(_answers: Answers, _situation: Situation) -> Refusal | None:
    return None


def _nothing_wrong_of(_question: Question, _answers: Answers, _situation: Situation) -> Refusal | None:
    return None


def _no_facts(_judged: Judged) -> dict[str, Any]:
    return {}


def _none_forgotten(_question: Question, _facts: IncidentFacts) -> dict[str, Any]:
    return {}


def _same(answers: Answers, _situation: Situation) -> Answers:
    return answers


def _no_changes(_outcome: str, _answers: Answers, _situation: Situation) -> tuple[Change, ...]:
    return ()


def _no_sends(_outcome: str, _answers: Answers, _situation: Situation) -> tuple[Send, ...]:
    return ()


def _no_sends_back(_situation: Situation) -> tuple[Send, ...]:
    return ()


def _no_outcome_wrong(_outcome: str, _answers: Answers, _situation: Situation) -> Refusal | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """How a question of one kind is decided; what is not given is as for a plain decision.

    `each_role`: each role answers for itself, and answers anew instead of opening again. `posts_record`: its
    determination record stands in the channel. `rechecks`: a confirmation is held against what the law asks.
    `undoes`: what opening it again changes; `after_closing`: it can be opened again in a closed incident.
    `ends`: questions whose answers end with it, decided anew or opened again; `ends_again`: only when opened again.
    `facts_of` and `forgotten`: the facts that it becomes, and that go when it is opened again. `shown_on`: what
    else shows it.
    """

    asks_reason: bool = True
    posts_record: bool = False
    each_role: bool = False
    rechecks: bool = True
    after_closing: bool = False
    also_relies_on: tuple[str, ...] = ()
    refuse_person: Callable[[Determine, Question, Team], Refusal | None] = refuse_stranger
    refuse_first: Callable[[Determine], Refusal | None] = _nothing_first
    refuse_again: Callable[[Determine, Determination, IncidentFacts], Refusal | None] = refuse_again
    answers: Callable[[Determine, Determination | None], Answers] = _as_given
    refuse: Callable[[Answers, Situation], Refusal | None] = _nothing_wrong
    refuse_question: Callable[[Question, Answers, Situation], Refusal | None] = _nothing_wrong_of
    facts_of: Callable[[Judged], dict[str, Any]] = _no_facts
    forgotten: Callable[[Question, IncidentFacts], dict[str, Any]] = _none_forgotten
    recorded_answers: Callable[[Answers, Situation], Answers] = _same
    refuse_outcome: Callable[[str, Answers, Situation], Refusal | None] = _no_outcome_wrong
    changes: Callable[[str, Answers, Situation], tuple[Change, ...]] = _no_changes
    sends: Callable[[str, Answers, Situation], tuple[Send, ...]] = _no_sends
    sends_back: Callable[[Situation], tuple[Send, ...]] = _no_sends_back
    undoes: tuple[Change, ...] = ()
    ends: tuple[str, ...] = ()
    ends_again: tuple[str, ...] = ()
    shown_on: tuple[Refresh, ...] = ()

    def relies_on(self, question: Question) -> tuple[str, ...]:
        """The facts on which an answer rests."""
        return (*question.relies_on, *self.also_relies_on)
