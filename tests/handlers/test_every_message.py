"""Every message that the bot shows in a channel, of the smallest and the largest incident, is one that Slack takes."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.determination import Determination
from bot.incident import Absent, IncidentFacts, KnownFact, Trouble
from bot.question import OpenQuestion
from bot.rules.channel_state import trouble_of
from bot.rules.items import item_of_row, policy_items
from bot.rules.news import NEWS
from bot.rules.privileged import ABSENT
from bot.rules.questions import raised_questions
from bot.turns import Turn
from handlers.blocks import Block, section
from handlers.outgoing.surfaces import SURFACES
from handlers.render import Words
from handlers.views.assessment import assessment_card, details
from handlers.views.card import card
from handlers.views.counsel_room import counsel_room, old_thread
from handlers.views.flood import flood
from handlers.views.news import news_line, sentence_of
from handlers.views.phase_list import phase_list, role_list
from handlers.views.question_message import question_message
from handlers.views.reporter import reporter
from handlers.views.whole_report import whole_report
from sandbox.rules.blocks import block_faults
from sandbox.rules.messages import ALL_BLOCKS_MAX, BLOCKS_MAX, UPDATE_TEXT_MAX
from storage.news import News
from tests.given import CCO, DEPARTMENT, FACTS, IS_LEAD, LAW, NOTICE_OWED, NOW, TEAM, situated

WORDS = Words(DEPARTMENT)
PHASES = LAW.packs.phases
LONG = "a long & hard word " * 100
BY_THEIR_OWN_TESTS = {"notice", "notice_text"}
"""Surfaces of notices: tests/notices and tests/handlers/test_notice_views.py hold them."""
RAW = ("unresolved", "not_applicable", "statutory_breach", "consumer_notice", "POL-", "{{", "None", "us_mo")
"""What would be a key or a fault in a sentence."""


def smallest() -> IncidentFacts:
    """A report in one word, and nothing else."""
    return replace(FACTS, items=policy_items(LAW.packs.policy, TEAM), incident=replace(FACTS.incident, what="Lost"))


def largest() -> IncidentFacts:
    """Everything that can be asked is asked and answered, with the longest words, in a hundred counties."""
    rows = [row for row in LAW.packs.policy.rows if row.kind == "task"]
    counties = [f"St. Francois County and its {n} neighbors" for n in range(100)]
    items = [
        replace(item_of_row(row, role, place), subject=counties[n] if row.for_each else "", at=NOW, reason=LONG[:500])
        for n in range(100)
        for place, row in enumerate(rows)
        for role in ("AI", "CCO", "IS", "CR")
        if n == 0 or row.for_each
    ]
    told: dict[str, Any] = {**NOTICE_OWED, "residents": {"MO": 200_000, "KS": 13, "IL": 5}, "tampering": True}
    told.pop("tampering")
    known = {name: KnownFact(name=name, value=value, by=IS_LEAD, at=NOW, version=2) for name, value in told.items()}
    base = replace(
        FACTS,
        incident=replace(
            FACTS.incident,
            what=LONG[:3000],
            behalf_of=LONG[:200],
            counsel_channel="C0COUNSEL",
            counsel_people=tuple(f"U{n:010}" for n in range(40)),
            privileged_outside=True,
        ),
        items=tuple(replace(one, state="done" if n % 3 else "open", by=IS_LEAD) for n, one in enumerate(items)),
        known=known,
        absent=tuple(Absent(person=f"person.{n}@example.gov", reason="user_not_found") for n in range(40)),
        troubles=(
            *(Trouble(step="set_topic", error="restricted_action") for _ in range(40)),
            *(Trouble(step=f"{ABSENT}person.{n}@example.gov", error="user_not_found") for n in range(40)),
            Trouble(step=trouble_of("public", room="counsel"), error="public"),
        ),
    )
    answer = situated(base).assessment
    questions = raised_questions(base, LAW, answer)
    made = tuple(
        Determination(question=one.id, role="", outcome=one.outcomes[0].id, by=CCO, at=NOW, relied_on={}, reason=LONG)
        for one in list(questions.values())[::2]
        if one.outcomes
    )
    asked = {one: OpenQuestion(question=one, at=NOW) for one in questions}
    return replace(base, determinations=made, asked=asked)


def reports_that_wait(facts: IncidentFacts) -> list[Turn]:
    """One report of one person, or thousands of hundreds of people."""
    people, each = (1, 1) if facts.incident.what == "Lost" else (200, 30)
    return [
        Turn(id=n, number=f"BR-2026-{n:04}", reporter=f"U{n % people:010}", channel_name=f"br-2026-{n:04}-a1b2")
        for n in range(1, people * each + 1)
    ]


def drawn(facts: IncidentFacts) -> Iterator[tuple[str, str, list[Block]]]:
    """Every surface of an incident: its kind, its text and its blocks."""
    situation = situated(facts, now=NOW + timedelta(hours=2))
    answer = situation.assessment
    yield "card", *card(WORDS, facts, TEAM, answer, LAW)
    yield "report", *whole_report(WORDS, facts)
    yield "reporter", *reporter(WORDS, facts, TEAM)
    for role in ("AI", "CCO", "IS", "CR"):
        yield "checklist", *role_list(WORDS, situation, role)
    for phase in PHASES.phases:
        yield "phase", *phase_list(WORDS, situation, phase)
    yield "assessment", *assessment_card(WORDS, situation, answer)
    yield "details", *details(WORDS, facts, answer)
    yield "counsel", *old_thread(WORDS, facts)
    yield "counsel_room", *counsel_room(WORDS, facts, TEAM)
    yield "flood", *flood(WORDS, facts.incident, TEAM, reports_that_wait(facts))
    for question in raised_questions(facts, LAW, answer).values():
        yield "decision", *question_message(WORDS, facts, TEAM, LAW, question, answer)


INCIDENTS = {"smallest": smallest(), "largest": largest()}


@pytest.mark.parametrize("size", INCIDENTS)
def test_every_surface_is_one_that_slack_takes(size: str) -> None:
    kinds = set()
    for kind, text, blocks in drawn(INCIDENTS[size]):
        kinds.add(kind)
        assert block_faults(json.loads(json.dumps(blocks)), surface="message", maximum=BLOCKS_MAX) == [], kind
        assert len(json.dumps(blocks, ensure_ascii=False)) <= ALL_BLOCKS_MAX, kind
        assert 0 < len(text) <= UPDATE_TEXT_MAX, kind
    assert kinds | BY_THEIR_OWN_TESTS == set(SURFACES)


def texts_of(blocks: list[Block]) -> Iterator[str]:
    """What a person reads in blocks: no ids."""
    for key, value in (pair for block in blocks for pair in block.items()):
        if key == "text" and isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from texts_of([value])
        elif isinstance(value, list):
            yield from texts_of([one for one in value if isinstance(one, dict)])


@pytest.mark.parametrize("size", INCIDENTS)
def test_no_surface_shows_a_key(size: str) -> None:
    shown = {
        (kind, raw, said)
        for kind, _, blocks in drawn(INCIDENTS[size])
        for said in texts_of(blocks)
        for raw in RAW
        if raw in said
    }
    assert shown == set()


BODIES: dict[str, dict[str, Any]] = {
    "verdict_changed": {"was": "unresolved", "now": "yes"},
    "duties_changed": {"more": ["consumer_notice", "ag_notice"], "fewer": ["owner_notice"]},
    "severity_changed": {"was": None, "now": "very_high"},
    **{kind: {"role": "IS", "user": IS_LEAD} for kind in NEWS if kind.startswith("role_")},
    "decided": {"question": "POL-9", "outcome": "yes"},
    "decision_reopened": {"question": "POL-9", "was": "yes"},
    **{kind: {"notice": "consumer_letter.2"} for kind in NEWS if kind.startswith(("approval_", "notice_"))},
}


@pytest.mark.parametrize("kind", sorted(NEWS))
def test_every_kind_of_news_has_its_sentence(kind: str) -> None:
    one = News(kind=kind, actor=CCO, at=NOW, body=BODIES[kind])
    said = sentence_of(WORDS, situated(INCIDENTS["largest"]), one)
    assert said
    assert not [raw for raw in RAW if raw in said], said


def test_everything_at_once_is_one_message_that_slack_takes() -> None:
    found = [News(kind=kind, actor=CCO, at=NOW, body=BODIES[kind]) for kind in sorted(NEWS)] * 2
    line = news_line(WORDS, situated(INCIDENTS["largest"]), found)
    assert line
    assert block_faults([section(line)], surface="message", maximum=BLOCKS_MAX) == []
