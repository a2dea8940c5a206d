"""A step that Slack refuses: who hears of it, once; when it comes through; and trying again."""

from dataclasses import replace

import pytest

from bot.decision import AddTrouble, Decision, EndTrouble, Refresh, Refusal, Revive, Step
from bot.department import TEAM_ROLES
from bot.incident import IncidentFacts, Trouble
from bot.rules.stuck import OPERATOR, retry, step_came_through, step_failed
from bot.step_commands import RetrySteps, StepCameThrough, StepFailed
from tests.given import AI_LEAD, AI_OTHER, CCO, FACTS, IS_LEAD, NOW, REPORTER, situated, with_incident

CARD = Refresh(surface="card")


def failed(step: str, facts: IncidentFacts = FACTS, error: str = "not_allowed") -> Decision:
    return step_failed(StepFailed(key="k", incident=7, step=step, error=error), situated(facts))


def told(decision: Decision) -> list[object]:
    return [one.payload["user"] for one in decision.sends if isinstance(one, Step) and one.name == "failure"]


@pytest.mark.parametrize("step", ["create_channel", "invite"])
def test_without_a_channel_the_reporter_ai_and_each_first_person_hear_of_it_and_every_pager(step: str) -> None:
    decided = failed(step)
    assert told(decided) == [REPORTER, AI_LEAD, AI_OTHER, CCO, IS_LEAD]
    paged = [(one.key, one.payload) for one in decided.sends if isinstance(one, Step) and one.name == "out_of_band"]
    assert paged == [(f"out_of_band:BR-2026-0007:{step}:{role}", {"role": role}) for role in TEAM_ROLES]
    assert CARD not in decided.sends
    assert decided.changes == (AddTrouble(step=step, error="not_allowed"),)
    assert [(one.kind, one.actor, one.body) for one in decided.entries] == [
        ("step_failed", "bot", {"number": "BR-2026-0007", "step": step, "error": "not_allowed"})
    ]


def test_a_card_that_cannot_stand_is_told_to_ai() -> None:
    decided = failed("surface:card")
    assert told(decided) == [AI_LEAD, AI_OTHER]
    assert CARD not in decided.sends
    (first, _) = [one for one in decided.sends if isinstance(one, Step)]
    since = round(NOW.timestamp() * 1000)
    assert first.key == f"failure:BR-2026-0007:surface:card:{AI_LEAD}:{since}:not_allowed"
    assert first.payload == {"user": AI_LEAD, "step": "surface:card"}


def test_what_else_fails_stands_on_the_card() -> None:
    assert failed("bookmark").sends == (CARD,)


@pytest.mark.parametrize("step", ["failure", "alarm"])
def test_word_of_a_failure_that_fails_itself_goes_on_record_alone(step: str) -> None:
    decided = failed(step)
    assert (decided.sends, len(decided.changes), len(decided.entries)) == ((), 1, 1)


def test_the_same_failure_is_told_once_and_another_again() -> None:
    known = replace(FACTS, troubles=(Trouble(step="invite", error="not_allowed"),))
    again = failed("invite", known)
    assert (again.changes, again.entries, again.sends) == ((), (), ())
    assert told(failed("invite", known, error="restricted"))
    assert told(failed("create_channel", known))


def came(step: str, facts: IncidentFacts) -> Decision:
    return step_came_through(StepCameThrough(key="k", incident=7, step=step), situated(facts))


@pytest.mark.parametrize(
    ("step", "channel", "shown"),
    [("bookmark", "C0INCIDENT", (CARD,)), ("surface:card", "C0INCIDENT", ()), ("bookmark", None, ())],
)
def test_what_came_through_is_off_the_card(step: str, channel: str | None, shown: tuple[Refresh, ...]) -> None:
    facts = replace(with_incident(channel=channel), troubles=(Trouble(step=step, error="x"),))
    decided = came(step, facts)
    assert decided.changes == (EndTrouble(step=step),)
    assert [(one.kind, one.body["step"]) for one in decided.entries] == [("step_came_through", step)]
    assert decided.sends == shown


def test_what_nobody_was_told_of_comes_through_in_silence() -> None:
    decided = came("bookmark", replace(FACTS, troubles=(Trouble(step="invite", error="x"),)))
    assert (decided.changes, decided.entries, decided.sends) == ((), (), ())


@pytest.mark.parametrize("actor", [AI_LEAD, OPERATOR])
def test_ai_and_whoever_runs_the_bot_try_again(actor: str) -> None:
    decided = retry(RetrySteps(key="k", actor=actor, incident=7), situated(FACTS))
    assert isinstance(decided, Decision)
    assert decided.sends == (Revive(given_up=True),)
    assert [(one.kind, one.actor) for one in decided.entries] == [("steps_tried_again", actor)]


def test_nobody_else_tries_again() -> None:
    decided = retry(RetrySteps(key="k", actor=CCO, incident=7), situated(FACTS))
    assert isinstance(decided, Refusal)
    assert decided.name == "role_needed"
