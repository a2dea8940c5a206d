"""Details of the answers that the cases do not spell out."""

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.assessment.assess import assess
from bot.assessment.facts import FactErrors, read_facts
from bot.assessment.prepared import Rules, prepare
from bot.assessment.result import Assessment
from bot.policy.load import load_packs

PACKS = load_packs()
BREACH: dict[str, Any] = {
    "computerized": True,
    "accessed": True,
    "acquired": True,
    "names_included": True,
    "pi_elements": ["ssn"],
    "encrypted": False,
    "residents": {"MO": 5000},
    "data_role": "owns",
}
WRITTEN = {"officer": "Sgt. A. Doe", "agency": "FBI", "reason": "impede_investigation", "in_writing": True}


def rules(*names: str, flags: tuple[str, ...] = ()) -> Rules:
    return prepare(
        policy=PACKS.policy,
        laws=tuple(PACKS.laws[name] for name in names or ("us_mo_407_1500",)),
        on=date(2026, 11, 21),
        zone=ZoneInfo("America/Chicago"),
        calendars=PACKS.calendars,
        flags=flags,
        federal=PACKS.federal,
        answerable=PACKS.readings,
    )


def ask(facts: dict[str, Any], *names: str, flags: tuple[str, ...] = ()) -> Assessment:
    return assess(read_facts(facts), rules(*names, flags=flags))


def reasons(answer: Assessment, name: str) -> list[tuple[str, str]]:
    (found,) = [o for o in answer.obligations if o.id == name]
    return [(reason.cite, reason.text) for reason in found.reasons]


def test_an_open_task_of_a_law_says_what_it_needs() -> None:
    unsettled = {entry.id: entry.needs for entry in ask({}, "us_mo_insurance").unsettled}
    assert unsettled["IDSA-10"] == (
        *("licensee", "incident_kinds", "physical_criminal_conduct", "determined_at", "accessed", "acquired"),
    )
    assert unsettled["IDSA-11"] == ("licensee", "third_party_system")
    assert unsettled["insurance_event"] == ("licensee", "determined_at", "accessed", "acquired")
    assert set(unsettled["IDSA-14"]) == {"licensee", "determined_at", "accessed", "acquired"}


def test_an_open_decision_on_notices_needs_what_the_notices_need() -> None:
    unsettled = {entry.id: (entry.kind, entry.needs) for entry in ask({**BREACH, "data_role": None}).unsettled}
    kind, needs = unsettled["POL-8.1"]
    assert kind == "decision"
    assert needs[0] == "data_role"
    assert needs[-1] == "contractor_data_exposed"
    assert unsettled["POL-8.2"][0] == "task"


def test_an_open_record_says_what_it_needs() -> None:
    (entry,) = [e for e in ask({**BREACH, "harm_unlikely": True}).unsettled if e.id == "harm_determination"]
    assert (entry.kind, entry.needs) == ("record", ("investigated", "law_enforcement_consulted"))


def test_a_required_notice_gives_every_step_with_its_citation() -> None:
    cites = [cite for cite, _ in reasons(ask(BREACH), "consumer_notice")]
    assert cites[0] == "407.1500.1(1)"
    assert cites[-2:] == ["407.1500.1(2)", "407.1500.2(1)"]
    assert len(cites) == 9


def test_a_notice_that_is_not_required_says_which_step_failed_and_no_other() -> None:
    assert reasons(ask({**BREACH, "data_role": "maintains"}), "consumer_notice") == [
        ("407.1500.2(1)", PACKS.laws["us_mo_407_1500"].steps["owns"].unmet)
    ]


def test_an_open_notice_says_what_is_unknown() -> None:
    assert reasons(ask({**BREACH, "residents": None}), "consumer_notice") == [
        ("407.1500.1(2)", PACKS.laws["us_mo_407_1500"].steps["residents"].unknown)
    ]


def test_a_notice_about_the_notice_says_that_none_is_owed() -> None:
    answer = ask({**BREACH, "acquired": False, "notices_at_one_time": [2000]})
    assert "No notice to consumers is owed" in reasons(answer, "ag_notice")[0][1]
    assert "nothing to substitute" in reasons(answer, "substitute_notice")[0][1]


def test_a_notice_about_the_notice_says_that_the_notice_is_open() -> None:
    answer = ask({**BREACH, "acquired": None, "notices_at_one_time": [2000]})
    assert [text for _, text in reasons(answer, "ag_notice")] == [
        "Whether consumers are notified under this section is still open."
    ]
    both = ask({**BREACH, "acquired": None})
    assert [text for _, text in reasons(both, "ag_notice")] == [
        "Whether consumers are notified under this section is still open.",
        PACKS.laws["us_mo_407_1500"].steps["more_than_limit"].unknown,
    ]


