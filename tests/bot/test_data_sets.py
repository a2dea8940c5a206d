"""Data sets and third parties as rows: added, changed, removed, and what follows from them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.applying import facts_after
from bot.assessment.assess import assess
from bot.assessment.facts import read_facts
from bot.decide import decide
from bot.decision import Decision, Refusal, SetFact, SetItem
from bot.incident import IncidentFacts, Item
from bot.involved import element_of, first_set, row_version
from bot.involved_commands import (
    AddDataSet,
    AddParty,
    ChangeDataSet,
    ChangeParty,
    DescribeElement,
    RemoveDataSet,
    RemoveParty,
    SignNoParties,
)
from bot.party_changes import RenameItem
from bot.rules.merge_data import typed_name
from bot.rules.severity import restricted
from tests.bot.noticing import APPROVED, KNOWN, holding, release, told
from tests.bot.test_assessment_datasets import AROUND, FLAT, RULES, answers, flat_facts
from tests.given import AI_LEAD, FACTS, IS_LEAD, LAW, NOTICE_OWED, STRANGER, knowing, situated

PAYROLL: dict[str, Any] = {"id": "s3", "name": "Payroll", "role": "owns", "elements": [{"kind": "ssn"}]}
CLAIMS: dict[str, Any] = {"id": "s4", "name": "Claims", "role": "maintains"}
TWO = knowing(datasets=[PAYROLL, CLAIMS])
BUILDERS: dict[str, Any] = {"id": "p5", "name": "Builders", "kind": "contractor", "involved": True}
WHO: dict[str, Any] = {"key": "view:1", "actor": IS_LEAD, "incident": 7}
LINES = tuple(
    Item(id=one, title="Third parties", cite="Policy 6", role="AI", position=place)
    for place, one in enumerate(("POL-6.1", "POL-6.2"))
)


def taken(command: Any, facts: IncidentFacts = FACTS) -> Decision:
    """The decision, which must be one."""
    found = decide(command, situated(facts))
    assert isinstance(found, Decision), found
    return found


def refused(command: Any, facts: IncidentFacts = FACTS) -> str:
    """The name of the refusal, which must be one."""
    found = decide(command, situated(facts))
    assert isinstance(found, Refusal), found
    return found.name


def written(decision: Decision) -> dict[str, Any]:
    """The facts that a decision writes."""
    return {
        one.name: json.loads(decision.texts[one.name]) if one.value else None
        for one in decision.changes
        if isinstance(one, SetFact)
    }


def settled(decision: Decision) -> dict[str, tuple[str, str | None]]:
    """The lines that a decision settles or opens: state and words."""
    return {
        one.item: (one.state, decision.texts[one.reason.name] if one.reason else None)
        for one in decision.changes
        if isinstance(one, SetItem)
    }


@settings(max_examples=100, deadline=None)
@given(around=st.fixed_dictionaries(AROUND), said=st.fixed_dictionaries(FLAT))
def test_flat_facts_give_the_same_answers_as_the_set_that_they_become(
    around: dict[str, Any], said: dict[str, Any]
) -> None:
    flat = {name: value for name, value in flat_facts(said).items() if value is not None}
    one = first_set(flat)
    assert one is not None
    assert answers(assess(read_facts({**around, **flat}), RULES)) == answers(
        assess(read_facts({**around, "datasets": [one]}), RULES)
    )


def test_a_second_set_makes_the_flat_facts_the_first() -> None:
    found = written(taken(AddDataSet(**WHO, values={"name": "Claims", "role": "maintains"}), knowing(**NOTICE_OWED)))
    first, second = found["datasets"]
    assert first["elements"] == [{"kind": "ssn", "protection": "none"}]
    assert second["name"] == "Claims"
    assert found["pi_elements"] is None
    assert found["encrypted"] is None


def test_what_is_known_of_elements_that_nobody_named_is_not_lost() -> None:
    assert refused(AddDataSet(**WHO, values={"name": "Claims"}), knowing(encrypted=True)) == "kinds_first"


def test_two_people_who_change_different_sets_both_keep_theirs() -> None:
    one = ChangeDataSet(**WHO, dataset="s3", base=row_version(PAYROLL), values={"name": "Payroll 2025"})
    between = written(taken(one, TWO))["datasets"]
    other = ChangeDataSet(**WHO, dataset="s4", base=row_version(CLAIMS), values={"name": "Claims 2025"})
    names = [row["name"] for row in written(taken(other, knowing(datasets=between)))["datasets"]]
    assert names == ["Payroll 2025", "Claims 2025"]


def test_the_same_set_is_not_overwritten_unseen() -> None:
    late = ChangeDataSet(**WHO, dataset="s3", base=row_version({**PAYROLL, "name": "Wages"}), values={"name": "Pay"})
    assert refused(late, TWO) == "row_moved"


def test_elements_that_stay_keep_what_is_known_of_them() -> None:
    seen = row_version(element_of(PAYROLL, "ssn"))
    values = {"protection": "encrypted", "key_taken": None}
    described = DescribeElement(**WHO, dataset="s3", kind="ssn", base=seen, values=values)
    sets = written(taken(described, TWO))["datasets"]
    kinds = {"name": "Payroll", "kinds": ["ssn", "medical"]}
    more = ChangeDataSet(**WHO, dataset="s3", base=row_version(sets[0]), values=kinds)
    elements = written(taken(more, knowing(datasets=sets)))["datasets"][0]["elements"]
    assert elements == [{"kind": "ssn", "protection": "encrypted"}, {"kind": "medical"}]


def test_an_owner_who_is_not_on_the_list_yet_comes_onto_it() -> None:
    owner: dict[str, Any] = {"owner_name": "Department of Revenue"}
    values = {"name": "Claims", "role": "maintains"}
    found = written(taken(ChangeDataSet(**WHO, dataset="s4", base=row_version(CLAIMS), values=values, **owner), TWO))
    assert found["parties"] == [{"id": "p3", "name": "Department of Revenue", "owner_of": ["s4"]}]


def test_a_set_is_removed_with_its_reason_and_its_owner_owns_it_no_more() -> None:
    facts = knowing(TWO, parties=[{**BUILDERS, "owner_of": ["s4"]}])
    decision = taken(RemoveDataSet(**WHO, dataset="s4", reason="It was another server"), facts)
    assert written(decision)["parties"] == [BUILDERS]
    assert decision.texts["reason"] == "It was another server"


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (AddDataSet(**WHO, values={"name": " "}), "name_needed"),
        (AddDataSet(**WHO, values={"name": "payroll"}), "name_taken"),
        (AddDataSet(**{**WHO, "actor": STRANGER}, values={"name": "New"}), "team_needed"),
        (AddDataSet(**WHO, values={"name": "123-45-6789"}), "personal_data"),
        (ChangeDataSet(**WHO, dataset="s9", base="", values={"name": "New"}), "no_such_row"),
        (RemoveDataSet(**WHO, dataset="s4", reason=" "), "removal_reason"),
        (RemoveParty(**WHO, party="p9", reason="Gone"), "no_such_row"),
        (AddParty(**WHO, values={"kind": "contractor"}), "name_needed"),
        (SignNoParties(**WHO), "role_needed"),
    ],
)
def test_what_cannot_be_is_refused(command: Any, why: str) -> None:
    assert refused(command, TWO) == why


def test_a_party_settles_the_line_that_asks_for_it_without_words() -> None:
    facts = replace(FACTS, items=LINES)
    decision = taken(AddParty(**WHO, values={"name": "Builders", "kind": "contractor", "involved": True}), facts)
    assert settled(decision) == {"POL-6.1": ("done", "Builders")}


def test_the_signed_none_settles_both_lines() -> None:
    decision = taken(SignNoParties(**{**WHO, "actor": AI_LEAD}), replace(FACTS, items=LINES))
    assert settled(decision) == {"POL-6.1": ("done", "none"), "POL-6.2": ("done", "none")}
    assert written(decision) == {"no_third_parties": True}


def test_a_party_takes_the_signed_none_back() -> None:
    facts = replace(knowing(no_third_parties=True), items=tuple(replace(i, state="done", reason="none") for i in LINES))
    decision = taken(AddParty(**WHO, values={"name": "Builders", "involved": True}), facts)
    assert written(decision)["no_third_parties"] is None
    assert settled(decision) == {"POL-6.1": ("done", "Builders"), "POL-6.2": ("open", None)}


def test_what_somebody_wrote_on_the_line_stays() -> None:
    facts = replace(FACTS, items=(replace(LINES[0], state="done", reason="Two firms, see the file"),))
    assert settled(taken(AddParty(**WHO, values={"name": "Builders", "involved": True}), facts)) == {}


def test_none_cannot_be_signed_beside_named_parties() -> None:
    assert refused(SignNoParties(**{**WHO, "actor": AI_LEAD}), knowing(parties=[BUILDERS])) == "parties_named"


def test_a_party_that_moved_is_not_overwritten_unseen() -> None:
    late = ChangeParty(**WHO, party="p5", base="other", values={"name": "Bridge Builders"})
    assert refused(late, knowing(parties=[BUILDERS])) == "row_moved"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"classification": "Restricted"}, True),
        ({"classification": "Public"}, False),
        ({"classification": "Our own word"}, None),
        ({"datasets": [{"id": "a", "classification": "Public"}, {"id": "b", "classification": "Restricted"}]}, True),
    ],
)
def test_the_most_restricted_class_of_the_departments_scheme_lifts_the_severity(
    facts: dict[str, Any], expected: bool | None
) -> None:
    law = replace(LAW, department=replace(LAW.department, classes=("Restricted", "Confidential", "Public")))
    assert restricted(knowing(**facts), law) is expected


def test_a_draft_for_a_party_that_the_list_does_not_name_is_not_released() -> None:
    kind = LAW.packs.notices.kinds["contractor_notice"]
    made = replace(APPROVED, id=kind.id, kind=kind.id, each="Builders")
    before, after = ({**BUILDERS, "data_exposed": True, "name": name} for name in ("Builders", "Bridge Builders"))
    given = told(release(draft=kind.id), holding(made, knowing(KNOWN, parties=[after])))
    assert isinstance(given, Refusal)
    assert (given.name, given.values["party"]) == ("notice_off_list", "Builders")
    others = told(release(draft=kind.id), holding(made, knowing(KNOWN, parties=[before])))
    assert not (isinstance(others, Refusal) and others.name == "notice_off_list")


LINE = Item(id="POL-8.C", title="Notify", cite="Policy 8.C", role="CR", position=9, subject="Builders", state="done")
EXPOSED = {**BUILDERS, "data_exposed": True}


def renaming(facts: IncidentFacts) -> Decision:
    """What another name of the builders brings with it."""
    values = {"name": "Bridge Builders", "kind": "contractor", "involved": True, "data_exposed": True}
    return taken(ChangeParty(**WHO, party="p5", base=row_version(EXPOSED), values=values), facts)


def test_the_lines_and_drafts_of_a_party_follow_its_new_name() -> None:
    kind = LAW.packs.notices.kinds["contractor_notice"]
    made = replace(APPROVED, id=kind.id, kind=kind.id, each="Builders")
    typed = {typed_name("addressee"): {"each": {"Builders": "12 Main St", "Others": "9 Elm St"}}}
    given: dict[str, Any] = {"parties": [EXPOSED], **typed}
    facts = replace(holding(made, knowing(**given)), items=(LINE,))
    decision = renaming(facts)
    after = facts_after(facts, decision.changes, decision.texts)
    assert [(one.subject, one.state) for one in after.items] == [("Bridge Builders", "done")]
    assert after.notice_drafts[kind.id].each == "Bridge Builders"
    assert after.notice_drafts[kind.id].approval == made.approval
    assert after.known[typed_name("addressee")].value["each"] == {"Bridge Builders": "12 Main St", "Others": "9 Elm St"}


def test_a_line_that_is_there_under_the_new_name_already_stays_alone() -> None:
    both = (LINE, replace(LINE, subject="Bridge Builders", state="withdrawn"))
    facts = replace(knowing(parties=[EXPOSED]), items=both)
    decision = renaming(facts)
    assert not any(isinstance(one, RenameItem) for one in decision.changes)


def test_a_line_of_another_provision_keeps_its_subject() -> None:
    other = replace(LINE, id="POL-11.E1")
    facts = replace(knowing(parties=[EXPOSED]), items=(other,))
    assert not any(isinstance(one, RenameItem) for one in renaming(facts).changes)
