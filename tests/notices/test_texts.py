"""Templates are data from people: what is wrong in one is said with its file and line, and it can do nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.assessment.facts import read_facts
from bot.notice.fill import MergeData, addressees, fill
from bot.policy.source import PackErrors
from handlers.notices.texts import NoticeTexts
from tests.notices.stories import department, notice, notices, texts

LETTER = "us_mo_407_1500/consumer_letter.md.j2"


def own(folder: Path, text: str, name: str = LETTER) -> NoticeTexts:
    """The templates, with one of the department's own in place of the one that ships."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return NoticeTexts(notices(), [folder])


FAULTS = [
    ("# Hello\n\n{{ help_fone }}\n", 3, "help_fone: there is no such field"),
    ("# Hello\n{% if help_phone %}\n{{ nobody }}{% endif %}\n", 3, "nobody: there is no such field"),
    ("# Hello\n{% if %}\n", 2, "Expected an expression"),
    ("# Hello\n{{ help_phone | shout }}\n", 2, "No filter named 'shout'"),
    ("# Hello\n\n\n{{ help_phone }}\n", 4, "FieldIsNoneError"),
    ("# Hello\n{% for a in reporting_agencies %}\n{{ a.fone }}\n{% endfor %}\n", 3, "UndefinedError"),
    ("# Hello\n{{ ''.__class__.__mro__ }}\n", 2, "SecurityError"),
    ("# Hello\n{{ range(9) }}\n", 2, "range: there is no such field"),
    ("# Hello\n{{ signer.append('x') }}\n", 2, "UndefinedError"),
]


@pytest.mark.parametrize(("text", "line", "fault"), FAULTS)
def test_a_wrong_template_is_refused_with_its_file_and_line(tmp_path: Path, text: str, line: int, fault: str) -> None:
    with pytest.raises(PackErrors) as refused:
        own(tmp_path, text)
    assert [(one.file, one.line) for one in refused.value.faults] == [(str(tmp_path / LETTER), line)]
    assert fault in str(refused.value.faults[0])


def test_a_wrong_part_is_refused_with_the_parts_own_file(tmp_path: Path) -> None:
    with pytest.raises(PackErrors) as refused:
        own(tmp_path, "One\n{{ nobody }}\n", name="parts/signature.j2")
    assert [(one.file, one.line) for one in refused.value.faults] == [(str(tmp_path / "parts/signature.j2"), 2)]


def test_a_part_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackErrors, match="there is no such file"):
        own(tmp_path, '# Hello\n{% include "parts/nothing.j2" %}\n')


def test_a_department_may_word_a_notice_itself(tmp_path: Path) -> None:
    mine = own(tmp_path, "# Ours\n\n{{ incident_in_general_terms }}\n")
    one = notice("stolen_laptop", "consumer_letter")
    draft = mine.draft(one.kind, fill(notices(), one.merge_data))
    assert draft.text == f"# Ours\n\n{one.merge_data.answers['incident_in_general_terms']}\n"
    assert draft.used == ("incident_in_general_terms",)


def test_what_people_typed_is_never_read_as_a_template() -> None:
    one = notice("stolen_laptop", "consumer_letter")
    merge_data = replace(
        one.merge_data, answers={**one.merge_data.answers, "what_we_are_doing": "{{ 7 * 7 }} {% raw %}"}
    )
    assert "{{ 7 * 7 }} {% raw %}" in texts().draft(one.kind, fill(notices(), merge_data)).text


def test_a_draft_names_the_fields_it_used_and_those_it_misses() -> None:
    one = notice("bridge_drawings", "law_enforcement_alert")
    answers = {name: value for name, value in one.merge_data.answers.items() if name != "structures@Cole County"}
    draft = texts().draft(one.kind, fill(notices(), replace(one.merge_data, answers=answers)))
    assert draft.missing == ("structures",)
    assert "place" in draft.used
    assert "[MISSING: which structures it is about]" in draft.text


def test_what_is_asked_for_each_place_is_not_taken_from_another() -> None:
    one = notice("bridge_drawings", "law_enforcement_alert")
    assert (
        fill(notices(), replace(one.merge_data, each="Scott County")).text("structures")
        == "The river bridge on Route 3"
    )


@pytest.mark.parametrize(
    ("name", "given", "missing"),
    [
        ("POL-7.A.phone", "573-555-0150", False),
        ("POL-7.A.phone", None, False),
        ("POL-7.A.phone", "  ", True),
        ("incident_in_general_terms", None, True),
        ("notice_date", "next week", True),
        ("notice_date", "2026-11-24", False),
    ],
)
def test_only_an_answer_fills_a_field(name: str, given: str | None, missing: bool) -> None:
    one = notice("stolen_laptop", "consumer_letter")
    field = next(f for f in notices().fields.values() if name in (f.path, f.name))
    filled = fill(notices(), MergeData(facts=one.merge_data.facts, department=department(), answers={name: given}))
    assert (field.name in filled.missing) is missing


def test_a_day_is_that_of_the_department() -> None:
    one = notice("stolen_laptop", "consumer_letter")
    facts = read_facts({"occurred_at": "2026-11-13T03:30:00+00:00"})
    assert fill(notices(), replace(one.merge_data, facts=facts)).text("occurred_on") == "November 12, 2026"


def test_each_agency_and_each_place_has_its_own_notice() -> None:
    laptop, bridge = notice("stolen_laptop", "cra_notice"), notice("bridge_drawings", "law_enforcement_alert")
    agencies = [to.name for to, _ in addressees(laptop.kind, department(), laptop.merge_data.facts) if to]
    assert agencies == ["Equifax", "Experian", "TransUnion"]
    places = [
        (to.name if to else None, each) for to, each in addressees(bridge.kind, department(), bridge.merge_data.facts)
    ]
    assert places == [
        ("Cole County Sheriff's Office", "Cole County"),
        ("Scott County Sheriff's Office", "Scott County"),
    ]


def test_a_place_without_an_agency_has_its_draft_too() -> None:
    bridge = notice("bridge_drawings", "law_enforcement_alert")
    known = {**bridge.merge_data.facts.known, "infrastructure_locations": ("Osage County",)}
    facts = replace(bridge.merge_data.facts, known=known)
    assert addressees(bridge.kind, department(), facts) == ((None, "Osage County"),)