def test_a_delay_is_told_with_the_notice_and_with_what_depends_on_it() -> None:
    answer = ask({**BREACH, "delay": WRITTEN, "notices_at_one_time": [2000]})
    for name in ("consumer_notice", "ag_notice", "cra_notice"):
        assert reasons(answer, name)[-1][0] == "407.1500.2(3)"
        assert "asked that notice wait" in reasons(answer, name)[-1][1]
    assert not any("asked that notice wait" in text for _, text in reasons(answer, "substitute_notice"))


def test_a_refused_delay_gives_each_thing_that_is_missing() -> None:
    texts = [text for _, text in reasons(ask({**BREACH, "delay": {"in_writing": False}}), "consumer_notice")]
    assert [text for text in texts if "not accepted" in text] == [
        check.unmet
        for check in PACKS.laws["us_mo_407_1500"].exemptions["delay"].checks
        if "not accepted" in check.unmet
    ]


def test_substitute_notice_names_the_grounds_that_are_shown() -> None:
    facts = {**BREACH, "reachable": 4000, "unidentifiable": 0, "notice_cost": {"amount": 1, "demonstrated": False}}
    assert [cite for cite, _ in reasons(ask(facts), "substitute_notice")] == ["407.1500.2(6)(d)c"]
    none = {**facts, "reachable": 5000}
    assert reasons(ask(none), "substitute_notice")[0][0] == "407.1500.2(6)(d)"
    assert len(reasons(ask(none), "substitute_notice")) == 5


@pytest.mark.parametrize(
    ("facts", "needs"),
    [
        ({"notice_cost": None, "reachable": 4000, "unidentifiable": None}, ("notice_cost",)),
        ({"notice_cost": {"amount": 1}, "reachable": None, "unidentifiable": 3}, ()),
        ({"notice_cost": {"amount": 1}, "reachable": None, "unidentifiable": 0}, ("reachable",)),
    ],
)
def test_substitute_notice_needs_only_what_could_still_change_it(facts: dict[str, Any], needs: tuple[str, ...]) -> None:
    (found,) = [o for o in ask({**BREACH, **facts}).obligations if o.id == "substitute_notice"]
    assert found.needs == needs


def test_a_reading_that_decides_is_among_the_reasons() -> None:
    answer = ask({**BREACH, "encrypted": True, "key_taken": True})
    text = PACKS.laws["us_mo_407_1500"].readings["key_taken"].text
    assert answer.statutory_breach.reasons[-1].text == text
    assert reasons(answer, "consumer_notice")[-1] == ("407.1500.1(4), (9)", text)


def test_the_notices_own_reading_is_shown_before_the_breachs() -> None:
    answer = ask({**BREACH, "encrypted": True, "key_taken": True, "notices_at_one_time": [600, 600]})
    assert {o.id: o.reading for o in answer.obligations if o.debatable} == {
        "consumer_notice": "key_taken",
        "ag_notice": "at_one_time",
        "cra_notice": "at_one_time",
    }


def test_an_open_answer_is_not_yet_debatable() -> None:
    answer = ask({**BREACH, "computerized": None, "encrypted": True, "key_taken": True})
    assert answer.statutory_breach.status == "unresolved"
    assert not answer.statutory_breach.debatable
    assert not any(o.debatable for o in answer.obligations)


def test_an_unknown_reading_is_refused_by_its_place() -> None:
    with pytest.raises(FactErrors, match=r"readings\[0\]\.rule: not_a_reading"):
        ask({"readings": [{"rule": "papers", "holds": True, "reason": "so"}]})


def test_a_reading_of_a_pack_that_is_off_may_stay_recorded() -> None:
    assert ask({**BREACH, "readings": [{"rule": "business_days", "holds": True, "reason": "so"}]}).obligations


def test_a_state_with_nobody_or_with_a_pack_brings_no_open_answer() -> None:
    answer = ask({"residents": {"KS": 0, "IL": None, "AR": 2, "MO": 1}})
    found = {o.law: (o.count, o.needs) for o in answer.obligations if o.law != "us_mo_407_1500"}
    assert found == {"us_ar": (2, ()), "us_il": (None, ("residents",))}


