"""What a notice says follows what is known: a span of days, a code that was taken, several mailings, a way to write."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.assessment.facts import read_facts
from bot.notice.check import blocks_release
from bot.notice.fill import fill
from bot.notice.finding import Finding
from tests.notices.stories import Notice, notice, notices, texts

LETTER = notice("stolen_laptop", "consumer_letter")
AG = notice("stolen_laptop", "ag_notice")


def with_facts(one: Notice, **facts: Any) -> Notice:
    known = {name: value for name, value in one.merge_data.facts.known.items() if name not in facts}
    told = read_facts({name: value for name, value in facts.items() if value is not None}).known
    return redrafted(one, facts=replace(one.merge_data.facts, known={**known, **told}))


def with_answers(one: Notice, **answers: str | None) -> Notice:
    return redrafted(one, answers={**one.merge_data.answers, **answers})


def redrafted(one: Notice, **merge_data: Any) -> Notice:
    changed = replace(one.merge_data, **merge_data)
    return replace(one, merge_data=changed, draft=texts().draft(one.kind, fill(notices(), changed)))


def ids(found: tuple[Finding, ...]) -> list[str]:
    return [one.id for one in found]


WHEN = [
    ("between November 3 and November 12, 2026", "It happened between November 3 and November 12, 2026."),
    ("on a day that is not known", "It happened on a day that is not known."),
    ("November 3, 2026", "It happened on November 3, 2026."),
]


@pytest.mark.parametrize(("said", "sentence"), WHEN)
def test_what_happened_may_be_a_day_a_span_or_not_known(said: str, sentence: str) -> None:
    one = with_answers(with_facts(LETTER, occurred_at=None), happened=said)
    assert sentence in one.draft.text
    assert one.findings() == ()


def test_a_date_outside_the_span_is_found() -> None:
    one = with_answers(LETTER, happened="between November 3 and November 12, 2026")
    text = one.draft.text.replace("between November 3 and", "between November 2 and")
    assert "date_wrong" in ids(one.findings(text))


def test_nothing_known_of_when_it_happened_is_a_visible_gap() -> None:
    one = with_facts(LETTER, occurred_at=None)
    assert "It happened [MISSING: the day it happened]." in one.draft.text
    assert blocks_release(one.findings())


def test_a_code_that_was_taken_is_named_and_the_password_is_to_be_changed() -> None:
    assert "- The code or password that opens the account" in LETTER.draft.text
    assert "Change your password" in LETTER.draft.text
    without = LETTER.draft.text.replace("- The code or password that opens the account\n", "")
    assert ids(LETTER.findings(without)) == ["item_missing"]


def test_a_code_that_was_not_taken_is_not_named() -> None:
    one = with_facts(LETTER, account_access_code_taken=False)
    assert "code or password" not in one.draft.text and "Change your password" not in one.draft.text
    assert one.findings() == ()


def test_whether_a_code_was_taken_is_asked_only_where_there_is_one() -> None:
    assert blocks_release(with_facts(LETTER, account_access_code_taken=None).findings())
    one = with_facts(LETTER, account_access_code_taken=None, pi_elements=["ssn"])
    assert one.findings() == ()


def test_a_letter_that_leads_to_nobody_asks_for_a_reason() -> None:
    answers = {"POL-7.A.phone": None, "POL-7.B.address": None, "reach_us": None}
    one = redrafted(LETTER, answers={**LETTER.merge_data.answers, **answers})
    assert ids(one.findings()) == ["no_way_to_reach"]


def test_an_address_to_write_to_is_a_way_to_reach_the_department() -> None:
    answers = {"POL-7.A.phone": None, "POL-7.B.address": None, "reach_us": "P.O. Box 270, Jefferson City, MO 65102"}
    one = redrafted(LETTER, answers={**LETTER.merge_data.answers, **answers})
    assert "You can write to us: P.O. Box 270" in one.draft.text
    assert one.findings() == ()


def test_each_of_several_mailings_stands_with_its_day_and_its_count() -> None:
    days = (datetime(2026, 11, 24, 18, tzinfo=UTC), datetime(2026, 12, 1, 18, tzinfo=UTC))
    one = redrafted(AG, mailings=((days[0], 600), (days[1], 580)))
    assert "- November 24, 2026: 600 Missouri consumers\n- December 1, 2026: 580 Missouri consumers" in one.draft.text
    assert one.findings() == ()


@pytest.mark.parametrize("kind", ["substitute_web_page", "substitute_media", "call_center_faq"])
def test_the_number_of_a_genuine_letter_is_published_nowhere(kind: str) -> None:
    one = notice("stolen_laptop", kind)
    assert "B0012" not in one.draft.text
    assert "number_published" in ids(one.findings(f"{one.draft.text}\nThe number is B0012.\n"))


def test_law_enforcement_was_told_only_when_it_gave_a_number() -> None:
    one = notice("stolen_laptop", "leader_notice")
    assert "Jefferson City Police Department was told. The report number is 26-11-1234." in one.draft.text
    without = redrafted(one, answers={**one.merge_data.answers, "POL-4.2.report_number": None})
    assert "was told" not in without.draft.text.partition("## What Is Being Done")[2]
