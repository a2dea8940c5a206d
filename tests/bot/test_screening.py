"""Personal data in typed text is found by its kind; what only looks like it is left alone."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.screening import personal_data, personal_data_within, without_personal_data
from tests.bot import screening_texts

MARK = "[removed]"

WITH = [
    ("Her SSN is 536-22-8741, it was on the form", "ssn"),
    ("536 22 8741 stood on the second page", "ssn"),
    ("number 536.22.8741", "ssn"),
    ("(536-22-8741)", "ssn"),
    ("SSN-536-22-8741", "ssn"),
    ("536\u201322\u20138741", "ssn"),
    ("ssn:536228741", "ssn"),
    ("Social Security no. 536228741", "ssn"),
    ("the socialsecurity number, 536228741, was legible", "ssn"),
    ("536228741 is his soc sec number", "ssn"),
    ("first\n536-22-8741\nlast", "ssn"),
    ("ITIN 912-70-1234", "taxpayer_id"),
    ("he paid with 4111 1111 1111 1111", "card"),
    ("card 4111-1111-1111-1111 exp 09/28", "card"),
    ("4111111111111111", "card"),
    ("4111 1111 1111 1111 123 is card and code", "card"),
    ("room 3 4111 1111 1111 1111", "card"),
    ("41111111 11111111", "card"),
    ("Mastercard 5500 0000 0000 0004", "card"),
    ("Mastercard 2223 0031 2200 3222", "card"),
    ("amex 3782 822463 10005", "card"),
    ("Discover 6011000990139424", "card"),
    ("Diners 3056 930902 5904", "card"),
    ("routing 021000021 and so on", "bank_account"),
    ("ABA: 011401533", "bank_account"),
    ("bank account 000123456789", "bank_account"),
    ("checking acct # 12345678", "bank_account"),
    ("account number: 9876-5432-10", "bank_account"),
    ("Savings account no. 4455667788", "bank_account"),
    ("DL A123456789", "licence"),
    ("driver's license number 123456789", "licence"),
    ("drivers licence: S123456", "licence"),
    ("License # 123A456789", "licence"),
]

WITHOUT = [
    "",
    "A laptop was stolen from the lobby",
    "Call me at 573-751-7446",
    "call (573) 751-7446 ext. 1234",
    "+1 573 751 7446",
    "noticed on 2026-11-20 at 14:10:33",
    "asset tag 123456789",
    "inventory 000-12-3456-7",
    "ticket INC0012345, change CHG0098765",
    "ZIP 65102-1234",
    "server 10.20.30.40, port 8443",
    "MAC 00:1A:2B:3C:4D:5E",
    "serial 4111111111111112 of the drive",
    "order 1234567890123456",
    "id 550e8400-e29b-41d4-a716-446655440000",
    "about 12,000 records and 1,500,000 rows",
    "phone IMEI 356938035643809",
    "IMEI: 490154203237518 stolen from truck 14",
    "the sample number 078-05-1120 of the leaflet",
    "form 000-22-8741 is a template",
    "row 666-22-8741, row 536-00-8741, row 536-22-0000",
    "policy 407.1500 and 1 CSR 10-2.020",
    "licence plate of truck 14",
    "we lost the account manager's folder",
    "0000 0000 0000 0000",
    "417-555-0101 417-555-0102 417-555-0103 417-555-0104 417-555-0105",
    "fax 573-751-7446, phone 573-555-0101, 573-555-0102",
    "it ran from 1732212345.123456 on",
    "sha256 9f86d081884c7d659a2feaa0c55ad015",
]


@pytest.mark.parametrize(("line", "kind"), WITH)
def test_personal_data_is_found_by_its_kind(line: str, kind: str) -> None:
    assert [hit.kind for hit in personal_data(line)] == [kind]


@pytest.mark.parametrize("line", WITHOUT)
def test_what_only_looks_like_it_is_left_alone(line: str) -> None:
    assert personal_data(line) == ()


@pytest.mark.parametrize("line", [line for line, _ in WITH])
def test_taking_it_out_leaves_the_rest(line: str) -> None:
    (hit,) = personal_data(line)
    assert without_personal_data(line, MARK) == line[: hit.start] + MARK + line[hit.end :]


@pytest.mark.parametrize("line", WITHOUT)
def test_a_clean_line_stays_as_it_is(line: str) -> None:
    assert without_personal_data(line, MARK) == line


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in screening_texts.WITH.items() for text in texts]
)
def test_what_files_and_telephones_produce_is_found(kind: str, text: str) -> None:
    assert {hit.kind for hit in personal_data(text)} == {kind}
    assert personal_data(without_personal_data(text, MARK)) == ()


@pytest.mark.parametrize("text", screening_texts.WITHOUT)
def test_a_number_that_is_nobodys_is_no_finding(text: str) -> None:
    assert personal_data(text) == ()


def test_a_fact_is_screened_as_it_was_typed() -> None:
    assert [hit.kind for hit in personal_data_within({"places": ["page 2,\nSSN\t536228741"]})] == ["ssn"]
    assert [hit.kind for hit in personal_data_within({"536-22-8741": 1})] == ["ssn"]
    assert personal_data_within({"a": [1, None, True], "b": "12 people"}) == ()


def test_a_finding_stands_where_it_was_typed() -> None:
    text = "\ufeffx\u200b 536\u2060-22-8741 y"
    (hit,) = personal_data(text)
    assert text[hit.start : hit.end] == "536\u2060-22-8741"


def test_findings_are_in_order_and_do_not_overlap() -> None:
    text = "SSN 536-22-8741, card 4111 1111 1111 1111, routing 021000021"
    hits = personal_data(text)
    assert [hit.kind for hit in hits] == ["ssn", "card", "bank_account"]
    assert all(one.end <= other.start for one, other in pairwise(hits))


FRAGMENTS = st.sampled_from(
    [
        *(line for line, _ in WITH),
        *WITHOUT,
        "536228741",
        "SSN",
        "routing",
        "021000021",
        "account no",
        "4111 1111 1111 1111",
        "DL",
        "A1234567",
        " ",
        "-",
        "\n",
        "x" * 30,
    ]
)


@settings(max_examples=300)
@given(st.lists(st.one_of(FRAGMENTS, st.text(alphabet="0123456789- ", max_size=12)), max_size=12).map(" ".join))
def test_nothing_personal_is_left_after_taking_it_out(text: str) -> None:
    assert personal_data(without_personal_data(text, MARK)) == ()


def test_a_finding_that_hid_another_one_takes_both_out() -> None:
    text = "SSN 4111 1111 1111 1111 4111 1111 1111 1111 4111 1111 1111 1111 and then 536228741"
    assert "536228741" not in without_personal_data(text, "-")


def test_what_lies_behind_the_longest_text_is_cut_off_not_let_through() -> None:
    text = "536-22-8741 " * 3_400 + "4111 1111 1111 1111"
    assert personal_data(without_personal_data(text, "")) == ()
    assert not re.search(r"\d{4}", without_personal_data(text, ""))


ADVERSARIAL = [
    "4" * 40_000,
    "1" * 40_000,
    "4 " * 20_000,
    "4-" * 20_000,
    "536-22-" * 5_700,
    "123456789 " * 4_000,
    "ssn 123456789 " * 2_800,
    "account no " * 3_600,
    "account number " + "1 " * 19_000,
    "driver's license number is " * 1_480,
    "license" + " " * 39_000,
    "social" + " " * 39_000,
    "\u0664" * 40_000,
]


@pytest.mark.parametrize("text", ADVERSARIAL, ids=lambda text: repr(text[:12]))
def test_forty_thousand_hostile_characters_are_screened(text: str) -> None:
    assert all(0 <= hit.start < hit.end <= len(text) for hit in personal_data(text))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from("0123456789").flatmap(lambda d: st.text(alphabet=f"{d}- .#AS", min_size=1, max_size=40)))
def test_any_repeated_pattern_of_digits_is_screened(pattern: str) -> None:
    text = (pattern * 40_000)[:40_000]
    assert personal_data(without_personal_data(text, MARK)) == ()
