"""Third parties are named, changed and taken out; the lines of policy 6 follow, unless somebody wrote there."""

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.decision import Decision, Refusal, SetItem, Text
from bot.incident import IncidentFacts, Item
from bot.involved import row_version
from bot.involved_commands import AddParty, ChangeParty, RemoveParty, SignNoParties
from bot.rules.parties import LONGEST_NAME, MOST_ROWS, add_party, change_party, remove_party, sign_none
from tests.given import AI_LEAD, CCO, NOW, STRANGER, knowing, situated, with_incident

INVOLVED = Item(id="POL-6.1", title="Who is involved", cite="Policy 6", role="AI", position=7)
IMPACTED = replace(INVOLVED, id="POL-6.2", role="CCO", position=8)
BUILDERS = {"id": "p1", "name": "Builders", "kind": "contractor", "involved": True}


def lined(*items: Item, **known: Any) -> IncidentFacts:
    return replace(knowing(**known), items=items or (INVOLVED, IMPACTED))


def add(facts: IncidentFacts, *, actor: str = AI_LEAD, **values: Any) -> Decision | Refusal:
    return add_party(AddParty(key="k", actor=actor, incident=7, values=values), situated(facts))


def change(facts: IncidentFacts, values: dict[str, Any], *, party: str = "p1", base: str = "", actor: str = CCO) -> Any:
    base = base or row_version(BUILDERS)
    command = ChangeParty(key="k", actor=actor, incident=7, party=party, base=base, values=values)
    return change_party(command, situated(facts))


def remove(facts: IncidentFacts, *, party: str = "p1", reason: str = " Mistaken ", actor: str = AI_LEAD) -> Any:
    return remove_party(RemoveParty(key="k", actor=actor, incident=7, party=party, reason=reason), situated(facts))


def lines(decision: Any) -> list[tuple[str, str]]:
    assert isinstance(decision, Decision), decision
    return [(one.item, one.state) for one in decision.changes if isinstance(one, SetItem)]


def test_a_party_gets_a_number_of_its_own_and_what_is_not_known_is_left_out() -> None:
    decided = add(lined(parties=[BUILDERS], version=4), name="Haulers", impacted=True, data_exposed=None)
    assert isinstance(decided, Decision)
    assert json.loads(decided.texts["parties"]) == [BUILDERS, {"id": "p5", "name": "Haulers", "impacted": True}]
    assert [one.kind for one in decided.entries] == ["party_added"]


def test_each_line_is_settled_by_the_parties_that_answer_it() -> None:
    decided = add(lined(), name="Haulers", impacted=True)
    assert lines(decided) == [("POL-6.2", "done")]
    assert isinstance(decided, Decision)
    assert decided.texts["POL-6.2"] == "Haulers"
    settled = next(one for one in decided.changes if isinstance(one, SetItem))
    assert (settled.by, settled.at, settled.reason) == (AI_LEAD, NOW, Text(name="POL-6.2"))
    assert settled.role == "CCO"


def test_a_second_party_joins_the_first_on_the_line() -> None:
    done = replace(INVOLVED, state="done", reason="Builders")
    decided = add(lined(done, IMPACTED, parties=[BUILDERS]), name="Haulers", involved=True)
    assert lines(decided) == [("POL-6.1", "done")]
    assert isinstance(decided, Decision)
    assert decided.texts["POL-6.1"] == "Builders; Haulers"


@pytest.mark.parametrize(
    ("item", "moved"),
    [
        (replace(INVOLVED, state="done", reason="We asked the builders"), []),
        (replace(INVOLVED, state="done", reason="Builders"), [("POL-6.1", "open")]),
        (replace(INVOLVED, state="not_applicable", reason="Builders"), []),
        (INVOLVED, []),
    ],
    ids=["in words", "by its rows", "set aside", "open"],
)
def test_the_last_party_that_is_taken_out_opens_only_the_line_that_it_settled(
    item: Item, moved: list[tuple[str, str]]
) -> None:
    decided = remove(lined(item, parties=[BUILDERS]))
    assert lines(decided) == moved
    assert decided.texts.get("reason") == "Mistaken"
    assert "parties" not in decided.texts  # none is left
    (entry,) = decided.entries
    assert (entry.kind, entry.body["reason"]) == ("party_removed", Text(name="reason"))


