"""What notices change in the record: what mailings add and settle, values that moved, who is reminded."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.decision import AskQuestion, Decision, Refresh, Refusal, SetDetermination, SetFact
from bot.incident import IncidentFacts
from bot.notice_changes import SetNoticeDraft
from bot.notice_draft import Batch, NoticeDraft
from bot.rules.duties import list_duties, recipients_of
from bot.rules.merge_data import merge_values as said_of
from bot.rules.merge_data import moved_values
from tests.bot.noticing import (
    APPROVED,
    ASKED,
    CCO_OTHER,
    CR,
    DRAFT,
    KNOWN,
    PEOPLE,
    RELEASED,
    RULES,
    answers,
    batch,
    begin,
    holding,
    revise,
    told,
)
from tests.given import CCO, NOW, having, knowing, situated

GIVEN = "given:us_mo_407_1500:consumer_notice"


def decided(command: Any, facts: IncidentFacts) -> Decision:
    """The decision, which must be one."""
    found = told(command, facts)
    assert isinstance(found, Decision), found
    return found


def mailed(*counts: int, method: str = "written") -> NoticeDraft:
    """The letter after these mailings."""
    counted = method == "written"
    return replace(
        RELEASED,
        batches=tuple(
            Batch(at=NOW, by=CR, method=method, people={"MO": n}, who="", counts_as_notice=counted) for n in counts
        ),
    )


def fact(decision: Decision, name: str) -> Any:
    """What a decision makes of a fact; None when it leaves it alone."""
    changed = [one for one in decision.changes if isinstance(one, SetFact) and one.name == name]
    return json.loads(decision.texts[name]) if changed else None


def met(decision: Decision) -> list[str]:
    return [one.question for one in decision.changes if isinstance(one, SetDetermination)]


PLANNED: list[tuple[str, list[int] | None, tuple[int, ...], int, list[int] | None]] = [
    ("the first mailing", None, (), 200, [200]),
    ("the second mailing", [120], (120,), 80, [120, 80]),
    ("a mailing that was planned", [200], (), 200, None),
    ("a part of what was planned", [200], (), 120, None),
    ("the rest of what was planned", [200], (120,), 80, None),
    ("more than was planned", [150], (120,), 80, [120, 80]),
    ("other than was planned, and more", [100], (), 200, [200]),
]


@pytest.mark.parametrize(("known", "before", "now", "after"), [one[1:] for one in PLANNED], ids=[p[0] for p in PLANNED])
def test_numbers_of_mailings_become_a_fact_and_none_is_counted_twice(
    known: list[int] | None, before: tuple[int, ...], now: int, after: list[int] | None
) -> None:
    facts = knowing(KNOWN, notices_at_one_time=known) if known else KNOWN
    made = mailed(*before)
    assert fact(decided(batch(people={"MO": now}), holding(made, facts)), "notices_at_one_time") == after


@pytest.mark.parametrize("method", ["voicemail", "email", "other", "returned"])
def test_a_way_that_the_law_does_not_take_adds_no_number_and_meets_nothing(method: str) -> None:
    found = decided(batch(method=method), holding(RELEASED))
    assert fact(found, "notices_at_one_time") is None
    assert met(found) == []
    assert found.answer.name == "batch_does_not_count"


@pytest.mark.parametrize(
    ("before", "now", "given"),
    [((), {"MO": 200}, True), ((), {"MO": 199}, False), ((150,), {"MO": 50}, True), ((), {"KS": 5_000}, False)],
)
def test_the_notice_is_given_once_every_known_consumer_was_told(
    before: tuple[int, ...], now: dict[str, int], given: bool
) -> None:
    assert met(decided(batch(people=now), holding(mailed(*before)))) == ([GIVEN] if given else [])


def test_calls_that_do_not_count_leave_the_notice_open() -> None:
    assert met(decided(batch(people={"MO": 50}), holding(mailed(150, method="voicemail")))) == []


def test_what_was_recorded_as_given_is_not_recorded_again() -> None:
    facts = having(holding(RELEASED), GIVEN, "given", answers={"at": NOW.isoformat(), "how": "by hand"})
    assert met(decided(batch(people={"MO": 200}), facts)) == []


def test_the_proof_of_what_was_given_names_the_day_and_the_way() -> None:
    found = decided(batch(at=NOW - timedelta(minutes=30)), holding(RELEASED))
    paper = json.loads(found.texts[GIVEN])
    assert paper["answers"] == {"at": (NOW - timedelta(minutes=30)).isoformat(), "how": "written: consumer_letter"}
    assert AskQuestion(question=GIVEN, at=NOW) in found.changes
    assert Refresh(surface=f"decision:{GIVEN}") in found.sends


def agency(name: str, *, sent: bool) -> NoticeDraft:
    """A released notice to a consumer reporting agency."""
    batches = (Batch(at=NOW, by=CR, method="written", people={}, who=""),) if sent else ()
    return replace(RELEASED, id=f"cra_notice.{name}", kind="cra_notice", recipient=name, batches=batches)


@pytest.mark.parametrize(("others", "given"), [((True, True), True), ((True, False), False), ((False, False), False)])
def test_the_agencies_are_told_once_each_of_them_was(others: tuple[bool, bool], given: bool) -> None:
    facts = knowing(KNOWN, residents={"MO": 1_500}, notices_at_one_time=[1_500])
    made = [agency("Equifax", sent=others[0]), agency("Experian", sent=others[1]), agency("TransUnion", sent=False)]
    facts = replace(facts, notice_drafts={one.id: one for one in made})
    found = decided(batch(draft="cra_notice.TransUnion", people={}), facts)
    assert met(found) == (["given:us_mo_407_1500:cra_notice"] if given else [])


def test_a_value_that_a_text_rests_on_moves_with_its_fact() -> None:
    later = knowing(KNOWN, discovered_at="2026-11-03T09:00:00-06:00")
    assert moved_values(DRAFT, KNOWN, RULES) == {}
    assert moved_values(DRAFT, later, RULES) == {"discovered_on": ("November 1, 2026", "November 3, 2026")}


def test_a_fact_that_is_not_known_any_more_is_a_value_that_is_gone() -> None:
    found = moved_values(DRAFT, knowing(KNOWN, discovered_at=None), RULES)
    assert found == {"discovered_on": ("November 1, 2026", None)}


def test_a_decision_says_more_than_what_was_typed() -> None:
    facts = having(KNOWN, "POL-7.A", "yes", answers={"phone": "573-555-0199"})
    assert said_of(facts, RULES.packs.notices)["POL-7.A.phone"] == "573-555-0199"
    assert moved_values(DRAFT, facts, RULES) == {"help_phone": ("573-555-0142", "573-555-0199")}


def test_a_decision_against_says_that_there_is_none_but_never_over_what_was_typed() -> None:
    bare = knowing(pi_elements=["ssn"])
    assert said_of(having(bare, "POL-9", "no"), RULES.packs.notices)["POL-9.provider"] is None
    assert said_of(having(KNOWN, "POL-7.A", "no"), RULES.packs.notices)["POL-7.A.phone"] == "573-555-0142"
    assert "POL-9.provider" not in said_of(bare, RULES.packs.notices)


def test_an_answer_that_is_the_same_changes_nothing() -> None:
    found = decided(answers(signer="Dana Director"), KNOWN)
    assert (found.answer.name, found.changes, found.entries) == ("nothing_new", (), ())


def test_an_answer_refreshes_every_notice() -> None:
    found = decided(answers(signer="Dora Deputy"), holding(DRAFT))
    assert Refresh(surface="notice:consumer_letter") in found.sends


def test_an_edit_keeps_the_values_that_it_rests_on_now() -> None:
    later = knowing(KNOWN, discovered_at="2026-11-03T09:00:00-06:00")
    found = decided(revise(), holding(DRAFT, later))
    assert json.loads(found.texts["values"])["discovered_on"] == "November 3, 2026"


def test_the_same_text_on_moved_facts_is_a_version_and_on_the_same_facts_none() -> None:
    later = knowing(KNOWN, discovered_at="2026-11-03T09:00:00-06:00")
    assert [type(one) for one in decided(revise(text=DRAFT.text), holding(DRAFT, later)).changes] == [SetNoticeDraft]
    assert decided(revise(text=DRAFT.text), holding(DRAFT)).changes == ()


@pytest.mark.parametrize(("made", "voided"), [(DRAFT, 0), (ASKED, 0), (APPROVED, 1), (RELEASED, 1)])
def test_an_edit_records_that_an_approval_is_void(made: NoticeDraft, voided: int) -> None:
    kinds = [one.kind for one in decided(revise(), holding(made)).entries]
    assert kinds.count("approval_voided") == voided


def test_drafts_are_a_class_of_entries_of_their_own() -> None:
    for command, facts in ((begin(), KNOWN), (revise(), holding(DRAFT))):
        assert decided(command, facts).entries[0].body["class"] == "draft"


def test_a_longer_text_and_the_one_it_replaces_are_both_brought_up_to_date() -> None:
    long = "\n\n".join(["A paragraph of this text."] * 400)
    for before, after in ((DRAFT.text, long), (long, DRAFT.text)):
        sends = decided(revise(text=after), holding(replace(DRAFT, text=before))).sends
        assert Refresh(surface="notice_text:consumer_letter:2") in sends


@pytest.mark.parametrize(("made", "open_"), [(DRAFT, False), (ASKED, True), (APPROVED, False), (RELEASED, False)])
def test_an_approval_is_a_duty_while_it_is_asked_for(made: NoticeDraft, open_: bool) -> None:
    found = [one for one in list_duties(situated(holding(made), team=PEOPLE, law=RULES)) if one.kind == "approval"]
    assert [(one.subject, one.role, one.arose) for one in found] == ([(made.id, "CCO", NOW)] if open_ else [])


@pytest.mark.parametrize(
    ("authors", "whom"), [((CR,), CCO), ((CR, CCO), CCO_OTHER), ((CCO, CCO_OTHER), CCO), ((CR, CCO_OTHER), CCO)]
)
def test_counsel_who_can_approve_is_the_one_who_is_asked(authors: tuple[str, ...], whom: str) -> None:
    facts = holding(replace(ASKED, authors=authors))
    (duty,) = [one for one in list_duties(situated(facts, team=PEOPLE, law=RULES)) if one.kind == "approval"]
    assert recipients_of(duty, 0, situated(facts, team=PEOPLE, law=RULES)) == (whom,)


def test_a_refusal_brings_the_message_up_to_date() -> None:
    found = told(batch(), holding(APPROVED))
    assert isinstance(found, Refusal)
    assert found.refresh == (Refresh(surface="notice:consumer_letter"),)


def test_a_place_that_people_typed_stands_in_a_text_and_in_no_name_of_the_record() -> None:
    place = "Ste. Geneviève County, the long bridge over the river at the old ferry"
    found = decided(answers(**{f"structures@{place}": "The bridge"}), KNOWN)
    assert [change.name for change in found.changes if isinstance(change, SetFact)] == ["notice:structures"]
    assert place not in "".join(name for entry in found.entries for name in entry.body)
    told_now = json.loads(found.texts["notice:structures"])
    assert told_now == {"each": {place: "The bridge"}}