def test_odd_facts_are_marked() -> None:
    facts = {
        "residents": {"MO": 10},
        "reachable": 11,
        "unidentifiable": 10,
        "discovered_at": "2026-11-20T09:00:00-06:00",
        "determined_at": "2026-11-20T08:00:00-06:00",
        "federal_data": ["fti", "pci"],
    }
    marks = ask(facts, flags=("FED-PCI",)).marks
    assert [mark.fact for mark in marks] == ["determined_at", "reachable", "federal_data"]
    assert "FED-FTI" in marks[-1].text


def test_what_is_in_order_is_not_marked() -> None:
    facts = {"discovered_at": "2026-11-20T09:00:00-06:00", "determined_at": "2026-11-20T09:00:00-06:00"}
    assert ask({**facts, "residents": {"MO": 10}, "reachable": 10}).marks == ()


def test_an_open_flag_says_what_it_needs() -> None:
    (flag,) = ask({}, flags=("FED-FTI",)).flags
    assert (flag.status, flag.due, flag.needs) == ("unresolved", None, ("federal_data",))


def test_a_flag_says_how_its_date_was_counted() -> None:
    (flag,) = ask({"federal_data": ["fti"], "discovered_at": "2026-11-21T09:00:00-06:00"}, flags=("FED-FTI",)).flags
    assert flag.status == "open"
    assert [reason.text for reason in flag.reasons][1] == "Counted in elapsed hours from discovery."


def test_the_first_law_with_a_breach_gives_the_verdict() -> None:
    assert ask(BREACH, "us_mo_sunshine", "us_mo_407_1500").statutory_breach.law == "us_mo_407_1500"
    assert ask(BREACH, "us_mo_sunshine").statutory_breach.status == "unresolved"


def test_a_delayed_notice_lists_its_contents_and_has_no_date() -> None:
    (notice,) = [o for o in ask({**BREACH, "delay": WRITTEN}).obligations if o.id == "consumer_notice"]
    assert len(notice.contents) == 5
    assert notice.due is None


def test_a_notice_that_is_not_owed_has_no_contents_and_refuses_no_method() -> None:
    facts = {**BREACH, "acquired": False, "planned_methods": [{"kind": "voicemail"}]}
    (notice,) = [o for o in ask(facts).obligations if o.id == "consumer_notice"]
    assert (notice.contents, notice.methods_refused, notice.could_change) == ((), (), ())


def test_a_refused_method_says_each_reason() -> None:
    facts = {**BREACH, "planned_methods": [{"kind": "email"}, {"kind": "voicemail"}]}
    (notice,) = [o for o in ask(facts).obligations if o.id == "consumer_notice"]
    assert [len(method.reasons) for method in notice.methods_refused] == [2, 1]
    assert notice.methods_refused[1].reasons[0].cite == "407.1500.2(6)(c)"


def test_a_question_without_an_office_goes_to_the_department() -> None:
    (decision,) = [d for d in ask({"message_board_control": True}).decisions if d.id == "POL-11.D"]
    assert (decision.roles, decision.guidance) == (("DEPT",), ("IS", "OCS"))


def test_a_notice_about_an_open_notice_needs_what_that_notice_needs() -> None:
    answer = ask({**BREACH, "acquired": None, "data_role": None, "notices_at_one_time": [2000]})
    needs = {o.id: o.needs for o in answer.obligations}
    assert needs["ag_notice"] == needs["consumer_notice"] == ("acquired", "data_role")
    assert needs["substitute_notice"] == ("acquired", "data_role", "notice_cost", "reachable", "unidentifiable")


def test_a_breach_is_debatable_also_in_a_law_that_tells_nobody() -> None:
    law = replace(PACKS.laws["us_mo_407_1500"], obligations=())
    alone = prepare(
        policy=PACKS.policy, laws=(law,), on=date(2026, 11, 21), zone=ZoneInfo("America/Chicago"), calendars={}
    )
    assert assess(read_facts({**BREACH, "computerized": False}), alone).statutory_breach.reading == "paper"


def test_what_no_pack_answers_is_open_and_not_debatable() -> None:
    answer = ask({**BREACH, "residents": {"KS": 2}}, "us_mo_sunshine")
    assert not answer.statutory_breach.debatable
    assert not any(o.debatable for o in answer.obligations)


def test_marks_on_dates_stand_in_the_order_of_the_names() -> None:
    later = "2026-12-24T09:00:00-06:00"
    marks = ask({"occurred_at": later, "discovered_at": later, "residents": {"MO": 0}}).marks
    assert [mark.fact for mark in marks] == ["discovered_at", "occurred_at"]
