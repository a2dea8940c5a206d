"""Kinds of notices and recipients are read strictly: every fault with file, line and key."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.policy.department import parse_department
from bot.policy.load import FOLDER, PackErrors, load_packs
from bot.vocabulary import PI_ELEMENTS

EXAMPLE = (Path(__file__).parents[2] / "examples" / "department.yaml").read_text(encoding="utf-8")
WORDS, LAW, POLICY = "notices.yaml", "notices/us_mo_407_1500.yaml", "notices/department_policy.yaml"
NOTICES = load_packs().notices


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], str]:
    """Loads the packs with one change, and gives the faults."""

    def change(file: str, old: str, new: str) -> str:
        folder = tmp_path / "policy"
        shutil.copytree(FOLDER, folder)
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(PackErrors) as refused:
            load_packs(folder)
        assert all(fault.line >= 1 and fault.file.endswith(".yaml") for fault in refused.value.faults)
        return str(refused.value)

    return change


FAULTS = [
    (WORDS, "from: fact occurred_at", "from: fact occured_at", "there is no fact occured_at"),
    (WORDS, "from: fact occurred_at, shape: day", "from: fact occurred_at, shape: count", "cannot be shown as count"),
    (WORDS, "general_terms: {from: typed", "general_terms: {from: guessed", "guessed is not one of"),
    (WORDS, "from: department name", "from: department motto", "motto is not one of"),
    (WORDS, "from: recipients trade_commission", "from: recipients friends", "friends is not one of"),
    (WORDS, "asks: AI, label: what happened", "asks: XY, label: what happened", "XY is not one of"),
    (WORDS, "asks: AI, label: what happened", "label: what happened", "a question needs the role"),
    (WORDS, "  what_is_not_known:", "  what-is-not-known:", "cannot be used in a template"),
    (WORDS, 'missing: "[MISSING: {}]"', 'missing: "[MISSING]"', "must hold {} once"),
    (WORDS, "  medical: {name: medical information,", "  medicine: {name: medical information,", "medical is missing"),
    (WORDS, "{name: Social Security number,", "{name: number of the state,", "own words would not be found"),
    (WORDS, "hedges:\n  - {id: no_misuse,", "hedges:\n  - {id: no_abuse,", "no_abuse is not one of"),
    (WORDS, "label: Lists", "labels: Lists", "labels: is not a known key here"),
    (LAW, "law: us_mo_407_1500", "law: us_ks", "must be us_mo_407_1500"),
    (LAW, "cite: 407.1500.2(4)(c)", "cite: 407.1500.2(4)(x)", "but the law says 407.1500.2(4)(c)"),
    (LAW, "required: [incident_in_general_terms, ", "required: [", "does not require incident_in_general_terms"),
    (LAW, "present: [{field: help_phone}]", "present: [{field: help_fone}]", "there is no field help_fone"),
    (LAW, "present: [{field: help_phone}]", "present: []", "at least one sign"),
    (LAW, "present: [{field: help_phone}]", "present: [{phone: yes please}]", "needs one of any, field"),
    (LAW, "share: 60", "share: 160", "more than 100 per cent"),
    (LAW, "obligations: [owner_notice]", "obligations: [owners_notice]", "owners_notice is not one of"),
    (LAW, "decisions: [POL-8.A]", "decisions: [POL-88]", "POL-88 is not one of"),
    (LAW, "approves: CCO", "approves: CR", "whoever drafts does not approve"),
    (LAW, "formats: [text, docx]", "formats: [docx]", "must hold text"),
    (LAW, "formats: [text, docx]", "formats: [text, pdf]", "finished in Word"),
    (LAW, "method: email", "method: pigeon", "knows the method pigeon"),
    (LAW, "method: telephone", "method: voicemail", "knows the method voicemail"),
    (LAW, "fulfils: website", "fulfils: billboard", "which no obligation that calls for it lists"),
    (LAW, "to: attorney_general", "to: general_attorney", "general_attorney is not one of"),
    (LAW, "id: owner_notice", "id: consumer_letter", "stands twice"),
    (POLICY, "required: [monitoring, no_cost]", "required: [monitoring]", "no_cost is used by no kind"),
    (POLICY, "called_by: {tasks: [POL-7.1]}", "called_by: {}", "must name an obligation, a decision or a task"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "fault"), FAULTS)
def test_a_fault_is_said_where_it_stands(
    changed: Callable[[str, str, str], str], file: str, old: str, new: str, fault: str
) -> None:
    assert fault in changed(file, old, new)


def test_a_file_for_a_law_that_is_not_there_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(FOLDER, folder)
    (folder / "notices" / "us_xx.yaml").write_text("law: us_xx\nkinds: []\n", encoding="utf-8")
    with pytest.raises(PackErrors, match="the name of the file and of a pack"):
        load_packs(folder)


def test_every_kind_of_data_has_its_words() -> None:
    assert set(NOTICES.elements) == set(PI_ELEMENTS)


def test_communications_drafts_and_releases_and_counsel_approves() -> None:
    assert {(k.drafted_by, k.approved_by, k.released_by) for k in NOTICES.kinds.values()} == {("CR", "CCO", "CR")}


MISSOURI = "us_mo_407_1500"


@pytest.mark.parametrize(
    ("call", "packs", "kinds"),
    [
        (
            f"{MISSOURI}|consumer_notice",
            [MISSOURI],
            [
                "consumer_email",
                "consumer_letter",
                "consumer_letter_family",
                "consumer_letter_guardian",
                "consumer_telephone",
            ],
        ),
        (
            f"{MISSOURI}|substitute_notice",
            [MISSOURI],
            ["substitute_email", "substitute_media", "substitute_web_page"],
        ),
        (f"{MISSOURI}|consumer_notice", [], []),
        ("us_tx|consumer_notice", [MISSOURI], []),
        ("POL-7.A", [], ["call_center_faq", "call_center_script"]),
        ("POL-11.E1", [], ["law_enforcement_alert"]),
        ("us_mo_insurance|director_notice", [MISSOURI], []),
        ("us_mo_insurance|director_notice", ["us_mo_insurance"], ["director_notice"]),
    ],
)
def test_what_is_owed_calls_for_its_notices(call: str, packs: list[str], kinds: list[str]) -> None:
    called = NOTICES.called_for(frozenset({call}), frozenset(packs))
    assert sorted(kind.id for kind in called) == kinds


def test_a_method_needs_what_the_law_says_it_needs() -> None:
    email = NOTICES.kinds["consumer_email"].method
    assert email is not None
    assert (email.cite, email.needs) == ("407.1500.2(6)(b)", ("agreed_electronically", "esign_consistent"))


def test_the_examples_recipients_are_read() -> None:
    recipients = parse_department(EXAMPLE, "department.yaml").recipients
    assert [one.name for one in recipients.of("consumer_reporting_agencies")] == ["Equifax", "Experian", "TransUnion"]
    assert recipients.of("attorney_general")[0].address[-1] == "Jefferson City, MO 65102"
    assert recipients.of("law_enforcement") == ()


def test_a_department_may_name_no_recipients() -> None:
    assert parse_department(EXAMPLE.partition("recipients:")[0], "department.yaml").recipients.groups == {}


@pytest.mark.parametrize(("today", "stale"), [(date(2027, 5, 20), False), (date(2027, 5, 21), True)])
def test_an_address_grows_stale(today: date, stale: bool) -> None:
    recipients = parse_department(EXAMPLE, "department.yaml").recipients
    assert recipients.is_stale(recipients.of("attorney_general")[0], today) is stale


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("stale_after_days: 180", "", "recipients.stale_after_days: is missing"),
        (
            "phone: 800-392-8222",
            "phone: call us",
            "recipients.attorney_general.phone: call us is not a telephone number",
        ),
        ("web: experian.com/help", "web: the web", "recipients.consumer_reporting_agencies[1].web: the web is not"),
        ("verified_on: 2026-11-21", "", "recipients.attorney_general.verified_on: is missing"),
        ("verified_on: 2026-11-21", "verified_on: lately", "must be a date"),
        ("free_credit_reports:", "credit_reports:", "recipients.credit_reports: is not a known key here"),
        ("name: Experian", "title: Experian", "recipients.consumer_reporting_agencies[1].name: is missing"),
    ],
)
def test_a_wrong_recipient_is_refused(old: str, new: str, fault: str) -> None:
    assert old in EXAMPLE
    with pytest.raises(PackErrors) as refused:
        parse_department(EXAMPLE.replace(old, new, 1), "department.yaml")
    assert fault in str(refused.value)


def test_an_agency_of_law_enforcement_needs_its_place() -> None:
    sheriff = "  law_enforcement:\n    - {name: Sheriff, phone: 573-555-0160, verified_on: 2026-11-21}\n"
    with pytest.raises(PackErrors, match=r"law_enforcement\[0\].place: is missing"):
        parse_department(EXAMPLE + sheriff, "department.yaml")


def test_a_recipient_that_cannot_be_reached_is_refused() -> None:
    nowhere = "  insurance_director: {name: Director, verified_on: 2026-11-21}\n"
    with pytest.raises(PackErrors, match="needs at least one of address"):
        parse_department(EXAMPLE + nowhere, "department.yaml")
