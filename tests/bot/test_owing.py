"""Every notice that the law requires is a duty of the role whose move it is, until release and proof are on record."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.decision import Decision, Refusal
from bot.incident import IncidentFacts
from bot.notice_draft import Approval, Batch, NoticeDraft
from bot.rules.duties import first_due, list_duties, plan_reminders
from tests.bot.determining import decided
from tests.given import CCO, FACTS, LAW, NOTICE_OWED, NOW, having, knowing, situated

LETTER = "consumer_letter:1"
OWED = knowing(**NOTICE_OWED)
KEPT = knowing(**{**NOTICE_OWED, "data_role": "maintains"})
SUBJECT = "us_mo_407_1500|consumer_notice|"
BATCH = Batch(at=NOW, by="UROSA", method="written", people={"MO": 150}, who="Print shop")


def owed(facts: IncidentFacts) -> dict[tuple[str, str], str]:
    """Kind and subject of each duty of a notice, with its role."""
    found = list_duties(situated(facts))
    return {(one.kind, one.subject): one.role for one in found if one.kind in ("owed", "owed_immediately")}


def lettered(**more: Any) -> IncidentFacts:
    given: dict[str, Any] = {"id": LETTER, "kind": "consumer_letter", "each": None, "recipient": None, "version": 1}
    given |= {"text": "We write", "author": "UROSA", "at": NOW, "authors": ("UROSA",)}
    return replace(OWED, notice_drafts={LETTER: NoticeDraft(**(given | more))})


def test_a_notice_without_unreasonable_delay_is_a_duty_at_once() -> None:
    assert owed(OWED) == {("owed", SUBJECT): "CR"}
    (duty,) = [one for one in list_duties(situated(OWED)) if one.kind == "owed"]
    assert first_due(duty, LAW, NOW) == NOW


def test_a_notice_immediately_cannot_wait() -> None:
    (kind, subject), *_ = owed(KEPT)
    assert (kind, subject) == ("owed_immediately", "us_mo_407_1500|owner_notice|")
    cadence = LAW.packs.reminders.cadences[kind]
    assert (cadence.first, cadence.when) == (timedelta(0), "any")
    assert cadence.backoff[0] < cadence.backoff[-1] < timedelta(days=1)


@pytest.mark.parametrize(
    ("made", "role"),
    [
        ({}, "CR"),
        ({"approval": Approval(by="UCARLA", at=NOW, hashes={"text": "0"})}, "CR"),
        ({"approval": Approval(by="UCARLA", at=NOW, hashes={"text": "0"}), "released_by": "UROSA"}, "CR"),
    ],
)
def test_it_is_the_duty_of_the_role_whose_move_it_is(made: dict[str, Any], role: str) -> None:
    assert owed(lettered(**made)) == {("owed", SUBJECT): role}


def test_while_counsel_is_asked_it_is_the_duty_of_approving() -> None:
    asked = lettered(asked_by="UROSA", asked_at=NOW)
    assert owed(asked) == {}
    assert [one.role for one in list_duties(situated(asked)) if one.kind == "approval"] == ["CCO"]


def test_it_stays_a_duty_until_everybody_was_told() -> None:
    told = lettered(released_by="UROSA", batches=(BATCH,))
    assert owed(told) == {("owed", SUBJECT): "CR"}
    assert owed(having(told, "given:us_mo_407_1500:consumer_notice", "given")) == {}


@pytest.mark.parametrize(("question", "outcome"), [("breach", "no_breach"), ("MO-PI-12", "yes")])
def test_what_counsel_settled_is_nobodys_duty(question: str, outcome: str) -> None:
    assert owed(having(OWED, question, outcome)) == {}


def test_a_limit_that_passed_is_still_owed() -> None:
    asked = knowing(sunshine_request_received_at=(NOW - timedelta(days=30)).isoformat())
    (duty,) = [one for one in list_duties(situated(asked)) if one.kind == "obligation"]
    assert duty.limit is not None
    assert duty.limit < NOW < first_due(duty, LAW, NOW)
    (put,) = [one for one in plan_reminders(situated(asked)) if getattr(one, "kind", "") == "obligation"]
    assert put.subject == "us_mo_sunshine|sunshine_response|"


def test_each_owner_is_owed_a_notice_of_its_own() -> None:
    sets = [{"id": f"s{i}", "role": "maintains", "computerized": True, "names_included": True} for i in (1, 2)]
    sets = [{**one, "elements": [{"kind": "ssn", "protection": "none"}]} for one in sets]
    parties = [{"id": f"p{i}", "name": f"Firm {i}", "owner_of": [f"s{i}"]} for i in (1, 2)]
    facts = knowing(accessed=True, acquired=True, residents={"MO": 9}, datasets=sets, parties=parties)
    subjects = {subject for kind, subject in owed(facts) if kind == "owed_immediately"}
    assert subjects == {"us_mo_407_1500|owner_notice|p1", "us_mo_407_1500|owner_notice|p2"}
    one_given = having(facts, "given:us_mo_407_1500:owner_notice:p1", "given")
    assert ("owed_immediately", "us_mo_407_1500|owner_notice|p2") in owed(one_given)
    assert ("owed_immediately", "us_mo_407_1500|owner_notice|p1") not in owed(one_given)


def test_without_any_fact_ai_is_asked_for_facts() -> None:
    assert [one.role for one in list_duties(situated(FACTS)) if one.kind == "question"] == ["AI"]


def test_a_duty_that_is_open_for_want_of_facts_asks_for_them() -> None:
    unknown = knowing(**{**NOTICE_OWED, "residents": None})
    assert [one.role for one in list_duties(situated(unknown)) if one.kind == "question"] == ["AI"]


GIVEN = "given:us_mo_407_1500:consumer_notice"
HOW = {"at": NOW.isoformat(), "how": "By letter"}


def given(facts: IncidentFacts, **answers: Any) -> Decision | Refusal:
    return decided(facts, actor=CCO, question=GIVEN, outcome="given", answers={**HOW, **answers}, reason="")


def test_a_press_alone_gives_no_notice() -> None:
    told = given(OWED)
    assert isinstance(told, Refusal)
    assert (told.name, told.values["field"]) == ("notice_unproved", "unproved")
    released = lettered(released_by="UROSA")
    assert isinstance(given(released), Refusal), "released, and nothing says that it went out"


def test_a_notice_without_an_approved_text_is_given_with_the_reason_on_record() -> None:
    made = given(OWED, unproved="The sheriff read it out himself")
    assert isinstance(made, Decision)
    assert "The sheriff read it out himself" in made.texts["paper"]


def test_a_notice_that_was_released_and_proved_is_given_without_a_reason() -> None:
    assert isinstance(given(lettered(released_by="UROSA", batches=(BATCH,))), Decision)
