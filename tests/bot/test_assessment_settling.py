"""What would settle it, and what a changed pack would change."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.assessment.prepared import prepare
from bot.assessment.rehearsal import Changed, rehearse
from bot.assessment.settling import rank_unknowns
from bot.policy.law_steps import Value
from bot.policy.load import FOLDER
from tests.bot.test_assessment_answers import BREACH, PACKS, rules
from tests.bot.test_assessment_command import run

AT_EVERY_TURN = {
    "incident_kinds": ["device_stolen"],
    "contractor_data_exposed": False,
    "message_board_control": False,
    "infrastructure_data": False,
    "attack_enabling": False,
}


def ranked(facts: dict[str, Any]) -> list[tuple[str, int, int]]:
    found = rank_unknowns({**AT_EVERY_TURN, **facts}, rules())
    return [(one.fact, len(one.always), len(one.sometimes)) for one in found]


def test_the_fact_that_decides_most_stands_first() -> None:
    facts = {**BREACH, "acquired": None, "notices_at_one_time": [2000], "reachable": 5000, "unidentifiable": 0}
    assert ranked({**facts, "notice_cost": {"amount": 1}})[0] == ("acquired", 9, 9)


def test_a_fact_that_decides_nothing_by_itself_is_left_out() -> None:
    named = [fact for fact, _, _ in ranked({**BREACH, "acquired": None, "accessed": None})]
    assert "notice_cost" not in named
    assert named[:2] == ["accessed", "acquired"]


def test_an_unknown_of_a_data_set_is_named_by_its_place() -> None:
    one = {"id": "payroll", "role": "owns", "names_included": True, "computerized": True, "elements": [{"kind": "ssn"}]}
    facts = {"accessed": True, "acquired": True, "residents": {"MO": 5}, "datasets": [one]}
    assert ranked(facts)[0][0] == "datasets.payroll.elements.1.protection"


def test_nothing_unknown_is_nothing_to_settle() -> None:
    facts = {**BREACH, "residents": {"MO": 5}, "reachable": 5, "unidentifiable": 0, "notice_cost": {"amount": 1}}
    assert ranked(facts) == []


def limit_of(number: int) -> Any:
    law = PACKS.laws["us_mo_407_1500"]
    value = law.values["at_one_time_limit"]
    changed = replace(value, periods=(replace(value.periods[0], amount=number),))
    assert isinstance(changed, Value)
    return prepare(
        policy=PACKS.policy,
        laws=(replace(law, values={**law.values, "at_one_time_limit": changed}),),
        on=date(2026, 11, 21),
        zone=ZoneInfo("America/Chicago"),
        calendars=PACKS.calendars,
    )


def test_a_changed_limit_names_each_incident_and_answer_that_would_change() -> None:
    told = [("BR-1", {**BREACH, "notices_at_one_time": [800], "all_told": True}), ("BR-2", {"accessed": False})]
    found = rehearse(told, rules(), limit_of(500))
    assert Changed(incident="BR-1", name="us_mo_407_1500 ag_notice", was="not_required", now="required") in found
    assert {one.incident for one in found} == {"BR-1"}
    assert rehearse(told, rules(), limit_of(1000)) == ()


def test_facts_of_an_older_version_are_rehearsed_too() -> None:
    assert rehearse([("BR-1", {"colour": "red", "accessed": 1})], rules(), rules()) == ()


def test_the_command_says_in_plain_words_what_would_change(tmp_path: Path) -> None:
    packs, incidents = tmp_path / "packs", tmp_path / "incidents"
    shutil.copytree(FOLDER, packs, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    law = packs / "laws" / "us_mo_407_1500.yaml"
    law.write_text(law.read_text().replace("value: 1000}", "value: 500}"))
    incidents.mkdir()
    (incidents / "laptop.yaml").write_text(
        "{accessed: true, acquired: true, computerized: true, names_included: true, pi_elements: [ssn],"
        " encrypted: false, data_role: owns, residents: {MO: 800}, notices_at_one_time: [800], all_told: true}"
    )
    words = ("policy", "rehearse", str(FOLDER), str(packs), str(incidents), "--on", "2026-11-21")
    code, out, _ = run(*words)
    assert code == 0
    assert "laptop: us_mo_407_1500 ag_notice: was not_required; would be required." in out
    assert run("policy", "rehearse", str(FOLDER), str(packs), str(tmp_path / "none"))[0] == 2


def test_the_command_ranks_what_would_settle_it() -> None:
    code, out, _ = run("assess", "-", "--settle", given="incident_kinds: [exposure]")
    assert code == 0
    assert "message_board_control: settles POL-11.D" in out


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("key_taken", "true or false"),
        ("residents", "some: the number is not known yet"),
        ("datasets", "elements: a list of maps with kind, protection"),
        ("delay.reason", "one of impede_investigation"),
        ("key_taken", "read by us_mo_407_1500, readable (407.1500.1(4), (9), (10))"),
    ],
)
def test_a_fact_is_explained(fact: str, said: str) -> None:
    code, out, _ = run("assess", "--explain", fact)
    assert code == 0
    assert said in out


def test_a_fact_that_is_none_is_one_line() -> None:
    code, _, err = run("assess", "--explain", "shoe_size")
    assert (code, err.count("\n")) == (2, 1)


def test_a_pack_says_who_is_told_and_by_which_methods() -> None:
    law = PACKS.laws["us_mo_407_1500"]
    assert (law.consumer_obligation, law.harm_record) == ("consumer_notice", "harm_determination")
    assert law.takes_method({"kind": "written"})
    assert law.takes_method({"kind": "email", "agreed_electronically": True, "esign_consistent": True})
    assert not law.takes_method({"kind": "email", "agreed_electronically": True})
    assert not law.takes_method({"kind": "voicemail"})
    assert not law.takes_method({"kind": "pigeon"})
    assert PACKS.laws["us_mo_sunshine"].takes_method({"kind": "pigeon"})
