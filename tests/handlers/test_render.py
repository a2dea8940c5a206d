"""What people typed is harmless in Slack, whichever sentence it ends up in."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.boundary import plain_of
from handlers.render import Mrkdwn, Words, as_typed, escape, name_of, parts, phone_link, short
from tests.given import DEPARTMENT, IS_LEAD, STRANGER, TEAM

WORDS = Words(DEPARTMENT)
OURS = re.compile(r"<(!date\^[^<>]*|tel:[^<>]*|#C0INCIDENT|@U[A-Z]+)>|&(amp|lt|gt);")

PINGS = ["<!channel>", "<!here>", "<@UALICE>", "<#C1>", "<!subteam^S1>", "<https://evil.example|your bank>"]
HOSTILE = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from([*PINGS, "&lt;", "&", "<", ">"]), max_size=6).map("".join),
)


def bare(text: str) -> str:
    """The text without the markup that is ours."""
    return OURS.sub("", text)


@given(HOSTILE)
def test_escaped_text_has_no_markup(text: str) -> None:
    assert not set("<>") & set(escape(text))
    assert not re.search(r"&(?!amp;|lt;|gt;)", escape(text))


@given(st.text())
def test_escaping_loses_nothing(text: str) -> None:
    assert escape(text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


AT = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = {
    "kinds": "k",
    "office": "o",
    "reported_at": AT,
    "noticed_at": None,
    "ongoing": "no",
    "people_data": "no",
    "what": "w",
    "reporter": Mrkdwn("Olga"),
    "behalf_of": "",
}
SENTENCES = [
    ("card", "facts", FACTS, "what"),
    ("card", "facts", FACTS, "behalf_of"),
    ("card", "facts", FACTS, "office"),
    ("card", "absent", {"reason": "r", "phone": None}, "person"),
    ("card", "trouble", {"step": "s"}, "error"),
    ("phase", "not_applicable", {"name": "t", "by": "b", "at": AT}, "reason"),
    ("help", "unknown", {}, "word"),
    ("refusals", "not_to_be_seen", {}, "number"),
    ("report", "no_modal_screened", {"kind": "k"}, "text"),
]


@pytest.mark.parametrize(("file", "block", "more", "name"), SENTENCES)
def test_nobody_can_ping_or_link_through_a_sentence(file: str, block: str, more: dict[str, object], name: str) -> None:
    for hostile in (*PINGS, "&lt;!here&gt;", "a & b"):
        said = WORDS.say(file, block, **{**more, name: hostile})
        assert not set("<>") & set(bare(said)), said
        assert escape(hostile) in said


@given(HOSTILE, HOSTILE)
def test_a_name_cannot_ping(name: str, ref: str) -> None:
    person = replace(TEAM.people["isaac@example.gov"], name=name)
    team = replace(TEAM, people={**TEAM.people, "isaac@example.gov": person})
    assert not set("<>") & set(bare(name_of(IS_LEAD, team)))


def test_somebody_without_a_known_name_is_mentioned() -> None:
    assert name_of(STRANGER, TEAM) == f"<@{STRANGER}>"


def test_a_value_that_the_code_forgot_is_an_error_and_not_an_empty_sentence() -> None:
    with pytest.raises(Exception, match="undefined"):
        WORDS.say("card", "facts")


def test_a_sentence_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        WORDS.say("card", "nothing_of_the_kind")


def test_a_moment_is_shown_in_the_readers_zone_and_kept_in_the_departments() -> None:
    said = WORDS.when(datetime(2026, 11, 20, 20, 0, tzinfo=UTC))
    assert said == "<!date^1795204800^{date_short_pretty} {time}|2026-11-20 14:00 CST>"


def test_a_telephone_can_be_dialled() -> None:
    assert phone_link("573-751-7446") == "<tel:+15737517446|573-751-7446>"


@pytest.mark.parametrize("phone", ["extension 12", "<!channel>", "+44 20 7946 0000"])
def test_what_is_no_national_number_is_only_shown(phone: str) -> None:
    assert phone_link(phone) == escape(phone)


@given(st.text(max_size=200), st.integers(min_value=5, max_value=50))
def test_a_shortened_text_is_short_and_begins_like_the_text(text: str, longest: int) -> None:
    cut = short(text, longest)
    assert len(cut) <= longest + 2
    assert " ".join(text.split()).startswith(cut.removesuffix(" …"))


@given(st.text(alphabet=st.characters(exclude_characters="*", exclude_categories=["Cs"])))
def test_a_sentence_in_a_field_reads_as_it_was_typed(text: str) -> None:
    assert plain_of(Mrkdwn(escape(text))) == text


def test_a_sentence_in_a_field_has_no_markup() -> None:
    said = WORDS.say("errors", "not_recorded")
    assert "573-751-7446" in plain_of(said)
    assert not set("<>*") & set(plain_of(said))


@pytest.mark.parametrize(
    ("arrived", "typed"),
    [
        ("a &amp; b", "a & b"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&amp;lt;", "&lt;"),
        ("<@U1|olga> lost it", "@olga lost it"),
        ("in <#C1|central-district>", "in #central-district"),
        ("<mailto:olga@dot.example.gov>", "olga@dot.example.gov"),
        ("<https://example.gov|the form>", "the form (https://example.gov)"),
        ("<https://example.gov|example.gov>", "example.gov"),
        ("<https://example.gov|https://example.gov>", "https://example.gov"),
        ("<tel:+15735550101|573-555-0101>", "573-555-0101 (+15735550101)"),
        ("", ""),
    ],
)
def test_what_arrives_from_slack_is_read_as_it_was_typed(arrived: str, typed: str) -> None:
    assert as_typed(arrived) == typed


@given(st.text(alphabet=st.characters(exclude_characters="|", exclude_categories=["Cs"])))
def test_whatever_was_typed_survives_slacks_escaping(text: str) -> None:
    assert as_typed(escape(text)) == text


@given(st.text(alphabet="&<> ab\n", max_size=400), st.integers(10, 60))
def test_a_shortened_text_fits_as_slack_counts(text: str, longest: int) -> None:
    assert len(escape(short(text, longest))) <= longest + 2


@given(st.text(alphabet="&<> ab\n", max_size=400), st.integers(10, 60))
def test_a_text_in_parts_fits_and_loses_no_word(text: str, longest: int) -> None:
    found = parts(text, longest)
    assert all(0 < len(escape(part)) <= longest for part in found)
    assert "".join("".join(found).split()) == "".join(text.split())
