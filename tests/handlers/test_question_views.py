"""Every question fits into what Slack takes: open, taken, called in again; its form and paper, whatever was typed."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.determination import Determination
from bot.incident import IncidentFacts
from bot.question import FormField, OpenQuestion, Question
from bot.rules.closing import find_blockers
from bot.rules.determining import LONGEST_REASON
from bot.rules.form_checks import LONGEST_LINE, LONGEST_TEXT
from bot.rules.questions import raised_questions
from bot.rules.updates import LONGEST_UPDATE
from bot.severity_votes import VOTERS
from bot.situation import assess_incident
from handlers.blocks import Block
from handlers.render import Mrkdwn, Words
from handlers.views.closing import closing_page
from handlers.views.determination_record import determination_record, determination_record_modal
from handlers.views.question_form import question_form, reopen_form
from handlers.views.question_list import question_list
from handlers.views.question_message import question_message
from handlers.views.severity import terms_form, vote_form
from handlers.views.update import update_form, update_message
from sandbox.rules.blocks import block_faults
from sandbox.rules.messages import ALL_BLOCKS_MAX, BLOCKS_MAX, UPDATE_TEXT_MAX
from sandbox.rules.views import view_faults
from tests.given import CCO, DEPARTMENT, FACTS, IS_LEAD, LAW, NOTICE_OWED, NOW, TEAM, having, knowing, situated

WORDS = Words(DEPARTMENT)
HOSTILE = ["&" * 3_000, "<!channel> " * 300, "x" * 3_000, "😀" * 1_500, "a b " * 700]
KNOWN = knowing(
    FACTS,
    **{
        **NOTICE_OWED,
        "investigated": True,
        "residents": {"MO": 200_000, "KS": 3},
        "notices_at_one_time": [600, 600],
        "message_board_control": True,
        "attack_enabling": True,
        "contractor_data_exposed": True,
        "own_procedures_followed": True,
        "regulator_procedures_followed": True,
        "infrastructure_data": True,
        "sunshine_request_received_at": NOW.isoformat(),
    },
)
ANSWER = assess_incident(KNOWN, LAW, NOW)
QUESTIONS = raised_questions(KNOWN, LAW, ANSWER)
STANDING = replace(KNOWN, asked={one: OpenQuestion(question=one, at=NOW) for one in QUESTIONS})


def fits(text: str, blocks: list[Block]) -> None:
    """Slack takes the message, to post and to update."""
    assert block_faults(json.loads(json.dumps(blocks)), surface="message", maximum=BLOCKS_MAX) == []
    assert len(json.dumps(blocks, ensure_ascii=False)) <= ALL_BLOCKS_MAX
    assert 0 < len(text) <= UPDATE_TEXT_MAX


def filled(field: FormField, typed: str) -> Any:
    """The most that somebody can answer."""
    match field.kind:
        case "line":
            return typed[:LONGEST_LINE]
        case "text":
            return typed[:LONGEST_TEXT]
        case "moment":
            return NOW.isoformat()
        case "choice":
            return next(iter(field.choices))
        case "choices":
            return list(field.choices)
        case "count":
            return 10**15
        case "notices":
            return [f"{one.law}|{one.id}" for one in ANSWER.obligations]
    return True


def decided(question: Question, outcome: str, typed: str, *, version: int = 2) -> IncidentFacts:
    """The facts with the question decided at length; by every voter, where each answers for itself."""
    facts = STANDING
    for role in VOTERS if question.kind == "vote" else ("",):
        facts = having(
            facts,
            question.id,
            outcome,
            role=role,
            relied_on=dict.fromkeys(question.relies_on, version),
            reason=typed[:LONGEST_REASON],
            consulted=("AI", "CCO", "IS", "CR", "OCS", "law_enforcement", "other"),
            answers={field.id: filled(field, typed) for field in question.fields},
            facts={
                name: {"value": fact.value, "by": fact.by, "at": fact.at.isoformat(), "version": 2}
                for name, fact in KNOWN.known.items()
            },
        )
    return facts


def made_of(facts: IncidentFacts, question: Question) -> Determination:
    return next(one for one in facts.determinations if one.question == question.id)


def shown(facts: IncidentFacts, question: Question) -> tuple[Mrkdwn, list[Block]]:
    return question_message(WORDS, facts, TEAM, LAW, question, assess_incident(facts, LAW, NOW))


def test_the_facts_raise_every_kind_of_question() -> None:
    kinds = {one.kind for one in QUESTIONS.values()}
    assert kinds == {"decision", "determination", "vote", "reading", "delay", "given", "closing", "way_out"}
    assert len(QUESTIONS) >= 24


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_an_open_question_fits_in_a_message(question: Question) -> None:
    fits(*shown(STANDING, question))
    fits(
        *shown(
            replace(STANDING, asked={question.id: OpenQuestion(question=question.id, at=NOW, withdrawn=True)}), question
        )
    )


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_decided_question_fits_and_so_do_its_paper_and_forms(question: Question, typed: str) -> None:
    for outcome in question.outcomes:
        facts = decided(question, outcome.id, typed)
        fits(*shown(facts, question))
        fits(*shown(decided(question, outcome.id, typed, version=1), question))
        fits("x", determination_record(WORDS, facts, TEAM, question, made_of(facts, question)))
        assert view_faults(determination_record_modal(WORDS, facts, TEAM, question), home=False) == []
        assert view_faults(reopen_form(WORDS, facts, question, made_of(facts, question)), home=False) == []


@pytest.mark.parametrize("typed", ["", *HOSTILE], ids=range(len(HOSTILE) + 1))
@pytest.mark.parametrize("question", [one for one in QUESTIONS.values() if one.kind != "vote"], ids=lambda one: one.id)
def test_the_form_of_a_question_is_one_that_slack_opens_empty_and_full(question: Question, typed: str) -> None:
    full: dict[str, Any] = {field.id: filled(field, typed) for field in question.fields}
    full |= {"reason": typed[:LONGEST_REASON], "consulted": ("AI", "other")}
    for outcome in question.outcomes:
        facts = decided(question, outcome.id, typed)
        given: dict[str, Any] = {"typed": full, "note": Mrkdwn("x" * 2_000)} if typed else {}
        for act in ("decide", "amend", "confirm"):
            view = question_form(
                WORDS,
                facts if act != "decide" else STANDING,
                TEAM,
                ANSWER,
                question,
                act=act,
                outcome=outcome.id,
                **given,
            )
            assert view_faults(view, home=False) == []


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_the_forms_of_the_severity_are_ones_that_slack_opens(typed: str) -> None:
    question = QUESTIONS["severity"]
    for user in (CCO, IS_LEAD):
        facts = decided(question, "very_high", typed)
        view = vote_form(WORDS, facts, TEAM, LAW, question, user, {"reason": typed[:LONGEST_REASON], "outcome": "low"})
        assert view_faults(view, home=False) == []
        assert view_faults(terms_form(WORDS, facts, TEAM, LAW, user), home=False) == []


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_the_list_of_everything_open_and_of_everything_decided_fits(typed: str) -> None:
    facts = STANDING
    for question in QUESTIONS.values():
        facts = replace(
            facts,
            determinations=(
                *facts.determinations,
                *(
                    one
                    for one in decided(question, question.outcomes[0].id, typed).determinations
                    if one.question == question.id
                ),
            ),
        )
    for known in (STANDING, facts):
        fits("x", question_list(WORDS, known, TEAM, QUESTIONS))


def test_the_list_of_everything_that_is_missing_fits() -> None:
    page = closing_page(WORDS, STANDING, LAW, find_blockers(situated(STANDING)))
    assert view_faults(page, home=False) == []


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_the_longest_update_fits(typed: str) -> None:
    fits(*update_message(WORDS, "BR-2026-0007", Mrkdwn("Alice Abbott"), NOW, typed[:LONGEST_UPDATE]))
    assert view_faults(update_form(WORDS, 7), home=False) == []


def test_what_was_typed_can_ping_nobody() -> None:
    question = QUESTIONS["POL-4.2"]
    facts = decided(question, "yes", "<!channel> <@U1> ")
    told = json.dumps(
        [shown(facts, question), determination_record(WORDS, facts, TEAM, question, made_of(facts, question))]
    )
    assert "<!channel>" not in told
    assert "<@U1>" not in told


PENALTY = "civil penalty of up to $150,000 for each breach"


@pytest.mark.parametrize(("name", "said"), [("breach", True), ("harm", True), ("MO-PI-12", True), ("POL-9", False)])
def test_who_determines_whether_notice_is_owed_reads_the_penalties_in_the_form_and_in_the_record(
    name: str, said: bool
) -> None:
    question = QUESTIONS[name]
    facts = decided(question, question.outcomes[0].id, "")
    record = determination_record(WORDS, facts, TEAM, question, made_of(facts, question))
    form = question_form(WORDS, STANDING, TEAM, ANSWER, question)
    assert [PENALTY in str(record), PENALTY in str(form)] == [said, said]
