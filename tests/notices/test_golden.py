"""The notices of whole stories, word for word, and fit to be sent."""

from dataclasses import replace

import pytest

from bot.assessment.facts import Facts
from bot.notice.check import blocks_release
from bot.notice.fill import fill
from bot.notice.grade import grade
from tests.notices.stories import GOLDEN, STORIES, Notice, notices, notices_of, texts

ALL = [one for name in STORIES for one in notices_of(name)]


def each(found: list[Notice]) -> pytest.MarkDecorator:
    """One test for each of these notices, named after its file."""
    return pytest.mark.parametrize("one", found, ids=[one.file for one in found])


@each(ALL)
def test_a_notice_reads_as_it_was_read_before(one: Notice) -> None:
    assert one.draft.text == (GOLDEN / one.file).read_text(encoding="utf-8"), "python -m tests.notices.stories"


@each(ALL)
def test_a_notice_of_a_whole_story_may_be_released(one: Notice) -> None:
    assert one.findings() == ()
    assert one.draft.missing == ()


@each([one for one in ALL if one.kind.grade])
def test_what_the_public_reads_is_easy_to_read(one: Notice) -> None:
    read = grade(one.draft.text)
    assert read is not None
    assert read.grade <= 6


def test_every_golden_file_belongs_to_a_notice() -> None:
    there = {str(path.relative_to(GOLDEN)) for path in GOLDEN.glob("*/*")}
    assert there == {one.file for one in ALL}


def test_every_kind_has_a_story() -> None:
    assert {one.kind.id for one in ALL} == set(notices().kinds)


def test_every_field_is_used_by_a_template() -> None:
    named = frozenset[str]().union(*(texts().fields_of(kind) for kind in notices().kinds.values()))
    assert set(notices().fields) == named


@each(ALL)
def test_a_draft_without_any_fact_shows_its_gaps_and_is_blocked(one: Notice) -> None:
    empty = replace(one.merge_data, facts=Facts(known={}), answers={})
    draft = texts().draft(one.kind, fill(notices(), empty))
    findings = one.findings(draft.text, merge_data=empty)
    assert draft.missing
    assert blocks_release(findings)
    gaps = {dict(finding.values)["gap"] for finding in findings if finding.id == "unfilled"}
    assert gaps == {notices().fields[name].label for name in draft.missing}
