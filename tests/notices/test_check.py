"""The check of a notice, with one defect at a time: each is found, and nothing else with it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assessment.facts import read_facts
from bot.notice.check import blocks_release
from tests.notices.stories import Notice, notice

ODD = [
    "[",
    "](",
    "{{",
    "«",
    "»",
    "<!",
    "# ",
    "\n## ",
    "\n- ",
    "November 12, 2026",
    "573-555-0150",
    "Equifax",
    "vigilant",
    ".",
]
LETTER = ("stolen_laptop", "consumer_letter")
AG = ("stolen_laptop", "ag_notice")
SCRIPT = ("stolen_laptop", "consumer_telephone")
POSTS = ("crash_records", "social_replies")
RELEASE = ("bridge_drawings", "media_release")
OFFER = ("stolen_laptop", "credit_monitoring_offer")
ALERT = ("bridge_drawings", "law_enforcement_alert")


def edited(one: Notice, old: str, new: str) -> str:
    assert old in one.draft.text
    return one.draft.text.replace(old, new)


def found(one: Notice, text: str | None = None, **changed: Any) -> list[tuple[str, str]]:
    return [(finding.severity, finding.id) for finding in one.findings(text, **changed)]


REMOVED = [
    (LETTER, "A laptop was stolen from a locked office in our Central Office. It held payroll files. ", "(4)(a)"),
    (LETTER, "- Social Security number\n", "(4)(b)"),
    (LETTER, "- Name, home address and pay\n", "(4)(b)"),
    (LETTER, "Call us at 573-555-0150 if you have questions or need help. ", "(4)(c)"),
    (LETTER, "Equifax\nP.O. Box 105788\nAtlanta, GA 30348\n1-800-685-1111\n", "(4)(d)"),
    (LETTER, "TransUnion\n", "(4)(d)"),
    (LETTER, "\nP.O. Box 2000\nChester, PA 19016\n1-888-909-8872\ntransunion.com/credit-help", "(4)(d)"),
    (LETTER, "Please remain vigilant. ", "(4)(e)"),
    (
        SCRIPT,
        "- Do not leave this message on voicemail or with somebody else. Say only that you will call again.\n",
        "(6)(c)",
    ),
    (AG, "The notice to consumers is given on November 24, 2026. ", "(8)"),
    (AG, "The notice goes to 1,180 Missouri consumers. ", "(8)"),
    (AG, "A laptop was stolen from a locked office in our Central Office. It held payroll files.\n", "(8)"),
    (("stolen_laptop", "contractor_notice"), "tell your employees", "8.C"),
    (OFFER, " for two years", "Policy 9"),
    (ALERT, "- The overpass at Exit 2\n", "11.E"),
    (("bridge_drawings", "leader_notice"), " It occurred here: Southeast District.", "Policy 7"),
    (("plan_files", "owner_notice"), "The data: the claim files of the plan year 2025.", "(2)"),
    (
        ("plan_files", "director_notice"),
        "The review found that one update of the program had not been installed.",
        "(10)",
    ),
]


@pytest.mark.parametrize(("which", "sentence", "cite"), REMOVED)
def test_a_required_sentence_that_was_taken_out_is_missed(which: tuple[str, str], sentence: str, cite: str) -> None:
    one = notice(*which)
    findings = one.findings(edited(one, sentence, ""))
    assert [(finding.id, finding.severity) for finding in findings] == [("item_missing", "error")]
    assert findings[0].cite.endswith(cite)


DEFECTS = [
    (LETTER, "What You Can Do\n", "What You Can Do\n\nYour number is 123-45-6789.\n", "personal_data"),
    (LETTER, "Sincerely,", "<!channel>", "mention"),
    (LETTER, "Sincerely,", "Ask @here.", "mention"),
    (LETTER, "Sincerely,", "[Click](https://annualcreditreport.com)", "link_hidden"),
    (LETTER, "Sincerely,", "<https://annualcreditreport.com|our page>", "link_hidden"),
    (LETTER, "Rosa Ruiz", "[name]", "unfilled"),
    (LETTER, "Rosa Ruiz", "TBD", "unfilled"),
    (LETTER, "Rosa Ruiz", "{{ signer }}", "unfilled"),
    (LETTER, "«AddressLine2»", "«Salary»", "merge_field"),
    (AG, "Rosa Ruiz", "«FirstName»", "merge_field"),
    (LETTER, "It happened on November 12, 2026.", "The night of November 11, 2026 was cold.", "date_unknown"),
    (LETTER, "It happened on November 12, 2026.", "The night of 11/11/2026 was cold.", "date_unknown"),
    (LETTER, "It happened on November 12, 2026.", "The night of the 11th of November was cold.", "date_unknown"),
    (LETTER, "It happened on November 12, 2026.", "The night of November 12, 2025 was cold.", "date_unknown"),
    (LETTER, "It happened on November 12, 2026.", "It happened on November 13, 2026.", "date_wrong"),
    (
        LETTER,
        "It happened on November 12, 2026. We found out on November 13",
        "It occurred on November 12. We learned of it on November 12",
        "date_wrong",
    ),
    (LETTER, "- Social Security number\n", "- Social Security number\n- Medical records\n", "element_unknown"),
    (LETTER, "Sincerely,", "Questions? 573-555-0199", "contact_unknown"),
    (LETTER, "Sincerely,", "See breach.example.com", "contact_unknown"),
    (LETTER, "Sincerely,", "Write to help@dot.example.gov", "contact_unknown"),
    (POSTS, "## Am I affected?\n\n", "## Am I affected?\n\nReply with your name and street. ", "item_forbidden"),
    (RELEASE, "We closed the folder", "The drawings show weak points. We closed the folder", "item_forbidden"),
]


@pytest.mark.parametrize(("which", "old", "new", "finding"), DEFECTS)
def test_a_defect_is_found_alone_and_blocks(which: tuple[str, str], old: str, new: str, finding: str) -> None:
    one = notice(*which)
    assert found(one, edited(one, old, new)) == [("error", finding)]
    assert blocks_release(one.findings(edited(one, old, new)))


def test_an_element_that_the_text_denies_is_found() -> None:
    one = notice(*LETTER)
    text = edited(one, "- Social Security number\n", "- The files did not include Social Security numbers.\n")
    assert ("error", "element_denied") in found(one, text)


def test_that_an_unrecorded_element_was_not_there_may_be_said() -> None:
    one = notice(*LETTER)
    text = edited(one, "- Name, home", "- The files did not include medical records.\n- Name, home")
    assert found(one, text) == []


HEDGES = [
    ("There is no evidence of misuse.", "no_misuse"),
    ("Your data may have been seen.", "hedge"),
    ("Out of an abundance of caution, we write to you.", "hedge"),
    ("Your data is safe with us.", "promise"),
]


@pytest.mark.parametrize(("sentence", "finding"), HEDGES)
def test_a_hedge_asks_for_a_reason_and_does_not_block(sentence: str, finding: str) -> None:
    one = notice(*LETTER)
    text = edited(
        one, "We are writing to tell you about a data breach.", f"We are writing about a data breach. {sentence}"
    )
    assert set(found(one, text)) == {("warning", finding)}
    assert not blocks_release(one.findings(text))


def test_a_heading_that_people_look_for_and_that_is_gone_asks_for_a_reason() -> None:
    one = notice(*LETTER)
    text = edited(one, "## What Information Was Involved", "## About the Data")
    assert found(one, text) == [("warning", "heading_gone")]


def test_a_text_that_is_too_hard_is_blocked_with_its_grade_and_its_hardest_sentence() -> None:
    one = notice(*RELEASE)
    hard = "Notwithstanding infrastructural considerations, unauthorized individuals accessed documentation. "
    findings = one.findings(edited(one, "We closed the folder", hard * 5 + "We closed the folder"))
    assert [finding.id for finding in findings] == ["grade_high"]
    assert float(dict(findings[0].values)["grade"]) > 8
    assert findings[0].where == hard.strip()


def test_personal_data_is_not_repeated_by_its_finding() -> None:
    one = notice(*LETTER)
    findings = one.findings(edited(one, "Sincerely,", "Your number is 123-45-6789."))
    assert "6789" not in repr(findings)


def test_a_text_too_long_to_be_searched_for_personal_data_is_blocked() -> None:
    one = notice(*LETTER)
    assert found(one, one.draft.text + "We will say more. " * 2500) == [("error", "too_long")]


@given(text=st.text(max_size=400) | st.lists(st.sampled_from(ODD), max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_check_and_none_without_its_items_passes(text: str) -> None:
    findings = notice(*LETTER).findings(text)
    assert blocks_release(findings)
    assert findings == notice(*LETTER).findings(text)


EDITED = [
    ("Please remain vigilant. Review your account statements, and check your free credit reports.",
     "Stay alert in the coming months.\n\n- Look at your bank statements.\n- Get a free copy of your credit report."),
    ("- Social Security number\n- Bank or card account number\n", "Social Security numbers and bank accounts.\n\n"),
    ("573-555-0150", "(573) 555-0150"),
    ("A laptop was stolen from a locked office in our Central Office. It held payroll files.",
     "A laptop with payroll files was stolen. It stood in a locked office of the Central Office."),
    ("laptop's", "laptop’s"),
    ("November 12, 2026", "Nov. 12, 2026"),
    ("experian.com/help", "https://www.experian.com/help"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), EDITED)
def test_free_editing_keeps_what_is_required(old: str, new: str) -> None:
    one = notice(*LETTER)
    assert found(one, edited(one, old, new)) == []


def test_advice_that_nothing_need_be_done_is_no_advice_to_remain_vigilant() -> None:
    one = notice(*LETTER)
    assert found(
        one, edited(one, "Please remain vigilant. Review", "You do not need to remain vigilant or review")
    ) == [("error", "item_missing")]


FACTS: list[tuple[dict[str, Any], str]] = [
    ({"discovered_at": "2026-11-16T09:00:00-06:00", "determined_at": "2026-11-13T09:00:00-06:00"}, "date_wrong"),
    ({"pi_elements": ["ssn"]}, "element_unknown"),
    ({"pi_elements": ["ssn", "financial_account", "medical"]}, "item_missing"),
]


@pytest.mark.parametrize(("facts", "finding"), FACTS)
def test_a_fact_that_changed_under_a_text_is_found(facts: dict[str, Any], finding: str) -> None:
    one = notice(*LETTER)
    merge_data = replace(
        one.merge_data,
        facts=replace(one.merge_data.facts, known={**one.merge_data.facts.known, **read_facts(facts).known}),
    )
    assert found(one, merge_data=merge_data) == [("error", finding)]


def test_a_kind_of_data_that_a_release_leaves_out_is_found() -> None:
    one = notice("crash_records", "media_release")
    merge_data = replace(
        one.merge_data,
        facts=replace(
            one.merge_data.facts, known={**one.merge_data.facts.known, "pi_elements": ("plate_number", "ssn")}
        ),
    )
    assert found(one, merge_data=merge_data) == [("error", "element_unsaid")]


def test_a_gap_that_was_typed_over_with_nothing_recorded_is_missing() -> None:
    one = notice(*LETTER)
    answers = {name: value for name, value in one.merge_data.answers.items() if name != "incident_in_general_terms"}
    assert ("error", "item_missing") in found(one, merge_data=replace(one.merge_data, answers=answers))


def test_a_number_that_does_not_exist_need_not_be_said() -> None:
    one = notice(*LETTER)
    merge_data = replace(one.merge_data, answers={**one.merge_data.answers, "POL-7.A.phone": None})
    text = edited(one, "Call us at 573-555-0150 if you have questions or need help.", "There is no telephone line.")
    assert found(one, text, merge_data=merge_data) == []


def test_an_offer_of_monitoring_that_nobody_provides_is_blocked() -> None:
    one = notice(*OFFER)
    merge_data = replace(one.merge_data, answers={**one.merge_data.answers, "POL-9.provider": None})
    assert found(one, merge_data=merge_data) == [("error", "item_missing")]


def test_an_address_that_was_checked_too_long_ago_blocks() -> None:
    one = notice(*AG)
    assert found(one, today=date(2027, 5, 20)) == []
    assert found(one, today=date(2027, 5, 21)) == [("error", "recipient_stale")]


def test_a_department_without_a_number_of_days_has_only_stale_addresses() -> None:
    one = notice(*AG)
    recipients = replace(one.merge_data.department.recipients, stale_after=None)
    merge_data = replace(one.merge_data, department=replace(one.merge_data.department, recipients=recipients))
    assert found(one, merge_data=merge_data) == [("error", "recipient_stale")]


@pytest.mark.parametrize(
    ("which", "group", "blocked"),
    [
        (LETTER, "consumer_reporting_agencies", True),
        (LETTER, "free_credit_reports", True),
        (LETTER, "trade_commission", False),
    ],
)
def test_an_address_that_is_not_configured_blocks_unless_it_is_extra(
    which: tuple[str, str], group: str, blocked: bool
) -> None:
    one = notice(*which)
    groups = {name: held for name, held in one.merge_data.department.recipients.groups.items() if name != group}
    recipients = replace(one.merge_data.department.recipients, groups=groups)
    merge_data = replace(one.merge_data, department=replace(one.merge_data.department, recipients=recipients))
    assert (("error", "recipient_missing") in found(one, merge_data=merge_data)) is blocked


def test_a_notice_without_its_addressee_is_blocked() -> None:
    one = notice(*AG)
    assert ("error", "recipient_missing") in found(one, merge_data=replace(one.merge_data, to=None))


def test_an_alert_whose_place_has_no_agency_says_that_it_can_be_typed() -> None:
    one = notice(*ALERT)
    assert ("error", "agency_missing") in found(one, merge_data=replace(one.merge_data, to=None))


METHODS: list[tuple[str, list[dict[str, Any]], bool]] = [
    ("consumer_email", [{"kind": "written"}], False),
    ("consumer_email", [{"kind": "email"}], False),
    ("consumer_email", [{"kind": "email", "agreed_electronically": True}], False),
    ("consumer_email", [{"kind": "email", "agreed_electronically": True, "esign_consistent": True}], True),
    ("consumer_telephone", [{"kind": "telephone", "spoke_directly": False}], False),
    ("consumer_telephone", [{"kind": "voicemail"}], False),
    ("consumer_telephone", [{"kind": "telephone", "spoke_directly": True}], True),
    ("consumer_letter", [], True),
    ("substitute_email", [], True),
]


@pytest.mark.parametrize(("kind", "planned", "legal"), METHODS)
def test_a_method_is_accepted_only_with_what_the_law_wants_recorded(
    kind: str, planned: list[dict[str, Any]], legal: bool
) -> None:
    one = notice("stolen_laptop", kind)
    known = {**one.merge_data.facts.known, **read_facts({"planned_methods": planned}).known}
    merge_data = replace(one.merge_data, facts=replace(one.merge_data.facts, known=known))
    assert found(one, merge_data=merge_data) == ([] if legal else [("error", "method_unproven")])
    assert found(one, merge_data=merge_data, owed=False) == ([] if legal else [("warning", "method_unproven")])
