"""Where a form says "(optional)", it is recorded without it; where an outcome needs it, the form says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import ActOnItem
from bot.decide import decide
from bot.decision import Refusal
from bot.notice_draft import NoticeDraft
from bot.question import Question
from bot.rules.form_checks import refuse_answers
from handlers.blocks import Block
from handlers.render import Words
from handlers.views.checklist import pick_modal
from handlers.views.notice_forms import approve_form, batch_form
from handlers.views.parties import party_form
from handlers.views.question_form import question_form
from tests.bot.noticing import APPROVED, HEDGED, KIND, KNOWN, PEOPLE, RELEASED, approve, batch, holding, told
from tests.given import AI_LEAD, DEPARTMENT, FACTS, NOW, TEAM, situated
from tests.handlers.test_question_views import ANSWER, QUESTIONS, STANDING

WORDS = Words(DEPARTMENT)
VALUES: Mapping[str, Any] = {"line": "x", "text": "x", "moment": NOW.isoformat(), "yes_no": True, "count": 1}


def inputs(view: Block) -> dict[str, Block]:
    """The inputs of a form by their ids."""
    return {one["block_id"]: one for one in view["blocks"] if one["type"] == "input"}


def needing(question: Question, field: str) -> list[str]:
    """The outcomes that are not recorded without a field, all others given."""
    found = []
    for outcome in question.outcomes:
        given = {
            one.id: next(iter(one.choices), "x")
            if one.kind == "choice"
            else VALUES.get(one.kind, list(one.choices)[:1])
            for one in question.fields
            if one.id != field
        }
        given |= {one.id: ["us_mo_407_1500|consumer_notice"] for one in question.fields if one.kind == "notices"}
        given.pop(field, None)
        refusal = refuse_answers(question, outcome.id, given, NOW)
        if refusal is not None and refusal.values.get("field") == field:
            found.append(outcome.label)
    return found


@pytest.mark.parametrize("question", [one for one in QUESTIONS.values() if one.kind != "vote"], ids=lambda one: one.id)
def test_a_field_of_a_question_is_optional_only_where_an_outcome_can_do_without_it(question: Question) -> None:
    fixed = [one.id for one in question.outcomes] if question.kind == "delay" else [""]
    for outcome in fixed:
        form = inputs(question_form(WORDS, STANDING, TEAM, ANSWER, question, outcome=outcome))
        possible = [one.label for one in question.outcomes if outcome in ("", one.id)]
        for field in question.fields:
            block = form.get(field.id)
            if block is None:
                continue
            needs = [label for label in needing(question, field.id) if label in possible]
            assert block["optional"] is (len(needs) < len(possible)), field.id
            if needs and block["optional"]:
                assert f"Needed for: {', '.join(needs)}." in block["hint"]["text"]
        assert form.get("reason", {"optional": False})["optional"] is False


@pytest.mark.parametrize("kind", ["consumer_letter", "ag_notice"])
def test_how_many_were_told_is_optional_only_where_no_residents_are_counted(kind: str) -> None:
    made: NoticeDraft = replace(RELEASED, id=kind, kind=kind)
    found = told(batch(draft=kind, people={}), holding(made))
    needed = isinstance(found, Refusal) and found.values.get("field") == "people"
    form = inputs(batch_form(WORDS, KNOWN, made, replace(KIND, residents_of="MO" if needed else None), 0))
    assert form["people"]["optional"] is not needed
    assert needed is (kind == "consumer_letter")
    for name in ("who", "roster", "receipt"):
        assert form[name]["optional"] is True


@pytest.mark.parametrize(("made", "needed"), [(APPROVED, False), (HEDGED, True)])
def test_the_reason_of_an_approval_is_optional_only_without_warnings(made: NoticeDraft, needed: bool) -> None:
    from bot.rules.approving import findings

    plain = replace(made, approval=None)
    facts = holding(plain)
    warned = [one for one in findings(plain, KIND, situated(facts, team=PEOPLE)) if one.severity == "warning"]
    answer = told(approve(plain, reason=""), facts)
    assert (isinstance(answer, Refusal) and answer.values.get("field") == "reason") is needed
    assert inputs(approve_form(WORDS, facts, plain, KIND, warned))["reason"]["optional"] is not needed


@pytest.mark.parametrize("act", ["done", "not_applicable", "assign"])
@pytest.mark.parametrize("asks", [None, "What was found?"])
def test_what_an_act_on_a_task_needs_is_said_beside_optional(act: str, asks: str | None) -> None:
    item = replace(FACTS.items[0], id="POL-4.1" if asks else "OWN-X", role="AI", state="open")
    command = ActOnItem(key="k", actor=AI_LEAD, incident=7, role="AI", item=item.id, subject="", act=act)  # type: ignore[arg-type]  # the three acts
    found = decide(command, situated(replace(FACTS, items=(item,))))
    needed = found.values.get("field") if isinstance(found, Refusal) else None
    form = inputs(pick_modal(WORDS, item, TEAM, "v", asks))
    hint = form["reason"]["hint"]["text"]
    said = {"done": "when it is done", "not_applicable": "does not apply", "assign": "somebody else"}[act]
    assert (said in hint) is (needed == "reason")
    if act == "assign":
        assert isinstance(found, Refusal)
        assert said in form["assignee"]["hint"]["text"]


def test_a_party_needs_its_name_and_its_answers_and_nothing_else() -> None:
    form = inputs(party_form(WORDS, FACTS, None))
    assert {name for name, block in form.items() if block["optional"]} == {"contact"}