def test_a_party_that_stays_as_it_was_moves_no_line() -> None:
    done = replace(INVOLVED, state="done", reason="Builders")
    decided = change(lined(done, parties=[BUILDERS]), {"name": "Builders", "data_exposed": False})
    assert lines(decided) == []
    assert json.loads(decided.texts["parties"]) == [{**BUILDERS, "data_exposed": False}]
    assert [one.kind for one in decided.entries] == ["party_changed"]


def test_other_parties_stay_when_one_changes() -> None:
    haulers = {"id": "p2", "name": "Haulers"}
    decided = change(lined(parties=[BUILDERS, haulers]), {"name": "Builders Ltd"})
    assert json.loads(decided.texts["parties"]) == [{**BUILDERS, "name": "Builders Ltd"}, haulers]
    assert [one["id"] for one in json.loads(remove(lined(parties=[BUILDERS, haulers])).texts["parties"])] == ["p2"]


def test_a_party_takes_the_signed_none_back_and_its_other_line_opens() -> None:
    signed = tuple(replace(one, state="done", reason="none") for one in (INVOLVED, IMPACTED))
    decided = add(lined(*signed, no_third_parties=True), name="Haulers", involved=True)
    assert sorted(lines(decided)) == [("POL-6.1", "done"), ("POL-6.2", "open")]
    assert isinstance(decided, Decision)
    assert any(getattr(one, "name", "") == "no_third_parties" for one in decided.changes)


def test_without_the_signed_none_nothing_is_said_of_it() -> None:
    decided = add(lined(), name="Haulers")
    assert isinstance(decided, Decision)
    assert not any(getattr(one, "name", "") == "no_third_parties" for one in decided.changes)


def test_none_is_ais_to_sign_and_settles_what_is_open() -> None:
    written = replace(IMPACTED, state="done", reason="Nobody, we asked")
    decided = sign_none(SignNoParties(key="k", actor=AI_LEAD, incident=7), situated(lined(INVOLVED, written)))
    assert lines(decided) == [("POL-6.1", "done")]
    assert isinstance(decided, Decision)
    assert decided.texts["POL-6.1"] == "none"
    refused = sign_none(SignNoParties(key="k", actor=CCO, incident=7), situated(lined()))
    assert isinstance(refused, Refusal)
    assert refused.name == "role_needed"


MANY = [{"id": f"q{number}", "name": f"Party {number}"} for number in range(MOST_ROWS)]


@pytest.mark.parametrize(
    ("decided", "refused", "field"),
    [
        (add(with_incident(state="closed"), name="A"), "incident_closed", None),
        (add(lined(), actor=STRANGER, name="A"), "team_needed", None),
        (add(lined(), name=" "), "name_needed", "name"),
        (add(lined(), name=None), "name_needed", "name"),
        (add(lined(parties=[BUILDERS]), name=" BUILDERS"), "name_taken", "name"),
        (add(lined(), name="n" * (LONGEST_NAME + 1)), "text_too_long", "name"),
        (add(lined(parties=MANY), name="One more"), "too_many_rows", "name"),
        (change(lined(parties=[BUILDERS]), {"name": ""}), "name_needed", "name"),
        (change(lined(parties=[BUILDERS]), {"name": "B"}, party="p9"), "no_such_row", "name"),
        (change(lined(parties=[BUILDERS]), {"name": "B"}, base="old"), "row_moved", "name"),
        (change(lined(parties=[BUILDERS]), {"name": "B"}, actor=STRANGER), "team_needed", None),
        (remove(lined(parties=[BUILDERS]), reason=" "), "removal_reason", "reason"),
        (remove(lined(parties=[BUILDERS]), reason="x" * 501), "text_too_long", "reason"),
        (remove(lined(parties=[BUILDERS]), party="p9"), "no_such_row", "reason"),
        (remove(lined(parties=[BUILDERS]), actor=STRANGER), "team_needed", None),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(decided: Any, refused: str, field: str | None) -> None:
    assert isinstance(decided, Refusal)
    assert (decided.name, decided.values.get("field")) == (refused, field)


def test_the_longest_list_and_the_longest_words_are_taken() -> None:
    assert isinstance(add(lined(parties=MANY[1:]), name="n" * LONGEST_NAME), Decision)
    assert isinstance(remove(lined(parties=[BUILDERS]), reason="x" * 500), Decision)
