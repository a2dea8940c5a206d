"""Every finding is a sentence that a person can act on."""

import ast
from dataclasses import replace
from datetime import date

import pytest

from bot.assessment.facts import read_facts
from bot.notice.finding import Finding, error
from bot.recipients import GROUPS
from handlers.notices.findings import finding_sentence
from handlers.render import Words
from tests.house.sources import blocks, calls, python
from tests.notices.stories import department, notice, notices

WORDS = Words(department())
LETTER = notice("stolen_laptop", "consumer_letter")


def test_every_finding_has_its_sentence() -> None:
    named = {
        argument.value
        for path in python("bot")
        if path.parent.name == "notice"
        for call in calls(path, "error", "warning", "say")
        for argument in call.args[:1]
        if isinstance(argument, ast.Constant)
    } | {hedge.id for hedge in notices().hedges}
    assert len(named) > 15
    assert named - set(blocks()["notice_check"]) == set()


@pytest.mark.parametrize("group", GROUPS)
def test_every_group_of_recipients_has_its_name(group: str) -> None:
    assert "No address is configured for" in finding_sentence(WORDS, error("recipient_missing", "", group=group))


def finding(text: str, id: str) -> Finding:
    return next(one for one in LETTER.findings(text) if one.id == id)


@pytest.mark.parametrize(
    ("old", "new", "id", "sentence"),
    [
        (
            "573-555-0150",
            "this number",
            "item_missing",
            "This is missing: A telephone number for further information and assistance, if one exists. Not found in"
            " the text: a telephone number for help. Put it back, or change the recorded answer.",
        ),
        (
            "Sincerely,",
            "Your number is 123-45-6789.",
            "personal_data",
            "There seems to be a Social Security number in the text under “For More Information”. Take it out. No"
            " notice may hold it.",
        ),
        (
            "Sincerely,",
            "Ask <@U123>.",
            "mention",
            "The text calls a channel or a person, under “For More Information”. Take it out.",
        ),
        (
            "It happened on November 12",
            "It happened on November 13",
            "date_wrong",
            "The text gives November 13, 2026 for “the day it happened”, but November 12, 2026 is recorded: “It"
            " happened on November 13, 2026.”",
        ),
        (
            "Sincerely,",
            "We see no evidence of misuse & <b>harm</b>.",
            "no_misuse",
            "“no evidence”: is it true, and is it recorded?"
            " “We see no evidence of misuse &amp; &lt;b&gt;harm&lt;/b&gt;.”",
        ),
    ],
)
def test_a_finding_says_what_to_do(old: str, new: str, id: str, sentence: str) -> None:
    assert old in LETTER.draft.text
    assert finding_sentence(WORDS, finding(LETTER.draft.text.replace(old, new), id)) == sentence


def test_a_method_that_was_not_proven_says_what_to_record() -> None:
    one = notice("stolen_laptop", "consumer_email")
    known = {**one.merge_data.facts.known, **read_facts({"planned_methods": [{"kind": "email"}]}).known}
    merge_data = replace(one.merge_data, facts=replace(one.merge_data.facts, known=known))
    assert [finding_sentence(WORDS, found) for found in one.findings(merge_data=merge_data)] == [
        "E-mail: it is not recorded that the people agreed to get messages electronically, and that the notice is"
        " consistent with 15 U.S.C. 7001. Record it, or choose another method."
    ]


def test_a_stale_address_says_when_it_was_checked() -> None:
    one = notice("stolen_laptop", "ag_notice")
    assert [finding_sentence(WORDS, found) for found in one.findings(today=date(2028, 1, 1))] == [
        "The address of Missouri Attorney General's Office was last checked on 2026-11-21."
        " Check it again before this goes out."
    ]
